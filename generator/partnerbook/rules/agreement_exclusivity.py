"""AGR: what was promised to one partner alone, and what contradicts it (DOMAIN 4.3)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from partnerbook.analysis import Current, Records
from partnerbook.analysis.terms import Term, last_day
from partnerbook.core.agreement import Agreement, Territory
from partnerbook.core.finding import Example, Severity
from partnerbook.rules.common import listed
from partnerbook.rules.registry import Breach, rule

_AGREEMENT = "records/agreements/agentur-brandung-2026.md"
_RESELLER = "records/agreements/zahlenhafen-2025.md"
_OTHER = "records/agreements/software-werft-2025.md"
_OTHER_TEXT = """---
partner: software-werft
model: technology
signed: 2025-03-28
effective: 2025-04-01
scope: {{they_refer: [controlling-setup], we_refer: [erp-implementation, brand-strategy]}}
compensation: {{received: {{earn: none}}, sent: {{earn: none}}}}
payment: {{trigger: client_payment, net_days: 30}}
attribution: {{rule: first_introduction}}
exclusivity: {{kind: {kind}}}
---
"""
_BOUND = "exclusivity: {kind: we_are_bound}\nscope: {they_refer: [fractional-cfo], we_refer: [brand-strategy]}"


class _Reach(Struct, frozen=True):
    """Where and when something holds; empty regions or industries are all of them."""

    regions: frozenset[str]
    industries: frozenset[str]
    first: date
    last: date | None

    def meets(self, other: "_Reach", from_day: date) -> bool:
        """Whether both hold for some client on some day that is not over yet."""
        begins = max(self.first, other.first, from_day)
        if any(last is not None and last < begins for last in (self.last, other.last)):
            return False
        pairs = ((self.regions, other.regions), (self.industries, other.industries))
        return all(not one or not two or one & two for one, two in pairs)


class _Promise(Struct, frozen=True):
    """Services that we keep for one partner."""

    term: Term
    services: frozenset[str]
    reach: _Reach


@rule(
    "AGR016",
    "promised-twice-exclusively",
    Severity.ERROR,
    summary="Two partners were promised the same service exclusively at the same time.",
    why=(
        "We can keep only one of two exclusive promises; the other is broken by the first referral (DOMAIN 4.3). "
        "Territories or industries that do not touch keep them apart."
    ),
    bad=Example(_AGREEMENT, _BOUND, others=((_OTHER, _OTHER_TEXT.format(kind="we_are_bound")),)),
    good=Example(
        _AGREEMENT,
        f"{_BOUND}\nterritory: {{regions: [hamburg]}}",
        others=((_OTHER, _OTHER_TEXT.format(kind="we_are_bound, regions: [dach]")),),
    ),
)
def promised_twice(current: Current) -> Iterator[Breach]:
    promises = _promises(current)
    for one, other, services in _pairs(promises, promises):
        if one.term.agreement.id < other.term.agreement.id and one.reach.meets(other.reach, current.as_of):
            earlier, later = sorted((one.term, other.term), key=lambda term: (term.first, term.agreement.id))
            yield Breach(
                later.agreement,
                ("exclusivity",),
                f"{earlier.agreement.id} promises {earlier.agreement.record.partner} {_named(services)} "
                "exclusively too, for the same days and clients",
                "Keep the two apart by region, industry or term, or release one of the partners from it.",
                of_key=True,
            )


@rule(
    "AGR017",
    "exclusive-but-referred-elsewhere",
    Severity.ERROR,
    summary="We promised a service to one partner exclusively, and another agreement refers it as well.",
    why=(
        "Each referral under the second agreement breaks the promise of the first (DOMAIN 4.3). Nobody who reads only "
        "one of the two can see it."
    ),
    bad=Example(
        _AGREEMENT,
        "scope: {they_refer: [fractional-cfo], we_refer: [brand-strategy]}\nexclusivity: {kind: non_exclusive}",
        others=((_OTHER, _OTHER_TEXT.format(kind="we_are_bound")),),
    ),
    good=Example(
        _AGREEMENT,
        "scope: {they_refer: [fractional-cfo], we_refer: [brand-strategy]}\nexclusivity: {kind: non_exclusive}",
        others=((_OTHER, _OTHER_TEXT.format(kind="non_exclusive")),),
    ),
)
def referred_elsewhere(current: Current) -> Iterator[Breach]:
    promises = _promises(current)
    others = {
        term.agreement.id: _Promise(term, _in_scope(term.agreement.record), _reach(term.agreement.record, term))
        for term in _terms(current)
    }
    for promise, other, services in _pairs(promises, others):
        own = promises.get(other.term.agreement.id)
        is_promise_too = own is not None and bool(own.services & promise.services)
        if is_promise_too or not promise.reach.meets(other.reach, current.as_of):
            continue
        is_later = (other.term.first, other.term.agreement.id) > (promise.term.first, promise.term.agreement.id)
        at_fault, held = (other, promise) if is_later else (promise, other)
        bound = promise.term.agreement
        yield Breach(
            at_fault.term.agreement,
            ("scope",) if is_later else ("exclusivity",),
            f"{_named(services)} is kept for {bound.record.partner} by {bound.id}, but is in scope here too"
            if is_later
            else f"{_named(services)} is exclusive here, but in scope of {held.term.agreement.id} too",
            "Take the service out of the other agreement, or narrow the exclusivity by region, industry or term.",
            of_key=True,
        )


def _named(services: Iterable[str]) -> str:
    return listed(f"`{service.partition('/')[2]}`" for service in sorted(services))


def _terms(current: Current) -> Iterator[Term]:
    """The term of each signed agreement, once."""
    seen: set[str] = set()
    for terms in current.analysis.terms.values():
        for term in terms:
            if term.agreement.id not in seen:
                seen.add(term.agreement.id)
                yield term


def _in_scope(agreement: Agreement) -> frozenset[str]:
    """Services in scope as `side/service`: clients we send, and our own service that others may sell."""
    sides = (("they_refer", agreement.scope.they_refer), ("we_refer", agreement.scope.we_refer))
    return frozenset(f"{side}/{service}" for side, services in sides for service in services)


def _reach(agreement: Agreement, term: Term, *, of_promise: bool = False) -> _Reach:
    territory = agreement.territory or Territory()
    regions, industries, last = territory.regions, territory.industries, term.last
    exclusivity = agreement.exclusivity
    if of_promise and exclusivity is not None:
        regions, industries = exclusivity.regions or regions, exclusivity.industries or industries
        last = min((day for day in (last, exclusivity.until) if day is not None), default=None)
    return _Reach(frozenset(regions), frozenset(industries), term.first, last)


def _promises(current: Current) -> Mapping[str, _Promise]:
    """By agreement, the services we promised to one partner alone; without a list, all that we refer."""
    found: dict[str, _Promise] = {}
    for term in _terms(current):
        agreement = term.agreement.record
        exclusivity = agreement.exclusivity
        if exclusivity is None or exclusivity.kind not in ("we_are_bound", "mutual"):
            continue
        in_scope = _in_scope(agreement)
        if exclusivity.services:
            kept = frozenset(pair for pair in in_scope if pair.partition("/")[2] in exclusivity.services)
        else:
            kept = frozenset(pair for pair in in_scope if pair.startswith("we_refer/"))
        found[term.agreement.id] = _Promise(term, kept, _reach(agreement, term, of_promise=True))
    return found


def _pairs(
    promises: Mapping[str, _Promise], others: Mapping[str, _Promise]
) -> Iterator[tuple[_Promise, _Promise, frozenset[str]]]:
    """Each promise with each agreement of other partners that shares a service with it."""
    by_service: dict[str, list[_Promise]] = {}
    for other in others.values():
        for service in other.services:
            by_service.setdefault(service, []).append(other)
    for promise in promises.values():
        near = {other.term.agreement.id: other for service in promise.services for other in by_service.get(service, ())}
        for key in sorted(near):
            other = near[key]
            if not set(other.term.agreement.record.partners) & set(promise.term.agreement.record.partners):
                yield promise, other, promise.services & other.services


@rule(
    "AGR018",
    "non-compete-against-scope",
    Severity.ERROR,
    summary="The partner may not offer a service that we refer clients to it for.",
    why=(
        "A non-compete keeps the partner from offering a service to our clients itself (DOMAIN 4.3). For a service we "
        "refer, every client we send would make the partner break the agreement."
    ),
    bad=Example(_RESELLER, "exclusivity: {kind: partner_is_bound, non_compete: [controlling-setup, payroll]}"),
    good=Example(_RESELLER, "exclusivity: {kind: partner_is_bound, non_compete: [controlling-setup]}"),
)
def non_compete_against_scope(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        exclusivity = entry.record.exclusivity
        for place, service in enumerate(exclusivity.non_compete if exclusivity else ()):
            if service in entry.record.scope.we_refer:
                yield Breach(
                    entry,
                    ("exclusivity", "non_compete", place),
                    f"the partner may not offer `{service}` to our clients, but `we_refer` sends them there for it",
                    "Take the service out of `non_compete` or out of `we_refer`.",
                )


@rule(
    "AGR019",
    "exclusivity-does-not-add-up",
    Severity.WARNING,
    summary="An exclusivity clause names something that has no effect.",
    why=(
        "What stands in the clause without effect was meant to have one: a service out of scope, a last day after the "
        "end, a period for a non-compete that is not there. Somebody relies on it (DOMAIN 4.3)."
    ),
    bad=Example(_AGREEMENT, "exclusivity: {kind: non_exclusive, services: [brand-strategy]}"),
    good=Example(_AGREEMENT, "exclusivity: {kind: non_exclusive}"),
)
def does_not_add_up(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        for step, problem in _loose_ends(entry.record):
            yield Breach(
                entry,
                ("exclusivity", step),
                problem,
                "Say in `exclusivity` what was agreed, and take out the rest.",
            )


def _loose_ends(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """What has no effect in an exclusivity clause: the field, and why."""
    exclusivity = agreement.exclusivity
    if exclusivity is None:
        return
    if exclusivity.kind == "non_exclusive":
        for step in ("services", "regions", "industries", "until"):
            if getattr(exclusivity, step):
                yield step, f"the agreement is non-exclusive, but `{step}` limits an exclusivity"
    else:
        yield from _beyond(agreement)
    if exclusivity.non_compete_months is not None and not exclusivity.non_compete:
        yield "non_compete_months", "`non_compete_months` stands without any `non_compete`"


def _beyond(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Where a clause reaches beyond its agreement: services, regions, days."""
    exclusivity, scope = agreement.exclusivity, agreement.scope
    if exclusivity is None:
        return
    in_scope = {*scope.they_refer, *scope.we_refer}
    if outside := [service for service in exclusivity.services if service not in in_scope]:
        yield "services", f"{listed(f'`{service}`' for service in outside)} is exclusive, but not in scope"
    held = agreement.territory.regions if agreement.territory else ()
    if held and (outside := [region for region in exclusivity.regions if region not in held]):
        yield "regions", f"{listed(f'`{region}`' for region in outside)} is exclusive, but not in the territory"
    last = last_day(agreement, None)
    if exclusivity.until is not None and exclusivity.until < agreement.effective:
        yield "until", f"it is exclusive until {exclusivity.until}, but begins on {agreement.effective}"
    elif exclusivity.until is not None and last is not None and exclusivity.until > last:
        yield "until", f"it is exclusive until {exclusivity.until}, but ends on {last}"
