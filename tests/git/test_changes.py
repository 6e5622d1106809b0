"""Changes as they are made: `check --base` and `diff` on branches, merges and what a hundred colleagues do at once."""

import contextlib
import gc
import io
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from gitwork import CLIENT, PARTNER, PAYOUT, REFERRAL, SPECIMEN, commit, git, replace, repository, write

from partnerbook.shell.cli import main

DAY = ("--as-of", "2026-09-30")
LOGGED = """---
partner: software-werft
direction: received
received: 2026-09-%(day)02dT09:00
client: client-%(number)03d
service: fractional-cfo
challenge: Number %(number)d of many
consent: {introduction: 2026-08-31}
milestones:
  acknowledged: {on: 2026-09-%(day)02dT09:30, told: 2026-09-%(day)02d}
  contacted: {on: 2026-09-%(day)02dT17:00, told: 2026-09-%(day)02d}
  declined: {on: 2026-09-%(day)02dT17:00, told: 2026-09-%(day)02d}
outcome: {reason: timing, lesson: Ask in spring, alternative: A call in spring}
feedback: {on: 2026-09-30, fit: 3}
---
"""


@dataclass(frozen=True)
class Said:
    """How a call ended, and what it wrote."""

    code: int
    out: str
    err: str

    def codes(self) -> list[str]:
        """The codes of a JSON report that are errors."""
        return [one["code"] for one in json.loads(self.out)["findings"] if one["severity"] == "error"]


def call(*arguments: object) -> Said:
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main([str(argument) for argument in arguments])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        gc.enable()
    return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    folder.mkdir()
    return repository(folder)


def check(root: Path, base: str = "main") -> Said:
    return call("check", "--root", root, *DAY, "--base", base, "--format", "json")


