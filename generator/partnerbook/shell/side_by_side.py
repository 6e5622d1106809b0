"""Rules searched by two processes at once.

Most rules need only the records: another process searches those while this one reckons the ledger
and all else that follows, and searches the rest. Rules only read, and what they find is small.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from partnerbook.analysis import Current, Records
from partnerbook.rules.checking import Search, Searched, one_by_one
from partnerbook.rules.registry import CheckedRule
from partnerbook.shell.beside import beside


@contextmanager
def side_by_side(rules: Sequence[CheckedRule], records: Records) -> Iterator[Search]:
    """Begin to search those of the rules that need only records; what is handed out searches the others and adds."""
    with beside(partial(one_by_one, [checked for checked in rules if checked.of_records], records)) as other:
        yield partial(_search, other)


def _search(other: Callable[[], Searched], rules: Sequence[CheckedRule], current: Current) -> Searched:
    return one_by_one([checked for checked in rules if not checked.of_records], current) + other()
