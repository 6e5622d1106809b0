"""The agenda of a partner's next review, as a record that is planned: figures, promises, deadlines, what to do."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.metrics.definitions import DEFINITIONS
from partnerbook.analysis.metrics.figure import Figure, Window
from partnerbook.analysis.metrics.windows import year_to
from partnerbook.analysis.partnerships import Partnership
from partnerbook.analysis.remedies import Remedy
from partnerbook.core.activity import Activity, FollowUp, Review
from partnerbook.core.book import Entry
from partnerbook.core.dates import Period, add_months, day_of
from partnerbook.core.money import Money
from partnerbook.site.edition import Edition
from partnerbook.site.reports.health import Standing, component_in_words
from partnerbook.site.words.deadlines import lateness, name_of, task
from partnerbook.site.words.figures import percent, rests_on, told
from partnerbook.site.words.remedies import sentence, title
from partnerbook.site.words.scorecard import early, points, trend, verdict

_FIGURES = (
    "referrals_received",
    "referrals_sent",
    "conversion",
    "conversion_sent",
    "revenue",
    "booked",
    "reported_revenue",
    "follow_up_in_time",
    "follow_up_sent_in_time",
    "client_satisfaction",
    "client_satisfaction_sent",
)
"""What a review looks at (DOMAIN 10.2, 10.3)."""
_GOALS = ("goal_received", "goal_sent", "goal_revenue")
AHEAD_MONTHS = 3
"""Deadlines up to the review after this one stand on the agenda."""
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_[]#"} | {"<": "&lt;", "&": "&amp;"})


class Agenda(Struct, frozen=True, eq=False):
    """A review that is planned: its record's id, the record, and the prose below it."""

    id: str
    activity: Activity
    body: str


def agenda(here: Edition, standing: Standing, one: Partnership, on: date) -> Agenda:
    """The agenda of a partner's review on a day: the last quarter that is over by then, or else the one that runs."""
    partner = standing.analysis.book.partners[one.partner]
    period = _period(on, standing.analysis.as_of)
    writing = _Writing(here, standing, one, on, period)
    activity = Activity(
        type="review",
        planned=on,
        partners=(one.partner,),
        people=(partner.record.owner,),
        summary=here.gettext("Review of %(period)s") % {"period": here.period(period)},
        review=Review(period=period, agenda=tuple(writing.points())),
    )
    return Agenda(f"{on.isoformat()}-{one.partner}-review", activity, "\n\n".join(writing.sections()))


def _period(on: date, as_of: date) -> Period:
    before = Period.quarter_of(Period.quarter_of(on).first - timedelta(days=1))
    return before if before.first <= as_of else Period.quarter_of(as_of)


