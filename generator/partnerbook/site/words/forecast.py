"""The forecast in tables: every figure with what it rests on."""

from collections.abc import Iterable, Mapping

from partnerbook.analysis.forecast import DueKind, DueSum, Forecast
from partnerbook.analysis.leaving import ExitCost
from partnerbook.analysis.pipeline import MINIMUM_SAMPLE, TRAILING_MONTHS, Expected, WhyNoFigure
from partnerbook.core.money import Money
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.reports.plain import NONE, PlainReport, PlainTable, money

_DUE: dict[DueKind, str] = {
    "open": N_("Open"),
    "overdue": N_("Overdue"),
    "in_payout": N_("In a payout"),
    "carried": N_("Carried forward"),
    "held": N_("On hold"),
}
_NO_FIGURE: dict[WhyNoFigure, str] = {
    "no_agreement": N_("no figure: no agreement applies"),
    "few_decided": N_("no figure: fewer than %(minimum)s decided"),
    "few_won": N_("no figure: fewer than %(minimum)s clients won"),
}
_AFTER_END = {
    "continue": N_("Payments go on earning"),
    "stop": N_("Payments earn no more"),
}


def forecast_report(edition: Edition, found: Forecast, names: Mapping[str, str]) -> PlainReport:
    """The forecast of a day; `names` are partners' names by id."""
    here = edition
    title = here.gettext("Forecast, looked at from %(day)s") % {"day": here.long_day(found.as_of)}
    tables = (
        _due(here, found),
        _expected(here, here.gettext("Expected from open referrals"), found.expected),
        _remaining(here, found, names),
        _accruals(here, found, names),
        _exits(here, found.exits, names),
        _tails(here, found.exits),
    )
    notes = (here.gettext("Amounts of different currencies are not added."),)
    return PlainReport(title, tables, notes)


def _sums(here: Edition, amounts: Iterable[Money]) -> str:
    return here.listing(money(here, amount) for amount in amounts) or NONE


def _due(here: Edition, found: Forecast) -> PlainTable:
    columns = (
        here.gettext("Day"),
        here.gettext("Direction"),
        here.gettext("State"),
        here.gettext("Amount"),
        here.gettext("Lines"),
    )
    rows = tuple(
        (
            _day(here, due),
            label(here, "payout_direction", due.direction),
            here.gettext(_DUE[due.kind]),
            money(here, due.amount),
            here.number(len(due.lines)),
        )
        for due in found.due
    )
    note = here.gettext("Lines are ledger lines, or payouts where these are not paid yet.")
    return PlainTable(here.gettext("Due"), columns, rows, frozenset({3, 4}), (note,))


def _day(here: Edition, due: DueSum) -> str:
    if due.run is not None:
        return here.day(due.run).text
    return here.period(due.month) if due.month is not None else NONE


def _expected(here: Edition, title: str, several: Iterable[Expected]) -> PlainTable:
    rows = tuple(_kind(here, one) for one in several)
    columns = (
        here.gettext("Direction"),
        here.gettext("Model"),
        here.gettext("Open"),
        here.gettext("Won of decided"),
        here.gettext("Average of a client won"),
        here.gettext("Clients won"),
        here.gettext("Expected"),
    )
    basis = here.gettext(
        "Open referrals times our own conversion times what a client won has earned so far, both of the last %(months)s"
        " months. Fewer than %(minimum)s cases give no figure."
    ) % {"months": here.number(TRAILING_MONTHS), "minimum": here.number(MINIMUM_SAMPLE)}
    return PlainTable(title, columns, rows, frozenset({2, 3, 4, 5, 6}), (basis,))


def _kind(here: Edition, one: Expected) -> tuple[str, ...]:
    conversion = here.gettext("%(won)s of %(decided)s") % {
        "won": here.number(one.conversion.won),
        "decided": here.number(one.conversion.decided),
    }
    return (
        label(here, "payout_direction", one.direction),
        label(here, "model", one.model) if one.model else NONE,
        here.number(len(one.open)),
        conversion,
        _sums(here, (average.each for average in one.averages)),
        here.number(one.won),
        _figure(here, one),
    )


def _figure(here: Edition, one: Expected) -> str:
    if one.why_not:
        return here.gettext(_NO_FIGURE[one.why_not]) % {"minimum": here.number(MINIMUM_SAMPLE)}
    return _sums(here, one.amounts)


