"""Steps that answer other lines as sentences: true-ups of a retroactive rate, what a refund takes back, lost rules."""

from fractions import Fraction

from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.step import BandReached, RuleLost, TakenBack
from partnerbook.core.compensation import TieredEarning
from partnerbook.core.money import Money
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_
from partnerbook.site.ledger import figures
from partnerbook.site.ledger.names import Names

_DIFFERENCE = {
    "up": N_(
        "%(period)s reaches the band %(new)s: its other %(basis)s under this agreement earn %(new_rate)s "
        "instead of %(old_rate)s, a difference of %(result)s"
    ),
    "down": N_(
        "%(period)s falls back to the band %(new)s: its other %(basis)s under this agreement earn %(new_rate)s "
        "instead of %(old_rate)s, a difference of %(result)s"
    ),
}
_OF_CLAIMANT = N_("%(part)s (a share of %(basis)s by decision)")
_CORRECTION = {
    "up": N_(
        "%(period)s reaches the band %(new)s: its other %(basis)s under this agreement earn %(new_rate)s, "
        "and less what was given of it before this is a difference of %(result)s"
    ),
    "down": N_(
        "%(period)s falls back to the band %(new)s: its other %(basis)s under this agreement earn %(new_rate)s, "
        "and less what was given of it before this is a difference of %(result)s"
    ),
    "same": N_(
        "%(period)s stays in the band %(new)s: its other %(basis)s under this agreement earn %(new_rate)s, "
        "and less what was given of it before this is a difference of %(result)s"
    ),
}
_NO_BANDS = N_("At the band now reached the period's other %(basis)s come to a difference of %(result)s")
_BY_AMOUNT = N_(
    "Of payment %(payment)s, %(part)s in all was given back; %(part)s ÷ %(whole)s of the %(stored)s earned is %(back)s"
)
_OF_INVOICE = N_(
    "Of invoice %(invoice)s, %(part)s in all was given back; %(part)s ÷ %(whole)s of the %(stored)s earned is %(back)s"
)
_BY_TIME = N_("%(part)s of %(whole)s months were not used; that share of the %(stored)s earned is %(back)s")
_TOOK = {
    "by_amount": N_(
        "%(event)s takes back %(rest)s of the %(stored)s earned, as %(part)s of %(whole)s was given back in all"
    ),
    "by_time": N_(
        "%(event)s takes back %(rest)s of the %(stored)s earned, as %(part)s of %(whole)s months were not used"
    ),
}
_TAKEN_BEFORE = N_("%(before)s of it was taken back before, so %(rest)s is taken back now")
_LOST_RATE = {
    "override": N_("The referral's own rate of %(rate)s gave way"),
    "agreement": N_("The agreement's rate of %(rate)s gave way to the referral's own terms"),
    "tier": N_("The tier's default of %(rate)s gave way: the agreement is more specific"),
}
_LOST_AMOUNT = {
    "override": N_("The referral's own fee of %(amount)s gave way"),
    "agreement": N_("The agreement's %(amount)s gave way to the referral's own terms"),
    "tier": N_("The tier's fee of %(amount)s gave way: the agreement is more specific"),
}


def band_reached(edition: Edition, step: BandReached, line: Line, names: Names) -> str:
    """A band reached or lost: which one, and the difference on what the period had earned before."""
    values = {"basis": _basis(edition, step), "result": edition.money(step.result).text}
    tiered = names.tiered(line)
    if tiered is None or max(step.new, step.old or 0) >= len(tiered.bands):
        return edition.gettext(_NO_BANDS) % values
    way = "up" if step.old is None or step.new > step.old else "down" if step.new < step.old else "same"
    values["period"] = _period(edition, step)
    values["new"] = figures.band(edition, tiered.bands, step.new)
    values["new_rate"] = figures.rates(edition, tiered.bands[step.new])
    if step.old is None or way == "same" or not _is_plain(step, tiered):
        return edition.gettext(_CORRECTION[way]) % values
    values["old_rate"] = figures.rates(edition, tiered.bands[step.old])
    return edition.gettext(_DIFFERENCE[way]) % values


def _basis(edition: Edition, step: BandReached) -> str:
    """The period's other money, or the claimant's part of it where claims on it were decided."""
    basis = edition.money(step.basis).text
    if step.part is None:
        return basis
    return edition.gettext(_OF_CLAIMANT) % {"part": edition.money(step.part).text, "basis": basis}


def _period(edition: Edition, step: BandReached) -> str:
    """The period that moved."""
    if step.first is None or step.last is None:
        return edition.gettext("The period")
    return edition.gettext("The period %(period)s") % {"period": figures.window(edition, step.first, step.last)}


def _is_plain(step: BandReached, tiered: TieredEarning) -> bool:
    """Whether the difference is that of both bands' rates: not so after roundings and caps."""
    old, new = tiered.bands[step.old or 0].rate, tiered.bands[step.new].rate
    if old is None or new is None:
        return False
    basis = step.part or step.basis
    return Money.exactly(Fraction(basis.amount) * (new.exact - old.exact), basis.currency) == step.result


def taken_back(edition: Edition, step: TakenBack, line: Line, names: Names) -> tuple[str, ...]:
    """What a refund takes back: of the stored amount, in proportion; less what earlier refunds took."""
    values = back_values(edition, step, line, names)
    words = _BY_AMOUNT
    referral, event = names.referral(line.referral), step.line.split("/")[1]
    if step.method == "by_time":
        words = _BY_TIME
    elif referral is not None and any(invoice.key == event for invoice in referral.invoices):
        words, values["invoice"] = _OF_INVOICE, event
    sentence = edition.gettext(words) % values
    if step.stored.part(_fraction(step)) == -step.result:
        return (sentence,)
    return (sentence, edition.gettext(_TAKEN_BEFORE) % values)


def took_back(edition: Edition, step: TakenBack, line: Line, names: Names) -> str:
    """The same in one sentence."""
    return edition.gettext(_TOOK[step.method]) % back_values(edition, step, line, names)


def back_values(edition: Edition, step: TakenBack, line: Line, names: Names) -> dict[str, str]:
    """The figures of what a refund takes back; `back` is what all refunds so far do, `rest` what this one does."""
    payment = names.refunded(line.referral, line.event)
    back = step.stored.part(_fraction(step))
    return {
        "event": names.event(edition, line.referral, line.event),
        "payment": payment.key if payment else line.event,
        "part": _figure(edition, step.part),
        "whole": _figure(edition, step.whole),
        "stored": edition.money(step.stored).text,
        "back": edition.money(back).text,
        "before": edition.money(back + step.result).text,
        "rest": edition.money(-step.result).text,
    }


def _fraction(step: TakenBack) -> Fraction:
    if isinstance(step.part, Money) and isinstance(step.whole, Money):
        return min(Fraction(step.part.amount) / Fraction(step.whole.amount), Fraction(1))
    if isinstance(step.part, int) and isinstance(step.whole, int):
        return Fraction(step.part, step.whole)
    return Fraction(0)


def _figure(edition: Edition, figure: Money | int) -> str:
    return edition.money(figure).text if isinstance(figure, Money) else edition.number(figure)


def rule_lost(edition: Edition, step: RuleLost) -> str:
    """A rule that would have held without a more specific one."""
    if step.rate is not None:
        return edition.gettext(_LOST_RATE[step.source]) % {"rate": edition.rate(step.rate)}
    if step.amount is not None:
        return edition.gettext(_LOST_AMOUNT[step.source]) % {"amount": edition.money(step.amount).text}
    return edition.gettext("A less specific rule gave way")
