"""Front matter to plain values, read strictly and in one pass over the parser's events.

YAML's own loaders are wrong for records: they take `NO` for false and `0123` for 83, let the last
of two equal keys win, put money through a float and forget where a value stood. Walking libyaml's
events instead shows anchors, tags, depth and places, needs no recursion, and is faster than
building a tree of nodes first.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn, Union

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from partnerbook.core.finding import Rule
from partnerbook.ingest.decoding import unseen
from partnerbook.ingest.faults import MAXIMUM_FAULTS, YAML_WITHOUT_PARSER, Fault, position_at
from partnerbook.ingest.format_rules import (
    ANCHOR_OR_ALIAS,
    DUPLICATE_KEY,
    KEY_NOT_TEXT,
    NESTED_TOO_DEEP,
    SEVERAL_DOCUMENTS,
    YAML_TAG,
)
from partnerbook.ingest.marks import Branch, Node, TreeMarks
from partnerbook.ingest.scalars import NULLS, Scalar, ScalarError, resolve, shortened
from partnerbook.ingest.yaml_problems import explain

try:
    CParser: Any = importlib.import_module("yaml._yaml").CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = None

Plain = Union[Scalar, tuple["Plain", ...], dict[str, "Plain"]]  # noqa: UP007  (it names itself)
"""What front matter reads as: scalars, tuples for lists, dicts for mappings."""

MAXIMUM_DEPTH = 32
"""Deeper nesting is refused."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the value, where its parts stand, and what is wrong.

    With any fault the value is not to be used: parts of it may be missing.
    """

    value: Plain
    marks: TreeMarks
    faults: tuple[Fault, ...] = ()


def read(front: str) -> Reading:
    """Read one YAML document; positions count in the text given. Raises nothing, whatever the text."""
    if CParser is None:
        fault = Fault(
            YAML_WITHOUT_PARSER,
            "PyYAML is installed without its C parser",
            "Install it again from a ready-made package: pip install --force-reinstall --only-binary=:all: PyYAML",
        )
        return Reading(None, TreeMarks(front), (fault,))
    walk = _Walk(front)
    try:
        walk.run()
    except _StopError:
        pass
    except (YAMLError, UnicodeError) as error:
        walk.faults.append(explain(error, front))
    value, node = (walk.root.items[0], walk.root.nodes[0]) if walk.root.items else (None, 0)
    return Reading(value, TreeMarks(front, node), tuple(walk.faults))


class _StopError(Exception):
    """Nothing sensible can be read beyond this point."""


class _Collection(NamedTuple):
    """A list or mapping being read; a mapping's items are keys and values by turns."""

    start: int
    is_mapping: bool
    items: list[Any]
    nodes: list[Node]

    @property
    def expects_key(self) -> bool:
        """Whether the next item is a mapping's key."""
        return self.is_mapping and not len(self.items) & 1


