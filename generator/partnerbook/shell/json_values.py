"""Frozen values of the analysis as JSON: one key for each field, money and rates as records write them."""

import json
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from partnerbook.core.dates import Period
from partnerbook.core.money import Money, Rate

Json = dict[str, Any] | list[Any] | str | int | bool | None
"""What a JSON document is made of; there is no floating number in it."""


def plain(value: object) -> Json:
    """A value as JSON.

    Raises:
        TypeError: for anything that has no way of writing, a float above all.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case Money() | Rate() | Period():
            return str(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case Struct():
            return {name: plain(part) for name, part in asdict(value).items()}
        case _:
            raise TypeError(f"{type(value).__name__} has no way of writing in JSON")


def document(version: int, as_of: date, value: object) -> str:
    """A value as a document of its own, with the version of its format and the day it was looked at from."""
    found = plain(value)
    body = found if isinstance(found, dict) else {"values": found}
    return json.dumps({"version": version, "as_of": as_of.isoformat(), **body}, ensure_ascii=False, indent=2) + "\n"
