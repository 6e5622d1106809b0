"""The folders a handbook is made of: what commands write for others never goes there."""

from collections.abc import Iterable
from pathlib import Path

import click

from partnerbook.core.kinds import RECORDS

_PARTS = (RECORDS, "docs", "site_templates")


def refuse_parts_of_the_handbook(root: Path, folders: Iterable[Path]) -> None:
    """Refuse to write into what the handbook is made of, also by a link that leads there.

    Raises:
        click.UsageError: where one of the folders is such a part, or lies in one.
    """
    parts = [(root / name).resolve() for name in _PARTS]
    for folder in folders:
        real = folder.resolve()
        if any(real.is_relative_to(part) for part in parts):
            raise click.UsageError(
                f"{folder} is part of the handbook: name a place outside {', '.join(_PARTS[:-1])} and {_PARTS[-1]}"
            )
