"""Pydantic's complaints as faults: which rule, where, in which words, with what to do."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.core.book import Marks
from partnerbook.core.finding import FieldPath, Rule, dotted
from partnerbook.core.money import Money, Rate
from partnerbook.ingest.corrections import as_date, as_kebab, as_money, as_rate, unquoted
from partnerbook.ingest.faults import Fault
from partnerbook.ingest.field_paths import Attempt, Place, choices, fields_of, members, tag
from partnerbook.ingest.scalars import shortened
from partnerbook.ingest.schema_rules import (
    BAD_DATE,
    BAD_FORM,
    BAD_KEY,
    BAD_MONEY,
    BAD_RATE,
    BAD_TEXT,
    MISSING_FIELD,
    OUT_OF_RANGE,
    UNKNOWN_CHOICE,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    WRONG_VARIANT,
)
from partnerbook.ingest.wording import described, expected, form, nearest, one_of, sample

_MONEY_LIKE = re.compile(r".*\d.*(?:[A-Za-z]{3}|[€$£])|(?:[A-Za-z]{3}|[€$£]).*\d.*", re.DOTALL)


class Complaint(Struct, frozen=True):
    """One complaint of pydantic: its place in the record, its type, the value, and its own words."""

    place: Place
    type: str
    value: Any
    context: dict[str, Any]
    words: str

    @property
    def is_echo(self) -> bool:
        """Whether it only follows from others: a list counted short because its items are broken."""
        return self.type == "too_short" and len(self.value) >= self.context.get("min_length", 0)

    @property
    def meant(self) -> FieldPath | None:
        """The field that an unknown key was probably meant to be."""
        if self.type != "extra_forbidden" or self.place.holder is None:
            return None
        near = nearest(str(self.place.path[-1]), fields_of(self.place.holder))
        return (*self.place.path[:-1], near) if near else None

    def is_about_shape(self, attempt: Attempt) -> bool:
        """Whether the value is not of a union's branch at all, rather than a broken one of it."""
        if self.place.path != attempt.path:
            return False
        text = self.value if isinstance(self.value, str) else ""
        match self.type:
            case "money":
                return _MONEY_LIKE.fullmatch(text) is None
            case "rate":
                return "%" not in text
            case _:
                return self.type.endswith("_type") or self.type in ("is_instance_of", "period")

    def about_union(self, attempt: Attempt) -> "Complaint":
        """The complaint that the value has the shape of none of a union's branches."""
        allowed = attempt.allowed
        place = replace(self.place, path=attempt.path, expected=Union[allowed])  # noqa: UP007  (made at run time)
        dates = all(member in (date, datetime) for member in allowed)
        return replace(self, place=place, type="date_type" if dates else "union_type")


def fault_of(complaint: Complaint, marks: Marks) -> Fault:
    """The fault a complaint is, at its line and column."""
    write = _WRITERS.get(complaint.type)
    if write is None:
        write = _wrong_type if complaint.type.endswith("_type") else _refused
    told = write(complaint)
    position = marks.position(told.at, of_key=told.of_key or complaint.place.of_key)
    return Fault(told.rule, told.message, told.help, position, told.field or told.at)


class _Told(Struct, frozen=True):
    """A fault before its place is looked up; `field` where it is not the place pointed at."""

    rule: Rule
    at: FieldPath
    message: str
    help: str
    of_key: bool = False
    field: FieldPath = ()


def _missing(complaint: Complaint) -> _Told:
    path = complaint.place.path
    annotation = complaint.place.expected
    if complaint.type == "union_tag_not_found":
        key = complaint.context["discriminator"].strip("'")
        path = (*path, key)
        remedy = f"Add it; possible is {one_of(f'`{key}: {tag(model, key)}`' for model in members(annotation))}."
    else:
        remedy = f"Add it, written like `{path[-1]}: {sample(annotation)}`."
    holder = f" in `{dotted(path[:-1])}`" if len(path) > 1 else ""
    return _Told(
        MISSING_FIELD,
        path[:-1],
        f"`{path[-1]}` is missing{holder}",
        remedy,
        of_key=True,
        field=path,
    )


