"""What no record may hold, found in plain text: accounts, cards, tax numbers, keys, passwords.

Looking closely costs time, and almost every text is clean: `first_look` lets clean texts pass
in microseconds, and only behind it are patterns tried and checksums computed.
"""

import re
from collections.abc import Iterator
from importlib import import_module

from msgspec import Struct


class Hit(Struct, frozen=True):
    """Something found at an index of a text; `shown` tells what, without giving it away."""

    index: int
    shown: str


class FirstLook(Struct, frozen=True):
    """What a text may hold: a long number, an e-mail address, a key, a password, some of the words asked for.

    `login` means a web address with a password in it.
    """

    long_number: bool
    address: bool
    key: bool
    password: bool
    login: bool
    words: frozenset[bytes]

    @property
    def is_clean(self) -> bool:
        """Whether nothing of it is there, and nobody has to look closer."""
        return not (self.long_number or self.address or self.key or self.password or self.login or self.words)


_LONG_NUMBER = b"0" * 9
"""Nine digits in a row: less than any account, card or tax number has, more than a day or an amount."""
_DIGITS_OR_NOT = bytes(48 if 48 <= byte <= 57 else 120 for byte in range(256))
# The last five are no-break spaces in UTF-8, which word processors put between groups of digits.
_BETWEEN_DIGITS = b" ./-()\xc2\xa0\xe2\x80\xaf"
_WORDS_ONLY = bytes(ord(chr(byte).lower()) if byte > 127 or chr(byte).isalnum() else 32 for byte in range(128)) + bytes(
    range(128, 256)
)
_KEY_WORDS = frozenset(
    b"private ghp gho ghs ghu ghr github glpat slack xoxa xoxb xoxe xoxo xoxp xoxr xoxs sk rk".split()
)
_PASSWORD_WORDS = frozenset(b"password passwort passwd passphrase pwd kennwort secret token api apikey".split())
SECRET_WORDS = _KEY_WORDS | _PASSWORD_WORDS
"""Words, as `words_in` writes them, that stand in or beside keys and passwords."""


def words_in(text: str) -> list[bytes]:
    """The words of a text in small letters (those of ASCII; others as they stand), as UTF-8."""
    return text.encode(errors="replace").translate(_WORDS_ONLY).split()


def first_look(text: str, words: frozenset[bytes] = SECRET_WORDS) -> FirstLook:
    """What a text may hold, at the price of a few passes over its bytes.

    `words` are those to look for, as `words_in` writes them; `SECRET_WORDS` must be among them.
    """
    raw = text.encode(errors="replace")
    address = b"@" in raw
    found = words.intersection(raw.translate(_WORDS_ONLY).split())
    return FirstLook(
        long_number=_LONG_NUMBER in raw.translate(_DIGITS_OR_NOT, _BETWEEN_DIGITS),
        address=address,
        key=not found.isdisjoint(_KEY_WORDS) or b"AKIA" in raw or b"ASIA" in raw or b"AIza" in raw or b"eyJ" in raw,
        password=not found.isdisjoint(_PASSWORD_WORDS),
        login=address and b"://" in raw,
        words=found,
    )


_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0\u202f-]?[A-Za-z0-9]){11,30}", re.ASCII)
_CARD = re.compile(
    r"(?<![\d+])(?:\d{13,19}|\d{4}([ \u00a0\u202f-])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ \u00a0\u202f-])\d{6}\2\d{4,5})(?!\d)",
    re.ASCII,
)
_ISSUERS = (
    ("4", (16, 19)),
    *((str(start), (16,)) for start in range(51, 56)),
    *((str(start), (16,)) for start in range(2221, 2721)),
    ("34", (15,)),
    ("37", (15,)),
    ("6011", (16, 19)),
    *((str(start), (16, 19)) for start in range(644, 650)),
    ("65", (16, 19)),
    ("36", (14,)),
    ("38", (14,)),
    *((str(start), (14,)) for start in range(300, 306)),
    *((str(start), (16,)) for start in range(3528, 3590)),
)
"""How card numbers begin, and how long they then are: Visa, Mastercard, American Express and others."""


def bank_accounts(text: str) -> Iterator[Hit]:
    """International bank account numbers whose check digits are right."""
    for match in _IBAN.finditer(text):
        characters = [(found.start(), found[0]) for found in re.finditer(r"[A-Za-z0-9]", match[0])]
        # Words may follow without a mark: the country's length decides where the number ends.
        for length in range(len(characters), 14, -1):
            compact = "".join(character for _, character in characters[:length]).upper()
            if _is_valid("iban", compact):
                yield Hit(match.start(), f"{compact[:4]}…{compact[-2:]}")
                break


