"""Whether the repository's list of code owners says what the program's roles say."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from partnerbook.analysis.code_owners import code_owners
from partnerbook.core.book import Book
from partnerbook.core.finding import Finding, Position
from partnerbook.core.program import Program
from partnerbook.shell.forge.code_owners import CODE_OWNERS, FOLDER, code_owners_file

_HELP = "Run `partnerbook codeowners --write` and commit what it writes."
_LONGEST = 1 << 20


def wanted(program: Program, day: date) -> str:
    """The list of code owners as it should be on a day."""
    return code_owners_file(code_owners(program, day))


def outdated(root: Path, book: Book, day: date) -> Iterator[Finding]:
    """A finding where the list differs from the roles, at the first line that does.

    Only for a program that names a forge, in a folder that the forge looks after.
    """
    if book.program is None or book.program.record.forge is None or not os.path.isdir(root / FOLDER):
        return
    from partnerbook.rules.code_owners import CODE_OWNERS_OUTDATED

    expected = wanted(book.program.record, day).splitlines()
    try:
        with open(root / CODE_OWNERS, encoding="utf-8", errors="replace") as file:
            found = file.read(_LONGEST).splitlines()
    except OSError:
        message, line = "there is no list of code owners", 1
    else:
        if found == expected:
            return
        lines = zip(found, expected, strict=False)
        line = next((number for number, (one, other) in enumerate(lines, 1) if one != other), len(expected))
        message = "from this line on it differs from the roles in records/program.md"
    yield Finding(CODE_OWNERS_OUTDATED, CODE_OWNERS, message, _HELP, Position(line), book.program.key)
