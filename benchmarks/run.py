"""Measure Partnerbook against its yardsticks, as ratios.

    python benchmarks/run.py                       everything, some twenty minutes
    python benchmarks/run.py --quick               everything on small programs, a few minutes
    python benchmarks/run.py start check-linear    whatever begins so

Every comparison runs in turns in the same minutes, so that a busy machine slows both sides. It
prints figures and whether a goal is met; it never fails on time.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import analysing
import building
import checking
import reckoning
import starting
import telling


@dataclass(frozen=True, slots=True)
class Size:
    """How much to measure."""

    partners: int
    referrals: int
    runs: int
    builds: int
    crowded: tuple[int, int]
    """Partners and referrals where stock has every page in its navigation, which grows with the square."""
    ledger: tuple[int, int]
    """Partners and referrals of the ledger and the analysis, which are reckoned in memory."""
    history: tuple[int, int] = (10_000, 20_000)
    """Records and commits of the history."""


FULL = Size(partners=500, referrals=5000, runs=5, builds=1, crowded=(30, 300), ledger=(1000, 100_000))
QUICK = Size(partners=40, referrals=400, runs=3, builds=1, crowded=(10, 100), ledger=(40, 4000), history=(400, 800))

Benchmark = Callable[[Path, Size], None]

BENCHMARKS: dict[str, Benchmark] = {
    "start-help": lambda work, size: starting.against_click(4 * size.runs),
    "start-small": lambda work, size: checking.small(work, 3 * size.runs),
    "check-parser": lambda work, size: checking.against_frontmatter(work, size.partners, size.referrals, size.runs),
    "check-base": lambda work, size: checking.against_base(work, size.partners, size.referrals, size.runs),
    "check-linear": lambda work, size: checking.linear(work, size.partners, size.referrals, size.runs),
    "check-stages": lambda work, size: checking.stages(work, size.partners, size.referrals, size.runs),
    "ledger-sum": lambda work, size: reckoning.against_plain_sum(*size.ledger, size.runs),
    "ledger-linear": lambda work, size: reckoning.linear(*size.ledger, size.runs),
    "analyse-linear": lambda work, size: analysing.linear(*size.ledger, size.runs),
    "history": lambda work, size: telling.against_git(work, *size.history, size.runs),
    "site-stock": lambda work, size: building.against_stock(work, size.partners, size.referrals, size.builds),
    "site-documents": lambda work, size: building.documents(work, size.partners, size.referrals, size.builds),
    "site-linear": lambda work, size: building.linear(work, size.partners, size.referrals, size.builds),
    "site-crowded": lambda work, size: building.against_stock(work, *size.crowded, size.builds, in_navigation=True),
}
"""Every benchmark by name."""


def main() -> None:
    """Read the options and run what was asked for."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n")[0], epilog=f"Benchmarks: {', '.join(BENCHMARKS)}"
    )
    parser.add_argument("names", nargs="*", metavar="BENCHMARK", help="those that begin so; all without any")
    parser.add_argument("--quick", action="store_true", help="small programs, few runs")
    parser.add_argument("--partners", type=int, help="size of the program; it has ten times as many referrals")
    parser.add_argument("--runs", type=int, help="turns of each comparison of commands")
    parser.add_argument("--builds", type=int, help="turns of each comparison of builds")
    parser.add_argument("--work", type=Path, help="keep programs and sites in this folder and use them again")
    options = parser.parse_args()
    chosen = [name for name in BENCHMARKS if not options.names or name.startswith(tuple(options.names))]
    if unknown := [begin for begin in options.names if not any(name.startswith(begin) for name in BENCHMARKS)]:
        parser.error(f"no benchmark begins with {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    size = QUICK if options.quick else FULL
    if options.partners:
        size = replace(size, partners=options.partners, referrals=options.partners * 10)
    size = replace(size, runs=options.runs or size.runs, builds=options.builds or size.builds)
    with tempfile.TemporaryDirectory(prefix="partnerbook-benchmarks-") as temporary:
        work = (options.work or Path(temporary)).resolve()
        for name in chosen:
            BENCHMARKS[name](work, size)


if __name__ == "__main__":
    main()
