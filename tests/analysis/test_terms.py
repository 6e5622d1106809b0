"""Which agreement a referral falls under, at every edge of a term."""

from collections.abc import Mapping

import pytest
from bookwork import book, day

from partnerbook.analysis.terms import Term, governing, last_day, replaced_from, terms
from partnerbook.core.book import Book

REFERRAL = "2025-03-03-werft-a1"
FIXED = "expires: 2025-12-31"


def rules(records: Mapping[str, str], received: str = "2025-03-03", lines: str = "") -> str | None:
    """The agreement that governs a referral received on a day."""
    whole = book({**records, f"referrals/{REFERRAL}": f"received: {received}\n{lines}"})
    return governing(whole, terms(whole)).get(REFERRAL)


@pytest.mark.parametrize(
    ("received", "agreement"),
    [
        ("2025-01-31", None),
        ("2025-01-31T23:59", None),
        ("2025-02-01", "a"),
        ("2025-02-01T00:00", "a"),
        ("2025-12-31", "a"),
        ("2025-12-31T23:59", "a"),
        ("2026-01-01", None),
        ("2026-01-01T00:00", None),
    ],
)
def test_first_and_last_day_belong_to_the_term(received: str, agreement: str | None) -> None:
    assert rules({"agreements/a": FIXED}, received) == agreement


def test_an_open_end_and_a_renewal_go_on() -> None:
    assert rules({"agreements/a": ""}, "2099-01-01") == "a"
    renews = f"{FIXED}\nrenewal: {{automatic: true, months: 12}}"
    assert rules({"agreements/a": renews}, "2099-01-01") == "a"
    assert rules({"agreements/a": f"{FIXED}\nrenewal: {{automatic: false, months: 12}}"}, "2026-01-01") is None


def test_what_is_not_signed_governs_nothing() -> None:
    assert rules({"agreements/a": "signed: ~"}) is None


def test_a_notice_ends_it() -> None:
    ended = "terminated: {on: 2025-06-10, by: us, effective: 2025-08-31, reason: x}"
    for lines in (ended, f"{ended}\n{FIXED}", f"{ended}\n{FIXED}\nrenewal: {{automatic: true, months: 12}}"):
        assert rules({"agreements/a": lines}, "2025-08-31") == "a"
        assert rules({"agreements/a": lines}, "2025-09-01") is None


AMENDED = {"agreements/a": "", "agreements/b": "amends: a\nsigned: 2025-06-01\neffective: 2025-07-01"}


@pytest.mark.parametrize(
    ("received", "agreement"), [("2025-06-30", "a"), ("2025-07-01", "b"), ("2025-07-02", "b"), ("2025-01-31", None)]
)
def test_an_amendment_takes_over_on_its_first_day(received: str, agreement: str | None) -> None:
    assert rules(AMENDED, received) == agreement


def test_an_amendment_that_was_not_signed_takes_nothing() -> None:
    records = AMENDED | {"agreements/b": "amends: a\nsigned: ~\neffective: 2025-07-01"}
    assert rules(records, "2025-07-01") == "a"
    assert replaced_from(book(records)) == {}


def test_of_two_amendments_the_earlier_one_ends_the_term() -> None:
    records = AMENDED | {"agreements/c": "amends: a\nsigned: 2025-05-01\neffective: 2025-06-01\nscope: {we_refer: [x]}"}
    assert replaced_from(book(records)) == {"a": day("2025-06-01")}
    assert rules(records, "2025-05-31") == "a"
    assert rules(records, "2025-06-30") == "c"
    assert rules(records, "2025-07-01") is None


def test_an_amendment_from_the_first_day_on_leaves_no_term() -> None:
    records = {"agreements/a": "", "agreements/b": "amends: a\nsigned: 2025-01-20\neffective: 2025-02-01"}
    whole = book(records)
    assert [(term.agreement.id, term.first, term.last) for term in terms(whole)["werft"]] == [
        ("b", day("2025-02-01"), None)
    ]


def test_scope_and_direction_decide() -> None:
    scope = "scope: {they_refer: [fractional-cfo], we_refer: [erp-implementation]}"
    records = {"agreements/a": scope}
    assert rules(records, lines="service: fractional-cfo") == "a"
    assert rules(records, lines="service: erp-implementation") is None
    assert rules(records, lines="direction: sent\nservice: erp-implementation") == "a"
    assert rules(records, lines="direction: sent\nservice: fractional-cfo") is None
    # A direction the scope does not narrow takes every service.
    assert rules({"agreements/a": "scope: {we_refer: [erp-implementation]}"}, lines="service: payroll") == "a"


