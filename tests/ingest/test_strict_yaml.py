"""What front matter reads as: the narrow reading of YAML, and what the usual readers get wrong."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from partnerbook.ingest import yaml_events
from partnerbook.ingest.strict_yaml import Plain, read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # Nothing, true and false: these words and no others.
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", "Null"),
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("on", "on"),
        # Numbers are decimal and exact.
        ("0", 0),
        ("-7", -7),
        ("42", 42),
        ("123456789012345678", 123456789012345678),
        ("0.15", Decimal("0.15")),
        ("-12.50", Decimal("-12.50")),
        ("48000.00", Decimal("48000.00")),
        ("0123", "0123"),
        ("00.5", "00.5"),
        ("+5", "+5"),
        (".5", ".5"),
        ("5.", "5."),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("12:30", "12:30"),
        ("12:30:45", "12:30:45"),
        ("١٢", "١٢"),
        ("12.5%", "12.5%"),
        ("48000.00 EUR", "48000.00 EUR"),
        ("12e4567x", "12e4567x"),
        # Days and moments.
        ("2026-03-02", date(2026, 3, 2)),
        ("2028-02-29", date(2028, 2, 29)),
        ("2026-03-02T09:15", datetime(2026, 3, 2, 9, 15)),  # noqa: DTZ001
        ("2026-03-02T09:15:30", datetime(2026, 3, 2, 9, 15, 30)),  # noqa: DTZ001
        ("2026-03-02t09:15", "2026-03-02t09:15"),
        ("2026-03-02 09:15", "2026-03-02 09:15"),
        ("2026-03-02T09:15Z", "2026-03-02T09:15Z"),
        ("2026-3-2", "2026-3-2"),
        ("2026-Q2", "2026-Q2"),
        ("2026-06", "2026-06"),
        # Quotes and blocks make text of anything.
        ("'true'", "true"),
        ('"0.15"', "0.15"),
        ("'2026-02-30'", "2026-02-30"),
        ("'.nan'", ".nan"),
        ("''", ""),
        ("|\n  12\n  13", "12\n13\n"),
        (">-\n  2026-03-02", "2026-03-02"),
        # Plain text over several lines, and a hash that is no comment.
        ("one\n  two # said", "one two"),
        ("a#b", "a#b"),
        # Collections.
        ("[]", ()),
        ("{}", {}),
        ("[1, a, [2026-03-02]]", (1, "a", (date(2026, 3, 2),))),
        ("\n  - 1\n  -", (1, None)),
        ("{a: 1, b: , c}", {"a": 1, "b": None, "c": None}),
    ],
)
def test_values(text: str, value: Plain) -> None:
    reading = read(f"\nkey: {text}\n")
    assert reading.faults == ()
    assert reading.value == {"key": value}
    assert isinstance(reading.value, dict)
    assert type(reading.value["key"]) is type(value)


def test_keys_are_the_text_that_stands_there() -> None:
    reading = read("\n2026: a\nno: b\n12.50: c\n2026-02-30: d\n'': e\n<<: f\n")
    assert reading.faults == ()
    assert reading.value == {"2026": "a", "no": "b", "12.50": "c", "2026-02-30": "d", "": "e", "<<": "f"}


def test_a_lone_end_of_document_is_no_second_document() -> None:
    assert read("\na: b\n...\n").value == {"a": "b"}
    assert read("\na: b\n...\n").faults == ()


def test_thirty_two_levels_are_read_and_one_more_is_not() -> None:
    deep = "[" * 31 + "]" * 31
    assert read(f"a: {deep}").faults == ()
    assert [fault.rule.code for fault in read(f"a: [{deep}]").faults] == ["FMT014"]


def test_without_the_c_parser_one_finding_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "_PARSER", None)
    (fault,) = read("a: b").faults
    assert fault.rule.code == "INT002"
    assert "--only-binary" in fault.help


@pytest.mark.parametrize(
    ("text", "line", "column", "said", "remedy"),
    [
        ("challenge: Growth: too fast", 1, 18, "a value holds a colon", "in quotes"),
        ("a: 1\n  b: 2", 2, 3, "does not fit", "Align"),
        ("a: [1, 2\nb: 3\n", 1, 4, "opened here with `[`", "commas"),
        ("a: {b: 1\nc: 3\n", 1, 4, "opened here with `{`", "commas"),
        ("a: 'it is\nb: 1\n", 1, 4, "quotation mark opened here", "Close"),
        ("a: b\nwords alone\nc: d", 2, 1, "no colon after its key", "key: value"),
        ("a: - b", 1, 4, "a list item", "after its key"),
        ("a: %b", 1, 4, "cannot begin with %", "in quotes"),
        ("a: `b`", 1, 4, "cannot begin with `", "in quotes"),
        ("a:\n  - b\n  c: d", 3, 3, "does not belong to the list", "- "),
        ('a: "C:\\dir"', 1, 7, "backslash", "single quotes"),
        ("  a: b\nc: d", 2, 1, "does not fit", "Align"),
        ("a: b\n...\nc: d", 3, 1, "second document", "..."),
        ("a: 1\na: 2\n", 2, 1, "first in line 1", "delete the other"),
        ("a: &b c", 1, 4, "&b", "in quotes"),
        ("a: !b c", 1, 4, "!b", "in quotes"),
    ],
)
def test_mistakes_are_told_in_words_that_help(text: str, line: int, column: int, said: str, remedy: str) -> None:
    (fault,) = read(text).faults
    assert (fault.position.line, fault.position.column) == (line, column)
    assert said in fault.message
    assert remedy in fault.help


def test_other_places_of_a_text_with_duplicates_are_faults_too() -> None:
    faults = read("a: .nan\nb: 1\nb: 2\nc: {d: 1, d: 2}\n").faults
    assert sorted((fault.position.line, fault.rule.code) for fault in faults) == [
        (1, "FMT017"),
        (3, "FMT009"),
        (4, "FMT009"),
    ]
