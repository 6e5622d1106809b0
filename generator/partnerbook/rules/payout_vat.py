"""MNY: how VAT applies to a payout (DOMAIN 8.6)."""

from collections.abc import Iterator

from partnerbook.analysis import Current
from partnerbook.analysis.vat import usual_rate
from partnerbook.core.finding import Example, Severity
from partnerbook.core.partner import Partner
from partnerbook.core.payout import Payout, Vat
from partnerbook.core.program import Program
from partnerbook.rules.payout_facts import unclosed
from partnerbook.rules.registry import Breach, rule

_PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
_FITTING = "Choose the treatment that fits, or mend `tax` of the partner's record."


@rule(
    "MNY015",
    "vat-contradicts",
    Severity.ERROR,
    summary="The VAT of a payout contradicts the partner's tax status, the program or its own figures.",
    why=(
        "VAT follows from who supplies whom and where (DOMAIN 8.6): added within one country, owed by the recipient "
        "across a border, not charged by a small business. VAT shown wrongly is owed all the same, and cannot be "
        "deducted."
    ),
    bad=Example(_PAYABLE, "vat: {treatment: domestic, rate: 19%, amount: 332.51 EUR}"),
    good=Example(_PAYABLE, "vat: {treatment: domestic, rate: 19%, amount: 332.50 EUR}"),
)
def vat_contradicts(current: Current) -> Iterator[Breach]:
    program = current.book.program
    for entry in unclosed(current):
        vat, partner = entry.record.vat, current.book.partners.get(entry.record.partner)
        if vat is None or partner is None or program is None:
            continue
        home = program.record.firm.country
        problem = _treatment_problem(entry.record, vat, partner.record, home)
        if problem:
            yield Breach(entry, ("vat", "treatment"), f"`{vat.treatment}`, but {problem}", _FITTING)
        for field, message, remedy in _figures(program.record, entry.record, vat):
            yield Breach(entry, ("vat", field), message, remedy)


def _treatment_problem(payout: Payout, vat: Vat, partner: Partner, home: str) -> str:
    """Why a treatment cannot be right for a partner; empty where it can."""
    country = partner.tax.country if partner.tax is not None else partner.country
    ours_to_pay = payout.direction == "payable"
    is_exempt = ours_to_pay and partner.tax is not None and partner.tax.small_business
    match vat.treatment:
        case "domestic" if country != home:
            return f"{payout.partner} is taxed in {country} and we in {home}"
        case "domestic" if is_exempt:
            return f"{payout.partner} is a small business and adds no VAT"
        case "reverse_charge" | "outside_scope" if country == home:
            return f"{payout.partner} is taxed in {country}, as we are"
        case "small_business" if ours_to_pay and not is_exempt:
            return f"the record of {payout.partner} does not say that it is one"
        case _:
            return ""


def _figures(program: Program, payout: Payout, vat: Vat) -> Iterator[tuple[str, str, str]]:
    """Rate and amount that do not fit: the field of `vat`, what is wrong, and what to do."""
    if vat.treatment != "domestic":
        for field in ("rate", "amount"):
            if getattr(vat, field) is not None:
                yield field, f"`{vat.treatment}` adds no VAT, but here is {getattr(vat, field)}", f"Take `{field}` out."
        return
    if vat.rate is None or vat.amount is None:
        missing = "rate" if vat.rate is None else "amount"
        yield "treatment", f"`domestic` adds VAT, but there is no `{missing}`", f"Write the `{missing}`."
        return
    home, day = program.firm.country, payout.invoice.on if payout.invoice is not None else payout.prepared.on
    usual, right = usual_rate(program, home, day), vat.rate.of(payout.total)
    if usual is not None and vat.rate.percent != usual.percent:
        yield "rate", f"VAT of {vat.rate}, but {usual} holds in {home} on {day}", f"Write `rate: {usual}`."
    elif vat.amount.currency == payout.total.currency and vat.amount != right:
        yield "amount", f"{vat.rate} of {payout.total} is {right}, not {vat.amount}", f"Write `amount: {right}`."
