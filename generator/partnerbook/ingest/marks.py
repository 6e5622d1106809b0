"""Where each key and item of a record stands in its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Union

from partnerbook.core.finding import FieldPath, Position
from partnerbook.ingest.faults import position_at


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """The place of a list or mapping, and of what is in it.

    A list's `children` are its items' nodes; a mapping's are pairs of the key's place and
    the value's node, by key.
    """

    start: int
    children: "Mapping[str, tuple[int, Node]] | Sequence[Node]"


Node = Union[int, Branch]  # noqa: UP007  (a string inside `|` is no type)
"""The index of a scalar's first character, or a branch."""


@dataclass(frozen=True, slots=True, eq=False)
class TreeMarks:
    """The places of the values in a text, as indexes until somebody asks for a line."""

    text: str
    root: Node = 0

    def position(self, path: FieldPath, *, of_key: bool = False) -> Position:
        """The place of the value at a path (or of its key); of the nearest holder where there is none."""
        node = self.root
        index = _start(node)
        for place, step in enumerate(path):
            found = _child(node, step)
            if found is None:
                break
            key_index, node = found
            is_last = place == len(path) - 1
            index = key_index if of_key and is_last else _start(node)
        return position_at(self.text, index)


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