def _remaining(here: Edition, found: Forecast, names: Mapping[str, str]) -> PlainTable:
    columns = (
        here.gettext("Partner"),
        here.gettext("Direction"),
        here.gettext("Deals"),
        here.gettext("Not paid by clients"),
        here.gettext("Would earn"),
    )
    rows = tuple(
        (
            names.get(one.partner, one.partner),
            label(here, "payout_direction", one.direction),
            here.number(one.deals),
            _sums(here, one.unpaid),
            money(here, one.amount),
        )
        for one in found.remaining
    )
    title = here.gettext("Still to be earned on won deals")
    note = here.gettext("Reckoned through the ledger as if clients paid the rest of their deals today.")
    return PlainTable(title, columns, rows, frozenset({2, 3, 4}), (note,))


def _accruals(here: Edition, found: Forecast, names: Mapping[str, str]) -> PlainTable:
    rows = [
        (
            names.get(one.partner, one.partner),
            label(here, "payout_direction", one.direction),
            money(here, one.balance),
            money(here, one.after_runs),
            here.number(one.lines),
        )
        for one in found.accruals
    ]
    notes = []
    for total in found.totals:
        side = label(here, "payout_direction", total.direction)
        rows += [
            (here.gettext("All partners"), side, money(here, one), money(here, _same(total.after_runs, one)), "")
            for one in total.balance
        ]
        if total.reported is not None:
            words = {"direction": side, "amount": money(here, total.reported)}
            notes.append(here.gettext("%(direction)s: %(amount)s in all, at the exchange rates of the day") % words)
        elif total.no_rate:
            words = {"direction": side, "currencies": here.listing(total.no_rate)}
            notes.append(here.gettext("%(direction)s: no exchange rate is known for %(currencies)s") % words)
    columns = (
        here.gettext("Partner"),
        here.gettext("Direction"),
        here.gettext("Now"),
        here.gettext("After the runs"),
        here.gettext("Lines"),
    )
    title = here.gettext("Earned and not paid, for the accrual of %(day)s") % {"day": here.long_day(found.year_end)}
    notes.append(
        here.gettext(
            "If nothing else happens the balance stays as it is now; after the runs is what is left once everything "
            "due until then has been paid."
        )
    )
    return PlainTable(title, columns, tuple(rows), frozenset({2, 3, 4}), tuple(notes))


def _same(sums: Iterable[Money], other: Money) -> Money | None:
    return next((one for one in sums if one.currency == other.currency), None)


def _exits(here: Edition, exits: Iterable[ExitCost], names: Mapping[str, str]) -> PlainTable:
    columns = (
        here.gettext("Agreement"),
        here.gettext("Partner"),
        here.gettext("Direction"),
        here.gettext("Earned, not paid"),
        here.gettext("Lines"),
        here.gettext("Still to be earned"),
        here.gettext("Deals"),
        here.gettext("After the end"),
    )
    rows = tuple(
        (
            one.agreement,
            names.get(one.partner, one.partner),
            label(here, "payout_direction", amount.direction),
            money(here, amount.unpaid),
            here.number(amount.lines),
            money(here, amount.remaining),
            here.number(amount.deals),
            here.gettext(_AFTER_END[one.after_end]),
        )
        for one in exits
        for amount in one.amounts
    )
    note = here.gettext(
        "Every agreement in force as if it ended today: what is owed, and what won deals would still earn."
    )
    return PlainTable(here.gettext("Cost to leave"), columns, rows, frozenset({3, 4, 5, 6}), (note,))


def _tails(here: Edition, exits: Iterable[ExitCost]) -> PlainTable:
    columns = (
        here.gettext("Agreement"),
        here.gettext("Tail"),
        here.gettext("Direction"),
        here.gettext("Open"),
        here.gettext("Expected"),
    )
    rows = tuple(
        (
            one.agreement,
            here.ngettext("%(months)s month", "%(months)s months", one.tail_months)
            % {"months": here.number(one.tail_months)},
            label(here, "payout_direction", expected.direction),
            here.number(len(expected.open)),
            _figure(here, expected),
        )
        for one in exits
        for expected in one.tail
    )
    title = here.gettext("Open referrals within the tail, not part of the cost to leave")
    return PlainTable(title, columns, rows, frozenset({3, 4}))
