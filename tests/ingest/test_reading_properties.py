"""What holds for every file there could be: no exception, no dependence on order, places that are true."""

import random
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerbook.core.finding import Position
from partnerbook.ingest.decoding import decode
from partnerbook.ingest.document import FileMarks
from partnerbook.ingest.load import Loaded, load
from partnerbook.ingest.sources import MemorySource
from partnerbook.ingest.strict_yaml import read

PATHS = (
    "records/program.md", "records/partners/a.md", "records/clients/b.md", "records/agreements/c.md",
    "records/referrals/2026/2026-03-02-d.md", "records/payouts/2026/2026-03-02-e.md",
    "records/activities/2026/2026-03-02-f.md", "records/closings/2026-q1.md", "records/clients/north/b.md",
)  # fmt: skip
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# Text that is likely to mean something to YAML.
pieces = st.sampled_from(
    [
        *("a", "key", ": ", ":", "- ", "-", "\n", "\n  ", "\n    ", "\t", " ", "[", "]", "{", "}", ",", "'", '"', "\\"),
        *("|", ">", "&x", "*x", "!!str ", "!", "%", "@", "`", "?", "#", "~", "null", "true", "---", "...", "<<"),
        *("2026-02-30", "1e400", ".nan", "0123", "9" * 30, "\N{NO-BREAK SPACE}", "\u2028", "\ufeff", "é", "\U0001f600"),
        *("partner: x\n", "deals:\n  - key: a\n", "name: x\n", "received: 2026-03-02\n"),
        *("milestones: {won: {on: 2026-01-01}}\n", "compensation: {received: {earn: flat}}\n"),
    ]
)
yamlish = st.lists(pieces, max_size=40).map("".join)


@FEW
@given(st.sampled_from(PATHS), st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_found_bad(path: str, content: bytes) -> None:
    assert_told(load(MemorySource({path: content})), path)


@FEW
@given(st.sampled_from(PATHS), st.one_of(st.text(max_size=300), yamlish), st.text(max_size=20))
def test_text_of_any_kind_in_front_matter_is_read_or_found_bad(path: str, front: str, body: str) -> None:
    assert_told(load(MemorySource({path: f"---\n{front}\n---\n{body}"})), path)


def assert_told(loaded: Loaded, path: str) -> None:
    """Either a record or an error, never our own failure, and every place is one of the file."""
    codes = {found.code for found in loaded.findings if found.path == path}
    assert "INT001" not in codes
    entries = [entry for entry in loaded.book.entries() if entry.path == path]
    assert entries or codes
    for found in loaded.findings:
        assert found.message
        assert found.help
        assert found.position >= Position(1, 1)


@FEW
@given(st.one_of(st.text(max_size=300), yamlish))
def test_reading_yaml_raises_nothing_and_places_lie_in_the_text(text: str) -> None:
    reading = read(text)
    lines = text.split("\n")
    for fault in reading.faults:
        assert 1 <= fault.position.line <= len(lines)
        assert 1 <= fault.position.column <= len(lines[fault.position.line - 1]) + 1
    assert FileMarks(f"---\n{text}\n---\n").position(("a", 0, "b")) >= Position(1, 1)


@FEW
@given(st.binary(max_size=300))
def test_decoding_gives_text_or_an_error(content: bytes) -> None:
    decoded = decode(content)
    if decoded.text is None:
        assert any(fault.rule.severity == "error" for fault in decoded.faults)
    else:
        assert {fault.rule.code for fault in decoded.faults} <= {"FMT002"}
        assert "\r" not in decoded.text
        assert decoded.text.encode() == content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


@FEW
@given(data=st.data())
def test_the_order_of_files_never_matters(data: st.DataObject, specimen: dict[str, bytes]) -> None:
    broken = data.draw(st.dictionaries(st.sampled_from(sorted(specimen)), yamlish, max_size=4))
    doubled = data.draw(st.lists(st.sampled_from(sorted(specimen)), max_size=3, unique=True))
    files: dict[str, str | bytes] = {**specimen, **{path: f"---\n{text}\n---\n" for path, text in broken.items()}}
    files |= {
        path.replace("records/", "records/clients/", 1).replace("/2026/", "/"): specimen[path] for path in doubled
    }
    order = list(files)
    data.draw(st.randoms(use_true_random=False)).shuffle(order)
    straight, shuffled = load(MemorySource(files)), load(_Unsorted({path: files[path] for path in order}))
    assert straight.findings == shuffled.findings
    assert straight.book.broken == shuffled.book.broken
    assert [(entry.key, entry.path) for entry in straight.book.entries()] == [
        (entry.key, entry.path) for entry in shuffled.book.entries()
    ]


class _Unsorted(MemorySource):
    """A source that keeps no order."""

    def __iter__(self):  # type: ignore[no-untyped-def]
        items = {item.path: item for item in super().__iter__()}
        names = [path for path in self.files if path in items]
        yield from (items.pop(name) for name in names)
        yield from items.values()


# Values as Python sees them, and the ways to write each.
words = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
scalars = st.one_of(
    words.filter(lambda word: word not in ("null", "true", "false", "nan", "inf", "infinity")),
    st.integers(-(10**17), 10**17),
    st.booleans(),
    st.none(),
    st.decimals(-(10**9), 10**9, allow_nan=False, places=2),
    st.dates(),
)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4).map(tuple), st.dictionaries(words, inner, max_size=4)),
    max_leaves=25,
)


