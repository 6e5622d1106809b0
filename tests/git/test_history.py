"""Who changed which record when: from one log, through merges, moves, squashes, rebases and cut-off clones."""

import os
from pathlib import Path

import pytest
from gitwork import CLIENT, PARTNER, PAYOUT, REFERRAL, commit, git, replace, repository, write

from partnerbook.core.history import NO_HISTORY, History
from partnerbook.ingest.history import changes_between, history_of

MATS = "Mats Petersen <mats.petersen@alsterblick.example>"
WERFT = "partner/software-werft"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    folder.mkdir()
    return repository(folder)


def change(root: Path, new: str, author: str = MATS, day: str = "2026-10-01", message: str = "Change") -> str:
    """Change the partner's record, and commit it as somebody."""
    text = (root / PARTNER).read_text(encoding="utf-8")
    write(root, {PARTNER: f"{text}\n{new}\n"})
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message, "--author", author, day=day)
    return git(root, "rev-parse", "HEAD")


def told(history: History, key: str = WERFT) -> list[tuple[str, str, str, str]]:
    """Day, author, kind and subject of each change, the latest first."""
    return [
        (change.commit.on.date().isoformat(), change.commit.author, change.kind, change.commit.subject)
        for change in history.changes.get(key, ())
    ]


BEGUN = ("2026-09-30", "Ilka Brandt", "added", "Begin")


def test_every_record_has_its_first_and_last_change(root: Path) -> None:
    name = change(root, "One.", message="Note a call")
    change(root, "Two.", "Nele Voss <n@x.example>", "2026-10-02")
    history = history_of(root)
    assert told(history) == [
        ("2026-10-02", "Nele Voss", "changed", "Change"),
        ("2026-10-01", "Mats Petersen", "changed", "Note a call"),
        BEGUN,
    ]
    assert history.changes[WERFT][1].commit.id == name
    assert history.changes[WERFT][1].commit.author_mail == "mats.petersen@alsterblick.example"
    assert history.extent == "whole"
    assert told(history, "client/hanse-logistik") == [BEGUN]
    records = list((root / "records").rglob("*.md"))
    assert len(history.changes) == len(records) > 40


def test_what_is_no_record_is_left_out(root: Path) -> None:
    before = set(history_of(root).changes)
    write(root, {"docs/a.md": "x\n", "records/notes.txt": "x\n", "records/other/a.md": "x\n", "records.md": "x\n"})
    commit(root)
    assert set(history_of(root).changes) == before


def test_a_record_keeps_its_history_when_its_file_moves(root: Path) -> None:
    elsewhere = REFERRAL.replace("/2026/", "/")
    git(root, "mv", REFERRAL, elsewhere)
    commit(root, "Move it")
    replace(root, elsewhere, "challenge: ", "challenge: In short, ")
    commit(root, "Change it")
    key = f"referral/{Path(REFERRAL).stem}"
    assert [(kind, subject) for _, _, kind, subject in told(history_of(root), key)] == [
        ("changed", "Change it"),
        ("moved", "Move it"),
        ("added", "Begin"),
    ]


def test_a_record_that_went_and_came_back(root: Path) -> None:
    text = (root / CLIENT).read_text(encoding="utf-8")
    write(root, {CLIENT: None})
    commit(root, "Take it away")
    write(root, {CLIENT: text})
    commit(root, "Bring it back")
    assert [kind for _, _, kind, _ in told(history_of(root), "client/hanse-logistik")] == ["added", "removed", "added"]


def test_a_merge_is_no_change_but_what_it_decides_is(root: Path) -> None:
    git(root, "switch", "-q", "-c", "branch")
    change(root, "Ours.")
    git(root, "switch", "-q", "main")
    write(root, {"docs/note.md": "A note\n"})
    commit(root)
    git(root, "merge", "-q", "--no-ff", "-m", "Merge the branch", "branch")
    assert [subject for *_, subject in told(history_of(root))] == ["Change", "Begin"]
    # Both sides change the same lines: whoever settles it writes.
    git(root, "switch", "-q", "branch")
    change(root, "Theirs.", message="Theirs")
    git(root, "switch", "-q", "main")
    change(root, "Mine.", message="Mine")
    git(root, "merge", "-q", "-s", "ours", "--no-commit", "branch")
    text = (root / PARTNER).read_text(encoding="utf-8")
    write(root, {PARTNER: f"{text}Both.\n"})
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Settle it", day="2026-10-05")
    assert told(history_of(root))[0] == ("2026-10-05", "Ilka Brandt", "changed", "Settle it")


