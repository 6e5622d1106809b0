"""A finished page of the handbook, before any site generator has seen it.

Pages are made once, as plain HTML, by a pure builder. MkDocs gets them through its plugin; the
command ``partnerbook render`` writes the same pages as files, for another generator and for tests.
Both pass on the same block of HTML, so they cannot drift apart.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from urllib.parse import quote

from msgspec import Struct

_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL | re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_ONE_BLANK_LINE = re.compile(r"\n(?=[^\S\n]*(?:\n|$))")
_YAML_UNSAFE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class SearchEntry(Struct, frozen=True):
    """One thing the search box can find, in plain text; ``anchor`` is empty for the page itself."""

    anchor: str
    title: str
    text: str


class Page(Struct, frozen=True):
    """One page: where it stands, what it shows, and how it is found.

    ``title``, ``description`` and the search entries are plain text: whoever prints them escapes
    them. ``html`` is finished markup and is never touched again.
    """

    uri: str
    """Path as a Markdown file below the handbook, for example ``partners/kanzlei-nordlicht.md``."""
    title: str
    html: str
    source: str | None
    """The record the edit button opens, for example ``records/partners/x.md``."""
    search: tuple[SearchEntry, ...]
    listed: bool
    """Whether the page stands in the navigation."""
    description: str = ""

    @property
    def url(self) -> str:
        """The address below the site's root, in the way MkDocs forms it (``partners/x/``)."""
        return page_url(self.uri)

    @property
    def sections(self) -> tuple[SearchEntry, ...]:
        """The entries with an anchor, in page order: they are the page's table of contents too."""
        return tuple(entry for entry in self.search if entry.anchor)


class Download(Struct, frozen=True):
    """A file that pages link to, such as a statement to send; made when it is asked for."""

    uri: str
    """Path below the handbook, for example ``statements/files/software-werft-2026-q2.pdf``."""
    make: Callable[[], bytes]


class Site(Struct, frozen=True):
    """All pages, and the two lines which stand on every page, hand-written ones included."""

    pages: tuple[Page, ...]
    notice: str = ""
    """Shown above every page, for example that this is a demo program."""
    imprint: str = ""
    """Shown below every page, for example the day the figures are as of."""
    downloads: tuple[Download, ...] = ()
    """Files beside the pages."""


@lru_cache(maxsize=1 << 15)
def page_url(uri: str) -> str:
    """Return the address of a page; ``index.md`` and ``README.md`` stand for their folder."""
    folder, name = posixpath.split(uri)
    stem = posixpath.splitext(name)[0]
    path = folder if stem in ("index", "README") else posixpath.join(folder, stem)
    return quote(path + "/") if path else ""


def link(source: str, target: str, anchor: str = "") -> str:
    """Return the relative address from one page (or to one asset) to another.

    Relative, because a handbook lives below a path at one firm and at the root of a host at the
    next, and is also opened from a directory of files.
    """
    goal = page_url(target) if target.endswith(".md") else quote(target)
    if source == target and anchor:
        return f"#{anchor}"
    path = posixpath.relpath("/" + goal, "/" + page_url(source))
    slash = "/" if (not goal or goal.endswith("/")) and not path.endswith("/") else ""
    return path + slash + (f"#{anchor}" if anchor else "")


def as_block(page: Page) -> str:
    """Return the page's HTML as one raw block, the same for every site generator.

    A raw block ends at the first blank line in CommonMark; blank lines are therefore taken out,
    and where they mean something (preformatted text) written as character references.
    """
    parts = _PRE.split(page.html.strip())
    block = "".join(
        _ONE_BLANK_LINE.sub("&#10;", part) if index % 2 else _BLANK_LINES.sub("\n", part)
        for index, part in enumerate(parts)
    )
    return f'<div class="pb-page">\n{block}\n</div>'


def as_markdown(page: Page) -> str:
    """Return the page as a Markdown file: front matter, then the HTML as one raw block.

    The theme prints titles as they stand, so they are escaped here, once.
    """
    title, description = escape(page.title), escape(page.description)
    head = [f"title: {_quoted(title)}"]
    if description:
        head.append(f"description: {_quoted(description)}")
    if page.source:
        head.append(f"source: {_quoted(page.source)}")
    head += ["search:", "  exclude: true"]
    front = "\n".join(head)
    return f"---\n{front}\n---\n\n{as_block(page)}\n"


def _quoted(text: str) -> str:
    """Quote as JSON, which YAML reads as a double-quoted scalar; escape what YAML alone forbids."""
    plain = json.dumps(text, ensure_ascii=False)
    return _YAML_UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", plain)
