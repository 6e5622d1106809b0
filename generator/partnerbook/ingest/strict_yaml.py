"""Front matter to plain values, read strictly and in one pass over the parser's events.

YAML's own loaders are wrong for records: they take `NO` for false and `0123` for 83, let the last
of two equal keys win, put money through a float and forget where a value stood. Walking libyaml's
events instead shows anchors, tags, depth and places, needs no recursion, and is faster than
building a tree of nodes first.
"""

from typing import Any, NoReturn, Union

from msgspec import Struct
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
from partnerbook.ingest.marks import find_places
from partnerbook.ingest.scalars import FIRST_CHARACTERS, NULLS, Scalar, ScalarError, resolve, shortened
from partnerbook.ingest.yaml_events import ParserMissingError, events
from partnerbook.ingest.yaml_problems import explain

Plain = Union[Scalar, tuple["Plain", ...], dict[str, "Plain"]]  # noqa: UP007  (it names itself)
"""What front matter reads as: scalars, tuples for lists, dicts for mappings."""

MAXIMUM_DEPTH = 32
"""Deeper nesting is refused."""


class Reading(Struct, frozen=True):
    """What was read, and what is wrong; with any fault the value is not to be used."""

    value: Plain
    faults: tuple[Fault, ...] = ()


def read(front: str) -> Reading:
    """Read one YAML document; positions count in the text given. Raises nothing, whatever the text."""
    walk = _Walk(front)
    try:
        walk.run()
    except _StopError:
        pass
    except ParserMissingError:
        walk.faults.append(
            Fault(
                YAML_WITHOUT_PARSER,
                "PyYAML is installed without its C parser",
                "Install it again from a ready-made package: pip install --force-reinstall --only-binary=:all: PyYAML",
            )
        )
    except (YAMLError, UnicodeError) as error:
        walk.faults.append(explain(error, front))
    if walk.has_duplicates:
        walk.faults.extend(_duplicates(front))
    return Reading(walk.documents[0] if walk.documents else None, tuple(walk.faults[:MAXIMUM_FAULTS]))


class _StopError(Exception):
    """Nothing sensible can be read beyond this point."""


class _Walk:
    """One pass over the events of one text."""

    def __init__(self, front: str) -> None:
        self.front = front
        self.faults: list[Fault] = []
        self.has_duplicates = False
        self.documents: list[Plain] = []
        self.started = 0

    def run(self) -> None:  # noqa: C901  (ten thousand records: a call costs more than a branch)
        """Read all events; leaves documents and faults behind."""
        next_event = events(self.front)
        # The collection being filled, and the key whose value comes next.
        values: Any = self.documents
        key: str | None = None
        is_mapping = False
        around: list[tuple[Any, str | None, bool]] = []
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                value: Any = event.value
                style = event.style
                if style or event.anchor is not None or event.tag is not None:
                    self._refuse_oddities(event)
                if is_mapping and key is None:
                    if value in NULLS and not style:
                        self._fault(KEY_NOT_TEXT, "a key is missing before the colon", "Write the name here.", event)
                    key = value
                    continue
                if not style and value[:1] in FIRST_CHARACTERS:
                    value = self._resolve(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = values if is_mapping else tuple(values)
                values, key, is_mapping = around.pop()
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if (is_mapping and key is None) or event.anchor or event.tag or len(around) >= MAXIMUM_DEPTH:
                    self._refuse_collection(event, len(around), is_key=is_mapping and key is None)
                around.append((values, key, is_mapping))
                key, is_mapping = None, kind is MappingStartEvent
                values = {} if is_mapping else []
                continue
            else:
                self._refuse_others(event)
                continue
            if is_mapping:
                if key in values:
                    self.has_duplicates = True
                values[key] = value
                key = None
            else:
                values.append(value)

    def _resolve(self, event: Any) -> Scalar:
        try:
            return resolve(event.value)
        except ScalarError as problem:
            self._fault(problem.rule, problem.message, problem.remedy, event)
            return None

    def _refuse_oddities(self, event: Any) -> None:
        """Anchors and tags, and in quotes what no file may hold: it may not come out of an escape either."""
        self._refuse_properties(event)
        if event.style == '"' and not event.value.isprintable():
            for fault in unseen(event.value):
                self._fault(fault.rule, fault.message, "Take the escape out of the quoted text.", event)

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault(
                ANCHOR_OR_ALIAS,
                f"`&{shortened(event.anchor)}` names a value so that it can be used elsewhere",
                "Write the value out wherever it is needed; if it is text that begins with `&`, put it in quotes.",
                event,
            )
        if event.tag is not None:
            self._fault(
                YAML_TAG,
                f"the tag `{shortened(event.tag)}` says what the value is to be taken for",
                "Take the tag out; if it is text that begins with `!`, put it in quotes.",
                event,
            )

    def _refuse_collection(self, event: Any, depth: int, *, is_key: bool) -> None:
        self._refuse_properties(event)
        if is_key:
            self._stop(
                KEY_NOT_TEXT,
                "a list or mapping stands here instead of a key",
                "Write a word before the colon; put a value that begins with a bracket in quotes.",
                event,
            )
        if depth >= MAXIMUM_DEPTH:
            self._stop(
                NESTED_TOO_DEEP,
                f"values are nested more than {MAXIMUM_DEPTH} levels deep",
                "Count the brackets; a record needs six levels at most.",
                event,
            )

    def _refuse_others(self, event: Any) -> None:
        """Aliases, directives and second documents; the other events say nothing."""
        kind = type(event)
        if kind is AliasEvent:
            self._stop(
                ANCHOR_OR_ALIAS,
                f"`*{shortened(event.anchor)}` stands for a value written elsewhere",
                "Write the value itself; if it is text that begins with `*`, put it in quotes.",
                event,
            )
        if kind is not DocumentStartEvent:
            return
        self.started += 1
        if self.started > 1:
            self._stop(
                SEVERAL_DOCUMENTS,
                "a second document begins here",
                "Keep one set of fields between the two lines `---`, and take out lines with `...`.",
                event,
            )
        if event.version or event.tags:
            self._fault(SEVERAL_DOCUMENTS, "a YAML directive stands here", "Take the line with `%` out.", event)

    def _fault(self, rule: Rule, message: str, remedy: str, event: Any) -> None:
        self.faults.append(Fault(rule, message, remedy, position_at(self.front, event.start_mark.index)))
        if len(self.faults) >= MAXIMUM_FAULTS:
            raise _StopError

    def _stop(self, rule: Rule, message: str, remedy: str, event: Any) -> NoReturn:
        self._fault(rule, message, remedy, event)
        raise _StopError


def _duplicates(front: str) -> list[Fault]:
    return [
        Fault(
            DUPLICATE_KEY,
            f"`{shortened(double.key)}` stands twice, first in line {position_at(front, double.first).line}",
            "Keep the one that is right, and delete the other.",
            position_at(front, double.second),
        )
        for double in find_places(front).duplicates[:MAXIMUM_FAULTS]
    ]
