"""What somebody who wrote a word that nobody knows probably meant."""

from collections.abc import Collection
from difflib import get_close_matches

_MANY = 200
"""Comparing letter by letter costs microseconds a word: among more words, only likely ones are compared."""
_LONG = 16
"""Ids longer than this share much by their make; only near twins are worth a question."""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """`Did you mean …? `, with the nearest known word; empty where none comes near."""
    near = get_close_matches(word[:80], _likely(word, known), n=1, cutoff=0.6 if len(word) < _LONG else 0.8)
    return f"Did you mean `{near[0]}`? " if near else ""


def _likely(word: str, known: Collection[str]) -> list[str]:
    if len(known) <= _MANY:
        return sorted(known)
    # A slip of the pen rarely spares neither the beginning nor the end of a word.
    similar = sorted(one for one in known if one[:10] == word[:10] or one[-4:] == word[-4:])
    similar = similar or sorted(one for one in known if one[:3] == word[:3])
    return sorted(similar, key=lambda one: abs(len(one) - len(word)))[:_MANY]
