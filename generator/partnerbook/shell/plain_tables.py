"""Tables for a terminal and for spreadsheets; what records say is shown, never obeyed."""

import csv
import io
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from partnerbook.shell.visible import visible
from partnerbook.site.exports.cells import guarded
from partnerbook.site.reports.plain import PlainReport, PlainTable

WIDTH = 100
"""Columns of a page; tables may be wider where their words are."""


def as_text(report: PlainReport) -> str:
    """A report as text; it ends with a line feed."""
    parts = [visible(report.title), *map(_table, report.tables)]
    if report.notes:
        parts.append("\n".join(map(_shown, report.notes)))
    return "\n\n".join(parts) + "\n"


def _table(table: PlainTable) -> str:
    lines = [_shown(table.title)]
    if table.rows:
        cells = [[_shown(cell) for cell in row] for row in (table.columns, *table.rows)]
        widths = [max(map(_columns, column)) for column in zip(*cells, strict=True)]
        for row, below in zip_longest(cells, ((), *table.below), fillvalue=()):
            lines.append(_row(row, widths, table.right))
            lines += [line for text in below for line in _wrapped(text, "      ")]
    lines += [line for note in table.notes for line in _wrapped(note, "  ")]
    return "\n".join(lines)


def _row(cells: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    padded = []
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        blank = " " * (width - _columns(cell))
        padded.append(blank + cell if place in right else cell + blank)
    return f"  {'  '.join(padded)}".rstrip()


def _wrapped(text: str, indent: str) -> list[str]:
    """A text in lines as wide as the page, below each other behind a dash; an id is never broken."""
    return textwrap.wrap(
        _shown(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  " if text.startswith("- ") else indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _shown(text: str) -> str:
    # Babel puts a no-break space between number and currency, which `visible` would spell out.
    return visible(text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " "))


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters two, accents on their own none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows for a spreadsheet; a text that would be taken for a formula gets an apostrophe, numbers stay."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _guarded(cell: str) -> str:
    number = cell[1:].replace(".", "", 1)
    return cell if cell[:1] == "-" and number.isascii() and number.isdigit() else guarded(cell)
