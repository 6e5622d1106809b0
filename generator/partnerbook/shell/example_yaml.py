"""A worked example as it is written into an agreement."""

from partnerbook.core.worked_example import ExampleCase, ExampleShare, WorkedExample

_WIDEST = 118
"""Columns of an example that stands on one line; a longer one takes a line for each figure."""


def as_yaml(example: WorkedExample) -> str:
    """An item of `examples`, indented as records are; what is as usual is left out."""
    given = [f"{name}: {_written(value)}" for name, value in _unusual(example.given)]
    line = f"  - {{given: {{{', '.join(given)}}}, pays: {example.pays}}}"
    if len(line) <= _WIDEST:
        return f"{line}\n"
    return "".join(["  - given:\n", *(f"      {field}\n" for field in given), f"    pays: {example.pays}\n"])


def _unusual(given: ExampleCase) -> list[tuple[str, object]]:
    fields = type(given).model_fields
    return [(name, value) for name in fields if (value := getattr(given, name)) != fields[name].default]


def _written(value: object) -> str:
    # Money, rates, keys, numbers and words of the format: none of them needs quotes.
    if isinstance(value, tuple):
        return f"[{', '.join(_written(item) for item in value)}]"
    if isinstance(value, ExampleShare):
        return f"{{party: {value.party}, share: {value.share}}}"
    return str(value)
