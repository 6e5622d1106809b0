"""Every rule keeps its promises: a code of its own, words for people, and examples that are what they say."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from casework import SPECIMEN

from partnerbook.analysis import Records, analysed
from partnerbook.core.finding import FAMILIES, Example, Finding, Rule
from partnerbook.ingest import faults
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.rules import ALL_RULES, BY_CODE, RULES, check, find_rule
from partnerbook.rules.checking import RULE_FAILED
from partnerbook.rules.code_owners import CODE_OWNERS_OUTDATED
from partnerbook.rules.examples import placed

CODES = Path(__file__).with_name("codes.txt")
BASE = load(MemorySource(SPECIMEN)).book
AS_OF = "2026-09-30"
WHOLE_FILE = frozenset(
    {
        *("FMT001", "FMT002", "FMT006", "FMT007", "FMT018", "FMT019", "FMT020", "FMT026"),
        *("SCH013", "SCH014", "SCH015", "SCH016", "SCH017", "SCH018"),
    }
)
"""Rules about a file as a whole, which have no better place than its beginning."""
BY_CIRCUMSTANCE = faults.BY_CIRCUMSTANCE | {RULE_FAILED.code, CODE_OWNERS_OUTDATED.code}
"""Rules that no text of a record can break."""
EXEMPLARY = [rule for rule in ALL_RULES if rule.code not in BY_CIRCUMSTANCE]


@cache
def found_in(example: Example, as_change: bool = False) -> tuple[Finding, ...]:
    """What is found in the specimen with an example in it; as a change, with the specimen as the base."""
    loaded = load(MemorySource(placed(example, SPECIMEN)), BASE)
    day = date.fromisoformat(example.as_of or AS_OF)
    base = analysed(Records(BASE, day, day)) if as_change else None
    return check(analysed(Records(loaded.book, day, day)), loaded.findings, base)


def told(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{finding.path}:{finding.position.line} {finding.code} {finding.message}" for finding in findings]


def test_the_specimen_keeps_every_rule() -> None:
    loaded = load(MemorySource(SPECIMEN))
    current = analysed(Records(loaded.book, date.fromisoformat(AS_OF), date.fromisoformat(AS_OF)))
    assert told(check(current, loaded.findings)) == []


def test_codes_and_names_are_each_used_once() -> None:
    assert len({rule.code for rule in ALL_RULES}) == len(ALL_RULES)
    assert len({rule.name for rule in ALL_RULES}) == len(ALL_RULES)
    assert [rule.code for rule in ALL_RULES] == sorted(rule.code for rule in ALL_RULES)
    assert {checked.rule.code for checked in RULES} <= set(BY_CODE)


def test_every_code_ever_given_is_still_that_rule(request: pytest.FixtureRequest) -> None:
    """The list only grows: a code that was published is never used for another rule, nor a rule dropped silently."""
    now = {f"{rule.code} {rule.name}" for rule in ALL_RULES}
    if request.config.getoption("--bless"):
        given = set(CODES.read_text(encoding="utf-8").splitlines()) if CODES.exists() else set()
        taken = {line.split()[0] for line in given}
        new = {line for line in now if line.split()[0] not in taken}
        CODES.write_text("".join(f"{line}\n" for line in sorted(given | new)), encoding="utf-8")
    assert CODES.read_text(encoding="utf-8").splitlines() == sorted(now)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_a_rule_is_said_in_words(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert rule.family in FAMILIES
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)
    for text in (rule.summary, rule.why):
        assert re.fullmatch(r"[A-Z0-9`].+[.]\)?", text, re.DOTALL), text
        assert "  " not in text
    assert len(rule.summary) <= 120, "one line of the rule list"
    assert len(rule.why) > len(rule.summary) * 0.6, "the reason says more than the summary"
    assert rule.bad.path.startswith("records/")


@pytest.mark.parametrize("rule", EXEMPLARY, ids=lambda rule: rule.code)
def test_the_bad_example_breaks_the_rule_and_the_good_one_keeps_it(rule: Rule) -> None:
    bad = found_in(rule.bad, rule.family == "CHG")
    places = [finding.position for finding in bad if finding.code == rule.code]
    assert places, told(bad)
    if rule.code not in WHOLE_FILE:
        assert all(place.line > 1 for place in places), told(bad)
    good = found_in(rule.good, rule.family == "CHG")
    assert rule.code not in {finding.code for finding in good}, told(good)
    assert not {finding.code for finding in (*bad, *good)} & {"INT001", "INT002", "INT003"}


def test_a_rule_is_found_by_code_and_name_however_written() -> None:
    rule = find_rule("ref002")
    assert rule is not None
    assert rule.name == "unknown-partner"
    assert find_rule(" Unknown-Partner ") is rule
    assert find_rule("REF999") is None


@pytest.mark.parametrize("rule", EXEMPLARY, ids=lambda rule: rule.code)
def test_a_finding_says_what_is_wrong_and_what_to_do(rule: Rule) -> None:
    for finding in found_in(rule.bad, rule.family == "CHG"):
        assert re.fullmatch(r".*[^.\s]", finding.message, re.DOTALL), finding.message
        assert re.match(r"[A-Z`]", finding.help), finding.help
