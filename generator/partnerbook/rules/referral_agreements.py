"""RFL: which agreement a referral falls under, and terms of its own (RULINGS, "Which agreement")."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.analysis.terms import candidates, matches, origin_of
from partnerbook.core.dates import day_of
from partnerbook.core.finding import Example, Severity
from partnerbook.rules.common import HUNDRED, any_broken, listed
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.soundness import is_misdated, is_misdated_with

_WON = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"
_OPEN = "records/referrals/2026/2026-07-20-werkstatt-wandel-m2.md"
_SECOND = "records/agreements/werkstatt-wandel-referral-2026.md"
_SECOND_TEXT = """---
partner: werkstatt-wandel
model: referral
signed: 2026-01-10
effective: 2026-01-15
scope: {they_refer: [growth-finance], we_refer: [change-management]}
compensation: {received: {earn: percentage, basis: first_project, rate: 10%}, sent: {earn: none}}
payment: {trigger: client_payment, net_days: 30}
attribution: {rule: first_introduction}
---
"""
_BROAD = "records/agreements/agentur-brandung-2026.md"
_BROAD_TEXT = """---
partner: agentur-brandung
model: referral
signed: 2026-01-15
effective: 2026-02-01
scope: {{they_refer: [fractional-cfo], excluded_services: [{excluded}]}}
compensation: {{received: {{earn: none}}, sent: {{earn: none}}}}
payment: {{trigger: client_payment, net_days: 30}}
attribution: {{rule: first_introduction}}
---
"""


@rule(
    "RFL020",
    "won-without-agreement",
    Severity.ERROR,
    summary="A referral was won, and no agreement was in force for it.",
    why=(
        "The agreement in force on the day a referral was received, for its direction and service, says what it earns "
        "for its whole life (RULINGS). Without one nobody knows what is owed."
    ),
    bad=Example(_SENT, "service: payroll"),
    good=Example(_SENT, "service: brand-strategy"),
)
def won_without_agreement(current: Current) -> Iterator[Breach]:
    if any_broken(current.book, "agreement"):
        return
    for entry in current.analysis.book.referrals.values():
        referral = entry.record
        origin = origin_of(referral, current.analysis.book)
        if referral.milestones.won is None or origin.agreement is not None:
            continue
        terms = current.analysis.terms.get(origin.partner, ())
        if (
            origin.partner not in current.book.partners
            or candidates(origin, terms)
            or is_misdated_with(current, origin.partner)
        ):
            continue
        day = day_of(origin.received)
        held = [term.agreement.id for term in terms if term.covers(day)]
        problem = (
            f"{listed(held)} held, but not for `{origin.service}` in the direction `{origin.direction}`"
            if held
            else f"no agreement with {origin.partner} was in force"
        )
        yield Breach(
            entry,
            ("milestones", "won"),
            f"it was won, but on {day}, when it was received, {problem}",
            "Add the agreement or amend its scope, or mend the service or the day.",
            of_key=True,
        )


@rule(
    "RFL021",
    "two-agreements-match",
    Severity.ERROR,
    summary="Two agreements match a referral, and it names neither.",
    why=(
        "Two agreements pay two amounts. Where two match, the referral names the one it falls under; that is decided "
        "when it arrives and not when it is paid (RULINGS)."
    ),
    bad=Example(_OPEN, "service: growth-finance", others=((_SECOND, _SECOND_TEXT),)),
    good=Example(
        _OPEN,
        "service: growth-finance\nagreement: werkstatt-wandel-2025",
        others=((_SECOND, _SECOND_TEXT),),
    ),
)
def two_match(current: Current) -> Iterator[Breach]:
    for entry in current.analysis.book.referrals.values():
        referral = entry.record
        if referral.agreement is not None or origin_of(referral, current.analysis.book) is not referral:
            continue
        matching = candidates(referral, current.analysis.terms.get(referral.partner, ()))
        if len(matching) > 1:
            yield Breach(
                entry,
                ("service",),
                f"{listed(term.agreement.id for term in matching)} match on {day_of(referral.received)}",
                "Write `agreement:` with the one it falls under.",
            )


@rule(
    "RFL022",
    "named-agreement-does-not-hold",
    Severity.ERROR,
    summary="A referral names an agreement that is not in force on its day, or not about its direction and service.",
    why=(
        "Naming an agreement settles which of two matching ones holds; it does not stretch one beyond its days or its "
        "scope (RULINGS)."
    ),
    bad=Example(_WON, "received: 2025-03-31T09:15"),
    good=Example(_WON, "received: 2025-04-01T09:15"),
)
def named_does_not_hold(current: Current) -> Iterator[Breach]:
    for entry in current.analysis.book.referrals.values():
        referral = entry.record
        named = current.book.agreements.get(referral.agreement or "")
        if named is None or referral.partner not in named.record.partners or is_misdated(current, named):
            continue
        origin = origin_of(referral, current.analysis.book)
        day = day_of(origin.received)
        terms = [term for term in current.analysis.terms.get(referral.partner, ()) if term.agreement.id == named.id]
        if not terms:
            problem = f"{named.id} is not signed, or never came into force"
        elif not terms[0].covers(day):
            until = f"to {terms[0].last}" if terms[0].last else "on"
            problem = f"{named.id} holds from {terms[0].first} {until}, but the referral was received on {day}"
        elif not matches(named.record, origin):
            side = "they_refer" if origin.direction == "received" else "we_refer"
            problem = f"{named.id} does not list `{origin.service}` among `{side}`"
        else:
            continue
        yield Breach(
            entry,
            ("agreement",),
            problem,
            "Name the agreement that held on that day for this service, or leave the field out.",
        )


@rule(
    "RFL023",
    "won-for-excluded-service",
    Severity.ERROR,
    summary="A referral was won for a service that its agreement excludes.",
    why=(
        "What is off limits was left out for a reason, and earns nothing (DOMAIN 4.1). Whether this one is an "
        "exception must be agreed before anybody counts on the money."
    ),
    bad=Example(_SENT, "service: brand-strategy", others=((_BROAD, _BROAD_TEXT.format(excluded="brand-strategy")),)),
    good=Example(_SENT, "service: brand-strategy", others=((_BROAD, _BROAD_TEXT.format(excluded="payroll")),)),
)
def excluded_service(current: Current) -> Iterator[Breach]:
    for entry in current.analysis.book.referrals.values():
        agreement = current.book.agreements.get(current.analysis.governing.get(entry.id, ""))
        if entry.record.milestones.won is None or agreement is None:
            continue
        if entry.record.service in agreement.record.scope.excluded_services:
            yield Breach(
                entry,
                ("service",),
                f"`{entry.record.service}` is off limits under {agreement.id}",
                "Agree on an exception and amend the agreement, or mend the service.",
            )


@rule(
    "RFL024",
    "override-unclear",
    Severity.ERROR,
    summary="Terms of a referral's own name both a rate and an amount, or neither, or one that cannot be.",
    why=(
        "The most specific rule wins: terms of the referral go before the agreement's (RULINGS). They have to say one "
        "thing, a rate or an amount."
    ),
    bad=Example(
        _WON, "overrides: [{deal: run, reason: A second service, approved_by: henrike-lornsen, on: 2026-08-30}]"
    ),
    good=Example(
        _WON,
        "overrides: [{deal: run, rate: 10%, reason: A second service, approved_by: henrike-lornsen, on: 2026-08-30}]",
    ),
)
def override_unclear(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        for place, override in enumerate(entry.record.overrides):
            if override.rate is None and override.amount is None:
                problem = "names neither `rate` nor `amount`"
            elif override.rate is not None and override.amount is not None:
                problem = "names both `rate` and `amount`"
            elif override.rate is not None and not 0 <= override.rate.percent <= HUNDRED:
                problem = f"says {override.rate}, which is not between 0% and 100%"
            elif override.amount is not None and override.amount.amount < 0:
                problem = f"says {override.amount}, which is less than nothing"
            else:
                continue
            yield Breach(
                entry,
                ("overrides", place),
                f"the decision of {override.on} {problem}",
                "Write the rate or the amount that was approved.",
            )
