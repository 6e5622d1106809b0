"""What a mistyped value was probably meant to be: offered as help, never put into a record."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime

from partnerbook.core.money import Money, Rate
from partnerbook.ingest.scalars import ScalarError, resolve

_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": " and "})


def unquoted(text: str) -> object:
    """What a text would be without its quotes; None if nothing that can be read."""
    try:
        return resolve(text)
    except ScalarError:
        return None


def as_kebab(text: str) -> str | None:
    """The key a text was meant to be: `software-werft` for `Software_Werft`."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SPELT_OUT))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    return "-".join(words)[:80].rstrip("-") or None


def as_date(text: str, takes_hour: bool) -> str | None:
    """The day or minute a text was meant to be; `03/04/2026` can be either and is not guessed."""
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        text = f"{year}-{int(month):02}-{int(day):02}"
    elif takes_hour:
        text = text.replace(" ", "T", 1)
    return text if isinstance(unquoted(text), datetime if "T" in text else date) else None


def as_money(text: str) -> str | None:
    """The amount a text was meant to be: `50.00 EUR` for `50,00 €`; thousands marks are not guessed."""
    plain = " ".join(text.replace("€", " EUR").replace(",", ".").split())
    amount, _, currency = plain.partition(" ")
    return _first_read(Money.parse, plain, f"{amount}.00 {currency}")


def as_rate(text: str) -> str | None:
    """The rate a text was meant to be: `12.5%` for `12,5 %`."""
    return _first_read(Rate.parse, text.replace(",", ".").replace(" ", ""))


def _first_read(parse: Callable[[str], object], *candidates: str) -> str | None:
    for candidate in candidates:
        try:
            parse(candidate)
        except ValueError:
            continue
        return candidate
    return None
