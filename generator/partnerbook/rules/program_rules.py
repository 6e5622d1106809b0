"""SCH: figures, people and vocabularies of the program that do not fit together."""

from collections.abc import Hashable, Iterator
from typing import Any

from partnerbook.analysis import Records
from partnerbook.analysis.holiday_regions import is_known, known
from partnerbook.core.book import Entry
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.program import Program
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.suggestions import did_you_mean

_PROGRAM = "records/program.md"
_PEOPLE = """people:
  - key: henrike-lornsen
    name: Henrike Lornsen
    email: henrike.lornsen@alsterblick.example
    roles: [%s]
  - {key: mats-petersen, name: Mats Petersen, email: mats.petersen@alsterblick.example, roles: [payout_preparer]}
  - {key: ilka-brandt, name: Ilka Brandt, email: ilka.brandt@alsterblick.example, left: 2026-06-30}"""
_GOALS = """goals:
  partner_share_from: %s
  partner_share_to: 40%%
  mature_partner_share_from: 30%%
  mature_partner_share_to: 50%%"""


def _program(current: Records) -> Iterator[Entry[Program]]:
    if current.book.program is not None:
        yield current.book.program


@rule(
    "SCH070",
    "weights-are-not-100",
    Severity.ERROR,
    summary="The weights of the scorecard are not 100 together.",
    why=(
        "Points run from 0 to 100, and `healthy_from` and `at_risk_below` are set on that scale (DOMAIN 14). With "
        "other weights every partner looks better or worse than it is."
    ),
    bad=Example(_PROGRAM, "health: {weights: {reciprocity: 30}}"),
    good=Example(_PROGRAM, "health: {weights: {reciprocity: 30, conversion: 10}}"),
)
def weights_not_100(current: Records) -> Iterator[Breach]:
    for entry in _program(current):
        weights = entry.record.health.weights
        total = sum(weight for _, weight in weights)
        if total != 100:
            named = ", ".join(f"{name} {weight}" for name, weight in weights)
            yield Breach(
                entry,
                ("health", "weights"),
                f"the weights are {total} together ({named})",
                "Change them until they are 100; what is left out counts with its default.",
                of_key=True,
            )


@rule(
    "SCH071",
    "limits-upside-down",
    Severity.ERROR,
    summary="The lower end of a range of the program lies above its upper end.",
    why=(
        "Goals, tiers and usual rates are ranges that rules and scorecards measure against (DOMAIN 8.1, 10.1, 12.1). "
        "Nothing lies within a range that is upside down."
    ),
    bad=Example(_PROGRAM, _GOALS % "45%"),
    good=Example(_PROGRAM, _GOALS % "20%"),
)
def upside_down(current: Records) -> Iterator[Breach]:
    for entry in _program(current):
        for at, lowest, highest in _ranges(entry.record):
            if lowest is not None and highest is not None and lowest > highest:
                yield Breach(
                    entry,
                    at,
                    f"it reaches from {lowest} down to {highest}",
                    "Mend the one that is wrong: the lower end comes first.",
                )


def _ranges(program: Program) -> Iterator[tuple[FieldPath, Any, Any]]:
    """Every range of the program: where its lower end stands, and both ends, which are of one type."""
    goals = program.goals
    for name in (
        "new_referrals", "mature_referrals", "partner_share", "mature_partner_share", "warm_conversion", "new_partners"
    ):  # fmt: skip
        yield ("goals", f"{name}_from"), getattr(goals, f"{name}_from"), getattr(goals, f"{name}_to")
    yield ("health", "at_risk_below"), program.health.at_risk_below, program.health.healthy_from
    for place, tier in enumerate(program.tiers):
        yield ("tiers", place, "partners_from"), tier.partners_from, tier.partners_to
    for place, usual in enumerate(program.rates):
        yield ("rates", place, "lowest"), usual.lowest, usual.highest
    for place, person in enumerate(program.people):
        yield ("people", place, "left"), person.joined, person.left


@rule(
    "SCH072",
    "program-without-owner",
    Severity.ERROR,
    summary="The program's owner does not have the role of one.",
    why="Someone owns the program (DOMAIN 12.3). Reminders, limits and the last word on terms rest on this person.",
    bad=Example(_PROGRAM, _PEOPLE % "payout_approver"),
    good=Example(_PROGRAM, _PEOPLE % "program_owner, payout_approver"),
)
def without_owner(current: Records) -> Iterator[Breach]:
    for entry in _program(current):
        owner = next((person for person in entry.record.people if person.key == entry.record.owner), None)
        if owner is not None and "program_owner" not in owner.roles:
            yield Breach(
                entry,
                ("owner",),
                f"{owner.name} owns the program, but does not have the role `program_owner`",
                "Give them the role, or name the colleague who owns it now.",
            )


@rule(
    "SCH073",
    "nobody-may-approve",
    Severity.WARNING,
    summary="A limit is set for a role that nobody in the firm has.",
    why=(
        "Payouts wait for somebody with the role and a limit high enough (RULINGS, Approval). If nobody has it, "
        "partners chase their money (DOMAIN 8.4)."
    ),
    bad=Example(_PROGRAM, _PEOPLE % "program_owner"),
    good=Example(_PROGRAM, _PEOPLE % "program_owner, payout_approver"),
)
def nobody_may_approve(current: Records) -> Iterator[Breach]:
    for entry in _program(current):
        there = {
            person.key: person.roles
            for person in entry.record.people
            if person.left is None or person.left >= current.as_of
        }
        for place, limit in enumerate(entry.record.approval.limits):
            at: FieldPath = ("approval", "limits", place)
            if limit.person is None and not any(limit.role in roles for roles in there.values()):
                yield Breach(
                    entry, at, f"nobody in the firm has the role `{limit.role}`", "Give the role to a colleague."
                )
            elif limit.person in there and limit.role not in there[limit.person]:
                yield Breach(
                    entry,
                    (*at, "person"),
                    f"{limit.person} does not have the role `{limit.role}`",
                    "Give them the role, or name the colleague who has it.",
                )


