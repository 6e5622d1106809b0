"""MNY: lines of a payout are those of the ledger, each paid once, in the right direction."""

from collections.abc import Iterator

from partnerbook.analysis import Current
from partnerbook.analysis.dues import EARNING_KINDS
from partnerbook.analysis.ledger.line import Line
from partnerbook.core.book import Book, Entry
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.payout import Payout, PayoutLine
from partnerbook.core.vocabulary import US
from partnerbook.rules.alliances import partners_in
from partnerbook.rules.payout_facts import TOLD_ELSEWHERE, in_payout, in_short, is_netted, standing
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.soundness import is_whole
from partnerbook.rules.suggestions import did_you_mean

_PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
_RECEIVABLE = "records/payouts/2026/2026-07-30-agentur-brandung-receivable.md"
_LINE = "2026-03-02-software-werft-k7/p1/accrual/software-werft"
_UNPAID = "paid: ~\n"


def _lines(amount: str, line: str = _LINE) -> str:
    return f"lines: [{{line: {line}, amount: {amount} EUR}}]"


def _named(current: Current) -> Iterator[tuple[Entry[Payout], FieldPath, PayoutLine, Line]]:
    """Lines of payouts, not called off, together with the ledger's own."""
    if not is_whole(current):
        return
    for entry in standing(current.analysis.book):
        for place, named in enumerate(entry.record.lines):
            line = current.analysis.ledger.by_id.get(named.line)
            if line is not None:
                yield entry, ("lines", place), named, line


def _different(current: Current, *, moved: bool) -> Iterator[tuple[Entry[Payout], FieldPath, str]]:
    """Amounts that are not the ledger's, of payouts whose money has moved, or has not."""
    for entry, at, named, line in _named(current):
        has_moved = current.analysis.payout_state[entry.id] in ("paid", "part_paid")
        if has_moved != moved or line.partner != entry.record.partner:
            continue
        if line.direction != entry.record.direction and not is_netted(current, entry.record):
            continue
        owed = in_payout(line, entry.record)
        if named.amount != owed:
            reason = in_short(line)
            reckoned = f"{owed} ({reason})" if reason else f"{owed}"
            yield entry, (*at, "amount"), f"`{named.line}` is {named.amount} here, and {reckoned} in the ledger"


@rule(
    "MNY001",
    "line-differs-from-ledger",
    Severity.ERROR,
    summary="A line of a payout that is not paid yet has another amount than the ledger.",
    why=(
        "The ledger derives every amount from the records; a payout only freezes it (RULINGS, Once). A typed amount "
        "that differs pays too much or too little, or a record changed after the payout was prepared."
    ),
    bad=Example(_PAYABLE, f"{_UNPAID}{_lines('1735.00')}\ntotal: 1760.00 EUR"),
    good=Example(_PAYABLE, f"{_UNPAID}{_lines('1725.00')}"),
)
def differs_from_ledger(current: Current) -> Iterator[Breach]:
    for entry, at, message in _different(current, moved=False):
        yield Breach(
            entry,
            at,
            message,
            "Write the ledger's amount, mend `total` and have it approved anew; or mend the fact it is reckoned from.",
        )


@rule(
    "MNY002",
    "line-not-in-ledger",
    Severity.ERROR,
    summary="A payout pays a line that the ledger does not have, or that no payout pays.",
    why=(
        "Only what a referral earned is paid, under the id the ledger gave it. A line without a fact behind it cannot "
        "be explained to the partner; an amount agreed beside the ledger is an adjustment with a reason."
    ),
    bad=Example(_PAYABLE, _lines("1725.00", _LINE.replace("/p1/", "/p3/"))),
    good=Example(_PAYABLE, _lines("1725.00")),
)
def not_in_ledger(current: Current) -> Iterator[Breach]:
    if not is_whole(current):
        return
    ledger = current.analysis.ledger
    for entry in standing(current.analysis.book):
        for place, named in enumerate(entry.record.lines):
            line = ledger.by_id.get(named.line)
            if line is None:
                found = _missing(current, entry.record, named)
            elif line.kind not in EARNING_KINDS:
                found = f"`{named.line}` settles itself; no payout pays it", "Take the line out."
            elif line.kept:
                found = (
                    f"`{named.line}` is a margin that was kept out of the sale; no payout pays it",
                    ("Take the line out: whoever sells keeps the margin, and the wholesale price is invoiced apart."),
                )
            else:
                continue
            if found is not None:
                yield Breach(entry, ("lines", place, "line"), *found)


