"""The base of a change: where its branch left another one, whatever has become of both since."""

import shutil
from pathlib import Path

import pytest
from gitwork import CLIENT, PARTNER, PAYOUT, REFERRAL, SPECIMEN, commit, git, replace, repository, write

from partnerbook.analysis.comparison import Comparison, compare
from partnerbook.core.finding import Finding
from partnerbook.ingest.revision import RevisionSource
from partnerbook.shell.handbook import Handbook, open_handbook


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    folder.mkdir()
    return repository(folder)


def against(root: Path, base: str = "main") -> Handbook:
    return open_handbook(root, base=base)


def compared(root: Path, base: str = "main") -> Comparison:
    handbook = against(root, base)
    assert handbook.base is not None, comparing(handbook)
    return compare(handbook.base.book, handbook.current.book)


def keys(root: Path, base: str = "main") -> tuple[list[str], list[str], list[str]]:
    """What was added, removed and changed."""
    found = compared(root, base)
    return (
        [entry.key for entry in found.added],
        [entry.key for entry in found.removed],
        [changed.key for changed in found.changed],
    )


def comparing(handbook: Handbook) -> list[Finding]:
    return [finding for finding in handbook.findings if finding.rule.family == "GIT"]


NOTHING: tuple[list[str], list[str], list[str]] = ([], [], [])
NEW = "---\nname: Alsterwerk\nindustry: food\nsize: medium\nregion: north\nknown_since: 2026-03-02\n---\n"


def test_without_a_change_every_record_is_the_one_read_first(root: Path) -> None:
    handbook = against(root)
    assert handbook.base is not None
    assert keys(root) == NOTHING
    ours, theirs = list(handbook.current.book.entries()), list(handbook.base.book.entries())
    assert len(ours) == len(theirs) > 30
    assert all(one is other for one, other in zip(ours, theirs, strict=True))


