"""Text as it may be printed. Imports nothing of ours: also the message about our own fault goes through here."""


def visible(text: str) -> str:
    """Text of a record as it may be printed: characters that steer a terminal are shown, not obeyed."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
