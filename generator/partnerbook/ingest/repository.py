"""The git repository around a handbook: opened for a moment, asked, and closed. Nothing here writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from partnerbook.core.finding import Rule
from partnerbook.ingest.git_rules import (
    GIT_FAILED,
    NO_REPOSITORY,
    SHALLOW_HISTORY,
    UNKNOWN_REVISION,
    UNRELATED_HISTORIES,
)

if TYPE_CHECKING:
    from git import GitCommandError, Repo  # a fifth of a second to import: only when a revision is asked for

_FETCH_ALL = "Only a part of the history was fetched: run git fetch --unshallow, or check out with fetch-depth: 0."
_TRUST = "Tell git that the folder may be trusted: git config --global --add safe.directory"


class CannotCompare(ValueError):
    """What was to be compared cannot be read; `remedy` says what to do, and `rule` which finding it is."""

    def __init__(self, message: str, remedy: str, rule: Rule = UNKNOWN_REVISION) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.rule = rule


@contextmanager
def repository_at(root: Path) -> Iterator["Repo"]:
    """The repository that a folder lies in, closed at the end.

    Raises:
        CannotCompare: if there is none, none with files, or git cannot be asked.
    """
    try:
        from git import InvalidGitRepositoryError, NoSuchPathError, Repo
    except ImportError:  # raised where the command itself is missing
        raise CannotCompare("git is not installed", "Install git, or leave the comparison out.", GIT_FAILED) from None
    try:
        repository = Repo(root, search_parent_directories=True)
    except (InvalidGitRepositoryError, NoSuchPathError):
        raise CannotCompare(
            f"{root.name or 'this folder'} is not in a git repository",
            "Run the command inside the handbook's repository, or leave the comparison out.",
            NO_REPOSITORY,
        ) from None
    try:
        if repository.bare:
            raise CannotCompare(
                f"{root.name} is a bare repository without files to compare",
                "Run the command inside a clone of it.",
                NO_REPOSITORY,
            )
        yield repository
    finally:
        repository.close()


def folder_in(repository: "Repo", root: Path) -> str:
    """What the repository's paths to a handbook begin with: nothing, or its folder and a slash."""
    work_tree = Path(str(repository.working_tree_dir)).resolve()
    folder = PurePosixPath(root.resolve().relative_to(work_tree).as_posix())
    return "" if folder == PurePosixPath(".") else f"{folder}/"


def commit_of(repository: "Repo", revision: str) -> str:
    """The full name of a revision's commit.

    Raises:
        CannotCompare: if there is no such revision, or git refuses to look.
    """
    from git import GitCommandError

    try:
        name = f"{revision}^{{commit}}"
        commit: str = repository.git.rev_parse("--verify", "--quiet", "--end-of-options", name)
    except ValueError:  # for a NUL, which no process can be given
        raise _unknown(repository, revision) from None
    except GitCommandError as error:
        if error.status != 1 and "fatal" in str(error.stderr):
            raise _failed(error) from None
        raise _unknown(repository, revision) from None
    return commit


def merge_base(root: Path, revision: str) -> str:
    """The commit where the checked-out branch and a revision parted: what a change is held against.

    Raises:
        CannotCompare: if there is no repository, no such revision, or nothing in common, or only part of the
            history.
    """
    with repository_at(root) as repository:
        return common_commit(repository, commit_of(repository, revision), commit_of(repository, "HEAD"), revision)


def common_commit(repository: "Repo", one: str, other: str, shown: str) -> str:
    """The latest commit that two commits have in common; `shown` is what messages call the first.

    Raises:
        CannotCompare: where they have none, or where so little was fetched that nobody can say.
    """
    from git import GitCommandError

    try:
        found: str = repository.git.merge_base(one, other)
    except GitCommandError as error:
        if error.status != 1:
            raise _failed(error) from None
        if is_shallow(repository):
            message = f"the history is too short to see where this branch left `{shown}`"
            raise CannotCompare(message, _FETCH_ALL, SHALLOW_HISTORY) from None
        raise CannotCompare(
            f"this branch and `{shown}` have no commit in common",
            "Compare with the branch it was made from, or make the change anew on top of it.",
            UNRELATED_HISTORIES,
        ) from None
    return found


def is_shallow(repository: "Repo") -> bool:
    """Whether only a part of the history was fetched."""
    from git import GitCommandError

    try:
        return bool(repository.git.rev_parse("--is-shallow-repository") == "true")
    except GitCommandError:
        return False


def _unknown(repository: "Repo", revision: str) -> CannotCompare:
    remedy = _FETCH_ALL if is_shallow(repository) else None
    return CannotCompare(
        f"the repository has no revision `{revision}`",
        remedy or "Look at the spelling, or fetch the branch first: git fetch origin.",
    )


def _failed(error: "GitCommandError") -> CannotCompare:
    said = str(error.stderr).strip().removeprefix("stderr:").strip(" \n'")
    if "dubious ownership" in said:
        return CannotCompare(
            "git does not trust the repository: it belongs to somebody else", f"{_TRUST} ‹folder›.", GIT_FAILED
        )
    first = said.partition("\n")[0].removeprefix("fatal: ") or f"exit status {error.status}"
    return CannotCompare(f"git failed: {first}", "Mend the repository, or clone it anew.", GIT_FAILED)
