"""Whether the repository's list of code owners says what the program's roles say."""

import os
import posixpath
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from partnerbook.analysis.code_owners import code_owners
from partnerbook.core.book import Book
from partnerbook.core.finding import Finding, Position
from partnerbook.core.kinds import RECORDS
from partnerbook.core.program import Program
from partnerbook.shell.forge.code_owners import CODE_OWNERS, FOLDER, PLACES, code_owners_file, first_line

_HELP = "Run `partnerbook codeowners --write` and commit what it writes."
_LONGEST = 1 << 20


class ListOfOwners(Struct, frozen=True):
    """Where a repository keeps its code owners: `path` below `repository`, and the handbook's `folder` there.

    `folder` is empty where the handbook is the whole repository, and else ends with a slash; then the list may begin
    with lines that are not the handbook's.
    """

    repository: Path
    path: str
    folder: str

    def text(self, program: Program, day: date) -> str:
        """What the handbook's part of it should say on a day."""
        elsewhere = "" if self.path == CODE_OWNERS else self.path
        return code_owners_file(code_owners(program, day, self.folder, elsewhere), self.folder)

    def others(self, lines: Sequence[str]) -> Sequence[str]:
        """The lines before the handbook's own; none where the list is all its own."""
        if not self.folder:
            return ()
        first = first_line(self.folder)
        return lines[: lines.index(first)] if first in lines else lines

    def read(self) -> list[str] | None:
        """The list's lines; None where there is no list."""
        try:
            with open(self.repository / self.path, encoding="utf-8", errors="replace") as file:
                return file.read(_LONGEST).splitlines()
        except OSError:
            return None


def list_of_owners(root: Path) -> ListOfOwners:
    """The list of the repository that a handbook lies in: where the forge looks first, in its usual place if nowhere.

    Without git around it the handbook's own folder is taken for the repository.
    """
    root = root.absolute()
    repository = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), root)
    path = next((place for place in PLACES if os.path.isfile(repository / place)), CODE_OWNERS)
    folder = root.relative_to(repository).as_posix()
    return ListOfOwners(repository, path, "" if folder == "." else f"{folder}/")


def outdated(root: Path, book: Book, day: date) -> Iterator[Finding]:
    """A finding where the list differs from the roles, at the first line that does.

    Only for a program that names a forge, in a repository that the forge looks after; a sample inside the repository
    of another handbook is left alone.
    """
    if book.program is None or book.program.record.forge is None:
        return
    kept = list_of_owners(root)
    is_sample = kept.folder and os.path.isdir(kept.repository / RECORDS)
    found = kept.read()
    if is_sample or (found is None and not os.path.isdir(kept.repository / FOLDER)):
        return
    from partnerbook.rules.code_owners import CODE_OWNERS_OUTDATED

    expected = kept.text(book.program.record, day).splitlines()
    if found is None:
        message, line = "there is no list of code owners", 1
    else:
        before = len(kept.others(found))
        own = found[before:]
        if own == expected:
            return
        lines = zip(own, expected, strict=False)
        line = before + next((number for number, (one, other) in enumerate(lines, 1) if one != other), len(expected))
        message = f"from this line on it differs from the roles in {kept.folder}records/program.md"
        if not own:
            message, line = f"it says nothing of {kept.folder}", max(before, 1)
    up = posixpath.relpath("/", f"/{kept.folder}") if kept.folder else ""
    yield Finding(CODE_OWNERS_OUTDATED, posixpath.join(up, kept.path), message, _HELP, Position(line), book.program.key)
