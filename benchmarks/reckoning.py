"""How long the ledger takes: against a plain sum of the same records, and as programs grow.

Both sides run in this process on the same Book; reading the records is not counted.
"""

import gc
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from msgspec.structs import replace

from invented.words import AS_OF
from measuring import Runs, Spent, show_note, show_ratio, show_runs, show_title
from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.ledger import Ledger, reckon
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book
from partnerbook.core.compensation import Band, CountedAt, Measure, Mode, TieredEarning, TierPeriod
from partnerbook.core.money import Money, Rate
from partnerbook.ingest.contents import usable_processes
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from synthetic import facts_of

_BY_COUNT = ((1, "10%"), (4, "15%"), (11, "20%"))
_BY_MONEY = (("0.00 EUR", "5%"), ("10000.00 EUR", "7%"), ("25000.00 EUR", "10%"))
_TIERS: tuple[tuple[Measure, Mode, TierPeriod, CountedAt | None], ...] = (
    ("referrals", "step", "calendar_year", "qualified"),
    ("revenue", "marginal", "calendar_year", None),
    ("revenue", "retroactive", "quarter", None),
    ("deal_size", "per_deal", "deal", None),
    ("referrals", "retroactive", "agreement_year", "won"),
    ("client_lifetime_value", "marginal", "client_life", None),
)
"""What the agreements of the program are tiered by, in turn."""


def _tiered(place: int) -> TieredEarning:
    measure, mode, period, counts = _TIERS[place % len(_TIERS)]
    starts: tuple[tuple[int | Money, str], ...] = _BY_COUNT
    if measure != "referrals":
        starts = tuple((Money.parse(start), rate) for start, rate in _BY_MONEY)
    bands = tuple(Band.model_validate({"from": start, "rate": Rate.parse(rate)}) for start, rate in starts)
    return TieredEarning(
        earn="tiered",
        measure=measure,
        mode=mode,
        period=period,
        counts=counts,
        basis="client_lifetime",
        bands=bands,
    )


@lru_cache(maxsize=2)
def tiered_book(partners: int, referrals: int) -> Book:
    """An invented program in memory in which every agreement is tiered, in both directions, and nothing was paid."""
    files: dict[str, str | bytes] = dict(facts_of(partners, referrals, seed=7))
    book = load(MemorySource(files), processes=usable_processes()).book
    agreements = {}
    for place, (key, entry) in enumerate(book.agreements.items()):
        agreement: Agreement = entry.record
        earning = _tiered(place)
        pays = agreement.compensation.model_copy(update={"received": earning, "sent": earning})
        agreements[key] = replace(entry, record=agreement.model_copy(update={"compensation": pays}))
    return known_by(replace(book, agreements=MappingProxyType(agreements)), AS_OF)


def plain_sum(book: Book) -> Mapping[tuple[str, str], Money]:
    """What clients paid, by partner and direction, added up: the least that any reckoning does."""
    sums: dict[tuple[str, str], Money] = {}
    for entry in book.referrals.values():
        referral = entry.record
        for payment in referral.payments:
            key = referral.partner, referral.direction
            known = sums.get(key)
            sums[key] = payment.amount if known is None else known + payment.amount
    return sums


def _timed(work: Callable[[], object]) -> Spent:
    gc.collect()
    gc.disable()  # as the command itself does
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    spent = Spent(time.perf_counter() - wall, time.process_time() - cpu)
    gc.enable()
    return spent


def in_turns(works: Mapping[str, Callable[[], object]], rounds: int) -> tuple[Runs, ...]:
    """Do several things in turns, so that a busy minute meets all of them."""
    spent: dict[str, list[Spent]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            spent[name].append(_timed(work))
    return tuple(Runs(name, tuple(runs)) for name, runs in spent.items())


def _reckoning(book: Book) -> Callable[[], Ledger]:
    day: date = AS_OF
    return lambda: reckon(book, day)


def against_plain_sum(partners: int, referrals: int, rounds: int) -> None:
    """The whole ledger of tiered agreements against adding up what clients paid."""
    book = tiered_book(partners, referrals)
    ledger = reckon(book, AS_OF)
    show_title(f"ledger: {referrals:,} referrals under tiered agreements, against a plain sum over the same records")
    show_note(f"{len(ledger.lines):,} lines with their reasons, {len(ledger.unearned):,} events that earn nothing")
    ours, plain = in_turns({"the ledger": _reckoning(book), "a plain sum": lambda: plain_sum(book)}, rounds)
    show_runs(ours, plain)
    show_ratio(ours, plain, 100)
    show_note(f"{ours.cpu / referrals * 1e6:.0f} µs of processor time a referral")


def linear(partners: int, referrals: int, rounds: int) -> None:
    """The ledger of a program against one of four times the referrals."""
    large, small = tiered_book(partners, referrals), tiered_book(partners // 4, referrals // 4)
    show_title(f"ledger, linearity: {referrals:,} referrals against {referrals // 4:,}")
    works = {f"{referrals // 4:,} referrals": _reckoning(small), f"{referrals:,} referrals": _reckoning(large)}
    one, four = in_turns(works, rounds)
    show_runs(one, four)
    show_ratio(four, one, 4.4)
