"""The directory of partners: find one by need, region, tier, model or status."""

from msgspec import Struct

from partnerbook.core.book import Entry
from partnerbook.core.partner import Partner
from partnerbook.core.vocabulary import Model, PartnerStatus
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.values import Filter, Pill
from partnerbook.site.views.common import choices, flow_in_words

_ORDER = ("active", "onboarding", "negotiating", "in_talks", "contacted", "identified", "paused", "ended", "rejected")
STAGES: tuple[PartnerStatus, ...] = ("identified", "contacted", "in_talks", "negotiating", "onboarding")
"""Of a candidate: from the first idea to the last step before it is active (DOMAIN 5.1)."""


class Card(Struct, frozen=True):
    """A partner in the directory."""

    name: str
    href: str
    category: str
    tagline: str
    pills: tuple[Pill, ...]
    services: str
    region: str
    owner: str
    flow: str
    keys: dict[str, str]


class Directory(Struct, frozen=True):
    """The page of all partners."""

    lede: str
    filters: tuple[Filter, ...]
    cards: tuple[Card, ...]


def models_of(context: Context, entry: Entry[Partner]) -> tuple[Model, ...]:
    """The models of a partner's agreements that count today; the one in mind while there is none."""
    states = context.analysis.agreement_state
    agreements = context.agreements_of.get(entry.id, ())
    running = [a.record.model for a in agreements if states[a.id] in ("in_force", "expiring", "upcoming", "draft")]
    past = [a.record.model for a in agreements]
    found = running or past or ([entry.record.intended_model] if entry.record.intended_model else [])
    return tuple(dict.fromkeys(found))


def pills_of(here: Here, entry: Entry[Partner]) -> tuple[Pill, ...]:
    """A partner's tier and status."""
    analysis = here.context.analysis
    tier = analysis.tiers.get(entry.id)
    status = here.pill("partner_status", analysis.partner_status[entry.id])
    if tier is None:
        return (status,)
    text = here._("%(tier)s tier") % {"tier": here.name("tier", tier)}
    first = bool(here.context.program and here.context.program.tiers[0].key == tier)
    return (Pill(text, "info" if first else "calm"), status)


def directory(context: Context, here: Here) -> Directory:
    """All partners, those we can refer to first."""
    analysis = context.analysis
    tiers = [tier.key for tier in context.program.tiers] if context.program else []
    entries = sorted(
        analysis.book.partners.values(),
        key=lambda entry: (
            _ORDER.index(analysis.partner_status[entry.id]),
            tiers.index(tier) if (tier := analysis.tiers.get(entry.id)) in tiers else len(tiers),
            entry.record.name.casefold(),
        ),
    )
    cards = tuple(_card(context, here, entry) for entry in entries)
    active = sum(status == "active" for status in analysis.partner_status.values())
    lede = here.edition.ngettext(
        "%(active)s firm we can refer to today. Choose by what the client needs.",
        "%(active)s firms we can refer to today. Choose by what the client needs.",
        active,
    ) % {"active": here.edition.number(active)}
    return Directory(lede, _filters(context, here, tuple(entries)), cards)


def _card(context: Context, here: Here, entry: Entry[Partner]) -> Card:
    partner, tally = entry.record, context.analysis.tallies[entry.id]
    models = models_of(context, entry)
    return Card(
        name=partner.name,
        href=here.href(page_of("partner", entry.id)),
        category=" · ".join([*(here.label("model", model) for model in models), partner.city]),
        tagline=partner.pitch,
        pills=pills_of(here, entry),
        services=here.edition.listing(here.name("service", key) for key in partner.services),
        region=here.edition.listing(here.name("region", key) for key in partner.regions) if partner.regions else "–",
        owner=here.name("person", partner.owner),
        flow=flow_in_words(here.edition, tally.received, tally.sent),
        keys={
            "need": " ".join(partner.services),
            "region": " ".join(partner.regions),
            "model": " ".join(models),
            "tier": context.analysis.tiers.get(entry.id, ""),
            "status": context.analysis.partner_status[entry.id],
        },
    )


def _filters(context: Context, here: Here, entries: tuple[Entry[Partner], ...]) -> tuple[Filter, ...]:
    analysis = context.analysis
    services = {key: here.name("service", key) for entry in entries for key in entry.record.services}
    regions = {key: here.name("region", key) for entry in entries for key in entry.record.regions}
    models = {model: here.label("model", model) for entry in entries for model in models_of(context, entry)}
    tiers = {tier: here.name("tier", tier) for tier in analysis.tiers.values()}
    statuses = {word: here.label("partner_status", word) for word in analysis.partner_status.values()}
    return (
        choices("need", here._("Need"), services.items()),
        choices("region", here._("Region"), regions.items()),
        choices("model", here._("Model"), models.items()),
        choices("tier", here._("Tier"), tiers.items()),
        choices("status", here._("Status"), statuses.items()),
    )
