"""The one-pager: what a partner does, for whom, and on what terms, as facts."""

from collections.abc import Iterable

from partnerbook.core.book import Entry
from partnerbook.core.partner import Partner
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.values import Fact, Text, Value, web_link
from partnerbook.site.words.compensation import in_words, party_names


def profile(here: Here, partner: Partner) -> tuple[Fact, ...]:
    def names(vocabulary: str, keys: tuple[str, ...]) -> tuple[Value, ...]:
        return tuple(Text(here.name(vocabulary, key)) for key in keys)

    facts = (
        Fact(here._("Ask them for"), names("service", partner.services)),
        Fact(here._("For whom"), (Text(partner.ideal_client),)),
        Fact(here._("Not for"), _sentences(partner.not_for)),
        Fact(here._("Industries"), names("industry", partner.industries)),
        Fact(here._("Client sizes"), names("size", partner.client_sizes)),
        Fact(here._("Regions"), names("region", partner.regions)),
        Fact(here._("Positioning"), (Text(here.label("positioning", partner.positioning)),)),
        Fact(here._("Profession"), names("profession", (partner.profession,) if partner.profession else ())),
        Fact(here._("Typical project"), _maybe(partner.typical_project)),
        Fact(here._("How they work"), _maybe(partner.delivery)),
        Fact(here._("Capacity"), _maybe(partner.capacity)),
        Fact(here._("Clients they name"), _sentences(partner.example_clients)),
        Fact(here._("Other partners"), _sentences(partner.works_with)),
        Fact(here._("Languages"), tuple(Text(text) for text in partner.languages)),
        Fact(here._("Website"), (web_link(partner.website, partner.website),) if partner.website else ()),
    )
    return tuple(fact for fact in facts if fact.values)


def _sentences(texts: Iterable[str]) -> tuple[Value, ...]:
    """Several texts of a record, which may have commas of their own."""
    joined = "; ".join(texts)
    return (Text(joined),) if joined else ()


def _maybe(text: str | None) -> tuple[Value, ...]:
    return (Text(text),) if text else ()


def terms_in_a_sentence(context: Context, here: Here, entry: Entry[Partner]) -> tuple[Fact, ...]:
    """Terms of the agreements in force, a sentence for each direction, and what is off limits."""
    facts: list[Fact] = []
    names = party_names(here.edition, context.partner_names)
    for agreement in context.agreements_of.get(entry.id, ()):
        if context.analysis.agreement_state[agreement.id] not in ("in_force", "expiring"):
            continue
        record = agreement.record
        link = here.link(agreement.id, page_of("agreement", agreement.id))
        for direction, earning in (("received", record.compensation.received), ("sent", record.compensation.sent)):
            sentence = ". ".join(in_words(here.edition, earning, names))
            facts.append(Fact(here.label("payout_direction", _PAYS[direction]), (Text(sentence + "."),)))
        if record.scope.off_limits or record.scope.excluded_services:
            services = (here.name("service", key) for key in record.scope.excluded_services)
            facts.append(Fact(here._("Off limits"), _sentences((*record.scope.off_limits, *services))))
        facts.append(Fact(here._("Agreement"), (link,)))
    return tuple(facts)


_PAYS = {"received": "payable", "sent": "receivable"}
