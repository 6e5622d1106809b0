"""What a referral brought: deals, invoices, payments, refunds, and terms of its own."""

from datetime import date
from typing import Annotated

from pydantic import Field

from partnerbook.core.compensation import Share
from partnerbook.core.dates import Period
from partnerbook.core.money import Money, Rate
from partnerbook.core.record import Key, Text, Value
from partnerbook.core.vocabulary import DealKind


class Subcontract(Value):
    """The part of a deal that the other side delivers."""

    by: Key
    """Partner that delivers, or `us`."""
    fee: Money
    """What the winner pays for it."""
    markup: Rate | None = None
    """Markup on it towards the client."""
    disclosed: date | None = None
    """Day the client was told of it."""


class Deal(Value):
    """What was sold to the client."""

    key: Key
    """Short name within the referral."""
    value: Money
    """Agreed value, net of VAT; for a retainer, of its agreed term."""
    kind: DealKind
    """What was sold."""
    service: Key | None = None
    """Service, where it is not the referral's."""
    signed: date | None = None
    """Day of the order, where it is not the day the referral was won."""
    start: date | None = None
    """Day work began."""
    completed: date | None = None
    """Day work was completed."""
    ended_early: date | None = None
    """Day it was broken off."""
    booked: date | None = None
    """Day its start or completion was taken into the books, where it is a later one."""
    months: Annotated[int, Field(ge=1, le=240)] | None = None
    """Agreed months of a retainer or prepaid term."""
    list_price: Money | None = None
    """Seller's list price, for wholesale."""
    shares: tuple[Share, ...] = ()
    """Shares of this project, where they differ from the agreement's; all together 100%."""
    subcontract: Subcontract | None = None
    """The part the other side delivers."""


class Invoice(Value):
    """An invoice to the client."""

    key: Key
    """Short name within the referral."""
    deal: Key
    """Deal it is for."""
    on: date
    """Day of the invoice."""
    booked: date | None = None
    """Day it was taken into the books, where it is a later one."""
    amount: Money
    """Net amount."""
    eligible: Money | None = None
    """Part of it that earns commission, where not all does."""


class ClientPayment(Value):
    """Money the client paid; on a referral we sent, what the partner reports."""

    key: Key
    """Short name within the referral."""
    deal: Key
    """Deal it is for."""
    invoice: Key | None = None
    """Invoice it pays."""
    on: date
    """Day the money arrived."""
    booked: date | None = None
    """Day it was taken into the books, where it is a later one."""
    amount: Money
    """Net amount."""
    eligible: Money | None = None
    """Part of it that earns commission, where not all does."""
    covers: Period | None = None
    """Months it pays of a longer term, such as `2026-05`; refunds taken back by time go by them."""
    reported_by: Key | None = None
    """Contact at the partner who reported it, on a referral we sent."""


class Refund(Value):
    """Money the client got back."""

    key: Key
    """Short name within the referral."""
    payment: Key
    """Payment it gives back."""
    on: date
    """Day it was paid back."""
    booked: date | None = None
    """Day it was taken into the books, where it is a later one."""
    amount: Money
    """Net amount."""
    reason: Text | None = None
    """Why."""


class Override(Value):
    """Terms of this referral that differ from the agreement; the most specific rule wins."""

    deal: Key | None = None
    """Deal it is for; none means all."""
    rate: Rate | None = None
    """A rate of its own; either this or `amount`."""
    amount: Money | None = None
    """A fee of its own; either this or `rate`."""
    reason: Text
    """Why."""
    approved_by: Key
    """Colleague with the role to approve terms."""
    on: date
    """Day of the decision."""


class Hold(Value):
    """A stop on paying: earned, but not payable and not overdue."""

    since: date
    """First day."""
    reason: Text
    """Why."""
    released: date | None = None
    """Last day."""
