"""Who changed which record when, from one `git log` that is read while git is still writing it."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from partnerbook.core.history import NO_HISTORY, Change, ChangeKind, Commit, History
from partnerbook.core.kinds import RECORDS
from partnerbook.ingest.placement import place
from partnerbook.ingest.repository import CannotCompare
from partnerbook.ingest.sources import SUFFIX

_FIELDS = ("%H", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%s")
_OTHERS = "%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x0A)"
_LOG = (
    "log", "-z", "--name-status", "--no-renames", "--no-ext-diff", "--encoding=UTF-8", "--no-show-signature",
    "--no-mailmap", "--diff-merges=combined",
)  # fmt: skip
"""A merge names only what it changed of its own accord. Moves are followed by the records' ids."""
_CHUNK = 1 << 18
_CAPITALS = frozenset(bytes([letter]) for letter in range(ord("A"), ord("Z") + 1))
_KINDS: dict[bytes, ChangeKind] = {b"A": "added", b"D": "removed"}


def history_of(root: Path) -> History:
    """The history of a handbook's records, as far as the repository has it; an empty one without git or commits."""
    try:
        shallow = _asked(root, "rev-parse", "--is-shallow-repository")
        folder = _asked(root, "rev-parse", "--show-prefix")
        commits, changes = _read(root, folder.encode(errors="surrogateescape"), is_whole=shallow != "true")
    except CannotCompare:
        return NO_HISTORY
    return History(MappingProxyType(changes), commits, "partial" if shallow == "true" else "whole")


def changes_between(root: Path, base: str, head: str) -> dict[str, tuple[Commit, ...]]:
    """The commits of a head that a base does not have, by the `kind/id` of each record they touch, latest first.

    Both are full names of commits.

    Raises:
        CannotCompare: where git cannot be asked.
    """
    folder = _asked(root, "rev-parse", "--show-prefix")
    _, changes = _read(root, folder.encode(errors="surrogateescape"), head, f"^{base}", is_whole=True)
    return {key: tuple(change.commit for change in found) for key, found in changes.items()}


def _read(
    root: Path, folder: bytes, *revisions: str, is_whole: bool
) -> tuple[tuple[Commit, ...], dict[str, tuple[Change, ...]]]:
    records = folder + RECORDS.encode() + b"/"
    suffix = SUFFIX.encode()
    keys: dict[bytes, str] = {}
    commits: list[Commit] = []
    changes: dict[str, list[Change]] = {}
    for told, files in _logged(root, revisions):
        commit = _commit(told, len(commits))
        commits.append(commit)
        if not (is_whole or commit.parents):
            continue  # where the history was cut off, every file looks as if it were new
        for status, path in files:
            if not path.startswith(records) or not path.endswith(suffix):
                continue
            if (key := keys.get(path)) is None:
                key = keys[path] = place(path[len(folder) :].decode(errors="replace")).key
            if key:
                _add(changes.setdefault(key, []), Change(commit, _KINDS.get(status[:1], "changed")))
    return tuple(commits), {key: tuple(found) for key, found in changes.items()}


def _add(changes: list[Change], change: Change) -> None:
    """Add a change; two of one commit are a file that went and one that came: the record moved."""
    if changes and changes[-1].commit is change.commit:
        changes[-1] = Change(change.commit, "moved")
    else:
        changes.append(change)


def _commit(told: bytes, number: int) -> Commit:
    fields = told.decode(errors="replace").split("\n", len(_FIELDS))
    name, parents, author, author_mail, on, committer, committer_mail, subject, others = fields
    return Commit(
        name,
        tuple(parents.split()),
        author,
        author_mail,
        _moment(on),
        committer,
        committer_mail,
        subject,
        tuple(filter(None, others.split("\n"))) if others else (),
        number,
    )


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # a commit may claim any year at all
        return datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _logged(root: Path, revisions: Sequence[str]) -> Iterator[tuple[bytes, list[tuple[bytes, bytes]]]]:
    """Each commit's fields, a line for each, and status and path of each file it changed.

    Nothing in a name can be taken for anything else. Parts end in a NUL, which neither a name nor a path can hold;
    no field but the last can hold a line feed. Behind the fields of a commit stand pairs of a status, capital letters,
    and a path; what stands in the place of a status and begins with a digit or a small letter is the next commit.
    """
    # Whoever wrote along matters in a review; looking for them in every message takes git a third longer.
    fields = "%n".join((*_FIELDS, _OTHERS if revisions else ""))
    parts = _parts(root, (*_LOG, f"--format=tformat:{fields}", *(revisions or ("HEAD",)), "--"))
    part = next(parts, None)
    while part:
        told, files = part, []
        for part in parts:
            if part[:1] >= b"0":
                if part[:1] not in _CAPITALS:
                    break
                files.append((part, next(parts, b"")))
            elif part[:1] == b"\n":  # stands before the first file
                files.append((part[1:], next(parts, b"")))
        else:
            part = None
        yield told, files


def _parts(root: Path, arguments: Sequence[str]) -> Iterator[bytes]:
    """What git writes, cut at each NUL, as it comes."""
    with _git(root, arguments) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        rest = b""
        while chunk := process.stdout.read(_CHUNK):
            *whole, rest = (rest + chunk).split(b"\0")
            yield from whole
        if rest:
            yield rest
    if process.returncode:
        raise CannotCompare("git cannot tell the history", "Look at what `git log` says.")


def _asked(root: Path, *arguments: str) -> str:
    """One line that git answers."""
    with _git(root, arguments) as process:
        answer, _ = process.communicate()
    if process.returncode:
        raise CannotCompare(f"{root.name or 'this folder'} is not in a git repository", "Run it inside one.")
    return answer.removesuffix(b"\n").decode(errors="surrogateescape")


def _git(root: Path, arguments: Sequence[str]) -> "subprocess.Popen[bytes]":
    """A process of git. GitPython takes longer to import than git to tell a thousand commits."""
    settings = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}
    try:
        return subprocess.Popen(  # noqa: S603 - no text of a record is among the arguments
            ["git", "-c", "log.showRoot=true", *arguments],  # noqa: S607 - the git that people use
            cwd=root,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:  # no git, or no folder
        raise CannotCompare("git cannot be called", "Install git.") from None
