"""Prose of records as HTML: Markdown without tricks, then sanitised.

Record text is data. Bodies are rendered by a plain Markdown instance (no attribute lists, no
raw HTML that survives), cleaned by an allow-list, and their headings moved below the page's own.
"""

import re
from functools import lru_cache

import nh3
from markdown import Markdown
from markupsafe import Markup

_TAGS = {
    "p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_HEADING = re.compile(r"<(/?)h([1-6])>")


# Most bodies are paragraphs and nothing else. Whatever could mean something to Markdown or HTML, at
# the beginning of a line or inside it, sends a body the long way, which takes fifty times as long.
_MEANT = r"\\`*_\[\]<>&|{}#=+~^\x00-\x1f\x7f-\xa0\u2028\u2029"
_PLAIN_LINE = re.compile(rf"""(?!\d+[.)])(?!_)[\w"'„“‚‘(](?:[^{_MEANT}]*[^\s{_MEANT}])?""")


def _paragraphs(text: str) -> list[str] | None:
    """The paragraphs of prose without any markup; None for all other prose."""
    if all(not line or _PLAIN_LINE.fullmatch(line) for line in text.split("\n")):
        return [block.strip("\n") for block in text.split("\n\n") if block.strip("\n")]
    return None


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    return Markdown(extensions=["tables", "sane_lists"], output_format="html")


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def to_html(text: str) -> Markup:
    """Render prose; headings begin below those of the page."""
    if (paragraphs := _paragraphs(text)) is not None:
        return Markup("\n".join(f"<p>{block}</p>" for block in paragraphs))  # noqa: S704 - has no markup
    return _rendered(text)


def _rendered(text: str) -> Markup:
    html = _markdown().reset().convert(text)
    lowered = _HEADING.sub(lambda match: f"<{match[1]}h{min(max(int(match[2]) + 1, 3), 6)}>", html)
    return Markup(_cleaner().clean(lowered))  # noqa: S704 - cleaned by the allow-list above


def to_text(text: str) -> str:
    """Prose as plain words, for the search index and for descriptions."""
    if _paragraphs(text) is not None:
        return " ".join(text.split())
    return _words(text)


def _words(text: str) -> str:
    bare = nh3.clean(_markdown().reset().convert(text), tags=set())
    return " ".join(str(Markup(bare).unescape()).split())  # noqa: S704 - unescaped into plain text, never printed raw


def first_sentence(text: str, longest: int = 160) -> str:
    """The beginning of plain words, for a description."""
    plain = " ".join(text.split())
    end = plain.find(". ")
    sentence = plain[: end + 1] if 0 < end < longest else plain
    return sentence if len(sentence) <= longest else sentence[: longest - 1].rsplit(" ", 1)[0] + "…"
