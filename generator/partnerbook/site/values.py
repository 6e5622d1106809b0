"""Values as templates show them: finished texts with the little a template must know of each.

A template asks a value for its `kind` and prints it; it never formats, compares or adds.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal
from urllib.parse import quote

from markupsafe import Markup

Tone = Literal["good", "warn", "bad", "info", "calm"]
"""How a pill or tile is meant; shown by shape and words too, never by colour alone."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str
    kind: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads to a page; without `href` just the name."""

    label: str
    href: str = ""
    kind: ClassVar[str] = "link"


_WEB = re.compile(r"https?://[^\s/\\?#]", re.IGNORECASE)


def web_link(label: str, address: str) -> Link:
    """A link to a web page; only the name where a record gives another kind of address, such as a script."""
    return Link(label, address if _WEB.match(address) else "")


def mail_link(address: str) -> Link:
    """A link that opens a mail to an address, and adds nothing to that mail."""
    return Link(address, f"mailto:{quote(address, safe='@+')}")


@dataclass(frozen=True, slots=True)
class MoneyText:
    """An amount in the edition's way of writing."""

    text: str
    negative: bool = False
    kind: ClassVar[str] = "money"


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the edition's way of writing, and as ISO for machines."""

    text: str
    iso: str
    kind: ClassVar[str] = "day"


@dataclass(frozen=True, slots=True)
class Pill:
    """A state in a word or two."""

    label: str
    tone: Tone = "calm"
    kind: ClassVar[str] = "pill"


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that has been sanitised."""

    html: Markup
    kind: ClassVar[str] = "html"


Value = Text | Link | MoneyText | Day | Pill | Html | str | None
"""Anything a cell or fact can show; None shows as a dash that says it is none."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what it says."""

    term: str
    values: tuple[Value, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure."""

    label: str
    value: str
    note: str = ""
    href: str = ""
    tone: Tone | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step on a timeline."""

    day: Value
    label: str
    state: Literal["done", "next", "open", "end"]
    note: str = ""
    pill: Pill | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that needs attention, and what to do about it."""

    pill: Pill
    title: Value
    meta: str = ""
    text: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A box that narrows a list by one of its keys."""

    key: str
    label: str
    options: tuple[Option, ...]
