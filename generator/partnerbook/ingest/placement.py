"""What a file's place among the folders says: which record it is, and whether it may lie there."""

from pathlib import PurePosixPath

from msgspec import Struct

from partnerbook.core.kinds import KINDS, RECORDS, Kind, kind_at
from partnerbook.core.record import KEBAB
from partnerbook.ingest.corrections import as_kebab
from partnerbook.ingest.faults import Fault
from partnerbook.ingest.schema_rules import BAD_FILE_NAME, MISPLACED_FILE, TOO_DEEP, WRONG_YEAR

_MAXIMUM_LENGTH = 80


class Placement(Struct, frozen=True):
    """The kind and id a path stands for, with what is wrong about the path.

    `kind` is None where no record belongs. `is_id` tells whether the file's name can be one;
    a record in the wrong folder keeps its id and is read all the same.
    """

    kind: Kind | None
    id: str
    is_id: bool = True
    faults: tuple[Fault, ...] = ()

    @property
    def key(self) -> str:
        """`kind/id`, or nothing where no record belongs."""
        return f"{self.kind.name}/{self.id}" if self.kind else ""


def place(path: str) -> Placement:
    """Read a path relative to the handbook's root, such as `records/partners/x.md`."""
    kind, key = kind_at(path), path.rpartition("/")[2].removesuffix(".md")
    if kind is None:
        return Placement(None, key, faults=(_misplaced(),))
    if KEBAB.fullmatch(key) is None or len(key) > _MAXIMUM_LENGTH:
        return Placement(kind, key, is_id=False, faults=(_bad_name(key),))
    if kind.by_year and not key[:5].rstrip("-").isdecimal():
        return Placement(kind, key, is_id=False, faults=(_no_year(kind),))
    should = kind.path(key)
    return Placement(kind, key, faults=() if path == should else (_elsewhere(kind, PurePosixPath(path), should),))


def _misplaced() -> Fault:
    folders = ", ".join(kind.plural for kind in KINDS.values() if kind.name != "program")
    return Fault(
        MISPLACED_FILE,
        "no record belongs into this folder",
        f"Move it into the folder of its kind below {RECORDS}/: {folders}. Hand-written pages go into docs/.",
    )


def _bad_name(key: str) -> Fault:
    meant = as_kebab(key)
    return Fault(
        BAD_FILE_NAME,
        "the file's name is its id, and an id is lower-case letters, digits and single hyphens, at most 80 of them",
        f"Rename it to {meant}.md" if meant and meant != key else "Rename it.",
    )


def _no_year(kind: Kind) -> Fault:
    return Fault(
        BAD_FILE_NAME,
        f"the name of a file in {kind.plural} begins with its day",
        "Rename it so that it begins with a day, such as 2026-03-02-kanzlei-nordlicht.",
    )


def _elsewhere(kind: Kind, path: PurePosixPath, should: str) -> Fault:
    depth = len(path.parts) - len(PurePosixPath(should).parts)
    if depth > 0:
        message = f"records of this kind lie directly in {PurePosixPath(should).parent}"
        return Fault(TOO_DEEP, message, f"Move it to {should}")
    year = path.parts[2] if depth == 0 else f"none, but {kind.plural} itself"
    return Fault(WRONG_YEAR, f"its name says {path.stem[:4]}, its folder says {year}", f"Move it to {should}")
