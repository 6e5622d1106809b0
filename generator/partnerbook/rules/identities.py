"""REF: an id says what the record says."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.record import Record
from partnerbook.rules.registry import Breach, rule

_REFERRAL = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
_PAYOUT = "records/payouts/2026/2026-07-30-agentur-brandung-receivable.md"
_CLOSING = "records/closings/2026-q2.md"
_AGREEMENT = "records/agreements/kanzlei-nordlicht-2025.md"
_ACTIVITY = "records/activities/2026/2026-03-18-agentur-brandung-check-in.md"


def _parts_missing(entry: Entry[Record], parts: tuple[tuple[FieldPath, str], ...], shape: str) -> Iterator[Breach]:
    """The first part an id should go on with and does not."""
    rest = entry.id
    for at, part in parts:
        if rest != part and not rest.startswith(f"{part}-"):
            yield Breach(
                entry,
                at,
                f"this says `{part}`, the record's id is `{entry.id}`",
                f"The id is {shape}. Mend this field if it is wrong; else rename the file, and every mention of it.",
            )
            return
        rest = rest[len(part) + 1 :]


@rule(
    "REF030",
    "referral-id-differs",
    Severity.ERROR,
    summary="A referral's id does not begin with its received day and its partner, or has nothing after them.",
    why=(
        "Ledger lines and statements name a referral by its id. If the id says another day or partner than the record, "
        "whoever reads a statement looks in the wrong place. The random end keeps the client's name out of it."
    ),
    bad=Example(_REFERRAL, "received: 2026-09-22T08:40"),
    good=Example(_REFERRAL, "received: 2026-09-21T08:40"),
)
def referral_id_differs(current: Records) -> Iterator[Breach]:
    shape = "the received day, the partner and a random end: 2026-03-02-software-werft-k7"
    for entry in current.book.referrals.values():
        referral = entry.record
        beginning = f"{day_of(referral.received)}-{referral.partner}"
        if entry.id == beginning:
            yield Breach(
                entry,
                ("partner",),
                f"the id `{entry.id}` ends with the partner",
                f"The id is {shape}. Rename the file with two or three random letters and digits at the end.",
            )
        elif not entry.id.startswith(f"{beginning}-"):
            parts = (("received",), str(day_of(referral.received))), (("partner",), referral.partner)
            yield from _parts_missing(entry, parts, shape)


@rule(
    "REF031",
    "payout-id-differs",
    Severity.ERROR,
    summary="A payout's id does not begin with its run, its partner and its direction.",
    why=(
        "Payouts are looked up by their id on statements and bank transfers. One that says another run or partner "
        "than the record invites paying it twice."
    ),
    bad=Example(_PAYOUT, "run: 2026-10-30"),
    good=Example(_PAYOUT, "run: 2026-07-30"),
)
def payout_id_differs(current: Records) -> Iterator[Breach]:
    for entry in current.book.payouts.values():
        payout = entry.record
        yield from _parts_missing(
            entry,
            ((("run",), str(payout.run)), (("partner",), payout.partner), (("direction",), payout.direction)),
            "the run, the partner and the direction: 2026-07-30-software-werft-payable",
        )


@rule(
    "REF032",
    "closing-id-differs",
    Severity.ERROR,
    summary="A closing's id is not the period it closes.",
    why=(
        "One period is closed once. With ids of another shape two files could close the same quarter, and the file "
        "`2026-q2` could be about another one."
    ),
    bad=Example(_CLOSING, "period: 2026-Q3"),
    good=Example(_CLOSING, "period: 2026-Q2"),
)
def closing_id_differs(current: Records) -> Iterator[Breach]:
    for entry in current.book.closings.values():
        expected = str(entry.record.period).lower()
        if entry.id != expected:
            yield Breach(
                entry,
                ("period",),
                f"this says `{entry.record.period}`, the record's id is `{entry.id}`",
                f"Mend the period, or rename the file to {expected}.md.",
            )


@rule(
    "REF033",
    "agreement-id-differs",
    Severity.ERROR,
    summary="An agreement between two has an id that does not begin with the partner.",
    why=(
        "In lists, in `amends` and on referrals an agreement is only its id. One that begins with another partner's "
        "name is read as theirs."
    ),
    bad=Example(_AGREEMENT, "partner: zahlenhafen"),
    good=Example(_AGREEMENT, "partner: kanzlei-nordlicht"),
)
def agreement_id_differs(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        # An alliance of several has a name of its own.
        if not entry.record.parties:
            parts = ((("partner",), entry.record.partner),)
            yield from _parts_missing(
                entry, parts, "the partner and something that tells it from others: software-werft-2025"
            )


@rule(
    "REF034",
    "activity-id-differs",
    Severity.ERROR,
    summary="An activity's id does not begin with the day it was held or planned for.",
    why="Activities are filed and found by day; under a wrong one nobody finds the review of March.",
    bad=Example(_ACTIVITY, "on: 2026-03-19"),
    good=Example(_ACTIVITY, "on: 2026-03-18"),
)
def activity_id_differs(current: Records) -> Iterator[Breach]:
    for entry in current.book.activities.values():
        moments = {"on": entry.record.on, "planned": entry.record.planned}
        days = {field: str(day_of(moment)) for field, moment in moments.items() if moment is not None}
        if days and not any(entry.id == day or entry.id.startswith(f"{day}-") for day in days.values()):
            field, day = next(iter(days.items()))
            shape = "the day and what it was about: 2026-03-18-agentur-brandung-check-in"
            yield from _parts_missing(entry, (((field,), day),), shape)
