"""The case of a worked example as people say it: "place 4 in its period, the client pays 20,000"."""

from partnerbook.core.money import Money
from partnerbook.core.worked_example import ExampleCase
from partnerbook.site.context import Here

_REACHED = {"submitted": "received", "qualified": "qualified", "won": "won"}


def given_in_words(here: Here, given: ExampleCase, names: dict[str, str]) -> str:
    """What is given, in the order it matters; `names` are parties' names by id."""
    parts = [here.label("direction", given.direction), *_standing(here, given), *_money(here, given)]
    if given.shares:
        shares = (f"{names.get(share.party, share.party)} {here.edition.rate(share.share)}" for share in given.shares)
        parts.append(here._("shares: %(shares)s") % {"shares": here.edition.listing(shares)})
    return ", ".join(parts)


def _standing(here: Here, given: ExampleCase) -> list[str]:
    """Where the case stands: its place, the involvement, what went before."""
    e = here.edition
    parts = []
    if given.place is not None:
        parts.append(here._("place %(place)s in its period") % {"place": e.number(given.place)})
    if given.involvement != "standard":
        parts.append(here.label("involvement", given.involvement))
    if given.reached is not None:
        parts.append(here.label("referral_state", _REACHED[given.reached]))
    if given.conversion is not None:
        parts.append(here._("conversion %(rate)s") % {"rate": e.rate(given.conversion)})
    if given.months_unused is not None:
        unused = e.ngettext("%(months)s month unused", "%(months)s months unused", given.months_unused)
        parts.append(unused % {"months": e.number(given.months_unused)})
    return parts


def _money(here: Here, given: ExampleCase) -> list[str]:
    """The money of the case, in the order it moves."""
    e = here.edition

    def amounts(money: tuple[Money, ...] | Money | None) -> str:
        several = (money,) if isinstance(money, Money) else money or ()
        return e.listing(e.money(one).text for one in several)

    texts = (
        (given.revenue_before, here._("%(money)s earned the rate before")),
        (given.lifetime_before, here._("the client had paid %(money)s before")),
        (given.list_price, here._("list price %(money)s")),
        (given.deal, here._("deal of %(money)s")),
        (given.payments, here._("the client pays %(money)s")),
        (given.refunds, here._("and gets back %(money)s")),
    )
    return [text % {"money": amounts(money)} for money, text in texts if money]
