"""From a folder to the handbook's pages: what the MkDocs plugin and `render` share."""

from pathlib import Path

import partnerbook
from partnerbook.core.history import History
from partnerbook.ingest.history import history_of
from partnerbook.rules import ALL_RULES
from partnerbook.shell.forge.links import forge_pages
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.specimen import specimen_files
from partnerbook.site.build import DOCUMENTED_QUARTERS, build_site
from partnerbook.site.page import Site

TEMPLATES = "site_templates"
"""The folder of templates: of a handbook, and in the package."""


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
    """
    program = handbook.current.book.program
    return build_site(
        handbook.current,
        handbook.findings,
        rules=ALL_RULES,
        specimen=specimen_files(),
        templates=template_folders(handbook.root),
        language=language,
        documents=documents,
        forge=forge_pages(program.record.forge if program is not None else None),
        history=history if history is not None else history_of(handbook.root),
    )
