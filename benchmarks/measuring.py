"""Processes measured side by side, and what came out of it as ratios."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Command:
    """A process to measure; `prepare` runs before each start and is not counted."""

    name: str
    argv: Sequence[str]
    folder: Path | None = None
    prepare: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of one run: on the wall, and of processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs of one command."""

    name: str
    spent: tuple[Spent, ...]

    @property
    def wall(self) -> float:
        """Median seconds on the wall."""
        return statistics.median(one.wall for one in self.spent)

    @property
    def cpu(self) -> float:
        """Median seconds of processor time."""
        return statistics.median(one.cpu for one in self.spent)


class Failed(RuntimeError):
    """A measured process ended with an error: its time means nothing."""


def environment() -> dict[str, str]:
    """The environment of every measured process.

    Compiled modules may be kept, as for any user: a shell that forbids it makes each start compile anew.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}


def partnerbook(*arguments: str) -> tuple[str, ...]:
    """The command as installed beside this Python, or else the module."""
    script = Path(PYTHON).with_name("partnerbook")
    return (str(script), *arguments) if script.exists() else (PYTHON, "-m", "partnerbook", *arguments)


def run_once(command: Command) -> Spent:
    """Run a process to its end.

    Raises:
        Failed: where it ends with an error.
    """
    if command.prepare is not None:
        command.prepare()
    begun = time.perf_counter()
    process = subprocess.Popen(
        command.argv,
        cwd=command.folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    complaint = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr:
        process.stderr.close()
    if process.returncode != 0:
        raise Failed(f"{command.name} ended with {process.returncode}: {complaint.decode(errors='replace')[-2000:]}")
    return Spent(wall, usage.ru_utime + usage.ru_stime)


def side_by_side(commands: Sequence[Command], rounds: int, *, warm_up: bool = True) -> tuple[Runs, ...]:
    """Run commands in turns, so that a busy minute of the machine meets all of them.

    The first turn warms up and is not counted: it compiles modules and brings files into memory.
    """
    spent: list[list[Spent]] = [[] for _ in commands]
    for turn in range(-1 if warm_up else 0, rounds):
        for place, command in enumerate(commands):
            once = run_once(command)
            if turn >= 0:
                spent[place].append(once)
    return tuple(Runs(command.name, tuple(runs)) for command, runs in zip(commands, spent, strict=True))


def ratio_of(first: Runs, second: Runs) -> Spent:
    """How many times longer the first took: the median over turns, each against its neighbour."""
    turns = list(zip(first.spent, second.spent, strict=True))
    return Spent(
        statistics.median(one.wall / other.wall for one, other in turns),
        statistics.median(one.cpu / other.cpu for one, other in turns),
    )


def show_title(title: str) -> None:
    """A benchmark's heading."""
    print(f"\n{title}", flush=True)


def show_runs(*runs: Runs) -> None:
    """Seconds of each command."""
    for one in runs:
        print(f"  {one.name:<64} {one.wall:8.3f} s   processor {one.cpu:8.3f} s", flush=True)


def show_ratio(first: Runs, second: Runs, goal: float) -> None:
    """The ratio of two commands against its goal."""
    ratio = ratio_of(first, second)
    show_measure("ratio", ratio.wall, goal, f"by processor time {ratio.cpu:.2f}")


def show_measure(name: str, value: float, goal: float, note: str = "", unit: str = "×") -> None:
    """A figure against the most it should be."""
    verdict = "met" if value <= goal else "missed"
    print(f"  {name:<64} {value:8.2f} {unit}   goal at most {goal} {unit}: {verdict}" + (f" ({note})" if note else ""))


def show_note(text: str) -> None:
    """A line of explanation."""
    print(f"  {text}", flush=True)
