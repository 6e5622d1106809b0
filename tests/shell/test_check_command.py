"""`partnerbook check`: exit status, where it looks, from which day, and at which rules."""

import json
import subprocess
from pathlib import Path

import pytest
from shellwork import CLIENT, PARTNER, REFERRAL, SPECIMEN, Result, call, change, handbook, run

WELL = "45 records checked as of 2026-09-30: all is well.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The specimen, to be broken."""
    return handbook(tmp_path / "handbook")


def codes(result: Result) -> list[str]:
    """The codes of a report as JSON."""
    return [finding["code"] for finding in json.loads(result.out)["findings"]]


def test_a_clean_handbook_exits_0() -> None:
    assert call("check", "--root", SPECIMEN) == Result(0, WELL, "")
    assert call("check", "--root", SPECIMEN, "--strict").code == 0


def test_an_error_exits_1_and_says_file_line_column_what_and_what_to_do(root: Path) -> None:
    change(root, REFERRAL, "\npartner: software-werft", "\npartner: software-wreft")
    result = call("check", "--root", root, "--select", "REF002")
    assert (result.code, result.err) == (1, "")
    first, source, caret, remedy, *_ = result.out.splitlines()
    assert first.startswith(f"{REFERRAL}:3:10: error REF002 [unknown-partner] ")
    assert "software-wreft" in first
    assert source == "  3 | partner: software-wreft"
    assert caret == "    |          ^"
    assert remedy.startswith("  help: ")
    assert "software-werft" in remedy


def test_a_warning_fails_only_when_strict(root: Path) -> None:
    path = root / CLIENT
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    for options, code in (((), 0), (("--strict",), 1)):
        result = call("check", "--root", root, "--format", "json", *options)
        assert (result.code, codes(result)) == (code, ["FMT002"])
    assert call("check", "--root", root, "--strict", "--ignore", "FMT002").code == 0
    assert "1 warning." in call("check", "--root", root).out


def test_select_and_ignore_take_codes_families_commas_and_small_letters(root: Path) -> None:
    (root / CLIENT).write_text("---\nname: Hanse\nindustri: logistics\n---\n", encoding="utf-8")
    path = root / PARTNER
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    everything = codes(call("check", "--root", root, "--format", "json"))
    assert {"FMT002", "SCH001", "SCH002"} <= set(everything)
    for options, expected, code in (
        (("--select", "SCH"), {"SCH001", "SCH002"}, 1),
        (("--select", "sch002"), {"SCH002"}, 1),
        (("--select", "SCH002,FMT"), {"SCH002", "FMT002"}, 1),
        (("--select", "SCH002", "--select", "FMT002"), {"SCH002", "FMT002"}, 1),
        (("--select", "SCH", "--ignore", "SCH001"), {"SCH002"}, 1),
        (("--select", "SCH", "--ignore", "SCH"), set(), 0),
        (("--select", "FMT"), {"FMT002"}, 0),
        (("--ignore", "S, F"), set(everything) - {"SCH001", "SCH002", "FMT002"}, 0),
    ):
        result = call("check", "--root", root, "--format", "json", *options)
        assert (set(codes(result)), result.code) == (expected, code), options


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize("code", ["XYZ", "REF99999", "REF001,NOPE", "*"])
def test_an_unknown_code_is_a_wrong_call(option: str, code: str) -> None:
    result = call("check", "--root", SPECIMEN, option, code)
    assert (result.code, result.out) == (2, "")
    assert f"no rule begins with {code.split(',')[-1]}; `partnerbook rules` lists them" in result.err


@pytest.mark.parametrize(
    "day", ["yesterday", "2026-02-30", "30.09.2026", "2026-9-30", "20260930", "2026-W40-3", "2026-09-30T12:00", ""]
)
def test_a_day_that_is_none_is_a_wrong_call(day: str) -> None:
    result = call("check", "--root", SPECIMEN, "--as-of", day)
    assert (result.code, result.out) == (2, "")
    assert f"{day!r} is not a day; write it like 2026-09-30" in result.err


def test_the_day_looked_from() -> None:
    assert "as of 2026-09-30" in call("check", "--root", SPECIMEN).out
    assert "as of 2026-12-31" in call("check", "--root", SPECIMEN, "--as-of", "2026-12-31").out
    assert "as of 1999-01-01" in call("check", "--root", SPECIMEN, "--as-of", "1999-01-01").out


def test_a_handbook_that_is_no_sample_is_looked_at_from_today(root: Path) -> None:
    change(root, "records/program.md", "demo: true\nas_of: 2026-09-30", "demo: false\n#")
    report = json.loads(call("check", "--root", root, "--format", "json").out)
    # The day of the program's time zone: at most one day from the machine's.
    from datetime import UTC, date, datetime

    assert abs((date.fromisoformat(report["as_of"]) - datetime.now(UTC).date()).days) <= 1


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "Europe", "''"])
def test_a_time_zone_that_does_not_exist_stops_nothing(root: Path, zone: str) -> None:
    change(root, "records/program.md", "time_zone: Europe/Berlin", f"time_zone: {zone}")
    result = call("check", "--root", root)
    assert result.code in (0, 1)
    assert "records checked as of 2026-09-30" in result.out
    assert "INT" not in result.out


def test_it_looks_in_the_folder_it_is_called_in_and_above_it(root: Path) -> None:
    for folder in (root, root / "records", root / "records/referrals/2026"):
        assert run("check", cwd=folder) == Result(0, WELL, ""), folder


def test_another_folder_can_be_named(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert run("check", "--root", "../handbook", cwd=tmp_path / "elsewhere") == Result(0, WELL, "")
    assert call("check", "--root", root / "records/partners").out == WELL


def test_where_there_is_no_handbook_it_says_so(tmp_path: Path) -> None:
    for arguments in (("check",), ("check", "--root", "."), ("render", "--out", "site")):
        result = run(*arguments, cwd=tmp_path)
        assert (result.code, result.out) == (2, ""), arguments
        assert f"there is no handbook in {tmp_path}: no folder `records` here or above." in " ".join(result.err.split())
        assert "partnerbook init" in result.err
        assert not (tmp_path / "site").exists()


def test_a_folder_that_does_not_exist_is_not_taken_for_the_handbook_above_it(root: Path) -> None:
    result = call("check", "--root", root / "recrods")
    assert (result.code, result.out) == (2, "")
    assert "does not exist" in result.err


def test_a_file_is_no_folder(root: Path) -> None:
    assert call("check", "--root", root / CLIENT).code == 2


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@firm.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def test_git_around_it_changes_nothing(root: Path) -> None:
    change(root, REFERRAL, "\npartner: software-werft", "\npartner: software-wreft")
    without = call("check", "--root", root, "--format", "json")
    assert without.code == 1
    git(root, "init", "-q")
    assert call("check", "--root", root, "--format", "json") == without
    git(root, "add", ".")
    git(root, "commit", "-qm", "records: begin")
    assert call("check", "--root", root, "--format", "json") == without
    git(root, "rm", "-q", "--cached", REFERRAL)
    assert call("check", "--root", root, "--format", "json") == without


def test_records_alone_make_a_handbook(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    result = call("check", "--root", tmp_path, "--format", "json")
    assert (result.code, codes(result)) == (1, ["SCH018"])
