"""The pipeline of candidates: how far each has come, what speaks for and against it, what is next (DOMAIN 3, 5.1)."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.states import status_entry
from partnerbook.core.book import Entry
from partnerbook.core.partner import Partner
from partnerbook.core.vocabulary import PartnerStatus
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.values import Day, Fact, Filter, Link, Notice, Pill, Text, Tone, Value
from partnerbook.site.views.common import choices
from partnerbook.site.views.missing import Missing, missing
from partnerbook.site.views.partners import STAGES, models_of
from partnerbook.site.views.qualifying import FlagRow, flag_rows, onboarding_rows, potential_facts
from partnerbook.site.views.referrals import Stage
from partnerbook.site.words.deadlines import task

CANDIDATES = "candidates.md"
_JOINT = frozenset({"subcontracting", "alliance"})
"""Models in which both deliver: stability and capacity must be scored (DOMAIN 3.1)."""
_SIGNED = frozenset({"in_force", "expiring", "upcoming"})


class Candidate(Struct, frozen=True):
    """A firm on its way to becoming a partner."""

    key: str
    name: Link
    category: str
    pitch: str
    pills: tuple[Pill, ...]
    facts: tuple[Fact, ...]
    flags: tuple[FlagRow, ...]
    steps: tuple[str, ...]
    due: tuple[Link, ...]
    keys: dict[str, str]


class Pipeline(Struct, frozen=True):
    """The page."""

    lede: str
    stages: tuple[Stage, ...]
    filters: tuple[Filter, ...]
    candidates: tuple[Candidate, ...]
    turned_down: tuple[Notice, ...]
    missing: Missing


def candidates_page(context: Context, here: Here) -> Pipeline:
    """Every candidate, those furthest on first, and whom the program lacks."""
    status = context.analysis.partner_status
    entries = sorted(
        (entry for entry in context.analysis.book.partners.values() if status[entry.id] in STAGES),
        key=lambda entry: (-STAGES.index(status[entry.id]), entry.record.name.casefold(), entry.id),
    )
    gaps = {need.service.key for need in context.analysis.service_map if need.is_gap}
    rows = tuple(_candidate(context, here, entry, gaps) for entry in entries)
    lede = here.edition.ngettext(
        "%(number)s firm is on the way to becoming a partner. Ask whom it would have sent us this year.",
        "%(number)s firms are on the way to becoming partners. Ask each whom it would have sent us this year.",
        len(rows),
    ) % {"number": here.edition.number(len(rows))}
    owners = [(entry.record.owner, here.name("person", entry.record.owner)) for entry in entries]
    services = {key: here.name("service", key) for entry in entries for key in entry.record.services}
    filters = (
        choices(
            "status",
            here._("Status"),
            ((status[entry.id], here.label("partner_status", status[entry.id])) for entry in entries),
        ),
        choices("need", here._("Need"), services.items()),
        choices("owner", here._("Owner"), owners),
    )
    return Pipeline(
        lede if rows else here._("Nobody is on the way to becoming a partner."),
        _stages(here, Counter(status[entry.id] for entry in entries)),
        tuple(found for found in filters if len(found.options) > 1),
        rows,
        _turned_down(context, here),
        missing(context, here),
    )


def _stages(here: Here, counts: Counter[PartnerStatus]) -> tuple[Stage, ...]:
    most = max(*(counts[word] for word in STAGES), 1)
    return tuple(
        Stage(
            here.edition.number(counts[word]),
            here.label("partner_status", word),
            counts[word] * 100 // most,
            "info",
            "",
            "",
        )
        for word in STAGES
    )


def _candidate(context: Context, here: Here, entry: Entry[Partner], gaps: set[str]) -> Candidate:
    partner, status = entry.record, context.analysis.partner_status[entry.id]
    models = models_of(context, entry)
    return Candidate(
        key=entry.id,
        name=here.link(partner.name, page_of("partner", entry.id)),
        category=" · ".join([*(here.label("model", model) for model in models), partner.city]),
        pitch=partner.pitch,
        pills=(here.pill("partner_status", status), *_reasons(context, here, partner, gaps)),
        facts=tuple(fact for fact in _facts(context, here, partner) if fact.values),
        flags=flag_rows(here, partner),
        steps=tuple(_next(context, here, entry, status)),
        due=tuple(
            here.link(f"{here.edition.day(one.limit).text}: {task(here.edition, one)}", page_of("partner", entry.id))
            for one in context.running_of.get(entry.id, ())
        ),
        keys={"status": status, "need": " ".join(partner.services), "owner": partner.owner},
    )


def _reasons(context: Context, here: Here, partner: Partner, gaps: set[str]) -> Iterator[Pill]:
    """What the program would gain: a gap filled, a service or a region it looks for."""
    growth = context.program.growth if context.program is not None else None
    looked_for = growth.recruit_services if growth is not None else ()
    for service in partner.services:
        if service in gaps:
            yield Pill(here._("Fills a gap: %(service)s") % {"service": here.name("service", service)}, "good")
        elif service in looked_for:
            yield Pill(here._("Looked for: %(what)s") % {"what": here.name("service", service)}, "good")
    for region in growth.recruit_regions if growth is not None else ():
        if region in partner.regions:
            yield Pill(here._("Looked for: %(what)s") % {"what": here.name("region", region)}, "info")


def _facts(context: Context, here: Here, partner: Partner) -> Iterator[Fact]:
    e, assessment = here.edition, partner.assessment
    change = status_entry(partner, context.as_of)
    since: tuple[Value, ...] = (e.day(change.on),) if change is not None else ()
    yield Fact(here._("In this stage since"), since, (change.reason or "") if change is not None else "")
    yield Fact(here._("Owner"), (here.person(partner.owner),))
    if assessment is not None:
        yield Fact(here._("Assessment"), (_marks(here, partner),), assessment.conclusion)
    yield from potential_facts(context, here, partner)
    verdicts = Counter(reference.verdict for reference in partner.references)
    pills = tuple(
        Pill(f"{here.label('verdict', word)}: {e.number(verdicts[word])}", tone)
        for word, tone in _VERDICTS
        if verdicts[word]
    )
    yield Fact(here._("References"), pills)
    marks = onboarding_rows(context, here, partner)
    if partner.onboarding:
        done = here._("%(done)s of %(all)s steps") % {
            "done": e.number(sum(mark.done for mark in marks)),
            "all": e.number(len(marks)),
        }
        who = here.label("side", partner.onboarding_owner) if partner.onboarding_owner else ""
        yield Fact(here._("Onboarding"), (Text(done),), here._("driven by: %(side)s") % {"side": who} if who else "")


_VERDICTS: tuple[tuple[Literal["good", "mixed", "bad"], Tone], ...] = (
    ("good", "good"),
    ("mixed", "warn"),
    ("bad", "bad"),
)


def _marks(here: Here, partner: Partner) -> Text:
    """The mean of the marks, to one decimal, half up."""
    a = partner.assessment
    marks = [] if a is None else [
        mark.score
        for mark in (
            a.fit, a.overlap, a.values, a.positioning, a.quality, a.commitment, a.partnerships, a.capacity,
        )
        if mark is not None
    ]  # fmt: skip
    tenths = (20 * sum(marks) + len(marks)) // (2 * len(marks)) if marks else 0
    words = here._("%(mean)s of 5 over %(number)s marks") % {
        "mean": here.edition.number(Decimal(tenths) / 10),
        "number": here.edition.number(len(marks)),
    }
    return Text(words)


def _next(context: Context, here: Here, entry: Entry[Partner], status: PartnerStatus) -> Iterator[str]:
    """What has to be done before the next stage (DOMAIN 3.4, 5.1)."""
    if status == "identified":
        yield here._("Write the first mail: what you understood of them, and where they would have been the answer")
        return
    if status == "contacted":
        yield here._("Meet, and ask whom they would have sent us this year")
    yield from _to_qualify(context, here, entry)
    if status == "in_talks":
        yield here._("Agree on a model and its terms")
    states = context.analysis.agreement_state
    signed = any(states[agreement.id] in _SIGNED for agreement in context.agreements_of.get(entry.id, ()))
    if status in ("negotiating", "onboarding") and not signed:
        yield here._("Sign the agreement")
    if status == "onboarding":
        yield from (row.step for row in onboarding_rows(context, here, entry.record) if not row.done)


def _to_qualify(context: Context, here: Here, entry: Entry[Partner]) -> Iterator[str]:
    """What is still to be found out about them."""
    partner = entry.record
    if partner.assessment is None:
        yield here._("Assess them")
    elif partner.assessment.capacity is None and _JOINT & set(models_of(context, entry)):
        yield here._("Score stability and capacity: we would deliver together")
    if not partner.references:
        yield here._("Ask for references")
    if any(flag.resolved is None for flag in partner.red_flags):
        yield here._("Settle the warning signs, or let it be")


def _turned_down(context: Context, here: Here) -> tuple[Notice, ...]:
    """Firms we decided against, and why."""
    rows = []
    for entry in context.analysis.book.partners.values():
        if context.analysis.partner_status[entry.id] == "rejected":
            change = status_entry(entry.record, context.as_of)
            day: Day | None = here.edition.day(change.on) if change is not None else None
            rows.append(
                Notice(
                    here.pill("partner_status", "rejected"),
                    here.link(entry.record.name, page_of("partner", entry.id)),
                    meta=day.text if day is not None else "",
                    text=(change.reason or "") if change is not None else "",
                )
            )
    return tuple(rows)
