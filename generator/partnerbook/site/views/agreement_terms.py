"""An agreement's terms besides the money, as facts."""

from collections.abc import Iterable

from partnerbook.core.agreement import Agreement, Attribution, Exclusivity
from partnerbook.core.book import Entry
from partnerbook.core.vocabulary import US
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Fact, Text, Value


def terms(context: Context, here: Here, entry: Entry[Agreement]) -> tuple[Fact, ...]:
    """Every term that is set, in the order people ask for them."""
    record = entry.record
    facts = [
        Fact(here._("Parties"), tuple(here.record("partner", key) for key in record.partners)),
        *_parties(context, here, record),
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


def _parties(context: Context, here: Here, record: Agreement) -> list[Fact]:
    """Who brings what where there are more than two, and who leads them."""
    names = {**context.partner_names, US: here._("us")}
    leads = tuple(names.get(one.party, one.party) for one in record.parties if one.lead)
    roles = (f"{names.get(one.party, one.party)}: {one.role}" for one in record.parties if one.role)
    return [Fact(here._("Leads and invoices"), _texts(leads)), Fact(here._("Who does what"), _sentences(roles))]


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
    territory = record.territory
    places = [here.name("region", key) for key in territory.regions] if territory else []
    fields = [here.name("industry", key) for key in territory.industries] if territory else []
    after = [tail] if record.tail_months else []
    after.append(here.label("after_end", record.payment.after_end))
    return [
        _attribution(here, record.attribution),
        Fact(here._("After the end"), _sentences(after)),
        Fact(here._("Clients we already have"), (Text(here.label("existing_clients", record.existing_clients)),)),
        Fact(here._("Protection"), (Text(protection),) if record.protection_days else ()),
        *_exclusivity(here, record.exclusivity),
        Fact(here._("Territory"), _texts((*places, *fields))),
    ]


def _attribution(here: Here, attribution: Attribution) -> Fact:
    """The rule; beside it the shares by part played, and who decides in doubt."""
    shares = (f"{here.label('part', one.part)} {here.edition.rate(one.share)}" for one in attribution.shares)
    note = " · ".join((*shares, here.label("decided_by", attribution.decided_by)))
    return Fact(here._("Attribution"), (Text(here.label("attribution", attribution.rule)),), note)


def _exclusivity(here: Here, bound: Exclusivity | None) -> list[Fact]:
    """Who is bound, for what, where and until when, and what the partner will not offer itself."""
    if bound is None:
        return [Fact(here._("Exclusivity"), (Text(here.label("exclusivity", "non_exclusive")),))]
    e = here.edition
    limits = [
        here._("for %(what)s") % {"what": e.listing(here.name(vocabulary, key) for key in keys)}
        for vocabulary, keys in (("service", bound.services), ("region", bound.regions), ("industry", bound.industries))
        if keys
    ]
    if bound.until is not None:
        limits.append(here._("until %(day)s") % {"day": e.day(bound.until).text})
    months = bound.non_compete_months or 0
    lasting = e.ngettext(
        "until %(months)s month after the end", "until %(months)s months after the end", months
    ) % {"months": e.number(months)}  # fmt: skip
    return [
        Fact(here._("Exclusivity"), (Text(here.label("exclusivity", bound.kind)),), " · ".join(limits)),
        Fact(
            here._("Non-compete"),
            _texts(tuple(here.name("service", key) for key in bound.non_compete)),
            lasting if months else "",
        ),
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
        hears = (here.label("told_fee", told.referral_fee), here.label("told_subcontractors", told.subcontractors))
        facts.append(Fact(here._("What the client is told"), _sentences(hears), told.wording or ""))
        if told.markups != "none":
            disclosed = here._("disclosed") if told.markups == "disclosed" else here._("not disclosed")
            rate = () if told.markup is None else (Text(here.edition.rate(told.markup)),)
            facts.append(Fact(here._("Markup"), (*rate, Text(disclosed))))
    facts.append(Fact(here._("Signed paper"), _maybe(record.document)))
    return facts
