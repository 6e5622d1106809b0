"""What a change does to money and relationships: the state after it held against its base, in values. Pure.

`impact(base, head, comparison)` is the one way in. Both sides are looked at from the same day, so that what differs
comes of the change and not of time. Amounts of different currencies are never added.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from partnerbook.analysis import Current
from partnerbook.analysis.approval import is_there, limits_of, with_role, within_limit
from partnerbook.analysis.comparison import Comparison
from partnerbook.analysis.deadlines import Deadline
from partnerbook.analysis.impact.model import Impact, Owed, PayoutShift, Reached, Shift, ToApprove
from partnerbook.analysis.impact.money import Sums, liability_moved, lines_moved, money_moved, unearned_since
from partnerbook.analysis.partnerships import Partnerships
from partnerbook.analysis.touched import Touched, touched
from partnerbook.core.book import Book
from partnerbook.core.dates import Moment
from partnerbook.core.payout import Payout
from partnerbook.core.program import Person, Program
from partnerbook.core.record import Record
from partnerbook.core.referral import Milestones, Referral


def impact(base: Current, head: Current, comparison: Comparison) -> Impact:
    """What a change makes of its base; `comparison` is of their Books."""
    real = [changed for changed in comparison.changed if changed.fields or changed.prose]
    one, other = base.analysis, head.analysis
    met, missed = _deadlines(base, head)
    sums = Sums(base), Sums(head)
    return Impact(
        as_of=head.as_of,
        added=_by_kind(entry.key for entry in comparison.added),
        removed=_by_kind(entry.key for entry in comparison.removed),
        changed=_by_kind(changed.key for changed in real),
        relocated=tuple(changed.key for changed in comparison.changed if changed.moved),
        unread=comparison.unread,
        money=tuple(money_moved(*sums)),
        lines=tuple(lines_moved(one.ledger, other.ledger)),
        unearned=tuple(unearned_since(one.ledger, other.ledger)),
        liability=tuple(liability_moved(*sums)),
        payouts=tuple(_payouts(base, head)),
        milestones=tuple(_milestones(base.analysis.book, head.analysis.book, comparison)),
        partners=_shifts("partner", one.partner_status, other.partner_status),
        tiers=_shifts("partner", one.tiers, other.tiers),
        health=_health(base, head, comparison),
        agreements=_shifts("agreement", one.agreement_state, other.agreement_state),
        met=met,
        missed=missed,
        approvals=tuple(_approvals(base, head, comparison)),
    )


def _by_kind(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key in keys:
        kind, _, stem = key.partition("/")
        found[kind] = (*found.get(kind, ()), stem)
    return found


def _shifts(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Shift, ...]:
    return tuple(
        Shift(f"{kind}/{key}", old.get(key), new.get(key))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    )


def _health(base: Current, head: Current, comparison: Comparison) -> tuple[Shift, ...]:
    """Partners whose scorecard says something else now; only those that a changed record is about are scored."""
    entries = [*comparison.added, *comparison.removed]
    entries += [side for changed in comparison.changed for side in (changed.old, changed.new)]
    partners: set[str] = set()
    for entry in entries:
        if entry.kind == "program":
            partners |= {*base.analysis.book.partners, *head.analysis.book.partners}
        partners |= {entry.id} if entry.kind == "partner" else _named_partners(entry.record)
    one, other = Partnerships(base.analysis), Partnerships(head.analysis)
    verdicts = ({key: said for key in partners if (said := side.verdict(key)) is not None} for side in (one, other))
    return _shifts("partner", *verdicts)


def _named_partners(record: Record) -> set[str]:
    several: tuple[str, ...] = getattr(record, "partners", ())
    one: str | None = getattr(record, "partner", None)
    return {*several, *((one,) if one is not None else ())}


def _payouts(base: Current, head: Current) -> Iterator[PayoutShift]:
    for shift in _shifts("payout", base.analysis.payout_state, head.analysis.payout_state):
        entry = head.analysis.book.get(shift.record) or base.analysis.book.get(shift.record)
        if entry is not None and isinstance(entry.record, Payout):
            payout = entry.record
            yield PayoutShift(shift.record, payout.partner, payout.direction, payout.total, shift.old, shift.new)


def _milestones(base: Book, head: Book, comparison: Comparison) -> Iterator[Reached]:
    for entry in (*comparison.added_of("referral"), *(changed.new for changed in comparison.changed_of("referral"))):
        known, before = head.referrals.get(entry.id), base.referrals.get(entry.id)
        if known is None:
            continue  # of after the day
        referral = known.record
        if before is None:
            yield _reached(entry.id, referral, "received", referral.received)
        was = before.record.milestones if before is not None else Milestones()
        for name, step in referral.milestones.reached():
            if getattr(was, name) is None:
                yield _reached(entry.id, referral, name, step.on)


def _reached(key: str, referral: Referral, milestone: str, on: Moment) -> Reached:
    return Reached(key, referral.partner, referral.direction, referral.client, referral.service, milestone, on)


def _deadlines(base: Current, head: Current) -> tuple[tuple[Owed, ...], tuple[Owed, ...]]:
    """Clocks that ran in the base and are stopped now; and those overdue now that were not in the base."""
    as_of = head.as_of
    ran = {_clock(one) for one in base.analysis.deadlines.running}
    met = [one for one in head.analysis.deadlines if one.state(as_of) in ("met", "late") and _clock(one) in ran]
    known = {_clock(one) for one in base.analysis.deadlines.overdue}
    missed = [one for one in head.analysis.deadlines.overdue if _clock(one) not in known]
    return tuple(_owed(one, as_of) for one in met), tuple(_owed(one, as_of) for one in missed)


def _clock(deadline: Deadline) -> tuple[str, str, str, Moment]:
    return (deadline.kind, deadline.record, deadline.about, deadline.start)


def _owed(deadline: Deadline, as_of: date) -> Owed:
    return Owed(
        deadline.kind, deadline.side, deadline.record, deadline.partner, deadline.limit, deadline.days_late(as_of) > 0
    )


def _approvals(base: Current, head: Current, comparison: Comparison) -> Iterator[ToApprove]:
    """What has to be approved, within the roles of the base: nobody lets themselves in."""
    entries = [*comparison.added, *comparison.removed, *(changed.new for changed in comparison.changed)]
    entries += [entry for key in comparison.unread if (entry := base.book.get(key) or head.book.get(key)) is not None]
    paths = {entry.key: entry.path for entry in entries}
    for one in touched(base.book, head.book, paths):
        if isinstance(one, Touched):
            fit = one.need != "payout" or _fit(base, one)
            asked = one.asked if fit else ()
            yield ToApprove(one.key, one.need, asked, () if asked else _could(base, one))


def _fit(base: Current, one: Touched) -> bool:
    """Whether a payout asks nobody but those who may approve it; the second needs the role, but not the limit."""
    program = base.book.program.record if base.book.program is not None else None
    people = {person.key: person for person in program.people} if program is not None else {}
    able = {key for key, person in people.items() if program is not None and limits_of(program, person)}
    may = (key in able and key not in one.preparers and is_there(people[key], base.as_of) for key in one.asked)
    return all(may) and all(key in _could(base, one) for key in one.asked[:1])


def _could(base: Current, one: Touched) -> tuple[str, ...]:
    if base.book.program is None:
        return ()
    program = base.book.program.record
    match one.need:
        case "payout":
            there = [person for person in program.people if is_there(person, base.as_of)]
            return tuple(
                person.key
                for person in there
                if person.key not in one.preparers and limits_of(program, person) and _reaches(program, person, one)
            )
        case "terms":
            return with_role(program, "terms_approver", base.as_of)
        case "program":
            return with_role(program, "program_owner", base.as_of)


def _reaches(program: Program, person: Person, one: Touched) -> bool:
    return one.total is None or one.on is None or within_limit(program, person, one.total, one.on)
