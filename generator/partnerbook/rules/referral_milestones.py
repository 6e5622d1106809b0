"""RFL: the steps of a referral in time, and what was said about them."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.dates import certainly_before, day_of, earliest
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.referral import OUTCOMES, Milestone, Referral
from partnerbook.rules.common import listed, written
from partnerbook.rules.registry import Breach, rule

_OPEN = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
_LOST = "records/referrals/2026/2026-07-20-werkstatt-wandel-m2.md"
_WON = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"


@rule(
    "RFL001",
    "milestones-out-of-order",
    Severity.ERROR,
    summary="A milestone lies before an earlier one of the way.",
    why=(
        "Milestones run in time order; a step may be skipped, never reversed (RULINGS). Clocks, places and money "
        "are reckoned from their days. A day without an hour may be any hour of that day."
    ),
    bad=Example(_OPEN, "milestones: {contacted: {on: 2026-09-28}, meeting: {on: 2026-09-22}}"),
    good=Example(_OPEN, "milestones: {contacted: {on: 2026-09-22}, meeting: {on: 2026-09-28}}"),
)
def out_of_order(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        steps = entry.record.milestones.reached()
        if len(_outcomes(entry.record)) > 1:
            steps = tuple(step for step in steps if step[0] not in OUTCOMES)
        latest: tuple[str, Milestone] | None = None
        for name, step in steps:
            if latest is not None and certainly_before(step.on, latest[1].on):
                yield Breach(
                    entry,
                    ("milestones", name, "on"),
                    f"`{name}` on {written(step.on)} lies before `{latest[0]}` on {written(latest[1].on)}",
                    "Mend the day that is wrong, or take out the step that was not taken.",
                )
            elif latest is None or earliest(step.on) > earliest(latest[1].on):
                latest = (name, step)


@rule(
    "RFL002",
    "milestone-before-received",
    Severity.ERROR,
    summary="A milestone lies before the referral was received.",
    why=("Nobody can answer a referral that has not arrived; answering times would be negative (DOMAIN 7.2, RULINGS)."),
    bad=Example(_OPEN, "milestones: {acknowledged: {on: 2026-09-21T08:39}}"),
    good=Example(_OPEN, "milestones: {acknowledged: {on: 2026-09-21T08:40}}"),
)
def before_received(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        received = entry.record.received
        for name, step in entry.record.milestones.reached():
            if certainly_before(step.on, received):
                yield Breach(
                    entry,
                    ("milestones", name, "on"),
                    f"`{name}` on {written(step.on)} lies before the referral was received on {written(received)}",
                    "Mend `received` or the milestone.",
                )
                break  # one wrong day of receipt is one mistake, however many steps follow


@rule(
    "RFL003",
    "two-outcomes",
    Severity.ERROR,
    summary="A referral has more than one outcome.",
    why=(
        "A referral is won, lost, declined or withdrawn, once. If it was lost and later won, the second attempt is a "
        "new referral that `reopens` the first, so that conversion and clocks stay right (RULINGS)."
    ),
    bad=Example(_LOST, "milestones: {lost: {on: 2026-08-03}, won: {on: 2026-09-21}}"),
    good=Example(_LOST, "milestones: {lost: {on: 2026-08-03}}"),
)
def two_outcomes(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        outcomes = _outcomes(entry.record)
        if len(outcomes) > 1:
            yield Breach(
                entry,
                ("milestones", outcomes[-1]),
                f"it is {listed(outcomes)} at once",
                "Keep the one that holds; what began anew later is a new referral with `reopens`.",
                of_key=True,
            )


@rule(
    "RFL009",
    "told-before-it-happened",
    Severity.ERROR,
    summary="The partner is said to have heard of a step before it happened.",
    why=(
        "The loop is closed when the partner has been told (DOMAIN 7.3). A day before the step itself closes it on "
        "paper only."
    ),
    bad=Example(_OPEN, "milestones: {meeting: {on: 2026-09-28, told: 2026-09-27}}"),
    good=Example(_OPEN, "milestones: {meeting: {on: 2026-09-28, told: 2026-09-28}}"),
)
def told_too_early(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        for name, step in referral.milestones.reached():
            if step.told is not None and step.told < day_of(step.on):
                yield Breach(
                    entry,
                    ("milestones", name, "told"),
                    f"the partner was told on {step.told} of `{name}` on {written(step.on)}",
                    "Mend the day that is wrong.",
                )
        outcomes = _outcomes(referral)
        thanked = referral.outcome.thanked if referral.outcome is not None else None
        if thanked is not None and len(outcomes) == 1:
            decided = getattr(referral.milestones, outcomes[0]).on
            if thanked < day_of(decided):
                yield Breach(
                    entry,
                    ("outcome", "thanked"),
                    f"the partner was thanked on {thanked}, before `{outcomes[0]}` on {written(decided)}",
                    "Mend the day that is wrong.",
                )


@rule(
    "RFL010",
    "referral-dates-contradict",
    Severity.ERROR,
    summary="Something on a referral is dated before what it follows from.",
    why=(
        "Feedback is given on a referral that arrived, satisfaction on work that was won, and a stop on paying ends "
        "after it began. One of the two days is a slip, and both are reckoned with."
    ),
    bad=Example(_WON, "feedback: {on: 2026-06-07, fit: 4}"),
    good=Example(_WON, "feedback: {on: 2026-06-09, fit: 4}"),
)
def dates_contradict(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        for at, problem in _contradictions(entry.record):
            yield Breach(entry, at, problem, "Mend the day that is wrong.")


def _contradictions(referral: Referral) -> Iterator[tuple[FieldPath, str]]:
    received = day_of(referral.received)
    if referral.feedback is not None and referral.feedback.on < received:
        yield (
            ("feedback", "on"),
            f"feedback was given on {referral.feedback.on}, before the referral was received on {received}",
        )
    won, satisfaction = referral.milestones.won, referral.satisfaction
    if satisfaction is not None and won is not None and satisfaction.on < day_of(won.on):
        yield (
            ("satisfaction", "on"),
            f"the client was asked about the work on {satisfaction.on}, before it was won on {day_of(won.on)}",
        )
    hold = referral.hold
    if hold is not None and hold.released is not None and hold.released < hold.since:
        yield ("hold", "released"), f"the stop on paying ends on {hold.released}, before it begins on {hold.since}"


@rule(
    "RFL068",
    "consent-after-introduction",
    Severity.WARNING,
    summary="A client agreed to be introduced only after the referral had been passed on.",
    why=(
        "What a referral tells of a client is passed on with the client's word, and before (DOMAIN "
        "7.1, 7.3). A consent of a "
        "later day covers nothing that was said by then, or the day is a slip."
    ),
    bad=Example(_WON, "consent: {introduction: 2026-06-09}"),
    good=Example(_WON, "consent: {introduction: 2026-06-08}"),
)
def consent_late(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        consent, received = entry.record.consent, day_of(entry.record.received)
        if consent is not None and consent.introduction is not None and consent.introduction > received:
            yield Breach(
                entry,
                ("consent", "introduction"),
                f"the client agreed on {consent.introduction}, but the referral was received on {received}",
                "Mend the day that is wrong; if the client was asked too late, tell it what was passed on.",
            )


def _outcomes(referral: Referral) -> list[str]:
    return [name for name, _ in referral.milestones.reached() if name in OUTCOMES]
