"""What holds for every ledger, on small programs made up by Hypothesis."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ledgerwork import Written, agreement, bands, book_of, on_day, program, referral, share_of_payments

from partnerbook.analysis.ledger.line import Ledger, Line
from partnerbook.core.money import Money

FIRST = date(2025, 1, 1)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(QUICK, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""For whole programs: to shrink one takes minutes, and does not make it much smaller."""
MONEY_BANDS = ("0 4%", "100 6%", "300 9%")
PERCENTAGES = (
    share_of_payments("12.5%"),
    share_of_payments("7%", "first_project"),
    share_of_payments("10%", "first_year", "max_months: 3"),
    *(
        bands("revenue", mode, period, *MONEY_BANDS)
        for mode in ("step", "marginal")
        for period in ("quarter", "calendar_year")
    ),
    bands("referrals", "step", "calendar_year", "1: 5%", "2: 10%", "3: 20%", more="counts: qualified"),
    bands("deal_size", "per_deal", "deal", *MONEY_BANDS),
    bands("deal_size", "marginal", "deal", *MONEY_BANDS),
    bands("client_lifetime_value", "step", "client_life", *MONEY_BANDS),
    bands("client_lifetime_value", "marginal", "client_life", *MONEY_BANDS),
    bands("conversion_rate", "step", "trailing_12_months", "0% 5%", "50% 10%", more="minimum_sample: 2"),
)
"""Rates whose lines each stand alone, without a cap."""
RETROACTIVE = (
    bands("revenue", "retroactive", "quarter", "0 0%", "100 3.3%", "300 9%"),
    bands("revenue", "retroactive", "agreement_year", *MONEY_BANDS),
    bands("referrals", "retroactive", "calendar_year", "1: 5%", "2: 10%", "3: 20%", more="counts: submitted"),
    bands("referrals", "retroactive", "agreement_year", "1: 5%", "2: 10%", more="counts: won"),
)
CAPPED = (
    share_of_payments("12.5%", more="cap: {per: calendar_year, amount: 20.00 EUR}"),
    share_of_payments("33%", more="cap: {per: client, amount: 10.01 EUR}"),
    bands("revenue", "marginal", "quarter", *MONEY_BANDS, more="cap: {per: deal, amount: 9.99 EUR}"),
    bands(
        "revenue", "retroactive", "calendar_year", *MONEY_BANDS, more="cap: {per: agreement_year, amount: 15.00 EUR}"
    ),
)
SPLIT = "{earn: split, shares: [{party: us, share: 55%}, {party: werft, share: 45%}]}"
FEES = tuple(f"{{earn: flat, on: {on}, amount: 15.00 EUR}}" for on in ("submitted", "qualified", "won"))
RATES = ("2024-12-02 USD EUR 0.9", "2025-03-03 USD EUR 0.8", "2025-06-02 EUR USD 1.1")


@dataclass(frozen=True)
class Paid:
    """A payment: days after the win, cents, days until booked, and the parts in which it is given back.

    It pays an invoice of its own, written so many days before it.
    """

    after: int
    invoiced: int
    cents: int
    late: int
    deal: str
    parts: tuple[int, ...]
    back_after: int


