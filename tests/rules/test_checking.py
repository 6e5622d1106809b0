"""Running rules: a failing one is told and hides nothing; what was overdue before is only told."""

from collections.abc import Iterator
from datetime import date

from casework import SPECIMEN, case

from partnerbook.analysis import Current, Records, analysed
from partnerbook.analysis.comparison import Comparison
from partnerbook.core.finding import Example, Severity
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.rules import BY_CODE, RULES, check
from partnerbook.rules.changes import CHANGE_RULES
from partnerbook.rules.changes.registry import change_rule
from partnerbook.rules.checking import run
from partnerbook.rules.registry import Breach, CheckedRule, rule

NOTHING = Example("records/program.md")
DINNER = "activities/2026/2026-07-16-software-werft-recognition"
M2 = "referrals/2026/2026-07-20-werkstatt-wandel-m2"


def declared(code: str, name: str, search: object) -> CheckedRule:
    declare = rule(code, name, Severity.ERROR, summary="S.", why="W.", bad=NOTHING, good=NOTHING)
    return declare(search)  # type: ignore[arg-type]


def failing(current: Current) -> Iterator[Breach]:
    """Finds one thing and then fails."""
    yield Breach(next(iter(current.book.partners.values())), ("name",), "found before the fall", "Nothing.")
    raise KeyError("gone")


def open_referrals(current: Current) -> Iterator[Breach]:
    for key, entry in current.analysis.book.referrals.items():
        if current.analysis.referral_state[key] == "meeting":
            yield Breach(entry, ("milestones",), f"late on {current.as_of}", "Hurry.")


def test_a_failing_rule_is_told_and_the_others_go_on() -> None:
    current = case({DINNER: "partners: [nobody]"})
    found = run((declared("PAR998", "failing-rule", failing), *RULES), BY_CODE, current)
    failures = [finding for finding in found if finding.code == "INT003"]
    assert len(failures) == 1
    assert failures[0].message.startswith("the rule PAR998 (failing-rule) failed: KeyError in partnerbook.rules.")
    assert failures[0].severity is Severity.ERROR
    assert "REF002" in {finding.code for finding in found}
    assert "found before the fall" in {finding.message for finding in found}


def test_a_waiver_of_a_rule_that_failed_is_not_called_needless() -> None:
    broken = tuple(
        CheckedRule(checked.rule, failing) if checked.rule.code == "PAR002" else checked for checked in RULES
    )
    found = run(broken, BY_CODE, case({}))
    assert sorted(finding.code for finding in found) == ["INT003", "PAR002"]


def test_findings_of_the_loader_are_among_the_rest_in_order() -> None:
    path = f"records/{DINNER}.md"
    marked = "\ufeff" + SPECIMEN[path].replace("[software-werft]", "[nobody, software-werft]")
    loaded = load(MemorySource(SPECIMEN | {path: marked}))
    day = date(2026, 9, 30)
    found = check(analysed(Records(loaded.book, day, day)), (*loaded.findings, *loaded.findings))
    assert [(finding.code, finding.position.line) for finding in found] == [("FMT002", 1), ("REF002", 4)]


def test_what_was_overdue_in_the_base_is_only_told() -> None:
    due = declared("DUE998", "open-too-long", open_referrals)
    known = {**BY_CODE, "DUE998": due.rule}
    before = case({}, as_of="2026-09-29")
    again = {
        "partners/zahlenhafen": "waivers: ~",
        M2: "milestones: {acknowledged: {on: 2026-07-20}, meeting: {on: 2026-07-21}}\noutcome: ~",
    }
    after = case(again)
    alone = run((due,), known, after)
    assert [(finding.record, finding.severity) for finding in alone] == [
        ("referral/2026-07-20-werkstatt-wandel-m2", Severity.ERROR),
        ("referral/2026-09-21-werkstatt-wandel-p9", Severity.ERROR),
    ]
    compared = run((due,), known, after, base=before)
    assert [(finding.record, finding.severity) for finding in compared] == [
        ("referral/2026-07-20-werkstatt-wandel-m2", Severity.ERROR),
        ("referral/2026-09-21-werkstatt-wandel-p9", Severity.INFO),
    ]


def test_other_families_are_not_toned_down_by_a_base() -> None:
    wrong = case({DINNER: "partners: [nobody]"})
    (finding,) = [finding for finding in check(wrong, base=wrong) if finding.code == "REF002"]
    assert finding.severity is Severity.ERROR


def test_a_failing_rule_about_changes_is_told_and_the_others_go_on() -> None:
    def failing(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
        raise ZeroDivisionError
        yield

    broken = change_rule(
        "CHG998", "failing-rule", Severity.ERROR, summary="S.", why="W.", bad=Example("x"), good=Example("x")
    )(failing)
    after = case({"payouts/2026/2026-07-30-software-werft-payable": "total: 1850.00 EUR"})
    found = run(RULES, BY_CODE, after, base=case({}), changes=(broken, *CHANGE_RULES))
    assert [finding.code for finding in found if finding.code.startswith(("CHG", "INT"))] == ["CHG001", "INT003"]
    assert [finding for finding in found if "CHG998" in finding.message]
    # Without a base there is nothing to ask them.
    alone = run(RULES, BY_CODE, after, changes=(broken, *CHANGE_RULES))
    assert not [finding for finding in alone if finding.code.startswith(("CHG", "INT"))]
