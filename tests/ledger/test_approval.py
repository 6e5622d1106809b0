"""What of a payout has to be approved: before netting, with the partner's others of the same run."""

from datetime import date

import pytest
from ledgerwork import PROGRAM, TIERS, Written, book_of, payout

from partnerbook.analysis import Current, Records, analysed, approval
from partnerbook.analysis.approval import amount_to_approve, needs_approval
from partnerbook.analysis.comparison import compare
from partnerbook.analysis.impact import impact
from partnerbook.analysis.touched import Exempt, Touched, touched
from partnerbook.core.book import Book
from partnerbook.core.finding import dotted
from partnerbook.rules import payout_approval, payouts

OURS = "{line: 2025-03-03-werft-a1/p1/accrual/werft, amount: %s EUR}"
THEIRS = "{line: 2025-03-03-werft-s1/p1/accrual/us, amount: %s EUR}"
RUN = "2025-04-30-werft"
PEOPLE = """people:
  - {key: mats, name: Mats, email: mats@kontor.example, roles: [program_owner, payout_preparer]}
  - {key: jo, name: Jo, email: jo@kontor.example, roles: [payout_approver]}
  - {key: fee, name: Fee, email: fee@kontor.example, roles: [finance]}
approval:
  limits: [{role: payout_approver, up_to: 2000.00 EUR}, {role: finance}]
"""


def amounts(book: Book) -> dict[str, str]:
    """What has to be approved of each payout that needs it."""
    return {
        key.removeprefix(RUN + "-"): str(amount_to_approve(entry.record, key, book).amount)
        for key, entry in book.payouts.items()
        if needs_approval(entry.record)
    }


def adjusted(amount: str) -> str:
    return f"[{{key: x, on: 2025-04-01, amount: {amount} EUR, reason: Agreed}}]"


@pytest.mark.parametrize(
    ("direction", "total", "lines", "adjustments", "expected"),
    [
        ("payable", "400", f"[{OURS % '400.00'}]", "", "400.00"),
        ("payable", "400", f"[{OURS % '1000.00'}, {THEIRS % '-600.00'}]", "", "1000.00"),  # 400 + 600
        ("receivable", "600", f"[{THEIRS % '600.00'}]", "", None),  # our invoice
        ("receivable", "100", f"[{THEIRS % '600.00'}, {OURS % '-500.00'}]", "", "500.00"),
        ("receivable", "400", f"[{THEIRS % '600.00'}]", "-200.00", "200.00"),  # given up
        ("receivable", "700", f"[{THEIRS % '600.00'}]", "100.00", None),
        ("receivable", "50", f"[{THEIRS % '600.00'}, {OURS % '-500.00'}]", "-50.00", "550.00"),  # 500 + 50
    ],
)
def test_what_is_approved_is_what_is_settled(
    direction: str, total: str, lines: str, adjustments: str, expected: str | None
) -> None:
    more = {"adjustments": adjusted(adjustments)} if adjustments else {}
    book = book_of(payout(f"{RUN}-x", direction=direction, total=total, lines=lines, **more))
    assert amounts(book) == ({"x": expected} if expected else {})
    (found,) = touched(Book(), book, {f"payout/{RUN}-x": "x.md"})
    assert isinstance(found, Touched if expected else Exempt)


def test_payouts_of_one_run_are_approved_by_their_sum() -> None:
    later = "{on: 2025-04-28, by: mats}"
    book = book_of(
        payout(f"{RUN}-a", total="600"),
        payout(f"{RUN}-b", total="700"),
        payout(f"{RUN}-c", total="50", prepared=later),
        payout(f"{RUN}-called-off", total="9000", cancelled="{on: 2025-04-28, by: mats}"),
        payout(f"{RUN}-dollars", total="300USD"),
        payout(f"{RUN}-owed", direction="receivable", total="900"),
        payout("2025-07-30-werft-next", total="10"),
        payout("2025-04-30-other", partner="other", total="20"),
    )
    found = amounts(book)
    assert (found["a"], found["b"]) == ("1300.00", "1300.00")  # 600 + 700
    assert found["c"] == "1350.00"  # and 50, which was prepared later
    assert (found["dollars"], found["2025-07-30-werft-next"], found["2025-04-30-other"]) == ("300.00", "10.00", "20.00")


def current(*records: Written) -> Current:
    day = date(2025, 4, 28)
    return analysed(
        Records(book_of(("program", f"{PROGRAM.replace(_BETWEEN, PEOPLE)}tiers: [{TIERS}]\n"), *records), day, day)
    )


_BETWEEN = PROGRAM[PROGRAM.index("people:") : PROGRAM.index("services:")]


@pytest.mark.parametrize(
    ("total", "asked", "who"),
    [
        ("2000", {}, ((), ("jo", "fee"))),
        ("2900", {}, ((), ("fee",))),  # above the limit of 2,000
        ("2900", {"approver": "jo"}, ((), ("fee",))),  # whom it asks may not
        ("2900", {"approver": "fee"}, (("fee",), ())),
        ("2000", {"approver": "jo"}, (("jo",), ())),
        ("2000", {"approver": "mats"}, ((), ("jo", "fee"))),  # prepared it
    ],
)
def test_a_change_names_those_who_may_approve_the_sum(
    total: str, asked: dict[str, str], who: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    base, head = current(), current(payout(f"{RUN}-x", total=total, **asked))
    (found,) = impact(base, head, compare(base.book, head.book)).approvals
    assert (found.asked, found.could) == who


def said(*records: Written) -> list[str]:
    """What the rules about approvals say, by code and record."""
    here = current(*records)
    rules = (payout_approval.without_authority, payout_approval.second_missing, payout_approval.without_approval)
    checked = (*rules, payouts.parts_of_other_direction)
    return [f"{found.code} {dotted(found.field)}" for one in checked for found in one.findings(here)]


def test_a_receivable_that_sets_off_what_we_owe_is_approved_like_a_payable() -> None:
    lines = f"[{THEIRS % '2600.00'}, {OURS % '-2500.00'}]"
    netted = {"direction": "receivable", "total": "100", "lines": lines}
    assert said(payout(f"{RUN}-x", approver="fee", **netted)) == []
    assert said(payout(f"{RUN}-x", approver="jo", **netted)) == ["MNY012 approver"]  # 2,500 are above 2,000
    arrived = {"receipts": "[{key: e1, on: 2025-04-28, amount: 100.00 EUR}]"}
    assert said(payout(f"{RUN}-x", **netted, **arrived)) == ["MNY014 receipts[0].on"]
    plain = {"direction": "receivable", "total": "2600", "lines": f"[{THEIRS % '2600.00'}]"}
    assert said(payout(f"{RUN}-x", approver="fee", **plain)) == ["SCH084 approver"]


def test_limits_hold_for_payouts_of_one_run_together() -> None:
    records = (payout(f"{RUN}-a", total="1500", approver="jo"), payout(f"{RUN}-b", total="600", approver="jo"))
    assert said(*records) == ["MNY012 approver", "MNY012 approver"]  # 1,500 + 600 are above 2,000
    assert said(*records[:1]) == []


def test_each_payout_is_measured_once_for_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_of(*(payout(f"{RUN}-{number}", total="10") for number in range(40)))
    measured: list[str] = []
    settles = approval.settles
    monkeypatch.setattr(approval, "settles", lambda one: measured.append(one.partner) or settles(one))
    assert set(amounts(book).values()) == {"400.00"}
    assert len(measured) == 80
