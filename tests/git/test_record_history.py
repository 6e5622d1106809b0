"""What a record's page says of its history."""

import re
from html import unescape
from pathlib import Path

import pytest
from gitwork import PARTNER, git, repository, write

from partnerbook.core.history import NO_HISTORY, History
from partnerbook.shell.handbook import open_handbook
from partnerbook.shell.pages import site_of

PAGE = "partners/software-werft.md"
COMMITS = "https://github.com/kontor-alsterblick/partner-program/commit/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    folder.mkdir()
    return repository(folder)


def change(root: Path, number: int, author: str = "Mats Petersen", subject: str = "Change it") -> str:
    text = (root / PARTNER).read_text(encoding="utf-8")
    write(root, {PARTNER: f"{text}\nNote {number}.\n"})
    git(root, "commit", "-q", "-am", subject, "--author", f"{author} <m@x.example>", day="2026-10-01")
    return git(root, "rev-parse", "HEAD")


def section(root: Path, language: str = "en", history: History | None = None) -> str:
    """The HTML of the section."""
    pages = {page.uri: page for page in site_of(open_handbook(root), language, 0, history).pages}
    return pages[PAGE].html.partition('id="record-history"')[2]


def said(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html.partition(">")[2])).split())


def test_a_record_that_was_never_changed(root: Path) -> None:
    name = git(root, "rev-parse", "HEAD")
    html = section(root)
    assert said(html) == (
        "History of this record Written on 30 September 2026 by Ilka Brandt, and not changed since. "
        f"30 Sept 2026 · Written · Ilka Brandt Begin {name[:7]}"
    )
    assert f'href="{COMMITS}{name}"' in html


def test_first_and_last_change_and_all_between(root: Path) -> None:
    for number in range(3):
        change(root, number, subject=f"Change {number}")
    text = said(section(root))
    assert "Written on 30 September 2026 by Ilka Brandt, last changed on 1 October 2026 by Mats Petersen." in text
    assert re.findall(r"Change \d|Begin", text) == ["Change 2", "Change 1", "Change 0", "Begin"]


def test_a_long_history_is_cut_with_a_count(root: Path) -> None:
    for number in range(11):
        change(root, number)
    html = section(root)
    assert html.count("<li>") == 10
    assert "and 2 earlier changes" in said(html)
    change(root, 12)
    assert "und 3 frühere Änderungen" in said(section(root, "de"))


def test_names_and_subjects_are_text_and_nothing_else(root: Path) -> None:
    change(
        root,
        1,
        'x" onerror="1 &lt;b&gt;\u202e\x1b[1m!',
        "</p></div><script>alert(1)</script>\x07 &amp; {{ up }} " + "x" * 300,
    )
    html = section(root)
    assert "<b>" not in html
    assert "<script" not in html
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", html)
    assert 'x" onerror="1 &lt;b&gt;' in said(html)
    assert "{{ up }} xxx" in said(html)
    assert "x" * 120 not in html


def test_an_uncommitted_record_and_a_handbook_without_git(root: Path, tmp_path: Path) -> None:
    assert said(section(root, history=NO_HISTORY)) == (
        "History of this record Where there is no git, there is no history."
    )
    assert said(section(root, history=History(extent="whole"))) == "History of this record Not committed yet."


def test_a_shallow_clone_says_so(root: Path, tmp_path: Path) -> None:
    change(root, 1)
    change(root, 2)
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{root}", "shallow")
    text = said(section(tmp_path / "shallow"))
    assert "Last changed on 1 October 2026 by Mats Petersen." in text
    assert "Only the latest part of the history was fetched: earlier changes are not shown." in text
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "flat")
    assert said(section(tmp_path / "flat")) == (
        "History of this record Not changed in the part of the history that was fetched."
    )


def test_the_same_commit_gives_the_same_page_wherever_and_whenever(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(root, 1)
    git(tmp_path, "clone", "-q", f"file://{root}", "copy")
    expected = section(root)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert section(tmp_path / "copy") == expected
