"""Owed and owing by month: a chart, and the same figures as a table."""

from markupsafe import Markup
from msgspec import Struct

from partnerbook.analysis.monthly import Course, courses
from partnerbook.core.money import Money
from partnerbook.site.charts import Chart, Series, drawn
from partnerbook.site.context import Context, Here
from partnerbook.site.values import MoneyText


class MonthRow(Struct, frozen=True):
    """One month in figures."""

    month: str
    earned: MoneyText
    moved: MoneyText
    balance: MoneyText


class CourseSection(Struct, frozen=True):
    """One direction and currency over the last months."""

    key: str
    title: str
    moved: str
    drawing: Markup | None
    rows: tuple[MonthRow, ...]


def course_sections(context: Context, here: Here) -> tuple[CourseSection, ...]:
    """What we owe and what partners owe us, month by month, the latest last."""
    return tuple(_section(here, course) for course in courses(context.analysis.ledger, context.as_of))


def _section(here: Here, course: Course) -> CourseSection:
    payable, e = course.direction == "payable", here.edition
    title = here._("What we owe, in %(currency)s") if payable else here._("What partners owe us, in %(currency)s")
    title %= {"currency": course.currency}
    moved = here._("Paid") if payable else here._("Received")
    chart = Chart(
        title=title,
        labels=tuple(e.short_month(month.period.first) for month in course.months),
        bars=(
            Series(here._("Earned"), tuple(_whole(month.earned) for month in course.months)),
            Series(moved, tuple(_whole(month.moved) for month in course.months)),
        ),
        line=Series(here._("Balance"), tuple(_whole(month.balance) for month in course.months)),
        language=e.language,
    )
    return CourseSection(
        key=f"{course.direction}-{course.currency.lower()}",
        title=title,
        moved=moved,
        drawing=drawn(chart),
        rows=tuple(
            MonthRow(e.period(month.period), e.money(month.earned), e.money(month.moved), e.money(month.balance))
            for month in course.months
        ),
    )


def _whole(money: Money) -> int:
    return int(money.amount.to_integral_value())
