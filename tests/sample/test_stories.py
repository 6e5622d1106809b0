"""The twelve stories of the sample: found by searching all partners for their figures, and readable on a page.

No test names the partner before it has been found: what makes a story is in the figures, and a reader
of the handbook must be able to see it too.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from typing import TypeVar

from samplework import active, book, business_minutes, happened, minutes_to_response, pages, referrals

from partnerbook.core.book import Entry
from partnerbook.core.compensation import MarginEarning, NoEarning, SplitEarning
from partnerbook.core.dates import add_months, day_of
from partnerbook.core.money import Money
from partnerbook.core.referral import Referral
from programs import AS_OF, current

T = TypeVar("T")


def eur(amounts: Iterable[Money]) -> Decimal:
    """Euros added up; other currencies are left out, for they are never added."""
    return sum((money.amount for money in amounts if money.currency == "EUR"), Decimal(0))


def paid(entry: Entry[Referral]) -> Decimal:
    """What a client paid in euros, less what it got back."""
    record = entry.record
    return eur(payment.amount for payment in record.payments) - eur(refund.amount for refund in record.refunds)


def one(found: Sequence[T]) -> T:
    """The only one found; a story that two partners tell is none."""
    assert len(found) == 1, found
    return found[0]


def page_of(partner: str) -> str:
    """The words of a partner's page."""
    return pages()[f"partners/{partner}.md"]


def commissions(direction: str, referral: str | None = None) -> dict[str, Decimal]:
    """Paid ledger lines of a direction (and referral) by their id."""
    return {
        line.line: line.amount.amount
        for entry in book().payouts.values()
        for line in entry.record.lines
        if entry.record.direction == direction and (referral is None or line.line.startswith(f"{referral}/"))
    }


class TestUneven:
    """Twelve sent, two received: one takes and does not give."""

    @staticmethod
    def last_year(partner: str, direction: str) -> int:
        days = [day_of(record.received) for record in referrals(partner, direction).values()]
        return sum(date(2025, 10, 1) <= day <= AS_OF for day in days)

    def test_the_only_active_partner_with_so_many_for_so_few(self) -> None:
        found = one(
            [key for key in active() if self.last_year(key, "sent") >= 12 and self.last_year(key, "received") <= 2]
        )
        assert (self.last_year(found, "sent"), self.last_year(found, "received")) == (12, 2)
        assert (len(referrals(found, "sent")), len(referrals(found, "received"))) == (15, 5)
        tally = current().analysis.tallies[found]
        assert (tally.sent.last_12_months, tally.received.last_12_months) == (12, 2)
        scores = [
            activity.survey.score
            for activity in (entry.record for entry in book().activities.values())
            if activity.survey is not None and found in activity.partners
        ]
        assert scores == [8, 6]
        words = page_of(found)
        assert "we sent twelve and received two" in words
        assert "12 in the last 12 months" in words
        assert "2 in the last 12 months" in words


class TestSingleContact:
    """One woman and an answering service."""

    def test_the_only_active_partner_of_whom_we_know_one_person(self) -> None:
        found = one(
            [
                key
                for key in active()
                if sum(contact.left is None or contact.left > AS_OF for contact in book().partners[key].record.contacts)
                == 1
            ]
        )
        name = book().partners[found].record.contacts[0].name
        assert len(referrals(found, "received")) == 6
        assert len(referrals(found, "sent")) == 5
        assert f"{name} is the only person we know" in page_of(found)
        assert "There is nobody behind her." in page_of(found)


