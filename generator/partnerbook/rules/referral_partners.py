"""RFL: whom a referral may come from or go to, for what, and how well it was prepared."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.analysis.states import partner_status, status_entry
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.finding import Example, Severity
from partnerbook.core.partner import Partner
from partnerbook.core.referral import Referral
from partnerbook.rules.common import listed
from partnerbook.rules.registry import Breach, rule

_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"
_OPEN = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
_PARTNER = "records/partners/agentur-brandung.md"
_PAUSED = """---
name: Agentur Brandung
city: Bremen
country: DE
services: [brand-strategy]
ideal_client: Family firms whose products are better than their packaging
positioning: upper_mid
pitch: They turn a good family firm into a brand.
owner: mats-petersen
status_history:
  - {{on: 2024-06-14, status: active}}
  - {{on: {day}, status: paused, reason: Two referrals unanswered, exit_condition: A quarter without a miss}}
---
"""
_TAKEN_ON = ("qualified", "meeting", "proposal", "won")
"""Milestones that show that a referral was taken on."""
_ANSWERS = "[{item: need, answer: yes}, {item: decision-maker, answer: %s}, {item: expects-call, answer: yes}]"


def _with_partner(current: Records) -> Iterator[tuple[Entry[Referral], Partner]]:
    """Referrals whose partner could be read."""
    for entry in current.book.referrals.values():
        partner = current.book.partners.get(entry.record.partner)
        if partner is not None:
            yield entry, partner.record


@rule(
    "RFL014",
    "sent-to-paused-partner",
    Severity.ERROR,
    summary="A client was sent to a partner that was paused or ended on that day.",
    why=(
        "A pause protects our clients while something is wrong; no new referral may be sent to a paused or ended "
        "partner (RULINGS, Reopened; DOMAIN 13)."
    ),
    bad=Example(_SENT, "received: 2026-06-08T11:30", others=((_PARTNER, _PAUSED.format(day="2026-06-01")),)),
    good=Example(_SENT, "received: 2026-06-08T11:30", others=((_PARTNER, _PAUSED.format(day="2026-09-01")),)),
)
def sent_to_paused(current: Records) -> Iterator[Breach]:
    for entry, partner in _with_partner(current):
        day = day_of(entry.record.received)
        change = status_entry(partner, day)
        if entry.record.direction == "sent" and change is not None and change.status in ("paused", "ended"):
            yield Breach(
                entry,
                ("received",),
                f"sent to {partner.name} on {day}, but it was {change.status} from {change.on} on",
                "Send the client to another partner, or take the partnership up again first.",
            )


@rule(
    "RFL015",
    "referral-before-partnership",
    Severity.WARNING,
    summary="A referral was exchanged with a firm that was not a partner yet on that day.",
    why=(
        "Before onboarding there are no terms and nobody knows how to submit; the first referral is a step of the "
        "onboarding itself (DOMAIN 5.2). Often the status history is behind what has long begun."
    ),
    bad=Example(_SENT, "partner: foerder-lotsen\nservice: grant-advice\nreceived: 2026-09-04"),
    good=Example(_SENT, "partner: agentur-brandung\nreceived: 2026-06-08T11:30"),
)
def before_partnership(current: Records) -> Iterator[Breach]:
    for entry, partner in _with_partner(current):
        day = day_of(entry.record.received)
        status = partner_status(partner, day)
        if status in ("identified", "contacted", "in_talks", "negotiating", "rejected"):
            what = "came from" if entry.record.direction == "received" else "was sent to"
            yield Breach(
                entry,
                ("received",),
                f"it {what} {partner.name} on {day}, when its status was `{status}`",
                "Bring the partner's status history up to date, or agree on terms before more follows.",
            )


@rule(
    "RFL016",
    "received-for-what-is-not-ours",
    Severity.WARNING,
    summary="We took on a referral for a service that is not ours.",
    why=(
        "What we do not deliver is declined with an alternative, or sent on to a partner that does (DOMAIN 2.1, 7.2). "
        "Under the wrong service it falls under no agreement."
    ),
    bad=Example(_OPEN, "service: payroll"),
    good=Example(_OPEN, "service: growth-finance"),
)
def not_ours(current: Records) -> Iterator[Breach]:
    if current.book.program is None:
        return
    others = {service.key for service in current.book.program.record.services if not service.ours}
    for entry in current.book.referrals.values():
        referral = entry.record
        if referral.direction == "received" and referral.service in others and _taken_on(referral):
            yield Breach(
                entry,
                ("service",),
                f"`{referral.service}` is not among our own services",
                "Write the service of ours that the client gets, or decline it and suggest a partner.",
            )


@rule(
    "RFL017",
    "sent-for-what-is-not-theirs",
    Severity.WARNING,
    summary="A client was sent to a partner for a service that neither its record nor the agreement knows.",
    why=(
        "A warm referral to somebody who does not do it costs the client's trust in us (DOMAIN 2.1). Perhaps the "
        "partner's services are out of date."
    ),
    bad=Example(_SENT, "service: payroll"),
    good=Example(_SENT, "service: brand-strategy"),
)
def not_theirs(current: Current) -> Iterator[Breach]:
    for entry, partner in _with_partner(current):
        referral = entry.record
        if referral.direction == "received" or referral.service in partner.services:
            continue
        agreement = current.book.agreements.get(current.analysis.governing.get(entry.id, ""))
        if agreement is None or referral.service not in agreement.record.scope.we_refer:
            yield Breach(
                entry,
                ("service",),
                f"`{referral.service}` is not among the services of {partner.name}",
                "Add it to the partner's `services` if they deliver it, or write the service that was meant.",
            )


@rule(
    "RFL060",
    "taken-on-against-checklist",
    Severity.WARNING,
    summary="We took on a referral although a required question of the checklist is answered with no.",
    why=(
        "Anything with a pulse is not a referral (DOMAIN 7.7). A required question marks what makes a referral "
        "premature; time spent on it is missing for the others."
    ),
    bad=Example(_OPEN, f"checklist: {_ANSWERS % 'no'}"),
    good=Example(_OPEN, f"checklist: {_ANSWERS % 'yes'}"),
)
def against_checklist(current: Records) -> Iterator[Breach]:
    required = _required(current)
    for entry in current.book.referrals.values():
        if entry.record.direction != "received" or not _taken_on(entry.record):
            continue
        for place, given in enumerate(entry.record.checklist):
            if given.item in required and given.answer == "no":
                yield Breach(
                    entry,
                    ("checklist", place, "answer"),
                    f"the answer is no, but the referral was taken on: {required[given.item]}",
                    "Settle it with the partner before you go on, and write the new answer down.",
                )


@rule(
    "RFL061",
    "checklist-incomplete",
    Severity.INFO,
    summary="A referral was taken on, and required questions of the checklist are open.",
    why=(
        "The checklist is asked before submitting (DOMAIN 7.7). Its answers show later which kinds of referrals were "
        "won, and what to ask the partner for."
    ),
    bad=Example(_OPEN, "checklist: [{item: need, answer: yes}]"),
    good=Example(_OPEN, f"checklist: {_ANSWERS % 'yes'}"),
)
def checklist_incomplete(current: Records) -> Iterator[Breach]:
    required = _required(current)
    for entry in current.book.referrals.values():
        if entry.record.direction != "received" or not _taken_on(entry.record):
            continue
        settled = {given.item for given in entry.record.checklist if given.answer != "unknown"}
        if missing := [item for item in required if item not in settled]:
            yield Breach(
                entry,
                ("checklist",),
                f"taken on without an answer to {listed(f'`{item}`' for item in missing)}",
                "Ask the partner and write the answers down.",
                of_key=True,
            )


def _taken_on(referral: Referral) -> bool:
    return any(name in _TAKEN_ON for name, _ in referral.milestones.reached())


def _required(current: Records) -> dict[str, str]:
    """Required questions of the checklist by key."""
    if current.book.program is None:
        return {}
    return {item.key: item.question for item in current.book.program.record.checklist if item.required}