def _unknown_field(complaint: Complaint) -> _Told:
    place = complaint.place
    key = str(place.path[-1])
    if place.holder is not None:
        for discriminator in fields_of(place.holder):
            own = tag(place.holder, discriminator)
            if own is None or not place.variants:
                continue
            others = [tag(model, discriminator) for model in place.variants if key in fields_of(model)]
            if others:
                return _Told(
                    WRONG_VARIANT,
                    place.path,
                    f"`{dotted(place.path)}` does not belong to `{discriminator}: {own}`",
                    f"It belongs to {one_of(f'`{discriminator}: {other}`' for other in others)}: "
                    f"change `{discriminator}`, or delete the key.",
                    of_key=True,
                )
    known = fields_of(place.holder) if place.holder else {}
    near = nearest(key, known)
    if complaint.value is None and " " in key:
        remedy = "If it belongs to the text before it, put that text in quotes: inside braces a comma ends a value."
    elif near:
        remedy = f"Did you mean `{near}`?"
    else:
        remedy = f"Delete it, or use a field that exists: {', '.join(known)}."
    return _Told(
        UNKNOWN_FIELD,
        place.path,
        f"`{shortened(dotted(place.path), 80)}` is not a field of this record",
        remedy,
        of_key=True,
    )


def _unknown_choice(complaint: Complaint) -> _Told:
    path, words, value = complaint.place.path, choices(complaint.place.expected), complaint.value
    if complaint.type == "union_tag_invalid":
        key = complaint.context["discriminator"].strip("'")
        path, value = (*path, key), value.get(key) if isinstance(value, dict) else value
        words = tuple(tag(model, key) for model in members(complaint.place.expected))
    known = [str(word) for word in words]
    near = nearest(value, known) if isinstance(value, str) else None
    question = f"Did you mean `{near}`? " if near else ""
    message = f"`{dotted(path)}` is empty" if value is None else f"`{dotted(path)}` cannot be {_quoted(value)}"
    return _Told(UNKNOWN_CHOICE, path, message, f"{question}Possible here: {one_of(known)}.")


def _quoted(value: object) -> str:
    return f"`{shortened(value)}`" if isinstance(value, str) else described(value)


def _wrong_type(complaint: Complaint) -> _Told:
    path, annotation, value = complaint.place.path, complaint.place.expected, complaint.value
    needed = expected(annotation)
    if complaint.place.of_key:
        return _Told(WRONG_TYPE, path, f"`{dotted(path)}` cannot be a key here", f"Needed is {needed}.")
    if value is None:
        return _Told(WRONG_TYPE, path, f"`{dotted(path)}` is empty", f"Fill it in with {needed}, or delete the key.")
    message = f"`{dotted(path)}` is {described(value)}; needed is {needed}"
    allowed = members(annotation)
    if isinstance(value, str):
        if bool in allowed:
            remedy = "Write `true` or `false`, without quotes."
        elif isinstance(unquoted(value), tuple(one for one in allowed if one in (int, Decimal))):
            remedy = "Take the quotes off."
        else:
            remedy = f"Write it like `{sample(annotation)}`."
    elif str in allowed and not isinstance(value, tuple | dict):
        remedy = "If it is meant as text, put it in quotes."
    elif Decimal in allowed and isinstance(value, int) and not isinstance(value, bool):
        remedy = f"Write it with decimals: {value}.0"
    else:
        remedy = f"Write it like `{sample(annotation)}`."
    return _Told(WRONG_TYPE, path, message, remedy)


def _bad_date(complaint: Complaint) -> _Told:
    path, value = complaint.place.path, complaint.value
    if value is None:
        return _wrong_type(complaint)
    takes_hour = datetime in members(complaint.place.expected)
    form_of_date = "a day like 2026-03-02" + (" or a minute like 2026-03-02T09:15" if takes_hour else "")
    if complaint.type == "period":
        form_of_date = expected(complaint.place.expected)
    remedy = f"Write {form_of_date}."
    if isinstance(value, datetime) and not takes_hour and complaint.type != "period":
        remedy = f"Write the day alone: {value:%Y-%m-%d}"
    elif isinstance(value, str) and isinstance(unquoted(value), date):
        remedy = "Take the quotes off."
    elif isinstance(value, str) and (meant := as_date(value, takes_hour)):
        remedy = f"Write {meant}"
    return _Told(BAD_DATE, path, f"`{dotted(path)}` is {described(value)}; needed is {form_of_date}", remedy)


