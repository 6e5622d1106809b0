"""What rules about changes say of a change: the old value and the new one, as records write them."""

from typing import Any

from partnerbook.analysis.comparison import Change
from partnerbook.core.record import Value

_LONGEST = 120
"""Characters of a value that are shown; the rest is in the file."""


def said(change: Change) -> str:
    """A change in words: "`total` was 1750.00 EUR and is 1700.00 EUR now"."""
    if change.old is None:
        return f"`{change.name}` is new: {shown(change.new)}"
    if change.new is None:
        return f"`{change.name}` was {shown(change.old)} and is gone"
    return f"`{change.name}` was {shown(change.old)} and is {shown(change.new)} now"


def shown(value: Any) -> str:
    """A value as records write it, on one line."""
    if isinstance(value, Value):
        return _cut(", ".join(_lines(value.model_dump(exclude_none=True, exclude_defaults=True, by_alias=True))))
    if isinstance(value, tuple):
        return _cut("; ".join(shown(item) for item in value) or "empty")
    if isinstance(value, str):
        return _cut(" ".join(value.split())) if value else "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _cut(f"{value:%Y-%m-%dT%H:%M}" if hasattr(value, "hour") else str(value))


def _lines(fields: Any) -> list[str]:
    return [f"{key} {_plain(value)}" for key, value in fields.items()]


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return f"({', '.join(_lines(value))})"
    if isinstance(value, tuple | list):
        return "; ".join(_plain(item) for item in value)
    return shown(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
