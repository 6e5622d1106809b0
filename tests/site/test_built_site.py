"""The specimen inside MkDocs: the same bytes as `render`, every page there, found, and no wider than it must be."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from sitework import AS_OF, SPECIMEN, TEMPLATES, elements

from partnerbook.shell.handbook import open_handbook
from partnerbook.shell.pages import site_of
from partnerbook.shell.scaffold import new_handbook
from partnerbook.site.page import Page, as_markdown

EDIT = "https://forge.example/firm/handbook/edit/main/"
BASE = "http://site/"
OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook as `init` begins it, with the specimen's records, built strictly into `site/`."""
    root = tmp_path_factory.mktemp("handbook")
    for path, text in (new_handbook("Kontor", "Alsterblick", "en", AS_OF) | SPECIMEN).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    build(load_config(str(root / "mkdocs.yml"), strict=True))
    return root


@pytest.fixture(scope="module")
def pages(handbook: Path) -> dict[str, Page]:
    """What `build_site` gives for the same handbook."""
    return {page.uri: page for page in site_of(open_handbook(handbook)).pages}


@pytest.fixture(scope="module")
def built(handbook: Path, pages: dict[str, Page]) -> dict[str, str]:
    """The HTML MkDocs wrote, by the page's address as a Markdown file."""
    site = handbook / "site"
    return {uri: (site / page.url / "index.html").read_text(encoding="utf-8") for uri, page in pages.items()}


def test_every_page_is_in_the_built_site(handbook: Path, pages: dict[str, Page]) -> None:
    site = handbook / "site"
    found = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    own = {page.url.rstrip("/") or "." for page in pages.values()}
    assert found == own | {"how-we-work"}


def test_mkdocs_and_render_show_the_same_bytes(pages: dict[str, Page], built: dict[str, str]) -> None:
    for uri, page in pages.items():
        block = as_markdown(page).split("\n---\n\n", 1)[1].rstrip("\n")
        assert block.startswith('<div class="pb-page">\n')
        assert built[uri].count(block) == 1, uri


def test_another_generator_passes_pages_on_unchanged(pages: dict[str, Page]) -> None:
    markdown = Markdown(extensions=["attr_list", "tables"])
    for uri, page in pages.items():
        block = as_markdown(page).split("\n---\n\n", 1)[1].rstrip("\n")
        assert markdown.reset().convert(block) == block, uri


def test_edit_opens_the_record(pages: dict[str, Page], built: dict[str, str]) -> None:
    shown = {}
    for uri, text in built.items():
        links = [attributes["href"] for tag, attributes in elements(text) if attributes.get("rel") == "edit"]
        shown[uri] = links[0] if links else None
    assert shown == {uri: page.source and EDIT + page.source for uri, page in pages.items()}
    assert shown["partners/agentur-brandung.md"] == EDIT + "records/partners/agentur-brandung.md"
    assert shown["referrals/2026-03-02-software-werft-k7.md"] == (
        EDIT + "records/referrals/2026/2026-03-02-software-werft-k7.md"
    )
    assert shown["reference/problems.md"] is None


def test_every_link_leads_somewhere(handbook: Path, pages: dict[str, Page], built: dict[str, str]) -> None:
    site = handbook / "site"
    anchors = {
        path: {attributes["id"] for _, attributes in elements(path.read_text(encoding="utf-8")) if "id" in attributes}
        for path in site.rglob("index.html")
    }
    for uri, text in built.items():
        here = BASE + pages[uri].url
        for tag, attributes in elements(text):
            if tag != "a" or OUTSIDE.match(attributes["href"]) or attributes["href"].startswith(("mailto:", "tel:")):
                continue
            goal = urlsplit(urljoin(here, attributes["href"]))
            if "download" in attributes:
                assert (site / goal.path.lstrip("/")).is_file(), f"{uri} links to {attributes['href']}"
                continue
            page = site / goal.path.lstrip("/") / "index.html"
            assert page in anchors, f"{uri} links to {attributes['href']}"
            assert not goal.fragment or goal.fragment in anchors[page], f"{uri}: {attributes['href']}"


def test_nothing_is_loaded_from_another_host(handbook: Path) -> None:
    for path in (handbook / "site").rglob("*.html"):
        for tag, attributes in elements(path.read_text(encoding="utf-8")):
            loaded = [attributes.get("href", "")] if tag in ("link", "image", "use") else []
            loaded += [attributes.get(name, "") for name in ("src", "srcset", "poster", "data", "action", "style")]
            if tag == "link" and attributes.get("rel") == "canonical":
                continue
            assert not [address for address in loaded if OUTSIDE.search(address)], f"{path}: <{tag} {attributes}>"


