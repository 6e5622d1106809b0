"""RFL: what was sold to a client: days, shares and the part the other side delivers."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.core.book import Entry
from partnerbook.core.deal import Deal
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.referral import Referral
from partnerbook.core.vocabulary import US
from partnerbook.rules.common import HUNDRED, listed, together
from partnerbook.rules.registry import Breach, rule

_WON = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_JOINT = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"


def _deals(current: Records) -> Iterator[tuple[Entry[Referral], FieldPath, Deal]]:
    """Every deal with its referral and the place where it stands."""
    for entry in current.book.referrals.values():
        for place, deal in enumerate(entry.record.deals):
            yield entry, ("deals", place), deal


@rule(
    "RFL050",
    "deal-dates-contradict",
    Severity.ERROR,
    summary="A deal ends before it begins, or was both completed and broken off.",
    why=(
        "Start and completion set off payments, and the day a deal was broken off decides what is taken back (DOMAIN "
        "8.4, RULINGS)."
    ),
    bad=Example(
        _SENT, "deals: [{key: brand, value: 31000.00 EUR, kind: project, start: 2026-07-13, completed: 2026-07-10}]"
    ),
    good=Example(
        _SENT, "deals: [{key: brand, value: 31000.00 EUR, kind: project, start: 2026-07-13, completed: 2026-09-10}]"
    ),
)
def deal_dates(current: Records) -> Iterator[Breach]:
    for entry, at, deal in _deals(current):
        for field, word in (("completed", "completed"), ("ended_early", "broken off")):
            day = getattr(deal, field)
            if day is not None and deal.start is not None and day < deal.start:
                yield Breach(
                    entry,
                    (*at, field),
                    f"`{deal.key}` was {word} on {day}, before it began on {deal.start}",
                    "Mend the day that is wrong.",
                )
        if deal.completed is not None and deal.ended_early is not None:
            yield Breach(
                entry,
                (*at, "ended_early"),
                f"`{deal.key}` was completed on {deal.completed} and broken off on {deal.ended_early}",
                "Keep the one that happened.",
            )


@rule(
    "RFL051",
    "months-missing-for-clawback",
    Severity.ERROR,
    summary="A refund is taken back by time, and the deal does not say for how many months it was agreed.",
    why=(
        "By time, the unused whole months of the term are taken back (RULINGS, Clawback). Without the term there is "
        "nothing to divide by."
    ),
    bad=Example(
        "records/referrals/2026/2026-05-04-kontor-interim-h2.md",
        text="""---
partner: kontor-interim
direction: received
received: 2026-05-04
client: hanse-logistik
service: controlling-setup
challenge: The books run two months behind
milestones: {won: {on: 2026-05-20, told: 2026-05-20}}
outcome: {reason: convinced}
deals: [{key: run, value: 12000.00 EUR, kind: retainer}]
payments: [{key: p1, deal: run, on: 2026-06-10, amount: 12000.00 EUR}]
refunds: [{key: r1, payment: p1, on: 2026-09-01, amount: 8000.00 EUR}]
---
""",
    ),
    good=Example(
        "records/referrals/2026/2026-05-04-kontor-interim-h2.md",
        text="""---
