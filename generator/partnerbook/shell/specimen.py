"""The specimen handbook that travels in the package: one annotated record of each kind and model."""

from functools import cache
from pathlib import Path
from types import MappingProxyType

import partnerbook
from partnerbook.rules.examples import Files


@cache
def specimen_files() -> Files:
    """Its files by path, relative to its root."""
    root = Path(partnerbook.__file__).parent / "specimen"
    paths = sorted(root.rglob("*.md"))
    return MappingProxyType({path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths})
