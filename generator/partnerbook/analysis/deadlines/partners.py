"""The clocks of a partnership: cadence by tier, survey, onboarding, pauses, certificates (DOMAIN 11, 12.1)."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.deadlines.model import Deadline, DeadlineKind, Stop
from partnerbook.analysis.deadlines.setting import Setting, days_before
from partnerbook.core.activity import ActivityType
from partnerbook.core.book import Entry
from partnerbook.core.dates import add_days, add_months, day_of
from partnerbook.core.finding import FieldPath
from partnerbook.core.partner import Certification, Partner
from partnerbook.core.program import Tier
from partnerbook.core.vocabulary import PartnerStatus

CONTACT: frozenset[ActivityType] = frozenset(
    {"check_in", "review", "planning", "training", "webinar", "event", "introduction", "recognition"}
)
"""Activities in which people of both houses speak; introductions without a business angle count (DOMAIN 11.1)."""
_STOPPED_BY: dict[DeadlineKind, frozenset[ActivityType]] = {
    "check_in": CONTACT,
    "review": frozenset({"review"}),
    "planning": frozenset({"planning"}),
    "survey": frozenset({"survey"}),
}
MONTHS_WITHOUT_TIER = 1
"""Months between two contacts where a partner has no tier (DOMAIN 11.1)."""
SURVEY_MONTHS = 12
"""Months between two surveys of a partner's satisfaction (DOMAIN 11.5)."""

Held = tuple[date, str]
"""A day on which something was held, and the activity's `kind/id`."""


class _Stretch(Struct, frozen=True):
    """Days on which a partner was active at one cadence: `first` up to `end`, which is the first day without.

    `months` are those between two meetings of a kind; None asks for none. `ended_by` is the field that ended it.
    """

    first: date
    end: date | None
    at: FieldPath
    months: int | None = None
    ended_by: str = ""


def partner_deadlines(setting: Setting) -> Iterator[Deadline]:
    """Every clock of every partner; those of the cadence run only while it is active."""
    held = _held(setting)
    tiers = {tier.key: tier for tier in setting.program.tiers}
    for entry in setting.book.partners.values():
        active = _active(entry.record)
        for kind in _STOPPED_BY:
            days = held.get((entry.id, kind), ())
            for stretch in _at_cadence(kind, active, entry.record, tiers):
                yield from _chain(setting, entry, kind, stretch, days)
        yield from _onboarding(setting, entry)
        yield from _pauses(setting, entry)
        if active and active[-1].end is None:
            yield from _certificates(setting, entry)


def _held(setting: Setting) -> dict[tuple[str, DeadlineKind], Sequence[Held]]:
    """When each kind of meeting was held with each partner, in order; a survey counts on the day it was sent."""
    found: dict[tuple[str, DeadlineKind], list[Held]] = {}
    for entry in setting.book.activities.values():
        activity = entry.record
        day = day_of(activity.on) if activity.on is not None else None
        if activity.type == "survey" and activity.survey is not None:
            day = activity.survey.sent
        if day is None or day > setting.as_of or activity.cancelled is not None:
            continue
        for kind, types in _STOPPED_BY.items():
            if activity.type in types:
                for partner in activity.partners:
                    found.setdefault((partner, kind), []).append((day, entry.key))
    return {key: sorted(days) for key, days in found.items()}


def _active(partner: Partner) -> tuple[_Stretch, ...]:
    """The stretches of a partner's history in which it was active."""
    found: list[_Stretch] = []
    history = partner.status_history
    for place, change in enumerate(history):
        end = history[place + 1].on if place + 1 < len(history) else None
        if change.status != "active":
            continue
        if found and found[-1].end == change.on:
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(_Stretch(change.on, end, ("status_history", place), ended_by="status_history"))
    return tuple(found)


def _at_cadence(
    kind: DeadlineKind, active: tuple[_Stretch, ...], partner: Partner, tiers: dict[str, Tier]
) -> Iterator[_Stretch]:
    """The active stretches cut where a change of tier changes the cadence; from there on the new one runs."""
    changes = partner.tier_history
    for stretch in active:
        place = sum(change.on <= stretch.first for change in changes) - 1
        at: FieldPath = ("tier_history", place) if place >= 0 else stretch.at
        current = replace(stretch, at=at, months=_months(kind, tiers.get(changes[place].tier) if place >= 0 else None))
        for later in range(place + 1, len(changes)):
            change = changes[later]
            if stretch.end is not None and change.on >= stretch.end:
                break
            months = _months(kind, tiers.get(change.tier))
            if months != current.months:
                yield replace(current, end=change.on, ended_by="tier_history")
                current = replace(stretch, first=change.on, months=months)
            current = replace(current, at=("tier_history", later))
        yield current


