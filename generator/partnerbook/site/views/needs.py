"""Who to refer to: the service map with the phrases clients say, and the gaps (DOMAIN 2.1, 6.1)."""

from msgspec import Struct

from partnerbook.core.vocabulary import Phase
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Link, Pill

_PHASES: tuple[Phase, ...] = ("before", "during", "after")


class NeedRow(Struct, frozen=True):
    """One need of clients, and who covers it."""

    name: str
    description: str
    heard: str
    turned_away: str
    partners: tuple[Link, ...]
    candidates: tuple[Link, ...]
    phrases: tuple[str, ...]
    pill: Pill | None


class PhaseGroup(Struct, frozen=True):
    """The needs of one phase."""

    key: str
    title: str
    rows: tuple[NeedRow, ...]


class ServiceMap(Struct, frozen=True):
    """The page."""

    lede: str
    gaps: tuple[NeedRow, ...]
    groups: tuple[PhaseGroup, ...]


def service_map(context: Context, here: Here) -> ServiceMap:
    """Every need by phase, the most wanted first; gaps again at the top."""
    phrases: dict[str, list[str]] = {}
    for entry in context.analysis.book.partners.values():
        if context.analysis.partner_status.get(entry.id) == "active":
            for trigger in entry.record.triggers:
                if not trigger.ours and trigger.service is not None:
                    phrases.setdefault(trigger.service, []).append(trigger.says)
    rows: dict[Phase, list[NeedRow]] = {phase: [] for phase in _PHASES}
    gaps: list[NeedRow] = []
    for need in context.analysis.service_map:
        service = need.service
        line = NeedRow(
            name=service.name,
            description=service.description or "",
            heard=here.edition.number(service.heard_per_year),
            turned_away=here.edition.number(need.turned_away),
            partners=tuple(here.record("partner", key) for key in need.partners),
            candidates=tuple(here.record("partner", key) for key in need.candidates),
            phrases=tuple(phrases.get(service.key, ())),
            pill=Pill(here._("Gap"), "bad") if need.is_gap else None,
        )
        rows[service.phase or "during"].append(line)
        if need.is_gap:
            gaps.append(line)
    groups = tuple(
        PhaseGroup(phase, here.label("phase", phase), tuple(rows[phase])) for phase in _PHASES if rows[phase]
    )
    lede = here._("What our clients need before, during and after working with us, and who does it well.")
    return ServiceMap(lede, tuple(gaps), groups)
