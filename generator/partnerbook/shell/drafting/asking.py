"""Asking for what a record needs: on a terminal one by one, elsewhere all that is missing at once."""

import sys
from collections.abc import Collection

import click
from msgspec import Struct, field

from partnerbook.shell.drafting.known import unknown
from partnerbook.shell.visible import visible

_LISTED = 8
"""So many choices stand in the question itself; all of more are listed for a question mark."""


class Asker(Struct):
    """Gathers the answers a record needs; those missing without a terminal are named together at the end."""

    interactive: bool
    missing: list[str] = field(default_factory=list)

    @classmethod
    def at_terminal(cls, no_input: bool) -> "Asker":
        """One that asks only where somebody is there to answer."""
        return cls(not no_input and sys.stdin is not None and sys.stdin.isatty())

    def one(
        self, value: str | None, option: str, question: str, known: Collection[str] = (), default: str | None = None
    ) -> str:
        """An answer: the option's, else what is typed, else the default; empty where it is missing.

        Raises:
            BadParameter: for a value of the option that is not `known`.
        """
        if value is not None:
            if known and value not in known:
                raise click.BadParameter(unknown("the word", value, known), param_hint=option)
            return value
        if self.interactive:
            return self._asked(question, known, default)
        if default is None:
            self.missing.append(option)
        return default or ""

    def some(self, values: tuple[str, ...], option: str, question: str, known: Collection[str] = ()) -> tuple[str, ...]:
        """One answer or several, of which the last is followed by an empty one; none where they are missing."""
        if values or not self.interactive:
            given = tuple(self.one(value, option, question, known) for value in values)
            return given or self._none(option)
        found = [self._asked(question, known, None)]
        while more := self._asked(f"{question}, another one (or nothing)", known, ""):
            found.append(more)
        return tuple(found)

    def done(self) -> None:
        """Say what is missing.

        Raises:
            UsageError: where anything is.
        """
        if self.missing:
            raise click.UsageError(f"missing: {', '.join(dict.fromkeys(self.missing))}")

    def _none(self, option: str) -> tuple[str, ...]:
        self.missing.append(option)
        return ()

    def _asked(self, question: str, known: Collection[str], default: str | None) -> str:
        shown = f" ({', '.join(known)})" if known and len(known) <= _LISTED else " (? lists them)" if known else ""
        while True:
            answer: str = click.prompt(f"{question}{shown}", default=default, show_default=bool(default), err=True)
            answer = answer.strip()
            if known and answer == "?":
                click.echo("  " + "\n  ".join(visible(word) for word in sorted(known)), err=True)
            elif answer == default or not known or answer in known:
                return answer
            else:
                click.echo(visible(unknown("the word", answer, known)), err=True)
