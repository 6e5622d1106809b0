"""What a figure means: its formula, its source, and what to mind when reading it."""

from typing import Literal

from msgspec import Struct

from partnerbook.analysis.metrics.figure import Unit

Scope = Literal["partner", "program", "both"]
"""Whether a figure is told of each partner, of the program as a whole, or of both."""
Minimum = Literal["none", "one", "four", "minimum_decided", "uneven_flows"]
"""How many facts a figure needs: so many, or as many as the program's `health` says. `none`: nothing counted is a
figure as well, and says zero."""


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a text for translation; it stays English here, and whoever prints it translates it."""
    return message


class Definition(Struct, frozen=True):
    """One figure: its title, how it is reckoned, where that is laid down, and what to mind when reading it."""

    key: str
    title: str
    formula: str
    source: str
    unit: Unit
    scope: Scope = "both"
    minimum: Minimum = "none"
    caveats: tuple[str, ...] = ()
