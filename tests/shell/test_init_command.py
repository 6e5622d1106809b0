"""`partnerbook init`: a handbook that checks and builds, whatever it is called, and never over another."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from shellwork import call, run

from partnerbook import __version__
from partnerbook.core.kinds import KINDS
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource
from partnerbook.site.page import page_url

HOSTILE = [
    'The "best" firm',
    "It's ours",
    "a: b # c",
    "- [x]: {y}",
    "{{ name }} {% raw %}",
    "{name} {0} %s $HOME",
    "--- !!tag &a *b",
    "back\\slash \\n \\u0000",
    "Müller & Söhne <Berlin>",
    "</title><script>alert(1)</script>",
    "企業 ①",
    "NO",
    "2026-01-01",
    "'",
    '"',
]


def name_of(root: Path) -> tuple[str, str]:
    loaded = load(DirectorySource(root))
    assert [f"{found.path}: {found.message}" for found in loaded.findings] == []
    assert loaded.book.program is not None
    return loaded.book.program.record.name, loaded.book.program.record.firm.name


def build(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_handbook_checks_without_a_finding(tmp_path: Path) -> None:
    result = run("init", "new", cwd=tmp_path)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("A new handbook lies in new. Next:\n")
    # What it says to do next works as it stands.
    assert "partnerbook check --root new\n" in result.out
    checked = call("check", "--root", tmp_path / "new", "--strict")
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.startswith("1 record checked as of ")
    assert checked.out.endswith(": all is well.\n")
    assert name_of(tmp_path / "new") == ("Partner program", "Our firm")
    folders = {path.name for path in (tmp_path / "new/records").iterdir() if path.is_dir()}
    assert folders == {kind.plural for kind in KINDS.values()} - {"program"}


def test_it_begins_in_german(tmp_path: Path) -> None:
    assert call("init", tmp_path / "neu", "--language", "de").code == 0
    checked = call("check", "--root", tmp_path / "neu", "--strict")
    assert (checked.code, checked.err) == (0, "")
    assert name_of(tmp_path / "neu") == ("Partnerprogramm", "Unsere Firma")
    done = build(tmp_path / "neu")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    home = (tmp_path / "neu/site/index.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in home
    assert "Alle Daten sind in Ordnung." in home
    hand_written = (tmp_path / "neu/site/how-we-work/index.html").read_text(encoding="utf-8")
    assert "So arbeiten wir mit Partnern" in hand_written
    # Names of navigation are those of the pages, save that of the beginning; a list may be called as its section is.
    config = yaml.safe_load((tmp_path / "neu/mkdocs.yml").read_text(encoding="utf-8"))
    for names, uri in named(config["nav"]):
        page = (tmp_path / "neu/site" / page_url(uri) / "index.html").read_text(encoding="utf-8")
        title = page.partition("<title>")[2].partition(" - ")[0].casefold()
        assert uri in ("index.md", "how-we-work.md") or any(name.casefold() in title for name in names), uri


def named(nav: list[Any], *sections: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every entry of a navigation with its page; the entry's name, and that of the section it stands in."""
    for entry in nav:
        for name, goal in entry.items():
            if isinstance(goal, list):
                yield from named(goal, name)
            else:
                yield (name, *sections), goal


def test_languages_differ_in_words_alone(tmp_path: Path) -> None:
    for language in ("en", "de"):
        assert call("init", tmp_path / language, "--language", language).code == 0
    assert tree(tmp_path / "de").keys() == tree(tmp_path / "en").keys()
    loaded = [load(DirectorySource(tmp_path / language)).book.program for language in ("en", "de")]
    first, second = (entry.record for entry in loaded if entry is not None)
    assert (first.language, second.language) == ("en", "de")
    for name in ("service_levels", "goals", "currency", "time_zone", "format"):
        assert getattr(first, name) == getattr(second, name)
    for name in ("services", "tiers", "checklist", "onboarding", "professions", "profession_rules", "people"):
        assert len(getattr(first, name)) == len(getattr(second, name)), name


