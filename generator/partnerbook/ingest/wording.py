"""Words for colleagues: what stands in a record, what is expected there, and how it is written."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, get_origin

from pydantic import BaseModel

from partnerbook.core.dates import Period
from partnerbook.core.money import Money, Rate
from partnerbook.ingest.field_paths import choices, fields_of, members
from partnerbook.ingest.scalars import shortened

_WORDS: dict[Any, tuple[str, str]] = {
    str: ("text", "…"),
    bool: ("`true` or `false`", "true"),
    int: ("a whole number", "3"),
    Decimal: ("a number", "2.5"),
    date: ("a day like 2026-03-02", "2026-03-02"),
    datetime: ("a minute like 2026-03-02T09:15", "2026-03-02T09:15"),
    Money: ("an amount like 48000.00 EUR", "48000.00 EUR"),
    Rate: ("a rate like 12.5%", "12.5%"),
    Period: ("a period like 2026, 2026-Q2 or 2026-06", "2026-Q2"),
}
"""How each type is called, and how a value of it is written."""

_FORMS = {
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "an e-mail address like name@firm.example",
    r"^[A-Z]{2}$": "the two capital letters of a country, like DE",
    r"^[A-Z]{3}$": "the three capital letters of a currency, like EUR",
    r"^[A-Z]{3}\d{3}$": "the code of a rule, like PAR004",
    r"^sha256:[0-9a-f]{64}$": "`sha256:` and 64 hexadecimal digits, as `partnerbook` writes them",
    r"^[a-z0-9][a-z0-9_/-]*$": "the id of a ledger line: referral/event/kind/claimant",
}
"""What the patterns of the models ask for."""


def expected(annotation: Any) -> str:
    """What may stand at a place: `a whole number or an amount like 48000.00 EUR`."""
    return one_of(_noun(member) for member in members(annotation))


def sample(annotation: Any) -> str:
    """How a value of this kind is written."""
    first = members(annotation)[0]
    if words := choices(first):
        return str(words[0])
    if get_origin(first) is tuple:
        return "[…]"
    if isinstance(first, type) and issubclass(first, BaseModel):
        needed = [key for key, field in fields_of(first).items() if field.is_required()]
        return f"{{{', '.join(f'{key}: …' for key in needed) or '…'}}}"
    return _WORDS.get(first, ("", "…"))[1]


def form(pattern: str) -> str:
    """What a pattern of the models asks for."""
    return _FORMS.get(pattern, f"text of the form {pattern}")


def described(value: object) -> str:
    """What stands at a place."""
    match value:
        case None:
            return "empty"
        case bool():
            return f"`{str(value).lower()}`"
        case int() | Decimal():
            return f"the number {value}"
        case datetime():
            return f"the minute {value:%Y-%m-%dT%H:%M}"
        case date():
            return f"the day {value}"
        case str():
            return f"the text `{shortened(value)}`"
        case tuple():
            return "a list"
        case _:
            return "a set of fields"


def one_of(words: Iterable[str]) -> str:
    """`a, b or c`."""
    *others, last = dict.fromkeys(words)
    return f"{', '.join(others)} or {last}" if others else last


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one was probably meant to be."""
    near = get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def _noun(member: Any) -> str:
    if words := choices(member):
        return one_of(f"`{word}`" for word in words)
    if get_origin(member) is tuple:
        return "a list"
    if isinstance(member, type) and issubclass(member, BaseModel):
        return "a set of fields"
    return _WORDS.get(member, ("another value", ""))[0]
