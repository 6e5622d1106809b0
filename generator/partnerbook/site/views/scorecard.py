"""A partner's scorecard: points and what they rest on, the way so far, deadlines, what to do, give and take."""

from collections.abc import Mapping

from msgspec import Struct

from partnerbook.analysis.metrics.definitions import DEFINITIONS
from partnerbook.analysis.metrics.figure import Figure
from partnerbook.analysis.metrics.windows import last_quarters
from partnerbook.analysis.partnerships import Partnership
from partnerbook.analysis.scorecard import Component, Rated
from partnerbook.core.dates import Period
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.reports.health import component_in_words, worst_first
from partnerbook.site.values import Link, Notice, Pill, Tile, Tone
from partnerbook.site.views.due_rows import DueRow, due_row, person_link, record_link, remedies, scorecard_of
from partnerbook.site.views.partner import ActivityRow, activity_rows
from partnerbook.site.views.partners import pills_of
from partnerbook.site.views.referral_rows import Row, row
from partnerbook.site.words.figures import decimal, percent, rests_on, shown, told
from partnerbook.site.words.scorecard import (
    COMPONENTS,
    change,
    early,
    points,
    scale_in_words,
    trend,
    verdict,
    why_no_points,
)


class RatedLine(Struct, frozen=True):
    """One figure of a component: what it says, and how its points follow."""

    title: Link
    told: str
    points: str
    scale: str
    records: tuple[Link, ...]


class ComponentRow(Struct, frozen=True):
    """A component as a bar; `weight` says what it counts for here."""

    title: str
    share: int
    tone: Tone
    points: str
    weight: str
    lines: tuple[RatedLine, ...]


class FigureRow(Struct, frozen=True):
    """A figure over the last quarters and 12 months."""

    title: Link
    quarters: tuple[str, ...]
    year: str
    basis: str


class ScorecardPage(Struct, frozen=True):
    """Everything a partner's scorecard shows."""

    name: str
    partner: Link
    owner: Link
    pills: tuple[Pill, ...]
    early: str
    tiles: tuple[Tile, ...]
    components: tuple[ComponentRow, ...]
    remedies: tuple[Notice, ...]
    deadlines: tuple[DueRow, ...]
    quarters: tuple[str, ...]
    course: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    received: tuple[Row, ...]
    sent: tuple[Row, ...]
    activities: tuple[ActivityRow, ...]


def scorecard_page(context: Context, here: Here, one: Partnership) -> ScorecardPage:
    """The scorecard of one partner."""
    e, entry = here.edition, context.analysis.book.partners[one.partner]
    card, health = one.scorecard, context.standing.health
    quarters = last_quarters(context.as_of)
    referrals = context.referrals_of.get(one.partner, ())
    reason = early(e, card, health)
    return ScorecardPage(
        name=entry.record.name,
        partner=here.link(here._("One-pager"), page_of("partner", one.partner)),
        owner=person_link(here, entry.record.owner),
        pills=(verdict(e, card), *pills_of(here, entry)),
        early=here._("Too early to say: %(why)s.") % {"why": reason} if reason else "",
        tiles=_tiles(here, one),
        components=tuple(_component(here, one.partner, component) for component in card.components),
        remedies=remedies(here, one.remedies),
        deadlines=tuple(due_row(here, known) for known in context.running_of.get(one.partner, ())),
        quarters=tuple(e.period(Period.quarter_of(window.first)) for window in quarters),
        course=tuple(points(e, earlier) for earlier in one.earlier),
        figures=figure_rows(
            here,
            tuple(context.analysis.metrics.partner(one.partner, window) for window in quarters),
            one.figures,
        ),
        received=tuple(row(here, known) for known in referrals if known.record.direction == "received"),
        sent=tuple(row(here, known) for known in referrals if known.record.direction == "sent"),
        activities=activity_rows(context, here, entry),
    )