def _months(kind: DeadlineKind, tier: Tier | None) -> int | None:
    """Months between two meetings of a kind in a tier; None where it asks for none."""
    if kind == "survey":
        return SURVEY_MONTHS
    if tier is None:
        return MONTHS_WITHOUT_TIER if kind == "check_in" else None
    return {"check_in": tier.contact_months, "review": tier.review_months, "planning": tier.planning_months}[kind]


def _chain(
    setting: Setting, entry: Entry[Partner], kind: DeadlineKind, stretch: _Stretch, days: Sequence[Held]
) -> Iterator[Deadline]:
    """The clocks of a stretch: each meeting stops the one that the meeting before it began."""
    if stretch.months is None:
        return
    at = stretch.at if kind != "survey" else _since(entry.record, stretch)
    clock = Deadline(
        kind=kind,
        record=entry.key,
        at=at,
        partner=entry.id,
        owner=setting.owner(entry.id),
        side="us",
        start=stretch.first,
        limit=add_months(stretch.first, stretch.months),
    )
    start = stretch.first
    for day, activity in days:
        # What is held on the day a clock begins is what began it.
        if start < day and (stretch.end is None or day < stretch.end):
            yield replace(clock, stopped=Stop(day, activity))
            start = day
            clock = replace(clock, start=day, limit=add_months(day, stretch.months))
    if stretch.end is None:
        yield clock
    elif stretch.end > start:
        yield replace(clock, stopped=Stop(stretch.end, stretch.ended_by, lapsed=True))


def _since(partner: Partner, stretch: _Stretch) -> FieldPath:
    """The entry of the history since which a partner is active: what has no tier points there."""
    place = max(place for place, change in enumerate(partner.status_history) if change.on <= stretch.first)
    return ("status_history", place)


def _onboarding(setting: Setting, entry: Entry[Partner]) -> Iterator[Deadline]:
    """From the beginning of an onboarding, or the signature where that is later, until the partner is active."""
    history = entry.record.status_history
    for place, change in enumerate(history):
        if change.status != "onboarding" or (place > 0 and history[place - 1].status == "onboarding"):
            continue
        following = next((later for later in history[place + 1 :] if later.status != "onboarding"), None)
        signed = [
            term.agreement.record.signed
            for term in setting.terms.get(entry.id, ())
            if term.agreement.record.signed is not None
        ]
        ends = following.on if following is not None else setting.as_of
        start = max((day for day in signed if change.on <= day <= ends), default=change.on)
        stopped = _left("active", following.status, following.on) if following is not None else None
        yield Deadline(
            kind="onboarding",
            record=entry.key,
            at=("status_history", place),
            partner=entry.id,
            owner=setting.owner(entry.id),
            side="us",
            start=start,
            limit=add_days(start, setting.program.service_levels.onboarding_days),
            stopped=stopped,
        )


def _left(wanted: PartnerStatus, reached: PartnerStatus, on: date) -> Stop:
    return Stop(on, "status_history", lapsed=reached != wanted)


def _pauses(setting: Setting, entry: Entry[Partner]) -> Iterator[Deadline]:
    """A pause is looked at again by its day; whatever the history says next has done so."""
    history = entry.record.status_history
    for place, change in enumerate(history):
        if change.status != "paused" or change.review_on is None:
            continue
        following = history[place + 1] if place + 1 < len(history) else None
        yield Deadline(
            kind="pause_review",
            record=entry.key,
            at=("status_history", place, "review_on"),
            partner=entry.id,
            owner=setting.owner(entry.id, change.by),
            side="us",
            start=change.on,
            limit=change.review_on,
            stopped=Stop(following.on, "status_history") if following is not None else None,
        )


def _certificates(setting: Setting, entry: Entry[Partner]) -> Iterator[Deadline]:
    """A certificate that runs out, from its notice on, until a later one of the same name and holder begins."""
    notice = setting.program.service_levels.expiry_notice_days
    certificates = entry.record.certifications
    for place, known in enumerate(certificates):
        if known.expires is None:
            continue
        start = max(known.since, days_before(known.expires, notice))
        if start <= setting.as_of:
            yield Deadline(
                kind="certification",
                record=entry.key,
                at=("certifications", place, "expires"),
                partner=entry.id,
                owner=setting.owner(entry.id, known.holder),
                side="us",
                start=start,
                limit=known.expires,
                stopped=_renewed(certificates, known),
                about=known.name,
            )


def _renewed(certificates: Sequence[Certification], known: Certification) -> Stop | None:
    later = [
        other.since
        for other in certificates
        if (other.name, other.holder) == (known.name, known.holder) and other.since > known.since
    ]
    return Stop(min(later), "certifications") if later else None
