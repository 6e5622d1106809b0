"""`partnerbook ledger`, through the same door as a user."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from shellwork import ROOT, SPECIMEN, call, change, handbook

from partnerbook.shell.handbook import open_handbook
from partnerbook.site.reports.ledger import cause_first

PAYOUT = "records/payouts/2026/2026-07-30-software-werft-payable.md"
REASON = "Rounding of an earlier statement"
DOCUMENTED = (ROOT / "docs/reference/formats.md").read_text(encoding="utf-8")


def as_json(*options: object) -> dict[str, Any]:
    """The document of a call that went well."""
    result = call("ledger", *options, "--format", "json")
    assert (result.code, result.err) == (0, "")
    document: dict[str, Any] = json.loads(result.out)
    return document


def as_rows(*options: object) -> list[dict[str, str]]:
    """The rows of a call that went well."""
    result = call("ledger", *options, "--format", "csv")
    assert (result.code, result.err) == (0, "")
    return list(csv.DictReader(io.StringIO(result.out)))


def test_the_specimens_ledger_reads_like_this() -> None:
    result = call("ledger", "--root", SPECIMEN, "--partner", "software-werft", "--kind", "accrual")
    assert (result.code, result.err) == (0, "")
    # 12.5 % of 23,000 = 2,875 and of 24,000 = 3,000; 60 % of them 1,725 and 1,800.
    assert result.out == (
        "Ledger as of 30 September 2026\n"
        "\n"
        "2 lines\n"
        "  Booked      Day         Kind    Direction     Amount  Due         State\n"
        "  2026-05-04  2026-05-04  Earned  We pay     €1,725.00  2026-06-03  Paid\n"
        "      2026-03-02-software-werft-k7/p1/accrual/software-werft\n"
        "      Software-Werft: 12.5% of the eligible €23,000.00 (of €24,000.00) is €2,875.00; by the decision\n"
        "      a share of 60% is €1,725.00\n"
        "  2026-08-05  2026-06-10  Earned  We pay     €1,800.00  2026-07-10  Due\n"
        "      2026-03-02-software-werft-k7/p2/accrual/software-werft\n"
        "      Software-Werft: 12.5% of €24,000.00 is €3,000.00; by the decision a share of 60% is €1,800.00\n"
        "\n"
        "Totals of these lines\n"
        "  Partner         Direction     Earned   Paid    Balance\n"
        "  Software-Werft  We pay     €3,525.00  €0.00  €3,525.00\n"
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_samples_table_fits_a_page(language: str) -> None:
    result = call("ledger", "--root", ROOT, "--lang", language)
    assert (result.code, result.err) == (0, "")
    assert [line for line in result.out.splitlines() if len(line) > 100] == []
    assert all(char.isprintable() or char == "\n" for char in result.out)


def test_json_csv_and_table_have_the_same_lines_in_order() -> None:
    document, rows = as_json("--root", ROOT), as_rows("--root", ROOT)
    assert (document["version"], document["as_of"], document["language"]) == (1, "2026-09-30", "en")
    ids = [line["id"] for line in document["lines"]]
    assert [row["id"] for row in rows] == ids
    assert [f"{row['amount']} {row['currency']}" for row in rows] == [line["amount"] for line in document["lines"]]
    assert [line["booked"] for line in document["lines"]] == sorted(line["booked"] for line in document["lines"])
    table = call("ledger", "--root", ROOT).out
    assert re.findall(r"^ {6}(\S+/\S+/\S+/\S+)$", table, re.MULTILINE) == ids


def test_every_key_of_a_line_is_documented() -> None:
    document = as_json("--root", SPECIMEN)
    for key in (*document["lines"][0], *document["totals"][0], *document):
        assert f"`{key}`" in DOCUMENTED, key


@pytest.mark.parametrize(
    ("options", "key", "values"),
    [
        (("--partner", "agentur-brandung"), "partner", {"agentur-brandung"}),
        (("--direction", "receivable"), "direction", {"receivable"}),
        (("--kind", "clawback", "--kind", "true_up"), "kind", {"clawback", "true_up"}),
    ],
)
def test_options_narrow_the_lines(options: tuple[str, ...], key: str, values: set[str]) -> None:
    everything = as_json("--root", ROOT)["lines"]
    wanted = [line["id"] for line in everything if line[key] in values]
    assert [line["id"] for line in as_json("--root", ROOT, *options)["lines"]] == wanted
    assert 0 < len(wanted) < len(everything)


def test_a_period_goes_by_the_booked_day() -> None:
    # The client paid p2 on 10 June; it was booked on 5 August.
    late = "2026-03-02-software-werft-k7/p2/accrual/software-werft"
    assert late not in {row["id"] for row in as_rows("--root", SPECIMEN, "--period", "2026-Q2")}
    assert late in {row["id"] for row in as_rows("--root", SPECIMEN, "--period", "2026-Q3")}


def test_totals_add_each_currency_by_itself() -> None:
    totals = {
        (one["partner"], one["direction"], one["balance"][-3:]): one
        for one in as_json("--root", ROOT, "--partner", "halyard-point")["totals"]
    }
    lines = as_json("--root", ROOT, "--partner", "halyard-point")["lines"]
    earned = sum(Decimal(one["amount"].removesuffix(" USD")) for one in lines if one["kind"] != "payment")
    assert totals["halyard-point", "payable", "USD"]["earned"] == f"{earned} USD"
    assert {line["amount"][-3:] for line in lines} == {key[2] for key in totals}


def test_the_day_looked_from() -> None:
    early = as_json("--root", SPECIMEN, "--as-of", "2026-07-01")
    assert early["as_of"] == "2026-07-01"
    assert max(line["booked"] for line in early["lines"]) <= "2026-07-01"
    states = {line["id"]: line["state"] for line in early["lines"]}
    assert states["2026-03-02-software-werft-k7/p1/accrual/software-werft"] == "due"


def test_nothing_in_the_ledger_is_said_in_words() -> None:
    result = call("ledger", "--root", SPECIMEN, "--as-of", "2020-01-01")
    assert (result.code, result.out) == (0, "Ledger as of 1 January 2020\n\nNothing in the ledger.\n")
    result = call("ledger", "--root", SPECIMEN, "--period", "2020")
    assert result.out == "Ledger as of 30 September 2026\n\nNothing in the ledger for these options.\n"
    assert as_json("--root", SPECIMEN, "--period", "2020") == {
        "version": 1,
        "as_of": "2026-09-30",
        "language": "en",
        "lines": [],
        "totals": [],
    }
    assert as_rows("--root", SPECIMEN, "--period", "2020") == []


def test_it_speaks_german() -> None:
    result = call("ledger", "--root", SPECIMEN, "--lang", "de")
    assert result.code == 0
    assert "1.725,00 €" in result.out
    assert as_json("--root", SPECIMEN, "--lang", "de")["language"] == "de"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--partner", "software-wreft"), "there is no partner 'software-wreft'. Did you mean `software-werft`?"),
        (("--partner", "x" * 500), "Partners are named like their records, as in `software-werft`"),
        (("--period", "2026-Q5"), "a period is written 2026, 2026-Q2 or 2026-06"),
        (("--kind", "bonus"), "'bonus' is not one of 'accrual', 'true_up', 'clawback', 'adjustment', 'payment'"),
        (("--as-of", "yesterday"), "is not a day"),
    ],
)
def test_a_wrong_call_says_what_to_write(options: tuple[str, ...], said: str) -> None:
    result = call("ledger", "--root", SPECIMEN, *options)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_where_there_is_no_handbook(tmp_path: Path) -> None:
    result = call("ledger", "--root", tmp_path)
    assert (result.code, result.out) == (2, "")
    assert "there is no handbook" in result.err


def test_records_with_errors_are_told_of(tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook")
    (root / "records/clients/hanse-logistik.md").write_text("---\nname: [\n---\n", encoding="utf-8")
    result = call("ledger", "--root", root)
    assert result.code == 0
    assert result.out.startswith("Ledger as of")
    assert "lines may be missing or wrong; see `partnerbook check`" in result.err


def test_a_text_that_looks_like_a_formula_is_guarded(tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook")
    change(root, PAYOUT, REASON, "'=HYPERLINK(\"evil\")'")
    rows = {row["kind"]: row for row in as_rows("--root", root, "--partner", "software-werft")}
    assert rows["adjustment"]["explanation"] == '\'=HYPERLINK("evil")'
    assert rows["payment"]["amount"] == "-1750.00", "a number is no text, and keeps its sign"
    document = as_json("--root", root, "--kind", "adjustment")
    assert document["lines"][0]["explanation"] == '=HYPERLINK("evil")'


def test_what_records_say_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook")
    change(root, PAYOUT, REASON, '"Rounding\\u00ADoff"')
    result = call("ledger", "--root", root)
    assert "\u00ad" not in result.out
    assert "Rounding\\xadoff" in result.out


def test_a_payment_stands_after_what_it_pays() -> None:
    """Whoever sold keeps the margin: its clawback is settled at once, by a line whose id sorts before it."""
    first = open_handbook(SPECIMEN).current.analysis.ledger.lines[0]
    taken = replace(first, id="r/r1/clawback/us", kind="clawback", answers="r/p1/accrual/us")
    settled = replace(first, id="r/r1-clawback/payment/us", kind="payment", answers=taken.id)
    other = replace(first, id="r/r2/clawback/us", kind="clawback", answers="r/p1/accrual/us")
    assert cause_first(sorted((taken, settled, other), key=lambda line: line.order)) == (taken, settled, other)
