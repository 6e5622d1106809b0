"""RFL: several claims on one client, and the decision between them (DOMAIN 7.6)."""

from collections.abc import Iterator
from datetime import date

from partnerbook.analysis import Current, Records
from partnerbook.analysis.protection import protected_from, protections
from partnerbook.core.book import Entry
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.referral import OUTCOMES, AttributionDecision, Referral
from partnerbook.core.vocabulary import US
from partnerbook.rules.common import HUNDRED, listed, together
from partnerbook.rules.registry import Breach, rule

_WON = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_OPEN = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
_CLAIMS = """claims:
  - {partner: werkstatt-wandel, basis: first_introduction, on: 2026-09-20}
  - {partner: agentur-brandung, basis: influence, on: 2026-09-22}"""


def _decision(shares: str, *, rule_applied: str = "agreed_split") -> str:
    return (
        f"decision: {{on: 2026-03-12, by: henrike-lornsen, rule: {rule_applied}, "
        f"reason: Agreed by all, shares: [{shares}]}}"
    )


_SHARES = "{party: software-werft, share: 60%}, {party: agentur-brandung, share: 40%}"


_LATE = """claims:
  - {partner: software-werft, basis: first_introduction, on: 2026-03-02}
  - {partner: agentur-brandung, basis: influence, on: 2026-03-05}
  - {partner: werkstatt-wandel, basis: influence, on: 2026-09-01}"""
_ANEW = """later_decisions:
  - on: 2026-09-10
    by: henrike-lornsen
    rule: agreed_split
    shares: [{party: software-werft, share: 50%}, {party: werkstatt-wandel, share: 50%}]
    reason: Agreed by all"""
_OVER = frozenset({"lost", "declined", "withdrawn"})
"""Outcomes after which there is nothing to be earned."""


def _claimants(referral: Referral) -> list[str]:
    return list(dict.fromkeys(claim.partner for claim in referral.claims))


