"""Charts as drawings in the page: made by Vega-Lite when the handbook is built, coloured by its style sheet.

A chart says nothing that does not stand in a table beside it. Without the package that draws, the table
stands alone.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Literal

from markupsafe import Markup, escape
from msgspec import Struct

_COLOURS = {
    "#aa0001": "var(--pb-ink)",
    "#aa0002": "var(--pb-brick)",
    "#aa0003": "var(--pb-quiet)",
    "#aa0004": "var(--pb-line)",
    "#aa0005": "var(--pb-info)",
}
"""Colours that stand for those of the style sheet until the drawing is done: it knows no dark mode."""
_INK, _BRICK, _QUIET, _LINE, _INFO = _COLOURS
_SIZE = re.compile(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"')


class Series(Struct, frozen=True):
    """One row of figures, by the labels of the axis: whole units, since a drawing shows no cents."""

    name: str
    values: tuple[int, ...]


class Chart(Struct, frozen=True):
    """Bars side by side, and a line, over the same labels; `language` decides how numbers on the axis are written."""

    title: str
    labels: tuple[str, ...]
    bars: tuple[Series, ...]
    line: Series | None = None
    unit: str = ""
    language: str = "en"


_Locale = Literal["en-GB", "de-DE"]
_LOCALES: dict[str, _Locale] = {"en": "en-GB", "de": "de-DE"}


def drawn(chart: Chart) -> Markup | None:
    """The chart as an SVG that scales with the page; None where nothing can draw it."""
    if find_spec("vl_convert") is None or not chart.labels:
        return None
    svg = _svg(json.dumps(_spec(chart), ensure_ascii=False, sort_keys=True), _LOCALES[chart.language])
    for stand_in, colour in _COLOURS.items():
        svg = svg.replace(stand_in, colour)
    svg = _SIZE.sub(r"\1", svg, count=1)
    label = escape(chart.title)
    return Markup(svg.replace("<svg", f'<svg class="pb-chart__drawing" role="img" aria-label="{label}"', 1))  # noqa: S704


@lru_cache(maxsize=64)
def _svg(spec: str, locale: _Locale) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec, format_locale=locale))


def _spec(chart: Chart) -> dict[str, object]:
    rows = [row for series in chart.bars for row in _rows(chart.labels, series)]
    layers: list[object] = [
        {
            "data": {"values": rows},
            "mark": {"type": "bar"},
            "encoding": {
                "x": _axis(chart),
                "xOffset": {"field": "series", "sort": [series.name for series in chart.bars]},
                "y": {"field": "value", "type": "quantitative", "title": chart.unit or None, "axis": {"format": ",d"}},
                "color": {
                    "field": "series",
                    "sort": [series.name for series in chart.bars],
                    "scale": {"domain": [series.name for series in chart.bars], "range": [_INFO, _BRICK]},
                    "legend": {"title": None, "orient": "top"},
                },
            },
        }
    ]
    if chart.line is not None:
        layers.append(
            {
                "data": {"values": _rows(chart.labels, chart.line)},
                "mark": {"type": "line", "point": {"color": _INK, "size": 30}, "color": _INK},
                "encoding": {"x": _axis(chart), "y": {"field": "value", "type": "quantitative"}},
            }
        )
    return {
        "width": 640,
        "height": 220,
        "background": None,
        "layer": layers,
        "config": {
            # It would describe every bar aloud, in English; the title and the table beside it say the same.
            "aria": False,
            "font": "PB Sans",
            "view": {"stroke": None},
            "axis": {
                "labelColor": _QUIET,
                "titleColor": _QUIET,
                "domainColor": _LINE,
                "tickColor": _LINE,
                "gridColor": _LINE,
                "labelFontSize": 11,
            },
            "legend": {"labelColor": _QUIET, "labelFontSize": 12},
        },
    }


def _axis(chart: Chart) -> dict[str, object]:
    return {"field": "label", "type": "ordinal", "sort": list(chart.labels), "title": None, "axis": {"labelAngle": 0}}


def _rows(labels: Sequence[str], series: Series) -> list[dict[str, object]]:
    pairs = zip(labels, series.values, strict=True)
    return [{"label": label, "series": series.name, "value": value} for label, value in pairs]
