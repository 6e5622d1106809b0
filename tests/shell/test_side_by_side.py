"""Rules searched by two processes find what one finds, whatever happens to the other process."""

import os
from datetime import date

import pytest
from shellwork import SPECIMEN

from partnerbook.analysis import Current, Records, analysed
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource
from partnerbook.rules import RULES
from partnerbook.rules.checking import Searched, one_by_one
from partnerbook.rules.registry import CheckedRule
from partnerbook.shell.side_by_side import side_by_side

JUNE = date(2024, 6, 1)
"""Long before most of the specimen: many rules find something."""


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
