"""Program health, scorecards and colleagues' weeks: what stands on them, and that every link leads somewhere."""

import re
from functools import cache
from urllib.parse import urldefrag, urljoin

import pytest
from sitework import AS_OF, SPECIMEN, elements, pages_of

import programs
from partnerbook.analysis.metrics.definitions import DEFINITIONS
from partnerbook.core.book import Book
from partnerbook.site.page import Page, page_url

MINE = ("health.md", "scorecards/", "my-week/", "index.md")


@cache
def pages() -> dict[str, Page]:
    """Every page of the sample."""
    return pages_of(programs.book(), as_of=AS_OF)


def text(uri: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", pages()[uri].html).split())


def test_active_and_paused_partners_have_a_scorecard_and_others_have_none() -> None:
    cards = {uri for uri in pages() if uri.startswith("scorecards/")} - {"scorecards/index.md"}
    assert "scorecards/querfeld-interim.md" in cards
    assert "scorecards/lumenstadt-digital.md" in cards  # paused
    assert not {"scorecards/taunus-payroll.md", "scorecards/kalkberg-cyber.md"} & cards
    for uri in cards:
        links = [found.get("href", "") for _, found in elements(pages()[f"partners/{uri.partition('/')[2]}"].html)]
        assert any(uri.removesuffix(".md") in link for link in links)


def test_a_scorecard_says_points_remedies_deadlines_and_flows() -> None:
    said = text("scorecards/querfeld-interim.md")
    for words in (
        "12 sent, 2 received in 12 months, uneven for 9 months",
        "weighs 20, counts for 20%",
        "too few: 2 of the 3 it needs",
        "Ask how a referral stands",
        "Q4 2025 Q1 2026 Q2 2026 Q3 2026",
        "Second review because of the uneven flow",
    ):
        assert words in said, words


def test_too_early_says_why() -> None:
    said = text("scorecards/zirbental-nachfolge.md")
    assert "Too early to say: " in said
    assert "referrals decided: 2, needed: 3" in said


def test_program_health_defines_every_figure_once() -> None:
    html = pages()["health.md"].html
    anchors = [found["id"] for _, found in elements(html) if found.get("id", "").startswith("figure-")]
    assert anchors == [f"figure-{key.replace('_', '-')}" for key in DEFINITIONS]
    said = text("health.md")
    assert "Referrals received and won ÷ (won + lost + declined because they did not fit)" in said
    assert "Domain 10.2, 14.2 · Rulings" in said


def test_program_health_shows_tiers_channels_and_the_top_three() -> None:
    said = text("health.md")
    for words in ("Active partners by tier: Strategic", "3 to 5", "Cold outreach", "The top three", "Return on cost"):
        assert words in said, words


def test_a_week_has_what_its_owner_sees_to() -> None:
    said = text("my-week/jannis-thoelke.md")
    assert "Querfeld Interim" in said
    assert "partnerbook agenda querfeld-interim" in said
    assert "Keep a promise: Name the second person for Fridays" not in said  # that is Svenja's
    assert "my-week/bastian-eichhorn.md" not in pages()  # left


def test_home_names_who_sees_to_what() -> None:
    assert re.search(r"Who sees to what .*Jannis Thölke", text("index.md"))


@pytest.mark.parametrize("part", MINE)
def test_every_link_leads_to_a_page_and_a_place_on_it(part: str) -> None:
    urls = {page_url(uri): uri for uri in pages()}
    places: dict[str, set[str]] = {}
    for uri, page in pages().items():
        if not uri.startswith(part):
            continue
        for name, found in elements(page.html):
            href = found.get("href", "")
            if name != "a" or not href or ":" in href:
                continue
            target, place = urldefrag(urljoin(f"/{page_url(uri)}", href))
            assert target.lstrip("/") in urls, f"{uri}: {href}"
            known = urls[target.lstrip("/")]
            if place:
                ids = places.setdefault(known, {found.get("id", "") for _, found in elements(pages()[known].html)})
                assert place in ids, f"{uri}: {href}"


def test_an_empty_handbook_has_the_pages_all_the_same() -> None:
    found = pages_of(Book())
    assert {"health.md", "scorecards/index.md", "my-week/index.md"} <= set(found)
    assert "No partner is active yet." in found["scorecards/index.md"].html


def test_the_specimen_has_them_too() -> None:
    from sitework import book_of

    assert "scorecards/agentur-brandung.md" in pages_of(book_of(dict(SPECIMEN)))
