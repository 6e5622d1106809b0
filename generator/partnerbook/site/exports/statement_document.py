"""What a statement says, as finished texts: one content for text, workbook and PDF (DOMAIN 8.5, 8.6)."""

from msgspec import Struct

from partnerbook.core.money import Money


class Amount(Struct, frozen=True):
    """An amount as people read it, and itself."""

    text: str
    money: Money


class Figure(Struct, frozen=True):
    """A line of an account's summary. `weight` is `total` for a balance, `part` for what it is made of."""

    label: str
    amount: Amount
    weight: str = ""


class Entered(Struct, frozen=True):
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


class AccountView(Struct, frozen=True):
    """One direction and currency, headed by who owes whom."""

    title: str
    figures: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    parts_title: str
    lines: tuple[Entered, ...]
    next: str


class ReferralRow(Struct, frozen=True):
    """One referral of the period: received in it, won in it, or with money in it."""

    day: str
    id: str
    client: str
    service: str
    won: str
    revenue: tuple[Amount, ...]


class FlowView(Struct, frozen=True):
    """Referrals of one direction."""

    title: str
    summary: str
    rows: tuple[ReferralRow, ...]
    revenue: str
    total: tuple[Amount, ...]
    note: str


class Sender(Struct, frozen=True):
    """A firm with its address."""

    name: str
    address: tuple[str, ...]


class Document(Struct, frozen=True):
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
