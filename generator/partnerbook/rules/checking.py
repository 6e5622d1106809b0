"""Running rules: every finding of every rule, whatever happens to one of them."""

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis import Current, Records
from partnerbook.analysis.comparison import compare
from partnerbook.core.finding import Example, Finding, Rule, Severity, in_order
from partnerbook.core.kinds import KINDS
from partnerbook.rules.changes.registry import ChangeRule
from partnerbook.rules.registry import CheckedRule
from partnerbook.rules.waivers import without_waived

RULE_FAILED = Rule(
    code="INT003",
    name="rule-failed",
    severity=Severity.ERROR,
    summary="A rule itself failed, and its findings are missing.",
    why=(
        "A mistake in one rule must neither hide what the others find nor pass for a clean record. All other rules "
        "are checked as usual."
    ),
    bad=Example(KINDS["program"].path("program")),
    good=Example(KINDS["program"].path("program")),
)


class Searched(Struct, frozen=True):
    """What rules found, and the codes of those that failed; that they did is among the findings."""

    findings: tuple[Finding, ...] = ()
    failed: frozenset[str] = frozenset()

    def __add__(self, other: "Searched") -> "Searched":
        return Searched((*self.findings, *other.findings), self.failed | other.failed)


Search = Callable[[Sequence[CheckedRule], Current], Searched]
"""A way of searching rules: one after the other, or several at once."""


def run(
    rules: Sequence[CheckedRule],
    declared: Mapping[str, Rule],
    current: Current,
    loaded: Iterable[Finding] = (),
    base: Current | None = None,
    changes: Iterable[ChangeRule] = (),
    search: Search | None = None,
) -> tuple[Finding, ...]:
    """Everything that rules find in `current`, with what the loader found, less what is waived, in order.

    `declared` are all rules there are, by code. With a `base`, the rules about `changes` are searched
    too, and something overdue that was overdue there already is only told: the change under review
    did not cause it.
    """
    searched = (search or one_by_one)(rules, current)
    if base is not None:
        searched += _compared(changes, current, base)
        overdue = {finding.code for finding in searched.findings if finding.rule.family == "DUE"}
        due = one_by_one([checked for checked in rules if checked.rule.code in overdue], base)
        known = {_name(finding) for finding in due.findings}
        toned = (replace(one, toned=Severity.INFO) if _name(one) in known else one for one in searched.findings)
        searched = Searched(tuple(toned), searched.failed)
    everything = (*loaded, *searched.findings)
    return in_order(without_waived(everything, current.book, current.as_of, declared, searched.failed))


def one_by_one(rules: Iterable[CheckedRule], given: Records) -> Searched:
    """Search rules one after the other; only rules `of_records` in anything less than a `Current`."""
    return _searched((checked.rule, partial(checked.findings, given)) for checked in rules)


def _compared(rules: Iterable[ChangeRule], current: Current, base: Current) -> Searched:
    comparison = compare(base.book, current.book)
    return _searched((checked.rule, partial(checked.findings, current, base, comparison)) for checked in rules)


def _searched(searches: Iterable[tuple[Rule, Callable[[], Iterable[Finding]]]]) -> Searched:
    found: list[Finding] = []
    failed: set[str] = set()
    for rule, search in searches:
        try:
            found.extend(search())
        except Exception as error:  # a mistake of ours must not hide what other rules find
            found.append(_failure(rule, error))
            failed.add(rule.code)
    return Searched(tuple(found), frozenset(failed))


def _name(finding: Finding) -> tuple[str, str, object]:
    """What makes a finding the same one in two Books: lines may have moved, days have passed."""
    return (finding.code, finding.record or finding.path, finding.field)


def _failure(rule: Rule, error: Exception) -> Finding:
    frames = [(frame.f_globals.get("__name__", ""), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [f"{module}:{line}" for module, line in frames if module.startswith("partnerbook.")]
    return Finding(
        RULE_FAILED,
        KINDS["program"].path("program"),
        f"the rule {rule.code} ({rule.name}) failed: {type(error).__name__} in {ours[-1] if ours else 'a library'}",
        "This is a mistake of the program, not of a record: please report it with this line.",
    )
