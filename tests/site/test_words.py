"""Every word of a page can be translated: a further language costs a catalog, not a rewrite."""

import gettext
import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from babel import Locale
from babel.messages.extract import extract_from_dir
from jinja2 import nodes
from msgspec.structs import replace
from sitework import AS_OF, ROOT, SPECIMEN, TEMPLATES, book_of, pages_of
from textwork import full_specimen, rewritten, texts_of

from partnerbook.analysis import Records, analysed
from partnerbook.core.book import Book
from partnerbook.core.finding import FAMILIES, Example, Finding
from partnerbook.core.kinds import KINDS
from partnerbook.core.schema import BlockDescription, describe
from partnerbook.rules import ALL_RULES
from partnerbook.shell.scaffold import new_handbook
from partnerbook.site.build import build_site
from partnerbook.site.edition import Edition
from partnerbook.site.environment import environment
from partnerbook.site.page import Page
from partnerbook.site.views import reference

READ_ALOUD = ("alt", "aria-label", "data-done", "data-many", "data-one", "placeholder", "title")
"""Attributes whose words people read or hear."""
WORD = re.compile(r"[^\W\d_]{2,}(?:[\w-]*\w)?")
ENGLISH = Locale.parse("en_GB")


class Brackets(gettext.NullTranslations):
    """A language in which every message stands in brackets, and which remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def gettext(self, message: str) -> str:
        self.seen.add(message)
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.seen |= {msgid1, msgid2}
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


class Words(HTMLParser):
    """Everything people read on a page, hear or hover over."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(" ")
        self.parts.extend(f" {value} " for name, value in attrs if name in READ_ALOUD)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def outside_brackets(text: str) -> str:
    """What stands neither in ⟦a message⟧ nor in ⟪a record's text⟫."""
    depth, left = 0, []
    for char in text:
        depth += (char in "⟦⟪") - (char in "⟧⟫")
        left.append(" " if depth or char in "⟧⟫" else char)
    assert depth == 0
    return "".join(left)


def marked(text: str) -> str:
    """A text that shows where it comes from."""
    return f"⟪{text}⟫"


def described(model: Any) -> BlockDescription:
    """A model in words that are marked: the reference speaks the language of the program's source."""
    block = describe(model)
    fields = (
        replace(
            field,
            key=marked(field.key),
            description=marked(field.description),
            choices=tuple(map(marked, field.choices)),
            blocks=tuple(map(marked, field.blocks)),
        )
        for field in block.fields
    )
    return replace(block, name=marked(block.name), description=marked(block.description), fields=tuple(fields))


MARKED_RULES = tuple(
    replace(
        rule,
        name=marked(rule.name),
        summary=marked(rule.summary),
        why=marked(rule.why),
        bad=Example("⟪bad⟫", text="⟪bad⟫"),
        good=Example("⟪good⟫", text="⟪good⟫"),
    )
    for rule in {rule.family: rule for rule in ALL_RULES}.values()
)
"""A rule of each family; what rules say is marked as well."""


@cache
def handbooks() -> tuple[tuple[Book, date], ...]:
    """Handbooks with marked texts, which between them show what there is to show."""
    specimen, _ = rewritten(full_specimen(), lambda text: (marked(text),), lambda _: "⟪Body⟫")
    empty = {
        path: text for path, text in new_handbook("Empty", "Firm", "en", AS_OF).items() if path.endswith("program.md")
    }
    nothing, _ = rewritten(book_of(empty), lambda text: (marked(text),), lambda _: "⟪Body⟫")
    days = (date(2024, 3, 1), date(2024, 6, 20), date(2026, 3, 6), date(2026, 8, 1), AS_OF, date(2028, 1, 1))
    return (nothing, AS_OF), (Book(), AS_OF), *((specimen, day) for day in days)


@pytest.fixture(scope="module")
def brackets() -> Brackets:
    return Brackets()


