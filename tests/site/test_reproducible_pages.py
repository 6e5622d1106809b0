"""The same records give the same bytes, whatever the hash seed and the order files are found in."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sitework import HANDBOOK, ROOT, SPECIMEN, pages_of

from partnerbook.core.finding import Finding
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource, SourceFile
from partnerbook.site.page import as_markdown


def test_ten_builds_are_identical(tmp_path: Path) -> None:
    def rendered(seed: int) -> dict[str, str]:
        out = tmp_path / str(seed)
        paths = os.pathsep.join([str(ROOT / "generator"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        subprocess.run(
            [sys.executable, "-m", "partnerbook", "render", "--root", str(HANDBOOK), "--out", str(out), "--no-history"],
            env=os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": paths},
            check=True,
            capture_output=True,
        )
        files = (path for path in sorted(out.rglob("*")) if path.is_file())
        return {path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}

    with ThreadPoolExecutor(2) as pool:
        first, *others = pool.map(rendered, range(10))
    assert "partners/agentur-brandung.md" in first
    for other in others:
        assert other == first


@dataclass(frozen=True)
class ShuffledSource:
    """The specimen's files in an order of their own."""

    seed: int
    name: str = "shuffled"

    def __iter__(self) -> Iterator[SourceFile | Finding]:
        files = list(MemorySource(SPECIMEN))
        random.Random(self.seed).shuffle(files)  # noqa: S311 - an order, no secret
        yield from files


def test_order_of_files_changes_nothing() -> None:
    expected = {uri: as_markdown(page) for uri, page in pages_of(load(MemorySource(SPECIMEN)).book).items()}
    for seed in range(5):
        source = ShuffledSource(seed)
        assert [file.path for file in source] != sorted(SPECIMEN)
        assert {uri: as_markdown(page) for uri, page in pages_of(load(source).book).items()} == expected
