"""The command line: options here, work elsewhere; each command is imported only when it is called."""

import atexit
import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from partnerbook import __version__

COMMANDS = {
    "agenda": "Write the agenda of a partner's next review, as a record that is planned.",
    "approvals": "Say whether the right people approved what a change does to money, terms and roles.",
    "audit": "List who prepared, approved and merged every payout, and what of that git can prove.",
    "check": "Check every record and say what is wrong, where, and what to do.",
    "close": "Close a period: freeze its ledger in a record.",
    "codeowners": "Say who is asked to review what, from the program's roles, in the form GitHub reads.",
    "diff": "Say what a change does to money and relationships.",
    "due": "Say what is overdue and what comes due: who has to do what by when.",
    "examples": "Run worked examples through the ledger, and propose those that are missing.",
    "explain": "Explain a rule, with a record that breaks it and one that does not.",
    "forecast": "Say what commissions are due, what is expected, and what it would cost to leave.",
    "health": "Say how each partnership stands, from 0 to 100, why, and what to do.",
    "init": "Begin an empty handbook in a new folder.",
    "intake": "Make a referral of an issue form's text or a mail.",
    "ledger": "List every line of the ledger, with its explanation.",
    "log": "Log a step of a referral, and when the partner heard of it.",
    "new": "Write a new record: referral, partner, client, agreement, activity or payout.",
    "pay": "Say that a payout was paid, or that money arrived.",
    "payouts": "List what is due, and propose the records that pay it.",
    "render": "Write the handbook's pages as Markdown files, for another site generator.",
    "rules": "List all rules.",
    "schema": "Print the JSON Schema of a kind of record, for editors.",
    "statement": "Write a partner's statement for a period: text, JSON, CSV, XLSX or PDF.",
    "tax": "List a year's payouts for tax: totals against thresholds, or VAT and invoices.",
    "what-if": "Reckon the last quarters under other terms, and show what would have been different.",
    "why": "Explain what a referral earned, or why it earned nothing.",
    "won": "Log that a referral was won, and what was sold.",
}
"""Every command and its line in the help; their modules stand in `shell.commands`, a hyphen as an underscore."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands by name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name; for the help of the group, only its line of help."""
        if cmd_name not in COMMANDS:
            return None
        if ctx.command is self and not getattr(ctx, "_calls_command", False):
            return click.Command(cmd_name, short_help=COMMANDS[cmd_name])
        module = import_module(f"partnerbook.shell.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = getattr(module, "command")  # noqa: B009
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called, this time with its module."""
        ctx._calls_command = True  # type: ignore[attr-defined]
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="partnerbook")
def group() -> None:
    """The git-native partner program: records in git, checked, reckoned and shown."""


_OUTPUT_FAILED = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What a write to an open stream fails with where the disk is full or gone."""


def prepare_process() -> None:
    """What makes a process that lives for one command start and run faster."""
    # A command drops almost nothing: looking for garbage costs it a tenth.
    gc.disable()
    # Looking for plug-ins of pydantic means opening the metadata of every installed package. None is
    # wanted: what a record may be is decided here, not by what else is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _give_up_output() -> None:
    """Let what is still unwritten go nowhere, or Python would complain of it once more at the end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, AttributeError):  # an output that is no file
        pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; no traceback ever reaches a user."""
    prepare_process()
    for stream in (sys.stdout, sys.stderr):
        # What a terminal's encoding lacks is written as an escape, instead of ending the command.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        group.main(args=list(arguments) if arguments is not None else None, prog_name="partnerbook")
    except BrokenPipeError:
        # The reader of our output has gone away, as `| head` does; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in _OUTPUT_FAILED:
            _give_up_output()
            click.echo(f"partnerbook: the output could not be written: {error.strerror}", err=True)
            sys.exit(1)
        import traceback

        from partnerbook.shell.visible import visible

        frame = traceback.extract_tb(error.__traceback__)[-1]
        click.echo(
            f"partnerbook: internal error: {type(error).__name__}: {visible(str(error))}\n"
            f"  at {frame.filename.rsplit('partnerbook/', 1)[-1]}:{frame.lineno}\n"
            "help: this is a fault in the program, not in your records; please report it with these lines",
            err=True,
        )
        sys.exit(70)


def run() -> NoReturn:
    """The process of one command: it ends with the command's exit status, and at once."""
    try:
        main()
    except SystemExit as ending:
        if isinstance(ending.code, str):  # a message that Python has to write
            raise
        _end(ending.code or 0)
    _end(0)


def _end(status: int) -> NoReturn:
    """End the process without taking apart what it made: the system frees all of it at once, Python piece by piece."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # the reader has gone away, or the stream was closed because of that
            status = status or 1
    os._exit(status)


if __name__ == "__main__":
    run()
