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
        from partnerbook.ingest.corrections import rejoined
        from partnerbook.ingest.settling import faults_of

        told = error
        try:
            # One slip, told once: a number with a comma is not a number and an unknown field beside it.
            model.model_validate(rejoined(value))
        except ValidationError as of_whole_numbers:
            told = of_whole_numbers
        return Validated(None, faults_of(model, told, marks))
