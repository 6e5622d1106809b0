"""The events of libyaml's parser, which both the values and their places are read from."""

import importlib
from collections.abc import Callable
from typing import Any

try:
    _PARSER: Any = importlib.import_module("yaml._yaml").CParser
except ImportError:  # PyYAML was built without libyaml
    _PARSER = None


class ParserMissingError(ImportError):
    """PyYAML is there, but without its C parser."""


def events(text: str) -> Callable[[], Any]:
    """A function that gives the next event of a text each time it is called, at last None.

    Events are untyped: what each has is told by its class in `yaml.events`. The function
    raises YAMLError where the text is not YAML, and UnicodeError for lone surrogates.

    Raises:
        ParserMissingError: if PyYAML has no C parser.
    """
    if _PARSER is None:
        raise ParserMissingError("yaml._yaml")
    parser: Callable[[], Any] = _PARSER(text).get_event
    return parser
