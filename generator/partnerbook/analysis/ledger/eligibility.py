"""Whether an event may earn at all: clients we had, the end, services, kinds, the basis (RULINGS, "What earns")."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.line import WhyNot
from partnerbook.analysis.ledger.standing import Standing
from partnerbook.analysis.ledger.terms_in_force import TermsOfEvent
from partnerbook.analysis.protection import Protection, protected_from
from partnerbook.core.book import Book
from partnerbook.core.compensation import PercentageEarning, TieredEarning
from partnerbook.core.dates import add_months, day_of
from partnerbook.core.deal import Deal
from partnerbook.core.referral import Referral


class Refusal(Struct, frozen=True):
    """Why an event earns nothing, what that is about, and the day it rests on."""

    reason: WhyNot
    detail: str = ""
    since: date | None = None


def refusal(event: Event, terms: TermsOfEvent, book: Book, standing: Standing) -> Refusal | None:
    """The first reason why an event earns nothing; None where it may."""
    reasons = (
        *_end(event, terms),
        *_service(event, terms),
        *_kind(event, terms),
        *_basis(event, terms, book, standing),
    )
    return next(iter(reasons), None)


def barred_client(
    event: Event, terms: TermsOfEvent, book: Book, known: Mapping[str, tuple[Protection, ...]]
) -> Refusal | None:
    """Why a client we had, or one another partner protects, earns nothing without a decision."""
    referral = event.referral
    if referral.direction != "received":
        return None
    service = (event.deal.service if event.deal else None) or referral.service
    entry = book.clients.get(referral.client)
    rule = terms.agreement.existing_clients
    if entry is not None and entry.record.existing:
        had_it = rule == "new_service" and service in entry.record.existing_services
        if rule == "none" or had_it:
            return Refusal("existing_client", referral.client)
    protecting = protected_from(referral, known, book, event.booked)
    if protecting is not None:
        return Refusal("protected_client", protecting.partner, protecting.until)
    return None


def _end(event: Event, terms: TermsOfEvent) -> Iterator[Refusal]:
    if terms.end is None:
        return
    agreement, won = terms.agreement, event.referral.milestones.won
    tail = add_months(terms.end, agreement.tail_months)
    # A fee for an earlier milestone was earned before anybody knew how late the win would come.
    is_won = won is not None and (won.booked or day_of(won.on)) <= event.booked
    if won is not None and is_won and day_of(won.on) > tail:
        yield Refusal("won_after_tail", terms.entry.id, tail)
    elif event.on > terms.end and agreement.payment.after_end == "stop":
        yield Refusal("paid_after_end", terms.entry.id, terms.end)


def _service(event: Event, terms: TermsOfEvent) -> Iterator[Refusal]:
    service = (event.deal.service if event.deal else None) or event.referral.service
    eligible = getattr(terms.earning, "eligible", None)
    scope = terms.agreement.scope
    in_scope = scope.they_refer if event.referral.direction == "received" else scope.we_refer
    covered = eligible.services if eligible is not None and eligible.services else in_scope
    if service in scope.excluded_services:
        yield Refusal("excluded_service", service)
    elif covered and service not in covered:
        yield Refusal("service_not_eligible", service)


def _kind(event: Event, terms: TermsOfEvent) -> Iterator[Refusal]:
    eligible = getattr(terms.earning, "eligible", None)
    if event.deal is None:
        return
    if eligible is not None and eligible.kinds and event.deal.kind not in eligible.kinds:
        yield Refusal("kind_not_eligible", event.deal.kind)
    elif event.eligible <= 0:
        yield Refusal("nothing_eligible", event.deal.key)


def _basis(event: Event, terms: TermsOfEvent, book: Book, standing: Standing) -> Iterator[Refusal]:
    earning = terms.earning
    if not isinstance(earning, PercentageEarning | TieredEarning):
        return
    of_its_own = terms.override is not None and terms.override.deal is not None
    if earning.basis == "first_project" and not of_its_own:
        first = first_deal(event.referral)
        if first is not None and event.deal is not None and event.deal.key != first.key:
            yield Refusal("not_first_project", first.key)
    began = standing.first_paid.get(event.entry.id)
    if began is not None:
        if earning.basis == "first_year" and event.on >= add_months(began, 12):
            yield Refusal("after_first_year", "", add_months(began, 12) - timedelta(days=1))
        months = earning.max_months
        if months is not None and event.on >= add_months(began, months):
            yield Refusal("after_max_months", str(months), add_months(began, months) - timedelta(days=1))
    client = book.clients.get(event.referral.client)
    ended = client.record.ended if client else None
    if earning.basis == "client_lifetime" and ended is not None and event.on > ended:
        yield Refusal("client_ended", event.referral.client, ended)


def first_deal(referral: Referral) -> Deal | None:
    """The earliest won deal: by the day it was signed (the win, where none is written), then as it stands."""
    won = referral.milestones.won
    if won is None or not referral.deals:
        return None
    return min(referral.deals, key=lambda deal: deal.signed or day_of(won.on))
