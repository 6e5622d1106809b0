"""The same records give the same bytes, whatever the hash seed and the order files are found in."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sitework import HANDBOOK, ROOT, SPECIMEN, pages_of

from partnerbook.core.finding import Finding
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource, SourceFile
from partnerbook.site.page import as_markdown

BUILD = """
import sys
from hashlib import sha256
from pathlib import Path
from partnerbook.core.history import NO_HISTORY
from partnerbook.shell.handbook import open_handbook
from partnerbook.shell.pages import site_of
from partnerbook.site import charts
from partnerbook.site.page import as_markdown

# What is to be drawn is compared, and not drawn ten times: that is another program's work and takes a second.
charts._svg = lambda specification, locale: f"<svg>{specification}</svg>"
site = site_of(open_handbook(Path(sys.argv[1])), history=NO_HISTORY)
built = {page.uri: as_markdown(page).encode() for page in site.pages}
built |= {download.uri: download.make() for download in site.downloads}
for uri, content in built.items():
    print(uri, sha256(content).hexdigest())
"""
"""Everything that `render` writes, as hashes; `tests/shell/test_render_command.py` holds that it writes just that."""


def test_ten_builds_are_identical() -> None:
    def built(seed: int) -> list[str]:
        paths = os.pathsep.join([str(ROOT / "generator"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        done = subprocess.run(
            [sys.executable, "-c", BUILD, str(HANDBOOK)],
            env=os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": paths},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.splitlines()

    with ThreadPoolExecutor(2) as pool:
        first, *others = pool.map(built, range(10))
    assert {"partners/agentur-brandung.md", "statements/files/software-werft-2026-q2.pdf"} <= {
        line.partition(" ")[0] for line in first
    }
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
