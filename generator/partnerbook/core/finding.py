"""Findings: what is wrong, where, and what to do about it.

A `Rule` is the standing promise, a `Finding` one breach of it. Neither knows how
it will be shown: terminal, annotation, page and JSON are renderings elsewhere.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How much a finding weighs: only errors make a check fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest; for sorting and for choosing the worst."""
        return ("error", "warning", "info").index(self.value)


FAMILIES = {
    "FMT": "File, encoding and YAML",
    "SCH": "Field shapes and values",
    "REF": "Ids and references",
    "PAR": "Partner qualification and status",
    "AGR": "Agreement terms and conflicts",
    "RFL": "Referral milestones",
    "MNY": "Ledger, payouts and examples",
    "DUE": "Deadlines as of a day",
    "CHG": "A change against its base",
    "GIT": "Comparison with git",
    "PRI": "Privacy and secrets",
    "INT": "The program itself",
}
"""Families of findings by the letters their codes begin with."""

UNWAIVABLE_FAMILIES = frozenset({"FMT", "SCH", "CHG", "MNY", "GIT", "INT"})
"""Families no record can waive: unreadable records, money and history."""


WAIVER_RULES = "REF9"
"""What the codes of the rules about waivers begin with: a waiver cannot excuse waivers."""


class Example(Struct, frozen=True):
    """A record that breaks a rule, or keeps it.

    `front` is front matter that replaces the top-level keys of the same name in the
    specimen record at `path`; a key with the value `~` is taken out. A `text` instead
    is the whole file; a `deleted` file is taken away. `others` are further files of the same case,
    by path; a file with no text is taken away. For a rule about changes the specimen is the base,
    and the example what a change makes of it.
    """

    path: str
    front: str = ""
    text: str | bytes | None = None
    others: tuple[tuple[str, str | bytes | None], ...] = ()
    as_of: str | None = None
    deleted: bool = False


class Rule(Struct, frozen=True):
    """One thing that must hold, with the explanation a colleague needs.

    `code` is a family and three digits and is never used again for another rule;
    `name` is the same in words. `summary` says what the rule finds, `why` what it
    protects (with the source of a figure or duty), `bad` and `good` show a record that
    breaks it and one that does not.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    bad: Example
    good: Example

    @property
    def family(self) -> str:
        """The three letters the code begins with."""
        return self.code[:3]

    @property
    def waivable(self) -> bool:
        """Whether a record may waive it, with a reason and an end date."""
        return self.family not in UNWAIVABLE_FAMILIES and not self.code.startswith(WAIVER_RULES)


class Position(Struct, frozen=True, order=True):
    """A place in a file; line and column count from 1, columns in characters."""

    line: int = 1
    column: int = 1


FieldPath = tuple[str | int, ...]
"""The way from the top of the front matter to a value: keys and list places."""


def dotted(path: FieldPath) -> str:
    """Write a field path as people say it: `deals[0].value`."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return words


class Finding(Struct, frozen=True):
    """One breach of a rule at one place.

    `path` is relative to the handbook's root, with `/`. `record` is `kind/id` where the
    file became a record. `help` says what to do. The severity is the rule's, unless the
    check has a reason to tone it down (`toned`: an old lateness that a change did not cause).
    """

    rule: Rule
    path: str
    message: str
    help: str
    position: Position = Position()
    record: str = ""
    field: FieldPath = ()
    toned: Severity | None = None

    @property
    def severity(self) -> Severity:
        """The rule's severity, or the milder one the check gave it."""
        return self.toned or self.rule.severity

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def order(self) -> tuple[str, Position, str, str]:
        """What findings are sorted by: the place first, then the rule."""
        return (self.path, self.position, self.rule.code, self.message)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by place, each said once, whatever order they were found in."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.order))
