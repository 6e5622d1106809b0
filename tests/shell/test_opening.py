"""What every command that reports money or days says where the records are broken: never nothing."""

from pathlib import Path

import pytest
from shellwork import REFERRAL, SPECIMEN, call, handbook

from partnerbook.shell.cli import COMMANDS

_AGREEMENT = "records/agreements/software-werft-2025.md"
REPORTING: dict[str, tuple[str, ...]] = {
    "agenda": ("agenda", "software-werft"),
    "audit": ("audit",),
    "codeowners": ("codeowners",),
    "due": ("due",),
    "examples": ("examples",),
    "forecast": ("forecast",),
    "health": ("health",),
    "ledger": ("ledger",),
    "payouts due": ("payouts", "due"),
    "payouts propose": ("payouts", "propose", "--through", "2026-12-31", "--dry-run"),
    "render": ("render", "--no-history", "--out", "OUT"),
    "statement": ("statement", "software-werft"),
    "tax": ("tax",),
    "what-if": ("what-if", "--agreement", "FILE"),
    "why": ("why", "2026-06-08-agentur-brandung-q3"),
}
"""Calls of the commands that open a handbook to report what follows from it."""
_OTHERS = {
    "approvals",
    "check",
    "close",
    "diff",
    "explain",
    "init",
    "intake",
    "log",
    "new",
    "pay",
    "rules",
    "schema",
    "won",
}
"""Commands that say what is wrong themselves, refuse while anything is, or open no handbook."""


def test_every_command_stands_on_one_side() -> None:
    assert {name.split()[0] for name in REPORTING} | _OTHERS == set(COMMANDS)


def _called(name: str, root: Path, out: Path) -> str:
    arguments = [
        str(out) if one == "OUT" else str(SPECIMEN / _AGREEMENT) if one == "FILE" else one for one in REPORTING[name]
    ]
    result = call(*arguments, "--root", root)
    assert result.code in (0, 1), result
    return result.err


@pytest.mark.parametrize("name", sorted(REPORTING))
def test_a_record_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook")
    (root / REFERRAL).write_text("---\npartner: [\n---\n", encoding="utf-8")
    told = _called(name, root, tmp_path / "out")
    assert told.count("note: ") == 1
    assert "lines may be missing or wrong; see `partnerbook check`\n" in told


@pytest.mark.parametrize("name", sorted(REPORTING.keys() - {"agenda", "what-if"}))
def test_a_missing_program_is_told(name: str, tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook")
    (root / "records/program.md").unlink()
    told = _called(name, root, tmp_path / "out")
    assert "note: there is no records/program.md: " in told


@pytest.mark.parametrize("name", ["due", "ledger"])
def test_a_program_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook")
    (root / "records/program.md").write_text("---\nname: [\n---\n", encoding="utf-8")
    assert "note: records/program.md cannot be read: " in _called(name, root, tmp_path / "out")


@pytest.mark.parametrize("name", sorted(REPORTING))
def test_nothing_is_told_of_a_sound_handbook(name: str, tmp_path: Path) -> None:
    assert "note: the records" not in _called(name, SPECIMEN, tmp_path / "out")


def test_what_is_overdue_is_no_fault_of_the_records() -> None:
    assert call("due", "--root", SPECIMEN, "--as-of", "2026-12-15").err == ""
