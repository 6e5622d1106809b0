"""Statements as files: read back, always the same bytes, and nothing in a record becomes more than text."""

import csv
import io
import json
import re
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from pypdf import PdfReader
from sitework import AS_OF, SPECIMEN, TEMPLATES, book_of

from partnerbook.analysis import analyse
from partnerbook.analysis.statements import statement
from partnerbook.core.dates import Period
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.site.edition import Edition
from partnerbook.site.exports import EXPORTS, Exported, MissingExtra, UnusableTemplate, exporter
from partnerbook.site.exports.cells import guarded
from partnerbook.site.exports.statement_workbook import number_format

PARTNER = "records/partners/software-werft.md"
PAYOUT = "records/payouts/2026/2026-07-30-software-werft-payable.md"
HOSTILE = '=HYPERLINK(\\"http://x.example\\") #eval(\\"1+1\\") *bold* $x^2$ <b>&amp;</b> @cite // [a] `raw`'
SHOWN = HOSTILE.replace("\\", "")


@cache
def exported(language: str = "en", *, hostile: bool = False) -> Exported:
    files = dict(SPECIMEN)
    if hostile:
        files[PARTNER] = files[PARTNER].replace("name: Software-Werft\n", f'name: "{HOSTILE}"\n')
        files[PAYOUT] = files[PAYOUT].replace("reason: Rounding of an earlier statement", f'reason: "{HOSTILE}"')
    analysis = analyse(book_of(files), AS_OF)
    found = statement(analysis.book, analysis.ledger, AS_OF, "software-werft", Period.parse("2026-Q3"))
    return Exported(found, analysis.book, Edition.of(language), (TEMPLATES,))


@cache
def written(name: str, language: str = "en", *, hostile: bool = False) -> bytes:
    return exporter(name)(exported(language, hostile=hostile))


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in book.worksheets}


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_same_statement_is_the_same_bytes(name: str, language: str) -> None:
    assert exporter(name)(exported(language)) == written(name, language)


def test_json_holds_the_figures_and_the_reasons() -> None:
    content = json.loads(written("json"))
    assert content["version"] == 1
    assert content["period"] == {"name": "2026-Q3", "first": "2026-07-01", "last": "2026-09-30"}
    (payable,) = [account for account in content["accounts"] if account["direction"] == "payable"]
    found = exported().statement.accounts[0]
    assert payable["opening"] == str(found.opening)
    assert payable["closing"] == str(found.closing)
    assert [line["id"] for line in payable["lines"]]
    assert all(line["reason"] and line["amount"].endswith(" EUR") for line in payable["lines"])
    assert content["referrals"]["sent"]["reported_by_partner"] is True


def test_csv_leads_from_the_opening_balance_to_the_closing_one() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv").decode(), newline="")))
    balance = 0
    for row in rows:
        cents = round(float(row["amount"]) * 100)
        if row["entry"] == "opening":
            balance = cents
        elif row["entry"] == "closing":
            assert cents == balance
        else:
            balance += cents
    assert {"opening", "adjustment", "payment", "closing"} <= {row["entry"] for row in rows}
    assert re.search(rb"[^\r]\n", written("csv")) is None


def test_csv_shows_a_formula_as_text_and_leaves_numbers_alone() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", hostile=True).decode(), newline="")))
    reasons = {row["entry"]: row["reason"] for row in rows}
    assert reasons["adjustment"] == f"'{SHOWN}"
    assert any(row["amount"].startswith("-") for row in rows)
    assert not any(value[:1] in "=+-@" for row in rows for key, value in row.items() if value and key != "amount")


