"""The trail of payouts as text, CSV and JSON, with what git can prove and what only the forge can."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from partnerbook.analysis.audit import Doubt, Signature, Trail
from partnerbook.core.history import History
from partnerbook.shell.forge.github import is_the_forge
from partnerbook.shell.json_values import Json, document
from partnerbook.shell.plain_tables import as_csv, as_text
from partnerbook.site.reports.plain import NONE, PlainReport, PlainTable

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""
BY_GIT = (
    "Git proves which contents followed which: no earlier commit can be changed without changing the name of every "
    "later one. Names and days in a commit are what its maker wrote there, unless it is signed."
)
BY_FORGE = (
    "Only the forge knows who reviewed a change, of which content, and who pressed the button that merged it. "
    "`partnerbook approvals` weighs its reviews before a change goes in."
)
_EXTENT = {
    "none": "There is no git around these records: nothing of this can be checked.",
    "partial": "Only the latest part of the history was fetched: run git fetch --unshallow to see it all.",
}
_DOUBTS: dict[Doubt, str] = {
    "not_committed": "it is not committed yet",
    "cut_off": "the commit that brought it was not fetched",
    "written_by_another": "somebody else than the preparer wrote it",
    "approver_wrote": "somebody who approved it wrote a part of it before",
}
_COLUMNS = (
    "payout", "partner", "direction", "run", "total", "currency", "prepared_by", "prepared_on",
    "written_by", "written_as", "written_on", "commit", "approved_by", "approved_on",
    "merged_by", "merged_as", "merge", "paid_on", "changes", "latest_by", "latest_as", "latest_commit", "doubts",
)  # fmt: skip
_DIGITS = 7


def text(found: Sequence[Trail], history: History, names: Mapping[str, str], as_of: date) -> str:
    """For a terminal; `names` are those of colleagues by key."""

    def name(key: str) -> str:
        return names.get(key, key)

    def signed(one: Signature | None) -> str:
        return NONE if one is None else name(one.person) if one.person else one.name

    rows, below = [], []
    for trail in found:
        approved = ", ".join(name(approval.by) for approval in trail.approved) or NONE
        commit = trail.written.commit[:_DIGITS] if trail.written else NONE
        merged = f"{signed(trail.merged)}{_how(trail)}"
        rows.append(
            (trail.payout, str(trail.total), name(trail.prepared_by), signed(trail.written), approved, merged, commit)
        )
        below.append(tuple(f"- {_DOUBTS[doubt]}" for doubt in trail.doubts))
    notes = [line for line in (_EXTENT.get(history.extent), BY_GIT, BY_FORGE) if line]
    table = PlainTable(
        "Who stood for each payout",
        ("Payout", "Total", "Prepared", "Written (git)", "Approved", "Merged (git)", "Commit"),
        tuple(rows),
        frozenset({1}),
        (*(() if rows else ("Nothing.",)), *notes),
        tuple(below),
    )
    return as_text(PlainReport(f"Audit of payouts, as of {as_of}", (table,)))


def _how(trail: Trail) -> str:
    """How it came in where no merge says who brought it."""
    if trail.merged is None or trail.by_merge:
        return ""
    return " (by a button, whoever pressed it)" if is_the_forge(trail.merged.mail) else " (no merge)"


def csv(found: Sequence[Trail]) -> str:
    """For a spreadsheet: a row for each payout."""
    return as_csv(_COLUMNS, (tuple(_row(trail)) for trail in found))


def _row(trail: Trail) -> Iterator[str]:
    yield from (trail.payout, trail.partner, trail.direction, trail.run.isoformat())
    yield from (str(trail.total.amount), trail.total.currency, trail.prepared_by, trail.prepared_on.isoformat())
    yield from _signature(trail.written)
    yield " ".join(approval.by for approval in trail.approved)
    yield " ".join(approval.on.isoformat() for approval in trail.approved)
    merged = tuple(_signature(trail.merged))
    yield from (*merged[:2], merged[3] if trail.by_merge else "")
    yield from (trail.paid_on.isoformat() if trail.paid_on else "", str(trail.changes))
    latest = tuple(_signature(trail.latest))
    yield from (*latest[:2], latest[3])
    yield " ".join(trail.doubts)


def _signature(one: Signature | None) -> tuple[str, str, str, str]:
    """Colleague, name and address as git has them, day, commit."""
    return (one.person or "", f"{one.name} <{one.mail}>", one.on.isoformat(), one.commit) if one else ("", "", "", "")


def json(found: Sequence[Trail], history: History, as_of: date) -> str:
    """For programs."""
    value: dict[str, Json] = {
        "history": history.extent,
        "proved_by_git": BY_GIT,
        "known_to_the_forge": BY_FORGE,
        "payouts": [_trail(trail) for trail in found],
    }
    return document(VERSION, as_of, value)


def _trail(trail: Trail) -> Json:
    return {
        "payout": trail.payout,
        "partner": trail.partner,
        "direction": trail.direction,
        "run": str(trail.run),
        "total": str(trail.total),
        "prepared": {"by": trail.prepared_by, "on": str(trail.prepared_on)},
        "approved": [{"by": approval.by, "on": str(approval.on)} for approval in trail.approved],
        "paid_on": str(trail.paid_on) if trail.paid_on else None,
        "written": _signed(trail.written),
        "latest": _signed(trail.latest),
        "changes": trail.changes,
        "merged": _signed(trail.merged),
        "by_merge": trail.by_merge,
        "doubts": list(trail.doubts),
    }


def _signed(one: Signature | None) -> Json:
    if one is None:
        return None
    return {"person": one.person, "name": one.name, "mail": one.mail, "on": str(one.on), "commit": one.commit}
