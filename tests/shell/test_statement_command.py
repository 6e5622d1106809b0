"""`partnerbook statement`: every format in both languages, written whole, and mistakes that are explained."""

import json
import sys
from pathlib import Path

import pytest
from shellwork import SPECIMEN, Result, call, handbook, run

FORMATS = ("text", "json", "csv", "xlsx", "pdf")
STARTS = {"text": b"", "json": b"{", "csv": b"direction,", "xlsx": b"PK", "pdf": b"%PDF-"}


def ask(*arguments: object, partner: str = "software-werft") -> Result:
    return call("statement", partner, "--root", SPECIMEN, "--as-of", "2026-09-30", *arguments)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_in_both_languages(name: str, language: str, tmp_path: Path) -> None:
    out = tmp_path / f"statement.{name}"
    result = ask("--format", name, "--lang", language, "--out", out)
    assert result == Result(0, f"The statement of software-werft is in {out}.\n", "")
    content = out.read_bytes()
    assert content.startswith(STARTS[name])
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    again = ask("--format", name, "--lang", language, "--out", out)
    assert again.out == f"The statement of software-werft is in {out}, as it was before.\n"
    assert out.read_bytes() == content


def test_text_is_the_default_for_the_last_quarter_that_is_over() -> None:
    result = ask()
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Statement Q2 2026: Software-Werft")
    assert "As of   30 September 2026" in result.out
    assert ask("--as-of", "2026-10-01").out.startswith("Statement Q3 2026: Software-Werft")


def test_a_period_may_be_a_year_quarter_or_month() -> None:
    for period, shown in (("2026", "2026"), ("2026-Q1", "Q1 2026"), ("2026-06", "June 2026")):
        assert ask("--period", period).out.startswith(f"Statement {shown}: ")


def test_a_statement_goes_into_a_pipe() -> None:
    assert json.loads(ask("--format", "json").out)["partner"] == "software-werft"
    arguments = ("statement", "software-werft", "--root", SPECIMEN, "--as-of", "2026-09-30", "--format", "csv")
    assert run(*arguments).out.startswith("direction,currency,entry")


def test_a_document_is_not_printed_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnerbook.shell.commands.statement.is_terminal", lambda: True)
    for name in ("xlsx", "pdf"):
        result = ask("--format", name)
        assert (result.code, result.out) == (2, "")
        assert f"{name} is not for a terminal; name a file with --out" in result.err


def test_an_unknown_partner_is_told_who_is_near() -> None:
    result = ask(partner="software-wreft")
    assert (result.code, result.out) == (2, "")
    assert "the partner 'software-wreft' is not known. Did you mean `software-werft`?" in result.err
    assert "Known are agentur-brandung, " in ask(partner="zzz").err
    assert "\x1b" not in ask(partner="\x1b[31m").err


def test_a_period_that_has_not_begun_or_is_none() -> None:
    result = ask("--period", "2026-Q4")
    assert (result.code, result.out) == (2, "")
    assert "2026-Q4 has not begun on 2026-09-30" in result.err
    assert "a period is written 2026, 2026-Q2 or 2026-06" in ask("--period", "Q2").err


def test_a_statement_is_never_written_over_a_record(tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook")
    record = root / "records/partners/software-werft.md"
    before = record.read_bytes()
    (tmp_path / "link.md").symlink_to(record)
    for out in (record, root / "records/statement.txt", tmp_path / "link.md"):
        result = call("statement", "software-werft", "--root", root, "--as-of", "2026-09-30", "--out", out)
        assert (result.code, result.out) == (2, "")
        assert "is part of the handbook: name a place outside records, docs and site_templates" in result.err
    assert record.read_bytes() == before
    assert not (root / "records/statement.txt").exists()


def test_without_a_handbook_it_says_so(tmp_path: Path) -> None:
    result = call("statement", "software-werft", "--root", tmp_path)
    assert result.code == 2
    assert "there is no handbook" in result.err


@pytest.mark.parametrize(("name", "module"), [("pdf", "typst"), ("xlsx", "xlsxwriter")])
def test_without_its_package_a_format_says_what_to_install(
    name: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    result = ask("--format", name, "--out", tmp_path / "x")
    assert result.code == 2
    assert "pip install 'partnerbook[documents]'" in result.err
    assert list(tmp_path.iterdir()) == []


def test_where_it_cannot_write_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = ask("--out", tmp_path / "file/x.txt")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"Error: cannot write {tmp_path / 'file/x.txt'}: ")


def test_records_with_errors_are_pointed_out(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    (root / "records/clients/hanse-logistik.md").write_text("---\nname: [\n---\n", encoding="utf-8")
    result = call("statement", "software-werft", "--root", root, "--as-of", "2026-09-30")
    assert result.code == 0
    assert result.err.startswith("note: the records have ")
