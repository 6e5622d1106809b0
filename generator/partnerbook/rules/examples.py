"""The examples of a rule as whole handbooks: the specimen with a record that breaks or keeps it."""

import difflib
import re
import textwrap
from collections.abc import Mapping

from msgspec import Struct

from partnerbook.core.finding import Example

Files = Mapping[str, str | bytes]
"""Files of a handbook by path, relative to its root."""

_BLOCK = re.compile(r"^([A-Za-z_]\w*):.*\n?(?:(?![A-Za-z_]\w*:).*\n?)*", re.MULTILINE)
"""A top-level key of front matter with everything that belongs to it."""


_LONGEST = 900
"""Characters of a file that people are shown; some examples are large on purpose."""


class Excerpt(Struct, frozen=True):
    """What people are shown of one file of an example; no text means that the file is missing."""

    path: str
    text: str


def excerpts(example: Example, specimen: Files, *, as_change: bool = False) -> tuple[Excerpt, ...]:
    """An example as people read it: its own fields, then what is different in other files of the specimen.

    For a rule about changes it is shown `as_change`: lines that go with a minus, lines that come with a plus.
    """
    if as_change:
        files = placed(example, specimen)
        paths = dict.fromkeys((example.path, *(path for path, _ in example.others)))
        return tuple(Excerpt(path, _change(files.get(path), specimen.get(path, ""))) for path in paths)
    own = textwrap.dedent(example.front).strip("\n") or "…" if example.text is None else _visible(example.text)
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


def _change(content: str | bytes | None, before: str | bytes) -> str:
    """What a change does to a file, line by line; nothing where it takes the file away."""
    if content is None:
        return ""
    old, new = _visible(before, None).splitlines(), _visible(content, None).splitlines()
    steps = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
    return "\n".join(f"{line[0]} {line[1:]}" for line in steps if not line.startswith("@@")) or "…"


def _visible(content: str | bytes, longest: int | None = _LONGEST) -> str:
    """A file's text with what cannot be seen written out."""
    text = content if isinstance(content, str) else content.decode("utf-8", "backslashreplace")
    shown = "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text[:longest])
    return shown.strip("\n") + (" …" if longest is not None and len(text) > longest else "")


def placed(example: Example, specimen: Files) -> dict[str, str | bytes]:
    """The specimen's files with an example in their midst."""
    files = dict(specimen)
    for path, content in ((example.path, _content(example, specimen)), *example.others):
        if content is None:
            files.pop(path, None)
        else:
            files[path] = content
    return files


def _content(example: Example, specimen: Files) -> str | bytes | None:
    """The file of the example itself; None where it is taken away."""
    if example.deleted:
        return None
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
