"""Plain values to records: pydantic decides, and `settling` says what it decided."""

from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from partnerbook.core.book import Marks
from partnerbook.core.record import Record
from partnerbook.ingest.faults import Fault

R = TypeVar("R", bound=Record)


class Validated(NamedTuple, Generic[R]):
    """A record, or what is wrong with it."""

    record: R | None
    faults: tuple[Fault, ...] = ()


def validate(model: type[R], value: Any, marks: Marks) -> Validated[R]:
    """Make a record of a mapping of plain values."""
    try:
        return Validated(model.model_validate(value))
    except ValidationError as error:
        # The words for mistakes are a fiftieth of a check's start; most handbooks never need them.
        from partnerbook.ingest.settling import faults_of

        return Validated(None, faults_of(model, error, marks))
