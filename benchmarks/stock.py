"""The same handbook as people would build it without us: Markdown files, and Material as it comes.

Each of our pages is written as Markdown with the same words: headings, paragraphs, lists, tables (our
lists of facts too), links between the files. Drawings and buttons are left out, which favours stock.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

from partnerbook.site.page import Page

_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_INLINE = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_BLOCKS = frozenset({"p", "div", "section", "header", "footer", "article", "figure", "figcaption", "caption", "small"})
_TABLES = frozenset({"table", "tr", "td", "th", "dl", "dt", "dd"})
_SKIPPED = frozenset({"svg", "script", "style", "button", "label", "select"})

_CONFIG = """site_name: The same in Markdown
theme:
  name: material
  font: false
plugins: [search]
markdown_extensions: [tables]
validation: {{nav: {{omitted_files: ignore}}}}
{nav}"""


class _Writer(HTMLParser):
    """Markdown from the HTML of one page."""

    def __init__(self, page: Page, files: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._page, self._files = page, files
        self._blocks: list[str] = []
        self._text: list[str] = []
        self._rows: list[list[str]] = []
        self._cells: list[str] = []
        self._lists: list[str] = []
        self._links: list[str] = []
        self._skipped = 0
        self._in_cell = False
        self._fenced = False
        self._prefix = ""

    def markdown(self) -> str:
        """All that was fed, as one Markdown document."""
        self._end_block()
        text = "\n\n".join(self._blocks) + "\n"
        return re.sub(r"^((?:1\.|-) .*)\n\n(?=(?:1\.|-) )", r"\1\n", text, flags=re.MULTILINE)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a cell or a mark."""
        if tag in _SKIPPED or self._skipped:
            self._skipped += tag in _SKIPPED
        elif tag == "a":
            self._links.append(self._target(dict(attrs).get("href") or ""))
            self._text.append("[")
        elif tag in _INLINE:
            self._mark(tag)
        elif tag in _TABLES:
            self._open_table(tag)
        elif tag == "br" or tag in _BLOCKS:
            self._between()
        else:
            self._open_block(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if self._skipped:
            self._skipped -= tag in _SKIPPED
        elif tag == "a":
            self._text.append(f"]({self._links.pop()})")
        elif tag in _INLINE:
            self._mark(tag)
        elif tag in _TABLES:
            self._close_table(tag)
        elif tag in _BLOCKS:
            self._between()
        else:
            self._close_block(tag)

    def _open_block(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._end_block()
            self._prefix = f"{_HEADINGS[tag]} "
        elif tag == "li":
            self._end_block()
            self._prefix = "1. " if self._lists[-1:] == ["ol"] else "- "
        elif tag in ("ul", "ol"):
            self._end_block()
            self._lists.append(tag)
        elif tag == "pre":
            self._end_block()
            self._fenced = True

    def _close_block(self, tag: str) -> None:
        if tag in _HEADINGS or tag == "li":
            self._end_block()
        elif tag in ("ul", "ol"):
            self._end_block()
            self._lists.pop()
        elif tag == "pre":
            self._blocks.append("```\n" + "".join(self._text).strip("\n") + "\n```")
            self._text, self._fenced = [], False

    def _open_table(self, tag: str) -> None:
        if tag in ("table", "dl"):
            self._end_block()
            self._rows = []
        elif tag in ("tr", "dt"):
            self._cells = []
        if tag in ("td", "th", "dt", "dd"):
            self._in_cell = True

    def _close_table(self, tag: str) -> None:
        if tag in ("td", "th", "dt", "dd"):
            self._cells.append(self._taken())
            self._in_cell = False
        if tag in ("tr", "dd"):
            self._rows.append(self._cells)
            self._cells = []
        elif tag in ("table", "dl"):
            self._end_table()

    def _mark(self, tag: str) -> None:
        if not self._fenced:
            self._text.append(_INLINE[tag])

    def handle_data(self, data: str) -> None:
        """Take over text, without what would mean something in Markdown."""
        if not self._skipped:
            self._text.append(data if self._fenced else re.sub(r"([\\`*_\[\]<>|])", r"\\\1", data))

    def _between(self) -> None:
        if self._in_cell or self._prefix:
            self._text.append(" ")
        elif not self._fenced:
            self._end_block()

    def _taken(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text = []
        return text

    def _end_block(self) -> None:
        if text := self._taken():
            self._blocks.append(self._prefix + text)
        self._prefix = ""

    def _end_table(self) -> None:
        rows = [row for row in self._rows if row]
        self._rows = []
        if not rows:
            return
        width = max(map(len, rows))
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        self._blocks.append("\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]]))

    def _target(self, address: str) -> str:
        """A link between our pages as one between files, as people write it; others as they are."""
        path, _, anchor = address.partition("#")
        if not path or "://" in path or path.startswith("mailto:"):
            return address
        here = self._page.url or "./"
        file = self._files.get(posixpath.normpath(posixpath.join(here, path)))
        if file is None:
            return address
        goal = posixpath.relpath(file, posixpath.dirname(self._page.uri) or ".")
        return f"{goal}#{anchor}" if anchor else goal


def as_stock_markdown(page: Page, files: Mapping[str, str]) -> str:
    """One page as a Markdown file; `files` gives the file of each address."""
    writer = _Writer(page, files)
    writer.feed(page.html)
    return f"---\ntitle: {page.title!r}\n---\n\n{writer.markdown()}"


def write_stock(root: Path, pages: Sequence[Page], *, in_navigation: bool) -> int:
    """Write a stock project with these pages, and return the number of words in it.

    Its navigation is ours (index pages only), or with `in_navigation` every page, as MkDocs does by itself.
    """
    files = {posixpath.normpath(page.url or "./"): page.uri for page in pages}
    words = 0
    for page in pages:
        file = root / "docs" / page.uri
        file.parent.mkdir(parents=True, exist_ok=True)
        text = as_stock_markdown(page, files)
        words += len(re.findall(r"\w+", text))
        file.write_text(text, encoding="utf-8")
    nav = "" if in_navigation else "nav:\n" + "".join(f"  - {page.uri}\n" for page in pages if page.listed)
    (root / "mkdocs.yml").write_text(_CONFIG.format(nav=nav), encoding="utf-8")
    return words
