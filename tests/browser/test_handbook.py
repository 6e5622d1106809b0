"""The sample handbook as people open it: built strictly from a fresh clone, offline, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from visits import ROOT, Visit, violations

pytestmark = pytest.mark.browser

PAGES = {
    "home": "",
    "partners": "partners/",
    "partner": "partners/agentur-brandung/",
    "needs": "needs/",
    "clients": "clients/",
    "client": "clients/hanse-logistik/",
    "agreements": "agreements/",
    "agreement": "agreements/kanzlei-nordlicht-2026/",
    "referrals": "referrals/",
    "referral": "referrals/2026-03-02-software-werft-m4/",
    "log a referral": "log-a-referral/",
    "problems": "reference/problems/",
    "rules": "reference/rules/",
    "rule": "reference/rules/par001/",
    "schemas": "reference/schema/",
    "schema": "reference/schema/closing/",
    "written by hand": "how-to/read-a-scorecard/",
    "written by hand, with tables": "reference/domain/",
    "home in German": "de/",
    "written by hand in German": "de/how-to/send-a-statement/",
    "not translated": "de/reference/domain/",
}
"""A page of each kind, short ones where there is a choice: axe takes its time."""


@pytest.mark.parametrize("url", PAGES.values(), ids=PAGES.keys())
def test_page_is_accessible_and_fits_a_phone(url: str, visit: Visit) -> None:
    page = visit.open(url)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert violations(page, "color-contrast") == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_search_finds_a_partner_by_what_a_client_says(visit: Visit) -> None:
    page = visit.open("")
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("discounter chain")
    first = page.locator(".md-search-result__link").first
    expect(first).to_contain_text("Agentur Brandung")
    assert violations(page, "aria-dialog-name", "color-contrast") == []
    first.click()
    expect(page).to_have_url(re.compile(r"/partners/agentur-brandung/"))
    expect(page.locator("h1")).to_have_text("Agentur Brandung")


def test_filter_narrows_the_list_and_stays_in_the_address(visit: Visit) -> None:
    page = visit.open("partners/")
    cards = page.locator("[data-pb-item]")
    everyone = cards.count()
    assert everyone > 25
    expect(page.locator("[data-pb-count]")).to_have_text(f"{everyone} partners")
    page.locator("select[name=need]").select_option(label="Brand strategy")
    shown = page.locator("[data-pb-item]:visible")
    assert 0 < shown.count() < everyone
    expect(shown.filter(has_text="Agentur Brandung")).to_have_count(1)
    expect(page).to_have_url(visit.address + "partners/?need=brand-strategy")
    page.get_by_label("Search in this list").fill("no such partner")
    expect(shown).to_have_count(0)
    expect(page.locator("[data-pb-empty]")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(shown).to_have_count(everyone)
    visit.open("partners/?need=brand-strategy&find=BRANDUNG")
    expect(shown).to_have_count(1)


def test_filter_finds_umlauts_typed_without(visit: Visit) -> None:
    page = visit.open("partners/?find=brueckner")
    assert page.locator("[data-pb-item]:visible").count() == 0
    page.get_by_label("Search in this list").fill("bruckner")
    expect(page.locator("[data-pb-item]:visible")).to_have_count(1)


def test_without_script_everything_is_there(visit_without_script: Visit) -> None:
    page = visit_without_script.open("partners/")
    records = len(list((ROOT / "records/partners").glob("*.md")))
    assert page.locator(".pb-card:visible").count() == records
    assert page.locator(".pb-filter:visible, [data-pb-print]:visible, [data-pb-empty]:visible").count() == 0


def test_edit_opens_the_record(visit: Visit) -> None:
    page = visit.open("partners/agentur-brandung/")
    edit = "https://github.com/tidemann-krog/partner-program/edit/main/records/partners/agentur-brandung.md"
    expect(page.locator("a.pb-edit")).to_have_attribute("href", edit)
    assert page.locator("a.pb-edit").is_visible()


def switch(page: Page, name: str) -> None:
    """Choose a language with the keyboard, as the list opens on focus as well as under a pointer."""
    page.get_by_role("button", name=re.compile("language|Sprache")).focus()
    page.get_by_role("link", name=name, exact=True).click()


@pytest.mark.parametrize("url", ["", "partners/agentur-brandung/", "payouts/forecast/", "how-to/send-a-statement/"])
def test_another_language_shows_the_same_page(url: str, visit: Visit) -> None:
    page = visit.open(url)
    switch(page, "Deutsch")
    expect(page).to_have_url(visit.address + "de/" + url)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    switch(page, "English")
    expect(page).to_have_url(visit.address + url)
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_another_language_keeps_what_the_list_was_narrowed_to(visit: Visit) -> None:
    page = visit.open("partners/?need=brand-strategy")
    switch(page, "Deutsch")
    expect(page).to_have_url(visit.address + "de/partners/?need=brand-strategy")
    assert page.locator("[data-pb-item]:visible").count() < page.locator("[data-pb-item]").count()


def test_search_speaks_german(visit: Visit) -> None:
    page = visit.open("de/")
    page.get_by_role("textbox", name="Suche").click()
    page.keyboard.type("Forderung")
    first = page.locator(".md-search-result__link").first
    expect(first).to_contain_text("Forderungen")
    first.click()
    expect(page).to_have_url(re.compile(r"/de/payouts/receivables/"))


def test_from_a_folder_of_files_links_open_pages(browser: Browser, handbook: Path) -> None:
    """Nothing answers the address of a folder there but a list of files."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    site = (handbook / "site").as_uri()
    page.goto(f"{site}/index.html")
    page.get_by_role("link", name="Partners", exact=True).first.click()
    expect(page).to_have_url(f"{site}/partners/index.html")
    page.get_by_role("link", name="Agentur Brandung").first.click()
    switch(page, "Deutsch")
    expect(page).to_have_url(f"{site}/de/partners/agentur-brandung/index.html")
    expect(page.locator("h1")).to_have_text("Agentur Brandung")
    switch(page, "English")
    expect(page).to_have_url(f"{site}/partners/agentur-brandung/index.html")
    context.close()


