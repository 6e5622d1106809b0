"""A record's text to its front matter and its body."""

import re

from frontmatter.default_handlers import BaseHandler
from msgspec import Struct

from partnerbook.core.finding import FieldPath, Position
from partnerbook.ingest.faults import Fault
from partnerbook.ingest.format_rules import FRONT_MATTER_NOT_CLOSED, NO_FRONT_MATTER
from partnerbook.ingest.marks import FrontMarks

_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)


class RecordHandler(BaseHandler):
    """How python-frontmatter takes a record apart.

    Exactly three hyphens, and nothing but blanks behind them: the usual pattern also swallows
    the blank lines that follow, and with them the count of lines.
    """

    FM_BOUNDARY = _BOUNDARY
    START_DELIMITER = END_DELIMITER = "---"


_HANDLER = RecordHandler()


class Document(Struct, frozen=True):
    """A file taken apart; both parts verbatim.

    `front` begins behind the first `---` and therefore with a line break: its lines count
    like the file's. The body begins at line `body_line`.
    """

    front: str
    body: str
    body_line: int


def split(text: str) -> Document | Fault:
    """Take a file apart, or say why it cannot be; lines end in `\\n`."""
    if not _HANDLER.detect(text):
        return Fault(NO_FRONT_MATTER, *_missing(text))
    try:
        front, rest = _HANDLER.split(text)
    except ValueError:
        return Fault(
            FRONT_MATTER_NOT_CLOSED,
            "the front matter opened here is never closed",
            "Put a line `---` behind the last field.",
        )
    # What follows the second `---` begins with the line break behind it.
    return Document(front, rest[1:], front.count("\n") + 2)


def _missing(text: str) -> tuple[str, str]:
    if _HANDLER.detect(text.lstrip()):
        return "something stands before the `---` of the first line", "Delete the blank lines or spaces above it."
    if re.match(r"-{2,}", text):
        return "the first line is not exactly `---`", "Write three hyphens and nothing else in the first line."
    return "there is no front matter", "Begin with a line `---`, then the fields, then another line `---`."


class FileMarks(Struct, eq=False):
    """The places of a record's values in its file; nothing is kept until somebody asks."""

    text: str
    _marks: FrontMarks | None = None

    def position(self, path: FieldPath, *, of_key: bool = False) -> Position:
        """The place of the value at a path (or of its key); of the nearest holder where there is none."""
        if self._marks is None:
            document = split(self.text)
            self._marks = FrontMarks("" if isinstance(document, Fault) else document.front)
        return self._marks.position(path, of_key=of_key)
