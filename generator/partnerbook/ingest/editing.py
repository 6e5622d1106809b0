"""Changing a value of a record and nothing else: comments, order, quotes and prose stay to the byte.

The new text is put where the old one stood, and the whole is then read again by the strict reader: unless it says
what the old one said but for the value changed, the edit is refused. So a text in a style nobody thought of can be
left alone, never be spoilt.
"""

from collections.abc import Iterable
from typing import Any

from partnerbook.core.finding import FieldPath, dotted
from partnerbook.core.record import Record
from partnerbook.ingest.composing import compose_front
from partnerbook.ingest.decoding import decode
from partnerbook.ingest.document import Document, split
from partnerbook.ingest.spans import find_spans
from partnerbook.ingest.splices import NotEditable, Put, Remove, Splice, put, removed
from partnerbook.ingest.strict_yaml import Plain, read

__all__ = ["Change", "NotEditable", "Put", "Remove", "edit", "edit_file"]

_BYTE_ORDER_MARK = "\ufeff"

Change = Put | Remove


def edit_file(content: bytes, changes: Iterable[Change], model: type[Record] | None = None) -> bytes:
    """Change a record's file; marks and line ends of Windows stay as they are. Else as `edit`."""
    text = decode(content).text
    if text is None:
        raise NotEditable("the file cannot be read; `partnerbook check` says why")
    raw = content.decode()
    mark = _BYTE_ORDER_MARK if raw.startswith(_BYTE_ORDER_MARK) else ""
    raw = raw.removeprefix(_BYTE_ORDER_MARK)
    line_end = "\r\n" if "\n" in raw and raw[: raw.index("\n") + 1].endswith("\r\n") else "\n"
    for change in changes:
        start, end, new = _splice(text, change, model)
        raw = raw[: _index_in(raw, start)] + new.replace("\n", line_end) + raw[_index_in(raw, end) :]
        text = text[:start] + new + text[end:]
    return (mark + raw).encode()


def edit(text: str, changes: Iterable[Change], model: type[Record] | None = None) -> str:
    """Change values of a record's text, one after the other; its lines end in `\\n`.

    With the `model` of the record, new keys come where the model has them; otherwise behind the others.

    Raises:
        NotEditable: where the text has faults, has no such place, or would lose a comment.
        NotWritable: for text with characters that no record may hold.
    """
    for change in changes:
        start, end, new = _splice(text, change, model)
        text = text[:start] + new + text[end:]
    return text


def _index_in(raw: str, index: int) -> int:
    """Where the character at an index stands in a text in which some lines still end in `\\r\\n`."""
    shift = 0
    at = raw.find("\r\n")
    while at >= 0 and at - shift < index:
        shift += 1
        at = raw.find("\r\n", at + 2)
    return index + shift


def _splice(text: str, change: Change, model: type[Record] | None) -> Splice:
    document = split(text)
    if not isinstance(document, Document):
        raise NotEditable(document.message)
    front = document.front
    before = _read(front)
    if not change.path or not isinstance(before, dict):
        raise NotEditable("a record is changed field by field")
    root = find_spans(front)
    splice = removed(front, root, change.path) if isinstance(change, Remove) else put(front, root, change, model)
    start, end, new = splice
    _hold(before, front[:start] + new + front[end:], change)
    offset = text.index("\n")  # front matter begins behind the first `---`
    return Splice(start + offset, end + offset, new)


def _read(front: str) -> Plain:
    reading = read(front)
    if reading.faults:
        raise NotEditable(f"the record has a fault: {reading.faults[0].message}")
    return reading.value


def _hold(before: dict[str, Plain], front: str, change: Change) -> None:
    """Refuse an edit after which the record does not say what it should."""
    reading = read(front)
    wanted = _wanted(before, change.path, change)
    if reading.faults or not _same(reading.value, wanted):
        raise NotEditable(f"`{dotted(change.path)}` is written in a way that cannot be changed; change it by hand")


def _wanted(value: Plain, path: FieldPath, change: Change) -> Plain:
    """What a record should say after a change: reckoned without its text."""
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        inside: Any = dict(value) if isinstance(value, dict) else {}
    else:
        inside = list(value) if isinstance(value, tuple) else []
    if not rest and isinstance(change, Remove):
        del inside[step]
        return inside if isinstance(step, str) else tuple(inside)
    if isinstance(step, int) and step == len(inside):
        inside.append(None)
    old = inside.get(step) if isinstance(step, str) else inside[step]
    inside[step] = _wanted(old, rest, change) if rest else _plain(change.value)  # type: ignore[union-attr]
    return inside if isinstance(step, str) else tuple(inside)


def _plain(value: Any) -> Plain:
    """What a value reads as, once it is written."""
    fields = read(compose_front({"value": value})).value
    return fields["value"] if isinstance(fields, dict) else None


def _same(one: Plain, other: Plain) -> bool:
    """Whether two values are equal and of one type throughout: 1 is not true, and 1.50 is not 1.5."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return repr(one) == repr(other)
