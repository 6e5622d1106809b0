"""Changing a value of a record: that one, and to the byte nothing else."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_composing import HOSTILE, UNSEEN, keys, scalars

from partnerbook.core.deal import Deal
from partnerbook.core.finding import FieldPath
from partnerbook.core.money import Money
from partnerbook.core.referral import Referral
from partnerbook.ingest.composing import NotWritable, compose_entry, compose_value
from partnerbook.ingest.editing import Change, NotEditable, Put, Remove, edit, edit_file
from partnerbook.ingest.strict_yaml import read

SPECIMEN = Path(__file__).parents[2] / "generator/partnerbook/specimen"
REFERRAL = SPECIMEN / "records/referrals/2026/2026-03-02-software-werft-k7.md"
MANY = settings(max_examples=400, deadline=None)
STEP = {"on": date(2026, 10, 6), "told": date(2026, 10, 7)}
WRITTEN = "{on: 2026-10-06, told: 2026-10-07}"


def fields(front: str) -> Any:
    reading = read(f"\n{front}")
    assert [fault.message for fault in reading.faults] == [], front
    return reading.value


def changed(front: str, *changes: Change) -> str:
    text = edit(f"---\n{front}---\n\nProse.\n", changes, Referral)
    assert text.startswith("---\n")
    assert text.endswith("---\n\nProse.\n")
    return text[4:-12]


# Setting a value --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "path", "value", "expected"),
    [
        ("service: a  # theirs\n", ("service",), "b", "service: b  # theirs\n"),
        ("service: 'a'\n", ("service",), "b", "service: 'b'\n"),
        ('service: "a"\n', ("service",), 'say "b"', 'service: "say \\"b\\""\n'),
        ("service: 'a'\n", ("service",), "it's", "service: 'it''s'\n"),
        ("service: a\n", ("service",), "b: c # d", "service: 'b: c # d'\n"),
        ("service:  # open\nx: y\n", ("service",), "b", "service: b  # open\nx: y\n"),
        ("service: ~\n", ("service",), date(2026, 1, 2), "service: 2026-01-02\n"),
        ("context: >-\n  Two\n  lines\n\n# next\nx: y\n", ("context",), "One", "context: One\n\n# next\nx: y\n"),
        ("context: |\n  Two\n  lines\nx: y\n", ("context",), "One", "context: One\nx: y\n"),
        ("hold: {since: 1, reason: x}\n", ("hold", "reason"), "a, b", "hold: {since: 1, reason: 'a, b'}\n"),
        ("hold: {since: , reason: x}\n", ("hold", "since"), 1, "hold: {since: 1, reason: x}\n"),
        ("promises: [a, b]\n", ("promises", 1), "c]", "promises: [a, 'c]']\n"),
        ("promises:\n  - a\n  - b  # by May\n", ("promises", 1), "c", "promises:\n  - a\n  - c  # by May\n"),
        ("deals:\n  - key: a\n    value: 1.00 EUR\n", ("deals", 0, "value"), Money.parse("2.00 EUR"),
         "deals:\n  - key: a\n    value: 2.00 EUR\n"),
    ],
)  # fmt: skip
def test_a_value_in_the_place_of_one(front: str, path: FieldPath, value: Any, expected: str) -> None:
    assert changed(front, Put(path, value)) == expected


@pytest.mark.parametrize(
    ("front", "path", "value", "expected"),
    [
        # Where the model has it: milestones run in their order, promises stand behind the challenge.
        ("milestones:\n  acknowledged: x  # first\n  # then\n  won: y\n", ("milestones", "contacted"), STEP,
         f"milestones:\n  acknowledged: x  # first\n  contacted: {WRITTEN}\n  # then\n  won: y\n"),
        ("milestones:\n    won: y\n", ("milestones", "contacted"), STEP,
         f"milestones:\n    contacted: {WRITTEN}\n    won: y\n"),
        ("milestones: {acknowledged: x, won: y}\n", ("milestones", "contacted"), "z",
         "milestones: {acknowledged: x, contacted: z, won: y}\n"),
        ("milestones: {won: y}\n", ("milestones", "contacted"), "z", "milestones: {contacted: z, won: y}\n"),
        ("challenge: x\nmilestones: {}\n", ("promises",), ["a"], "challenge: x\npromises: [a]\nmilestones: {}\n"),
        ("challenge: x\nwaivers: []\n", ("hold",), "y", "challenge: x\nhold: y\nwaivers: []\n"),
        # What leads to it is made.
        ("challenge: x\n", ("milestones", "contacted"), STEP, f"challenge: x\nmilestones:\n  contacted: {WRITTEN}\n"),
        ("milestones:  # none yet\nhold: x\n", ("milestones", "contacted"), STEP,
         f"milestones:  # none yet\n  contacted: {WRITTEN}\nhold: x\n"),
        ("milestones: {}\n", ("milestones", "contacted"), STEP, f"milestones:\n  contacted: {WRITTEN}\n"),
        ("milestones: ~  # none\n", ("milestones", "contacted"), STEP,
         f"milestones:\n  contacted: {WRITTEN}  # none\n"),
        # Lists, indented or not, in brackets, on lines of their own.
        ("deals:\n  - {key: a}  # one\nhold: x\n", ("deals", 1), {"key": "b"},
         "deals:\n  - {key: a}  # one\n  - {key: b}\nhold: x\n"),
        ("deals:\n- {key: a}\nhold: x\n", ("deals", 1), {"key": "b"}, "deals:\n- {key: a}\n- {key: b}\nhold: x\n"),
        ("deals:\n  - key: a\n    kind: x\nhold: x\n", ("deals", 1), {"key": "b"},
         "deals:\n  - key: a\n    kind: x\n  - {key: b}\nhold: x\n"),
        ("deals: [{key: a}]\n", ("deals", 1), {"key": "b"}, "deals: [{key: a}, {key: b}]\n"),
        ("deals: [\n  {key: a},  # one\n]\n", ("deals", 1), {"key": "b"},
         "deals: [\n  {key: a}, {key: b},  # one\n]\n"),
        ("deals: []\n", ("deals", 0), {"key": "b"}, "deals:\n  - {key: b}\n"),
        ("challenge: x\n", ("deals", 0), {"key": "b"}, "challenge: x\ndeals:\n  - {key: b}\n"),
        ("deals:\n  - key: a\n    kind: x\n", ("deals", 0, "value"), "y",
         "deals:\n  - key: a\n    value: y\n    kind: x\n"),
    ],
)  # fmt: skip
def test_a_value_that_was_not_there(front: str, path: FieldPath, value: Any, expected: str) -> None:
    assert changed(front, Put(path, value)) == expected


def test_parts_of_records_are_written_as_they_are_written_everywhere() -> None:
    deal = Deal(key="main", value=Money.parse("48000.00 EUR"), kind="project")
    assert changed("challenge: x\n", Put(("deals", 0), deal)) == (
        "challenge: x\ndeals:\n  - {key: main, value: 48000.00 EUR, kind: project}\n"
    )


def test_several_changes_one_after_the_other() -> None:
    assert (
        changed(
            "challenge: x\n",
            Put(("milestones", "won"), STEP),
            Put(("milestones", "contacted"), {"on": datetime.fromisoformat("2026-10-05T09:30")}),
            Remove(("challenge",)),
        )
        == f"milestones:\n  contacted: {{on: 2026-10-05T09:30}}\n  won: {WRITTEN}\n"
    )


# Taking a value out -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "path", "expected"),
    [
        ("a: x\n# about c\nb: y  # gone\nc: z\n", ("b",), "a: x\n# about c\nc: z\n"),
        ("a: x\nb:\n  c: {d: 1}\n  e: 2\n# next\nf: z\n", ("b",), "a: x\n# next\nf: z\n"),
        ("a: {b: 1, c: 2, d: 3}\n", ("a", "b"), "a: {c: 2, d: 3}\n"),
        ("a: {b: 1, c: 2, d: 3}\n", ("a", "c"), "a: {b: 1, d: 3}\n"),
        ("a: {b: 1, c: 2, d: 3}\n", ("a", "d"), "a: {b: 1, c: 2}\n"),
        ("a: {b: 1}\n", ("a", "b"), "a: {}\n"),
        ("a: [1, 2]\n", ("a", 0), "a: [2]\n"),
        ("a:\n  - 1\n  - -2  # minus\n  - 3\n", ("a", 1), "a:\n  - 1\n  - 3\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), "a:\n  - c: 2\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "c"), "a:\n  - b: 1\n"),
        ("a:\n  b: 1\nc: 2\n", ("a", "b"), "a:\n  {}\nc: 2\n"),
    ],
)  # fmt: skip
def test_a_value_taken_out(front: str, path: FieldPath, expected: str) -> None:
    assert changed(front, Remove(path)) == expected


# Refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "change", "message"),
    [
        ("a: x\n", Put(("a", "b"), 1), "`a` is a single value"),
        ("a: [x]\n", Put(("a", 3), 1), r"no place `a\[3\]`"),
        ("a: [x]\n", Put(("a", "b"), 1), r"no place `a\.b`"),
        ("a: {b: c}\n", Put(("a", 0), 1), r"no place `a\[0\]`"),
        ("b: x\n", Put(("a", 1), 1), "no item 1"),
        ("a: x\n", Remove(("b",)), "no `b`"),
        ("a: x\n", Remove(("b", "c")), r"no `b\.c`"),
        ("a: x\n", Remove(("a",)), "last field"),
        ("a:\n  b: 1  # why\n  c: 2\nd: 1\n", Put(("a",), "x"), "comment"),
        ("a:\n  b: 1  # why\n  c: 2\nd: 1\n", Remove(("a",)), "comment"),
        ("a: [1, # one\n  2]\n", Remove(("a", 0)), "comment"),
        ("a: x\na: y\n", Put(("a",), "x"), "fault: `a` stands twice"),
        ("a: &x 1\n", Put(("a",), 2), "fault"),
        ("a: x\n", Put((), 2), "field by field"),
        ("- a\n", Put(("a",), 2), "field by field"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_words(front: str, change: Change, message: str) -> None:
    with pytest.raises(NotEditable, match=message):
        changed(front, change)


@pytest.mark.parametrize("text", ["", "no front matter\n", "---\na: b\n"])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(NotEditable):
        edit(text, [Put(("a",), 1)])


def test_text_no_record_may_hold_is_refused() -> None:
    with pytest.raises(NotWritable, match=r"U\+202E"):
        changed("a: x\n", Put(("a",), "x\u202ey"))


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(NotEditable, match="cannot be read"):
        edit_file(b"---\na: \xff\n---\n", [Put(("a",), 1)])


# To the byte ------------------------------------------------------------------------------


def test_line_ends_and_marks_stay_as_they_are() -> None:
    windows = b"\xef\xbb\xbf---\r\na: x  # \xc3\xa9\r\nb: y\r\n---\r\n\r\nProse.\nMore.\r\n"
    assert edit_file(windows, [Put(("a",), "z"), Put(("c", "d"), 1), Remove(("b",))]) == (
        b"\xef\xbb\xbf---\r\na: z  # \xc3\xa9\r\nc:\r\n  d: 1\r\n---\r\n\r\nProse.\nMore.\r\n"
    )


def test_a_specimen_record_loses_no_word() -> None:
    before = REFERRAL.read_text(encoding="utf-8")
    after = edit(before, [Put(("deals", 2), {"key": "more"}), Put(("hold", "released"), date(2026, 9, 17))], Referral)
    gone = [line for line in before.splitlines() if line not in after.splitlines()]
    come = [line for line in after.splitlines() if line not in before.splitlines()]
    assert gone == ["hold: {since: 2026-09-02, reason: Refund being settled, released: 2026-09-16}"]
    assert come == ["  - {key: more}", gone[0].replace("16}", "17}")]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("front", ["a: x\n", "a: 'x'\n", 'a: "x"\n', "a:\n", "a: |\n  x\n", "b: y\n"])
def test_hostile_text_stays_one_value(text: str, front: str) -> None:
    after = changed(front, Put(("a",), text), Put(("c",), {"d": [text]}))
    assert fields(after) == {**fields(front), "a": text, "c": {"d": (text,)}}


texts = st.sampled_from(HOSTILE).filter(lambda text: UNSEEN.search(text) is None)
leaves = st.one_of(scalars, texts)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3).map(tuple), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=10,
)


class Hand:
    """A hand that writes records: now in brackets, now indented, with a remark wherever one may stand."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.remarks = 0

    def remark(self) -> str:
        self.remarks += 1
        return f"# remark {self.remarks}!" if self.draw(st.booleans()) else ""

    def behind(self) -> str:
        remark = self.remark()
        return f"  {remark}" if remark else ""

    def block(self, value: dict[str, Any] | tuple[Any, ...], indent: int) -> list[str]:
        lines = []
        pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        for key, item in pairs:
            if remark := self.remark():
                lines.append(f"{' ' * indent}{remark}")
            head = " " * indent + ("-" if key is None else f"{key}:")
            if isinstance(item, dict | tuple) and item and self.draw(st.booleans()):
                lines.append(head + self.behind())
                lines += self.block(item, indent + self.draw(st.sampled_from([2, 4])))
            elif item is None and key is not None and self.draw(st.booleans()):
                lines.append(head + self.behind())
            elif isinstance(item, dict | tuple):
                lines.append(f"{head} {compose_value(item)}{self.behind()}")
            else:
                (line,) = compose_entry(head, item, indent)
                lines.append(line + self.behind())
            if not self.draw(st.integers(0, 4)):
                lines.append("")
        return lines


