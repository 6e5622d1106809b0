"""What all records share: frozen values, strict types, no unknown keys, waivers."""

import re
from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.functional_validators import AfterValidator
from pydantic_core import PydanticCustomError

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
"""Ids and keys: lower-case letters, digits and single hyphens."""


def _kebab(value: str) -> str:
    if KEBAB.fullmatch(value) is None or len(value) > 80:
        raise PydanticCustomError(
            "kebab", "ids and keys are lower-case letters, digits and single hyphens, at most 80 of them"
        )
    return value


def _line(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("empty_text", "say something here, or leave the key out")
    return value


Key = Annotated[
    str,
    AfterValidator(_kebab),
    Field(json_schema_extra={"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}),
]
"""An id or key, in kebab case."""
Text = Annotated[str, AfterValidator(_line), StringConstraints(max_length=2000)]
"""A line or short paragraph of prose; longer prose is the record's body."""
Address = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
"""An e-mail address."""
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""A country or jurisdiction by its ISO 3166 code: DE, US."""
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""A currency by its ISO 4217 code."""
Count = Annotated[int, Field(ge=0, le=10_000_000)]
"""A whole number, 0 or more."""
Score = Annotated[int, Field(ge=1, le=5)]
"""A mark from 1 (poor) to 5 (excellent)."""
Satisfaction = Annotated[int, Field(ge=0, le=10)]
"""An answer from 0 to 10."""


class Value(BaseModel):
    """A frozen value inside a record: strict types, unknown keys refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)


class Waiver(Value):
    """A rule this record may break for a while, and why."""

    rule: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}\d{3}$")]
    """Code of the rule, such as PAR004."""
    reason: Text
    """Why it is right here."""
    until: date
    """Last day of the exception; after it the finding returns."""
    field: str = ""
    """Only for findings at this field, such as `milestones.told`; empty for the whole record."""


class Record(Value):
    """What every record may carry besides its own fields."""

    kind_name: ClassVar[str]
    """The kind, as commands and pages name it."""
    waivers: tuple[Waiver, ...] = ()
    """Rules this record may break for a while: each with its reason and end date."""
