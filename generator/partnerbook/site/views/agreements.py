"""Agreements: the list, and the page of one with its terms, examples and one-page memorandum."""

from markupsafe import Markup
from msgspec import Struct

from partnerbook.analysis.examples.running import run_all
from partnerbook.analysis.states import term_end
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.prose import to_html
from partnerbook.site.values import Day, Fact, Filter, Link, Notice, Pill, Step, Text, Value
from partnerbook.site.views.agreement_terms import terms
from partnerbook.site.views.common import attention, choices
from partnerbook.site.views.memorandum import Memorandum, memorandum
from partnerbook.site.words.compensation import in_words, party_names
from partnerbook.site.words.examples import case_in_words, result_in_words


class AgreementLine(Struct, frozen=True):
    """An agreement in the list."""

    link: Link
    partners: tuple[Link, ...]
    model: str
    pays: str
    first: Day
    until: Value
    state: Pill
    keys: dict[str, str]


class AgreementList(Struct, frozen=True):
    """All agreements."""

    lede: str
    filters: tuple[Filter, ...]
    rows: tuple[AgreementLine, ...]


class CompensationSide(Struct, frozen=True):
    """What one direction earns."""

    key: str
    label: str
    sentence: str
    limits: tuple[str, ...]


class ExampleRow(Struct, frozen=True):
    """A worked example: if …, then …, and whether the ledger comes to the same."""

    given: str
    result: str
    because: str
    proof: Pill


class UnderRow(Struct, frozen=True):
    """A referral that falls under the agreement."""

    day: Day
    link: Link
    direction: str
    status: Pill


class AgreementPage(Struct, frozen=True):
    """Everything the page of an agreement shows."""

    title: str
    model: str
    lede: str
    pills: tuple[Pill, ...]
    partners: tuple[Link, ...]
    attention: tuple[Notice, ...]
    terms: tuple[Fact, ...]
    compensation: tuple[CompensationSide, ...]
    compensation_note: str
    examples: tuple[ExampleRow, ...]
    clauses: Markup | None
    timeline: tuple[Step, ...]
    referrals: tuple[UnderRow, ...]
    memo: Memorandum


def agreement_list(context: Context, here: Here) -> AgreementList:
    """All agreements, those that run out first at the top of those in force."""
    states = context.analysis.agreement_state
    order = ("expiring", "in_force", "upcoming", "draft", "expired", "terminated", "replaced")
    entries = sorted(
        context.analysis.book.agreements.values(),
        key=lambda entry: (order.index(states[entry.id]), str(term_end(entry.record, context.as_of)), entry.id),
    )
    rows = tuple(_line(context, here, entry) for entry in entries)
    running = sum(states[entry.id] in ("in_force", "expiring") for entry in entries)
    lede = here.edition.ngettext(
        "%(number)s agreement is in force.", "%(number)s agreements are in force.", running
    ) % {"number": here.edition.number(running)}
    filters = (
        choices("state", here._("State"), ((line.keys["state"], line.state.label) for line in rows)),
        choices("model", here._("Model"), ((line.keys["model"], line.model) for line in rows)),
    )
    return AgreementList(lede, filters, rows)


def _line(context: Context, here: Here, entry: Entry[Agreement]) -> AgreementLine:
    record = entry.record
    state = context.analysis.agreement_state[entry.id]
    names = party_names(here.edition, context.partner_names)
    end = term_end(record, context.as_of)
    return AgreementLine(
        link=here.link(entry.id, page_of("agreement", entry.id)),
        partners=tuple(here.record("partner", key) for key in record.partners),
        model=here.label("model", record.model),
        pays=in_words(here.edition, record.compensation.received, names)[0],
        first=here.edition.day(record.effective),
        until=here.edition.day(end) if end else Text(here._("until notice")),
        state=here.pill("agreement_state", state),
        keys={"state": state, "model": record.model},
    )


