"""Each step on the way to a line's amount as a sentence, with all that is needed to reckon it again by hand."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.step import (
    AtRate,
    BandReached,
    Basis,
    Before,
    Capped,
    Converted,
    Counted,
    DealSize,
    Exchanged,
    Fee,
    InBands,
    InWords,
    Margin,
    RuleLost,
    Shared,
    Step,
    TakenBack,
    Waited,
)
from partnerbook.core.money import Money
from partnerbook.core.vocabulary import US
from partnerbook.site import ledger_figures as figures
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.ledger_answers import band_reached, rule_lost, taken_back
from partnerbook.site.ledger_names import Names

_BASIS = {
    "client_payment": N_("The client paid %(whole)s on %(day)s"),
    "invoice": N_("%(whole)s was invoiced to the client on %(day)s"),
    "project_start": N_("Work worth %(whole)s began on %(day)s"),
    "completion": N_("Work worth %(whole)s was completed on %(day)s"),
    "milestone": N_("A milestone was reached on %(day)s, for %(whole)s"),
}
_WAITED = {
    "win": N_("It waited for the win and counts from %(day)s"),
    "decision": N_("It waited for the decision whose referral it is and counts from %(day)s"),
}
_SOURCE = {
    "override": N_("the referral's own rate"),
    "agreement": N_("the agreement's rate"),
    "tier": N_("the default rate of the partner's tier"),
}
FEE = {
    "override": N_("Fee of the referral's own: %(amount)s"),
    "agreement": N_("Fee fixed in the agreement: %(amount)s"),
    "tier": N_("Fee of the partner's tier: %(amount)s"),
}
FEE_AT = {
    "submitted": N_("Fee for a referral submitted: %(amount)s"),
    "qualified": N_("Fee for a qualified referral: %(amount)s"),
    "won": N_("Fee for a client won: %(amount)s"),
}
_BEFORE = {
    "revenue": N_("Eligible revenue (%(period)s): %(total)s before, %(after)s with this"),
    "deal_size": N_("Paid of this deal: %(total)s before, %(after)s with this"),
    "client_lifetime_value": N_("Paid by this client in all: %(total)s before, %(after)s with this"),
}
_COUNTED_BEFORE = {
    "deal_size": N_("Counted of this deal: %(total)s before, %(after)s with this"),
    "client_lifetime_value": N_("Counted of this client in all: %(total)s before, %(after)s with this"),
}
"""Where invoices or deals earn, they count, not what was paid."""
_CAP = {
    "referral": N_("At most %(cap)s for a referral, %(used)s of it used before: %(result)s is left"),
    "deal": N_("At most %(cap)s for a deal, %(used)s of it used before: %(result)s is left"),
    "client": N_("At most %(cap)s for a client, %(used)s of it used before: %(result)s is left"),
    "calendar_year": N_("At most %(cap)s in a calendar year, %(used)s of it used before: %(result)s is left"),
    "agreement_year": N_("At most %(cap)s in a year of the agreement, %(used)s of it used before: %(result)s is left"),
}


_CONVERTED = N_("Won in the 12 months up to the win: %(won)s of %(decided)s decided (%(share)s)")
_TOO_FEW = N_("Decided in the 12 months up to the win: %(decided)s, fewer than %(minimum)s, so the first band holds")
_IN_BANDS_ROUNDED = N_("%(parts)s: %(sum)s = %(exact)s, rounded half up to %(result)s")
_IN_BAND_ROUNDED = N_("%(parts)s is %(exact)s, rounded half up to %(result)s")
_SHARE = {
    "claim": N_("%(partner)s has a share of %(share)s in it by the decision: %(result)s of %(of)s"),
    "split": N_("%(partner)s has a share of %(share)s in the joint %(of)s: %(result)s"),
}
_OUR_SHARE = N_("Our share is %(share)s of the joint %(of)s: %(result)s")
_LEFT_OVER = N_("Exactly %(exact)s; single cents left over go to the largest remainders, so that all shares add up")


def step_in_words(edition: Edition, step: Step, line: Line, names: Names) -> tuple[str, ...]:
    """One step as a sentence; a second one where an exact amount was rounded, or bands need their edges."""
    return WORDS[type(step)](edition, step, line, names)


def _money(edition: Edition, money: Money) -> str:
    return edition.money(money).text


def _rounding(edition: Edition, amount: Fraction, result: Money) -> tuple[str, ...]:
    """How an exact amount became whole minor units; nothing where it already was."""
    if figures.is_whole(amount, result.currency):
        return ()
    values = {"exact": figures.exact(edition, amount, result.currency), "result": _money(edition, result)}
    return (edition.gettext("Exactly %(exact)s, rounded half up to %(result)s") % values,)


def _basis(edition: Edition, step: Basis, line: Line, names: Names) -> tuple[str, ...]:
    values = {"whole": _money(edition, step.whole), "day": edition.day(line.on).text}
    text = edition.gettext(_BASIS[step.trigger]) % values
    if step.given_back is not None:
        values = {"text": text, "back": _money(edition, step.given_back), "left": _money(edition, step.eligible)}
        return (edition.gettext("%(text)s; %(back)s of it had been given back by then, %(left)s is left") % values,)
    if step.eligible == step.whole:
        return (text,)
    values = {"text": text, "eligible": _money(edition, step.eligible)}
    return (edition.gettext("%(text)s; %(eligible)s of it can earn") % values,)


def _waited(edition: Edition, step: Waited, line: Line, names: Names) -> tuple[str, ...]:
    return (edition.gettext(_WAITED[step.awaited]) % {"day": edition.day(step.until).text},)


def _counted(edition: Edition, step: Counted, line: Line, names: Names) -> tuple[str, ...]:
    return (counted(edition, step, line, names),)


def counted(edition: Edition, step: Counted, line: Line, names: Names) -> str:
    """A referral's place; for a retroactive rate, how many were counted so far."""
    tiered = names.tiered(line)
    if tiered is not None and tiered.mode == "retroactive":
        return figures.count(edition, step.counts, step.place, step.first, step.last)
    return figures.place(edition, step.counts, step.place, step.first, step.last)