def cards(text: str) -> Iterator[Hit]:
    """Numbers of payment cards: a known issuer, the right length, the right check digit."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        known = any(digits.startswith(start) and len(digits) in lengths for start, lengths in _ISSUERS)
        if known and _is_valid("luhn", digits):
            yield Hit(match.start(), f"{digits[:1]}…{digits[-4:]}")


class _TaxNumber(Struct, frozen=True):
    """A kind of personal number: how it is written, who checks it, and which words must stand near it."""

    name: str
    form: re.Pattern[str]
    checks: tuple[str, ...]
    words: re.Pattern[str] | None = None


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.-])(?:{pattern})(?![\w/]|[.-]\d)", re.ASCII)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_TAX_NUMBERS = (
    _TaxNumber("German tax id", _form(r"\d{2} \d{3} \d{3} \d{3}"), ("de.idnr",)),
    _TaxNumber("German tax id", _form(r"\d{11}"), ("de.idnr",), _words(r"steuer|\bid-?nr|\btax|\btin\b")),
    _TaxNumber("German tax number", _form(r"\d{2,3}/\d{3,4}/\d{4,5}"), ("de.stnr",), _words(r"steuer|st\.?-?nr|\btax")),
    _TaxNumber(
        "US social security or taxpayer number",
        _form(r"\d{3}-\d{2}-\d{4}"),
        ("us.ssn", "us.itin"),
        _words(r"\bssn\b|social security|\bitin\b|\btin\b|\btax|\bw-?[89]\b|\b1099\b"),
    ),
    _TaxNumber(
        "US social security or taxpayer number",
        _form(r"\d{9}"),
        ("us.ssn", "us.itin"),
        _words(r"\bssn\b|social security|\bitin\b"),
    ),
    _TaxNumber("Swiss insurance number", _form(r"756\.\d{4}\.\d{4}\.\d{2}|756\d{10}"), ("ch.ssn",)),
    _TaxNumber("Austrian insurance number", _form(r"\d{4} ?\d{6}"), ("at.vnr",), _words(r"sv-?nr|versicherungsn")),
)
_NEAR = 60
"""So many characters before and after a number are looked through for words."""


def tax_numbers(text: str) -> Iterator[Hit]:
    """Personal numbers of tax and social security; VAT ids are public and not meant."""
    for kind in _TAX_NUMBERS:
        for match in kind.form.finditer(text):
            around = text[max(match.start() - _NEAR, 0) : match.end() + _NEAR]
            if kind.words is not None and kind.words.search(around) is None:
                continue
            if any(_is_valid(check, match[0]) for check in kind.checks):
                yield Hit(match.start(), kind.name)


def _is_valid(module: str, number: str) -> bool:
    # Imported only when something looks like a number of the kind: clean handbooks never need it.
    return bool(import_module(f"stdnum.{module}").is_valid(number))


_KEYS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("-----BEGIN", "a private key", re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")),
    ("IA", "an access key of AWS", re.compile(r"(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])")),
    ("gh", "a token of GitHub", re.compile(r"(?<![A-Za-z0-9])gh[opsur]_[A-Za-z0-9]{36,}")),
    ("github_pat_", "a token of GitHub", re.compile(r"(?<![A-Za-z0-9])github_pat_\w{22,}")),
    ("glpat-", "a token of GitLab", re.compile(r"(?<![A-Za-z0-9])glpat-[\w-]{20,}")),
    ("xox", "a token of Slack", re.compile(r"(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}")),
    ("hooks.slack.com", "a webhook of Slack", re.compile(r"hooks\.slack\.com/services/\w+/\w+/\w+")),
    ("k_", "a key of Stripe", re.compile(r"(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{16,}")),
    ("AIza", "a key of Google", re.compile(r"(?<![A-Za-z0-9])AIza[\w-]{35}")),
    ("eyJ", "a signed token (JWT)", re.compile(r"(?<![A-Za-z0-9])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}")),
)
"""Keys and tokens: what every one of them holds, what they are, and their exact form."""

_LOGIN = re.compile(r"://[^\s:/@]+:[^\s/@]+@")
_ADDRESS_WITH_LOGIN = re.compile(rf"(?<!\w)\w+{_LOGIN.pattern}")
"""What begins with a word is slow to look for: `_LOGIN` goes before it."""

_PASSWORD = re.compile(
    r"(?<![A-Za-z])(?:passw(?:or[dt]|d)|passphrase|pwd|kennwort|secret|(?:access[ _-]?)?token|api[ _-]?key)"
    r"[\"']?\s?[:=]\s?[\"']?([^\s\"'<>{}\[\],;]{6,})",
    re.IGNORECASE,
)


def keys(text: str) -> Iterator[Hit]:
    """Private keys, and tokens of well-known services."""
    for part, name, form in _KEYS:
        if part in text:
            yield from (Hit(match.start(), name) for match in form.finditer(text))


def logins(text: str) -> Iterator[Hit]:
    """Web addresses with a password in them."""
    if _LOGIN.search(text):
        yield from (Hit(match.start(), "a web address with a password") for match in _ADDRESS_WITH_LOGIN.finditer(text))


def passwords(text: str) -> Iterator[Hit]:
    """Passwords written behind a word that says so; prose about passwords is none."""
    for match in _PASSWORD.finditer(text):
        if _looks_chosen(match[1].strip("`*_.:()")):
            yield Hit(match.start(1), "a password")


def _looks_chosen(word: str) -> bool:
    """Whether a word mixes what words of a language do not: digits, marks or capitals with small letters."""
    if len(word) < 6 or not any(character.isalnum() for character in word) or word.startswith(("http", "$", "*")):
        return False
    inner = word[1:]
    has_digit = any(character.isdigit() for character in word)
    has_mark = any(not character.isalnum() and character not in "-_./'’" for character in word)
    has_mixed_case = any(character.isupper() for character in inner) and any(character.islower() for character in inner)
    return (has_digit and any(character.isalpha() for character in word)) or has_mark or has_mixed_case
