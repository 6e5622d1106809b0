"""SCH: activities whose parts do not fit together."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.activity import MARKETING, Activity
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.rules.registry import Breach, rule

_REVIEW = "records/activities/2026/2026-04-14-agentur-brandung-review.md"
_CALL = "records/activities/2026/2026-03-18-agentur-brandung-check-in.md"
_WEBINAR = "records/activities/2026/2026-02-26-software-werft-webinar.md"
_BLOCKS = ("review", "planning", "training", "marketing", "survey", "hot_opportunity", "turned_away", "material")
_MAY_HAVE_MATERIAL = frozenset({"case_study", "collateral", "content"})
_WITH_PARTNERS = frozenset({"check_in", "review", "planning", "survey", "recognition", "introduction", *MARKETING})


def _own_block(activity: Activity) -> str | None:
    """The block an activity of this type is about; None for types that need no more than a summary."""
    if activity.type in MARKETING:
        return "marketing"
    if activity.type in ("case_study", "collateral"):
        return "material"
    return activity.type if activity.type in _BLOCKS else None


@rule(
    "SCH080",
    "block-of-another-type",
    Severity.ERROR,
    summary="An activity has a block that does not belong to its type, or lacks the one that does.",
    why=(
        "Reviews, surveys and leads are counted from their blocks (DOMAIN 10, 14). A review without one leaves no "
        "trace of what was said; one under another type is never counted."
    ),
    bad=Example(_REVIEW, "type: check_in"),
    good=Example(_REVIEW, "type: review"),
)
def block_of_another_type(current: Records) -> Iterator[Breach]:
    for entry in current.book.activities.values():
        activity = entry.record
        own = _own_block(activity)
        for block in _BLOCKS:
            fits = block == own or (block == "material" and activity.type in _MAY_HAVE_MATERIAL)
            if getattr(activity, block) is not None and not fits:
                yield Breach(
                    entry,
                    (block,),
                    f"`{block}` does not belong to the type `{activity.type}`",
                    "Mend the type, or take the block out.",
                    of_key=True,
                )
        if own is not None and getattr(activity, own) is None and activity.on is not None:
            yield Breach(
                entry,
                ("type",),
                f"the type `{activity.type}` is held, but has no `{own}`",
                f"Add `{own}` with what came of it.",
            )


@rule(
    "SCH081",
    "activity-without-day",
    Severity.ERROR,
    summary="An activity has no day at all, or was both held and called off.",
    why=(
        "Whether something is planned, held or called off follows from its days (RULINGS). Without one it appears in "
        "no calendar and counts for nothing; with both it counts and does not."
    ),
    bad=Example(_CALL, "on: ~"),
    good=Example(_CALL, "on: 2026-03-18"),
)
def without_day(current: Records) -> Iterator[Breach]:
    for entry in current.book.activities.values():
        activity = entry.record
        at: FieldPath = ("type",)
        if activity.on is not None and activity.cancelled is not None:
            problem, at = "it was held and called off", ("cancelled",)
        elif activity.on is None and activity.planned is None:
            problem = "it has neither `on` nor `planned`"
        else:
            continue
        yield Breach(
            entry,
            at,
            problem,
            "Write `on` for what took place, `planned` for what is to come, `cancelled` for what did not happen.",
        )


@rule(
    "SCH082",
    "activity-without-partner",
    Severity.WARNING,
    summary="An activity that is about a partnership names no partner.",
    why=(
        "Cadence is reckoned per partner (DOMAIN 11.1, 12.1). A call that names nobody was made for nothing: the "
        "partner is overdue all the same."
    ),
    bad=Example(_CALL, "partners: []"),
    good=Example(_CALL, "partners: [agentur-brandung]"),
)
def without_partner(current: Records) -> Iterator[Breach]:
    for entry in current.book.activities.values():
        activity = entry.record
        if activity.type in _WITH_PARTNERS and not activity.partners and activity.cancelled is None:
            yield Breach(
                entry,
                ("type",),
                f"the type `{activity.type}` names no partner",
                "Add `partners` with everybody who took part.",
            )


@rule(
    "SCH083",
    "activity-figures-contradict",
    Severity.ERROR,
    summary="Figures or days of an activity cannot both be right.",
    why=(
        "Reach is both lists less the overlap (DOMAIN 9.2), and an overlap larger than a list makes it negative. An "
        "answer before the question, or a score without an answer, spoils the yearly survey (DOMAIN 11.5)."
    ),
    bad=Example(
        _WEBINAR,
        "marketing: {title: Stock, logistics: us, promotion: both, our_contacts: 100, their_contacts: 3400, "
        "shared_contacts: 150}",
    ),
    good=Example(
        _WEBINAR,
        "marketing: {title: Stock, logistics: us, promotion: both, our_contacts: 2100, their_contacts: 3400, "
        "shared_contacts: 150}",
    ),
)
def figures_contradict(current: Records) -> Iterator[Breach]:
    for entry in current.book.activities.values():
        for at, problem in _contradictions(entry.record):
            yield Breach(entry, at, problem, "Mend the figure or day that is wrong.")


def _contradictions(activity: Activity) -> Iterator[tuple[FieldPath, str]]:
    marketing, survey, material = activity.marketing, activity.survey, activity.material
    if marketing is not None and marketing.shared_contacts is not None:
        lists = [count for count in (marketing.our_contacts, marketing.their_contacts) if count is not None]
        if lists and marketing.shared_contacts > min(lists):
            yield (
                ("marketing", "shared_contacts"),
                f"{marketing.shared_contacts} contacts stand on both lists, but one list has only {min(lists)}",
            )
    if survey is not None:
        if survey.answered is not None and survey.answered < survey.sent:
            yield ("survey", "answered"), f"it was answered on {survey.answered}, before it was sent on {survey.sent}"
        if survey.score is not None and survey.answered is None:
            yield ("survey", "score"), f"it has the score {survey.score}, but no day of an answer"
    published = material.published if material is not None else None
    outdated = material.outdated if material is not None else None
    if published is not None and outdated is not None and outdated < published:
        yield ("material", "outdated"), f"it is outdated from {outdated}, before it may be used on {published}"
