"""Options that several commands share."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from partnerbook.core.dates import Period

if TYPE_CHECKING:
    from partnerbook.core.money import Money

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day, written 2026-09-30."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the option's text."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
            if day.isoformat() != value:  # Python also reads 20260930 and 2026-W40-3
                raise ValueError
            return day
        except ValueError:
            self.fail(f"{value!r} is not a day; write it like 2026-09-30", param, ctx)


class MomentName(click.ParamType[date]):
    """A day or a minute of a day, written 2026-09-30 or 2026-09-30T14:20."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the option's text."""
        if isinstance(value, date):
            return value
        try:
            moment = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
            written = moment.isoformat("T", "minutes") if isinstance(moment, datetime) else moment.isoformat()
            if written != value:
                raise ValueError
            return moment
        except ValueError:
            self.fail(f"{value!r} is no moment; write it like 2026-09-30 or 2026-09-30T14:20", param, ctx)


class Amount(click.ParamType["Money"]):
    """An amount of money, written 48000.00 EUR."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Money":
        """Read the option's text."""
        from partnerbook.core.money import Money

        if isinstance(value, Money):
            return value
        try:
            return Money.parse(value)
        except ValueError as error:
            self.fail(f"{value!r}: {error}", param, ctx)


class PeriodName(click.ParamType[Period]):
    """A period, written 2026, 2026-Q2 or 2026-06."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Read the option's text."""
        if isinstance(value, Period):
            return value
        try:
            return Period.parse(value)
        except ValueError as error:
            self.fail(f"{value!r}: {error}", param, ctx)


def root_option(function: F) -> F:
    """`--root DIR`: the handbook's folder."""
    return click.option(
        "--root",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        default=Path(),
        help="Folder of the handbook; by default the current one, or the nearest above it.",
    )(function)


def as_of_option(function: F) -> F:
    """`--as-of DATE`: the day to look from."""
    return click.option(
        "--as-of",
        type=Day(),
        default=None,
        help="Look from this day; facts after it are ignored. By default today (a sample program has its own day).",
    )(function)


def base_option(function: F) -> F:
    """`--base REV`: what a change is compared with."""
    return click.option(
        "--base",
        metavar="REV",
        default=None,
        help="Compare with where this branch left REV, a branch, tag or commit: what was paid, signed or closed stays.",
    )(function)


def language_option(function: F) -> F:
    """`--lang en|de`: the language of what is written."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(["en", "de"]),
        default=None,
        help="Language of the report; by default the handbook's.",
    )(function)


def codes_option(name: str, text: str) -> Callable[[F], F]:
    """An option that takes codes of rules or families, several times or with commas."""

    def split(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
        codes = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
        from partnerbook.rules import ALL_RULES

        for code in codes:
            if not any(rule.code.startswith(code) for rule in ALL_RULES):
                raise click.BadParameter(f"no rule begins with {code}; `partnerbook rules` lists them")
        return codes

    return click.option(name, multiple=True, metavar="CODE", callback=split, help=text)
