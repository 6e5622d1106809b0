"""A task that another process does meanwhile, where splitting one off is cheap and does no harm.

A forked process has everything at hand without copying it, so a task may rest on a whole Book; only
what it comes to is handed back.
"""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any, TypeVar

from partnerbook.ingest.contents import usable_processes

T = TypeVar("T")

_at_hand: Callable[[], Any] | None = None
"""The task for the other process; it finds it where it was when that process began."""


@contextmanager
def beside(task: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Begin a task in another process; what is handed out waits for its result.

    The task is done here, when its result is asked for, where there is no other process to be had.
    """
    global _at_hand
    other: Future[Any] | None = None
    with ExitStack() as stack:
        if usable_processes() > 1:
            _at_hand = task
            try:
                # An interrupt is answered by the process that started the other: each would print a traceback.
                undisturbed = (signal.SIGINT, signal.SIG_IGN)
                pool = stack.enter_context(ProcessPoolExecutor(1, get_context("fork"), signal.signal, undisturbed))
                other = pool.submit(_do_what_is_at_hand)
            except (NotImplementedError, OSError):
                pass  # the system grants no further process
            finally:
                _at_hand = None
        yield partial(_result, other, task)


def _do_what_is_at_hand() -> Any:
    return _at_hand() if _at_hand is not None else None


def _result(other: Future[T] | None, task: Callable[[], T]) -> T:
    if other is None:
        return task()
    try:
        return other.result()
    except (BrokenExecutor, OSError):  # ended by the system for want of memory
        return task()
