"""`partnerbook due`: what is overdue and what comes due, for a terminal, a program and a calendar."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from shellwork import Result, call, change, handbook, run

from partnerbook.analysis.deadlines import Deadline
from partnerbook.shell.plain_tables import as_text
from partnerbook.site.edition import Edition
from partnerbook.site.exports.deadline_calendar import calendar
from partnerbook.site.reports.deadlines import Due, deadline_report

PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
PAID = "paid: {on: 2026-07-30, reference: Run of July}\n"
HOSTILE = Due(
    (
        Deadline(
            kind="follow_up",
            record="activity/2026-04-14-agentur-brandung-review",
            at=("follow_ups", 0, "due"),
            partner="werft",
            owner="ilka",
            side="partner",
            start=date(2026, 4, 14),
            limit=date(2026, 4, 30),
            about="List\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:https://elsewhere.example; , \\n \v\x1b\0\u2028\u202e",
        ),
    ),
    date(2026, 9, 30),
    date(2026, 10, 14),
    {"werft": "Werft\nX-EVIL:1"},
    {"ilka": "Ilka\rDTSTART:19700101"},
)
"""A deadline whose every text means harm; the loader refuses most of it."""
TEXT = """\
Due through 30 October 2026, as of 30 September 2026

Henrike Lornsen
  Due          When        What                              Partner           Clock  Record
  16 Oct 2026  in 16 days  Speak with the partner            Software-Werft    us     partner/software-werft
  28 Oct 2026  in 28 days  Move a referral on: Meeting held  Werkstatt Wandel  us     \
referral/2026-09-21-werkstatt-wandel-p9

Mats Petersen
  Due          When          What                         Partner           Clock  Record
  30 Jul 2026  62 days late  Pay a commission: €1,750.00  Software-Werft    us     \
payout/2026-07-30-software-werft-payable
  14 Oct 2026  in 14 days    Hold a review                Agentur Brandung  us     partner/agentur-brandung
  15 Oct 2026  in 15 days    Speak with the partner       Agentur Brandung  us     partner/agentur-brandung
  30 Oct 2026  in 30 days    Pay a commission: €1,200.00  Agentur Brandung  us     referral/2026-03-02-software-werft-k7
  30 Oct 2026  in 30 days    Pay a commission: €1,800.00  Software-Werft    us     referral/2026-03-02-software-werft-k7

