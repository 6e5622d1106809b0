"""Remedies in words: one sentence with its figures, and what to do about them (DOMAIN 13)."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct

from partnerbook.analysis.remedies import Remedy, Urgency
from partnerbook.analysis.remedies.model import FactValue, OccasionKind
from partnerbook.core.dates import Period
from partnerbook.core.money import Money
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_
from partnerbook.site.values import Pill, Tone
from partnerbook.site.words.figures import percent

TITLES: dict[str, str] = {
    "uneven_flow": N_("Uneven flow"),
    "slow_partner": N_("Answers too late"),
    "slow_answers": N_("We answer too late"),
    "drift": N_("Silence"),
    "poor_fit": N_("Poor fit"),
    "overlap_with_us": N_("Competes with us"),
    "overlap_between_partners": N_("Two partners for one need"),
    "single_contact": N_("Hangs on one person"),
    "survey_falling": N_("Falling satisfaction"),
    "goal_out_of_reach": N_("Goal out of reach"),
    "demote": N_("Tier too high"),
    "renewal": N_("Agreement to decide on"),
    "promote": N_("Ready for a higher tier"),
    "milestone": N_("Milestone"),
    "case_study": N_("Worth a case study"),
}
"""What each remedy is about."""
SENTENCES: dict[str, str] = {
    "uneven_flow/we_give": N_(
        "%(sent)s sent, %(received)s received in 12 months, uneven for %(span)s; after %(fatal)s months "
        "partnerships usually end: %(raise_it)s."
    ),
    "uneven_flow/they_give": N_(
        "%(received)s received, %(sent)s sent in 12 months, uneven for %(span)s; after %(fatal)s months "
        "partnerships usually end. Name three clients they could help, and %(raise_it)s."
    ),
    "slow_partner": N_(
        "%(missed)s of %(answers)s answers out of time in 12 months, the last due on %(last)s: send no new "
        "referrals until that is mended, and %(raise_it)s."
    ),
    "slow_answers": N_(
        "We answered %(missed)s of %(answers)s of their referrals out of time in 12 months, the last due on "
        "%(last)s: name a deputy for whoever handles them."
    ),
    "drift": N_(
        "No referral and no talk since %(last)s, %(span)s: call them, or move them to inactive with a good word."
    ),
    "poor_fit": N_(
        "%(won)s of %(decided)s decided referrals won in 12 months, %(unfit)s did not fit, %(without_feedback)s "
        "without feedback: go through the checklist together and train their people; %(raise_it)s."
    ),
    "overlap_with_us": N_(
        "They sell %(services)s, and so do we: agree on who is engaged first, a joint pitch, or a split by component."
    ),
    "overlap_between_partners": N_(
        "We refer %(services)s to them and to %(other)s, for the same clients: settle in both agreements who is "
        "asked first."
    ),
    "single_contact": N_(
        "%(name)s is the only person we know there: ask for someone on another level, and %(raise_it)s."
    ),
    "single_contact/nobody": N_("We know nobody there any more: find out who took over."),
    "survey_falling": N_(
        "Their answer to the survey fell from %(before)s to %(now)s of 10: ask why, and %(raise_it)s."
    ),
    "goal_out_of_reach/received": N_(
        "%(actual)s of the %(goal)s referrals agreed for %(year)s received, %(pace)s of the pace it takes: change "
        "the goal or what stands in its way; %(raise_it)s."
    ),
    "goal_out_of_reach/sent": N_(
        "We sent %(actual)s of the %(goal)s referrals agreed for %(year)s, %(pace)s of the pace it takes: look "
        "through our clients for them."
    ),
    "goal_out_of_reach/revenue": N_(
        "%(actual)s of the %(goal)s agreed for %(year)s received, %(pace)s of the pace it takes: change the goal or"
        " what stands in its way; %(raise_it)s."
    ),
    "demote": N_(
        "%(received)s referrals and %(revenue)s in 12 months are less than the tier asks for (%(asked)s): offer the"
        " tier %(tier)s, and %(raise_it)s."
    ),
    "promote": N_(
        "%(received)s referrals and %(revenue)s in 12 months reach the tier %(tier)s (%(asked)s): offer it, and "
        "%(raise_it)s."
    ),
    "renewal/healthy": N_(
        "Decide by %(on)s on the agreement; %(points)s points, %(received)s received and %(sent)s sent in 12 "
        "months: renew it, and deepen it where both want more."
    ),
    "renewal/watch": N_(
        "Decide by %(on)s on the agreement; %(points)s points, %(received)s received and %(sent)s sent in 12 "
        "months: renew it on terms that mend the weak spot."
    ),
    "renewal/at_risk": N_(
        "Decide by %(on)s on the agreement; %(points)s points, %(received)s received and %(sent)s sent in 12 "
        "months: scale it back, or end it with a good word."
    ),
    "renewal/too_early": N_(
        "Decide by %(on)s on the agreement; %(received)s received and %(sent)s sent in 12 months, too little for a "
        "score: ask both sides what they want of another term."
    ),
    "milestone/referrals": N_("Their %(number)sth referral came on %(on)s: thank them for it in person."),
    "milestone/first_win": N_("Their first referral that was won, on %(on)s: thank them for it in person."),
    "milestone/anniversary": N_("%(years)s years together on %(on)s: write a card, and mean it."),
    "milestone/first_year": N_("One year together on %(on)s: write a card, and mean it."),
    "case_study": N_(
        "The project for %(client)s was completed on %(completed)s, and the client gave %(score)s of 10: ask "
        "whether both may tell of it."
    ),
}
"""The sentence of each remedy and variant."""
_OCCASIONS: dict[OccasionKind, str] = {
    "review_planned": N_("raise it in the %(quarter)s review on %(day)s"),
    "review": N_("raise it in the next review, due by %(day)s"),
    "planning": N_("raise it when planning the year, due by %(day)s"),
    "check_in": N_("raise it in the next talk, due by %(day)s"),
}
_URGENCIES: dict[Urgency, tuple[str, Tone]] = {
    "act": (N_("Act"), "bad"),
    "watch": (N_("Look into it"), "warn"),
    "chance": (N_("Chance"), "good"),
}


class RemedyNames(Struct, frozen=True):
    """Names people read by the keys remedies carry."""

    partners: Mapping[str, str]
    services: Mapping[str, str]
    tiers: Mapping[str, str]
    clients: Mapping[str, str]


def title(edition: Edition, remedy: Remedy) -> str:
    """What a remedy is about, in a word or two."""
    return edition.gettext(TITLES[remedy.key])


def urgency(edition: Edition, remedy: Remedy) -> Pill:
    """How urgent it is, as a pill."""
    words, tone = _URGENCIES[remedy.urgency]
    return Pill(edition.gettext(words), tone)


def sentence(edition: Edition, remedy: Remedy, names: RemedyNames) -> str:
    """A remedy as a sentence with its figures and its day."""
    values = {name: _shown(edition, value) for name, value in remedy.facts.items()}
    values |= _named(edition, remedy, names)
    values["on"] = edition.long_day(remedy.on) if remedy.on is not None else ""
    values["raise_it"] = occasion(edition, remedy)
    return edition.gettext(SENTENCES[_key(remedy)]) % values


def occasion(edition: Edition, remedy: Remedy) -> str:
    """Where to raise it: in the review that has a day, in the meeting that is due, or in the next there is."""
    if remedy.on is None or remedy.occasion is None:
        return edition.gettext("raise it when you next speak")
    quarter = (Period.quarter_of(remedy.on).first.month + 2) // 3
    values = {"day": edition.long_day(remedy.on), "quarter": edition.gettext("Q%(number)s") % {"number": quarter}}
    return edition.gettext(_OCCASIONS[remedy.occasion]) % values


def _key(remedy: Remedy) -> str:
    if remedy.variant == "anniversary" and remedy.facts["years"] == 1:
        return "milestone/first_year"
    return f"{remedy.key}/{remedy.variant}" if remedy.variant else remedy.key


def _shown(edition: Edition, value: FactValue) -> str:
    match value:
        case None:
            return "–"
        case Money():
            return edition.whole_money(value).text
        case date():
            return edition.long_day(value)
        case Fraction():
            return percent(edition, value)
        case tuple():
            return edition.listing(value)
        case int():
            return edition.number(value)
        case str():
            return value


def _named(edition: Edition, remedy: Remedy, names: RemedyNames) -> dict[str, str]:
    """Values that are keys, by their names; what a tier asks for; and a year, which has no thousands mark."""
    facts, found = remedy.facts, dict[str, str]()
    known = {"other": names.partners, "tier": names.tiers, "now": names.tiers, "client": names.clients}
    for fact, by_key in known.items():
        if isinstance(key := facts.get(fact), str):
            found[fact] = by_key.get(key, key)
    services = facts.get("services")
    if isinstance(services, tuple):
        found["services"] = edition.listing(names.services.get(key, key) for key in services)
    months = facts.get("months")
    if isinstance(months, int):
        span = edition.ngettext("%(months)s month", "%(months)s months", months) % {"months": edition.number(months)}
        found["span"] = span if months else edition.gettext("less than a month")
    if "year" in facts:
        found["year"] = str(facts["year"])
    if "referrals_from" in facts:
        found["asked"] = edition.listing(_asked(edition, facts))
    return found


def _asked(edition: Edition, facts: Mapping[str, FactValue]) -> list[str]:
    found = []
    referrals, revenue = facts["referrals_from"], facts["revenue_from"]
    if isinstance(referrals, int):
        words = edition.ngettext("%(number)s referral", "%(number)s referrals", referrals)
        found.append(words % {"number": edition.number(referrals)})
    if isinstance(revenue, Money):
        found.append(edition.whole_money(revenue).text)
    return found
