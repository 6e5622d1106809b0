"""The pages about the network as a whole, as `build` makes them: candidates, marketing, library, news, our terms."""

from collections.abc import Iterator

from partnerbook.site.context import Context
from partnerbook.site.page import SearchEntry
from partnerbook.site.views.candidates import CANDIDATES, candidates_page
from partnerbook.site.views.health_pages import PlannedPage
from partnerbook.site.views.hot_opportunity import NEWS
from partnerbook.site.views.library import LIBRARY, library
from partnerbook.site.views.marketing import CALENDAR, calendar
from partnerbook.site.views.news import news
from partnerbook.site.views.our_program import PROGRAM, our_program


def network_pages(context: Context) -> Iterator[PlannedPage]:
    """Candidates, the marketing calendar, the library, news, and how we work with partners."""
    _ = context.edition.gettext
    here = context.at(CANDIDATES)
    yield PlannedPage("candidates", here, _("Candidates"), {"candidates": candidates_page(context, here)}, listed=True)
    here = context.at(CALENDAR)
    links = (here.link(_("Library"), LIBRARY), here.link(_("News"), NEWS))
    shown = calendar(context, here, links)
    yield PlannedPage("marketing", here, _("Marketing together"), {"calendar": shown}, listed=True)
    here = context.at(LIBRARY)
    pieces = library(context, here)
    found = tuple(SearchEntry(row.key, row.title, row.summary) for row in pieces.rows)
    yield PlannedPage("library", here, _("Library"), {"library": pieces}, listed=True, sections=found)
    here = context.at(NEWS)
    yield PlannedPage("news", here, _("News"), {"news": news(context, here)}, listed=True)
    here = context.at(PROGRAM)
    title = _("How we work with partners")
    yield PlannedPage("program", here, title, {"program": our_program(context, here)}, listed=True)
