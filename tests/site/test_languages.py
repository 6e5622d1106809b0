"""Two builds side by side: the same addresses, a switch that stays on the page, and honest words about the rest."""

import json
import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from sitework import HANDBOOK, ROOT, elements

from partnerbook.shell.mkdocs_languages import Alternate
from partnerbook.shell.mkdocs_plugin import PartnerbookPlugin

BASE = "http://site.example/below/a/path/"
CONFIGS = ("mkdocs.yml", "mkdocs.de.yml")


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's two editions, built strictly: its hand-written pages name records of the sample."""
    root = tmp_path_factory.mktemp("handbook")
    for folder in ("records", "docs", "site_templates/theme"):
        shutil.copytree(ROOT / folder, root / folder)
    for name in CONFIGS:
        shutil.copy(ROOT / name, root)
        build(load_config(str(root / name), strict=True))
    return root


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the records of the specimen, for what has to be built again."""
    root = tmp_path_factory.mktemp("small")
    shutil.copytree(HANDBOOK / "records", root / "records")
    for folder in ("docs", "site_templates/theme"):
        shutil.copytree(ROOT / folder, root / folder)
    for name in CONFIGS:
        shutil.copy(ROOT / name, root)
    return root


def pages_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("index.html")}


def test_both_have_the_same_pages(handbook: Path) -> None:
    english = {page for page in pages_below(handbook / "site") if not page.startswith("de/")}
    assert english == pages_below(handbook / "site/de")
    assert len(english) > 200


def test_every_page_leads_to_itself_in_the_other_language(handbook: Path) -> None:
    pages = pages_below(handbook / "site/de")
    for prefix, own in (("", "en"), ("de/", "de")):
        for page in pages:
            text = (handbook / "site" / prefix / page).read_text(encoding="utf-8")
            here = BASE + prefix + page.removesuffix("index.html")
            switch = "".join(re.findall(r"<a\s[^>]*\bhreflang=[^>]*>", text))
            links = [attributes for _, attributes in elements(switch)]
            assert {link["hreflang"]: urljoin(here, link["href"]) for link in links} == {
                "en": BASE + page.removesuffix("index.html"),
                "de": BASE + "de/" + page.removesuffix("index.html"),
            }, here
            assert [link["hreflang"] for link in links if "aria-current" in link] == [own]
            # Material's script would take over, and lead to the other language's first page.
            assert 'rel="alternate"' not in text


def test_each_speaks_its_language(handbook: Path) -> None:
    english, german = (
        (handbook / "site" / prefix / "partners/agentur-brandung/index.html").read_text(encoding="utf-8")
        for prefix in ("", "de/")
    )
    assert '<html lang="en"' in english
    assert '<html lang="de"' in german
    assert "Print one-pager" in english
    assert "Kurzprofil drucken" in german
    for prefix, stemmer in (("", "en"), ("de/", "de")):
        index = json.loads((handbook / "site" / prefix / "search/search_index.json").read_text(encoding="utf-8"))
        assert index["config"]["lang"] == [stemmer]
    # What only one of them overrides, the other keeps.
    settings = [load_config(str(handbook / name)) for name in CONFIGS]
    assert len({config.plugins["material/search"].config.separator for config in settings}) == 1


def test_what_is_not_translated_says_so(handbook: Path) -> None:
    written = {path.relative_to(handbook / "docs/de").as_posix() for path in (handbook / "docs/de").rglob("*.md")}
    assert {"how-to/log-a-referral.md", "how-to/read-a-scorecard.md"} <= written
    others = {"reference/domain.md", "reference/formats.md", "reference/rulings.md"}
    assert written & others == set()
    note = "Diese Seite gibt es bisher nur auf Englisch."
    for uri in written | others:
        text = (handbook / "site/de" / uri.removesuffix(".md") / "index.html").read_text(encoding="utf-8")
        assert (note in text) == (uri in others), uri
        assert ('<div lang="en">' in text) == (uri in others), uri
        assert note not in (handbook / "site" / uri.removesuffix(".md") / "index.html").read_text(encoding="utf-8")
        folder = "" if uri in others else "de/"
        edited = next(attributes["href"] for _, attributes in elements(text) if attributes.get("rel") == "edit")
        assert edited.endswith(f"/edit/main/docs/{folder}{uri}")
    for folder in ("adr", "de/adr", "benchmarks", "de/benchmarks", "de/de"):
        assert not (handbook / "site" / folder).exists()


def test_their_navigation_is_the_same(handbook: Path) -> None:
    def goals(nav: object) -> list[str]:
        if isinstance(nav, str):
            return [nav]
        values = nav.values() if isinstance(nav, dict) else nav
        return [goal for value in values for goal in goals(value)]  # type: ignore[attr-defined]

    english, german = (yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))["nav"] for name in CONFIGS)
    assert goals(english) == goals(german)
    assert re.findall(r"\w+", str(english)) != re.findall(r"\w+", str(german))


def test_titles_in_the_german_navigation_are_those_of_the_pages(handbook: Path) -> None:
    def named(nav: list[dict[str, object]], section: str = "") -> dict[str, tuple[str, ...]]:
        """The names of pages, and of the sections they stand in: a list may be called as the whole is."""
        found: dict[str, tuple[str, ...]] = {}
        for entry in nav:
            for name, goal in entry.items():
                found |= named(goal, name) if isinstance(goal, list) else {str(goal): (name, section)}
        return found

    config = yaml.safe_load((ROOT / "mkdocs.de.yml").read_text(encoding="utf-8"))
    pages = {path.removesuffix("/index.html"): path for path in pages_below(handbook / "site/de")}
    for uri, names in named(config["nav"]).items():
        address = uri.removesuffix(".md").removesuffix("/index")
        if uri == "index.md" or address.startswith(("how-to/", "reference/")):
            continue
        text = (handbook / "site/de" / pages[address]).read_text(encoding="utf-8")
        title = re.findall("<title>(.*?) - ", text)[0].casefold()
        assert any(name and name.casefold() in title for name in names), uri


@pytest.mark.parametrize(
    ("link", "address", "root"),
    [
        ("./", "", "./"),
        ("./", "partners/a/", "../../"),
        ("de/", "", "de/"),
        ("de/", "partners/a/", "../../de/"),
        ("../", "partners/", "../../"),
        ("https://other.example/", "partners/", "https://other.example/"),
        ("/de/", "partners/a/", "/de/"),
    ],
)
def test_where_another_build_begins(link: str, address: str, root: str) -> None:
    assert Alternate("Any", "de", link).root_from(address) == root


def test_a_server_of_one_language_shows_no_switch(small: Path, tmp_path: Path) -> None:
    config = load_config(str(small / "mkdocs.yml"), site_dir=str(tmp_path))
    plugin = config.plugins["partnerbook"]
    assert isinstance(plugin, PartnerbookPlugin)
    plugin.on_startup(command="serve", dirty=False)
    build(config)
    plugin.on_startup(command="build", dirty=False)  # MkDocs keeps the plugin for the next build of this process
    assert "hreflang" not in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_same_again_is_the_same_bytes(small: Path, tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("first", "second"))
    for folder in (first, second):
        build(load_config(str(small / "mkdocs.de.yml"), site_dir=str(folder)))
    written = [path.relative_to(first) for path in first.rglob("*") if path.is_file() and path.suffix != ".gz"]
    assert len(written) > 200
    assert [path for path in written if (first / path).read_bytes() != (second / path).read_bytes()] == []
