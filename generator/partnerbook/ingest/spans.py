"""What each value of front matter takes up in its text: where it begins, where it ends, how it is written."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Union

from msgspec import Struct
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from partnerbook.ingest.yaml_events import events

Style = Literal["plain", "'", '"', "lines", "brackets", "indented"]
"""How a value is written: a scalar bare, in quotes or on lines of its own; a collection in brackets or indented."""
_STYLES: dict[str | None, Style] = {"'": "'", '"': '"', "|": "lines", ">": "lines"}


class Span(Struct, frozen=True):
    """A value's place: from `start` up to `end`, blanks and comments behind it left out.

    A value that is not written, as in `key:`, begins and ends behind the colon. `children` are those of a list, or
    of a mapping by key in the order of the text; a scalar has none.
    """

    start: int
    end: int
    style: Style
    children: "Mapping[str, Pair] | Sequence[Span] | None" = None

    @property
    def absent(self) -> bool:
        """Whether nothing is written where the value would stand."""
        return self.start == self.end

    def child(self, step: str | int) -> "Union[Pair, None]":  # noqa: UP007
        """The key and the value of a step; for an item of a list both are the item. None where there is none."""
        if isinstance(self.children, Mapping):
            return self.children.get(step) if isinstance(step, str) else None
        if self.children is not None and isinstance(step, int) and 0 <= step < len(self.children):
            return Pair(self.children[step], self.children[step])
        return None

    def pairs(self) -> "tuple[Pair, ...]":
        """All keys with their values, in the order of the text."""
        if isinstance(self.children, Mapping):
            return tuple(self.children.values())
        return tuple(Pair(item, item) for item in self.children or ())


class Pair(NamedTuple):
    """A key's place and its value's."""

    key: Span
    value: Span


def find_spans(text: str) -> Span:
    """The places of all values of a text, which the strict reader has read without a fault."""
    next_event = events(text)
    around: list[tuple[Any, list[Span], list[str]]] = []
    nodes: list[Span] = []
    keys: list[str] = []
    opened: Any = None
    while (event := next_event()) is not None:
        match event:
            case MappingStartEvent() | SequenceStartEvent():
                around.append((opened, nodes, keys))
                opened, nodes, keys = event, [], []
            case MappingEndEvent() | SequenceEndEvent():
                made = _collection(opened, event, nodes, keys)
                opened, nodes, keys = around.pop()
                keys.append("")
                nodes.append(made)
            case ScalarEvent() | AliasEvent():
                keys.append(getattr(event, "value", ""))
                nodes.append(_scalar(event, text))
            case _:
                pass
    return nodes[0] if nodes else Span(0, 0, "plain")


def _scalar(event: Any, text: str) -> Span:
    start, end = event.start_mark.index, event.end_mark.index
    style = _STYLES.get(getattr(event, "style", None) or None, "plain")
    # A text of its own lines ends for the parser where the next thing begins.
    return Span(start, start + len(text[start:end].rstrip()) if style == "lines" else end, style)


def _collection(opened: Any, closed: Any, nodes: list[Span], keys: list[str]) -> Span:
    is_mapping = isinstance(opened, MappingStartEvent)
    children: Mapping[str, Pair] | Sequence[Span] = nodes
    if is_mapping:
        children = {
            key: Pair(place, value) for key, place, value in zip(keys[::2], nodes[::2], nodes[1::2], strict=True)
        }
    start = opened.start_mark.index
    if opened.flow_style:
        return Span(start, closed.end_mark.index, "brackets", children)
    return Span(start, nodes[-1].end if nodes else start, "indented", children)
