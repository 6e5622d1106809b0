"""Parts of sentences about the ledger: places, windows of days, bands, and figures that are no whole cents."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from partnerbook.core.compensation import Band
from partnerbook.core.dates import Period
from partnerbook.core.money import Money, Rate
from partnerbook.core.vocabulary import Involvement
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label

_ORDINALS = (
    N_("First"),
    N_("Second"),
    N_("Third"),
    N_("Fourth"),
    N_("Fifth"),
    N_("Sixth"),
    N_("Seventh"),
    N_("Eighth"),
    N_("Ninth"),
    N_("Tenth"),
    N_("Eleventh"),
    N_("Twelfth"),
)
_PLACE = {
    "submitted": N_("%(place)s referral submitted (%(period)s)"),
    "qualified": N_("%(place)s qualified referral (%(period)s)"),
    "won": N_("%(place)s client won (%(period)s)"),
}
_NUMBERED = {
    "submitted": N_("Referral submitted no. %(place)s (%(period)s)"),
    "qualified": N_("Qualified referral no. %(place)s (%(period)s)"),
    "won": N_("Client won no. %(place)s (%(period)s)"),
}
_INVOLVEMENTS: tuple[Involvement, ...] = ("passive", "standard", "active")


def place(edition: Edition, counts: str, number: int, first: date, last: date) -> str:
    """A referral's place: `Fourth qualified referral (2026)`."""
    period = window(edition, first, last)
    if number <= len(_ORDINALS):
        return edition.gettext(_PLACE[counts]) % {"place": edition.gettext(_ORDINALS[number - 1]), "period": period}
    return edition.gettext(_NUMBERED[counts]) % {"place": edition.number(number), "period": period}


def count(edition: Edition, counts: str, number: int, first: date, last: date) -> str:
    """How many were counted in a period so far: `4 qualified referrals so far (2026)`."""
    match counts:
        case "submitted":
            text = edition.ngettext(
                "%(number)s referral submitted so far (%(period)s)",
                "%(number)s referrals submitted so far (%(period)s)",
                number,
            )
        case "qualified":
            text = edition.ngettext(
                "%(number)s qualified referral so far (%(period)s)",
                "%(number)s qualified referrals so far (%(period)s)",
                number,
            )
        case _:
            text = edition.ngettext(
                "%(number)s client won so far (%(period)s)", "%(number)s clients won so far (%(period)s)", number
            )
    return text % {"number": edition.number(number), "period": window(edition, first, last)}


def window(edition: Edition, first: date, last: date) -> str:
    """A year, quarter or month by its name, other days by the first and the last."""
    for period in (Period.parse(f"{first.year:04}"), Period.quarter_of(first), Period.month_of(first)):
        if (period.first, period.last) == (first, last):
            return edition.period(period)
    return edition.gettext("%(first)s – %(last)s") % {"first": edition.day(first).text, "last": edition.day(last).text}


def band(edition: Edition, bands: Sequence[Band], place: int) -> str:
    """Where a band begins and ends: `from €150,000.00 to below €250,000.00`, counts `from 4 to 10`."""
    start = bands[place].start
    end = bands[place + 1].start if place + 1 < len(bands) else None
    if end is None:
        return edition.gettext("from %(start)s") % {"start": edge(edition, start)}
    if isinstance(end, int):
        values = {"start": edge(edition, start), "end": edition.number(end - 1)}
        return edition.gettext("from %(start)s to %(end)s") % values
    values = {"start": edge(edition, start), "end": edge(edition, end)}
    return edition.gettext("from %(start)s to below %(end)s") % values


def edge(edition: Edition, start: int | Money | Rate) -> str:
    """Where a band begins."""
    if isinstance(start, Money):
        return edition.money(start).text
    return edition.rate(start) if isinstance(start, Rate) else edition.number(start)


def rates(edition: Edition, band: Band) -> str:
    """A band's rate, or its rates by involvement."""
    if band.rates is None:
        return edition.rate(band.rate) if band.rate is not None else edition.gettext("the tier's rate")
    found = [
        f"{edition.rate(rate)} ({label(edition, 'involvement', word)})"
        for word in _INVOLVEMENTS
        if (rate := band.rates.of(word)) is not None
    ]
    return edition.listing(found, "or")


def exact(edition: Edition, amount: Fraction, currency: str) -> str:
    """An amount as it is before it is rounded; None of its decimals are lost, as those of rates and cents end."""
    digits = 12  # 6 decimals of a rate in per cent, 4 of an amount
    return edition.exact_money(Decimal(round(amount * 10**digits)).scaleb(-digits), currency)


def share(edition: Edition, part: int, whole: int) -> str:
    """A share of a count, to two decimals: what is reckoned with are the counts."""
    percent = (Decimal(100 * part) / whole).quantize(Decimal("0.01"))
    return edition.percent(percent)


def is_whole(amount: Fraction, currency: str) -> bool:
    """Whether an amount is whole minor units."""
    return Fraction(Money.exactly(amount, currency).amount) == amount


def money(edition: Edition, amount: Money) -> str:
    """An amount as the language writes it."""
    return edition.money(amount).text


def rounding(edition: Edition, amount: Fraction, result: Money) -> tuple[str, ...]:
    """How an exact amount became whole minor units; nothing where it already was."""
    if is_whole(amount, result.currency):
        return ()
    values = {"exact": exact(edition, amount, result.currency), "result": money(edition, result)}
    return (edition.gettext("Exactly %(exact)s, rounded half up to %(result)s") % values,)