@dataclass(frozen=True)
class Brought:
    """A referral: days from the first, steps, payments, and who else claims it."""

    sent: bool
    received: int
    won: int | None
    client: str
    currency: str
    involvement: str
    payments: tuple[Paid, ...]
    claimed: int | None
    decided: int
    share: int
    win_late: int
    own_rate: int | None

    def written(self, short: str, *, refunds: bool, shares: tuple[int, int] | None = None) -> Written:
        """The record; `shares` take the place of its own."""
        day = FIRST + timedelta(days=self.received)
        won = day + timedelta(days=self.won or 0)
        steps = [f"qualified {day + timedelta(days=(self.won or 0) // 2)}"]
        if self.won is not None:
            steps.append(f"won {won} booked={won + timedelta(days=self.win_late)}")
        billed, paid, back = [], [], []
        for number, payment in enumerate(self.payments, 1):
            on = won + timedelta(days=payment.after)
            booked = on + timedelta(days=payment.late)
            amount = _amount(payment.cents, self.currency)
            billed.append(f"i{number} {on - timedelta(days=payment.invoiced)} {amount} deal={payment.deal}")
            paid.append(f"p{number} {on} {amount} booked={booked} deal={payment.deal} invoice=i{number}")
            for part, weight in enumerate(payment.parts, 1):
                refunded = booked + timedelta(days=payment.back_after * part)
                back.append(f"r{number}{part} p{number} {refunded} {_amount(weight, self.currency)}")
        lines = {}
        if self.own_rate is not None:
            decided = won + timedelta(days=self.own_rate)
            lines["overrides"] = f"[{{deal: x, rate: 17.5%, reason: Agreed, approved_by: mats, on: {decided}}}]"
        if self.claimed is not None:
            claim = day + timedelta(days=self.claimed)
            lines["claims"] = (
                f"[{{partner: werft, basis: first_introduction, on: {day}}}, "
                f"{{partner: kontor, basis: influence, on: {claim}}}]"
            )
            ours, theirs = shares or (self.share, 100 - self.share)
            parties = [
                f"{{party: {key}, share: {share}%}}" for key, share in (("werft", ours), ("kontor", theirs)) if share
            ]
            lines["decision"] = (
                f"{{on: {claim + timedelta(days=self.decided)}, by: mats, rule: agreed_split, reason: Agreed, "
                f"shares: [{', '.join(parties)}]}}"
            )
        return referral(
            short,
            f"{day}",
            direction="sent" if self.sent else "received",
            client=self.client,
            involvement=self.involvement,
            steps="; ".join(steps),
            deals=f"d {_amount(25000, self.currency)}; x {_amount(9000, self.currency)} signed={won}",
            invoices="; ".join(billed),
            payments="; ".join(paid),
            refunds="; ".join(back) if refunds else "",
            **lines,
        )


def _amount(cents: int, currency: str) -> str:
    return f"{Decimal(cents).scaleb(-2)}{currency}"


@st.composite
def payments(draw: st.DrawFn) -> Paid:
    cents = draw(st.integers(1, 30000))
    first = draw(st.integers(1, cents))
    return Paid(
        after=draw(st.integers(-5, 120)),
        invoiced=draw(st.sampled_from((0, 0, 14, 50))),
        cents=cents,
        late=draw(st.sampled_from((0, 0, 0, 40, 100))),
        deal=draw(st.sampled_from(("d", "d", "x"))),
        parts=(first, cents - first) if first < cents else (cents,),
        back_after=draw(st.integers(0, 60)),
    )


@st.composite
def brought(draw: st.DrawFn, claims: bool = True) -> Brought:
    claimed = draw(st.none() | st.integers(0, 30)) if claims else None
    return Brought(
        sent=draw(st.booleans()) if claimed is None else False,
        received=draw(st.integers(0, 90)),
        won=draw(st.none() | st.integers(0, 30) | st.integers(0, 30)),
        client=draw(st.sampled_from(("hanse", "other"))),
        currency=draw(st.sampled_from(("EUR", "EUR", "USD"))),
        involvement=draw(st.sampled_from(("passive", "standard"))),
        payments=tuple(draw(st.lists(payments(), max_size=3))),
        claimed=claimed,
        decided=draw(st.integers(0, 30)),
        share=draw(st.sampled_from((100, 60, 33, 0))),
        win_late=draw(st.sampled_from((0, 0, 0, 25))),
        own_rate=draw(st.none() | st.integers(0, 60)),
    )


REFERRALS = st.lists(brought(), min_size=1, max_size=4)
TRIGGERS = st.sampled_from(("client_payment", "client_payment", "invoice"))


