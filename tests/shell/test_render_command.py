"""`partnerbook render`: the pages as files; nothing else is touched, nothing is half-written."""

import os
import re
from pathlib import Path

import pytest
from shellwork import SPECIMEN, Result, call, change, handbook, run

from partnerbook.shell.handbook import open_handbook
from partnerbook.shell.pages import site_of
from partnerbook.shell.writing import write_whole
from partnerbook.site.page import as_markdown


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The specimen's pages, written once."""
    out = tmp_path_factory.mktemp("render") / "deep/out"
    return out, call("render", "--root", SPECIMEN, "--out", out)


def test_every_page_is_a_file_with_its_content(rendered: tuple[Path, Result]) -> None:
    out, result = rendered
    site = site_of(open_handbook(SPECIMEN))
    pages = site.pages
    downloads = {download.uri: download.make() for download in site.downloads}
    written = files(out)
    listed = written.pop(".partnerbook-files").decode().splitlines()
    assert written == {page.uri: as_markdown(page).encode() for page in pages} | downloads
    assert sorted(listed) == sorted(written)
    assert any(uri.endswith(".pdf") for uri in downloads)
    assert len(pages) > 250
    assert result == Result(0, f"{len(pages)} pages in {out}, {len(pages)} of them new or changed.\n", "")


def test_the_second_time_nothing_is_written(rendered: tuple[Path, Result]) -> None:
    out, _ = rendered
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.md")}
    inodes = {path: path.stat().st_ino for path in before}
    result = call("render", "--root", SPECIMEN, "--out", out)
    assert result.out == f"{len(before)} pages in {out}, 0 of them new or changed.\n"
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.md")} == before
    assert {path: path.stat().st_ino for path in out.rglob("*.md")} == inodes


def test_only_what_changed_is_written_and_other_files_are_left_alone(tmp_path: Path) -> None:
    root, out = handbook(tmp_path / "handbook"), tmp_path / "out"
    call("render", "--root", root, "--out", out)
    for name in ("mine.md", "partners/mine.txt", ".gitignore"):
        (out / name).write_text("mine", encoding="utf-8")
    before = files(out)
    partner = (root / "records/partners/software-werft.md").read_text(encoding="utf-8")
    (pitch,) = re.findall(r"^pitch: .*$", partner, re.MULTILINE)
    change(root, "records/partners/software-werft.md", pitch, "pitch: We bind the books of a harbour.")
    result = call("render", "--root", root, "--out", out)
    after = files(out)
    assert after.keys() == before.keys()
    changed = {path for path in after if after[path] != before[path]}
    assert "partners/software-werft.md" in changed
    assert len(changed) < 10
    assert f", {len(changed)} of them new or changed." in result.out
    assert b"We bind the books of a harbour." in after["partners/software-werft.md"]
    assert after["mine.md"] == after["partners/mine.txt"] == after[".gitignore"] == b"mine"


