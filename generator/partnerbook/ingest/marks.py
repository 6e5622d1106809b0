"""Where each key and item of a record stands in its file."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, Union

from msgspec import Struct
from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from partnerbook.core.finding import FieldPath, Position
from partnerbook.ingest.faults import position_at
from partnerbook.ingest.yaml_events import ParserMissingError, events


class Branch(NamedTuple):
    """The place of a list or mapping, and of what is in it.

    A list's `children` are its items' nodes; a mapping's are pairs of the key's place and
    the value's node, by key.
    """

    start: int
    children: "Mapping[str, tuple[int, Node]] | Sequence[Node]"


Node = Union[int, Branch]  # noqa: UP007  (a string inside `|` is no type)
"""The index of a scalar's first character, or a branch."""


class Duplicate(NamedTuple):
    """A key that stands twice in one mapping, with both its places."""

    key: str
    first: int
    second: int


class Places(Struct, frozen=True):
    """The places of the values of a text, as far as it can be read."""

    root: Node = 0
    duplicates: tuple[Duplicate, ...] = ()


class FrontMarks(Struct, eq=False):
    """The places of the values in front matter, looked up when somebody asks.

    Only records with findings are asked. Keeping every place of ten thousand records costs more
    memory than the records themselves; reading one again costs a tenth of a millisecond.
    """

    front: str
    _places: Places | None = None

    @property
    def places(self) -> Places:
        """All places, read once."""
        if self._places is None:
            self._places = find_places(self.front)
        return self._places

    def position(self, path: FieldPath, *, of_key: bool = False) -> Position:
        """The place of the value at a path (or of its key); of the nearest holder where there is none."""
        node = self.places.root
        index = _start(node)
        for number, step in enumerate(path, start=1):
            found = _child(node, step)
            if found is None:
                break
            key_index, node = found
            index = key_index if of_key and number == len(path) else _start(node)
        return position_at(self.front, index)


def find_places(text: str) -> Places:
    """Read the places of a text's first document; what stands behind a mistake has none."""
    root = _Collection(0, False, [], [])
    duplicates: list[Duplicate] = []
    with suppress(YAMLError, UnicodeError, ParserMissingError):
        _walk(text, root, duplicates)
    return Places(root.nodes[0] if root.nodes else 0, tuple(duplicates))


class _Collection(NamedTuple):
    """A list or mapping being read; a mapping's nodes are those of keys and values by turns."""

    start: int
    is_mapping: bool
    keys: list[str]
    nodes: list[Node]


def _walk(text: str, root: _Collection, duplicates: list[Duplicate]) -> None:
    next_event = events(text)
    around: list[_Collection] = []
    current = root
    while (event := next_event()) is not None:
        kind = type(event)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            around.append(current)
            current = _Collection(event.start_mark.index, kind is MappingStartEvent, [], [])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            branch = _branch(current, duplicates)
            current = around.pop()
            _add(current, branch, "")
        elif kind is ScalarEvent or kind is AliasEvent:
            _add(current, _index(event, current), getattr(event, "value", ""))


def _add(collection: _Collection, node: Node, key: str) -> None:
    if collection.is_mapping and len(collection.nodes) % 2 == 0:
        collection.keys.append(key)
    collection.nodes.append(node)


def _index(event: Any, collection: _Collection) -> int:
    """Where a scalar stands; one that is not there stands at its key."""
    is_absent = event.start_mark.index == event.end_mark.index
    if is_absent and collection.is_mapping and len(collection.nodes) % 2:
        return _start(collection.nodes[-1])
    index: int = event.start_mark.index
    return index


def _branch(collection: _Collection, duplicates: list[Duplicate]) -> Branch:
    if not collection.is_mapping:
        return Branch(collection.start, collection.nodes)
    children: dict[str, tuple[int, Node]] = {}
    pairs = zip(collection.keys, collection.nodes[::2], collection.nodes[1::2], strict=True)
    for key, key_node, node in pairs:
        if key in children:
            duplicates.append(Duplicate(key, children[key][0], _start(key_node)))
        else:
            children[key] = (_start(key_node), node)
    return Branch(collection.start, children)


def _start(node: Node) -> int:
    return node if isinstance(node, int) else node.start


def _child(node: Node, step: str | int) -> tuple[int, Node] | None:
    """The place of a key and the node behind it; for a list item both are the item's."""
    if isinstance(node, int):
        return None
    children = node.children
    if isinstance(children, Mapping):
        return children.get(step) if isinstance(step, str) else None
    if isinstance(step, int) and 0 <= step < len(children):
        return _start(children[step]), children[step]
    return None