def test_it_writes_what_its_repository_needs_at_the_forge(tmp_path: Path) -> None:
    call("init", tmp_path / "new", "--name", "Kontor")
    files = tree(tmp_path / "new/.github")
    workflows = {f"workflows/{name}.yml" for name in ("intake", "nightly", "pages", "payouts", "records")}
    forms = {"ISSUE_TEMPLATE/config.yml", "ISSUE_TEMPLATE/log-a-referral.yml", "pull_request_template.md"}
    assert files.keys() == {*workflows, *forms, "CODEOWNERS"}
    # The program is pinned, and set up the way the workflows call for.
    assert (tmp_path / "new/requirements.txt").read_text(encoding="utf-8").splitlines()[-1] == (
        f"partnerbook[documents,charts,calendar]=={__version__}"
    )
    makefile = (tmp_path / "new/Makefile").read_text(encoding="utf-8")
    assert "\n.venv/.site: requirements.txt\n\t" in makefile
    assert all(b".venv/.site" in text for path, text in files.items() if path.startswith("workflows/"))
    # Once somebody has an account, the list of code owners follows.
    program = tmp_path / "new/records/program.md"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace("    name: Program owner\n", "    name: A\n    account: own\n"), encoding="utf-8")
    assert call("codeowners", "--write", "--root", tmp_path / "new").code == 0
    assert b"/.github/            @own\n" in tree(tmp_path / "new")[".github/CODEOWNERS"]


def test_it_begins_today(tmp_path: Path) -> None:
    from datetime import datetime

    before = datetime.now().astimezone().date()
    call("init", tmp_path / "new")
    loaded = load(DirectorySource(tmp_path / "new"))
    assert loaded.book.program is not None
    assert before <= loaded.book.program.record.since <= datetime.now().astimezone().date()  # type: ignore[operator]
    assert loaded.book.program.record.as_of is None
    assert loaded.book.program.record.demo is False


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_stays_a_name(tmp_path: Path, name: str) -> None:
    result = call("init", tmp_path / "new", "--name", name, "--firm", f"{name} GmbH")
    assert (result.code, result.err) == (0, "")
    assert name_of(tmp_path / "new") == (name, f"{name} GmbH")
    assert call("check", "--root", tmp_path / "new", "--strict").code == 0


@pytest.mark.parametrize("option", ["--name", "--firm"])
@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "a\x1b[31mb", "a\u202eb", "a\u2028b", "a\x7fb", "x" * 201])
def test_a_name_nobody_can_read_is_refused(tmp_path: Path, option: str, name: str) -> None:
    result = call("init", tmp_path / "new", option, name)
    assert (result.code, result.out) == (2, "")
    assert "give a name of visible characters" in result.err
    assert not (tmp_path / "new").exists()


def test_the_result_builds_strictly_and_its_name_is_no_markup(tmp_path: Path) -> None:
    name = "</title><script>alert(1)</script> {{ x }} & 'Co': \"a\""
    assert call("init", tmp_path / "new", "--name", name, "--firm", name).code == 0
    done = build(tmp_path / "new")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "new/site").rglob("*.html")]
    assert len(pages) > 200
    before = {match for page in pages for match in re.findall(r"(.{4})script(?:>|&gt;)alert", page)}
    assert before <= {"&lt;", ";lt;"}, "the name is text wherever it stands"
    assert "&lt;" in before
    assert any("{{ x }}" in page for page in pages)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "taken", ["records/program.md", "records/partners/a.md", "mkdocs.yml", "docs/how-we-work.md", "README.md"]
)
def test_it_never_writes_over_anything(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / taken).write_text("mine", encoding="utf-8")
    result = call("init", tmp_path)
    assert (result.code, result.out) == (2, "")
    assert "nothing was written" in " ".join(result.err.split())
    assert tree(tmp_path) == {taken: b"mine"}


def test_it_refuses_a_second_time(tmp_path: Path) -> None:
    assert call("init", tmp_path / "new").code == 0
    before = tree(tmp_path)
    assert call("init", tmp_path / "new", "--name", "Another").code == 2
    assert tree(tmp_path) == before


def test_a_link_to_nowhere_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").symlink_to(tmp_path / "gone")
    assert call("init", tmp_path).code == 2
    assert (tmp_path / "mkdocs.yml").is_symlink()


def test_an_empty_repository_is_a_good_place(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    assert run("init", ".", cwd=tmp_path).code == 0
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"
    assert call("check", "--root", tmp_path).code == 0


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert call("init", tmp_path / "file").code == 2
    for folder in (tmp_path / "file/new", tmp_path / ("x" * 300)):
        result = call("init", folder)
        assert (result.code, result.out) == (1, "")
        assert result.err.startswith("Error: cannot write into ")
