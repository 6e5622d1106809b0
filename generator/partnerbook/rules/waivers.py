"""REF9: waivers, what they silence, and when they are a finding themselves.

A waiver lets one record break one rule until a day. It is looked at last, when everything that
it could silence has been found.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct, field

from partnerbook.core.book import Book, Entry
from partnerbook.core.finding import Example, FieldPath, Finding, Rule, Severity
from partnerbook.core.record import Record, Waiver

_WAIVING = "records/partners/zahlenhafen.md"
_GOOD = "waivers: [{rule: PAR002, reason: Known to half the county, until: 2026-12-31}]"

UNKNOWN_RULE = Rule(
    code="REF901",
    name="waiver-of-unknown-rule",
    severity=Severity.ERROR,
    summary="A waiver names a rule that does not exist.",
    why="Whoever wrote it believes that a finding is waived. It is not, and the reason given hangs in the air.",
    bad=Example(_WAIVING, "waivers: [{rule: PAR999, reason: Known to half the county, until: 2026-12-31}]"),
    good=Example(_WAIVING, _GOOD),
)
NOT_WAIVABLE = Rule(
    code="REF902",
    name="rule-not-waivable",
    severity=Severity.ERROR,
    summary="A waiver names a rule that no record may break.",
    why=(
        "What cannot be read cannot be excused, money is reckoned alike for everybody, and history is not rewritten: "
        "the families FMT, SCH, MNY, CHG, GIT and INT hold without exception, and so do the rules about waivers."
    ),
    bad=Example(_WAIVING, "waivers: [{rule: SCH001, reason: In a hurry, until: 2026-12-31}]"),
    good=Example(_WAIVING, _GOOD),
)
EXPIRED = Rule(
    code="REF903",
    name="waiver-expired",
    severity=Severity.WARNING,
    summary="A waiver's last day has passed.",
    why=(
        "An exception has an end so that somebody decides anew (DOMAIN 3.4). After it the waiver silences nothing, and "
        "leaving it in the record only makes believe."
    ),
    bad=Example(_WAIVING, "waivers: [{rule: PAR002, reason: Known to half the county, until: 2026-08-31}]"),
    good=Example(_WAIVING, _GOOD),
)
NEEDLESS = Rule(
    code="REF904",
    name="waiver-needless",
    severity=Severity.WARNING,
    summary="A waiver silences nothing: the record keeps the rule.",
    why=(
        "A waiver that is not needed today would silence the next real finding without anybody having decided so. "
        "Exceptions go as soon as they are no longer any."
    ),
    bad=Example(
        _WAIVING,
        "references: [{on: 2025-02-25, source: client, who: A guild of craftsmen, about: [quality], verdict: good}]",
    ),
    good=Example(_WAIVING, "references: ~"),
)
RULES = (UNKNOWN_RULE, NOT_WAIVABLE, EXPIRED, NEEDLESS)
"""The rules about waivers; they are judged here, as they need everybody else's findings."""


class _Use(Struct):
    """A waiver in its record, and whether it has silenced anything."""

    entry: Entry[Record]
    place: int
    waiver: Waiver
    is_used: bool = field(default=False)

    def finding(self, rule: Rule, at: str, message: str, remedy: str) -> Finding:
        path: FieldPath = ("waivers", self.place, at)
        return Finding(rule, self.entry.path, message, remedy, self.entry.marks.position(path), self.entry.key, path)


def without_waived(
    findings: Iterable[Finding], book: Book, as_of: date, rules: Mapping[str, Rule], untold: Collection[str] = ()
) -> Iterator[Finding]:
    """The findings that no waiver silences, and those about the waivers themselves.

    `rules` are all rules by code. The codes in `untold` are of rules that could not be asked:
    nobody knows whether their waivers are needed, nor does anybody while records cannot be read.
    """
    uses = [_Use(entry, place, waiver) for entry in book.entries() for place, waiver in enumerate(entry.record.waivers)]
    in_force: dict[tuple[str, str], list[_Use]] = {}
    for use in uses:
        rule = rules.get(use.waiver.rule)
        if rule is not None and may_be_waived(rule) and use.waiver.until >= as_of:
            in_force.setdefault((use.entry.key, use.waiver.rule), []).append(use)
    for found in findings:
        silencing = [use for use in in_force.get((found.record, found.code), ()) if use.waiver.covers(found.field)]
        for use in silencing:
            use.is_used = True
        if not silencing:
            yield found
    for use in uses:
        yield from _about(use, as_of, rules, judge_need=not book.broken and use.waiver.rule not in untold)


def may_be_waived(rule: Rule) -> bool:
    """Whether a record may waive a rule; the rules about waivers hold in any case."""
    return rule.waivable and rule not in RULES


def _about(use: _Use, as_of: date, rules: Mapping[str, Rule], *, judge_need: bool) -> Iterator[Finding]:
    """What is wrong with a waiver itself."""
    waiver = use.waiver
    rule = rules.get(waiver.rule)
    if rule is None:
        yield use.finding(
            UNKNOWN_RULE,
            "rule",
            f"there is no rule `{waiver.rule}`",
            "Mend the code; `partnerbook rules` lists them all.",
        )
    elif not may_be_waived(rule):
        yield use.finding(
            NOT_WAIVABLE,
            "rule",
            f"{rule.code} ({rule.name}) cannot be waived",
            "Put right what the rule finds, and take the waiver out.",
        )
    elif waiver.until < as_of:
        yield use.finding(
            EXPIRED,
            "until",
            f"the waiver of {rule.code} ended on {waiver.until}",
            "Take it out; if the exception is still right, decide on a new last day and write down why.",
        )
    elif judge_need and not use.is_used:
        where = f" at `{waiver.field}`" if waiver.field else ""
        yield use.finding(
            NEEDLESS, "rule", f"nothing here breaks {rule.code} ({rule.name}){where}", "Take the waiver out."
        )
