"""Records as they were at a git revision, read without touching the work tree."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from partnerbook.core.finding import Finding
from partnerbook.core.kinds import RECORDS
from partnerbook.ingest.decoding import MAXIMUM_BYTES
from partnerbook.ingest.sources import SourceFile, in_folders, not_a_file, symbolic_link

if TYPE_CHECKING:
    from git import Repo  # a fifth of a second to import: only when a revision is asked for

_LINK, _SUBMODULE = "120000", "160000"


class CannotCompare(ValueError):
    """A revision that cannot be read; `remedy` says what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class _Item:
    """One line of `git ls-tree`."""

    mode: str
    blob: str
    size: int


class RevisionSource:
    """The files of a handbook at a revision of its repository.

    Args:
        root: the handbook's directory, anywhere inside the work tree.
        revision: a branch, tag or commit.

    Raises:
        CannotCompare: if there is no repository, no such revision, or only a part of the history.
    """

    def __init__(self, root: Path, revision: str) -> None:
        self.root = root
        self.revision = revision
        with closing(_open(root)) as repository:
            self.commit = _commit(repository, revision)
            work_tree = Path(str(repository.working_tree_dir)).resolve()
        prefix = PurePosixPath(root.resolve().relative_to(work_tree).as_posix())
        self._prefix = "" if prefix == PurePosixPath(".") else f"{prefix}/"

    @property
    def name(self) -> str:
        """The revision as it was asked for."""
        return self.revision

    def __iter__(self) -> Iterator[SourceFile | Finding]:
        with closing(_open(self.root)) as repository:
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
            if any(part.startswith(".") for part in PurePosixPath(path).parts):
                continue
            if item.mode == _LINK:
                yield symbolic_link(path)
            elif item.mode == _SUBMODULE:
                yield not_a_file(path, "a submodule")
            else:
                ordinary.append(path)
        for found in in_folders(ordinary):
            if isinstance(found, str):
                yield SourceFile(found, _content(repository, items[found]).__bytes__)
            else:
                yield found


def _content(repository: "Repo", item: _Item) -> bytes:
    if item.size > MAXIMUM_BYTES:
        return b" " * (MAXIMUM_BYTES + 1)  # only its length will be looked at
    content: bytes = repository.git.get_object_data(item.blob)[3]
    return content


def _open(root: Path) -> "Repo":
    from git import InvalidGitRepositoryError, NoSuchPathError, Repo

    try:
        repository = Repo(root, search_parent_directories=True)
    except (InvalidGitRepositoryError, NoSuchPathError):
        raise CannotCompare(
            f"{root.name or 'this folder'} is not in a git repository",
            "Run the command inside the handbook's repository, or leave the comparison out.",
        ) from None
    if repository.bare:
        repository.close()
        raise CannotCompare(
            f"{root.name} is a bare repository without files to compare",
            "Run the command inside a clone of it.",
        )
    return repository


def _commit(repository: "Repo", revision: str) -> str:
    from git import GitCommandError

    try:
        commit: str = repository.git.rev_parse("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except (GitCommandError, ValueError):  # the second for a NUL, which no process can be given
        raise CannotCompare(f"the repository has no revision `{revision}`", _remedy(repository)) from None
    return commit


def _remedy(repository: "Repo") -> str:
    from git import GitCommandError

    try:
        is_shallow = repository.git.rev_parse("--is-shallow-repository") == "true"
    except GitCommandError:
        is_shallow = False
    if is_shallow:
        return "Only a part of the history was fetched: run git fetch --unshallow, or check out with fetch-depth: 0."
    return "Look at the spelling, or fetch the branch first: git fetch origin."
