"""Pages put together from a frame are the pages the theme would have given, or the frame is given up."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, Template
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

import partnerbook
from partnerbook.shell import mkdocs_plugin
from partnerbook.shell.frames import Frames
from partnerbook.shell.scaffold import new_handbook

THEME = (
    "<title>{{ page.meta.title }}</title>{% if page.meta.description %}<i>{{ page.meta.description }}</i>{% endif %}"
    '{% if page.edit_url %}<a href="{{ page.edit_url }}">edit</a>{% endif %}'
    "{% if '<h1' not in page.content %}<h1>{{ page.title }}</h1>{% endif %}{{ page.content }}<p>{{ site }}</p>"
)


class Counting:
    """A template that counts how often it is rendered."""

    def __init__(self, source: str) -> None:
        self._template = Environment().from_string(source)  # noqa: S701 - as MkDocs sets it up
        self.count = 0

    def render(self, *args: Any, **kwargs: Any) -> str:
        self.count += 1
        return self._template.render(*args, **kwargs)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> MkDocsConfig:
    root = tmp_path_factory.mktemp("site")
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text("site_name: Any\nplugins: []\n", encoding="utf-8")
    return load_config(str(root / "mkdocs.yml"))


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A handbook as `init` begins it, with the specimen's records."""
    for path, text in new_handbook("Kontor", "Alsterblick", "en", date(2026, 9, 30)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    shutil.rmtree(tmp_path / "records")
    shutil.copytree(Path(partnerbook.__file__).parent / "specimen" / "records", tmp_path / "records")
    return tmp_path


def page_of(config: MkDocsConfig, uri: str, title: str, description: str = "", edit: str | None = None) -> Page:
    page = Page(None, File(uri, config.docs_dir, config.site_dir, use_directory_urls=True), config)
    page.markdown = ""
    page.meta = {"title": title} | ({"description": description} if description else {})
    page.content = f"<h1>{title}</h1>"
    page.edit_url = edit
    return page


def rendered(config: MkDocsConfig, theme: str, count: int = 6) -> tuple[list[str], list[str], int]:
    """Pages from frames, the same pages from the theme, and how often frames needed the theme."""
    template: Any = Counting(theme)
    frames = Frames(template)
    pages = [page_of(config, f"partners/p{number}.md", f"Partner {number}") for number in range(count)]
    framed = [frames.page(page, {"page": page, "site": "Any"}) for page in pages]
    whole = [Template(theme).render({"page": page, "site": "Any"}) for page in pages]
    return framed, whole, template.count


def built(handbook: Path, name: str) -> dict[str, bytes]:
    """Every page of the built site by its path."""
    site = handbook / name
    build(load_config(str(handbook / "mkdocs.yml"), site_dir=str(site)))
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.html")}


def test_a_frame_gives_what_the_theme_gives_without_the_theme(config: MkDocsConfig) -> None:
    framed, whole, count = rendered(config, THEME, count=40)
    assert framed == whole
    assert framed[39] == "<title>Partner 39</title><h1>Partner 39</h1><p>Any</p>"
    assert count == 3  # once with marks, and two pages to prove it


def test_a_theme_that_shows_more_of_a_page_is_left_to_itself(config: MkDocsConfig) -> None:
    framed, whole, count = rendered(config, THEME + "{{ page.url }}")
    assert framed == whole
    assert framed[5].endswith("<p>Any</p>partners/p5/")
    assert count == 7


def test_a_theme_that_changes_a_text_is_left_to_itself(config: MkDocsConfig) -> None:
    framed, whole, _ = rendered(config, THEME + "{{ page.title | upper }}")
    assert framed == whole


def test_a_theme_that_escapes_once_more_is_noticed_at_the_first_title_that_shows_it(config: MkDocsConfig) -> None:
    frames = Frames(Environment().from_string("<title>{{ page.title | e }}</title>{{ page.content }}"))  # noqa: S701
    titles = ["One", "Two", "Three", "A &amp; B", "C &amp; D", "Four", "E &amp; F"]
    pages = [page_of(config, f"partners/p{place}.md", title) for place, title in enumerate(titles)]
    shown = [frames.page(page, {"page": page}).partition("</title>")[0] for page in pages]
    assert shown == [
        "<title>One",
        "<title>Two",
        "<title>Three",
        "<title>A &amp;amp; B",
        "<title>C &amp;amp; D",
        "<title>Four",
        "<title>E &amp;amp; F",
    ]


def test_pages_that_differ_in_what_they_have_do_not_share_a_frame(config: MkDocsConfig) -> None:
    frames = Frames(Environment().from_string(THEME))  # noqa: S701
    pages = [
        page_of(config, f"{folder}/p{number}.md", "A title", description, edit)
        for folder in ("partners", "clients/more")
        for description in ("", "About it")
        for edit in (None, "https://forge.example/edit/p.md")
        for number in range(4)
    ]
    for page in pages:
        assert frames.page(page, {"page": page, "site": "Any"}) == Template(THEME).render(page=page, site="Any")


def test_lists_of_contents_share_a_frame_if_they_are_as_long(config: MkDocsConfig) -> None:
    theme = "{{ page.meta.title }}{% for entry in page.toc %}<a href={{ entry.url }}>{{ entry.title }}</a>{% endfor %}"
    template: Any = Counting(theme)
    frames = Frames(template)
    for number in range(20):
        page = page_of(config, f"partners/p{number}.md", f"P{number}")
        entries = [AnchorLink(f"Says {number}.{place}", f"t{number}-{place}", 1) for place in range(number % 2 + 1)]
        page.toc = TableOfContents(entries)
        assert frames.page(page, {"page": page}) == Template(theme).render(page=page)
    assert template.count == 6


def test_a_text_that_looks_like_a_mark_stays_a_text(config: MkDocsConfig) -> None:
    frames = Frames(Environment().from_string(THEME))  # noqa: S701
    for number in range(5):
        page = page_of(config, f"partners/p{number}.md", "\x02content<h1\x03 and \x02edit\x03")
        assert frames.page(page, {"page": page, "site": "Any"}) == Template(THEME).render(page=page, site="Any")


def test_the_whole_handbook_is_the_same_with_frames_and_without(
    handbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Frames] = []

    def every_page_proven(template: Template) -> Frames:
        made.append(Frames(template, proofs=1_000_000))
        return made[-1]

    framed = built(handbook, "framed")
    monkeypatch.setattr(mkdocs_plugin, "Frames", every_page_proven)
    whole = built(handbook, "whole")
    assert framed.keys() == whole.keys()
    assert [name for name in framed if framed[name] != whole[name]] == []
    shared = [frame for frames in made for frame in frames._frames.values()]
    assert all(frame.holds for frame in shared)
    assert sum(frame.pages for frame in shared) > 100
