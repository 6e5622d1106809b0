"""Where files come from: nothing outside the handbook is read, and nothing in it is missed silently."""

import os
import subprocess
from pathlib import Path

import pytest

from partnerbook.core.finding import Finding
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource, MemorySource, Source, SourceFile

TEXT = b"---\nname: x\n---\n"


def seen(source: Source) -> list[tuple[str, str]]:
    """Paths in order, each with the code of its finding or `read`."""
    return [(item.path, "read" if isinstance(item, SourceFile) else item.code) for item in source]


def write(root: Path, path: str, content: bytes = TEXT) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_only_records_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for path in (
        "records/partners/b.md",
        "records/partners/a/c.md",
        "records/partners/a-b.md",
        "records/program.md",
        "records/partners/.hidden.md",
        "records/.obsidian/x.md",
        "records/partners/logo.png",
        "records/partners/a.md~",
        "docs/index.md",
        "README.md",
    ):
        write(tmp_path, path)
    expected = [
        ("records/partners/a-b.md", "read"),
        ("records/partners/a/c.md", "read"),
        ("records/partners/b.md", "read"),
        ("records/program.md", "read"),
    ]
    assert seen(DirectorySource(tmp_path)) == expected
    assert [item.read() for item in DirectorySource(tmp_path) if isinstance(item, SourceFile)] == [TEXT] * 4
    paths = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert seen(MemorySource(dict.fromkeys(paths, TEXT))) == expected


@pytest.mark.parametrize("name", ["x.MD", "x.markdown", "x.md.txt", "x.yaml", "X.Md"])
def test_a_file_that_was_meant_as_a_record_is_found(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"records/partners/{name}")
    (finding,) = DirectorySource(tmp_path)
    assert isinstance(finding, Finding)
    assert (finding.code, finding.path) == ("FMT026", f"records/partners/{name}")
    assert finding.help.lower() == "rename it to x.md"
    assert seen(MemorySource({f"records/partners/{name}": TEXT})) == [(finding.path, "FMT026")]


def test_a_folder_with_a_records_name(tmp_path: Path) -> None:
    write(tmp_path, "records/partners/x.md/y.md")
    write(tmp_path, "records/partners/x.md/deeper/z.txt")
    assert seen(DirectorySource(tmp_path)) == [("records/partners/x.md", "FMT020")]
    paths = ("records/partners/x.md/y.md", "records/partners/x.md/deeper/z.txt")
    assert seen(MemorySource(dict.fromkeys(paths, TEXT))) == [("records/partners/x.md", "FMT020")]
    assert load(DirectorySource(tmp_path)).book.broken == {"partner/x"}


def test_pipes_and_submodules_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, "records/partners/a.md")
    os.mkfifo(tmp_path / "records/partners/x.md")
    write(tmp_path, "records/clients/.git", b"gitdir: elsewhere\n")
    write(tmp_path, "records/clients/a.md")
    assert seen(DirectorySource(tmp_path)) == [
        ("records/clients", "FMT020"),
        ("records/partners/a.md", "read"),
        ("records/partners/x.md", "FMT020"),
    ]


def test_links_are_never_followed(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.md", b"---\nname: secret\n---\n")
    write(tmp_path, "outside/partners/z.md")
    root = tmp_path / "handbook"
    write(root, "records/partners/a.md")
    (root / "records/partners/link.md").symlink_to(secret)
    (root / "records/partners/inside.md").symlink_to("a.md")
    (root / "records/partners/dangling.md").symlink_to("nowhere")
    (root / "records/partners/loop").symlink_to(".")
    (root / "records/clients").symlink_to(tmp_path / "outside/partners")
    assert seen(DirectorySource(root)) == [
        ("records/clients", "FMT021"),
        ("records/partners/a.md", "read"),
        ("records/partners/dangling.md", "FMT021"),
        ("records/partners/inside.md", "FMT021"),
        ("records/partners/link.md", "FMT021"),
        ("records/partners/loop", "FMT021"),
    ]
    loaded = load(DirectorySource(root))
    assert "partner/link" in loaded.book.broken


def test_records_that_are_a_link_themselves(tmp_path: Path) -> None:
    write(tmp_path, "elsewhere/partners/a.md")
    (tmp_path / "records").symlink_to("elsewhere")
    assert seen(DirectorySource(tmp_path)) == [("records", "FMT021")]


def test_a_file_that_turned_into_a_link_is_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.md")
    file = write(tmp_path, "records/partners/a.md")
    (item,) = DirectorySource(tmp_path)
    assert isinstance(item, SourceFile)
    file.unlink()
    file.symlink_to(secret)
    with pytest.raises(OSError, match="symbolic link"):
        item.read()


def test_a_file_that_cannot_be_opened_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "records/partners/a.md")
    write(tmp_path, "records/partners/b.md")
    write(tmp_path, "records/clients/c.md")
    really_open, really_scan = os.open, os.scandir

    def no_a(path: str, *arguments: int) -> int:
        if str(path).endswith("a.md"):
            raise PermissionError(13, "Permission denied")
        return really_open(path, *arguments)

    def no_clients(path: Path) -> object:
        if Path(path).name == "clients":
            raise PermissionError(13, "Permission denied")
        return really_scan(path)

    monkeypatch.setattr(os, "open", no_a)
    monkeypatch.setattr(os, "scandir", no_clients)
    findings = load(DirectorySource(tmp_path)).findings
    assert [(found.path, found.code) for found in findings if found.code == "FMT022"] == [
        ("records/clients", "FMT022"),
        ("records/partners/a.md", "FMT022"),
    ]
    assert "Permission denied" in findings[0].message
    assert any(found.path == "records/partners/b.md" for found in findings)


def test_folders_nested_deeper_than_calls_can_be(tmp_path: Path) -> None:
    current = os.open(tmp_path, os.O_RDONLY)
    os.mkdir("records", dir_fd=current)
    for name in ("records", *("d" for _ in range(1200))):
        inner = os.open(name, os.O_RDONLY, dir_fd=current)
        os.close(current)
        current = inner
        os.mkdir("d", dir_fd=current)
    os.close(current)
    write(tmp_path, "records/partners/a.md")
    try:
        assert ("records/partners/a.md", "read") in seen(DirectorySource(tmp_path))
    finally:
        subprocess.run(["rm", "-rf", tmp_path / "records"], check=True)  # too deep for Python to tidy up


def test_a_name_that_is_not_text_can_still_be_printed(tmp_path: Path) -> None:
    (tmp_path / "records/partners").mkdir(parents=True)
    (tmp_path / "records/partners" / os.fsdecode(b"m\xfcller.md")).write_bytes(TEXT)
    ((path, state),) = seen(DirectorySource(tmp_path))
    assert (path, state) == ("records/partners/m\N{REPLACEMENT CHARACTER}ller.md", "read")
    codes = [found.code for found in load(DirectorySource(tmp_path)).findings if found.path == path]
    assert "SCH014" in codes


def test_no_records_at_all(tmp_path: Path) -> None:
    assert seen(DirectorySource(tmp_path)) == []
    assert [found.code for found in load(DirectorySource(tmp_path)).findings] == ["SCH018"]


def test_at_most_one_byte_too_many_is_read(tmp_path: Path) -> None:
    write(tmp_path, "records/partners/a.md", b"x" * (3 * 1024 * 1024))
    (item,) = DirectorySource(tmp_path)
    assert isinstance(item, SourceFile)
    assert len(item.read()) == 1024 * 1024 + 1
