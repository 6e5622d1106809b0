"""Words that must be known before anything is written: ids of records, keys of the program, fields to set."""

import re
from collections.abc import Collection, Iterable

import click

from partnerbook.core.book import Entry
from partnerbook.core.finding import FieldPath
from partnerbook.core.record import Record
from partnerbook.ingest.editing import Change, Put
from partnerbook.ingest.scalars import ScalarError, resolve
from partnerbook.ingest.strict_yaml import Plain, read
from partnerbook.rules.suggestions import did_you_mean
from partnerbook.shell.handbook import Handbook

_STEP = re.compile(r"(?:^|\.)([a-z_]+)|\[(\d{1,4})\]", re.ASCII)
_LISTED = 12
"""So many known words are listed; of more, only the nearest is offered."""


def known_entry(handbook: Handbook, kind: str, key: str, hint: str) -> Entry[Record]:
    """A record by its id.

    Raises:
        BadParameter: where there is none, with the nearest one there is; or where it cannot be read.
    """
    book = handbook.current.book
    found = book.shelf(kind).get(key)
    if found is not None:
        return found
    if book.knows(kind, key):
        raise click.BadParameter(f"the {kind} {key} cannot be read; `partnerbook check` says why", param_hint=hint)
    raise click.BadParameter(unknown(f"the {kind}", key, book.shelf(kind)), param_hint=hint)


def unknown(what: str, key: str, known: Collection[str]) -> str:
    """That there is no such thing, with the nearest there is, or all of a few."""
    near = did_you_mean(key, known)
    listed = f"Known are {', '.join(sorted(known))}." if known and len(known) <= _LISTED and not near else near.strip()
    return f"{what} {key!r} is not known. {listed}".strip()


def settings(assignments: Iterable[str]) -> tuple[Change, ...]:
    """What `--set FIELD=VALUE` asks for: `review.period=2026-Q3`, `training={topic: Cash, audience: us}`.

    Raises:
        BadParameter: for anything else.
    """
    return tuple(_setting(assignment) for assignment in assignments)


def _setting(assignment: str) -> Change:
    name, sign, text = assignment.partition("=")
    path = _path(name.strip())
    if not sign or not path:
        raise click.BadParameter(f"{assignment!r} is not of the form FIELD=VALUE", param_hint="--set")
    return Put(path, _value(text.strip()))


def _path(name: str) -> FieldPath:
    """A field path as people say it, `deals[0].value`; none where it is not one."""
    steps = list(_STEP.finditer(name))
    whole = "".join(step.group() for step in steps) == name
    return tuple(step[1] or int(step[2]) for step in steps) if whole else ()


def _value(text: str) -> Plain:
    """A value as front matter would read it; only one that begins with a bracket is more than a scalar."""
    if text[:1] in ("{", "["):
        reading = read(text)
        if reading.faults:
            raise click.BadParameter(f"{text!r}: {reading.faults[0].message}", param_hint="--set")
        return reading.value
    try:
        return resolve(text)
    except ScalarError as error:
        raise click.BadParameter(f"{error.message}. {error.remedy}", param_hint="--set") from None