def _before(edition: Edition, step: Before, line: Line, names: Names) -> tuple[str, ...]:
    values = {"total": _money(edition, step.total), "after": _money(edition, step.after), "period": ""}
    if step.first is not None and step.last is not None:
        values["period"] = figures.window(edition, step.first, step.last)
    words = _BEFORE if goes_by_payments(line) else _BEFORE | _COUNTED_BEFORE
    return (edition.gettext(words[step.measure]) % values,)


def goes_by_payments(line: Line) -> bool:
    """Whether a line was earned on what a client paid."""
    return any(isinstance(step, Basis) and step.trigger == "client_payment" for step in line.steps)


def _deal_size(edition: Edition, step: DealSize, line: Line, names: Names) -> tuple[str, ...]:
    values = {"size": _money(edition, step.size)}
    return (edition.gettext("The deal is worth %(size)s, which picks one rate for all of it") % values,)


def _converted(edition: Edition, step: Converted, line: Line, names: Names) -> tuple[str, ...]:
    return (converted(edition, step),)


def converted(edition: Edition, step: Converted) -> str:
    """The conversion at the win, with the counts behind it."""
    if step.given is not None:
        return edition.gettext("Conversion of %(rate)s") % {"rate": edition.rate(step.given)}
    values = {
        "won": edition.number(step.won),
        "decided": edition.number(step.decided),
        "minimum": edition.number(step.minimum_sample),
    }
    if not step.enough:
        return edition.gettext(_TOO_FEW) % values
    return edition.gettext(_CONVERTED) % {**values, "share": figures.share(edition, step.won, step.decided)}


def _exchanged(edition: Edition, step: Exchanged, line: Line, names: Names) -> tuple[str, ...]:
    values = {
        "amount": _money(edition, step.amount),
        "into": _money(edition, step.into),
        "day": edition.day(step.on).text,
    }
    return (edition.gettext("%(amount)s counts as %(into)s, at the exchange rate known on %(day)s") % values,)


def _at_rate(edition: Edition, step: AtRate, line: Line, names: Names) -> tuple[str, ...]:
    where = [edition.gettext(_SOURCE[step.source])]
    if step.involvement:
        involvement = label(edition, "involvement", step.involvement)
        where.append(edition.gettext("for the involvement “%(involvement)s”") % {"involvement": involvement})
    tiered = names.tiered(line)
    if step.band is not None and tiered is not None and step.band < len(tiered.bands):
        where.append(edition.gettext("in the band %(band)s") % {"band": figures.band(edition, tiered.bands, step.band)})
    values = {
        "rate": edition.rate(step.rate),
        "amount": _money(edition, step.amount),
        "result": _money(edition, step.result),
        "where": ", ".join(where),
    }
    exact = Fraction(step.amount.amount) * step.rate.exact
    return (
        edition.gettext("%(rate)s of %(amount)s is %(result)s (%(where)s)") % values,
        *_rounding(edition, exact, step.result),
    )


def _in_bands(edition: Edition, step: InBands, line: Line, names: Names) -> tuple[str, ...]:
    sums, tiered = in_bands(edition, step), names.tiered(line)
    if tiered is None or any(portion.band >= len(tiered.bands) for portion in step.portions):
        return (sums,)
    bands = [
        edition.gettext("%(rate)s %(band)s")
        % {"rate": edition.rate(portion.rate), "band": figures.band(edition, tiered.bands, portion.band)}
        for portion in step.portions
    ]
    return (edition.gettext("Bands of the agreement: %(bands)s") % {"bands": edition.listing(bands)}, sums)


