"""GitHub's issue forms: what somebody filled in, out of the text the form posts."""

import re
from collections.abc import Collection, Iterator

_HEADING = re.compile(r"^###[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_NOTHING = frozenset({"_No response_", "None"})
"""What GitHub writes for an answer left open: in a field, and in a list of choices."""


def sections(text: str, labels: Collection[str]) -> Iterator[tuple[str, str]]:
    """The answers of a form by their labels, in the order they stand; lines end in `\\n`.

    Only known labels, written in small letters in `labels`, begin an answer: a heading somebody typed into a field is
    part of what they typed. An answer left open is empty.
    """
    found = [match for match in _HEADING.finditer(text) if match[1].casefold() in labels]
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        answer = text[match.end() : end].strip()
        yield match[1].casefold(), "" if answer in _NOTHING else answer


def is_form(text: str, labels: Collection[str]) -> bool:
    """Whether a text was posted by a form."""
    return any(match[1].casefold() in labels for match in _HEADING.finditer(text))
