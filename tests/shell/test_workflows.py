"""The workflows: what they may do, and what their steps do when they run in the order the workflow gives."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from shellwork import ROOT, SPECIMEN, call, change
from workflowwork import Ended, Forge, as_reviews, git, read_workflow

from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource
from partnerbook.shell.forge.repository_files import TEMPLATES, repository_files
from partnerbook.shell.submissions import FIELDS

FOLDER = ROOT / ".github/workflows"
OURS = sorted(path.name for path in FOLDER.glob("*.yml"))
TRAVELLING = sorted(path.name for path in (TEMPLATES / "workflows").glob("*.yml"))
TOOLS = Path(sys.executable).parent
PINS = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "actions/upload-artifact": "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "actions/deploy-pages": "368f82528645a54fb793d4d04e342629a3f51346 # v5.0.1",
}
UNTRUSTED = ("title", "body", "head.ref", "head_ref", "login", "message", "label", "head.repo.default_branch")
"""What anybody can choose; nothing of it may stand in a line that a shell runs."""
GIT = re.compile(r"\bgit (?:add|apply|commit|config|diff|push|switch)\b")


# What they may do


def jobs(name: str) -> dict[str, Any]:
    return dict(read_workflow(FOLDER / name)["jobs"])


def test_there_are_these_and_all_but_the_codes_travel() -> None:
    assert set(OURS) == {f"{name}.yml" for name in ("ci", "intake", "nightly", "pages", "payouts", "records")}
    assert set(OURS) - set(TRAVELLING) == {"ci.yml"}


@pytest.mark.parametrize("path", sorted(repository_files()))
def test_this_repository_has_what_a_new_one_gets(path: str, request: pytest.FixtureRequest) -> None:
    text = repository_files()[path]
    if request.config.getoption("--bless"):
        (ROOT / path).write_text(text, encoding="utf-8")
    assert (ROOT / path).read_text(encoding="utf-8") == text, "make bless copies it"


@pytest.mark.parametrize("name", OURS)
def test_nothing_is_allowed_that_no_job_asks_for(name: str) -> None:
    workflow = read_workflow(FOLDER / name)
    assert workflow["permissions"] == {}
    assert "cancel-in-progress" in workflow["concurrency"]
    assert "pull_request_target" not in workflow["on"]
    assert "workflow_run" not in workflow["on"]
    for job in workflow["jobs"].values():
        assert job["permissions"], "a job says what it needs"
        assert job["runs-on"] == "ubuntu-24.04"
        assert int(job["timeout-minutes"]) <= 30
        assert set(job["permissions"].values()) <= {"read", "write"}


@pytest.mark.parametrize("name", OURS)
def test_actions_are_pinned_and_checkouts_leave_no_token_behind(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    for action, pin in re.findall(r"uses: (\S+?)@(.+)$", text, re.MULTILINE):
        assert PINS[action] == pin
    for job in jobs(name).values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("name", OURS)
def test_no_line_that_runs_holds_what_somebody_chose(name: str) -> None:
    for job in jobs(name).values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            for value in step.get("with", {}).values():
                assert not any(word in value for word in UNTRUSTED)


@pytest.mark.parametrize("name", OURS)
def test_who_can_write_runs_nothing_but_gh_and_git(name: str) -> None:
    """No program and no checkout of a change beside a token that can write."""
    for job in jobs(name).values():
        if "write" not in job["permissions"].values():
            assert not any("gh auth" in step.get("run", "") for step in job["steps"])
            continue
        commands = "\n".join(step.get("run", "") for step in job["steps"])
        assert "partnerbook " not in commands.replace("partnerbook/", "")
        assert ".venv" not in commands
        assert "make " not in commands
        checkouts = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        if name == "records.yml":
            assert checkouts == []
            assert not GIT.search(commands)
        # Elsewhere it is the branch that counts, as nothing else is named.
        assert all("ref" not in step["with"] for step in checkouts)


def test_approvals_are_weighed_with_the_program_of_the_base() -> None:
    for name in ("report", "approvals"):
        job = jobs("records.yml")[name]
        base, change = (step["with"] for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@"))
        assert (base["path"], base["ref"]) == ("base", "${{ github.event.pull_request.base.ref }}")
        assert (change["path"], change["fetch-depth"], "ref" in change) == ("change", "0", False)
        commands = [step["run"] for step in job["steps"] if "run" in step]
        assert "make -C base .venv/.site" in commands
        assert not any("change/.venv" in command or "make -C change" in command for command in commands)


def test_the_issue_form_asks_what_intake_reads() -> None:
    form = read_workflow(ROOT / ".github/ISSUE_TEMPLATE/log-a-referral.yml")
    asked = [item for item in form["body"] if item["type"] != "markdown"]
    assert len(asked) <= 8
    known = {field.name: (field.label, field.required) for field in FIELDS}
    for item in asked:
        label, required = known[item["id"]]
        assert item["attributes"]["label"] == label
        assert required <= (item.get("validations", {}).get("required") == "true")
    assert {name for name, (_, required) in known.items() if required} <= {item["id"] for item in asked}
    assert form["labels"] == ["referral"]
    assert "'referral'" in jobs("intake.yml")["read"]["if"]


def test_what_init_writes_is_clean_for_the_linters(tmp_path: Path) -> None:
    assert call("init", tmp_path / "new").code == 0
    folder = tmp_path / "new/.github"
    schema = (TOOLS / "check-jsonschema", "--builtin-schema")
    for command in (
        (TOOLS / "zizmor", "--offline", "--quiet", "--persona", "pedantic", folder),
        (*schema, "vendor.github-workflows", *sorted((folder / "workflows").iterdir())),
        (*schema, "vendor.github-issue-forms", folder / "ISSUE_TEMPLATE/log-a-referral.yml"),
    ):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


# What they do


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """The specimen handbook with what `init` writes for the forge, before anything is committed."""
    root = tmp_path / "handbook"
    shutil.copytree(SPECIMEN / "records", root / "records")
    for path, text in repository_files().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    assert call("codeowners", "--write", "--root", root).code == 0
    return root


@pytest.fixture
def forge(handbook: Path, tmp_path: Path) -> Forge:
    """The forge that holds it."""
    forge = Forge.holding(handbook, tmp_path / "forge")
    forge.answer("reviews.json", "[]")
    forge.answer("list", "")
    return forge


def run(forge: Forge, name: str) -> dict[str, Ended]:
    return forge.run(read_workflow(FOLDER / f"{name}.yml"))


REFERRAL = """---
partner: software-werft
direction: received
received: 2026-09-30T16:15
client: baeckerei-sund
service: fractional-cfo
challenge: A second bakery is to be bought
---
"""
PAYOUT = "records/payouts/2026/2026-10-30-software-werft-payable.md"


def add(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def test_a_referral_is_checked_told_and_needs_no_approval(handbook: Path, forge: Forge) -> None:
    add(handbook, "records/referrals/2026/2026-09-30-software-werft-s4.md", REFERRAL)
    forge.propose(handbook)
    ended = run(forge, "records")
    assert {name: job.success for name, job in ended.items()} == dict.fromkeys(
        ("check", "report", "comment", "approvals", "verdict"), True
    ), "\n".join(job.log for job in ended.values())
    assert "records checked as of 2026-09-30" in ended["check"].log
    assert "baeckerei" in forge.body or "Software Werft" in forge.body
    assert ended["report"].summary == forge.body
    comment, status = (one for one in forge.calls if one[0] == "pr" or "statuses" in one[1])
    assert comment == ["pr", "comment", "7", "--body-file", "report.md", "--edit-last", "--create-if-none"]
    head = git(handbook, "rev-parse", "HEAD")
    assert status[:4] == ["api", f"repos/firm/handbook/statuses/{head}", "-f", "state=success"]
    assert "context=partnerbook/approvals" in status


def test_a_record_that_is_wrong_fails_the_check_alone(handbook: Path, forge: Forge) -> None:
    add(
        handbook, "records/referrals/2026/2026-09-30-software-werft-s4.md", REFERRAL.replace("software-werft", "nobody")
    )
    forge.propose(handbook)
    ended = run(forge, "records")
    assert not ended["check"].success
    assert "::error file=records/referrals/2026/2026-09-30-software-werft-s4.md" in ended["check"].log
    assert ended["comment"].success


def state(forge: Forge) -> str:
    return [part for one in forge.calls for part in one if part.startswith("state=")][-1]


def test_a_payout_waits_for_its_approver(handbook: Path, forge: Forge) -> None:
    assert call("payouts", "propose", "--through", "2026-10-30", "--root", handbook).code == 0
    forge.propose(handbook)
    ended = run(forge, "records")
    assert ended["approvals"].success, ended["approvals"].log
    assert state(forge) == "state=failure"
    assert "not approved yet by Henrike Lornsen" in ended["approvals"].summary
    forge.context["github"]["event_name"] = "pull_request_review"
    head = git(handbook, "rev-parse", "HEAD")
    forge.answer("reviews.json", as_reviews(("hlornsen", "APPROVED", head, "2026-09-30T10:00:00Z")))
    ended = run(forge, "records")
    assert set(ended) == {"approvals", "verdict"}
    assert state(forge) == "state=success", ended["approvals"].log


def test_a_change_cannot_name_its_own_approver(handbook: Path, forge: Forge) -> None:
    """Program, roles and limits are those of the base, whatever the change brings along."""
    assert call("payouts", "propose", "--through", "2026-10-30", "--root", handbook).code == 0
    change(handbook, "records/program.md", "roles: [finance, payout_preparer]", "roles: [finance, payout_approver]")
    (handbook / "Makefile").write_text(".venv/.site:\n\ttouch taken-over; exit 1\n", encoding="utf-8")
    forge.propose(handbook)
    head = git(handbook, "rev-parse", "HEAD")
    forge.answer("reviews.json", as_reviews(("mpetersen", "APPROVED", head, "2026-09-30T10:00:00Z")))
    ended = run(forge, "records")
    assert not ended["check"].success, "the change's own program is set up for the check, and only there"
    assert ended["report"].success
    assert ended["approvals"].success
    assert state(forge) == "state=failure"
    assert not list(forge.folder.rglob("workspace-approvals/**/taken-over"))


def test_a_verdict_that_cannot_be_reached_is_an_error(handbook: Path, forge: Forge) -> None:
    add(handbook, "records/referrals/2026/2026-09-30-software-werft-s4.md", REFERRAL)
    forge.propose(handbook)
    forge.answer("reviews.json", '{"message": "Not Found"}')
    ended = run(forge, "records")
    assert not ended["approvals"].success
    assert state(forge) == "state=error"


def test_a_change_from_elsewhere_gets_no_comment(handbook: Path, forge: Forge) -> None:
    add(handbook, "records/referrals/2026/2026-09-30-software-werft-s4.md", REFERRAL)
    forge.propose(handbook)
    forge.context["github"]["event"]["pull_request"]["head"]["repo"]["full_name"] = "stranger/handbook"
    ended = run(forge, "records")
    assert set(ended) == {"check", "report", "approvals"}
    assert ended["report"].summary


@pytest.mark.parametrize(
    ("well", "before", "called"),
    [
        (False, "", ["label create", "issue create"]),
        (False, "12", ["issue edit"]),
        (True, "12", ["issue close"]),
        (True, "", []),
    ],
)
def test_one_issue_says_what_is_overdue(
    handbook: Path, forge: Forge, tmp_path: Path, well: bool, before: str, called: list[str]
) -> None:
    if well:
        book = tmp_path / "well"
        assert call("init", book).code == 0
        forge = Forge.holding(book, tmp_path / "elsewhere")
    else:
        change(handbook, "records/program.md", "as_of: 2026-09-30 ", "as_of: 2026-11-20 ")
        git(handbook, "commit", "--quiet", "--all", "--message", "program: later")
        git(handbook, "push", "--quiet", "origin", "main")
    forge.answer("list", before)
    ended = run(forge, "nightly")
    assert ended["check"].success is well
    assert ended["issue"].success, ended["issue"].log
    assert [" ".join(one[:2]) for one in forge.calls] == ["issue list", *called]
    if not well:
        assert "DUE" in forge.body
        assert ended["check"].summary == forge.body
    if called in (["issue edit"], ["issue close"]):
        assert forge.calls[-1][2] == "12"


def test_what_is_due_opens_a_draft(handbook: Path, forge: Forge) -> None:
    forge.answer("list", "0")
    ended = run(forge, "payouts")
    assert ended["propose"].success, ended["propose"].log
    assert ended["open"].success, ended["open"].log
    branch = "partnerbook/payouts"
    written = git(forge.remote, "diff", "--name-only", f"main..{branch}").splitlines()
    assert PAYOUT in written
    assert all(path.startswith("records/payouts/") for path in written)
    created = forge.calls[-1]
    assert created[:5] == ["pr", "create", "--draft", "--head", branch]
    assert PAYOUT in forge.body
    assert all(line.startswith("    ") for line in forge.body.splitlines())
    # The proposal is what a colleague would get by hand, and it checks.
    git(handbook, "fetch", "--quiet", "origin", branch)
    git(handbook, "checkout", "--quiet", "FETCH_HEAD")
    assert call("check", "--root", handbook, "--base", "main").code == 0


def test_an_open_proposal_is_left_alone(forge: Forge) -> None:
    forge.answer("list", "1")
    ended = run(forge, "payouts")
    assert "Open a draft" not in ended["open"].ran
    assert git(forge.remote, "branch", "--list", "partnerbook/*") == ""


def test_where_nothing_is_due_nothing_opens(tmp_path: Path) -> None:
    assert call("init", tmp_path / "new").code == 0
    program = tmp_path / "new/records/program.md"
    text = program.read_text(encoding="utf-8").replace("payout_approver]", "payout_approver, payout_preparer]")
    program.write_text(text, encoding="utf-8")
    forge = Forge.holding(tmp_path / "new", tmp_path / "forge")
    ended = run(forge, "payouts")
    assert set(ended) == {"propose"}
    assert ended["propose"].success, ended["propose"].log
    assert forge.calls == []


FORM = """### Partner

