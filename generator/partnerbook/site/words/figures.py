"""Figures in words: what one says, what it was counted from, and why there is none. Rounded only here."""

from decimal import Decimal
from fractions import Fraction

from partnerbook.analysis.metrics.figure import Figure, Part, WhyNone
from partnerbook.core.money import Money
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_
from partnerbook.site.reports.plain import NONE

WHY_NONE: dict[WhyNone, str] = {
    "nothing_counted": N_("no record says anything"),
    "sample_too_small": N_("too few: %(sample)s of the %(minimum)s it needs"),
    "no_exchange_rate": N_("no exchange rate for %(currencies)s"),
    "nothing_to_divide_by": N_("nothing to compare with"),
}
"""Why there is no figure."""


def decimal(value: Fraction, places: int = 0) -> Decimal:
    """A number rounded half up, away from zero."""
    scaled = abs(value) * 10**places
    whole = int((2 * scaled + 1) // 2)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def percent(edition: Edition, share: Fraction) -> str:
    """A share in whole per cent."""
    return edition.percent(decimal(share * 100))


def shown(edition: Edition, figure: Figure) -> str:
    """The figure alone; a dash where there is none."""
    value = figure.value
    if isinstance(value, Money):
        return edition.whole_money(value).text
    return NONE if value is None else _number(edition, figure, Fraction(value))


def _number(edition: Edition, figure: Figure, value: Fraction) -> str:
    match figure.unit:
        case "share":
            return percent(edition, value)
        case "hours":
            hours = decimal(value, 1)
            text = edition.number(hours.normalize() + 0)
            return edition.ngettext("%(hours)s hour", "%(hours)s hours", 1 if hours == 1 else 2) % {"hours": text}
        case "days":
            days = decimal(value)
            text = edition.number(days)
            return edition.ngettext("%(days)s day", "%(days)s days", 1 if days == 1 else 2) % {"days": text}
        case "score":
            return edition.number(decimal(value, 1))
        case "ratio":
            return edition.gettext("%(times)s : 1") % {"times": edition.number(decimal(value, 1))}
        case _:
            return edition.number(decimal(value))


def rests_on(edition: Edition, figure: Figure) -> str:
    """What it was counted from, or why there is no figure; nothing where the figure itself says it."""
    why = figure.why_none
    if why is not None:
        values = {
            "sample": edition.number(figure.sample),
            "minimum": edition.number(figure.minimum),
            "currencies": edition.listing(figure.unmeasured),
        }
        return edition.gettext(WHY_NONE[why]) % values
    if figure.denominator is None:
        if figure.unit != "money":
            return ""
        return edition.ngettext("%(number)s record", "%(number)s records", len(figure.sources)) % {
            "number": edition.number(len(figure.sources))
        }
    if figure.unit in ("hours", "days", "score"):
        # The parts of a median or mean say nothing to a reader; how many there were does.
        return edition.ngettext("of %(number)s", "of %(number)s", figure.sample) % {
            "number": edition.number(figure.sample)
        }
    if figure.unit == "ratio":
        # One against the other; where both are shares of something, as such.
        values = {
            "one": _share_or_money(edition, figure.numerator),
            "other": _share_or_money(edition, figure.denominator),
        }
        return edition.gettext("%(one)s to %(other)s") % values
    return edition.gettext("%(part)s of %(whole)s") % {
        "part": _part(edition, figure.numerator),
        "whole": _part(edition, figure.denominator),
    }


def _share_or_money(edition: Edition, part: Part) -> str:
    return _part(edition, part) if isinstance(part, Money) else percent(edition, Fraction(part))


def _part(edition: Edition, part: Part) -> str:
    if isinstance(part, Money):
        return edition.whole_money(part).text
    value = Fraction(part)
    return edition.number(decimal(value, 0 if value.denominator == 1 else 1))


def told(edition: Edition, figure: Figure) -> str:
    """The figure with what it was counted from: 48 % (11 of 23), or why there is none."""
    basis = rests_on(edition, figure)
    if figure.why_none is not None:
        return basis
    return f"{shown(edition, figure)} ({basis})" if basis else shown(edition, figure)
