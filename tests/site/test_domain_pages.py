"""The table of the domain names a page for every need, and leaves no list and no how-to out."""

import posixpath
import re
from functools import cache
from pathlib import Path

import pytest
from sitework import AS_OF, ROOT, pages_of

import programs
from partnerbook.site.page import Page

TABLE = "reference/domain.md"


@cache
def pages() -> dict[str, Page]:
    return pages_of(programs.book(), as_of=AS_OF)


def rows() -> list[tuple[str, list[str]]]:
    """The need of every row, and the pages its last cell leads to."""
    found = []
    for line in (ROOT / "docs" / TABLE).read_text(encoding="utf-8").splitlines():
        if re.match(r"\| [0-9]", line):
            *_, cell = line.strip("| ").split("|")
            links = re.findall(r"\[[^\]]+\]\(([^)]+)\)", cell)
            found.append((line, [posixpath.normpath(posixpath.join("reference", link)) for link in links]))
    return found


def how_tos() -> set[str]:
    return {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs/how-to").glob("*.md")}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][2:40])
def test_a_row_leads_to_pages_there_are(row: tuple[str, list[str]]) -> None:
    _, links = row
    assert links
    assert [link for link in links if link not in pages() and not Path(ROOT / "docs" / link).is_file()] == []


def test_every_page_of_the_navigation_stands_in_a_row() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("nav:")[2].partition("\ntheme:")[0]
    listed = set(re.findall(r": ([\w/-]+\.md)$", navigation, flags=re.MULTILINE))
    assert how_tos() <= listed
    named = {link for _, links in rows() for link in links}
    assert sorted(listed - named - {TABLE, "reference/rulings.md", "reference/formats.md"}) == []
