"""What follows from the records as of a day: states, terms, counts, the service map. Pure.

`analyse(book, as_of)` is the one way in; pages and rules read the frozen result.
"""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from partnerbook.analysis.deadlines import Deadlines, deadlines_of
from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.ledger import Ledger, reckon
from partnerbook.analysis.metrics import Metrics
from partnerbook.analysis.service_map import Need, service_map
from partnerbook.analysis.states import (
    ActivityState,
    AgreementState,
    PayoutState,
    ReferralState,
    activity_state,
    agreement_state,
    partner_status,
    payout_state,
    referral_state,
    tier_entry,
)
from partnerbook.analysis.tallies import PartnerTally, tallies
from partnerbook.analysis.terms import Term, governing, replaced_from, terms
from partnerbook.core.book import Book
from partnerbook.core.kinds import KINDS
from partnerbook.core.vocabulary import PartnerStatus


class Analysis(Struct, frozen=True, eq=False):
    """All that follows from a Book on a day, by record id.

    `book` is the Book as it was known on `as_of`. `tiers` leaves out partners without a
    tier, `governing` referrals without exactly one agreement.
    """

    as_of: date
    book: Book
    partner_status: Mapping[str, PartnerStatus]
    tiers: Mapping[str, str]
    agreement_state: Mapping[str, AgreementState]
    referral_state: Mapping[str, ReferralState]
    payout_state: Mapping[str, PayoutState]
    activity_state: Mapping[str, ActivityState]
    terms: Mapping[str, tuple[Term, ...]]
    governing: Mapping[str, str]
    tallies: Mapping[str, PartnerTally]
    ledger: Ledger
    deadlines: Deadlines
    metrics: Metrics
    service_map: tuple[Need, ...]


class Records(Struct, frozen=True, eq=False):
    """A Book, whole, and the days it is looked at from and on: all that most rules read.

    `today` is the day the check runs on, for facts that claim to lie in the future; it is
    `as_of` unless a sample program looks from a day of its own.
    """

    book: Book
    as_of: date
    today: date


class Current(Records, frozen=True, eq=False):
    """Records with what follows from them: what all rules check and pages show."""

    analysis: Analysis


def analysed(records: Records, near: Current | None = None) -> Current:
    """Records with what follows from them; `near` as for `analyse`."""
    analysis = analyse(records.book, records.as_of, near)
    return Current(records.book, records.as_of, records.today, analysis)


def analyse(book: Book, as_of: date, near: Current | None = None) -> Analysis:
    """Derive everything that follows from the records on a day.

    `near` is what follows from almost the same records, such as those of a change and its base: where none
    that bears on the ledger differs, the ledger is taken from there.
    """
    known = known_by(book, as_of)
    notice = known.program.record.service_levels.expiry_notice_days if known.program else 90
    replaced = replaced_from(known)
    in_force = terms(known)
    agreed = governing(known, in_force)
    same = near is not None and near.as_of == as_of and _reckons_alike(book, near.book)
    ledger = near.analysis.ledger if near is not None and same else reckon(known, as_of)
    deadlines = deadlines_of(known, ledger, in_force, agreed, as_of)
    tiers = {key: tier_entry(entry.record, as_of) for key, entry in known.partners.items()}
    return Analysis(
        as_of=as_of,
        book=known,
        partner_status={key: partner_status(entry.record, as_of) for key, entry in known.partners.items()},
        tiers={key: tier.tier for key, tier in tiers.items() if tier is not None},
        agreement_state={
            key: agreement_state(entry.record, as_of, replaced.get(key), notice)
            for key, entry in known.agreements.items()
        },
        referral_state={key: referral_state(entry.record, as_of) for key, entry in known.referrals.items()},
        payout_state={key: payout_state(entry.record, as_of) for key, entry in known.payouts.items()},
        activity_state={key: activity_state(entry.record, as_of) for key, entry in known.activities.items()},
        terms=in_force,
        governing=agreed,
        tallies=tallies(known, as_of),
        ledger=ledger,
        deadlines=deadlines,
        metrics=Metrics(known, ledger, deadlines, in_force, as_of),
        service_map=service_map(known, as_of),
    )


def _reckons_alike(book: Book, other: Book) -> bool:
    """Whether every record but those of activities, from which no money follows, is the same in two Books."""
    for kind in KINDS:
        if kind != "activity":
            ours, theirs = book.shelf(kind), other.shelf(kind)
            if ours.keys() != theirs.keys():
                return False
            pairs = ((entry.record, theirs[key].record) for key, entry in ours.items())
            if not all(one is two or one == two for one, two in pairs):
                return False
    return True