@pytest.fixture(scope="module")
def pages(brackets: Brackets) -> list[tuple[Book, Page]]:
    """Every page of all of these in the language of brackets, with the Book it shows."""
    edition = Edition("en", ENGLISH, brackets)
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "describe", described)
        for book, day in handbooks():
            findings = [
                Finding(rule, entry.path, marked("says"), marked("Do"), record=entry.key)
                for entry, rule in zip(book.entries(), MARKED_RULES * 9, strict=False)
            ]
            shown = pages_of(book, as_of=day, edition=edition, findings=findings, rules=MARKED_RULES)
            found += [(book, page) for page in shown.values()]
    return found


@cache
def known_to_all(book: Book) -> set[str]:
    """Words that are the same in every language: ids, keys and codes, and what Babel writes itself."""
    keys = {word for entry in book.entries() for word in (*WORD.findall(entry.path), *_left(entry.record))}
    calendar = {name for width in ("wide", "abbreviated") for name in ENGLISH.months["format"][width].values()}
    lists = set(WORD.findall(" ".join(ENGLISH.list_patterns[style]["end"] for style in ("standard", "or"))))
    paths = {"records", "md", "year", "id", *(kind.plural for kind in KINDS.values())}
    return keys | calendar | lists | paths | {rule.code for rule in MARKED_RULES} | set(FAMILIES)


def _left(record: Any) -> set[str]:
    data = record.model_dump(by_alias=True)
    words = set()
    for place, _ in texts_of(record):
        value = data
        for step in place:
            value = value[step]
        words |= set(WORD.findall(outside_brackets(value)))
    return words


def test_every_word_of_a_page_is_a_message_or_a_records(pages: list[tuple[Book, Page]]) -> None:
    for book, page in pages:
        text = outside_brackets("".join(Words(page.html).parts) + " " + page.title)
        assert set(WORD.findall(text)) - known_to_all(book) == set(), page.uri


def test_notice_and_imprint_are_messages(brackets: Brackets, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = Edition("en", ENGLISH, brackets)
    monkeypatch.setattr(Edition, "of", classmethod(lambda cls, language: edition))
    book = book_of(SPECIMEN)
    current = analysed(Records(book, AS_OF, AS_OF))
    site = build_site(current, (), rules=(), specimen=SPECIMEN, templates=[TEMPLATES])
    assert site.notice == "⟦Sample program: all firms, people and figures are invented.⟧"
    assert site.imprint == "⟦As of 30 September 2026⟧"


@cache
def catalog() -> frozenset[str]:
    """Every message that the gettext tools find."""
    folders = (
        (ROOT / "generator/partnerbook/site", "**.py", "python"),
        (ROOT / "generator/partnerbook/analysis/metrics", "**.py", "python"),
        (TEMPLATES, "**.html", "jinja2"),
    )
    found: set[str] = set()
    for folder, pattern, method in folders:
        options = {pattern: {"silent": "false"}}
        for _, _, message, _, _ in extract_from_dir(str(folder), [(pattern, method)], options):
            found |= {message} if isinstance(message, str) else set(message)
    return frozenset(found)


def test_tools_find_every_message_that_is_shown(pages: list[tuple[Book, Page]], brackets: Brackets) -> None:
    assert len(pages) > 200
    assert len(brackets.seen) > 400
    assert brackets.seen - catalog() == set()


def test_messages_of_templates_are_text_and_not_markup() -> None:
    # Jinja takes a translated message for markup: it must be the same in text and in attributes.
    assert [message for message in catalog() if re.search(r"[<>&\"]", message)] == []


@pytest.mark.parametrize(
    "path", sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("[mp]*/*.html"))
)
def test_template_has_no_words_of_its_own(path: str) -> None:
    env = environment([TEMPLATES], Edition.of("en"))
    tree = env.parse((TEMPLATES / path).read_text(encoding="utf-8"))
    written = "\n".join(node.data for node in tree.find_all(nodes.TemplateData))
    written = re.sub(r"^data-pb-item| data-$", "", written, flags=re.MULTILINE)  # attributes of a tag elsewhere
    assert WORD.findall("".join(Words(written).parts)) == []
