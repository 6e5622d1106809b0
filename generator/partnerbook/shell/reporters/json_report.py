"""For programs: a versioned document, described in `docs/reference/formats.md`."""

import json

from partnerbook.core.finding import Severity, dotted
from partnerbook.shell.reporters import Report

VERSION = 1
"""Raised when a reader of the old document would misunderstand the new one."""


def render(report: Report, color: bool) -> str:
    """The findings as JSON."""
    document = {
        "version": VERSION,
        "as_of": report.handbook.current.as_of.isoformat(),
        "summary": {severity.value: report.count(severity) for severity in Severity},
        "findings": [
            {
                "code": finding.code,
                "rule": finding.rule.name,
                "severity": finding.severity.value,
                "path": finding.path,
                "line": finding.position.line,
                "column": finding.position.column,
                "record": finding.record or None,
                "field": dotted(finding.field) or None,
                "message": finding.message,
                "help": finding.help,
            }
            for finding in report.findings
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
