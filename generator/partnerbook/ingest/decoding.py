"""Bytes to text: UTF-8 without anything a reader cannot see."""

import re
import unicodedata

from msgspec import Struct

from partnerbook.core.finding import Rule
from partnerbook.ingest.faults import Fault, position_at
from partnerbook.ingest.format_rules import (
    BIDI_CONTROL,
    BYTE_ORDER_MARK,
    CONTROL_CHARACTER,
    EMPTY_FILE,
    FILE_TOO_LARGE,
    MERGE_CONFLICT,
    NOT_UTF8,
    NUL_CHARACTER,
)

MAXIMUM_BYTES = 1024 * 1024
"""Larger files are not read."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Line separators and C1 controls break lines for YAML where no editor shows a break.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Characters no record may hold: NUL, controls other than tab and line break, turns of direction."""
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONFLICT = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)


class Decoded(Struct, frozen=True):
    """A file's text, its lines ending in `\\n`; None if no text could be made of it."""

    text: str | None
    faults: tuple[Fault, ...] = ()


def decode(content: bytes) -> Decoded:
    """The text of a file, with what is wrong about it; a byte order mark alone does no harm."""
    if len(content) > MAXIMUM_BYTES:
        return Decoded(
            None,
            (
                Fault(
                    FILE_TOO_LARGE,
                    "the file is larger than 1 MiB and was not read",
                    "Keep the record to a page or two, and put attachments where documents are kept.",
                ),
            ),
        )
    faults: tuple[Fault, ...] = ()
    if content.startswith(_BYTE_ORDER_MARK):
        content = content[len(_BYTE_ORDER_MARK) :]
        faults = (
            Fault(
                BYTE_ORDER_MARK,
                "the file begins with a byte order mark, which was left out",
                "Save the file as UTF-8 without a byte order mark (BOM).",
            ),
        )
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return Decoded(None, (*faults, _undecodable(content, error)))
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if not text.strip():
        return Decoded(
            None,
            (*faults, Fault(EMPTY_FILE, "the file is empty", "Fill in the record, or delete the file.")),
        )
    worse = unseen(text) + _conflicts(text)
    return Decoded(None if worse else text, faults + worse)


def unseen(text: str) -> tuple[Fault, ...]:
    """A fault for each sort of invisible character, at the first of its sort."""
    first = UNSEEN.search(text)
    if first is None:
        return ()
    places: dict[str, list[int]] = {}
    rules: dict[str, Rule] = {}
    for match in UNSEEN.finditer(text, first.start()):
        rule = _rule_for(match.group())
        rules[rule.code] = rule
        places.setdefault(rule.code, []).append(match.start())
    return tuple(_unseen_fault(rules[code], text, indexes) for code, indexes in places.items())


def _rule_for(character: str) -> Rule:
    if character == "\x00":
        return NUL_CHARACTER
    return BIDI_CONTROL if character in _DIRECTIONS else CONTROL_CHARACTER


def _unseen_fault(rule: Rule, text: str, indexes: list[int]) -> Fault:
    character = text[indexes[0]]
    name = unicodedata.name(character, "control character").lower()
    more = f", and {len(indexes) - 1} more of its sort" if len(indexes) > 1 else ""
    return Fault(
        rule,
        f"an invisible character stands here: U+{ord(character):04X} ({name}){more}",
        "Delete it: set the cursor behind it and press backspace, or type the line anew.",
        position_at(text, indexes[0]),
    )


def _undecodable(content: bytes, error: UnicodeDecodeError) -> Fault:
    before = content[: error.start].decode()
    byte = content[error.start]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]:
        likely = "it looks like UTF-16"
    else:
        likely = f"as Windows-1252 it would be `{bytes([byte]).decode('cp1252', 'replace')}`"
    return Fault(
        NOT_UTF8,
        f"byte 0x{byte:02X} is not UTF-8; {likely}",
        "Open the file in an editor and save it with the encoding UTF-8.",
        position_at(before, len(before)),
    )


def _conflicts(text: str) -> tuple[Fault, ...]:
    if "<<<<<<<" not in text:
        return ()
    match = _CONFLICT.search(text)
    return () if match is None else (conflict_fault(text, match.start()),)


def conflict_fault(text: str, index: int) -> Fault:
    """The fault of a conflict marker at an index."""
    return Fault(
        MERGE_CONFLICT,
        "a merge conflict was not resolved",
        "Choose between the versions, and delete the lines with <<<<<<<, ======= and >>>>>>>.",
        position_at(text, index),
    )
