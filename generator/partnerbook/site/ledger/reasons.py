"""Why an event earned nothing, or a refund took nothing back, in sentences."""

from partnerbook.analysis.ledger.line import Unearned
from partnerbook.site.edition import Edition
from partnerbook.site.labels import LABELS, N_, label
from partnerbook.site.ledger.names import Names

WHY_NOT = {
    "no_agreement": N_("no agreement with %(partner)s was in force for this service when it was received"),
    "two_agreements": N_("two agreements with %(partner)s match it, and the referral does not name one"),
    "terms_unclear": N_("the terms of agreement %(detail)s have more than one meaning, or lack a figure it needs"),
    "earns_nothing": N_("agreement %(detail)s pays nothing for clients the partner sends us"),
    "earns_nothing_sent": N_("agreement %(detail)s pays nothing for clients we send the partner"),
    "not_won": N_("the client has not been won"),
    "claims_undecided": N_("several partners claim the client, and nothing was decided"),
    "existing_client": N_("the client %(detail)s was ours already, and agreement %(agreement)s does not pay for that"),
    "protected_client": N_("an introduction by %(partner_named)s protected the client"),
    "protected_client_until": N_("an introduction by %(partner_named)s protected the client up to %(since)s"),
    "won_after_tail": N_("the client was won after %(since)s, the last day agreement %(detail)s leaves for a win"),
    "paid_after_end": N_("agreement %(detail)s ended on %(since)s, and nothing earns after its end"),
    "client_ended": N_("the relationship with the client ended on %(since)s"),
    "excluded_service": N_("agreement %(agreement)s excludes the service %(service)s"),
    "service_not_eligible": N_("under agreement %(agreement)s the service %(service)s does not earn"),
    "kind_not_eligible": N_("under agreement %(agreement)s this kind of deal does not earn: %(kind)s"),
    "nothing_eligible": N_("no part of it can earn"),
    "not_first_project": N_("only the client's first project earns, which is deal %(detail)s"),
    "after_first_year": N_("only the first year from the client's first payment earns; it ended on %(since)s"),
    "after_max_months": N_("only %(detail)s months from the client's first payment earn; they ended on %(since)s"),
    "no_rate": N_("neither agreement %(agreement)s nor the partner's tier has a rate for “%(involvement)s”"),
    "rate_is_zero": N_("its rate is 0%%"),
    "rounds_to_nothing": N_("the amount is smaller than half of the smallest unit"),
    "fee_already_earned": N_("the referral's own fee was earned before"),
    "no_wholesale_price": N_("agreement %(agreement)s has no wholesale price for the service %(service)s"),
    "below_wholesale_price": N_("the service %(service)s was not sold for more than the wholesale price"),
    "cap_used_up": N_("the most that the agreement pays has been earned"),
    "exchange_rate_missing": N_("no exchange rate from %(currency)s to %(into)s is known on %(booked)s"),
    "no_clawback_agreed": N_("agreement %(detail)s takes nothing back after a refund"),
    "refund_after_window": N_("payment %(detail)s could be taken back up to %(since)s"),
    "nothing_to_take_back": N_("what was refunded had earned nothing"),
}
"""A sentence for each reason; two have a second one: for clients we sent, and for a protection that ends."""
CAPS = {
    "referral": N_("the most for a referral, %(cap)s, has been earned"),
    "deal": N_("the most for a deal, %(cap)s, has been earned"),
    "client": N_("the most for a client, %(cap)s, has been earned"),
    "calendar_year": N_("the most in a calendar year, %(cap)s, has been earned"),
    "agreement_year": N_("the most in a year of the agreement, %(cap)s, has been earned"),
}
"""The same for a cap that is used up, by what it is counted over."""


def why_not(edition: Edition, unearned: Unearned, names: Names) -> str:
    """Why an event changed nothing: `Payment p2 of €500.00 on 3 Mar 2026: the client has not been won`."""
    values = {
        "event": names.event(edition, unearned.referral, unearned.event),
        "day": edition.day(unearned.on).text,
        "amount": edition.money(unearned.amount).text if unearned.amount else "",
        "reason": reason_in_words(edition, unearned, names),
    }
    if unearned.amount is not None:
        return edition.gettext("%(event)s of %(amount)s on %(day)s: %(reason)s") % values
    return edition.gettext("%(event)s on %(day)s: %(reason)s") % values


def reason_in_words(edition: Edition, unearned: Unearned, names: Names) -> str:
    """The reason alone, within a sentence."""
    detail = unearned.detail
    reason: str = unearned.reason
    if reason == "protected_client" and unearned.since is not None:
        reason = "protected_client_until"
    referral = names.referral(unearned.referral)
    if reason == "earns_nothing" and referral is not None and referral.direction == "sent":
        reason = "earns_nothing_sent"
    currency, _, into = detail.partition(" ")
    values = {
        "detail": detail,
        "agreement": unearned.agreement,
        "partner": names.partner(referral.partner) if referral else "",
        "partner_named": names.partner(detail),
        "service": names.service(detail),
        "since": edition.day(unearned.since).text if unearned.since else "",
        "booked": edition.day(unearned.booked).text,
        "kind": _known(edition, "deal_kind", detail),
        "involvement": _known(edition, "involvement", detail),
        "cap": _cap(edition, unearned, names),
        "currency": currency,
        "into": into,
    }
    text = CAPS.get(detail, WHY_NOT[reason]) if reason == "cap_used_up" else WHY_NOT[reason]
    return edition.gettext(text) % values


def _cap(edition: Edition, unearned: Unearned, names: Names) -> str:
    cap = getattr(names.pays(unearned.agreement, unearned.referral), "cap", None)
    return edition.money(cap.amount).text if cap is not None else ""


def _known(edition: Edition, vocabulary: str, word: str) -> str:
    return label(edition, vocabulary, word) if word in LABELS[vocabulary] else word