Software-Werft

### Client

Packaging maker in Itzehoe

### Service

fractional-cfo

### Contact

_No response_

### Challenge

{challenge}

### Context

_No response_

### Promises

A call by tomorrow

### Involvement

standard
"""


def submit(forge: Forge, body: str, label: str = "referral") -> dict[str, Ended]:
    issue = {"number": "31", "body": body, "labels": [{"name": label}]}
    forge.context["github"] |= {"event_name": "issues"}
    forge.context["github"]["event"] = {"issue": issue}
    return run(forge, "intake")


@pytest.mark.parametrize(
    "challenge",
    [
        "Orders grow by a third, the overdraft grows faster",
        "\"; touch taken; echo $(touch taken) `touch taken` ' \\ ${HOME} %0A::error::x",
        "x\n---\npartner: nobody\n../../.github/workflows/x.yml",
    ],
)
def test_a_form_becomes_a_pull_request(handbook: Path, forge: Forge, challenge: str) -> None:
    ended = submit(forge, FORM.format(challenge=challenge))
    assert set(ended) == {"read", "open"}, ended["read"].log
    assert ended["open"].success, ended["open"].log
    branch = "partnerbook/referral-31"
    (path,) = git(forge.remote, "diff", "--name-only", f"main..{branch}").splitlines()
    assert re.fullmatch(r"records/referrals/\d{4}/\d{4}-\d\d-\d\d-software-werft-[a-z0-9]+\.md", path)
    git(handbook, "fetch", "--quiet", "origin", branch)
    git(handbook, "checkout", "--quiet", "FETCH_HEAD")
    record = load(DirectorySource(handbook)).book.referrals[Path(path).stem].record
    assert record.challenge == " ".join(challenge.split())
    assert record.partner == "software-werft"
    assert call("check", "--root", handbook, "--base", "main").code == 0
    assert forge.body.endswith("\nCloses #31\n")
    assert list(forge.folder.rglob("taken")) == []


def test_a_form_that_makes_no_record_is_answered(forge: Forge) -> None:
    ended = submit(forge, FORM.format(challenge="x").replace("fractional-cfo", "@everybody **beer**"))
    assert set(ended) == {"read", "answer"}
    assert not ended["read"].success
    assert ended["answer"].success, ended["answer"].log
    assert forge.calls[-1] == ["issue", "comment", "31", "--body-file", "told.md"]
    assert "close and reopen" in forge.body
    assert "@everybody" not in forge.body
    assert git(forge.remote, "branch", "--list", "partnerbook/*") == ""


def test_another_issue_is_none_of_its_business(forge: Forge) -> None:
    assert submit(forge, "The coffee machine is broken", label="bug") == {}


def test_the_handbook_is_published_where_somebody_said_so(tmp_path: Path) -> None:
    assert call("init", tmp_path / "new").code == 0
    forge = Forge.holding(tmp_path / "new", tmp_path / "forge")
    ended = run(forge, "pages")
    assert ended["build"].success, ended["build"].log
    assert ended["deploy"].success
    forge.context["vars"] = {}
    assert run(forge, "pages") == {}
