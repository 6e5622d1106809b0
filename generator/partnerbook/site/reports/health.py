"""How partnerships stand, in tables: all of them, or one with everything behind it."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from partnerbook.analysis import Analysis
from partnerbook.analysis.metrics.definitions import DEFINITIONS
from partnerbook.analysis.partnerships import Partnership
from partnerbook.analysis.remedies import Remedy
from partnerbook.analysis.scorecard import Component, Scorecard, Verdict
from partnerbook.core.program_figures import Health
from partnerbook.site.edition import Edition
from partnerbook.site.reports.plain import NONE, PlainReport, PlainTable
from partnerbook.site.words.deadlines import lateness, name_of, task
from partnerbook.site.words.figures import decimal, percent, rests_on, shown, told
from partnerbook.site.words.remedies import RemedyNames, sentence, title, urgency
from partnerbook.site.words.scorecard import COMPONENTS, early, points, scale_in_words, trend, verdict, why_no_points

_WORST_FIRST: tuple[Verdict, ...] = ("at_risk", "watch", "healthy", "too_early")


class Standing(Struct, frozen=True, eq=False):
    """What reports of partnerships are made from: the analysis, the thresholds and the names people read."""

    analysis: Analysis
    health: Health
    names: RemedyNames
    people: Mapping[str, str]

    @classmethod
    def of(cls, analysis: Analysis) -> "Standing":
        """The same from an analysis; without a program there are neither partnerships nor names."""
        entry = analysis.book.program
        program = entry.record if entry is not None else None
        names = RemedyNames(
            partners={key: partner.record.name for key, partner in analysis.book.partners.items()},
            services={one.key: one.name for one in program.services} if program is not None else {},
            tiers={one.key: one.name for one in program.tiers} if program is not None else {},
            clients={key: client.record.name for key, client in analysis.book.clients.items()},
        )
        people = {one.key: one.name for one in program.people} if program is not None else {}
        return cls(analysis, program.health if program is not None else Health(), names, people)


def worst_first(partnerships: Sequence[Partnership]) -> tuple[Partnership, ...]:
    """Partnerships at risk first, then by points, and what is too early to say last; equal ones by partner."""
    return tuple(
        sorted(
            partnerships,
            key=lambda one: (_WORST_FIRST.index(one.scorecard.verdict), one.scorecard.points or 0, one.partner),
        )
    )


def health_report(here: Edition, standing: Standing, partnerships: Sequence[Partnership]) -> PlainReport:
    """A line for each partnership, the worst first, and below it what to do first."""
    columns = (
        here.gettext("Partner"),
        here.gettext("Tier"),
        here.gettext("Points"),
        here.gettext("State"),
        here.gettext("Trend"),
        here.gettext("Weakest"),
    )
    rows, below = [], []
    for one in worst_first(partnerships):
        card, tier = one.scorecard, standing.analysis.tiers.get(one.partner)
        rows.append(
            (
                name_of(standing.names.partners, one.partner),
                standing.names.tiers.get(tier, tier) if tier is not None else NONE,
                points(here, card),
                verdict(here, card).label,
                trend(here, one.trend),
                component_in_words(here, card.worst) if card.worst is not None and card.points is not None else NONE,
            )
        )
        below.append(tuple(f"- {sentence(here, remedy, standing.names)}" for remedy in one.remedies[:1]))
    heading = here.gettext("Health of partnerships, as of %(day)s") % {"day": here.long_day(standing.analysis.as_of)}
    table = PlainTable(here.gettext("Partnerships"), columns, tuple(rows), frozenset({2}), (), tuple(below))
    return PlainReport(heading, (table,), (_legend(here, standing.health),))


def _legend(here: Edition, health: Health) -> str:
    return here.gettext(
        "%(healthy)s points and more are healthy, fewer than %(risk)s at risk. The points rest on the last 12 months."
    ) % {"healthy": here.number(health.healthy_from), "risk": here.number(health.at_risk_below)}


def component_in_words(here: Edition, component: Component) -> str:
    """A component with its points: Reciprocity 37."""
    number = here.number(decimal(component.points)) if component.points is not None else NONE
    return f"{here.gettext(COMPONENTS[component.key])} {number}"


def partner_report(here: Edition, standing: Standing, one: Partnership) -> PlainReport:
    """Everything behind one partnership's points, with the records each figure was counted from."""
    card, health = one.scorecard, standing.health
    heading = here.gettext("%(partner)s: %(points)s points, %(verdict)s, as of %(day)s") % {
        "partner": name_of(standing.names.partners, one.partner),
        "points": points(here, card),
        "verdict": verdict(here, card).label,
        "day": here.long_day(card.window.last),
    }
    reason = early(here, card, health)
    tables = (
        _components(here, card),
        _course(here, one),
        _figures(here, one),
        _deadlines(here, standing, one.partner),
        _remedies(here, standing, one.remedies),
    )
    notes = (here.gettext("Too early to say: %(why)s.") % {"why": reason},) if reason else ()
    return PlainReport(heading, tables, (*notes, _legend(here, health)))


