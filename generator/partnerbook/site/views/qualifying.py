"""How a partner was qualified, in lines: warning signs, potential, steps of the onboarding (DOMAIN 2.5, 3.3, 5.2)."""

from msgspec import Struct

from partnerbook.core.partner import Partner
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Fact, Pill, Text


class FlagRow(Struct, frozen=True):
    """A warning sign: whether it is still open, what happened, and when."""

    state: Pill
    kind: str
    text: str
    when: str
    open: bool


class OnboardingRow(Struct, frozen=True):
    """A step of the onboarding: done on a day, or not yet."""

    state: Pill
    step: str
    who: str
    done: bool


def flag_rows(here: Here, partner: Partner) -> tuple[FlagRow, ...]:
    """Warning signs, open ones first, then the latest first."""
    e = here.edition
    flags = sorted(partner.red_flags, key=lambda flag: (flag.resolved is not None, -flag.on.toordinal()))
    return tuple(
        FlagRow(
            Pill(here._("Open"), "bad") if flag.resolved is None else Pill(here._("Resolved"), "good"),
            here.label("red_flag", flag.kind),
            flag.note,
            here._("noticed %(day)s") % {"day": e.day(flag.on).text}
            if flag.resolved is None
            else here._("noticed %(day)s, settled %(end)s")
            % {"day": e.day(flag.on).text, "end": e.day(flag.resolved).text},
            flag.resolved is None,
        )
        for flag in flags
    )


def potential_facts(context: Context, here: Here, partner: Partner) -> tuple[Fact, ...]:
    """What is expected a year, and whether that is worth the effort of managing it."""
    if partner.assessment is None:
        return ()
    e, potential = here.edition, partner.assessment.potential
    words = here._("%(received)s from them, %(sent)s from us") % {
        "received": e.number(potential.received_per_year),
        "sent": e.number(potential.sent_per_year),
    }
    floor = context.program.goals.potential_floor if context.program is not None else 0
    too_few = potential.received_per_year + potential.sent_per_year < floor
    note = here._("fewer than %(number)s in all: hardly worth managing") % {"number": e.number(floor)}
    facts = [Fact(here._("Referrals expected a year"), (Text(words),), note if too_few else "")]
    if potential.combined_clients is not None:
        facts.append(Fact(here._("Clients for a joint offer"), (Text(e.number(potential.combined_clients)),)))
    return tuple(facts)


def onboarding_rows(context: Context, here: Here, partner: Partner) -> tuple[OnboardingRow, ...]:
    """The program's onboarding list as far as this partner has come."""
    marks = {mark.step: mark for mark in partner.onboarding}
    steps = context.program.onboarding if context.program is not None else ()
    return tuple(
        OnboardingRow(
            Pill(here.edition.day(mark.on).text, "good") if mark is not None else Pill(here._("Open"), "warn"),
            step.step,
            here.name("person", mark.by) if mark is not None and mark.by else here.label("side", step.side),
            mark is not None,
        )
        for step in steps
        for mark in (marks.get(step.key),)
    )


def certification_facts(here: Here, partner: Partner) -> tuple[Fact, ...]:
    """What is certified with this vendor, who holds it and until when."""
    facts = []
    for one in partner.certifications:
        words = here._("until %(day)s") if one.expires is not None else here._("since %(day)s")
        day = here.edition.day(one.expires or one.since).text
        holder = here.name("person", one.holder) if one.holder else here._("the firm")
        facts.append(Fact(one.name, (Text(one.level or holder),), " · ".join((holder, words % {"day": day}))))
    return tuple(facts)
