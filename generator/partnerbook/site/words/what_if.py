"""What other terms would have meant, in tables."""

from collections.abc import Mapping

from partnerbook.analysis.dues import LineState
from partnerbook.analysis.what_if import Change, SettledLine, WhatIf
from partnerbook.core.payout import PayoutDirection
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.reports.plain import PlainReport, PlainTable, money

_STAYS: dict[LineState, str] = {
    "paid": N_("would have been %(new)s, paid %(old)s stays"),
    "part_paid": N_("would have been %(new)s, %(old)s billed and paid in part stays"),
    "approved": N_("would have been %(new)s, %(old)s approved for payment stays"),
    "proposed": N_("would have been %(new)s, %(old)s in a payout stays"),
}


def what_if_report(edition: Edition, found: WhatIf, names: Mapping[str, str]) -> PlainReport:
    """The effect of other terms; `names` are partners' names by id."""
    here = edition
    title = here.gettext("What if: %(records)s, looked at from %(day)s") % {
        "records": here.listing(found.replaced),
        "day": here.long_day(found.as_of),
    }
    unchanged = (here.gettext("Nothing would have been different."),)
    amounts = (here.gettext("Now"), here.gettext("Then"), here.gettext("Difference"))
    rows = tuple(
        (
            names.get(row.partner, row.partner),
            here.period(row.quarter),
            _direction(here, row.direction),
            *_change(here, row.change),
        )
        for row in found.rows
    )
    totals = tuple(
        (
            _direction(here, total.direction),
            total.change.old.currency,
            *_change(here, total.change),
            f"{here.number(total.old_lines)} / {here.number(total.new_lines)}",
        )
        for total in found.totals
    )
    due = tuple(
        (names.get(one.partner, one.partner), _direction(here, one.direction), *_change(here, one.change))
        for one in found.due
    )
    partner, direction = here.gettext("Partner"), here.gettext("Direction")
    earned = here.gettext("Earned by partner and quarter, %(first)s to %(last)s") % {
        "first": here.period(found.quarters[0]),
        "last": here.period(found.quarters[-1]),
    }
    tables = [
        PlainTable(
            earned,
            (partner, here.gettext("Quarter"), direction, *amounts),
            rows,
            frozenset({3, 4, 5}),
            () if rows else unchanged,
        ),
        PlainTable(
            here.gettext("All quarters"),
            (direction, here.gettext("Currency"), *amounts, here.gettext("Lines")),
            totals,
            frozenset({2, 3, 4, 5}),
            () if totals else (here.gettext("Nothing was earned."),),
        ),
        PlainTable(
            here.gettext("Due now"),
            (partner, direction, *amounts),
            due,
            frozenset({2, 3, 4}),
            () if due else unchanged,
        ),
    ]
    if found.settled:
        settled = tuple((one.line, _stays(here, one)) for one in found.settled)
        columns = (here.gettext("Line"), here.gettext("What stays"))
        tables.append(PlainTable(here.gettext("Lines in payouts stay as they are"), columns, settled))
    return PlainReport(title, tuple(tables))


def _direction(here: Edition, direction: PayoutDirection) -> str:
    return label(here, "payout_direction", direction)


def _change(here: Edition, change: Change) -> tuple[str, str, str]:
    return money(here, change.old), money(here, change.new), money(here, change.difference)


def _stays(here: Edition, one: SettledLine) -> str:
    words = {"old": money(here, one.change.old), "new": money(here, one.change.new)}
    return here.gettext(_STAYS[one.state]) % words
