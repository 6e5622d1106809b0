"""A statement as plain text, for a terminal or a mail."""

import unicodedata
from collections.abc import Iterator, Sequence

from partnerbook.site.exports import Exported
from partnerbook.site.exports.statement_document import AccountView, Document, Entered, Figure, FlowView
from partnerbook.site.exports.statement_words import document

_WIDTH = 88


def render(exported: Exported) -> bytes:
    """The statement as UTF-8 text; characters that steer a terminal are shown, not obeyed."""
    lines = _lines(document(exported))
    return ("\n".join(_visible(line).rstrip() for line in lines) + "\n").encode()


def _lines(shown: Document) -> Iterator[str]:
    yield f"{shown.title} {shown.period}: {shown.partner.name}"
    yield "=" * _columns(f"{shown.title} {shown.period}: {shown.partner.name}")
    yield ""
    widest = max(_columns(term) for term, _ in shown.facts)
    for term, value in shown.facts:
        yield f"{_padded(term, widest)}  {value}"
    if shown.nothing:
        yield from ("", shown.nothing)
    for account in shown.accounts:
        yield from _account(account)
    for flow in shown.flows:
        yield from _flow(flow)
    yield ""
    for note in shown.notes:
        yield from _wrapped(note)


def _account(account: AccountView) -> Iterator[str]:
    yield from _heading(account.title)
    yield from _figures(account.figures)
    if account.parts:
        yield from ("", f"{account.parts_title}:")
        yield from _figures(account.parts)
    if account.next:
        yield from ("", account.next)
    for line in account.lines:
        yield ""
        yield from _line(line)


def _line(line: Entered) -> Iterator[str]:
    what = " · ".join(part for part in (line.booked, line.what, line.place) if part)
    yield from _row(what, line.amount.text)
    yield from _wrapped(line.why, "    ")


def _flow(flow: FlowView) -> Iterator[str]:
    yield from _heading(flow.title)
    yield flow.summary
    if flow.total:
        yield from _row(flow.revenue, " · ".join(amount.text for amount in flow.total))
    yield ""
    for row in flow.rows:
        what = " · ".join(part for part in (row.day, row.id, row.client, row.service) if part)
        yield from _row(what, " · ".join(amount.text for amount in row.revenue))


def _heading(title: str) -> tuple[str, ...]:
    return ("", "", title, "-" * min(_columns(title), _WIDTH))


def _figures(figures: Sequence[Figure]) -> Iterator[str]:
    for figure in figures:
        yield from _row(figure.label, figure.amount.text)


def _row(label: str, amount: str) -> Iterator[str]:
    """A label with its amount at the right edge; on a line of its own where there is no room."""
    room = _WIDTH - _columns(label) - _columns(amount)
    if not amount or room >= 2:
        yield f"{label}{' ' * room}{amount}"
    else:
        yield from _wrapped(label)
        yield f"{' ' * (_WIDTH - _columns(amount))}{amount}"


def _wrapped(text: str, margin: str = "") -> Iterator[str]:
    line = margin
    for word in text.split():
        if line != margin and _columns(line) + 1 + _columns(word) > _WIDTH:
            yield line
            line = margin
        line += word if line == margin else f" {word}"
    yield line


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _visible(text: str) -> str:
    spaces = str.maketrans({"\u00a0": " ", "\u202f": " "})
    text = text.translate(spaces)
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
