"""A handbook full of mistakes says what it always said.

`pytest --bless` writes the findings anew; read the diff before you commit it.
"""

from datetime import date
from pathlib import Path

import pytest

from partnerbook.analysis import Records, analysed
from partnerbook.core.finding import Finding
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource
from partnerbook.rules import check

BROKEN = Path(__file__).parents[1] / "golden/broken"
GOLDEN = BROKEN / "findings.txt"


def line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.position.line}:{finding.position.column}"
    name = f"{finding.severity.value} {finding.code} [{finding.rule.name}]"
    return f"{place}: {name} {finding.message}\n  help: {finding.help}\n"


def test_findings_are_as_blessed(request: pytest.FixtureRequest) -> None:
    loaded = load(DirectorySource(BROKEN))
    day = date(2026, 9, 30)
    findings = check(analysed(Records(loaded.book, day, day)), loaded.findings)
    said = "".join(line(finding) for finding in findings)
    if request.config.getoption("--bless"):
        GOLDEN.write_text(said, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == said
    assert not [finding for finding in findings if finding.code.startswith("INT")]