@dataclass(frozen=True)
class Amended:
    """Other terms from so many days after the first: what they pay, and whether running referrals go by them."""

    earning: str
    day: int
    applies_to: str

    def written(self, **lines: Any) -> Written:
        """The agreement that amends `a`."""
        day = FIRST + timedelta(days=self.day)
        lines = {**lines, "effective": f"{day}", "signed": f"{day - timedelta(days=20)}"}
        return agreement("b", received=self.earning, sent=self.earning, amends="a", applies_to=self.applies_to, **lines)


def records(
    earning: str,
    referrals: Sequence[Brought],
    *,
    refunds: bool = True,
    shares: tuple[int, int] | None = None,
    amended: Amended | None = None,
    **lines: Any,
) -> list[Written]:
    """A program in which both directions earn alike."""
    lines = {"clawback": "{window_days: 3650, method: by_amount}", "effective": "2024-02-15", **lines}
    return [
        program(RATES),
        agreement(received=earning, sent=earning, **lines),
        *([amended.written(**lines)] if amended is not None else ()),
        *(one.written(f"r{number}", refunds=refunds, shares=shares) for number, one in enumerate(referrals)),
    ]


def sums(ledger: Ledger, *kinds: str) -> dict[tuple[str, str, str], Decimal]:
    """Sums by partner, direction and currency."""
    found: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for line in ledger.lines:
        if not kinds or line.kind in kinds:
            found[line.partner, line.direction, line.amount.currency] += line.amount.amount
    return dict(found)


def seen(line: Line) -> tuple[str, ...]:
    """What a statement or closing says of a line."""
    return (line.id, line.partner, line.direction, f"{line.on}", f"{line.booked}", f"{line.due}", f"{line.amount}")


ANY = st.sampled_from((*PERCENTAGES, *RETROACTIVE, *CAPPED, *FEES, SPLIT))
AMENDED = st.none() | st.builds(
    Amended,
    earning=st.sampled_from((*PERCENTAGES, *RETROACTIVE, *CAPPED)),
    day=st.integers(0, 200),
    applies_to=st.sampled_from(("future_referrals", "future_payments")),
)


@FEW
@given(ANY, REFERRALS)
def test_every_line_is_one_partner_s_and_one_referral_s(earning: str, referrals: list[Brought]) -> None:
    ledger = on_day(book_of(*records(earning, referrals)))
    assert sorted(map(seen, ledger.lines)) == sorted(
        seen(line) for lines in ledger.of_partner.values() for line in lines
    )
    assert sorted(map(seen, ledger.lines)) == sorted(
        seen(line) for lines in ledger.of_referral.values() for line in lines
    )
    for line in ledger.lines:
        claimant = "us" if line.direction == "receivable" else line.partner
        # True-ups of one event in several currencies are told apart by the currency.
        events = (line.event, f"{line.event}-{line.amount.currency.lower()}")
        assert line.id in [f"{line.referral}/{event}/{line.kind}/{claimant}" for event in events]
        assert line.due is not None
        assert line.steps
        if line.kind == "accrual":
            assert line.amount.amount >= 0
        if line.kind == "clawback":
            assert line.amount.amount <= 0
            assert line.answers in ledger.by_id
    refunds: dict[tuple[str, str, str, str], Decimal] = {}
    for line in ledger.lines:
        if line.event.startswith("r"):
            key = (line.referral, line.event, line.partner, line.amount.currency)
            refunds[key] = refunds.get(key, Decimal(0)) + line.amount.amount
    # A refund never raises what is owed, but for odd cents: its true-up gives back no more than its clawback took.
    assert all(total <= Decimal("0.02") for total in refunds.values())


