"""The service map: what clients need before, during and after our work, and who covers it (DOMAIN 2.1)."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from partnerbook.analysis.states import partner_status
from partnerbook.core.book import Book
from partnerbook.core.program import Service


class Need(Struct, frozen=True):
    """One service clients need: how often it is heard, how often we said no, who covers it.

    `partners` are ids of active partners that deliver it, `candidates` of those not active
    yet. A gap is a need clients voice that no active partner covers.
    """

    service: Service
    turned_away: int
    partners: tuple[str, ...]
    candidates: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        """Whether clients ask for it and nobody covers it."""
        asked_for = self.service.heard_per_year > 0 or self.turned_away > 0
        return not self.service.ours and not self.partners and asked_for


def service_map(book: Book, as_of: date) -> tuple[Need, ...]:
    """Every service that is not ours, the most wanted first."""
    if book.program is None:
        return ()
    turned_away: dict[str, int] = {}
    for entry in book.activities.values():
        refusal = entry.record.turned_away
        if refusal is not None and entry.record.on is not None:
            turned_away[refusal.need] = turned_away.get(refusal.need, 0) + refusal.count
    offered: dict[str, list[str]] = {}
    statuses: Mapping[str, str] = {
        partner.id: partner_status(partner.record, as_of) for partner in book.partners.values()
    }
    for partner in book.partners.values():
        for service in partner.record.services:
            offered.setdefault(service, []).append(partner.id)
    needs = (
        Need(
            service,
            turned_away.get(service.key, 0),
            tuple(key for key in offered.get(service.key, ()) if statuses[key] == "active"),
            tuple(
                key
                for key in offered.get(service.key, ())
                if statuses[key] in ("identified", "contacted", "in_talks", "negotiating", "onboarding")
            ),
        )
        for service in book.program.record.services
        if not service.ours
    )
    return tuple(sorted(needs, key=lambda need: (-need.service.heard_per_year, -need.turned_away, need.service.key)))
