"""What libyaml complains of, in words for the person who has to mend it."""

import re
from typing import NamedTuple

from partnerbook.core.finding import Rule
from partnerbook.ingest.decoding import conflict_fault
from partnerbook.ingest.faults import Fault, position_at
from partnerbook.ingest.format_rules import (
    ANCHOR_OR_ALIAS,
    KEY_NOT_TEXT,
    NESTED_TOO_DEEP,
    SEVERAL_DOCUMENTS,
    TAB_INDENTATION,
    YAML_SYNTAX,
    YAML_TAG,
)
from partnerbook.ingest.scalars import shortened


class _Explanation(NamedTuple):
    """What a complaint of the parser means; `{character}` is the one it stumbled over."""

    said: str
    message: str
    help: str
    rule: Rule = YAML_SYNTAX
    at_beginning: bool = False
    """Whether the place to look is where the unfinished thing began."""


_EXPLANATIONS = (
    _Explanation(
        "mapping values are not allowed",
        "a value holds a colon followed by a space",
        "Put the value in quotes.",
    ),
    _Explanation(
        "could not find expected ':'",
        "this line has no colon after its key",
        "Write `key: value`, with a space after the colon; continue a long text on indented lines.",
        at_beginning=True,
    ),
    _Explanation(
        "found character that cannot start any token",
        "a value cannot begin with {character}",
        "Put the value in quotes.",
    ),
    _Explanation(
        "block sequence entries are not allowed",
        "a list item stands where no list can begin",
        "Begin the list on the line after its key, each item with `- `.",
    ),
    _Explanation(
        "mapping keys are not allowed",
        "a `?` stands where no key can begin",
        "Put a value that begins with a question mark in quotes.",
    ),
    _Explanation(
        "expected ',' or ']'",
        "the list opened here with `[` is not closed, or a comma is missing in it",
        "Separate the items with commas, and close the list with `]`.",
        at_beginning=True,
    ),
    _Explanation(
        "expected ',' or '}'",
        "what is opened here with `{{` is not closed, or a comma is missing in it",
        "Separate the pairs with commas, and close with `}`.",
        at_beginning=True,
    ),
    _Explanation(
        "unexpected end of stream",
        "the quotation mark opened here is not closed",
        "Close the quotation mark; write an apostrophe inside single quotes twice.",
        at_beginning=True,
    ),
    _Explanation(
        "unexpected document indicator",
        "the quotation mark opened here is not closed",
        "Close the quotation mark; write an apostrophe inside single quotes twice.",
        at_beginning=True,
    ),
    _Explanation(
        "did not find expected key",
        "this line does not fit with those above it",
        "Align it with the keys of the same level; put a value that continues after a quotation mark in quotes "
        "as a whole.",
    ),
    _Explanation(
        "did not find expected '-' indicator",
        "this line does not belong to the list above it",
        "Begin each item with `- `, or indent the line under its item.",
    ),
    *(
        _Explanation(
            said,
            "a backslash inside double quotes is followed by something that means nothing there",
            "Use single quotes, in which a backslash is a backslash.",
        )
        for said in ("escape c", "hexdecimal number")
    ),
    _Explanation(
        "expected alphabetic or numeric character",
        "a value that begins with `*` or `&` is taken for an alias or anchor",
        "Put the value in quotes.",
        ANCHOR_OR_ALIAS,
        at_beginning=True,
    ),
    _Explanation(
        "undefined tag handle",
        "a value that begins with `!` is taken for a tag",
        "Put the value in quotes.",
        YAML_TAG,
        at_beginning=True,
    ),
    _Explanation(
        "expected <document start>",
        "a second document begins here",
        "Keep one set of fields between the two lines `---`, and take out lines with `...`.",
        SEVERAL_DOCUMENTS,
    ),
    _Explanation(
        "nesting",
        "values are nested too deep",
        "Count the brackets; a record needs six levels at most.",
        NESTED_TOO_DEEP,
    ),
)


def explain(error: Exception, front: str) -> Fault:
    """The fault behind an exception of the parser; `front` is the text it was reading."""
    # The parser often notices only at the end of the text what went wrong before it.
    index = min(_index(error, "problem_mark", front), len(front.rstrip()))
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__)
    known = next((one for one in _EXPLANATIONS if one.said in problem), None)
    place = _index(error, "context_mark", front, index) if known and known.at_beginning else index
    seen = _seen_in_line(front, index, problem) or _seen_in_line(front, place, problem)
    if seen is not None:
        return seen
    if known is None:
        return Fault(
            YAML_SYNTAX,
            f"this cannot be read: {shortened(problem, 100)}",
            "Write `key: value` lines, lists with `- `, and put text with special characters in quotes.",
            position_at(front, index),
        )
    message = known.message.format(character=front[place : place + 1].strip() or "this")
    return Fault(known.rule, message, known.help, position_at(front, place))


def _seen_in_line(front: str, index: int, problem: str) -> Fault | None:
    """What the line itself shows more clearly than the parser's complaint about it."""
    start = front.rfind("\n", 0, index) + 1
    line = front[start:].partition("\n")[0]
    text = line.lstrip()
    before = line[: index - start]
    if line.startswith(("=======", ">>>>>>>", "|||||||")):
        return conflict_fault(front, start)
    if "\t" in line[: len(line) - len(text)] or "tab character" in problem:
        return Fault(
            TAB_INDENTATION,
            "this line is indented with a tab",
            "Indent with spaces, two for each level.",
            position_at(front, start + max(line.find("\t"), 0)),
        )
    if "\N{NO-BREAK SPACE}" in line:
        return Fault(
            YAML_SYNTAX,
            "a no-break space stands here, which looks like a space and is none to YAML",
            "Replace it by an ordinary space.",
            position_at(front, start + line.index("\N{NO-BREAK SPACE}")),
        )
    if text.startswith(": ") and "expected key" in problem:
        return Fault(
            KEY_NOT_TEXT, "a key is missing before the colon", "Write the name here.", position_at(front, index)
        )
    is_first_colon = "mapping values" in problem and ":" not in before
    is_outside = "expected <document start>" in problem and not re.search(r"^\.\.\.", front[:start], re.MULTILINE)
    if is_first_colon or is_outside:
        return Fault(
            YAML_SYNTAX,
            "this line does not fit with those above it",
            "Align it with the keys of its level, and see that each key above it is followed by a colon and a space.",
            position_at(front, start + len(line) - len(text)),
        )
    return None


def _index(error: Exception, attribute: str, front: str, otherwise: int = 0) -> int:
    """Where a mark of the exception stands; the reader's own errors carry a bare position."""
    mark = getattr(error, attribute, None)
    index = getattr(mark, "index", None)
    if index is None:
        index = getattr(error, "position", None)
    return min(index, len(front)) if isinstance(index, int) else otherwise
