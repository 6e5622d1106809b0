"""Ratios against a yardstick, side by side in one run. Nothing here ever fails on time.

python benchmarks/run.py [check] [site] [start]   --records 10000 --partners 100 --runs 3
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from stock import write_stock
from synthetic import write_program

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
PARTNERBOOK = [PYTHON, "-m", "partnerbook"]
# Compiled modules are kept, as they are on any machine that has run the program once.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {
    "NO_MKDOCS_2_WARNING": "1"
}
FRONT_MATTER = """
import sys, pathlib, frontmatter
for path in pathlib.Path(sys.argv[1]).rglob("*.md"):
    frontmatter.parse(path.read_text(encoding="utf-8"))
"""
MKDOCS = """site_name: Ours
theme: {{name: material, font: false}}
plugins: [search, partnerbook]
nav: [index.md, partners/index.md, needs.md, clients/index.md, agreements/index.md, referrals/index.md,
  reference/problems.md, reference/rules/index.md, reference/schema/index.md]
"""


def seconds(command: Sequence[str | Path], folder: Path = ROOT) -> float:
    """How long a whole process takes, by the clock; its exit status must be 0."""
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    return time.perf_counter() - start


def side_by_side(ours: Callable[[], float], theirs: Callable[[], float], runs: int) -> tuple[float, float, float]:
    """Medians of both, taken in turns, and the median of the pairs' ratios."""
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return (
        statistics.median(first for first, _ in pairs),
        statistics.median(second for _, second in pairs),
        statistics.median(first / second for first, second in pairs),
    )


def tell(what: str, ours: float, theirs: float, ratio: float, goal: float) -> None:
    """One line of the report."""
    print(f"{what}: {ours:.2f} s against {theirs:.2f} s, ratio {ratio:.2f} (goal {goal:.2f})", flush=True)


def program(folder: Path, partners: int, referrals: int) -> int:
    """A synthetic handbook in a folder."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MKDOCS.format(), encoding="utf-8")
    return write_program(folder, partners, referrals, seed=7)


def check(scratch: Path, records: int, runs: int) -> None:
    """The whole check against merely parsing the same files; and four times the records."""
    partners, referrals = max(1, records // 46), records * 58 // 100
    small, large = scratch / "small", scratch / "large"
    count = program(large, partners, referrals)
    program(small, max(1, partners // 4), referrals // 4)

    def ours(folder: Path) -> float:
        return seconds([*PARTNERBOOK, "check", "--root", folder])

    ours(small)
    figures = side_by_side(lambda: ours(large), lambda: seconds([PYTHON, "-c", FRONT_MATTER, large / "records"]), runs)
    tell(f"check of {count} records, python-frontmatter parsing them", *figures, 1.0)
    tell("check of four times the records", *side_by_side(lambda: ours(large), lambda: ours(small), runs), 4.4)


def site(scratch: Path, partners: int, runs: int) -> None:
    """Our build against stock Material on the same content; and four times the program."""
    large, small, stock = scratch / "large-site", scratch / "small-site", scratch / "stock"
    program(large, partners, partners * 10)
    program(small, max(1, partners // 4), partners * 10 // 4)
    seconds([*PARTNERBOOK, "render", "--root", large, "--out", scratch / "rendered"])
    stock.mkdir()
    pages = write_stock(scratch / "rendered", stock)

    def build(folder: Path) -> float:
        return seconds([PYTHON, "-m", "mkdocs", "build", "--quiet"], folder)

    build(small)
    tell(f"site of {pages} pages, stock Material", *side_by_side(lambda: build(large), lambda: build(stock), runs), 0.3)
    tell("site of four times the program", *side_by_side(lambda: build(large), lambda: build(small), runs), 4.4)


def start(scratch: Path, runs: int) -> None:
    """How soon the command answers."""
    program(scratch / "tiny", 4, 25)
    seconds([*PARTNERBOOK, "check", "--root", scratch / "tiny"])
    figures = side_by_side(
        lambda: seconds([*PARTNERBOOK, "--help"]), lambda: seconds([PYTHON, "-c", "import click"]), runs * 3
    )
    tell("--help, importing click", *figures, 2.0)
    count = sum(1 for _ in (scratch / "tiny/records").rglob("*.md"))
    figures = side_by_side(
        lambda: seconds([*PARTNERBOOK, "check", "--root", scratch / "tiny"]),
        lambda: seconds([PYTHON, "-c", "import partnerbook.shell.handbook, partnerbook.rules, click"]),
        runs * 3,
    )
    print(f"check of {count} records: {figures[0]:.2f} s (goal 0.40), of which imports {figures[1]:.2f} s", flush=True)


def main() -> None:
    """Read the options and run what is asked for."""
    parser = argparse.ArgumentParser(description="Measure Partnerbook as ratios.")
    parser.add_argument("what", nargs="*", choices=["check", "site", "start", []], help="by default all three")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--partners", type=int, default=500, help="of the site; ten times as many referrals")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    what = options.what or ["check", "site", "start"]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        if "start" in what:
            start(scratch, options.runs)
        if "check" in what:
            check(scratch, options.records, options.runs)
        if "site" in what:
            site(scratch, options.partners, options.runs)


if __name__ == "__main__":
    main()
