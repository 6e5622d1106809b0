"""A change's report as text, as JSON, and as the comment of a pull request."""

from collections.abc import Iterator, Sequence

from partnerbook.analysis.impact.model import Impact
from partnerbook.shell.json_values import document
from partnerbook.shell.plain_tables import as_text as report_as_text
from partnerbook.shell.reporters.markdown import safe
from partnerbook.site.reports.plain import PlainReport, PlainTable
from partnerbook.site.words.impact import ImpactReport, Section

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""
LONGEST = 25
"""Lines of a comment at most: what does not fit is counted, never silently left out."""
_ROWS = 6
"""Partners in a comment's table at most."""


def as_text(report: ImpactReport) -> str:
    """Everything, for a terminal."""
    tables = [PlainTable(section.lead, (), (), notes=section.items) for section in report.sections]
    money = [report.money] if report.money.rows else []
    return report_as_text(PlainReport(report.title, (*money, *tables)))


def as_json(found: Impact) -> str:
    """Everything, for programs."""
    return document(VERSION, found.as_of, found)


def as_markdown(report: ImpactReport) -> str:
    """The comment of a pull request, of at most 25 lines: money first, and the rest by weight."""
    lines = [f"**{safe(report.title)}**"]
    if report.money.rows:
        lines += ["", *_table(report.money)]
    if report.sections:
        lines += ["", *_points(report.sections, LONGEST - len(lines) - 1)]
    return "\n".join(lines) + "\n"


def _table(money: PlainTable) -> Iterator[str]:
    yield _row(money.columns)
    yield "|" + "|".join("---:" if place in money.right else "---" for place in range(len(money.columns))) + "|"
    shown = money.rows if len(money.rows) <= _ROWS else money.rows[: _ROWS - 1]
    yield from map(_row, shown)
    if len(shown) < len(money.rows):
        yield _row((f"… + {len(money.rows) - len(shown)}", *("" for _ in money.columns[1:])))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(safe, cells))} |"


def _points(sections: Sequence[Section], room: int) -> Iterator[str]:
    """One line for each section, and further ones for the weightiest while there is room."""
    lines = [1 for _ in sections]
    for place, section in enumerate(sections):
        more = min(len(section.items) - 1, room - sum(lines), _ROWS - 1)
        lines[place] += max(more, 0)
    for section, number in zip(sections, lines, strict=True):
        shown, rest = section.items[:number], len(section.items) - number
        for place, item in enumerate(shown):
            more_words = f" … + {rest}" if rest and place == number - 1 else ""
            yield f"- **{safe(section.lead)}:** {safe(item)}{more_words}"
