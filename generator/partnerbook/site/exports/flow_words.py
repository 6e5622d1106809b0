"""Referrals of a statement's period in words: what was new, what was won, what clients paid.

Clients appear by name only where their record lets partners hear it (DOMAIN 7.3).
"""

from partnerbook.analysis.statements import Flow
from partnerbook.core.book import Book
from partnerbook.core.dates import day_of
from partnerbook.core.money import Money
from partnerbook.core.referral import Referral
from partnerbook.site.edition import Edition
from partnerbook.site.exports.statement_document import Amount, FlowView, ReferralRow
from partnerbook.site.ledger.words import Names


def flow_view(edition: Edition, names: Names, flow: Flow, theirs: str) -> FlowView | None:
    """Referrals of one direction; None where the period has none."""
    _ = edition.gettext
    revenue: dict[str, list[Amount]] = {}
    for one in flow.revenue:
        revenue.setdefault(one.referral, []).append(_amount(edition, one.amount))
    shown = sorted({*flow.referrals, *flow.won, *revenue})
    if not shown:
        return None
    received = flow.direction == "received"
    title = _("Referrals from %(partner)s") if received else _("Referrals to %(partner)s")
    numbers = {"new": edition.number(len(flow.referrals)), "won": edition.number(len(flow.won))}
    return FlowView(
        title=title % {"partner": theirs},
        summary=_("New in the period: %(new)s. Won in the period: %(won)s.") % numbers,
        rows=tuple(
            _referral(edition, names, key, referral, key in flow.won, tuple(revenue.get(key, ())))
            for key in shown
            if (referral := names.referral(key)) is not None
        ),
        revenue=_("Paid by clients")
        if received
        else _("Paid by clients, as %(partner)s reports") % {"partner": theirs},
        total=tuple(_amount(edition, money) for money in flow.total),
        note="" if received else _("Reported by %(partner)s; no revenue of ours.") % {"partner": theirs},
    )


def _referral(
    edition: Edition,
    names: Names,
    key: str,
    referral: Referral,
    won: bool,
    revenue: tuple[Amount, ...],
) -> ReferralRow:
    step = referral.milestones.won
    return ReferralRow(
        day=edition.day(day_of(referral.received)).text,
        id=key,
        client=client_shown(names.book, referral),
        service=names.service(referral.service),
        won=edition.day(step.on).text if won and step is not None else "",
        revenue=revenue,
    )


def client_shown(book: Book, referral: Referral) -> str:
    """The client's name where partners may hear it, else nothing (DOMAIN 7.3)."""
    entry = book.clients.get(referral.client)
    return entry.record.name if entry is not None and "name" in entry.record.may_tell else ""


def _amount(edition: Edition, money: Money) -> Amount:
    return Amount(edition.money(money).text, money)
