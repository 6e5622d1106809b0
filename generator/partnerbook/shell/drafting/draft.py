"""A record that is about to be written: its id, its fields, its prose."""

from collections.abc import Iterable
from typing import Any

import click
from msgspec import Struct

from partnerbook.core.kinds import KINDS
from partnerbook.core.record import KEBAB
from partnerbook.ingest.composing import NotWritable, compose_front
from partnerbook.ingest.editing import Change, NotEditable, edit
from partnerbook.shell.drafting.trial import add_file, refuse_new_errors
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.visible import visible

LONGEST_KEY = 80
"""Longer ids are refused by the check."""


class Draft(Struct, frozen=True):
    """A new record: its kind, its id, its fields in the order they are written, and its prose.

    Fields without a value, None or an empty list, are left out.
    """

    kind: str
    key: str
    fields: dict[str, Any]
    body: str = ""

    @property
    def path(self) -> str:
        """Where it is to lie, relative to the handbook's root."""
        return KINDS[self.kind].path(self.key)

    def content(self, changes: Iterable[Change] = ()) -> str:
        """The whole file, with further values set.

        Raises:
            ClickException: for a value that no record can hold, or a field that does not take one.
        """
        written = {name: value for name, value in self.fields.items() if value not in (None, (), "")}
        body = self.body.replace("\r\n", "\n").strip()
        try:
            front = compose_front(written)
            text = f"---\n{front}---\n\n{body}\n" if body else f"---\n{front}---\n"
            return edit(text, changes, KINDS[self.kind].model)
        except (NotWritable, NotEditable) as error:
            raise click.ClickException(visible(str(error))) from None


def write_draft(handbook: Handbook, draft: Draft, changes: Iterable[Change], dry_run: bool) -> str:
    """Write a new record and say where, once the handbook with it in it brings no new error.

    Raises:
        BadParameter: for an id that can be none.
        ClickException: where a record of the id lies already, or a value cannot be written.
    """
    refuse_bad_key(draft.kind, draft.key)
    if handbook.current.book.knows(draft.kind, draft.key):
        raise click.ClickException(f"{draft.path} lies there already and was left alone")
    text = draft.content(changes)
    refuse_new_errors(handbook, draft.path, text.encode())
    if not dry_run:
        add_file(handbook.root, draft.path, text.encode())
    return text


def refuse_bad_key(kind: str, key: str) -> None:
    """Refuse what can be no id before it becomes part of a path.

    Raises:
        BadParameter: for anything but lower-case letters, digits and single hyphens.
    """
    if KEBAB.fullmatch(key) is None or len(key) > LONGEST_KEY:
        raise click.BadParameter(
            f"{key!r} cannot be an id: lower-case letters, digits and single hyphens, at most {LONGEST_KEY}",
            param_hint="--id",
        )
    if KINDS[kind].by_year and not key[:5].rstrip("-").isdecimal():
        raise click.BadParameter(f"the id of a {kind} begins with its day", param_hint="--id")
