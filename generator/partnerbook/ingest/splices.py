"""Where a change of a record goes in its text, and what comes into its place: blocks and brackets, lines and lists."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, get_args

from msgspec import Struct

from partnerbook.core.finding import FieldPath, dotted
from partnerbook.core.record import Record, Value
from partnerbook.ingest.composing import compose_entry, compose_scalar, compose_value
from partnerbook.ingest.spans import Pair, Span


class NotEditable(ValueError):
    """A record that cannot be changed so; the text says why, and that it has to be done by hand."""


class Put(Struct, frozen=True):
    """A value to be set: in the place of one that stands at the path, or new.

    The last step of the path is a key, or the place of an item; one behind the last item appends. What is missing on
    the way there is made. The value is a plain one or a part of a record.
    """

    path: FieldPath
    value: Any


class Remove(Struct, frozen=True):
    """A key or an item to be taken out, with its value."""

    path: FieldPath


class Splice(NamedTuple):
    """A stretch of a text, and what comes into its place."""

    start: int
    end: int
    text: str


# Setting a value


def put(front: str, root: Span, change: Put, model: type[Record] | None) -> Splice:
    """How a value is set in front matter that was read without a fault."""
    holder = root
    for number, step in enumerate(change.path):
        found, rest = holder.child(step), change.path[number + 1 :]
        if found is None:
            return _added(front, holder, change, number, model)
        if not rest:
            return _replaced(front, holder, found, change.value)
        if found.value.children is None or not found.value.children:
            if front[found.value.start : found.value.end] not in ("", "~", "null") and found.value.children is None:
                raise NotEditable(f"`{dotted(change.path[: number + 1])}` is a single value, and holds no others")
            return _replaced(front, holder, found, _nested(rest, change.value), below=rest)
        holder = found.value
    raise AssertionError("a path has a last step")


def _nested(path: FieldPath, value: Any) -> Any:
    """A value inside of all that leads to it."""
    for step in reversed(path):
        if isinstance(step, int) and step:
            raise NotEditable(f"there is no item {step} to be changed, and none before it")
        value = {step: value} if isinstance(step, str) else [value]
    return value


def _added(front: str, holder: Span, change: Put, number: int, model: type[Record] | None) -> Splice:
    step, rest = change.path[number], change.path[number + 1 :]
    is_list = not isinstance(holder.children, Mapping)
    if isinstance(step, str) is is_list or (is_list and step != len(holder.children or ())):
        raise NotEditable(f"there is no place `{dotted(change.path[: number + 1])}`")
    pairs = holder.pairs()
    anchor = pairs[-1] if pairs else None
    if isinstance(step, str) and isinstance(holder.children, Mapping):
        anchor = _behind(step, holder.children, _order(model, change.path[:number]))
    if holder.style == "brackets":
        nested = _nested(rest, change.value)
        text = compose_value([nested] if is_list else {step: nested})[1:-1]
        if not pairs:
            return Splice(holder.start + 1, holder.end - 1, text)
        if anchor is None:
            return Splice(pairs[0].key.start, pairs[0].key.start, f"{text}, ")
        return Splice(anchor.value.end, anchor.value.end, f", {text}")
    indent = _column(front, holder.start)
    lines = "\n".join(_lines(step, rest, change.value, indent))
    if anchor is None and front[: pairs[0].key.start].endswith("\n" + " " * indent):
        start = pairs[0].key.start - indent
        return Splice(start, start, f"{lines}\n")
    end = _line_end(front, (anchor or pairs[0]).value.end)
    return Splice(end, end, f"\n{lines}")


def _lines(step: str | int, rest: FieldPath, value: Any, indent: int) -> Iterable[str]:
    """A new key or item on lines of its own; keys on the way to the value have a line each."""
    head = " " * indent + (f"{compose_scalar(step)}:" if isinstance(step, str) else "-")
    while rest and isinstance(step, str) and isinstance(rest[0], str):
        yield head
        step, rest, indent = rest[0], rest[1:], indent + 2
        head = f"{' ' * indent}{compose_scalar(step)}:"
    yield from compose_entry(head, _nested(rest, value), indent)


def _behind(step: str, children: Mapping[str, Pair], order: tuple[str, ...]) -> Pair | None:
    """The entry a new one comes behind; None for the place before all others."""
    if step not in order:
        return list(children.values())[-1]
    earlier = [name for name in order[: order.index(step)] if name in children]
    if earlier:
        return children[earlier[-1]]
    return None if any(name in order for name in children) else list(children.values())[-1]


def _order(model: type[Value] | None, path: FieldPath) -> tuple[str, ...]:
    """The keys of a part of a record, in the model's order, those of every record last; none where it is not known."""
    for step in path:
        if model is not None and isinstance(step, str):
            by_name = {field.alias or name: field for name, field in model.model_fields.items()}
            model = _model_in(by_name[step].annotation) if step in by_name else None
    if model is None:
        return ()
    names = [field.alias or name for name, field in model.model_fields.items()]
    return tuple(sorted(names, key=lambda name: issubclass(model, Record) and name in Record.model_fields))


