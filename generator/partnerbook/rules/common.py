"""Questions that several families of rules ask, and the words they answer in."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from partnerbook.analysis import Current
from partnerbook.analysis.states import term_end
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import Moment
from partnerbook.core.finding import FieldPath
from partnerbook.core.money import Rate
from partnerbook.core.partner import Partner
from partnerbook.core.program_policies import ProfessionRule
from partnerbook.core.vocabulary import PartnerStatus

HUNDRED = Decimal(100)
"""All of it, in per cent."""
CANDIDATE: tuple[PartnerStatus, ...] = ("identified", "contacted", "in_talks", "negotiating", "onboarding")
"""Statuses on the way to an active partnership."""
DIRECTIONS = ("received", "sent")
"""Both directions of an agreement, as its compensation names them."""


def listed(words: Iterable[str]) -> str:
    """`a, b and c`, in the order given and each once."""
    *others, last = dict.fromkeys(words)
    return f"{', '.join(others)} and {last}" if others else last


def written(moment: Moment) -> str:
    """A day, or the minute of a day, as records write it."""
    return f"{moment:%Y-%m-%dT%H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def together(shares: Iterable[Rate]) -> Decimal:
    """Several shares added up, in per cent."""
    return sum((share.percent for share in shares), Decimal(0))


def any_broken(book: Book, kind: str) -> bool:
    """Whether a record of a kind could not be read.

    A rule that misses a record must not blame anybody then: the broken one may be the one it
    misses.
    """
    return any(key.startswith(f"{kind}/") for key in book.broken)


def active_partners(current: Current) -> Iterator[tuple[Entry[Partner], FieldPath]]:
    """Partners that are active on the day, as known then, and where their records say so."""
    for key, known in current.analysis.book.partners.items():
        if current.analysis.partner_status[key] == "active":
            history = current.book.partners[key].record.status_history
            reached = [place for place, change in enumerate(history) if change.on <= current.as_of]
            yield known, ("status_history", reached[-1])


def still_open(agreement: Agreement, as_of: date) -> bool:
    """Whether an agreement's last day still lies ahead, so that its terms can be put right."""
    end = term_end(agreement, as_of)
    return end is None or end >= as_of


def profession_rule(book: Book, partner: Partner) -> ProfessionRule | None:
    """What the program says of a partner's profession where the partner is at home."""
    if book.program is None or partner.profession is None:
        return None
    for known in book.program.record.profession_rules:
        if (known.profession, known.jurisdiction) == (partner.profession, partner.country):
            return known
    return None
