"""PAR: what must stand before a partner is active, and what speaks against it."""

from collections.abc import Iterator

from partnerbook.analysis import Current
from partnerbook.core.finding import Example, Severity
from partnerbook.rules.common import CANDIDATE, active_partners, any_broken, listed
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.soundness import is_misdated_with

_PARTNER = "records/partners/agentur-brandung.md"
_CANDIDATE = "records/partners/foerder-lotsen.md"
_SUBCONTRACTOR = "records/partners/kontor-interim.md"
_AGREEMENT = "records/agreements/kontor-interim-2025.md"
_ACTIVE = "status_history: [{on: 2025-02-01, status: in_talks}, {on: 2025-04-01, status: active}]"
_DELIVERY = ("subcontracting", "alliance")
"""Models under which we deliver together."""

_MARKS = """
  on: 2024-04-24
  by: henrike-lornsen
  fit: {score: 5}
  overlap: {score: 4}
  values: {score: 5}
  positioning: {score: 4}
  quality: {score: 4}
  commitment: {score: 4}
  partnerships: {score: 3}
  conclusion: Start as active"""
_CAPABLE = f"{_MARKS}\n  capacity: {{score: 4}}"
_POTENTIAL = "\n  potential: {received_per_year: 6, sent_per_year: 5}"


@rule(
    "PAR001",
    "active-without-assessment",
    Severity.ERROR,
    summary="A partner is active without ever having been assessed.",
    why=(
        "Whoever refers a client to a partner lends them our name. No partner becomes active before somebody has "
        "scored fit, quality and commitment and written a conclusion (DOMAIN 3.1, 3.4)."
    ),
    bad=Example(_PARTNER, "assessment: ~"),
    good=Example(_PARTNER, f"assessment:{_CAPABLE}{_POTENTIAL}"),
)
def active_without_assessment(current: Current) -> Iterator[Breach]:
    for entry, since in active_partners(current):
        if entry.record.assessment is None:
            yield Breach(
                entry,
                since,
                f"{entry.record.name} is active, but was not assessed by {current.as_of}",
                "Add `assessment`, or a waiver with a reason and an end date.",
            )


@rule(
    "PAR002",
    "active-without-references",
    Severity.ERROR,
    summary="A partner is active, and nobody was asked about it.",
    why=(
        "What a firm says of itself is a promise; what its clients and partners say is experience. No partner becomes "
        "active without references (DOMAIN 3.2, 3.4)."
    ),
    bad=Example(_PARTNER, "references: []"),
    good=Example(
        _PARTNER,
        "references: [{on: 2024-04-18, source: client, who: Molkerei Ostetal, about: [quality], verdict: good}]",
    ),
)
def active_without_references(current: Current) -> Iterator[Breach]:
    for entry, since in active_partners(current):
        if not entry.record.references:
            yield Breach(
                entry,
                since,
                f"{entry.record.name} is active without a single reference",
                "Ask a client or partner of theirs and add the answer to `references`.",
            )


@rule(
    "PAR003",
    "active-without-agreement",
    Severity.ERROR,
    summary="A partner is active without a signed agreement in force.",
    why=(
        "Without an agreement nobody knows six months later who was to refer what, and what a referral earns. No "
        "partner becomes active without one, and it stays active only as long as one is in force (DOMAIN 3.4, 4)."
    ),
    bad=Example(_SUBCONTRACTOR, _ACTIVE, others=((_AGREEMENT, None),)),
    good=Example(_SUBCONTRACTOR, _ACTIVE),
)
def active_without_agreement(current: Current) -> Iterator[Breach]:
    if any_broken(current.book, "agreement"):
        return
    for entry, since in active_partners(current):
        terms = current.analysis.terms.get(entry.id, ())
        if any(term.covers(current.as_of) for term in terms) or is_misdated_with(current, entry.id):
            continue
        ended = [term for term in terms if term.last is not None and term.last < current.as_of]
        latest = f"; {ended[-1].agreement.id} ended on {ended[-1].last}" if ended else ""
        yield Breach(
            entry,
            since,
            f"{entry.record.name} is active, but no signed agreement is in force on {current.as_of}{latest}",
            "Add the signed agreement, or move the partner to `negotiating`, `paused` or `ended`.",
        )


@rule(
    "PAR004",
    "active-with-unfinished-onboarding",
    Severity.ERROR,
    summary="A partner is active although steps of the onboarding list are not done.",
    why=(
        "A partner that does not know our services, or how to submit, refers nobody. Each step of the program's "
        "onboarding list is done before a partner counts as active (DOMAIN 3.4, 5.2)."
    ),
    bad=Example(_PARTNER, "onboarding: [{step: know-our-services, on: 2024-05-20}]"),
    good=Example(_PARTNER),
)
def unfinished_onboarding(current: Current) -> Iterator[Breach]:
    if current.book.program is None:
        return
    steps = [step.key for step in current.book.program.record.onboarding]
    for entry, since in active_partners(current):
        done = {mark.step for mark in entry.record.onboarding}
        missing = [step for step in steps if step not in done]
        if missing:
            yield Breach(
                entry,
                since,
                f"{entry.record.name} is active, but {len(missing)} of {len(steps)} onboarding steps are not done: "
                f"{listed(missing)}",
                "Do them and write them down in `onboarding`, or set the status back to `onboarding`.",
            )


