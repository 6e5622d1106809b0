"""How well the work goes: fit, answers in time, scopes that overlap, satisfaction (DOMAIN 10.4, 11.5, 13)."""

from collections.abc import Iterator

from partnerbook.analysis.deadlines import Deadline, DeadlineSide
from partnerbook.analysis.metrics.figure import Window
from partnerbook.analysis.metrics.windows import trailing_year
from partnerbook.analysis.remedies.model import Case, Remedy, remedy
from partnerbook.core.book import Entry
from partnerbook.core.partner import Partner


@remedy(
    "poor_fit",
    source="DOMAIN 13, 14.2",
    why="Referrals that do not fit cost both sides; the checklist and a word on each mend it fastest.",
)
def poor_fit(case: Case) -> Iterator[Remedy]:
    figure = case.figures.get("conversion")
    share = figure.exact if figure is not None else None
    if figure is None or share is None or share >= case.program.health.low_conversion.exact:
        return
    unfit = [
        entry
        for entry in case.referrals
        if entry.key in figure.sources and entry.record.outcome is not None and entry.record.outcome.reason == "fit"
    ]
    silent = [entry for entry in case.referrals if entry.key in figure.sources and entry.record.feedback is None]
    yield case.remedy(
        "act",
        sources=figure.sources,
        won=int(figure.numerator) if not hasattr(figure.numerator, "currency") else None,
        decided=figure.sample,
        unfit=len(unfit),
        without_feedback=len(silent),
    )


@remedy(
    "slow_partner",
    source="DOMAIN 13, 7.2",
    why="A client we sent and nobody called is our client disappointed: stop until it is mended.",
)
def slow_partner(case: Case) -> Iterator[Remedy]:
    yield from _slow(case, "partner")


@remedy(
    "slow_answers",
    source="DOMAIN 7.2, 13",
    why="Silence after a referral costs the next one; whoever handles them needs the time or a deputy.",
)
def slow_answers(case: Case) -> Iterator[Remedy]:
    yield from _slow(case, "us")


def _slow(case: Case, side: DeadlineSide) -> Iterator[Remedy]:
    health, window = case.program.health, trailing_year(case.as_of)
    answers = [one for one in case.deadlines if _was_due(one, side, window, case)]
    missed = [one for one in answers if one.state(case.as_of) != "met"]
    if len(missed) < max(health.missed_levels, 1) or len(missed) < health.missed_share.exact * len(answers):
        return
    yield case.remedy(
        "act",
        sources=tuple(dict.fromkeys(one.record for one in missed)),
        missed=len(missed),
        answers=len(answers),
        last=max(one.due for one in missed),
    )


def _was_due(deadline: Deadline, side: DeadlineSide, window: Window, case: Case) -> bool:
    """An answer that was given or is overdue; what lapsed or still has time says nothing."""
    if deadline.kind != "respond" or deadline.side != side or deadline.due not in window:
        return False
    return deadline.state(case.as_of) in ("met", "late", "overdue")


@remedy(
    "overlap_with_us",
    source="DOMAIN 4.1, 13",
    why="Who sells what we sell competes for the client; agreed beforehand, it is no conflict.",
)
def overlap_with_us(case: Case) -> Iterator[Remedy]:
    ours = {service.key for service in case.program.services if service.ours}
    shared = tuple(
        service for service in case.partner.record.services if service in ours and not _settled(case, service)
    )
    if shared:
        yield case.remedy("act", sources=(case.partner.key,), services=shared)


def _settled(case: Case, service: str) -> bool:
    """Whether an agreement in force says what happens where both could serve the client."""
    overlaps = (
        term.agreement.record.scope.overlap for term in case.terms.get(case.partner.id, ()) if term.covers(case.as_of)
    )
    return any(one is not None and (not one.services or service in one.services) for one in overlaps)


@remedy(
    "overlap_between_partners",
    source="DOMAIN 4.1, 13",
    why="Two partners for the same client and need wait for the same referral; each should know when it is theirs.",
)
def overlap_between_partners(case: Case) -> Iterator[Remedy]:
    """Told once for each pair, at the partner whose id comes first."""
    mine = case.referred.get(case.partner.id, frozenset())
    for other, services in case.referred.items():
        shared = mine & services
        if other > case.partner.id and shared and _same_clients(case.partner, case.book.partners[other]):
            sources = (case.partner.key, case.book.partners[other].key)
            yield case.remedy("watch", sources=sources, other=other, services=tuple(sorted(shared)))


def _same_clients(one: Entry[Partner], other: Entry[Partner]) -> bool:
    """Whether two partners serve the same region, industry and size; none named means any."""
    pairs = (
        (one.record.regions, other.record.regions),
        (one.record.industries, other.record.industries),
        (one.record.client_sizes, other.record.client_sizes),
    )
    return all(not mine or not theirs or set(mine) & set(theirs) for mine, theirs in pairs)


@remedy(
    "survey_falling",
    source="DOMAIN 11.5",
    why="Satisfaction falls before referrals dry up: ask while there still are some.",
)
def survey_falling(case: Case) -> Iterator[Remedy]:
    moved, score = case.figures.get("survey_trend"), case.figures.get("survey_score")
    change = moved.exact if moved is not None else None
    if moved is None or score is None or change is None or change >= 0:
        return
    answers = [
        (entry.record.survey.answered, entry.record.survey.score)
        for entry in case.activities
        if entry.record.survey is not None and entry.record.survey.answered and entry.record.survey.score is not None
    ]
    (_, before), (_, now) = sorted(answers)[-2:]
    yield case.remedy("watch", sources=moved.sources, before=before, now=now)
