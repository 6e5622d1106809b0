"""Record text is data: whatever stands in a field, a page shows it as text and nothing else."""

import json
import re
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from sitework import AS_OF, elements, pages_of
from textwork import full_specimen, rewritten

from partnerbook.core.book import Book
from partnerbook.core.finding import Finding
from partnerbook.core.kinds import KINDS
from partnerbook.core.schema import blocks_of, describe
from partnerbook.rules import ALL_RULES
from partnerbook.shell.mkdocs_plugin import PartnerbookPlugin
from partnerbook.shell.scaffold import new_handbook
from partnerbook.site.page import Page, Site, as_markdown

MARKUP = """\
"><img src=x onerror=alert(1)></title></textarea></pre><script>alert(1)</script><b onclick='alert(2)'>&lt;i&gt;&amp;amp;
{{ 7*7 }} {% raw %} {#- {: onclick="alert(3)" } [a](javascript:alert(4)) <javascript:alert(5)> --> %(x)s %s {n} =1+1

\u202eRTL שלום
---
# Title"""
ADDRESS = """"onmouseover=alert(6)//<img/src=x>&amp;@x.y"""
PLAIN, PLAIN_ADDRESS = "Plain words", "plain@words.example"
ADDRESSES = (
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//elsewhere.example/x",
    "\\\\elsewhere.example\\x",
    "file:///etc/passwd",
)
BODY = """
<script>alert(1)</script><style>*{display:none}</style><iframe src="https://elsewhere.example"></iframe>

# One {: onclick="alert(1)" #attention .pb-memo }

[a](javascript:alert(2)){: onclick="alert(3)" } [b](&#106;avascript:alert(4)) [c](data:text/html,x "t") [d][ref]
<javascript:alert(5)> <img src=x onerror=alert(6)> ![x](https://elsewhere.example/x.png "onload=alert(7)")
<a href="https://x.example" onclick="alert(8)" target="_top" style="x" id="attention" class="pb-memo">e</a>
<svg><a xlink:href="javascript:alert(9)"><animate onbegin=alert(10)></a></svg><math><mtext></math>
<form action="https://elsewhere.example"><input name=x autofocus onfocus=alert(11)></form></div></section></article>

[ref]: JAVASCRIPT:alert(12) 'title'

| a | b |
|:--|--:|
| `<script>` | <td onclick=alert(13)> |

<div markdown="1" onclick="alert(14)">**x**</div> {{ 7*7 }} <!-- a --> <?php x ?> <![CDATA[ x ]]>
"""
PROSE = {
    *("p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "h3", "h4", "h5", "h6"),
    *("a", "table", "thead", "tbody", "tr", "th", "td"),
}
"""Elements of prose; only links have attributes."""
CLOSED = {"country", "currency", "into", "jurisdiction", "ledger", "line", "rule"}
"""Texts of a fixed form: no markup fits into them."""


class Outline(HTMLParser):
    """A page as a browser would read it: elements with their attributes, and words between them.

    What stands inside a `<div class="{skip}">` is kept apart.
    """

    def __init__(self, text: str, skip: str = "-") -> None:
        super().__init__()
        self.parts: list[tuple[str, ...]] = []
        self.skipped: list[tuple[str, dict[str, str]]] = []
        self.skip, self.inside = skip, 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.inside:
            self.inside += tag == "div"
            self.skipped.append((tag, {name: value or "" for name, value in attrs}))
            return
        self.inside += ("class", self.skip) in attrs
        self.parts.append(("<", tag))
        self.parts.extend((name, " ".join((value or "").split())) for name, value in attrs if name != "href")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= self.inside and tag == "div"
        if not self.inside:
            self.parts.append((">", tag))

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not self.inside:
            self.parts.append(("words", words))


def turned_hostile(parts: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A page of plain words as it must look where hostile ones stand in their place."""
    hostile = " ".join(MARKUP.split())
    return [tuple(part.replace(PLAIN, hostile).replace(PLAIN_ADDRESS, ADDRESS) for part in parts) for parts in parts]


@pytest.fixture(scope="module")
def specimen() -> Book:
    """The specimen with a text in every field that takes one."""
    return full_specimen()


def pages_with(specimen: Book, text: str, address: str = PLAIN_ADDRESS, body: str = "") -> dict[str, Page]:
    """The specimen's pages with a text in every field, a body on every record, and a finding at every record."""
    book, _ = rewritten(specimen, lambda _: (text, address), lambda _: body)
    findings = [
        Finding(ALL_RULES[0], entry.path, f"says {text}", f"Do {text}", record=entry.key) for entry in book.entries()
    ]
    return pages_of(book, findings=findings)


@pytest.fixture(scope="module")
def plain(specimen: Book) -> dict[str, Page]:
    """Pages of harmless words."""
    return pages_with(specimen, PLAIN)


@pytest.fixture(scope="module")
def hostile(specimen: Book) -> dict[str, Page]:
    """The same pages of hostile ones."""
    return pages_with(specimen, MARKUP, ADDRESS)


def test_every_text_field_of_every_kind_is_written(specimen: Book) -> None:
    _, touched = rewritten(specimen, lambda _: (MARKUP, ADDRESS), str)
    blocks = {block for kind in KINDS.values() for block in blocks_of(kind.model)}
    texts = {
        (block.__name__, name)
        for block in blocks
        for name, field in zip(block.model_fields, describe(block).fields, strict=True)
        if "text" in field.types
    }
    assert {field for field in texts - touched if field[1] not in CLOSED} == set()
    assert touched <= texts


def test_markup_in_fields_shows_as_text(plain: dict[str, Page], hostile: dict[str, Page]) -> None:
    assert list(plain) == list(hostile)
    for uri, page in hostile.items():
        assert Outline(page.html).parts == turned_hostile(Outline(plain[uri].html).parts), uri
    assert sum(page.html.count("&lt;script&gt;") for page in hostile.values()) > 300


def test_titles_are_escaped_once_wherever_they_stand(
    plain: dict[str, Page], hostile: dict[str, Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = {}
    for name, pages in (("plain", plain), ("hostile", hostile)):
        root = tmp_path / name
        (root / "docs").mkdir(parents=True)
        files = new_handbook("Kontor", "Alsterblick", "en", AS_OF)
        for file in ("mkdocs.yml", "docs/how-we-work.md"):
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(files[file], encoding="utf-8")
        site = Site(tuple(pages.values()), MARKUP if name == "hostile" else PLAIN, imprint="")
        monkeypatch.setattr(PartnerbookPlugin, "supply", lambda *_, site=site: site)
        build(load_config(str(root / "mkdocs.yml"), strict=True))
        built[name] = root / "site"
    for uri, page in hostile.items():
        texts = [(built[name] / page.url / "index.html").read_text(encoding="utf-8") for name in ("plain", "hostile")]
        # The description is cut to a sentence, which ends elsewhere.
        outlines = [Outline(re.sub(r'(<meta name="description" content=")[^"]*', r"\1", text)).parts for text in texts]
        assert outlines[1] == turned_hostile(outlines[0]), uri
    index = json.loads((built["hostile"] / "search/search_index.json").read_text(encoding="utf-8"))
    generated = [entry for entry in index["docs"] if not entry["location"].startswith("how-we-work/")]
    assert {entry["location"]: entry["title"] for entry in generated} == {
        page.url + (entry.anchor and f"#{entry.anchor}"): escape(entry.title, quote=False)
        for page in hostile.values()
        for entry in page.search
    }
    for entry in generated:
        assert {element for element, _ in elements(entry["text"])} <= {"p"}


def test_front_matter_of_rendered_pages_holds_hostile_titles(hostile: dict[str, Page]) -> None:
    for uri, page in hostile.items():
        front = yaml.safe_load(as_markdown(page).split("\n---\n", 1)[0])
        assert unescape(front["title"]) == page.title, uri
        assert "<" not in front["title"] + front.get("description", "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_lead_to_web_pages_only(specimen: Book, address: str) -> None:
    pages = pages_with(specimen, address)
    hrefs = {attributes["href"] for page in pages.values() for tag, attributes in elements(page.html) if tag == "a"}
    assert "../../partners/software-werft/" in hrefs
    assert [href for href in hrefs if re.sub(r"[\W_]", "", address).lower() in re.sub(r"[\W_]", "", href).lower()] == []


def test_links_to_mail_write_nothing_into_it(specimen: Book) -> None:
    pages = pages_with(specimen, PLAIN, "a?bcc=b@x.y&c=d")
    links = [
        attributes["href"] for page in pages.values() for _, attributes in elements(page.html) if "href" in attributes
    ]
    mails = {link for link in links if link.startswith("mailto:")}
    assert mails == {"mailto:a%3Fbcc%3Db@x.y%26c%3Dd"}


def test_web_pages_are_linked(specimen: Book) -> None:
    page = pages_with(specimen, "https://words.example/x?a=1&b=2")["partners/agentur-brandung.md"]
    assert '<a href="https://words.example/x?a=1&amp;b=2">https://words.example/x?a=1&amp;b=2</a>' in page.html


def test_code_in_messages_is_text_too(specimen: Book) -> None:
    entry = next(specimen.entries())
    finding = Finding(ALL_RULES[0], entry.path, "says `<b>` and <i>", "Do `&amp;`", record=entry.key)
    page = pages_of(specimen, findings=[finding])["reference/problems.md"]
    assert "<p>says <code>&lt;b&gt;</code> and &lt;i&gt;</p>" in page.html
    assert "Do <code>&amp;amp;</code></p>" in page.html


def test_prose_keeps_to_its_elements(specimen: Book) -> None:
    frame = pages_with(specimen, PLAIN, body="A body.")
    shown = 0
    for uri, page in pages_with(specimen, PLAIN, body=BODY).items():
        before, after = Outline(frame[uri].html, skip="pb-prose"), Outline(page.html, skip="pb-prose")
        assert after.parts == before.parts, uri
        for tag, attributes in after.skipped:
            allowed = {"href", "title", "rel"} if tag == "a" else set()
            assert tag in PROSE, f"{uri}: <{tag} {attributes}>"
            assert set(attributes) <= allowed, f"{uri}: <{tag} {attributes}>"
            assert attributes.get("href", "https://x.example") == "https://x.example", uri
        shown += page.html.count("{{ 7*7 }}")
    assert shown > 20
