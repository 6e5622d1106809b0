"""The sample program is whole: large enough, clean, dated rightly, private, and written by hand."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

import pytest
from samplework import RECORDS, acts, book, happened, sentences

from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.states import partner_status
from partnerbook.core.activity import ActivityType
from partnerbook.core.dates import Period, add_months, day_of
from partnerbook.core.finding import Severity
from partnerbook.core.money import Money
from partnerbook.core.partner import Partner
from partnerbook.core.referral import MILESTONES
from partnerbook.rules import check
from programs import AS_OF, ROOT, current, loaded


class TestSize:
    """About as much as a program has gathered after two and a half years."""

    def test_partners_of_every_status_tier_and_model(self) -> None:
        analysis = current().analysis
        assert len(book().partners) == 32
        assert Counter(analysis.partner_status.values()) == {
            "active": 23, "paused": 1, "ended": 3, "onboarding": 1, "negotiating": 1, "in_talks": 1, "contacted": 1,
            "identified": 1,
        }  # fmt: skip
        active = [key for key, status in analysis.partner_status.items() if status in ("active", "paused")]
        assert Counter(analysis.tiers[key] for key in active) == {"strategic": 4, "active": 12, "network": 8}
        models = {entry.record.model for entry in book().agreements.values()}
        assert models == {"referral", "subcontracting", "alliance", "technology", "reseller"}

    def test_agreements_in_every_state(self) -> None:
        states = Counter(current().analysis.agreement_state.values())
        assert states == {"in_force": 20, "expiring": 5, "expired": 11, "terminated": 3, "replaced": 1, "upcoming": 1}
        assert [key for key, entry in book().agreements.items() if entry.record.amends] == ["contofluss-2025"]

    def test_referrals_both_ways_in_every_state(self) -> None:
        states = Counter(
            f"{entry.record.direction} {current().analysis.referral_state[key]}"
            for key, entry in book().referrals.items()
        )
        assert sum(states.values()) == 272
        assert set(states) == {f"{direction} {state}" for direction in ("received", "sent") for state in MILESTONES}
        assert states["received won"] == states["sent won"] == 48

    def test_every_way_to_earn(self) -> None:
        earnings = [
            earning
            for entry in book().agreements.values()
            for earning in (entry.record.compensation.received, entry.record.compensation.sent)
        ]
        assert {earning.earn for earning in earnings} == {"none", "flat", "percentage", "tiered", "split", "margin"}
        assert {(earning.measure, earning.mode) for earning in earnings if earning.earn == "tiered"} == {
            ("referrals", "step"), ("referrals", "retroactive"), ("revenue", "marginal"), ("revenue", "retroactive"),
            ("revenue", "step"), ("deal_size", "per_deal"), ("deal_size", "marginal"),
            ("client_lifetime_value", "marginal"), ("client_lifetime_value", "step"), ("conversion_rate", "step"),
        }  # fmt: skip

    def test_activities_of_every_type(self) -> None:
        types = Counter(entry.record.type for entry in book().activities.values())
        assert set(types) == set(get_args(ActivityType))
        assert sum(types.values()) == 346

    def test_a_client_record_for_every_won_client(self) -> None:
        won = {entry.record.client for entry in book().referrals.values() if entry.record.milestones.won}
        assert len(won) == 48
        assert won == set(book().clients)


class TestMoney:
    """Payouts and closings: what was frozen holds together. Whether it is right is the ledger's to say."""

    def test_a_run_in_every_quarter(self) -> None:
        paid: dict[tuple[date, str], Decimal] = {}
        for entry in book().payouts.values():
            if entry.record.direction == "payable":
                key = entry.record.run, entry.record.total.currency
                paid[key] = paid.get(key, Decimal(0)) + entry.record.total.amount
        assert {(f"{run}", currency): f"{total}" for (run, currency), total in paid.items()} == {
            ("2024-10-30", "EUR"): "2560.00",
            ("2025-01-30", "EUR"): "6010.00",
            ("2025-04-30", "EUR"): "14610.01",
            ("2025-07-30", "EUR"): "12530.00",
            ("2025-10-30", "EUR"): "12320.00",
            ("2025-10-30", "USD"): "900.00",
            ("2026-01-30", "EUR"): "38160.00",
            ("2026-01-30", "USD"): "900.00",
            ("2026-04-30", "EUR"): "23628.00",
            ("2026-07-30", "EUR"): "20532.00",
        }

    def test_both_directions_paid_part_paid_and_open(self) -> None:
        states = Counter(
            (entry.record.direction, current().analysis.payout_state[key]) for key, entry in book().payouts.items()
        )
        assert states == {
            ("payable", "paid"): 48,
            ("receivable", "paid"): 34,
            ("receivable", "part_paid"): 1,
            ("receivable", "prepared"): 1,
        }
        unsettled = [entry.record.run for entry in book().payouts.values() if entry.record.run > AS_OF]
        assert unsettled == [date(2026, 10, 30)] * 2, "what is open is not overdue: its run is still to come"

    def test_lines_add_up_to_the_total_and_are_paid_once(self) -> None:
        seen: set[str] = set()
        for entry in book().payouts.values():
            payout = entry.record
            amounts = [line.amount for line in payout.lines] + [item.amount for item in payout.adjustments]
            assert sum(amounts, Money.zero(payout.total.currency)) == payout.total, entry.id
            for line in payout.lines:
                referral, event, kind, claimant = line.line.split("/")
                record = book().referrals[referral].record
                money = {payment.key for payment in record.payments} | {refund.key for refund in record.refunds}
                assert event in money | {"submitted", "qualified", "won"}, line.line
                assert kind in ("accrual", "true_up", "clawback"), line.line
                assert claimant == ("us" if payout.direction == "receivable" else payout.partner), line.line
                assert line.line not in seen, line.line
                seen.add(line.line)

    def test_vat_is_a_fifth_less_a_hair_at_home_and_nothing_abroad(self) -> None:
        for entry in book().payouts.values():
            country, payout = book().partners[entry.record.partner].record.country, entry.record
            assert payout.vat is not None
            treatment = {"DE": "domestic", "DK": "reverse_charge", "US": "outside_scope"}[country]
            assert payout.vat.treatment == treatment, entry.id
            expected = Money(payout.total.amount * Decimal("0.19"), payout.total.currency).rounded()
            assert payout.vat.amount == (expected if country == "DE" else None), entry.id

    def test_somebody_else_approves_within_the_limit(self) -> None:
        for entry in book().payouts.values():
            payout = entry.record
            assert payout.prepared.by == "meret-hollander"
            if payout.direction == "receivable":
                continue
            assert payout.total.amount <= 5000 or payout.approver in ("henrike-tidemann", "morten-krog"), entry.id
            signed = [approved.by for approved in payout.approved]
            asked = [person for person in (payout.approver, payout.second_approver) if person]
            assert signed == asked, entry.id
            assert len(signed) == (2 if payout.total.amount >= 10000 else 1), entry.id
            assert payout.prepared.by not in signed

    def test_each_quarter_is_closed_once_it_is_over_and_statements_sent(self) -> None:
        closings = [entry.record for entry in book().closings.values()]
        quarters = [f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)][1:10]
        assert sorted(str(closing.period) for closing in closings) == quarters
        for closing in closings:
            assert timedelta(0) < closing.closed - closing.period.last < timedelta(days=30)
            payouts = [entry.record for entry in book().payouts.values() if entry.record.period == closing.period]
            told = {statement.partner: statement.on for statement in closing.statements}
            assert {payout.partner for payout in payouts} <= set(told)
            assert all(payout.statement_sent == told[payout.partner] for payout in payouts), str(closing.period)


