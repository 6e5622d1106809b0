"""For GitHub: workflow commands that become annotations beside the changed lines."""

from partnerbook.core.finding import Severity
from partnerbook.shell.reporters import Report, in_words
from partnerbook.shell.visible import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, color: bool) -> str:
    """One workflow command a finding, and the result in a sentence."""
    lines = []
    for finding in report.findings:
        place = f"file={_property(visible(finding.path))},line={finding.position.line},col={finding.position.column}"
        title = _property(f"{finding.code} {finding.rule.name}")
        text = _data(f"{visible(finding.message)}\nhelp: {visible(finding.help)}")
        lines.append(f"::{_COMMANDS[finding.severity]} {place},title={title}::{text}")
    return "\n".join([*lines, _data(in_words(report))]) + "\n"


def _data(text: str) -> str:
    """Escape a message, so that text of a record can never end the command and begin another."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
