"""`partnerbook payouts`: what is due, and the records that pay it."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click
from msgspec.structs import replace

from partnerbook.analysis.dues import Balance, next_run
from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.settlements import settled_by
from partnerbook.analysis.proposals import (
    Gap,
    Held,
    Proposal,
    Run,
    days_of_payment,
    held_lines,
    proposals,
    runs_due,
    usual_preparer,
)
from partnerbook.analysis.tallies import add_up
from partnerbook.core.kinds import KINDS
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.json_values import Json, document
from partnerbook.shell.new_records import (
    colleague,
    payout_sentence,
    person_option,
    program_of,
    refuse_tomorrow,
    refuse_unless_whole,
    write_record,
)
from partnerbook.shell.opening import opened
from partnerbook.shell.options import Day, as_of_option, root_option
from partnerbook.shell.visible import visible

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""
_GAPS: dict[Gap, str] = {
    "approver": "nobody in the program may approve this sum; name an approver before it goes out",
    "second_approver": "this sum needs two approvals, and there is no second colleague who may give one",
    "vat": "the records do not say how VAT applies; write it in",
}


@click.group("payouts", short_help="What is due, and the records that pay it.")
def command() -> None:
    """Say what is due to and from partners, and propose the payouts that pay it."""


@command.command("due")
@root_option
@as_of_option
@click.option("--through", type=Day(), default=None, help="Last day looked at; by default that of the next run.")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", help="How to list.")
def due(root: Path, as_of: date | None, through: date | None, format_: str) -> None:
    """List what is due and in no payout yet: to whom, since when, in which run; what is carried or held, and why."""
    handbook = opened(root, as_of)
    analysis = handbook.current.analysis
    last = _through(handbook, through)
    runs = runs_due(analysis.book, analysis.ledger, analysis.as_of, last)
    held = held_lines(analysis.book, analysis.ledger, last)
    if format_ == "json":
        click.echo(document(VERSION, analysis.as_of, _as_json(last, runs, held)), nl=False)
    else:
        click.echo(_as_table(analysis.as_of, last, runs, held), nl=False)


@command.command("propose")
@root_option
@as_of_option
@click.option("--through", type=Day(), required=True, help="Propose the runs through this day.")
@person_option("Colleague who prepares them; by default who prepared the last one, else the first with the role.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def propose(root: Path, as_of: date | None, through: date, by: str | None, dry_run: bool) -> None:
    """Write a payout record for everything that is due in the runs through a day and in no payout yet.

    A record names its lines, the total, the VAT as far as it follows from the records, and who is asked to approve.
    Called again it writes nothing that is in a payout already. Read the records before you commit them.
    """
    handbook = opened(root, as_of)
    last = _through(handbook, through)
    refuse_tomorrow(handbook)
    refuse_unless_whole(handbook, (), "no payout is proposed")
    analysis, program = handbook.current.analysis, program_of(handbook)
    preparer = colleague(handbook, by or usual_preparer(analysis.book, analysis.as_of), "payout_preparer")
    # Looked at from an earlier day, payouts prepared since then settle their lines all the same.
    ledger = replace(analysis.ledger, settled=settled_by(handbook.current.book))
    days = days_of_payment(program, analysis.as_of, last)
    if not days:
        upcoming = next_run(program, analysis.as_of)
        click.echo(f"No run lies between {analysis.as_of} and {last}; the next one is on {upcoming}.")
        return
    book = replace(analysis.book, payouts=handbook.current.book.payouts)
    found = proposals(book, ledger, program, analysis.as_of, last, preparer)
    for proposal in found:
        path = KINDS["payout"].path(proposal.id)
        if not dry_run:
            sentence = payout_sentence(proposal.payout, handbook.language)
            path = write_record(handbook.root, proposal.id, proposal.payout, sentence)
        click.echo(_told(path, proposal))
    click.echo(_summed_up(found, days[-1], dry_run))
    runs = runs_due(book, ledger, analysis.as_of, days[-1])
    for balance in _carried(runs):
        click.echo(f"Carried: {balance.partner}, {balance.direction}, {balance.total}: {_why(balance)}.")
    for one in held_lines(book, ledger, days[-1]):
        click.echo(f"Held: {one.line.id}, {one.line.amount}: {visible(one.hold.reason)}.")


def _through(handbook: Handbook, through: date | None) -> date:
    """The last day looked at; by default the next run's."""
    as_of, program = handbook.current.as_of, handbook.current.book.program
    if through is None:
        return next_run(program.record if program is not None else None, as_of)
    if through < as_of:
        raise click.BadParameter(f"{through} lies before {as_of}, the day looked from", param_hint="--through")
    return through