@FEW
@given(ANY, REFERRALS, TRIGGERS, AMENDED, st.randoms(use_true_random=False))
def test_the_order_of_files_says_nothing(
    earning: str, referrals: list[Brought], trigger: str, amended: Amended | None, chance: Any
) -> None:
    written = records(earning, referrals, trigger=trigger, amended=amended)
    shuffled = list(written)
    chance.shuffle(shuffled)
    first, second = on_day(book_of(*written)), on_day(book_of(*shuffled))
    assert first.lines == second.lines
    assert first.unearned == second.unearned


@FEW
@given(st.sampled_from((*PERCENTAGES, *RETROACTIVE, *CAPPED)), REFERRALS, TRIGGERS, AMENDED)
def test_what_is_given_back_whole_leaves_nothing(
    earning: str, referrals: list[Brought], trigger: str, amended: Amended | None
) -> None:
    ledger = on_day(book_of(*records(earning, referrals, trigger=trigger, amended=amended)))
    assert {key: total for key, total in sums(ledger, "accrual", "true_up", "clawback").items() if total} == {}


@FEW
@given(REFERRALS)
def test_a_split_given_back_whole_leaves_nothing(referrals: list[Brought]) -> None:
    ledger = on_day(book_of(*records(SPLIT, referrals)))
    assert {key: total for key, total in sums(ledger).items() if total} == {}


@settings(FEW, max_examples=120)
@given(ANY, REFERRALS, st.integers(0, 330), TRIGGERS | st.just("project_start"), AMENDED)
def test_no_later_event_moves_an_earlier_line(
    earning: str, referrals: list[Brought], days: int, trigger: str, amended: Amended | None
) -> None:
    book = book_of(*records(earning, referrals, trigger=trigger, amended=amended))
    day = FIRST + timedelta(days=days)
    then = [seen(line) for line in on_day(book, f"{day}").lines]
    assert then == [seen(line) for line in on_day(book).lines if line.booked <= day]


@FEW
@given(
    st.sampled_from(FEES + PERCENTAGES),
    REFERRALS,
    st.integers(0, 330),
    st.integers(30, 200),
    st.integers(0, 2),
    st.sampled_from(("stop", "continue")),
)
def test_the_end_of_an_agreement_moves_no_earlier_line(
    earning: str, referrals: list[Brought], days: int, ends: int, tail: int, after_end: str
) -> None:
    expires = f"{FIRST + timedelta(days=ends)}"
    book = book_of(
        *records(earning, referrals, expires=expires, tail_months=f"{tail}", terms=f"after_end: {after_end}")
    )
    day = FIRST + timedelta(days=days)
    then = [seen(line) for line in on_day(book, f"{day}").lines]
    assert then == [seen(line) for line in on_day(book).lines if line.booked <= day]


@FEW
@given(st.sampled_from(PERCENTAGES), REFERRALS)
def test_claimants_share_what_one_of_them_would_have_had(earning: str, referrals: list[Brought]) -> None:
    def by_event(shares: tuple[int, int]) -> dict[tuple[str, str], Decimal]:
        found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for line in on_day(book_of(*records(earning, referrals, refunds=False, shares=shares))).lines:
            assert line.kind == "accrual"
            found[line.referral, line.event] += line.amount.amount
        return dict(found)

    alone = by_event((100, 0))
    assert by_event((61, 39)) == alone
    assert by_event((1, 99)) == alone


EDGES = ((0, 4), (100, 6), (300, 9))
"""The bands of MONEY_BANDS."""
EVENTS = st.lists(
    st.tuples(st.integers(0, 360), st.integers(1, 40000), st.integers(0, 40000), st.integers(0, 3)),
    min_size=1,
    max_size=6,
)
"""Payments of one year: day, cents, cents given back (never more than paid), referral."""


