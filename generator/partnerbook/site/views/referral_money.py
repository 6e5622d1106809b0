"""The money of a referral's page: every line with its reason, what earned nothing, and what it comes to."""

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.core.book import Entry
from partnerbook.core.referral import Referral
from partnerbook.site.context import Context, Here
from partnerbook.site.ledger.why import Why, WhyBalance, WhyLine, why
from partnerbook.site.values import Link, MoneyText
from partnerbook.site.views.money_rows import LineRow, line_rows


class ExplainedLine(Struct, frozen=True):
    """A line, how far it has come, and every step to its amount."""

    row: LineRow
    progress: str
    steps: tuple[str, ...]


class BalanceRow(Struct, frozen=True):
    """What a referral comes to with one partner, in one direction and currency."""

    partner: Link
    direction: str
    earned: MoneyText
    taken_back: MoneyText
    settled: MoneyText
    open: MoneyText


class ReferralMoney(Struct, frozen=True):
    """Everything the money section shows."""

    lines: tuple[ExplainedLine, ...]
    nothing: tuple[str, ...]
    subcontracts: tuple[str, ...]
    agreement: tuple[str, ...]
    balances: tuple[BalanceRow, ...]


def referral_money(context: Context, here: Here, entry: Entry[Referral]) -> ReferralMoney:
    """The money of one referral."""
    found = why(here.edition, context.analysis, entry, context.progress, context.ledger_names)
    return ReferralMoney(
        lines=_lines(context, here, found),
        nothing=tuple(one.words for one in found.nothing),
        subcontracts=tuple(one.words for one in found.subcontracts),
        agreement=(*found.choice, *found.special),
        balances=tuple(_balance(here, one) for one in found.balances),
    )


def _lines(context: Context, here: Here, found: Why) -> tuple[ExplainedLine, ...]:
    rows = line_rows(context, here, (one.line for one in found.lines))
    return tuple(_explained(context, here, row, one) for row, one in zip(rows, found.lines, strict=True))


def _explained(context: Context, here: Here, row: LineRow, one: WhyLine) -> ExplainedLine:
    """A line by its event, and by its partner where several share the referral."""
    line, names = one.line, context.ledger_names
    referral = names.referral(line.referral)
    event = names.event(here.edition, line.referral, line.event)
    if referral is not None and referral.partner != line.partner:
        event = f"{event} · {names.partner(line.partner)}"
    return ExplainedLine(replace(row, link=Link(event)), one.progress, (*one.steps, *one.lost))


def _balance(here: Here, one: WhyBalance) -> BalanceRow:
    money = here.edition.money
    return BalanceRow(
        here.record("partner", one.partner),
        here.label("payout_direction", one.direction),
        money(one.earned),
        money(one.taken_back),
        money(one.settled),
        money(one.open),
    )
