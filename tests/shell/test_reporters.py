"""The four renderings of a finding. Record text is data: it can neither steer a terminal nor become markup."""

import json
import os
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markdown import Markdown
from shellwork import ROOT, SPECIMEN, call, handbook

from partnerbook.analysis import Records, analysed
from partnerbook.core.book import Book
from partnerbook.core.finding import Example, Finding, Position, Rule, Severity
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.reporters import REPORTERS, Report, reporter

DAY = date(2026, 9, 30)
NOTHING = Example("records/program.md")
PATH = "records/partners/a.md"
HOSTILE = (
    "a\n::error file=x::y\r\n\x1b[31m\x9b2J\x07\u202e|<img src=x onerror=y>`**_[l](u)_** 100% @team #12 www.x.example"
)


def rule(severity: Severity = Severity.ERROR) -> Rule:
    return Rule("ZZZ001", "made-up", severity, "Something.", "Because.", NOTHING, NOTHING)


def finding(message: str = "this is wrong", **values: Any) -> Finding:
    severity = values.pop("severity", Severity.ERROR)
    return Finding(**{"rule": rule(severity), "path": PATH, "message": message, "help": "Mend it.", **values})


def report(*findings: Finding, root: Path = ROOT, book: Book | None = None) -> Report:
    whole = book or Book()
    return Report(Handbook(root, analysed(Records(whole, DAY, DAY)), findings), findings)


def rendered(format_: str, *findings: Finding, color: bool = False, **values: Any) -> str:
    return reporter(format_)(report(*findings, **values), color)


def shown(tmp_path: Path, text: str | bytes, line: int, column: int) -> list[str]:
    """The source line and the caret below it, for a finding in a file with this text."""
    path = tmp_path / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    lines = rendered("text", finding(position=Position(line, column)), root=tmp_path).split("\n")
    assert lines[0] == f"{PATH}:{line}:{column}: error ZZZ001 [made-up] this is wrong"
    assert lines[-4:] == ["  help: Mend it.", "", "0 records checked as of 2026-09-30: 1 error.", ""]
    return lines[1:-4]


# Text


def test_text_of_a_clean_handbook() -> None:
    assert rendered("text") == "0 records checked as of 2026-09-30: all is well.\n"


