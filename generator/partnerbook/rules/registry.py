"""How a rule is written: a small generator of breaches under a declaration.

    @rule("REF001", "unknown-partner", Severity.ERROR, summary=…, why=…, bad=…, good=…)
    def unknown_partner(current: Records):
        for entry in current.book.referrals.values(): …
            yield Breach(entry, ("partner",), "…", "…")

The declaration explains the rule to people, on the command line and in the handbook; the
function only finds. By its parameter it says what it needs: `Records`, or `Current`, the records
with what follows from them, which takes longer to be there. Nothing is registered behind the
reader's back: `rules.RULES` collects the rules of the modules it names.
"""

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import cast

from msgspec import Struct

from partnerbook.analysis import Current, Records
from partnerbook.core.book import Entry
from partnerbook.core.finding import Example, FieldPath, Finding, Position, Rule, Severity
from partnerbook.core.record import Record


class Breach(Struct, frozen=True):
    """One place where a record breaks a rule.

    `at` is the field to point at, `of_key` points at its key instead of its value, and
    `position` overrides both where the place lies in the prose. `toned` is a milder severity than
    the rule's, where this one breach weighs less.
    """

    entry: Entry[Record]
    at: FieldPath
    message: str
    help: str
    of_key: bool = False
    position: Position | None = None
    toned: Severity | None = None


Search = Callable[[Current], Iterator[Breach]]


class CheckedRule(Struct, frozen=True):
    """A rule together with the function that finds its breaches."""

    rule: Rule
    search: Search

    @property
    def of_records(self) -> bool:
        """Whether the records alone are enough to search it."""
        return Records in self.search.__annotations__.values()

    def findings(self, given: Records) -> Iterator[Finding]:
        """Every breach as a finding at its place; only of a rule `of_records` in anything less than a `Current`."""
        return (finding_of(self.rule, breach) for breach in self.search(cast("Current", given)))


def finding_of(broken: Rule, breach: Breach) -> Finding:
    """A breach of a rule as a finding at its place."""
    place = breach.position or breach.entry.marks.position(breach.at, of_key=breach.of_key)
    return Finding(
        broken,
        breach.entry.path,
        breach.message,
        breach.help,
        place,
        breach.entry.key,
        breach.at,
        breach.toned,
    )


def rule(
    code: str, name: str, severity: Severity, *, summary: str, why: str, bad: Example, good: Example
) -> Callable[[Search], CheckedRule]:
    """Declare a rule above the function that searches for its breaches."""
    declared = Rule(code, name, severity, summary, why, bad, good)

    def with_search(search: Search) -> CheckedRule:
        return CheckedRule(declared, search)

    return with_search


def rules_of(modules: Iterable[ModuleType]) -> tuple[CheckedRule, ...]:
    """The rules that modules define, by code."""
    found = (value for module in modules for value in vars(module).values() if isinstance(value, CheckedRule))
    return tuple(sorted(found, key=lambda checked: checked.rule.code))
