"""The schema in words and as JSON Schema, read off the models: nothing of it is written twice.

The docstring below each field is its description. pydantic can read these itself, but
parses every source file at import to do so (0.2 s); here they are read only when asked for.
"""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Struct
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DatetimeSchema, DecimalSchema

from partnerbook.core.dates import Period
from partnerbook.core.kinds import Kind
from partnerbook.core.money import Money, Rate

FieldTypeName = Literal[
    "text", "key", "number", "yes_no", "day", "moment", "money", "rate", "period", "choice", "block"
]
"""What a field holds, in the words of the reference."""

_PLAIN: tuple[tuple[type, FieldTypeName], ...] = (
    (bool, "yes_no"),
    (int, "number"),
    (Decimal, "number"),
    (datetime, "moment"),
    (date, "day"),
    (str, "text"),
    (Money, "money"),
    (Rate, "rate"),
    (Period, "period"),
)


class FieldDescription(Struct, frozen=True):
    """One field: its key in the file, what it holds, and what it is for.

    `types` are the ways its value may be written; `choices` the words allowed; `blocks` the
    names of the models of nested fields; `many` says that it is a list.
    """

    key: str
    description: str
    required: bool
    many: bool
    types: tuple[FieldTypeName, ...]
    choices: tuple[str, ...]
    blocks: tuple[str, ...]


class BlockDescription(Struct, frozen=True):
    """A model: its name, what it is, its fields in order."""

    name: str
    description: str
    fields: tuple[FieldDescription, ...]


@cache
def field_docs(model: type[BaseModel]) -> Mapping[str, str]:
    """The docstring below each field of a model, its bases' fields included."""
    docs: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if not (isinstance(base, type) and issubclass(base, BaseModel)) or base is BaseModel:
            continue
        body = _bodies(base.__module__).get(base.__qualname__, [])
        for statement, following in pairwise(body):
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and isinstance(following, ast.Expr)
                and isinstance(following.value, ast.Constant)
                and isinstance(following.value.value, str)
            ):
                docs[statement.target.id] = inspect.cleandoc(following.value.value)
    return docs


@cache
def _bodies(module: str) -> Mapping[str, list[ast.stmt]]:
    """What stands in each class of a module; `inspect` would parse the whole file for each of them again."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {found.name: found.body for found in tree.body if isinstance(found, ast.ClassDef)}


def _parts(annotation: Any, many: bool = False) -> Iterator[tuple[Any, bool]]:
    """The plain types an annotation allows, each with whether it stands in a list."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _parts(get_args(annotation)[0], many)
    elif origin in (Union, UnionType):
        for argument in get_args(annotation):
            yield from _parts(argument, many)
    elif origin is tuple:
        yield from _parts(get_args(annotation)[0], True)
    elif annotation is not NoneType:
        yield annotation, many


def _is_key(annotation: Any) -> bool:
    return "error='kebab'" in repr(annotation)


def describe(model: type[BaseModel]) -> BlockDescription:
    """A model in words."""
    docs = field_docs(model)
    fields = []
    for name, info in model.model_fields.items():
        parts = list(_parts(info.annotation))
        kinds: list[FieldTypeName] = []
        for part, _ in parts:
            if get_origin(part) is Literal:
                kinds.append("choice")
            elif isinstance(part, type) and issubclass(part, BaseModel):
                kinds.append("block")
            else:
                kinds.extend(word for plain, word in _PLAIN if part is plain)
        if kinds == ["text"] and (_is_key(info.annotation) or _is_key(info.metadata)):
            kinds = ["key"]
        fields.append(
            FieldDescription(
                key=info.alias or name,
                description=docs.get(name, ""),
                required=info.is_required(),
                many=any(many for _, many in parts),
                types=tuple(dict.fromkeys(kinds)),
                choices=tuple(str(word) for part, _ in parts if get_origin(part) is Literal for word in get_args(part)),
                blocks=tuple(
                    part.__name__ for part, _ in parts if isinstance(part, type) and issubclass(part, BaseModel)
                ),
            )
        )
    return BlockDescription(model.__name__, inspect.cleandoc(model.__doc__ or ""), tuple(fields))


def blocks_of(model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """A model and every model nested in it, each once, in the order a reader meets them."""
    model.model_rebuild()
    found: dict[type[BaseModel], None] = {model: None}
    waiting = [model]
    while waiting:
        for info in waiting.pop(0).model_fields.values():
            for part, _ in _parts(info.annotation):
                if isinstance(part, type) and issubclass(part, BaseModel) and part not in found:
                    part.model_rebuild()
                    found[part] = None
                    waiting.append(part)
    return tuple(found)


class _AsWritten(GenerateJsonSchema):
    """The schema of what stands in a file, where pydantic's own describes what Python would also take."""

    def datetime_schema(self, schema: DatetimeSchema) -> JsonSchemaValue:
        # `date-time` asks for seconds and an offset: editors would underline every moment.
        return {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$",
            "examples": ["2026-03-02T09:15"],
        }

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        # A number in quotes is text, and the check refuses it.
        number: JsonSchemaValue = super().decimal_schema(schema)["anyOf"][0]
        return number


def json_schema(kind: Kind) -> JsonSchemaValue:
    """The JSON Schema (2020-12) of a kind's front matter, with the descriptions of its fields."""
    schema = kind.model.model_json_schema(by_alias=True, schema_generator=_AsWritten)
    by_name = {block.__name__: block for block in blocks_of(kind.model)}
    for name, definition in (*schema.get("$defs", {}).items(), (kind.model.__name__, schema)):
        block = by_name.get(name)
        if block is None:
            continue
        docs = {info.alias or field: field_docs(block).get(field) for field, info in block.model_fields.items()}
        for key, properties in definition.get("properties", {}).items():
            if docs.get(key):
                properties["description"] = docs[key]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:partnerbook:1:{kind.name}",
        **schema,
    }
