"""The sample's figures once more, by another way: SQL over its raw facts, written from the definitions.

Every partner and the program as a whole, over the last 12 months and each quarter since the program began.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

import pytest
from samplequeries import QUERIES, STEPS
from samplesql import exported
from samplework import book

from partnerbook.analysis.metrics.definitions import DEFINITIONS
from partnerbook.analysis.metrics.figure import Figure, Window
from partnerbook.analysis.metrics.windows import last_quarters, trailing_year
from partnerbook.core.money import Money
from programs import AS_OF, current

SPANS = {"12 months": trailing_year(AS_OF)} | {str(one.first): one for one in last_quarters(AS_OF, 10)}

MONEY = {key for key, one in DEFINITIONS.items() if one.unit == "money"} | {
    "reciprocity_value",
    "top_three_share",
    "partner_share",
    "return_on_cost",
}
"""Figures of amounts, which the queries give in millionths of a cent."""
WITHOUT_SAMPLE = {"goal_received", "goal_sent", "program_cost"}
"""Figures whose sample is of no meaning to their queries."""
MINUTES = {"follow_up", "follow_up_sent"}
ELSEWHERE = {
    "goal_revenue",
    "referrals_expected",
    "partners_by_status",
    "partners_by_tier",
    "partners_by_model",
    "channel_conversion",
    "channel_cost_per_client",
    "warm_conversion",
}
"""Figures without a query of their own: tested by hand in tests/metrics, or parts of others here."""

Row = tuple[int, int | None, int | None]


@pytest.fixture(scope="module")
def facts() -> Iterator[sqlite3.Connection]:
    made = exported([(name, window.first, window.last) for name, window in SPANS.items()])
    made.executescript(STEPS)
    yield made
    made.close()


def test_every_figure_has_its_query() -> None:
    assert set(QUERIES) | ELSEWHERE == set(DEFINITIONS)
    assert not set(QUERIES) & ELSEWHERE


def test_the_sample_sets_no_clocks_and_no_netting_that_the_queries_do_not_know() -> None:
    agreements = [entry.record for entry in book().agreements.values()]
    levels = [one.service_level for one in agreements if one.service_level is not None]
    assert {(level.respond_hours, level.partner_respond_hours) for level in levels} == {
        (None, None),
        (None, 48),
        (24, 48),
    }
    assert not any(one.payment.netting for one in agreements)


@pytest.mark.parametrize("key", QUERIES)
def test_it_is_the_same_by_sql(facts: sqlite3.Connection, key: str) -> None:
    direction = "sent" if "sent" in key or key == "reported_revenue" else "received"
    rows: dict[tuple[str, str], Row] = {
        (span, who): (above, below, sample)
        for span, who, above, below, sample in facts.execute(QUERIES[key], {"key": key, "direction": direction})
    }
    assert any(row[0] for row in rows.values()), "nothing in the sample says anything of it"
    wrong = [
        f"{span}, {who or 'program'}: {_of_figure(figure)} here, {_of_row(key, figure, rows.get((span, who)))} by SQL"
        for (span, who), figure in _figures(key).items()
        if _of_figure(figure) != _of_row(key, figure, rows.get((span, who)))
    ]
    assert wrong == []


def _figures(key: str) -> Mapping[tuple[str, str], Figure]:
    """Our figures, of everybody and every window."""
    metrics = current().analysis.metrics
    found: dict[tuple[str, str], Figure] = {}
    for span, window in SPANS.items():
        if DEFINITIONS[key].scope == "both":
            found |= {(span, partner): metrics.partner(partner, window)[key] for partner in book().partners}
        found[span, ""] = metrics.program(window)[key]
    return found


Parts = tuple[object, object, int | None]


def _of_figure(figure: Figure) -> Parts:
    if figure.key in WITHOUT_SAMPLE:
        return (figure.numerator, figure.denominator, None)
    return (figure.numerator, figure.denominator, figure.sample)


def _of_row(key: str, figure: Figure, row: Row | None) -> Parts:
    above, below, sample = row or (0, 0 if figure.denominator is not None else None, 0)
    if key in ("goal_received", "goal_sent"):
        return (Fraction(above, 133590), Fraction(below or 0, 133590), None)
    if key in MINUTES:
        return (Fraction(above, 60), below, sample)
    if key == "marketing_workload":
        return (Fraction(above, 2), (below or 0) // 2, sample)
    if key not in MONEY:
        return (above, below, sample)
    sample = None if key in WITHOUT_SAMPLE else sample
    by_count = DEFINITIONS[key].unit == "money"
    return (_euros(above), below if by_count or below is None else _euros(below), sample)


def _euros(millionths: int) -> Money:
    """Millionths of a cent as money, half up, away from zero."""
    sign, cents = (-1 if millionths < 0 else 1), (abs(millionths) + 500_000) // 1_000_000
    return Money.exactly(Fraction(sign * cents, 100), "EUR")


def test_the_quarters_are_whole_and_the_last_four_make_the_twelve_months() -> None:
    quarters = [window for name, window in SPANS.items() if name != "12 months"]
    assert quarters[0] == Window(date(2024, 4, 1), date(2024, 6, 30))
    assert sum(window.days for window in quarters[-4:]) == SPANS["12 months"].days
