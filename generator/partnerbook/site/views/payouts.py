"""Payouts: what is due in the next run and why, what is under way, what waits, what was paid (DOMAIN 8.4)."""

from collections.abc import Iterable

from msgspec import Struct

from partnerbook.analysis.dues import Balance, Verdict, balances_due, is_held, next_run, open_lines
from partnerbook.analysis.tallies import add_up
from partnerbook.core.book import Entry
from partnerbook.core.dates import add_months
from partnerbook.core.money import Money
from partnerbook.core.payout import Payout
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.labels import N_
from partnerbook.site.values import Day, Filter, Link, MoneyText, Pill, Tile
from partnerbook.site.views.common import choices, sums
from partnerbook.site.views.money_rows import LineRow, line_rows

_VERDICTS: dict[Verdict, str] = {
    "ready": N_("ready"),
    "below_minimum": N_("carried forward: below the minimum of %(minimum)s"),
    "negative": N_("carried forward: earned back first"),
}


class BalanceRow(Struct, frozen=True):
    """What is due between us and one partner, with every line behind it."""

    partner: Link
    direction: str
    total: MoneyText
    state: Pill
    note: str
    lines: tuple[LineRow, ...]


class PayoutRow(Struct, frozen=True):
    """A payout record in a line."""

    link: Link
    partner: Link
    direction: str
    run: Day
    state: Pill
    total: MoneyText
    keys: dict[str, str]


class HeldRow(Struct, frozen=True):
    """Money that is earned and stopped."""

    line: LineRow
    reason: str


class PayoutsPage(Struct, frozen=True):
    """The overview of payouts."""

    title: str
    lede: str
    run: str
    tiles: tuple[Tile, ...]
    due: tuple[BalanceRow, ...]
    carried: tuple[BalanceRow, ...]
    under_way: tuple[PayoutRow, ...]
    held: tuple[HeldRow, ...]
    paid: tuple[PayoutRow, ...]
    filters: tuple[Filter, ...]


def payouts_page(context: Context, here: Here) -> PayoutsPage:
    """What is due, under way, waiting and paid."""
    book, ledger = context.analysis.book, context.analysis.ledger
    run = next_run(context.program, context.as_of)
    balances = balances_due(book, ledger, run)
    ready = [balance for balance in balances if balance.verdict == "ready"]
    states = context.analysis.payout_state
    entries = list(reversed(tuple(book.payouts.values())))
    paid = tuple(payout_row(context, here, entry) for entry in entries if states[entry.id] in ("paid", "cancelled"))
    day = here.edition.long_day(run)
    return PayoutsPage(
        title=here._("Payouts"),
        lede=here._("Nobody chases their money: what is due proposes itself, and a pull request approves it."),
        run=here._("Next run on %(day)s") % {"day": day},
        tiles=_tiles(context, here, ready, entries),
        due=tuple(_balance(context, here, balance) for balance in ready),
        carried=tuple(_balance(context, here, balance) for balance in balances if balance.verdict != "ready"),
        under_way=tuple(
            payout_row(context, here, entry)
            for entry in entries
            if states[entry.id] in ("prepared", "approved", "part_paid")
        ),
        held=_held(context, here),
        paid=paid,
        filters=_filters(here, paid),
    )


def payout_row(context: Context, here: Here, entry: Entry[Payout]) -> PayoutRow:
    """A payout in a line of a list."""
    payout = entry.record
    state = context.analysis.payout_state[entry.id]
    return PayoutRow(
        here.link(here.edition.period(payout.period), page_of("payout", entry.id)),
        here.record("partner", payout.partner),
        here.label("payout_direction", payout.direction),
        here.edition.day(payout.run),
        here.pill("payout_state", state),
        here.edition.money(payout.total),
        {
            "partner": payout.partner,
            "direction": payout.direction,
            "year": str(payout.run.year),
        },
    )


def _balance(context: Context, here: Here, balance: Balance) -> BalanceRow:
    minimum = here.edition.money(balance.minimum).text if balance.minimum else ""
    note = here._(_VERDICTS[balance.verdict]) % {"minimum": minimum}
    tone = "good" if balance.verdict == "ready" else "calm"
    return BalanceRow(
        partner=here.record("partner", balance.partner),
        direction=here.label("payout_direction", balance.direction),
        total=here.edition.money(balance.total),
        state=Pill(here._("ready") if balance.verdict == "ready" else here._("carried"), tone),  # type: ignore[arg-type]
        note="" if balance.verdict == "ready" else note,
        lines=line_rows(context, here, (*balance.lines, *balance.set_off)),
    )


def _tiles(
    context: Context, here: Here, ready: Iterable[Balance], entries: Iterable[Entry[Payout]]
) -> tuple[Tile, ...]:
    e, states = here.edition, context.analysis.payout_state
    balances, records = list(ready), list(entries)
    year_ago = add_months(context.as_of, -12)

    def of(direction: str) -> tuple[Money, ...]:
        return add_up(balance.total for balance in balances if balance.direction == direction)

    under_way = [entry for entry in records if states[entry.id] in ("prepared", "approved")]
    paid = [
        entry.record.total
        for entry in records
        if entry.record.paid is not None and year_ago < entry.record.paid.on <= context.as_of
    ]
    to_pay = [balance for balance in balances if balance.direction == "payable"]
    return (
        Tile(
            here._("Due in the next run"),
            sums(e, of("payable")),
            e.ngettext("%(number)s partner", "%(number)s partners", len(to_pay)) % {"number": e.number(len(to_pay))},
            href="#due",
        ),
        Tile(
            here._("Proposed and approved"),
            sums(e, add_up(entry.record.total for entry in under_way if entry.record.direction == "payable")),
            here._("waiting for a signature or a transfer"),
            href="#under-way",
        ),
        Tile(
            here._("They owe us"),
            sums(e, context.receivable),
            here._("billed and open, and to be billed"),
            here.href("payouts/receivables.md"),
        ),
        Tile(here._("Paid in the last 12 months"), sums(e, add_up(paid)), "", href="#paid"),
    )


def _held(context: Context, here: Here) -> tuple[HeldRow, ...]:
    rows = []
    for line in open_lines(context.analysis.ledger):
        entry = context.analysis.book.referrals.get(line.referral)
        hold = entry.record.hold if entry is not None else None
        if hold is not None and is_held(hold, context.as_of):
            found = line_rows(context, here, (line,))[0]
            values = {"day": here.edition.long_day(hold.since), "reason": hold.reason}
            rows.append(HeldRow(found, here._("On hold since %(day)s: %(reason)s") % values))
    return tuple(rows)


def _filters(here: Here, rows: Iterable[PayoutRow]) -> tuple[Filter, ...]:
    several = tuple(rows)
    found = (
        choices("year", here._("Year"), ((row.keys["year"], row.keys["year"]) for row in several)),
        choices("partner", here._("Partner"), ((row.keys["partner"], row.partner.label) for row in several)),
        choices("direction", here._("Direction"), ((row.keys["direction"], row.direction) for row in several)),
    )
    return tuple(one for one in found if len(one.options) > 1)
