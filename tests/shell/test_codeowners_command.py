"""Code owners: who is asked for which files, and how a list that lags behind the roles is noticed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from shellwork import ROOT, call, change, handbook

from partnerbook.shell.forge.code_owners import is_account

PROGRAM = "records/program.md"
CODE_OWNERS = ".github/CODEOWNERS"
MATS = "    roles: [finance, payout_preparer]\n    account: mpetersen\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".github").mkdir()
    return handbook(tmp_path)


def lines(text: str) -> dict[str, str]:
    """Owners by pattern."""
    pairs: Iterator[list[str]] = (line.split(maxsplit=1) for line in text.splitlines() if line.startswith("/"))
    return dict(pairs)


def listed(root: Path) -> dict[str, str]:
    result = call("codeowners", "--root", root)
    assert result.code == 0
    return lines(result.out)


def findings(root: Path) -> list[str]:
    text = call("check", "--root", root, "--format", "github", "--select", "REF080").out
    return [line for line in text.splitlines() if "REF080" in line]


def test_each_role_owns_what_it_answers_for(root: Path) -> None:
    change(root, PROGRAM, MATS, "    roles: [payout_approver, partner_owner]\n    account: mpetersen\n")
    found = listed(root)
    assert found["/records/payouts/"] == found["/records/partners/"] == "@hlornsen @mpetersen"
    assert found["/records/agreements/"] == found["/records/program.md"] == "@hlornsen"
    assert (
        found["/.github/"] == found["/generator/"] == found["/site_templates/"] == found["/mkdocs.yml"] == "@hlornsen"
    )
    assert list(found)[-1] == "/.github/", "the last that matches counts"


def test_the_list_itself_belongs_to_the_owner_of_the_program(root: Path) -> None:
    patterns = [pattern for pattern in listed(root) if f"/{CODE_OWNERS}".startswith(pattern)]
    assert patterns == ["/.github/"]


def test_who_has_left_or_is_not_there_yet_is_out(root: Path) -> None:
    change(root, PROGRAM, MATS, "    roles: [payout_approver]\n    account: mpetersen\n    left: 2020-01-01\n")
    assert listed(root)["/records/payouts/"] == "@hlornsen"
    change(root, PROGRAM, "    left: 2020-01-01\n", "")
    assert listed(root)["/records/payouts/"] == "@hlornsen @mpetersen"


def test_who_has_no_account_is_told_of_and_left_out(root: Path) -> None:
    change(root, PROGRAM, MATS, "    roles: [payout_approver]\n")
    result = call("codeowners", "--root", root)
    assert "note: mats-petersen has roles and no account" in result.err
    assert lines(result.out)["/records/payouts/"] == "@hlornsen"


def test_what_is_no_account_cannot_get_into_the_list(root: Path) -> None:
    change(root, PROGRAM, "account: mpetersen", 'account: "x @evil\\n* @evil"')
    change(root, PROGRAM, "roles: [finance, payout_preparer]", "roles: [payout_approver]")
    result = call("codeowners", "--root", root)
    assert "evil" not in result.out
    assert "is no account at GitHub: mats-petersen is left out" in result.err
    assert lines(result.out)["/records/payouts/"] == "@hlornsen"


@pytest.mark.parametrize("name", ["", "-x", "a/b", "ä", "a b", "a" * 40, "x\n", "@x"])
def test_names_that_are_no_account(name: str) -> None:
    assert not is_account(name)


def test_files_without_an_owner_are_remarked_on(root: Path) -> None:
    change(root, PROGRAM, MATS, "    roles: [payout_preparer]\n    account: mpetersen\n")
    result = call("codeowners", "--root", root)
    assert "\n# /records/closings/: nobody with an account\n" in result.out
    assert "/records/closings/" not in lines(result.out)


def test_it_is_written_once(root: Path) -> None:
    assert call("codeowners", "--root", root, "--write").out == ".github/CODEOWNERS is written.\n"
    assert (root / CODE_OWNERS).read_text(encoding="utf-8") == call("codeowners", "--root", root).out
    assert call("codeowners", "--root", root, "--write").out == ".github/CODEOWNERS says so already.\n"


def test_check_says_when_it_is_missing_or_outdated(root: Path) -> None:
    (missing,) = findings(root)
    assert "there is no list of code owners" in missing
    call("codeowners", "--root", root, "--write")
    assert findings(root) == []
    change(root, PROGRAM, MATS, "    roles: [finance, payout_approver]\n    account: mpetersen\n")
    (outdated,) = findings(root)
    assert outdated.startswith("::warning file=.github/CODEOWNERS,line=")
    place = int(outdated.split("line=")[1].split(",")[0])
    written = (root / CODE_OWNERS).read_text(encoding="utf-8").splitlines()
    assert written[place - 1] == "/records/payouts/    @hlornsen", "the first line that differs"
    call("codeowners", "--root", root, "--write")
    assert findings(root) == []


def test_a_list_that_goes_on_or_ends_early_is_outdated_too(root: Path) -> None:
    call("codeowners", "--root", root, "--write")
    text = (root / CODE_OWNERS).read_text(encoding="utf-8")
    (root / CODE_OWNERS).write_text(text + "/.github/ @somebody\n", encoding="utf-8")
    assert len(findings(root)) == 1
    (root / CODE_OWNERS).write_text("".join(text.splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert len(findings(root)) == 1
    (root / CODE_OWNERS).write_bytes(b"\xff\x00\n")
    assert len(findings(root)) == 1


def test_windows_lines_are_the_same_list(root: Path) -> None:
    call("codeowners", "--root", root, "--write")
    text = (root / CODE_OWNERS).read_bytes()
    (root / CODE_OWNERS).write_bytes(text.replace(b"\n", b"\r\n"))
    assert findings(root) == []


def test_the_day_looked_from_does_not_make_it_outdated(root: Path) -> None:
    call("codeowners", "--root", root, "--write")
    found = call("check", "--root", root, "--as-of", "2025-06-30", "--select", "REF080")
    assert "REF080" not in found.out


def test_without_a_forge_or_its_folder_nothing_is_wanted(root: Path, tmp_path: Path) -> None:
    (root / ".github").rmdir()
    assert findings(root) == []
    (root / ".github").mkdir()
    text = (root / PROGRAM).read_text(encoding="utf-8")
    (root / PROGRAM).write_text(
        "".join(line for line in text.splitlines(keepends=True) if not line.startswith("forge:")), encoding="utf-8"
    )
    assert findings(root) == []


@pytest.mark.parametrize("place", ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".forgejo/CODEOWNERS"])
def test_a_list_is_kept_where_the_forge_finds_it(root: Path, place: str) -> None:
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).write_text("* @hlornsen\n", encoding="utf-8")
    (outdated,) = findings(root)
    assert outdated.startswith(f"::warning file={place},line=1,")
    assert call("codeowners", "--root", root, "--write").out == f"{place} is written.\n"
    assert findings(root) == []
    assert not (root / CODE_OWNERS).exists()
    assert list(listed(root).items())[-1] == (f"/{place}", "@hlornsen")


def test_the_first_place_that_the_forge_looks_in_counts(root: Path) -> None:
    call("codeowners", "--root", root, "--write")
    (root / "CODEOWNERS").write_text("* @hlornsen\n", encoding="utf-8")
    assert findings(root) == []


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """A handbook in a folder of a repository."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github").mkdir()
    (tmp_path / "our handbook").mkdir()
    return handbook(tmp_path / "our handbook")


