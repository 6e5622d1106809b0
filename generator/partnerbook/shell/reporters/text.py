"""For a terminal: the place, what is wrong, the line with a caret, what to do."""

import unicodedata

import click

from partnerbook.core.finding import Finding, Severity
from partnerbook.shell.reporters import Report, in_words
from partnerbook.shell.visible import visible

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_WIDEST = 160


def render(report: Report, color: bool) -> str:
    """Every finding in a paragraph, and the result in a sentence."""
    paragraphs = [_finding(report, finding, color) for finding in report.findings]
    worst = next((severity for severity in Severity if report.count(severity)), None)
    return "\n".join([*paragraphs, _style(in_words(report), color, fg=_COLORS[worst] if worst else "green")]) + "\n"


def _finding(report: Report, finding: Finding, color: bool) -> str:
    place = f"{finding.path}:{finding.position.line}:{finding.position.column}"
    weight = _style(f"{finding.severity.value} {finding.code}", color, fg=_COLORS[finding.severity], bold=True)
    lines = [f"{_style(visible(place), color, bold=True)}: {weight} [{finding.rule.name}] {visible(finding.message)}"]
    source = report.source_line(finding)
    if source is not None and source.strip():
        number = str(finding.position.line)
        start = max(0, finding.position.column - 1 - _WIDEST // 2) if len(source) > _WIDEST else 0
        shown = visible(source[start : start + _WIDEST].replace("\t", " "))
        margin = " " * len(number)
        lines.append(_style(f"  {number} | ", color, dim=True) + shown)
        before = source[start : finding.position.column - 1]
        beyond = finding.position.column - 1 - start - len(before)
        caret = " " * (columns(visible(before.replace("\t", " "))) + beyond) + "^"
        lines.append(_style(f"  {margin} | ", color, dim=True) + _style(caret, color, fg=_COLORS[finding.severity]))
    lines.append(f"  {_style('help:', color, fg='cyan')} {visible(finding.help)}\n")
    return "\n".join(lines)


def _style(text: str, color: bool, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None) -> str:
    return click.style(text, fg=fg, bold=bold, dim=dim) if color else text


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters two, accents on their own none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
