"""What the tests with real repositories share: git without anybody's settings, and handbooks under it."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

SPECIMEN = Path(__file__).parents[2] / "generator/partnerbook/specimen/records"
CLIENT = "records/clients/hanse-logistik.md"
PARTNER = "records/partners/software-werft.md"
REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"
PAYOUT = "records/payouts/2026/2026-07-30-software-werft-payable.md"

_WHO = {
    "GIT_AUTHOR_NAME": "Ilka Brandt", "GIT_AUTHOR_EMAIL": "ilka@kontor.example",
    "GIT_COMMITTER_NAME": "Ilka Brandt", "GIT_COMMITTER_EMAIL": "ilka@kontor.example",
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_TERMINAL_PROMPT": "0",
}  # fmt: skip


def git(folder: Path, *arguments: str, day: str = "2026-09-30") -> str:
    """Run git in a folder as one of us, on a day, and give what it said."""
    dates = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", "-c", "gc.auto=0", *arguments],
        cwd=folder,
        env={**os.environ, **_WHO, **dates},
        check=True,
        capture_output=True,
    )
    return done.stdout.decode().strip()


def repository(folder: Path) -> Path:
    """A repository with the specimen handbook as its first commit on `main`."""
    shutil.copytree(SPECIMEN, folder / "records")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "Begin")
    return folder


def commit(folder: Path, message: str = "Change") -> str:
    """Commit whatever lies there, and give the commit's name."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def write(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write files by path; one without a text is taken away."""
    for path, text in files.items():
        file = folder / path
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")


def replace(folder: Path, path: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = (folder / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    write(folder, {path: text.replace(old, new)})
