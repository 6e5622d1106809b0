"""A file taken apart: nothing lost, and every line where it was."""

import pytest

from partnerbook.core.finding import Position
from partnerbook.ingest.document import Document, FileMarks, split


@pytest.mark.parametrize(
    ("text", "front", "body", "body_line"),
    [
        ("---\na: b\n---\nBody\n", "\na: b\n", "Body\n", 4),
        ("---\na: b\n---\n\n\nBody  \n\n", "\na: b\n", "\n\nBody  \n\n", 4),
        ("---  \na: b\n--- \t\nBody\n---\nmore\n", "\na: b\n", "Body\n---\nmore\n", 4),
        ("---\n\n\na: b\n\n---", "\n\n\na: b\n\n", "", 7),
        ("---\n---\n", "\n", "", 3),
        ("---\na: |\n  ---\n---\nBody", "\na: |\n  ---\n", "Body", 5),
        ("---\na: b\n----\n---\nBody", "\na: b\n----\n", "Body", 5),
    ],
)
def test_parts_and_lines(text: str, front: str, body: str, body_line: int) -> None:
    document = split(text)
    assert document == Document(front, body, body_line)
    assert body == "" or text.split("\n")[body_line - 1] == body.split("\n")[0]


def test_places_in_a_file() -> None:
    marks = FileMarks(
        "---\n"
        "# a comment\n"
        "partner: x\n"
        "ended:\n"
        "received:   2026-03-02\n"
        "milestones:\n"
        "  won: {on: 2026-04-10, told: 2026-04-11}\n"
        "deals:\n"
        "  - key: setup\n"
        "    value: 1.00 EUR\n"
        "  - {key: run}\n"
        "Straße: ß x\n"
        "---\n"
        "Body\n"
    )
    assert marks.position(()) == Position(3, 1)
    assert marks.position(("partner",)) == Position(3, 10)
    assert marks.position(("partner",), of_key=True) == Position(3, 1)
    assert marks.position(("ended",)) == Position(4, 1)
    assert marks.position(("received",)) == Position(5, 13)
    assert marks.position(("milestones",)) == Position(7, 3)
    assert marks.position(("milestones",), of_key=True) == Position(6, 1)
    assert marks.position(("milestones", "won", "told")) == Position(7, 31)
    assert marks.position(("milestones", "won", "told"), of_key=True) == Position(7, 25)
    assert marks.position(("deals", 0)) == Position(9, 5)
    assert marks.position(("deals", 0, "value")) == Position(10, 12)
    assert marks.position(("deals", 1, "key"), of_key=True) == Position(11, 6)
    assert marks.position(("Straße",)) == Position(12, 9)
    # What is not there is at its nearest holder.
    assert marks.position(("milestones", "lost")) == Position(7, 3)
    assert marks.position(("milestones", "lost"), of_key=True) == Position(7, 3)
    assert marks.position(("deals", 7, "key")) == Position(9, 3)
    assert marks.position(("nothing", "at", 0)) == Position(3, 1)


def test_a_text_that_cannot_be_read_has_places_all_the_same() -> None:
    assert FileMarks("prose").position(("a",)) == Position(1, 1)
    assert FileMarks("---\na: [\n---\n").position(("a",)) == Position(1, 1)
