"""What the tests of pages share: handbooks in memory, their pages, and every text of their records."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

from partnerbook.analysis import Records, analysed
from partnerbook.core.book import Book
from partnerbook.core.finding import Finding, Rule
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.site.build import build_pages
from partnerbook.site.context import Context
from partnerbook.site.edition import Edition
from partnerbook.site.environment import environment
from partnerbook.site.page import Page

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "generator/partnerbook/specimen"
TEMPLATES = ROOT / "site_templates"
SPECIMEN = {
    path.relative_to(HANDBOOK).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(HANDBOOK.glob("records/**/*.md"))
}
AS_OF = date(2026, 9, 30)


def book_of(files: dict[str, str]) -> Book:
    """The Book of files that have nothing wrong with them."""
    loaded = load(MemorySource(files))
    assert [f"{finding.path}: {finding.message}" for finding in loaded.findings] == []
    return loaded.book


def pages_of(
    book: Book,
    *,
    as_of: date = AS_OF,
    findings: Sequence[Finding] = (),
    rules: Sequence[Rule] = (),
    edition: Edition | None = None,
) -> dict[str, Page]:
    """Every page of a Book by its address."""
    english, compiled = _english()
    current = analysed(Records(book, as_of, as_of))
    context = Context(current, tuple(findings), edition or english, tuple(rules), SPECIMEN)
    env = environment([TEMPLATES], edition) if edition else compiled
    return {page.uri: page for page in build_pages(context, env)}


@lru_cache(maxsize=1)
def _english() -> tuple[Edition, Environment]:
    """The English edition with its templates, compiled once."""
    edition = Edition.of("en")
    return edition, environment([TEMPLATES], edition)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@lru_cache(maxsize=1024)
def elements(text: str) -> list[tuple[str, dict[str, str]]]:
    """Every element of a page with its attributes, as a browser would read them."""
    parser = _Elements()
    parser.feed(text)
    parser.close()
    return parser.found
