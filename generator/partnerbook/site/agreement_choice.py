"""Which agreement holds for a referral, and why no other does, in sentences (RULINGS, "Which agreement")."""

from collections.abc import Iterator
from datetime import date

from partnerbook.analysis import Analysis
from partnerbook.analysis.terms import Term, candidates, matches, origin_of
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.referral import Referral
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.ledger.names import Names
from partnerbook.site.words.compensation import in_words, party_names

_DIRECTION = {
    "received": N_("clients the partner sends us"),
    "sent": N_("clients we send the partner"),
}
_HOLDS = N_(
    "%(agreement)s holds: in force %(term)s, so on %(day)s when the referral was received, for %(direction)s "
    "who need %(service)s"
)
_NAMED = N_("%(agreement)s holds, because the referral names it")
_NAMED_AMONG = N_("%(agreement)s holds, because the referral names it; these match as well: %(others)s")
_SEVERAL = N_("More than one agreement matches, and the referral names none: %(others)s")
_NONE = N_("No agreement with %(partner)s was in force on %(day)s for %(direction)s who need %(service)s")
_NOT_THEN = N_("%(agreement)s does not: it is in force only %(term)s")
_NOT_THIS = N_("%(agreement)s does not: it is not about %(direction)s who need %(service)s")
_REOPENED = N_("It takes up %(referral)s again, and keeps that referral's day and terms")
_LATER = N_("%(agreement)s, which amends it, holds for what happens from %(day)s on")
_PAID = N_("It pays %(trigger)s, net %(days)s days")


def choice_in_words(edition: Edition, analysis: Analysis, entry: Entry[Referral], names: Names) -> tuple[str, ...]:
    """The agreement that holds and why; then why the partner's others do not, and amendments that took over."""
    return tuple(_choice(edition, analysis, entry, names))


def _choice(edition: Edition, analysis: Analysis, entry: Entry[Referral], names: Names) -> Iterator[str]:
    referral = origin_of(entry.record, analysis.book)
    terms = analysis.terms.get(referral.partner, ())
    holds = analysis.governing.get(entry.id)
    matching = [term.agreement.id for term in candidates(referral, terms)]
    others = [key for key in matching if key != holds]
    values = {
        "agreement": holds or "",
        "others": edition.listing(others),
        "partner": names.partner(referral.partner),
        "day": edition.day(day_of(referral.received)).text,
        "direction": edition.gettext(_DIRECTION[referral.direction]),
        "service": names.service(referral.service),
    }
    if holds is not None and referral.agreement is not None:
        yield edition.gettext(_NAMED_AMONG if others else _NAMED) % values
    elif holds is not None:
        term = next(term for term in terms if term.agreement.id == holds)
        yield edition.gettext(_HOLDS) % {**values, "term": term_in_words(edition, term)}
    else:
        yield edition.gettext(_SEVERAL if others else _NONE) % values
    if entry.record.reopens is not None:
        yield edition.gettext(_REOPENED) % {"referral": entry.record.reopens}
    for term in terms:
        if term.agreement.id not in (holds, *others):
            yield _lost(edition, term, referral, values)
    used = {line.agreement for line in analysis.ledger.of_referral.get(entry.id, ()) if line.agreement} - {holds}
    for key in sorted(used):
        yield _later(edition, key, names.agreement(key))


def _lost(edition: Edition, term: Term, referral: Referral, values: dict[str, str]) -> str:
    """Why a term does not hold: other days, or another direction or service."""
    values = {**values, "agreement": term.agreement.id, "term": term_in_words(edition, term)}
    then = term.covers(day_of(referral.received)) and not matches(term.agreement.record, referral)
    return edition.gettext(_NOT_THIS if then else _NOT_THEN) % values


def _later(edition: Edition, key: str, agreement: Agreement | None) -> str:
    first: date | None = agreement.effective if agreement else None
    return edition.gettext(_LATER) % {"agreement": key, "day": edition.day(first).text if first else ""}


def term_in_words(edition: Edition, term: Term) -> str:
    """The days an agreement is in force: `from 1 Feb 2025 to 31 Jan 2026`."""
    first = edition.day(term.first).text
    if term.last is None:
        return edition.gettext("from %(first)s until notice") % {"first": first}
    return edition.gettext("from %(first)s to %(last)s") % {"first": first, "last": edition.day(term.last).text}


def terms_in_words(edition: Edition, agreement: Agreement, referral: Referral, names: Names) -> tuple[str, ...]:
    """What an agreement pays in a referral's direction, and when."""
    pays = agreement.compensation
    earning = pays.received if referral.direction == "received" else pays.sent
    sentences = in_words(edition, earning, party_names(edition, names.partners, dict(names.services)))
    if earning.earn in ("none", "flat", "margin"):
        return sentences
    values = {
        "trigger": label(edition, "trigger", agreement.payment.trigger),
        "days": edition.number(agreement.payment.net_days),
    }
    return (*sentences, edition.gettext(_PAID) % values)