class TestSlow:
    """Good work, slow answers: eight of nine beyond the 48 business hours."""

    def test_business_hours_as_reckoned_by_hand(self) -> None:
        at = datetime.fromisoformat
        # Thursday 15:05 to midnight 535, Friday 1440, Saturday and Sunday nothing, Monday to 17:45 1065.
        assert business_minutes(at("2025-06-26T15:05"), at("2025-06-30T17:45")) == 535 + 1440 + 1065
        # Monday 11:55 to midnight 725, Tuesday and Christmas Eve 1440 each, two holidays and a weekend nothing.
        assert business_minutes(at("2025-12-22T11:55"), at("2025-12-29T17:45")) == 725 + 2880 + 1065
        assert minutes_to_response(book().referrals["2025-06-26-siebenstern-it-r8"].record) == 3040
        assert minutes_to_response(book().referrals["2025-12-22-siebenstern-it-x3"].record) == 4670

    def test_the_one_most_often_late_with_what_we_send(self) -> None:
        program = book().program
        assert program is not None
        late: dict[str, tuple[int, int]] = {}
        for partner in book().partners:
            answered, over = 0, 0
            for key, record in referrals(partner, "sent").items():
                minutes = minutes_to_response(record)
                if minutes is None:
                    continue
                agreement = current().analysis.governing.get(key)
                level = book().agreements[agreement].record.service_level if agreement else None
                own = level.partner_respond_hours if level else None
                hours = own or program.record.service_levels.partner_respond_hours or 0
                answered += 1
                over += minutes > hours * 60
            if answered >= 3:
                late[partner] = (over, answered)
        shares = sorted(late, key=lambda partner: Decimal(late[partner][0]) / late[partner][1])
        found, next_worst = shares[-1], shares[-2]
        assert late[found] == (8, 9)
        assert late[next_worst] == (2, 4), "nobody else is late more often than not"
        answers = [minutes_to_response(record) or 0 for record in referrals(found, "sent").values()]
        assert f"{Decimal(median(answers)) / 60:.1f}" == "77.8"
        words = page_of(found)
        assert "eight were answered later than the 48 business hours" in words
        assert "Since 6 August 2026 we send nothing new" in words
        sent_since = [
            record for record in referrals(found, "sent").values() if day_of(record.received) > date(2026, 8, 6)
        ]
        assert len(sent_since) == 1, "the one already promised"


class TestStar:
    """A third of what partners earn us comes from one house."""

    def test_the_only_one_above_a_quarter_of_the_cash(self) -> None:
        cash: dict[str, Decimal] = {}
        for entry in book().referrals.values():
            if entry.record.direction == "received":
                cash[entry.record.partner] = cash.get(entry.record.partner, Decimal(0)) + paid(entry)
        total = sum(cash.values(), Decimal(0))
        # 1,297,100 paid in euros, less the 4,000 that one client got back.
        assert total == Decimal("1293100.00")
        found = one([partner for partner, amount in cash.items() if amount / total > Decimal("0.25")])
        assert cash[found] == Decimal("437000.00")
        assert round(cash[found] * 100 / total, 1) == Decimal("33.8")
        assert current().analysis.tallies[found].received.cash == (Money(Decimal("437000.00"), "EUR"),)
        words = page_of(found)
        assert "437,000" in words
        assert "roughly a third of all the cash that partners have ever earned us" in words


class TestTwoClaims:
    """One introduced the client, the other had spoken of us before: sixty and forty."""

    def test_the_only_referral_with_two_claimants(self) -> None:
        key = one([key for key, entry in book().referrals.items() if len(entry.record.claims) > 1])
        record = book().referrals[key].record
        decision = record.decision
        assert decision is not None
        assert decision.rule == "agreed_split"
        assert [share.share.percent for share in decision.shares] == [60, 40]
        first, second = (share.party for share in decision.shares)
        assert first == record.partner
        won = happened(record.milestones.won.on) if record.milestones.won else None
        assert won is not None
        assert decision.on < won
        lines = commissions("payable", key)
        assert {claimant: sum(amount for line, amount in lines.items() if line.endswith(f"/{claimant}"))
                for claimant in (first, second)} == {first: Decimal("1800.00"), second: Decimal("1200.00")}  # fmt: skip
        assert "60 % for the container" in page_of(first)
        assert "Forty per cent of three thousand is twelve hundred" in page_of(second)
        words = pages()[f"referrals/{key}.md"]
        assert "60%" in words
        assert "40%" in words


