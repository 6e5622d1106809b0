"""Texts of users in YAML: always quoted, so that nothing they type can become structure."""

import json


def quoted(text: str) -> str:
    """A text as a double-quoted YAML scalar; JSON's strings are a part of YAML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
