"""One finding, many renderings: for a terminal, a program, a pull request, a page."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from partnerbook.core.finding import Finding, Severity
from partnerbook.shell.handbook import Handbook


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What a check of a handbook found, as far as it was asked for."""

    handbook: Handbook
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)

    def source_line(self, finding: Finding) -> str | None:
        """The line a finding points at; None where the file cannot be shown."""
        entry = self.handbook.current.book.get(finding.record) if finding.record else None
        try:
            text = entry.text if entry else (self.handbook.root / finding.path).read_text(encoding="utf-8-sig")
            return text.splitlines()[finding.position.line - 1]
        except (OSError, UnicodeError, IndexError):
            return None


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
