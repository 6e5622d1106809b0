"""One walk over everything that was booked: events in, lines out (docs/adr/0005)."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from partnerbook.analysis.ledger.bands import band_at
from partnerbook.analysis.ledger.case import Amount, Case
from partnerbook.analysis.ledger.counting import answered_by, counts, is_trigger
from partnerbook.analysis.ledger.earn import earned
from partnerbook.analysis.ledger.eligibility import Refusal, refusal
from partnerbook.analysis.ledger.events import Event, events_of
from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.ledger.journal import Journal, unearned
from partnerbook.analysis.ledger.line import Unearned
from partnerbook.analysis.ledger.parts import Part, claim_shares, claimed, exact_shares, needs_decision, split
from partnerbook.analysis.ledger.pools import Shares
from partnerbook.analysis.ledger.refunds import Earned, Stored, take_back
from partnerbook.analysis.ledger.retroactive import Pools
from partnerbook.analysis.ledger.standing import Pair, Standing, TotalKey
from partnerbook.analysis.ledger.step import AtRate, InBands
from partnerbook.analysis.ledger.terms_in_force import TermsInForce, TermsOfEvent
from partnerbook.analysis.ledger.tiers import currency_of
from partnerbook.analysis.ledger.windows import window
from partnerbook.core.book import Book
from partnerbook.core.compensation import CountedAt, FlatEarning, NoEarning, SplitEarning
from partnerbook.core.dates import add_days
from partnerbook.core.money import Money

_COUNTING: dict[str, CountedAt] = {"submitted": "submitted", "qualified": "qualified", "won": "won"}


class Outcome(Struct, frozen=True):
    """What an event earns for each claimant, before caps; joint revenue has no amount reckoned once."""

    parts: tuple[Part, ...]
    amount: Amount | None = None
    shares: Shares = ()


class Walk(Struct):
    """The walk: what stands, and what it has written so far."""

    book: Book
    terms: TermsInForce
    exchange: Exchange
    standing: Standing
    journal: Journal
    pools: Pools
    earned: dict[tuple[str, str], Earned] = field(default_factory=dict)
    counted: dict[tuple[str, str], Event] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Take one event."""
        match event.kind:
            case "milestone":
                self._milestone(event)
            case "claim":
                self._place(event, (event.claimant, event.referral.direction), _COUNTING[event.key], "")
            case "refund":
                self._refund(event)
            case "fee":
                self._earn(event)
            case _:
                self._money(event)

    def _milestone(self, event: Event) -> None:
        pair: Pair = (event.referral.partner, event.referral.direction)
        if event.key in ("won", "lost", "declined"):
            self.standing.decide(pair, event.booked, event.key == "won")
        if event.key == "won":
            self.standing.fix_conversion(pair, event.booked, event.entry.id)
            self._won(event)
        if event.key in _COUNTING and not self._takes_up(event, _COUNTING[event.key]):
            self._place(event, pair, _COUNTING[event.key], event.entry.id)

    def _takes_up(self, event: Event, counts: CountedAt) -> bool:
        """Whether a reopened referral keeps the place of the one it takes up (RULINGS, "Reopened")."""
        before = event.referral.reopens
        return before is not None and self.standing.keep_place(before, counts, event.entry.id)

    def _won(self, event: Event) -> None:
        """Say once, at the win, why nothing of a referral will ever be earned."""
        terms = self.terms.of(event)
        if terms is None:
            missing = self.terms.missing(event.referral)
            self.journal.unearned.append(unearned(event, Refusal("no_agreement" if missing else "two_agreements")))
        elif isinstance(terms.earning, NoEarning):
            self.journal.refuse(self._case(event, terms), Refusal("earns_nothing", terms.entry.id))

    def _place(self, event: Event, pair: Pair, counts: CountedAt, referral: str) -> None:
        self.standing.take_place(pair, counts, event.booked, referral)
        for over, pool, terms in self.pools.counting(pair, counts, event.booked):
            band = band_at(pool.earning.bands, self.standing.count(pair, counts, over))
            self.pools.move(self._case(event, terms), pool, band, due=_due(event, terms))

    def _money(self, event: Event) -> None:
        """What was paid, invoiced or begun: it earns, and then counts for what comes after it."""
        if event.kind == "payment":
            self.standing.paid(event.entry.id, event.on)
        if event.deal is not None and event.kind in ("start", "completion"):
            event = event.less(self.standing.given_back_of_deal[event.entry.id, event.deal.key])
        self._earn(event)
        if counts(event, self.terms.of(event)):
            self.counted[event.entry.id, event.key] = event
            self._count(event, event.counted)

    def _count(self, event: Event, amount: Fraction) -> None:
        """Count so much of an event's money of its client, and the eligible part of it of its deal."""
        pair: Pair = (event.referral.partner, event.referral.direction)
        if event.whole is not None and event.deal is not None and event.counted:
            self.standing.count_of_client(pair, event.referral.client, event.whole.currency, amount)
            self.standing.of_deal[event.entry.id, event.deal.key] += event.eligible * amount / event.counted

    def _refund(self, event: Event) -> None:
        if event.payment is None or event.deal is None or event.whole is None:
            return
        referral, standing = event.entry.id, self.standing
        before = standing.given_back_of_payment[referral, event.payment.key]
        for key, amount in answered_by(event, self.counted, before):
            self._count(self.counted[referral, key], -amount)
        self._take_back(event, before)
        standing.given_back_of_payment[referral, event.payment.key] += Fraction(event.whole.amount)
        if event.whole.currency == event.deal.value.currency:
            standing.given_back_of_deal[referral, event.deal.key] += Fraction(event.whole.amount)

    def _take_back(self, event: Event, before: Fraction) -> None:
        terms = self.terms.of(event)
        found = [(self.earned[event.entry.id, key], amount) for key, amount in answered_by(event, self.earned, before)]
        known = [(one, amount) for one, amount in found if one.lines or one.counted or one.staked]
        if known:
            take_back(event, known, self.journal, self.pools)
        elif terms is not None and not isinstance(terms.earning, NoEarning | FlatEarning):
            self.journal.refuse(self._case(event, terms), Refusal("nothing_to_take_back"))

    def _case(self, event: Event, terms: TermsOfEvent) -> Case:
        return Case(event, terms, self.standing, self.exchange)

    def _earn(self, event: Event) -> None:
        terms = self.terms.of(event)
        if terms is None or not is_trigger(event, terms):
            return
        case = self._case(event, terms)
        outcome = self._outcome(case)
        if isinstance(outcome, Refusal):
            self.journal.refuse(case, outcome)
        else:
            self.earned[event.entry.id, event.key] = self._commit(case, outcome)

    def _outcome(self, case: Case) -> Outcome | Refusal:
        event, terms = case.event, case.terms
        if not self.terms.is_sound(terms, event.referral):
            return Refusal("terms_unclear", terms.entry.id)
        waiting = needs_decision(event, terms, self.book, self.terms.protections)
        refused = waiting or refusal(event, terms, self.book, self.standing)
        if refused is not None:
            return refused
        if isinstance(terms.earning, SplitEarning):
            parts = split(case, terms.earning)
            return parts if isinstance(parts, Refusal) else Outcome(parts)
        amount = earned(case)
        if isinstance(amount, Refusal):
            return amount
        shares = claim_shares(event.referral, event)
        return Outcome(claimed(case, amount, shares), amount, exact_shares(shares))

    def _commit(self, case: Case, outcome: Outcome) -> Earned:
        """Write what was earned, and remember what later events depend on."""
        override, amount = case.terms.override, outcome.amount
        if override is not None and override.amount is not None:
            self.standing.fees.add((case.event.entry.id, override.deal or ""))
        record = Earned(case, [], tuple(self._totals(case)), amount.total if amount else None)
        for key, measured in record.counted:
            self.standing.totals[key] += measured
        due = _due(case.event, case.terms)
        for part in outcome.parts:
            if not part.money.amount:
                self.journal.refuse(case, _nothing(part))
            elif (held := self.journal.hold(case, part)) is not None:
                line = self.journal.write(case, "accrual", held.part, due)
                zero = Money.zero(line.amount.currency)
                record.lines.append(Stored(line, held, part.money, zero, zero))
        if amount is not None:
            held_money = {stored.held.part.claimant: stored.line.amount for stored in record.lines}
            record.staked = self.pools.put_in(case, amount, outcome.parts, outcome.shares, held_money, due)
        own = (record.staked.pool,) if record.staked is not None else ()
        self.pools.follow(case, (key for key, _ in record.counted), due=due, but=own)
        return record

    def _totals(self, case: Case) -> Iterator[tuple[TotalKey, Fraction]]:
        """The totals that money counts in, of every agreement that goes by the partner's revenue."""
        seen: set[TotalKey] = set()
        for agreement, earning in self.terms.measured.get(case.pair, ()) if case.event.whole else ():
            currency = currency_of(earning)
            key: TotalKey = (case.pair, window(earning.period, agreement, case.event.booked), currency)
            measured = case.measured(case.event.eligible, currency)
            if measured is not None and key not in seen:
                seen.add(key)
                yield key, measured


