"""CHG: what was signed stays as it was signed; an amendment takes its place."""

from collections.abc import Iterator

from partnerbook.analysis import Current
from partnerbook.analysis.comparison import Change, Comparison
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.finding import Example, Severity
from partnerbook.core.record import Record
from partnerbook.rules.changes.registry import change_rule
from partnerbook.rules.changes.words import said
from partnerbook.rules.registry import Breach

_AGREEMENT = "records/agreements/software-werft-2025.md"
_RATE = "compensation:\n  received: {earn: percentage, basis: first_project, rate: %s}\n  sent: {earn: none}"

PROSE = frozenset(
    {
        "because", "check_ins", "client_acceptance", "clients", "disputes", "document", "escalation", "excludes",
        "invoice_note", "memorandum", "note", "off_limits", "opportunities", "reason", "role", "scope_changes", "what",
        "wording", "work",
    }
)  # fmt: skip
"""Fields of an agreement that are said in words: nothing is reckoned from them, and a slip may be put right."""
_WORDS = frozenset({"waivers", "document", "memorandum"})
"""Fields that are about the paper and not in it."""


def _signed(entry: Entry[Record]) -> Agreement | None:
    record = entry.record
    return record if isinstance(record, Agreement) and record.signed is not None else None


def _is_free(change: Change) -> bool:
    """Whether a change leaves what was signed: a word put right, an early end written down, an example added."""
    if change.field in _WORDS or (change.name == "terminated" and change.old is None):
        return True
    if change.field == "examples" and change.old is None:
        return True
    words = isinstance(change.old, str) and isinstance(change.new, str)
    return words and next(step for step in reversed(change.path) if isinstance(step, str)) in PROSE


@change_rule(
    "CHG005",
    "signed-term-edited",
    Severity.ERROR,
    summary="A term of an agreement is edited after it was signed.",
    why=(
        "Both sides signed these terms, and running referrals earn by them. New terms are an amendment with a first "
        "day of its own, which takes over from there (RULINGS, Agreements). Words of explanation may be put right."
    ),
    bad=Example(_AGREEMENT, "tail_months: 12"),
    good=Example(
        _AGREEMENT,
        "memorandum: [They earn one eighth of the first project.]\n"
        "terminated: {on: 2026-09-15, by: both, effective: 2026-12-31, reason: Grown apart}",
    ),
)
def signed_term_edited(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for changed in comparison.changed_of("agreement"):
        signed = _signed(changed.old)
        for change in changed.fields if signed is not None else ():
            if not _is_free(change):
                yield Breach(
                    changed.new,
                    change.path,
                    f"this agreement was signed on {signed.signed if signed else ''}, and {said(change)}",
                    "Put it back, and write the new terms as an agreement of their own with "
                    f"`amends: {changed.new.id}`.",
                )


@change_rule(
    "CHG006",
    "signed-agreement-deleted",
    Severity.ERROR,
    summary="An agreement that was signed is deleted.",
    why=(
        "Referrals received under it, and money earned by it, rest on its terms for years. An agreement ends with "
        "`terminated` or is replaced by an amendment; its record stays."
    ),
    bad=Example("records/agreements/agentur-brandung-2024.md", deleted=True),
    good=Example(_AGREEMENT, "terminated: {on: 2026-09-15, by: both, effective: 2026-12-31, reason: Grown apart}"),
)
def signed_agreement_deleted(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for entry in comparison.removed_of("agreement"):
        signed = _signed(entry)
        if signed is not None:
            yield Breach(
                entry,
                ("signed",),
                f"this agreement with {signed.partner} was signed on {signed.signed} and is gone",
                "Put the file back; if the agreement has ended, say so with `terminated`.",
            )
