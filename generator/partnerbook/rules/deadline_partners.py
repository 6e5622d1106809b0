"""DUE: calls, reviews, plannings, surveys and decisions that a partnership is owed (DOMAIN 10.3, 10.5, 11, 12.1)."""

from collections.abc import Iterator, Mapping
from datetime import date

from partnerbook.analysis import Current
from partnerbook.analysis.deadlines import DeadlineKind
from partnerbook.core.activity import ActivityType
from partnerbook.core.dates import day_of
from partnerbook.core.finding import Example, Severity
from partnerbook.rules.deadline_words import late, overdue, partner_name
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.soundness import is_misdated_with

_PARTNER = "records/partners/agentur-brandung.md"
_CANDIDATE = "records/partners/foerder-lotsen.md"
_AGREEMENT = "records/agreements/agentur-brandung-2026.md"
_TRAINING = "records/activities/2026/2026-09-15-partner-breakfast-training.md"
_REVIEW = "records/activities/2026/2026-07-14-agentur-brandung-review.md"
_PLANNING = "records/activities/2026/2026-01-27-partner-day-planning.md"
_SURVEY = "records/activities/2026/2026-02-16-survey-partners.md"
_PROMISE = "records/activities/2026/2026-04-14-agentur-brandung-review.md"


def _meeting(current: Current, kind: DeadlineKind, type_: ActivityType, what: str, remedy: str) -> Iterator[Breach]:
    """Overdue meetings of one kind, each with the one that is planned already."""
    planned = _planned(current, type_)
    for entry, deadline in overdue(current, kind, "activity"):
        day = planned.get(deadline.partner)
        first = f"One is planned for {day}: do it sooner" if day else remedy
        yield late(
            current,
            entry,
            deadline,
            f"{partner_name(current, deadline)} is owed {what}",
            f"{first}, and add the activity `{type_}`; pause the partnership if it is to rest.",
        )


def _planned(current: Current, type_: ActivityType) -> Mapping[str, date]:
    """The next day on which such a meeting is planned, by partner."""
    days: dict[str, date] = {}
    for entry in current.analysis.book.activities.values():
        activity = entry.record
        if activity.type != type_ or activity.on is not None or activity.cancelled is not None:
            continue
        day = day_of(activity.planned) if activity.planned is not None else current.as_of
        for partner in activity.partners if day > current.as_of else ():
            days[partner] = min(day, days.get(partner, day))
    return days


@rule(
    "DUE020",
    "check-in-overdue",
    Severity.ERROR,
    summary="Nobody has spoken with an active partner for longer than its tier allows.",
    why=(
        "Drift begins with silence (DOMAIN 11.1, 13). The tier says how often: `contact_months`, monthly where a "
        "partner has no tier. Any meeting, call, training or introduction counts, also without business; the clock "
        "rests while a partner is paused."
    ),
    bad=Example(_TRAINING, "partners: [kontor-interim, werkstatt-wandel, zahlenhafen]"),
    good=Example(_TRAINING, "partners: [agentur-brandung, kontor-interim, werkstatt-wandel, zahlenhafen]"),
)
def check_in_overdue(current: Current) -> Iterator[Breach]:
    yield from _meeting(current, "check_in", "check_in", "a word from us", "Speak with them")


@rule(
    "DUE021",
    "review-overdue",
    Severity.ERROR,
    summary="The review that a partner's tier asks for was not held in time.",
    why=(
        "Small problems are fixed early or not at all: follow-up that slows, sharing that is unclear (DOMAIN 10.3, "
        "10.4). Tiers with `review_months` look back together so often."
    ),
    bad=Example(_REVIEW, "on: 2026-06-29"),
    good=Example(_REVIEW, "on: 2026-06-30"),
)
def review_overdue(current: Current) -> Iterator[Breach]:
    yield from _meeting(current, "review", "review", "a review", "Hold it")


@rule(
    "DUE022",
    "planning-overdue",
    Severity.ERROR,
    summary="The planning meeting that a partner's tier asks for was not held in time.",
    why=(
        "Once a year both sides say which markets, services and clients they want (DOMAIN 11.2). Without it goals are "
        "ours alone. Tiers name the months in `planning_months`."
    ),
    bad=Example(_PLANNING, "partners: [kontor-interim, werkstatt-wandel, zahlenhafen]"),
    good=Example(_PLANNING, "partners: [kontor-interim, software-werft, werkstatt-wandel, zahlenhafen]"),
)
def planning_overdue(current: Current) -> Iterator[Breach]:
    yield from _meeting(current, "planning", "planning", "a planning meeting", "Hold it")