def _carried(runs: Sequence[Run]) -> list[Balance]:
    """Balances that are due by the last day and not paid."""
    return [balance for balance in runs[-1].balances if balance.verdict != "ready"] if runs else []


def _why(balance: Balance) -> str:
    return "it is earned back first" if balance.verdict == "negative" else f"the minimum is {balance.minimum}"


def _since(balance: Balance) -> date:
    return min(line.due for line in balance.lines if line.due is not None)


def _told(path: str, proposal: Proposal) -> str:
    payout = proposal.payout
    approvers = [person for person in (payout.approver, payout.second_approver) if person is not None]
    count = f"{len(payout.lines)} {'line' if len(payout.lines) == 1 else 'lines'}"
    asked = f", to be approved by {' and '.join(approvers)}" if approvers else ""
    lines = [path, f"  {payout.total} {payout.direction}, {count}{asked}"]
    return "\n".join([*lines, *(f"  note: {_GAPS[gap]}" for gap in proposal.gaps)])


def _summed_up(found: Sequence[Proposal], run: date, dry_run: bool) -> str:
    if not found:
        return f"Nothing is due by {run} that is not in a payout already."
    sums = [
        f"{total} {direction}"
        for direction in ("payable", "receivable")
        for total in add_up(proposal.payout.total for proposal in found if proposal.payout.direction == direction)
    ]
    count = f"{len(found)} {'payout' if len(found) == 1 else 'payouts'}"
    return f"{count} {'would be written' if dry_run else 'written'}: {', '.join(sums)}."


def _as_table(as_of: date, through: date, runs: Sequence[Run], held: Iterable[Held]) -> str:
    from partnerbook.shell.plain_tables import as_text
    from partnerbook.site.reports.plain import NONE, PlainReport, PlainTable

    rows = [
        (balance.partner, balance.direction, str(balance.total), str(_since(balance)), str(run.paid), "ready")
        for run in runs
        for balance in run.balances
        if balance.verdict == "ready"
    ]
    rows += [
        (
            balance.partner,
            balance.direction,
            str(balance.total),
            str(_since(balance)),
            NONE,
            f"carried: {_why(balance)}",
        )
        for balance in _carried(runs)
    ]
    stopped = tuple(
        (one.line.partner, one.line.direction, str(one.line.amount), str(one.line.due), one.line.id, one.hold.reason)
        for one in held
    )
    columns = ("Partner", "Direction", "Amount", "Due since")
    tables = [
        PlainTable(
            "In no payout yet", (*columns, "Run", "State"), tuple(rows), frozenset({2}), () if rows else ("Nothing.",)
        )
    ]
    if stopped:
        tables.append(PlainTable("Held", (*columns, "Line", "Why"), stopped, frozenset({2})))
    return as_text(PlainReport(f"Due through {through}, as of {as_of}", tuple(tables)))


def _as_json(through: date, runs: Sequence[Run], held: Iterable[Held]) -> dict[str, Json]:
    ready = [(run, balance) for run in runs for balance in run.balances if balance.verdict == "ready"]
    return {
        "through": str(through),
        "due": [_balance(balance) | {"run": str(run.paid)} for run, balance in ready],
        "carried": [_balance(balance) | {"reason": balance.verdict} for balance in _carried(runs)],
        "held": [
            {"partner": one.line.partner, "direction": one.line.direction}
            | _line(one.line)
            | {"since": str(one.hold.since), "reason": one.hold.reason}
            for one in held
        ],
    }


def _balance(balance: Balance) -> dict[str, Json]:
    return {
        "partner": balance.partner,
        "direction": balance.direction,
        "total": str(balance.total),
        "since": str(_since(balance)),
        "minimum": str(balance.minimum) if balance.minimum is not None else None,
        "lines": [_line(line) for line in balance.lines],
        "set_off": [_line(line) for line in balance.set_off],
    }


def _line(line: Line) -> dict[str, Json]:
    return {"line": line.id, "amount": str(line.amount), "due": str(line.due)}
