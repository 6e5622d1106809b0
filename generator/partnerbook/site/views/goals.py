"""What both sides want of a year (DOMAIN 10.1), as facts."""

from partnerbook.core.partner import Partner
from partnerbook.site.context import Here
from partnerbook.site.values import Fact, Text


def goal_facts(here: Here, partner: Partner) -> tuple[Fact, ...]:
    """The goals of every year, the latest first; beside each how it was agreed."""
    e, facts = here.edition, []
    for goal in sorted(partner.goals, key=lambda goal: -goal.year):
        words = here._("%(received)s from them, %(sent)s from us") % {
            "received": e.number(goal.received),
            "sent": e.number(goal.sent),
        }
        if goal.revenue is not None:
            words += " · " + here._("revenue %(money)s") % {"money": e.whole_money(goal.revenue).text}
        facts.append(Fact(here._("Goals for %(year)s") % {"year": goal.year}, (Text(words),), goal.note or ""))
    return tuple(facts)