def _tiles(here: Here, one: Partnership) -> tuple[Tile, ...]:
    e, card = here.edition, one.scorecard
    weakest = component_in_words(e, card.worst) if card.worst is not None and card.points is not None else "–"
    received, sent = one.figures["referrals_received"], one.figures["referrals_sent"]
    tone: Tone = verdict(e, card).tone
    moved = change(e, one.trend) if one.trend is not None else "–"
    return (
        Tile(here._("Points"), points(e, card), verdict(e, card).label, tone=tone),
        Tile(
            here._("Trend"), moved, here._("since %(day)s") % {"day": e.day(one.trend.since).text} if one.trend else ""
        ),
        Tile(here._("Weakest"), weakest),
        Tile(
            here._("Received and sent"),
            f"{shown(e, received)} : {shown(e, sent)}",
            here._("in the last 12 months"),
            href="#give-and-take",
        ),
    )


def _component(here: Here, partner: str, component: Component) -> ComponentRow:
    e, health = here.edition, here.context.standing.health
    value = decimal(component.points) if component.points is not None else None
    tone: Tone = "calm"
    if value is not None:
        tone = "good" if value >= health.healthy_from else "bad" if value < health.at_risk_below else "warn"
    weight = here._("weighs %(weight)s, counts for %(share)s") % {
        "weight": e.number(component.weight),
        "share": percent(e, component.share),
    }
    if value is None:
        weight = here._("weighs %(weight)s, dropped out") % {"weight": e.number(component.weight)}
    return ComponentRow(
        here._(COMPONENTS[component.key]),
        int(value) if value is not None else 0,
        tone,
        e.number(value) if value is not None else "–",
        weight,
        tuple(_rated(here, partner, rated) for rated in component.rated),
    )


def _rated(here: Here, partner: str, rated: Rated) -> RatedLine:
    e, figure = here.edition, rated.figure
    title = definition_link(here, figure.key)
    if rated.points is None:
        return RatedLine(title, why_no_points(e, rated), "–", "", ())
    names = (record_link(here, source, source.partition("/")[2], partner) for source in rated.sources)
    return RatedLine(
        title,
        told(e, figure),
        e.number(decimal(rated.points, 1).normalize() + 0),
        scale_in_words(e, rated.scale, figure.unit),
        tuple(names),
    )


def definition_link(here: Here, key: str) -> Link:
    """A figure's title, which leads to its definition."""
    return here.link(here._(DEFINITIONS[key].title), "health.md", f"figure-{key.replace('_', '-')}")


def figure_rows(
    here: Here, quarters: tuple[Mapping[str, Figure], ...], year: Mapping[str, Figure]
) -> tuple[FigureRow, ...]:
    """Figures that say anything at all, by the quarters and over 12 months; those about one of several are left out."""
    e, rows = here.edition, []
    for name, figure in year.items():
        known = [figures[name] for figures in quarters if name in figures]
        if figure.about or len(known) < len(quarters) or not (figure.sample or any(one.sample for one in known)):
            continue
        rows.append(
            FigureRow(
                definition_link(here, figure.key),
                tuple(shown(e, one) for one in known),
                shown(e, figure),
                rests_on(e, figure),
            )
        )
    return tuple(rows)


class CardRow(Struct, frozen=True):
    """A scorecard in a line."""

    link: Link
    tier: str
    points: str
    verdict: Pill
    trend: str
    weakest: str
    first: str


def card_rows(context: Context, here: Here) -> tuple[CardRow, ...]:
    """All scorecards, the worst first."""
    e = here.edition
    rows = []
    for one in worst_first(tuple(context.partnerships.values())):
        card = one.scorecard
        tier = context.analysis.tiers.get(one.partner)
        notices = remedies(here, one.remedies[:1])
        rows.append(
            CardRow(
                here.link(context.partner_names[one.partner], scorecard_of(one.partner)),
                here.name("tier", tier) if tier is not None else "",
                points(e, card),
                verdict(e, card),
                trend(e, one.trend),
                component_in_words(e, card.worst) if card.worst is not None and card.points is not None else "–",
                str(notices[0].title) if notices else "",
            )
        )
    return tuple(rows)
