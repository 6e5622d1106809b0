"""`partnerbook payouts`: what is due, and records that a colleague may commit as they are."""

import json
import shutil
from pathlib import Path

import pytest
from shellwork import PARTNER, RECORDS, REFERRAL, SPECIMEN, Result, call, change, handbook, run

BRANDUNG = "records/payouts/2026/2026-10-30-agentur-brandung-payable.md"
WERFT = "records/payouts/2026/2026-10-30-software-werft-payable.md"
WRITTEN = """---
partner: software-werft
direction: payable
period: 2026-Q3
run: 2026-10-30
lines:
  - {line: 2026-03-02-software-werft-k7/p2/accrual/software-werft, amount: 1800.00 EUR}
total: 1800.00 EUR
vat: {treatment: domestic, rate: 19%, amount: 342.00 EUR}
prepared: {on: 2026-09-30, by: mats-petersen}
approver: henrike-lornsen
---

Proposed from the ledger as of 2026-09-30: 1 line due by 2026-10-30.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The specimen: 24,000 euros of Hanse Logistik, a claim of 60 to 40, and nothing of the run of October yet.

    12.5 % are 3,000.00: 1,800.00 for the Werft, 1,200.00 for Brandung.
    """
    return handbook(tmp_path / "handbook")


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def due(root: Path, *more: str) -> Result:
    return call("payouts", "due", "--root", root, *more)


def propose(root: Path, *more: str, through: str = "2026-10-30") -> Result:
    return call("payouts", "propose", "--root", root, "--through", through, *more)


# Due --------------------------------------------------------------------------------------


def test_what_is_due_to_whom_since_when_and_in_which_run(root: Path) -> None:
    assert due(root) == Result(
        0,
        "Due through 2026-10-30, as of 2026-09-30\n"
        "\n"
        "In no payout yet\n"
        "  Partner           Direction       Amount  Due since   Run         State\n"
        "  agentur-brandung  payable    1200.00 EUR  2026-07-10  2026-10-30  ready\n"
        "  software-werft    payable    1800.00 EUR  2026-07-10  2026-10-30  ready\n",
        "",
    )


def test_what_is_carried_and_what_is_held_with_the_reason(root: Path) -> None:
    change(root, "records/agreements/software-werft-2025.md", "minimum: 50.00 EUR", "minimum: 2000.00 EUR")
    assert "1800.00 EUR  2026-07-10  –           carried: the minimum is 2000.00 EUR\n" in due(root).out
    change(root, REFERRAL, "reason: Refund being settled, released: 2026-09-16", 'reason: "Refund \\t[31m"')
    out = due(root).out
    assert "  Nothing.\n" in out
    assert "2026-03-02-software-werft-k7/p2/accrual/software-werft    Refund \\t[31m\n" in out


def test_as_json_with_every_line(root: Path) -> None:
    found = json.loads(due(root, "--format", "json").out)
    assert (found["version"], found["as_of"], found["through"]) == (1, "2026-09-30", "2026-10-30")
    assert (found["carried"], found["held"]) == ([], [])
    assert found["due"][1] == {
        "partner": "software-werft",
        "direction": "payable",
        "total": "1800.00 EUR",
        "since": "2026-07-10",
        "minimum": "50.00 EUR",
        "lines": [
            {
                "line": "2026-03-02-software-werft-k7/p2/accrual/software-werft",
                "amount": "1800.00 EUR",
                "due": "2026-07-10",
            }
        ],
        "set_off": [],
        "run": "2026-10-30",
    }


def test_a_day_without_a_run_says_in_which_one_it_will_be_paid(root: Path) -> None:
    assert "2026-07-10  2026-10-30  ready" in due(root, "--through", "2026-10-01").out


# Propose ----------------------------------------------------------------------------------


def test_it_writes_records_that_check_and_says_what_it_wrote(root: Path) -> None:
    before = files(root)
    assert propose(root) == Result(
        0,
        f"{BRANDUNG}\n"
        "  1200.00 EUR payable, 1 line, to be approved by henrike-lornsen\n"
        f"{WERFT}\n"
        "  1800.00 EUR payable, 1 line, to be approved by henrike-lornsen\n"
        "2 payouts written: 3000.00 EUR payable.\n",
        "",
    )
    after = files(root)
    assert set(after) - set(before) == {BRANDUNG, WERFT}, "and no temporary file is left"
    assert {path: after[path] for path in before} == before
    assert after[WERFT].decode() == WRITTEN
    assert call("check", "--root", root, "--strict") == Result(
        0, f"{RECORDS + 2} records checked as of 2026-09-30: all is well.\n", ""
    )


def test_called_again_it_writes_nothing(root: Path) -> None:
    propose(root)
    before = files(root)
    assert propose(root) == Result(0, "Nothing is due by 2026-10-30 that is not in a payout already.\n", "")
    assert propose(root, through="2027-01-30").out == "Nothing is due by 2027-01-30 that is not in a payout already.\n"
    assert files(root) == before


def test_looked_at_from_an_earlier_day_it_proposes_nothing_twice(root: Path) -> None:
    propose(root)
    before = files(root)
    assert propose(root, "--as-of", "2026-09-15").out.startswith("Nothing is due by 2026-10-30")
    assert files(root) == before


