"""The pages about how partnerships stand and who sees to what, as `build` makes them."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from partnerbook.site.context import Context, Here
from partnerbook.site.page import SearchEntry
from partnerbook.site.views.due_rows import scorecard_of, week_of
from partnerbook.site.views.my_week import my_week, week_rows
from partnerbook.site.views.program_health import health_page
from partnerbook.site.views.scorecard import card_rows, scorecard_page


class PlannedPage(Struct, frozen=True, eq=False):
    """A page to be made: its template, its place, its title and what it shows."""

    template: str
    here: Here
    title: str
    values: Mapping[str, Any]
    listed: bool = False
    sections: tuple[SearchEntry, ...] = ()


def health_pages(context: Context) -> Iterator[PlannedPage]:
    """Program health, scorecards, and the weeks of colleagues."""
    _ = context.edition.gettext
    here = context.at("health.md")
    yield PlannedPage("health", here, _("Program health"), {"health": health_page(context, here)}, listed=True)
    here = context.at("scorecards/index.md")
    yield PlannedPage("scorecards", here, _("Scorecards"), {"rows": card_rows(context, here)}, listed=True)
    for key, one in context.partnerships.items():
        here = context.at(scorecard_of(key))
        title = _("Scorecard: %(partner)s") % {"partner": context.partner_names[key]}
        yield PlannedPage("scorecard", here, title, {"card": scorecard_page(context, here, one)})
    here = context.at("my-week/index.md")
    yield PlannedPage("my_weeks", here, _("My week"), {"rows": week_rows(context, here)}, listed=True)
    for person in context.present:
        here = context.at(week_of(person))
        title = _("The week of %(person)s") % {"person": context.name("person", person)}
        yield PlannedPage("my_week", here, title, {"week": my_week(context, here, person)})
