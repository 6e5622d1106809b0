"""What it earned, in words: rates, bands, fees, margins, shares and caps, ready to be reckoned again by hand."""

from fractions import Fraction

from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.step import AtRate, Capped, Fee, InBands, Margin, Shared
from partnerbook.core.vocabulary import US
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.ledger import figures
from partnerbook.site.ledger.names import Names

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
_IN_BANDS_ROUNDED = N_("%(parts)s: %(sum)s = %(exact)s, rounded half up to %(result)s")
_IN_BAND_ROUNDED = N_("%(parts)s is %(exact)s, rounded half up to %(result)s")
_SHARE = {
    "claim": N_("%(partner)s has a share of %(share)s in it by the decision: %(result)s of %(of)s"),
    "split": N_("%(partner)s has a share of %(share)s in the joint %(of)s: %(result)s"),
}
_OUR_SHARE = N_("Our share is %(share)s of the joint %(of)s: %(result)s")
_LEFT_OVER = N_("Exactly %(exact)s; single cents left over go to the largest remainders, so that all shares add up")
_CAP = {
    "referral": N_("At most %(cap)s for a referral, %(used)s of it used before: %(result)s is left"),
    "deal": N_("At most %(cap)s for a deal, %(used)s of it used before: %(result)s is left"),
    "client": N_("At most %(cap)s for a client, %(used)s of it used before: %(result)s is left"),
    "calendar_year": N_("At most %(cap)s in a calendar year, %(used)s of it used before: %(result)s is left"),
    "agreement_year": N_("At most %(cap)s in a year of the agreement, %(used)s of it used before: %(result)s is left"),
}


def rate_step(edition: Edition, step: AtRate, line: Line, names: Names) -> tuple[str, ...]:
    """A rate of an amount, where the rate stands, and the rounding."""
    where = [edition.gettext(_SOURCE[step.source])]
    if step.involvement:
        involvement = label(edition, "involvement", step.involvement)
        where.append(edition.gettext("for the involvement “%(involvement)s”") % {"involvement": involvement})
    tiered = names.tiered(line)
    if step.band is not None and tiered is not None and step.band < len(tiered.bands):
        where.append(edition.gettext("in the band %(band)s") % {"band": figures.band(edition, tiered.bands, step.band)})
    values = {
        "rate": edition.rate(step.rate),
        "amount": figures.money(edition, step.amount),
        "result": figures.money(edition, step.result),
        "where": ", ".join(where),
    }
    exact = Fraction(step.amount.amount) * step.rate.exact
    return (
        edition.gettext("%(rate)s of %(amount)s is %(result)s (%(where)s)") % values,
        *figures.rounding(edition, exact, step.result),
    )


def bands_step(edition: Edition, step: InBands, line: Line, names: Names) -> tuple[str, ...]:
    """The bands' edges, and each band's money at its rate."""
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
        % {"amount": figures.money(edition, portion.amount), "rate": edition.rate(portion.rate)}
        for portion in step.portions
    ]
    results = [Fraction(portion.amount.amount) * portion.rate.exact for portion in step.portions]
    currency = step.result.currency
    total, result = sum(results, Fraction(0)), figures.money(edition, step.result)
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


def fee_step(edition: Edition, step: Fee, line: Line, names: Names) -> tuple[str, ...]:
    """A fixed fee, as a step."""
    return (fee(edition, step, line),)


def fee(edition: Edition, step: Fee, line: Line) -> str:
    """A fixed fee, and the milestone that earned it."""
    text = FEE_AT.get(line.event, FEE["agreement"]) if step.source == "agreement" else FEE[step.source]
    return edition.gettext(text) % {"amount": figures.money(edition, step.amount)}


def margin_step(edition: Edition, step: Margin, line: Line, names: Names) -> tuple[str, ...]:
    """What a reseller keeps, in proportion to what was paid."""
    margin = step.sale - step.wholesale
    values = {name: figures.money(edition, getattr(step, name)) for name in ("sale", "wholesale", "paid", "result")}
    values["margin"] = figures.money(edition, margin)
    sold = edition.gettext("Sold for %(sale)s, bought for %(wholesale)s at wholesale: a margin of %(margin)s") % values
    if step.paid == step.sale:
        return (sold,)
    exact = Fraction(step.paid.amount) * Fraction(margin.amount) / Fraction(step.sale.amount)
    part = edition.gettext("In proportion to the %(paid)s paid of %(sale)s: %(result)s") % values
    return (sold, part, *figures.rounding(edition, exact, step.result))


def share_step(edition: Edition, step: Shared, line: Line, names: Names) -> tuple[str, ...]:
    """A claimant's or party's share, and the odd cents."""
    ours = line.id.rpartition("/")[2] == US
    text = _OUR_SHARE if ours else _SHARE[step.why]
    values = {
        "partner": names.partner(line.partner),
        "share": edition.rate(step.share),
        "of": figures.money(edition, step.of),
        "result": figures.money(edition, step.result),
    }
    shared = edition.gettext(text) % values
    exact = Fraction(step.of.amount) * step.share.exact
    if figures.is_whole(exact, step.of.currency):
        return (shared,)
    values["exact"] = figures.exact(edition, exact, step.of.currency)
    return (shared, edition.gettext(_LEFT_OVER) % values)


def cap_step(edition: Edition, step: Capped, line: Line, names: Names) -> tuple[str, ...]:
    """What a cap leaves."""
    values = {name: figures.money(edition, getattr(step, name)) for name in ("cap", "used", "result")}
    return (edition.gettext(_CAP[step.per]) % values,)