def agreement_page(context: Context, here: Here, entry: Entry[Agreement]) -> AgreementPage:
    """The page of one agreement."""
    record = entry.record
    names = party_names(here.edition, context.partner_names)
    partners = here.edition.listing(names.get(key, key) for key in record.partners)
    return AgreementPage(
        title=here._("Agreement with %(partners)s") % {"partners": partners},
        model=here.label("model", record.model),
        lede=record.memorandum[0] if record.memorandum else "",
        pills=(here.pill("agreement_state", context.analysis.agreement_state[entry.id]),),
        partners=tuple(here.record("partner", key) for key in record.partners),
        attention=attention(here, entry.key),
        terms=terms(context, here, entry),
        compensation=tuple(_side(context, here, record, direction) for direction in ("received", "sent")),
        compensation_note=record.compensation.note or "",
        examples=_examples(context, here, entry),
        clauses=to_html(entry.body) if entry.body.strip() else None,
        timeline=_timeline(context, here, entry),
        referrals=tuple(
            UnderRow(
                here.edition.day(day_of(referral.record.received)),
                here.record("referral", referral.id, _client(context, referral.record.client)),
                here.label("direction", referral.record.direction),
                here.pill("referral_state", context.analysis.referral_state[referral.id]),
            )
            for referral in context.referrals_under.get(entry.id, ())
        ),
        memo=memorandum(context, here, entry),
    )


def _examples(context: Context, here: Here, entry: Entry[Agreement]) -> tuple[ExampleRow, ...]:
    """Every worked example, run through the ledger."""
    record, e = entry.record, here.edition
    names = party_names(e, context.partner_names, context.names.get("service", {}))
    outcomes = run_all(record.examples, entry, context.current.book.program)
    return tuple(
        ExampleRow(
            case_in_words(e, example.given, record, names),
            result_in_words(e, example.given.direction, example.pays, record),
            example.because or "",
            Pill(here._("Proven"), "good")
            if outcome.holds
            else Pill(here._("The terms pay %(money)s") % {"money": e.money(outcome.actual).text}, "bad"),
        )
        for example, outcome in zip(record.examples, outcomes, strict=True)
    )


def _client(context: Context, key: str) -> str:
    entry = context.analysis.book.clients.get(key)
    return entry.record.name if entry else key


def _side(context: Context, here: Here, record: Agreement, direction: str) -> CompensationSide:
    earning = record.compensation.received if direction == "received" else record.compensation.sent
    names = party_names(here.edition, context.partner_names, context.names.get("service", {}))
    sentence, *limits = in_words(here.edition, earning, names)
    return CompensationSide(direction, here.label("direction", direction), sentence, tuple(limits))


def _timeline(context: Context, here: Here, entry: Entry[Agreement]) -> tuple[Step, ...]:
    record, e = entry.record, here.edition
    steps = []
    if record.signed:
        steps.append((record.signed, Step(e.day(record.signed), here._("Signed"), "done")))
    begun = record.effective <= context.as_of
    amended = ""
    if record.amends:
        amended = here._("takes the place of %(agreement)s") % {"agreement": record.amends}
        amended += " · " + here.label("applies_to", record.applies_to)
    steps.append(
        (record.effective, Step(e.day(record.effective), here._("First day"), "done" if begun else "next", amended))
    )
    end = term_end(record, context.as_of)
    if record.terminated is not None:
        note = f"{here.label('notice_by', record.terminated.by)} · {record.terminated.reason}"
        step = Step(e.day(record.terminated.on), here._("Notice given"), "done", note)
        steps.append((record.terminated.on, step))
    if end is not None:
        renewal = here._("goes on by itself unless somebody gives notice")
        note = renewal if record.renewal and record.renewal.automatic and not record.terminated else ""
        steps.append((end, Step(e.day(end), here._("Last day"), "done" if end < context.as_of else "next", note)))
    return tuple(step for _, step in sorted(steps, key=lambda pair: pair[0]))
