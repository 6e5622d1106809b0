"""`partnerbook approvals`: whether the right people approved what a change does to money, terms and roles."""

import sys
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from partnerbook.shell.options import as_of_option, root_option
from partnerbook.shell.visible import visible


@click.command("approvals", short_help="Whether the right people approved a change.")
@root_option
@as_of_option
@click.option(
    "--base", required=True, metavar="REV", help="Branch the change is to go into: its roles and limits hold."
)
@click.option("--head", default="HEAD", metavar="REV", help="Tip of the change; by default what is checked out.")
@click.option(
    "--reviews",
    type=click.File("rb"),
    required=True,
    help="The forge's reply about the pull request's reviews, as JSON; - for standard input.",
)
@click.option("--author", metavar="LOGIN", default=None, help="Account that opened the pull request.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", help="How to report."
)
def command(
    root: Path,
    as_of: date | None,
    base: str,
    head: str,
    reviews: BinaryIO,
    author: str | None,
    format_: str,
) -> None:
    """Say whether every payout, term and rate that a change touches is approved by the right people.

    Wanted is a review of the same content, by somebody whom the base gives the role and the limit, and who neither
    prepared nor wrote it. Payouts name whom they ask. Both states are read from git's objects. Exit status 0 where
    everything is approved, 1 where something is not or nothing can be compared.
    """
    from partnerbook.ingest.repository import CannotCompare
    from partnerbook.shell import approval_report
    from partnerbook.shell.approving import judged
    from partnerbook.shell.bases import finding_of
    from partnerbook.shell.forge.github import NotReviews, read_reviews
    from partnerbook.shell.handbook import NoHandbook, find_root
    from partnerbook.shell.opening import tell_of_comparison

    try:
        told = read_reviews(reviews.read().decode("utf-8-sig"))
    except (NotReviews, UnicodeDecodeError) as error:
        raise click.BadParameter(visible(str(error)), param_hint="--reviews") from None
    try:
        report = judged(find_root(root), base, head, told, author, as_of)
    except NoHandbook as error:
        raise click.UsageError(visible(str(error))) from None
    except CannotCompare as error:
        tell_of_comparison((finding_of(error),))
        sys.exit(1)
    writers = {
        "text": approval_report.as_text,
        "json": approval_report.as_json,
        "markdown": approval_report.as_markdown,
    }
    click.echo(writers[format_](report), nl=False)
    sys.exit(0 if report.passes else 1)