def test_text_of_several_findings(tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.parent.mkdir(parents=True)
    path.write_text("---\nname: Söhne & Co\ncity: Bonn\n---\n", encoding="utf-8")
    findings = (
        finding(position=Position(2, 7)),
        finding("that may be wrong", severity=Severity.WARNING, position=Position(3, 1)),
        finding("that is worth knowing", severity=Severity.INFO, path="records/gone.md"),
        finding("so is that", severity=Severity.INFO, path="records/gone.md"),
    )
    assert rendered("text", *findings, root=tmp_path) == (
        "records/partners/a.md:2:7: error ZZZ001 [made-up] this is wrong\n"
        "  2 | name: Söhne & Co\n"
        "    |       ^\n"
        "  help: Mend it.\n"
        "\n"
        "records/partners/a.md:3:1: warning ZZZ001 [made-up] that may be wrong\n"
        "  3 | city: Bonn\n"
        "    | ^\n"
        "  help: Mend it.\n"
        "\n"
        "records/gone.md:1:1: info ZZZ001 [made-up] that is worth knowing\n"
        "  help: Mend it.\n"
        "\n"
        "records/gone.md:1:1: info ZZZ001 [made-up] so is that\n"
        "  help: Mend it.\n"
        "\n"
        "0 records checked as of 2026-09-30: 1 error, 1 warning, 2 info.\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "source", "columns"),
    [
        ("owner: x\n", 1, 8, "owner: x", 7),
        ("owner: x\n", 1, 1, "owner: x", 0),
        ("owner: x\n", 1, 9, "owner: x", 8),
        ("owner: äöü x\n", 1, 12, "owner: äöü x", 11),
        # Chinese characters are two columns wide, an accent on its own none.
        ("owner: 企業 x\n", 1, 11, "owner: 企業 x", 12),
        ("owner: 企業\n", 1, 8, "owner: 企業", 7),
        ("owner: e\u0301te\u0301 x\n", 1, 14, "owner: e\u0301te\u0301 x", 11),
        # A tab is one character, and one column in what is shown.
        ("owner:\tx\n", 1, 8, "owner: x", 7),
        ("\t\tx\n", 1, 3, "  x", 2),
        # What steers a terminal is written out, and the caret moves along.
        ("a: \x1b[31mx\n", 1, 9, "a: \\x1b[31mx", 11),
        ("a: \u202ex\n", 1, 4, "a: \\u202ex", 3),
        ("a: \u202ex\n", 1, 5, "a: \\u202ex", 9),
        ("a: \x00x\n", 1, 5, "a: \\x00x", 7),
        # Only a line feed ends a line: a form feed or line separator does not.
        ("a: 1\x0cb\u2028c\x85d\rx\nb: 2\n", 2, 4, "b: 2", 3),
        ("a: 1\r\nb: 2\r\n", 2, 4, "b: 2", 3),
        (b"\xef\xbb\xbfa: 1\n", 1, 4, "a: 1", 3),
        # A byte that is no UTF-8 still has its place.
        (b"a: M\xfcller x\n", 1, 5, "a: M\ufffdller x", 4),
        ("owner: x", 1, 20, "owner: x", 19),
    ],
)
def test_the_caret_stands_below_its_character(
    tmp_path: Path, text: str | bytes, line: int, column: int, source: str, columns: int
) -> None:
    assert shown(tmp_path, text, line, column) == [f"  {line} | {source}", f"    | {' ' * columns}^"]


@pytest.mark.parametrize(("column", "begins", "columns"), [(1, "a0", 0), (81, "a0", 80), (100, "9b0", 80)])
def test_of_a_very_long_line_the_part_around_the_caret_is_shown(
    tmp_path: Path, column: int, begins: str, columns: int
) -> None:
    text = "".join(f"{letter}{digit}" for letter in "abcdefghijkl" for digit in range(10)) * 25
    column = min(column, len(text))
    source, caret = shown(tmp_path, text + "\n", 1, column)
    line, mark = source.removeprefix("  1 | "), caret.removeprefix("    | ")
    assert len(line) <= 160
    assert line[len(mark) - 1] == text[column - 1]
    assert len(mark) - 1 == columns
    assert line.startswith(begins)


def test_a_line_number_of_several_digits_keeps_the_margin(tmp_path: Path) -> None:
    assert shown(tmp_path, "x\n" * 99 + "owner: y\n", 100, 8) == ["  100 | owner: y", "      |        ^"]


def test_a_blank_line_or_one_beyond_the_end_is_not_shown(tmp_path: Path) -> None:
    assert shown(tmp_path, "a\n\nb\n", 2, 1) == []
    assert shown(tmp_path, "a\n", 7, 1) == []


def test_a_link_is_not_followed_to_show_a_line(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("root:x:0\n", encoding="utf-8")
    path = tmp_path / PATH
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "secret")
    assert "root:x:0" not in rendered("text", finding(), root=tmp_path)


def test_a_pipe_or_a_folder_is_not_read_to_show_a_line(tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert rendered("text", finding(), root=tmp_path).split("\n")[1] == "  help: Mend it."
    path.unlink()
    path.mkdir()
    assert rendered("text", finding(), root=tmp_path).split("\n")[1] == "  help: Mend it."


def test_of_two_files_with_one_id_each_is_shown_its_own_line(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    twin = "records/partners/zwei/software-werft.md"
    (root / twin).parent.mkdir()
    (root / twin).write_text("---\nname: Another\n---\n", encoding="utf-8")
    book = load(DirectorySource(root)).book
    assert book.partners["software-werft"].path == "records/partners/software-werft.md"
    found = finding(record="partner/software-werft", position=Position(2, 1), path=twin)
    assert "  2 | name: Another" in rendered("text", found, root=root, book=book)


def test_record_text_cannot_steer_the_terminal() -> None:
    text = rendered("text", finding(HOSTILE, help=HOSTILE, path=f"records/{HOSTILE}"))
    assert text.count("\n") == 4
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "\\x1b[31m" in text
    assert "\\u202e" in text


@pytest.mark.parametrize("format_", sorted(REPORTERS))
def test_no_format_has_an_escape_sequence_without_a_terminal(format_: str) -> None:
    assert "\x1b" not in rendered(format_, finding(HOSTILE, help=HOSTILE))


def test_colour_is_only_for_terminals_and_on_demand() -> None:
    plain = call("check", "--root", SPECIMEN)
    assert "\x1b" not in plain.out
    colored = call("check", "--root", SPECIMEN, "--color")
    assert colored.out == f"\x1b[32m{plain.out.rstrip()}\x1b[0m\n"
    assert call("check", "--root", SPECIMEN, "--no-color") == plain


def test_colour_marks_up_and_changes_no_word(tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.parent.mkdir(parents=True)
    path.write_text("owner: x\n", encoding="utf-8")
    found = finding(position=Position(1, 8))
    colored = rendered("text", found, color=True, root=tmp_path)
    assert "\x1b[31m\x1b[1merror ZZZ001\x1b[0m" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == rendered("text", found, root=tmp_path)


# JSON

DOCUMENTED = ROOT / "docs/reference/formats.md"
FINDING_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["code", "rule", "severity", "path", "line", "column", "record", "field", "message", "help"],
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]{3}[0-9]{3}$"},
        "rule": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "severity": {"enum": ["error", "warning", "info"]},
        "path": {"type": "string", "minLength": 1},
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "record": {"type": ["string", "null"], "pattern": "^[a-z]+/.+$"},
        "field": {"type": ["string", "null"], "minLength": 1},
        "message": {"type": "string", "minLength": 1},
        "help": {"type": "string", "minLength": 1},
    },
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "as_of", "summary", "findings"],
    "properties": {
        "version": {"const": 1},
        "as_of": {"type": "string", "format": "date"},
        "summary": {
            "type": "object",
            "additionalProperties": False,
            "required": ["error", "warning", "info"],
            "properties": {key: {"type": "integer", "minimum": 0} for key in ("error", "warning", "info")},
        },
        "findings": {"type": "array", "items": FINDING_SCHEMA},
    },
}


