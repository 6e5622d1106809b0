"""`partnerbook why`, through the same door as a user."""

import json
from typing import Any

import pytest
from shellwork import ROOT, SPECIMEN, call

K7 = "2026-03-02-software-werft-k7"
REFUNDED = "2025-09-16-lohnkontor-weser-q3"
DOCUMENTED = (ROOT / "docs/reference/formats.md").read_text(encoding="utf-8")


def as_json(*arguments: object) -> dict[str, Any]:
    """The document of a call that went well."""
    result = call("why", *arguments, "--format", "json")
    assert (result.code, result.err) == (0, "")
    document: dict[str, Any] = json.loads(result.out)
    return document


def test_a_refund_is_taken_apart() -> None:
    result = call("why", REFUNDED, "--root", ROOT)
    assert (result.code, result.err) == (0, "")
    # 12 % of 16,000 = 1,920 twice; 4,000 of 16,000 given back: 1,920 x 4/16 = 480.
    assert result.out == (
        "2025-09-16-lohnkontor-weser-q3\n"
        "\n"
        "Referral\n"
        "  - Lohnkontor Weser sent us the client teufelsmoor-gartenbau on 16 Sept 2025 for Controlling\n"
        "    set-up; it stands at: Won\n"
        "\n"
        "Agreement\n"
        "  - lohnkontor-weser-2024 holds: in force from 2 Sept 2024 to 31 Dec 2025, so on 16 Sept 2025 when\n"
        "    the referral was received, for clients the partner sends us who need Controlling set-up\n"
        "  - lohnkontor-weser-2026 does not: it is in force only from 1 Jan 2026 to 31 Dec 2027\n"
        "  - 12% of the client's first project\n"
        "  - Without travel\n"
        "  - It pays when the client pays, net 30 days\n"
        "\n"
        "Lines\n"
        "  Booked      Kind        Direction     Amount  Due         State\n"
        "  2025-12-08  Earned      We pay     €1,920.00  2026-01-07  Paid\n"
        "      2025-09-16-lohnkontor-weser-q3/p1/accrual/lohnkontor-weser\n"
        "      - The client paid €16,000.00 on 8 Dec 2025\n"
        "      - 12% of €16,000.00 is €1,920.00 (the agreement's rate)\n"
        "      - Due 30 days after 8 Dec 2025: 7 Jan 2026\n"
        "      - Paid with payout 2026-01-30-lohnkontor-weser-payable on 30 Jan 2026\n"
        "  2026-03-16  Earned      We pay     €1,920.00  2026-04-15  Paid\n"
        "      2025-09-16-lohnkontor-weser-q3/p2/accrual/lohnkontor-weser\n"
        "      - The client paid €16,000.00 on 16 Mar 2026\n"
        "      - 12% of €16,000.00 is €1,920.00 (the agreement's rate)\n"
        "      - Due 30 days after 16 Mar 2026: 15 Apr 2026\n"
        "      - Paid with payout 2026-04-30-lohnkontor-weser-payable on 30 Apr 2026\n"
        "      - Answered by 2025-09-16-lohnkontor-weser-q3/r1/clawback/lohnkontor-weser\n"
        "  2026-06-08  Taken back  We pay      -€480.00  2026-06-08  Due\n"
        "      2025-09-16-lohnkontor-weser-q3/r1/clawback/lohnkontor-weser\n"
        "      - Of payment p2, €4,000.00 in all was given back; €4,000.00 ÷ €16,000.00 of the €1,920.00\n"
        "        earned is €480.00\n"
        "      - Due on 8 Jun 2026, the day it was booked\n"
        "      - Due since 8 Jun 2026, and in no payout yet; the next run it can be in is that of 30 Oct 2026\n"
        "      - It answers 2025-09-16-lohnkontor-weser-q3/p2/accrual/lohnkontor-weser\n"
        "\n"
        "Balance\n"
        "  Partner           Direction     Earned  Taken back    Settled      Open\n"
        "  Lohnkontor Weser  We pay     €3,840.00    -€480.00  €3,840.00  -€480.00\n"
    )


def test_claims_refunds_and_the_rules_that_lost() -> None:
    result = call("why", K7, "--root", SPECIMEN)
    assert (result.code, result.err) == (0, "")
    for sentence in (
        "software-werft-2025 holds, because the referral names it",
        "by the rule “Agreed split”: Software-Werft 60% and",
        "/p1/accrual/agentur-brandung\n      Agentur Brandung\n      - The client paid €24,000.00",
        "Agentur Brandung has a share of 40% in it by the decision: €1,150.00 of €2,875.00",
        "The tier's default of 15% gave way: the agreement is more specific",
        "Refund r1 of €2,000.00 on 2 Sept 2026: agreement software-werft-2025 takes nothing back",
    ):
        assert sentence in result.out


