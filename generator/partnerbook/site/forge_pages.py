"""Where the forge shows what pages lead to. Which make of forge it is, pages do not know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForgePages:
    """Addresses with places to fill in, for texts that are percent-encoded; empty where there is no forge."""

    line: str = ""
    """A line of a file: `{path}` and `{line}`."""
    new_file: str = ""
    """The form for a new file: `{path}` and `{text}`."""
    commit: str = ""
    """What one commit changed: `{commit}`."""


NO_FORGE = ForgePages()
"""For a handbook that lies nowhere but on disk."""
