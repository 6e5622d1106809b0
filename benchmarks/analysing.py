"""How long everything takes that follows from the records: ledger, deadlines and figures, as programs grow.

Both programs are analysed in this process from a Book in memory; reading the records is not counted.
"""

from invented.words import AS_OF
from measuring import show_note, show_ratio, show_runs, show_title
from partnerbook.analysis import Analysis, analyse
from partnerbook.analysis.metrics.windows import last_quarters, trailing_year
from partnerbook.core.book import Book
from reckoning import in_turns, tiered_book


class _Whole:
    """Ledger, deadlines, and the figures of every partner and of the program; keeps how many it found."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.found = ""

    def __call__(self) -> None:
        analysis = analyse(self._book, AS_OF)
        deadlines, figures = len(analysis.deadlines), _figures(analysis)
        self.found = f"{len(analysis.ledger.lines):,} lines, {deadlines:,} deadlines, {figures:,} figures"


def _figures(analysis: Analysis) -> int:
    """Over 12 months and the four quarters of a trend."""
    windows = (trailing_year(AS_OF), *last_quarters(AS_OF))
    metrics = analysis.metrics
    partners = (metrics.partner(key, window) for key in analysis.book.partners for window in windows)
    programs = (metrics.program(window) for window in windows)
    return sum(map(len, partners)) + sum(map(len, programs))


def linear(partners: int, referrals: int, rounds: int) -> None:
    """The analysis of a program against one of four times the referrals."""
    large, small = tiered_book(partners, referrals), tiered_book(partners // 4, referrals // 4)
    show_title(f"analysis, linearity: {referrals:,} referrals against {referrals // 4:,}")
    few, many = _Whole(small), _Whole(large)
    one, four = in_turns({f"{referrals // 4:,} referrals": few, f"{referrals:,} referrals": many}, rounds)
    show_note(many.found)
    show_runs(one, four)
    show_ratio(four, one, 4.4)
    show_note(f"{four.cpu / referrals * 1e6:.0f} µs of processor time a referral")
