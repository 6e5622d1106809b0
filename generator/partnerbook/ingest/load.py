"""From a source to a Book: the first of the four verbs."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from partnerbook.core.book import Book, Entry
from partnerbook.core.finding import Finding, in_order
from partnerbook.core.kinds import KINDS
from partnerbook.core.record import Record
from partnerbook.ingest.contents import Content, contents, findings_at, internal_fault
from partnerbook.ingest.document import FileMarks
from partnerbook.ingest.faults import Fault
from partnerbook.ingest.format_rules import NOT_A_MAPPING
from partnerbook.ingest.placement import Placement, place
from partnerbook.ingest.schema_rules import PROGRAM_MISSING, SAME_ID
from partnerbook.ingest.sources import Source, SourceFile
from partnerbook.ingest.validation import validate


class Loaded(Struct, frozen=True):
    """A Book, and what was wrong with the files it came from."""

    book: Book
    findings: tuple[Finding, ...]


def load(source: Source, known: Book | None = None, *, processes: int = 1) -> Loaded:
    """Read every record of a source; the order of its files does not matter, and no file stops it.

    A record whose text and path are those of an entry of the `known` Book is taken from there:
    most records of a change are those of its base. With more than one of `processes`, a large
    program is read by so many side by side; only a process without threads should ask for it.
    """
    seen = {entry.path: entry for entry in known.entries()} if known else {}
    shelves = _Shelves()
    files = []
    for item in source:
        if isinstance(item, SourceFile):
            files.append(item)
        else:
            shelves.fail(item)
    for content in contents(files, {path: entry.text for path, entry in seen.items()}, processes):
        shelves.put(_candidate(content, seen.get(content.path)))
    return Loaded(shelves.book(), in_order(shelves.all_findings()))


class _Candidate(Struct, frozen=True):
    """What one file came to: an entry, or only findings."""

    path: str
    placement: Placement
    entry: Entry[Record] | None = None
    findings: tuple[Finding, ...] = ()


def _candidate(content: Content, known: Entry[Record] | None) -> _Candidate:
    faults: tuple[Fault, ...]
    try:
        entry, faults = _entry(content, known)
    except Exception as error:  # a mistake of ours must not hide the other files
        entry, faults = None, (internal_fault(error),)
    findings = (*content.findings, *findings_at(content.path, content.placement, faults))
    return _Candidate(content.path, content.placement, entry, findings)


def _entry(content: Content, known: Entry[Record] | None) -> tuple[Entry[Record] | None, tuple[Fault, ...]]:
    """The entry of a file, if its content makes one, and what is wrong with its fields."""
    path, placement, text = content.path, content.placement, content.text
    if text is None or placement.kind is None:
        return None, ()
    if known is not None and known.text == text:
        return known, ()
    marks = FileMarks(text)
    if not isinstance(content.value, dict):
        return None, (_not_a_mapping(content.value, marks.position(())),)
    record, complaints = validate(placement.kind.model, content.value, marks)
    if record is None or not placement.is_id:
        return None, complaints
    return Entry(placement.id, path, record, content.body, content.body_line, text, marks), ()


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


class _Shelves(Struct):
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
