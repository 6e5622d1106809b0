"""The form that logs a referral: what it offers, and what it does not."""

from html import unescape

import pytest
from sitework import SPECIMEN, book_of, elements, pages_of

from partnerbook.core.program import Forge
from partnerbook.shell.forge.links import forge_pages
from partnerbook.site.edition import Edition
from partnerbook.site.forge_pages import NO_FORGE

FORM = "log-a-referral.md"
PAUSED = "records/partners/agentur-brandung.md"


def form_of(files: dict[str, str], edition: Edition | None = None) -> str:
    return pages_of(book_of(files), edition=edition)[FORM].html


def options(html: str, name: str) -> dict[str, dict[str, str]]:
    """The options of a list by their keys."""
    start = html.index(f'<datalist id="pb-{name}">')
    part = html[start : html.index("</datalist>", start)]
    return {given["data-key"]: given for tag, given in elements(part) if tag == "option"}


def test_there_are_eight_fields_and_each_has_a_label_and_a_hint() -> None:
    found = elements(form_of(SPECIMEN))
    fields = {
        given["name"]: given for tag, given in found if tag in ("input", "select", "textarea") and "name" in given
    }
    assert list(fields) == [
        *("partner", "service", "client", "contact", "challenge", "context", "promises", "involvement")
    ]
    labelled = {given["for"] for tag, given in found if tag == "label"}
    ids = {given["id"] for _, given in found if "id" in given}
    for given in fields.values():
        assert given["id"] in labelled
        assert set(given["aria-describedby"].split()) <= ids


def test_partners_are_those_we_work_with() -> None:
    partners = options(form_of(SPECIMEN), "partners")
    assert partners["software-werft"]["value"] == "Software-Werft"
    assert partners["agentur-brandung"]["data-open"] == "yes"
    # Grant consultants we only talk to are no partner yet.
    assert "foerder-lotsen" not in partners


def test_no_client_is_sent_to_a_partner_that_is_paused() -> None:
    active = "  - {on: 2024-06-14, status: active}\n"
    pause = "  - {on: 2026-09-01, status: paused, reason: Two unanswered, exit_condition: A quarter without a miss}\n"
    text = SPECIMEN[PAUSED]
    assert text.count(active) == 1
    files = SPECIMEN | {PAUSED: text.replace(active, active + pause)}
    assert options(form_of(files), "partners")["agentur-brandung"]["data-open"] == ""


def test_services_say_whether_they_are_ours() -> None:
    services = options(form_of(SPECIMEN), "services")
    assert services["fractional-cfo"]["data-ours"] == "yes"
    assert services["brand-strategy"]["data-ours"] == ""


def test_contacts_are_keys_and_never_names() -> None:
    html = form_of(SPECIMEN)
    clients = options(html, "clients")
    assert clients["hanse-logistik"]["data-contacts"].split()
    for client in book_of(SPECIMEN).clients.values():
        for contact in client.record.contacts:
            assert contact.name not in unescape(html)


def test_a_name_twice_is_told_apart_by_its_key() -> None:
    twin = SPECIMEN["records/clients/hanse-logistik.md"]
    clients = options(form_of(SPECIMEN | {"records/clients/hanse-logistik-2.md": twin}), "clients")
    names = [clients[key]["value"] for key in ("hanse-logistik", "hanse-logistik-2")]
    assert [name.rpartition(" ")[2] for name in names] == ["(hanse-logistik)", "(hanse-logistik-2)"]


def test_without_a_forge_the_record_can_only_be_copied() -> None:
    html = form_of(SPECIMEN)
    assert 'data-new-file=""' in html
    buttons = [given for tag, given in elements(html) if tag == "button"]
    assert [given["value"] for given in buttons] == ["copy"]


@pytest.mark.parametrize(
    ("address", "branch", "new_file"),
    [
        ("https://github.com/o/r", "main", "https://github.com/o/r/new/main?filename={path}&value={text}"),
        ("https://github.com/o/r/", "a/b c", "https://github.com/o/r/new/a/b%20c?filename={path}&value={text}"),
        ("javascript:alert(1)//", "main", ""),
        ("data:text/html,x", "main", ""),
    ],
)
def test_the_forges_page_for_a_new_file(address: str, branch: str, new_file: str) -> None:
    assert forge_pages(Forge(address=address, branch=branch)).new_file == new_file
    assert forge_pages(None) == NO_FORGE


def test_in_german() -> None:
    html = form_of(SPECIMEN, Edition.of("de"))
    for words in ("Empfehlung melden", "Anliegen", "Hintergrund", "Zusagen", "Bitte aus der Liste wählen."):
        assert words in html
    assert "Say something" not in html
