"""The handbook inside MkDocs.

MkDocs is made for Markdown that people write; here most pages are finished HTML that a program has
made. The plugin brings the two together without a detour over files: a generated page enters with
no Markdown at all and receives its HTML where MkDocs would have rendered some. That leaves
Python-Markdown out of the build (most of its time), and record text out of Python-Markdown (whose
extensions would let a link run script).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, cast

from jinja2 import pass_context
from jinja2.runtime import Context
from mkdocs.config.base import Config
from mkdocs.config.config_options import Choice, Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from partnerbook.core.history import NO_HISTORY
from partnerbook.core.kinds import RECORDS
from partnerbook.ingest.contents import usable_processes
from partnerbook.shell.frames import Frames
from partnerbook.shell.handbook import NoHandbook, open_handbook
from partnerbook.shell.mkdocs_languages import Alternate, as_untranslated, take_alternates, untranslated
from partnerbook.shell.pages import TEMPLATES, contents_of, site_of, template_folders
from partnerbook.site.build import DOCUMENTED_QUARTERS
from partnerbook.site.edition import LOCALES, Edition
from partnerbook.site.page import Page, SearchEntry, Site, as_block

log = get_plugin_logger(__name__)

_STYLE, _SCRIPT = "assets/partnerbook.css", "assets/partnerbook.js"
_FONTS = (
    ("font_source_serif_pro", "SourceSerifPro-Regular.otf"),
    ("font_source_serif_pro", "SourceSerifPro-It.otf"),
    ("font_source_serif_pro", "SourceSerifPro-Semibold.otf"),
    ("font_hanken_grotesk", "HankenGrotesk-Regular.otf"),
    ("font_hanken_grotesk", "HankenGrotesk-Italic.otf"),
    ("font_hanken_grotesk", "HankenGrotesk-SemiBold.otf"),
    ("font_hanken_grotesk", "HankenGrotesk-Bold.otf"),
)
_REFERENCE_WEIGHT = 0.1
_LICENCES = {"font_source_serif_pro": "LICENSE.txt", "font_hanken_grotesk": "OFL.txt"}


class _FinishedPage(MkDocsPage):
    """A page that has no Markdown: MkDocs would set up a whole Markdown parser to find that out."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave the content to `on_page_content`; which anchors it has is not for MkDocs to judge."""
        self.content = ""


class PluginConfig(Config):  # type: ignore[no-untyped-call]
    """What a handbook shows is decided in the records; only what costs time to make is chosen here."""

    documents = Type(int, default=DOCUMENTED_QUARTERS)
    """Statements of so many of the latest quarters come with a PDF and a spreadsheet."""
    history = Type(bool, default=True)
    """Each record's page says who changed it when, as git tells."""
    language = Optional(Choice(tuple(LOCALES)))
    """The language of generated pages, where it is not the program's: a build of its own for each."""
    untranslated = Optional(Type(str))
    """A folder of hand-written pages in the program's language, shown where `docs_dir` has no page of that address."""


class PartnerbookPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]
    """Add the generated pages, their search entries and the handbook's look to the site."""

    def __init__(self) -> None:
        self._site = Site(pages=())
        self._pages: dict[str, Page] = {}
        self._frames: Frames | None = None
        self._alternates: tuple[Alternate, ...] = ()
        self._untranslated: frozenset[str] = frozenset()
        self._languages = ("en", "en")
        self._serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know whether this build stands alone: `serve` shows one language, and nothing beside it."""
        self._serving = command == "serve"

    def supply(self, root: Path) -> Site:
        """Return the pages to show; a method of its own so that a test can bring others."""
        try:
            told = None if self.config.history else NO_HISTORY
            handbook = open_handbook(root, processes=usable_processes())
            self._languages = (handbook.language, self.config.language or handbook.language)
            return site_of(handbook, self.config.language, documents=self.config.documents, history=told)
        except NoHandbook as error:
            raise PluginError(str(error)) from None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Watch what the pages are made of, and link the assets this plugin brings itself."""
        root = _root(config)
        alternates = take_alternates(config)
        self._alternates = () if self._serving else alternates
        watched = [root / RECORDS, root / TEMPLATES]
        if self.config.untranslated:
            watched.append(root / self.config.untranslated)
        for path in watched:
            if path.is_dir() and str(path) not in config.watch:
                config.watch.append(str(path))
        for folder in reversed(template_folders(root)):
            theme = str(folder / "theme")
            if theme not in config.theme.dirs and (folder / "theme").is_dir():
                config.theme.dirs.insert(0, theme)
        if _STYLE not in config.extra_css:
            config.extra_css.append(_STYLE)
        if _SCRIPT not in config.extra_javascript:
            config.extra_javascript.append(_SCRIPT)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add pages and assets in memory: writing into docs_dir would start an endless rebuild."""
        root = _root(config)
        self._site = self.supply(root)
        self._pages = {}
        self._untranslated = frozenset()
        if self.config.untranslated:
            borrowed = tuple(untranslated(config, files, root / self.config.untranslated))
            self._untranslated = frozenset(file.src_uri for file in borrowed)
            for file in borrowed:
                files.append(file)
        for page in self._site.pages:
            if files.get_file_from_path(page.uri) is not None:
                log.warning("%s is generated, and also exists as a file: remove one", page.uri)
                continue
            self._pages[page.uri] = page
            file = File.generated(config, page.uri, content="", inclusion=_inclusion(page))
            if page.source is not None:
                docs = posixpath.relpath(Path(config.docs_dir).as_posix(), root.as_posix())
                file.edit_uri = posixpath.relpath(page.source, docs)
            if not page.listed:  # the others get a title from the navigation
                _FinishedPage(None, file, config)
            files.append(file)
        for download, content in contents_of(self._site.downloads):
            files.append(File.generated(config, download.uri, content=content))
        for uri, path in _assets(root):
            if path.is_file():
                files.append(File.generated(config, uri, abs_src_path=str(path)))
            else:
                log.warning("%s is missing: the handbook will not look as it should", path)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Hang every page outside the navigation under the nearest index above it.

        Breadcrumbs and the marked tab then say where a reader is, while the navigation stays short
        (each page in it makes every other page longer, and the build quadratic).
        """
        for page in self._pages.values():
            file = files.get_file_from_path(page.uri)
            if file is None or file.inclusion is not InclusionLevel.NOT_IN_NAV:
                continue
            home = _home(files, page.uri)
            if home is None or home.page is None:
                log.warning("%s has no index page above it to lead back to", page.uri)
                continue
            child = file.page or MkDocsPage(None, file, config)
            # MkDocs reads nothing of a parent but title, address, ancestors and activity.
            child.parent = cast(Section, cast(StructureItem, home.page))
        return nav

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Give a generated page its front matter, escaped because the theme prints it as it is."""
        if own := self._pages.get(page.file.src_uri):
            page.meta["title"] = escape(own.title)
            page.meta["search"] = {"exclude": True}
            page.meta["hide"] = ["navigation", "toc"]
            if own.description:
                page.meta["description"] = escape(own.description)
            if not own.listed:
                page.meta["template"] = "framed.html"
        return markdown

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Hand over the finished HTML, and its sections as the table of contents."""
        own = self._pages.get(page.file.src_uri)
        if own is None:
            if page.file.src_uri in self._untranslated:
                written, shown = self._languages
                return as_untranslated(html, written, Edition.of(shown))
            return html
        page.toc = TableOfContents([AnchorLink(escape(entry.title), entry.anchor, 1) for entry in own.sections])
        return as_block(own)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Index the generated pages: reading their HTML back would take longer than making it."""
        search = config.plugins.get("material/search") or config.plugins.get("search")
        index = getattr(search, "search_index", None)
        if index is None:
            log.warning("the search plugin is not enabled: generated pages cannot be found")
        else:
            for page in self._pages.values():
                index.entries.extend(_index_entries(page))
        self._frames = Frames(env.get_template("main.html"))
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Pass on what stands on every page, hand-written ones included: two lines, a switch; to some their frame."""
        own: dict[str, Any] = {"notice": self._site.notice, "imprint": self._site.imprint}
        own["is_escaped"] = page.file.src_uri in self._pages
        if self._alternates:
            page.meta["address"] = page.url
            own["alternates"] = [(one, one.root_from(page.url)) for one in self._alternates]
        if page.meta.get("template") == "framed.html" and (frames := self._frames) is not None:

            @pass_context
            def framed(whole: Context) -> str:
                # Called by the template, when other plugins have had their say on the context.
                return frames.page(page, whole.get_all())

            own["framed"] = framed
        cast("dict[str, Any]", context)["partnerbook"] = own
        return context


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent


def _home(files: Files, uri: str) -> File | None:
    """Find the nearest index page above a page, its own folder first."""
    folder = posixpath.dirname(uri)
    while folder:
        index = f"{folder}/index.md"
        if index != uri and (file := files.get_file_from_path(index)) is not None:
            return file
        folder = posixpath.dirname(folder)
    return files.get_file_from_path("index.md")


def _inclusion(page: Page) -> InclusionLevel:
    return InclusionLevel.INCLUDED if page.listed else InclusionLevel.NOT_IN_NAV


def _assets(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield address and file of each asset; the fonts come out of installed packages, with licence."""
    own: dict[str, Path] = {}
    for folder in reversed(template_folders(root)):
        if (folder / "assets").is_dir():
            own.update((path.name, path) for path in sorted((folder / "assets").iterdir()))
    for name, path in sorted(own.items()):
        yield f"assets/{name}", path
    for package, name in (*_FONTS, *_LICENCES.items()):
        folder = Path(cast(str, import_module(package).font_directory))
        prefix = "" if name.endswith(".otf") else f"{package}-"
        yield f"assets/fonts/{prefix}{name}", folder / name


def _index_entries(page: Page) -> Iterator[dict[str, str | float]]:
    """Yield entries as Material stores them; the browser inserts them as HTML, hence the escape.

    The page's own entry comes first: the browser takes the first one of an address for its parent.
    Reference pages stand behind all others: their many words would hide partners and clients.
    """
    weight = {"boost": _REFERENCE_WEIGHT} if page.uri.startswith("reference/") else {}
    own = next((e for e in page.search if not e.anchor), SearchEntry("", page.title, ""))
    for entry in (own, *page.sections):
        location = page.url + (f"#{entry.anchor}" if entry.anchor else "")
        text, title = escape(entry.text, quote=False), escape(entry.title, quote=False)
        yield {"location": location, "title": title, "text": f"<p>{text}</p>" if text else "", **weight}
