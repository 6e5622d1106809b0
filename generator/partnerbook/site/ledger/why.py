"""Why a referral earned what it did: its agreement, every line with its steps, and every reason for nothing."""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from partnerbook.analysis import Analysis
from partnerbook.analysis.dues import LineState
from partnerbook.analysis.ledger.line import Line, Unearned
from partnerbook.analysis.states import ReferralState, is_open
from partnerbook.core.book import Entry
from partnerbook.core.deal import Deal
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.referral import Referral
from partnerbook.core.vocabulary import US
from partnerbook.site.agreement_choice import choice_in_words, terms_in_words
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.ledger.progress import Progress
from partnerbook.site.ledger.words import Names, explain, losers_in_words, steps_in_words, why_not

_NOTHING = {
    "open": N_("The client has not been won yet: %(state)s"),
    "ended": N_("The referral ended without a client won: %(state)s"),
    "won": N_("Nothing has happened yet that the agreement pays for"),
    "no_agreement": N_("No agreement holds, so nothing is earned"),
}
_SUBCONTRACT = {
    "them": N_("Deal %(deal)s: %(partner)s delivers a part for a fee of %(fee)s; no commission, paid on its invoice"),
    "us": N_("Deal %(deal)s: we deliver a part for a fee of %(fee)s; no commission, paid on our invoice"),
}
_MARKUP = N_("%(text)s. The markup of %(rate)s on it is %(markup)s; %(told)s")
_OWN_RATE = N_("Terms of its own since %(day)s: %(terms)s, approved by %(person)s: %(reason)s")
_OWN_RATE_FOR_DEAL = N_(
    "Terms of its own for deal %(deal)s since %(day)s: %(terms)s, approved by %(person)s: %(reason)s"
)
_DECIDED = N_("Decided on %(day)s by %(person)s, by the rule “%(rule)s”: %(shares)s. %(reason)s")


class WhyLine(Struct, frozen=True):
    """A line with everything there is to say of it. `run` is the run an open line is paid in at the earliest."""

    line: Line
    explanation: str
    steps: tuple[str, ...]
    lost: tuple[str, ...]
    state: LineState | None
    progress: str
    run: date | None
    payouts: tuple[str, ...]
    answered_by: tuple[str, ...]


class WhyNothing(Struct, frozen=True):
    """An event that earned nothing, with the reason in words; without an event, the referral as a whole."""

    unearned: Unearned | None
    words: str


class WhySubcontract(Struct, frozen=True):
    """A part that the other side delivers for a fee (RULINGS, "Subcontracts"); `disclosed` is when the client heard."""

    deal: str
    by: str
    fee: Money
    markup: Money | None
    disclosed: date | None
    words: str


class WhyBalance(Struct, frozen=True):
    """A referral's lines of one partner, direction and currency added up; `open` is what is not settled yet."""

    partner: str
    direction: PayoutDirection
    earned: Money
    taken_back: Money
    settled: Money
    open: Money


class Why(Struct, frozen=True):
    """Everything there is to say of a referral's money."""

    referral: Entry[Referral]
    state: ReferralState
    agreement: str
    choice: tuple[str, ...]
    terms: tuple[str, ...]
    special: tuple[str, ...]
    lines: tuple[WhyLine, ...]
    nothing: tuple[WhyNothing, ...]
    subcontracts: tuple[WhySubcontract, ...]
    balances: tuple[WhyBalance, ...]


def why(edition: Edition, analysis: Analysis, entry: Entry[Referral], progress: Progress, names: Names) -> Why:
    """Why a referral earned what it did."""
    holds = analysis.governing.get(entry.id, "")
    agreement = names.agreement(holds)
    lines = analysis.ledger.of_referral.get(entry.id, ())
    return Why(
        referral=entry,
        state=analysis.referral_state[entry.id],
        agreement=holds,
        choice=choice_in_words(edition, analysis, entry, names),
        terms=terms_in_words(edition, agreement, entry.record, names) if agreement else (),
        special=tuple(_special(edition, entry.record, names)),
        lines=tuple(why_line(edition, analysis, line, progress, names) for line in lines),
        nothing=tuple(why_nothing(edition, analysis, entry, names)),
        subcontracts=tuple(_subcontracts(edition, entry.record, names)),
        balances=balances(lines, progress),
    )