1 overdue, 6 to come.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The specimen, with one payout of July that was prepared and never paid."""
    folder = handbook(tmp_path / "handbook")
    change(folder, PAYABLE, PAID, "")
    return folder


def due(root: Path, *more: object) -> Result:
    return call("due", "--root", root, *more)


def listed(root: Path, *more: object) -> list[dict[str, object]]:
    result = due(root, "--format", "json", *more)
    assert result.code == 0, result.err
    found: list[dict[str, object]] = json.loads(result.out)["deadlines"]
    return found


# Text -------------------------------------------------------------------------------------


def test_by_colleague_the_most_overdue_first(root: Path) -> None:
    assert due(root, "--days", 30) == Result(0, TEXT, "")


def test_by_day_with_what_is_overdue_first(root: Path) -> None:
    headings = [line for line in due(root, "--days", 15, "--by", "day").out.splitlines() if line and line[0] != " "]
    assert headings == [
        "Due through 15 October 2026, as of 30 September 2026",
        "Overdue",
        "14 October 2026",
        "15 October 2026",
        "1 overdue, 2 to come.",
    ]


WAIVED = "waivers: [{rule: DUE010, reason: Their bank account changes, until: %s}]\n"


def test_what_is_waived_is_shown_so_until_the_waiver_ends(root: Path) -> None:
    change(root, PAYABLE, "partner: software-werft\n", f"partner: software-werft\n{WAIVED % '2026-09-30'}")
    arguments = ("due", "--root", root, "--kind", "payout", "--days", "0")
    by_day = call(*arguments, "--by", "day").out
    assert "\nWaived\n" in by_day
    assert "waived until 30 Sept 2026" in by_day.replace("30 Sep 2026", "30 Sept 2026")
    assert by_day.endswith("0 overdue, 0 to come.\n1 waived.\n")
    (told,) = json.loads(call(*arguments, "--format", "json").out)["deadlines"]
    assert (told["state"], told["waived_until"], told["days_late"]) == ("waived", "2026-09-30", 62)
    (entry,) = Calendar.from_ical(call(*arguments, "--format", "ics").out).walk("VEVENT")
    assert "waived until" in entry["description"]
    assert "late" not in entry["description"]
    later = call(*arguments, "--as-of", "2026-10-01").out
    assert "63 days late" in later
    assert "waived" not in later


def test_a_waiver_of_something_else_lets_nothing_be(root: Path) -> None:
    other = WAIVED.replace("DUE010", "PAR002") % "2026-12-31"
    change(root, PAYABLE, "partner: software-werft\n", f"partner: software-werft\n{other}")
    assert call("due", "--root", root, "--kind", "payout", "--days", "0").out.endswith("1 overdue, 0 to come.\n")


def test_a_waived_entry_of_a_calendar_stands_on_the_waiver_s_last_day(root: Path) -> None:
    change(root, PAYABLE, "partner: software-werft\n", f"partner: software-werft\n{WAIVED % '2026-10-20'}")
    found = call("due", "--root", root, "--kind", "payout", "--days", "0", "--format", "ics").out
    (entry,) = Calendar.from_ical(found).walk("VEVENT")
    assert entry["dtstart"].dt == date(2026, 10, 20)


def test_in_german(root: Path) -> None:
    words = due(root, "--lang", "de").out
    assert words.startswith("Fällig bis 14. Oktober 2026, Stand 30. September 2026\n")
    assert "Provision auszahlen: 1.750,00 €" in words
    assert words.endswith("1 überfällig, 1 in nächster Zeit.\n")


def test_nothing_to_do_is_said(root: Path) -> None:
    assert due(root, "--kind", "survey").out == (
        "Due through 14 October 2026, as of 30 September 2026\n\nNothing is overdue, and nothing comes due.\n"
    )


def test_what_records_say_is_shown_and_not_obeyed() -> None:
    words = as_text(deadline_report(Edition.of("en"), HOSTILE, "owner"))
    assert r"Ask for what was promised: List\r\nEND:VEVENT" in words
    assert all(char.isprintable() or char == "\n" for char in words)
    assert len(words.splitlines()) == 7


# What is asked for ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "records"),
    [
        ((), ["payout/2026-07-30-software-werft-payable", "partner/agentur-brandung"]),
        (("--days", 0), ["payout/2026-07-30-software-werft-payable"]),
        (("--days", 13), ["payout/2026-07-30-software-werft-payable"]),
        (("--days", 16, "--owner", "henrike-lornsen"), ["partner/software-werft"]),
        (("--days", 16, "--partner", "software-werft"), ["payout/2026-07-30-software-werft-payable",
                                                         "partner/software-werft"]),
        (("--days", 16, "--kind", "review", "--kind", "payout"), ["payout/2026-07-30-software-werft-payable",
                                                                  "partner/agentur-brandung"]),
        (("--as-of", "2026-07-30", "--days", 0, "--kind", "payout"), ["payout/2026-07-30-software-werft-payable"]),
        (("--as-of", "2026-07-29", "--days", 0, "--kind", "payout"), []),
    ],
)  # fmt: skip
def test_by_owner_partner_kind_days_and_day(root: Path, options: tuple[object, ...], records: list[str]) -> None:
    assert [one["record"] for one in listed(root, *options)] == records


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--owner", "henrike-lornson"), "Did you mean `henrike-lornsen`?"),
        (("--owner", "nobody"), "the colleague 'nobody' is not known. Known are henrike-lornsen"),
        (("--partner", "software-wreft"), "Did you mean `software-werft`?"),
        (("--kind", "lunch"), "'lunch' is not one of 'acknowledge', 'respond'"),
        (("--days", "-1"), "-1 is not in the range 0<=x<=3650"),
        (("--format", "xml"), "'xml' is not one of"),
    ],
)
def test_what_nobody_knows_is_a_question_of_usage(root: Path, options: tuple[str, ...], words: str) -> None:
    result = due(root, *options)
    assert (result.code, result.out) == (2, "")
    assert words in result.err


def test_without_a_handbook_there_is_nothing_to_ask(tmp_path: Path) -> None:
    assert due(tmp_path).code == 2


# JSON -------------------------------------------------------------------------------------


def test_json_has_the_clock_and_who_sees_to_it(root: Path) -> None:
    document = json.loads(due(root, "--format", "json", "--days", 0).out)
    assert {key: document[key] for key in ("version", "as_of", "through")} == {
        "version": 1,
        "as_of": "2026-09-30",
        "through": "2026-09-30",
    }
    assert document["deadlines"] == [
        {
            "kind": "payout",
            "record": "payout/2026-07-30-software-werft-payable",
            "field": "run",
            "partner": "software-werft",
            "owner": "mats-petersen",
            "side": "us",
            "start": "2026-06-03",
            "limit": "2026-07-30",
            "state": "overdue",
            "waived_until": None,
            "days_late": 62,
            "about": None,
            "amount": "1750.00 EUR",
        }
    ]


def test_a_clock_of_hours_has_its_minutes(root: Path) -> None:
    (answer,) = listed(root, "--as-of", "2026-09-21", "--kind", "respond")
    assert (answer["start"], answer["limit"], answer["state"]) == ("2026-09-21T08:40", "2026-09-22T08:40", "open")


# Calendar ---------------------------------------------------------------------------------


def test_a_calendar_of_whole_days_the_same_bytes_each_time(root: Path) -> None:
    first, again = due(root, "--format", "ics"), due(root, "--format", "ics")
    assert first == again
    overdue, review = Calendar.from_ical(first.out).walk("VEVENT")
    # What is overdue stands on the day looked from.
    assert (overdue.decoded("dtstart"), overdue.decoded("dtend")) == (date(2026, 9, 30), date(2026, 10, 1))
    assert (review.decoded("dtstart"), review.decoded("dtend")) == (date(2026, 10, 14), date(2026, 10, 15))
    assert str(review["summary"]) == "Hold a review – Agentur Brandung"
    assert str(review["description"]).splitlines() == [
        "Owner: Mats Petersen",
        "Due: 14 Oct 2026, in 14 days",
        "Record: partner/agentur-brandung",
    ]
    stamps = [line for line in first.out.splitlines() if line.startswith("DTSTAMP")]
    assert stamps == ["DTSTAMP:20260930T000000Z"] * 2


def test_an_entry_keeps_its_name_from_day_to_day(root: Path) -> None:
    names = [
        [str(entry["uid"]) for entry in Calendar.from_ical(due(root, "--format", "ics", *more).out).walk("VEVENT")]
        for more in ((), ("--as-of", "2026-10-01"), ("--as-of", "2026-11-30", "--kind", "payout"))
    ]
    assert names[0] == names[1][:2]
    assert names[0][0] in names[2]
    assert len(set(names[2])) == len(names[2])


def test_no_text_of_a_record_breaks_a_line_or_brings_in_a_property() -> None:
    written = calendar(Edition.of("en"), HOSTILE).decode()
    names = [line.split(":")[0].split(";")[0] for line in written.replace("\r\n ", "").split("\r\n")]
    assert names == [
        *("BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID"),
        *("CATEGORIES", "DESCRIPTION", "TRANSP", "END", "END", ""),
    ]
    assert {entry.name for entry in Calendar.from_ical(written).walk()} == {"VCALENDAR", "VEVENT"}
    assert all(char.isprintable() or char in "\r\n" for char in written)
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    (entry,) = Calendar.from_ical(written).walk("VEVENT")
    assert str(entry["summary"]) == (
        "Ask for what was promised: List END:VEVENT BEGIN:VALARM ATTACH:https://elsewhere.example; , \\n "
        "– Werft X-EVIL:1"
    )
    assert str(entry["description"]).splitlines()[0] == "Owner: Ilka DTSTART:19700101"


def test_without_the_extra_it_says_what_to_install(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    result = due(root, "--format", "ics")
    assert (result.code, result.out) == (2, "")
    assert "ics needs the package icalendar: install it with `pip install 'partnerbook[calendar]'`" in result.err


def test_as_a_process_of_its_own(root: Path) -> None:
    assert run("due", "--root", root, "--days", 30) == Result(0, TEXT, "")