class TestRefund:
    """Money went back to the client within the window, and the commission on it with it."""

    def test_the_only_refund_within_its_window(self) -> None:
        found = []
        for key, entry in book().referrals.items():
            clawback = (
                book().agreements[current().analysis.governing[key]].record.clawback if entry.record.refunds else None
            )
            payments = {payment.key: payment for payment in entry.record.payments}
            for refund in entry.record.refunds:
                days = (refund.on - payments[refund.payment].on).days
                if clawback is not None and days <= clawback.window_days:
                    found.append((key, refund, payments[refund.payment], days))
        key, refund, payment, days = one(found)
        assert (refund.amount.amount, payment.amount.amount, days) == (Decimal("4000.00"), Decimal("16000.00"), 84)
        partner = book().referrals[key].record.partner
        earned = commissions("payable", key)[f"{key}/{payment.key}/accrual/{partner}"]
        assert earned * refund.amount.amount / payment.amount.amount == Decimal("480.00")
        run = date(2026, 7, 30)
        payables = [entry.record for entry in book().payouts.values() if entry.record.direction == "payable"]
        assert not [payout for payout in payables if (payout.partner, payout.run) == (partner, run)], "carried forward"
        words = page_of(partner)
        assert "4,000 euros back" in words
        assert "480 euros of commission" in words


class TestRetainer:
    """Twelve months that earn, and a thirteenth that does not."""

    def test_the_only_retainer_paid_for_a_year_and_longer(self) -> None:
        found = []
        for key, entry in book().referrals.items():
            deals = {deal.key for deal in entry.record.deals if deal.kind == "retainer"}
            paid_on = [payment.on for payment in entry.record.payments if payment.deal in deals]
            months = {(day.year, day.month) for day in paid_on}
            if len(paid_on) >= 12 and len(months) == len(paid_on):
                found.append(key)
        key = one(found)
        record = book().referrals[key].record
        assert eur(payment.amount for payment in record.payments) == Decimal("67500.00")
        assert len(record.payments) == 15
        lines = commissions("payable", key)
        assert list(lines.values()) == [Decimal("540.00")] * 12
        assert sum(lines.values()) == Decimal("6480.00")
        late = [payment for payment in record.payments if payment.on >= add_months(record.payments[0].on, 12)]
        assert [f"{key}/{payment.key}/accrual/{record.partner}" in lines for payment in late] == [False] * 3
        assert late[0].on == date(2026, 7, 31), "a year to the day"
        assert "a retainer of 4,500 euros a month" in page_of(record.partner)
        assert "540 euros each, 6,480 in all" in page_of(record.partner)


class TestAlliance:
    """Three firms, one project, one invoice."""

    def test_the_only_agreement_of_three_shares_everything(self) -> None:
        key = one([key for key, entry in book().agreements.items() if len(entry.record.parties) > 2])
        agreement = book().agreements[key].record
        split = agreement.compensation.received
        assert isinstance(split, SplitEarning)
        assert sum(share.share.percent for share in split.shares) == 100
        assert [party.party for party in agreement.parties if party.lead] == ["us"]
        project = one([name for name, under in current().analysis.governing.items() if under == key])
        shares = {share.party: share.share.percent * paid(book().referrals[project]) / 100 for share in split.shares}
        assert list(shares.values()) == [Decimal(30000), Decimal(18000), Decimal(12000)]
        assert sum(shares.values()) == Decimal(60000)
        for partner in agreement.partners:
            lines = [amount for line, amount in commissions("payable", project).items() if line.endswith(f"/{partner}")]
            assert sum(lines) == shares[partner]
            assert "alliance" in page_of(partner)
        assert "Of the 60,000 euros for Walddörfer Outdoor 30,000 stayed here, 18,000" in page_of(agreement.partner)
        words = pages()[f"agreements/{key}.md"]
        assert all(share in words for share in ("50%", "30%", "20%"))


