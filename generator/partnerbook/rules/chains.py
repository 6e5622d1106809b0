"""REF: records that continue another one, and what they may continue."""

from collections.abc import Iterator, Mapping

from partnerbook.analysis import Records
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.finding import Example, Severity
from partnerbook.core.record import Record
from partnerbook.core.referral import Referral
from partnerbook.rules.registry import Breach, rule

_AMENDMENT = "records/agreements/agentur-brandung-2026.md"
_AMENDED = "records/agreements/agentur-brandung-2024.md"
_LOST = "records/referrals/2026/2026-07-20-werkstatt-wandel-m2.md"
_AGAIN = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"


@rule(
    "REF040",
    "amends-agreement-of-others",
    Severity.ERROR,
    summary="An agreement amends one that its partner has no part in.",
    why=(
        "An amendment ends the old agreement on its first day. Amending somebody else's would silently end that "
        "partner's terms."
    ),
    bad=Example(_AMENDMENT, "amends: software-werft-2025"),
    good=Example(_AMENDMENT, "amends: agentur-brandung-2024"),
)
def amends_agreement_of_others(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        amended = current.book.agreements.get(entry.record.amends or "")
        if amended is not None and not set(entry.record.partners) & set(amended.record.partners):
            yield Breach(
                entry,
                ("amends",),
                f"`{amended.id}` is an agreement with {amended.record.partner}, not with {entry.record.partner}",
                "Name the agreement of this partner that is replaced, or leave `amends` out.",
            )


@rule(
    "REF041",
    "circular-continuation",
    Severity.ERROR,
    summary="Agreements amend each other, or referrals take each other up, in a circle.",
    why=(
        "Terms and received day are those of the first record of a chain. A circle has no first one, and every record "
        "in it would be replaced by another."
    ),
    bad=Example(_AMENDED, "amends: agentur-brandung-2026"),
    good=Example(_AMENDED),
)
def circular_continuation(current: Records) -> Iterator[Breach]:
    amends = {entry.id: entry.record.amends or "" for entry in current.book.agreements.values()}
    reopens = {entry.id: entry.record.reopens or "" for entry in current.book.referrals.values()}
    entries: Mapping[str, Entry[Record]]
    for field, chain, entries in (
        ("amends", amends, current.book.agreements),
        ("reopens", reopens, current.book.referrals),
    ):
        for circle in _circles(chain):
            yield Breach(
                entries[circle[0]],
                (field,),
                f"these come round in a circle: {' → '.join((*circle, circle[0]))}",
                f"Take `{field}` out of the record that came first.",
            )


def _circles(next_of: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Circles of two records and more, each beginning with its first id."""
    done: set[str] = set()
    for start in next_of:
        way: list[str] = []
        here = start
        while here in next_of and here not in done:
            done.add(here)
            way.append(here)
            here = next_of[here]
        if here in way:
            circle = way[way.index(here) :]
            first = circle.index(min(circle))
            if len(circle) > 1:
                yield (*circle[first:], *circle[:first])


@rule(
    "REF042",
    "reopens-not-lost",
    Severity.ERROR,
    summary="A referral takes up another one that was not lost, or not lost yet.",
    why=(
        "Only a lost referral is taken up again by a new one; the first keeps its outcome for the conversion rate, the "
        "new one starts the clocks anew (RULINGS, Reopened). A referral that is still open just goes on."
    ),
    bad=Example(_LOST, "milestones: {acknowledged: {on: 2026-07-20, told: 2026-07-20}}\noutcome: ~\nfeedback: ~"),
    good=Example(_LOST),
)
def reopens_not_lost(current: Records) -> Iterator[Breach]:
    for entry, earlier in _reopened(current):
        lost = earlier.milestones.lost
        if lost is None:
            reached = earlier.milestones.reached()
            yield Breach(
                entry,
                ("reopens",),
                f"`{entry.record.reopens}` was not lost; its state is `{reached[-1][0] if reached else 'received'}`",
                "Go on in that referral, or give it its `lost` milestone first.",
            )
        elif day_of(entry.record.received) < day_of(lost.on):
            yield Breach(
                entry,
                ("reopens",),
                f"`{entry.record.reopens}` was lost on {day_of(lost.on)}, after this one was received",
                "Mend the day, or leave `reopens` out if this is a referral of its own.",
            )


@rule(
    "REF043",
    "reopens-another-matter",
    Severity.ERROR,
    summary="A referral takes up another one of a different partner, direction or client.",
    why=(
        "The new referral inherits source and received day for attribution. Between different partners or clients "
        "there is nothing to inherit, and the commission would go to the wrong firm."
    ),
    bad=Example(_LOST, "client: ostsee-feinkost"),
    good=Example(_LOST, "client: klinik-holsteinische-schweiz"),
)
def reopens_another_matter(current: Records) -> Iterator[Breach]:
    for entry, earlier in _reopened(current):
        for field in ("partner", "direction", "client"):
            ours, theirs = getattr(entry.record, field), getattr(earlier, field)
            if ours != theirs:
                yield Breach(
                    entry,
                    ("reopens",),
                    f"`{entry.record.reopens}` has the {field} `{theirs}`, this referral has `{ours}`",
                    f"Mend the {field} of one of them, or leave `reopens` out.",
                )
                break


def _reopened(current: Records) -> Iterator[tuple[Entry[Referral], Referral]]:
    """Referrals that take up another one, with the one they take up."""
    for entry in current.book.referrals.values():
        reopens = entry.record.reopens
        if reopens is not None and reopens != entry.id and reopens in current.book.referrals:
            yield entry, current.book.referrals[reopens].record


@rule(
    "REF044",
    "agreement-of-another-partner",
    Severity.ERROR,
    summary="A referral names an agreement that its partner has no part in.",
    why="The agreement decides what is paid; under another partner's it would be paid by terms nobody here signed.",
    bad=Example(_AGAIN, "agreement: software-werft-2025"),
    good=Example(_AGAIN, "agreement: werkstatt-wandel-2025"),
)
def agreement_of_another_partner(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        agreement = current.book.agreements.get(entry.record.agreement or "")
        if agreement is not None and entry.record.partner not in agreement.record.partners:
            yield Breach(
                entry,
                ("agreement",),
                f"`{entry.record.partner}` is no party to `{agreement.id}`",
                f"Name an agreement with {entry.record.partner}, or leave the field out if only one matches.",
            )


@rule(
    "REF045",
    "names-itself",
    Severity.ERROR,
    summary="A record names itself, or points the client back to the partner it is about.",
    why=(
        "An agreement cannot amend itself, nor a referral take itself up. An alternative partner is somebody else than "
        "the one the referral is with: otherwise the client was sent round in a circle."
    ),
    bad=Example(_LOST, "outcome: {reason: timing, alternative_partner: werkstatt-wandel}"),
    good=Example(_LOST, "outcome: {reason: timing, alternative_partner: foerder-lotsen}"),
)
def names_itself(current: Records) -> Iterator[Breach]:
    for agreement in current.book.agreements.values():
        if agreement.record.amends == agreement.id:
            yield Breach(
                agreement,
                ("amends",),
                "this agreement amends itself",
                "Name the agreement it replaces, or leave `amends` out.",
            )
    for entry in current.book.referrals.values():
        if entry.record.reopens == entry.id:
            yield Breach(
                entry,
                ("reopens",),
                "this referral takes itself up again",
                "Name the lost referral it takes up, or leave `reopens` out.",
            )
        outcome = entry.record.outcome
        if outcome is not None and outcome.alternative_partner == entry.record.partner:
            yield Breach(
                entry,
                ("outcome", "alternative_partner"),
                f"the alternative for the client is `{entry.record.partner}`, the partner of this very referral",
                "Name the partner the client was pointed to instead, or leave the field out.",
            )
