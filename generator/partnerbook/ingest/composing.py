"""Records to text: the one writer, and the mirror of the strict reader.

What it writes reads back as the same values, whatever people typed: text is quoted wherever the reader, or YAML,
could take it for something else. The style is that of records written by hand: keys in the order of the
model, small mappings and lists on one line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from partnerbook.core.dates import Period
from partnerbook.core.money import Money, Rate
from partnerbook.core.record import Record, Value
from partnerbook.ingest.decoding import UNSEEN
from partnerbook.ingest.scalars import ScalarError, resolve

WIDTH = 104
"""A mapping or list that fits into so many columns stands on one line."""

_SIGNS = re.compile(r":(?=\s|$)|\s#")
"""What YAML takes for a sign in the middle of text."""
_SIGNS_IN_FLOW = re.compile(r"[,\[\]{}]|:(?=[\s?]|$)|\s#")
"""The same inside brackets, where libyaml also stops at a colon before a question mark."""
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\\": "\\\\", '"': '\\"'}


class NotWritable(ValueError):
    """A value that no record can hold; the text says which character stands in the way."""


def compose(record: Record, body: str = "") -> str:
    """A record's whole file: front matter, an empty line, the body. Fields at their default are left out.

    Raises:
        NotWritable: for text with characters that no record may hold.
    """
    text = body.strip()
    refused = UNSEEN.search(text)
    if refused is not None:
        raise NotWritable(f"U+{ord(refused.group()):04X} cannot stand in a record")
    front = compose_front(_fields(record))
    return f"---\n{front}---\n\n{text}\n" if text else f"---\n{front}---\n"


def compose_front(fields: Mapping[str, Any]) -> str:
    """Front matter without its two lines `---`, from plain values and those of records; every key on a line of its own.

    Raises:
        NotWritable: for text with characters that no record may hold.
        TypeError: for a value of a type that records do not have, a float above all.
    """
    return "".join(f"{line}\n" for line in _block(fields, 0))


def _fields(value: Value) -> dict[str, Any]:
    """What is written of a record or a part of it, by the names that files use."""
    written = {}
    fields = type(value).model_fields
    # What every record may carry is inherited, and stands behind what this one is about.
    for name in sorted(fields, key=lambda name: isinstance(value, Record) and name in Record.model_fields):
        field = fields[name]
        item = getattr(value, name)
        if field.is_required() or item != field.default:
            written[field.alias or name] = item
    return written


def _block(fields: Mapping[str, Any], indent: int) -> Iterator[str]:
    for key, value in fields.items():
        yield from compose_entry(f"{' ' * indent}{compose_scalar(key)}:", value, indent)


def compose_entry(head: str, value: Any, indent: int) -> Iterator[str]:
    """A key, or the hyphen of an item, and its value: on the same line where it fits, else below.

    `head` is the key with its colon, or the hyphen, behind as many blanks as `indent` says.

    Raises:
        NotWritable: for text with characters that no record may hold.
        TypeError: for a value of a type that records do not have.
    """
    if isinstance(value, Value):
        value = _fields(value)
    if not isinstance(value, Mapping) and not _is_list(value):
        yield f"{head} {compose_scalar(value)}"
        return
    # A list of mappings has a line for each, so that a later change shows as one line.
    listed = _is_list(value) and any(isinstance(item, Value | Mapping) for item in value)
    if not listed:
        line = f"{head} {compose_value(value)}"
        if len(line) <= WIDTH or not value:
            yield line
            return
    if isinstance(value, Mapping):
        lines = list(_block(value, indent + 2))
        if head.endswith("-"):  # the first key of an item stands behind its hyphen
            yield f"{head} {lines[0].lstrip()}"
            lines = lines[1:]
        else:
            yield head
        yield from lines
        return
    yield head
    for item in value:
        yield from compose_entry(f"{' ' * (indent + 2)}-", item, indent + 2)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def compose_value(value: Any) -> str:
    """A value on one line, as it may also stand inside brackets; errors as for `compose_entry`."""
    if isinstance(value, Value):
        value = _fields(value)
    if isinstance(value, Mapping):
        entries = (f"{compose_scalar(key, in_flow=True)}: {compose_value(item)}" for key, item in value.items())
        return "{" + ", ".join(entries) + "}"
    if _is_list(value):
        return "[" + ", ".join(map(compose_value, value)) + "]"
    return compose_scalar(value, in_flow=True)


def compose_scalar(value: Any, *, in_flow: bool = False, quote: str = "") -> str:
    """A single value; `in_flow` inside brackets. Text gets the `quote` wanted, `'` or `"`, where that can hold it."""
    match value:
        case None:
            return "~"
        case bool():
            return "true" if value else "false"
        case int() | Money() | Rate() | Period():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat(timespec="seconds" if value.second else "minutes")
        case date():
            return value.isoformat()
        case str():
            return _text(value, _SIGNS_IN_FLOW if in_flow else _SIGNS, quote)
        case _:
            raise TypeError(f"{type(value).__name__} is no value of a record")


def _text(text: str, signs: re.Pattern[str], quote: str) -> str:
    refused = UNSEEN.search(text)
    if refused is not None:
        raise NotWritable(f"U+{ord(refused.group()):04X} cannot stand in a record")
    if not quote and _is_plain(text, signs):
        return text
    if text.isprintable() and quote != '"':
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def _is_plain(text: str, signs: re.Pattern[str]) -> bool:
    """Whether text reads back as itself without quotes: a letter or digit first, and no sign of YAML behind."""
    if not text[:1].isalnum() or text[-1].isspace() or not text.isprintable() or signs.search(text):
        return False
    try:
        return resolve(text) == text
    except ScalarError:
        return False
