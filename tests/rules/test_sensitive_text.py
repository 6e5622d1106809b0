"""What is found in plain text, and what only looks like it.

Numbers are published examples of their issuers; tokens are put together here, so that no
scanner takes this file for a leak.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerbook.rules.client_people import addresses_in
from partnerbook.rules.sensitive_text import (
    Hit,
    bank_accounts,
    cards,
    first_look,
    keys,
    logins,
    passwords,
    tax_numbers,
)


def found(text: str) -> list[tuple[str, int]]:
    """What is found in a text behind the first look: name of the search and index."""
    look = first_look(text)
    hits: list[tuple[str, Hit]] = []
    if look.long_number:
        hits += [("account", hit) for hit in bank_accounts(text)]
        hits += [("card", hit) for hit in cards(text)]
        hits += [("tax", hit) for hit in tax_numbers(text)]
    if look.key:
        hits += [("key", hit) for hit in keys(text)]
    if look.login:
        hits += [("key", hit) for hit in logins(text)]
    if look.password:
        hits += [("password", hit) for hit in passwords(text)]
    return [(name, hit.index) for name, hit in hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("To DE89 3704 0044 0532 0130 00 please", [("account", 3)]),
        ("iban: DE89370400440532013000, BIC follows", [("account", 6)]),
        ("DE89 3704 0044 0532 0130 00 and more words", [("account", 0)]),
        ("de89 3704 0044 0532 0130 00", [("account", 0)]),
        ("DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", [("account", 0)]),
        ("GB82WEST12345698765432", [("account", 0)]),
        ("MT84MALT011000012345MTLCAST001S", [("account", 0)]),
        ("NL91 ABNA 0417 1643 00", [("account", 0)]),
        ("4111 1111 1111 1111", [("card", 0)]),
        ("4111111111111111.", [("card", 0)]),
        ("5555-5555-5555-4444", [("card", 0)]),
        ("2223 0031 2200 3222", [("card", 0)]),
        ("3782 822463 10005", [("card", 0)]),
        ("6011111111111117", [("card", 0)]),
        ("Their tax id is 36574261809", [("tax", 16)]),
        ("36 574 261 809", [("tax", 0)]),
        ("Steuernummer 181/815/08155", [("tax", 13)]),
        ("SSN: 536-90-4399", [("tax", 5)]),
        ("social security 536904399", [("tax", 16)]),
        ("756.9217.0769.85", [("tax", 0)]),
        ("SVNr 1237 010180", [("tax", 5)]),
    ],
)
def test_a_number_that_belongs_elsewhere_is_found(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "vat_id: DE287440912",
        "DE88 3704 0044 0532 0130 00 has wrong check digits",
        "4111 1111 1111 1112 has a wrong check digit",
        "9999 9999 9999 9995 is of no issuer",
        "phone: +49 421 5550 110",
        "phone: +4941111111111111111",
        "Invoice 36574261809 of March",
        "Order 536-90-4399",
        "received: 2026-03-02T09:15",
        "2026-03-02-software-werft-k7/p1/accrual/software-werft",
        "from 150000.00 EUR to 1250000.00 EUR",
        "sha256:6f1c2a0be7d94a3f0f5f5a4f8f6e0a7b0c9d3e2f1a4b5c6d7e8f90a1b2c3d4e5",
        "1234567890123456789",
        "756.9217.0769.84 has a wrong check digit",
    ],
)
def test_a_number_that_only_looks_like_one_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("AKIAIOSFODNN7EXAMPLE", 0),
        (f"use gh{'p_'}{'a1B2' * 9} here", 4),
        (f"github{'_pat_'}{'a1' * 12}", 0),
        (f"glpat{'-'}{'a1' * 10}", 0),
        (f"xoxb{'-'}{'12345678901'}", 0),
        (f"sk{'_live_'}{'a1' * 10}", 0),
        (f"AIza{'Sy'}{'a1' * 16}x", 0),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl", 0),
        ("-----BEGIN " + "RSA PRIVATE KEY-----", 0),
        ("https://bot:pw123@files.example/in", 0),
    ],
)
def test_a_key_is_found(text: str, index: int) -> None:
    assert ("key", index) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN CERTIFICATE-----",
        "forge: {kind: github, address: https://github.com/kontor/partner-program}",
        "Ask in Asia, or at slack times",
        "https://files.example/in?mail=tomke.abels@brandung.example",
        "the eyJ of a token alone",
    ],
)
def test_what_only_speaks_of_keys_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("Portal password: Sommer2026!", 17),
        ("Passwort=geheim99", 9),
        ("- api_key: 8f3kd93kd", 11),
        ('"token": "Ab3dEf9h"', 10),
        ("Kennwort: `Nebel7horn`", 10),
        ("their secret: hunter22", 14),
    ],
)
def test_a_password_is_found(text: str, index: int) -> None:
    assert found(text) == [("password", index)]


@pytest.mark.parametrize(
    "text",
    [
        "Password: see the vault",
        "Passwort: steht im Tresor",
        "password: ********",
        "password: <from the vault>",
        "The secret: listening first.",
        "Kennwort: Sonnenblume",
        "token: https://intranet.example/tokens",
        "compass: NW270deg",
    ],
)
def test_prose_about_passwords_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_nothing_found_is_given_away() -> None:
    (account,) = bank_accounts("DE89370400440532013000")
    (card,) = cards("4111111111111111")
    (password,) = passwords("password: Sommer2026!")
    assert account.shown == "DE89…00"
    assert card.shown == "4…1111"
    assert password.shown == "a password"


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    first_look(text)
    for search in (bank_accounts, cards, tax_numbers, keys, logins, passwords):
        assert all(0 <= hit.index < len(text) for hit in search(text))


@given(st.text(alphabet="0123456789 -/.ABDEGKSabt:", max_size=60))
def test_the_first_look_never_hides_a_number(text: str) -> None:
    """Behind the first look nothing is lost: whatever the searches find, it lets through."""
    hits = [*bank_accounts(text), *cards(text), *tax_numbers(text)]
    assert not hits or first_look(text).long_number


@given(st.text(alphabet="a.@- \n", max_size=40))
def test_every_address_is_found(text: str) -> None:
    """Looking around each `@` finds what trying every word would."""
    address = re.compile(r"[\w.%+-]+@(?:[\w-]+\.)+[\w-]{2,}")
    assert [(match.start(), match[0]) for match in addresses_in(text)] == [
        (match.start(), match[0]) for match in address.finditer(text)
    ]
