"""Tax forms that are there in time, and what was promised in a meeting (DOMAIN 8.6, 10.3)."""

from collections.abc import Iterable, Iterator

from partnerbook.analysis.deadlines.model import Deadline, Stop
from partnerbook.analysis.deadlines.setting import Setting, days_before
from partnerbook.analysis.states import partner_status
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.finding import FieldPath
from partnerbook.core.partner import Partner, TaxStatus

_USA = "US"
"""The jurisdiction in which nobody is paid without a form (DOMAIN 8.6)."""


def form_deadlines(setting: Setting, payouts: Iterable[Deadline]) -> Iterator[Deadline]:
    """Tax forms of partners: one that runs out, or one that is missing for a payout which is not paid yet."""
    first: dict[str, Deadline] = {}
    for payout in payouts:
        if payout.kind == "payout" and payout.stopped is None:
            known = first.setdefault(payout.partner, payout)
            if payout.due < known.due:
                first[payout.partner] = payout
    for entry in setting.book.partners.values():
        expiring = _expiring(setting, entry, entry.id in first)
        if expiring is not None:
            yield expiring
        elif entry.id in first and _is_missing(entry.record.tax, setting.program.firm.country):
            yield _missing(setting, entry, first[entry.id])


def _expiring(setting: Setting, entry: Entry[Partner], to_be_paid: bool) -> Deadline | None:
    tax = entry.record.tax
    if tax is None or tax.form_expires is None:
        return None
    start = days_before(tax.form_expires, setting.program.service_levels.expiry_notice_days)
    if tax.form_received is not None:
        start = max(start, tax.form_received)
    wanted = to_be_paid or partner_status(entry.record, setting.as_of) == "active"
    if not wanted or start > setting.as_of:
        return None
    return Deadline(
        kind="tax_form",
        record=entry.key,
        at=("tax", "form_expires"),
        partner=entry.id,
        owner=setting.owner(entry.id),
        side="us",
        start=start,
        limit=tax.form_expires,
        about=tax.form or "",
    )


def _is_missing(tax: TaxStatus | None, payer: str) -> bool:
    """Whether a form is needed and not there: one that the record names, or any at all where the payer is American."""
    if tax is None or (tax.form is None and tax.form_received is None):
        return payer == _USA
    return tax.form_received is None


def _missing(setting: Setting, entry: Entry[Partner], payout: Deadline) -> Deadline:
    """From the day on which there was something to pay, until the run that pays it."""
    tax = entry.record.tax
    at: FieldPath = ("name",)
    if tax is not None:
        at = ("tax", "form") if tax.form is not None else ("tax",)
    return Deadline(
        kind="tax_form",
        record=entry.key,
        at=at,
        partner=entry.id,
        owner=setting.owner(entry.id),
        side="us",
        start=payout.start,
        limit=payout.limit,
        about=(tax.form if tax is not None else None) or "",
    )


def follow_up_deadlines(setting: Setting) -> Iterator[Deadline]:
    """What was promised in a meeting that was held: ours where a colleague promised it, else the partner's."""
    for entry in setting.book.activities.values():
        activity = entry.record
        if activity.on is None or activity.cancelled is not None:
            continue
        partner = activity.partners[0] if activity.partners else ""
        for place, promise in enumerate(activity.follow_ups):
            if promise.due is None:
                continue
            ours = any(person.key == promise.owner for person in setting.program.people)
            yield Deadline(
                kind="follow_up",
                record=entry.key,
                at=("follow_ups", place, "due"),
                partner=partner,
                owner=setting.owner(partner, promise.owner if ours else None),
                side="us" if ours else "partner",
                start=day_of(activity.on),
                limit=promise.due,
                stopped=Stop(promise.done, "follow_ups") if promise.done is not None else None,
                about=promise.what,
            )