def test_json_is_as_its_schema_says(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    (root / "records/clients/hanse-logistik.md").write_text("---\nname: Hanse\nindustri: x\n---\n", encoding="utf-8")
    (root / "records/nothing.md").write_text("x", encoding="utf-8")
    result = call("check", "--root", root, "--format", "json")
    document = json.loads(result.out)
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(document)
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    for found in document["findings"]:
        counts[found["severity"]] += 1
    assert document["summary"] == counts
    assert counts["error"] >= 3
    assert document["as_of"] == "2026-09-30"


def test_json_of_one_finding() -> None:
    found = finding(record="partner/a", field=("deals", 0, "value"), position=Position(3, 7), severity=Severity.WARNING)
    (item,) = json.loads(rendered("json", found))["findings"]
    assert item == {
        "code": "ZZZ001",
        "rule": "made-up",
        "severity": "warning",
        "path": PATH,
        "line": 3,
        "column": 7,
        "record": "partner/a",
        "field": "deals[0].value",
        "message": "this is wrong",
        "help": "Mend it.",
    }
    (item,) = json.loads(rendered("json", finding(HOSTILE)))["findings"]
    assert (item["message"], item["record"], item["field"]) == (HOSTILE, None, None)


def test_the_documented_keys_are_those_written() -> None:
    section = DOCUMENTED.read_text(encoding="utf-8").split("## JSON", 1)[1].split("\n## ", 1)[0]
    tables = [
        {key for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)}
        for table in section.split("A finding:")
    ]
    assert tables == [set(SCHEMA["properties"]), set(FINDING_SCHEMA["properties"])]  # type: ignore[call-overload]
    document = json.loads(rendered("json", finding()))
    assert [set(document), set(document["findings"][0])] == tables
    assert f"| `version` | {document['version']} |" in section


def test_every_format_is_documented() -> None:
    text = DOCUMENTED.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text or f"--format {name}" in text for name in REPORTERS)
    statuses = set(re.findall(r"^\| (\d+) \|", text.split("## Exit status")[1], re.MULTILINE))
    assert statuses == {"0", "1", "2", "70"}


# GitHub

COMMAND = re.compile(r"::(error|warning|notice) file=([^,]*),line=(\d+),col=(\d+),title=([^,:]*)::(.*)")


def test_annotations() -> None:
    findings = (
        finding(position=Position(3, 7)),
        finding(severity=Severity.WARNING),
        finding(severity=Severity.INFO),
    )
    assert rendered("github", *findings) == (
        "::error file=records/partners/a.md,line=3,col=7,title=ZZZ001 made-up::this is wrong%0Ahelp: Mend it.\n"
        "::warning file=records/partners/a.md,line=1,col=1,title=ZZZ001 made-up::this is wrong%0Ahelp: Mend it.\n"
        "::notice file=records/partners/a.md,line=1,col=1,title=ZZZ001 made-up::this is wrong%0Ahelp: Mend it.\n"
        "0 records checked as of 2026-09-30: 1 error, 1 warning, 1 info.\n"
    )


