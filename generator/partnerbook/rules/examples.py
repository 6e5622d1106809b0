"""The examples of a rule as whole handbooks: the specimen with a record that breaks or keeps it."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from partnerbook.core.finding import Example

Files = Mapping[str, str | bytes]
"""Files of a handbook by path, relative to its root."""

_BLOCK = re.compile(r"^([A-Za-z_]\w*):.*\n?(?:(?![A-Za-z_]\w*:).*\n?)*", re.MULTILINE)
"""A top-level key of front matter with everything that belongs to it."""


_LONGEST = 900
"""Characters of a file that people are shown; some examples are large on purpose."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What people are shown of one file of an example; no text means that the file is missing."""

    path: str
    text: str


def excerpts(example: Example, specimen: Files) -> tuple[Excerpt, ...]:
    """An example as people read it: its own fields, then what is different in other files of the specimen."""
    own = textwrap.dedent(example.front).strip("\n") if example.text is None else _visible(example.text)
    return (
        Excerpt(example.path, own),
        *(Excerpt(path, _difference(content, specimen.get(path, ""))) for path, content in example.others),
    )


def _difference(content: str | bytes | None, before: str | bytes) -> str:
    """The lines of a file that the specimen's own does not have; all of them for a file of its own."""
    if content is None:
        return ""
    known = set(_visible(before).splitlines())
    lines = [line for line in _visible(content).splitlines() if line not in known]
    return "\n".join(lines) or "…"


def _visible(content: str | bytes) -> str:
    """A file's text with what cannot be seen written out."""
    text = content if isinstance(content, str) else content.decode("utf-8", "backslashreplace")
    shown = "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text[:_LONGEST])
    return shown.strip("\n") + (" …" if len(text) > _LONGEST else "")


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
