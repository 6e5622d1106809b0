"""How we work with partners: who we are, what tiers bring, the way of a referral (DOMAIN 4.7, 6.2, 12.1)."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from partnerbook.core.program import Program, Tier
from partnerbook.core.program_policies import InvolvementRates
from partnerbook.core.vocabulary import Involvement
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Fact, Pill, Text, Value, web_link

PROGRAM = "program.md"
_INVOLVEMENTS: tuple[Involvement, ...] = ("passive", "standard", "active")


class TierBlock(Struct, frozen=True):
    """A tier: who belongs there, what it brings, how often we speak."""

    name: str
    description: str
    benefits: tuple[str, ...]
    facts: tuple[Fact, ...]


class ServiceLine(Struct, frozen=True):
    """A service of ours, in a sentence."""

    name: str
    description: str


class ProfessionRow(Struct, frozen=True):
    """What a regulated profession may give or take."""

    profession: str
    jurisdiction: str
    cash: Pill
    reciprocity: Pill
    source: str
    note: str


class StepLine(Struct, frozen=True):
    """A step of the onboarding, and whose turn it is."""

    step: str
    who: str


class OurProgram(Struct, frozen=True):
    """The page."""

    name: str
    lede: str
    profile: tuple[Fact, ...]
    services: tuple[ServiceLine, ...]
    process: tuple[str, ...]
    questions: tuple[str, ...]
    levels: tuple[Fact, ...]
    tiers: tuple[TierBlock, ...]
    onboarding: tuple[StepLine, ...]
    rates: tuple[Fact, ...]
    professions: tuple[ProfessionRow, ...]


def our_program(context: Context, here: Here) -> OurProgram | None:
    """Our own one-pager and the program's terms; none without a readable program."""
    program = context.program
    if program is None:
        return None
    firm = program.firm
    return OurProgram(
        name=firm.name,
        lede=firm.pitch,
        profile=tuple(fact for fact in _profile(here, program) if fact.values),
        services=tuple(ServiceLine(one.name, one.description or "") for one in program.services if one.ours),
        process=firm.engagement_process,
        questions=tuple(item.question for item in program.checklist),
        levels=tuple(_levels(here, program)),
        tiers=tuple(_tiers(context, here, program)),
        onboarding=tuple(StepLine(one.step, here.label("side", one.side)) for one in program.onboarding),
        rates=tuple(_rates(here, program)),
        professions=tuple(
            ProfessionRow(
                here.name("profession", rule.profession),
                rule.jurisdiction,
                here.pill("allowed", rule.cash),
                here.pill("allowed", rule.reciprocity),
                rule.source,
                rule.note or "",
            )
            for rule in program.profession_rules
        ),
    )


def _profile(here: Here, program: Program) -> Iterator[Fact]:
    def names(vocabulary: str, keys: tuple[str, ...]) -> tuple[Value, ...]:
        return tuple(Text(here.name(vocabulary, key)) for key in keys)

    firm = program.firm
    yield Fact(here._("For whom"), (Text(firm.ideal_client),))
    yield Fact(here._("Industries"), names("industry", firm.industries))
    yield Fact(here._("Regions"), names("region", firm.regions))
    yield Fact(here._("Positioning"), (Text(here.label("positioning", firm.positioning)),))
    yield Fact(here._("Typical project"), (Text(firm.typical_project),) if firm.typical_project else ())
    yield Fact(here._("Website"), (web_link(firm.website, firm.website),) if firm.website else ())


def _levels(here: Here, program: Program) -> Iterator[Fact]:
    """What a partner may rely on once a referral is with us (DOMAIN 7.2, 7.3)."""
    e, levels = here.edition, program.service_levels

    def hours(number: int) -> tuple[Value, ...]:
        words = e.ngettext("%(hours)s hour on working days", "%(hours)s hours on working days", number)
        return (Text(words % {"hours": e.number(number)}),)

    def days(number: int) -> tuple[Value, ...]:
        return (Text(e.ngettext("%(days)s day", "%(days)s days", number) % {"days": e.number(number)}),)

    yield Fact(here._("We confirm a referral within"), hours(levels.acknowledge_hours))
    yield Fact(here._("The client hears from us within"), hours(levels.respond_hours))
    yield Fact(here._("The first meeting follows within"), days(levels.meeting_days))
    yield Fact(here._("The referrer hears of every step within"), days(levels.tell_days))
    yield Fact(here._("The referrer hears the outcome within"), days(levels.close_loop_days))
    yield Fact(
        here._("We ask the same of partners, who answer within"),
        hours(levels.partner_respond_hours or levels.respond_hours),
    )


def _tiers(context: Context, here: Here, program: Program) -> Iterator[TierBlock]:
    status, e = context.analysis.partner_status, here.edition
    counts = Counter(tier for key, tier in context.analysis.tiers.items() if status[key] == "active")
    for tier in program.tiers:
        facts = [Fact(here._("Active partners today"), (Text(e.number(counts[tier.key])),), _size(here, tier))]
        for term, months in (
            (here._("We speak"), tier.contact_months),
            (here._("Review"), tier.review_months),
            (here._("Planning"), tier.planning_months),
        ):
            if months is not None:
                several = here._("every %(months)s months") % {"months": e.number(months)}
                every = here._("every month") if months == 1 else several
                facts.append(Fact(term, (Text(every),)))
        joining = _joining(here, tier)
        if joining:
            facts.append(Fact(here._("Belongs here from, in 12 months"), joining))
        if tier.rates is not None:
            facts.append(Fact(here._("Rates where none are agreed"), tuple(_by_involvement(here, tier.rates))))
        yield TierBlock(tier.name, tier.description, tier.benefits, tuple(facts))


def _size(here: Here, tier: Tier) -> str:
    if tier.partners_from is None or tier.partners_to is None:
        return ""
    return here._("%(lowest)s to %(highest)s are healthy") % {
        "lowest": here.edition.number(tier.partners_from),
        "highest": here.edition.number(tier.partners_to),
    }


def _joining(here: Here, tier: Tier) -> tuple[Value, ...]:
    e = here.edition
    values: list[Value] = []
    if tier.referrals_from is not None:
        words = e.ngettext("%(number)s referral", "%(number)s referrals", tier.referrals_from)
        values.append(Text(words % {"number": e.number(tier.referrals_from)}))
    if tier.revenue_from is not None:
        values.append(Text(here._("%(money)s of revenue") % {"money": e.whole_money(tier.revenue_from).text}))
    return tuple(values)


def _by_involvement(here: Here, rates: InvolvementRates) -> Iterator[Text]:
    for involvement in _INVOLVEMENTS:
        rate = rates.of(involvement)
        if rate is not None:
            words = here._("%(what)s %(rate)s") % {
                "what": here.label("involvement", involvement),
                "rate": here.edition.rate(rate),
            }
            yield Text(words)


def _rates(here: Here, program: Program) -> Iterator[Fact]:
    e = here.edition
    for one in program.rates:
        words = here._("%(lowest)s to %(highest)s") % {"lowest": e.rate(one.lowest), "highest": e.rate(one.highest)}
        yield Fact(here.label("involvement", one.involvement), (Text(words),))
    if program.flat_fee_below is not None:
        below = here._("a flat fee instead of a rate below %(money)s") % {
            "money": e.whole_money(program.flat_fee_below).text
        }
        yield Fact(here._("Small tickets"), (Text(below),))
