"""How long it takes to tell who changed which record when, against `git log` itself."""

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

from measuring import PYTHON, Command, environment, show_note, show_ratio, show_runs, show_title, side_by_side

_IMPORTS = (
    "import subprocess, sys; from pathlib import Path; from partnerbook.shell.cli import prepare_process; "
    "prepare_process(); from partnerbook.ingest.history import history_of; "
)
"""What every command that tells a history has imported before."""
_TELL = (
    f"{_IMPORTS} history = history_of(Path(sys.argv[1])); "
    "ends = {key: (found[-1].commit, found[0].commit) for key, found in history.changes.items()}; "
    "assert len(ends) == int(sys.argv[2]), len(ends)"
)
_LOG = (
    f"{_IMPORTS} subprocess.run(['git', 'log', '--name-only', '-z'], cwd=sys.argv[1], check=True, "
    "stdout=subprocess.DEVNULL)"
)
_FILES_A_COMMIT = 2
_FILES_A_YEAR = 500


def repository(work: Path, records: int, commits: int) -> Path:
    """A repository whose commits each add or change two of so many records, the same for the same sizes."""
    root = work / f"history-{records}-{commits}"
    if not root.exists():
        root.mkdir(parents=True)
        for arguments in (("init", "-q", "-b", "main"), ("fast-import", "--quiet")):
            stream = b"".join(_stream(records, commits)) if "fast-import" in arguments else None
            subprocess.run(["git", *arguments], cwd=root, input=stream, check=True, env=environment())
        for arguments in (("repack", "-adq"), ("commit-graph", "write", "--reachable")):
            subprocess.run(["git", *arguments], cwd=root, check=True, env=environment())
    return root


def _stream(records: int, commits: int) -> Iterator[bytes]:
    random.seed(7)
    for number in range(commits):
        moment = 1_700_000_000 + 600 * number
        who = b"Person %d <p%d@firm.example> %d +0100" % (number % 12, number % 12, moment)
        message = b"Change %d" % number
        yield b"commit refs/heads/main\nauthor %b\ncommitter %b\n" % (who, who)
        yield b"data %d\n%b\n" % (len(message), message)
        for place in range(_FILES_A_COMMIT):
            begun = _FILES_A_COMMIT * number + place
            record = begun if begun < records else random.randrange(records)
            text = b"---\ntype: call\nsummary: Change %d of %d\n---\n" % (number, record)
            year = 2000 + record // _FILES_A_YEAR
            path = b"records/activities/%d/%d-01-01-call-%d.md" % (year, year, record)
            yield b"M 100644 inline %b\ndata %d\n%b\n" % (path, len(text), text)


def against_git(work: Path, records: int, commits: int, rounds: int) -> None:
    """The first and the last change of every record against the log that names them."""
    root = repository(work, records, commits)
    show_title(f"history: {records:,} records in {commits:,} commits, against git log")
    show_note("ours: a process that reads the log and knows the first and last change of every record")
    show_note("git: the same program, which lets `git log --name-only -z` run and looks at nothing of it")
    ours, theirs = side_by_side(
        (
            Command("history", (PYTHON, "-c", _TELL, str(root), str(records))),
            Command("git log", (PYTHON, "-c", _LOG, str(root))),
        ),
        rounds,
    )
    show_runs(ours, theirs)
    show_ratio(ours, theirs, 1.5)