def why_line(edition: Edition, analysis: Analysis, line: Line, progress: Progress, names: Names) -> WhyLine:
    """One line with everything there is to say of it."""
    nearby = analysis.ledger.of_referral.get(line.referral, ())
    return WhyLine(
        line=line,
        explanation=explain(edition, line, names),
        steps=steps_in_words(edition, line, names),
        lost=losers_in_words(edition, line, names),
        state=progress.states.get(line.id),
        progress=progress.in_words(edition, line),
        run=progress.run(line),
        payouts=progress.payouts(line),
        answered_by=tuple(other.id for other in nearby if other.answers == line.id),
    )


def why_nothing(edition: Edition, analysis: Analysis, entry: Entry[Referral], names: Names) -> Iterator[WhyNothing]:
    """Every reason why an event of a referral earned nothing; where nothing happened at all, that."""
    unearned = analysis.ledger.unearned_of.get(entry.id, ())
    yield from (WhyNothing(one, why_not(edition, one, names)) for one in unearned)
    if unearned or analysis.ledger.of_referral.get(entry.id):
        return
    state = analysis.referral_state[entry.id]
    if state == "won":
        text = _NOTHING["won" if entry.id in analysis.governing else "no_agreement"]
    else:
        text = _NOTHING["open" if is_open(state) else "ended"]
    yield WhyNothing(None, edition.gettext(text) % {"state": label(edition, "referral_state", state)})


def _special(edition: Edition, referral: Referral, names: Names) -> Iterator[str]:
    """Terms of the referral's own, and the decision whose referral it is."""
    for override in referral.overrides:
        terms = edition.rate(override.rate) if override.rate is not None else ""
        values = {
            "deal": override.deal or "",
            "day": edition.day(override.on).text,
            "terms": terms or (edition.money(override.amount).text if override.amount else ""),
            "person": names.person(override.approved_by),
            "reason": override.reason,
        }
        yield edition.gettext(_OWN_RATE_FOR_DEAL if override.deal else _OWN_RATE) % values
    for decision in referral.decisions:
        shares = (f"{names.partner(share.party)} {edition.rate(share.share)}" for share in decision.shares)
        yield edition.gettext(_DECIDED) % {
            "day": edition.day(decision.on).text,
            "person": names.person(decision.by),
            "rule": label(edition, "attribution", decision.rule),
            "shares": edition.listing(shares),
            "reason": decision.reason,
        }


def _subcontracts(edition: Edition, referral: Referral, names: Names) -> Iterator[WhySubcontract]:
    for deal in referral.deals:
        part = deal.subcontract
        if part is not None:
            markup = part.markup.of(part.fee) if part.markup is not None else None
            words = _subcontract(edition, deal, names)
            yield WhySubcontract(deal.key, part.by, part.fee, markup, part.disclosed, words)


def _subcontract(edition: Edition, deal: Deal, names: Names) -> str:
    """The fee, the markup in money, and whether the client was told of it."""
    part = deal.subcontract
    if part is None:
        return ""
    values = {"deal": deal.key, "partner": names.partner(part.by), "fee": edition.money(part.fee).text}
    side = "us" if part.by == US else "them"
    text = edition.gettext(_SUBCONTRACT[side]) % values
    if part.markup is None:
        return text
    told = edition.gettext("the client has not been told of it")
    if part.disclosed is not None:
        told = edition.gettext("the client was told on %(day)s") % {"day": edition.day(part.disclosed).text}
    return edition.gettext(_MARKUP) % {
        "text": text,
        "rate": edition.rate(part.markup),
        "markup": edition.money(part.markup.of(part.fee)).text,
        "told": told,
    }


def balances(lines: Iterable[Line], progress: Progress) -> tuple[WhyBalance, ...]:
    """Lines that were earned or taken back, added up by partner, direction and currency."""
    grouped: dict[tuple[str, PayoutDirection, str], list[Line]] = {}
    for line in lines:
        if line.kind != "payment":
            grouped.setdefault((line.partner, line.direction, line.amount.currency), []).append(line)
    found = []
    for (partner, direction, currency), several in sorted(grouped.items()):
        earned = taken_back = settled = Money.zero(currency)
        for line in several:
            if line.kind == "clawback":
                taken_back += line.amount
            else:
                earned += line.amount
            if progress.states.get(line.id) in ("paid", "kept"):
                settled += line.amount
        found.append(WhyBalance(partner, direction, earned, taken_back, settled, earned + taken_back - settled))
    return tuple(found)