def test_a_harmless_change_passes(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    replace(root, REFERRAL, "asked the question", "asked a question")
    said = check(root)
    assert (said.code, said.codes()) == (0, [])


def test_the_past_cannot_be_rewritten_unnoticed(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    replace(root, PAYOUT, "total: 1750.00 EUR", "total: 1950.00 EUR")
    replace(root, PAYOUT, "amount: 25.00 EUR, reason", "amount: 225.00 EUR, reason")
    said = check(root)
    assert said.code == 1
    assert said.codes().count("CHG001") == 2
    # Without a base the record agrees with itself, but for the period that was closed and the VAT.
    alone = call("check", "--root", root, *DAY, "--format", "json")
    assert "CHG001" not in alone.out


def test_a_deleted_payout_is_shown_where_it_was(root: Path) -> None:
    (root / PAYOUT).unlink()
    said = call("check", "--root", root, *DAY, "--base", "main", "--select", "CHG002")
    assert said.code == 1
    assert said.out.startswith(f"{PAYOUT}:")
    assert "this payout of 1750.00 EUR to software-werft was paid on 2026-07-30 and is gone" in said.out


@pytest.mark.parametrize("format_", ["text", "github", "markdown", "json"])
def test_what_cannot_be_compared_is_an_error_in_every_format(root: Path, format_: str) -> None:
    said = call("check", "--root", root, *DAY, "--base", "nowhere", "--format", format_)
    assert said.code == 1
    assert "GIT002" in said.out
    assert "Traceback" not in said.out + said.err


def test_a_rename_alone_breaks_no_rule_about_changes(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    (root / "records/payouts/2025").mkdir()
    git(root, "mv", PAYOUT, PAYOUT.replace("/2026/", "/2025/"))
    commit(root)
    assert [code for code in check(root).codes() if code.startswith("CHG")] == []


def test_an_old_lateness_does_not_block_a_new_referral(root: Path) -> None:
    late = call("check", "--root", root, "--as-of", "2026-11-30", "--format", "json")
    assert late.code == 1
    assert any(code.startswith("DUE") for code in late.codes())
    git(root, "switch", "-q", "-c", "change")
    write(root, {"records/referrals/2026/2026-09-21-software-werft-n01.md": LOGGED % {"day": 21, "number": 1}})
    said = call("check", "--root", root, "--as-of", "2026-11-30", "--base", "main", "--format", "json")
    assert [code for code in said.codes() if code.startswith("DUE")] == []


def test_a_hundred_branches_that_each_log_a_referral_merge_without_conflict(root: Path) -> None:
    begin = git(root, "rev-parse", "main")
    script = []
    for number in range(100):
        day = 1 + number % 25
        path = f"records/referrals/2026/2026-09-{day:02d}-software-werft-n{number:02d}.md"
        text = LOGGED % {"day": day, "number": number}
        script.append(
            f"commit refs/heads/log-{number}\nauthor Colleague {number} <c{number}@kontor.example> 1790000000 +0200\n"
            f"committer Colleague {number} <c{number}@kontor.example> 1790000000 +0200\ndata 3\nLog\n"
            f"from {begin}\nM 100644 inline {path}\ndata {len(text.encode())}\n{text}\n"
        )
    _import(root, "".join(script))
    for number in range(99):
        git(root, "merge", "-q", "--no-ff", "--no-edit", f"log-{number}")
    # The last is one new referral, whatever the others did meanwhile.
    git(root, "switch", "-q", "log-99")
    alone = json.loads(call("diff", "main", "--root", root, *DAY, "--format", "json").out)
    assert alone["added"] == {"referral": ["2026-09-25-software-werft-n99"]}
    assert (alone["changed"], alone["removed"]) == ({}, {})
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "log-99")
    assert len(git(root, "log", "--merges", "--format=%H").splitlines()) == 100
    said = check(root, begin)
    assert (said.code, said.codes()) == (0, [])


def _import(root: Path, script: str) -> None:
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=script.encode(), check=True)


# diff


def test_a_change_in_three_forms(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    payment = "  - {key: p3, deal: run, on: 2026-09-25, amount: 2500.00 EUR}\nrefunds:\n"
    replace(root, REFERRAL, "refunds:\n", payment)
    text = call("diff", "main", "--root", root, *DAY)
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("Money moves with 2 partners.\n")
    assert "€3,550.00 → €3,700.00" in text.out
    comment = call("diff", "main", "--root", root, *DAY, "--format", "markdown", "--lang", "de")
    assert comment.out.startswith("**Bei 2 Partnern bewegt sich Geld")
    document = json.loads(call("diff", "main", "--root", root, *DAY, "--format", "json").out)
    assert document["liability"] == [{"old": "3000.00 EUR", "new": "3250.00 EUR"}]
    assert document["changed"] == {"referral": ["2026-03-02-software-werft-k7"]}


def test_no_difference_and_no_base(root: Path) -> None:
    assert call("diff", "main", "--root", root, *DAY).out == "No record differs.\n"
    said = call("diff", "nowhere", "--root", root, *DAY)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("error GIT002: the repository has no revision `nowhere`\nhelp: ")
    assert call("diff", "main", "--root", root.parent / "handbook/records/partners", *DAY).code == 0
    assert call("diff", "--root", root).code == 2


def test_a_broken_base_is_told_beside_the_report(root: Path) -> None:
    healthy = (root / CLIENT).read_text(encoding="utf-8")
    write(root, {CLIENT: "---\nname: [\n---\n"})
    commit(root)
    write(root, {CLIENT: healthy})
    replace(root, PARTNER, "\ncity: ", "\ncity: Neu-")
    said = call("diff", "main", "--root", root, *DAY)
    assert said.err.startswith("warning GIT006: 1 record could not be read at `main`")
    assert "Not compared\n  client/hanse-logistik" in said.out


def test_a_first_commit_is_all_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, {"README.md": "# To be\n"})
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    shutil.copytree(SPECIMEN, tmp_path / "records")
    said = call("diff", "main", "--root", tmp_path, *DAY, "--format", "markdown")
    assert said.code == 0
    assert len(said.out.splitlines()) <= 25
    assert check(tmp_path).code == 0
