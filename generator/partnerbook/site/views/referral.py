"""A referral's page: what it is about, how it went, what it brought."""

from markupsafe import Markup
from msgspec import Struct

from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.referral import OUTCOMES, Referral
from partnerbook.site.context import Context, Here
from partnerbook.site.labels import TONES
from partnerbook.site.prose import to_html
from partnerbook.site.values import Fact, Link, Notice, Pill, Step, Text, Value
from partnerbook.site.views.common import attention
from partnerbook.site.views.marketing import CALENDAR, in_calendar, title_of
from partnerbook.site.views.referral_deals import DealRows, deal_rows
from partnerbook.site.views.referral_money import ReferralMoney, referral_money
from partnerbook.site.views.referral_rows import client_name
from partnerbook.site.words.compensation import party_names, share_in_words


class Prose(Struct, frozen=True):
    """A passage with a title."""

    title: str
    html: Markup


class Answer(Struct, frozen=True):
    """An answer to a question of the checklist."""

    answer: Pill
    question: str


class ClaimRow(Struct, frozen=True):
    """A claim on the client, and the share it was given."""

    partner: Link
    basis: str
    day: Value
    share: str
    note: str


class ReferralPage(Struct, frozen=True):
    """Everything the page of a referral shows."""

    title: str
    direction: str
    lede: str
    pills: tuple[Pill, ...]
    attention: tuple[Notice, ...]
    facts: tuple[Fact, ...]
    prose: tuple[Prose, ...]
    milestones: tuple[Step, ...]
    checklist: tuple[Answer, ...]
    claims: tuple[ClaimRow, ...]
    decision: tuple[Fact, ...]
    deals: tuple[DealRows, ...]
    money: ReferralMoney
    outcome: tuple[Fact, ...]


def referral_page(context: Context, here: Here, entry: Entry[Referral]) -> ReferralPage:
    """The page of one referral."""
    referral = entry.record
    state = context.analysis.referral_state[entry.id]
    pills = [here.pill("referral_state", state)]
    if referral.hold is not None and (referral.hold.released is None or referral.hold.released > context.as_of):
        pills.append(Pill(here._("Payment on hold"), "warn"))
    return ReferralPage(
        title=f"{client_name(here, referral.client)} · {here.name('service', referral.service)}",
        direction=here.label("direction", referral.direction),
        lede=referral.challenge,
        pills=tuple(pills),
        attention=attention(here, entry.key),
        facts=_facts(context, here, entry),
        prose=(Prose(here._("Notes"), to_html(entry.body)),) if entry.body.strip() else (),
        milestones=_milestones(here, referral),
        checklist=_checklist(context, here, referral),
        claims=_claims(here, referral),
        decision=_decision(context, here, referral),
        deals=deal_rows(context, here, referral),
        money=referral_money(context, here, entry),
        outcome=_outcome(here, referral),
    )


def _facts(context: Context, here: Here, entry: Entry[Referral]) -> tuple[Fact, ...]:
    referral = entry.record
    partner = context.analysis.book.partners.get(referral.partner)
    theirs = {contact.key: contact.name for contact in partner.record.contacts} if partner else {}
    people = context.names.get("person", {})

    def who(key: str | None) -> tuple[Value, ...]:
        return () if key is None else (Text(theirs.get(key) or people.get(key) or key),)

    agreement = context.analysis.governing.get(entry.id)
    consent = referral.consent
    facts = (
        Fact(here._("Partner"), (here.record("partner", referral.partner),)),
        Fact(here._("Client"), (here.record("client", referral.client),)),
        Fact(here._("Whom to speak to"), _contact(context, referral)),
        Fact(here._("Service"), (Text(here.name("service", referral.service)),)),
        Fact(here._("Received"), (here.day(referral.received),)),
        Fact(here._("Involvement"), (Text(here.label("involvement", referral.involvement)),)),
        Fact(here._("Introduced by"), who(referral.introduced_by)),
        Fact(here._("Handled by"), who(referral.handled_by)),
        Fact(here._("Agreement"), (here.record("agreement", agreement),) if agreement else ()),
        Fact(here._("What to know"), (Text(referral.context),) if referral.context else ()),
        Fact(here._("Promised"), (Text("; ".join(referral.promises)),) if referral.promises else ()),
        Fact(
            here._("Client agreed to the introduction"),
            (here.day(consent.introduction),) if consent and consent.introduction else (),
        ),
        Fact(
            here._("Client agreed to a fee"),
            (here.day(consent.fee),) if consent and consent.fee else (),
            (consent.document or "") if consent else "",
        ),
        Fact(here._("Came from"), _source(context, here, referral)),
        Fact(here._("Takes up again"), (here.record("referral", referral.reopens),) if referral.reopens else ()),
        Fact(here._("On hold since"), _hold(here, referral)),
    )
    return tuple(fact for fact in facts if fact.values)