class _Walk:
    """One pass over the events of one text."""

    def __init__(self, front: str) -> None:
        self.front = front
        self.faults: list[Fault] = []
        self.documents = 0
        self.root = _Collection(0, False, [], [])  # takes the document itself
        self.current = self.root
        self.around: list[_Collection] = []

    def run(self) -> None:
        """Read all events; the root then holds the document's value and node, if there is one."""
        # Events are the parser's and untyped: what each has is told by its class.
        next_event: Callable[[], Any] = CParser(self.front).get_event
        is_mapping, items, nodes = self.current[1:]
        while (event := next_event()) is not None:
            if type(event) is not ScalarEvent:
                self._structure(event)
                is_mapping, items, nodes = self.current[1:]
                continue
            # Most events come this way: what can be done here without a call is done here.
            value: Scalar = event.value
            index: int = event.start_mark.index  # type: ignore[union-attr]
            if event.style or event.anchor is not None or event.tag is not None:
                self._refuse_oddities(event, index)
            if is_mapping and not len(items) & 1:
                if value in NULLS and not event.style:
                    self._refuse_missing_key(index)
            elif not event.style:
                if not value and is_mapping:
                    index = nodes[-1]  # type: ignore[assignment]  # nothing stands there: show the key, a scalar
                value = self._resolve(event.value, index)
            items.append(value)
            nodes.append(index)

    def _structure(self, event: Any) -> None:
        kind = type(event)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            self._refuse_start(event)
            self.around.append(self.current)
            self.current = _Collection(event.start_mark.index, kind is MappingStartEvent, [], [])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value, node = self._mapping(self.current) if self.current.is_mapping else self._list(self.current)
            self.current = self.around.pop()
            self.current.items.append(value)
            self.current.nodes.append(node)
        elif kind is AliasEvent:
            self._refuse_alias(event)
            self.current.items.append(f"*{event.anchor}")
            self.current.nodes.append(event.start_mark.index)
        elif kind is DocumentStartEvent:
            self.documents += 1
            self._refuse_second_document(event)

    def _resolve(self, text: str, index: int) -> Scalar:
        try:
            return resolve(text)
        except ScalarError as problem:
            self._fault(problem.rule, problem.message, problem.remedy, index)
            return None

    def _refuse_oddities(self, event: Any, index: int) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if event.style == '"' and not event.value.isprintable():
            # Characters that may not stand in a file may not come out of an escape either.
            for fault in unseen(event.value):
                self._fault(fault.rule, fault.message, "Take the escape out of the quoted text.", index)

    def _refuse_missing_key(self, index: int) -> None:
        self._fault(KEY_NOT_TEXT, "a key is missing before the colon", "Write the field's name here.", index)

    def _refuse_alias(self, event: Any) -> None:
        self._fault(
            ANCHOR_OR_ALIAS,
            f"`*{shortened(event.anchor)}` stands for a value written elsewhere",
            "Write the value itself; if it is text that begins with `*`, put it in quotes.",
            event.start_mark.index,
        )

    def _list(self, collection: _Collection) -> tuple[Plain, Node]:
        return tuple(collection.items), Branch(collection.start, tuple(collection.nodes))

    def _mapping(self, collection: _Collection) -> tuple[Plain, Node]:
        keys = collection.items[::2]
        places: list[int] = collection.nodes[::2]  # type: ignore[assignment]  # keys are scalars
        value = dict(zip(keys, collection.items[1::2], strict=True))
        if len(value) < len(keys):
            self._refuse_duplicates(keys, places)
        return value, Branch(
            collection.start, dict(zip(keys, zip(places, collection.nodes[1::2], strict=True), strict=True))
        )

    def _refuse_duplicates(self, keys: list[str], places: list[int]) -> None:
        first: dict[str, int] = {}
        for key, index in zip(keys, places, strict=True):
            if key in first:
                line = position_at(self.front, first[key]).line
                self._fault(
                    DUPLICATE_KEY,
                    f"`{shortened(key)}` stands twice, first in line {line}",
                    "Keep the one that is right, and delete the other.",
                    index,
                )
            first.setdefault(key, index)

    def _refuse_start(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if self.current.expects_key:
            self._stop(
                KEY_NOT_TEXT,
                "a list or mapping stands here instead of a key",
                "Write a word before the colon; put a value that begins with a bracket in quotes.",
                event,
            )
        if len(self.around) >= MAXIMUM_DEPTH:
            self._stop(
                NESTED_TOO_DEEP,
                f"values are nested more than {MAXIMUM_DEPTH} levels deep",
                "Count the brackets; a record needs six levels at most.",
                event,
            )

    def _refuse_properties(self, event: Any) -> None:
        index = event.start_mark.index
        if event.anchor is not None:
            self._fault(
                ANCHOR_OR_ALIAS,
                f"`&{shortened(event.anchor)}` names a value so that it can be used elsewhere",
                "Write the value out wherever it is needed; if it is text that begins with `&`, put it in quotes.",
                index,
            )
        if event.tag is not None:
            self._fault(
                YAML_TAG,
                f"the tag `{shortened(event.tag)}` says what the value is to be taken for",
                "Take the tag out; if it is text that begins with `!`, put it in quotes.",
                index,
            )

    def _refuse_second_document(self, event: Any) -> None:
        if self.documents > 1:
            self._stop(
                SEVERAL_DOCUMENTS,
                "a second document begins here",
                "Keep one set of fields between the two lines `---`, and take out lines with `...`.",
                event,
            )
        if event.version or event.tags:
            self._fault(
                SEVERAL_DOCUMENTS,
                "a YAML directive stands here",
                "Take the line with `%` out.",
                event.start_mark.index,
            )

    def _fault(self, rule: Rule, message: str, remedy: str, index: int) -> None:
        self.faults.append(Fault(rule, message, remedy, position_at(self.front, index)))
        if len(self.faults) >= MAXIMUM_FAULTS:
            raise _StopError

    def _stop(self, rule: Rule, message: str, remedy: str, event: Any) -> NoReturn:
        self._fault(rule, message, remedy, event.start_mark.index)
        raise _StopError
