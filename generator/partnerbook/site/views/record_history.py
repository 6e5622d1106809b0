"""Who changed a record when, as git tells it."""

from collections.abc import Sequence

from msgspec import Struct

from partnerbook.core.history import Change
from partnerbook.site.context import Here
from partnerbook.site.edition import Edition
from partnerbook.site.labels import label
from partnerbook.site.reports.plain import NONE
from partnerbook.site.values import Day, Link

SHOWN = 10
"""So many changes are listed; the others are counted."""
_DIGITS = 7
_LONGEST = 120


class ChangeRow(Struct, frozen=True):
    """One change: the day in its author's time, who and what, the first line of what they wrote about it."""

    day: Day
    who: str
    what: str
    subject: str
    commit: Link


class RecordHistory(Struct, frozen=True):
    """The history of one record: a sentence, the latest changes, how many more there are, and what limits it."""

    summary: str
    rows: tuple[ChangeRow, ...]
    more: str
    note: str


def record_history(here: Here, key: str) -> RecordHistory:
    """The history of the record called `kind/id`."""
    history = here.context.history
    changes = history.changes.get(key, ())
    earlier = len(changes) - SHOWN
    more = here.edition.ngettext("and %(number)s earlier change", "and %(number)s earlier changes", max(earlier, 1))
    note = here._("Only the latest part of the history was fetched: earlier changes are not shown.")
    return RecordHistory(
        summary=_summary(here, changes),
        rows=tuple(_row(here, change) for change in changes[:SHOWN]),
        more=more % {"number": here.edition.number(earlier)} if earlier > 0 else "",
        note=note if history.extent == "partial" and changes else "",
    )


def _summary(here: Here, changes: Sequence[Change]) -> str:
    history = here.context.history
    if not changes:
        match history.extent:
            case "none":
                return here._("Where there is no git, there is no history.")
            case "partial":
                return here._("Not changed in the part of the history that was fetched.")
            case "whole":
                return here._("Not committed yet.")
    latest = _when(here.edition, changes[0], "latest")
    if history.extent == "partial":
        return here._("Last changed on %(latest)s by %(latest_author)s.") % latest
    first = _when(here.edition, changes[-1], "first")
    if len(changes) == 1:
        return here._("Written on %(first)s by %(first_author)s, and not changed since.") % first
    return (
        here._("Written on %(first)s by %(first_author)s, last changed on %(latest)s by %(latest_author)s.")
        % {**first, **latest}
    )  # fmt: skip


def _when(edition: Edition, change: Change, name: str) -> dict[str, str]:
    return {name: edition.long_day(change.commit.on.date()), f"{name}_author": _plain(change.commit.author) or NONE}


def _plain(text: str) -> str:
    """A text of git without what steers a reader's screen or turns the direction of writing."""
    return "".join(char if char.isprintable() else " " for char in text).strip()


def _row(here: Here, change: Change) -> ChangeRow:
    commit = change.commit
    subject = _plain(commit.subject)
    address = here.context.forge.to_commit(commit.id)
    return ChangeRow(
        day=here.edition.day(commit.on.date()),
        who=_plain(commit.author) or NONE,
        what=label(here.edition, "change", change.kind),
        subject=subject if len(subject) <= _LONGEST else f"{subject[:_LONGEST]}…",
        commit=Link(commit.id[:_DIGITS], address),
    )
