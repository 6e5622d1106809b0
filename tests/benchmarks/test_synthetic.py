"""The invented programs that benchmarks measure must be valid, and the same ones every time."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from partnerbook.shell.handbook import open_handbook

SYNTHETIC = Path(__file__).parents[2] / "benchmarks" / "synthetic.py"


def write(out: Path, seed: int, hash_seed: str = "0", partners: int = 40, referrals: int = 120) -> dict[str, bytes]:
    size = ["--partners", str(partners), "--referrals", str(referrals), "--seed", str(seed)]
    subprocess.run(
        [sys.executable, str(SYNTHETIC), str(out), *size],
        check=True,
        env={"PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1"},
        capture_output=True,
    )
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*.md"))}


@pytest.mark.parametrize(
    ("partners", "referrals", "seed"),
    [
        (1, 0, 7),
        (1, 1, 1),
        (1, 30, 2),
        (2, 23, 7),
        (2, 23, 8),
        (5, 200, 3),
        (30, 10, 4),
        (40, 120, 7),
        (40, 400, 5),
        (125, 1250, 7),
    ],
)
def test_an_invented_program_has_no_findings(tmp_path: Path, partners: int, referrals: int, seed: int) -> None:
    write(tmp_path, seed=seed, partners=partners, referrals=referrals)
    handbook = open_handbook(tmp_path)
    assert [(finding.code, finding.path, finding.message) for finding in handbook.findings] == []


def test_it_has_as_many_records_as_it_says(tmp_path: Path) -> None:
    book = (write(tmp_path, seed=7), open_handbook(tmp_path).current.book)[1]
    assert (len(book.partners), len(book.agreements), len(book.referrals)) == (40, 40, 120)
    assert len(book.clients) == 36
    assert {entry.record.tier_history[-1].tier for entry in book.partners.values()} == {
        "strategic",
        "active",
        "network",
    }
    assert {entry.record.model for entry in book.agreements.values()} == {
        "referral",
        "subcontracting",
        "alliance",
        "technology",
        "reseller",
    }


def test_what_was_earned_is_paid_and_its_quarters_are_closed(tmp_path: Path) -> None:
    analysis = (write(tmp_path, seed=7, referrals=400), open_handbook(tmp_path).current.analysis)[1]
    payouts = [entry.record for entry in analysis.book.payouts.values()]
    assert {payout.direction for payout in payouts} == {"payable", "receivable"}
    assert set(analysis.payout_state.values()) == {"paid"}
    assert any(line.amount.amount < 0 for payout in payouts for line in payout.lines)
    assert any(payout.second_approver for payout in payouts)
    assert any(len(payout.receipts) == 2 for payout in payouts)
    earned = [line for line in analysis.ledger.lines if line.due is not None and line.due <= date(2026, 7, 30)]
    assert len(analysis.ledger.settled) > 0.7 * len(earned)
    closings = [entry.record for entry in analysis.book.closings.values()]
    assert [str(closing.period) for closing in closings][::8] == ["2024-Q2", "2026-Q2"]
    assert len(closings) == 9
    assert closings[-1].lines >= len(closings[-1].statements) > 10


def test_the_seed_alone_decides(tmp_path: Path) -> None:
    first = write(tmp_path / "first", seed=7, hash_seed="1")
    again = write(tmp_path / "again", seed=7, hash_seed="2")
    other = write(tmp_path / "other", seed=8, hash_seed="1")
    assert first == again
    assert first != other


def test_records_are_never_mixed_with_others(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    done = subprocess.run([sys.executable, str(SYNTHETIC), str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "already holds records" in done.stderr
