"""`partnerbook examples`: what each example pays, what it notices, and what is proposed."""

import json
from pathlib import Path

import pytest
from shellwork import ROOT, SPECIMEN, call, change, handbook

from partnerbook.core.money import Money, Rate
from partnerbook.core.worked_example import ExampleCase, ExampleShare, WorkedExample
from partnerbook.shell.example_yaml import as_yaml

KONTOR = "records/agreements/kontor-interim-2025.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The specimen, to be broken."""
    return handbook(tmp_path / "handbook")


def test_all_agreements_in_a_table() -> None:
    result = call("examples", "--root", SPECIMEN)
    assert (result.code, result.err) == (0, "")
    rows = {line.split()[0]: line.split() for line in result.out.splitlines() if "-202" in line}
    assert rows["kanzlei-nordlicht-2025"] == ["kanzlei-nordlicht-2025", "In", "force", "0", "–", "0", "0", "–"]
    # Shares of three parties: an example says what two of them get.
    assert rows["werkstatt-wandel-2025"] == ["werkstatt-wandel-2025", "In", "force", "1", "–", "3", "2", "–"]
    assert "`partnerbook examples AGREEMENT` shows each example" in result.out


def test_one_agreement_shows_cases_reasons_terms_and_proposals() -> None:
    result = call("examples", "zahlenhafen-2025", "--root", SPECIMEN)
    assert (result.code, result.err) == (0, "")
    text = " ".join(result.out.split())
    assert (
        "ok 1 €1,200.00 €1,200.00 If the partner sells our service Controlling set-up, the list price is €4,800.00"
        in text
    )
    assert "then the partner keeps €1,200.00." in text
    assert "ok 2 €150.00 €150.00" in text
    assert "compensation.sent.on won qualified no example" in text
    assert "compensation.received.prices[0].discount 25% 24% 1" in text
    proposed = result.out.partition("Proposed for the agreement's `examples`")[2]
    assert "\n  - {given: {direction: sent, reached: qualified}, pays: 0.00 EUR}\n" in proposed
    wording = (
        "      # If we refer a client to the partner and the referral has been qualified, then nothing is earned.\n"
    )
    assert wording in proposed
    assert proposed.count("      # ") == 2 * proposed.count("  - {given"), "each in English and in German"


def test_proposals_can_be_pasted_and_hold(root: Path) -> None:
    proposed = call("examples", "kontor-interim-2025", "--root", root).out.partition("if both sides agree\n")[2]
    change(root, KONTOR, "\nexamples:\n", f"\nexamples:\n{proposed.strip(chr(10))}\n")
    result = call("examples", "kontor-interim-2025", "--root", root)
    assert result.code == 0
    assert "no example" not in result.out.replace("no example can tell", "")
    assert "Proposed" not in result.out
    assert call("check", "--root", root, "--strict").code == 0


def test_a_failing_example_exits_1_and_says_why(root: Path) -> None:
    change(root, KONTOR, "involvement: active}, pays: 1500.00 EUR", "involvement: active}, pays: 1500.01 EUR")
    result = call("examples", "kontor-interim-2025", "--root", root)
    assert result.code == 1
    assert "fails 1 €1,500.01 €1,500.00" in " ".join(result.out.split())
    assert "15% of €10,000.00 is €1,500.00" in result.out
    assert "note: the records have 1 error" in result.err
    table = call("examples", "--root", root)
    assert table.code == 1
    assert "AGR033" in call("check", "--root", root).out


def test_json() -> None:
    result = call("examples", "kontor-interim-2025", "--root", SPECIMEN, "--format", "json", "--lang", "en")
    document = json.loads(result.out)
    assert (document["version"], document["as_of"], document["language"]) == (1, "2026-09-30", "en")
    (agreement,) = document["agreements"]
    assert (agreement["id"], agreement["state"]) == ("kontor-interim-2025", "in_force")
    first, second = agreement["examples"]
    assert first == {
        "place": 0,
        "words": "If the partner refers a client to us, the referrer sells along and the client pays €10,000.00, "
        "then we pay the partner €1,500.00.",
        "because": None,
        "signed": "1500.00 EUR",
        "by_the_terms": "1500.00 EUR",
        "holds": True,
        "reasons": ["15% of €10,000.00 is €1,500.00"],
    }
    assert second["signed"] == "800.00 EUR"
    terms = {(term["term"], term["varied"]): term for term in agreement["terms"]}
    assert terms["compensation.received.rates.active", "14%"]["noticed_by"] == 0
    assert terms["compensation.received.rates.passive", "4%"]["coverage"] == "missing"
    assert terms["compensation.received.rates.passive", "4%"]["noticed_by"] is None
    assert {"yaml", "pays", "words"} == set(agreement["proposals"][0])
    assert set(agreement["proposals"][0]["words"]) == {"en", "de"}
    every = json.loads(call("examples", "--root", SPECIMEN, "--format", "json").out)
    assert len(every["agreements"]) == 7


def test_an_unknown_agreement_and_no_handbook(tmp_path: Path) -> None:
    result = call("examples", "kontor-2025", "--root", SPECIMEN)
    assert result.code == 2
    assert "there is no agreement 'kontor-2025' on 2026-09-30. Did you mean `kontor-interim-2025`?" in result.err
    assert call("examples", "--root", tmp_path).code == 2


def test_an_agreement_that_was_not_signed_yet_is_not_known() -> None:
    assert call("examples", "kontor-interim-2025", "--root", SPECIMEN, "--as-of", "2025-03-24").code == 2
    assert call("examples", "kontor-interim-2025", "--root", SPECIMEN, "--as-of", "2025-03-25").code == 0


def test_text_of_records_steers_no_terminal(root: Path) -> None:
    change(root, KONTOR, "involvement: active}, pays: 1500.00 EUR}",
           'involvement: active}, pays: 1500.00 EUR, because: "so\\e[2J"}')  # fmt: skip
    assert "\x1b" not in call("examples", "kontor-interim-2025", "--root", root).out


def test_every_example_of_the_sample_holds() -> None:
    result = call("examples", "--root", ROOT)
    assert (result.code, result.err) == (0, "")


def test_a_long_example_takes_a_line_for_each_figure() -> None:
    euros = Money.parse
    given = ExampleCase(
        direction="sent",
        payments=(euros("1000.00 EUR"), euros("2000.00 EUR")),
        refunds=(euros("500.00 EUR"),),
        refund_after_days=0,
        months_unused=6,
        shares=(ExampleShare(party="us", share=Rate.parse("100%")),),
    )
    assert as_yaml(WorkedExample(given=given, pays=euros("1.00 EUR"))) == (
        "  - given:\n"
        "      direction: sent\n"
        "      payments: [1000.00 EUR, 2000.00 EUR]\n"
        "      refunds: [500.00 EUR]\n"
        "      refund_after_days: 0\n"
        "      months_unused: 6\n"
        "      shares: [{party: us, share: 100%}]\n"
        "    pays: 1.00 EUR\n"
    )
    assert as_yaml(WorkedExample(given=ExampleCase(), pays=euros("0.00 EUR"))) == "  - {given: {}, pays: 0.00 EUR}\n"