class TestCadence:
    """How often the tiers ask for a word was kept, and what was late is past."""

    @staticmethod
    def held(partner: Partner, tier: str, period: Period) -> bool:
        """Whether a partner was active and of a tier on each day of a period."""
        days = (period.first + timedelta(days=number) for number in range((period.last - period.first).days + 1))
        tiers = [(change.on, change.tier) for change in partner.tier_history]
        return all(
            partner_status(partner, day) == "active" and [name for on, name in tiers if on <= day][-1:] == [tier]
            for day in days
        )

    @staticmethod
    def talks(types: tuple[str, ...]) -> dict[str, list[date]]:
        """Days on which we spoke with each partner."""
        days: dict[str, list[date]] = {key: [] for key in book().partners}
        for entry in book().activities.values():
            on = happened(entry.record.on)
            if on is not None and entry.record.type in types:
                for partner in entry.record.partners:
                    days[partner].append(on)
        return days

    @pytest.mark.parametrize(
        ("tier", "unit", "types", "periods"),
        [
            ("strategic", "month", ("check_in", "review"), 24 + 21 + 15 + 9),
            ("strategic", "quarter", ("review",), 8 + 7 + 5 + 3),
            ("active", "quarter", ("check_in", "review"), 93),
        ],
    )
    def test_every_period_has_its_talk(self, tier: str, unit: str, types: tuple[str, ...], periods: int) -> None:
        talks, kept, missed = self.talks(types), 0, []
        for key, entry in book().partners.items():
            period = Period.month_of(date(2024, 4, 1)) if unit == "month" else Period.quarter_of(date(2024, 4, 1))
            while period.last <= AS_OF:
                if self.held(entry.record, tier, period):
                    there = any(day in period for day in talks[key])
                    kept += there
                    if not there:
                        missed.append(f"{key} {period}")
                period = period.next
        assert missed == []
        assert kept == periods

    def test_the_network_is_heard_once_a_year(self) -> None:
        talks, analysis = self.talks(("check_in", "review")), current().analysis
        network = [key for key, tier in analysis.tiers.items() if tier == "network"]
        active = [key for key in network if analysis.partner_status[key] == "active"]
        assert len(active) == 8
        assert [key for key in active if not any(day > add_months(AS_OF, -12) for day in talks[key])] == []


