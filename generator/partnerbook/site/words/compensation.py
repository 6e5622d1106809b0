"""Compensation in sentences: what an agreement pays, as both sides would say it."""

from collections import ChainMap
from collections.abc import Mapping

from partnerbook.core.compensation import (
    Band,
    Cap,
    Earning,
    FlatEarning,
    MarginEarning,
    NoEarning,
    PercentageEarning,
    Share,
    SplitEarning,
    TieredEarning,
)
from partnerbook.core.money import Money, Rate
from partnerbook.core.program_policies import InvolvementRates
from partnerbook.core.vocabulary import US, Involvement
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label

_ON = {
    "submitted": N_("for each referral, paid as soon as it is submitted"),
    "qualified": N_("for each qualified referral"),
    "won": N_("for each client won"),
}
_MEASURE = {
    ("referrals", "submitted"): N_("by the number of referrals submitted"),
    ("referrals", "qualified"): N_("by the number of qualified referrals"),
    ("referrals", "won"): N_("by the number of clients won"),
    ("revenue", None): N_("by eligible revenue"),
    ("deal_size", None): N_("by the size of the deal"),
    ("client_lifetime_value", None): N_("by what the client has paid so far"),
    ("conversion_rate", None): N_("by the conversion of the last 12 months"),
}
_PERIOD = {
    "quarter": N_("in a quarter"),
    "calendar_year": N_("in a calendar year"),
    "agreement_year": N_("in a year of the agreement"),
    "deal": "",
    "client_life": "",
    "trailing_12_months": "",
}
_MODE = {
    "step": N_("the rate in force counts from there on; what was earned before stays"),
    "marginal": N_("each band's money earns that band's rate"),
    "retroactive": N_("the band reached counts for the whole period"),
    "per_deal": N_("the size of a deal picks one rate for all of it"),
}
_CAP = {
    "referral": N_("at most %(amount)s for a referral"),
    "deal": N_("at most %(amount)s for a deal"),
    "client": N_("at most %(amount)s for a client"),
    "calendar_year": N_("at most %(amount)s in a calendar year"),
    "agreement_year": N_("at most %(amount)s in a year of the agreement"),
}
_INVOLVEMENTS: tuple[Involvement, ...] = ("passive", "standard", "active")


def in_words(edition: Edition, earning: Earning, names: Mapping[str, str]) -> tuple[str, ...]:
    """What one direction earns: a sentence, then what limits it. `names` are parties' names by id."""
    match earning:
        case NoEarning():
            sentences = [_none(edition, earning)]
        case FlatEarning():
            sentences = [f"{edition.money(earning.amount).text} {edition.gettext(_ON[earning.on])}"]
        case PercentageEarning():
            rate = _rates(edition, earning.rate, earning.rates)
            sentences = [f"{rate} {label(edition, 'basis', earning.basis)}"]
        case TieredEarning():
            sentences = [_tiered(edition, earning), edition.gettext(_MODE[earning.mode])]
        case SplitEarning():
            shares = (share_in_words(edition, share, names) for share in earning.shares)
            sentences = [edition.gettext("Revenue is split: %(shares)s") % {"shares": edition.listing(shares)}]
        case MarginEarning():
            sentences = [_wholesale(edition, earning, names)]
    return tuple(_sentence(text) for text in (*sentences, *_limits(edition, earning)))


def share_in_words(edition: Edition, share: Share, names: Mapping[str, str]) -> str:
    """One party's share, and what it is for."""
    words = f"{names.get(share.party, share.party)} {edition.rate(share.share)}"
    return f"{words} ({share.work})" if share.work else words


def _none(edition: Edition, earning: NoEarning) -> str:
    if earning.reciprocity:
        return edition.gettext("No fee; referrals in return are hoped for")
    return earning.note or edition.gettext("No fee")


def _rates(edition: Edition, rate: Rate | None, rates: InvolvementRates | None) -> str:
    if rate is not None:
        return edition.rate(rate)
    by_involvement = [
        f"{edition.rate(one)} ({label(edition, 'involvement', word)})"
        for word in _INVOLVEMENTS
        if rates is not None and (one := rates.of(word)) is not None
    ]
    return edition.listing(by_involvement, "or") if by_involvement else "–"


def _tiered(edition: Edition, earning: TieredEarning) -> str:
    bands = edition.listing(_band(edition, band) for band in earning.bands)
    measure = edition.gettext(_MEASURE[earning.measure, earning.counts if earning.measure == "referrals" else None])
    period = edition.gettext(_PERIOD[earning.period]) if _PERIOD[earning.period] else ""
    basis = label(edition, "basis", earning.basis)
    return f"{bands}, {measure} {period}".rstrip() + f"; {basis}"


def _band(edition: Edition, band: Band) -> str:
    start = band.start
    words = (
        edition.money(start).text
        if isinstance(start, Money)
        else edition.rate(start)
        if isinstance(start, Rate)
        else edition.number(start)
    )
    rate = _rates(edition, band.rate, band.rates)
    return edition.gettext("%(rate)s from %(start)s") % {"rate": rate, "start": words}


def _wholesale(edition: Edition, earning: MarginEarning, names: Mapping[str, str]) -> str:
    prices = [
        edition.gettext("%(service)s at %(price)s")
        % {"service": names.get(price.service, price.service), "price": edition.money(price.price).text}
        if price.price is not None
        else edition.gettext("%(service)s at %(discount)s below the list price")
        % {
            "service": names.get(price.service, price.service),
            "discount": edition.rate(price.discount) if price.discount else "–",
        }
        for price in earning.prices
    ]
    return edition.gettext("Bought to be sold on: %(prices)s; the margin is what it earns") % {
        "prices": edition.listing(prices)
    }


def _limits(edition: Edition, earning: Earning) -> list[str]:
    limits = []
    months: int | None = getattr(earning, "max_months", None)
    if months is not None:
        text = edition.ngettext(
            "for %(months)s month from the first client payment", "for %(months)s months from the first client payment",
            months,
        )  # fmt: skip
        limits.append(text % {"months": edition.number(months)})
    cap: Cap | None = getattr(earning, "cap", None)
    if cap is not None:
        limits.append(edition.gettext(_CAP[cap.per]) % {"amount": edition.money(cap.amount).text})
    lowest: Money | None = getattr(earning, "minimum_price", None)
    if lowest is not None:
        limits.append(edition.gettext("not sold below %(price)s") % {"price": edition.money(lowest).text})
    eligible = getattr(earning, "eligible", None)
    if eligible is not None and eligible.excludes:
        limits.append(edition.gettext("without %(what)s") % {"what": edition.listing(eligible.excludes)})
    return limits


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def party_names(edition: Edition, *known: dict[str, str]) -> Mapping[str, str]:
    """Names of parties by id, ours included, and whatever else is known by a key; the first that knows one names it."""
    return ChainMap({US: edition.gettext("us")}, *known)