@rule(
    "RFL030",
    "claims-undecided",
    Severity.ERROR,
    summary="Several partners claim a client that was won, and nothing says whose referral it is.",
    why=(
        "The rule is set in advance, and the decision is recorded (DOMAIN 7.6). Without it the commission would be "
        "paid to one, to each, or to nobody."
    ),
    bad=Example(_WON, "decision: ~"),
    good=Example(_WON, _decision(_SHARES)),
)
def undecided(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        claimants = _claimants(referral)
        if len(claimants) > 1 and referral.decision is None and referral.milestones.won is not None:
            yield Breach(
                entry,
                ("claims",),
                f"{listed(claimants)} claim it, it was won, and nobody has decided",
                "Decide by the agreement's rule and add `decision` with shares and reason.",
                of_key=True,
            )


@rule(
    "RFL031",
    "claims-still-open",
    Severity.WARNING,
    summary="Several partners claim an open referral, and nothing is decided yet.",
    why="A claim is easiest to settle before money is at stake, while everybody remembers who said what (DOMAIN 7.6).",
    bad=Example(_OPEN, _CLAIMS),
    good=Example(
        _OPEN,
        f"""{_CLAIMS}
decision:
  on: 2026-09-24
  by: henrike-lornsen
  rule: agreed_split
  shares: [{{party: werkstatt-wandel, share: 100%}}]
  reason: The introduction came first""",
    ),
)
def still_open(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        claimants = _claimants(referral)
        is_open = not any(name in OUTCOMES for name, _ in referral.milestones.reached())
        if len(claimants) > 1 and referral.decision is None and is_open:
            yield Breach(
                entry,
                ("claims",),
                f"{listed(claimants)} claim it, and nobody has decided",
                "Decide now by the agreement's rule, and add `decision` with shares and reason.",
                of_key=True,
            )


@rule(
    "RFL032",
    "decision-does-not-add-up",
    Severity.ERROR,
    summary="The shares of a decision are not 100% together, or go to somebody who claims nothing.",
    why=(
        "Shares apply to an amount that is computed once (RULINGS). What is left over is kept from somebody, what is "
        "more is paid by us, and a share without a claim cannot be explained."
    ),
    bad=Example(_WON, _decision("{party: software-werft, share: 60%}, {party: agentur-brandung, share: 30%}")),
    good=Example(_WON, _decision(_SHARES)),
)
def decision_does_not_add_up(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        for at, decision in _decisions(entry.record):
            yield from _sound(entry, at, decision)


def _decisions(referral: Referral) -> Iterator[tuple[FieldPath, AttributionDecision]]:
    """Every decision, and where it stands."""
    if referral.decision is not None:
        yield ("decision",), referral.decision
    for place, decision in enumerate(referral.later_decisions):
        yield ("later_decisions", place), decision


def _sound(entry: Entry[Referral], at: FieldPath, decision: AttributionDecision) -> Iterator[Breach]:
    total = together(share.share for share in decision.shares)
    if total != HUNDRED:
        yield Breach(
            entry,
            (*at, "shares"),
            f"the shares are {total}% together",
            "Give the claimants shares that make exactly 100%.",
            of_key=True,
        )
    claimants = _claimants(entry.record) or [entry.record.partner]
    for place, share in enumerate(decision.shares):
        if share.party not in claimants:
            who = "we get" if share.party == US else f"{share.party} gets"
            claim = "claims" if len(claimants) == 1 else "claim"
            problem = f"{who} {share.share}, but only {listed(claimants)} {claim} it"
        elif not 0 <= share.share.percent <= HUNDRED:
            problem = f"{share.party} gets {share.share}, which is not between 0% and 100%"
        else:
            continue
        yield Breach(
            entry,
            (*at, "shares", place),
            problem,
            "Share it among those who claim it, or add the claim that is missing.",
        )


@rule(
    "RFL033",
    "decision-by-another-rule",
    Severity.WARNING,
    summary="A decision between claims was not made by the rule that was agreed, or not as that rule says.",
    why=(
        "The rule is set in advance so that nobody has to trust our judgement on the day (DOMAIN 7.6). A decision by "
        "another one needs the consent of all, and a waiver that says so."
    ),
    bad=Example(_WON, _decision(_SHARES, rule_applied="most_influence")),
    good=Example(_WON, _decision(_SHARES, rule_applied="agreed_split")),
)
def decided_by_another_rule(current: Current) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        agreement = current.book.agreements.get(current.analysis.governing.get(entry.id, ""))
        agreed = agreement.record.attribution.rule if agreement is not None else None
        for at, decision in _decisions(entry.record):
            if agreement is not None and agreed != decision.rule:
                yield Breach(
                    entry,
                    (*at, "rule"),
                    f"decided by `{decision.rule}`, but {agreement.id} says `{agreed}`",
                    "Decide by the rule that was agreed, or write the consent of all into a waiver.",
                )
            if decision.rule == "first_introduction":
                yield from _came_first(entry, at, decision)


def _came_first(entry: Entry[Referral], at: FieldPath, decision: AttributionDecision) -> Iterator[Breach]:
    introductions = [claim for claim in entry.record.claims if claim.basis == "first_introduction"]
    if not introductions:
        return
    first = min(claim.on for claim in introductions)
    firsts = {claim.partner for claim in introductions if claim.on == first}
    for place, share in enumerate(decision.shares):
        if share.party not in firsts and share.share.percent != 0:
            yield Breach(
                entry,
                (*at, "shares", place),
                f"decided by `first_introduction`, but {share.party} gets {share.share} "
                f"and {listed(sorted(firsts))} came first on {first}",
                "Give it to whoever introduced the client first, or name the rule that was applied.",
            )


@rule(
    "RFL034",
    "protected-client-without-decision",
    Severity.WARNING,
    summary="A referral names a client that another partner's introduction protects, and nothing is decided.",
    why=(
        "A claim on a protected client needs a recorded decision (RULINGS, Which client). Otherwise the first partner "
        "learns from a statement that somebody else was paid."
    ),
    bad=Example(_OPEN, "client: hanse-logistik"),
    good=Example(_OPEN, "client: klinik-holsteinische-schweiz"),
)
def protected_client(current: Current) -> Iterator[Breach]:
    known = protections(current.book, current.analysis.governing)
    for entry in current.book.referrals.values():
        referral = entry.record
        is_over = any(name in ("lost", "declined", "withdrawn") for name, _ in referral.milestones.reached())
        is_settled = referral.decision is not None or len(_claimants(referral)) > 1
        if referral.direction == "sent" or is_over or is_settled:
            continue
        protecting = protected_from(referral, known, current.book, current.as_of)
        if protecting is not None:
            held = f" until {protecting.until}" if protecting.until else ""
            yield Breach(
                entry,
                ("client",),
                f"{referral.client} is protected{held} by the introduction of {protecting.partner}",
                "Ask both partners, and add `claims` and `decision`.",
            )


@rule(
    "RFL035",
    "claim-after-decision",
    Severity.ERROR,
    summary="A partner claims a client after it was decided whose referral it is, and nothing is decided anew.",
    why=(
        "A decision stands for the claims that were made by its day. From a later claim on nothing more is earned "
        "until it is decided anew (RULINGS, Claims); on a referral that is not won yet it is a warning."
    ),
    bad=Example(_WON, f"{_LATE}\n{_decision(_SHARES)}"),
    good=Example(_WON, f"{_LATE}\n{_decision(_SHARES)}\n{_ANEW}"),
)
def claimed_after_decision(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        if not referral.decisions:
            continue
        reached = dict(referral.milestones.reached())
        for claim in referral.undecided_by(date.max) if not _OVER & reached.keys() else ():
            yield Breach(
                entry,
                ("claims", referral.claims.index(claim)),
                f"{claim.partner} claims it since {claim.on}, after it was decided on {referral.decisions[-1].on}",
                "Decide anew and add it to `later_decisions`, with shares and reason; leave the earlier one as it is.",
                toned=None if "won" in reached else Severity.WARNING,
            )


@rule(
    "RFL036",
    "decisions-out-of-order",
    Severity.ERROR,
    summary="A later decision whose referral it is has none before it, or does not lie after the one before.",
    why=(
        "Each decision holds from its own day on, until the next one (RULINGS, Claims). Two of one day contradict each "
        "other, and the first stands under `decision`."
    ),
    bad=Example(_WON, f"{_LATE}\n{_decision(_SHARES)}\n{_ANEW.replace('2026-09-10', '2026-03-12')}"),
    good=Example(_WON, f"{_LATE}\n{_decision(_SHARES)}\n{_ANEW}"),
)
def out_of_order(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        before = entry.record.decision
        for place, decision in enumerate(entry.record.later_decisions):
            if before is None:
                problem, remedy = "there is no `decision` before it", "Write the first one as `decision`."
            elif decision.on <= before.on:
                problem = f"decided on {decision.on}, which does not lie after {before.on}"
                remedy = "Mend the day that is wrong, or write the decisions in their order."
            else:
                before = decision
                continue
            yield Breach(entry, ("later_decisions", place, "on"), problem, remedy)
            before = decision
