"""The same handbook as a stock Material user would write it: our pages turned into plain Markdown."""

import re
from html.parser import HTMLParser
from pathlib import Path

CONFIGURATION = """site_name: Stock
theme: {name: material, font: false}
plugins: [search]
not_in_nav: "*"
nav: [index.md]
markdown_extensions: [tables]
"""
_BLOCKS = {"p", "div", "section", "header", "dl", "ul", "ol", "form", "li", "dt", "dd", "blockquote", "pre", "tr"}
_HEADINGS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### "}
_MARKS = re.compile(r"([\\`*_{}\[\]<>|#])")


class _Writer(HTMLParser):
    """Headings, paragraphs, lists and tables; forms and drawings have no Markdown and are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.text = ""
        self.cells: list[str] | None = None
        self.rows = 0

    def _end(self, prefix: str = "") -> None:
        text = " ".join(self.text.split())
        self.text = ""
        if text and self.cells is None:
            self.lines += [f"{prefix}{text}", ""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end()
            self.rows = 0
        elif tag == "tr":
            self.cells = []
        elif tag in ("td", "th"):
            self.text = ""
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cells is not None:
            self.cells.append(" ".join(self.text.split()))
            self.text = ""
        elif tag == "tr" and self.cells is not None:
            self.lines.append(f"| {' | '.join(self.cells)} |")
            if self.rows == 0:
                self.lines.append("|---" * len(self.cells) + "|")
            self.rows, self.cells = self.rows + 1, None
        elif tag == "table":
            self.lines.append("")
        elif tag in _HEADINGS:
            self._end(_HEADINGS[tag])
        elif tag == "li":
            self._end("- ")
        elif tag in _BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        self.text += _MARKS.sub(r"\\\1", data)


def write_stock(rendered: Path, out: Path) -> int:
    """Turn what `partnerbook render` wrote into a stock project; returns how many pages it has."""
    (out / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    pages = sorted(rendered.rglob("*.md"))
    for page in pages:
        writer = _Writer()
        writer.feed(page.read_text(encoding="utf-8").split("---\n", 2)[2])
        file = out / "docs" / page.relative_to(rendered)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(writer.lines), encoding="utf-8")
    return len(pages)
