"""REF: people who had left by the day they are named for."""

from collections.abc import Iterator
from datetime import date

from partnerbook.analysis import Records
from partnerbook.core.client import Client
from partnerbook.core.finding import Example, Severity
from partnerbook.core.partner import Partner
from partnerbook.rules.mentions import Mention, references
from partnerbook.rules.registry import Breach, rule

_CLIENT = "records/clients/hanse-logistik.md"
_DINNER = "records/activities/2026/2026-07-16-software-werft-recognition.md"
_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"
_PARTNER = "records/partners/agentur-brandung.md"


@rule(
    "REF070",
    "colleague-had-left",
    Severity.ERROR,
    summary="A colleague is said to have done something on a day after their last one.",
    why=(
        "One of the two days is wrong, or somebody acted in a colleague's name. For an approval or a decision on money "
        "that is no small matter."
    ),
    bad=Example(_DINNER, "people: [ilka-brandt]"),
    good=Example(_DINNER, "people: [henrike-lornsen]"),
)
def colleague_had_left(current: Records) -> Iterator[Breach]:
    for absence in references(current.book).absent_colleagues:
        if absence.day is not None and absence.left < absence.day:
            yield Breach(
                absence.mention.entry,
                absence.mention.at,
                f"`{absence.mention.key}` left on {absence.left}, before this day ({absence.day})",
                "Name the colleague who did it, or mend the day.",
            )


@rule(
    "REF071",
    "duty-of-a-leaver",
    Severity.WARNING,
    summary="Somebody who has left still owns a client, holds a certificate or has a part in the program itself.",
    why=(
        "What nobody looks after drifts. A leaver's clients, approvals and certificates are handed over, as partners "
        "are (PAR010)."
    ),
    bad=Example(_CLIENT, "owner: ilka-brandt"),
    good=Example(_CLIENT, "owner: henrike-lornsen"),
)
def duty_of_a_leaver(current: Records) -> Iterator[Breach]:
    for absence in references(current.book).absent_colleagues:
        mention = absence.mention
        if absence.day is None and absence.left < current.as_of and _still_a_duty(mention, current.as_of):
            yield Breach(
                mention.entry,
                mention.at,
                f"`{mention.key}` left on {absence.left} and still stands here",
                "Name the colleague who has taken over.",
            )


def _still_a_duty(mention: Mention, as_of: date) -> bool:
    """Whether what somebody answers for still goes on."""
    record = mention.entry.record
    match record:
        case Client():
            return record.ended is None or record.ended > as_of
        case Partner():
            # Only certificates; owners and sponsors have a rule that knows the partner's status.
            return mention.at[0] == "certifications" and not _expired(record, mention.at[1], as_of)
        case _:
            return True


def _expired(partner: Partner, place: str | int, as_of: date) -> bool:
    expires = partner.certifications[int(place)].expires
    return expires is not None and expires < as_of


@rule(
    "REF072",
    "contact-had-left",
    Severity.ERROR,
    summary="A partner's contact is said to have done something on a day after their last one there.",
    why=(
        "Either the day is wrong or the person; thanks and statements would go to an address that nobody reads any "
        "more. Contacts who leave stay in the partner's record with a last day."
    ),
    bad=Example(
        _PARTNER,
        """contacts:
  - {key: tomke-abels, name: Tomke Abels, level: executive}
  - {key: jan-ole-voss, name: Jan Ole Voss, level: delivery, left: 2026-05-31}
  - {key: rieke-hahn, name: Rieke Hahn, level: account}""",
    ),
    good=Example(
        _PARTNER,
        """contacts:
  - {key: tomke-abels, name: Tomke Abels, level: executive}
  - {key: jan-ole-voss, name: Jan Ole Voss, level: delivery, left: 2026-08-31}
  - {key: rieke-hahn, name: Rieke Hahn, level: account}""",
    ),
)
def contact_had_left(current: Records) -> Iterator[Breach]:
    for absence in references(current.book).absent_contacts:
        if absence.day is not None and absence.left < absence.day:
            yield Breach(
                absence.mention.entry,
                absence.mention.at,
                f"`{absence.mention.key}` left {absence.mention.owner} on {absence.left}, "
                f"before this day ({absence.day})",
                "Name the person who took their place, or mend the day.",
            )
