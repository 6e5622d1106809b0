"""AGR: the days of an agreement, its amendments, and two agreements that hold at once."""

from collections.abc import Iterator
from datetime import timedelta

from partnerbook.analysis import Current, Records
from partnerbook.analysis.terms import Term, last_day
from partnerbook.core.agreement import Agreement, Territory
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.rules.registry import Breach, rule

_AGREEMENT = "records/agreements/agentur-brandung-2026.md"
_OLD = "records/agreements/agentur-brandung-2024.md"
_FIXED = "records/agreements/kontor-interim-2025.md"


@rule(
    "AGR001",
    "agreement-ends-before-it-begins",
    Severity.ERROR,
    summary="An agreement's last day lies before its first.",
    why=(
        "Which agreement holds for a referral is read from its days (RULINGS). One that ends before it begins never "
        "holds, and its referrals would earn nothing."
    ),
    bad=Example(_FIXED, "effective: 2025-04-01\nexpires: 2025-03-31"),
    good=Example(_FIXED, "effective: 2025-04-01\nexpires: 2027-03-31"),
)
def ends_before_it_begins(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        agreement = entry.record
        if agreement.expires is not None and agreement.expires < agreement.effective:
            yield Breach(
                entry,
                ("expires",),
                f"the last day {agreement.expires} lies before the first day {agreement.effective}",
                "Mend the day that is wrong; an agreement of one day has both the same.",
            )


@rule(
    "AGR002",
    "signed-after-first-day",
    Severity.WARNING,
    summary="An agreement was signed after the day it takes effect.",
    why=(
        "Between the first day and the signature referrals earn by terms nobody had agreed to yet. It may be meant "
        "that way; then a waiver says so."
    ),
    bad=Example(_AGREEMENT, "signed: 2026-02-15"),
    good=Example(_AGREEMENT, "signed: 2026-02-01"),
)
def signed_late(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        agreement = entry.record
        if agreement.signed is not None and agreement.signed > agreement.effective:
            yield Breach(
                entry,
                ("signed",),
                f"signed on {agreement.signed}, but in force from {agreement.effective}",
                "Let it begin on the day of the last signature, or say in a waiver that it was meant to reach back.",
            )


@rule(
    "AGR003",
    "overlapping-agreements",
    Severity.WARNING,
    summary="Two agreements of the same partner and model cover the same service on the same days.",
    why=(
        "A referral of such a day matches both, and two people would pay different amounts for it. Either the newer "
        "one amends the older, or every referral has to name the one it falls under (RULINGS)."
    ),
    bad=Example(_AGREEMENT, "amends: ~\neffective: 2026-01-20"),
    good=Example(_AGREEMENT, "amends: ~\neffective: 2026-02-01"),
)
def overlapping(current: Current) -> Iterator[Breach]:
    told: set[tuple[str, str]] = set()
    for terms in current.analysis.terms.values():
        for place, earlier in enumerate(terms):
            for later in terms[place + 1 :]:
                if earlier.last is not None and earlier.last < later.first:
                    break  # terms are in the order they begin
                at = _shared_service(earlier.agreement.record, later.agreement.record)
                pair = (earlier.agreement.id, later.agreement.id)
                if at is None or pair in told:
                    continue
                told.add(pair)
                yield Breach(
                    later.agreement,
                    at,
                    f"{earlier.agreement.id} covers the same services (`{at[1]}`) and runs {_until(earlier)}, "
                    f"but this one begins on {later.first}",
                    f"Write `amends: {earlier.agreement.id}`, end the older one before {later.first}, or keep their "
                    "services or territories apart.",
                )


def _shared_service(one: Agreement, other: Agreement) -> FieldPath | None:
    """Where the second of two agreements of one model names a service that both cover in the same territory."""
    if one.model != other.model or _apart(one.territory, other.territory):
        return None
    for side in ("they_refer", "we_refer"):
        first, second = getattr(one.scope, side), getattr(other.scope, side)
        if first and second and set(first) & set(second):
            return ("scope", side)
    return None


def _apart(one: Territory | None, other: Territory | None) -> bool:
    """Whether two territories have no client in common; no territory, or an empty list, is everywhere."""
    if one is None or other is None:
        return False
    pairs = ((one.regions, other.regions), (one.industries, other.industries))
    return any(first and second and not set(first) & set(second) for first, second in pairs)


def _until(term: Term) -> str:
    return f"to {term.last}" if term.last else "until notice"


@rule(
    "AGR004",
    "amendment-before-original",
    Severity.ERROR,
    summary="An amendment begins before the agreement it amends.",
    why=(
        "An amendment replaces its original from its own first day on (RULINGS). One that begins before "
        "it would leave nothing of the original, not even what was earned under it."
    ),
    bad=Example(_AGREEMENT, "effective: 2024-06-01\nsigned: 2024-05-20"),
    good=Example(_AGREEMENT, "effective: 2026-02-01\nsigned: 2026-01-15"),
)
def amendment_before_original(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        original = current.book.agreements.get(entry.record.amends or "")
        if original is None or original.record.amends == entry.id:
            continue  # each amending the other is a mistake of its own
        if entry.record.effective < original.record.effective:
            yield Breach(
                entry,
                ("amends",),
                f"it begins on {entry.record.effective}, before {original.id} does on {original.record.effective}",
                "Name the agreement it replaces, or mend its first day.",
            )


@rule(
    "AGR005",
    "amendment-after-the-end",
    Severity.WARNING,
    summary="An amendment begins when its original has already ended, and days lie between.",
    why=(
        "A referral of the days between falls under no agreement: nobody can say what it earns (RULINGS). Usually "
        "the amendment was meant to begin on the day after."
    ),
    bad=Example(_AGREEMENT, "effective: 2026-03-01"),
    good=Example(_AGREEMENT, "effective: 2026-02-01"),
)
def amendment_after_the_end(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        original = current.book.agreements.get(entry.record.amends or "")
        if original is None or original.id == entry.id:
            continue
        ended = last_day(original.record, None)
        if ended is not None and entry.record.effective - ended > timedelta(days=1):
            yield Breach(
                entry,
                ("effective",),
                f"{original.id} ends on {ended} and this amendment begins on {entry.record.effective}: "
                "nothing holds between",
                f"Let it begin on {ended + timedelta(days=1)}, or leave out `amends` if it is a new beginning.",
            )


@rule(
    "AGR006",
    "termination-dates-contradict",
    Severity.ERROR,
    summary="An agreement was ended on days that cannot be right.",
    why=(
        "The last day decides which referrals and payments still earn, and from when the tail runs (RULINGS). An end "
        "cannot lie before the notice that brings it about, nor after the day on which the agreement ends anyway."
    ),
    bad=Example(_FIXED, "terminated: {on: 2026-09-15, by: both, effective: 2026-06-30, reason: A merger}"),
    good=Example(_FIXED, "terminated: {on: 2026-09-15, by: both, effective: 2026-12-31, reason: A merger}"),
)
def termination_contradicts(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        agreement = entry.record
        end = agreement.terminated
        if end is None:
            continue
        renews = agreement.renewal is not None and agreement.renewal.automatic
        problem = ""
        if end.effective < end.on:
            problem = f"notice was given on {end.on}, after the last day {end.effective}"
        elif end.effective < agreement.effective:
            problem = f"the last day {end.effective} lies before the first day {agreement.effective}"
        elif agreement.expires is not None and not renews and end.effective > agreement.expires:
            problem = f"it is ended early on {end.effective}, but runs out on {agreement.expires} anyway"
        if problem:
            yield Breach(
                entry,
                ("terminated", "effective"),
                problem,
                "`on` is the day of the notice, `effective` the last day of the agreement; mend the wrong one.",
            )


@rule(
    "AGR007",
    "renewal-incomplete",
    Severity.WARNING,
    summary="An agreement renews itself, but does not say for how long or until when notice is given.",
    why=(
        "An automatic renewal binds both sides unless somebody gives notice in time. Without term and notice period "
        "nobody can be reminded of the day (DOMAIN 4.6)."
    ),
    bad=Example(_AGREEMENT, "renewal: {automatic: true}"),
    good=Example(_AGREEMENT, "renewal: {automatic: true, months: 12, notice_days: 60}"),
)
def renewal_incomplete(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        renewal = entry.record.renewal
        if renewal is None or not renewal.automatic:
            continue
        missing = []
        if renewal.months is None:
            missing.append("for how many `months` it goes on")
        if renewal.notice_days is None:
            missing.append("how many `notice_days` before the end one may say no")
        if entry.record.expires is None:
            missing.append("`expires`, the day on which there is something to renew")
        if missing:
            yield Breach(
                entry,
                ("renewal",),
                f"the automatic renewal does not say {', nor '.join(missing)}",
                "Add what the signed paper says, or `automatic: false`.",
            )