def _components(here: Edition, card: Scorecard) -> PlainTable:
    columns = (
        here.gettext("Component"),
        here.gettext("Weight"),
        here.gettext("Counts for"),
        here.gettext("Points"),
        here.gettext("Adds"),
    )
    rows = tuple(
        (
            here.gettext(COMPONENTS[one.key]),
            here.number(one.weight),
            percent(here, one.share) if one.share else NONE,
            here.number(decimal(one.points, 1)) if one.points is not None else NONE,
            here.number(decimal(one.contribution, 1)) if one.points is not None else NONE,
        )
        for one in card.components
    )
    below = tuple(tuple(_behind(here, one)) for one in card.components)
    note = here.gettext("What has no figure drops out, and the other components count for more.")
    return PlainTable(here.gettext("Components"), columns, rows, frozenset({1, 2, 3, 4}), (note,), below)


def _behind(here: Edition, component: Component) -> Iterator[str]:
    """A line for each figure of a component: value, points, scale and records."""
    for one in component.rated:
        name = here.gettext(DEFINITIONS[one.figure.key].title)
        if one.points is None:
            yield f"- {name}: {why_no_points(here, one)}"
            continue
        values = {
            "name": name,
            "figure": told(here, one.figure),
            "points": here.number(decimal(one.points, 1)),
            "scale": scale_in_words(here, one.scale, one.figure.unit),
            "records": ", ".join(one.sources),
        }
        yield "- " + here.gettext("%(name)s: %(figure)s, %(points)s points (%(scale)s): %(records)s") % values


def _course(here: Edition, one: Partnership) -> PlainTable:
    columns = (here.gettext("12 months up to"), here.gettext("Points"), here.gettext("State"))
    rows = tuple(
        (here.day(card.window.last).text, points(here, card), verdict(here, card).label) for card in one.earlier
    )
    return PlainTable(here.gettext("The way so far"), columns, rows, frozenset({1}))


def _figures(here: Edition, one: Partnership) -> PlainTable:
    columns = (here.gettext("Figure"), here.gettext("12 months"), here.gettext("Counted from"))
    rows = tuple(
        (here.gettext(DEFINITIONS[figure.key].title), shown(here, figure), rests_on(here, figure) or NONE)
        for figure in one.figures.values()
    )
    return PlainTable(here.gettext("Figures"), columns, rows, frozenset({1}))


def _deadlines(here: Edition, standing: Standing, partner: str) -> PlainTable:
    as_of = standing.analysis.as_of
    columns = (
        here.gettext("Due"),
        here.gettext("How late"),
        here.gettext("What"),
        here.gettext("Owner"),
        here.gettext("Record"),
    )
    rows = tuple(
        (
            here.moment(one.limit).text,
            lateness(here, one, as_of),
            task(here, one),
            name_of(standing.people, one.owner),
            one.record,
        )
        for one in standing.analysis.deadlines.running
        if one.partner == partner
    )
    return PlainTable(here.gettext("Open deadlines"), columns, rows, notes=() if rows else (here.gettext("None."),))


def _remedies(here: Edition, standing: Standing, remedies: Sequence[Remedy]) -> PlainTable:
    columns = (here.gettext("What"), here.gettext("How urgent"))
    rows = tuple((title(here, one), urgency(here, one).label) for one in remedies)
    below = tuple(
        (
            f"- {sentence(here, one, standing.names)}",
            here.gettext("Rests on %(records)s") % {"records": ", ".join(one.sources)},
        )
        for one in remedies
    )
    notes = () if rows else (here.gettext("Nothing stands out."),)
    return PlainTable(here.gettext("What to do"), columns, rows, frozenset(), notes, below)
