"""What all records share: frozen values, strict types, no unknown keys, waivers."""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, LiteralString

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

from partnerbook.core.finding import FieldPath

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
"""Ids and keys: lower-case letters, digits and single hyphens."""


class _Form(Struct, frozen=True):
    """What a text must look like, and what is said of one that does not.

    pydantic looks at it without a call into Python: ten thousand records hold a quarter of a
    million keys and texts.
    """

    error: str
    words: LiteralString
    pattern: str
    longest: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        formed = core_schema.str_schema(pattern=self.pattern, max_length=self.longest)
        told = core_schema.custom_error_schema(formed, self.error, custom_error_message=self.words)
        return core_schema.chain_schema([handler(source), told])


Key = Annotated[
    str,
    _Form(
        "kebab",
        "ids and keys are lower-case letters, digits and single hyphens, at most 80 of them",
        f"^{KEBAB.pattern}$",
        80,
    ),
    Field(json_schema_extra={"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}),
]
"""An id or key, in kebab case."""
Text = Annotated[
    str,
    StringConstraints(max_length=2000),
    # The separators at the end count as blanks in Python, though not in Unicode.
    _Form("empty_text", "say something here, or leave the key out", r"[^\s\x1c-\x1f]"),
]
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

    def covers(self, at: FieldPath) -> bool:
        """Whether the waiver's field takes in a place in the record.

        An empty field takes in the whole record, `milestones` everything below it,
        `milestones.told` the `told` of every milestone, `deals[0]` only the first deal.
        """
        if not self.field:
            return True
        wanted = [step for step in self.field.replace("[", ".[").split(".") if step]
        steps = [f"[{step}]" if isinstance(step, int) else step for step in at]
        if steps[:1] != wanted[:1]:
            return False
        rest = iter(steps)
        return all(step in rest for step in wanted)


class Record(Value):
    """What every record may carry besides its own fields."""

    kind_name: ClassVar[str]
    """The kind, as commands and pages name it."""
    waivers: tuple[Waiver, ...] = ()
    """Rules this record may break for a while: each with its reason and end date."""
