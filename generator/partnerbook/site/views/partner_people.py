"""People on both sides, and the marks of the assessment, as rows of a partner's page."""

from msgspec import Struct

from partnerbook.core.partner import Partner
from partnerbook.core.qualification import Assessment
from partnerbook.site.context import Context, Here
from partnerbook.site.labels import LABELS
from partnerbook.site.values import Fact, Text, Tone, Value, mail_link


class ContactRow(Struct, frozen=True):
    """A person at the partner."""

    name: str
    role: Value
    level: str
    reach: tuple[Value, ...]


class ScoreRow(Struct, frozen=True):
    """One mark of the assessment as a bar."""

    label: str
    share: int
    tone: Tone
    score: str
    note: str


def contacts(context: Context, here: Here, partner: Partner) -> tuple[ContactRow, ...]:
    return tuple(
        ContactRow(
            contact.name,
            contact.title,
            here.label("level", contact.level),
            tuple(
                value
                for value in (
                    mail_link(contact.email) if contact.email else None,
                    Text(contact.phone) if contact.phone else None,
                    Text(contact.prefers) if contact.prefers else None,
                )
                if value is not None
            ),
        )
        for contact in partner.contacts
        if (contact.since is None or contact.since <= context.as_of)
        and (contact.left is None or contact.left > context.as_of)
    )


def our_people(here: Here, partner: Partner) -> tuple[Fact, ...]:
    facts = [Fact(here._("Owner on our side"), (here.person(partner.owner),))]
    if partner.sponsor:
        facts.append(Fact(here._("Executive sponsor"), (here.person(partner.sponsor),)))
    return tuple(facts)


def assessment_rows(here: Here, assessment: Assessment | None) -> tuple[ScoreRow, ...]:
    if assessment is None:
        return ()
    rows = []
    for key in LABELS["assessment"]:
        mark = getattr(assessment, key)
        if mark is not None:
            tone: Tone = "good" if mark.score >= 4 else "warn" if mark.score == 3 else "bad"
            score = here._("%(score)s of 5") % {"score": here.edition.number(mark.score)}
            rows.append(ScoreRow(here.label("assessment", key), mark.score * 20, tone, score, mark.note or ""))
    return tuple(rows)


def assessed(here: Here, assessment: Assessment | None) -> tuple[Fact, ...]:
    """When the assessment was made, and who made it."""
    if assessment is None:
        return ()
    return (Fact(here._("Assessed"), (here.day(assessment.on), here.person(assessment.by))),)
