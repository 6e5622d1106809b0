"""DUE: money that should have moved by now, and the papers it needs (RULINGS, "Paying" and "Clocks")."""

from collections.abc import Iterator

from partnerbook.analysis import Current
from partnerbook.core.finding import Example, Severity
from partnerbook.core.payout import Payout
from partnerbook.rules.deadline_words import late, overdue, partner_name
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.soundness import is_whole

_PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
_RECEIVABLE = "records/payouts/2026/2026-07-30-agentur-brandung-receivable.md"
_PARTNER = "records/partners/software-werft.md"
_FORM = "tax: {country: DE, form: Certificate of residence, form_received: 2025-03-01, form_expires: %s}"


@rule(
    "DUE010",
    "payout-overdue",
    Severity.ERROR,
    summary="A commission was due by a payout run that has passed, and was not paid.",
    why=(
        "Partners never chase their money: what is due goes out in the next run (DOMAIN 8.4). It covers payouts that "
        "were prepared and not paid, and balances that are in no payout yet; what is held, below the minimum or below "
        "zero is not overdue."
    ),
    bad=Example(_PAYABLE, "paid: ~"),
    good=Example(_PAYABLE, "paid: ~", as_of="2026-07-30"),
)
def payout_overdue(current: Current) -> Iterator[Breach]:
    if not is_whole(current):
        return
    for entry, deadline in overdue(current, "payout", "payout"):
        name, payout = partner_name(current, deadline), entry.record
        if isinstance(payout, Payout):
            waits = f", which {payout.approver} has to approve" if payout.approver and not payout.approved else ""
            problem = f"{deadline.amount} to {name} is prepared and not paid{waits}"
            remedy = "Pay it and write `paid`, or call it off with `cancelled`."
        else:
            problem = f"{deadline.amount} is owed to {name} and in no payout"
            remedy = "Let `partnerbook payouts propose` write the payout, or write a `hold` that says why it waits."
        yield late(current, entry, deadline, problem, remedy)


@rule(
    "DUE011",
    "receivable-overdue",
    Severity.ERROR,
    summary="What a partner owes us was not billed by the run, or was billed and has not arrived.",
    why=(
        "Reciprocity includes the money partners owe us (DOMAIN 8.4). Until we have billed it the clock is ours; then "
        "it is the partner's, who has at least the agreement's net days from our invoice, and the finding is a warning."
    ),
    bad=Example(_RECEIVABLE, "receipts: [{key: e1, on: 2026-08-20, amount: 500.00 EUR}]"),
    good=Example(_RECEIVABLE, "receipts: [{key: e1, on: 2026-08-20, amount: 500.00 EUR}]", as_of="2026-08-23"),
)
def receivable_overdue(current: Current) -> Iterator[Breach]:
    if not is_whole(current):
        return
    for entry, deadline in overdue(current, "receivable", "payout"):
        name = partner_name(current, deadline)
        if isinstance(entry.record, Payout):
            problem = f"{name} has not paid {deadline.amount} in full"
            remedy = "Ask them for it, and write each receipt into `receipts`."
        else:
            problem = f"{name} owes us {deadline.amount}, and nobody has billed it"
            remedy = "Let `partnerbook payouts propose` write the receivable, and send the invoice."
        yield late(current, entry, deadline, problem, remedy)


@rule(
    "DUE012",
    "tax-form-overdue",
    Severity.ERROR,
    summary="A partner's tax form has run out, or was still missing when its payout was to be paid.",
    why=(
        "Tax goes by the payer's jurisdiction; some forms have to be there before the money moves (DOMAIN 8.6). "
        "Looked after only on the day of the run, it makes the payout late."
    ),
    bad=Example(_PARTNER, _FORM % "2026-09-29"),
    good=Example(_PARTNER, _FORM % "2026-09-30"),
)
def tax_form_overdue(current: Current) -> Iterator[Breach]:
    for entry, deadline in overdue(current, "tax_form", "payout"):
        form = deadline.about or "the tax form"
        ran_out = deadline.at[-1] == "form_expires"
        yield late(
            current,
            entry,
            deadline,
            f"{form} of {partner_name(current, deadline)} {'has run out' if ran_out else 'is missing for a payout'}",
            "Ask for the form and write `form`, `form_received` and `form_expires` into `tax`.",
        )
