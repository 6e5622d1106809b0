"""What figures are counted from: the facts of each partner and of all together, sorted by day once."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct, field
from msgspec.structs import fields

from partnerbook.analysis.metrics.timeline import Fact, Timeline
from partnerbook.core.activity import Marketing
from partnerbook.core.money import Money
from partnerbook.core.vocabulary import Direction


class Answer(Struct, frozen=True):
    """A response to a referral: whether it came in time, and after how many minutes on business days.

    `minutes` is None where nobody answered: the clock ran out.
    """

    in_time: bool
    minutes: int | None


class Survey(Struct, frozen=True):
    """A partner's answer to a survey, 0 to 10."""

    partner: str
    score: int


class Flow(Struct, frozen=True, eq=False):
    """The referrals of one direction."""

    introductions: Timeline[None] = field(default_factory=Timeline)
    """By the day received; those that take up an earlier one are left out (RULINGS, "Reopened")."""
    decisions: Timeline[bool] = field(default_factory=Timeline)
    """Outcomes that count for conversion, by booked day: whether it was won."""
    cash: Timeline[Money] = field(default_factory=Timeline)
    """Payments, and refunds with a minus, by booked day; of referrals sent as the partner reported them."""
    wins: Timeline[int] = field(default_factory=Timeline)
    """Wins by their day: the calendar days since the receipt."""
    deals: Timeline[Money] = field(default_factory=Timeline)
    """Values of won deals, by the day they were signed or the win was booked, the later one."""
    answers: Timeline[Answer] = field(default_factory=Timeline)
    """Responses that were due, by the day received."""
    content: Timeline[int] = field(default_factory=Timeline)
    """Clients' answers about the work, 0 to 10."""


class Together(Struct, frozen=True, eq=False):
    """What was done together besides referring clients, and what was paid."""

    contacts: Timeline[bool] = field(default_factory=Timeline)
    """Contacts that were due: whether each was in time, by the day it was held, or its last where it is overdue."""
    reviews: Timeline[bool] = field(default_factory=Timeline)
    """The same of reviews."""
    reviews_held: Timeline[None] = field(default_factory=Timeline)
    """Reviews by their day."""
    marketing: Timeline[Marketing | None] = field(default_factory=Timeline)
    """Joint marketing by its day."""
    surveys: Timeline[Survey] = field(default_factory=Timeline)
    """Answers to surveys by their day."""
    commissions: Timeline[Money] = field(default_factory=Timeline)
    """Commissions paid, by booked day."""
    costs: Timeline[Money] = field(default_factory=Timeline)
    """What activities cost us, by their day."""


class Facts(Struct, frozen=True, eq=False):
    """All facts of one partner, or of the program."""

    received: Flow = field(default_factory=Flow)
    sent: Flow = field(default_factory=Flow)
    together: Together = field(default_factory=Together)


_FLOW = tuple(one.name for one in fields(Flow))
_TOGETHER = tuple(one.name for one in fields(Together))


class Gathered:
    """Facts while they are gathered, by partner and over all: each is put down once for either."""

    def __init__(self) -> None:
        self._flows: dict[tuple[str, Direction, str], list[Fact[Any]]] = {}
        self._together: dict[tuple[str, str], list[Fact[Any]]] = {}

    def flow(self, partner: str, direction: Direction, name: str, fact: Fact[Any]) -> None:
        """A fact of a referral, for its partner and the program; `name` is a field of Flow."""
        for whose in (partner, ""):
            self._flows.setdefault((whose, direction, name), []).append(fact)

    def together(self, partners: Iterable[str], name: str, fact: Fact[Any]) -> None:
        """A fact of several partners, once for each and once for the program; `name` is a field of Together."""
        for whose in (*dict.fromkeys(partners), ""):
            self._together.setdefault((whose, name), []).append(fact)

    def of(self, partner: str) -> Facts:
        """The facts of a partner, or with "" of the program."""
        return Facts(
            received=self._flow(partner, "received"),
            sent=self._flow(partner, "sent"),
            together=Together(**{name: Timeline(self._together.get((partner, name), ())) for name in _TOGETHER}),
        )

    def _flow(self, partner: str, direction: Direction) -> Flow:
        return Flow(**{name: Timeline(self._flows.get((partner, direction, name), ())) for name in _FLOW})