class _Writer:
    """Writes a tree as YAML in ways chosen by chance, and notes where each key and value came to stand."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.text = "---\n"
        self.places: dict[tuple[str | int, ...], tuple[Position, Position]] = {}

    def here(self) -> Position:
        return Position(self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n"))

    def mapping(self, value: dict[str, object], path: tuple[str | int, ...], indent: int) -> None:
        for key, inner in value.items():
            if self.chance.random() < 0.2:
                self.text += f"{' ' * self.chance.randrange(4)}# {key}: comment\n\n"
            self.text += " " * indent
            key_place = self.here()
            self.text += key if self.chance.random() < 0.8 else f'"{key}"'
            self.text += ":" + " " * self.chance.randrange(1, 4)
            self.value(inner, (*path, key), indent, key_place)

    def value(self, value: object, path: tuple[str | int, ...], indent: int, key_place: Position | None) -> None:
        if isinstance(value, dict) and value and key_place and self.chance.random() < 0.6:
            self.text += "\n"
            start = Position(self.here().line, 0)
            self.mapping(value, path, indent + 2)
            # The block begins at its first key.
            start = self.places[(*path, next(iter(value)))][0]
            self.places[path] = (key_place, start)
            return
        place = self.here()
        self.places[path] = (key_place or place, place if value is not None else key_place or place)
        self.flow(value, path)
        self.text += "\n"

    def flow(self, value: object, path: tuple[str | int, ...]) -> None:
        match value:
            case dict():
                self.text += "{"
                for number, (key, inner) in enumerate(value.items()):
                    self.text += ", " if number else ""
                    key_place = self.here()
                    self.text += f"{key}: "
                    self.places[(*path, key)] = (key_place, self.here())
                    self.flow(inner, (*path, key))
                self.text += "}"
            case tuple():
                self.text += "["
                for number, inner in enumerate(value):
                    self.text += ",  " if number else ""
                    self.places[(*path, number)] = (self.here(), self.here())
                    self.flow(inner, (*path, number))
                self.text += "]"
            case None:
                self.text += "null"
            case bool():
                self.text += str(value).lower()
            case Decimal():
                self.text += f"{value:f}"
            case _:
                self.text += str(value)


@FEW
@given(st.dictionaries(words, trees, min_size=1, max_size=6), st.integers(0, 10**6))
def test_what_is_written_is_read_and_every_place_is_true(tree: dict[str, object], seed: int) -> None:
    writer = _Writer(seed)
    writer.mapping(tree, (), 0)
    text = writer.text + "---\n"
    reading = read(text.split("---")[1])
    assert reading.faults == ()
    assert reading.value == tree
    marks = FileMarks(text)
    for path, (key_place, value_place) in writer.places.items():
        assert marks.position(path, of_key=True) == key_place
        if _value_at(tree, path) is not None:
            assert marks.position(path) == value_place


def _value_at(tree: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        tree = tree[step]  # type: ignore[index]
    return tree