def test_a_dry_run_says_the_same_and_writes_nothing(root: Path) -> None:
    before = files(root)
    result = propose(root, "--dry-run")
    assert f"{WERFT}\n  1800.00 EUR payable, 1 line, to be approved by henrike-lornsen\n" in result.out
    assert result.out.endswith("2 payouts would be written: 3000.00 EUR payable.\n")
    assert files(root) == before


def test_without_a_run_it_says_when_the_next_one_is(root: Path) -> None:
    before = files(root)
    assert propose(root, through="2026-10-29") == Result(
        0, "No run lies between 2026-09-30 and 2026-10-29; the next one is on 2026-10-30.\n", ""
    )
    assert files(root) == before


def test_without_payout_runs_the_day_itself_is_one(root: Path) -> None:
    change(root, "records/program.md", "payout_runs: {months: [1, 4, 7, 10], day: 30}\n", "")
    assert propose(root, through="2026-10-05").code == 0
    assert (root / "records/payouts/2026/2026-10-05-software-werft-payable.md").is_file()


def test_it_never_takes_the_place_of_a_file(root: Path) -> None:
    # No record yet, and not to be one: a link that leads nowhere.
    (root / WERFT).symlink_to(root / "elsewhere")
    result = propose(root)
    assert (result.code, (root / "elsewhere").exists()) == (1, False)
    assert (root / WERFT).is_symlink()


def test_while_a_payout_cannot_be_read_nothing_is_proposed(root: Path) -> None:
    """Its lines would be paid a second time."""
    change(root, "records/payouts/2026/2026-07-30-software-werft-payable.md", "total: 1750.00 EUR", "total: 1750")
    before = files(root)
    result = propose(root)
    assert (result.code, result.out) == (1, "")
    assert "\nError: no payout is proposed while the records have errors" in result.err
    assert "records/payouts/2026/2026-07-30-software-werft-payable.md: " in result.err
    assert files(root) == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--by", "nobody"), "'nobody' is not among the people of the program"),
        (("--by", "henrike-lornsen"), "henrike-lornsen has not the role payout_preparer; mats-petersen has"),
        (("--by", "ilka-brandt"), "ilka-brandt is not in the program on 2026-09-30"),
        (("--through", "2026-09-29"), "2026-09-29 lies before 2026-09-30, the day looked from"),
        (("--through", "30.10.2026"), "is not a day; write it like 2026-09-30"),
    ],
)
def test_bad_calls_end_with_2_and_write_nothing(root: Path, options: tuple[str, ...], told: str) -> None:
    before = files(root)
    result = propose(root, *options)
    assert (result.code, result.out) == (2, "")
    assert told in " ".join(result.err.split())
    assert files(root) == before


def test_nothing_is_prepared_on_a_day_to_come(root: Path) -> None:
    result = propose(root, "--as-of", "2099-01-01", through="2099-01-30")
    assert result.code == 1
    assert "2099-01-01 lies after today" in result.err


def test_where_nobody_may_approve_it_says_so(root: Path) -> None:
    change(root, "records/program.md", "    - {role: program_owner}\n", "")
    change(root, "records/program.md", "up_to: 5000.00 EUR", "up_to: 1799.99 EUR")
    result = propose(root)
    assert result.code == 0
    assert "  1800.00 EUR payable, 1 line\n  note: nobody in the program may approve this sum" in result.out
    assert "approver" not in (root / WERFT).read_text(encoding="utf-8")


def test_a_partner_taxed_elsewhere_without_a_vat_id_has_no_vat_proposed(root: Path) -> None:
    change(root, PARTNER, "country: DE\n", "country: DE\ntax: {country: DK}\n")
    assert "  note: the records do not say how VAT applies; write it in\n" in propose(root).out
    assert "vat:" not in (root / WERFT).read_text(encoding="utf-8")


def test_a_german_handbook_has_german_sentences(root: Path) -> None:
    change(root, "records/program.md", "language: en", "language: de")
    propose(root)
    assert (
        (root / WERFT)
        .read_text(encoding="utf-8")
        .endswith("\nVorgeschlagen nach dem Stand vom 30.09.2026: 1 Posten, fällig bis 30.10.2026.\n")
    )


def test_the_sample_proposes_its_next_run_and_still_checks(tmp_path: Path) -> None:
    shutil.copytree(SPECIMEN.parents[2] / "records", tmp_path / "records")
    result = propose(tmp_path)
    assert result.code == 0
    # 4,200 + 2,820 + 1,500 + 1,152 + 1,320 + 12,612 = 23,604
    assert "7 payouts written: 23604.00 EUR payable, 5760.00 EUR receivable.\n" in result.out
    assert "Carried: hansen-tjarks, payable, 250.00 EUR: the minimum is 300.00 EUR.\n" in result.out
    assert result.out.count("Held: 2026-05-13-zirbental-nachfolge-f8/") == 2
    assert call("check", "--root", tmp_path, "--strict").code == 0
    assert "12612.00 EUR payable, 4 lines, to be approved by henrike-tidemann and morten-krog\n" in result.out


def test_as_a_process_it_says_the_same(root: Path) -> None:
    assert run("payouts", "due", cwd=root).out == due(root).out
    assert run("payouts", cwd=root).code == 2
    help_text = run("payouts", "--help", cwd=root)
    assert help_text.code == 0
    assert "propose" in help_text.out
