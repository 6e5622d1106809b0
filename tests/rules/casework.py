"""Small cases for the tests of rules: the specimen handbook, changed here and there."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from partnerbook.analysis import Current, Records, analysed
from partnerbook.core.finding import dotted
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.rules.registry import CheckedRule

ROOT = Path(__file__).parents[2] / "generator/partnerbook/specimen"
SPECIMEN = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("records/**/*.md"))
}
_BASE = load(MemorySource(SPECIMEN)).book
_BLOCK = re.compile(r"^([a-z_]+):.*\n(?:(?![a-z_]+:).*\n?)*", re.MULTILINE)


def case(changes: Mapping[str, str | None], *, as_of: str = "2026-09-30", today: str | None = None) -> Current:
    """The specimen with some files changed, seen from a day.

    A change is a whole file (it begins with `---`), front matter that replaces the keys of
    the same name (a key with `~` goes), or None: no such file. Paths lack `records/` and `.md`.
    """
    files = dict(SPECIMEN)
    for short, change in changes.items():
        path = f"records/{short}.md"
        if change is None:
            del files[path]
        else:
            files[path] = change if change.startswith("---") else _patched(files[path], change)
    loaded = load(MemorySource(files), _BASE)
    assert [f"{finding.path}: {finding.message}" for finding in loaded.findings] == []
    day = date.fromisoformat(as_of)
    return analysed(Records(loaded.book, day, date.fromisoformat(today) if today else day))


def told(
    rule: CheckedRule, changes: Mapping[str, str | None], *, as_of: str = "2026-09-30", today: str | None = None
) -> list[str]:
    """What a rule says of such a case: `id field: message`, in the order of the files."""
    findings = sorted(rule.findings(case(changes, as_of=as_of, today=today)), key=lambda finding: finding.order)
    return [f"{PurePosixPath(found.path).stem} {dotted(found.field)}: {found.message}" for found in findings]


def _patched(text: str, change: str) -> str:
    _, front, body = text.split("---\n", 2)
    new = {match.group(1): match.group(0).rstrip("\n") + "\n" for match in _BLOCK.finditer(change + "\n")}
    old = {match.group(1): match.group(0) for match in _BLOCK.finditer(front)}
    blocks = [block for block in (old | new).values() if not re.fullmatch(r"[a-z_]+: ~\n", block)]
    return f"---\n{''.join(blocks)}---\n{body}"
