"""Whether records are sound enough to reckon on: a slip is told where it is, and not at all that follows from it."""

from functools import lru_cache

from partnerbook.analysis import Records
from partnerbook.core.book import Book
from partnerbook.rules.common import any_broken
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
    payment and closing. A name that was waived is meant so, and hides nothing.
    """
    return _is_whole(current.book)


# The two Books of a comparison; a Book is its own identity.
@lru_cache(maxsize=2)
def _is_whole(book: Book) -> bool:
    if book.program is None or any(any_broken(book, kind) for kind in _BEARING):
        return False
    return all(
        any(waiver.rule.startswith("REF") for waiver in mention.entry.record.waivers)
        for mention in unknown(book, ("agreement", "referral"), _NAMED)
    )
