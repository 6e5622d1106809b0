"""The program's health: its figures with what they mean, tiers against their sizes, channels, cost and return."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from markupsafe import Markup
from msgspec import Struct

from partnerbook.analysis.metrics.definitions import DEFINITIONS
from partnerbook.analysis.metrics.figure import Figure, Target, Window
from partnerbook.analysis.metrics.windows import last_quarters, trailing_year
from partnerbook.core.dates import Period, add_months
from partnerbook.core.money import Money
from partnerbook.site.charts import Chart, Series, drawn
from partnerbook.site.context import Context, Here
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_
from partnerbook.site.values import Link, Pill, Tile, Tone
from partnerbook.site.views.due_rows import scorecard_of
from partnerbook.site.views.scorecard import FigureRow, figure_rows
from partnerbook.site.words.figures import decimal, percent, rests_on, shown, told

CHARTED_QUARTERS = 8
_TOP = 3
_KEY_FIGURES = ("partners_active", "retention", "conversion", "revenue", "return_on_cost", "partner_share")
"""What stands at the head of the page."""
_STANDINGS: dict[str, tuple[str, Tone]] = {
    "below": (N_("below what is healthy"), "warn"),
    "within": (N_("as it should be"), "good"),
    "above": (N_("above what is usual"), "info"),
}


class TargetRow(Struct, frozen=True):
    """A figure against what the program's record calls healthy."""

    name: str
    value: str
    target: str
    standing: Pill | None


class ChannelRow(Struct, frozen=True):
    """A way to new clients: what it converts, and what a client costs."""

    name: str
    conversion: str
    cost: str


class DefinitionRow(Struct, frozen=True):
    """What a figure means."""

    anchor: str
    title: str
    formula: str
    source: str
    caveats: tuple[str, ...]


class HealthPage(Struct, frozen=True):
    """Everything the page of the program's health shows."""

    lede: str
    tiles: tuple[Tile, ...]
    scorecards: Link
    targets: tuple[TargetRow, ...]
    top: tuple[tuple[Link, str], ...]
    top_share: str
    channels: tuple[ChannelRow, ...]
    compared: str
    drawing: Markup | None
    quarters: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    definitions: tuple[DefinitionRow, ...]


def health_page(context: Context, here: Here) -> HealthPage:
    """The page of the program's health over the 12 months up to the day, and the quarters before."""
    e, metrics = here.edition, context.analysis.metrics
    window, quarters = trailing_year(context.as_of), last_quarters(context.as_of)
    year = metrics.program(window)
    before = metrics.program(trailing_year(add_months(context.as_of, -12)))
    return HealthPage(
        lede=here._("The 12 months up to %(day)s, beside the quarters before.") % {"day": e.long_day(context.as_of)},
        tiles=tuple(_tile(here, year[key], before[key]) for key in _KEY_FIGURES if key in year),
        scorecards=here.link(here._("All scorecards"), "scorecards/index.md"),
        targets=tuple(_targets(here, year)),
        top=_top(context, here, window, year),
        top_share=told(e, year["top_three_share"]) if year else "",
        channels=tuple(_channels(here, year)),
        compared=_compared(here, year),
        drawing=_drawing(context, here),
        quarters=tuple(e.period(Period.quarter_of(one.first)) for one in quarters),
        figures=figure_rows(here, tuple(metrics.program(one) for one in quarters), year),
        definitions=tuple(
            DefinitionRow(
                f"figure-{key.replace('_', '-')}",
                here._(one.title),
                here._(one.formula),
                _source(here, one.source),
                tuple(here._(caveat) for caveat in one.caveats),
            )
            for key, one in DEFINITIONS.items()
        ),
    )


def _source(here: Here, source: str) -> str:
    """Where a figure is laid down: rows of the domain's table, and the rulings."""
    found = []
    for part in source.split("; "):
        rows = part.removeprefix("DOMAIN ")
        found.append(here._("Rulings") if rows == part else here._("Domain %(rows)s") % {"rows": rows})
    return " · ".join(found)


