"""The German catalog: every message, every placeholder, nothing guessed, nothing left over, and the field's words."""

import re
import tomllib
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from sitework import ROOT

from partnerbook.site.catalogs import catalog_path, translations
from partnerbook.site.words.taxes import WORDINGS

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")
Key = tuple[str, str | None]


@cache
def german() -> Catalog:
    with catalog_path("de").open("rb") as file:
        return read_po(file, locale="de", abort_invalid=True)


def messages() -> list[Message]:
    return [message for message in german() if message.id]


def key(message: Message) -> Key:
    """What a message is looked up by."""
    return (message.id[0] if isinstance(message.id, tuple) else message.id, message.context)


def texts(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)


@cache
def collected() -> frozenset[Key]:
    """Every message that `make words` finds."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: {"silent": mapping.get("silent", "true")} for mapping in mappings}
    found: set[Key] = set()
    for folder in ("generator/partnerbook/site", "generator/partnerbook/analysis/metrics", "site_templates"):
        inside = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if folder in pattern]
        how = {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items() if folder in pattern}
        for _, _, message, _, context in extract_from_dir(str(ROOT / folder), inside, how):
            found.add((message if isinstance(message, str) else message[0], context))
    return frozenset(found)


def test_every_message_is_in_the_catalog_and_no_other() -> None:
    assert len(collected()) > 800
    ids = {key(message) for message in messages()}
    assert sorted(collected() - ids, key=str) == [], "run `make words` and translate these"
    assert sorted(ids - collected(), key=str) == [], "run `make words`: nobody says these any more"
    assert not german().obsolete


def test_every_message_is_translated() -> None:
    assert [message.id for message in messages() if not all(texts(message))] == []
    assert [message.id for message in messages() if isinstance(message.id, tuple) and len(texts(message)) != 2] == []
    assert [message.id for message in messages() if message.fuzzy] == []


def test_every_placeholder_is_kept() -> None:
    for message in messages():
        assert list(message.check(german())) == [], message.id
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {placeholder for text in originals for placeholder in PLACEHOLDER.findall(text)}
        for text in texts(message):
            assert set(PLACEHOLDER.findall(text)) == wanted, message.id


def test_translations_are_text_and_sentences_stay_sentences() -> None:
    for message in messages():
        original = message.id[0] if isinstance(message.id, tuple) else message.id
        for text in texts(message):
            assert re.search(r"[<>&\"]", text) is None, text
            assert text == text.strip(), text
            assert text.endswith(".") or not original.endswith("."), text


@pytest.mark.parametrize("word", [r"kommission", r"vertrag", r"(?-i:\bSie\b)", r"(?-i:\bIhr)"])
def test_words_that_are_not_the_fields_and_readers_who_are_addressed(word: str) -> None:
    pattern = re.compile(word, re.IGNORECASE)
    said = [message for message in messages() if any(map(pattern.search, texts(message)))]
    # § 14 (4) no. 10 UStG asks for this word on an invoice that the recipient writes, and nothing else may carry it.
    allowed = [WORDINGS["self_billing"]] if word == "gutschrift" else []
    assert [message.id for message in said] == allowed


def test_only_an_invoice_under_self_billing_bears_the_word_the_law_wants_on_it() -> None:
    """A statement is never called so (DOMAIN 8.6); § 14 (4) no. 10 UStG wants it on the invoice that we write."""
    named = [message for message in messages() if any("gutschrift" in text.lower() for text in texts(message))]
    assert {path for message in named for path, _ in message.locations} <= {"generator/partnerbook/site/words/taxes.py"}


@pytest.mark.parametrize(
    ("english", "german_word"),
    [
        ("Agreement", "Vereinbarung"),
        ("Statement", "Abrechnung"),
        ("Clawback", "Rückforderung"),
        ("True-up", "Nachberechnung"),
        ("Receivables", "Forderungen"),
        ("Attribution", "Zuordnung"),
        ("Hot opportunity of the month", "Wunschkunde des Monats"),
        ("Conversion", "Abschlussquote"),
    ],
)
def test_the_fields_words(english: str, german_word: str) -> None:
    assert translations("de").gettext(english) == german_word


def test_numbers_take_their_form() -> None:
    said = translations("de").ngettext("%(number)s invoice", "%(number)s invoices", 2) % {"number": 2}
    assert said == "2 Rechnungen"


def test_a_language_without_a_catalog_speaks_as_the_code_does() -> None:
    assert translations("en").gettext("Agreement") == "Agreement"
