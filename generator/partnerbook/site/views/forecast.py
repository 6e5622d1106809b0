"""Owed and owing by month, and what is to come: by run, from the pipeline, at year's end, on leaving (DOMAIN 8)."""

from dataclasses import dataclass

from partnerbook.site.context import Context, Here
from partnerbook.site.views.money_course import CourseSection, course_sections


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """What was, month by month, and what is to come."""

    title: str
    lede: str
    courses: tuple[CourseSection, ...]


def forecast_page(context: Context, here: Here) -> ForecastPage:
    """The page of the forecast."""
    return ForecastPage(
        title=here._("Forecast"),
        lede=here._("What was earned and paid month by month, and what is still to come."),
        courses=course_sections(context, here),
    )
