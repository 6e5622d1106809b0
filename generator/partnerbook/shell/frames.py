"""What the theme writes around a page, written once for all pages that share it.

Material's template takes longer than everything else a page needs, and around the pages of one
folder it writes the same but for title, description, address, edit link, contents list and content.
So it is run once with marks in these places, and every other page is put together from the pieces.

Whether that holds is not taken on trust: a theme may be overridden, a plugin may add something to
each page. The first two pages of every frame are rendered as usual too; where a frame gives other
bytes than the theme, it is given up, and its pages are rendered one by one.
"""

import copy
import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Template
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from msgspec import Struct, field

# The content's mark says that a heading is inside: without one the theme would add its own.
_CONTENT = "\x02content<h1\x03"
_MARK = re.compile("\x02(title|description|address|canonical|edit|content|heading\\d+|anchor\\d+)(?:<h1)?\x03")
_IN_META = ("title", "description", "address")

Key = tuple[object, ...]


class _Frame(Struct):
    """The theme's output, cut at the marks: texts, and between them the names of places."""

    pieces: list[str]
    pages: int = 0
    """How many pages have shown that it gives what the theme gives."""
    holds: bool = True

    def around(self, texts: Mapping[str, str]) -> str:
        """The page with these texts in their places."""
        return "".join(texts[piece] if place % 2 else piece for place, piece in enumerate(self.pieces))


class Frames(Struct):
    """All frames of one build, by what their pages share."""

    template: Template
    """The theme's template for a page."""
    proofs: int = 2
    """How many pages of a frame are rendered as usual and compared."""
    _frames: dict[Key, _Frame] = field(default_factory=dict)

    def page(self, page: Page, context: Mapping[str, Any]) -> str:
        """The finished page, as the theme gives it in this context."""
        key = _shared(page)
        frame = self._frames.get(key)
        if frame is None:
            marked = self.template.render({**context, "page": _marked(page)})
            frame = self._frames[key] = _Frame(_MARK.split(marked))
        if frame.holds and frame.pages >= self.proofs:
            return frame.around(_texts(page))
        whole = self.template.render(context)
        if frame.holds:
            frame.holds = frame.around(_texts(page)) == whole
            frame.pages += 1
        return whole


def _shared(page: Page) -> Key:
    """What must be the same for two pages to share a frame: place, parent, contents, what is there at all."""
    return (
        page.file.url.count("/"),
        page.file.src_uri.rpartition("/")[0],
        id(page.parent),
        tuple(entry.level for entry in page.toc),
        tuple(sorted((name, "" if name in _IN_META else repr(page.meta[name])) for name in page.meta)),
        all(_is_plain(text) for name, text in _texts(page).items() if name not in ("content", "edit", "canonical")),
        bool(page.canonical_url),
        bool(page.edit_url),
    )


def _is_plain(text: str) -> bool:
    """Whether a theme that escapes or trims a text would leave it as it is; others are proven on their own."""
    return "&" not in text and text == " ".join(text.split())


def _mark(name: str) -> str:
    return f"\x02{name}\x03"


def _marked(page: Page) -> Page:
    marked = copy.copy(page)
    marked.meta = {name: _mark(name) if name in _IN_META else page.meta[name] for name in page.meta}
    marked.content = _CONTENT
    marked.canonical_url = page.canonical_url and _mark("canonical")
    marked.edit_url = page.edit_url and _mark("edit")
    marked.toc = TableOfContents(
        [
            AnchorLink(_mark(f"heading{place}"), _mark(f"anchor{place}"), entry.level)
            for place, entry in enumerate(page.toc)
        ]
    )
    return marked


def _texts(page: Page) -> dict[str, str]:
    """What stands in the marked places."""
    texts = {
        "title": page.meta["title"],
        "description": page.meta.get("description", ""),
        "address": page.meta.get("address", ""),
        "canonical": page.canonical_url or "",
        "edit": page.edit_url or "",
        "content": page.content or "",
    }
    for place, entry in enumerate(page.toc):
        texts[f"heading{place}"] = entry.title
        texts[f"anchor{place}"] = entry.id
    return texts
