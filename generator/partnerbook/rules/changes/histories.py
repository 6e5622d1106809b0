"""CHG: records that others rest on, names that stand for one thing, and histories that only grow."""

from collections.abc import Iterator, Mapping, Sequence

from partnerbook.analysis import Current
from partnerbook.analysis.comparison import Change, Changed, Comparison
from partnerbook.core.book import Entry
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.partner import Partner, StatusChange, TierChange
from partnerbook.core.record import Record
from partnerbook.core.referral import Referral
from partnerbook.rules.changes.registry import change_rule
from partnerbook.rules.changes.words import said, shown
from partnerbook.rules.common import listed
from partnerbook.rules.mentions import references
from partnerbook.rules.reference_fields import Target
from partnerbook.rules.registry import Breach

_PARTNER = "records/partners/zahlenhafen.md"
_REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"
_HISTORY = "status_history:\n  - {on: 2025-02-01, status: in_talks}\n  - {on: %s, status: active}"
_DECISION = """decision:
  on: 2026-03-12
  by: henrike-lornsen
  rule: agreed_split
  shares:
    - {party: software-werft, share: %s}
    - {party: agentur-brandung, share: %s}
  reason: The Werft introduced, Brandung removed %s doubts"""
_NAMED = 5

_TARGETS: Mapping[str, tuple[Target, ...]] = {
    "partner": (Target.PARTNER, Target.PARTY),
    "agreement": (Target.AGREEMENT,),
    "referral": (Target.REFERRAL,),
    "activity": (Target.ACTIVITY,),
}
_IDENTITY: Mapping[str, tuple[str, ...]] = {
    "agreement": ("partner",),
    "referral": ("partner", "direction"),
    "payout": ("partner", "direction"),
    "activity": ("type",),
}
"""What a record is about: with any of it changed, the name stands for something else."""
_APPEARANCE: Mapping[str, tuple[str, ...]] = {
    "partner": ("name", "city", "services"),
    "client": ("name", "industry", "known_since"),
}
"""What may change one by one, and all at once makes another firm of it."""
_PROSE = ("reason", "exit_condition", "note", "work")


