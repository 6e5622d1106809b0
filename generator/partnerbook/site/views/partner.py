"""A partner's page: the one-pager, and below it how the relationship stands."""

from markupsafe import Markup
from msgspec import Struct

from partnerbook.analysis.states import status_entry, term_end
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.partner import Partner
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.prose import to_html
from partnerbook.site.values import Day, Fact, Link, MoneyText, Notice, Pill, Step, Text, Tile, Value
from partnerbook.site.views.activity_facts import activity_facts
from partnerbook.site.views.activity_work import how_held
from partnerbook.site.views.common import attention, ratio, sums
from partnerbook.site.views.due_rows import scorecard_of
from partnerbook.site.views.goals import goal_facts
from partnerbook.site.views.partner_people import (
    ContactRow,
    ScoreRow,
    assessed,
    assessment_rows,
    contacts,
    our_people,
)
from partnerbook.site.views.partner_profile import profile, terms_in_a_sentence
from partnerbook.site.views.partners import models_of, pills_of
from partnerbook.site.views.qualifying import (
    FlagRow,
    OnboardingRow,
    certification_facts,
    flag_rows,
    onboarding_rows,
    potential_facts,
)
from partnerbook.site.views.reach import reach_facts
from partnerbook.site.views.referral_rows import Row, row
from partnerbook.site.words.compensation import in_words, party_names


class Balance(Struct, frozen=True):
    """Give and take of the last 12 months, as bars."""

    received: str
    received_share: int
    sent: str
    sent_share: int
    note: str


class AgreementRow(Struct, frozen=True):
    """An agreement in a line."""

    link: Link
    model: str
    terms: str
    until: Value
    state: Pill


class PayoutRow(Struct, frozen=True):
    """A payout record in a line."""

    period: Link
    direction: str
    run: Day
    state: Pill
    total: MoneyText


class ReferenceRow(Struct, frozen=True):
    """What somebody said of the partner."""

    verdict: Pill
    text: str
    source: str


class ActivityRow(Struct, frozen=True):
    """Something done or planned together; `state` says what has not taken place."""

    day: Value
    type: str
    state: Pill | None
    summary: str
    people: str
    how: str
    note: Markup | None
    facts: tuple[Fact, ...]


class PartnerPage(Struct, frozen=True):
    """Everything the page of a partner shows."""

    name: str
    category: str
    positioning: str
    pills: tuple[Pill, ...]
    attention: tuple[Notice, ...]
    profile: tuple[Fact, ...]
    about: Markup | None
    terms: tuple[Fact, ...]
    triggers: tuple[str, ...]
    our_triggers: tuple[str, ...]
    steps: tuple[str, ...]
    introduction: str
    tiles: tuple[Tile, ...]
    balance: Balance | None
    goals: tuple[Fact, ...]
    scorecard: Link | None
    agreements: tuple[AgreementRow, ...]
    referrals: tuple[Row, ...]
    payouts: tuple[PayoutRow, ...]
    contacts: tuple[ContactRow, ...]
    our_people: tuple[Fact, ...]
    assessment: tuple[ScoreRow, ...]
    conclusion: str
    potential: tuple[Fact, ...]
    references: tuple[ReferenceRow, ...]
    flags: tuple[FlagRow, ...]
    onboarding: tuple[OnboardingRow, ...]
    certifications: tuple[Fact, ...]
    activities: tuple[ActivityRow, ...]
    history: tuple[Step, ...]


def partner_page(context: Context, here: Here, entry: Entry[Partner]) -> PartnerPage:
    """The page of one partner."""
    partner, e = entry.record, here.edition
    introduction = partner.introduction
    mail = ""
    if introduction is not None and introduction.mail:
        mail = f"{introduction.subject}\n\n{introduction.mail}" if introduction.subject else introduction.mail
    return PartnerPage(
        name=partner.name,
        category=" · ".join([*(here.label("model", model) for model in models_of(context, entry)), partner.city]),
        positioning=partner.pitch,
        pills=pills_of(here, entry),
        attention=attention(here, entry.key),
        profile=profile(here, partner),
        about=to_html(entry.body) if entry.body.strip() else None,
        terms=terms_in_a_sentence(context, here, entry),
        triggers=tuple(trigger.says for trigger in partner.triggers if not trigger.ours),
        our_triggers=tuple(trigger.says for trigger in partner.triggers if trigger.ours),
        steps=introduction.steps if introduction else (),
        introduction=mail,
        tiles=_tiles(context, here, entry),
        balance=_balance(context, here, entry),
        goals=goal_facts(here, partner),
        scorecard=here.link(here._("Scorecard"), scorecard_of(entry.id)) if entry.id in context.partnerships else None,
        agreements=_agreements(context, here, entry),
        referrals=tuple(row(here, referral) for referral in context.referrals_of.get(entry.id, ())),
        payouts=tuple(
            PayoutRow(
                here.link(e.period(payout.record.period), page_of("payout", payout.id)),
                here.label("payout_direction", payout.record.direction),
                e.day(payout.record.run),
                here.pill("payout_state", context.analysis.payout_state[payout.id]),
                e.money(payout.record.total),
            )
            for payout in context.payouts_of.get(entry.id, ())
        ),
        contacts=contacts(context, here, partner),
        our_people=our_people(here, partner),
        assessment=assessment_rows(here, partner.assessment),
        conclusion=partner.assessment.conclusion if partner.assessment else "",
        potential=(
            *assessed(here, partner.assessment),
            *potential_facts(context, here, partner),
            *reach_facts(context, here, partner),
        ),
        references=tuple(
            ReferenceRow(
                here.pill("verdict", reference.verdict),
                reference.note or "",
                " · ".join(
                    (
                        here.label("reference_source", reference.source),
                        reference.who,
                        *(here.label("reference_about", word) for word in reference.about),
                        e.day(reference.on).text,
                    )
                ),
            )
            for reference in partner.references
        ),
        flags=flag_rows(here, partner),
        onboarding=onboarding_rows(context, here, partner) if partner.onboarding else (),
        certifications=certification_facts(here, partner),
        activities=activity_rows(context, here, entry),
        history=_history(context, here, partner),
    )


