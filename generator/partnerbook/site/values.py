"""Values as templates show them: finished texts, each of which knows its markup, with all of its text escaped.

A template prints a value (`{{ value | show }}`); it never formats, compares or adds.
"""

import re
from collections.abc import Iterable
from typing import Literal
from urllib.parse import quote

from markupsafe import Markup, escape
from msgspec import Struct

Tone = Literal["good", "warn", "bad", "info", "calm"]
"""How a pill or tile is meant; shown by shape and words too, never by colour alone."""

# What is put into these is escaped by them.
_LINK = Markup('<a href="%s">%s</a>')
_MONEY = Markup('<span class="pb-money">%s</span>')
_NEGATIVE = Markup('<span class="pb-money pb-money--negative">%s</span>')
_DAY = Markup('<time class="pb-day" datetime="%s">%s</time>')
_PILL = Markup('<span class="pb-pill pb-pill--%s">%s</span>')
_PILLS = Markup('<span class="pb-pills">%s</span>')
_NONE = Markup('<span class="pb-none"><span aria-hidden="true">–</span><span class="pb-hidden">%s</span></span>')


class Text(Struct, frozen=True):
    """Plain words."""

    text: str

    def __html__(self) -> Markup:
        return escape(self.text)


class Link(Struct, frozen=True):
    """A name that leads to a page; without `href` just the name."""

    label: str
    href: str = ""

    def __html__(self) -> Markup:
        return _LINK % (self.href, self.label) if self.href else escape(self.label)


_WEB = re.compile(r"https?://[^\s/\\?#]", re.IGNORECASE)


def web_link(label: str, address: str) -> Link:
    """A link to a web page; only the name where a record gives another kind of address, such as a script."""
    return Link(label, address if _WEB.match(address) else "")


def mail_link(address: str) -> Link:
    """A link that opens a mail to an address, and adds nothing to that mail."""
    return Link(address, f"mailto:{quote(address, safe='@+')}")


class MoneyText(Struct, frozen=True):
    """An amount in the edition's way of writing."""

    text: str
    negative: bool = False

    def __html__(self) -> Markup:
        return (_NEGATIVE if self.negative else _MONEY) % self.text


class Day(Struct, frozen=True):
    """A day in the edition's way of writing, and as ISO for machines."""

    text: str
    iso: str

    def __html__(self) -> Markup:
        return _DAY % (self.iso, self.text)


class Pill(Struct, frozen=True):
    """A state in a word or two."""

    label: str
    tone: Tone = "calm"

    def __html__(self) -> Markup:
        return _PILL % (self.tone, self.label)


class Html(Struct, frozen=True):
    """Markup that has been sanitised."""

    html: Markup

    def __html__(self) -> Markup:
        return self.html


Value = Text | Link | MoneyText | Day | Pill | Html | str | None
"""Anything a cell or fact can show; None shows as a dash that says it is none."""


class Shown:
    """The filters that show values: one, several in a row, or states as a group."""

    def __init__(self, none: str) -> None:
        """`none` is what is read out for a value that is none."""
        self._none = _NONE % none

    def one(self, value: Value) -> Markup:
        """A value."""
        return self._none if value is None else escape(value)

    def row(self, values: Iterable[Value]) -> Markup:
        """Values behind one another; a dash for none at all."""
        return Markup(", ").join(self.one(value) for value in values) or self._none

    @staticmethod
    def pills(values: Iterable[Pill]) -> Markup:
        """States beside one another; nothing for none at all."""
        pills = Markup(" ").join(values)
        return _PILLS % pills if pills else pills


class Fact(Struct, frozen=True):
    """A term and what it says."""

    term: str
    values: tuple[Value, ...]
    note: str = ""


class Tile(Struct, frozen=True):
    """A key figure."""

    label: str
    value: str
    note: str = ""
    href: str = ""
    tone: Tone | Literal[""] = ""


class Step(Struct, frozen=True):
    """One step on a timeline."""

    day: Value
    label: str
    state: Literal["done", "next", "open", "end"]
    note: str = ""
    pill: Pill | None = None


class Notice(Struct, frozen=True):
    """Something that needs attention, and what to do about it; `english` where the program says it in English."""

    pill: Pill
    title: Value
    meta: str = ""
    text: str = ""
    remedy: str = ""
    english: bool = False


class Option(Struct, frozen=True):
    """One choice of a filter."""

    value: str
    label: str


class Filter(Struct, frozen=True):
    """A box that narrows a list by one of its keys."""

    key: str
    label: str
    options: tuple[Option, ...]
