"""What we and the partners do together: enough that no cadence of a tier is broken."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from invented.partners import InventedPartner
from invented.words import AS_OF, business_day, sentences

_PROSE = (
    "Went through the open ones; {n} minutes, nothing left to do.",
    "They know of a firm that may need us, and will ask it first.",
    "Long talk about prices, and about a bridge that was closed for {n} days.",
    "Agreed to look at the list of ideal clients again, which has {n} names.",
    "New office, same coffee; {n} people by now.",
)
_PLAN = {
    "strategic": (
        ("check_in", 9),
        ("check_in", 36),
        ("check_in", 64),
        ("review", 50),
        ("planning", 250),
        ("survey", 120),
    ),
    "active": (("check_in", 20), ("check_in", 85), ("planning", 240), ("survey", 130)),
    "network": (("check_in", 110), ("survey", 150)),
}
"""For each tier what was done and about how many days before today."""


def invent_activities(partner: InventedPartner, chance: Random) -> Iterator[tuple[str, str]]:
    """Path and text of each activity with a partner; with one that has ended, before its end."""
    last = partner.ended - timedelta(days=10) if partner.ended else AS_OF
    for kind, days in _PLAN[partner.tier]:
        # Never before the partnership began; the youngest is half a year old, plannings go further back.
        day = business_day(max(partner.active, last - timedelta(days=days + chance.randrange(5))))
        key = f"{day}-{partner.key}-{kind.replace('_', '-')}"
        yield f"records/activities/{day.year}/{key}.md", _record(partner, kind, day, chance)


def _record(partner: InventedPartner, kind: str, day: date, chance: Random) -> str:
    summary = {"check_in": "Call", "review": "Quarter looked at", "planning": "Year planned", "survey": "Survey"}[kind]
    special = {
        "check_in": [],
        "review": [
            "review:",
            f"  period: {day.year}-Q{(day.month + 2) // 3}",
            "  agenda: [Figures of both sides]",
            "  worked: [Answers within the day]",
            "  change: [Ask about the budget first]",
        ],
        "planning": ["planning:", f"  year: {day.year}", "  markets: [Breweries between Weser and Ems]"],
        "survey": [f"survey: {{sent: {day - timedelta(days=9)}, answered: {day}, score: {chance.randint(6, 10)}}}"],
    }[kind]
    return "\n".join(
        [
            "---",
            f"type: {kind}",
            f"on: {day}",
            f"partners: [{partner.key}]",
            f"people: [{partner.owner}]",
            f"attendees: [{{partner: {partner.key}, contact: {partner.contacts[0]}}}]",
            f"by: {chance.choice(('call', 'meeting', 'online'))}",
            f"summary: {summary}",
            f"hours: {chance.randint(1, 4)}.5",
            *special,
            "---",
            "",
            *sentences(chance, _PROSE, 1),
            "",
        ]
    )
