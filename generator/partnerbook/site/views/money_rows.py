"""Ledger lines as rows: what, for whom, how far it has come, and the explanation below it."""

from collections.abc import Iterable

from msgspec import Struct

from partnerbook.analysis.ledger.line import Line
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.ledger.words import explain, kind_in_words
from partnerbook.site.values import Day, Link, MoneyText, Pill


class LineRow(Struct, frozen=True):
    """One line of the ledger with the sentence that explains it."""

    key: str
    link: Link
    kind: str
    booked: Day
    due: Day | None
    state: Pill | None
    amount: MoneyText
    explanation: str


def line_rows(context: Context, here: Here, lines: Iterable[Line]) -> tuple[LineRow, ...]:
    """Lines in the order given."""
    return tuple(_row(context, here, line) for line in lines)


def _row(context: Context, here: Here, line: Line) -> LineRow:
    state = context.line_states.get(line.id)
    return LineRow(
        key=line.id,
        link=_source(context, here, line),
        kind=kind_in_words(here.edition, line.kind),
        booked=here.edition.day(line.booked),
        due=here.edition.day(line.due) if line.due and not line.kept else None,
        state=here.pill("line_state", state) if state else None,
        amount=here.edition.money(line.amount),
        explanation=explain(here.edition, line, context.ledger_names),
    )


def _source(context: Context, here: Here, line: Line) -> Link:
    """The referral a line comes from, by its client; or the payout that brought it."""
    if line.payout:
        return here.link(line.payout, payout_page_of(line.payout))
    referral = context.analysis.book.referrals.get(line.referral)
    if referral is None:
        return Link(line.referral)
    client = context.analysis.book.clients.get(referral.record.client)
    title = client.record.name if client is not None else referral.record.client
    return here.link(title, page_of("referral", line.referral))


def payout_page_of(key: str) -> str:
    """The page of a payout."""
    return page_of("payout", key)
