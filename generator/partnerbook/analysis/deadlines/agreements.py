"""The clocks of agreements: a decision before the term ends, or before notice can no longer be given (DOMAIN 10.5)."""

from collections.abc import Iterator
from datetime import date

from partnerbook.analysis.deadlines.model import Deadline, Stop
from partnerbook.analysis.deadlines.setting import Setting, days_before
from partnerbook.analysis.states import term_end
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.dates import add_days, day_of


def agreement_deadlines(setting: Setting) -> Iterator[Deadline]:
    """The end of every signed agreement's term, from `expiry_notice_days` before its limit on.

    Where it renews itself, the limit is the last day of notice. After that day it goes on: silence was the decision.
    """
    for entry in setting.book.agreements.values():
        end = _end(entry.record, setting.as_of)
        if entry.record.signed is None or end is None or end < entry.record.effective:
            continue
        renewal = entry.record.renewal
        renews = renewal is not None and renewal.automatic
        limit = days_before(end, (renewal.notice_days or 0) if renewal is not None and renews else 0)
        start = max(entry.record.effective, days_before(limit, setting.program.service_levels.expiry_notice_days))
        if start > setting.as_of or (renews and limit < setting.as_of):
            continue
        stopped = _decided(setting, entry, start, end)
        if stopped is not None and day_of(stopped.on) < start:
            continue
        yield Deadline(
            kind="renewal",
            record=entry.key,
            at=("renewal",) if renews else ("expires",),
            partner=entry.record.partner,
            owner=setting.owner(entry.record.partner),
            side="us",
            start=start,
            limit=limit,
            stopped=stopped,
        )


def _end(agreement: Agreement, as_of: date) -> date | None:
    """The end of the running term, had nobody ended it early."""
    return term_end(agreement.model_copy(update={"terminated": None}), as_of)


def _decided(setting: Setting, entry: Entry[Agreement], start: date, end: date) -> Stop | None:
    """The first decision: notice, a signed agreement of the same model behind the end, or a review that says what next.

    A review decides only where the agreement then goes on by itself. Once the partner has gone there is nothing left
    to decide.
    """
    agreement, found = entry.record, []
    if agreement.terminated is not None:
        found.append(Stop(agreement.terminated.on, "terminated"))
    for term in setting.terms.get(agreement.partner, ()):
        other = term.agreement.record
        follows = other.amends == entry.id or (other.model == agreement.model and term.covers(add_days(end, 1)))
        if follows and other.signed is not None and agreement.signed is not None and other.signed > agreement.signed:
            found.append(Stop(other.signed, term.agreement.key))
    if agreement.renewal is not None and agreement.renewal.automatic:
        found += [Stop(day, key) for day, key in setting.outlooks.get(agreement.partner, ()) if day >= start]
    partner = setting.book.partners.get(agreement.partner)
    last = partner.record.status_history[-1] if partner is not None else None
    if last is not None and last.status in ("ended", "rejected"):
        found.append(Stop(last.on, "status_history", lapsed=True))
    return min(found, key=lambda stop: day_of(stop.on), default=None)