class _Writing(Struct, frozen=True, eq=False):
    """What one agenda is written from."""

    here: Edition
    standing: Standing
    one: Partnership
    on: date
    period: Period

    def points(self) -> Iterator[str]:
        """The points of the agenda, in a few words each."""
        here = self.here
        yield here.gettext("The figures of %(period)s") % {"period": here.period(self.period)}
        if self._promises():
            yield here.gettext("What we promised each other")
        yield from dict.fromkeys(title(here, remedy) for remedy in self.one.remedies)
        if self._goals():
            yield here.gettext("The goals for %(year)s") % {"year": self.standing.analysis.as_of.year}
        yield here.gettext("What worked, what to change, how to go on")

    def sections(self) -> Iterator[str]:
        """The body, section by section; what has nothing to say is left out."""
        here = self.here
        card = self.one.scorecard
        reason = early(here, card, self.standing.health)
        if reason:
            yield here.gettext("Too early to say: %(why)s.") % {"why": reason}
        else:
            moved = f" ({trend(here, self.one.trend)})" if self.one.trend is not None else ""
            yield here.gettext("%(points)s points%(moved)s, %(verdict)s, as of %(day)s.") % {
                "points": points(here, card),
                "moved": moved,
                "verdict": verdict(here, card).label,
                "day": here.long_day(card.window.last),
            }
        yield from self._section(here.gettext("Figures"), self._figures())
        yield from self._section(here.gettext("Components"), self._components())
        yield from self._section(here.gettext("Goals"), self._goals())
        yield from self._section(here.gettext("What we promised each other"), self._promises())
        yield from self._section(here.gettext("Open deadlines"), self._deadlines())
        yield from self._section(here.gettext("What to do"), self._remedies())

    def _section(self, heading: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield "\n".join([f"## {heading}", "", *(f"- {line}" for line in lines)])

    def _figures(self) -> list[str]:
        here, analysis = self.here, self.standing.analysis
        window = Window(self.period.first, min(self.period.last, analysis.as_of))
        quarter = analysis.metrics.partner(self.one.partner, window)
        lines = []
        for key in _FIGURES:
            now, year = quarter[key], self.one.figures[key]
            if now.sample or year.sample:
                values = {
                    "name": here.gettext(DEFINITIONS[key].title),
                    "period": here.period(self.period),
                    "figure": told(here, now),
                    "year": told(here, year),
                }
                words = here.gettext("%(name)s. %(period)s: %(figure)s; 12 months: %(year)s") % values
                lines.append(_plain(words))
        return lines

    def _components(self) -> list[str]:
        here, card = self.here, self.one.scorecard
        if card.points is None:
            return []
        return [_plain(component_in_words(here, component)) for component in card.components if component.share]

    def _goals(self) -> list[str]:
        """What the year has brought of what was agreed for it."""
        as_of = self.standing.analysis.as_of
        goals = self.standing.analysis.book.partners[self.one.partner].record.goals
        goal = next((one for one in goals if one.year == as_of.year), None)
        if goal is None:
            return []
        figures = self.standing.analysis.metrics.partner(self.one.partner, year_to(as_of))
        agreed = dict(zip(_GOALS, (goal.received, goal.sent, goal.revenue), strict=True))
        return [
            _plain(self._goal(figures[key], wanted)) for key, wanted in agreed.items() if wanted is not None and wanted
        ]

    def _goal(self, figure: Figure, agreed: int | Money) -> str:
        here = self.here
        if figure.exact is None:
            return f"{here.gettext(DEFINITIONS[figure.key].title)}: {rests_on(here, figure)}"
        numerator = figure.numerator
        actual = here.whole_money(numerator).text if isinstance(numerator, Money) else here.number(int(numerator))
        wanted = here.whole_money(agreed).text if isinstance(agreed, Money) else here.number(agreed)
        return here.gettext("%(name)s: %(actual)s of %(goal)s, %(pace)s of the pace it takes") % {
            "name": here.gettext(DEFINITIONS[figure.key].title),
            "actual": actual,
            "goal": wanted,
            "pace": percent(here, figure.exact),
        }

    def _promises(self) -> list[str]:
        """The follow-ups of the last review, done or not."""
        last = self._last_review()
        return [_plain(self._promise(one)) for one in last.record.follow_ups] if last is not None else []

    def _last_review(self) -> Entry[Activity] | None:
        held = [
            (day_of(entry.record.on), entry.id, entry)
            for entry in self.standing.analysis.book.activities.values()
            if entry.record.type == "review"
            and entry.record.on is not None
            and entry.record.cancelled is None
            and self.one.partner in entry.record.partners
        ]
        return max(held, key=lambda found: found[:2])[2] if held else None

    def _promise(self, one: FollowUp) -> str:
        here = self.here
        values = {"what": one.what, "owner": name_of(self.standing.people, one.owner)}
        if one.done is not None:
            return here.gettext("%(what)s (%(owner)s): done on %(day)s") % {**values, "day": here.day(one.done).text}
        if one.due is not None:
            return here.gettext("%(what)s (%(owner)s): open, due on %(day)s") % {
                **values,
                "day": here.day(one.due).text,
            }
        return here.gettext("%(what)s (%(owner)s): open") % values

    def _deadlines(self) -> list[str]:
        here, analysis = self.here, self.standing.analysis
        through = add_months(self.on, AHEAD_MONTHS)
        found = []
        for one in analysis.deadlines.running:
            if one.partner == self.one.partner and one.due <= through:
                values = {
                    "what": task(here, one),
                    "day": here.day(one.due).text,
                    "late": lateness(here, one, analysis.as_of),
                    "owner": name_of(self.standing.people, one.owner),
                }
                found.append(_plain(here.gettext("%(what)s by %(day)s (%(late)s), %(owner)s") % values))
        return found

    def _remedies(self) -> list[str]:
        """What to raise elsewhere is raised here."""
        return [
            _plain(sentence(self.here, self._here_and_now(remedy), self.standing.names)) for remedy in self.one.remedies
        ]

    def _here_and_now(self, remedy: Remedy) -> Remedy:
        return replace(remedy, on=self.on, occasion="review_planned") if remedy.occasion is not None else remedy


def _plain(text: str) -> str:
    """A text in which nothing is markup, on one line."""
    return " ".join(text.split()).translate(_MARKUP)
