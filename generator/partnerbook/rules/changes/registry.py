"""How a rule about changes is written: like any other, but with the base and what differs from it.

    @change_rule("CHG001", "paid-payout-edited", Severity.ERROR, summary=…, why=…, bad=…, good=…)
    def paid_payout_edited(current, base, comparison):
        for changed in comparison.changed_of("payout"): …
            yield Breach(changed.new, change.path, "…", "…")

A breach of a record that is gone names the base's entry: it points at where the file was.
"""

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType

from msgspec import Struct

from partnerbook.analysis import Current
from partnerbook.analysis.comparison import Comparison
from partnerbook.core.finding import Example, Finding, Rule, Severity
from partnerbook.rules.registry import Breach, finding_of

SearchOfChange = Callable[[Current, Current, Comparison], Iterator[Breach]]
"""Takes the state after the change, the base, and what differs."""


class ChangeRule(Struct, frozen=True):
    """A rule about changes, together with the function that finds its breaches."""

    rule: Rule
    search: SearchOfChange

    def findings(self, current: Current, base: Current, comparison: Comparison) -> Iterator[Finding]:
        """Every breach as a finding at its place."""
        return (finding_of(self.rule, breach) for breach in self.search(current, base, comparison))


def change_rule(
    code: str, name: str, severity: Severity, *, summary: str, why: str, bad: Example, good: Example
) -> Callable[[SearchOfChange], ChangeRule]:
    """Declare a rule above the function that searches for its breaches; the examples change the specimen."""
    declared = Rule(code, name, severity, summary, why, bad, good)

    def with_search(search: SearchOfChange) -> ChangeRule:
        return ChangeRule(declared, search)

    return with_search


def change_rules_of(modules: Iterable[ModuleType]) -> tuple[ChangeRule, ...]:
    """The rules about changes that modules define, by code."""
    found = (value for module in modules for value in vars(module).values() if isinstance(value, ChangeRule))
    return tuple(sorted(found, key=lambda checked: checked.rule.code))
