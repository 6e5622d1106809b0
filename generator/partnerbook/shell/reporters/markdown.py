"""For a comment or a job summary: one table, grouped by nothing, gravest first."""

import html
from itertools import accumulate

from partnerbook.shell.reporters import Report, in_words
from partnerbook.shell.visible import visible

_LONGEST = 60_000
"""Characters; forges take a little more in a comment or an issue, and refuse what is longer."""
_MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]()+-.!|~>:$"})
# Names and numbers of issues are looked for after Markdown has been read: a backslash does not help.
_REFERENCES = str.maketrans({"@": "@&#8203;", "#": "\\#&#8203;"})


def render(report: Report, color: bool) -> str:
    """The findings as a Markdown table, as many as fit into a comment, and the result in a sentence."""
    if not report.findings:
        return f"{in_words(report)}\n"
    rows = [
        f"| {finding.severity.value} | {finding.code} | {safe(f'{finding.path}:{finding.position.line}')} "
        f"| {safe(finding.message)} | {safe(finding.help)} |"
        for finding in sorted(report.findings, key=lambda finding: (finding.severity.rank, finding.order))
    ]
    head = [in_words(report), "", "| Severity | Rule | Place | What is wrong | What to do |", "|---|---|---|---|---|"]
    ends = list(accumulate(len(line) + 1 for line in (*head, *rows)))
    shown = sum(end <= _LONGEST for end in ends[len(head) :])
    more = ["", f"And {len(rows) - shown} more: `partnerbook check` tells them all."] if shown < len(rows) else []
    return "\n".join([*head, *rows[:shown], *more]) + "\n"


def safe(text: str) -> str:
    """Text of a record in a Markdown cell: nothing in it is markup, and it stays on its line."""
    return html.escape(visible(" ".join(text.split())), quote=False).translate(_MARKDOWN).translate(_REFERENCES)
