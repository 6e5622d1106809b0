"""The days over which places, totals and caps are counted."""

from datetime import date, timedelta

from partnerbook.core.agreement import Agreement
from partnerbook.core.compensation import TierPeriod
from partnerbook.core.dates import Period, add_months, months_between

Window = tuple[date, date]
"""First and last day, both included."""


def calendar_year(day: date) -> Window:
    """The calendar year a day lies in."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def agreement_year(agreement: Agreement, day: date) -> Window:
    """The year of an agreement a day lies in; it begins on the agreement's own first day and its anniversaries."""
    years = months_between(agreement.effective, day) // 12
    if add_months(agreement.effective, 12 * years) > day:
        years -= 1
    first = add_months(agreement.effective, 12 * years)
    following = add_months(agreement.effective, 12 * (years + 1))
    return first, following - timedelta(days=1) if following > first else following


def window(period: TierPeriod, agreement: Agreement, day: date) -> Window:
    """The period of a tiered rate that a day lies in; deals, clients and trailing months have none of their own."""
    match period:
        case "quarter":
            quarter = Period.quarter_of(day)
            return quarter.first, quarter.last
        case "agreement_year":
            return agreement_year(agreement, day)
        case _:
            return calendar_year(day)
