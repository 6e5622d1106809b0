"""`partnerbook pay`: money that left, or arrived in parts; payouts are changed only so far."""

from pathlib import Path

import pytest
from drafted import CLEAN, files, refused, written
from shellwork import Result, call, change, handbook

PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
RECEIVABLE = "records/payouts/2026/2026-07-30-agentur-brandung-receivable.md"
PAID = "paid: {on: 2026-07-30, reference: Run of July}\n"
FIRST = "  - {key: e1, on: 2026-08-20, amount: 500.00 EUR}\n"
SECOND = "  - {key: e2, on: 2026-09-04, amount: 400.00 EUR}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The specimen; one payout is not paid yet, one receivable of 900.00 euros has 500.00 of them."""
    folder = handbook(tmp_path / "handbook")
    change(folder, PAYABLE, PAID, "")
    change(folder, RECEIVABLE, SECOND, "")
    return folder


def pay(root: Path, path: str, *more: str) -> Result:
    return call("pay", Path(path).stem, *more, "--root", root)


def test_a_payable_is_paid(root: Path) -> None:
    before = files(root)
    result = pay(root, PAYABLE, "--on", "2026-07-30", "--reference", "Run of July")
    assert result == Result(0, f"{PAYABLE}\n  +{PAID}", "")
    ((path, text),) = written(root, before).items()
    assert path == PAYABLE
    assert text.replace(PAID, "") == before[PAYABLE].decode()
    change(root, RECEIVABLE, FIRST, FIRST + SECOND)
    assert call("check", "--root", root).out.endswith(CLEAN)
    before = files(root)
    assert "was paid on 2026-07-30 already" in refused(pay(root, PAYABLE, "--on", "2026-07-31"), root, before)


def test_a_receivable_gets_the_rest_by_default(root: Path) -> None:
    # 900.00 less 500.00 are 400.00.
    assert pay(root, RECEIVABLE, "--on", "2026-09-04").out == f"{RECEIVABLE}\n  +{SECOND}"
    change(root, PAYABLE, "statement_sent: 2026-07-24\n", f"statement_sent: 2026-07-24\n{PAID}")
    assert call("check", "--root", root).out.endswith(CLEAN)
    before = files(root)
    assert "all of 900.00 EUR has arrived already" in refused(pay(root, RECEIVABLE, "--on", "2026-09-05"), root, before)


def test_a_receivable_may_arrive_in_parts(root: Path) -> None:
    assert pay(root, RECEIVABLE, "--on", "2026-09-04", "--amount", "150.00 EUR").code == 0
    # 900.00 less 500.00 and 150.00 are 250.00.
    assert pay(root, RECEIVABLE, "--on", "2026-09-05").out.endswith("{key: e3, on: 2026-09-05, amount: 250.00 EUR}\n")


def test_the_first_receipt_begins_the_list(root: Path) -> None:
    change(root, RECEIVABLE, f"receipts:\n{FIRST}", "")
    assert pay(root, RECEIVABLE, "--on", "2026-09-04").out == (
        f"{RECEIVABLE}\n  +receipts:\n  +  - {{key: e1, on: 2026-09-04, amount: 900.00 EUR}}\n"
    )


@pytest.mark.parametrize(
    ("path", "arguments", "code", "told"),
    [
        (PAYABLE, (), 2, "Missing option '--on'"),
        (PAYABLE, ("--on", "30.07.2026"), 2, "write it like 2026-09-30"),
        (PAYABLE, ("--on", "2026-07-30", "--amount", "1.00 EUR"), 2, "a payable is paid as a whole"),
        (PAYABLE, ("--on", "2099-07-30"), 1, "error SCH"),
        (PAYABLE, ("--on", "2026-07-20"), 1, "error SCH085"),
        (PAYABLE, ("--on", "2026-07-30", "--reference", "DE89 3704 0044 0532 0130 00"), 1, "error PRI"),
        (RECEIVABLE, ("--on", "2026-09-04", "--reference", "x"), 2, "a receipt has none"),
        (RECEIVABLE, ("--on", "2026-09-04", "--amount", "400.01 EUR"), 1, "only 400.00 EUR is open"),
        (RECEIVABLE, ("--on", "2026-09-04", "--amount", "400.00 USD"), 2, "the receivable is in EUR"),
        (RECEIVABLE, ("--on", "2026-09-04", "--amount", "-1.00 EUR"), 2, "is no amount that can arrive"),
        (RECEIVABLE, ("--on", "2026-09-04", "--amount", "400 EUR"), 2, "EUR has 2 decimals"),
        ("records/payouts/2026/2026-07-30-software-werft-payble.md", ("--on", "2026-09-04"), 2, "Did you mean"),
    ],
)
def test_what_cannot_be_paid(root: Path, path: str, arguments: tuple[str, ...], code: int, told: str) -> None:
    before = files(root)
    result = pay(root, path, *arguments)
    assert told in refused(result, root, before)
    assert result.code == code


def test_what_was_not_approved_is_not_paid(root: Path) -> None:
    change(root, PAYABLE, "approved:\n  - {on: 2026-07-27, by: henrike-lornsen}\n", "")
    before = files(root)
    assert "error MNY" in refused(pay(root, PAYABLE, "--on", "2026-07-30"), root, before)


def test_what_was_called_off_is_not_paid(root: Path) -> None:
    change(root, PAYABLE, "statement_sent: 2026-07-24\n", "cancelled: {on: 2026-07-29, by: mats-petersen}\n")
    before = files(root)
    assert "it was called off on 2026-07-29" in refused(pay(root, PAYABLE, "--on", "2026-07-30"), root, before)