def test_records_with_mistakes_are_rendered_too(tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook")
    (root / "records/clients/hanse-logistik.md").write_text("---\nname: [\n---\n", encoding="utf-8")
    result = call("render", "--root", root, "--out", tmp_path / "out")
    assert result.code == 0
    assert result.err.startswith("note: the records have 1 error")
    assert "hanse-logistik" in (tmp_path / "out/reference/problems.md").read_text(encoding="utf-8")


def test_the_day_looked_from_is_on_the_pages(tmp_path: Path) -> None:
    call("render", "--root", SPECIMEN, "--out", tmp_path / "later", "--as-of", "2027-06-30")
    call("render", "--root", SPECIMEN, "--out", tmp_path / "now")
    assert files(tmp_path / "later")["index.md"] != files(tmp_path / "now")["index.md"]


# What is not its own


@pytest.mark.parametrize("folder", ["records", "docs", "site_templates", "records/partners", "docs/new", "link"])
def test_what_the_handbook_is_made_of_is_never_written_over(tmp_path: Path, folder: str) -> None:
    root = handbook(tmp_path / "handbook")
    (root / "docs").mkdir()
    (root / "site_templates").mkdir()
    (root / "link").symlink_to(root / "records")
    before = files(root)
    result = call("render", "--root", root, "--out", root / folder)
    assert (result.code, result.out) == (2, "")
    assert "is part of the handbook: name a place outside records, docs and site_templates" in result.err
    assert files(root) == before


def test_a_link_inside_the_folder_does_not_lead_into_the_records(tmp_path: Path) -> None:
    root, out = handbook(tmp_path / "handbook"), tmp_path / "out"
    out.mkdir()
    (out / "partners").symlink_to(root / "records/partners")
    before = files(root)
    result = call("render", "--root", root, "--out", out)
    assert (result.code, result.out) == (2, "")
    assert files(root) == before
    assert sorted(path.name for path in out.iterdir()) == ["partners"]


@pytest.mark.parametrize("name", ["index.md", "partners/software-werft.md"])
def test_files_of_somebody_else_are_never_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine", encoding="utf-8")
    result = call("render", "--root", SPECIMEN, "--out", tmp_path)
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        f"Error: {tmp_path / name} was not written by `partnerbook render` and is left alone, and so is all else; "
        "name an empty folder, or move it away\n"
    )
    assert files(tmp_path) == {name: b"mine"}


def test_what_it_wrote_is_known_even_after_it_was_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, calls = tmp_path / "out", 0

    def interrupted(path: Path, content: bytes) -> bool:
        nonlocal calls
        calls += 1
        if calls > 5:
            raise OSError(28, "No space left on device")
        return write_whole(path, content)

    with monkeypatch.context() as patched:
        patched.setattr("partnerbook.shell.commands.render.write_whole", interrupted)
        assert call("render", "--root", SPECIMEN, "--out", out, "--no-history").code == 1
    assert call("render", "--root", SPECIMEN, "--out", out, "--no-history").code == 0


def test_the_handbooks_own_folder_is_refused_where_its_files_would_go(tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook")
    (root / "index.md").write_text("mine", encoding="utf-8")
    before = files(root)
    assert call("render", "--root", root, "--out", root).code == 1
    assert files(root) == before


@pytest.mark.parametrize("taken", ["partners", "index.md", "partners/software-werft.md"])
def test_where_something_is_in_the_way_it_says_so(tmp_path: Path, taken: str) -> None:
    """A folder stands where a file belongs, or the other way round: nobody, root neither, can write there."""
    if taken.endswith(".md"):
        (tmp_path / taken).mkdir(parents=True)
    else:
        (tmp_path / taken).write_text("x", encoding="utf-8")
    before = list(tmp_path.rglob("*"))
    result = call("render", "--root", SPECIMEN, "--out", tmp_path)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("Error: ")
    assert str(tmp_path) in result.err
    assert [path.name for path in tmp_path.rglob("*")] == [path.name for path in before], "nothing is left behind"


def test_an_unwritable_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the refusal is played: permissions alone would prove nothing here."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("partnerbook.shell.writing.tempfile.mkstemp", refuse)
    result = call("render", "--root", SPECIMEN, "--out", tmp_path / "out")
    assert (result.code, result.out) == (1, "")
    assert result.err == f"Error: cannot write into {tmp_path / 'out'}: Permission denied\n"


def test_a_file_is_no_folder_to_write_into(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    assert call("render", "--root", SPECIMEN, "--out", tmp_path / "out").code == 2


def test_it_writes_the_same_bytes_under_any_hash_seed(rendered: tuple[Path, Result], tmp_path: Path) -> None:
    out, _ = rendered
    assert run("render", "--root", SPECIMEN, "--out", tmp_path, env={"PYTHONHASHSEED": "7"}).code == 0
    assert files(tmp_path) == files(out)


# Writing


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a/b.md"
    assert write_whole(path, b"first")
    assert not write_whole(path, b"first")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("partnerbook.shell.writing.os.replace", fail)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"second")
    assert path.read_bytes() == b"first"
    assert os.listdir(path.parent) == ["b.md"]


def test_files_have_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "ours", b"x")
    (tmp_path / "theirs").write_bytes(b"x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "theirs").stat().st_mode
