"""`partnerbook tax`, through the same door as a user."""

import csv
import io
import json
from pathlib import Path

import pytest
from shellwork import ROOT, SPECIMEN, call, change, handbook

PROGRAM = "records/program.md"


def test_the_sample_lists_vat_of_every_payout_of_the_year() -> None:
    result = call("tax", "--root", ROOT, "--year", 2026)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Tax list 2026, payer in DE\n\nVAT by payout\n")
    assert "Totals by treatment" in result.out
    assert "Reverse charge: VAT is owed by the recipient of the service" in result.out
    assert "A statement is not an invoice" in result.out
    assert "credit note" not in result.out.lower()
    assert all(char.isprintable() or char == "\n" for char in result.out)


def test_in_german_only_the_self_billed_invoice_is_called_what_the_law_asks_for() -> None:
    result = call("tax", "--root", ROOT, "--year", 2026, "--lang", "de")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Steuerliste 2026, Zahler in DE\n")
    assert "Steuerschuldnerschaft des Leistungsempfängers" in result.out
    assert "Eine Abrechnung ist keine Rechnung" in result.out
    (line,) = [line for line in result.out.splitlines() if "gutschrift" in line.lower()]
    assert line.endswith("  Gutschrift: diese Rechnung stellt der Leistungsempfänger aus")


def test_json_and_csv_say_the_same() -> None:
    document = json.loads(call("tax", "--root", ROOT, "--year", 2026, "--format", "json").out)
    assert (document["version"], document["as_of"], document["jurisdiction"]) == (1, "2026-09-30", "DE")
    rows = list(csv.DictReader(io.StringIO(call("tax", "--root", ROOT, "--year", 2026, "--format", "csv").out)))
    assert [row["payout"] for row in rows] == [one["payout"] for one in document["payouts"]]
    assert {f"{row['net']} {row['currency']}" for row in rows} == {one["net"] for one in document["payouts"]}
    assert {row["list"] for row in rows} == {"vat"}


def test_a_payer_in_the_usa_gets_totals_against_the_threshold(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    change(root, PROGRAM, "\n  country: DE\n", "\n  country: US\n")
    result = call("tax", "--root", root, "--year", 2026)
    assert result.code == 0
    assert "1099-NEC: reported, US$2,000.00 or more" in result.out
    assert "1099-NEC: below US$2,000.00, not reported" in result.out
    assert "VAT by payout" not in result.out
    result = call("tax", "--root", root, "--year", 2031)
    assert "The program names no threshold for this year" in result.out


def test_the_year_is_the_days_own_where_none_is_named() -> None:
    assert call("tax", "--root", SPECIMEN, "--as-of", "2025-12-31").out.startswith("Tax list 2025, payer in DE\n")


def test_a_spreadsheet_takes_no_number_of_an_invoice_for_a_formula(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    (payout,) = sorted((root / "records/payouts").rglob("*payable.md"))[:1]
    text = payout.read_text(encoding="utf-8")
    number = next(line for line in text.splitlines() if line.startswith("invoice:"))
    payout.write_text(text.replace(number, 'invoice: {number: "=1+1", on: 2026-07-28}'), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(call("tax", "--root", root, "--year", 2026, "--format", "csv").out)))
    assert any(row["invoice"] == "'=1+1" for row in rows)
    assert "=1+1" in call("tax", "--root", root, "--year", 2026).out


@pytest.mark.parametrize("arguments", [("--year", "1999"), ("--year", "next"), ("--format", "xml"), ("--lang", "fr")])
def test_a_wrong_call_exits_2(arguments: tuple[str, str]) -> None:
    result = call("tax", "--root", SPECIMEN, *arguments)
    assert (result.code, result.out) == (2, "")


def test_without_records_there_is_nothing_to_list(tmp_path: Path) -> None:
    result = call("tax", "--root", tmp_path)
    assert result.code == 2
    assert "there is no handbook" in result.err