def _missing(current: Current, payout: Payout, named: PayoutLine) -> tuple[str, str] | None:
    """What is wrong with a line that is not in the ledger, and what to do; None where another rule says so."""
    referral, *rest = named.line.split("/")
    if len(rest) != 3 or not all(rest) or not current.book.knows("referral", referral):
        return None
    if rest[2] not in (payout.partner, US):
        return None
    unearned = current.analysis.ledger.unearned_of.get(referral, ())
    if any(one.reason in TOLD_ELSEWHERE for one in unearned):
        return None
    reasons = [one for one in unearned if one.event == rest[0]]
    known = [line.id for line in current.analysis.ledger.of_referral.get(referral, ())]
    why = f": `{rest[0]}` earns nothing ({reasons[0].reason.replace('_', ' ')})" if reasons else ""
    there = ", ".join(f"`{line}`" for line in known[:3]) or "none"
    return f"the ledger has no line `{named.line}`{why}", (
        f"{did_you_mean(named.line, known)}Name a line of the ledger (of this referral: {there}), or take it out; "
        "what was agreed beside the ledger belongs into `adjustments`."
    )


@rule(
    "MNY003",
    "line-paid-twice",
    Severity.ERROR,
    summary="A ledger line is paid by two payouts, or twice in one.",
    why=(
        "A line is paid by one payout, whole (RULINGS, Payouts). Paid twice, the money has to be asked back from a "
        "partner who did nothing wrong."
    ),
    bad=Example(
        _PAYABLE,
        f"lines:\n  - {{line: {_LINE}, amount: 1725.00 EUR}}\n  - {{line: {_LINE}, amount: 1725.00 EUR}}\n"
        "total: 3475.00 EUR",
    ),
    good=Example(_PAYABLE, _lines("1725.00")),
)
def paid_twice(current: Current) -> Iterator[Breach]:
    first: dict[str, tuple[str, int]] = {}
    for entry in standing(current.analysis.book):
        for place, named in enumerate(entry.record.lines):
            payer, earlier = first.setdefault(named.line, (entry.id, place))
            if (payer, earlier) == (entry.id, place):
                continue
            where = "in this payout" if payer == entry.id else f"by {payer}"
            yield Breach(
                entry,
                ("lines", place, "line"),
                f"`{named.line}` is already paid {where}",
                "Take the line out here, or call the other payout off before any money moves.",
            )


@rule(
    "MNY004",
    "line-of-other-direction",
    Severity.ERROR,
    summary="A payout has a line that lies between others, or the other way round without netting.",
    why=(
        "What we owe and what a partner owes are set off only where an agreement in force says so (RULINGS, Netting). "
        "Otherwise both are invoiced and paid apart, and each side's books show both."
    ),
    bad=Example(_RECEIVABLE, _lines("900.00", f"{_LINE.rpartition('/')[0]}/agentur-brandung")),
    good=Example(_RECEIVABLE, _lines("900.00", "2026-06-08-agentur-brandung-q3/won/accrual/us")),
)
def of_other_direction(current: Current) -> Iterator[Breach]:
    for entry, at, named, line in _named(current):
        payout = entry.record
        if line.kind not in EARNING_KINDS or _has_no_part(current, payout, line):
            continue
        if line.partner != payout.partner:
            message = f"`{named.line}` lies between us and {line.partner}, the payout is for {payout.partner}"
            remedy = f"Take the line out; it belongs into a payout of {line.partner}."
        elif line.direction != payout.direction and not is_netted(current, payout):
            message = f"`{named.line}` is a {line.direction}, and no agreement in force on {payout.run} sets it off"
            remedy = f"Take it out and write a {line.direction} of its own, or agree on `netting` first."
        else:
            continue
        yield Breach(entry, (*at, "line"), message, remedy)


def _has_no_part(current: Current, payout: Payout, line: Line) -> bool:
    """Whether the line is another partner's altogether, which the rule about ids says (REF061)."""
    book: Book = current.book
    referral = book.referrals.get(line.referral)
    if referral is None or line.id.rpartition("/")[2] not in (payout.partner, US):
        return True
    return payout.partner not in partners_in(referral, current)


@rule(
    "MNY008",
    "paid-line-moved",
    Severity.ERROR,
    summary="A line that was paid is no longer what the ledger says.",
    why=(
        "What was paid never changes; a later correction is a line of its own (RULINGS, Payouts). Here a fact behind "
        "the payment was edited afterwards, or another amount was paid than was owed."
    ),
    bad=Example(_PAYABLE, f"{_lines('1735.00')}\ntotal: 1760.00 EUR"),
    good=Example(_PAYABLE, _lines("1725.00")),
)
def paid_line_moved(current: Current) -> Iterator[Breach]:
    for entry, at, message in _different(current, moved=True):
        yield Breach(
            entry,
            at,
            message,
            "Never edit what was paid: put the fact back as it was and book what came later as an event of its own "
            "(`booked` in the open period), or settle the difference by an adjustment in the next payout.",
        )
