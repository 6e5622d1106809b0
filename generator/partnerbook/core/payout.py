"""The payout record: the frozen list of what is paid, and who stood for it."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from partnerbook.core.dates import Period
from partnerbook.core.money import Money, Rate
from partnerbook.core.record import Key, Record, Text, Value

PayoutDirection = Literal["payable", "receivable"]
"""`payable`: we pay the partner. `receivable`: the partner pays us."""


class PayoutLine(Value):
    """One ledger line that is paid; its amount is the ledger's."""

    line: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_/-]*$", max_length=300)]
    """Id of the ledger line: referral/event/kind/claimant."""
    amount: Money
    """Amount, as the ledger says."""


class Adjustment(Value):
    """An amount the ledger does not know, with its reason."""

    key: Key
    """Short name within the payout."""
    on: date
    """Day it was agreed."""
    booked: date | None = None
    """Day it was taken into the books, where it is a later one."""
    amount: Money
    """Amount; negative takes away."""
    reason: Text
    """Why."""


class Vat(Value):
    """How VAT applies to the payout (DOMAIN 8.6)."""

    treatment: Literal["domestic", "reverse_charge", "small_business", "outside_scope"]
    """Which rule."""
    rate: Rate | None = None
    """Rate, where VAT is added."""
    amount: Money | None = None
    """VAT on top of the net amount."""
    note: Text | None = None
    """Wording for the invoice."""


class Prepared(Value):
    """Who put the payout together, and when."""

    on: date
    """Day."""
    by: Key
    """Colleague; never the approver."""


class Approved(Value):
    """Who approved it; the evidence is the review of the pull request."""

    on: date
    """Day."""
    by: Key
    """Colleague with the role."""


class Paid(Value):
    """The payment that closed the payout."""

    on: date
    """Day the money left."""
    booked: date | None = None
    """Day it was taken into the books, where it is a later one."""
    reference: Text | None = None
    """Reference on the bank statement; never an account number."""


class Receipt(Value):
    """Money that arrived on a receivable, whole or in part."""

    key: Key
    """Short name within the payout."""
    on: date
    """Day it arrived."""
    booked: date | None = None
    """Day it was taken into the books, where it is a later one."""
    amount: Money
    """Net amount."""


class InvoiceReference(Value):
    """The invoice behind the payout: the partner's, ours, or one under self-billing."""

    number: Text
    """Its number."""
    on: date
    """Its day."""


class Payout(Record):
    """What is paid to a partner, or billed to it, in one run: lines, approval, payment."""

    kind_name: ClassVar[str] = "payout"

    partner: Key
    """Whom it concerns."""
    direction: PayoutDirection
    """`payable`: we pay. `receivable`: the partner pays us."""
    period: Period
    """Period whose statement it settles."""
    run: date
    """Due run it belongs to."""
    lines: tuple[PayoutLine, ...] = ()
    """Ledger lines it pays."""
    adjustments: tuple[Adjustment, ...] = ()
    """Amounts beside the ledger."""
    total: Money
    """Net total of lines and adjustments, as signed off."""
    vat: Vat | None = None
    """How VAT applies."""
    prepared: Prepared
    """Who put it together; for a receivable, our invoice."""
    approver: Key | None = None
    """Colleague whose review is asked for; a receivable needs one only where it settles what we owe."""
    second_approver: Key | None = None
    """Second pair of eyes, from the program's limit on."""
    approved: tuple[Approved, ...] = ()
    """Who approved."""
    invoice: InvoiceReference | None = None
    """The invoice behind it."""
    reason: Text | None = None
    """Why it is paid although it is not due yet, or below the minimum."""
    statement_sent: date | None = None
    """Day the statement went to the partner."""
    paid: Paid | None = None
    """The payment that closed it."""
    receipts: tuple[Receipt, ...] = ()
    """Money that arrived on a receivable."""
    cancelled: Prepared | None = None
    """Who called it off before it was paid, and when."""
