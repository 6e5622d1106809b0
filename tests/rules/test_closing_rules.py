"""MNY and AGR: edges of the rules about closed periods, sections and usual rates, written by hand."""

import pytest
from casework import SPECIMEN, case, told

from partnerbook.analysis.closings import lines_booked_in, period_hash
from partnerbook.core.dates import Period
from partnerbook.rules import agreement_rates, agreement_sections, closings

WON = "referrals/2026/2026-03-02-software-werft-k7"
Q2 = "closings/2026-q2"
KONTOR = "agreements/kontor-interim-2025"
BRANDUNG = "agreements/agentur-brandung-2026"


def _closing(period: str, closed: str) -> str:
    """A closing as the ledger stands, as it would be written."""
    current = case({Q2: None})
    of = Period.parse(period)
    lines, ledger = len(lines_booked_in(current.analysis.ledger, of)), period_hash(current.analysis.ledger, of)
    return f"---\nperiod: {period}\nclosed: {closed}\nby: mats-petersen\nlines: {lines}\nledger: {ledger}\n---\n"


class TestClosedPeriods:
    """The second quarter of 2026 was closed with three lines: two claimants' parts of a payment, and a fee."""

    PAID = """payments:
  - {key: p1, deal: setup, on: 2026-05-04, amount: 24000.00 EUR, eligible: %s EUR}
  - {key: p2, deal: setup, on: 2026-06-10, booked: %s, amount: 24000.00 EUR}"""

    def test_booked_on_the_last_day_and_on_the_next(self) -> None:
        assert told(closings.closed_period_moved, {WON: self.PAID % ("23000.00", "2026-07-01")}) == []
        assert told(closings.closed_period_moved, {WON: self.PAID % ("23000.00", "2026-06-30")}) == [
            "2026-q2 lines: 2026-Q2 was closed on 2026-07-24 with 3 lines, and the ledger has 5 now"
        ]

    def test_as_many_lines_of_other_amounts(self) -> None:
        assert told(closings.closed_period_moved, {WON: self.PAID % ("22999.00", "2026-08-05")}) == [
            (
                "2026-q2 ledger: 2026-Q2 was closed on 2026-07-24 with 3 lines, and the ledger has as many now, "
                "but not the same"
            )
        ]

    def test_the_remedy_names_a_day_that_is_open(self) -> None:
        changes = {WON: self.PAID % ("23000.00", "2026-06-30"), "closings/2026-q3": _closing("2026-Q3", "2026-09-30")}
        found = {finding.path: finding.help for finding in closings.closed_period_moved.findings(case(changes))}
        assert found["records/closings/2026-q2.md"].endswith("write `booked` with a day after 2026-09-30.")

    def test_before_it_was_closed_nothing_is_closed(self) -> None:
        moved = {WON: self.PAID % ("23000.00", "2026-06-30")}
        assert told(closings.closed_period_moved, moved, as_of="2026-07-23") == []
        assert len(told(closings.closed_period_moved, moved, as_of="2026-07-24")) == 1

    def test_a_period_without_lines(self) -> None:
        assert told(closings.closed_period_moved, {"closings/2026-q1": _closing("2026-Q1", "2026-04-20")}) == []

    def test_gaps(self) -> None:
        later = {"closings/2026-09": _closing("2026-09", "2026-09-30")}
        assert told(closings.leaves_gap, later) == [
            (
                "2026-09 period: 2026-09 is closed, but 6 lines booked from 2026-07-20 to 2026-08-20 lie before it in "
                "no closed period"
            )
        ]
        assert told(closings.leaves_gap, later | {Q2: None}) == [
            (
                "2026-09 period: 2026-09 is closed, but 9 lines booked from 2026-05-04 to 2026-08-20 lie before it in "
                "no closed period"
            )
        ]
        assert told(closings.leaves_gap, {"closings/2026-q3": _closing("2026-Q3", "2026-09-30")}) == []

    def test_a_quarter_without_lines_is_no_gap(self) -> None:
        assert told(closings.leaves_gap, {"closings/2025-q4": _closing("2025-Q4", "2026-01-20")}) == []


