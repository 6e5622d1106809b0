"""`partnerbook render --out DIR`: the pages as Markdown files, for another site generator."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from partnerbook.core.history import NO_HISTORY
from partnerbook.ingest.contents import usable_processes
from partnerbook.shell.opening import opened
from partnerbook.shell.options import as_of_option, root_option
from partnerbook.shell.parts import refuse_parts_of_the_handbook
from partnerbook.shell.writing import write_whole
from partnerbook.site.page import as_markdown

_LIST = ".partnerbook-files"
"""The file in the folder that names all that was written into it, a line each."""


@click.command("render", short_help="Write the handbook's pages as files.")
@root_option
@as_of_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder to write into; whatever else lies in it is left alone.",
)
@click.option(
    "--history/--no-history", default=True, help="Say on each record's page who changed it when, as git tells."
)
def command(root: Path, as_of: date | None, out: Path, history: bool) -> None:
    """Write the handbook's pages as Markdown files whose content is ready HTML.

    Each file has a title in its front matter and one raw HTML block, which site generators for
    Markdown pass on as it is. Files that already say the same are not touched. What `render` did not write itself, as
    `.partnerbook-files` in the folder lists it, is never overwritten: then nothing is written at all.
    """
    from partnerbook.shell.pages import contents_of, site_of

    handbook = opened(root, as_of, processes=usable_processes())
    site = site_of(handbook, history=None if history else NO_HISTORY)
    names = [*(page.uri for page in site.pages), *(download.uri for download in site.downloads)]
    refuse_parts_of_the_handbook(handbook.root, {out, *((out / name).parent for name in names)})
    ours = _written_before(out)
    _refuse_files_of_others(out, names, ours)
    try:
        # First, so that what was written is known as ours even where writing is cut short.
        write_whole(out / _LIST, "".join(f"{name}\n" for name in sorted({*ours, *names})).encode())
        written = sum(write_whole(out / page.uri, as_markdown(page).encode()) for page in site.pages)
        for download, content in contents_of(site.downloads):
            write_whole(out / download.uri, content)
    except OSError as error:
        raise click.ClickException(f"cannot write into {out}: {error.strerror or error}") from None
    click.echo(f"{len(site.pages)} pages in {out}, {written} of them new or changed.")


def _written_before(out: Path) -> frozenset[str]:
    """The files in the folder that an earlier call wrote, by their names in it."""
    try:
        return frozenset((out / _LIST).read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def _refuse_files_of_others(out: Path, names: Iterable[str], ours: frozenset[str]) -> None:
    for name in names:
        taken = [out / name] if name not in ours and os.path.lexists(out / name) else []
        taken += [folder for folder in (out / name).relative_to(out).parents if os.path.isfile(out / folder)]
        if taken:
            raise click.ClickException(
                f"{out / taken[0]} was not written by `partnerbook render` and is left alone, and so is all else; "
                "name an empty folder, or move it away"
            )