@rule(
    "SCH074",
    "day-set-without-demo",
    Severity.ERROR,
    summary="The program sets the day it is looked at from, but is no sample program.",
    why=(
        "`as_of` stops the clock: nothing becomes overdue any more. It may stand only with `demo: true`, which says so "
        "on every page (RULINGS, As of)."
    ),
    bad=Example(_PROGRAM, "demo: false\nas_of: 2026-09-30"),
    good=Example(_PROGRAM, "demo: true\nas_of: 2026-09-30"),
)
def day_without_demo(current: Records) -> Iterator[Breach]:
    for entry in _program(current):
        if entry.record.as_of is not None and not entry.record.demo:
            yield Breach(
                entry,
                ("as_of",),
                f"the handbook is looked at from {entry.record.as_of} for ever",
                "Take `as_of` out; to look from another day once, give it on the command line.",
            )


@rule(
    "SCH075",
    "program-says-it-twice",
    Severity.ERROR,
    summary="The program has two entries for the same case.",
    why=(
        "Whichever stands first would count: the law for a profession, a day's exchange rate, a threshold or a usual "
        "rate would depend on the order of lines."
    ),
    bad=Example(
        _PROGRAM,
        """rates:
  - {involvement: passive, lowest: 5%, highest: 10%}
  - {involvement: passive, lowest: 6%, highest: 12%}""",
    ),
    good=Example(
        _PROGRAM,
        """rates:
  - {involvement: passive, lowest: 5%, highest: 10%}
  - {involvement: standard, lowest: 10%, highest: 15%}""",
    ),
)
def says_it_twice(current: Records) -> Iterator[Breach]:
    for entry in _program(current):
        seen: dict[tuple[str, Hashable], int] = {}
        for field, place, case in _cases(entry.record):
            if (field, case) in seen:
                named = " ".join(str(part) for part in case)
                yield Breach(
                    entry,
                    (field, place),
                    f"there is a second entry for {named}, besides number {seen[field, case] + 1} of `{field}`",
                    "Keep the one that holds.",
                )
            seen.setdefault((field, case), place)


def _cases(program: Program) -> Iterator[tuple[str, int, tuple[object, ...]]]:
    """What each entry of a list without keys is for: the list, the entry's place, the case."""
    fields = {
        "rates": ("involvement",),
        "profession_rules": ("profession", "jurisdiction"),
        "agreement_sections": ("key",),
        "tax_thresholds": ("jurisdiction", "year", "form"),
        "vat_rates": ("country", "since"),
        "exchange_rates": ("currency", "into", "on"),
        "revenue": ("period",),
    }
    for field, keys in fields.items():
        for place, item in enumerate(getattr(program, field)):
            yield field, place, tuple(getattr(item, key) for key in keys)


@rule(
    "SCH076",
    "nothing-of-ours",
    Severity.WARNING,
    summary="None of the program's services is ours.",
    why=(
        "Partners refer clients to us for our own services (DOMAIN 2.1, 4.1). Without `ours: true` on at least one, no "
        "agreement can say what they refer."
    ),
    bad=Example("records/program.md", "services: [{key: payroll, name: Payroll, phase: before, heard_per_year: 19}]"),
    good=Example("records/program.md", "services: [{key: fractional-cfo, name: Fractional CFO, ours: true}]"),
)
def nothing_of_ours(current: Records) -> Iterator[Breach]:
    for entry in _program(current):
        if not any(service.ours for service in entry.record.services):
            yield Breach(
                entry,
                ("services",),
                "no service is ours",
                "Add what we deliver ourselves, with `ours: true`.",
                of_key=True,
            )


@rule(
    "SCH077",
    "unknown-holiday-region",
    Severity.ERROR,
    summary="The program names a region whose public holidays the calendar does not know.",
    why=(
        "Business hours stand still on the public holidays of the region (RULINGS, Clocks). In one that nobody knows "
        "only those of the country would count, or none: clocks would run on days nobody works."
    ),
    bad=Example(_PROGRAM, "holidays: {country: DE, subdivision: HM}"),
    good=Example(_PROGRAM, "holidays: {country: DE, subdivision: HH}"),
)
def unknown_holiday_region(current: Records) -> Iterator[Breach]:
    for entry in _program(current):
        region = entry.record.holidays
        if region is None:
            continue
        country, subdivision = region.country, region.subdivision
        if not is_known(country):
            yield Breach(
                entry,
                ("holidays", "country"),
                f"the calendar knows no public holidays of `{country}`",
                f"{did_you_mean(country, known())}Write the two letters of a country, or leave `holidays` out: then "
                "only weekends stop the clocks.",
            )
        elif not is_known(country, subdivision):
            of_country = known(country)
            some = f"one of {', '.join(of_country)}" if of_country else "none: holidays are the same everywhere there"
            yield Breach(
                entry,
                ("holidays", "subdivision"),
                f"the calendar knows no `{subdivision}` in {country}",
                f"{did_you_mean(subdivision or '', of_country)}Write {some}; without it the holidays of the whole "
                "country count.",
            )