@st.composite
def written(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    value = draw(st.dictionaries(keys, values, min_size=1, max_size=5))
    return value, "\n".join(Hand(draw).block(value, 0)) + "\n"


def paths(value: Any, path: FieldPath = ()) -> list[FieldPath]:
    """The path of every value, and of one that is not there in every collection."""
    found: list[FieldPath] = [path] if path else []
    if isinstance(value, dict):
        found.append((*path, "new_key"))
        for key, item in value.items():
            found += paths(item, (*path, key))
    if isinstance(value, tuple):
        found.append((*path, len(value)))
        for place, item in enumerate(value):
            found += paths(item, (*path, place))
    return found


def with_change(value: Any, path: FieldPath, new: Any) -> Any:
    """What a value is after a change, reckoned without any text; `...` takes out."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    inside = dict(value) if isinstance(value, dict) else dict(enumerate(value))
    made = with_change(inside.get(step), rest, new)
    if made is ...:
        del inside[step]
    else:
        inside[step] = made
    return inside if isinstance(value, dict) else tuple(inside.values())


def value_at(value: Any, path: FieldPath) -> Any:
    """The value at a path; None where there is none."""
    for step in path:
        if isinstance(value, tuple) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) and isinstance(step, str) else None
    return value


def hold(before: str, after: str, value: Any, path: FieldPath, new: Any, own: int) -> None:
    """The one value is changed; of what went away, at most `own` remarks were those on the line taken out."""
    wanted = with_change(value, path, new)
    assert fields(after) == wanted
    assert repr(fields(after)) == repr(wanted) or path[-1] == "new_key"
    # Remarks are numbered in the order they stand, and stand in it still.
    remarks, left = re.findall(r"# remark \d+!", before), re.findall(r"# remark \d+!", after)
    lost = [remark for remark in remarks if remark not in left]
    assert left == [remark for remark in remarks if remark not in lost]
    assert len(lost) <= own
    # Only one stretch differs, and no line outside of the value's own.
    assert len([line for line in before.splitlines() if line.strip() and line not in after]) <= 1 + before.count(
        "\n"
    ) * isinstance(value_at(value, path), dict | tuple)


@MANY
@given(written(), st.data())
def test_only_the_value_set_is_changed(record: tuple[dict[str, Any], str], data: st.DataObject) -> None:
    value, front = record
    assert fields(front) == value
    path = data.draw(st.sampled_from(paths(value)))
    new = data.draw(values)
    after = unless_a_remark_would_be_lost(front, Put(path, new))
    if after is not None:
        hold(front, after, value, path, new, own=0)


@MANY
@given(written(), st.data())
def test_only_the_value_taken_out_is_gone(record: tuple[dict[str, Any], str], data: st.DataObject) -> None:
    value, front = record
    there = [path for path in paths(value) if path[-1] != "new_key" and stands(value, path)]
    path = data.draw(st.sampled_from(there))
    after = unless_a_remark_would_be_lost(front, Remove(path)) if len(path) > 1 or len(value) > 1 else None
    if after is not None:
        hold(front, after, value, path, ..., own=1)


def unless_a_remark_would_be_lost(front: str, change: Change) -> str | None:
    """The text changed; None where it is refused for the one reason that is good."""
    if "#" not in front:
        return changed(front, change)
    try:
        return changed(front, change)
    except NotEditable as refused:
        if "comment" not in str(refused):
            raise
        return None


def stands(value: Any, path: FieldPath) -> bool:
    """Whether there is such a value, and not only a place for one."""
    holder = value_at(value, path[:-1])
    return path[-1] in holder if isinstance(holder, dict) else path[-1] in range(len(holder))