def test_another_partner_s_agreement_is_not_ours() -> None:
    assert rules({"agreements/a": "partner: kontor"}) is None


def test_every_party_of_an_alliance_has_the_term() -> None:
    parties = "parties: [{party: us}, {party: kontor, lead: true}, {party: werft}]"
    records = {"agreements/a": f"partner: kontor\nmodel: alliance\n{parties}"}
    assert rules(records) == "a"
    assert sorted(terms(book(records))) == ["kontor", "werft"]


TWO = {"agreements/a": "", "agreements/b": "effective: 2025-03-03"}


def test_where_two_match_none_is_taken_unless_one_is_named() -> None:
    assert rules(TWO, "2025-03-02") == "a"
    assert rules(TWO, "2025-03-03") is None
    assert rules(TWO, lines="agreement: b") == "b"
    assert rules(TWO, lines="agreement: a") == "a"
    assert rules(TWO, lines="agreement: gone") is None


def reopened(first: str, second: str, **more: str) -> Book:
    return book(
        {
            "agreements/a": "expires: 2025-06-30",
            "agreements/b": "signed: 2025-06-01\neffective: 2025-07-01",
            "referrals/2025-03-03-werft-a1": first,
            "referrals/2025-08-04-werft-b2": f"received: 2025-08-04\n{second}",
            **more,
        }
    )


def test_a_reopened_referral_keeps_the_terms_of_the_first() -> None:
    alone = reopened("", "")
    assert governing(alone, terms(alone))["2025-08-04-werft-b2"] == "b"
    chained = reopened("", "reopens: 2025-03-03-werft-a1")
    assert governing(chained, terms(chained))["2025-08-04-werft-b2"] == "a"


def test_a_chain_leads_to_its_first() -> None:
    third = {"referrals/2025-09-01-werft-c3": "received: 2025-09-01\nreopens: 2025-08-04-werft-b2"}
    whole = reopened("", "reopens: 2025-03-03-werft-a1", **third)
    assert set(governing(whole, terms(whole)).values()) == {"a"}


def test_a_chain_in_a_circle_or_into_nothing_ends() -> None:
    circle = reopened("reopens: 2025-08-04-werft-b2", "reopens: 2025-03-03-werft-a1")
    assert set(governing(circle, terms(circle))) <= {"2025-03-03-werft-a1", "2025-08-04-werft-b2"}
    nowhere = reopened("", "reopens: 2020-01-01-gone-x1")
    assert governing(nowhere, terms(nowhere))["2025-08-04-werft-b2"] == "b"
    itself = reopened("", "reopens: 2025-08-04-werft-b2")
    assert governing(itself, terms(itself))["2025-08-04-werft-b2"] == "b"


def test_terms_that_share_a_day_overlap() -> None:
    entry = book({"agreements/a": ""}).agreements["a"]

    def term(first: str, last: str | None) -> Term:
        return Term(entry, day(first), day(last) if last else None)

    first = term("2025-01-01", "2025-06-30")
    for other, overlaps in (
        (term("2025-06-30", "2025-12-31"), True),
        (term("2025-07-01", "2025-12-31"), False),
        (term("2024-01-01", "2024-12-31"), False),
        (term("2024-01-01", "2025-01-01"), True),
        (term("2025-02-01", "2025-03-01"), True),
        (term("2025-06-30", None), True),
        (term("2025-07-01", None), False),
        (term("2024-01-01", None), True),
    ):
        assert first.overlaps(other) is overlaps
        assert other.overlaps(first) is overlaps
    assert term("2025-01-01", None).overlaps(term("2030-01-01", None))


def test_the_last_day_is_the_earliest_end() -> None:
    agreements = book(
        {
            "agreements/a": f"{FIXED}\nterminated: {{on: 2025-06-10, by: us, effective: 2025-08-31, reason: x}}",
            "agreements/b": "",
        }
    ).agreements
    assert last_day(agreements["a"].record, None) == day("2025-08-31")
    assert last_day(agreements["a"].record, day("2025-08-01")) == day("2025-07-31")
    assert last_day(agreements["b"].record, None) is None


def test_terms_come_in_the_order_they_begin() -> None:
    records = {
        "agreements/c": "effective: 2025-02-01",
        "agreements/b": "effective: 2025-02-01",
        "agreements/a": "effective: 2025-03-01",
    }
    assert [term.agreement.id for term in terms(book(records))["werft"]] == ["b", "c", "a"]
