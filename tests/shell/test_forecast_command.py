"""`partnerbook forecast`, through the same door as a user."""

import json
import re
from pathlib import Path

import pytest
from shellwork import ROOT, SPECIMEN, call, handbook

SECTIONS = (
    "Due",
    "Expected from open referrals",
    "Still to be earned on won deals",
    "Earned and not paid, for the accrual of 31 December 2026",
    "Cost to leave",
    "Open referrals within the tail, not part of the cost to leave",
)


def test_the_sample_has_every_section() -> None:
    result = call("forecast", "--root", ROOT)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Forecast, looked at from 30 September 2026\n")
    titles = [line for line in result.out.splitlines() if line and not line.startswith(" ")]
    assert titles == [
        "Forecast, looked at from 30 September 2026",
        *SECTIONS,
        "Amounts of different currencies are not added.",
    ]
    assert all(char.isprintable() or char == "\n" for char in result.out)
    assert "no figure: fewer than 5 clients won" in result.out


def test_json_keeps_the_basis_of_every_figure() -> None:
    result = call("forecast", "--root", ROOT, "--format", "json")
    document = json.loads(result.out)
    assert list(document) == [
        "version",
        "as_of",
        "year_end",
        "due",
        "expected",
        "remaining",
        "accruals",
        "totals",
        "exits",
    ]
    assert (document["version"], document["as_of"], document["year_end"]) == (1, "2026-09-30", "2026-12-31")
    for one in document["expected"]:
        assert set(one["conversion"]) == {"direction", "won", "decided"}
        assert bool(one["amounts"]) == (one["why_not"] == "")
    assert not re.search(r": -?\d+\.\d", result.out), "no figure is a floating number"
    assert call("forecast", "--root", ROOT, "--format", "json").out == result.out


def test_an_earlier_day_knows_less() -> None:
    document = json.loads(call("forecast", "--root", ROOT, "--as-of", "2024-06-30", "--format", "json").out)
    assert document["year_end"] == "2024-12-31"
    assert {one["why_not"] for one in document["expected"]} <= {"few_decided", "few_won", "no_agreement"}


def test_a_handbook_without_referrals_has_nothing_to_come(tmp_path: Path) -> None:
    root = tmp_path / "new"
    assert call("init", root).code == 0
    result = call("forecast", "--root", root)
    assert (result.code, result.err) == (0, "")


def test_a_handbook_with_broken_records_is_still_forecast(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    (root / "records/program.md").write_text("---\nname: [\n---\n", encoding="utf-8")
    result = call("forecast", "--root", root, "--as-of", "2026-09-30")
    assert result.code == 0
    assert result.out
    assert result.err.startswith("note: records/program.md cannot be read")


@pytest.mark.parametrize("arguments", [("--format", "csv"), ("--lang", "fr"), ("--as-of", "soon")])
def test_a_wrong_call_exits_2(arguments: tuple[str, str]) -> None:
    result = call("forecast", "--root", SPECIMEN, *arguments)
    assert (result.code, result.out) == (2, "")
