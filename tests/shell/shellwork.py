"""What the tests of the shell share: handbooks on disk, and the command called in process or for real."""

import contextlib
import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from partnerbook.shell.cli import main

ROOT = Path(__file__).parents[2]
SPECIMEN = ROOT / "generator/partnerbook/specimen"
RECORDS = sum(1 for _ in SPECIMEN.glob("records/**/*.md"))
"""How many records the specimen has."""
CLIENT = "records/clients/hanse-logistik.md"
PARTNER = "records/partners/software-werft.md"
REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"


@dataclass(frozen=True)
class Result:
    """How a call ended: exit status and what it wrote."""

    code: int
    out: str
    err: str


def call(*arguments: object) -> Result:
    """Call the command line in this process, through the same door as a user."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main([str(argument) for argument in arguments])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        gc.enable()
    return Result(code, out.getvalue(), err.getvalue())


def run(*arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Result:
    """Call the command line as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "partnerbook", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONWARNINGS": "error", **(env or {})},
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def handbook(folder: Path) -> Path:
    """A copy of the specimen handbook that a test may break."""
    shutil.copytree(SPECIMEN / "records", folder / "records")
    return folder


def change(root: Path, path: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file of a handbook."""
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new), encoding="utf-8")
