"""`partnerbook render --out DIR`: the pages as Markdown files, for another site generator."""

from datetime import date
from pathlib import Path

import click

from partnerbook.core.history import NO_HISTORY
from partnerbook.ingest.contents import usable_processes
from partnerbook.shell.handbook import NoHandbook, open_handbook
from partnerbook.shell.options import as_of_option, root_option
from partnerbook.shell.writing import write_whole
from partnerbook.site.page import as_markdown


@click.command("render", short_help="Write the handbook's pages as files.")
@root_option
@as_of_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder to write into; files of other names in it are left alone.",
)
@click.option(
    "--history/--no-history", default=True, help="Say on each record's page who changed it when, as git tells."
)
def command(root: Path, as_of: date | None, out: Path, history: bool) -> None:
    """Write the handbook's pages as Markdown files whose content is ready HTML.

    Each file has a title in its front matter and one raw HTML block, which site generators for
    Markdown pass on as it is. Files that already say the same are not touched.
    """
    from partnerbook.shell.pages import contents_of, site_of

    try:
        handbook = open_handbook(root, as_of, processes=usable_processes())
    except NoHandbook as error:
        raise click.UsageError(str(error)) from None
    site = site_of(handbook, history=None if history else NO_HISTORY)
    try:
        written = sum(write_whole(out / page.uri, as_markdown(page).encode()) for page in site.pages)
        for download, content in contents_of(site.downloads):
            write_whole(out / download.uri, content)
    except OSError as error:
        raise click.ClickException(f"cannot write into {out}: {error.strerror or error}") from None
    click.echo(f"{len(site.pages)} pages in {out}, {written} of them new or changed.")
