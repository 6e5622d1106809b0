"""The examples of a rule as whole handbooks: the specimen with a record that breaks or keeps it."""

import re
import textwrap
from collections.abc import Mapping

from partnerbook.core.finding import Example

Files = Mapping[str, str | bytes]
"""Files of a handbook by path, relative to its root."""

_BLOCK = re.compile(r"^([A-Za-z_]\w*):.*\n?(?:(?![A-Za-z_]\w*:).*\n?)*", re.MULTILINE)
"""A top-level key of front matter with everything that belongs to it."""


def placed(example: Example, specimen: Files) -> dict[str, str | bytes]:
    """The specimen's files with an example in their midst."""
    files = dict(specimen)
    for path, content in ((example.path, _content(example, specimen)), *example.others):
        if content is None:
            files.pop(path, None)
        else:
            files[path] = content
    return files


def _content(example: Example, specimen: Files) -> str | bytes:
    """The file of the example itself."""
    if example.text is not None:
        return example.text
    there = specimen.get(example.path, "---\n---\n")
    return with_front(there if isinstance(there, str) else there.decode(), example.front)


def with_front(text: str, front: str) -> str:
    """A record with the top-level keys of `front` in the place of its own; a key with the value `~` is taken out."""
    opening, old, rest = text.split("---\n", 2)
    new = {match[1]: match[0].rstrip() + "\n" for match in _BLOCK.finditer(textwrap.dedent(front).strip("\n") + "\n")}
    kept = _BLOCK.sub(lambda match: new.pop(match[1], match[0]), old)
    added = "".join(new.values())
    fields = re.sub(r"^[A-Za-z_]\w*: ~\n", "", f"{kept}{added}", flags=re.MULTILINE)
    return f"{opening}---\n{fields}---\n{rest}"