def one_year(earning: str, events: Sequence[tuple[int, int, int, int]]) -> Ledger:
    """One partner's year: four clients won on its first day, all money in euros, all refunds on its last."""
    made = []
    for number in range(4):
        own = [(place, event) for place, event in enumerate(events) if event[3] == number]
        made.append(
            referral(
                f"r{number}",
                f"{FIRST}",
                payments="; ".join(
                    f"p{place} {FIRST + timedelta(days=day)} {_amount(paid, 'EUR')}" for place, (day, paid, _, _) in own
                ),
                refunds="; ".join(
                    f"b{place} p{place} 2025-12-31 {_amount(min(back, paid), 'EUR')}"
                    for place, (_, paid, back, _) in own
                    if back
                ),
            )
        )
    return on_day(book_of(agreement(received=earning, clawback="{window_days: 400, method: by_amount}"), *made))


def net(events: Sequence[tuple[int, int, int, int]]) -> Fraction:
    """What was paid and not given back, in euros."""
    return Fraction(sum(paid - min(back, paid) for _, paid, back, _ in events), 100)


def close(ledger: Ledger, expected: Fraction, events: Sequence[object]) -> bool:
    """Whether a ledger makes so much, but for half a cent at each of an event's four lines at most."""
    total = sum((Fraction(line.amount.amount) for line in ledger.lines), Fraction(0))
    return abs(total - expected) <= Fraction(len(events) * 4, 200)


@QUICK
@given(EVENTS)
def test_a_retroactive_year_stands_at_the_band_of_what_is_left(events: list[tuple[int, int, int, int]]) -> None:
    ledger = one_year(bands("revenue", "retroactive", "calendar_year", *MONEY_BANDS), events)
    total = net(events)
    rate = max(percent for start, percent in EDGES if total >= start)
    assert close(ledger, total * rate / 100, events)


@QUICK
@given(EVENTS)
def test_a_retroactive_count_holds_for_all_money_left(events: list[tuple[int, int, int, int]]) -> None:
    ledger = one_year(
        bands("referrals", "retroactive", "calendar_year", "1: 4%", "4: 6%", more="counts: submitted"), events
    )
    assert close(ledger, net(events) * 6 / 100, events)  # four referrals, whatever became of their money


@QUICK
@given(EVENTS)
def test_a_marginal_year_is_the_sum_of_its_bands(events: list[tuple[int, int, int, int]]) -> None:
    kept = [(day, paid, 0, number) for day, paid, _, number in events]
    ledger = one_year(bands("revenue", "marginal", "calendar_year", *MONEY_BANDS), kept)
    total, expected = net(kept), Fraction(0)
    for (start, percent), (end, _) in zip(EDGES, (*EDGES[1:], (10**9, 0)), strict=True):
        expected += max(min(total, Fraction(end)) - start, Fraction(0)) * percent / 100
    assert close(ledger, expected, events)


@QUICK
@given(EVENTS, st.integers(1, 3000))
def test_a_cap_takes_what_is_above_it_and_nothing_else(events: list[tuple[int, int, int, int]], most: int) -> None:
    kept = [(day, paid, 0, number) for day, paid, _, number in events]
    cap = f"cap: {{per: calendar_year, amount: {Decimal(most).scaleb(-2)} EUR}}"
    free = sums(one_year(share_of_payments("10%"), kept))
    capped = sums(one_year(share_of_payments("10%", more=cap), kept))
    assert sum(capped.values()) == min(sum(free.values()), Decimal(most).scaleb(-2))


@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.fractions(0, 100, max_denominator=1000), min_size=1, max_size=6).filter(any),
    st.sampled_from(("EUR", "JPY", "KWD")),
)
def test_parts_of_an_amount_add_up_to_it(units: int, weights: list[Fraction], currency: str) -> None:
    unit = {"EUR": 2, "JPY": 0, "KWD": 3}[currency]
    amount = Money(Decimal(units).scaleb(-unit), currency)
    parts = amount.allotted(weights)
    assert sum(part.amount for part in parts) == amount.amount
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(units) * weight / sum(weights)
        assert abs(Fraction(part.amount.scaleb(unit)) - exact) < 1
    assert (-amount).allotted(weights) == tuple(-part for part in parts)