def _contact(context: Context, referral: Referral) -> tuple[Value, ...]:
    """The client's person, as the client's record names it."""
    client = context.analysis.book.clients.get(referral.client)
    contacts = client.record.contacts if client is not None else ()
    return tuple(Text(one.name) for one in contacts if one.key == referral.contact)


def _source(context: Context, here: Here, referral: Referral) -> tuple[Value, ...]:
    """What we did together and where this client was met."""
    activity = context.analysis.book.activities.get(referral.source or "")
    if activity is None:
        return ()
    title = title_of(activity.record)
    return (here.link(title, CALENDAR, activity.id) if in_calendar(activity.record) else Text(title),)


def _hold(here: Here, referral: Referral) -> tuple[Value, ...]:
    hold = referral.hold
    if hold is None:
        return ()
    released = here._("released %(day)s") % {"day": here.edition.day(hold.released).text} if hold.released else ""
    return tuple(value for value in (here.day(hold.since), Text(hold.reason), Text(released)) if value != Text(""))


def _milestones(here: Here, referral: Referral) -> tuple[Step, ...]:
    steps = [Step(here.day(referral.received), here.label("referral_state", "received"), "done")]
    for name, milestone in referral.milestones.reached():
        label = here.label("referral_state", name)
        told = (
            here._("the partner heard on %(day)s") % {"day": here.edition.day(milestone.told).text}
            if milestone.told
            else here._("the partner has not been told")
        )
        by = here.name("person", milestone.by) if milestone.by else ""
        ended = name in OUTCOMES
        note = " · ".join(text for text in (by, told) if text)
        steps.append(Step(here.day(milestone.on), label, "end" if ended else "done", note))
    return tuple(steps)


def _checklist(context: Context, here: Here, referral: Referral) -> tuple[Answer, ...]:
    questions = {item.key: item.question for item in context.program.checklist} if context.program else {}
    return tuple(
        Answer(
            Pill(here.label("answer", answer.answer), TONES["answer"].get(answer.answer, "calm")),
            questions.get(answer.item, answer.item) + (f" – {answer.note}" if answer.note else ""),
        )
        for answer in referral.checklist
    )


def _claims(here: Here, referral: Referral) -> tuple[ClaimRow, ...]:
    shares = {share.party: share.share for share in referral.decisions[-1].shares} if referral.decisions else {}
    return tuple(
        ClaimRow(
            here.record("partner", claim.partner),
            here.label("claim_basis", claim.basis),
            here.day(claim.on),
            here.edition.rate(shares[claim.partner]) if claim.partner in shares else "–",
            claim.note or "",
        )
        for claim in referral.claims
    )


def _decision(context: Context, here: Here, referral: Referral) -> tuple[Fact, ...]:
    names = party_names(here.edition, context.partner_names)
    return tuple(
        fact
        for decision in referral.decisions
        for fact in (
            Fact(here._("Decided"), (here.day(decision.on), here.person(decision.by))),
            Fact(here._("Rule"), (Text(here.label("attribution", decision.rule)),)),
            Fact(here._("Shares"), tuple(Text(share_in_words(here.edition, one, names)) for one in decision.shares)),
            Fact(here._("Because"), (Text(decision.reason),)),
        )
    )


def _outcome(here: Here, referral: Referral) -> tuple[Fact, ...]:
    outcome, feedback, answer = referral.outcome, referral.feedback, referral.satisfaction
    facts: list[Fact] = []
    if outcome is not None:
        facts.append(Fact(here._("What decided it"), (Text(here.label("outcome", outcome.reason)),)))
        if outcome.lesson:
            facts.append(Fact(here._("Lesson"), (Text(outcome.lesson),)))
        if outcome.alternative:
            facts.append(Fact(here._("Suggested instead"), (Text(outcome.alternative),)))
        if outcome.alternative_partner:
            facts.append(Fact(here._("Pointed to"), (here.record("partner", outcome.alternative_partner),)))
        if outcome.thanked:
            facts.append(Fact(here._("Thanked"), (here.day(outcome.thanked),)))
    if feedback is not None:
        fit = here._("fit %(score)s of 5") % {"score": here.edition.number(feedback.fit)}
        facts.append(Fact(here._("Feedback to the referrer"), (Text(fit), here.day(feedback.on)), feedback.note or ""))
    if answer is not None:
        score = here._("%(score)s of 10") % {"score": here.edition.number(answer.score)}
        facts.append(Fact(here._("How content the client was"), (Text(score), here.day(answer.on)), answer.note or ""))
    return tuple(facts)


def search_text(referral: Referral, here: Here) -> str:
    """What the search box finds a referral by."""
    partner = here.context.partner_names.get(referral.partner, referral.partner)
    day = here.edition.day(day_of(referral.received)).text
    return " ".join((partner, here.name("service", referral.service), referral.challenge, day))
