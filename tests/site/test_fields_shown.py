"""What records say and readers look for: fields that stand on the page where one would look for them."""

import re
from functools import cache

import pytest
from sitework import AS_OF, SPECIMEN, book_of, pages_of

import programs
from partnerbook.site.edition import Edition
from partnerbook.site.page import Page


@cache
def sample(language: str = "en") -> dict[str, Page]:
    """Every page of the sample."""
    return pages_of(programs.book(), as_of=AS_OF, edition=Edition.of(language))


def said(page: Page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.html).split())


def specimen_with(path: str, old: str, new: str) -> dict[str, Page]:
    """The specimen's pages with one passage of one record written differently."""
    text = SPECIMEN[f"records/{path}.md"]
    assert text.count(old) == 1
    return pages_of(book_of({**SPECIMEN, f"records/{path}.md": text.replace(old, new)}))


@pytest.mark.parametrize(
    ("agreement", "words"),
    [
        ("agentur-brandung-2026", "First formal introduction in doubt we decide together"),
        ("startkai-2024", "Agreed split introduced 60% · influenced 40% · in doubt we decide"),
        ("kompass-allianz-2025", "us 50% (Figures and lead), Agentur Brandung 30% (Brand and shop)"),
        ("kompass-allianz-2025", "Leads and invoices Us"),
        ("kompass-allianz-2025", "Agentur Brandung: Brand and shop; Prielmann Analytics: Data and dashboards"),
        ("kompass-allianz-2025", "The commission is not disclosed; who delivers is disclosed Three firms work for you"),
        ("donaulinie-consulting-2025", "We are bound for Finance health check · for Austria · until 6 Apr 2027"),
        ("donaulinie-consulting-2025", "Finance health check until 6 months after the end"),
        ("contofluss-2025", "takes the place of contofluss-2024 · for referrals received from then on"),
    ],
)
def test_an_agreement_says_who_decides_who_is_bound_and_what_the_client_hears(agreement: str, words: str) -> None:
    assert words in said(sample()[f"agreements/{agreement}.md"])


def test_the_memorandum_says_who_decides_and_what_the_client_hears() -> None:
    page = sample()["agreements/kompass-allianz-2025.md"].html
    memorandum = page[page.index('<section class="pb-memo">') :]
    assert "Attribution: First formal introduction · in doubt we decide together" in memorandum
    assert "<h3>What the client is told</h3><div><p>The commission is not disclosed; who delivers is" in memorandum


def test_a_memorandum_without_disclosure_has_no_such_clause() -> None:
    page = pages_of(book_of(SPECIMEN))["agreements/zahlenhafen-2025.md"]
    assert "What the client is told" not in page.html
    assert "by both · To be written anew with regional prices" in page.html


def test_a_markup_without_a_rate_and_a_lowest_price_are_said() -> None:
    pages = specimen_with("agreements/kontor-interim-2025", "markup: 12%, ", "")
    assert "Markup Disclosed" in said(pages["agreements/kontor-interim-2025.md"])
    pages = specimen_with(
        "agreements/zahlenhafen-2025", "discount: 25%}]}", "discount: 25%}], minimum_price: 900.00 EUR}"
    )
    assert "Not sold below €900.00" in said(pages["agreements/zahlenhafen-2025.md"])


def test_reach_is_both_lists_less_the_overlap() -> None:
    # Ours has 2,860 names in the sample.
    assert "1,420 on their list, 310 of them on ours too both lists together: 3,970" in said(
        sample()["partners/agentur-brandung.md"]
    )
    assert "380 on their list both lists together: at most 3,240" in said(sample()["partners/aareufer-treuhand.md"])
    calendar = said(sample()["marketing/index.md"])
    assert "Contofluss Software 5,400 310 7,950 Querfeld Interim 2,900 – none at most 5,760" in calendar
    assert "Agentur Brandung 1,420 310 3,970" in calendar
    assert "Lumenstadt Digital 520 22" not in calendar  # paused
    assert "Reach " not in said(sample()["partners/taunus-payroll.md"])


