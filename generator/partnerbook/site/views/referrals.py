"""Lists of referrals: the pipeline, what was decided by state, and a table by partner."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from partnerbook.analysis.states import is_open
from partnerbook.core.book import Entry
from partnerbook.core.referral import OUTCOMES, Referral
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.values import Filter, Link, Tone
from partnerbook.site.views.common import choices, ratio, sums
from partnerbook.site.views.log_referral import PAGE as LOG_REFERRAL
from partnerbook.site.views.referral_rows import Row, row

OPEN_STATES = ("received", "acknowledged", "contacted", "qualified", "meeting", "proposal")


class Stage(Struct, frozen=True):
    """One stage of the pipeline, or one way a referral ended."""

    count: str
    label: str
    share: int
    tone: Tone
    note: str
    href: str


class PartnerRow(Struct, frozen=True):
    """One partner's referrals in figures."""

    partner: Link
    received: str
    won: str
    conversion: str
    cash: str
    sent: str
    sent_won: str
    open: str


class ReferralList(Struct, frozen=True):
    """A page with a list of referrals."""

    title: str
    lede: str
    stages: tuple[Stage, ...]
    decided: tuple[Stage, ...]
    filters: tuple[Filter, ...]
    rows: tuple[Row, ...]
    partners: tuple[PartnerRow, ...]
    log: Link


def state_page(state: str) -> str:
    """The page that lists decided referrals of one state."""
    return f"referrals/{state}.md"


def pipeline(context: Context, here: Here) -> ReferralList:
    """Open referrals, the way to the decided ones, and every partner in a line."""
    analysis = context.analysis
    entries = [e for e in _latest_first(context) if is_open(analysis.referral_state[e.id])]
    lede = here.edition.ngettext(
        "%(number)s referral is open. Whoever referred it hears of every step.",
        "%(number)s referrals are open. Whoever referred one hears of every step.",
        len(entries),
    ) % {"number": here.edition.number(len(entries))}
    rows = tuple(row(here, entry) for entry in entries)
    return ReferralList(
        here._("Referrals"),
        lede,
        _stages(context, here, OPEN_STATES),
        _stages(context, here, OUTCOMES),
        _filters(here, rows),
        rows,
        _by_partner(context, here),
        _log(here),
    )


def decided(context: Context, here: Here, state: str) -> ReferralList:
    """Every referral that ended one way."""
    entries = [e for e in _latest_first(context) if context.analysis.referral_state[e.id] == state]
    rows = tuple(row(here, entry) for entry in entries)
    title = here._("Referrals: %(state)s") % {"state": here.label("referral_state", state)}
    lede = here.edition.ngettext(
        "%(number)s referral, the latest first.", "%(number)s referrals, the latest first.", len(entries)
    ) % {"number": here.edition.number(len(entries))}
    return ReferralList(title, lede, (), _stages(context, here, OUTCOMES), _filters(here, rows), rows, (), _log(here))


def _log(here: Here) -> Link:
    return here.link(here._("Log a referral"), LOG_REFERRAL)


def _latest_first(context: Context) -> Iterable[Entry[Referral]]:
    return reversed(tuple(context.analysis.book.referrals.values()))


def _stages(context: Context, here: Here, states: tuple[str, ...]) -> tuple[Stage, ...]:
    found = Counter[str](context.analysis.referral_state.values())
    counts = {state: found[state] for state in states}
    most = max(*counts.values(), 1)
    tones: dict[str, Tone] = {"won": "good", "lost": "bad", "declined": "warn", "withdrawn": "calm"}
    return tuple(
        Stage(
            count=here.edition.number(count),
            label=here.label("referral_state", state),
            share=count * 100 // most,
            tone=tones.get(state, "info"),
            note="",
            href=here.href(state_page(state)) if state in OUTCOMES else "",
        )
        for state, count in counts.items()
    )


def _filters(here: Here, rows: tuple[Row, ...]) -> tuple[Filter, ...]:
    filters = (
        choices("status", here._("Status"), ((line.keys["status"], line.status.label) for line in rows)),
        choices("partner", here._("Partner"), ((line.keys["partner"], line.partner.label) for line in rows)),
        choices("direction", here._("Direction"), ((line.keys["direction"], line.direction) for line in rows)),
    )
    return tuple(found for found in filters if len(found.options) > 1)


def _by_partner(context: Context, here: Here) -> tuple[PartnerRow, ...]:
    e = here.edition
    rows = []
    for key, entry in sorted(context.analysis.book.partners.items(), key=lambda pair: pair[1].record.name.casefold()):
        tally = context.analysis.tallies[key]
        if tally.received.total or tally.sent.total:
            rows.append(
                PartnerRow(
                    here.link(entry.record.name, page_of("partner", key), "referrals"),
                    e.number(tally.received.total),
                    e.number(tally.received.won),
                    ratio(e, tally.received.conversion),
                    sums(e, tally.received.cash),
                    e.number(tally.sent.total),
                    e.number(tally.sent.won),
                    e.number(tally.received.open + tally.sent.open),
                )
            )
    return tuple(rows)
