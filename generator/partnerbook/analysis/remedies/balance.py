"""Give and take: uneven flows, silence, goals that will not be met, partners in the wrong tier (DOMAIN 10, 12, 13)."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from partnerbook.analysis.deadlines import CONTACT
from partnerbook.analysis.metrics.figure import Figure
from partnerbook.analysis.remedies.model import Case, Remedy, remedy
from partnerbook.analysis.states import tier_entry
from partnerbook.core.dates import add_months, months_between
from partnerbook.core.money import Money
from partnerbook.core.program import Tier
from partnerbook.core.program_figures import Health

MONTHS_IN_TIER = 12
"""Months in a tier after which a partner that does not belong there is told so: a year of its figures."""

ANY_DAY = 1
"""So many referrals that are missing may still come any day."""


@remedy(
    "uneven_flow",
    source="DOMAIN 13",
    why="One side gives and the other takes: unspoken, it ends a partnership in about a year and a half.",
)
def uneven_flow(case: Case) -> Iterator[Remedy]:
    health = case.program.health
    received, sent = case.counted("referrals_received"), case.counted("referrals_sent")
    if not _is_uneven(received, sent, health):
        return
    months = months_uneven(case.days("received"), case.days("sent"), case.as_of, health)
    yield case.remedy(
        "act",
        sources=case.sources("referrals_received", "referrals_sent"),
        sent=sent,
        received=received,
        months=months,
        fatal=health.uneven_fatal_months,
        since=add_months(case.as_of, -months),
        variant="we_give" if sent > received else "they_give",
    )


def months_uneven(received: Sequence[date], sent: Sequence[date], as_of: date, health: Health) -> int:
    """For how many whole months each look back over 12 months has been uneven without a break; days are sorted."""
    months = 0
    while True:
        last = add_months(as_of, -months - 1)
        first = add_months(last, -12)
        counts = [bisect_right(days, last) - bisect_right(days, first) for days in (received, sent)]
        if not _is_uneven(counts[0], counts[1], health):
            return months
        months += 1


def _is_uneven(received: int, sent: int, health: Health) -> bool:
    fewer, more = sorted((received, sent))
    return more > fewer and received + sent >= max(health.uneven_flows, 1) and more >= health.uneven_ratio * fewer


@remedy(
    "drift",
    source="DOMAIN 13",
    why="A partnership without a word in either direction is over without anybody having said so.",
)
def drift(case: Case) -> Iterator[Remedy]:
    flows = case.days("received") + case.days("sent")
    contacts = [day for day, _ in case.held(*CONTACT)]
    last = max([case.since, *flows, *contacts])
    months = months_between(last, case.as_of)
    if months >= case.program.health.silent_months:
        # Silence leaves no record but the partner's own.
        yield case.remedy("act", case.as_of, sources=(case.partner.key,), last=last, months=months)


@remedy(
    "goal_out_of_reach",
    source="DOMAIN 10.1",
    why="A goal that is missed in silence was none; in autumn there is still time to change it or to meet it.",
)
def goal_out_of_reach(case: Case) -> Iterator[Remedy]:
    year = date(case.as_of.year, 1, 1)
    gone = (case.as_of - year).days + 1
    whole = (date(case.as_of.year, 12, 31) - year).days + 1
    goal = next((one for one in case.partner.record.goals if one.year == case.as_of.year), None)
    # Before half of the year is over, its pace says little.
    if goal is None or 2 * gone < whole:
        return
    for name, agreed in (("received", goal.received), ("sent", goal.sent), ("revenue", goal.revenue)):
        figure = case.year.get(f"goal_{name}")
        pace = figure.exact if figure is not None else None
        if figure is None or pace is None or pace >= case.program.health.goal_reach.exact:
            continue
        actual = _whole(figure)
        if isinstance(agreed, int) and isinstance(actual, int) and agreed - actual <= ANY_DAY:
            continue
        yield case.remedy(
            "watch",
            sources=(*figure.sources, case.partner.key),
            variant=name,
            actual=actual,
            goal=agreed,
            pace=pace,
            year=case.as_of.year,
        )


def _whole(figure: Figure) -> int | Money:
    return figure.numerator if isinstance(figure.numerator, Money) else int(figure.numerator)


@remedy(
    "promote",
    source="DOMAIN 12.1",
    why="Who does as much as the partners above is due their terms, and stays for them.",
)
def promote(case: Case) -> Iterator[Remedy]:
    higher = _tier(case, -1)
    if higher is None or not _asks_anything(higher) or not all(_meets(case, higher)):
        return
    yield case.remedy(
        "chance",
        sources=case.sources("referrals_received", "revenue"),
        tier=higher.key,
        now=case.tier,
        received=case.counted("referrals_received"),
        revenue=_revenue(case),
        referrals_from=higher.referrals_from,
        revenue_from=higher.revenue_from,
    )


@remedy(
    "demote",
    source="DOMAIN 12.1, 10.5",
    why="Time and the best terms belong to those who bring most; a lower tier is no farewell.",
)
def demote(case: Case) -> Iterator[Remedy]:
    tier, lower = _tier(case, 0), _tier(case, 1)
    entry = tier_entry(case.partner.record, case.as_of)
    if tier is None or lower is None or entry is None or not _asks_anything(tier):
        return
    if months_between(entry.on, case.as_of) < MONTHS_IN_TIER or any(_meets(case, tier)):
        return
    yield case.remedy(
        "watch",
        sources=(*case.sources("referrals_received", "revenue"), case.partner.key),
        tier=lower.key,
        now=tier.key,
        received=case.counted("referrals_received"),
        revenue=_revenue(case),
        referrals_from=tier.referrals_from,
        revenue_from=tier.revenue_from,
    )


def _tier(case: Case, steps: int) -> Tier | None:
    """The partner's tier, or one so many steps below it; the program lists the highest first."""
    places = [place for place, tier in enumerate(case.program.tiers) if tier.key == case.tier]
    if not places or not 0 <= places[0] + steps < len(case.program.tiers):
        return None
    return case.program.tiers[places[0] + steps]


def _asks_anything(tier: Tier) -> bool:
    return tier.referrals_from is not None or tier.revenue_from is not None


def _meets(case: Case, tier: Tier) -> Iterator[bool]:
    """Whether each thing that a tier asks for is met."""
    if tier.referrals_from is not None:
        yield case.counted("referrals_received") >= tier.referrals_from
    revenue = _revenue(case)
    if tier.revenue_from is not None:
        same = revenue is not None and revenue.currency == tier.revenue_from.currency
        yield same and revenue is not None and revenue >= tier.revenue_from


def _revenue(case: Case) -> Money | None:
    figure = case.figures.get("revenue")
    value = figure.value if figure is not None else None
    return value if isinstance(value, Money) else None
