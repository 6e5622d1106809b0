"""What two processes do is what one does, whatever happens to the other process."""

import os
import threading
from datetime import date
from functools import partial

import pytest
from shellwork import SPECIMEN

from partnerbook.analysis import Current, Records, analysed
from partnerbook.ingest import contents
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource
from partnerbook.rules import RULES
from partnerbook.rules.checking import Searched, one_by_one
from partnerbook.rules.registry import CheckedRule
from partnerbook.shell import beside, pages
from partnerbook.shell.side_by_side import side_by_side
from partnerbook.site.page import Download, Page

OURS = os.getpid()
JUNE = date(2024, 6, 1)
"""Long before most of the specimen: many rules find something."""


@pytest.fixture(autouse=True)
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes may be split off although whoever runs the tests has threads of its own."""
    monkeypatch.setattr(beside, "usable_processes", lambda: 2)


@pytest.fixture(scope="module")
def current() -> Current:
    book = load(DirectorySource(SPECIMEN)).book
    return analysed(Records(book, JUNE, JUNE))


def searched_by_two(current: Current) -> Searched:
    with side_by_side(RULES, current) as search:
        return search(RULES, current)


def same(one: Searched, other: Searched) -> bool:
    return sorted(map(repr, one.findings)) == sorted(map(repr, other.findings)) and one.failed == other.failed


def test_two_processes_find_what_one_finds(current: Current) -> None:
    alone = one_by_one(RULES, current)
    assert len(alone.findings) > 20
    assert same(searched_by_two(current), alone)


@pytest.mark.parametrize("family", ["REF", "SCH"], ids=["elsewhere", "here"])
def test_a_rule_that_fails_is_told_from_either_process(
    family: str, current: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = next(checked.rule for checked in RULES if checked.rule.family == family)
    really = CheckedRule.findings

    def findings(self: CheckedRule, current: Current) -> object:
        if self.rule.code == broken.code:
            raise RuntimeError("no")
        return really(self, current)

    monkeypatch.setattr(CheckedRule, "findings", findings)
    searched = searched_by_two(current)
    assert searched.failed == {broken.code}
    assert [finding.message for finding in searched.findings if finding.code == "INT003"] != []


def test_what_a_process_that_dies_should_have_searched_is_searched_here(
    current: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, ours, really = one_by_one(RULES, current), os.getpid(), CheckedRule.findings

    def findings(self: CheckedRule, current: Current) -> object:
        if os.getpid() != ours:
            os._exit(9)
        return really(self, current)

    monkeypatch.setattr(CheckedRule, "findings", findings)
    assert same(searched_by_two(current), alone)


def test_pages_drawn_by_two_processes_are_those_drawn_by_one() -> None:
    both = pages._side_by_side(lambda: (page("a"),), lambda: (page(f"b-{os.getpid() == OURS}"),))
    assert [one.uri for one in both] == ["a.md", "b-False.md"]


def test_half_of_many_files_is_made_elsewhere_and_all_keep_their_order() -> None:
    many = [Download(f"{number}.txt", partial(made, number)) for number in range(2 * 150)]
    found = [(download.uri, content) for download, content in pages.contents_of(many)]
    here = [content.endswith(b"True") for _, content in found]
    assert here == [True] * 150 + [False] * 150
    assert [content.split()[0].decode() + ".txt" for _, content in found] == [one.uri for one in many]


def test_few_files_are_all_made_here() -> None:
    assert [content for _, content in pages.contents_of([Download("a.txt", partial(made, 1))])] == [b"1 True"]


def test_a_fault_of_the_task_is_a_fault_of_whoever_waits() -> None:
    with pytest.raises(ZeroDivisionError), beside.beside(partial(divmod, 1, 0)) as result:
        result()


def test_threads_of_ours_forbid_other_processes() -> None:
    done = threading.Event()
    waiting = threading.Thread(target=done.wait)
    waiting.start()
    try:
        assert contents.usable_processes() == 1
    finally:
        done.set()
        waiting.join()


def page(name: str) -> Page:
    return Page(f"{name}.md", name, "<p></p>", None, (), False, "")


def made(number: int) -> bytes:
    return f"{number} {os.getpid() == OURS}".encode()
