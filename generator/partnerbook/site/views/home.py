"""Home: what needs attention, the program in figures, the hot opportunity, what came in last."""

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.states import is_open
from partnerbook.analysis.tallies import Ratio, add_up
from partnerbook.core.finding import Finding
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.values import Day, Link, MoneyText, Notice, Pill, Tile
from partnerbook.site.views.common import notice, ratio, sums
from partnerbook.site.views.hot_opportunity import NEWS, HotOpportunity, hot_opportunity
from partnerbook.site.views.log_referral import PAGE as LOG_REFERRAL
from partnerbook.site.views.my_week import WeekRow, week_rows
from partnerbook.site.views.referral_rows import Row, row

_MOST_NOTICES = 8
_LATEST = 10


class PayoutLine(Struct, frozen=True):
    """A payout record that is not closed yet."""

    partner: Link
    direction: str
    due: Link
    state: Pill
    amount: MoneyText


class RenewalLine(Struct, frozen=True):
    """An agreement that needs a decision soon."""

    link: Link
    partner: str
    until: str


class Home(Struct, frozen=True):
    """The first page."""

    program: str
    lede: str
    as_of: Day
    tiles: tuple[Tile, ...]
    attention: tuple[Notice, ...]
    attention_count: int
    attention_more: Link | None
    owners: tuple[WeekRow, ...]
    money: tuple[PayoutLine, ...]
    renewals: tuple[RenewalLine, ...]
    hot: HotOpportunity | None
    news: Link
    latest: tuple[Row, ...]
    log: Link


def home(context: Context, here: Here) -> Home:
    """The first page of the handbook."""
    findings = sorted(context.findings, key=lambda finding: (finding.severity.rank, finding.order))
    program = context.program
    more = len(findings) - _MOST_NOTICES
    return Home(
        program=program.name if program else here._("Partner program"),
        lede=program.firm.pitch if program else "",
        as_of=here.edition.day(context.as_of),
        tiles=_tiles(context, here),
        attention=tuple(_with_place(here, finding) for finding in findings[:_MOST_NOTICES]),
        attention_count=len(findings),
        attention_more=here.link(
            here.edition.ngettext("%(number)s more", "%(number)s more", more) % {"number": here.edition.number(more)},
            "reference/problems.md",
        )
        if more > 0
        else None,
        owners=week_rows(context, here),
        money=_open_payouts(context, here),
        renewals=_renewals(context, here),
        hot=hot_opportunity(context, here),
        news=here.link(here._("Text for partners, and news"), NEWS),
        latest=tuple(
            row(here, entry) for entry in reversed(tuple(context.analysis.book.referrals.values())[-_LATEST:])
        ),
        log=here.link(here._("Log a referral"), LOG_REFERRAL),
    )


def _with_place(here: Here, finding: Finding) -> Notice:
    found = notice(here, finding)
    return replace(found, meta=f"{finding.path}:{finding.position.line}")


def _tiles(context: Context, here: Here) -> tuple[Tile, ...]:
    e, analysis = here.edition, context.analysis
    active = sum(status == "active" for status in analysis.partner_status.values())
    flows = [tally.received for tally in analysis.tallies.values()]
    conversion = Ratio(sum(flow.conversion.part for flow in flows), sum(flow.conversion.whole for flow in flows))
    open_referrals = sum(is_open(state) for state in analysis.referral_state.values())
    cash = add_up(money for flow in flows for money in flow.cash)
    home_currency = context.program.currency if context.program else ""
    booked = tuple(
        money for money in add_up(m for flow in flows for m in flow.booked) if money.currency == home_currency
    )
    return (
        Tile(
            here._("Active partners"),
            e.number(active),
            here._("of %(all)s known") % {"all": e.number(len(analysis.partner_status))},
            here.href("partners/index.md"),
        ),
        Tile(
            here._("Open referrals"),
            e.number(open_referrals),
            here._("of %(all)s in all") % {"all": e.number(len(analysis.referral_state))},
            here.href("referrals/index.md"),
        ),
        Tile(
            here._("Won of those received"),
            e.number(sum(flow.won for flow in flows)),
            ratio(e, conversion),
            here.href("referrals/won.md"),
        ),
        Tile(
            here._("Cash received through partners"),
            sums(e, tuple(money for money in cash if money.currency == home_currency)),
            " · ".join(
                [
                    here._("booked %(value)s") % {"value": sums(e, booked)},
                    *(
                        here._("and %(value)s in cash") % {"value": e.whole_money(money).text}
                        for money in cash
                        if money.currency != home_currency
                    ),
                ]
            ),
        ),
    )


def _open_payouts(context: Context, here: Here) -> tuple[PayoutLine, ...]:
    states = context.analysis.payout_state
    return tuple(
        PayoutLine(
            here.record("partner", entry.record.partner),
            here.label("payout_direction", entry.record.direction),
            here.link(here.edition.day(entry.record.run).text, page_of("payout", entry.id)),
            here.pill("payout_state", states[entry.id]),
            here.edition.money(entry.record.total),
        )
        for entry in context.analysis.book.payouts.values()
        if states[entry.id] in ("prepared", "approved", "part_paid")
    )


def _renewals(context: Context, here: Here) -> tuple[RenewalLine, ...]:
    found = []
    for entry in context.analysis.book.agreements.values():
        if context.analysis.agreement_state[entry.id] == "expiring":
            end = context.term_end(entry)
            names = here.edition.listing(context.partner_names.get(key, key) for key in entry.record.partners)
            if end is not None:
                link = here.link(entry.id, page_of("agreement", entry.id))
                found.append((end, RenewalLine(link, names, here.edition.day(end).text)))
    return tuple(line for _, line in sorted(found, key=lambda pair: (pair[0], pair[1].partner)))