class TestTruth:
    """Nothing in it contradicts its own day, its people or what may be published."""

    def test_check_finds_no_error_and_no_warning(self) -> None:
        findings = check(current(), loaded().findings)
        grave = [finding for finding in findings if finding.severity is not Severity.INFO]
        assert [f"{finding.path}: {finding.code} {finding.message}" for finding in grave] == []
        assert [(finding.code, finding.record) for finding in findings] == [
            ("PAR013", "partner/vollmer-debt-advisory")
        ], "the one open remark is one of the stories"

    def test_nothing_happened_after_its_day(self) -> None:
        whole, known = loaded().book, known_by(loaded().book, AS_OF)
        for shelf in ("partners", "clients", "agreements", "referrals", "payouts", "activities", "closings"):
            cut = [key for key, entry in getattr(whole, shelf).items() if getattr(known, shelf).get(key) is not entry]
            assert cut == [], shelf
        assert known_by(whole, date(2026, 9, 29)).referrals.keys() != whole.referrals.keys(), "the cut does cut"

    def test_mail_addresses_reach_nobody(self) -> None:
        found = [address for path in RECORDS for address in re.findall(r"\S+@\S+", path.read_text(encoding="utf-8"))]
        assert len(found) > 100
        assert [address for address in found if not address.rstrip("'\",.;)}]").endswith(".example")] == []

    def test_no_colleague_acts_before_joining_or_after_leaving(self) -> None:
        program = book().program
        assert program is not None
        people = {person.key: person for person in program.record.people}
        assert people["bastian-eichhorn"].left == date(2025, 6, 30)
        wrong, seen = [], Counter[str]()
        for record, who, day in self.deeds():
            person = people.get(who)
            if person is None:
                continue
            seen[who] += 1
            if (person.joined and day < person.joined) or (person.left and day > person.left):
                wrong.append(f"{record}: {who} on {day}")
        assert wrong == []
        assert seen["bastian-eichhorn"] > 50
        assert min(seen.values()) > 5

    @staticmethod
    def deeds() -> Iterator[tuple[str, str, date]]:
        """Everything colleagues did: record, who, and the day."""
        for entry in book().entries():
            for who, day in acts(entry.record):
                yield entry.id, who, day
        for activity in book().activities.values():
            held = happened(activity.record.on)
            if held is not None:
                yield from ((activity.id, person, held) for person in activity.record.people)
        for referral in book().referrals.values():
            record = referral.record
            for person in (record.introduced_by, record.handled_by):
                if person is not None:
                    yield referral.id, person, day_of(record.received)


class TestProse:
    """Bodies are written for one record each."""

    def test_no_body_is_empty(self) -> None:
        assert [entry.path for entry in book().entries() if not sentences(entry.body)] == []

    def test_no_two_records_share_a_sentence(self) -> None:
        where: dict[str, set[str]] = {}
        for entry in book().entries():
            for sentence in sentences(entry.body):
                where.setdefault(sentence.casefold(), set()).add(entry.path)
        assert len(where) > 2000
        assert {sentence: paths for sentence, paths in where.items() if len(paths) > 1} == {}

    def test_sentences_are_split_where_a_reader_would(self) -> None:
        body = '## Services\n\nDr. Reinholt came. "Two sentences!" They were\ncomplete.\n\n- One\n- Two. Three'
        assert sentences(body) == [
            "Dr. Reinholt came.", "Two sentences!", "They were complete.", "One", "Two.", "Three"
        ]  # fmt: skip

    def test_bodies_have_no_pictures_and_no_markup_of_their_own(self) -> None:
        for entry in book().entries():
            assert not re.search(r"<[a-z/!]|!\[", entry.body), entry.path

    def test_the_readme_counts_the_same_partners(self) -> None:
        assert f"with {len(book().partners)} partners" in (ROOT / "README.md").read_text(encoding="utf-8")
