"""What a colleague is told who breaks the sample's money on purpose: the place, and what to do."""

import pytest
from samplework import RECORDS

from partnerbook.analysis import Records, analysed
from partnerbook.core.finding import Finding
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.rules import check
from programs import AS_OF, ROOT

PAYMENT = "records/referrals/2025/2025-01-31-agentur-brandung-f5.md"
FIRST = "records/payouts/2025/2025-04-30-agentur-brandung-payable.md"
LAST = "records/payouts/2026/2026-07-30-prielmann-analytics-payable.md"


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in RECORDS}


def errors_of(files: dict[str, str]) -> list[Finding]:
    loaded = load(MemorySource(files))
    findings = check(analysed(Records(loaded.book, AS_OF, AS_OF)), loaded.findings)
    return [finding for finding in findings if finding.severity == "error"]


def broken(files: dict[str, str], path: str, old: str, new: str) -> list[Finding]:
    """The errors of the sample with one place of one file changed."""
    assert files[path].count(old) == 1, old
    return errors_of(files | {path: files[path].replace(old, new)})


def pointed_at(files: dict[str, str], finding: Finding) -> str:
    return files[finding.path].splitlines()[finding.position.line - 1].strip()


def test_a_payment_of_a_closed_quarter_is_edited(files: dict[str, str]) -> None:
    # 12% of 11,900.00 are 1,428.00
    errors = broken(files, PAYMENT, "on: 2025-03-31, amount: 12000.00 EUR", "on: 2025-03-31, amount: 11900.00 EUR")
    assert [(finding.code, finding.path) for finding in errors] == [
        ("MNY020", "records/closings/2025-q1.md"),
        ("MNY008", FIRST),
    ]
    closing, payout = errors
    assert pointed_at(files, closing).startswith("ledger: sha256:")
    assert closing.message.startswith("2025-Q1 was closed on 2025-04-23 with ")
    assert closing.help.endswith("beside its `on` write `booked` with a day after 2026-06-30.")
    assert pointed_at(files, payout).startswith("- {line: '2025-01-31-agentur-brandung-f5/p1/")
    assert payout.message.endswith("is 1440.00 EUR here, and 1428.00 EUR (12% of 11900.00 EUR) in the ledger")
    assert payout.help.startswith("Never edit what was paid: put the fact back as it was")


def test_the_preparer_is_in_a_hurry(files: dict[str, str]) -> None:
    approver = files[LAST].partition("approver: ")[2].partition("\n")[0]
    errors = broken(files, LAST, "by: meret-hollander", f"by: {approver}")
    assert [(finding.code, pointed_at(files, finding)) for finding in errors] == [("MNY011", f"approver: {approver}")]
    assert errors[0].message == f"{approver} prepared this payout and is to approve it"


def test_a_slip_in_a_new_proposal(files: dict[str, str]) -> None:
    line = files[FIRST].partition("line: '")[2].partition("'")[0]
    paid_before = "records/payouts/2026/2026-10-30-agentur-brandung-payable.md"
    text = f"""---
partner: agentur-brandung
direction: payable
period: 2026-Q3
run: 2026-10-30
lines:
  - {{line: {line}, amount: 1440.00 EUR}}
total: 1400.00 EUR
prepared: {{on: 2026-09-29, by: meret-hollander}}
---
"""
    proposed = files | {paid_before: text}
    assert [(finding.code, finding.message, pointed_at(proposed, finding)) for finding in errors_of(proposed)] == [
        ("MNY003", f"`{line}` is already paid by 2025-04-30-agentur-brandung-payable", text.splitlines()[6].strip()),
        (
            "MNY006",
            "the total is 1400.00 EUR, but lines and adjustments are 1440.00 EUR together",
            "total: 1400.00 EUR",
        ),
    ]
