"""Rules searched by two processes at once.

Most rules need only the records: another process searches those while this one reckons the ledger
and all else that follows, and searches the rest. Rules only read, and what they find is small: a
forked process has the whole Book at hand without copying it, and hands back findings.
"""

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing import get_context

from partnerbook.analysis import Current, Records
from partnerbook.rules.checking import Search, Searched, one_by_one
from partnerbook.rules.registry import CheckedRule

_at_hand: tuple[Sequence[CheckedRule], Records] | None = None
"""What the other process is to search; it finds it where it was when that process began."""


@contextmanager
def side_by_side(rules: Sequence[CheckedRule], records: Records) -> Iterator[Search]:
    """Begin to search those of the rules that need only records in another process.

    What is handed out searches the others and adds what that process finds; it searches all of
    them where there is none to be had.
    """
    global _at_hand
    _at_hand = ([checked for checked in rules if checked.of_records], records)
    other = None
    with ExitStack() as stack:
        try:
            undisturbed = (signal.SIGINT, signal.SIG_IGN)
            pool = stack.enter_context(ProcessPoolExecutor(1, get_context("fork"), signal.signal, undisturbed))
            other = pool.submit(_search_what_is_at_hand)
        except (NotImplementedError, OSError):
            pass  # the system grants no further process
        finally:
            _at_hand = None
        yield partial(_search, other)


def _search(other: Future[Searched] | None, rules: Sequence[CheckedRule], current: Current) -> Searched:
    if other is None:
        return one_by_one(rules, current)
    here = one_by_one([checked for checked in rules if not checked.of_records], current)
    try:
        return here + other.result()
    except (BrokenExecutor, OSError):  # ended by the system for want of memory
        return here + one_by_one([checked for checked in rules if checked.of_records], current)


def _search_what_is_at_hand() -> Searched:
    return one_by_one(*_at_hand) if _at_hand is not None else Searched()
