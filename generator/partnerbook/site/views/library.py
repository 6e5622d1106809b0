"""The library of material: what there is, for whom, where it lies, and whether it may be used (DOMAIN 6.4)."""

from datetime import date

from msgspec import Struct

from partnerbook.core.activity import Activity
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.vocabulary import Side
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Filter, Link, Pill, Value, web_link
from partnerbook.site.views.common import choices
from partnerbook.site.views.marketing import title_of

LIBRARY = "marketing/library.md"
_FOR: dict[Side, tuple[str, ...]] = {
    "us": ("our_team",),
    "partner": ("partners",),
    "both": ("our_team", "partners"),
}
"""Whom the recording of a training is for: those who were to learn."""


class Material(Struct, frozen=True):
    """One piece of the library."""

    key: str
    title: str
    type: str
    summary: str
    state: Pill
    audience: tuple[str, ...]
    partners: tuple[Link, ...]
    location: Link
    client: Value
    since: Value
    until: str
    keys: dict[str, str]


class Library(Struct, frozen=True):
    """The page."""

    lede: str
    filters: tuple[Filter, ...]
    rows: tuple[Material, ...]


def is_material(activity: Activity) -> bool:
    """Whether an activity left something in the library: material, or the recording of a training."""
    return activity.material is not None or (activity.training is not None and activity.training.recording is not None)


def library(context: Context, here: Here) -> Library:
    """All material, the latest first."""
    entries = [
        entry for entry in reversed(tuple(context.analysis.book.activities.values())) if is_material(entry.record)
    ]
    rows = tuple(material_row(context, here, entry) for entry in entries)
    partners = [
        (key, context.partner_names[key])
        for key in dict.fromkeys(key for entry in entries for key in entry.record.partners)
        if key in context.partner_names
    ]
    audiences = {word: here.label("audience", word) for row in rows for word in row.keys["audience"].split()}
    filters = (
        choices("type", here._("Type"), ((row.keys["type"], row.type) for row in rows)),
        choices("audience", here._("For whom"), audiences.items()),
        choices("partner", here._("Partner"), partners),
        choices("state", here._("State"), ((row.keys["state"], row.state.label) for row in rows)),
    )
    return Library(
        here._("One-pagers, case studies, shared texts and recordings: what to hand over, and where it lies."),
        tuple(found for found in filters if len(found.options) > 1),
        rows,
    )


def material_row(context: Context, here: Here, entry: Entry[Activity]) -> Material:
    """One piece of the library in a line."""
    record, material, training = entry.record, entry.record.material, entry.record.training
    location, published, outdated, agreed = "", None, None, None
    audience: tuple[str, ...] = ()
    if material is not None:
        location, audience = material.location, (material.audience,)
        published, outdated, agreed = material.published, material.outdated, material.client_agreed
    elif training is not None:
        location, audience = training.recording or "", _FOR[training.audience]
        published = day_of(record.on) if record.on is not None else None
    state, pill = _state(context.as_of, here, published, outdated)
    title = title_of(record) if material is None else material.title
    client: Value = here.day(agreed)
    if client is None and record.type == "case_study":
        client = Pill(here._("Not yet"), "warn")
    return Material(
        key=entry.id,
        title=title,
        type=here._("Recording") if material is None else here.label("activity_type", record.type),
        summary=record.summary if record.summary != title else "",
        state=pill,
        audience=tuple(here.label("audience", word) for word in audience),
        partners=tuple(here.record("partner", key) for key in record.partners),
        location=web_link(location, location),
        client=client,
        since=here.day(published),
        until=here._("until %(day)s") % {"day": here.edition.day(outdated).text} if outdated is not None else "",
        keys={
            "type": record.type,
            "audience": " ".join(audience),
            "partner": " ".join(record.partners),
            "state": state,
        },
    )


def _state(as_of: date, here: Here, published: date | None, outdated: date | None) -> tuple[str, Pill]:
    if outdated is not None and outdated <= as_of:
        return "outdated", Pill(here._("Outdated"), "bad")
    if published is None or published > as_of:
        return "coming", Pill(here._("In preparation"), "info")
    return "in-use", Pill(here._("In use"), "good")
