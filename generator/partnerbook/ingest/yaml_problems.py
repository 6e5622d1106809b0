"""What libyaml complains of, in words for the person who has to mend it."""

from typing import NamedTuple

from partnerbook.core.finding import Rule
from partnerbook.ingest.decoding import conflict_fault
from partnerbook.ingest.faults import Fault, position_at
from partnerbook.ingest.format_rules import (
    ANCHOR_OR_ALIAS,
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
        "a second colon in this line, followed by a space, or a line indented too far",
        "Put a value that holds a colon in quotes, or align the line with those above.",
    ),
    _Explanation(
        "could not find expected ':'",
        "this line has no colon after its key",
        "Write `key: value`, with a space after the colon; continue a long text on indented lines.",
        at_beginning=True,
    ),
    _Explanation(
        "found character that cannot start any token",
        "a value cannot begin with `{character}`",
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
    _Explanation(
        "unknown escape character",
        "a backslash inside double quotes is followed by a character that means nothing there",
        "Use single quotes, in which a backslash is a backslash.",
    ),
    _Explanation(
        "expected alphabetic or numeric character",
        "a value that begins with `*` or `&` is taken for an alias or anchor",
        "Put the value in quotes.",
        ANCHOR_OR_ALIAS,
    ),
    _Explanation(
        "undefined tag handle",
        "a value that begins with `!` is taken for a tag",
        "Put the value in quotes.",
        YAML_TAG,
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
    index = _index(error, "problem_mark", front)
    # The parser notices at the end of the text what went wrong before it.
    index = min(index, len(front.rstrip()))
    line_start = front.rfind("\n", 0, index) + 1
    line = front[line_start:].partition("\n")[0]
    if line.startswith(("=======", ">>>>>>>", "|||||||")):
        return conflict_fault(front, line_start)
    indentation = line[: len(line) - len(line.lstrip())]
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__)
    if "\t" in indentation or "tab character" in problem:
        return Fault(
            TAB_INDENTATION,
            "this line is indented with a tab",
            "Indent with spaces, two for each level.",
            position_at(front, line_start + max(line.find("\t"), 0)),
        )
    if "\N{NO-BREAK SPACE}" in line:
        return Fault(
            YAML_SYNTAX,
            "a no-break space stands here, which looks like a space and is none to YAML",
            "Replace it by an ordinary space.",
            position_at(front, line_start + line.index("\N{NO-BREAK SPACE}")),
        )
    for explanation in _EXPLANATIONS:
        if explanation.said in problem:
            place = _index(error, "context_mark", front, index) if explanation.at_beginning else index
            return Fault(
                explanation.rule,
                explanation.message.format(character=front[place : place + 1].strip() or "this"),
                explanation.help,
                position_at(front, place),
            )
    return Fault(
        YAML_SYNTAX,
        f"this cannot be read: {shortened(problem, 100)}",
        "Write `key: value` lines, lists with `- `, and put text with special characters in quotes.",
        position_at(front, index),
    )


def _index(error: Exception, attribute: str, front: str, otherwise: int = 0) -> int:
    """Where a mark of the exception stands; the reader's own errors carry a bare position."""
    mark = getattr(error, attribute, None)
    index = getattr(mark, "index", None)
    if index is None:
        index = getattr(error, "position", None)
    return min(index, len(front)) if isinstance(index, int) else otherwise
