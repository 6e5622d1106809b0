"""Prose of records: whatever it holds, the HTML keeps to a few elements, and the words stay."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sitework import elements

from partnerbook.site.prose import first_sentence, to_html, to_text

ALLOWED = {
    *("p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "hr"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "a"),
}
SCHEMES = re.compile(r"(?:(?:https?|mailto|tel):|[^:]*$|[^:]*[/?#]|[^a-z])", re.IGNORECASE)
"""Addresses that are of the web, of mail, of a telephone, or relative; a scheme begins with a letter."""

PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "/",
            "=",
            '"',
            "'",
            "`",
            "\\",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "!",
            "#",
            "*",
            "_",
            "|",
            "-",
            ":",
            "&",
        ),
        *(
            "\n",
            "\n\n",
            "\n    ",
            "\t",
            " ",
            "\x00",
            "\u202e",
            "\ufeff",
            "é",
            "\U0001f4a1",
            "&#x6a;",
            "&colon;",
            "&amp;lt;",
        ),
        *("<script>", "</script>", "<img src=x onerror=a>", "<svg/onload=a>", "<!--", "-->", "<![CDATA[", "<?", "</p>"),
        *("[a](", "[b]: ", "javascript:", "data:text/html,", "https://x.example", "mailto:a@x.example", "onclick=a"),
        *("{: onclick=a }", "{{ 7*7 }}", "1. ", "- ", "> ", "| a | b |\n|---|---|\n", "# ", "***", "```\n", "word"),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


@settings(deadline=None, max_examples=200)
@given(TEXTS)
@example("[](:)")
def test_html_keeps_to_the_allowed_elements(text: str) -> None:
    html = to_html(text)
    for tag, attributes in elements(html):
        assert tag in ALLOWED
        assert set(attributes) <= ({"href", "title", "rel"} if tag == "a" else set())
        if "href" in attributes:
            assert SCHEMES.match(attributes["href"])
            assert attributes["rel"] == "noopener noreferrer"
    opened, closed = re.findall(r"<([a-z]\w*)", html), re.findall(r"</([a-z]\w*)>", html)
    assert sorted(tag for tag in opened if tag not in ("br", "hr")) == sorted(closed)


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_text_of_prose_never_raises_and_is_one_line(text: str) -> None:
    assert "\n" not in to_text(text)
    assert len(first_sentence(text)) <= 160


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text("abcdefgäöüß", min_size=1), min_size=1, max_size=20))
def test_words_stay(words: list[str]) -> None:
    text = " ".join(words)
    assert to_html(text) == f"<p>{text}</p>"
    assert to_text(text) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One\n\n###### Six", "<h3>One</h3>\n<h6>Six</h6>"),
        ("## Two", "<h3>Two</h3>"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("A & B < C", "<p>A &amp; B &lt; C</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[a](https://x.example)", '<p><a href="https://x.example" rel="noopener noreferrer">a</a></p>'),
        ("[a](javascript:alert(1))", '<p><a rel="noopener noreferrer">a</a></p>'),
        ("[a](&#106;avascript:alert(1))", '<p><a rel="noopener noreferrer">a</a></p>'),
        ("![a](https://x.example/a.png)", "<p></p>"),
        ("a{: onclick=alert(1) }", "<p>a{: onclick=alert(1) }</p>"),
        ("<b onclick=alert(1)>a</b>", "<p>a</p>"),
        ("<script>alert(1)</script>", ""),
        (
            "| a | b |\n|--:|---|\n| 1 | 2 |",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>",
        ),
    ],
)
def test_markdown_is_plain_and_headings_begin_below_the_pages(text: str, html: str) -> None:
    assert to_html(text).strip() == html


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One word. Another one.", "One word."),
        ("No end", "No end"),
        ("", ""),
        ("word " * 60, ("word " * 31).strip() + "…"),
    ],
)
def test_description_is_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_description_takes_plain_words_as_they_are() -> None:
    text = "The *real* price of <Firm> & [Sons]. Then"
    assert first_sentence(text) == "The *real* price of <Firm> & [Sons]."