def test_of_a_handbook_in_a_folder_the_list_of_the_whole_repository_counts(inside: Path, tmp_path: Path) -> None:
    (missing,) = findings(inside)
    assert missing.startswith("::warning file=../.github/CODEOWNERS,line=1,")
    assert call("codeowners", "--root", inside, "--write").out == ".github/CODEOWNERS is written.\n"
    text = (tmp_path / CODE_OWNERS).read_text(encoding="utf-8")
    assert "/our\\ handbook/records/payouts/ " in text
    assert "from the roles in our handbook/records/program.md" in text
    assert "\n/.github/ " in text
    assert findings(inside) == []


def test_lines_that_are_not_the_handbook_s_are_kept(inside: Path, tmp_path: Path) -> None:
    (tmp_path / CODE_OWNERS).write_text("* @hlornsen\n/src/ @jharms\n", encoding="utf-8")
    (silent,) = findings(inside)
    assert "it says nothing of our handbook/" in silent
    call("codeowners", "--root", inside, "--write")
    call("codeowners", "--root", inside, "--write")
    text = (tmp_path / CODE_OWNERS).read_text(encoding="utf-8")
    assert text.startswith("* @hlornsen\n/src/ @jharms\n# Who is asked")
    assert text.count("# Who is asked") == 1
    assert findings(inside) == []
    (tmp_path / CODE_OWNERS).write_text(f"{text}* @hlornsen\n", encoding="utf-8")
    assert len(findings(inside)) == 1, "the last line that matches counts"


def test_a_sample_in_another_handbook_s_repository_is_left_alone(inside: Path, tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    assert findings(inside) == []


def test_ours_is_up_to_date() -> None:
    assert (ROOT / CODE_OWNERS).read_text(encoding="utf-8") == call("codeowners", "--root", ROOT).out
