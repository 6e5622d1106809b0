"""Records as they were at a git revision, read without touching the work tree."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from partnerbook.core.book import Book
from partnerbook.core.finding import Finding
from partnerbook.core.kinds import RECORDS
from partnerbook.ingest.decoding import MAXIMUM_BYTES
from partnerbook.ingest.git_rules import GIT_FAILED
from partnerbook.ingest.repository import CannotCompare, commit_of, folder_in, repository_at
from partnerbook.ingest.sources import SourceFile, in_folders, not_a_file, symbolic_link

if TYPE_CHECKING:
    from git import Repo  # a fifth of a second to import: only when a revision is asked for

_LINK, _SUBMODULE = "120000", "160000"


class _Item(Struct, frozen=True):
    """One line of `git ls-tree`."""

    mode: str
    blob: str
    size: int


class RevisionSource:
    """The files of a handbook at a revision of its repository.

    Args:
        root: the handbook's directory, anywhere inside the work tree.
        revision: a branch, tag or commit.
        known: a Book read already; where a file of the revision is one of its records, git is not asked for it.

    Raises:
        CannotCompare: if there is no repository, no such revision, or only a part of the history. Also while
            iterating, where the repository lacks an object.
    """

    def __init__(self, root: Path, revision: str, known: Book | None = None) -> None:
        self.root = root
        self.revision = revision
        self._texts = {entry.path: entry.text for entry in known.entries()} if known else {}
        with repository_at(root) as repository:
            self.commit = commit_of(repository, revision)
            self._prefix = folder_in(repository, root)

    @property
    def name(self) -> str:
        """The revision as it was asked for."""
        return self.revision

    def __iter__(self) -> Iterator[SourceFile | Finding]:
        with repository_at(self.root) as repository:
            items = self._listed(repository)
            yield from sorted(self._files(repository, items), key=lambda item: item.path)

    def _listed(self, repository: "Repo") -> dict[str, _Item]:
        """What the revision holds below `records/`, by path relative to the handbook's root."""
        listing = repository.git.ls_tree(
            "-r",
            "-l",
            "-z",
            "--full-tree",
            self.commit,
            "--",
            f"{self._prefix}{RECORDS}",
            strip_newline_in_stdout=False,
        )
        items = {}
        for line in listing.split("\0"):
            about, _, path = line.partition("\t")
            if path:
                mode, _, blob, size = about.split()
                shown = path.encode(errors="surrogateescape").decode(errors="replace")
                items[shown.removeprefix(self._prefix)] = _Item(mode, blob, int(size) if size.isdecimal() else 0)
        return items

    def _files(self, repository: "Repo", items: dict[str, _Item]) -> Iterator[SourceFile | Finding]:
        ordinary = []
        for path, item in items.items():
            if "/." in path:
                continue
            if item.mode == _LINK:
                yield symbolic_link(path)
            elif item.mode == _SUBMODULE:
                yield not_a_file(path, "a submodule")
            else:
                ordinary.append(path)
        for found in in_folders(ordinary):
            if isinstance(found, str):
                yield SourceFile(found, self._content(repository, found, items[found]).__bytes__)
            else:
                yield found

    def _content(self, repository: "Repo", path: str, item: _Item) -> bytes:
        """A file's bytes; those of a known record, where their hash says that git would give the same."""
        if item.size > MAXIMUM_BYTES:
            return b" " * (MAXIMUM_BYTES + 1)  # only its length will be looked at
        if path in self._texts:
            known = self._texts[path].encode()
            if blob_of(known, len(item.blob)) == item.blob:
                return known
        try:
            content: bytes = repository.git.get_object_data(item.blob)[3]
        except ValueError:
            raise CannotCompare(
                f"the repository lacks {path} as it was at `{self.revision}`",
                "Fetch it whole: git fetch --refetch origin, or check out without a filter.",
                GIT_FAILED,
            ) from None
        return content


def blob_of(content: bytes, digits: int = 40) -> str:
    """The name git gives a content: 40 digits of SHA-1, or 64 of SHA-256, as the repository counts."""
    named = b"blob %d\0%b" % (len(content), content)
    # It names contents as git does, and protects nothing.
    return hashlib.sha256(named).hexdigest() if digits == 64 else hashlib.sha1(named, usedforsecurity=False).hexdigest()