def test_theme_can_be_switched_by_hand(visit: Visit) -> None:
    page = visit.open("")
    seen = []
    for _ in range(3):
        page.locator("form[data-md-component=palette] label:visible").click()
        seen.append(page.locator("body").get_attribute("data-md-color-scheme"))
    assert seen == ["default", "slate", "default"]


@pytest.mark.parametrize("kind", ["agreements", "partners"])
def test_memorandum_and_one_pager_print_on_one_page(kind: str, visit: Visit, handbook: Path) -> None:
    pages = [path.parent for path in (handbook / "site" / kind).glob("*/index.html")]
    longest = sorted(pages, key=lambda path: len(printed(path)))[-4:]
    for path in longest:
        page = visit.open(f"{kind}/{path.name}/")
        document = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", document)) == 1, path.name
        assert re.findall(rb"/MediaBox\s*\[0 0 (\d+)[.\d]* (\d+)[.\d]*\]", document) == [(b"594", b"841")]


def printed(path: Path) -> str:
    """The part of a page that is printed, more or less: what decides how long it gets."""
    text = (path / "index.html").read_text(encoding="utf-8")
    body = text[text.index('<div class="pb-page">') : text.index("</article>")]
    memorandum = body.find('<section class="pb-memo">')
    return (
        body[memorandum:]
        if memorandum >= 0
        else re.sub(r'<section class="[^"]*pb-noprint.*?</section>', "", body, flags=re.S)
    )


def test_print_shows_the_memorandum_alone(visit: Visit) -> None:
    page = visit.open("agreements/kanzlei-nordlicht-2026/")
    expect(page.get_by_role("button", name="Print memorandum")).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".pb-memo")).to_be_visible()
    expect(page.locator("#terms")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_nothing_is_asked_of_other_hosts_even_after_a_while(visit: Visit) -> None:
    page = visit.open("")
    page.wait_for_load_state("networkidle")
    page.get_by_role("textbox", name="Search").click()
    page.wait_for_load_state("networkidle")
    assert visit.complaints == []
