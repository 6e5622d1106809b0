"""Workflows run here, as the forge would: the steps of a job in their order, on real repositories with a real remote.

Checkouts are clones, artifacts are folders, `run` is bash with the variables the workflow gives. Only the forge itself
is missing: `gh` is a script that notes how it was called and answers from files.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Node = Mapping[str, Any]

_GH = """#!/usr/bin/env bash
# Notes the call and what a body file says; answers reviews and lists from files.
printf '%s\\0' "$@" >> "$FORGE/calls"; printf '\\n' >> "$FORGE/calls"
[ -n "${GH_TOKEN:-}" ] || { echo "gh: no token" >&2; exit 4; }
while [ $# -gt 0 ]; do
  case "$1" in
    */reviews) cat "$FORGE/reviews.json" ;;
    list) cat "$FORGE/list" 2>/dev/null ;;
    --body-file) cat "$2" > "$FORGE/body" ;;
  esac
  shift
done
exit 0
"""
_MAKEFILE = """.venv/.site:
\tmkdir -p .venv/bin
\tln -sf {bin}/partnerbook {bin}/mkdocs .venv/bin/
\ttouch $@
"""
_SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")


def git(where: Path, *arguments: str) -> str:
    """What git says in a folder."""
    done = subprocess.run(["git", *arguments], cwd=where, env=_variables(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _variables() -> dict[str, str]:
    person = {"NAME": "Somebody", "EMAIL": "somebody@firm.example"}
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in person.items()},
    }


def read_workflow(path: Path) -> Node:
    """A workflow; `on` stays a word."""
    loaded: Node = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return loaded


@dataclass
class Ended:
    """How a job ended: what its steps wrote, and its outputs."""

    success: bool
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)


@dataclass
class Forge:
    """A handbook's repository at a forge: its remote, what it answers, and what it was asked to do."""

    folder: Path
    context: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def holding(cls, handbook: Path, folder: Path) -> "Forge":
        """A new remote that holds a handbook as its first commit; the handbook becomes a clone of it."""
        folder.mkdir()
        forge = cls(folder)
        (handbook / "Makefile").write_text(_MAKEFILE.format(bin=Path(sys.executable).parent), encoding="utf-8")
        (handbook / ".gitignore").write_text("/.venv/\n/site/\n", encoding="utf-8")
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(forge.remote))
        git(handbook, "init", "--quiet", "--initial-branch=main")
        git(handbook, "remote", "add", "origin", str(forge.remote))
        git(handbook, "add", "--all")
        git(handbook, "commit", "--quiet", "--message", "records: begin")
        git(handbook, "push", "--quiet", "origin", "main")
        (folder / "bin").mkdir()
        (folder / "bin/gh").write_text(_GH, encoding="utf-8")
        (folder / "bin/gh").chmod(0o755)
        forge.context = {
            "github": {
                "event_name": "schedule",
                "repository": "firm/handbook",
                "server_url": "https://forge.example",
                "run_id": "1",
                "token": "a-token",
                "event": {},
            },
            "vars": {"PUBLISH_HANDBOOK": "yes"},
        }
        return forge

    @property
    def remote(self) -> Path:
        """The bare repository."""
        return self.folder / "remote.git"

    def answer(self, file: str, text: str) -> None:
        """What gh says: `reviews.json` or `list`."""
        (self.folder / file).write_text(text, encoding="utf-8")

    @property
    def calls(self) -> list[list[str]]:
        """How gh was called, in order."""
        path = self.folder / "calls"
        lines = path.read_text(encoding="utf-8").split("\0\n") if path.exists() else []
        return [line.split("\0") for line in lines if line]

    @property
    def body(self) -> str:
        """The last text that was handed over in a file."""
        return (self.folder / "body").read_text(encoding="utf-8")

    def propose(self, handbook: Path, branch: str = "change") -> None:
        """Open pull request 7 from what was changed in the handbook, with the merge that the forge makes of it."""
        git(handbook, "switch", "--quiet", "--create", branch)
        git(handbook, "add", "--all")
        git(handbook, "commit", "--quiet", "--message", "records: change")
        git(handbook, "push", "--quiet", "origin", branch)
        head = git(handbook, "rev-parse", "HEAD")
        git(handbook, "switch", "--quiet", "--detach", "origin/main")
        git(handbook, "merge", "--quiet", "--no-ff", "--message", "Merge", head)
        git(handbook, "push", "--quiet", "origin", "HEAD:refs/pull/7/merge")
        git(handbook, "switch", "--quiet", branch)
        self.context["github"] |= {"event_name": "pull_request"}
        self.context["github"]["event"] = {
            "pull_request": {
                "number": "7",
                "user": {"login": "somebody"},
                "base": {"ref": "main"},
                "head": {"sha": head, "repo": {"full_name": "firm/handbook"}},
            }
        }

    def run(self, workflow: Node, *, env: Mapping[str, str] | None = None) -> dict[str, Ended]:
        """Every job in the order the workflow gives; one that another needs comes before it."""
        ended: dict[str, Ended] = {}
        for name, job in workflow["jobs"].items():
            needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            well = all(need in ended and ended[need].success for need in needs)
            known = self.context | {
                "needs": {
                    need: {
                        "result": ("success" if ended[need].success else "failure") if need in ended else "skipped",
                        "outputs": ended[need].outputs if need in ended else {},
                    }
                    for need in needs
                }
            }
            if _holds(job.get("if"), known, well):
                ended[name] = self._job(name, job, known, {**(env or {})})
        return ended

    def _job(self, name: str, job: Node, known: dict[str, Any], env: dict[str, str]) -> Ended:
        workspace, runner = self.folder / f"workspace-{name}", self.folder / f"runner-{name}"
        for folder in (workspace, runner):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        known = known | {"steps": {}}
        ended = Ended(success=True)
        for step in job["steps"]:
            if not _holds(step.get("if"), known, ended.success):
                continue
            ended.ran.append(step.get("name") or step.get("uses", "").partition("@")[0])
            if "uses" in step:
                given = {key: _filled(value, known) for key, value in step.get("with", {}).items()}
                self._use(step["uses"].partition("@")[0], given, workspace)
                continue
            own = {key: _filled(value, known) for key, value in {**job.get("env", {}), **step.get("env", {})}.items()}
            output, summary = runner / "output", runner / "summary"
            output.write_text("", encoding="utf-8")
            assert "${{" not in step["run"]
            done = subprocess.run(
                [*_SHELL, step["run"]],
                cwd=workspace,
                env={
                    **_variables(),
                    **env,
                    "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                    "FORGE": str(self.folder),
                    "GITHUB_OUTPUT": str(output),
                    "GITHUB_STEP_SUMMARY": str(summary),
                    **own,
                },
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            ended.log += done.stdout + done.stderr
            ended.success &= done.returncode == 0
            lines = dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
            known["steps"][step.get("id", "")] = {"outputs": lines}
        summary = runner / "summary"
        ended.summary = summary.read_text(encoding="utf-8") if summary.exists() else ""
        ended.outputs = {key: _filled(value, known) for key, value in job.get("outputs", {}).items()}
        return ended

    def _use(self, action: str, given: Mapping[str, str], workspace: Path) -> None:
        here = workspace / given.get("path", ".")
        match action:
            case "actions/checkout":
                pull = self.context["github"]["event_name"].startswith("pull_request")
                reference = given.get("ref") or ("refs/pull/7/merge" if pull else "refs/heads/main")
                depth = [] if given.get("fetch-depth") == "0" else ["--depth=1"]
                here.mkdir(exist_ok=True)
                git(here, "init", "--quiet", "--initial-branch=main")
                git(here, "remote", "add", "origin", self.remote.as_uri())
                git(here, "fetch", "--quiet", *depth, "origin", reference)
                git(here, "checkout", "--quiet", "--detach", "FETCH_HEAD")
            case "actions/upload-artifact":
                shelf = self.folder / "artifacts" / given["name"]
                shelf.mkdir(parents=True, exist_ok=True)
                for name in given["path"].split("\n"):
                    if name.strip():
                        shutil.copy(workspace / name.strip(), shelf)
            case "actions/download-artifact":
                shutil.copytree(self.folder / "artifacts" / given["name"], here, dirs_exist_ok=True)
            case "actions/upload-pages-artifact":
                assert (workspace / given["path"] / "index.html").is_file()
            case "actions/setup-python" | "actions/deploy-pages":
                pass
            case _:
                raise AssertionError(f"{action} is not known here")


def _filled(text: str, known: Mapping[str, Any]) -> str:
    """A text of a workflow with its expressions worked out."""
    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: str(_value(found[1], known) or ""), text)


