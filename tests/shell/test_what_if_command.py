"""`partnerbook what-if`, through the same door as a user."""

import json
import shutil
from pathlib import Path

from shellwork import ROOT, SPECIMEN, call, handbook

AGREEMENT = ROOT / "records/agreements/software-werft-2026.md"
PROGRAM = ROOT / "records/program.md"


def changed(folder: Path, old: str, new: str, file: Path = AGREEMENT) -> Path:
    """A copy of a record with other words."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    copy = folder / file.name
    copy.write_text(text.replace(old, new), encoding="utf-8")
    return copy


def test_the_terms_as_they_are_change_nothing() -> None:
    result = call("what-if", "--root", ROOT, "--agreement", AGREEMENT)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("What if: software-werft-2026, looked at from 30 September 2026\n")
    assert result.out.count("Nothing would have been different.") == 2
    assert "Lines in payouts" not in result.out


def test_other_terms_show_quarters_totals_and_what_stays(tmp_path: Path) -> None:
    before = AGREEMENT.read_bytes()
    file = changed(tmp_path, "rate: 10%", "rate: 11%")
    result = call("what-if", "--root", ROOT, "--agreement", file)
    assert "Q2 2026" in result.out
    assert "Lines in payouts stay as they are" in result.out
    assert "stays\n" in result.out
    assert AGREEMENT.read_bytes() == before


def test_json_has_every_figure_as_records_write_them(tmp_path: Path) -> None:
    file = changed(tmp_path, "rate: 10%", "rate: 11%")
    document = json.loads(call("what-if", "--root", ROOT, "--agreement", file, "--format", "json").out)
    assert (document["version"], document["as_of"]) == (1, "2026-09-30")
    assert document["quarters"] == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert document["replaced"] == ["software-werft-2026"]
    assert document["rows"]
    for row in document["rows"]:
        assert set(row) == {"partner", "quarter", "direction", "change"}
        assert set(row["change"]) == {"old", "new"}
    assert {total["direction"] for total in document["totals"]} == {"payable", "receivable"}


def test_other_rates_of_tiers(tmp_path: Path) -> None:
    same = call("what-if", "--root", ROOT, "--program", PROGRAM)
    assert (same.code, same.err) == (0, "")
    assert same.out.startswith("What if: program, looked at from 30 September 2026\n")
    assert same.out.count("Nothing would have been different.") == 2
    # Only the rates count: another currency of the program changes nothing.
    file = changed(tmp_path, "\ncurrency: EUR\n", "\ncurrency: USD\n", PROGRAM)
    assert call("what-if", "--root", ROOT, "--program", file).out == same.out


def test_findings_about_the_file_are_told_at_the_file(tmp_path: Path) -> None:
    file = changed(tmp_path, "partner: software-werft\n", "partner: software-wreft\n")
    result = call("what-if", "--root", ROOT, "--agreement", file)
    assert result.code == 1
    assert f"{file}:" in result.err
    assert " error REF" in result.err
    assert "  help: " in result.err


def test_a_file_that_is_no_record_ends_it(tmp_path: Path) -> None:
    file = tmp_path / AGREEMENT.name
    file.write_text("---\npartner: [\n---\n", encoding="utf-8")
    result = call("what-if", "--root", ROOT, "--agreement", file)
    assert (result.code, result.out) == (1, "")
    assert " error FMT" in result.err
    assert "Traceback" not in result.err


def test_wrong_calls_exit_2(tmp_path: Path) -> None:
    stranger = tmp_path / "software-werf-2026.md"
    shutil.copy(AGREEMENT, stranger)
    for arguments, said in (
        ((), "--agreement FILE"),
        (("--agreement", AGREEMENT, "--program", PROGRAM), "--agreement FILE"),
        (("--agreement", stranger), "did you mean software-werft-2026"),
        (("--agreement", AGREEMENT, "--agreement", AGREEMENT), "given twice"),
        (("--agreement", tmp_path / "nothing.md"), "does not exist"),
        (("--agreement", AGREEMENT, "--format", "csv"), "csv"),
    ):
        result = call("what-if", "--root", ROOT, *arguments)
        assert (result.code, result.out) == (2, ""), arguments
        assert said in " ".join(result.err.split()), arguments
    assert call("what-if", "--root", tmp_path, "--agreement", AGREEMENT).code == 2


def test_an_agreement_of_a_handbook_without_a_program_can_still_be_looked_at(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    (root / "records/program.md").unlink()
    file = sorted((SPECIMEN / "records/agreements").glob("*.md"))[0]
    result = call("what-if", "--root", root, "--agreement", file, "--as-of", "2026-09-30")
    assert "Traceback" not in result.err
    assert call("what-if", "--root", root, "--program", PROGRAM).code == 2
