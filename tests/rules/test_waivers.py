"""Waivers silence what they name, where they name it, as long as they say; and nothing else."""

from collections.abc import Mapping
from datetime import date

import pytest
from casework import SPECIMEN, case
from hypothesis import given
from hypothesis import strategies as st

from partnerbook.analysis import Records, analysed
from partnerbook.core.finding import FieldPath
from partnerbook.core.record import Waiver
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.rules import check

HAFEN = "partners/zahlenhafen"
BRANDUNG = "partners/agentur-brandung"


def codes(changes: Mapping[str, str | None], *, as_of: str = "2026-09-30") -> list[str]:
    """What the whole check says of the case: `code field` of each finding."""
    return [f"{found.code} {'.'.join(map(str, found.field))}".strip() for found in check(case(changes, as_of=as_of))]


def waiving(rule: str, until: str = "2026-12-31", field: str = "") -> str:
    at = f", field: '{field}'" if field else ""
    return f"waivers: [{{rule: {rule}, reason: Because, until: {until}{at}}}]"


def test_a_waiver_silences_its_finding_until_its_last_day() -> None:
    assert codes({}) == []
    assert codes({HAFEN: waiving("PAR002", "2026-09-30")}) == []
    assert codes({HAFEN: waiving("PAR002", "2026-09-29")}) == ["REF903 waivers.0.until", "PAR002 status_history.1"]


def test_a_waiver_of_another_record_silences_nothing() -> None:
    assert codes({HAFEN: "waivers: ~", BRANDUNG: waiving("PAR002")}) == [
        "REF904 waivers.0.rule",
        "PAR002 status_history.1",
    ]


def test_a_waiver_may_be_for_one_field() -> None:
    assert codes({HAFEN: waiving("PAR002", field="status_history")}) == []
    assert codes({HAFEN: waiving("PAR002", field="references")}) == [
        "REF904 waivers.0.rule",
        "PAR002 status_history.1",
    ]


def test_an_unknown_rule_and_one_that_holds_without_exception() -> None:
    both = """waivers:
  - {rule: PAR002, reason: Because, until: 2026-12-31}
  - {rule: PAR999, reason: Because, until: 2026-12-31}
  - {rule: SCH001, reason: Because, until: 2026-12-31}"""
    assert codes({HAFEN: both}) == ["REF901 waivers.1.rule", "REF902 waivers.2.rule"]


def test_the_rules_about_waivers_cannot_be_waived() -> None:
    nested = """waivers:
  - {rule: PAR003, reason: Because, until: 2026-12-31}
  - {rule: REF904, reason: Because, until: 2026-12-31}"""
    assert codes({BRANDUNG: nested}) == ["REF904 waivers.0.rule", "REF902 waivers.1.rule"]


def test_two_waivers_for_one_finding_are_both_needed() -> None:
    twice = """waivers:
  - {rule: PAR002, reason: Because, until: 2026-12-31}
  - {rule: PAR002, reason: Still, until: 2027-12-31}"""
    assert codes({HAFEN: twice}) == []


def test_a_waiver_is_not_called_needless_while_records_cannot_be_read() -> None:
    program = {"records/program.md": "---\nformat: [\n---\n"}
    loaded = load(MemorySource(SPECIMEN | program))
    day = date(2026, 9, 30)
    found = check(analysed(Records(loaded.book, day, day)), loaded.findings)
    assert "REF904" not in {finding.code for finding in found}


@pytest.mark.parametrize(
    ("field", "at", "is_covered"),
    [
        ("", (), True),
        ("", ("milestones", "won", "told"), True),
        ("milestones", ("milestones", "won", "told"), True),
        ("milestones.won", ("milestones", "won", "told"), True),
        ("milestones.told", ("milestones", "won", "told"), True),
        ("milestones.lost", ("milestones", "won", "told"), False),
        ("won", ("milestones", "won", "told"), False),
        ("deals", ("deals", 0, "value"), True),
        ("deals.value", ("deals", 1, "value"), True),
        ("deals[0].value", ("deals", 0, "value"), True),
        ("deals[1].value", ("deals", 0, "value"), False),
        ("deal", ("deals", 0, "value"), False),
        ("deals.value", ("deals",), False),
        ("references", (), False),
    ],
)
def test_a_field_takes_in_what_lies_below_it(field: str, at: FieldPath, is_covered: bool) -> None:
    waiver = Waiver(rule="PAR002", reason="Because", until=date(2026, 12, 31), field=field)
    assert waiver.covers(at) is is_covered


@given(st.text(alphabet="abc.[]0", max_size=12))
def test_any_field_can_be_compared(field: str) -> None:
    waiver = Waiver(rule="PAR002", reason="Because", until=date(2026, 12, 31), field=field)
    assert waiver.covers(("abc", 0)) in (True, False)
