"""What the tests of the sample program share: its handbook, its sentences, and clocks reckoned by hand."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from html import unescape
from typing import Any

from pydantic import BaseModel

from partnerbook.core.book import Book
from partnerbook.core.dates import Moment, day_of, earliest
from partnerbook.core.referral import Referral
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.pages import site_of
from programs import ROOT, current, loaded

RECORDS = sorted((ROOT / "records").glob("**/*.md"))

_HOLIDAYS = """
2024-04-01 2024-05-01 2024-05-09 2024-05-20 2024-10-03 2024-10-31 2024-12-25 2024-12-26
2025-01-01 2025-04-18 2025-04-21 2025-05-01 2025-05-29 2025-06-09 2025-10-03 2025-10-31 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25
"""
HOLIDAYS = {date.fromisoformat(day) for day in _HOLIDAYS.split()}
"""Public holidays of Hamburg that fall on weekdays of the sample's years, from the calendar on the wall."""


def book() -> Book:
    """The sample's records."""
    return current().book


def active() -> list[str]:
    """Partners that are active on the sample's day."""
    return [key for key, status in current().analysis.partner_status.items() if status == "active"]


def referrals(partner: str, direction: str) -> dict[str, Referral]:
    """One direction of one partner, by id."""
    return {
        key: entry.record
        for key, entry in book().referrals.items()
        if (entry.record.partner, entry.record.direction) == (partner, direction)
    }


@cache
def pages() -> dict[str, str]:
    """The words of every page by its address: no markup, single spaces."""
    from partnerbook.rules import check

    findings = check(current(), loaded().findings)
    site = site_of(Handbook(ROOT, current(), findings))
    return {page.uri: in_words(page.html) for page in site.pages}


def in_words(html: str) -> str:
    """What somebody reads of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def is_business_day(day: date) -> bool:
    """Monday to Friday, and no holiday."""
    return day.weekday() < 5 and day not in HOLIDAYS


def business_minutes(start: datetime, end: datetime) -> int:
    """Minutes from start to end that fall on business days, round the clock."""
    minutes, day = 0, start.date()
    while day <= end.date():
        begins = max(start, datetime.combine(day, time.min))
        ends = min(end, datetime.combine(day + timedelta(days=1), time.min))
        if is_business_day(day) and ends > begins:
            minutes += int((ends - begins).total_seconds()) // 60
        day += timedelta(days=1)
    return minutes


def minutes_to_response(referral: Referral) -> int | None:
    """Business minutes from the request to the first contact, qualification or decision; None without any.

    Steps run in order, so the first one taken is the response. One without an hour counts from the first minute of
    its day, so that nobody is called late who may have been in time.
    """
    steps = [step.on for name, step in referral.milestones.reached() if name != "acknowledged"]
    if not steps:
        return None
    received = earliest(referral.received)
    return business_minutes(received, max(received, earliest(steps[0])))


# No sentence ends after these: titles and the saints of churches.
_ABBREVIATIONS = ("Dr.", "Mag.", "Prof.", "St.", "No.", "Ms.", "Mr.")
_END = re.compile(r'(?<=[.!?¹])["”’)*]*\s+(?=["“‘(*]*[A-ZÄÖÜ0-9])')


def sentences(body: str) -> list[str]:
    """The sentences of a body; headings and list marks are left out."""
    found = []
    lines = [line for line in body.splitlines() if not line.startswith("#")]
    text = re.sub(r"^\s*(?:[-*+]|\d+\.)\s+", "\n\n", "\n".join(lines), flags=re.MULTILINE)
    for paragraph in re.split(r"\n\s*\n", text):
        parts: list[str] = []
        for part in _END.split(" ".join(paragraph.split())):
            if parts and parts[-1].endswith(_ABBREVIATIONS):
                parts[-1] += f" {part}"
            elif part:
                parts.append(part)
        found += [part.strip('"“”‘’()* ') for part in parts]
    return [sentence for sentence in found if sentence]


def acts(value: Any) -> Iterator[tuple[str, date]]:
    """Who did something and when, wherever a record says `by` and `on`."""
    if isinstance(value, tuple):
        for item in value:
            yield from acts(item)
    elif isinstance(value, BaseModel):
        by, on = getattr(value, "by", None), getattr(value, "on", None)
        if isinstance(by, str) and isinstance(on, date):
            yield by, day_of(on)
        for field in type(value).model_fields:
            yield from acts(getattr(value, field))


def happened(moment: Moment | None) -> date | None:
    """The day of a moment, if there is one."""
    return None if moment is None else day_of(moment)
