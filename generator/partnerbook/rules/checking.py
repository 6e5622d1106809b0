"""Running rules: every finding of every rule, whatever happens to one of them."""

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from partnerbook.analysis import Current
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


def run(
    rules: Sequence[CheckedRule],
    declared: Mapping[str, Rule],
    current: Current,
    loaded: Iterable[Finding] = (),
    base: Current | None = None,
    changes: Iterable[ChangeRule] = (),
) -> tuple[Finding, ...]:
    """Everything that rules find in `current`, with what the loader found, less what is waived, in order.

    `declared` are all rules there are, by code. With a `base`, the rules about `changes` are searched
    too, and something overdue that was overdue there already is only told: the change under review
    did not cause it.
    """
    found, failed = _search(rules, current)
    if base is not None:
        rewritten, failed_too = _compared(changes, current, base)
        found, failed = [*found, *rewritten], [*failed, *failed_too]
        overdue = {finding.code for finding in found if finding.rule.family == "DUE"}
        due, _ = _search([checked for checked in rules if checked.rule.code in overdue], base)
        known = {_name(finding) for finding in due}
        found = [replace(one, toned=Severity.INFO) if _name(one) in known else one for one in found]
    everything = (*loaded, *found, *(_failure(rule, error) for rule, error in failed))
    untold = {rule.code for rule, _ in failed}
    return in_order(without_waived(everything, current.book, current.as_of, declared, untold))


def _search(rules: Iterable[CheckedRule], current: Current) -> tuple[list[Finding], list[tuple[Rule, Exception]]]:
    found: list[Finding] = []
    failed: list[tuple[Rule, Exception]] = []
    for checked in rules:
        try:
            found.extend(checked.findings(current))
        except Exception as error:  # a mistake of ours must not hide what other rules find
            failed.append((checked.rule, error))
    return found, failed


def _compared(
    rules: Iterable[ChangeRule], current: Current, base: Current
) -> tuple[list[Finding], list[tuple[Rule, Exception]]]:
    comparison = compare(base.book, current.book)
    found: list[Finding] = []
    failed: list[tuple[Rule, Exception]] = []
    for checked in rules:
        try:
            found.extend(checked.findings(current, base, comparison))
        except Exception as error:  # as above
            failed.append((checked.rule, error))
    return found, failed


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
