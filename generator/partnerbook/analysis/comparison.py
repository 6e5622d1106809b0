"""Two Books held against each other: which records came, went and changed, and in which fields. Pure.

Records are compared by kind and id, so that moving a file changes nothing. Items of a list are matched by their
key, so that one taken out of the middle is one change and not a change of all behind it.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from partnerbook.core.book import Book, Entry
from partnerbook.core.finding import FieldPath
from partnerbook.core.record import Record, Value

_NAMES = (("key",), ("line",), ("party",), ("rule", "field"), ("year",), ("step",), ("partner", "on"), ("by", "on"))
"""What tells items of a list apart, by the fields they have; the first that fits."""


class Change(Struct, frozen=True):
    """One field that is not what it was; None stands for a field or item that is not there.

    `path` leads to the field in the new record, and to its list for an item that is gone. `name` is the field as
    people say it, with an item's key instead of its place: `payments[p2].amount`. `old_path` leads to the field in
    the old record, and to its list for an item that is new.
    """

    path: FieldPath
    name: str
    old: Any
    new: Any
    old_path: FieldPath = ()

    @property
    def field(self) -> str:
        """The record's own field the change lies in: `payments`."""
        return str(self.path[0])


class Changed(Struct, frozen=True, eq=False, dict=True):
    """A record that is in both Books and not the same; `moved` if only its file has another path."""

    old: Entry[Record]
    new: Entry[Record]

    @property
    def key(self) -> str:
        """`kind/id`."""
        return self.new.key

    @property
    def moved(self) -> bool:
        """Whether its file lies elsewhere."""
        return self.old.path != self.new.path

    @property
    def prose(self) -> bool:
        """Whether its prose has changed."""
        return self.old.body != self.new.body

    @cached_property
    def fields(self) -> tuple[Change, ...]:
        """Every field that has changed, in the order of the record's model; comments and layout are none."""
        return tuple(changes(self.old.record, self.new.record))

    def of(self, *names: str) -> tuple[Change, ...]:
        """The changes in some of the record's own fields."""
        return tuple(change for change in self.fields if change.field in names)


class Comparison(Struct, frozen=True, eq=False):
    """What differs between two Books; records that could be read in only one of them are left out.

    `unread` names those, as `kind/id`: nothing can be said of their change.
    """

    added: tuple[Entry[Record], ...] = ()
    removed: tuple[Entry[Record], ...] = ()
    changed: tuple[Changed, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether both Books hold the same."""
        return not (self.added or self.removed or self.changed or self.unread)

    def added_of(self, kind: str) -> tuple[Entry[Record], ...]:
        """New records of a kind."""
        return tuple(entry for entry in self.added if entry.kind == kind)

    def removed_of(self, kind: str) -> tuple[Entry[Record], ...]:
        """Records of a kind that are gone."""
        return tuple(entry for entry in self.removed if entry.kind == kind)

    def changed_of(self, kind: str) -> tuple[Changed, ...]:
        """Records of a kind that have changed."""
        return tuple(changed for changed in self.changed if changed.new.kind == kind)


def compare(base: Book, head: Book) -> Comparison:
    """What a change makes of a Book, record by record, in the order of kinds and ids."""
    before = {entry.key: entry for entry in base.entries()}
    after = {entry.key: entry for entry in head.entries()}
    pairs = [(before[key], entry) for key, entry in after.items() if key in before]
    return Comparison(
        added=tuple(entry for key, entry in after.items() if key not in before and key not in base.broken),
        removed=tuple(entry for key, entry in before.items() if key not in after and key not in head.broken),
        # Most entries are one and the same object: the base's Book is read with the head's at hand.
        changed=tuple(
            Changed(old, new)
            for old, new in pairs
            if old is not new and (old.text != new.text or old.path != new.path or old.record != new.record)
        ),
        unread=tuple(sorted((base.broken & after.keys()) | (head.broken & before.keys()))),
    )


def changes(old: Value, new: Value) -> Iterator[Change]:
    """The fields in which two values of one model differ."""
    yield from _fields(_Place(), _Place(), old, new)


class _Place(Struct, frozen=True):
    """Where the walk stands in one of the records."""

    path: FieldPath = ()
    name: str = ""

    def field(self, key: str) -> "_Place":
        return _Place((*self.path, key), f"{self.name}.{key}" if self.name else key)

    def item(self, place: int, name: str) -> "_Place":
        return _Place((*self.path, place), f"{self.name}[{name}]")


def _fields(was: _Place, now: _Place, old: Value, new: Value) -> Iterator[Change]:
    if type(old) is not type(new):  # one of several forms, such as another way of earning
        yield Change(now.path, now.name, old, new, was.path)
        return
    for key, field in type(old).model_fields.items():
        shown = field.alias or key
        yield from _values(was.field(shown), now.field(shown), getattr(old, key), getattr(new, key))


def _values(was: _Place, now: _Place, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Value) and isinstance(new, Value):
        yield from _fields(was, now, old, new)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _items(was, now, old, new)
    else:
        yield Change(now.path, now.name, old, new, was.path)


def _items(was: _Place, now: _Place, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    names = _named(old), _named(new)
    if names[0] is not None and names[1] is not None:
        before, after = dict(zip(names[0], range(len(old)), strict=True)), dict.fromkeys(names[1])
        for place, name in enumerate(names[1]):
            if name in before:
                at = before[name]
                yield from _values(was.item(at, name), now.item(place, name), old[at], new[place])
            else:
                yield Change((*now.path, place), f"{now.name}[{name}]", None, new[place], was.path)
        for name, at in before.items():
            if name not in after:
                yield Change(now.path, f"{now.name}[{name}]", old[at], None, (*was.path, at))
        return
    yield from _by_place(was, now, old, new)


def _by_place(was: _Place, now: _Place, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """Items without names: what stands the same at the beginning and end is left alone, the rest goes by place."""
    shorter, first, last = min(len(old), len(new)), 0, 0
    while first < shorter and old[first] == new[first]:
        first += 1
    while last < shorter - first and old[-1 - last] == new[-1 - last]:
        last += 1
    for place in range(first, max(len(old), len(new)) - last):
        in_old, in_new = place < len(old) - last, place < len(new) - last
        here, there = was.item(place, str(place)), now.item(place, str(place))
        if in_old and in_new:
            yield from _values(here, there, old[place], new[place])
        elif in_new:
            yield Change(there.path, there.name, None, new[place], was.path)
        else:
            yield Change(now.path, here.name, old[place], None, here.path)


def _named(items: Sequence[Any]) -> tuple[str, ...] | None:
    """A name for each item of a list, or None where they have none, or not each its own."""
    names = []
    for item in items:
        name = _name(item)
        if name is None:
            return None
        names.append(name)
    return tuple(names) if len(set(names)) == len(names) else None


def _name(item: Any) -> str | None:
    if isinstance(item, str):
        return item
    if not isinstance(item, Value):
        return None
    held = vars(item)
    for fields in _NAMES:
        if all(held.get(field) is not None for field in fields):
            return " ".join(str(held[field]) for field in fields if held[field] != "")
    return None
