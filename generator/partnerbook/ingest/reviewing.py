"""What git knows of a change under review: its records before and after, what each review saw, and who wrote it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from partnerbook.core.book import Book
from partnerbook.core.history import Commit
from partnerbook.core.kinds import RECORDS
from partnerbook.ingest.decoding import MAXIMUM_BYTES
from partnerbook.ingest.git_rules import GIT_FAILED
from partnerbook.ingest.history import changes_between
from partnerbook.ingest.load import load
from partnerbook.ingest.placement import place
from partnerbook.ingest.repository import CannotCompare, commit_of, common_commit, folder_in, repository_at
from partnerbook.ingest.sources import SUFFIX, MemorySource

if TYPE_CHECKING:
    from git import Repo

_FILE = ("100644", "100755")


class ReviewedChange(Struct, frozen=True, eq=False):
    """A change as git has it. Books hold the program and the records that differ, and nothing else.

    `before` is where the change left the base, `base` the program as the base has it now, `after` the head. `paths`
    names the files of changed records by `kind/id`; `at_head` their content there, `reviewed` the same for each
    commit that was reviewed and could be found. A content is a name that is the same only for the same bytes.
    """

    base_commit: str
    head_commit: str
    base: Book
    before: Book
    after: Book
    paths: Mapping[str, str]
    at_head: Mapping[str, str]
    reviewed: Mapping[str, Mapping[str, str]]
    commits: Mapping[str, tuple[Commit, ...]]


def reviewed_change(root: Path, base: str, head: str, reviewed: Iterable[str]) -> ReviewedChange:
    """Read a change out of git's objects; neither files on disk nor the index are looked at.

    Args:
        root: the handbook's directory.
        base: the branch the change is to go into.
        head: the tip of the change.
        reviewed: full names of the commits that were reviewed.

    Raises:
        CannotCompare: where the repository lacks a revision, or what they have in common.
    """
    with repository_at(root) as repository:
        tip, top = commit_of(repository, base), commit_of(repository, head)
        common = common_commit(repository, tip, top, base)
        folder = folder_in(repository, root)
        before, after = _Tree.at(repository, folder, common), _Tree.at(repository, folder, top)
        changed = {
            key: (after if key in after.contents else before).paths[key]
            for key in before.contents.keys() | after.contents.keys()
            if before.contents.get(key) != after.contents.get(key)
        }
        return ReviewedChange(
            base_commit=tip,
            head_commit=top,
            base=_Tree.at(repository, folder, tip).book(repository, ()),
            before=before.book(repository, changed),
            after=after.book(repository, changed),
            paths=changed,
            at_head=after.contents,
            reviewed={
                commit: _Tree.at(repository, folder, commit).contents
                for commit in dict.fromkeys(reviewed)
                if _has(repository, commit)
            },
            commits=changes_between(root, tip, top),
        )


class _Tree(Struct, frozen=True):
    """The records of a commit: by `kind/id` the content and the first path; by path the blob, None for no file."""

    contents: Mapping[str, str]
    paths: Mapping[str, str]
    blobs: Mapping[str, str | None]

    @classmethod
    def at(cls, repository: "Repo", folder: str, commit: str) -> "_Tree":
        contents: dict[str, str] = {}
        paths: dict[str, str] = {}
        blobs: dict[str, str | None] = {}
        for path, mode, blob in _listed(repository, folder, commit):
            key = place(path).key
            if not key or not path.endswith(SUFFIX) or "/." in path:
                continue
            blobs[path] = blob if mode in _FILE else None
            # Two files of one id are told elsewhere; here the second must not slip in behind the first.
            contents[key] = f"{contents[key]} {blob}" if key in contents else blob
            paths.setdefault(key, path)
        return cls(contents, paths, blobs)

    def book(self, repository: "Repo", keys: Iterable[str]) -> Book:
        """The program and some records, as a Book."""
        wanted = {*keys, "program/program"}
        files = {
            path: _content(repository, path, blob) for path, blob in self.blobs.items() if place(path).key in wanted
        }
        return load(MemorySource(files)).book


def _listed(repository: "Repo", folder: str, commit: str) -> Iterator[tuple[str, str, str]]:
    """Path, mode and blob of each file below `records/`, by path."""
    where = f"{folder}{RECORDS}"
    listing = repository.git.ls_tree("-r", "-z", "--full-tree", commit, "--", where, strip_newline_in_stdout=False)
    for line in sorted(listing.split("\0"), key=lambda line: line.partition("\t")[2]):
        about, _, path = line.partition("\t")
        if path:
            mode, _, blob = about.split()
            yield path.encode(errors="surrogateescape").decode(errors="replace").removeprefix(folder), mode, blob


def _content(repository: "Repo", path: str, blob: str | None) -> bytes:
    """A file's bytes; nothing, and so no record, where it is a link or a submodule."""
    if blob is None:
        return b""
    try:
        content: bytes = repository.git.get_object_data(blob)[3]
    except ValueError:
        remedy = "Fetch it whole: git fetch --refetch origin, or check out without a filter."
        raise CannotCompare(f"the repository lacks the content of {path}", remedy, GIT_FAILED) from None
    return content[: MAXIMUM_BYTES + 1]


def _has(repository: "Repo", commit: str) -> bool:
    try:
        return commit_of(repository, commit) == commit
    except CannotCompare:
        return False
