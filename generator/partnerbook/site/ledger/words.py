"""Every line of the ledger explains itself: one sentence, each step on the way, and what did not hold.

The sentences carry every figure that is needed to reckon a line again by hand (RULINGS, "Amounts"). They
speak of clients by key only, so that a statement may carry them.
"""

from partnerbook.analysis.dues import LineState
from partnerbook.analysis.ledger.line import Line, LineKind
from partnerbook.analysis.ledger.step import (
    AtRate,
    BandReached,
    Basis,
    Before,
    Capped,
    Converted,
    Counted,
    DealSize,
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
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.ledger import figures
from partnerbook.site.ledger.answers import band_reached, rule_lost, took_back
from partnerbook.site.ledger.days import booked_in_words, due_in_words
from partnerbook.site.ledger.earnings import fee, in_bands
from partnerbook.site.ledger.grounds import converted, counted, goes_by_payments
from partnerbook.site.ledger.names import Names
from partnerbook.site.ledger.reasons import why_not
from partnerbook.site.ledger.steps import step_in_words

__all__ = [
    "Names",
    "explain",
    "kind_in_words",
    "losers_in_words",
    "state_in_words",
    "steps_in_words",
    "why_not",
]

_AT_RATE = {
    "override": N_("%(rate)s of %(amount)s is %(result)s, at the referral's own rate"),
    "agreement": N_("%(rate)s of %(amount)s is %(result)s"),
    "tier": N_("%(rate)s of %(amount)s is %(result)s, at the default rate of the partner's tier"),
}
_BEFORE = {
    "revenue": N_("After eligible revenue of %(total)s (%(period)s)"),
    "deal_size": N_("After %(total)s paid of this deal"),
    "client_lifetime_value": N_("After %(total)s paid by this client"),
}
_COUNTED_BEFORE = {
    "deal_size": N_("After %(total)s of this deal that counted before"),
    "client_lifetime_value": N_("After %(total)s of this client that counted before"),
}
_NOTHING_COUNTED = {
    "deal_size": N_("Nothing of this deal counted before"),
    "client_lifetime_value": N_("Nothing of this client counted before"),
}
_NOTHING_BEFORE = {
    "revenue": N_("No eligible revenue before (%(period)s)"),
    "deal_size": N_("Nothing paid of this deal before"),
    "client_lifetime_value": N_("Nothing paid by this client before"),
}
_SPLIT = N_("%(share)s of the joint %(of)s is %(result)s")
_CLAIM = N_("%(text)s; by the decision a share of %(share)s is %(result)s")
_CAPPED = N_("%(text)s; the cap of %(cap)s leaves %(result)s of it")
_MARGIN = N_("Margin of %(sale)s less %(wholesale)s at wholesale: %(result)s")
_MARGIN_IN_PART = N_("Margin of %(sale)s less %(wholesale)s at wholesale, for the %(paid)s paid: %(result)s")
_PAID = N_("Paid with payout %(payout)s")
_RECEIVED = N_("Received on payout %(payout)s")
_KEPT_BY_PARTNER = N_("%(partner)s keeps the margin out of the sale; no payout pays it")
_KEPT_BY_US = N_("We keep the margin out of the sale; no payout pays it")


def kind_in_words(edition: Edition, kind: LineKind) -> str:
    """What a kind of line is called: `Earned`, `Taken back`."""
    return label(edition, "line_kind", kind)


def state_in_words(edition: Edition, state: LineState) -> str:
    """How far a line has come: `Due`, `Carried forward`."""
    return label(edition, "line_state", state)


def explain(edition: Edition, line: Line, names: Names) -> str:
    """A line in one sentence: `Fourth qualified referral (2026): 15% of €20,000.00 is €3,000.00`."""
    if line.kind == "payment":
        return _payment(edition, line, names)
    lead, text = "", ""
    for step in line.steps:
        if isinstance(step, Counted | Before | Converted | DealSize):
            lead = _lead(edition, step, line, names)
        elif isinstance(step, Shared | Capped):
            text = _lessened(edition, step, text)
        elif not isinstance(step, RuleLost):
            text = _earned(edition, step, line, names) or text
    text = text or kind_in_words(edition, line.kind)
    return f"{lead}: {text}" if lead else text


def steps_in_words(edition: Edition, line: Line, names: Names) -> tuple[str, ...]:
    """Every step to the amount as a sentence, in order; what it waited for and when it is due come last.

    Rules that lost are left to `losers_in_words`.
    """
    found: list[str] = []
    waited: list[str] = []
    for step in line.steps:
        if not isinstance(step, RuleLost):
            (waited if isinstance(step, Waited) else found).extend(step_in_words(edition, step, line, names))
    if not found:
        found.append(explain(edition, line, names))
    return (*found, *waited, *booked_in_words(edition, line), *due_in_words(edition, line, names))


def losers_in_words(edition: Edition, line: Line, names: Names) -> tuple[str, ...]:
    """The rules that would have held, had not a more specific one won."""
    return tuple(rule_lost(edition, step) for step in line.steps if isinstance(step, RuleLost))


def _lead(edition: Edition, step: Counted | Before | Converted | DealSize, line: Line, names: Names) -> str:
    """What a rate goes by: a place, what came before, the size of the deal, the conversion."""
    match step:
        case Counted():
            return counted(edition, step, line, names)
        case Before():
            return _before(edition, step, line, names)
        case Converted():
            return converted(edition, step)
        case DealSize():
            return edition.gettext("Deal of %(size)s") % {"size": edition.money(step.size).text}


def _earned(edition: Edition, step: Step, line: Line, names: Names) -> str:
    """The step that comes to an amount; empty for one that does not."""
    match step:
        case AtRate():
            return _at_rate(edition, step, line)
        case InBands():
            return in_bands(edition, step)
        case Fee():
            return fee(edition, step, line)
        case Margin():
            values = {name: edition.money(getattr(step, name)).text for name in ("sale", "wholesale", "paid", "result")}
            return edition.gettext(_MARGIN if step.paid == step.sale else _MARGIN_IN_PART) % values
        case BandReached():
            return band_reached(edition, step, line, names)
        case TakenBack():
            return took_back(edition, step, line, names)
        case InWords():
            return step.text
        case _:
            return ""


def _at_rate(edition: Edition, step: AtRate, line: Line) -> str:
    values = {
        "rate": edition.rate(step.rate),
        "amount": _eligible(edition, line, step.amount),
        "result": edition.money(step.result).text,
    }
    return edition.gettext(_AT_RATE[step.source]) % values


def _eligible(edition: Edition, line: Line, amount: Money) -> str:
    """The money a rate is taken of; with the whole of which it is the part that can earn."""
    text = edition.money(amount).text
    basis = next((step for step in line.steps if isinstance(step, Basis)), None)
    if basis is None or basis.whole == amount:
        return text
    values = {"amount": text, "whole": edition.money(basis.whole).text}
    if basis.given_back is not None:
        values["back"] = edition.money(basis.given_back).text
        return edition.gettext("the %(amount)s left (of %(whole)s, less %(back)s given back before)") % values
    return edition.gettext("the eligible %(amount)s (of %(whole)s)") % values


def _before(edition: Edition, step: Before, line: Line, names: Names) -> str:
    values = {"total": edition.money(step.total).text, "after": edition.money(step.after).text, "period": ""}
    if step.first is not None and step.last is not None:
        values["period"] = figures.window(edition, step.first, step.last)
    tiered = names.tiered(line)
    if step.measure == "revenue" and tiered is not None and tiered.mode == "retroactive":
        return edition.gettext("Eligible revenue of %(after)s with this (%(period)s)") % values
    words = _BEFORE if step.total.amount else _NOTHING_BEFORE
    if not goes_by_payments(line):
        # Where invoices or deals earn, they count, not what was paid.
        words = words | (_COUNTED_BEFORE if step.total.amount else _NOTHING_COUNTED)
    return edition.gettext(words[step.measure]) % values


def _lessened(edition: Edition, step: Shared | Capped, text: str) -> str:
    """What is left after a share or a cap."""
    values = {"text": text, "result": edition.money(step.result).text}
    if isinstance(step, Capped):
        return edition.gettext(_CAPPED) % {**values, "cap": edition.money(step.cap).text}
    values |= {"share": edition.rate(step.share), "of": edition.money(step.of).text}
    is_claim = step.why == "claim"
    return edition.gettext(_CLAIM if is_claim else _SPLIT) % values


def _payment(edition: Edition, line: Line, names: Names) -> str:
    ours = line.direction == "payable"
    if line.kept:
        text = _KEPT_BY_PARTNER if ours else _KEPT_BY_US
    elif line.event == "set-off":
        text = N_("Set off in payout %(payout)s")
    else:
        text = _PAID if ours else _RECEIVED
    return edition.gettext(text) % {"partner": names.partner(line.partner), "payout": line.payout}