def test_record_text_cannot_begin_another_annotation() -> None:
    hostile = "50% of a,b::c\n::error::owned\r\n::set-output name=x::y"
    lines = rendered("github", finding(hostile, help=hostile, path=f"records/{hostile}")).split("\n")
    assert len(lines) == 3
    match = COMMAND.fullmatch(lines[0])
    assert match is not None
    escaped = r"50%25 of a,b::c\n::error::owned\r\n::set-output name=x::y"
    assert match[6] == f"{escaped}%0Ahelp: {escaped}"
    assert match[2] == r"records/50%25 of a%2Cb%3A%3Ac\n%3A%3Aerror%3A%3Aowned\r\n%3A%3Aset-output name=x%3A%3Ay"
    assert lines[1:] == ["0 records checked as of 2026-09-30: 1 error.", ""]


def test_every_line_of_a_real_report_is_one_annotation(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    (root / "records/clients/hanse-logistik.md").write_text(
        '---\nname: "::error::x"\n"\\n::error::y": 1\n---\n', encoding="utf-8"
    )
    *commands, summary, end = call("check", "--root", root, "--format", "github").out.split("\n")
    assert end == ""
    assert summary.startswith("45 records checked as of 2026-09-30: ")
    assert len(commands) >= 3
    assert all(COMMAND.fullmatch(line) for line in commands)


# Markdown


def html_of(text: str) -> str:
    return Markdown(extensions=["tables"]).convert(text)


def test_a_table_in_markdown() -> None:
    findings = (
        finding("`name` is missing", severity=Severity.INFO),
        finding("that is worse", position=Position(12, 3)),
    )
    assert rendered("markdown", *findings) == (
        "0 records checked as of 2026-09-30: 1 error, 1 info.\n"
        "\n"
        "| Severity | Rule | Place | What is wrong | What to do |\n"
        "|---|---|---|---|---|\n"
        "| error | ZZZ001 | records/partners/a\\.md\\:12 | that is worse | Mend it\\. |\n"
        "| info | ZZZ001 | records/partners/a\\.md\\:1 | \\`name\\` is missing | Mend it\\. |\n"
    )
    assert rendered("markdown") == "0 records checked as of 2026-09-30: all is well.\n"


def test_a_table_in_markdown_fits_into_a_comment() -> None:
    findings = [finding(f"{number} " + "ä" * 500, position=Position(number, 1)) for number in range(1, 201)]
    lines = rendered("markdown", *findings).splitlines()
    # Head 4 lines of 160 characters at most, rows of 560 to 570: 60,000 / 565 are about 106.
    shown = len(lines) - 6
    assert lines[-2:] == ["", f"And {200 - shown} more: `partnerbook check` tells them all."]
    assert 100 <= shown <= 107
    assert len("\n".join(lines)) < 60_100
    assert all(line.startswith("| error |") for line in lines[4:-2])
    assert rendered("markdown", *findings[:100]).count("\n") == 104


def test_record_text_is_no_markup() -> None:
    text = rendered("markdown", finding(HOSTILE, help=HOSTILE, path=f"records/{HOSTILE}"))
    (row,) = [line for line in text.split("\n") if line.startswith("| error")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 6
    html = html_of(text)
    assert not re.search(r"<(?:img|a|em|strong|code|script)\b", html)
    # Whatever people see is what the record says, but for the space without width that keeps names apart.
    cells = re.findall(r"<td>(.*?)</td>", html)
    plain = r"a ::error file=x::y \x1b[31m\x9b2J\x07\u202e" + HOSTILE[HOSTILE.index("|") :]
    assert len(cells) == 5
    seen = unescape(cells[3]).replace("\u200b", "")
    # CommonMark takes away these backslashes, the module that renders here knows fewer.
    assert re.sub(r"\\([:$~|])", r"\1", seen) == plain


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\\\\\|b"),
        ("<b>", "&lt;b&gt;"),
        ("&lt;", "&amp;lt;"),
        ("`x`", "\\`x\\`"),
        ("a\n\n# b", "a \\#&#8203; b"),
        ("@team", "@&#8203;team"),
        ("#12", "\\#&#8203;12"),
        ("firm/book#12", "firm/book\\#&#8203;12"),
        ("https://x.example", "https\\://x\\.example"),
        ("![i](u)", "\\!\\[i\\]\\(u\\)"),
        ("$x$", "\\$x\\$"),
    ],
)
def test_cells_of_markdown(text: str, safe: str) -> None:
    from partnerbook.shell.reporters.markdown import safe as safely

    assert safely(text) == safe
