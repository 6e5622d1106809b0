"""Figures of partners and of the program, each with what it was counted from. Pure.

What each means stands in `definitions`; `Metrics` is the way in.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from partnerbook.analysis.deadlines import Deadlines
from partnerbook.analysis.ledger import Ledger
from partnerbook.analysis.terms import Term
from partnerbook.core.book import Book

if TYPE_CHECKING:
    from partnerbook.analysis.metrics.data import MetricsData
    from partnerbook.analysis.metrics.figure import Figure, Window


class Metrics:
    """The figures of a Book on a day, counted when somebody asks: a check that needs none pays for none.

    `book` must hold nothing of after the day. Without a program's record there are no figures: their currency
    and thresholds stand in it.
    """

    def __init__(
        self, book: Book, ledger: Ledger, deadlines: Deadlines, terms: Mapping[str, tuple[Term, ...]], as_of: date
    ) -> None:
        self._book, self._ledger, self._deadlines, self._terms, self._as_of = book, ledger, deadlines, terms, as_of
        self._partners: dict[tuple[str, Window], Mapping[str, Figure]] = {}
        self._programs: dict[Window, Mapping[str, Figure]] = {}

    @cached_property
    def data(self) -> "MetricsData | None":
        """The index all figures are counted from; None without a program's record."""
        # Whoever asks for no figure does not wait for their modules either.
        from partnerbook.analysis.metrics.data import metrics_data

        program = self._book.program
        if program is None:
            return None
        return metrics_data(self._book, program, self._ledger, self._deadlines, self._terms, self._as_of)

    def partner(self, partner: str, window: "Window") -> Mapping[str, "Figure"]:
        """A partner's figures over a window, by name; none of a partner that is not known on the day."""
        from partnerbook.analysis.metrics.partner import partner_figures

        if self.data is None or partner not in self.data.facts:
            return {}
        key = partner, window
        if key not in self._partners:
            self._partners[key] = partner_figures(self.data, partner, window)
        return self._partners[key]

    def program(self, window: "Window") -> Mapping[str, "Figure"]:
        """The program's figures over a window, by name."""
        from partnerbook.analysis.metrics.program import program_figures

        if self.data is None:
            return {}
        if window not in self._programs:
            self._programs[window] = program_figures(self.data, window)
        return self._programs[window]
