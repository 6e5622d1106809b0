"""What a change moves between us and a partner, reckoned by hand."""

from datetime import date

import pytest
from ledgerwork import Written, agreement, book_of, payout, referral, share_of_payments

from partnerbook.analysis import Records, analysed
from partnerbook.analysis.comparison import compare
from partnerbook.analysis.impact import impact
from partnerbook.analysis.impact.model import Impact

LINE = "{line: 2025-01-02-werft-a1/p1/accrual/werft, amount: 100.00 EUR}"
TERMS = agreement(received=share_of_payments("10%"), net_days=0)
CLIENT = referral("a1", "2025-01-02", payments="p1 2025-01-10 1000")
LESS = "[{key: a1, on: 2025-01-20, amount: -10.00 EUR, reason: A fair we shared}]"


def moved(before: tuple[Written, ...], after: tuple[Written, ...], on: str = "2025-01-31") -> Impact:
    """What the second records make of the first, as known on a day."""
    day = date.fromisoformat(on)
    one, other = (analysed(Records(book_of(*records), day, day)) for records in (before, after))
    return impact(one, other, compare(one.book, other.book))


def paying(total: str, **fields: str) -> Written:
    """A payout of the 100.00 earned."""
    return payout("2025-01-30-werft-payable", total=total, lines=f"[{LINE}]", **fields)


def test_an_adjustment_is_due_with_its_payout() -> None:
    found = moved((TERMS, CLIENT, paying("100")), (TERMS, CLIENT, paying("90", adjustments=LESS)))
    (money,) = found.money
    # 10 % of 1,000.00 were earned; less 10.00 that were agreed beside it: 100.00 - 10.00 = 90.00.
    assert (str(money.accrued.old), str(money.accrued.new)) == ("100.00 EUR", "90.00 EUR")
    assert (str(money.due.old), str(money.due.new)) == ("100.00 EUR", "90.00 EUR")
    (liability,) = found.liability
    assert (str(liability.old), str(liability.new)) == ("100.00 EUR", "90.00 EUR")


@pytest.mark.parametrize("fields", [{"paid": "{on: 2025-01-30}"}, {"cancelled": "{on: 2025-01-29, by: mats}"}])
def test_an_adjustment_of_a_payout_that_is_over_is_due_no_more(fields: dict[str, str]) -> None:
    found = moved((TERMS, CLIENT), (TERMS, CLIENT, paying("90", adjustments=LESS, **fields)))
    # Paid, nothing is due of 100.00 any more; called off, 100.00 still are, and -10.00 + 10.00 = 0.00 beside it.
    due = [str(money.due.new) for money in found.money]
    assert due == (["0.00 EUR"] if "paid" in fields else [])


def test_an_adjustment_by_itself_becomes_due() -> None:
    alone = payout("2025-01-30-werft-payable", total="25", adjustments=LESS.replace("-10.00", "25.00"))
    (money,) = moved((TERMS,), (TERMS, alone)).money
    assert (str(money.accrued.difference), str(money.due.difference)) == ("25.00 EUR", "25.00 EUR")
