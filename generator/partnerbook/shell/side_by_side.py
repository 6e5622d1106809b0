"""Rules searched by two processes at once, where a program is large and splitting one off is cheap.

Rules only read, and what they find is small: a forked process has the whole Book at hand without
copying it, and hands back findings. The ledger and everything else that follows is reckoned before.
"""

from collections.abc import Sequence

from partnerbook.analysis import Current
from partnerbook.rules.checking import Searched, one_by_one
from partnerbook.rules.registry import CheckedRule

MINIMUM_RECORDS = 1500
"""Fewer records are searched before another process has begun."""
_ELSEWHERE = frozenset({"AGR", "DUE", "MNY", "PAR", "REF"})
"""Families for the other process: about half of the work, and none shares what it looks up with those that stay."""

_at_hand: tuple[Sequence[CheckedRule], Current] | None = None
"""What the other process is to search; it finds it where it was when that process began."""


def side_by_side(rules: Sequence[CheckedRule], current: Current) -> Searched:
    """Search half of the rules in another process; all of them here where there is none to be had."""
    import signal
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from multiprocessing import get_context

    global _at_hand
    elsewhere = [checked for checked in rules if checked.rule.family in _ELSEWHERE]
    here = [checked for checked in rules if checked.rule.family not in _ELSEWHERE]
    _at_hand = (elsewhere, current)
    try:
        with ProcessPoolExecutor(1, get_context("fork"), signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
            other = pool.submit(_search_what_is_at_hand)
            return one_by_one(here, current) + other.result()
    except (BrokenExecutor, NotImplementedError, OSError):
        # The system grants no further process, or has ended it for want of memory.
        return one_by_one(rules, current)
    finally:
        _at_hand = None


def _search_what_is_at_hand() -> Searched:
    return one_by_one(*_at_hand) if _at_hand is not None else Searched()
