"""Worked examples as both sides say them: "If the partner refers a client to us and …, then we pay the partner …"."""

from collections.abc import Iterator, Mapping

from partnerbook.analysis.examples.running import claimant
from partnerbook.core.agreement import Agreement
from partnerbook.core.compensation import MarginEarning
from partnerbook.core.money import Money
from partnerbook.core.vocabulary import US, Direction
from partnerbook.core.worked_example import ExampleCase, WorkedExample
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_

Names = Mapping[str, str]
"""Names of parties and services by their keys."""

# Every clause stands after "if" or "then": languages that turn the sentence around there write it so in their catalog.
_DIRECTION = {
    "received": N_("the partner refers a client to us"),
    "sent": N_("we refer a client to the partner"),
}
_SALE = {
    "received": N_("the partner sells our service %(service)s"),
    "sent": N_("we sell the partner's service %(service)s"),
}
_REACHED = {
    "submitted": N_("the referral has only been submitted"),
    "qualified": N_("the referral has been qualified"),
    "won": N_("the client has been won"),
}
_INVOLVEMENT = {
    "passive": N_("it was a mention in passing"),
    "active": N_("the referrer sells along"),
}
_KEPT = {"received": N_("the partner keeps %(money)s"), "sent": N_("we keep %(money)s")}
_PAID_BY = {"us": N_("the partner pays us %(money)s"), "partner": N_("we pay the partner %(money)s")}


def sentence(edition: Edition, example: WorkedExample, agreement: Agreement, names: Names) -> str:
    """A worked example in one sentence."""
    return edition.gettext("If %(case)s, then %(result)s.") % {
        "case": case_in_words(edition, example.given, agreement, names),
        "result": result_in_words(edition, example.given.direction, example.pays, agreement),
    }


def case_in_words(edition: Edition, given: ExampleCase, agreement: Agreement, names: Names) -> str:
    """What is given, in the order it happens, as it stands after "if"."""
    clauses = [
        _beginning(edition, given, agreement, names),
        *_standing(edition, given),
        *_before(edition, given),
        *_money(edition, given),
    ]
    if given.shares:
        shares = (f"{names.get(share.party, share.party)} {edition.rate(share.share)}" for share in given.shares)
        clauses.append(edition.gettext("the shares are %(shares)s") % {"shares": edition.listing(shares)})
    return edition.listing(clauses)


def result_in_words(edition: Edition, direction: Direction, pays: Money, agreement: Agreement) -> str:
    """Who gets what, as it stands after "then"."""
    if not pays.amount:
        return edition.gettext("nothing is earned")
    earning = agreement.compensation.received if direction == "received" else agreement.compensation.sent
    if isinstance(earning, MarginEarning):
        text = _KEPT[direction]
    else:
        text = _PAID_BY["us" if claimant(agreement, direction) == US else "partner"]
    return edition.gettext(text) % {"money": edition.money(pays).text}


def _beginning(edition: Edition, given: ExampleCase, agreement: Agreement, names: Names) -> str:
    earning = agreement.compensation.received if given.direction == "received" else agreement.compensation.sent
    if given.service is not None and isinstance(earning, MarginEarning):
        service = names.get(given.service, given.service)
        return edition.gettext(_SALE[given.direction]) % {"service": service}
    return edition.gettext(_DIRECTION[given.direction])


def _standing(edition: Edition, given: ExampleCase) -> Iterator[str]:
    """Where the referral stands: its place, the involvement, how far it has come."""
    _ = edition.gettext
    if given.place is not None:
        yield _("it is number %(place)s of its period") % {"place": edition.number(given.place)}
    if given.involvement != "standard":
        yield _(_INVOLVEMENT[given.involvement])
    if given.reached is not None:
        yield _(_REACHED[given.reached])
    if given.conversion is not None and given.sample is not None:
        text = _("the conversion of %(sample)s decided referrals is %(rate)s")
        yield text % {"sample": edition.number(given.sample), "rate": edition.rate(given.conversion)}
    elif given.conversion is not None:
        yield _("the conversion is %(rate)s") % {"rate": edition.rate(given.conversion)}


def _before(edition: Edition, given: ExampleCase) -> Iterator[str]:
    """What went before."""
    texts = (
        (given.revenue_before, edition.gettext("%(money)s has counted in the period before")),
        (given.lifetime_before, edition.gettext("the client had paid %(money)s before")),
    )
    for money, text in texts:
        if money is not None:
            yield text % {"money": edition.money(money).text}
    months = given.months_since_first_payment
    if months is not None:
        text = edition.ngettext(
            "the client's first payment was %(months)s month ago",
            "the client's first payment was %(months)s months ago",
            months,
        )
        yield text % {"months": edition.number(months)}


def _money(edition: Edition, given: ExampleCase) -> Iterator[str]:
    """The money of the case, in the order it moves."""
    _ = edition.gettext

    def amounts(several: tuple[Money, ...]) -> str:
        return edition.listing(edition.money(one).text for one in several)

    if given.list_price is not None:
        yield _("the list price is %(money)s") % {"money": edition.money(given.list_price).text}
    if given.deal is not None:
        yield _("the deal is worth %(money)s") % {"money": edition.money(given.deal).text}
    if given.payments:
        yield _("the client pays %(money)s") % {"money": amounts(given.payments)}
    if given.months_unused is not None:
        text = _("%(unused)s of %(months)s months are not used")
        yield text % {"unused": edition.number(given.months_unused), "months": edition.number(given.months)}
    if given.refunds:
        days = given.refund_after_days or 0
        text = edition.ngettext(
            "the client gets back %(money)s after %(days)s day",
            "the client gets back %(money)s after %(days)s days",
            days,
        )
        yield text % {"money": amounts(given.refunds), "days": edition.number(days)}
