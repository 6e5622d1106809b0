"""An agreement's terms besides the money, as facts."""

from collections.abc import Iterable

from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.vocabulary import US
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Fact, Text, Value


def terms(context: Context, here: Here, entry: Entry[Agreement]) -> tuple[Fact, ...]:
    """Every term that is set, in the order people ask for them."""
    record = entry.record
    facts = [
        Fact(here._("Parties"), tuple(here.record("partner", key) for key in record.partners)),
        *_scope(context, here, record),
        *_payment(here, record),
        *_limits(here, record),
        *_governance(here, record),
    ]
    return tuple(_as_sentence(fact) for fact in facts if fact.values)


def _as_sentence(fact: Fact) -> Fact:
    """A fact that begins with a capital; names and keys are left as they are written."""
    first, *others = fact.values
    if isinstance(first, Text):
        first = Text(first.text[:1].upper() + first.text[1:])
    return Fact(fact.term, (first, *others), fact.note)


def _sentences(texts: Iterable[str]) -> tuple[Value, ...]:
    """Several texts of a record, which may have commas of their own."""
    joined = "; ".join(texts)
    return (Text(joined),) if joined else ()


def _texts(texts: tuple[str, ...]) -> tuple[Value, ...]:
    return tuple(Text(text) for text in texts)


def _maybe(text: str | None) -> tuple[Value, ...]:
    return (Text(text),) if text else ()


def _scope(context: Context, here: Here, record: Agreement) -> list[Fact]:
    scope = record.scope

    def services(keys: tuple[str, ...]) -> tuple[Value, ...]:
        return _texts(tuple(here.name("service", key) for key in keys))

    parties = {**context.partner_names, US: here._("us")}
    return [
        Fact(here._("They refer clients for"), services(scope.they_refer)),
        Fact(here._("We refer clients for"), services(scope.we_refer)),
        Fact(here._("Which clients"), _maybe(scope.clients)),
        Fact(here._("Off limits"), (*_sentences(scope.off_limits), *services(scope.excluded_services))),
        Fact(
            here._("Contributions"),
            _sentences(f"{parties.get(part.party, part.party)}: {part.what}" for part in scope.contributions),
        ),
        Fact(
            here._("Where both could serve"),
            (Text(here.label("overlap", scope.overlap.rule)),) if scope.overlap else (),
            (scope.overlap.note or "") if scope.overlap else "",
        ),
    ]


def _payment(here: Here, record: Agreement) -> list[Fact]:
    payment, e = record.payment, here.edition
    when = here._("%(trigger)s, within %(days)s days") % {
        "trigger": here.label("trigger", payment.trigger),
        "days": e.number(payment.net_days),
    }
    minimum = here._("smaller balances than %(money)s are carried forward")
    netting = here._("set off against each other") if payment.netting else here._("settled apart")
    invoicing = (
        here._("we write the invoices, by agreement")
        if payment.invoicing == "self_billing"
        else here._("the partner sends an invoice")
    )
    facts = [
        Fact(here._("Payment"), (Text(when),)),
        Fact(here._("Minimum"), (Text(minimum % {"money": e.money(payment.minimum).text}),) if payment.minimum else ()),
        Fact(here._("Both directions"), (Text(netting),)),
        Fact(here._("Invoices"), (Text(invoicing),), payment.invoice_note or ""),
    ]
    if record.clawback:
        method = (
            here._("in proportion to the refund")
            if record.clawback.method == "by_amount"
            else here._("for the months not used")
        )
        text = here._("if the client is refunded within %(days)s days, %(method)s") % {
            "days": e.number(record.clawback.window_days),
            "method": method,
        }
        facts.append(Fact(here._("Clawback"), (Text(text),)))
    return facts


def _limits(here: Here, record: Agreement) -> list[Fact]:
    e = here.edition
    tail = e.ngettext(
        "referrals received before the end still count when won within %(months)s month",
        "referrals received before the end still count when won within %(months)s months",
        record.tail_months,
    ) % {"months": e.number(record.tail_months)}
    protection = e.ngettext(
        "an introduction protects the client for %(days)s day",
        "an introduction protects the client for %(days)s days",
        record.protection_days,
    ) % {"days": e.number(record.protection_days)}
    exclusivity, territory = record.exclusivity, record.territory
    places = [here.name("region", key) for key in territory.regions] if territory else []
    fields = [here.name("industry", key) for key in territory.industries] if territory else []
    return [
        Fact(here._("Attribution"), (Text(here.label("attribution", record.attribution.rule)),)),
        Fact(here._("After the end"), (Text(tail),) if record.tail_months else ()),
        Fact(here._("Clients we already have"), (Text(here.label("existing_clients", record.existing_clients)),)),
        Fact(here._("Protection"), (Text(protection),) if record.protection_days else ()),
        Fact(
            here._("Exclusivity"),
            (Text(here.label("exclusivity", exclusivity.kind if exclusivity else "non_exclusive")),),
            here._("for %(what)s") % {"what": e.listing(here.name("service", key) for key in exclusivity.services)}
            if exclusivity and exclusivity.services
            else "",
        ),
        Fact(
            here._("Non-compete"),
            _texts(tuple(here.name("service", key) for key in exclusivity.non_compete)) if exclusivity else (),
        ),
        Fact(here._("Territory"), _texts((*places, *fields))),
    ]


def _governance(here: Here, record: Agreement) -> list[Fact]:
    level, rules, told = record.service_level, record.governance, record.disclosure
    facts = []
    if level is not None:
        hours = here._("answer within %(hours)s hours")
        days = here._("meeting within %(days)s days")
        clocks = (
            hours % {"hours": here.edition.number(level.respond_hours)} if level.respond_hours else None,
            days % {"days": here.edition.number(level.meeting_days)} if level.meeting_days else None,
            here._("screened first") if level.screening == "screened_first" else here._("always a meeting"),
        )
        facts.append(Fact(here._("Service level"), _sentences(text for text in clocks if text)))
    if rules is not None:
        facts += [
            Fact(here._("Check-ins"), _maybe(rules.check_ins)),
            Fact(here._("Who accepts a client"), _maybe(rules.client_acceptance)),
            Fact(here._("Changes of scope"), _maybe(rules.scope_changes)),
            Fact(here._("Opportunities in progress"), _maybe(rules.opportunities)),
            Fact(here._("Escalation"), _sentences(rules.escalation)),
            Fact(here._("Disputes"), _maybe(rules.disputes)),
        ]
    if told is not None:
        facts.append(Fact(here._("What the client is told"), _maybe(told.wording)))
        if told.markup is not None:
            disclosed = here._("disclosed") if told.markups == "disclosed" else here._("not disclosed")
            facts.append(Fact(here._("Markup"), (Text(here.edition.rate(told.markup)), Text(disclosed))))
    facts.append(Fact(here._("Signed paper"), _maybe(record.document)))
    return facts
