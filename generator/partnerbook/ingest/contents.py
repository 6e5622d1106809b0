"""A file to plain values: everything about it that needs neither models nor other files.

That is more than half of the work of a check, and it can be done side by side: a large program is
read by several processes, which hand back plain values. Records stay where they are made, as
taking one apart and putting it together elsewhere costs more than making it.
"""

import os
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

from partnerbook.core.finding import Finding
from partnerbook.ingest.decoding import decode
from partnerbook.ingest.document import Document, split
from partnerbook.ingest.faults import INTERNAL_ERROR, Fault
from partnerbook.ingest.placement import Placement, place
from partnerbook.ingest.sources import SourceFile, unreadable
from partnerbook.ingest.strict_yaml import Plain, read

MINIMUM_FILES = 1500
"""Fewer files are read before other processes have begun."""
_AT_ONCE = 100
"""Files handed to a process together; of these, equal days and words come back as one value."""
_THREADS = "/proc/self/task"
_MAXIMUM_PROCESSES = 4
"""More would wait for the one that makes records of what they read."""


class Content(NamedTuple):
    """What a file holds and what is wrong with it; no record can be made of one without a `text`.

    The `value` of its front matter and the `body` are left out of a text that is known already,
    or that lies where no record belongs.
    """

    path: str
    placement: Placement
    findings: tuple[Finding, ...] = ()
    text: str | None = None
    value: Plain = None
    body: str = ""
    body_line: int = 1


def contents(files: Sequence[SourceFile], known: Mapping[str, str], processes: int = 1) -> Iterator[Content]:
    """The contents of files, in their order; `known` are texts by path that need not be read again.

    With more than one process, many files are read by so many others; they must be such as can be
    handed to a process, like those of a directory.
    """
    if processes > 1 and len(files) >= MINIMUM_FILES and not known:
        yield from _side_by_side(files, processes)
    else:
        for file in files:
            yield content_of(file, known.get(file.path))


def usable_processes() -> int:
    """How many processes can work side by side; 1 where splitting one off is dear or does harm.

    A fork copies nothing on Linux alone, where these calls are; and no thread but its own, so that what other
    threads have locked would stay locked in it for good.
    """
    affinity = getattr(os, "sched_getaffinity", None)
    try:
        alone = len(os.listdir(_THREADS)) == 1
    except OSError:
        return 1
    return min(len(affinity(0)), _MAXIMUM_PROCESSES) if affinity and alone else 1


def content_of(file: SourceFile, known: str | None = None) -> Content:
    """The content of one file; whatever happens to it, others are not hindered."""
    placement = Placement(None, "")
    try:
        placement = place(file.path)
        try:
            raw = file.read()
        except OSError as error:
            return Content(file.path, placement, (unreadable(file.path, error),))
        content, faults = _taken_apart(Content(file.path, placement), raw, known)
    except Exception as error:  # a mistake of ours must not hide the other files
        content, faults = Content(file.path, placement), (internal_fault(error),)
    if not faults and not placement.faults:
        return content
    return content._replace(findings=findings_at(file.path, placement, (*placement.faults, *faults)))


def findings_at(path: str, placement: Placement, faults: Iterable[Fault]) -> tuple[Finding, ...]:
    """The faults of a file as findings."""
    return tuple(fault.at(path, placement.key) for fault in faults)


def internal_fault(error: Exception) -> Fault:
    """What is told of a mistake of ours."""
    frames = [(frame.f_globals.get("__name__", ""), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [f"{module}:{line}" for module, line in frames if module.startswith("partnerbook.")]
    return Fault(
        INTERNAL_ERROR,
        f"Partnerbook failed on this file: {type(error).__name__} in {ours[-1] if ours else 'a library'}",
        "This is a mistake of the program, not of the record: please report it with this line and the file.",
    )


def _taken_apart(nothing: Content, raw: bytes, known: str | None) -> tuple[Content, tuple[Fault, ...]]:
    if known is not None and raw == known.encode():
        return nothing._replace(text=known), ()
    decoded = decode(raw)
    text, faults = decoded.text, decoded.faults
    if text is None or nothing.placement.kind is None:
        return nothing, faults
    if text == known:
        return nothing._replace(text=text), faults
    document = split(text)
    if not isinstance(document, Document):
        return nothing, (*faults, document)
    reading = read(document.front)
    if reading.faults:
        return nothing, (*faults, *reading.faults)
    path, placement, *_ = nothing
    return Content(path, placement, (), text, reading.value, document.body, document.body_line), faults


def _side_by_side(files: Sequence[SourceFile], processes: int) -> Iterator[Content]:
    import signal
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from multiprocessing import get_context

    # An interrupt is answered by the process that started the others: each would print a traceback.
    undisturbed = (signal.SIGINT, signal.SIG_IGN)
    done = 0
    try:
        with ProcessPoolExecutor(processes, get_context("fork"), signal.signal, undisturbed) as pool:
            for content in pool.map(content_of, files, repeat(None), chunksize=_AT_ONCE):
                yield content
                done += 1
    except (BrokenExecutor, NotImplementedError, OSError):
        # The system grants no further process, or has ended one for want of memory: what others
        # have not read is read here.
        yield from map(content_of, files[done:])