def test_a_squash_is_one_change_of_whoever_it_names(root: Path) -> None:
    git(root, "switch", "-q", "-c", "branch")
    change(root, "One.", message="One")
    change(root, "Two.", message="Two")
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--squash", "branch")
    git(root, "commit", "-q", "-m", "Both (#12)", "--author", "Nele Voss <n@x.example>", day="2026-10-03")
    assert told(history_of(root)) == [("2026-10-03", "Nele Voss", "changed", "Both (#12)"), BEGUN]


def test_a_rebase_leaves_author_and_day(root: Path) -> None:
    git(root, "switch", "-q", "-c", "branch")
    change(root, "One.", message="One")
    git(root, "switch", "-q", "main")
    write(root, {"docs/note.md": "A note\n"})
    commit(root)
    git(root, "switch", "-q", "branch")
    git(root, "rebase", "-q", "main", day="2026-11-11")
    assert told(history_of(root)) == [("2026-10-01", "Mats Petersen", "changed", "One"), BEGUN]


def test_a_shallow_clone_says_so_and_takes_nothing_for_new(root: Path, tmp_path: Path) -> None:
    change(root, "One.", message="One")
    change(root, "Two.", message="Two")
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{root}", "shallow")
    history = history_of(tmp_path / "shallow")
    assert history.extent == "partial"
    assert [(kind, subject) for _, _, kind, subject in told(history)] == [("changed", "Two")]
    assert told(history, "client/hanse-logistik") == []


