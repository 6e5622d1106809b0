"""Which agreement holds for a referral (RULINGS, "Which agreement")."""

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import day_of
from partnerbook.core.referral import Referral


class Term(Struct, frozen=True):
    """The days an agreement is in force: `first` to `last`, both included; open-ended without `last`."""

    agreement: Entry[Agreement]
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: "Term") -> bool:
        """Whether two terms share a day."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)


def replaced_from(book: Book) -> Mapping[str, date]:
    """The first day of the signed amendment that replaces an agreement, by the replaced agreement's id."""
    first_days: dict[str, date] = {}
    for entry in book.agreements.values():
        amended = entry.record.amends
        if amended is not None and entry.record.signed is not None:
            known = first_days.get(amended)
            first_days[amended] = min(known, entry.record.effective) if known else entry.record.effective
    return first_days


def last_day(agreement: Agreement, replaced: date | None) -> date | None:
    """The last day an agreement can be in force, renewals included; None while nothing ends it."""
    renews = agreement.renewal is not None and agreement.renewal.automatic
    ends = [
        agreement.terminated.effective if agreement.terminated else None,
        None if renews else agreement.expires,
        replaced - timedelta(days=1) if replaced else None,
    ]
    return min((end for end in ends if end is not None), default=None)


def terms(book: Book) -> Mapping[str, tuple[Term, ...]]:
    """Terms of signed agreements by partner, in the order they begin."""
    replaced = replaced_from(book)
    by_partner: dict[str, list[Term]] = {}
    for entry in book.agreements.values():
        agreement = entry.record
        if agreement.signed is None:
            continue
        last = last_day(agreement, replaced.get(entry.id))
        if last is not None and last < agreement.effective:
            continue
        for partner in agreement.partners:
            by_partner.setdefault(partner, []).append(Term(entry, agreement.effective, last))
    return {
        partner: tuple(sorted(found, key=lambda term: (term.first, term.agreement.id)))
        for partner, found in sorted(by_partner.items())
    }


def matches(agreement: Agreement, referral: Referral) -> bool:
    """Whether an agreement is about a referral's direction and service; an empty scope takes every service."""
    services = agreement.scope.they_refer if referral.direction == "received" else agreement.scope.we_refer
    return not services or referral.service in services


def candidates(referral: Referral, of_partner: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms in force on the day a referral was received that match its direction and service."""
    day = day_of(referral.received)
    return tuple(term for term in of_partner if term.covers(day) and matches(term.agreement.record, referral))


def governing(book: Book, by_partner: Mapping[str, tuple[Term, ...]]) -> Mapping[str, str]:
    """The agreement each referral falls under, by referral id; referrals without exactly one are left out.

    A referral that takes up a lost one again (`reopens`) keeps the day and terms of the first.
    """
    found: dict[str, str] = {}
    for entry in book.referrals.values():
        origin = origin_of(entry.record, book)
        if origin.agreement is not None:
            if origin.agreement in book.agreements:
                found[entry.id] = origin.agreement
            continue
        matching = candidates(origin, by_partner.get(origin.partner, ()))
        if len(matching) == 1:
            found[entry.id] = matching[0].agreement.id
    return found


def origin_of(referral: Referral, book: Book) -> Referral:
    """The first referral of a chain of reopened ones; it sets source and received day."""
    seen: set[str] = set()
    while referral.reopens is not None and referral.reopens not in seen:
        seen.add(referral.reopens)
        earlier = book.referrals.get(referral.reopens)
        if earlier is None:
            break
        referral = earlier.record
    return referral
