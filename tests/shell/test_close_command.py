"""`partnerbook close`: a period is frozen once, when it is over, by somebody who is there."""

from datetime import date
from pathlib import Path

import pytest
from shellwork import REFERRAL, Result, call, change, handbook

Q3 = "records/closings/2026-q3.md"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The specimen, whose second quarter is closed, looked at in January 2027."""
    monkeypatch.setattr("partnerbook.shell.handbook.today_for", lambda book: date(2027, 1, 31))
    return handbook(tmp_path / "handbook")


def close(root: Path, period: str = "2026-Q3", *more: str, as_of: str = "2026-10-05") -> Result:
    return call("close", period, "--root", root, "--as-of", as_of, *more)


def closings(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "records/closings").iterdir())


def test_it_writes_a_record_that_checks(root: Path) -> None:
    # An adjustment, two payments of July, two lines of p2 and two receipts: seven.
    result = close(root)
    text = (root / Q3).read_text(encoding="utf-8")
    ledger = text.split("ledger: ")[1].split("\n")[0]
    assert len(ledger) == len("sha256:") + 64
    assert result == Result(0, f"{Q3}\n  2026-Q3 closed on 2026-10-05 by mats-petersen: 7 lines, {ledger}\n", "")
    assert text == (
        "---\n"
        "period: 2026-Q3\n"
        "closed: 2026-10-05\n"
        "by: mats-petersen\n"
        "lines: 7\n"
        f"ledger: {ledger}\n"
        "---\n"
        "\n"
        "Closed as of 2026-10-05 with 7 lines.\n"
    )
    assert call("check", "--root", root, "--as-of", "2026-10-05", "--select", "MNY,SCH,REF", "--strict").code == 0


def test_a_closed_period_is_not_closed_again(root: Path) -> None:
    close(root)
    before = (root / Q3).read_bytes()
    result = close(root)
    assert (result.code, result.out) == (1, "")
    assert result.err == f"Error: 2026-Q3 was closed on 2026-10-05: {Q3}\n"
    assert "2026-Q2, which shares days with 2026-06, was closed" in close(root, "2026-06").err
    assert "2026-Q2, which shares days with 2026, was closed" in close(root, "2026", as_of="2027-01-10").err
    assert (root / Q3).read_bytes() == before
    assert closings(root) == ["2026-q2.md", "2026-q3.md"]


@pytest.mark.parametrize(("as_of", "code"), [("2026-08-01", 1), ("2026-09-30", 1), ("2026-10-01", 0)])
def test_a_period_is_closed_when_it_is_over(root: Path, as_of: str, code: int) -> None:
    result = close(root, as_of=as_of)
    assert result.code == code
    assert ("2026-Q3 is not over: it ends with 2026-09-30" in result.err) == bool(code)


def test_what_comes_before_is_closed_first(root: Path) -> None:
    (root / "records/closings/2026-q2.md").unlink()
    result = close(root)
    assert result.code == 1
    assert result.err == (
        "Error: 3 lines are booked before 2026-Q3 and in no closed period, the first on 2026-05-04; "
        "close what comes before it first, such as 2026-Q2\n"
    )
    assert close(root, "2026-Q2").code == 0
    assert close(root).code == 0


def test_months_may_be_closed_one_by_one(root: Path) -> None:
    for month in ("2026-07", "2026-08", "2026-09"):
        assert close(root, month).code == 0, month
    assert closings(root) == ["2026-07.md", "2026-08.md", "2026-09.md", "2026-q2.md"]


def test_errors_of_money_keep_it_open(root: Path) -> None:
    change(
        root, "records/payouts/2026/2026-07-30-software-werft-payable.md", "amount: 1725.00 EUR", "amount: 1724.00 EUR"
    )
    change(
        root, "records/payouts/2026/2026-07-30-software-werft-payable.md", "total: 1750.00 EUR", "total: 1749.00 EUR"
    )
    change(root, "records/payouts/2026/2026-07-30-software-werft-payable.md", "amount: 332.50", "amount: 332.31")
    result = close(root)
    assert result.code == 1
    assert "\nError: no period is closed while the records have errors; `partnerbook check` says all:" in result.err
    assert ": MNY" in result.err
    assert closings(root) == ["2026-q2.md"]


def test_what_cannot_be_read_keeps_it_open(root: Path) -> None:
    change(root, REFERRAL, "\ninvolvement: active", "\ninvolvment: active")
    result = close(root)
    assert result.code == 1
    assert f"{REFERRAL}: " in result.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("2026-Q3", "--by", "nobody"), "'nobody' is not among the people of the program"),
        (("2026-Q3", "--by", "ilka-brandt"), "ilka-brandt is not in the program on 2026-10-05"),
        (("Q3",), "a period is written 2026, 2026-Q2 or 2026-06"),
        (("2026-Q5",), "a period is written 2026, 2026-Q2 or 2026-06"),
    ],
)
def test_bad_calls_end_with_2(root: Path, arguments: tuple[str, ...], told: str) -> None:
    result = close(root, *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in " ".join(result.err.split())
    assert closings(root) == ["2026-q2.md"]


def test_another_colleague_may_close_it(root: Path) -> None:
    assert " by henrike-lornsen: " in close(root, "2026-Q3", "--by", "henrike-lornsen").out


def test_nothing_is_closed_on_a_day_to_come(root: Path) -> None:
    assert "2027-02-01 lies after today, 2027-01-31" in close(root, as_of="2027-02-01").err


def test_a_fact_booked_later_does_not_move_it_and_one_slipped_in_does(root: Path) -> None:
    close(root)
    assert call("check", "--root", root, "--as-of", "2026-10-05", "--select", "MNY020").code == 0
    payment = "  - {key: p2, deal: setup, on: 2026-06-10, booked: 2026-08-05, amount: 24000.00 EUR}\n"
    late = payment.replace("p2", "p3").replace("amount: 24000.00", "amount: 100.00")
    change(root, REFERRAL, payment, payment + late.replace("2026-08-05", "2026-10-05"))
    assert call("check", "--root", root, "--as-of", "2026-10-05", "--select", "MNY020").code == 0
    change(root, REFERRAL, "booked: 2026-10-05", "booked: 2026-09-28")
    assert call("check", "--root", root, "--as-of", "2026-10-05", "--select", "MNY020").code == 1