def _bad_money(complaint: Complaint) -> _Told:
    return _said(complaint, BAD_MONEY, as_money, sample(Money))


def _bad_rate(complaint: Complaint) -> _Told:
    return _said(complaint, BAD_RATE, as_rate, sample(Rate))


def _bad_key(complaint: Complaint) -> _Told:
    return _said(complaint, BAD_KEY, as_kebab, "kanzlei-nordlicht")


def _said(complaint: Complaint, rule: Rule, correct: Callable[[str], str | None], otherwise: str) -> _Told:
    """A complaint that the models word themselves."""
    path, value = complaint.place.path, complaint.value
    if value is None:
        return _wrong_type(complaint)
    example = (correct(value) if isinstance(value, str) else None) or otherwise
    message = f"`{dotted(path)}` is {described(value)}; {complaint.words}"
    return _Told(rule, path, message, f"Write it like `{example}`.")


def _bad_text(complaint: Complaint) -> _Told:
    path = complaint.place.path
    if complaint.type in ("string_too_long", "too_long"):
        limit = complaint.context["max_length"]
        message = f"`{dotted(path)}` has {len(complaint.value)} characters; at most {limit} are allowed"
        return _Told(BAD_TEXT, path, message, "Shorten it, and put the rest into the body of the record.")
    return _Told(BAD_TEXT, path, f"`{dotted(path)}` says nothing", "Fill it in, or delete the key.")


def _bad_form(complaint: Complaint) -> _Told:
    path = complaint.place.path
    needed = form(complaint.context["pattern"])
    return _Told(BAD_FORM, path, f"`{dotted(path)}` is {described(complaint.value)}", f"Write {needed}.")


def _out_of_range(complaint: Complaint) -> _Told:
    path, value = complaint.place.path, complaint.value
    words, key = _LIMITS[complaint.type]
    limit = complaint.context[key]
    if isinstance(value, str):
        return _bad_text(complaint)
    if isinstance(value, tuple | dict):
        message = f"`{dotted(path)}` has {len(value)} entries; it needs {words} {limit}"
        return _Told(OUT_OF_RANGE, path, message, "Add what is missing, or take out what is too much.")
    message = f"`{dotted(path)}` is {value}; it must be {words} {limit}"
    return _Told(OUT_OF_RANGE, path, message, f"Look for a slip of the keyboard; {words} {limit} is possible.")


def _refused(complaint: Complaint) -> _Told:
    """What a model of ours refuses in its own words."""
    path = complaint.place.path
    name = f"`{dotted(path)}`" if path else "the record"
    return _Told(BAD_FORM, path, f"{name}: {complaint.words}", "Correct the value as the message says.")


_LIMITS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
    "too_short": ("at least", "min_length"),
    "too_long": ("at most", "max_length"),
}
_WRITERS: dict[str, Callable[[Complaint], _Told]] = {
    "missing": _missing,
    "union_tag_not_found": _missing,
    "extra_forbidden": _unknown_field,
    "literal_error": _unknown_choice,
    "union_tag_invalid": _unknown_choice,
    "is_instance_of": _wrong_type,
    "date_type": _bad_date,
    "datetime_type": _bad_date,
    "period": _bad_date,
    "money": _bad_money,
    "rate": _bad_rate,
    "kebab": _bad_key,
    "empty_text": _bad_text,
    "string_too_short": _bad_text,
    "string_too_long": _bad_text,
    "string_pattern_mismatch": _bad_form,
    **dict.fromkeys(_LIMITS, _out_of_range),
}
"""How each type of complaint is told; other `…_type` complaints are told as a wrong type."""