def test_a_subcontract_and_a_client_who_was_not_won() -> None:
    result = call("why", "2026-09-21-werkstatt-wandel-p9", "--root", SPECIMEN)
    assert "The client has not been won yet: Meeting held" in result.out
    assert "a fee of €9,000.00; no commission" in result.out
    assert "The markup of 10% on it is €900.00; the client was told on 28 Sept 2026" in result.out
    (part,) = as_json("2026-09-21-werkstatt-wandel-p9", "--root", SPECIMEN)["subcontracts"]
    assert {key: part[key] for key in ("deal", "by", "fee", "markup", "disclosed")} == {
        "deal": "wing",
        "by": "werkstatt-wandel",
        "fee": "9000.00 EUR",
        "markup": "900.00 EUR",
        "disclosed": "2026-09-28",
    }


def test_json_has_what_a_program_needs() -> None:
    document = as_json(K7, "--root", SPECIMEN)
    assert (document["version"], document["as_of"], document["language"]) == (1, "2026-09-30", "en")
    assert document["agreement"]["id"] == "software-werft-2025"
    assert [line["amount"] for line in document["lines"]] == [
        "1150.00 EUR",
        "1725.00 EUR",
        "1200.00 EUR",
        "1800.00 EUR",
    ]
    (nothing,) = document["nothing"]
    assert (nothing["event"], nothing["reason"], nothing["amount"]) == ("r1", "no_clawback_agreed", "2000.00 EUR")
    assert [(one["partner"], one["open"]) for one in document["balances"]] == [
        ("agentur-brandung", "1200.00 EUR"),
        ("software-werft", "1800.00 EUR"),
    ]
    keys = {*document, *document["referral"], *document["agreement"], *nothing, *document["balances"][0]}
    assert [key for key in sorted(keys) if f"`{key}`" not in DOCUMENTED] == []


def test_a_line_by_its_id() -> None:
    line = f"{K7}/p2/accrual/software-werft"
    result = call("why", line, "--root", SPECIMEN)
    assert result.code == 0
    assert result.out.startswith(f"{line}\n\nAgreement\n")
    assert "p1/accrual" not in result.out
    document = as_json(line, "--root", SPECIMEN)
    assert [one["id"] for one in document["lines"]] == [line]
    payment = "2026-07-30-software-werft-payable/paid/payment/software-werft"
    assert "Agreement" not in call("why", payment, "--root", SPECIMEN).out


def test_every_referral_of_the_sample_can_be_taken_apart_in_both_languages() -> None:
    from partnerbook.shell.handbook import open_handbook
    from partnerbook.site.edition import Edition
    from partnerbook.site.ledger.progress import Progress
    from partnerbook.site.ledger.why import why
    from partnerbook.site.ledger.words import Names

    analysis = open_handbook(ROOT).current.analysis
    progress, names = Progress.of(analysis), Names.of(analysis.book)
    for language in ("en", "de"):
        edition = Edition.of(language)
        for entry in analysis.book.referrals.values():
            found = why(edition, analysis, entry, progress, names)
            assert found.choice
            assert found.lines or found.nothing, entry.id
            assert all(one.progress for one in found.lines if one.line.kind != "payment")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (f"{K7[:-1]}8", f"there is no referral '{K7[:-1]}8' on 2026-09-30. Did you mean `{K7}`?"),
        (f"{K7}/p2/accrual/software-wreft", f"Did you mean `{K7}/p2/accrual/software-werft`?"),
        (
            "nonsense",
            "there is no referral 'nonsense' on 2026-09-30. `partnerbook ledger` lists every line with its id",
        ),
        ("a/b", "there is no line of the ledger 'a/b'"),
    ],
)
def test_an_unknown_id_is_answered_with_the_nearest(wanted: str, said: str) -> None:
    result = call("why", wanted, "--root", SPECIMEN)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_referral_is_unknown_before_it_was_received() -> None:
    result = call("why", K7, "--root", SPECIMEN, "--as-of", "2026-01-01")
    assert result.code == 2
    assert f"there is no referral '{K7}' on 2026-01-01" in result.err


def test_tables_fit_a_page_in_both_languages() -> None:
    for language in ("en", "de"):
        for referral in (REFUNDED, "2026-03-02-software-werft-m4", "2025-06-30-donaulinie-consulting-c4"):
            result = call("why", referral, "--root", ROOT, "--lang", language)
            assert [line for line in result.out.splitlines() if len(line) > 100] == []


def test_it_speaks_german() -> None:
    result = call("why", K7, "--root", SPECIMEN, "--lang", "de")
    assert result.code == 0
    assert "1.725,00 €" in result.out