class TestSections:
    """The six sections every agreement has."""

    @staticmethod
    def _without(heading: str, instead: str = "") -> dict[str, str | None]:
        text = SPECIMEN[f"records/{KONTOR}.md"]
        assert heading in text
        return {KONTOR: text.replace(heading, instead)}

    def test_a_missing_one_is_named(self) -> None:
        assert told(agreement_sections.section_missing, self._without("## Disputes")) == [
            "kontor-interim-2025 : there is no section `Disputes`"
        ]

    @pytest.mark.parametrize("heading", ["## Streitigkeiten", "# DISPUTES", "### disputes ###", "  ## Disputes  "])
    def test_headings_in_another_language_case_or_level_count(self, heading: str) -> None:
        assert told(agreement_sections.section_missing, self._without("## Disputes", heading)) == []

    @pytest.mark.parametrize("words", ["**Disputes**", "##Disputes", "## Disputes and more", "```\n## Disputes\n```"])
    def test_what_is_no_such_heading(self, words: str) -> None:
        assert len(told(agreement_sections.section_missing, self._without("## Disputes", words))) == 1

    def test_drafts_may_still_lack_them(self) -> None:
        text = self._without("## Disputes")[KONTOR] or ""
        draft = {KONTOR: text.replace("signed: 2025-03-25\n", "")}
        assert told(agreement_sections.section_missing, draft) == []

    def test_several_are_one_finding(self) -> None:
        text = SPECIMEN[f"records/{KONTOR}.md"].split("\n## ")[0] + "\n"
        assert told(agreement_sections.section_missing, {KONTOR: text}) == [
            (
                "kontor-interim-2025 : there is no section `Services`, `Compensation`, `Payment and invoicing`, "
                "`Confidentiality and data protection`, `Term and termination` and `Disputes`"
            )
        ]


class TestRates:
    """Usual are 5 to 10% passive, 10 to 15% standard, 15 to 25% active."""

    PAYS = "compensation: {received: {earn: percentage, basis: first_year, %s}, sent: {earn: none}}\nexamples: []"
    BANDS = """compensation:
  received:
    earn: tiered
    measure: referrals
    counts: won
    mode: step
    period: calendar_year
    basis: first_project
    bands: [{from: 1, rate: %s}, {from: 4, rate: %s}]
  sent: {earn: none}
examples: []"""

    @pytest.mark.parametrize(("rate", "is_usual"), [("9.99%", False), ("10%", True), ("15%", True), ("15.01%", False)])
    def test_edges_are_usual(self, rate: str, is_usual: bool) -> None:
        expected = [
            (
                f"kontor-interim-2025 compensation.received.rate: {rate} for `standard` involvement lies outside "
                "the usual 10% to 15%"
            )
        ]
        assert told(agreement_rates.rate_out_of_range, {KONTOR: self.PAYS % f"rate: {rate}"}) == (
            [] if is_usual else expected
        )

    def test_each_involvement_has_its_range(self) -> None:
        changes = {KONTOR: self.PAYS % "rates: {passive: 4%, standard: 12%, active: 30%}"}
        assert told(agreement_rates.rate_out_of_range, changes) == [
            (
                "kontor-interim-2025 compensation.received.rates.passive: 4% for `passive` involvement lies outside "
                "the usual 5% to 10%"
            ),
            (
                "kontor-interim-2025 compensation.received.rates.active: 30% for `active` involvement lies outside "
                "the usual 15% to 25%"
            ),
        ]

    def test_a_band_that_is_reached_may_go_further(self) -> None:
        assert told(agreement_rates.rate_out_of_range, {BRANDUNG: self.BANDS % ("10%", "25%")}) == []
        assert told(agreement_rates.rate_out_of_range, {BRANDUNG: self.BANDS % ("25%", "25.5%")}) == [
            (
                "agentur-brandung-2026 compensation.received.bands[0].rate: 25% for `standard` involvement lies "
                "outside the usual 10% to 15%"
            ),
            (
                "agentur-brandung-2026 compensation.received.bands[1].rate: 25.5% for any involvement lies outside "
                "the usual 5% to 25%"
            ),
        ]

    def test_what_has_ended_cannot_be_put_right(self) -> None:
        pays = self.PAYS % "rate: 30%"
        assert told(agreement_rates.rate_out_of_range, {KONTOR: f"{pays}\nexpires: 2026-09-29"}) == []
        assert len(told(agreement_rates.rate_out_of_range, {KONTOR: f"{pays}\nexpires: 2026-09-30"})) == 1
        assert told(agreement_rates.rate_out_of_range, {KONTOR: f"{pays}\nsigned: ~"}) == []
