"""Records that commands write: where they go, and the sentence they begin with."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from partnerbook.analysis.approval import is_there, with_role
from partnerbook.core.closing import Closing
from partnerbook.core.finding import Finding, Severity
from partnerbook.core.kinds import KINDS
from partnerbook.core.payout import Payout
from partnerbook.core.program import Program
from partnerbook.core.program_policies import Role
from partnerbook.core.record import Record
from partnerbook.ingest.composing import compose
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.visible import visible
from partnerbook.shell.writing import write_new

F = TypeVar("F", bound=Callable[..., Any])

_SHOWN = 3
"""So many findings are told; `check` tells all."""


def write_record(root: Path, key: str, record: Record, body: str) -> str:
    """Write a new record, whole or not at all, and say where: its path relative to the handbook's root.

    Raises:
        ClickException: where it lies already, or its folder cannot be written.
    """
    path = KINDS[record.kind_name].path(key)
    try:
        write_new(root / path, compose(record, body).encode())
    except FileExistsError:
        raise click.ClickException(f"{path} lies there already and was left alone") from None
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror or error}") from None
    return path


def refuse_tomorrow(handbook: Handbook) -> None:
    """Refuse to write a record that says it was written on a day to come.

    Raises:
        ClickException: where the day looked from lies after today.
    """
    day, today = handbook.current.as_of, handbook.current.today
    if day > today:
        raise click.ClickException(f"{day} lies after today, {today}: nothing is written down before it happens")


def refuse_unless_whole(handbook: Handbook, families: Iterable[str], what: str) -> None:
    """Refuse to freeze what the ledger says while records cannot be read, or errors of these families stand.

    Raises:
        ClickException: with what stands in the way; the exit status is 1.
    """
    book = handbook.current.book
    wrong = [
        finding
        for finding in handbook.findings
        if finding.severity is Severity.ERROR
        and (finding.rule.family in families or finding.record in book.broken or _unread(finding))
    ]
    if book.program is None or book.broken or wrong:
        first = (visible(f"{finding.path}: {finding.code} {finding.message}") for finding in wrong[:_SHOWN])
        told = "".join(f"\n  {line}" for line in first)
        more = f"\n  and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise click.ClickException(f"{what} while the records have errors; `partnerbook check` says all:{told}{more}")


def _unread(finding: Finding) -> bool:
    """Whether a file is no record at all, or a rule failed: what it would have said is not known."""
    return finding.rule.family in ("FMT", "INT")


def program_of(handbook: Handbook) -> Program:
    """The program record of a handbook that is whole.

    Raises:
        ClickException: where there is none.
    """
    if handbook.current.book.program is None:
        raise click.ClickException("there is no program record; `partnerbook check` says what is wrong with it")
    return handbook.current.book.program.record


def person_option(text: str) -> Callable[[F], F]:
    """`--by PERSON`: the colleague a record is written by."""
    return click.option("--by", metavar="PERSON", default=None, help=text)


def colleague(handbook: Handbook, key: str | None, role: Role | None = None) -> str:
    """A colleague who is there on the day looked from, and has a role where one is needed.

    Raises:
        BadParameter: for anybody else, and for nobody.
    """
    program, day = program_of(handbook), handbook.current.as_of
    if key is None:
        needed = f" the role {role}" if role is not None else " a part in finance"
        raise click.BadParameter(f"nobody in the program has{needed}; name somebody", param_hint="--by")
    person = next((person for person in program.people if person.key == key), None)
    if person is None:
        known = ", ".join(person.key for person in program.people if is_there(person, day))
        raise click.BadParameter(f"{key!r} is not among the people of the program: {known}", param_hint="--by")
    if not is_there(person, day):
        raise click.BadParameter(f"{key} is not in the program on {day}", param_hint="--by")
    if role is not None and role not in person.roles:
        able = ", ".join(with_role(program, role, day)) or "nobody"
        raise click.BadParameter(f"{key} has not the role {role}; {able} has", param_hint="--by")
    return key


def payout_sentence(payout: Payout, language: str) -> str:
    """What a proposed payout says of itself; whoever prepares it adds what there is to tell."""
    count, prepared, run = len(payout.lines), payout.prepared.on, payout.run
    if language == "de":
        return f"Vorgeschlagen nach dem Stand vom {_german(prepared)}: {count} Posten, fällig bis {_german(run)}."
    return f"Proposed from the ledger as of {prepared}: {count} {'line' if count == 1 else 'lines'} due by {run}."


def closing_sentence(closing: Closing, language: str) -> str:
    """What a closing says of itself."""
    if language == "de":
        return f"Abgeschlossen nach dem Stand vom {_german(closing.closed)}: {closing.lines or 'keine'} Posten."
    count = f"{closing.lines} {'line' if closing.lines == 1 else 'lines'}" if closing.lines else "no lines"
    return f"Closed as of {closing.closed} with {count}."


def _german(day: date) -> str:
    return f"{day:%d.%m.}{day.year}"