def _nothing(part: Part) -> Refusal:
    """Why a part is nothing: its rate is zero, or the amount is too small to be a minor unit."""
    rates = [step.rate for step in part.steps if isinstance(step, AtRate)]
    rates += [portion.rate for step in part.steps if isinstance(step, InBands) for portion in step.portions]
    zero = bool(rates) and not any(rate.percent for rate in rates)
    return Refusal("rate_is_zero" if zero else "rounds_to_nothing", part.claimant)


def _due(event: Event, terms: TermsOfEvent) -> date:
    return add_days(event.counts_from, terms.agreement.payment.net_days)


def decided_later(events: Iterable[Event], terms: TermsInForce, book: Book) -> list[Event]:
    """The events in order, with those that waited for a decision moved to the day of the next one."""
    moved: list[Event] = []
    paid: dict[tuple[str, str], date] = {}
    in_order = True
    for event in events:
        if event.referral.decision is None or event.kind in ("milestone", "claim"):
            moved.append(event)
        elif event.kind == "refund" and event.payment is not None:
            day = paid.get((event.entry.id, event.payment.key), event.booked)
            moved.append(replace(event, booked=max(event.booked, day)))
        else:
            coming = next((one for one in event.referral.decisions if one.on > event.booked), None)
            found = terms.of(event) if coming is not None else None
            if coming is not None and found is not None and needs_decision(event, found, book, terms.protections):
                event, in_order = event.waiting(coming.on, "decision"), False
            if event.kind == "payment":
                paid[event.entry.id, event.key] = event.booked
            moved.append(event)
    return moved if in_order else sorted(moved, key=lambda event: event.order)


def walk(book: Book, as_of: date, standing: Standing | None = None) -> Journal:
    """Take everything that was booked by a day, on top of what stands already (nothing, but for worked examples)."""
    rates = book.program.record.exchange_rates if book.program else ()
    terms, journal = TermsInForce(book), Journal()
    walked = Walk(book, terms, Exchange(rates), standing or Standing(), journal, Pools(journal))
    for event in decided_later(events_of(book, as_of, terms.earning_kinds), terms, book):
        walked.take(event)
    journal.unearned.extend(_not_won(book))
    return journal


def _not_won(book: Book) -> Iterator[Unearned]:
    """Payments of clients who have not been won."""
    for entry in book.referrals.values():
        if entry.record.milestones.won is None:
            for paid in entry.record.payments:
                booked = paid.booked or paid.on
                yield Unearned(entry.id, paid.key, paid.on, booked, "not_won", amount=paid.amount)
