"""From a folder to the handbook's pages: what the MkDocs plugin and `render` share."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import partnerbook
from partnerbook.core.history import History
from partnerbook.ingest.history import history_of
from partnerbook.rules import ALL_RULES
from partnerbook.shell.beside import beside
from partnerbook.shell.forge.links import forge_pages
from partnerbook.shell.handbook import MINIMUM_REFERRALS, Handbook, without_garbage_collection
from partnerbook.shell.specimen import specimen_files
from partnerbook.site.build import DOCUMENTED_QUARTERS, Pages, build_site
from partnerbook.site.page import Download, Page, Site

TEMPLATES = "site_templates"
"""The folder of templates: of a handbook, and in the package."""
_MINIMUM_DOWNLOADS = 200
"""Fewer files are made before another process has begun."""


def template_folders(root: Path) -> tuple[Path, ...]:
    """Folders of templates, first come first served: the handbook's own, then the program's.

    In an installed program they lie in the package, in a checkout beside it.
    """
    package = Path(partnerbook.__file__).resolve().parent
    places = (root.resolve() / TEMPLATES, package / TEMPLATES, package.parents[1] / TEMPLATES)
    return tuple(dict.fromkeys(place for place in places if place.is_dir()))


def site_of(
    handbook: Handbook,
    language: str | None = None,
    documents: int = DOCUMENTED_QUARTERS,
    history: History | None = None,
) -> Site:
    """All pages of a handbook, with files to send for the statements of so many quarters.

    The history of the records is what git tells, as far as it is there, unless another is given.
    The pages of a large program are drawn by two processes, where there may be several.
    """
    program = handbook.current.book.program
    large = len(handbook.current.book.referrals) >= MINIMUM_REFERRALS
    told = history if history is not None else history_of(handbook.root)
    with without_garbage_collection():
        return build_site(
            handbook.current,
            handbook.findings,
            rules=ALL_RULES,
            specimen=specimen_files(),
            templates=template_folders(handbook.root),
            language=language,
            documents=documents,
            forge=forge_pages(program.record.forge if program is not None else None),
            history=told,
            draw=_side_by_side if large else None,
        )


def contents_of(downloads: Sequence[Download]) -> Iterator[tuple[Download, bytes]]:
    """Files with their contents, in their order; half of many are made by another process."""
    half = len(downloads) // 2 if len(downloads) >= _MINIMUM_DOWNLOADS else len(downloads)
    first, rest = downloads[:half], downloads[half:]
    if rest:
        with beside(partial(_made, rest)) as others:
            contents = (*_made(first), *others())
    else:
        contents = _made(first)
    return zip(downloads, contents, strict=True)


def _made(downloads: Sequence[Download]) -> tuple[bytes, ...]:
    return tuple(download.make() for download in downloads)


def _side_by_side(one: Pages, other: Pages) -> tuple[Page, ...]:
    with beside(other) as drawn:
        return (*one(), *drawn())
