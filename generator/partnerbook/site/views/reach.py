"""How many people two firms reach together: both lists less those on both (DOMAIN 9.2)."""

from msgspec import Struct

from partnerbook.core.activity import Marketing
from partnerbook.core.partner import Partner
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Fact, Link, Text


class ReachRow(Struct, frozen=True):
    """A partner's list, how many of it stand on ours too, and how many both reach."""

    partner: Link
    theirs: str
    shared: str
    together: str


def reach(marketing: Marketing) -> int | None:
    """How many people were invited: the sum of both sides' less those on both lists."""
    if marketing.our_contacts is None and marketing.their_contacts is None:
        return None
    return (marketing.our_contacts or 0) + (marketing.their_contacts or 0) - (marketing.shared_contacts or 0)


def reach_rows(context: Context, here: Here) -> tuple[ReachRow, ...]:
    """Active partners that have a list, the one with which we reach most first."""
    e, found = here.edition, []
    for entry in context.analysis.book.partners.values():
        partner = entry.record
        if partner.newsletter_contacts is not None and context.analysis.partner_status[entry.id] == "active":
            row = ReachRow(
                here.record("partner", entry.id),
                e.number(partner.newsletter_contacts),
                e.number(partner.shared_contacts) if partner.shared_contacts is not None else "",
                _together(context, here, partner),
            )
            alone = partner.newsletter_contacts - (partner.shared_contacts or 0)
            found.append((-alone, entry.id, row))
    return tuple(row for *_, row in sorted(found, key=lambda one: one[:2]))


def reach_facts(context: Context, here: Here, partner: Partner) -> tuple[Fact, ...]:
    """How many people a partner's list reaches, and both lists together."""
    theirs = partner.newsletter_contacts
    if theirs is None:
        return ()
    e, together = here.edition, _together(context, here, partner)
    words = [here._("%(number)s on their list") % {"number": e.number(theirs)}]
    if partner.shared_contacts is not None:
        words.append(here._("%(number)s of them on ours too") % {"number": e.number(partner.shared_contacts)})
    note = here._("both lists together: %(number)s") % {"number": together} if together else ""
    return (Fact(here._("Reach"), (Text(", ".join(words)),), note),)


def _together(context: Context, here: Here, partner: Partner) -> str:
    """Both lists less those on both; at most so many where nobody has compared them."""
    ours, theirs = context.program.firm.newsletter_contacts if context.program else None, partner.newsletter_contacts
    if not ours or theirs is None:
        return ""
    number = here.edition.number(ours + theirs - (partner.shared_contacts or 0))
    return number if partner.shared_contacts is not None else here._("at most %(number)s") % {"number": number}
