"""What a statement says, as finished texts: one content for text, workbook and PDF (DOMAIN 8.5, 8.6)."""

from dataclasses import dataclass

from partnerbook.core.money import Money


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as people read it, and itself."""

    text: str
    money: Money


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of an account's summary. `weight` is `total` for a balance, `part` for what it is made of."""

    label: str
    amount: Amount
    weight: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """One line of the ledger: the day it was booked, what happened, why it is so much, when it is due.

    `kind` names it where that is not plain; `place` is its referral or payout.
    """

    booked: str
    kind: str
    what: str
    place: str
    why: str
    due: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class AccountView:
    """One direction and currency, headed by who owes whom."""

    title: str
    figures: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    parts_title: str
    lines: tuple[Entered, ...]
    next: str


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One referral of the period: received in it, won in it, or with money in it."""

    day: str
    id: str
    client: str
    service: str
    won: str
    revenue: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class FlowView:
    """Referrals of one direction."""

    title: str
    summary: str
    rows: tuple[ReferralRow, ...]
    revenue: str
    total: tuple[Amount, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Sender:
    """A firm with its address."""

    name: str
    address: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A statement in words."""

    language: str
    title: str
    period: str
    firm: Sender
    partner: Sender
    facts: tuple[tuple[str, str], ...]
    accounts: tuple[AccountView, ...]
    nothing: str
    flows: tuple[FlowView, ...]
    notes: tuple[str, ...]
    headings: dict[str, str]