partner: kontor-interim
direction: received
received: 2026-05-04
client: hanse-logistik
service: controlling-setup
challenge: The books run two months behind
milestones: {won: {on: 2026-05-20, told: 2026-05-20}}
outcome: {reason: convinced}
deals: [{key: run, value: 12000.00 EUR, kind: retainer, months: 12}]
payments: [{key: p1, deal: run, on: 2026-06-10, amount: 12000.00 EUR}]
refunds: [{key: r1, payment: p1, on: 2026-09-01, amount: 8000.00 EUR}]
---
""",
    ),
)
def months_missing(current: Current) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        agreement = current.book.agreements.get(current.analysis.governing.get(entry.id, ""))
        clawback = agreement.record.clawback if agreement is not None else None
        if agreement is None or clawback is None or clawback.method != "by_time":
            continue
        given_back = {refund.payment for refund in referral.refunds}
        refunded = [payment for payment in referral.payments if payment.key in given_back]
        by_deal = agreement.record.payment.trigger in ("project_start", "completion")
        for place, deal in enumerate(referral.deals):
            says_all = deal.kind == "retainer" or not by_deal  # where the deal itself earned, its whole term counts
            of_deal = [payment for payment in refunded if payment.deal == deal.key]
            if deal.months is None and any(payment.covers is None or not says_all for payment in of_deal):
                yield Breach(
                    entry,
                    ("deals", place),
                    f"money for `{deal.key}` was refunded, and {agreement.id} takes back unused months, "
                    "but the deal has no `months`",
                    "Add the agreed `months`; or to a payment of single months, which of them it `covers`.",
                )


@rule(
    "RFL052",
    "project-shares-do-not-add-up",
    Severity.ERROR,
    summary="A project's own shares are not 100% together, or go to somebody who is no party.",
    why=(
        "Joint projects are split by workload, defined per project (DOMAIN 8.3). The shares of all parties sum to 100% "
        "(RULINGS, Alliances)."
    ),
    bad=Example(
        _JOINT,
        "deals: [{key: wing, value: 40000.00 EUR, kind: project, "
        "shares: [{party: us, share: 60%}, {party: werkstatt-wandel, share: 30%}]}]",
    ),
    good=Example(
        _JOINT,
        "deals: [{key: wing, value: 40000.00 EUR, kind: project, "
        "shares: [{party: us, share: 60%}, {party: werkstatt-wandel, share: 40%}]}]",
    ),
)
def project_shares(current: Current) -> Iterator[Breach]:
    for entry, at, deal in _deals(current):
        if not deal.shares:
            continue
        agreement = current.book.agreements.get(current.analysis.governing.get(entry.id, ""))
        parties = {US, entry.record.partner, *(agreement.record.partners if agreement is not None else ())}
        problems = []
        total = together(share.share for share in deal.shares)
        if total != HUNDRED:
            problems.append(f"the shares of `{deal.key}` are {total}% together")
        if strangers := [share.party for share in deal.shares if share.party not in parties]:
            verb = "has" if len(strangers) == 1 else "have"
            problems.append(f"{listed(strangers)} {verb} a share of `{deal.key}`, but no part in the agreement")
        if negative := [share for share in deal.shares if share.share.percent < 0]:
            problems.append(f"{negative[0].party} has {negative[0].share} of `{deal.key}`")
        for problem in problems:
            yield Breach(
                entry,
                (*at, "shares"),
                problem,
                "Give each party its share of this project, us as `us`, so that they make exactly 100%.",
                of_key=True,
            )


@rule(
    "RFL053",
    "markup-not-told",
    Severity.ERROR,
    summary="A deal was won with a markup on the other's work, and the client was not told.",
    why=(
        "Margins are disclosed (DOMAIN 8.3), and agreements say what the client hears of subcontractors (DOMAIN 4.5). "
        "The day the client was told is the proof."
    ),
    bad=Example(
        _SENT,
        "deals: [{key: brand, value: 31000.00 EUR, kind: project, subcontract: {by: us, fee: 5000.00 EUR, "
        "markup: 10%}}]",
    ),
    good=Example(
        _SENT,
        "deals: [{key: brand, value: 31000.00 EUR, kind: project, subcontract: {by: us, fee: 5000.00 EUR, "
        "markup: 10%, disclosed: 2026-07-01}}]",
    ),
)
def markup_not_told(current: Current) -> Iterator[Breach]:
    for entry, at, deal in _deals(current):
        part = deal.subcontract
        if part is None or part.disclosed is not None or entry.record.milestones.won is None:
            continue
        agreement = current.book.agreements.get(current.analysis.governing.get(entry.id, ""))
        disclosure = agreement.record.disclosure if agreement is not None else None
        if part.markup is not None and part.markup.percent > 0:
            whose = "our work" if part.by == US else f"the work of {part.by}"
            problem = f"`{deal.key}` carries a markup of {part.markup} on {whose}"
        elif agreement is not None and disclosure is not None and disclosure.subcontractors == "disclosed":
            problem = f"{agreement.id} has subcontractors disclosed, and {part.by} delivers part of `{deal.key}`"
        else:
            continue
        yield Breach(
            entry,
            (*at, "subcontract"),
            f"{problem}, but the client was not told",
            "Tell the client, and add the day as `disclosed`.",
            of_key=True,
        )