def test_without_our_own_list_nothing_is_added_up() -> None:
    pages = specimen_with("program", "  newsletter_contacts: 2300\n", "")
    assert "1,800 on their list, 240 of them on ours too" in said(pages["partners/agentur-brandung.md"])
    assert "both lists together" not in said(pages["partners/agentur-brandung.md"])


def test_activities_say_how_they_were_held_and_what_time_they_took() -> None:
    partner, german = (sample(language)["partners/agentur-brandung.md"] for language in ("en", "de"))
    assert "by telephone · 0.5 hours of our time" in said(partner)
    assert "telefonisch · 0,5 Stunden von uns" in said(german)
    assert "13 hours of our time" in said(sample()["marketing/index.md"])
    assert "1 hour of our time" in said(sample()["partners/hansen-tjarks.md"])


def test_a_review_says_what_it_looks_back_on_and_goals_how_they_were_agreed() -> None:
    page = said(pages_of(book_of(SPECIMEN))["partners/agentur-brandung.md"])
    assert "Looks back on Q1 2026 Agenda Figures of both sides; The two lost ones" in page
    assert "8 from them, 6 from us · revenue €150,000 Agreed in the planning of January" in page
    assert "Assessed 24 Apr 2024 , Ilka Brandt" in page


def test_a_planned_review_has_its_agenda_and_no_results() -> None:
    path, old = "activities/2026/2026-04-14-agentur-brandung-review", "\non: 2026-04-14"
    pages = specimen_with(path, old, "\nplanned: 2026-10-14")
    page = said(pages["partners/agentur-brandung.md"])
    assert "Agenda Figures of both sides; The two lost ones" in page
    assert page.count("What worked") == 1  # of the review held in July


REFERRAL = "referrals/2026/2026-03-02-software-werft-k7"


def test_a_referral_names_the_person_and_where_the_client_was_met() -> None:
    page = pages_of(book_of(SPECIMEN))["referrals/2026-03-02-software-werft-k7.md"]
    assert "Whom to speak to Uta Kröger Service" in said(page)
    link = '<a href="../../marketing/#2026-02-26-software-werft-webinar">Stock, cash and the truth between them</a>'
    assert f"<dt>Came from</dt><dd>{link}</dd>" in page.html
    trained = said(sample()["referrals/2026-06-01-hansen-tjarks-s2.md"])
    assert "Client agreed to a fee 29 May 2026 Contracts/Notices/2026/hansen-tjarks-s2.pdf" in trained


def test_a_deal_says_what_was_agreed_and_how_far_it_has_come() -> None:
    page = said(pages_of(book_of(SPECIMEN))["referrals/2026-03-02-software-werft-k7.md"])
    assert "Project begun on 20 Apr 2026 · completed on 28 Aug 2026" in page
    assert "12 months · begun on 1 Sept 2026 · broken off on 25 Sept 2026" in page
    page = said(pages_of(book_of(SPECIMEN))["referrals/2026-09-21-werkstatt-wandel-p9.md"])
    assert "Project list price €42,000.00 · us 60% and Werkstatt Wandel 40%" in page


def test_a_payment_says_which_months_it_covers_and_who_reported_it() -> None:
    covered = specimen_with(REFERRAL, "{key: p1, ", "{key: p1, covers: 2026-05, ")
    assert "Payment for May 2026" in said(covered["referrals/2026-03-02-software-werft-k7.md"])
    reported = said(sample()["referrals/2026-05-04-software-werft-w4.md"])
    assert "Payment, as reported by Wiebke Ott" in reported


def test_every_decision_says_its_shares_and_what_they_are_for() -> None:
    page = said(sample()["referrals/2025-09-01-startkai-m6.md"])
    shares = (
        "Startkai Gründungsbegleitung 60% (First formal introduction), Agentur Brandung 40% (Had spoken of us before)"
    )
    assert f"Shares {shares} Because The founder confirmed both" in page


def test_a_statement_says_when_it_was_sent_and_to_whom() -> None:
    pages = sample()
    assert "Statement sent 21 Jul 2026, to Wiebke Ott" in said(pages["statements/software-werft-2026-q2.md"])
    assert "Statement sent" not in said(pages["statements/software-werft-2026-q3.md"])