class TestLawyer:
    """Clients go both ways and money in neither."""

    def test_the_only_lawyer_with_wins_in_both_directions_and_no_money(self) -> None:
        lawyers = [key for key, entry in book().partners.items() if entry.record.profession == "lawyer"]
        won = {
            key: Counter(
                record.direction
                for direction in ("received", "sent")
                for record in referrals(key, direction).values()
                if record.milestones.won
            )
            for key in lawyers
        }
        found = one([key for key in lawyers if won[key]["received"] and won[key]["sent"]])
        assert won[found] == {"received": 2, "sent": 3}
        for entry in book().agreements.values():
            if found in entry.record.partners:
                for earning in (entry.record.compensation.received, entry.record.compensation.sent):
                    assert isinstance(earning, NoEarning)
                    assert not earning.reciprocity
        assert [entry.id for entry in book().payouts.values() if entry.record.partner == found] == []
        assert book().partners[found].record.goals == ()
        words = page_of(found)
        assert "There is no money between us and there will be none" in words
        assert "§ 49b (3) BRAO" in words


class TestReseller:
    """Our product under another name, at a quarter off."""

    def test_the_only_one_with_margin_terms_and_wholesale_deals(self) -> None:
        terms = {
            entry.record.partner: entry.record.compensation.received
            for entry in book().agreements.values()
            if entry.record.model == "reseller" and isinstance(entry.record.compensation.received, MarginEarning)
        }
        found, margin = one(list(terms.items()))
        lists = [
            deal.list_price.amount
            for record in referrals(found, "received").values()
            for deal in record.deals
            if deal.kind == "wholesale" and deal.list_price is not None
        ]
        assert lists == [Decimal("12000.00"), Decimal("16000.00"), Decimal("8000.00")]
        discount = one(list({price.discount.percent for price in margin.prices if price.discount is not None}))
        assert [amount * discount / 100 for amount in lists] == [Decimal(3000), Decimal(4000), Decimal(2000)]
        words = page_of(found)
        assert "25% below the list price" in words
        assert "9,000 stayed in Linz, 27,000 came here" in words


class TestPaused:
    """Not ended: there is a reason, and a way back."""

    def test_the_only_paused_partner_has_a_reason_and_a_way_out(self) -> None:
        found = one([key for key, status in current().analysis.partner_status.items() if status == "paused"])
        pause = book().partners[found].record.status_history[-1]
        assert pause.status == "paused"
        assert pause.on == date(2026, 5, 4)
        assert "Both technical leads left" in (pause.reason or "")
        assert "two reference projects delivered on time" in (pause.exit_condition or "")
        assert pause.review_on == date(2026, 10, 15)
        assert [key for key, record in referrals(found, "sent").items() if day_of(record.received) >= pause.on] == []
        words = page_of(found)
        assert "Paused" in words
        assert "Both technical leads left in March" in words
        assert "It ends when somebody new leads the technical side and two reference projects" in words


class TestBackAgain:
    """One house, two partnerships."""

    def test_the_only_active_partner_that_had_left(self) -> None:
        found = one(
            [
                key
                for key in active()
                if any(change.status == "ended" for change in book().partners[key].record.status_history)
            ]
        )
        history = book().partners[found].record.status_history
        ended = one([change.on for change in history if change.status == "ended"])
        back = [change.on for change in history if change.status == "active"][-1]
        assert (ended, back) == (date(2025, 3, 31), date(2026, 2, 16))
        terms = current().analysis.terms[found]
        assert [current().analysis.agreement_state[term.agreement.id] for term in terms] == ["terminated", "in_force"]
        between = [
            key
            for direction in ("received", "sent")
            for key, record in referrals(found, direction).items()
            if ended < day_of(record.received) < back
        ]
        assert between == []
        words = page_of(found)
        assert "There have been two partnerships with this house." in words
        assert "31 Mar 2025 Ended" in words
        assert "16 Feb 2026 Active" in words
