"""The form that logs a referral, in a real browser: what it opens at the forge is a record that checks."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page, expect
from visits import ROOT, Visit, violations, watched

from partnerbook.core.referral import Referral
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.shell.cli import group

pytestmark = pytest.mark.browser

FORGE = "https://github.com/"
NEW_FILE = "/tidemann-krog/partner-program/new/main"
PROGRAM = "records/program.md"
BERLIN = ZoneInfo("Europe/Berlin")
ANSWERS = {
    "Partner": "Software Werft Harms & Nowak",
    "Service": "Controlling set-up",
    "Client": "Packaging Maker Itzehoe",
    "Challenge": "Three product lines, one margin, and nobody believes it",
}


@pytest.fixture
def form(browser: Browser, address: str) -> Iterator[Page]:
    """The form in a window on the other side of the world, where pages of the forge open as empty ones."""
    context = browser.new_context(
        viewport={"width": 1360, "height": 900},
        timezone_id="Pacific/Kiritimati",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.route(f"{FORGE}**", lambda route: route.fulfill(body="", content_type="text/html"))
    for visit in watched(context, address, elsewhere=FORGE):
        yield visit.open("log-a-referral/")


@dataclass(frozen=True)
class Opened:
    """The page for a new file, as the forge would read its address."""

    address: str
    path: str
    text: str


def field(form: Page, name: str) -> Locator:
    """A field of the form by its label."""
    return form.locator("[data-pb-referral]").get_by_label(re.compile(rf"^{name}\b"))


def fill(form: Page, **answers: str) -> None:
    """Type answers into the fields by their labels; those of ANSWERS where nothing else is said."""
    for name, answer in {**ANSWERS, **answers}.items():
        field(form, name).fill(answer)


def proposed(form: Page) -> Opened:
    """Press the button and read the address of the page that opens."""
    with form.context.expect_page() as opening:
        form.get_by_role("button", name="Propose the record").click()
    return opened(opening.value)


def opened(page: Page) -> Opened:
    page.wait_for_url(f"{FORGE}**")
    parts = urlsplit(page.url)
    assert f"{parts.scheme}://{parts.netloc}/" == FORGE
    assert parts.path == NEW_FILE
    assert parts.fragment == ""
    query = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert set(query) == {"filename", "value"}
    (path,), (text,) = query["filename"], query["value"]
    return Opened(page.url, path, text)


def record_of(opened: Opened) -> Referral:
    """The record as the strict reader takes it, which finds nothing wrong with it."""
    program = (ROOT / PROGRAM).read_text(encoding="utf-8")
    loaded = load(MemorySource({PROGRAM: program, opened.path: opened.text}))
    assert [finding.message for finding in loaded.findings] == []
    (entry,) = loaded.book.referrals.values()
    assert entry.path == opened.path
    return entry.record


def check_with(*found: Opened, root: Path) -> None:
    """Write records into a copy of the sample, and check all of it."""
    shutil.copytree(ROOT / "records", root / "records")
    for one in found:
        file = root / one.path
        assert not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(one.text, encoding="utf-8", newline="")
    result = CliRunner().invoke(group, ["check", "--root", str(root)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert [one.path for one in found if one.path in result.output] == []


def test_a_referral_is_logged_without_git(form: Page, tmp_path: Path) -> None:
    before = datetime.now(BERLIN).replace(second=0, microsecond=0, tzinfo=None)
    fill(form, Context="The owner asked twice", Promises="A call by tomorrow noon\n\n  A price by Friday ")
    field(form, "Involvement").select_option(label="Sold along")
    found = proposed(form)
    check_with(found, root=tmp_path)
    record = record_of(found)
    day = before.date().isoformat()
    assert re.fullmatch(rf"records/referrals/{day[:4]}/{day}-software-werft-[2-9b-z]{{4}}\.md", found.path)
    assert "itzehoe" not in found.path
    assert len(found.address) < 6000
    assert (record.partner, record.direction, record.service) == ("software-werft", "received", "controlling-setup")
    assert (record.client, record.contact, record.involvement) == ("packaging-maker-itzehoe", None, "active")
    assert record.challenge == ANSWERS["Challenge"]
    assert record.context == "The owner asked twice"
    assert record.promises == ("A call by tomorrow noon", "A price by Friday")
    # The program's time, wherever the browser is; to the minute.
    assert isinstance(record.received, datetime)
    assert before <= record.received <= before + timedelta(minutes=5)
    assert re.search(r"^received: \d{4}-\d\d-\d\dT\d\d:\d\d$", found.text, re.MULTILINE)
    expect(form.locator("[data-pb-result]")).to_contain_text("has opened in a tab of its own")
    expect(field(form, "The record")).to_have_value(found.text)
    expect(form.get_by_role("link", name="Open the page again")).to_have_attribute("href", found.address)
    assert violations(form) == []


def test_what_is_not_ours_goes_to_the_partner(form: Page, tmp_path: Path) -> None:
    fill(form, Partner="agentur BRANDUNG", Service="brand-strategy", Client="hanse logistik behrmann")
    expect(form.locator("[data-pb-direction]")).to_have_text(
        "Not one of our services: we bring Agentur Brandung the client."
    )
    found = proposed(form)
    check_with(found, root=tmp_path)
    record = record_of(found)
    assert (record.partner, record.direction, record.service) == ("agentur-brandung", "sent", "brand-strategy")
    assert (record.client, record.involvement) == ("hanse-logistik", "standard")


HOSTILE = [
    'x"\n---\npartner: agentur-brandung\n---\n',
    "'; rm -rf ~; echo $(id) `id` ${HOME} #",
    "</textarea><script>document.title='taken'</script>&value=other&filename=.github/workflows/x.yml",
    "{path} {text} %0A%00 ? # & = + \\u0000 \\",
    "a\u202eb\u0007c\ufeffd\u2028e",
    "- [x]: {y} !!tag &a *b | > @ ` % : #",
    "Größe 企業 🧾",
    "~",
]


def test_no_text_becomes_anything_else(form: Page, tmp_path: Path) -> None:
    title, opened = form.title(), []
    for number, text in enumerate(HOSTILE):
        fill(form, Client=f"../{number}{text}", Challenge=f"Is {text}", Context=text, Promises=text)
        found = proposed(form)
        record = record_of(found)
        said = re.sub("[\u202e\u0007\ufeff\u2028]", "", text).strip()
        assert (record.partner, record.challenge, record.context) == ("software-werft", f"Is {said}", said)
        assert record.promises == tuple(line.strip() for line in said.split("\n"))
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", record.client)
        assert record.model_fields_set == {
            *("partner", "direction", "received", "client", "service", "challenge", "context", "promises")
        }
        assert re.fullmatch(r"records/referrals/\d{4}/[\d-]{10}-software-werft-[2-9b-z]{4}\.md", found.path)
        opened.append(found)
    assert form.title() == title
    check_with(*opened, root=tmp_path)


def test_no_ending_happens_to_name_the_client(form: Page) -> None:
    """A client called 7 would be named by one id in seven."""
    fill(form, Client="7")
    form.locator("[data-pb-referral]").evaluate("form => { form.dataset.newFile = '' }")
    endings = set()
    for _ in range(60):
        form.get_by_role("button", name="Copy the record").click()
        expect(form.locator("[data-pb-result]")).to_contain_text("records/")
        endings.add(form.locator("[data-pb-result]").inner_text().removesuffix(".").removesuffix(".md")[-4:])
    assert len(endings) > 20
    assert not any("7" in ending for ending in endings)


def test_half_a_character_is_left_out(form: Page) -> None:
    fill(form)
    form.evaluate(
        "document.getElementById('pb-challenge').value = 'one \\ud83d two \\udc00\\udc00 three \\ud83e\\uddfe'"
    )
    assert record_of(proposed(form)).challenge == "one  two  three 🧾"


def test_what_is_too_long_for_an_address_is_copied(form: Page) -> None:
    text = "Ö" * 2000
    fill(form, Challenge=text)
    found = proposed(form)
    assert found.text == ""
    expect(form.locator("[data-pb-result]")).to_contain_text("The record has been copied")
    copied = form.evaluate("navigator.clipboard.readText()")
    assert record_of(Opened(found.address, found.path, copied)).challenge == text


def test_without_a_forge_the_record_is_copied(form: Page) -> None:
    form.locator("[data-pb-referral]").evaluate("form => { form.dataset.newFile = '' }")
    fill(form)
    form.get_by_role("button", name="Copy the record").click()
    result = form.locator("[data-pb-result]")
    expect(result).to_contain_text("The record has been copied. Save it as records/referrals/")
    path = re.search(r"records/\S+\.md", result.inner_text())
    assert path is not None
    copied = form.evaluate("navigator.clipboard.readText()")
    assert record_of(Opened("", path[0], copied)).challenge == ANSWERS["Challenge"]
    assert len(form.context.pages) == 1


def test_where_copying_is_refused_the_text_stands_there(form: Page) -> None:
    form.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
    )
    fill(form)
    form.get_by_role("button", name="Copy the record").click()
    expect(form.locator("[data-pb-result]")).to_contain_text("Copy the text below and save it as records/referrals/")
    expect(field(form, "The record")).to_be_visible()


def test_nothing_opens_before_it_can_be_a_record(form: Page) -> None:
    form.get_by_role("button", name="Propose the record").click()
    expect(form.locator("#pb-partner")).to_be_focused()
    expect(form.locator(".pb-field__error:visible")).to_have_text(["Say something here."] * 4)
    expect(form.locator("[aria-invalid=true]")).to_have_count(4)
    assert violations(form) == []
    form.emulate_media(color_scheme="dark")
    assert violations(form, "color-contrast") == []
    fill(form, Partner="Nobody & Co.", Client="!!!", Challenge="x" * 2001)
    expect(form.locator(".pb-field__error:visible")).to_have_count(0)
    form.get_by_role("button", name="Propose the record").click()
    complaints = form.locator(".pb-field__error:visible")
    expect(complaints).to_have_count(3)
    expect(complaints.nth(0)).to_have_text("Choose one from the list.")
    expect(complaints.nth(1)).to_have_text("Use letters or digits.")
    expect(complaints.nth(2)).to_contain_text("At most 2,000 characters")
    assert len(form.context.pages) == 1


@pytest.mark.parametrize(
    ("partner", "service", "said"),
    [
        ("PAUSED", "OFFERED", "is paused: no client is sent there now."),
        ("Agentur Brandung", "Bookkeeping", "Agentur Brandung does not offer this, by its record."),
    ],
)
def test_no_client_goes_where_none_may(form: Page, partner: str, service: str, said: str) -> None:
    if partner == "PAUSED":
        option = form.locator("#pb-partners option[data-open='']").first
        partner = option.get_attribute("value") or ""
        service = (option.get_attribute("data-services") or "").split()[0]
    fill(form, Partner=partner, Service=service)
    form.get_by_role("button", name="Propose the record").click()
    expect(form.locator(".pb-field__error:visible")).to_contain_text(said)
    assert len(form.context.pages) == 1


def test_contacts_are_those_of_the_client(form: Page) -> None:
    contact = field(form, "Contact")
    expect(contact).to_be_disabled()
    client = form.locator("#pb-clients option:not([data-contacts=''])").first
    fill(form, Client=client.get_attribute("value") or "")
    expect(contact).to_be_enabled()
    key = (client.get_attribute("data-contacts") or "").split()[0]
    contact.select_option(key)
    assert f"\ncontact: {key}\n" in proposed(form).text
    fill(form, Client="Somebody else")
    expect(contact).to_be_disabled()
    assert "contact:" not in proposed(form).text


def test_the_keyboard_is_enough(form: Page) -> None:
    field(form, "Partner").focus()
    for answer in (
        "Software Werft Harms & Nowak",
        "Controlling set-up",
        "Packaging maker",
        "Nobody believes the margin",
    ):
        form.keyboard.type(answer)
        form.keyboard.press("Escape")  # the list of suggestions
        form.keyboard.press("Tab")
    for _ in range(3):
        form.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Propose the record")).to_be_focused()
    with form.context.expect_page() as opening:
        form.keyboard.press("Enter")
    assert record_of(opened(opening.value)).challenge == "Nobody believes the margin"


def test_home_and_referrals_lead_here(visit: Visit) -> None:
    for page in ("", "referrals/"):
        visit.open(page).get_by_role("link", name="Log a referral").first.click()
        expect(visit.page).to_have_url(re.compile(r"/log-a-referral/$"))
        expect(field(visit.page, "Partner")).to_be_visible()


def test_without_script_the_page_says_so(visit_without_script: Visit) -> None:
    page = visit_without_script.open("log-a-referral/")
    expect(page.get_by_text("The form needs script")).to_be_visible()
    expect(page.locator("form[data-pb-referral]")).to_be_hidden()
