"""The short way for prose without markup gives what the long way gives, and is taken for nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from partnerbook.site import prose
from partnerbook.site.prose import to_html, to_text

WORDS = st.sampled_from(
    [
        *("a", "B", "word ", "Zwei ", "1", "1.", "12) ", "1. ", "(c) ", ". ", ", ", ": ", "; ", "!", "?", "'", '"'),
        *("-", "–", "- ", "---", "…", "/", "%", "@", "$", "€", "ä", "ß", "’", "“", "\u00ad", "\u200b", "\ufeff"),
        *("\u3000", "\u0301", "\u2028", "\u2003", "\n", "\n\n", "\n\n\n", " ", "  ", "\n===", "---\n", "\n    "),
        *("http://x.example", "www.x.example", "x@y.example", "\n: x"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=14).map("".join), st.text(max_size=30)))
def test_both_ways_give_the_same(text: str) -> None:
    assert to_html(text) == prose._rendered(text)
    assert to_text(text) == prose._words(text)


def test_paragraphs_take_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose, "_markdown", None)
    text = 'They said "no" on 12 May,\nand yes: twice.\n\n\n12 weeks later – at 9.30 – it was signed.\n'
    assert to_html(text) == Markup(
        '<p>They said "no" on 12 May,\nand yes: twice.</p>\n<p>12 weeks later – at 9.30 – it was signed.</p>'
    )
    assert to_text(text) == 'They said "no" on 12 May, and yes: twice. 12 weeks later – at 9.30 – it was signed.'
    assert to_html("") == ""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("1. first", "<ol>\n<li>first</li>\n</ol>"),
        ("- one", "<ul>\n<li>one</li>\n</ul>"),
        ("a *b*", "<p>a <em>b</em></p>"),
        ("Title\n-----", "<h3>Title</h3>"),
        ("    indented", "<pre><code>indented\n</code></pre>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("a\xa0b", "<p>a&nbsp;b</p>"),
    ],
)
def test_all_else_takes_the_long_way(text: str, html: str) -> None:
    assert to_html(text) == html