def test_what_lies_there_counts_committed_or_not(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    replace(root, CLIENT, "size: ", "size:  ")
    write(root, {"records/clients/alsterwerk.md": NEW})
    assert keys(root)[0] == ["client/alsterwerk"]
    commit(root)
    assert keys(root)[0] == ["client/alsterwerk"]


def test_what_others_did_meanwhile_is_not_of_this_change(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    write(root, {"records/clients/alsterwerk.md": NEW})
    commit(root)
    git(root, "switch", "-q", "main")
    write(root, {"records/clients/bille-fracht.md": NEW.replace("Alsterwerk", "Bille Fracht")})
    replace(root, PARTNER, "\ncity: ", "\ncity: Neu-")
    commit(root)
    git(root, "switch", "-q", "change")
    assert keys(root) == (["client/alsterwerk"], [], [])
    # Merging the base into the branch moves the point where both parted.
    git(root, "merge", "-q", "--no-edit", "main")
    assert keys(root) == (["client/alsterwerk"], [], [])
    # So does putting the branch on top of it.
    git(root, "switch", "-q", "-c", "again", "main~1")
    write(root, {"records/clients/alsterwerk.md": NEW})
    commit(root)
    git(root, "rebase", "-q", "main")
    assert keys(root) == (["client/alsterwerk"], [], [])


def test_a_squashed_merge_leaves_nothing_to_compare(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    write(root, {"records/clients/alsterwerk.md": NEW})
    commit(root)
    replace(root, "records/clients/alsterwerk.md", "medium", "small")
    commit(root)
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--squash", "change")
    assert keys(root) == (["client/alsterwerk"], [], [])
    commit(root)
    assert keys(root) == NOTHING
    assert keys(root, "main~1") == (["client/alsterwerk"], [], [])


def test_a_forge_checks_the_merge_of_both(root: Path) -> None:
    """On GitHub a pull request is checked as merged into its base: the base's tip is what both have in common."""
    git(root, "switch", "-q", "-c", "change")
    write(root, {"records/clients/alsterwerk.md": NEW})
    commit(root)
    git(root, "switch", "-q", "main")
    replace(root, PARTNER, "\ncity: ", "\ncity: Neu-")
    commit(root)
    git(root, "switch", "-q", "--detach", "main")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "change")
    assert keys(root) == (["client/alsterwerk"], [], [])


def test_a_record_that_moves_to_another_folder_stays_the_same(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    (root / "records/referrals/2025").mkdir()
    git(root, "mv", REFERRAL, REFERRAL.replace("/2026/", "/2025/"))
    found = compared(root)
    assert (found.added, found.removed) == ((), ())
    assert [(changed.key, changed.moved, changed.fields) for changed in found.changed] == [
        ("referral/2026-03-02-software-werft-k7", True, ())
    ]


def test_a_handbook_in_a_folder_of_the_repository(root: Path) -> None:
    git(root, "mv", "-k", "records", "inner")
    (root / "handbook").mkdir()
    git(root, "mv", "inner", "handbook/records")
    commit(root)
    git(root, "switch", "-q", "-c", "change")
    replace(root / "handbook", PARTNER, "\ncity: ", "\ncity: Neu-")
    assert keys(root / "handbook") == ([], [], ["partner/software-werft"])


def test_a_second_work_tree_compares_its_own_files(root: Path, tmp_path: Path) -> None:
    git(root, "worktree", "add", "-q", "-b", "change", str(tmp_path / "second"))
    replace(tmp_path / "second", PARTNER, "\ncity: ", "\ncity: Neu-")
    assert keys(tmp_path / "second") == ([], [], ["partner/software-werft"])
    assert keys(root) == NOTHING


def test_files_that_git_writes_with_other_line_ends_are_read_from_git(root: Path) -> None:
    for path in (root / "records").rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    git(root, "config", "core.autocrlf", "true")
    assert keys(root) == NOTHING


def test_repositories_that_name_objects_by_sha256(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256")
    write(tmp_path, {path: (SPECIMEN.parent / path).read_text(encoding="utf-8") for path in (CLIENT, PARTNER)})
    commit(tmp_path)
    handbook = against(tmp_path)
    assert handbook.base is not None
    assert handbook.base.book.clients["hanse-logistik"] is handbook.current.book.clients["hanse-logistik"]


def test_a_base_without_records(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, {"README.md": "# A handbook to be\n"})
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    shutil.copytree(SPECIMEN, tmp_path / "records")
    commit(tmp_path)
    added, removed, changed = keys(tmp_path)
    assert len(added) > 30
    assert (removed, changed) == ([], [])
    assert comparing(against(tmp_path)) == []


def test_a_broken_base_is_told_once_and_the_rest_compared(root: Path) -> None:
    healthy = (root / CLIENT).read_text(encoding="utf-8")
    write(root, {CLIENT: "---\nname: [\n---\n", "records/clients/ostsee-feinkost.md": "nothing\n"})
    commit(root)
    git(root, "switch", "-q", "-c", "mend")
    write(root, {CLIENT: healthy})
    replace(root, PARTNER, "\ncity: ", "\ncity: Neu-")
    found = compared(root)
    assert [changed.key for changed in found.changed] == ["partner/software-werft"]
    assert found.unread == ("client/hanse-logistik",)
    (told,) = comparing(against(root))
    assert (told.code, told.severity) == ("GIT006", "warning")
    assert told.message == (
        "2 records could not be read at `main`, where this change begins: client/hanse-logistik, client/ostsee-feinkost"
    )


# What cannot be compared: a finding each, and the records are checked all the same.


def failure(root: Path, base: str = "main") -> tuple[str, str, str]:
    handbook = against(root, base)
    assert handbook.base is None
    assert len(list(handbook.current.book.entries())) > 30
    (told,) = comparing(handbook)
    assert told.severity == "error"
    return told.code, told.message, told.help


def test_no_repository(root: Path) -> None:
    shutil.rmtree(root / ".git")
    assert failure(root)[:2] == ("GIT001", "handbook is not in a git repository")


@pytest.mark.parametrize("revision", ["nowhere", "", "--help", "main:records", "HEAD~5", "a\0b"])
def test_an_unknown_revision(root: Path, revision: str) -> None:
    code, message, remedy = failure(root, revision)
    assert (code, message) == ("GIT002", f"the repository has no revision `{revision}`")
    assert "git fetch" in remedy


def test_a_repository_without_a_commit(root: Path) -> None:
    git(root, "switch", "-q", "--orphan", "empty")
    shutil.copytree(SPECIMEN, root / "records")
    assert failure(root)[:2] == ("GIT002", "the repository has no revision `HEAD`")


def test_a_shallow_clone_never_says_that_nothing_changed(root: Path, tmp_path: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    replace(root, PARTNER, "\ncity: ", "\ncity: Neu-")
    commit(root)
    git(root, "switch", "-q", "main")
    replace(root, CLIENT, "size: ", "size:  ")
    commit(root)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", "-b", "change", root.as_uri(), str(shallow))
    code, message, remedy = failure(shallow, "origin/main")
    assert (code, message) == ("GIT003", "the history is too short to see where this branch left `origin/main`")
    assert "fetch-depth: 0" in remedy
    alone = tmp_path / "alone"
    git(tmp_path, "clone", "-q", "--depth", "1", "-b", "change", root.as_uri(), str(alone))
    code, message, remedy = failure(alone, "origin/main")
    assert (code, message) == ("GIT002", "the repository has no revision `origin/main`")
    assert "fetch-depth: 0" in remedy
    git(shallow, "fetch", "-q", "--unshallow")
    assert keys(shallow, "origin/main") == ([], [], ["partner/software-werft"])


def test_unrelated_histories(root: Path) -> None:
    git(root, "switch", "-q", "--orphan", "anew")
    shutil.copytree(SPECIMEN, root / "records")
    commit(root)
    code, message, _ = failure(root)
    assert (code, message) == ("GIT004", "this branch and `main` have no commit in common")


def test_a_repository_that_lacks_an_object(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    replace(root, PAYOUT, "Run of July", "Run of august")
    commit(root)
    blob = git(root, "rev-parse", f"main:{PAYOUT}")
    lost = root / ".git/objects" / blob[:2] / blob[2:]
    lost.chmod(0o600)
    lost.unlink()
    assert failure(root)[0] == "GIT005"


def test_without_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "git", None)
    assert failure(root)[:2] == ("GIT005", "git is not installed")


def test_nobodys_repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, message, remedy = failure(root)
    assert (code, message) == ("GIT005", "git does not trust the repository: it belongs to somebody else")
    assert "safe.directory" in remedy


def test_only_what_changed_is_asked_of_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from git import Git

    asked: list[str] = []
    original = Git.get_object_data

    def counted(self: Git, ref: str) -> tuple[str, str, int, bytes]:
        asked.append(ref)
        return original(self, ref)

    monkeypatch.setattr(Git, "get_object_data", counted)
    replace(root, PARTNER, "\ncity: ", "\ncity: Neu-")
    against(root)
    assert asked == [git(root, "rev-parse", f"main:{PARTNER}")]
    asked.clear()
    list(RevisionSource(root, "main"))
    assert len(asked) > 30
