"""Where the forge shows what pages lead to. Which make of forge it is, pages do not know."""

import re
from urllib.parse import quote

from msgspec import Struct

_PLACE = re.compile(r"\{(path|line|commit)\}")


class ForgePages(Struct, frozen=True):
    """Addresses with places to fill in, for texts that are percent-encoded; empty where there is no forge."""

    line: str = ""
    """A line of a file: `{path}` and `{line}`."""
    new_file: str = ""
    """The form for a new file: `{path}` and `{text}`."""
    commit: str = ""
    """What one commit changed: `{commit}`."""

    def to_line(self, path: str, line: int) -> str:
        """The address of a line of a file; empty where there is no forge."""
        return _filled(self.line, path=quote(path), line=str(line))

    def to_commit(self, commit: str) -> str:
        """The address of a commit; empty where there is no forge."""
        return _filled(self.commit, commit=quote(commit))


def _filled(address: str, **values: str) -> str:
    """An address with its places filled in all at once: other braces, also of what is filled in, stay as they are."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), address)


NO_FORGE = ForgePages()
"""For a handbook that lies nowhere but on disk."""
