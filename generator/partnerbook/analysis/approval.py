"""Who may approve a payout, and up to how much (RULINGS, "Payouts"). Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.ledger.settlements import set_off
from partnerbook.core.book import Book
from partnerbook.core.money import Money
from partnerbook.core.payout import Payout, PayoutDirection
from partnerbook.core.program import Person, Program
from partnerbook.core.program_policies import ApprovalLimit, Role


class Approvers(Struct, frozen=True):
    """Who is asked to approve a payout; None where nobody fits.

    `needs_second` says that the total reaches the program's four eyes.
    """

    first: str | None = None
    second: str | None = None
    needs_second: bool = False


def needs_approval(payout: Payout) -> bool:
    """Whether somebody has to approve a payout: what we pay, or a receivable that settles what we owe.

    A receivable does so by lines of the other direction, and by adjustments that take away of it.
    """
    if payout.direction == "payable":
        return True
    ours = any(line.line.rpartition("/")[2] == payout.partner for line in payout.lines)
    return ours or any(adjustment.amount.amount < 0 for adjustment in payout.adjustments)


def settles(payout: Payout) -> Money:
    """What has to be approved of one payout: of a payable all it pays before netting, of a receivable what it takes
    off the partner's debt, by setting off or by adjustments."""
    against = set_off(payout)
    if payout.direction == "payable":
        return max(payout.total, payout.total + against)
    amount = max(against, Money.zero(payout.total.currency))
    for adjustment in payout.adjustments:
        if adjustment.amount.amount < 0 and adjustment.amount.currency == amount.currency:
            amount -= adjustment.amount
    return amount


def amount_to_approve(payout: Payout, key: str, book: Book) -> Money:
    """What limits and four eyes go by: the payout, with all others of the partner that were prepared for its run by
    its day, in its direction and currency; `key` is its id. So nothing is split to stay below a limit."""
    amount = settles(payout)
    for beside in _standing(book).get(_together(payout), ()):
        if beside.id != key and beside.prepared <= payout.prepared.on:
            amount += beside.amount
    return amount


class _Beside(Struct, frozen=True):
    """A payout that has to be approved and was not called off: since when, and how much of it."""

    id: str
    prepared: date
    amount: Money


_Together = tuple[str, date, PayoutDirection, str]
"""What payouts have in common that are approved as one: partner, run, direction, currency."""


def _together(payout: Payout) -> _Together:
    return payout.partner, payout.run, payout.direction, payout.total.currency


# The two Books of a comparison; a Book is its own identity.
@lru_cache(maxsize=2)
def _standing(book: Book) -> Mapping[_Together, tuple[_Beside, ...]]:
    found: dict[_Together, list[_Beside]] = {}
    for entry in book.payouts.values():
        payout = entry.record
        if payout.cancelled is None and needs_approval(payout):
            one = _Beside(entry.id, payout.prepared.on, settles(payout))
            found.setdefault(_together(payout), []).append(one)
    return MappingProxyType({together: tuple(several) for together, several in found.items()})


def is_there(person: Person, day: date) -> bool:
    """Whether a colleague is in the program on a day; the first and the last day included."""
    return (person.joined is None or person.joined <= day) and (person.left is None or day <= person.left)


def with_role(program: Program, role: Role, day: date) -> tuple[str, ...]:
    """Colleagues who are there on a day and have a role, as the program lists them."""
    return tuple(person.key for person in program.people if role in person.roles and is_there(person, day))


def approvers_for(program: Program, total: Money, preparer: str, day: date) -> Approvers:
    """Who is asked to approve a payout that somebody prepares on a day.

    The first is who has the lowest limit that still reaches the total: large limits are kept for large sums. From
    `four_eyes_from` on, that amount included, a second is asked, who needs the role, but not the limit; whose limit
    reaches the total goes before others. Among equals the program's order decides. The preparer is never asked.
    """
    measure = _Measure(program, day)
    others = [person for person in program.people if person.key != preparer and is_there(person, day)]
    limits = {person.key: found for person in others if (found := limits_of(program, person))}
    fitting = sorted(
        (key for key in limits if measure.lowest_fitting(limits[key], total) is not None),
        key=lambda key: measure.lowest_fitting(limits[key], total) or _NO_LIMIT,
    )
    first = fitting[0] if fitting else None
    if not needs_second(program, total, day):
        return Approvers(first)
    seconds = [key for key in (*fitting, *limits) if key != first]
    return Approvers(first, seconds[0] if seconds and first is not None else None, needs_second=True)


def limits_of(program: Program, person: Person) -> tuple[ApprovalLimit, ...]:
    """The limits of a colleague's roles, one of their own before that of everybody with the role.

    Whoever has any may be the second pair of eyes of every payout.
    """
    return tuple(_limits_of(program, person))


def within_limit(program: Program, person: Person, total: Money, day: date) -> bool:
    """Whether a colleague's limits reach a payout's total, measured on the day of its preparation."""
    return _Measure(program, day).lowest_fitting(limits_of(program, person), total) is not None


def needs_second(program: Program, total: Money, day: date) -> bool:
    """Whether a payout's total reaches the program's four eyes, measured on the day of its preparation."""
    four_eyes = program.approval.four_eyes_from
    return four_eyes is not None and _Measure(program, day).reaches(total, four_eyes)


def _limits_of(program: Program, person: Person) -> Iterator[ApprovalLimit]:
    for role in person.roles:
        of_role = [limit for limit in program.approval.limits if limit.role == role]
        own = [limit for limit in of_role if limit.person == person.key]
        yield from own or (limit for limit in of_role if limit.person is None)


_NO_LIMIT = (1, Fraction(0))
"""Sorts behind every limit there is."""


class _Measure:
    """Amounts of payouts held against limits, which may be in another currency."""

    def __init__(self, program: Program, day: date) -> None:
        self._exchange = Exchange(program.exchange_rates)
        self._day = day

    def reaches(self, total: Money, amount: Money) -> bool:
        """Whether a total is an amount or more; where no exchange rate is known, care is taken: it is."""
        measured = self._exchange.measured(Fraction(total.amount), total.currency, amount.currency, self._day)
        return measured is None or measured >= Fraction(amount.amount)

    def lowest_fitting(self, limits: tuple[ApprovalLimit, ...], total: Money) -> tuple[int, Fraction] | None:
        """The lowest of somebody's limits that reaches a total, for sorting; None where none does."""
        found = []
        for limit in limits:
            if limit.up_to is None:
                found.append(_NO_LIMIT)
                continue
            measured = self._exchange.measured(Fraction(total.amount), total.currency, limit.up_to.currency, self._day)
            if measured is not None and measured <= Fraction(limit.up_to.amount):
                found.append((0, Fraction(limit.up_to.amount)))
        return min(found, default=None)
