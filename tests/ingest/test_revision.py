"""Records as they were at a revision: a real repository, compared with the files it was made from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from partnerbook.core.finding import Finding
from partnerbook.ingest.load import load
from partnerbook.ingest.revision import CannotCompare, RevisionSource
from partnerbook.ingest.sources import DirectorySource, Source, SourceFile

SETTINGS = {
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **SETTINGS}, check=True, capture_output=True)
    return done.stdout.decode().strip()


def contents(source: Source) -> dict[str, bytes | Finding]:
    return {item.path: item.read() if isinstance(item, SourceFile) else item for item in source}


@pytest.fixture
def handbook(tmp_path: Path, specimen: dict[str, bytes]) -> Path:
    """A committed handbook with the specimen's records and some that are out of the ordinary."""
    root = tmp_path / "handbook"
    extra = {
        "README.md": b"# Not a record\n",
        "records/partners/.hidden.md": b"x",
        "records/partners/logo.png": b"\x89PNG",
        "records/partners/big.md": b"x" * (2 * 1024 * 1024),
        "records/partners/latin.md": b"---\nname: M\xfcller\n---\n",
        "records/partners/windows.md": b"---\r\nname: x\r\n---\r\n",
        "records/partners/x.markdown": b"---\nname: x\n---\n",
        "records/partners/folder.md/inner.md": b"---\nname: x\n---\n",
        "records/clients/mit leerzeichen und ä.md": b"---\nname: x\n---\n",
        'records/clients/quote"tab\there.md': b"---\nname: x\n---\n",
    }
    for path, content in {**specimen, **extra}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (root / "records/clients" / os.fsdecode(b"latin-\xfc.md")).write_bytes(b"---\nname: x\n---\n")
    (root / "records/clients/link.md").symlink_to("/etc/hostname")
    git(root, "init", "-q", "-b", "main")
    git(root, "-c", "core.autocrlf=false", "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    return root


def test_a_revision_gives_what_the_directory_gave(handbook: Path) -> None:
    of_revision, of_directory = contents(RevisionSource(handbook, "main")), contents(DirectorySource(handbook))
    assert list(of_revision) == list(of_directory)
    # A blob that is too large is not fetched: only that it is too large can be seen.
    too_large = "records/partners/big.md"
    assert len(of_revision.pop(too_large)) == len(of_directory.pop(too_large)) == 1024 * 1024 + 1  # type: ignore[arg-type]
    assert of_revision == of_directory
    here, there = load(DirectorySource(handbook)), load(RevisionSource(handbook, "HEAD"))
    assert here.findings == there.findings
    assert [entry.record for entry in here.book.entries()] == [entry.record for entry in there.book.entries()]
    assert here.book.broken == there.book.broken


def test_a_revision_is_what_was_committed_and_not_what_lies_there_now(handbook: Path) -> None:
    file = handbook / "records/partners/software-werft.md"
    before = file.read_bytes()
    git(handbook, "tag", "old")
    file.write_bytes(before + b"One more line.\n")
    (handbook / "records/partners/new.md").write_bytes(before)
    git(handbook, "commit", "-q", "-a", "-m", "second")
    assert contents(RevisionSource(handbook, "old"))["records/partners/software-werft.md"] == before
    assert contents(RevisionSource(handbook, "HEAD"))["records/partners/software-werft.md"] != before
    assert "records/partners/new.md" not in contents(RevisionSource(handbook, "HEAD"))
    commit = git(handbook, "rev-parse", "old")
    assert RevisionSource(handbook, commit[:10]).commit == commit


def test_a_moving_branch_does_not_move_an_open_source(handbook: Path) -> None:
    source = RevisionSource(handbook, "main")
    git(handbook, "rm", "-q", "records/program.md")
    git(handbook, "commit", "-q", "-m", "second")
    assert "records/program.md" in contents(source)


def test_a_handbook_in_a_folder_of_a_repository(tmp_path: Path, specimen: dict[str, bytes]) -> None:
    root = tmp_path / "teams" / "partner program"
    for path, content in specimen.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    (tmp_path / "records").mkdir()
    (tmp_path / "records/other.md").write_text("not ours")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    assert contents(RevisionSource(root, "main")) == specimen


def test_a_submodule_is_not_read(handbook: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q", "-b", "main")
    (other / "a.md").write_text("---\nname: x\n---\n")
    git(other, "add", "-A")
    git(other, "commit", "-q", "-m", "first")
    git(handbook, "submodule", "--quiet", "add", str(other), "records/closings/module")
    git(handbook, "commit", "-q", "-m", "module")
    for source in (RevisionSource(handbook, "main"), DirectorySource(handbook)):
        found = contents(source)["records/closings/module"]
        assert isinstance(found, Finding)
        assert found.code == "FMT020"


def test_a_revision_before_the_handbook_is_empty(handbook: Path) -> None:
    git(handbook, "checkout", "-q", "--orphan", "empty")
    git(handbook, "rm", "-q", "-r", "--cached", ".")
    git(handbook, "commit", "-q", "--allow-empty", "-m", "nothing yet")
    assert contents(RevisionSource(handbook, "empty")) == {}


@pytest.mark.parametrize("revision", ["nowhere", "", "--help", "-n1", "main:records", "HEAD~7", "a b", "main\n", "\0"])
def test_an_unknown_revision_says_what_to_do(handbook: Path, revision: str) -> None:
    with pytest.raises(CannotCompare, match="no revision") as raised:
        RevisionSource(handbook, revision)
    assert "git fetch" in raised.value.remedy


def test_a_shallow_clone_says_how_to_fetch_the_rest(handbook: Path, tmp_path: Path) -> None:
    (handbook / "README.md").write_text("more")
    git(handbook, "commit", "-q", "-a", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth", "1", handbook.as_uri(), "shallow")
    assert contents(RevisionSource(tmp_path / "shallow", "HEAD"))
    with pytest.raises(CannotCompare) as raised:
        RevisionSource(tmp_path / "shallow", "HEAD~1")
    assert "fetch-depth: 0" in raised.value.remedy


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(CannotCompare, match="not in a git repository"):
        RevisionSource(tmp_path, "main")
    with pytest.raises(CannotCompare, match="not in a git repository"):
        RevisionSource(tmp_path / "missing", "main")


def test_a_bare_repository(handbook: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", handbook.as_uri(), "bare.git")
    with pytest.raises(CannotCompare, match="bare"):
        RevisionSource(tmp_path / "bare.git", "main")


def test_an_empty_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(CannotCompare, match="no revision `HEAD`"):
        RevisionSource(tmp_path, "HEAD")


def test_git_is_imported_only_where_it_is_needed() -> None:
    code = "import sys, partnerbook.ingest.load, partnerbook.ingest.revision; sys.exit('git' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
