"""One finding, many renderings: for a terminal, a program, a pull request, a page."""

import os
import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from msgspec import Struct

from partnerbook.core.finding import Finding, Severity
from partnerbook.ingest.decoding import MAXIMUM_BYTES
from partnerbook.shell.handbook import Handbook


class Report(Struct, frozen=True, eq=False):
    """What a check of a handbook found, as far as it was asked for."""

    handbook: Handbook
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)

    def source_line(self, finding: Finding) -> str | None:
        """The line a finding points at; None where the file cannot be shown."""
        entry = self.handbook.current.book.get(finding.record) if finding.record else None
        if entry is not None and entry.path == finding.path:
            text = entry.text
        else:
            try:
                text = _text_of(self.handbook.root / finding.path)
            except OSError:
                return None
        lines = text.split("\n")
        return lines[finding.position.line - 1] if finding.position.line <= len(lines) else None


def _text_of(path: Path) -> str:
    """The text of an ordinary file that is no record, in the lines that findings count.

    Raises:
        OSError: where there is none. Links are not followed, and pipes not waited for: what a
            finding says of them must not show what lies behind them.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not an ordinary file")
        content = file.read(MAXIMUM_BYTES + 1)
    return content.removeprefix(b"\xef\xbb\xbf").decode(errors="replace").replace("\r\n", "\n")


Reporter = Callable[[Report, bool], str]
"""A rendering: the report, and whether colour is wanted, to text that ends with a line feed."""

REPORTERS = {"text": "text", "json": "json_report", "github": "github", "markdown": "markdown"}
"""Modules of the renderings by the name of their format."""


def reporter(name: str) -> Reporter:
    """The rendering of a format."""
    render: Reporter = import_module(f"partnerbook.shell.reporters.{REPORTERS[name]}").render
    return render


def in_words(report: Report) -> str:
    """The result in one sentence."""
    book = report.handbook.current.book
    records = sum(1 for _ in book.entries()) + len(book.broken)
    counts = [
        f"{number} {severity.value if number == 1 or severity is Severity.INFO else severity.value + 's'}"
        for severity in Severity
        if (number := report.count(severity))
    ]
    checked = f"{records} record{'' if records == 1 else 's'} checked as of {report.handbook.current.as_of}"
    return f"{checked}: {', '.join(counts) if counts else 'all is well'}."
