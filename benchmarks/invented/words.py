"""Words, names and days for invented records; everything follows from one seeded source of chance."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

FIRST_DAY = date(2024, 4, 1)
"""The first day of the program."""
AS_OF = date(2026, 9, 30)
"""The day the program is looked at from; nothing lies after it."""

OURS = ("fractional-cfo", "controlling-setup", "growth-finance", "liquidity-planning")
"""Services of our own firm."""
THEIRS = (
    "brand-strategy", "corporate-law", "erp-implementation", "interim-hr", "change-management", "payroll",
    "grant-advice", "it-security", "succession-advice", "customs-advice",
)  # fmt: skip
"""Services of partners."""
INDUSTRIES = ("logistics", "food", "software", "health", "machines", "trade")
"""Industries of the program."""
SIZES = ("small", "medium", "large")
"""Sizes of companies."""
REGIONS = ("hamburg", "north", "east", "west", "dach")
"""Regions of the program."""
PEOPLE = ("henrike-lornsen", "mats-petersen", "ilka-brandt", "oluf-tams", "wencke-rohde")
"""Colleagues, by key."""

_PLACES = (
    "Alster", "Bergedorf", "Brandung", "Deich", "Elbhang", "Fjord", "Gezeiten", "Hallig", "Hansa", "Heide",
    "Holstein", "Jade", "Kai", "Kiel", "Koppel", "Lotsen", "Marsch", "Mole", "Nordlicht", "Ostsee", "Priel",
    "Reede", "Schlei", "Sund", "Trave", "Ufer", "Wakenitz", "Watt", "Weser", "Wümme", "Zollhaus",
)  # fmt: skip
_FIRMS = (
    "Beratung", "Werkstatt", "Kanzlei", "Kontor", "Partner", "Software", "Studio", "Systeme", "Technik", "Treuhand",
    "Haus", "Labor", "Büro", "Gruppe", "Werft", "Agentur", "Dienste",
)  # fmt: skip
_TRADES = (
    "Bäckereien", "Fahrzeugbau", "Feinkost", "Fensterbau", "Fischhandel", "Gartenbau", "Getränke", "Hausgeräte",
    "Kältetechnik", "Kliniken", "Kunststoff", "Küchen", "Labore", "Lagertechnik", "Maschinen", "Medizintechnik",
    "Möbel", "Molkerei", "Papier", "Pumpen", "Segel", "Spedition", "Stahlbau", "Teehandel", "Werkzeuge",
)  # fmt: skip
_GIVEN = (
    "Tomke", "Jan", "Rieke", "Bosse", "Wiebke", "Sönke", "Fenja", "Merle", "Hinnerk", "Uta", "Lasse", "Silke",
    "Momme", "Antje", "Torben", "Gesa", "Nele", "Arne", "Frauke", "Ole",
)  # fmt: skip
_FAMILY = tuple(
    stem + ending
    for ending in ("sen", "s", "mann", "ke", "hoff", "ing", "rup", "gaard", "wohl", "brook", "kamp", "feldt")
    for stem in (
        "Abel", "Behren", "Carst", "Dirk", "Ehler", "Fried", "Gerk", "Harm", "Iwer", "Jess", "Kröger", "Lühr",
        "Mehl", "Niss", "Ott", "Paul", "Quast", "Rick", "Siever", "Thom", "Uhl", "Voss", "Wulff", "Zieg",
    )
)  # fmt: skip
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def kebab(text: str) -> str:
    """A name as an id: `Büro Wümme` becomes `buero-wuemme`."""
    return re.sub("[^a-z0-9]+", "-", text.lower().translate(_LETTERS)).strip("-")


def _combined(first: Sequence[str], second: Sequence[str], number: int) -> str:
    """The name with this number; every combination once, then again with a number behind it."""
    again, place = divmod(number, len(first) * len(second))
    name = f"{first[place % len(first)]} {second[place // len(first)]}"
    return f"{name} {again + 1}" if again else name


def firm_name(number: int) -> str:
    """The name of a partner; no two are alike."""
    return _combined(_PLACES, _FIRMS, number)


def client_name(number: int) -> str:
    """The name of a client; no two are alike."""
    return _combined(_TRADES, _PLACES, number)


def person_name(number: int) -> str:
    """A person's name; after some thousand they come again, as people's names do."""
    return f"{_GIVEN[number % len(_GIVEN)]} {_FAMILY[number // len(_GIVEN) % len(_FAMILY)]}"


def letters_and_digits(number: int) -> str:
    """A number as the short end of a referral's id: `a0`, `a1`, … `z9`, `aa0`; no two alike."""
    rest, digit = divmod(number, 10)
    end = ""
    while True:
        rest, letter = divmod(rest, 26)
        end = chr(97 + letter) + end
        if rest == 0:
            return f"{end}{digit}"
        rest -= 1


def flow(words: Sequence[str]) -> str:
    """A YAML list on one line."""
    return f"[{', '.join(words)}]"


def business_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def after(day: date, days: int) -> date:
    """The first business day that many days on."""
    return business_day(day + timedelta(days=days))


def day_between(chance: Random, first: date, last: date) -> date:
    """A business day from the first day on; it may lie a weekend behind the last."""
    return business_day(first + timedelta(days=chance.randint(0, (last - first).days)))


def sentences(chance: Random, pool: Sequence[str], count: int) -> list[str]:
    """Different sentences of a pool, with figures where it leaves room for them."""
    chosen = chance.sample(pool, count)
    return [text.format(n=chance.randint(2, 90), k=chance.randint(3, 400) * 1000) for text in chosen]