@rule(
    "PAR008",
    "bad-references-are-a-trend",
    Severity.WARNING,
    summary="Several references of a partner we pursue are bad.",
    why=(
        "One bad story is an outlier, three are a trend (DOMAIN 3.2). From how many on is set by "
        "`health.bad_references` of the program."
    ),
    bad=Example(
        _CANDIDATE,
        """references:
  - {on: 2026-09-01, source: client, who: A sawmill, about: [quality], verdict: bad}
  - {on: 2026-09-02, source: client, who: A brewery, about: [responsiveness], verdict: bad}
  - {on: 2026-09-03, source: partner, who: A tax adviser, about: [follow_through], verdict: bad}""",
    ),
    good=Example(
        _CANDIDATE,
        """references:
  - {on: 2026-09-01, source: client, who: A sawmill, about: [quality], verdict: bad}
  - {on: 2026-09-02, source: client, who: A brewery, about: [responsiveness], verdict: good}""",
    ),
)
def bad_references(current: Current) -> Iterator[Breach]:
    if current.book.program is None:
        return
    trend = max(1, current.book.program.record.health.bad_references)
    for entry in current.analysis.book.partners.values():
        bad = sum(reference.verdict == "bad" for reference in entry.record.references)
        status = current.analysis.partner_status[entry.id]
        if bad >= trend and (status == "active" or status in CANDIDATE):
            yield Breach(
                entry,
                ("references",),
                f"{bad} of {len(entry.record.references)} references of {entry.record.name} are bad, "
                f"and its status is still `{status}`",
                "Talk it over and pause, end or reject the partnership, or write down in a waiver why not.",
                of_key=True,
            )


@rule(
    "PAR009",
    "potential-below-floor",
    Severity.INFO,
    summary="A partnership is expected to bring too few referrals to be worth managing.",
    why=(
        "Two or three referrals a year, perhaps, do not pay for the calls and reviews (DOMAIN 2.5). The floor is "
        "`goals.potential_floor` of the program, both directions together."
    ),
    bad=Example(_PARTNER, f"assessment:{_CAPABLE}\n  potential: {{received_per_year: 1, sent_per_year: 2}}"),
    good=Example(_PARTNER, f"assessment:{_CAPABLE}\n  potential: {{received_per_year: 2, sent_per_year: 2}}"),
)
def low_potential(current: Current) -> Iterator[Breach]:
    if current.book.program is None:
        return
    floor = current.book.program.record.goals.potential_floor
    for entry in current.analysis.book.partners.values():
        assessment = entry.record.assessment
        if assessment is None or current.analysis.partner_status[entry.id] in ("ended", "rejected"):
            continue
        expected = assessment.potential.received_per_year + assessment.potential.sent_per_year
        if expected < floor:
            yield Breach(
                entry,
                ("assessment", "potential"),
                f"{entry.record.name} is expected to bring {expected} referrals a year in both directions; "
                f"below {floor} it is not worth the effort",
                "Keep it in the self-service tier, or let it go kindly.",
            )


@rule(
    "PAR014",
    "capacity-not-scored",
    Severity.ERROR,
    summary="We deliver together with a partner whose stability and capacity nobody has scored.",
    why=(
        "When a subcontractor or ally runs out of money or people in the middle of a project, the client holds us to "
        "it. Financial stability and capacity must be scored where we deliver together (DOMAIN 3.1)."
    ),
    bad=Example(_SUBCONTRACTOR, f"assessment:{_MARKS}{_POTENTIAL}"),
    good=Example(_SUBCONTRACTOR, f"assessment:{_CAPABLE}{_POTENTIAL}"),
)
def capacity_not_scored(current: Current) -> Iterator[Breach]:
    models: dict[str, dict[str, str]] = {}
    for agreement in current.analysis.book.agreements.values():
        if current.analysis.agreement_state[agreement.id] not in ("expired", "terminated", "replaced"):
            for partner in agreement.record.partners:
                models.setdefault(partner, {})[agreement.record.model] = f"the agreement {agreement.id}"
    for entry in current.analysis.book.partners.values():
        assessment = entry.record.assessment
        if assessment is None or assessment.capacity is not None:
            continue
        if current.analysis.partner_status[entry.id] in ("ended", "rejected"):
            continue
        intended = entry.record.intended_model
        meant = models.get(entry.id) or ({intended: "`intended_model`"} if intended else {})
        for model in _DELIVERY:
            if model in meant:
                yield Breach(
                    entry,
                    ("assessment",),
                    f"{meant[model]} means to deliver together ({model}), "
                    f"but the assessment of {entry.record.name} has no mark for capacity",
                    "Add `capacity` to the assessment: what they can take on, and how stable they stand.",
                    of_key=True,
                )
                break


@rule(
    "PAR015",
    "open-red-flag",
    Severity.WARNING,
    summary="A partner is active while a warning sign noticed earlier is not settled.",
    why=(
        "One-sided interest and vague commitments do not go away by being forgotten. A red flag is settled before a "
        "partnership begins, or somebody says why it may stay (DOMAIN 3.3)."
    ),
    bad=Example(_PARTNER, "red_flags: [{on: 2024-04-24, kind: vague_commitments, note: No number named}]"),
    good=Example(
        _PARTNER,
        "red_flags: [{on: 2024-04-24, kind: vague_commitments, note: No number named, resolved: 2024-05-02}]",
    ),
)
def open_red_flag(current: Current) -> Iterator[Breach]:
    for known, _ in active_partners(current):
        for place, flag in enumerate(current.book.partners[known.id].record.red_flags):
            is_settled = flag.resolved is not None and flag.resolved <= current.as_of
            if flag.on <= current.as_of and not is_settled:
                yield Breach(
                    known,
                    ("red_flags", place),
                    f"{known.record.name} is active, but the warning sign of {flag.on} is not settled: {flag.note}",
                    "Settle it and add `resolved`, or pause the partnership until it is.",
                )
