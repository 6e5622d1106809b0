"""From a source to a Book: the first of the four verbs."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from partnerbook.core.book import Book, Entry
from partnerbook.core.finding import Finding, in_order
from partnerbook.core.kinds import KINDS
from partnerbook.core.record import Record
from partnerbook.ingest.decoding import decode
from partnerbook.ingest.document import Document, FileMarks, split
from partnerbook.ingest.faults import INTERNAL_ERROR, Fault
from partnerbook.ingest.format_rules import NOT_A_MAPPING
from partnerbook.ingest.placement import Placement, place
from partnerbook.ingest.schema_rules import PROGRAM_MISSING, SAME_ID
from partnerbook.ingest.sources import Source, SourceFile, unreadable
from partnerbook.ingest.strict_yaml import read
from partnerbook.ingest.validation import validate


@dataclass(frozen=True, slots=True)
class Loaded:
    """A Book, and what was wrong with the files it came from."""

    book: Book
    findings: tuple[Finding, ...]


def load(source: Source, known: Book | None = None) -> Loaded:
    """Read every record of a source; the order of its files does not matter, and no file stops it.

    A record whose text and path are those of an entry of the `known` Book is taken from there:
    most records of a change are those of its base.
    """
    seen = {entry.path: entry for entry in known.entries()} if known else {}
    shelves = _Shelves()
    for item in source:
        if isinstance(item, SourceFile):
            shelves.put(_load_file(item, seen))
        else:
            shelves.fail(item)
    return Loaded(shelves.book(), in_order(shelves.all_findings()))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What one file came to: an entry, or only findings."""

    path: str
    placement: Placement
    entry: Entry[Record] | None = None
    findings: tuple[Finding, ...] = ()


def _load_file(file: SourceFile, seen: dict[str, Entry[Record]]) -> _Candidate:
    placement = Placement(None, "")
    try:
        placement = place(file.path)
        try:
            content = file.read()
        except OSError as error:
            return _Candidate(file.path, placement, findings=(unreadable(file.path, error),))
        entry, faults = _read_record(file.path, content, placement, seen.get(file.path))
    except Exception as error:  # a mistake of ours must not hide the other files
        entry, faults = None, (_internal(error),)
    findings = tuple(fault.at(file.path, placement.key) for fault in (*placement.faults, *faults))
    return _Candidate(file.path, placement, entry, findings)


def _read_record(
    path: str, content: bytes, placement: Placement, known: Entry[Record] | None
) -> tuple[Entry[Record] | None, tuple[Fault, ...]]:
    """The entry of a file, if its content makes one, and what is wrong with the content."""
    decoded = decode(content)
    text, faults = decoded.text, decoded.faults
    if text is None or placement.kind is None:
        return None, faults
    if known is not None and known.text == text and known.key == placement.key:
        return known, faults
    document = split(text)
    if not isinstance(document, Document):
        return None, (*faults, document)
    reading = read(document.front)
    if reading.faults:
        return None, (*faults, *reading.faults)
    marks = FileMarks(text)
    if not isinstance(reading.value, dict):
        return None, (*faults, _not_a_mapping(reading.value, marks.position(())))
    record, complaints = validate(placement.kind.model, reading.value, marks)
    if record is None or not placement.is_id:
        return None, (*faults, *complaints)
    return Entry(placement.id, path, record, document.body, document.body_line, text, marks), faults


def _not_a_mapping(value: object, position: Any) -> Fault:
    if value is None:
        return Fault(NOT_A_MAPPING, "the front matter is empty", "Write the record's fields, one `key: value` a line.")
    what = "a list" if isinstance(value, tuple) else "a bare value"
    return Fault(
        NOT_A_MAPPING,
        f"the front matter is {what} instead of fields with names",
        "Write the record's fields, one `key: value` a line, with a space behind the colon.",
        position,
    )


def _internal(error: Exception) -> Fault:
    frames = [(frame.f_globals.get("__name__", ""), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [f"{module}:{line}" for module, line in frames if module.startswith("partnerbook.")]
    return Fault(
        INTERNAL_ERROR,
        f"Partnerbook failed on this file: {type(error).__name__} in {ours[-1] if ours else 'a library'}",
        "This is a mistake of the program, not of the record: please report it with this line and the file.",
    )


@dataclass(slots=True)
class _Shelves:
    """Candidates gathered from a source, until a Book is made of them."""

    candidates: dict[str, list[_Candidate]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def put(self, candidate: _Candidate) -> None:
        self.findings.extend(candidate.findings)
        if candidate.placement.kind is not None:
            self.candidates.setdefault(candidate.placement.key, []).append(candidate)

    def fail(self, finding: Finding) -> None:
        """Take note of something that is no file; what it would have been is broken, not absent."""
        self.findings.append(finding)
        placement = place(finding.path)
        if placement.kind is not None and finding.path.endswith(".md"):
            self.candidates.setdefault(placement.key, []).append(_Candidate(finding.path, placement))

    def all_findings(self) -> Iterator[Finding]:
        yield from self.findings
        for key, files in self.candidates.items():
            if len(files) > 1:
                yield from _same_id(key, sorted(file.path for file in files))
        if "program/program" not in self.candidates:
            yield _no_program()

    def book(self) -> Book:
        shelves: dict[str, dict[str, Entry[Any]]] = {kind: {} for kind in KINDS}
        broken = set()
        for key in sorted(self.candidates):
            first = min(self.candidates[key], key=lambda candidate: candidate.path)
            if first.entry is None:
                broken.add(key)
            else:
                shelves[first.entry.kind][first.entry.id] = first.entry
        by_name: dict[str, Any] = {
            kind.plural: MappingProxyType(shelves[kind.name]) for kind in KINDS.values() if kind.name != "program"
        }
        return Book(program=shelves["program"].get("program"), broken=frozenset(broken), **by_name)


def _same_id(key: str, paths: list[str]) -> Iterator[Finding]:
    kind, _, name = key.partition("/")
    for path in paths:
        others = " and ".join(other for other in paths if other != path)
        counts = "this file counts" if path == paths[0] else f"{paths[0]} counts"
        yield Fault(
            SAME_ID,
            f"the {kind} {name} also stands in {others}; until one is gone, {counts}",
            "Keep one file, or give the other record an id of its own.",
        ).at(path, key)


def _no_program() -> Finding:
    path = KINDS["program"].path("program")
    return Fault(
        PROGRAM_MISSING,
        "the handbook has no program record",
        "Write it, or make a new handbook with `partnerbook init`, which brings one along.",
    ).at(path, "program/program")