def _model_in(annotation: Any) -> type[Value] | None:
    """The one model an annotation allows, itself or in a list; None where there is none, or a choice."""
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return annotation
    found = [model for part in get_args(annotation) if (model := _model_in(part)) is not None]
    return found[0] if len(found) == 1 else None


def _replaced(front: str, holder: Span, found: Pair, value: Any, below: FieldPath = ()) -> Splice:
    """Another value in the place of one; `below` are the keys on the way to it that get lines of their own."""
    key, old = found
    in_list = not isinstance(holder.children, Mapping)
    in_flow = holder.style == "brackets"
    is_single = not isinstance(value, Value | Mapping | list | tuple)
    if not is_single or old.children is not None:
        _refuse_comments(front, old.start, old.end, (old,))
    if in_flow or (is_single and old.style != "indented"):
        quote = old.style if old.style in ("'", '"') else ""
        text = compose_scalar(value, in_flow=in_flow, quote=quote) if is_single else compose_value(value)
        if old.absent:
            before = front[key.start : old.start]
            sign = "" if in_list or ":" in front[key.end : old.start] else ":"
            return Splice(old.start, old.start, f"{sign}{'' if before.endswith(' ') else ' '}{text}")
        return Splice(old.start, old.end, text)
    indent = _column(front, holder.start)
    if in_list:
        head = f"{' ' * indent}-"
        text = "\n".join(compose_entry(head, value, indent))[len(head) :]
        start = old.start if old.absent else old.start - 1
        return Splice(start, old.end, text)
    head = front[key.start : key.end] + ":"
    if below and isinstance(below[0], str):
        inner = value[below[0]]
        text = "\n" + "\n".join(_lines(below[0], below[1:], _inside(inner, below[1:]), indent + 2))
    else:
        text = "\n".join(compose_entry(f"{' ' * indent}{head}", value, indent))[indent + len(head) :]
    colon = front.index(":", key.end) + 1
    if old.absent:
        start = _line_end(front, colon) if text.startswith("\n") else colon
        return Splice(start, start, text)
    _refuse_comments(front, colon, old.start, ())
    return Splice(colon, old.end, text)


def _inside(value: Any, path: FieldPath) -> Any:
    for step in path:
        value = value[step]
    return value


# Taking a value out


def removed(front: str, root: Span, path: FieldPath) -> Splice:
    """How a key or item is taken out of front matter that was read without a fault."""
    holder = root
    for step in path[:-1]:
        found = holder.child(step)
        if found is None:
            raise NotEditable(f"there is no `{dotted(path)}` to be taken out")
        holder = found.value
    gone = holder.child(path[-1])
    if gone is None:
        raise NotEditable(f"there is no `{dotted(path)}` to be taken out")
    pairs = holder.pairs()
    place = pairs.index(gone)
    if holder.style == "brackets":
        return _taken_from_brackets(front, pairs, place)
    if len(pairs) == 1:
        if holder is root:
            raise NotEditable("the last field of a record cannot be taken out")
        empty = "{}" if isinstance(holder.children, Mapping) else "[]"
        _refuse_comments(front, holder.start, holder.end, (holder,))
        return Splice(holder.start, holder.end, f"{'' if front[holder.start - 1] == ' ' else ' '}{empty}")
    start = gone.key.start
    if not isinstance(holder.children, Mapping):
        start = front.rindex("-", 0, start if gone.value.absent is False else start + 1)
    _refuse_comments(front, start, gone.value.end, (gone.key, gone.value))
    line = front.rfind("\n", 0, start) + 1
    if front[line:start].strip():  # the first key of an item stands behind its hyphen
        _refuse_comments(front, gone.value.end, pairs[1].key.start, ())
        return Splice(start, pairs[1].key.start, "")
    return Splice(line, min(_line_end(front, gone.value.end) + 1, len(front)), "")


def _taken_from_brackets(front: str, pairs: tuple[Pair, ...], place: int) -> Splice:
    gone = pairs[place]
    start, end = gone.key.start, gone.value.end
    if place + 1 < len(pairs):
        end = pairs[place + 1].key.start
    elif place:
        start = pairs[place - 1].value.end
    _refuse_comments(front, start, end, (gone.key, gone.value))
    return Splice(start, end, "")


# What must not be lost


def _refuse_comments(front: str, start: int, end: int, spans: Iterable[Span]) -> None:
    """Refuse to touch a stretch with a comment in it; what scalars hold is none."""
    text = list(front[start:end])
    for scalar in _scalars(spans):
        for index in range(max(scalar.start, start), min(scalar.end, end)):
            text[index - start] = " "
    if "#" in text:
        raise NotEditable("there is a comment inside of what would be replaced; change it by hand")


def _scalars(spans: Iterable[Span]) -> Iterable[Span]:
    for span in spans:
        if span.children is None:
            yield span
        for key, value in span.pairs():
            yield from _scalars((key,) if key is value else (key, value))


def _column(front: str, index: int) -> int:
    return index - front.rfind("\n", 0, index) - 1


def _line_end(front: str, index: int) -> int:
    end = front.find("\n", index)
    return len(front) if end < 0 else end