def test_no_style_or_script_of_ours_names_another_host(handbook: Path) -> None:
    # Material's own bundle holds addresses that it asks only for features that are switched off here;
    # the browser tests watch that it keeps still.
    styles = sorted((handbook / "site").rglob("*.css"))
    assert [path.name for path in styles if path.parent.name == "assets"] == ["partnerbook.css"]
    for path in styles:
        text = path.read_text(encoding="utf-8")
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", text) + re.findall(r"@import[^;]*", text):
            assert address.startswith("data:") or not OUTSIDE.search(address), f"{path}: {address}"
    assert not OUTSIDE.search(re.sub(r"^\s*//.*$", "", (TEMPLATES / "assets/partnerbook.js").read_text(), flags=re.M))


def test_detail_pages_stand_in_lists_only(pages: dict[str, Page], built: dict[str, str]) -> None:
    listed = {page.url for page in pages.values() if page.listed} | {"how-we-work/"}
    details = {page.url for page in pages.values()} - listed
    assert "partners/agentur-brandung/" in details
    for uri, text in built.items():
        around = text.replace(text[text.index('<div class="pb-page">') : text.index("</article>")], "")
        hrefs = [attributes["href"] for tag, attributes in elements(around) if tag == "a"]
        linked = {urlsplit(urljoin(BASE + pages[uri].url, href)).path.lstrip("/") for href in hrefs}
        assert linked & details <= {pages[uri].url}, uri
        assert len(around) < 30_000, uri


def test_detail_pages_lead_back_to_their_index(built: dict[str, str]) -> None:
    def path(uri: str) -> list[str]:
        text = built[uri]
        start = text.index('<nav class="md-path"')
        return [
            attributes["href"] for tag, attributes in elements(text[start : text.index("</nav>", start)]) if tag == "a"
        ]

    assert path("partners/agentur-brandung.md") == ["../..", "../", "../"]
    assert path("referrals/2026-03-02-software-werft-k7.md") == ["../..", "../"]
    assert path("reference/rules/ref001.md") == ["../../..", "../../problems/", "../"]


def test_every_page_is_in_the_search_index(handbook: Path, pages: dict[str, Page]) -> None:
    index = json.loads((handbook / "site/search/search_index.json").read_text(encoding="utf-8"))
    entries = {entry["location"]: entry for entry in index["docs"]}
    assert len(entries) == len(index["docs"])
    for page in pages.values():
        assert unescape(entries[page.url]["title"]) == page.title
    brandung = entries["partners/agentur-brandung/"]
    assert brandung["title"] == "Agentur Brandung"
    for words in ("Brand strategy", "Tomke Abels", "old coffee warehouse"):
        assert words in unescape(brandung["text"])


def test_every_phrase_of_clients_is_found_by_itself(handbook: Path, built: dict[str, str]) -> None:
    index = json.loads((handbook / "site/search/search_index.json").read_text(encoding="utf-8"))
    phrases = [entry for entry in index["docs"] if entry["location"].startswith("partners/agentur-brandung/#")]
    assert phrases == [
        {
            "location": "partners/agentur-brandung/#says-1",
            "title": "Our label looks like my grandfather's",
            "text": "",
        },
        {
            "location": "partners/agentur-brandung/#says-2",
            "title": "The retailer wants us cheaper every year",
            "text": "",
        },
    ]
    assert (
        '<li id="says-2"><q>The retailer wants us cheaper every year</q></li>' in built["partners/agentur-brandung.md"]
    )


def test_reference_pages_stand_behind_the_others(handbook: Path) -> None:
    index = json.loads((handbook / "site/search/search_index.json").read_text(encoding="utf-8"))
    weights = {entry["location"]: entry.get("boost", 1) for entry in index["docs"]}
    assert weights["reference/rules/ref001/"] == 0.1
    assert weights["partners/agentur-brandung/"] == 1


def test_page_that_also_lies_in_docs_fails_a_strict_build(handbook: Path, tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records/program.md").write_text(SPECIMEN["records/program.md"], encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text((handbook / "mkdocs.yml").read_text())
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/needs.md").write_text("# Mine\n")
    with pytest.raises(Abort):
        build(load_config(str(tmp_path / "mkdocs.yml"), strict=True))
