"""RFL: how a referral ended, why, and what that leaves behind."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.book import Entry
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.referral import OUTCOMES, Referral
from partnerbook.rules.common import listed, profession_rule
from partnerbook.rules.registry import Breach, rule

_LOST = "records/referrals/2026/2026-07-20-werkstatt-wandel-m2.md"
_OPEN = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"
_SECOND = "records/referrals/2026/2026-09-25-werkstatt-wandel-r4.md"
_SECOND_TEXT = """---
partner: werkstatt-wandel
direction: received
received: 2026-09-25
client: klinik-holsteinische-schweiz
service: growth-finance
challenge: The wing again
reopens: {reopens}
---
"""
_DEAL = "deals: [{key: wing, value: 40000.00 EUR, kind: project}]"

_NEVER = {
    "won": ("no_budget", "no_answer", "competitor", "solved_internally", "conflict_of_interest"),
    "lost": ("convinced",),
    "declined": ("convinced",),
    "withdrawn": ("convinced",),
}
"""Reasons that cannot have led to an outcome."""


def _ended(current: Records) -> Iterator[tuple[Entry[Referral], str]]:
    """Referrals with exactly one outcome, and which."""
    for entry in current.book.referrals.values():
        outcomes = [name for name, _ in entry.record.milestones.reached() if name in OUTCOMES]
        if len(outcomes) == 1:
            yield entry, outcomes[0]


@rule(
    "RFL004",
    "outcome-without-reason",
    Severity.ERROR,
    summary="We lost or declined a referral, and no reason is written down.",
    why=(
        "On a loss the partner hears why, in a way it learns from; if a referral does not fit, we say so (DOMAIN 7.2, "
        "7.5). Declined for fit counts in the conversion rate, other reasons do not (RULINGS)."
    ),
    bad=Example(_LOST, "outcome: ~"),
    good=Example(_LOST, "outcome: {reason: timing, lesson: Ask for the board's calendar first}"),
)
def without_reason(current: Records) -> Iterator[Breach]:
    for entry, outcome in _ended(current):
        if entry.record.direction == "received" and outcome in ("lost", "declined") and entry.record.outcome is None:
            yield Breach(
                entry,
                ("milestones", outcome),
                f"it was {outcome}, but nobody wrote down why",
                "Add `outcome` with `reason`, and with `lesson` or `alternative` for the partner.",
                of_key=True,
            )


@rule(
    "RFL005",
    "partner-gave-no-reason",
    Severity.WARNING,
    summary="The partner lost or declined a referral we sent, and no reason is written down.",
    why=(
        "We owe our client an answer, and want to send better referrals. A partner that does not say why leaves us in "
        "the dark (DOMAIN 7.3, 7.5)."
    ),
    bad=Example(_SENT, "milestones: {declined: {on: 2026-06-09}}\noutcome: ~\ndeals: []\npayments: []"),
    good=Example(
        _SENT, "milestones: {declined: {on: 2026-06-09}}\noutcome: {reason: capacity}\ndeals: []\npayments: []"
    ),
)
def partner_gave_no_reason(current: Records) -> Iterator[Breach]:
    for entry, outcome in _ended(current):
        if entry.record.direction == "sent" and outcome in ("lost", "declined") and entry.record.outcome is None:
            yield Breach(
                entry,
                ("milestones", outcome),
                f"{entry.record.partner} has it as {outcome}, but we do not know why",
                "Ask them, and add `outcome` with the `reason`.",
                of_key=True,
            )


@rule(
    "RFL006",
    "nothing-to-learn-from",
    Severity.INFO,
    summary="A lost referral has no lesson for the partner, or a declined one no alternative for the client.",
    why=(
        "On a loss we explain why in a way the partner learns from; what does not fit is declined with a better idea "
        "(DOMAIN 7.2, 7.5)."
    ),
    bad=Example(_LOST, "outcome: {reason: timing}"),
    good=Example(_LOST, "outcome: {reason: timing, lesson: Ask for the board's calendar first}"),
)
def nothing_to_learn(current: Records) -> Iterator[Breach]:
    for entry, outcome in _ended(current):
        said = entry.record.outcome
        if said is None or entry.record.direction != "received":
            continue
        if outcome == "lost" and said.lesson is None:
            problem, help_text = "it was lost, and there is no lesson for the partner", "Add `lesson` in a sentence."
        elif outcome == "declined" and said.alternative is None and said.alternative_partner is None:
            problem = "it was declined, and no alternative was suggested to the client"
            help_text = "Add `alternative`, or the `alternative_partner` the client was pointed to."
        else:
            continue
        yield Breach(entry, ("outcome",), problem, help_text, of_key=True)


@rule(
    "RFL007",
    "outcome-of-open-referral",
    Severity.ERROR,
    summary="A referral gives reasons for an outcome it does not have.",
    why=(
        "Status is the latest milestone and stands nowhere else (RULINGS). With an outcome and no `won`, `lost`, "
        "`declined` or `withdrawn`, pages show it as open and its clocks keep running."
    ),
    bad=Example(_OPEN, "outcome: {reason: price}"),
    good=Example(_OPEN, "outcome: ~"),
)
def outcome_of_open(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        decided = any(name in OUTCOMES for name, _ in entry.record.milestones.reached())
        if entry.record.outcome is not None and not decided:
            yield Breach(
                entry,
                ("outcome",),
                f"the outcome says `{entry.record.outcome.reason}`, but no milestone says how it ended",
                "Add the milestone `won`, `lost`, `declined` or `withdrawn`, or take `outcome` out.",
                of_key=True,
            )


@rule(
    "RFL008",
    "reason-contradicts-outcome",
    Severity.ERROR,
    summary="The reason given cannot have led to this outcome.",
    why="Reasons are counted to see what to change. A client convinced and lost, or without budget and won, is a slip.",
    bad=Example(_LOST, "outcome: {reason: convinced, lesson: None}"),
    good=Example(_LOST, "outcome: {reason: price, lesson: Name the price frame earlier}"),
)
def reason_contradicts(current: Records) -> Iterator[Breach]:
    for entry, outcome in _ended(current):
        said = entry.record.outcome
        if said is not None and said.reason in _NEVER[outcome]:
            yield Breach(
                entry,
                ("outcome", "reason"),
                f"`{said.reason}` is no reason for a referral that was {outcome}",
                "Mend the reason or the milestone.",
            )


@rule(
    "RFL011",
    "won-without-deal",
    Severity.WARNING,
    summary="A referral was won, and nothing says what was sold.",
    why=(
        "Revenue, goals and every percentage rest on deals (DOMAIN 7.4, 8). Without one a win earns nothing, and the "
        "partner will ask. Professions that may not pay for a client need not say what one of ours is worth to them."
    ),
    bad=Example(_SENT, "deals: []\npayments: []"),
    good=Example(_SENT, "deals: [{key: brand, value: 31000.00 EUR, kind: project}]"),
)
def won_without_deal(current: Records) -> Iterator[Breach]:
    for entry, outcome in _ended(current):
        if outcome == "won" and not entry.record.deals and not _reports_nothing(current, entry.record):
            yield Breach(
                entry,
                ("milestones", "won"),
                "it was won, but has no deal",
                "Add `deals` with key, value and kind"
                + ("." if entry.record.direction == "received" else ", as the partner reports them."),
                of_key=True,
            )


def _reports_nothing(current: Records, referral: Referral) -> bool:
    """Whether it went to a profession that may not pay for a client: no figure is owed, and some may not be told."""
    partner = current.book.partners.get(referral.partner)
    law = profession_rule(current.book, partner.record) if partner is not None else None
    return referral.direction == "sent" and law is not None and law.cash == "forbidden"


@rule(
    "RFL012",
    "deal-without-win",
    Severity.ERROR,
    summary="A referral that was lost, declined or withdrawn has deals, invoices or payments.",
    why=(
        "What was not won was not sold. Either the outcome is wrong and a commission is kept from the partner, or the "
        "deal belongs to another referral."
    ),
    bad=Example(_LOST, _DEAL),
    good=Example(_LOST, "deals: []"),
)
def deal_without_win(current: Records) -> Iterator[Breach]:
    for entry, outcome in _ended(current):
        referral = entry.record
        there = [name for name in ("deals", "invoices", "payments") if getattr(referral, name)]
        if outcome != "won" and there:
            at: FieldPath = (there[0],)
            yield Breach(
                entry,
                at,
                f"it was {outcome}, but has {listed(f'`{name}`' for name in there)}",
                "Mend the outcome, or move them to the referral that was won (with `reopens`, if it took this one up).",
                of_key=True,
            )


@rule(
    "RFL013",
    "reopened-twice",
    Severity.ERROR,
    summary="Two referrals take up the same lost one.",
    why=(
        "The new referral keeps source and received day of the lost one (RULINGS). Taken up twice, one introduction "
        "would count, and could be paid, twice; a third attempt reopens the second."
    ),
    bad=Example(_SECOND, text=_SECOND_TEXT.format(reopens="2026-07-20-werkstatt-wandel-m2")),
    good=Example(_SECOND, text=_SECOND_TEXT.format(reopens="2026-09-21-werkstatt-wandel-p9")),
)
def reopened_twice(current: Records) -> Iterator[Breach]:
    first: dict[str, str] = {}
    for entry in current.book.referrals.values():
        lost = entry.record.reopens
        if lost is None:
            continue
        if lost in first:
            yield Breach(
                entry,
                ("reopens",),
                f"{lost} is taken up by {first[lost]} already",
                f"Let it reopen {first[lost]} once that is lost, or make the two one referral.",
            )
        first.setdefault(lost, entry.id)