def _holds(condition: str | None, known: Mapping[str, Any], well: bool) -> bool:
    """Whether a job or step runs: unless it says otherwise, only after what went well."""
    if condition is None:
        return well
    said = condition.removeprefix("${{").removesuffix("}}").strip()
    if "cancelled()" not in said and not well:
        return False
    return bool(_value(said, {**known}))


def _value(said: str, known: Mapping[str, Any]) -> Any:
    """The few expressions that the workflows use; `!cancelled()` always holds here."""
    for sign in (" || ", " && "):
        if sign in said:
            left, right = said.split(sign, 1)
            first = _value(left, known)
            return (first or _value(right, known)) if sign == " || " else (first and _value(right, known))
    if said == "!cancelled()":
        return True
    if found := re.fullmatch(r"contains\((.+)\.\*\.name, '(.*)'\)", said):
        return found[2] in [one["name"] for one in _value(found[1], known) or []]
    if " == " in said:
        left, right = said.split(" == ")
        return _value(left, known) == _value(right, known)
    if said.startswith("'"):
        return said.strip("'")
    value: Any = known
    for part in said.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def as_reviews(*reviews: tuple[str, str, str, str]) -> str:
    """The forge's pages of reviews: account, state, commit and moment of each."""
    return json.dumps(
        [
            [
                {"user": {"login": login}, "state": state, "commit_id": commit, "submitted_at": moment}
                for login, state, commit, moment in reviews
            ]
        ]
    )