@rule(
    "DUE023",
    "survey-overdue",
    Severity.ERROR,
    summary="An active partner was not asked within a year how content it is.",
    why=(
        "A falling score shows before referrals dry up, if somebody asks (DOMAIN 11.5). The day the survey was sent "
        "counts; whoever does not answer was asked all the same."
    ),
    bad=Example(_SURVEY, "partners: [kontor-interim, software-werft, werkstatt-wandel, zahlenhafen]"),
    good=Example(
        _SURVEY, "partners: [kanzlei-nordlicht, kontor-interim, software-werft, werkstatt-wandel, zahlenhafen]"
    ),
)
def survey_overdue(current: Current) -> Iterator[Breach]:
    yield from _meeting(current, "survey", "survey", "its yearly survey", "Send it")


@rule(
    "DUE030",
    "agreement-expired",
    Severity.ERROR,
    summary="An agreement has run out, and nobody has decided what follows.",
    why=(
        "After its term one renews, deepens, scales back or ends gracefully (DOMAIN 10.5). Until somebody decides, "
        "referrals come in under no terms. One that renews itself needs no decision; where an active partner is "
        "left without any agreement, PAR003 says so."
    ),
    bad=Example(_AGREEMENT, "expires: 2026-09-29\nrenewal: ~"),
    good=Example(_AGREEMENT, "expires: 2026-09-30\nrenewal: ~"),
)
def agreement_expired(current: Current) -> Iterator[Breach]:
    for entry, deadline in overdue(current, "renewal", "agreement"):
        active = current.analysis.partner_status.get(deadline.partner) == "active"
        terms = current.analysis.terms.get(deadline.partner, ())
        if active and not any(term.covers(current.as_of) for term in terms):
            continue  # PAR003 says it
        if is_misdated_with(current, deadline.partner):
            continue  # its successor may only have a wrong day, which is told there
        yield late(
            current,
            entry,
            deadline,
            f"the agreement with {partner_name(current, deadline)} has run out undecided",
            "Sign its successor, or write `terminated` with what was decided.",
        )


@rule(
    "DUE031",
    "onboarding-stuck",
    Severity.ERROR,
    summary="A partner's onboarding takes longer than the program allows.",
    why=(
        "A partner that signed and was never made able to refer is lost before it began (DOMAIN 5.2). The days, "
        "`onboarding_days`, run from the beginning of the onboarding, or from the signature where that came later."
    ),
    bad=Example(_CANDIDATE, "status_history: [{on: 2026-07-31, status: onboarding}]"),
    good=Example(_CANDIDATE, "status_history: [{on: 2026-08-01, status: onboarding}]"),
)
def onboarding_stuck(current: Current) -> Iterator[Breach]:
    for entry, deadline in overdue(current, "onboarding", "agreement"):
        yield late(
            current,
            entry,
            deadline,
            f"{partner_name(current, deadline)} is still being onboarded",
            "Finish the steps of `onboarding` and write the status `active`, or say that it rests or ends.",
        )


@rule(
    "DUE032",
    "pause-not-looked-at",
    Severity.ERROR,
    summary="The day on which a pause was to be looked at again has passed.",
    why=(
        "A pause has a reason and a way out (DOMAIN 13). Looked at by nobody it becomes an end that no one decided, "
        "and the partner learns of it last."
    ),
    bad=Example(
        _CANDIDATE,
        "status_history: [{on: 2026-08-12, status: in_talks}, {on: 2026-08-20, status: paused, reason: Holidays, "
        "review_on: 2026-09-29}]",
    ),
    good=Example(
        _CANDIDATE,
        "status_history: [{on: 2026-08-12, status: in_talks}, {on: 2026-08-20, status: paused, reason: Holidays, "
        "review_on: 2026-09-30}]",
    ),
)
def pause_not_looked_at(current: Current) -> Iterator[Breach]:
    for entry, deadline in overdue(current, "pause_review"):
        yield late(
            current,
            entry,
            deadline,
            f"nobody has looked again at the pause of {partner_name(current, deadline)}",
            "Look whether its condition is met, and add what follows to `status_history`: another pause if need be.",
        )


@rule(
    "DUE040",
    "promise-overdue",
    Severity.ERROR,
    summary="What was promised in a meeting was not done by its day.",
    why=(
        "Meetings are worth what comes of them: promises have an owner and a day (DOMAIN 10.3). What the partner "
        "promised is asked for by its owner with us, and a warning."
    ),
    bad=Example(_PROMISE, "follow_ups: [{what: Send the list, owner: henrike-lornsen, due: 2026-04-30}]"),
    good=Example(
        _PROMISE, "follow_ups: [{what: Send the list, owner: henrike-lornsen, due: 2026-04-30, done: 2026-06-12}]"
    ),
)
def promise_overdue(current: Current) -> Iterator[Breach]:
    for entry, deadline in overdue(current, "follow_up"):
        remedy = "Do it" if deadline.side == "us" else "Ask for it"
        yield late(
            current,
            entry,
            deadline,
            f"what was promised is not done ({deadline.about})",
            f"{remedy} and write `done`, or take the promise out if it is no longer wanted.",
        )