def _tile(here: Here, figure: Figure, before: Figure) -> Tile:
    e = here.edition
    tone: Tone | Literal[""] = _STANDINGS[figure.standing][1] if figure.standing in ("below", "within") else ""
    earlier = here._("a year before: %(figure)s") % {"figure": shown(e, before)}
    title = here._(DEFINITIONS[figure.key].title)
    basis = rests_on(e, figure)
    href = f"#figure-{figure.key.replace('_', '-')}"
    note = " · ".join(text for text in (basis, earlier) if text)
    return Tile(title, shown(e, figure), note, href, tone)


def _targets(here: Here, year: Mapping[str, Figure]) -> list[TargetRow]:
    """Every figure that has a target, tiers by their names."""
    rows = []
    for figure in year.values():
        if figure.target is None:
            continue
        title = here._(DEFINITIONS[figure.key].title)
        name = f"{title}: {here.name('tier', figure.about)}" if figure.about else title
        standing = _STANDINGS.get(figure.standing or "")
        rows.append(
            TargetRow(
                name,
                told(here.edition, figure),
                _target(here.edition, figure, figure.target),
                Pill(here._(standing[0]), standing[1]) if standing is not None else None,
            )
        )
    return rows


def _target(e: Edition, figure: Figure, target: Target) -> str:
    def end(value: Fraction) -> str:
        if figure.unit == "share":
            return percent(e, value)
        return e.number(decimal(value, 1).normalize() + 0)

    if target.highest is None:
        return e.gettext("%(lowest)s and more") % {"lowest": end(target.lowest)}
    return e.gettext("%(lowest)s to %(highest)s") % {"lowest": end(target.lowest), "highest": end(target.highest)}


def _top(context: Context, here: Here, window: Window, year: Mapping[str, Figure]) -> tuple[tuple[Link, str], ...]:
    """The partners with the most revenue, and what each brought."""
    rows = []
    for source in year["top_three_share"].sources[:_TOP] if year else ():
        key = source.partition("/")[2]
        revenue = context.analysis.metrics.partner(key, window)["revenue"]
        page = scorecard_of(key) if key in context.partnerships else ""
        name = context.partner_names.get(key, key)
        rows.append((here.link(name, page) if page else Link(name), shown(here.edition, revenue)))
    return tuple(rows)


def _channels(here: Here, year: Mapping[str, Figure]) -> list[ChannelRow]:
    """Partners first, then the other channels as the program names them."""
    if not year:
        return []
    e = here.edition
    rows = [ChannelRow(here._("Partners"), told(e, year["conversion"]), told(e, year["cost_per_client"]))]
    program = here.context.program
    names = {channel.key: channel.name for channel in program.channels} if program is not None else {}
    for key, name in names.items():
        conversion, cost = year.get(f"channel_conversion/{key}"), year.get(f"channel_cost_per_client/{key}")
        if conversion is not None and cost is not None:
            rows.append(ChannelRow(name, told(e, conversion), told(e, cost)))
    return rows


def _compared(here: Here, year: Mapping[str, Figure]) -> str:
    """How much better partners' referrals convert than cold leads."""
    figure = year.get("warm_conversion")
    if figure is None or figure.exact is None:
        return ""
    return here._("A referral becomes a client %(times)s times as often as a lead of the cold channels.") % {
        "times": here.edition.number(decimal(figure.exact, 1))
    }


def _drawing(context: Context, here: Here) -> Markup | None:
    """Revenue and booked value by quarter; the last four of them stand in the table as well."""
    e, metrics = here.edition, context.analysis.metrics
    since = context.program.since if context.program is not None else None
    windows = [one for one in last_quarters(context.as_of, CHARTED_QUARTERS) if one.last >= (since or date.min)]
    figures = [metrics.program(window) for window in windows]
    if not figures or not figures[0]:
        return None
    return drawn(
        Chart(
            here._("Revenue and booked value by quarter"),
            tuple(e.period(Period.quarter_of(window.first)) for window in windows),
            tuple(
                Series(here._(DEFINITIONS[key].title), tuple(_whole(one[key]) for one in figures))
                for key in ("revenue", "booked")
            ),
            unit=context.program.currency if context.program is not None else "",
            language=e.language,
        )
    )


def _whole(figure: Figure) -> int:
    return int(figure.value.amount) if isinstance(figure.value, Money) else 0
