"""Reading many files side by side comes to the same as reading one after the other."""

import os
from dataclasses import dataclass

import pytest

from partnerbook.ingest import contents as reading
from partnerbook.ingest.contents import Content, content_of, contents
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource, SourceFile

# Later Pythons warn of a fork beside the threads of the program that runs the tests in parallel.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),
    pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no cheap fork here"),
]

SPOILT = {
    "records/clients/unfinished.md": b"---\nname: Nobody\n",
    "records/clients/latin.md": b"---\nname: M\xfcller\n---\n",
    "records/clients/doubled.md": b"---\nname: A\nname: B\n---\n",
    "records/clients/wrong.md": b"---\nname: 5\n---\n",
    "records/elsewhere/stray.md": b"---\nname: Stray\n---\n",
    "records/partners/Bad Name.md": b"---\nname: Bad\n---\n",
}


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MINIMUM_FILES", 1)
    monkeypatch.setattr(reading, "_AT_ONCE", 3)


def test_records_and_findings_are_those_of_a_single_process(specimen: dict[str, bytes]) -> None:
    source = MemorySource(specimen | SPOILT)
    alone, together = load(source), load(source, processes=2)
    assert together.findings == alone.findings
    assert together.book.broken == alone.book.broken
    for one, other in zip(together.book.entries(), alone.book.entries(), strict=True):
        assert (one.key, one.path, one.record, one.body, one.body_line, one.text) == (
            (other.key, other.path, other.record, other.body, other.body_line, other.text)
        )


def test_contents_come_in_the_order_of_files(specimen: dict[str, bytes]) -> None:
    files = _files(specimen)
    assert list(contents(files, {}, 2)) == [content_of(file) for file in files]


@dataclass(frozen=True)
class _Deadly:
    """Content whose reading ends any process but the first."""

    content: bytes
    survivor: int

    def __call__(self) -> bytes:
        if os.getpid() != self.survivor:
            os._exit(1)
        return self.content


def test_what_a_process_that_ended_has_not_read_is_read_all_the_same(specimen: dict[str, bytes]) -> None:
    files = _files(specimen)
    deadly = [*files[:10], SourceFile(files[10].path, _Deadly(files[10].read(), os.getpid())), *files[11:]]
    assert list(contents(deadly, {}, 2)) == [content_of(file) for file in files]


def test_a_system_without_further_processes_is_no_hindrance(
    specimen: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise BlockingIOError("no process left")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor.map", refuse)
    files = _files(specimen)
    assert list(contents(files, {}, 2)) == [content_of(file) for file in files]


def test_known_texts_are_not_read_again(specimen: dict[str, bytes]) -> None:
    files = _files(specimen)
    first = content_of(files[0])
    assert first.text is not None
    known, *others = contents(files, {files[0].path: first.text}, 2)
    assert known == Content(first.path, first.placement, text=first.text)
    assert others == [content_of(file) for file in files[1:]]


def _files(texts: dict[str, bytes]) -> list[SourceFile]:
    return [item for item in MemorySource(texts) if isinstance(item, SourceFile)]
