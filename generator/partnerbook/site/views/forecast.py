"""Owed and owing by month, and what is to come: by run, from the pipeline, at year's end, on leaving (DOMAIN 8)."""

from msgspec import Struct

from partnerbook.analysis.forecast import forecast
from partnerbook.site.context import Context, Here
from partnerbook.site.reports.plain import PlainTable
from partnerbook.site.views.money_course import CourseSection, course_sections
from partnerbook.site.words.forecast import forecast_report


class ForecastPage(Struct, frozen=True):
    """What was, month by month, and what is to come."""

    title: str
    lede: str
    tables: tuple[PlainTable, ...]
    courses: tuple[CourseSection, ...]


def forecast_page(context: Context, here: Here) -> ForecastPage:
    """The page of the forecast."""
    analysis = context.analysis
    found = forecast(analysis.book, analysis.ledger, analysis.governing, context.as_of)
    report = forecast_report(here.edition, found, context.partner_names)
    return ForecastPage(
        title=here._("Forecast"),
        lede=here._("What was earned and paid month by month, and what is still to come."),
        tables=tuple(table for table in report.tables if table.rows),
        courses=course_sections(context, here),
    )
