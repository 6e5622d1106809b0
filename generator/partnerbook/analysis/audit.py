"""The trail of every payout: who stood for it by its record, and who wrote and merged it by git. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from partnerbook.core.book import Book, Entry
from partnerbook.core.history import Change, Commit, History
from partnerbook.core.money import Money
from partnerbook.core.payout import Approved, Payout, PayoutDirection

PersonOf = Callable[[str, str], str | None]
"""The colleague behind a name and an address of git, by key; None for anybody else."""

Doubt = Literal["not_committed", "cut_off", "written_by_another", "approver_wrote"]
"""What a reader should look at.

`cut_off`: the commit that brought it was not fetched. `written_by_another`: somebody else than the preparer brought
it. `approver_wrote`: somebody wrote a part of it, and approved it then or later.
"""


class Signature(Struct, frozen=True):
    """One commit as far as a trail names it: who, on which day of theirs, and the colleague that may be."""

    name: str
    mail: str
    person: str | None
    on: date
    commit: str


class Trail(Struct, frozen=True):
    """Everything about who stood for a payout.

    `prepared_by` to `paid_on` are what the record says. `written` is the commit that brought the record, `latest` the
    last that changed it, of `changes` in all. `merged` is how the first came into the main line: by a merge, whose
    author merged it; or itself, put there by its committer. None where git does not tell.
    """

    payout: str
    partner: str
    direction: PayoutDirection
    run: date
    total: Money
    prepared_by: str
    prepared_on: date
    approved: tuple[Approved, ...]
    paid_on: date | None
    written: Signature | None
    latest: Signature | None
    changes: int
    merged: Signature | None
    by_merge: bool
    doubts: tuple[Doubt, ...]


def trails(book: Book, history: History, person_of: PersonOf) -> tuple[Trail, ...]:
    """The trail of every payout, by run and id."""
    main = brought_in(history.commits)
    found = [_trail(entry, history, main, person_of) for entry in book.payouts.values()]
    return tuple(sorted(found, key=lambda trail: (trail.run, trail.payout)))


def brought_in(commits: Sequence[Commit]) -> Mapping[str, Commit]:
    """The commit of the main line that brought each commit, by name: a merge, or the commit itself.

    The main line goes from the latest commit along first parents. Commits whose way there was not fetched are left out.
    """
    known = {commit.id: commit for commit in commits}
    line: list[Commit] = []
    following = commits[0] if commits else None
    while following is not None:
        line.append(following)
        following = known.get(following.parents[0]) if following.parents else None
    found: dict[str, Commit] = {}
    for step in reversed(line):
        open_ends = [step.id]
        while open_ends:
            name = open_ends.pop()
            if name in known and name not in found:
                found[name] = step
                open_ends.extend(known[name].parents)
    return found


def _trail(entry: Entry[Payout], history: History, main: Mapping[str, Commit], person_of: PersonOf) -> Trail:
    payout = entry.record
    changes = history.changes.get(entry.key, ())
    first, last = (changes[-1], changes[0]) if changes else (None, None)
    is_whole = first is not None and (history.extent == "whole" or first.kind == "added")
    way = main.get(first.commit.id) if first is not None and is_whole else None
    by_merge = way is not None and first is not None and way.id != first.commit.id
    return Trail(
        payout=entry.id,
        partner=payout.partner,
        direction=payout.direction,
        run=payout.run,
        total=payout.total,
        prepared_by=payout.prepared.by,
        prepared_on=payout.prepared.on,
        approved=payout.approved,
        paid_on=payout.paid.on if payout.paid else None,
        written=_author(first.commit, person_of) if first is not None and is_whole else None,
        latest=_author(last.commit, person_of) if last is not None else None,
        changes=len(changes),
        merged=(_author if by_merge else _committer)(way, person_of) if way is not None else None,
        by_merge=by_merge,
        doubts=tuple(_doubts(payout, changes, history, person_of)),
    )


def _doubts(payout: Payout, changes: Sequence[Change], history: History, person_of: PersonOf) -> Iterator[Doubt]:
    if not changes:
        if history.extent == "whole":
            yield "not_committed"
        elif history.extent == "partial":
            yield "cut_off"
        return
    wrote = [person_of(change.commit.author, change.commit.author_mail) for change in changes]
    if history.extent == "partial" and changes[-1].kind != "added":
        yield "cut_off"
    elif wrote[-1] != payout.prepared.by:
        yield "written_by_another"
    if any(
        person == approval.by and change.commit.on.date() <= approval.on
        for approval in payout.approved
        for change, person in zip(changes, wrote, strict=True)
    ):
        yield "approver_wrote"


def _author(commit: Commit, person_of: PersonOf) -> Signature:
    person = person_of(commit.author, commit.author_mail)
    return Signature(commit.author, commit.author_mail, person, commit.on.date(), commit.id)


def _committer(commit: Commit, person_of: PersonOf) -> Signature:
    person = person_of(commit.committer, commit.committer_mail)
    return Signature(commit.committer, commit.committer_mail, person, commit.on.date(), commit.id)
