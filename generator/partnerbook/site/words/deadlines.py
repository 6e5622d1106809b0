"""Deadlines in words: what is to be done, by when, how late it is, and whose clock runs."""

from collections.abc import Mapping
from datetime import date

from partnerbook.analysis.deadlines import Deadline, DeadlineKind
from partnerbook.core.referral import MILESTONES
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.reports.plain import money

TASKS: dict[DeadlineKind, str] = {
    "acknowledge": N_("Confirm a referral"),
    "respond": N_("Answer a client"),
    "meet": N_("Hold the first meeting"),
    "tell": N_("Tell the referrer of a step"),
    "close_loop": N_("Tell the referrer the outcome"),
    "stalled": N_("Move a referral on"),
    "payout": N_("Pay a commission"),
    "receivable": N_("Bill a commission"),
    "check_in": N_("Speak with the partner"),
    "review": N_("Hold a review"),
    "planning": N_("Plan the year together"),
    "survey": N_("Send the yearly survey"),
    "renewal": N_("Decide on an agreement"),
    "certification": N_("Renew a certificate"),
    "onboarding": N_("Finish the onboarding"),
    "tax_form": N_("Get a tax form"),
    "pause_review": N_("Look at a pause again"),
    "follow_up": N_("Keep a promise"),
}
"""What is to be done on our side, by kind."""
ASKED: dict[DeadlineKind, str] = {
    "acknowledge": N_("Ask whether a referral has arrived"),
    "respond": N_("Ask whether the client was answered"),
    "meet": N_("Ask about the first meeting"),
    "tell": N_("Ask about a step"),
    "close_loop": N_("Ask how it ended"),
    "stalled": N_("Ask how a referral stands"),
    "receivable": N_("Ask for a commission"),
    "follow_up": N_("Ask for what was promised"),
}
"""What is to be asked where the partner's clock runs, by kind."""


def task(edition: Edition, deadline: Deadline) -> str:
    """What is to be done, in a few words: "Pay a commission: €1,200.00"."""
    words = ASKED.get(deadline.kind) if deadline.side == "partner" else None
    about = deadline.about
    if about in MILESTONES and deadline.record.startswith("referral/"):
        about = label(edition, "referral_state", about)
    detail = money(edition, deadline.amount) if deadline.amount is not None else about
    title = edition.gettext(words or TASKS[deadline.kind])
    return edition.gettext("%(task)s: %(detail)s") % {"task": title, "detail": detail} if detail else title


def lateness(edition: Edition, deadline: Deadline, as_of: date) -> str:
    """How late it is, or in how many days it is due; of what is waived, until when."""
    if deadline.waived is not None and deadline.is_waived(as_of):
        return edition.gettext("waived until %(day)s") % {"day": edition.day(deadline.waived).text}
    late = deadline.days_late(as_of)
    if late:
        return edition.ngettext("%(days)s day late", "%(days)s days late", late) % {"days": edition.number(late)}
    left = (deadline.due - as_of).days
    if left == 0:
        return edition.gettext("today")
    return edition.ngettext("in %(days)s day", "in %(days)s days", left) % {"days": edition.number(left)}


def clock(edition: Edition, deadline: Deadline) -> str:
    """Whose clock runs."""
    return edition.gettext("us") if deadline.side == "us" else edition.gettext("the partner")


def name_of(names: Mapping[str, str], key: str) -> str:
    """A name, or the key where nobody knows one."""
    return names.get(key, key)
