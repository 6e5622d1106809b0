"""What all tests share: the option to write golden files anew, templates compiled once, and slow files first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

SLOW = ("browser/test_handbook", "site", "shell", "browser", "git", "sample", "ingest", "rules")
"""Files and folders that take long, those that take longest first.

The second file for the browser comes later than the first: by then the handbook that both need is built.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write golden files anew from what the code says today")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first: where several processes test, none is left with one when the others have ended."""
    items.sort(key=lambda item: _place(item.path))  # what stands in one place keeps its order, so that files stay whole


def _place(path: Path) -> int:
    name = path.relative_to(Path(__file__).parent).with_suffix("").as_posix()
    return next((place for place, slow in enumerate(SLOW) if name == slow or name.startswith(f"{slow}/")), len(SLOW))


class _Compiled(BytecodeCache):
    """Compiled templates in memory: by their file and its text, and nothing else makes them differ here."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def templates_are_compiled_once() -> Iterator[None]:
    """Every build has an environment of its own, and compiling all templates for it takes longer than using them.

    Our templates and those of the theme lie in different folders and each are always compiled with the same options.
    """
    compiled, begin = _Compiled(), Environment.__init__

    def begun(self: Environment, *arguments: Any, **options: Any) -> None:
        begin(self, *arguments, **options)
        if self.bytecode_cache is None:
            self.bytecode_cache = compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "__init__", begun)
        yield
