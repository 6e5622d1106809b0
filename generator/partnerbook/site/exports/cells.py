"""Text in cells of spreadsheets: data, never a formula."""

_STARTS_FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: behind an apostrophe where it begins like one.

    For text alone: a number keeps its sign.
    """
    return f"'{text}" if text[:1] in _STARTS_FORMULA and text else text
