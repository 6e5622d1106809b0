"""Which of pydantic's complaints are told: one for one mistake."""

from collections.abc import Sequence

from pydantic import BaseModel, ValidationError

from partnerbook.core.book import Marks
from partnerbook.ingest.complaints import Complaint, fault_of
from partnerbook.ingest.faults import MAXIMUM_FAULTS, Fault
from partnerbook.ingest.field_paths import locate

MAXIMUM_COMPLAINTS = 200
"""More are not looked at: a megabyte of unknown keys must not take a minute."""


def faults_of(model: type[BaseModel], error: ValidationError, marks: Marks) -> tuple[Fault, ...]:
    """What pydantic found wrong with a record of a model, in the order of the file."""
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
    return tuple(sorted(faults, key=lambda fault: (fault.position, fault.rule.code)))


def _settled(complaints: Sequence[Complaint]) -> list[Complaint]:
    """One complaint for one mistake.

    The branches of a union are made one, and a field is not missing that is there misspelt.
    """
    misspelt = {complaint.meant for complaint in complaints}
    own = [
        complaint
        for complaint in complaints
        if not complaint.is_echo and not (complaint.type == "missing" and complaint.place.path in misspelt)
    ]
    return _unions_settled(own, 0)


def _unions_settled(complaints: Sequence[Complaint], depth: int) -> list[Complaint]:
    """The complaints with each union told once; those outside `depth` unions are settled already."""
    groups: dict[object, list[Complaint]] = {}
    for number, complaint in enumerate(complaints):
        attempts = complaint.place.attempts[depth:]
        groups.setdefault(attempts[0].path if attempts else number, []).append(complaint)
    return [
        one
        for group in groups.values()
        for one in (_union_settled(group, depth) if group[0].place.attempts[depth:] else group)
    ]


def _union_settled(group: Sequence[Complaint], depth: int) -> list[Complaint]:
    """The complaints of the branch that was meant; one, if the value has the shape of none."""
    branches: dict[str, list[Complaint]] = {}
    for complaint in group:
        attempt = complaint.place.attempts[depth]
        if not complaint.is_about_shape(attempt):
            branches.setdefault(attempt.branch, []).append(complaint)
    if not branches:
        return [group[0].about_union(group[0].place.attempts[depth])]
    return min((_unions_settled(branch, depth + 1) for branch in branches.values()), key=len)
