"""The closing record: a period whose books are shut."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from partnerbook.core.dates import Period
from partnerbook.core.record import Count, Key, Record, Value


class StatementSent(Value):
    """A statement that went to a partner."""

    partner: Key
    """Whose statement."""
    on: date
    """Day it was sent."""
    to: Key | None = None
    """Contact of the partner."""


class Closing(Record):
    """A closed period: nothing booked later moves it."""

    kind_name: ClassVar[str] = "closing"

    period: Period
    """The period."""
    closed: date
    """Day it was closed; later facts are booked in the next one."""
    by: Key
    """Colleague who closed it."""
    lines: Count
    """Ledger lines in it."""
    ledger: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
    """Hash of the period's ledger, so that any later change shows."""
    statements: tuple[StatementSent, ...] = ()
    """Statements that were sent."""
