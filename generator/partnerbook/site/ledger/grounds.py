"""What a line was earned on, in words: money, places and counts, with all that is needed to look them up."""

from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.step import Basis, Before, Converted, Counted, DealSize, Exchanged, Waited
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_
from partnerbook.site.ledger import figures
from partnerbook.site.ledger.names import Names

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
_CONVERTED = N_("Won in the 12 months up to the win: %(won)s of %(decided)s decided (%(share)s)")
_TOO_FEW = N_("Decided in the 12 months up to the win: %(decided)s, fewer than %(minimum)s, so the first band holds")


def basis_step(edition: Edition, step: Basis, line: Line, names: Names) -> tuple[str, ...]:
    """What was earned on, and how much of it can earn."""
    values = {"whole": figures.money(edition, step.whole), "day": edition.day(line.on).text}
    text = edition.gettext(_BASIS[step.trigger]) % values
    if step.given_back is not None:
        values = {
            "text": text,
            "back": figures.money(edition, step.given_back),
            "left": figures.money(edition, step.eligible),
        }
        return (edition.gettext("%(text)s; %(back)s of it had been given back by then, %(left)s is left") % values,)
    if step.eligible == step.whole:
        return (text,)
    values = {"text": text, "eligible": figures.money(edition, step.eligible)}
    return (edition.gettext("%(text)s; %(eligible)s of it can earn") % values,)


def waited_step(edition: Edition, step: Waited, line: Line, names: Names) -> tuple[str, ...]:
    """What a line had to wait for."""
    return (edition.gettext(_WAITED[step.awaited]) % {"day": edition.day(step.until).text},)


def counted_step(edition: Edition, step: Counted, line: Line, names: Names) -> tuple[str, ...]:
    """The referral's place, as a step."""
    return (counted(edition, step, line, names),)


def counted(edition: Edition, step: Counted, line: Line, names: Names) -> str:
    """A referral's place; for a retroactive rate, how many were counted so far."""
    tiered = names.tiered(line)
    if tiered is not None and tiered.mode == "retroactive":
        return figures.count(edition, step.counts, step.place, step.first, step.last)
    return figures.place(edition, step.counts, step.place, step.first, step.last)


def before_step(edition: Edition, step: Before, line: Line, names: Names) -> tuple[str, ...]:
    """What was there before, and with this."""
    values = {"total": figures.money(edition, step.total), "after": figures.money(edition, step.after), "period": ""}
    if step.first is not None and step.last is not None:
        values["period"] = figures.window(edition, step.first, step.last)
    words = _BEFORE if goes_by_payments(line) else _BEFORE | _COUNTED_BEFORE
    return (edition.gettext(words[step.measure]) % values,)


def goes_by_payments(line: Line) -> bool:
    """Whether a line was earned on what a client paid."""
    return any(isinstance(step, Basis) and step.trigger == "client_payment" for step in line.steps)


def deal_size_step(edition: Edition, step: DealSize, line: Line, names: Names) -> tuple[str, ...]:
    """The deal's size, where that picks the rate."""
    values = {"size": figures.money(edition, step.size)}
    return (edition.gettext("The deal is worth %(size)s, which picks one rate for all of it") % values,)


def converted_step(edition: Edition, step: Converted, line: Line, names: Names) -> tuple[str, ...]:
    """The conversion at the win, as a step."""
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


def exchanged_step(edition: Edition, step: Exchanged, line: Line, names: Names) -> tuple[str, ...]:
    """Money in another currency, and what it counts as."""
    values = {
        "amount": figures.money(edition, step.amount),
        "into": figures.money(edition, step.into),
        "day": edition.day(step.on).text,
    }
    return (edition.gettext("%(amount)s counts as %(into)s, at the exchange rate known on %(day)s") % values,)
