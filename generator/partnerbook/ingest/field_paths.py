"""What the models expect at the place pydantic complains about.

Pydantic's own way to a value goes through the models: it names the branch of a union it tried
and an alias where there is one. Here the same way is walked through the annotations, to find
the way through the record, the model that holds the place, and what may stand there.
"""

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from partnerbook.core.finding import FieldPath


class Attempt(Struct, frozen=True):
    """A branch tried of a union that has no discriminator.

    Where the union stands, what it allows, and the label of the branch.
    """

    path: FieldPath
    allowed: tuple[Any, ...]
    branch: str


class Place(Struct, frozen=True):
    """One place in a record, seen through the models.

    `holder` is the model whose field the last key is, `expected` the annotation of the value
    there; None for a key no model knows. `variants` are the models `holder` was chosen from by
    a discriminator, `attempts` the other unions on the way, the outermost first.
    """

    path: FieldPath
    holder: type[BaseModel] | None = None
    expected: Any = None
    variants: tuple[type[BaseModel], ...] = ()
    attempts: tuple[Attempt, ...] = ()
    of_key: bool = False


def locate(model: type[BaseModel], location: Sequence[str | int]) -> Place:
    """The place a pydantic location means; walks as far as the annotations lead."""
    place = Place((), expected=model)
    for step in location:
        place = _step(place, step)
    return place


def members(annotation: Any) -> tuple[Any, ...]:
    """The alternatives of an annotation, `None` left out; one for anything but a union."""
    annotation = _bare(annotation)
    if get_origin(annotation) not in (Union, UnionType):
        return (annotation,)
    return tuple(one for member in get_args(annotation) if member is not NoneType for one in members(member))


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """A model's fields by the keys that records write."""
    if not model.__pydantic_complete__:  # models are built when first used; a nested one may never have been
        model.model_rebuild()
    return {field.alias or name: field for name, field in model.model_fields.items()}


def choices(annotation: Any) -> tuple[Any, ...]:
    """The words a literal allows; empty for anything else."""
    (*_, last) = members(annotation)
    return get_args(last) if get_origin(last) is Literal else ()


def tag(model: type[BaseModel], key: str) -> str | None:
    """The one word a variant's discriminator can be."""
    field = fields_of(model).get(key)
    words = choices(field.annotation) if field else ()
    return str(words[0]) if len(words) == 1 else None


def _step(place: Place, step: str | int) -> Place:
    alternatives = members(place.expected)
    if len(alternatives) > 1:
        return _into_branch(place, alternatives, str(step))
    (expected,) = alternatives
    origin, arguments = get_origin(expected), get_args(expected)
    if isinstance(expected, type) and issubclass(expected, BaseModel):
        field = fields_of(expected).get(str(step))
        variants = place.variants if expected in place.variants else ()
        return replace(
            place,
            path=(*place.path, step),
            holder=expected,
            expected=field and field.annotation,
            variants=variants,
        )
    if origin is tuple and isinstance(step, int):
        return replace(place, path=(*place.path, step), expected=arguments[0], variants=())
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return replace(place, path=(*place.path, step), expected=arguments[1], variants=())
    if step == "[key]":  # pydantic's word for the key of a mapping, behind the key itself
        return replace(place, expected=str, of_key=True)
    return replace(place, expected=None)  # inside a value of our own: its way is not the record's


def _into_branch(place: Place, alternatives: tuple[Any, ...], label: str) -> Place:
    """Where a union's label leads: a step in pydantic's location and none in the record."""
    models = tuple(one for one in alternatives if isinstance(one, type) and issubclass(one, BaseModel))
    for model in models:
        if any(tag(model, key) == label for key in fields_of(model)):
            return replace(place, expected=model, variants=models)
    attempts = (*place.attempts, Attempt(place.path, alternatives, label))
    named = next((model for model in models if model.__name__ == label), None)
    return replace(place, expected=named, variants=(), attempts=attempts)


def _bare(annotation: Any) -> Any:
    """An annotation without its metadata."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation
