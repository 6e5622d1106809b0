"""Worked examples: small cases both sides signed, against which the arithmetic is held."""

from typing import Annotated

from pydantic import Field

from partnerbook.core.compensation import CountedAt
from partnerbook.core.money import Money, Rate
from partnerbook.core.record import Key, Text, Value
from partnerbook.core.vocabulary import Direction, Involvement


class ExampleCase(Value):
    """The small case of a worked example: only what matters for the figure."""

    direction: Direction = "received"
    """Which direction is reckoned."""
    place: Annotated[int, Field(ge=1)] | None = None
    """The referral's place in its period, itself included."""
    involvement: Involvement = "standard"
    """How much the referrer did."""
    reached: CountedAt | None = None
    """Milestone reached, for a flat fee."""
    revenue_before: Money | None = None
    """Eligible revenue of the period before this case; it earned at the rate that held then."""
    lifetime_before: Money | None = None
    """What the client had paid before this case."""
    conversion: Rate | None = None
    """Conversion of the last 12 months, this win included."""
    sample: Annotated[int, Field(ge=1)] | None = None
    """Decided referrals behind the conversion."""
    deal: Money | None = None
    """Value of the deal; the sum of the payments where it is not said."""
    payments: tuple[Money, ...] = ()
    """What the client pays, in order."""
    refunds: tuple[Money, ...] = ()
    """What the client gets back afterwards: the first of the first payment, and so on."""
    refund_after_days: Annotated[int, Field(ge=0)] | None = None
    """Days from payment to refund."""
    months_since_first_payment: Annotated[int, Field(ge=0)] | None = None
    """Whole months between the client's first payment and these."""
    months_unused: Annotated[int, Field(ge=0)] | None = None
    """Whole months not used, for a clawback by time."""
    months: Annotated[int, Field(ge=1, le=240)] = 12
    """Months the deal was agreed for, for a clawback by time."""
    service: Key | None = None
    """Service sold, for wholesale."""
    list_price: Money | None = None
    """List price, for wholesale by discount."""
    shares: tuple["ExampleShare", ...] = ()
    """Shares of a project that differ from the agreement's."""


class ExampleShare(Value):
    """One party's share in a worked example."""

    party: Key
    """Partner, or `us`."""
    share: Rate
    """Its share."""


class WorkedExample(Value):
    """A case both sides signed: given this, it pays so much."""

    given: ExampleCase
    """The case."""
    pays: Money
    """What the agreement then pays in all."""
    because: Text | None = None
    """The arithmetic, in words."""
