"""A handbook in several languages: one build for each, side by side, and a switch that stays on the page.

Material's own switch reads the sitemap of the other build with script: it needs a full address of the site, and a
server. Handbooks are also opened from a folder and live below a path, so the link is written into each page: the same
page, that many folders up and down.
"""

import posixpath
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from msgspec import Struct

from partnerbook.site.edition import Edition
from partnerbook.site.other_language import only_in


class Alternate(Struct, frozen=True):
    """The same handbook in a language, as `extra.alternate` names it."""

    name: str
    lang: str
    link: str
    """From the root of this build to the root of that one: `de/`, `../`, or a full address."""

    def root_from(self, address: str) -> str:
        """Where that build begins, seen from a page of this one."""
        if self.link.startswith(("/", "http://", "https://")):
            return self.link
        up = "../" * address.count("/")
        return (up + self.link.removeprefix("./")) or "./"


def take_alternates(config: MkDocsConfig) -> tuple[Alternate, ...]:
    """Read `extra.alternate`, and leave there that there are any: a list would start Material's script."""
    given: Any = config.extra.get("alternate")
    if not isinstance(given, list):
        return ()
    config.extra["alternate"] = True
    return tuple(Alternate(str(one["name"]), str(one["lang"]), posixpath.join(one["link"], "")) for one in given)


def untranslated(config: MkDocsConfig, files: Files, folder: Path) -> Iterator[File]:
    """Yield what lies in a folder of hand-written pages and has no counterpart among the files."""
    docs = Path(config.docs_dir).resolve()
    for path in sorted(folder.resolve().rglob("*")):
        uri = path.relative_to(folder.resolve()).as_posix()
        if not path.is_file() or docs in path.parents or files.get_file_from_path(uri) is not None:
            continue
        if config.exclude_docs and config.exclude_docs.match_file(uri):
            continue
        file = File.generated(config, uri, abs_src_path=str(path))
        file.edit_uri = posixpath.relpath(path.as_posix(), docs.as_posix())
        yield file


def as_untranslated(html: str, language: str, edition: Edition) -> str:
    """A page in another language than its surroundings, which says so to readers and to screen readers."""
    note = escape(only_in(edition, language))
    return f'<p class="pb-untranslated">{note}</p>\n<div lang="{escape(language)}">\n{html}\n</div>'
