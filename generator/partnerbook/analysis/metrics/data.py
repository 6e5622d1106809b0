"""The index every figure is counted from: made once of a Book and its deadlines, linear in their number."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from msgspec import Struct

from partnerbook.analysis.clocks import BusinessTime
from partnerbook.analysis.deadlines.model import Deadline
from partnerbook.analysis.ledger.line import Ledger
from partnerbook.analysis.metrics.facts import Answer, Facts, Gathered, Survey
from partnerbook.analysis.metrics.figure import Window
from partnerbook.analysis.metrics.measuring import Measure
from partnerbook.analysis.metrics.membership import active_stretches
from partnerbook.analysis.metrics.timeline import Fact
from partnerbook.analysis.terms import Term
from partnerbook.core.activity import MARKETING, Activity
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import day_of
from partnerbook.core.partner import Partner
from partnerbook.core.program import Program
from partnerbook.core.referral import Referral


class MetricsData(Struct, frozen=True, eq=False):
    """A Book as it was known on a day, by partner and day.

    `active` are the days on which each partner was active; `everything` the facts of the whole program.
    """

    as_of: date
    program: Entry[Program]
    partners: Mapping[str, Entry[Partner]]
    terms: Mapping[str, tuple[Term, ...]]
    active: Mapping[str, tuple[Window, ...]]
    facts: Mapping[str, Facts]
    everything: Facts
    measure: Measure


def metrics_data(
    book: Book,
    program: Entry[Program],
    ledger: Ledger,
    deadlines: Iterable[Deadline],
    terms: Mapping[str, tuple[Term, ...]],
    as_of: date,
) -> MetricsData:
    """The index of a Book that holds nothing of after the day."""
    gathered = Gathered()
    for referral in book.referrals.values():
        _referral(gathered, book, referral)
    for activity in book.activities.values():
        _activity(gathered, activity)
    _deadlines(gathered, deadlines, BusinessTime(program.record.holidays), as_of)
    _commissions(gathered, ledger)
    return MetricsData(
        as_of=as_of,
        program=program,
        partners=book.partners,
        terms=terms,
        active=MappingProxyType(
            {key: active_stretches(entry.record.status_history) for key, entry in book.partners.items()}
        ),
        facts=MappingProxyType({partner: gathered.of(partner) for partner in book.partners}),
        everything=gathered.of(""),
        measure=Measure(program.record.currency, program.record.exchange_rates),
    )


def _referral(gathered: Gathered, book: Book, entry: Entry[Referral]) -> None:
    referral, source = entry.record, f"referral/{entry.id}"
    partner, direction = referral.partner, referral.direction
    received = day_of(referral.received)
    if referral.reopens is None or referral.reopens not in book.referrals:
        gathered.flow(partner, direction, "introductions", Fact(received, source, None))
    for day, won in _decisions(referral):
        gathered.flow(partner, direction, "decisions", Fact(day, source, won))
    booked = {payment.key: payment.booked or payment.on for payment in referral.payments}
    for payment in referral.payments:
        gathered.flow(partner, direction, "cash", Fact(booked[payment.key], source, payment.amount))
    for refund in referral.refunds:
        day = refund.booked or refund.on
        # As in the ledger, nothing is given back before it was taken into the books.
        day = max(day, booked.get(refund.payment, day))
        gathered.flow(partner, direction, "cash", Fact(day, source, -refund.amount))
    won_step = referral.milestones.won
    if won_step is not None:
        won_on = day_of(won_step.on)
        gathered.flow(partner, direction, "wins", Fact(won_on, source, max(0, (won_on - received).days)))
        for deal in referral.deals:
            day = max(deal.signed or won_on, won_step.booked or won_on)
            gathered.flow(partner, direction, "deals", Fact(day, source, deal.value))
    if referral.satisfaction is not None:
        score = Fact(referral.satisfaction.on, source, referral.satisfaction.score)
        gathered.flow(partner, direction, "content", score)


def _decisions(referral: Referral) -> Iterable[tuple[date, bool]]:
    """The outcome, where it counts: won, lost, or declined because it did not fit (RULINGS, "Conversion")."""
    steps = referral.milestones
    unfit = referral.outcome is not None and referral.outcome.reason == "fit"
    for step, won in ((steps.won, True), (steps.lost, False), (steps.declined if unfit else None, False)):
        if step is not None:
            yield step.booked or day_of(step.on), won


def _activity(gathered: Gathered, entry: Entry[Activity]) -> None:
    activity, source = entry.record, f"activity/{entry.id}"
    survey = activity.survey
    if survey is not None and survey.answered is not None and survey.score is not None:
        for partner in dict.fromkeys(activity.partners):
            answer = Survey(partner, survey.score)
            gathered.together([partner], "surveys", Fact(survey.answered, source, answer))
    if activity.on is None or activity.cancelled is not None:
        return
    day = day_of(activity.on)
    if activity.cost is not None:
        gathered.together(activity.partners, "costs", Fact(day, source, activity.cost))
    if not activity.partners:
        return
    if activity.type == "review":
        gathered.together(activity.partners, "reviews_held", Fact(day, source, None))
    if activity.type in MARKETING:
        gathered.together(activity.partners, "marketing", Fact(day, source, activity.marketing))


_CADENCE = {"check_in": "contacts", "review": "reviews"}


def _deadlines(gathered: Gathered, deadlines: Iterable[Deadline], hours: BusinessTime, as_of: date) -> None:
    """Clocks that have ended: met, late, or overdue; what lapsed or still has time says nothing."""
    for deadline in deadlines:
        if deadline.kind != "respond" and deadline.kind not in _CADENCE:
            continue
        state = deadline.state(as_of)
        if state in ("open", "lapsed"):
            continue
        in_time, stop = state == "met", deadline.stop(as_of)
        if deadline.kind == "respond":
            ran = hours.between(deadline.start, stop.on) if stop is not None and not stop.lapsed else None
            # A clock of the wall knows no seconds.
            answer = Answer(in_time, ran.days * 1440 + ran.seconds // 60 if ran is not None else None)
            direction = "received" if deadline.side == "us" else "sent"
            fact = Fact(day_of(deadline.start), deadline.record, answer)
            gathered.flow(deadline.partner, direction, "answers", fact)  # type: ignore[arg-type]
        else:
            source = stop.by if stop is not None and "/" in stop.by else deadline.record
            day = day_of(stop.on) if stop is not None else deadline.due
            gathered.together([deadline.partner], _CADENCE[deadline.kind], Fact(day, source, in_time))


def _commissions(gathered: Gathered, ledger: Ledger) -> None:
    """Payments of what we owe bring its balance down, so they stand in the ledger with a minus."""
    for line in ledger.lines:
        if line.kind == "payment" and line.direction == "payable" and not line.kept:
            paid = Fact(line.booked, f"payout/{line.payout}", -line.amount)
            gathered.together([line.partner], "commissions", paid)
