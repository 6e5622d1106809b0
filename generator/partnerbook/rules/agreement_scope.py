"""AGR: what is referred in each direction, and services that cannot be in that place."""

from collections.abc import Iterator, Mapping

from partnerbook.analysis import Records
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.partner import Partner
from partnerbook.rules.common import listed, still_open
from partnerbook.rules.registry import Breach, rule

_AGREEMENT = "records/agreements/agentur-brandung-2026.md"
_SIDES = ("they_refer", "we_refer")


@rule(
    "AGR010",
    "service-referred-and-excluded",
    Severity.ERROR,
    summary="A service is in an agreement's scope and off limits at once.",
    why=(
        "A referral for such a service is covered by one line and forbidden by the next; whether it earns would be "
        "decided by whoever reads first (DOMAIN 4.1)."
    ),
    bad=Example(
        _AGREEMENT,
        "scope: {they_refer: [fractional-cfo, growth-finance], we_refer: [brand-strategy], "
        "excluded_services: [growth-finance]}",
    ),
    good=Example(
        _AGREEMENT,
        "scope: {they_refer: [fractional-cfo], we_refer: [brand-strategy], excluded_services: [growth-finance]}",
    ),
)
def referred_and_excluded(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        excluded = set(entry.record.scope.excluded_services)
        for at, service in _services(entry.record):
            if service in excluded:
                yield Breach(
                    entry,
                    at,
                    f"`{service}` is referred and stands among `excluded_services` too",
                    "Take it out of one of the two.",
                )


@rule(
    "AGR011",
    "they-refer-what-is-not-ours",
    Severity.ERROR,
    summary="An agreement lets the partner refer clients to us for a service we do not deliver.",
    why=(
        "`they_refer` names our services (DOMAIN 4.1). A referral for anything else would be received, found not to "
        "fit and declined, and the partner would have lost face with a client."
    ),
    bad=Example(_AGREEMENT, "scope: {they_refer: [fractional-cfo, payroll], we_refer: [brand-strategy]}"),
    good=Example(_AGREEMENT, "scope: {they_refer: [fractional-cfo], we_refer: [brand-strategy]}"),
)
def not_ours(current: Records) -> Iterator[Breach]:
    ours = _ours(current)
    for entry in _running(current):
        for place, service in enumerate(entry.record.scope.they_refer):
            if ours.get(service) is False:
                yield Breach(
                    entry,
                    ("scope", "they_refer", place),
                    f"`{service}` is not among our own services",
                    "Move it to `we_refer` if the partner delivers it; if we do, say `ours: true` in the program.",
                )


@rule(
    "AGR012",
    "we-refer-what-is-not-theirs",
    Severity.ERROR,
    summary="An agreement has us refer clients for a service the partner does not list.",
    why=(
        "Whom to refer to is looked up among the services of partners (DOMAIN 2.1). A service that only the agreement "
        "knows is never found, or the partner does not deliver it after all."
    ),
    bad=Example(_AGREEMENT, "scope: {they_refer: [fractional-cfo], we_refer: [brand-strategy, payroll]}"),
    good=Example(_AGREEMENT, "scope: {they_refer: [fractional-cfo], we_refer: [brand-strategy]}"),
)
def not_theirs(current: Records) -> Iterator[Breach]:
    ours = _ours(current)
    for entry in _running(current):
        partners = _partners(current, entry.record)
        if not partners:
            continue
        theirs = {service for partner in partners for service in partner.services}
        for place, service in enumerate(entry.record.scope.we_refer):
            if service not in theirs and ours.get(service) is False:
                yield Breach(
                    entry,
                    ("scope", "we_refer", place),
                    f"`{service}` is not among the services of {listed(partner.name for partner in partners)}",
                    "Add it to the partner's `services`, or take it out of `we_refer`.",
                )


@rule(
    "AGR013",
    "overlap-without-rule",
    Severity.ERROR,
    summary="Both of us offer a service in scope, and nothing says who takes the client.",
    why=(
        "Where scopes overlap, two friends compete for a client without having wanted to. The agreement says in "
        "advance: first engaged wins, joint pitch, or split by component (DOMAIN 4.1, 13)."
    ),
    bad=Example(_AGREEMENT, "scope: {they_refer: [fractional-cfo], we_refer: [brand-strategy, growth-finance]}"),
    good=Example(
        _AGREEMENT,
        """scope:
  they_refer: [fractional-cfo]
  we_refer: [brand-strategy, growth-finance]
  overlap: {rule: first_engaged, services: [growth-finance]}""",
    ),
)
def overlap_without_rule(current: Records) -> Iterator[Breach]:
    ours = _ours(current)
    for entry in _running(current):
        scope = entry.record.scope
        theirs = {service for partner in _partners(current, entry.record) for service in partner.services}
        for at, service in _services(entry.record):
            is_shared = ours.get(service) is True and (service in theirs or at[1] == "we_refer")
            is_settled = scope.overlap is not None and (not scope.overlap.services or service in scope.overlap.services)
            if is_shared and not is_settled:
                yield Breach(
                    entry,
                    at,
                    f"`{service}` is ours and theirs, and no overlap rule covers it",
                    "Agree on `overlap` (`first_engaged`, `joint_pitch` or `split_by_component`), or narrow the scope.",
                )


@rule(
    "AGR015",
    "territory-beyond-partner",
    Severity.WARNING,
    summary="An agreement holds in a region that the partner does not serve.",
    why=(
        "A territory where the partner has nobody brings no referrals, and one given exclusively blocks a partner who "
        "would (DOMAIN 4.4)."
    ),
    bad=Example(_AGREEMENT, "territory: {regions: [north, dach]}"),
    good=Example(_AGREEMENT, "territory: {regions: [north, hamburg]}"),
)
def territory_beyond_partner(current: Records) -> Iterator[Breach]:
    for entry in _running(current):
        territory = entry.record.territory
        partners = _partners(current, entry.record)
        if territory is None or not partners or not all(partner.regions for partner in partners):
            continue
        served = {region for partner in partners for region in partner.regions}
        for place, region in enumerate(territory.regions):
            if region not in served:
                yield Breach(
                    entry,
                    ("territory", "regions", place),
                    f"`{region}` is not among the regions of {listed(partner.name for partner in partners)}",
                    "Add it to the partner's `regions`, or take it out of the territory.",
                )


def _ours(current: Records) -> Mapping[str, bool]:
    """Whether each service of the program is ours; empty without a program."""
    if current.book.program is None:
        return {}
    return {service.key: service.ours for service in current.book.program.record.services}


def _running(current: Records) -> Iterator[Entry[Agreement]]:
    """Agreements that have not ended: services come and go, and what is over stays as it was signed."""
    for entry in current.book.agreements.values():
        if still_open(entry.record, current.as_of):
            yield entry


def _partners(current: Records, agreement: Agreement) -> list[Partner]:
    """The partners that are party to an agreement; none if one of them could not be read."""
    known = [current.book.partners.get(key) for key in agreement.partners]
    found = [entry.record for entry in known if entry is not None]
    return found if len(found) == len(known) else []


def _services(agreement: Agreement) -> Iterator[tuple[FieldPath, str]]:
    """Every service in scope, with the place where it stands."""
    for side in _SIDES:
        for place, service in enumerate(getattr(agreement.scope, side)):
            yield ("scope", side, place), service
