"""What the program says in English in every edition is marked as English wherever a page speaks another language."""

from functools import cache
from html.parser import HTMLParser

import pytest
from sitework import SPECIMEN, book_of, pages_of

from partnerbook.core.finding import Finding
from partnerbook.rules import ALL_RULES
from partnerbook.site.edition import Edition
from partnerbook.site.page import Page

MESSAGE, HELP = "is later than the day it was told", "Mend the day that is wrong"
K7 = "2026-03-02-software-werft-k7"
SHOWN = ("index.md", "partners/agentur-brandung.md", f"referrals/{K7}.md", "reference/problems.md")
VOID = {"br", "hr", "img", "input", "rect"}


class Words(HTMLParser):
    """The words of a page, those in elements marked as English apart from the others."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.english: list[str] = []
        self.others: list[str] = []
        self.marks = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marked = ("lang", "en") in attrs
        self.marks += marked
        if tag not in VOID:
            self.open.append(marked)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        (self.english if any(self.open) else self.others).append(data)


def plain(text: str) -> str:
    return " ".join(text.replace("`", "").split())


@cache
def pages(language: str) -> dict[str, Page]:
    """The specimen's pages with a finding at every record, and the pages of rules."""
    book = book_of(SPECIMEN)
    findings = tuple(
        Finding(ALL_RULES[0], entry.path, MESSAGE, HELP, record=entry.key)
        for entry in (book.partners["agentur-brandung"], book.referrals[K7])
    )
    return pages_of(book, findings=findings, rules=ALL_RULES, edition=Edition.of(language))


@pytest.mark.parametrize("uri", SHOWN)
def test_findings_are_marked_in_the_german_edition(uri: str) -> None:
    words = Words(pages("de")[uri].html)
    assert MESSAGE in plain("".join(words.english))
    assert HELP in plain("".join(words.english))
    assert MESSAGE not in plain("".join(words.others))
    assert HELP not in plain("".join(words.others))


def test_rules_are_marked_in_the_german_edition() -> None:
    listed = Words(pages("de")["reference/rules/index.md"].html)
    for rule in ALL_RULES:
        words = Words(pages("de")[f"reference/rules/{rule.code.lower()}.md"].html)
        english = plain("".join(words.english))
        assert plain(rule.summary) in english, rule.code
        assert plain(rule.why) in english, rule.code
        assert plain(rule.summary) in plain("".join(listed.english)), rule.code
        assert "Warum" in "".join(words.others)
        assert "Ausnahme" not in english  # what a waiver may do is said in German


def test_the_schema_is_marked_in_the_german_edition() -> None:
    words = Words(pages("de")["reference/schema/closing.md"].html)
    assert "Day it was closed; later facts are booked in the next one." in "".join(words.english)
    assert "Bedeutung" in "".join(words.others)


def test_what_is_translated_is_not_marked() -> None:
    page = Words(pages("de")["scorecards/agentur-brandung.md"].html)
    assert page.marks == 0


def test_nothing_is_marked_in_the_english_edition() -> None:
    assert [uri for uri, page in pages("en").items() if ' lang="' in page.html] == []
