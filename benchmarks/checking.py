"""How long `partnerbook check` takes: against a bare parser, as programs grow, and for a small one."""

import json
import shutil
import statistics
import subprocess
from pathlib import Path

from measuring import (
    PYTHON,
    Command,
    environment,
    partnerbook,
    ratio_of,
    show_measure,
    show_note,
    show_ratio,
    show_runs,
    show_title,
    side_by_side,
)
from synthetic import write_program

HERE = Path(__file__).parent
CHANGED = 20
"""Records that a change touches."""
_NOBODY = ("-c", "user.name=Nobody", "-c", "user.email=nobody@kontor.example", "-c", "gc.auto=0")
LIBRARIES = (
    "import gc; gc.disable(); import click, frontmatter; from pydantic import BaseModel, Field, StringConstraints"
)
"""What no check can do without: the floor below its start."""
IMPORTS = (
    "from partnerbook.shell.cli import prepare_process; prepare_process(); "
    "import partnerbook.shell.commands.check, partnerbook.rules"
)
"""Everything a check imports, under the conditions of the command."""


def program(work: Path, partners: int, referrals: int) -> tuple[Path, int]:
    """A program of a size, and how many records it has; one that is there already is taken as it is."""
    root = work / f"program-{partners}-{referrals}"
    if not (root / "records").exists():
        write_program(root, partners, referrals, seed=7)
    return root, sum(1 for _ in (root / "records").rglob("*.md"))


def _check(root: Path, name: str) -> Command:
    return Command(name, partnerbook("check", "--root", str(root)))


def against_frontmatter(work: Path, partners: int, referrals: int, rounds: int) -> None:
    """The whole process of `check` against one that only parses the same files."""
    root, count = program(work, partners, referrals)
    show_title(f"check: {count:,} records, cold, whole process, against python-frontmatter parsing the same files")
    commands = (
        _check(root, "partnerbook check"),
        Command("python-frontmatter, default handler", (PYTHON, str(HERE / "parse_frontmatter.py"), str(root))),
    )
    ours, theirs = side_by_side(commands, rounds)
    show_runs(ours, theirs)
    show_ratio(ours, theirs, 1.0)


def against_base(work: Path, partners: int, referrals: int, rounds: int) -> None:
    """A check of a change of 20 files against its base, and the same without."""
    root, count = repository(work, partners, referrals)
    show_title(f"check --base: {count:,} records, {CHANGED} of them changed, cold, whole process")
    alone = _check(root, "partnerbook check")
    compared = Command("partnerbook check --base", partnerbook("check", "--root", str(root), "--base", "main"))
    without, against = side_by_side((alone, compared), rounds)
    show_runs(against, without)
    show_ratio(against, without, 1.3)


def repository(work: Path, partners: int, referrals: int) -> tuple[Path, int]:
    """The same program as a repository, with a change of some referrals that lies there uncommitted."""
    original, count = program(work, partners, referrals)
    root = work / f"repository-{partners}-{referrals}"
    if not (root / ".git").exists():
        shutil.copytree(original, root)
        for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "Begin")):
            subprocess.run(("git", *_NOBODY, *arguments), cwd=root, check=True)
        for path in sorted((root / "records/referrals").rglob("*.md"))[:: referrals // CHANGED][:CHANGED]:
            # A field and not only prose: otherwise the base would take over the ledger as it is.
            text = path.read_text(encoding="utf-8").replace("challenge: ", "challenge: Still, ", 1)
            path.write_text(text, encoding="utf-8", newline="\n")
    return root, count


def linear(work: Path, partners: int, referrals: int, rounds: int) -> None:
    """A program against one of four times its size."""
    small, few = program(work, partners // 4, referrals // 4)
    large, many = program(work, partners, referrals)
    show_title(f"check, linearity: {many:,} records against {few:,}")
    one, four = side_by_side((_check(small, f"{few:,} records"), _check(large, f"{many:,} records")), rounds)
    show_runs(one, four)
    show_ratio(four, one, 4.4)


def small(work: Path, rounds: int) -> None:
    """A small program, where most of the time is starting."""
    root, count = program(work, 2, 23)
    show_title(f"check of {count} records, and how much of it is starting")
    commands = (
        _check(root, "partnerbook check"),
        Command("only its imports", (PYTHON, "-c", IMPORTS)),
        Command("only click, pydantic and python-frontmatter", (PYTHON, "-c", LIBRARIES)),
        Command("only Python", (PYTHON, "-c", "pass")),
    )
    ours, imports, libraries, python = side_by_side(commands, rounds)
    show_runs(ours, imports, libraries, python)
    show_measure("seconds", ours.wall, 0.4, f"processor {ours.cpu:.2f} s, {imports.cpu / ours.cpu:.0%} imports", "s")
    show_note(f"{ratio_of(ours, libraries).wall:.2f} times the libraries alone, which depends less on the machine")


def stages(work: Path, partners: int, referrals: int, rounds: int) -> None:
    """Where the time goes, by record."""
    root, count = program(work, partners, referrals)
    show_title(f"one record of {count:,}, cold, processor time")
    runs = []
    for _ in range(rounds + 1):
        done = subprocess.run(
            [PYTHON, str(HERE / "stages.py"), str(root)], env=environment(), capture_output=True, check=True
        )
        runs.append(json.loads(done.stdout))
    for stage in ("load", "analyse", "rules"):
        seconds = statistics.median(run[stage] for run in runs[1:])
        show_note(f"{stage:<64} {seconds / count * 1e6:8.0f} µs   all {seconds:.2f} s")