@pytest.mark.parametrize("start", [*"=+-@\t\r\n\0", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_reckon_gets_an_apostrophe(start: str) -> None:
    assert guarded(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("text", ["", "Werft", "'quoted", "2026-09-30", "a=b", "€", "–1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_the_workbook_has_amounts_as_numbers_in_their_currency() -> None:
    book = load_workbook(io.BytesIO(written("xlsx")))
    assert book.sheetnames == ["Statement", "What was booked", "Referrals"]
    lines = list(book["What was booked"].iter_rows(min_row=2))
    found = exported().statement.accounts
    amounts = [line.amount.amount for account in found for line in (*account.earned, *account.paid)]
    assert sorted(cell.value for *_, cell in lines) == sorted(float(amount) for amount in amounts)
    assert {row[-1].number_format for row in lines} == {"[$€]#,##0.00;-[$€]#,##0.00"}
    assert book.properties.created == datetime(2026, 9, 30, 12, tzinfo=UTC).replace(tzinfo=None)
    assert book.properties.title.startswith("Statement Q3 2026: Software-Werft")
    assert "This statement is not an invoice. All amounts are net of VAT." in {
        cell.value for row in book["Statement"].rows for cell in row
    }


@pytest.mark.parametrize(
    ("language", "currency", "expected"),
    [("en", "EUR", "[$€]#,##0.00"), ("de", "EUR", "#,##0.00 [$€]"), ("de", "JPY", "#,##0 [$¥]")],
)
def test_a_currency_stands_where_the_language_puts_it(language: str, currency: str, expected: str) -> None:
    assert number_format(Edition.of(language), currency) == f"{expected};-{expected}"


def test_the_workbook_takes_nothing_for_a_formula_or_link() -> None:
    book = load_workbook(io.BytesIO(written("xlsx", hostile=True)))
    cells = [cell for sheet in book.worksheets for row in sheet.rows for cell in row if cell.value is not None]
    assert SHOWN in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.hyperlink is None for cell in cells)


def test_the_pdf_says_what_the_statement_says() -> None:
    reader = PdfReader(io.BytesIO(written("pdf")))
    text = pdf_text(written("pdf"))
    assert "Statement Q3 2026 Software-Werft" in text
    assert "This statement is not an invoice." in text
    for account in exported().statement.accounts:
        assert Edition.of("en").money(account.closing).text in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Statement Q3 2026: Software-Werft"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == AS_OF
    root = reader.trailer["/Root"].get_object()
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a value of PDF


def test_the_pdf_prints_markup_as_text() -> None:
    assert SHOWN.replace(" ", "") in pdf_text(written("pdf", hostile=True)).replace(" ", "")


@pytest.mark.parametrize("name", ["Ωμέγα Жук", "日本 株式会社 🙂", "العربية שלום", "\u202egnp.exe", "x" * 300])
def test_a_name_in_any_script_makes_a_pdf(name: str) -> None:
    files = dict(SPECIMEN)
    files[PARTNER] = files[PARTNER].replace("name: Software-Werft\n", f"name: {json.dumps(name)}\n")
    loaded = load(MemorySource(files)).book
    analysis = analyse(loaded, AS_OF)
    found = statement(analysis.book, analysis.ledger, AS_OF, "software-werft", Period.parse("2026-Q3"))
    content = exporter("pdf")(Exported(found, analysis.book, Edition.of("en"), (TEMPLATES,)))
    assert len(PdfReader(io.BytesIO(content)).pages) >= 1


def test_a_template_that_is_wrong_or_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/statement.typ").write_text("#let x = ", encoding="utf-8")
    for folders, told in (((tmp_path, TEMPLATES), "expected expression"), ((), "there is no template")):
        with pytest.raises(UnusableTemplate, match=told):
            exporter("pdf")(replace(exported(), templates=folders))


def test_a_handbooks_own_template_is_used(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    own = '#set document(title: "Ours")\n#json(bytes(sys.inputs.statement)).partner.name'
    (tmp_path / "documents/statement.typ").write_text(own, encoding="utf-8")
    assert pdf_text(exporter("pdf")(replace(exported(), templates=(tmp_path, TEMPLATES)))) == "Software-Werft"


def test_a_terminal_is_not_steered() -> None:
    text = written("text", hostile=True).decode()
    assert all(char.isprintable() or char == "\n" for char in text)
    assert SHOWN[:40] in text


def test_german_statements_are_german() -> None:
    text = written("text", "de").decode()
    assert text.startswith("Abrechnung Q3 2026: Software-Werft\n")
    assert "Diese Abrechnung ist keine Rechnung." in text
    for name in ("text", "json"):
        assert "gutschrift" not in written(name, "de").decode().lower()
    assert "Abrechnung Q3 2026" in pdf_text(written("pdf", "de"))
    assert next(iter(sheets(written("xlsx", "de")))) == "Abrechnung"
    for name in EXPORTS:
        assert "credit note" not in written(name).decode("latin-1").lower()


@pytest.mark.parametrize(
    ("invoicing", "agreed", "expected"),
    [
        ("partner_invoices", True, False),
        ("self_billing", False, False),
        ("self_billing", True, True),
    ],
)
def test_self_billing_is_mentioned_only_where_both_agreed(invoicing: str, agreed: bool, expected: bool) -> None:
    files = dict(SPECIMEN)
    agreement = "records/agreements/software-werft-2025.md"
    files[agreement] = files[agreement].replace("netting: true}", f"netting: true, invoicing: {invoicing}}}")
    if agreed:
        files[PARTNER] = files[PARTNER].replace(
            "\npositioning: ", "\ntax: {country: DE, self_billing_agreed: 2025-01-10}\npositioning: "
        )
    analysis = analyse(book_of(files), AS_OF)
    found = statement(analysis.book, analysis.ledger, AS_OF, "software-werft", Period.parse("2026-Q3"))
    text = exporter("text")(Exported(found, analysis.book, Edition.of("en"))).decode()
    sentence = "As agreed on 10 January 2025, Kontor Alsterblick Beratung GmbH writes the invoices"
    assert (sentence in " ".join(text.split())) is expected
    assert ("is paid against an invoice of Software-Werft" in " ".join(text.split())) is not expected


def test_a_client_is_named_only_where_partners_may_hear_it() -> None:
    files = dict(SPECIMEN)
    for path, text in files.items():
        if "/clients/" in path:
            files[path] = re.sub(r"^may_tell: .*$", "may_tell: [outcome]", text, flags=re.MULTILINE)
    analysis = analyse(book_of(files), AS_OF)
    names = [entry.record.name for entry in analysis.book.clients.values()]
    found = statement(analysis.book, analysis.ledger, AS_OF, "software-werft", Period.parse("2026"))
    quiet = Exported(found, analysis.book, Edition.of("en"), (TEMPLATES,))
    for name in ("text", "json", "csv"):
        text = exporter(name)(quiet).decode()
        assert [one for one in names if one in text] == []


@pytest.mark.parametrize(
    ("name", "module", "package"), [("pdf", "typst", "typst"), ("xlsx", "xlsxwriter", "XlsxWriter")]
)
def test_without_its_package_a_format_says_what_to_install(
    name: str, module: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=rf"needs the package {package}: install it with"):
        exporter(name)(exported())
    assert exporter("text")(exported()) == written("text")
