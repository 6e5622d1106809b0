"""`partnerbook diff`: what a change does to money and relationships, in business words."""

import sys
from datetime import date
from pathlib import Path

import click

from partnerbook.shell.opening import opened, tell_of_comparison
from partnerbook.shell.options import as_of_option, language_option, root_option


@click.command("diff", short_help="Say what a change does to money and relationships.")
@click.argument("base", metavar="BASE")
@root_option
@as_of_option
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", help="How to report."
)
@language_option
def command(base: str, root: Path, as_of: date | None, format_: str, language: str | None) -> None:
    """Say what the files as they lie there do to money and relationships, held against where they left BASE.

    BASE is a branch, tag or commit. Both states are looked at from the same day. As Markdown it is the comment of a
    pull request: at most 25 lines, money first. Exit status 1 where nothing can be compared.
    """
    handbook = opened(root, as_of, base=base)
    tell_of_comparison(handbook.findings)
    if handbook.base is None:
        sys.exit(1)
    from partnerbook.analysis.comparison import compare
    from partnerbook.analysis.impact import impact
    from partnerbook.shell import impact_report as reports

    before, after = handbook.base, handbook.current
    found = impact(before, after, compare(before.book, after.book))
    if format_ == "json":
        click.echo(reports.as_json(found), nl=False)
        return
    from partnerbook.site.edition import Edition
    from partnerbook.site.words.impact import impact_report

    report = impact_report(Edition.of(language or handbook.language), found, before, after)
    click.echo((reports.as_markdown if format_ == "markdown" else reports.as_text)(report), nl=False)
