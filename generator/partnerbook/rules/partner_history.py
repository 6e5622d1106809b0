"""PAR: a partner's status and tier over time, and dates that cannot both be right."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from partnerbook.analysis import Current, Records
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.partner import Partner
from partnerbook.core.vocabulary import PartnerStatus
from partnerbook.rules.common import CANDIDATE, active_partners
from partnerbook.rules.registry import Breach, rule

_PARTNER = "records/partners/agentur-brandung.md"

_OPEN: tuple[PartnerStatus, ...] = ("contacted", "in_talks", "negotiating", "onboarding", "active", "rejected")
NEXT: Mapping[PartnerStatus, frozenset[PartnerStatus]] = {
    "identified": frozenset(_OPEN),
    "contacted": frozenset(_OPEN) - {"contacted"},
    "in_talks": frozenset({*_OPEN, "paused"}) - {"in_talks"},
    "negotiating": frozenset({*_OPEN, "paused", "ended"}) - {"negotiating"},
    "onboarding": frozenset({*_OPEN, "paused", "ended"}) - {"onboarding"},
    "active": frozenset({"paused", "ended", "negotiating", "onboarding"}),
    "paused": frozenset({"paused", "active", "ended", "in_talks", "negotiating", "onboarding", "rejected"}),
    "ended": frozenset({*CANDIDATE, "active"}),
    "rejected": frozenset(CANDIDATE),
}
"""Statuses that may follow one: a step may be skipped, talks may go back or be paused, and an ended
partner may return. A candidate is rejected, a partnership is ended."""


@rule(
    "PAR005",
    "status-history-out-of-order",
    Severity.ERROR,
    summary="An entry of the status history is older than the one above it.",
    why=(
        "The last entry is the partner's status, and what held on the day of a referral is read from the days. Out of "
        "order, both become a matter of luck (RULINGS)."
    ),
    bad=Example(_PARTNER, "status_history: [{on: 2024-06-14, status: onboarding}, {on: 2024-05-02, status: active}]"),
    good=Example(_PARTNER, "status_history: [{on: 2024-05-02, status: onboarding}, {on: 2024-06-14, status: active}]"),
)
def status_out_of_order(current: Records) -> Iterator[Breach]:
    for entry in current.book.partners.values():
        history = entry.record.status_history
        for place, earlier in _out_of_order(change.on for change in history):
            yield Breach(
                entry,
                ("status_history", place, "on"),
                f"`{history[place].status}` from {history[place].on} stands below an entry of {earlier}",
                "Put the entries in order, oldest first, or mend the day.",
            )


@rule(
    "PAR006",
    "impossible-status-change",
    Severity.ERROR,
    summary="A status follows another that it cannot follow.",
    why=(
        "The pipeline runs from first idea to farewell (DOMAIN 5.1). A candidate that is `ended` before it was ever a "
        "partner, or a partner that turns into a fresh idea, would be counted as a loss or a gain that never was."
    ),
    bad=Example(_PARTNER, "status_history: [{on: 2024-05-02, status: active}, {on: 2024-06-14, status: identified}]"),
    good=Example(_PARTNER, "status_history: [{on: 2024-05-02, status: identified}, {on: 2024-06-14, status: active}]"),
)
def impossible_change(current: Records) -> Iterator[Breach]:
    for entry in current.book.partners.values():
        history = entry.record.status_history
        for place in range(1, len(history)):
            before, after = history[place - 1].status, history[place].status
            if after in NEXT[before]:
                continue
            what = "stands twice in a row" if before == after else f"cannot follow `{before}`"
            possible = ", ".join(f"`{status}`" for status in sorted(NEXT[before]))
            yield Breach(
                entry,
                ("status_history", place, "status"),
                f"`{after}` on {history[place].on} {what}",
                f"After `{before}` comes one of {possible}; add the step between, or mend the word.",
            )


@rule(
    "PAR007",
    "status-without-reason",
    Severity.ERROR,
    summary="A pause, an end or a return has no reason, or a pause no condition that ends it.",
    why=(
        "Six months later nobody remembers why a partner was paused, and whoever meets them should know. A pause "
        "without an exit condition is an end that nobody has told the partner (RULINGS, DOMAIN 13)."
    ),
    bad=Example(_PARTNER, "status_history: [{on: 2024-06-14, status: active}, {on: 2026-09-01, status: paused}]"),
    good=Example(
        _PARTNER,
        """status_history:
  - {on: 2024-06-14, status: active}
  - {on: 2026-09-01, status: paused, reason: Three referrals unanswered, exit_condition: A quarter without a miss}""",
    ),
)
def without_reason(current: Records) -> Iterator[Breach]:
    for entry in current.book.partners.values():
        history = entry.record.status_history
        for place, change in enumerate(history):
            is_return = place > 0 and change.status == "active" and history[place - 1].status == "ended"
            missing = []
            if change.reason is None and (change.status in ("paused", "ended") or is_return):
                missing.append("`reason`")
            if change.status == "paused" and change.exit_condition is None:
                missing.append("`exit_condition`")
            if missing:
                what = "return after the end" if is_return else f"status `{change.status}`"
                yield Breach(
                    entry,
                    ("status_history", place),
                    f"the {what} of {change.on} has no {' and no '.join(missing)}",
                    f"Add {' and '.join(missing)}: what happened, and what would have to change.",
                )


@rule(
    "PAR011",
    "active-without-tier",
    Severity.WARNING,
    summary="An active partner has no tier.",
    why=(
        "The tier says how often we speak, which rates are usual and what the partner may expect; new partners choose "
        "one and get its terms. Without one the strictest cadence holds: monthly (DOMAIN 11.1, 12.1)."
    ),
    bad=Example(_PARTNER, "tier_history: []"),
    good=Example(_PARTNER, "tier_history: [{on: 2024-06-14, tier: active}]"),
)
def active_without_tier(current: Current) -> Iterator[Breach]:
    for entry, since in active_partners(current):
        if entry.id not in current.analysis.tiers:
            yield Breach(
                entry,
                since,
                f"{entry.record.name} is active, but has no tier on {current.as_of}",
                "Agree on a tier with them and add it to `tier_history`.",
            )


@rule(
    "PAR018",
    "tier-history-out-of-order",
    Severity.ERROR,
    summary="An entry of the tier history is older than the one above it.",
    why=(
        "The last entry is the partner's tier, and the tier of a day sets default rates and cadence (RULINGS). Out of "
        "order, a referral may earn by the wrong one."
    ),
    bad=Example(_PARTNER, "tier_history: [{on: 2025-07-01, tier: strategic}, {on: 2024-06-14, tier: active}]"),
    good=Example(_PARTNER, "tier_history: [{on: 2024-06-14, tier: active}, {on: 2025-07-01, tier: strategic}]"),
)
def tier_out_of_order(current: Records) -> Iterator[Breach]:
    for entry in current.book.partners.values():
        history = entry.record.tier_history
        for place, earlier in _out_of_order(change.on for change in history):
            yield Breach(
                entry,
                ("tier_history", place, "on"),
                f"the tier `{history[place].tier}` from {history[place].on} stands below an entry of {earlier}",
                "Put the entries in order, oldest first, or mend the day.",
            )


@rule(
    "PAR019",
    "partner-dates-contradict",
    Severity.ERROR,
    summary="Something in a partner's record ends before it begins.",
    why=(
        "Certificates, tax forms and contacts are looked up by their days. One that ends before it begins never held, "
        "and one of the two days is a slip."
    ),
    bad=Example(_PARTNER, "certifications: [{name: Brand audit, since: 2026-05-01, expires: 2025-04-30}]"),
    good=Example(_PARTNER, "certifications: [{name: Brand audit, since: 2025-05-01, expires: 2026-04-30}]"),
)
def dates_contradict(current: Records) -> Iterator[Breach]:
    for entry in current.book.partners.values():
        for at, what, begins, ends in _spans(entry.record):
            if begins is not None and ends is not None and ends < begins:
                yield Breach(
                    entry,
                    at,
                    f"{what} ends on {ends}, before it begins on {begins}",
                    "Mend the day that is wrong.",
                )


def _spans(partner: Partner) -> Iterator[tuple[FieldPath, str, date | None, date | None]]:
    """Whatever has a first and a last day: where the last stands, what it is, both days."""
    for place, contact in enumerate(partner.contacts):
        yield ("contacts", place, "left"), f"{contact.name}'s time there", contact.since, contact.left
    for place, change in enumerate(partner.status_history):
        if change.status == "paused":
            yield ("status_history", place, "review_on"), "the pause up to its review", change.on, change.review_on
    for place, flag in enumerate(partner.red_flags):
        yield ("red_flags", place, "resolved"), "the warning sign", flag.on, flag.resolved
    for place, certificate in enumerate(partner.certifications):
        at = ("certifications", place, "expires")
        yield at, f"the certificate {certificate.name}", certificate.since, certificate.expires
    if partner.tax is not None:
        yield ("tax", "form_expires"), "the tax form", partner.tax.form_received, partner.tax.form_expires


def _out_of_order(days: Iterable[date]) -> Iterator[tuple[int, date]]:
    """The places of days that lie before an earlier one of the list, each with the latest day above it."""
    latest: date | None = None
    for place, day in enumerate(days):
        if latest is not None and day < latest:
            yield place, latest
        else:
            latest = day
