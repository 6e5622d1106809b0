"""What the tests of writing commands share: a handbook of the specimen, its files, and someone at a terminal."""

import io
import sys
from pathlib import Path
from unittest import mock

from shellwork import Result, call

CLEAN = "all is well.\n"


class Terminal(io.StringIO):
    """Somebody who types these lines."""

    def isatty(self) -> bool:
        return True


def files(root: Path) -> dict[str, bytes]:
    """Every file of a handbook by its path: what was written, and what was left alone."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def typed(lines: str, *arguments: object) -> Result:
    """Call the command line with somebody at the terminal."""
    with mock.patch.object(sys, "stdin", Terminal(lines)):
        return call(*arguments)


def written(root: Path, before: dict[str, bytes]) -> dict[str, str]:
    """The files that are new or changed."""
    return {path: content.decode() for path, content in files(root).items() if before.get(path) != content}


def refused(result: Result, root: Path, before: dict[str, bytes]) -> str:
    """What was said where nothing was written, and nothing left behind."""
    assert result.code in (1, 2), result
    assert files(root) == before
    assert "Traceback" not in result.err
    return result.out + result.err
