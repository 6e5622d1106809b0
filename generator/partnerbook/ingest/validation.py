"""Plain values to records: pydantic decides, this module says what it decided."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from partnerbook.core.book import Marks
from partnerbook.core.record import Record
from partnerbook.ingest.complaints import Complaint, fault_of
from partnerbook.ingest.faults import MAXIMUM_FAULTS, Fault
from partnerbook.ingest.field_paths import locate

MAXIMUM_COMPLAINTS = 200
"""More are not looked at: a megabyte of unknown keys must not take a minute."""

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
        complaints = [
            Complaint(
                locate(model, details["loc"]),
                details["type"],
                details["input"],
                details.get("ctx", {}),
                details["msg"],
            )
            for details in error.errors(include_url=False)[:MAXIMUM_COMPLAINTS]
        ]
    faults = [fault_of(complaint, marks) for complaint in _settled(complaints)[:MAXIMUM_FAULTS]]
    return Validated(None, tuple(sorted(faults, key=lambda fault: (fault.position, fault.rule.code))))


def _settled(complaints: Sequence[Complaint]) -> list[Complaint]:
    """One complaint for one mistake.

    The branches of a union are made one, and a field is not missing that is there misspelt.
    """
    misspelt = {complaint.meant for complaint in complaints}
    settled: dict[object, list[Complaint]] = {}
    for number, complaint in enumerate(complaints):
        if complaint.is_echo or (complaint.type == "missing" and complaint.place.path in misspelt):
            continue
        attempt = complaint.place.attempt
        settled.setdefault(attempt.path if attempt else number, []).append(complaint)
    return [one for group in settled.values() for one in (_of_union(group) if group[0].place.attempt else iter(group))]


def _of_union(group: Sequence[Complaint]) -> Iterator[Complaint]:
    """The complaints of the branch that was meant; of none, if the value has the shape of none."""
    branches: dict[str, list[Complaint]] = {}
    for complaint in group:
        if not complaint.is_about_shape and complaint.place.attempt:
            branches.setdefault(complaint.place.attempt.branch, []).append(complaint)
    if branches:
        yield from min(branches.values(), key=len)
    else:
        yield group[0].about_union()
