"""What a mistyped value was probably meant to be: offered as help, never put into a record."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from partnerbook.core.money import Money, Rate
from partnerbook.ingest.scalars import ScalarError, resolve

_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_SPLIT = re.compile(r"\d[\d.]* ?(?:%|€|[A-Za-z]{3})?", re.ASCII)
_WITH_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d\d|\d{1,3}(?:,\d{3})+\.\d\d", re.ASCII)
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": " and "})


def rejoined(value: object) -> object:
    """A record's plain values with numbers put together again that braces took apart at a comma.

    Inside braces `{rate: 12,5%}` is a `rate` of 12 and a field `5%` without a value.
    """
    if isinstance(value, list | tuple):
        return type(value)(rejoined(item) for item in value)
    if not isinstance(value, dict):
        return value
    whole: dict[object, object] = {}
    last: object = None
    for key, item in value.items():
        before = whole.get(last)
        is_number = isinstance(before, int | Decimal) and not isinstance(before, bool)
        if item is None and (is_number or last in _joined(value, whole)) and _SPLIT.fullmatch(str(key)):
            whole[last] = f"{before},{key}"
            continue
        whole[key] = rejoined(item)
        last = key
    return whole


def _joined(value: dict[object, object], whole: dict[object, object]) -> list[object]:
    """The keys whose numbers were put together already: `1,250,000.00` is taken apart twice."""
    return [key for key, item in whole.items() if isinstance(item, str) and not isinstance(value[key], str)]


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
    """The amount a text was meant to be: `50.00 EUR` for `50,00 €`.

    Thousands marks are taken out where cents make them plain, as in `48.000,00 EUR`, and not guessed otherwise.
    """
    amount, _, currency = " ".join(text.replace("€", " EUR").split()).partition(" ")
    if _WITH_THOUSANDS.fullmatch(amount):
        amount = re.sub("[.,]", "", amount[:-3]) + amount[-3:]
    amount = amount.replace(",", ".")
    plain = f"{amount} {currency}".strip()
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
