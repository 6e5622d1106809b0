"""Statements as files: text, JSON, CSV, XLSX and PDF; deadlines as a calendar. Pure: values in, text or bytes out.

`EXPORTS` names the module of each format; each has one function `render`. What a document says is decided
once, in `statement_document`; JSON and CSV are for programs and go back to the figures themselves.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from partnerbook.analysis.statements import Statement
from partnerbook.core.book import Book
from partnerbook.site.edition import Edition

EXPORTS = {
    "text": "statement_text",
    "json": "statement_json",
    "csv": "statement_csv",
    "xlsx": "statement_workbook",
    "pdf": "statement_pdf",
}
"""Modules of the formats by their names."""

BINARY = frozenset({"xlsx", "pdf"})
"""Formats that are not text."""


class MissingExtra(RuntimeError):
    """A package that a format needs is not installed; the text says what to do."""

    def __init__(self, format_name: str, package: str, extra: str = "documents") -> None:
        super().__init__(
            f"{format_name} needs the package {package}: install it with `pip install 'partnerbook[{extra}]'`, "
            f"or {package} alone"
        )


class UnusableTemplate(RuntimeError):
    """A template of a document cannot be set; the text says where it is wrong."""


class Exported(Struct, frozen=True, eq=False):
    """What is exported: a statement with the Book behind it, in one edition, and where templates lie."""

    statement: Statement
    book: Book
    edition: Edition
    templates: Sequence[Path] = ()


def exporter(name: str) -> Callable[[Exported], bytes]:
    """The function that writes a format.

    Raises:
        MissingExtra: when it is called (by some formats) without the package it needs.
        UnusableTemplate: when it is called and a handbook's own template is wrong.
    """
    render: Callable[[Exported], bytes] = import_module(f"partnerbook.site.exports.{EXPORTS[name]}").render
    return render


def available(name: str) -> bool:
    """Whether what a format needs is installed."""
    needed = {"pdf": "typst", "xlsx": "xlsxwriter"}.get(name)
    return needed is None or find_spec(needed) is not None
