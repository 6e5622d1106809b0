"""The client record: the only place for personal data of clients."""

from datetime import date
from typing import ClassVar, Literal

from partnerbook.core.record import Address, Key, Record, Text, Value
from partnerbook.core.vocabulary import Stage


class ClientContact(Value):
    """A person at the client."""

    key: Key
    """What referrals write."""
    name: Text
    """Full name."""
    title: Text | None = None
    """What they do there."""
    email: Address | None = None
    """Their address."""
    phone: Text | None = None
    """Their telephone number."""


class Client(Record):
    """A client that was referred to us or by us: industry, size, and what partners may hear."""

    kind_name: ClassVar[str] = "client"

    name: Text
    """Name of the client, or a description where the name is confidential."""
    industry: Key
    """Industry, from the program's vocabulary."""
    size: Key
    """Size, from the program's vocabulary."""
    region: Key
    """Region, from the program's vocabulary."""
    stage: Stage | None = None
    """Where it stands in its life."""
    website: str | None = None
    """Address of its website."""
    known_since: date
    """First day we knew of it."""
    existing: bool = False
    """Whether it was our client before any partner named it."""
    existing_services: tuple[Key, ...] = ()
    """Services it had from us before; a new one may count as new business."""
    ended: date | None = None
    """Day the relationship ended; it counts as active until then."""
    may_tell: tuple[Literal["name", "outcome", "scope", "value"], ...] = ("outcome",)
    """What partners may hear (DOMAIN 7.3)."""
    owner: Key | None = None
    """Colleague who looks after it."""
    contacts: tuple[ClientContact, ...] = ()
    """People there."""
    protected_by: Key | None = None
    """Partner whose introduction protects it."""
    protected_until: date | None = None
    """Last day of the protection."""