def test_without_git_or_commits_there_is_none(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = tmp_path / "nothing"
    bare.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert history_of(bare) is NO_HISTORY
    git(bare, "init", "-q")
    assert history_of(bare) is NO_HISTORY
    assert history_of(tmp_path / "gone") is NO_HISTORY
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history_of(root) is NO_HISTORY


def test_a_handbook_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    root = tmp_path / "firm" / "hand böök"
    root.mkdir(parents=True)
    repository(root)
    (root / ".git").rename(tmp_path / "firm" / ".git")
    git(tmp_path / "firm", "add", "-A")
    git(tmp_path / "firm", "commit", "-q", "-m", "Move in", day="2026-10-09")
    replace(root, CLIENT, "name: Hanse Logistik", "name: Hanse-Logistik")
    git(tmp_path / "firm", "commit", "-q", "-am", "Hyphen", day="2026-10-10")
    assert told(history_of(root), "client/hanse-logistik") == [
        ("2026-10-10", "Ilka Brandt", "changed", "Hyphen"),
        ("2026-10-09", "Ilka Brandt", "added", "Move in"),
    ]


HOSTILE = [
    'Q"uote \\ back | pipe',
    "A\tB",
    "M",
    "A",
    "0123456789abcdef0123456789abcdef01234567",
    "R \x1b[31mred\x1b[0m!",
    "\u202egnp.exe",
    "Jürgen Großmann-Ω 👩‍💼",
    "x" * 5000,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_is_taken_for_anything_else(root: Path, name: str) -> None:
    change(root, "One.", f"{name} <m@x.example>", message=name)
    change(root, "Two.", message="M\n\nA\trecords/partners/software-werft.md\n")
    assert told(history_of(root)) == [
        ("2026-10-01", "Mats Petersen", "changed", "M"),
        ("2026-10-01", name, "changed", name),
        BEGUN,
    ]


def test_names_that_are_empty_or_in_another_encoding(root: Path) -> None:
    for name in (b"", b"J\xfcrgen"):
        tree, parent = (git(root, "rev-parse", place).encode() for place in ("HEAD:", "HEAD"))
        who = b"%b <m@x.example> 1790000000 +0200" % name
        raw = b"tree %b\nparent %b\nauthor %b\ncommitter %b\n\n\n" % (tree, parent, who, who)
        (root / ".git/raw").write_bytes(raw)
        made = git(root, "hash-object", "-t", "commit", "-w", "--literally", ".git/raw")
        git(root, "reset", "-q", "--hard", made)
    latest, before, *_ = history_of(root).commits
    assert (before.author, before.subject) == ("", "")
    assert latest.author.startswith("J")


@pytest.mark.parametrize(
    "path",
    [
        'records/clients/quo"te.md',
        "records/clients/new\nline.md",
        "records/clients/tab\there.md",
        "records/clients/M\nrecords/partners/software-werft.md",
        "records/clients/-x.md",
        "records/clients/ä ö.md",
    ],
    ids=range(6),
)
def test_no_path_is_taken_for_anything_else(root: Path, path: str) -> None:
    write(root, {path: "---\nname: x\n---\n"})
    commit(root)
    name = change(root, "One.")
    history = history_of(root)
    assert told(history) == [("2026-10-01", "Mats Petersen", "changed", "Change"), BEGUN]
    assert history.commits[0].id == name
    assert len(history.commits) == 3


def test_a_path_that_is_no_text(root: Path) -> None:
    file = os.path.join(os.fsencode(root), b"records/clients/latin-\xfc.md")
    with open(file, "wb") as opened:
        opened.write(b"---\nname: x\n---\n")
    commit(root)
    assert history_of(root).commits[0].subject == "Change"


def test_settings_of_the_user_change_nothing(root: Path) -> None:
    change(root, "One.")
    expected = told(history_of(root))
    for setting, value in {
        "log.showSignature": "true",
        "log.showRoot": "false",
        "log.follow": "true",
        "log.date": "relative",
        "log.decorate": "full",
        "log.diffMerges": "off",
        "log.mailmap": "true",
        "diff.renames": "copies",
        "diff.noprefix": "true",
        "format.pretty": "oneline",
        "core.quotePath": "true",
        "core.abbrev": "4",
        "color.ui": "always",
        "i18n.logOutputEncoding": "ISO-8859-1",
    }.items():
        git(root, "config", setting, value)
    write(root, {".mailmap": "Somebody Else <mats.petersen@alsterblick.example>\n"})
    assert told(history_of(root)) == expected


def test_commits_between_a_base_and_a_head(root: Path) -> None:
    git(root, "switch", "-q", "-c", "branch")
    first = change(root, "One.")
    git(root, "switch", "-q", "main")
    replace(root, CLIENT, "name: Hanse Logistik", "name: Hanse-Logistik")
    base = commit(root, "Theirs")
    git(root, "switch", "-q", "branch")
    git(root, "merge", "-q", "--no-edit", "main")
    replace(root, PAYOUT, "reference: Run of July", "reference: July")
    head = commit(root, "Reference")
    found = changes_between(root, base, head)
    assert {key: [commit.id for commit in commits] for key, commits in found.items()} == {
        WERFT: [first],
        f"payout/{Path(PAYOUT).stem}": [head],
    }


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-7", "unicode_escape", "no-such-thing", "zip"])
def test_no_encoding_smuggles_anything_in(root: Path, encoding: str) -> None:
    """In UTF-7 `+AAA-` is a NUL and `+AAo-` a line feed."""
    tree, parent = (git(root, "rev-parse", place) for place in ("HEAD:", "HEAD"))
    who = "J\xfcrgen +AAA-M+AAA-records/partners/x.md+AAo-\\n <m@x.example> 1790000000 +0200"
    raw = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\nencoding {encoding}\n\nOne +AAo- two\n"
    (root / ".git/raw").write_bytes(raw.encode("latin-1"))
    git(root, "reset", "-q", "--hard", git(root, "hash-object", "-t", "commit", "-w", "--literally", ".git/raw"))
    name = change(root, "One.")
    history = history_of(root)
    assert [commit.id for commit in history.commits][::2] == [name, parent]
    assert told(history) == [("2026-10-01", "Mats Petersen", "changed", "Change"), BEGUN]
    assert history.commits[1].parents == (parent,)
    if encoding == "ISO-8859-1":
        assert history.commits[1].author.startswith("Jürgen +AAA-")
