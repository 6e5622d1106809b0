"""How each partnership stands: its scorecard, the way it has come, and what to do. Pure; reckoned when asked for."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from partnerbook.analysis.deadlines import Deadline
from partnerbook.analysis.metrics.data import MetricsData
from partnerbook.analysis.metrics.figure import Figure
from partnerbook.analysis.metrics.windows import last_quarters, trailing_year, year_to
from partnerbook.analysis.remedies import Case, Occasion, Remedy, proposed
from partnerbook.analysis.scorecard import Scorecard, Verdict, scorecard
from partnerbook.analysis.states import tier_entry
from partnerbook.core.activity import Activity
from partnerbook.core.book import Entry
from partnerbook.core.dates import add_months, months_between
from partnerbook.core.referral import Referral

if TYPE_CHECKING:
    from partnerbook.analysis import Analysis


class Trend(Struct, frozen=True):
    """How far the points moved since an earlier day: a year ago, or else the last quarter's end that had points."""

    since: date
    before: int
    change: int


class Partnership(Struct, frozen=True, eq=False):
    """One partnership on a day.

    `figures` are those of the 12 months up to the day, which the scorecard rests on. `earlier` are the scorecards of
    the 12 months up to the ends of the last quarters, oldest first, from the records as they are known today.
    """

    partner: str
    scorecard: Scorecard
    earlier: tuple[Scorecard, ...]
    trend: Trend | None
    figures: Mapping[str, Figure]
    remedies: tuple[Remedy, ...]
    occasion: Occasion | None
    """The next meeting, for whoever prepares it."""


class Partnerships(Mapping[str, Partnership]):
    """Partnerships by partner: those that are active, or paused, on the day.

    Nothing is proposed for a paused one: what ends its pause stands in its record.
    """

    def __init__(self, analysis: "Analysis") -> None:
        self._analysis = analysis
        self._found: dict[str, Partnership] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __getitem__(self, partner: str) -> Partnership:
        if partner not in self._found:
            data = self._analysis.metrics.data
            if data is None or partner not in self._keys:
                raise KeyError(partner)
            self._found[partner] = self._partnership(data, partner)
        return self._found[partner]

    def verdict(self, partner: str) -> Verdict | None:
        """What a partner's scorecard says on the day, and nothing else; None where there is none."""
        data = self._analysis.metrics.data
        if data is None or partner not in self._keys:
            return None
        return self._card(data, partner, self._analysis.as_of).verdict

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        data, status = self._analysis.metrics.data, self._analysis.partner_status
        if data is None:
            return ()
        return tuple(key for key in status if status[key] in ("active", "paused") and data.active[key])

    def _partnership(self, data: MetricsData, partner: str) -> Partnership:
        as_of = self._analysis.as_of
        card = self._card(data, partner, as_of)
        earlier = tuple(self._card(data, partner, quarter.last) for quarter in last_quarters(as_of))
        active = self._analysis.partner_status[partner] == "active"
        case = self._case(data, partner, card)
        return Partnership(
            partner,
            card,
            earlier,
            _trend(card, (*earlier, self._card(data, partner, add_months(as_of, -12)))),
            self._analysis.metrics.partner(partner, trailing_year(as_of)),
            proposed(case) if active else (),
            case.occasion,
        )

    def _card(self, data: MetricsData, partner: str, day: date) -> Scorecard:
        facts, window = data.facts[partner], trailing_year(day)
        tier = tier_entry(data.partners[partner].record, day)
        decided = (*facts.received.decisions.until(day), *facts.sent.decisions.until(day))
        return scorecard(
            partner,
            window,
            self._analysis.metrics.partner(partner, window),
            data.program.record.health,
            months=months_between(data.active[partner][0].first, day),
            decided=len(decided),
            in_highest_tier=tier is not None and tier.tier == data.program.record.tiers[0].key,
        )

    def _case(self, data: MetricsData, partner: str, card: Scorecard) -> Case:
        analysis, as_of = self._analysis, self._analysis.as_of
        return Case(
            as_of=as_of,
            book=analysis.book,
            program=data.program.record,
            partner=data.partners[partner],
            tier=analysis.tiers.get(partner),
            since=data.active[partner][0].first,
            figures=analysis.metrics.partner(partner, trailing_year(as_of)),
            year=analysis.metrics.partner(partner, year_to(as_of)),
            scorecard=card,
            referrals=self._referrals.get(partner, ()),
            activities=self._activities.get(partner, ()),
            deadlines=self._deadlines.get(partner, ()),
            terms=analysis.terms,
            referred=self._referred,
        )

    @cached_property
    def _referred(self) -> Mapping[str, frozenset[str]]:
        """Services that we refer to each active partner and whose overlap no agreement in force settles."""
        analysis = self._analysis
        found: dict[str, set[str]] = {key: set() for key, now in analysis.partner_status.items() if now == "active"}
        for key, services in found.items():
            for term in analysis.terms.get(key, ()):
                scope = term.agreement.record.scope
                if term.covers(analysis.as_of):
                    services |= set(scope.we_refer) - set(scope.overlap.services if scope.overlap is not None else ())
        return {key: frozenset(services) for key, services in found.items()}

    @cached_property
    def _referrals(self) -> Mapping[str, list[Entry[Referral]]]:
        found: dict[str, list[Entry[Referral]]] = {}
        for entry in self._analysis.book.referrals.values():
            found.setdefault(entry.record.partner, []).append(entry)
        return found

    @cached_property
    def _activities(self) -> Mapping[str, list[Entry[Activity]]]:
        found: dict[str, list[Entry[Activity]]] = {}
        for entry in self._analysis.book.activities.values():
            for partner in dict.fromkeys(entry.record.partners):
                found.setdefault(partner, []).append(entry)
        return found

    @cached_property
    def _deadlines(self) -> Mapping[str, list[Deadline]]:
        found: dict[str, list[Deadline]] = {}
        for deadline in self._analysis.deadlines:
            found.setdefault(deadline.partner, []).append(deadline)
        return found


def _trend(card: Scorecard, earlier: tuple[Scorecard, ...]) -> Trend | None:
    """Against a year ago, the last of `earlier`; else against the latest quarter's end before that had points."""
    if card.points is None:
        return None
    *quarters, year_ago = earlier
    for one in (year_ago, *reversed(quarters)):
        if one.points is not None and one.window.last < card.window.last:
            return Trend(one.window.last, one.points, card.points - one.points)
    return None
