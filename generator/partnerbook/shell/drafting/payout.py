"""A new payout by hand: the lines named, or all that are due; amounts, VAT and approvers follow from the records."""

from datetime import date

import click
from msgspec.structs import replace

from partnerbook.analysis.dues import Balance, balances_due, next_run, open_lines, total_of
from partnerbook.analysis.ledger.line import Ledger, Line
from partnerbook.analysis.ledger.settlements import settled_by
from partnerbook.analysis.proposals import payout_id, proposal_of, usual_preparer
from partnerbook.core.payout import Payout, Prepared
from partnerbook.rules import check
from partnerbook.shell.drafting.asking import Asker
from partnerbook.shell.drafting.draft import Draft
from partnerbook.shell.drafting.known import known_entry, unknown
from partnerbook.shell.drafting.others import Given
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.new_records import colleague, payout_sentence, program_of, refuse_tomorrow, refuse_unless_whole

DIRECTIONS = ("payable", "receivable")


def payout_draft(handbook: Handbook, given: Given, ask: Asker) -> Draft:
    """The draft of a payout.

    Raises:
        UsageError: for what is missing, and for partners and lines that the handbook does not know.
        ClickException: where nothing is due, a line is paid already, or the records cannot all be read.
    """
    if given["partner"] is not None:
        known_entry(handbook, "partner", given["partner"], "--partner")
    book = handbook.current.book
    partner = ask.one(given["partner"], "--partner", "Partner", tuple(book.partners))
    direction = ask.one(
        given["direction"], "--direction", "Direction: do we pay, or does the partner", DIRECTIONS, "payable"
    )
    ask.done()
    refuse_tomorrow(handbook)
    whole = replace(handbook, findings=check(handbook.current, handbook.findings))
    refuse_unless_whole(whole, (), "no payout is written")
    analysis, program = handbook.current.analysis, program_of(handbook)
    preparer = colleague(handbook, given["by"] or usual_preparer(analysis.book, analysis.as_of), "payout_preparer")
    run: date = given["run"] or next_run(program, analysis.as_of)
    ledger = replace(analysis.ledger, settled=settled_by(book))
    if given["lines"]:
        balance = _named(ledger, partner, direction, given["lines"])
    else:
        balance = _due(handbook, ledger, partner, direction, run)
    currencies = {key: entry.record.total.currency for key, entry in book.payouts.items()}
    key = given["key"] or payout_id(run, balance, set(book.payouts), currencies)
    proposal = proposal_of(key, balance, analysis.book, program, run, Prepared(on=analysis.as_of, by=preparer))
    payout: Payout = proposal.payout.model_copy(update={"reason": given["reason"]})
    written = {name: getattr(payout, name) for name in Payout.model_fields}
    return Draft("payout", key, written, given["note"] or payout_sentence(payout, handbook.language))


def _named(ledger: Ledger, partner: str, direction: str, ids: tuple[str, ...]) -> Balance:
    """The balance of the lines named: they must be open, and of this partner and direction."""
    by_id: dict[str, Line] = {line.id: line for line in open_lines(ledger) if line.partner == partner}
    lines = []
    for id_ in dict.fromkeys(ids):
        if id_ in ledger.settled:
            raise click.ClickException(f"the line {id_} is in the payout {ledger.settled[id_][0]} already")
        if id_ not in by_id:
            raise click.BadParameter(unknown("the line", id_, by_id), param_hint="--line")
        if by_id[id_].direction != direction:
            raise click.BadParameter(f"the line {id_} is {by_id[id_].direction}", param_hint="--line")
        lines.append(by_id[id_])
    currencies = {line.amount.currency for line in lines}
    if len(currencies) > 1:
        raise click.BadParameter(f"the lines are in {' and '.join(sorted(currencies))}", param_hint="--line")
    (currency,) = currencies
    return Balance(partner, lines[0].direction, currency, tuple(lines), total_of(lines, currency))


def _due(handbook: Handbook, ledger: Ledger, partner: str, direction: str, run: date) -> Balance:
    """All that is due by a run; where several currencies are, the first."""
    found = [
        balance
        for balance in balances_due(handbook.current.book, ledger, run)
        if (balance.partner, balance.direction) == (partner, direction)
    ]
    ready = next((balance for balance in found if balance.verdict == "ready"), None)
    if ready is None:
        carried = f"; {found[0].total} is carried" if found else ""
        raise click.ClickException(f"nothing {direction} is ready for {partner} by {run}{carried}; name a --line")
    return ready
