"""`partnerbook intake`: what somebody submitted without git becomes a referral."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from partnerbook.shell.options import MomentName, as_of_option, root_option

if TYPE_CHECKING:
    from partnerbook.shell.drafting.submitted import Intake

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""


@click.command("intake", short_help="Make a referral of an issue form or a mail.")
@click.argument("file", type=click.File("rb"))
@click.option("--received", type=MomentName(), default=None, help="When it was submitted; by default now.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", help="How to answer."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@root_option
@as_of_option
def command(file: BinaryIO, received: date | None, format_: str, dry_run: bool, root: Path, as_of: date | None) -> None:
    """Make a referral of FILE, or of what is piped in where it is `-`.

    It reads the text that an issue form posts and mails written by the template (docs/how-to/log-a-referral.md), in
    English or German. Says where the record lies and what nobody has said yet. Exit status 1, and what is wrong in
    words for whoever submitted it, where it makes no referral that checks.
    """
    from partnerbook.shell.drafting.submitted import Intake, take_in
    from partnerbook.shell.drafting.trial import add_file, opened
    from partnerbook.shell.submissions import MAXIMUM_BYTES, read_submission

    submission = read_submission(file.read(MAXIMUM_BYTES + 1))
    handbook = opened(root, as_of)
    intake = take_in(handbook, submission, received) if submission.answers else Intake(None, submission.problems)
    if intake.draft is not None and not dry_run:
        add_file(handbook.root, intake.draft.path, intake.draft.content().encode())
    say = {"text": _as_text, "json": _as_json, "markdown": _as_markdown}[format_]
    click.echo(say(intake), nl=False)
    sys.exit(int(intake.draft is None))


def _as_text(intake: "Intake") -> str:
    from partnerbook.shell.visible import visible

    if intake.draft is None:
        return "".join(f"{visible(str(problem))}\n" for problem in intake.problems) + "Nothing was written.\n"
    lines = [intake.draft.path]
    if intake.missing:
        lines.append(f"missing: {', '.join(intake.missing)}")
    lines += [f"note: {visible(note)}" for note in intake.notes]
    return "\n".join(lines) + "\n"


def _as_markdown(intake: "Intake") -> str:
    """For an answer at the forge: whatever was typed is text, and calls nobody by name."""
    from partnerbook.shell.reporters.markdown import safe

    if intake.draft is None:
        items = "".join(f"- {safe(str(problem))}\n" for problem in intake.problems)
        return f"This could not be logged yet:\n\n{items}\nNothing was written. Mend it above and submit it again.\n"
    lines = [f"Logged as `{intake.draft.path}`.\n"]
    if intake.missing:
        lines.append(f"Nobody has said yet: {', '.join(intake.missing)}.\n")
    lines += [f"- {safe(note)}" for note in intake.notes]
    return "\n".join(lines).rstrip("\n") + "\n"


def _as_json(intake: "Intake") -> str:
    import json

    from partnerbook.shell.visible import visible

    draft = intake.draft
    document = {
        "version": VERSION,
        "path": draft.path if draft is not None else None,
        "referral": draft.key if draft is not None else None,
        "problems": [
            {"label": problem.label or None, "message": visible(problem.message)} for problem in intake.problems
        ],
        "missing": list(intake.missing),
        "notes": [visible(note) for note in intake.notes],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