@change_rule(
    "CHG012",
    "deleted-while-named",
    Severity.ERROR,
    summary="A record is deleted while others still name it.",
    why=(
        "What names it would point at nothing: a payment to nobody, an activity without a partner. Records of what is "
        "over stay, with the day it ended; nothing is tidied away."
    ),
    bad=Example("records/partners/kontor-interim.md", deleted=True),
    good=Example(
        "records/activities/2026/2026-08-11-turned-away-grants.md",
        deleted=True,
    ),
)
def deleted_while_named(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for entry in comparison.removed:
        naming = sorted(_naming(current, entry))
        if naming:
            more = [f"{len(naming) - _NAMED} more"] if len(naming) > _NAMED else []
            yield Breach(
                entry,
                (),
                f"this {entry.kind} is deleted, and {listed([*naming[:_NAMED], *more])} "
                f"{'name' if len(naming) > 1 else 'names'} it",
                "Put the file back; if it is over, give it the day it ended.",
            )


def _naming(current: Current, gone: Entry[Record]) -> set[str]:
    """Records that name one that is gone, as `kind/id`."""
    unknown = references(current.book).unknown
    mentions = (mention for target in _TARGETS.get(gone.kind, ()) for mention in unknown.get(target, ()))
    found = {mention.entry.key for mention in mentions if mention.key == gone.id}
    if gone.kind == "referral":
        begins = f"{gone.id}/"
        for payout in current.book.payouts.values():
            if any(line.line.startswith(begins) for line in payout.record.lines):
                found.add(payout.key)
    if gone.kind == "client":
        found |= {referral.key for referral in current.book.referrals.values() if referral.record.client == gone.id}
    return found


@change_rule(
    "CHG013",
    "id-reused",
    Severity.ERROR,
    summary="A record keeps its name and is about something else now.",
    why=(
        "Ids stand for one thing forever: ledger lines, statements, the pull requests of years are found by them. With "
        "another partner under the same name the history of one becomes that of the other."
    ),
    bad=Example("records/activities/2026/2026-05-06-zahlenhafen-training.md", "type: check_in\ntraining: ~"),
    good=Example(
        "records/activities/2026/2026-05-06-zahlenhafen-training.md", "summary: A training on our controlling"
    ),
)
def id_reused(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for changed in comparison.changed:
        differing = list(_identity(changed))
        if differing:
            yield Breach(
                changed.new,
                differing[0].path,
                f"this name stood for something else: {'; '.join(said(change) for change in differing)}",
                "Put the record back, and write the new one under an id of its own.",
            )


def _identity(changed: Changed) -> Iterator[Change]:
    kind = changed.new.kind
    yield from changed.of(*_IDENTITY.get(kind, ()))
    appearance = _APPEARANCE.get(kind, ())
    found = changed.of(*appearance)
    if appearance and {change.field for change in found} == set(appearance):
        yield from found


@change_rule(
    "CHG014",
    "history-rewritten",
    Severity.ERROR,
    summary="A past entry of a partner's status or tier history is edited, taken out, or put in between.",
    why=(
        "Rates of tiers, places and the question whether a referral could be sent at all go by what held on the day. "
        "A history grows at its end; reasons may be put right."
    ),
    bad=Example(_PARTNER, _HISTORY % "2025-03-01"),
    good=Example(_PARTNER, f"{_HISTORY % '2025-04-01'}\n  - {{on: 2026-09-29, status: ended, reason: Sold}}"),
)
def history_rewritten(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for changed in comparison.changed_of("partner"):
        before, after = changed.old.record, changed.new.record
        if isinstance(before, Partner) and isinstance(after, Partner):
            yield from _rewritten(changed, base, "status_history", before.status_history, after.status_history)
            yield from _rewritten(changed, base, "tier_history", before.tier_history, after.tier_history)


def _rewritten(
    changed: Changed,
    base: Current,
    field: str,
    before: Sequence[StatusChange | TierChange],
    after: Sequence[StatusChange | TierChange],
) -> Iterator[Breach]:
    past = [entry for entry in before if entry.on <= base.as_of]
    for place, old in enumerate(past):
        new = after[place] if place < len(after) else None
        if new is not None and _fact(old) == _fact(new):
            continue
        at: FieldPath = (field, place) if new is not None else (field,)
        now = f"and is {shown(new)} now" if new is not None else "and is gone"
        yield Breach(
            changed.new,
            at,
            f"`{field}` {place + 1} was {shown(old)} {now}",
            "Put the history back as it was, and add what is new at its end.",
        )
        return  # all behind it have moved


def _fact(entry: StatusChange | TierChange) -> tuple[object, str]:
    return (entry.on, entry.status if isinstance(entry, StatusChange) else entry.tier)


@change_rule(
    "CHG015",
    "decision-rewritten",
    Severity.ERROR,
    summary="A decision whose referral it is, or terms granted to a single referral, are edited or taken out.",
    why=(
        "Lines of the ledger rest on them, and the partner was told. Until something was earned on it, a decision may "
        "be taken anew, which is a warning for the reviewer."
    ),
    bad=Example(_REFERRAL, _DECISION % ("70%", "30%", "the owner's")),
    good=Example(_REFERRAL, _DECISION % ("60%", "40%", "all")),
)
def decision_rewritten(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for changed in comparison.changed_of("referral"):
        before = changed.old.record
        if not isinstance(before, Referral):
            continue
        earned = changed.old.id in base.analysis.ledger.of_referral
        for change in changed.of("decision", "later_decisions", "overrides"):
            words = isinstance(change.old, str) and isinstance(change.new, str) and change.path[-1] in _PROSE
            if change.old is None or words:
                continue
            yield Breach(
                changed.new,
                change.path,
                said(change) + ("; lines of the ledger rest on it" if earned else ""),
                "Put it back as it was decided. New terms are an entry of their own in `overrides`, a decision on a "
                "later claim one in `later_decisions`, with their own day."
                if earned
                else "Make sure that the partner knows of it.",
                toned=None if earned else Severity.WARNING,
            )
