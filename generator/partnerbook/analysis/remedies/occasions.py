"""Days to make use of: milestones, case studies, renewals; and people (DOMAIN 6.4, 10.5, 11.3, 11.4)."""

from collections.abc import Iterator
from datetime import date, timedelta

from partnerbook.analysis.remedies.model import Case, Remedy, Urgency, remedy
from partnerbook.analysis.scorecard import Verdict
from partnerbook.core.dates import add_months, day_of

ROUND_REFERRALS = (10, 25, 50)
"""Referrals from a partner that are worth a word."""
CELEBRATED_WITHIN = 30
"""Days after a milestone in which it is still celebrated."""
ANNIVERSARY_AHEAD = 14
"""Days before an anniversary on which it is proposed."""
CASE_STUDY_FROM = 9
"""A client's answer from which a project is worth telling (of 10)."""
CASE_STUDY_WITHIN = 6
"""Months after a project's completion in which its story is fresh."""
_URGENCIES: dict[Verdict, Urgency] = {"healthy": "chance", "at_risk": "act"}


@remedy(
    "single_contact",
    source="DOMAIN 11.3, 13",
    why="A partnership with one person ends with that person's job; contacts on several levels carry it on.",
)
def single_contact(case: Case) -> Iterator[Remedy]:
    there = [
        contact
        for contact in case.partner.record.contacts
        if (contact.since is None or contact.since <= case.as_of)
        and (contact.left is None or contact.left > case.as_of)
    ]
    if len(there) <= 1:
        name = there[0].name if there else None
        variant = "" if there else "nobody"
        yield case.remedy("watch", sources=(case.partner.key,), variant=variant, name=name)


@remedy(
    "renewal",
    source="DOMAIN 10.5",
    why="Renew, deepen, scale back or end: the figures say which, and the day comes without them.",
)
def renewal(case: Case) -> Iterator[Remedy]:
    card = case.scorecard
    urgency: Urgency = _URGENCIES.get(card.verdict, "watch")
    for deadline in case.deadlines:
        if deadline.kind == "renewal" and deadline.stop(case.as_of) is None:
            yield case.remedy(
                urgency,
                deadline.due,
                sources=(deadline.record,),
                variant=card.verdict,
                points=card.points,
                agreement=deadline.record.partition("/")[2],
                received=case.counted("referrals_received"),
                sent=case.counted("referrals_sent"),
            )


@remedy(
    "milestone",
    source="DOMAIN 11.4",
    why="What is celebrated is remembered, and repeated.",
)
def milestone(case: Case) -> Iterator[Remedy]:
    days = case.days("received")
    for number in ROUND_REFERRALS:
        if len(days) >= number and _is_fresh(case, days[number - 1]):
            yield case.remedy(
                "chance", days[number - 1], sources=(case.partner.key,), variant="referrals", number=number
            )
    wins = sorted(
        (day_of(entry.record.milestones.won.on), entry.key)
        for entry in case.referrals
        if entry.record.direction == "received" and entry.record.milestones.won is not None
    )
    if wins and _is_fresh(case, wins[0][0]):
        yield case.remedy("chance", wins[0][0], sources=(wins[0][1],), variant="first_win")
    yield from _anniversary(case)


def _anniversary(case: Case) -> Iterator[Remedy]:
    """The years since the partner first became active; said a little ahead, so that there is time for a card."""
    last = case.as_of + timedelta(days=ANNIVERSARY_AHEAD)
    years = last.year - case.since.year
    day = add_months(case.since, 12 * years)
    if day > last:
        years -= 1
        day = add_months(case.since, 12 * years)
    if years >= 1 and _is_fresh(case, day):
        yield case.remedy("chance", day, sources=(case.partner.key,), variant="anniversary", years=years)


def _is_fresh(case: Case, day: date) -> bool:
    """Whether a milestone may still be celebrated, and nobody has done so."""
    thanked = any(held >= day for held, _ in case.held("recognition"))
    return not thanked and day >= case.as_of - timedelta(days=CELEBRATED_WITHIN)


@remedy(
    "case_study",
    source="DOMAIN 6.4, 11.4",
    why="A finished project and a delighted client are the best thing partners can pass on, while all remember it.",
)
def case_study(case: Case) -> Iterator[Remedy]:
    """The latest project that nothing was written about since it was completed."""
    written = [day for day, _ in case.held("case_study")]
    found = []
    for entry in case.referrals:
        record, satisfaction = entry.record, entry.record.satisfaction
        completed = [deal.completed for deal in record.deals if deal.completed is not None]
        if record.milestones.won is None or satisfaction is None or not completed:
            continue
        day = max(completed)
        fresh = add_months(day, CASE_STUDY_WITHIN) > case.as_of
        if satisfaction.score >= CASE_STUDY_FROM and fresh and not any(on >= day for on in written):
            found.append((day, entry.key, satisfaction.score, record.client))
    for day, key, score, client in sorted(found)[-1:]:
        yield case.remedy("chance", sources=(key,), completed=day, score=score, client=client)
