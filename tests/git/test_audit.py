"""The trail of payouts: prepared, approved and merged by whom, as far as git can say."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from gitwork import commit, git, replace
from reviewswork import KEY, NEW, begun, change, payout

from partnerbook.shell.cli import group

PAYOUT = KEY.partition("/")[2]
APPROVED = "[{on: 2026-09-29, by: nele-voss}]"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begun(tmp_path / "handbook")


def run(root: Path, *more: str) -> Result:
    return CliRunner().invoke(
        group, ["audit", "--root", str(root), "--as-of", "2026-11-30", *more], catch_exceptions=False
    )


def trail(root: Path, key: str = PAYOUT) -> dict[str, Any]:
    found = json.loads(run(root, "--format", "json").stdout)
    (one,) = [one for one in found["payouts"] if one["payout"] == key]
    return dict(one)


def merge(root: Path, author: str = "Henrike Lornsen <henrike.lornsen@alsterblick.example>") -> str:
    """Merge the branch as the forge does: the author is who pressed the button, the committer the forge itself."""
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "--no-commit", "change")
    git(root, "-c", "user.name=x", "commit", "-q", "-m", "Merge pull request #12", "--author", author, day="2026-10-02")
    return git(root, "rev-parse", "HEAD")


def test_a_merged_payout_names_preparer_approver_and_whoever_merged(root: Path) -> None:
    written = change(root, {NEW: payout(approved=APPROVED)})
    replace(root, "records/clients/hanse-logistik.md", "name: Hanse Logistik", "name: Hanse-Logistik")
    commit(root)
    merged = merge(root)
    found = trail(root)
    assert found["prepared"] == {"by": "mats-petersen", "on": "2026-09-28"}
    assert found["approved"] == [{"by": "nele-voss", "on": "2026-09-29"}]
    assert found["written"] == {
        "person": "mats-petersen",
        "name": "Mats Petersen",
        "mail": "mats.petersen@alsterblick.example",
        "on": "2026-09-30",
        "commit": written,
    }
    assert (found["merged"]["person"], found["merged"]["commit"]) == ("henrike-lornsen", merged)
    assert (found["by_merge"], found["changes"], found["doubts"]) == (True, 1, [])
    assert found["latest"] == found["written"]


def test_a_squash_at_the_forge_does_not_say_who_pressed_the_button(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(root, {NEW: payout()})
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--squash", "change")
    who = ["-c", "user.name=GitHub", "-c", "user.email=noreply@github.com"]
    tree, parent = git(root, "write-tree"), git(root, "rev-parse", "HEAD")
    raw = (
        f"tree {tree}\nparent {parent}\nauthor Mats Petersen <mats.petersen@alsterblick.example> 1790000000 +0200\n"
        "committer GitHub <noreply@github.com> 1790000000 +0200\n\nPayout (#12)\n"
    )
    (root / ".git/raw").write_text(raw, encoding="utf-8")
    made = git(root, *who, "hash-object", "-t", "commit", "-w", ".git/raw")
    git(root, "reset", "-q", "--hard", made)
    found = trail(root)
    assert (found["by_merge"], found["merged"]["name"], found["merged"]["person"]) == (False, "GitHub", None)
    assert found["written"]["person"] == "mats-petersen"
    assert "GitHub (by a button, whoever pressed it)" in run(root).stdout


def test_a_direct_push_is_put_there_by_its_committer(root: Path) -> None:
    change(root, {NEW: payout()})
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--ff-only", "change")
    found = trail(root)
    assert (found["by_merge"], found["merged"]["person"]) == (False, "ilka-brandt")
    assert "Ilka Brandt (no merge)" in run(root).stdout


def test_what_a_merge_of_a_merge_brought_counts_for_the_one_on_the_main_line(root: Path) -> None:
    git(root, "switch", "-q", "-c", "inner")
    change(root, {NEW: payout()})
    git(root, "switch", "-q", "change")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "inner")
    merged = merge(root)
    assert trail(root)["merged"]["commit"] == merged


def test_later_changes_are_counted_and_the_last_is_named(root: Path) -> None:
    first = change(root, {NEW: payout(approved=APPROVED)})
    merge(root)
    last = change(
        root, {NEW: payout(approved=APPROVED, paid="{on: 2026-10-30}")}, "Nele Voss <nele.voss@alsterblick.example>"
    )
    found = trail(root)
    assert (found["written"]["commit"], found["latest"]["commit"], found["changes"]) == (first, last, 2)
    assert (found["latest"]["person"], found["paid_on"]) == ("nele-voss", "2026-10-30")


def test_what_to_look_at(root: Path) -> None:
    change(root, {NEW: payout(approved=APPROVED)}, "Nele Voss <nele.voss@alsterblick.example>")
    git(root, "commit", "-q", "--amend", "--no-edit", "--date", "2026-09-29T12:00:00Z")
    assert trail(root)["doubts"] == ["written_by_another", "approver_wrote"]
    said = run(root).stdout
    assert "- somebody else than the preparer wrote it" in said
    assert "- somebody who approved it wrote a part of it before" in said


def test_marking_as_paid_after_approving_is_nothing_to_look_at(root: Path) -> None:
    change(root, {NEW: payout(approved=APPROVED)})
    change(root, {NEW: payout(approved=APPROVED, paid="{on: 2026-10-30}")}, "Nele Voss <nele.voss@alsterblick.example>")
    assert trail(root)["doubts"] == []


def test_a_payout_that_is_not_committed_yet(root: Path) -> None:
    (root / NEW).write_text(payout(), encoding="utf-8")
    found = trail(root)
    assert (found["written"], found["merged"], found["doubts"]) == (None, None, ["not_committed"])


def test_a_shallow_clone_says_what_it_cannot(root: Path, tmp_path: Path) -> None:
    change(root, {NEW: payout()})
    change(root, {NEW: payout("4001.00")})
    git(tmp_path, "clone", "-q", "--depth", "2", "--branch", "change", f"file://{root}", "shallow")
    found = trail(tmp_path / "shallow")
    assert (found["written"], found["merged"], found["doubts"]) == (None, None, ["cut_off"])
    assert found["latest"]["person"] == "mats-petersen"
    assert "git fetch --unshallow" in run(tmp_path / "shallow").stdout


def test_without_git_the_records_still_say_theirs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (root / NEW).write_text(payout(), encoding="utf-8")
    (root / ".git").rename(tmp_path / "elsewhere")
    found = trail(root)
    assert (found["prepared"]["by"], found["written"], found["doubts"]) == ("mats-petersen", None, [])
    assert "There is no git around these records" in run(root).stdout


def test_it_says_plainly_what_git_proves_and_what_only_the_forge_knows(root: Path) -> None:
    said = " ".join(run(root).stdout.split())
    assert "Git proves which contents followed which" in said
    assert "Names and days in a commit are what its maker wrote there, unless it is signed." in said
    assert "Only the forge knows who reviewed a change" in said


def test_partner_and_year_narrow_it(root: Path) -> None:
    change(root, {NEW: payout(), NEW.replace("2026", "2025"): payout().replace("run: 2026-10-30", "run: 2025-10-30")})
    everything = {one["payout"] for one in json.loads(run(root, "--format", "json").stdout)["payouts"]}
    of_year = {one["payout"] for one in json.loads(run(root, "--format", "json", "--year", "2025").stdout)["payouts"]}
    assert of_year == {PAYOUT.replace("2026", "2025")} < everything
    found = json.loads(run(root, "--format", "json", "--partner", "agentur-brandung").stdout)["payouts"]
    assert {one["partner"] for one in found} == {"agentur-brandung"}
    refused = CliRunner().invoke(group, ["audit", "--root", str(root), "--partner", "nobody"])
    assert refused.exit_code == 2
    assert "there is no such partner" in refused.output


def test_names_of_git_are_shown_and_not_obeyed(root: Path) -> None:
    change(root, {NEW: payout()}, "=HYPERLINK(1)\x1b[2J <x@x.example>")
    said = run(root).stdout
    assert "\x1b" not in said
    assert "=HYPERLINK(1)\\x1b[2J" in said
    rows = list(csv.DictReader(io.StringIO(run(root, "--format", "csv").stdout)))
    (row,) = [row for row in rows if row["payout"] == PAYOUT]
    assert row["written_as"].startswith("'=HYPERLINK")
    assert (row["total"], row["currency"], row["prepared_by"], row["changes"]) == (
        "4000.00",
        "EUR",
        "mats-petersen",
        "1",
    )
    assert date.fromisoformat(row["written_on"]) == date(2026, 9, 30)