def _tiles(context: Context, here: Here, entry: Entry[Partner]) -> tuple[Tile, ...]:
    e, tally = here.edition, context.analysis.tallies[entry.id]
    if not tally.received.total and not tally.sent.total:
        return ()
    last_year = here._("%(number)s in the last 12 months")
    return (
        Tile(
            here._("Received"),
            e.number(tally.received.total),
            last_year % {"number": e.number(tally.received.last_12_months)},
            href="#referrals",
        ),
        Tile(
            here._("Sent"),
            e.number(tally.sent.total),
            last_year % {"number": e.number(tally.sent.last_12_months)},
            href="#referrals",
        ),
        Tile(here._("Won of those received"), e.number(tally.received.won), ratio(e, tally.received.conversion)),
        Tile(
            here._("Cash received"),
            sums(e, tally.received.cash),
            here._("booked %(value)s") % {"value": sums(e, tally.received.booked)},
        ),
    )


def _balance(context: Context, here: Here, entry: Entry[Partner]) -> Balance | None:
    tally = context.analysis.tallies[entry.id]
    received, sent = tally.received.last_12_months, tally.sent.last_12_months
    most = max(received, sent)
    if not most:
        return None
    e = here.edition
    return Balance(
        e.number(received),
        received * 100 // most,
        e.number(sent),
        sent * 100 // most,
        here._("Referrals of the last 12 months, by the day they were received."),
    )


def _agreements(context: Context, here: Here, entry: Entry[Partner]) -> tuple[AgreementRow, ...]:
    names = party_names(here.edition, context.partner_names)
    rows = []
    for agreement in context.agreements_of.get(entry.id, ()):
        record = agreement.record
        end = term_end(record, context.as_of)
        rows.append(
            AgreementRow(
                here.link(agreement.id, page_of("agreement", agreement.id)),
                here.label("model", record.model),
                in_words(here.edition, record.compensation.received, names)[0],
                here.edition.day(end) if end else Text(here._("notice")),
                here.pill("agreement_state", context.analysis.agreement_state[agreement.id]),
            )
        )
    return tuple(rows)


def activity_rows(context: Context, here: Here, entry: Entry[Partner]) -> tuple[ActivityRow, ...]:
    """What was done or is planned with a partner, the latest first."""
    rows = []
    for activity in context.activities_of.get(entry.id, ()):
        record = activity.record
        when = record.on or record.planned
        state = context.analysis.activity_state[activity.id]
        rows.append(
            ActivityRow(
                here.edition.day(day_of(when)) if when else None,
                here.label("activity_type", record.type),
                None if state == "done" else here.pill("activity_state", state),
                record.summary,
                here.edition.listing(here.name("person", key) for key in record.people) if record.people else "",
                how_held(here, record),
                to_html(activity.body) if activity.body.strip() else None,
                activity_facts(here, activity),
            )
        )
    return tuple(rows)


def _history(context: Context, here: Here, partner: Partner) -> tuple[Step, ...]:
    current = status_entry(partner, context.as_of)
    steps: list[tuple[str, Step]] = []
    for change in partner.status_history:
        again = here.edition.day(change.review_on).text if change.review_on is not None else ""
        looked_at = here._("Looked at again on %(day)s.") % {"day": again} if again else ""
        note = " ".join(text for text in (change.reason, change.exit_condition, looked_at) if text)
        done = change is not current
        label = here.label("partner_status", change.status)
        step = Step(here.edition.day(change.on), label, "done" if done else "end", note)
        steps.append((change.on.isoformat(), step))
    for tier in partner.tier_history:
        text = here._("Tier: %(tier)s") % {"tier": here.name("tier", tier.tier)}
        steps.append((tier.on.isoformat(), Step(here.edition.day(tier.on), text, "done", tier.reason or "")))
    return tuple(step for _, step in sorted(steps, key=lambda pair: pair[0]))