def in_bands(edition: Edition, step: InBands) -> str:
    """Each band's money at its rate: `€5,000.00 at 4% and €15,000.00 at 6%: €200.00 + €900.00 = €1,100.00`."""
    parts = [
        edition.gettext("%(amount)s at %(rate)s")
        % {"amount": _money(edition, portion.amount), "rate": edition.rate(portion.rate)}
        for portion in step.portions
    ]
    results = [Fraction(portion.amount.amount) * portion.rate.exact for portion in step.portions]
    currency = step.result.currency
    total, result = sum(results, Fraction(0)), _money(edition, step.result)
    values = {
        "parts": edition.listing(parts),
        "sum": " + ".join(figures.exact(edition, one, currency) for one in results),
        "exact": figures.exact(edition, total, currency),
        "result": result,
    }
    if not figures.is_whole(total, currency):
        return edition.gettext(_IN_BANDS_ROUNDED if len(parts) > 1 else _IN_BAND_ROUNDED) % values
    if len(parts) > 1:
        return edition.gettext("%(parts)s: %(sum)s = %(result)s") % values
    return edition.gettext("%(parts)s is %(result)s") % values


def _fee(edition: Edition, step: Fee, line: Line, names: Names) -> tuple[str, ...]:
    return (fee(edition, step, line),)


def fee(edition: Edition, step: Fee, line: Line) -> str:
    """A fixed fee, and the milestone that earned it."""
    text = FEE_AT.get(line.event, FEE["agreement"]) if step.source == "agreement" else FEE[step.source]
    return edition.gettext(text) % {"amount": _money(edition, step.amount)}


def _margin(edition: Edition, step: Margin, line: Line, names: Names) -> tuple[str, ...]:
    margin = step.sale - step.wholesale
    values = {name: _money(edition, getattr(step, name)) for name in ("sale", "wholesale", "paid", "result")}
    values["margin"] = _money(edition, margin)
    sold = edition.gettext("Sold for %(sale)s, bought for %(wholesale)s at wholesale: a margin of %(margin)s") % values
    if step.paid == step.sale:
        return (sold,)
    exact = Fraction(step.paid.amount) * Fraction(margin.amount) / Fraction(step.sale.amount)
    part = edition.gettext("In proportion to the %(paid)s paid of %(sale)s: %(result)s") % values
    return (sold, part, *_rounding(edition, exact, step.result))


def _shared(edition: Edition, step: Shared, line: Line, names: Names) -> tuple[str, ...]:
    ours = line.id.rpartition("/")[2] == US
    text = _OUR_SHARE if ours else _SHARE[step.why]
    values = {
        "partner": names.partner(line.partner),
        "share": edition.rate(step.share),
        "of": _money(edition, step.of),
        "result": _money(edition, step.result),
    }
    shared = edition.gettext(text) % values
    exact = Fraction(step.of.amount) * step.share.exact
    if figures.is_whole(exact, step.of.currency):
        return (shared,)
    values["exact"] = figures.exact(edition, exact, step.of.currency)
    return (shared, edition.gettext(_LEFT_OVER) % values)


def _capped(edition: Edition, step: Capped, line: Line, names: Names) -> tuple[str, ...]:
    values = {name: _money(edition, getattr(step, name)) for name in ("cap", "used", "result")}
    return (edition.gettext(_CAP[step.per]) % values,)


def _band_reached(edition: Edition, step: BandReached, line: Line, names: Names) -> tuple[str, ...]:
    return (band_reached(edition, step, line, names),)


def _rule_lost(edition: Edition, step: RuleLost, line: Line, names: Names) -> tuple[str, ...]:
    return (rule_lost(edition, step),)


def _in_words(edition: Edition, step: InWords, line: Line, names: Names) -> tuple[str, ...]:
    return (step.text,)


WORDS: Mapping[type[Step], Callable[[Edition, Any, Line, Names], tuple[str, ...]]] = MappingProxyType(
    {
        Basis: _basis,
        Waited: _waited,
        Counted: _counted,
        Before: _before,
        DealSize: _deal_size,
        Converted: _converted,
        Exchanged: _exchanged,
        AtRate: _at_rate,
        InBands: _in_bands,
        Fee: _fee,
        Margin: _margin,
        Shared: _shared,
        Capped: _capped,
        BandReached: _band_reached,
        TakenBack: taken_back,
        RuleLost: _rule_lost,
        InWords: _in_words,
    }
)
"""What says each kind of step; a test holds that none is missing."""
