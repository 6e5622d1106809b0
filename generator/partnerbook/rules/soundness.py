"""Whether records are sound enough to reckon on: a slip is told where it is, and not at all that follows from it."""

from functools import lru_cache

from partnerbook.analysis import Records
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.record import Record
from partnerbook.core.referral import Referral
from partnerbook.rules.common import any_broken
from partnerbook.rules.compensation_amounts import impossible_rates
from partnerbook.rules.mentions import unknown
from partnerbook.rules.reference_fields import Target

_BEARING = ("program", "partner", "client", "agreement", "referral")
"""Kinds of records that the ledger follows from."""
_NAMED = (
    Target.PARTNER,
    Target.PARTY,
    Target.AGREEMENT,
    Target.REFERRAL,
    Target.DEAL,
    Target.INVOICE,
    Target.PAYMENT,
)
"""What referrals and agreements name that the ledger cannot do without."""


def is_whole(current: Records) -> bool:
    """Whether the ledger could follow from every record that it needs.

    Places, bands and caps are counted over all referrals: where a record cannot be read, or a referral or agreement
    names what is not there, lines are missing and others move. That is one finding, at its place, and not one for every
    payment and closing. A name that was waived is meant so, and hides nothing. So it is where a record contradicts
    itself in what the ledger is made of: a key given twice, a rate above everything, an end before the beginning.
    """
    return _is_whole(current.book) and not any(
        is_misdated(current, entry) for entry in current.book.agreements.values()
    )


# The two Books of a comparison; a Book is its own identity.
@lru_cache(maxsize=2)
def _is_whole(book: Book) -> bool:
    if book.program is None or any(any_broken(book, kind) for kind in _BEARING) or _contradicts_itself(book):
        return False
    return all(
        any(waiver.rule.startswith("REF") for waiver in mention.entry.record.waivers)
        for mention in unknown(book, ("agreement", "referral"), _NAMED)
    )


def _contradicts_itself(book: Book) -> bool:
    """Whether a referral or agreement has an error of its own that moves lines of the ledger."""
    twice = (entry for entry in book.referrals.values() if _gives_a_key_twice(entry.record))
    impossible = (entry for entry in book.agreements.values() if any(impossible_rates(entry.record)))
    return not (
        all(_is_waived(one, "REF024") for one in twice) and all(_is_waived(one, "AGR045") for one in impossible)
    )


def _gives_a_key_twice(referral: Referral) -> bool:
    return any(
        len(items) > 1 and len({item.key for item in items}) < len(items)
        for items in (referral.deals, referral.invoices, referral.payments, referral.refunds)
    )


def is_misdated(current: Records, entry: Entry[Agreement]) -> bool:
    """Whether an agreement has days that cannot be, so that nobody can say when it holds.

    It ends before it begins (AGR001), or says that it will be signed (SCH090): slips with findings of their own.
    """
    agreement = entry.record
    ends_first = agreement.expires is not None and agreement.expires < agreement.effective
    signed_ahead = agreement.signed is not None and agreement.signed > current.today
    return (ends_first and not _is_waived(entry, "AGR001")) or (signed_ahead and not _is_waived(entry, "SCH090"))


def is_misdated_with(current: Records, partner: str) -> bool:
    """Whether an agreement with a partner is such: what seems to lack one may have it."""
    return any(
        partner in entry.record.partners and is_misdated(current, entry) for entry in current.book.agreements.values()
    )


def _is_waived(entry: Entry[Record], code: str) -> bool:
    return any(waiver.rule == code for waiver in entry.record.waivers)
