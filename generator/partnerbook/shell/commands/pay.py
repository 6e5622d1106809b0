"""`partnerbook pay`: money that left on a payout, or arrived on a receivable."""

from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from partnerbook.shell.completing import ids
from partnerbook.shell.options import Amount, Day, as_of_option, root_option

if TYPE_CHECKING:
    from partnerbook.core.payout import Payout
    from partnerbook.ingest.editing import Change


@click.command("pay", short_help="Say that a payout was paid, or that money arrived.")
@click.argument("payout", shell_complete=ids("payout"))
@click.option("--on", type=Day(), required=True, help="Day the money left, or arrived.")
@click.option("--reference", metavar="TEXT", default=None, help="Reference on the bank statement; no account number.")
@click.option(
    "--amount", type=Amount(), default=None, help="What arrived on a receivable; by default all that is open."
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@root_option
@as_of_option
def command(
    payout: str, on: date, reference: str | None, amount: Any, dry_run: bool, root: Path, as_of: date | None
) -> None:
    """Say that PAYOUT was paid.

    A payable gets its payment, a receivable a receipt. It is a change of its own, after the payout was approved.
    """
    from partnerbook.shell.drafting.amending import amend, booked_for
    from partnerbook.shell.drafting.known import known_entry
    from partnerbook.shell.drafting.trial import opened

    handbook = opened(root, as_of)
    entry = handbook.current.book.payouts[known_entry(handbook, "payout", payout, "PAYOUT").id]
    record = entry.record
    if record.cancelled is not None:
        raise click.ClickException(f"it was called off on {record.cancelled.on}")
    booked = booked_for(handbook, on)
    change = (
        _payment(record, on, booked, reference, amount)
        if record.direction == "payable"
        else _receipt(record, on, booked, reference, amount)
    )
    amend(handbook, entry, [change], dry_run)


def _payment(record: "Payout", on: date, booked: object, reference: str | None, amount: Any) -> "Change":
    from partnerbook.ingest.editing import Put

    if amount is not None:
        raise click.BadParameter("a payable is paid as a whole; its total is what was approved", param_hint="--amount")
    if record.paid is not None:
        raise click.ClickException(f"it was paid on {record.paid.on} already")
    paid = {"on": on, "booked": booked, "reference": reference}
    return Put(("paid",), {name: value for name, value in paid.items() if value is not None})


def _receipt(record: "Payout", on: date, booked: object, reference: str | None, amount: Any) -> "Change":
    from partnerbook.core.money import Money
    from partnerbook.ingest.editing import Put

    if reference is not None:
        raise click.BadParameter("a receipt has none; write it into the record's prose", param_hint="--reference")
    arrived = sum((receipt.amount for receipt in record.receipts), Money.zero(record.total.currency))
    rest = record.total - arrived
    if rest.amount <= 0:
        raise click.ClickException(f"all of {record.total} has arrived already")
    if amount is not None and amount.currency != rest.currency:
        raise click.BadParameter(f"the receivable is in {rest.currency}", param_hint="--amount")
    if amount is not None and amount.amount <= 0:
        raise click.BadParameter(f"{amount} is no amount that can arrive", param_hint="--amount")
    if amount is not None and amount > rest:
        raise click.ClickException(
            f"only {rest} is open, and {amount} is more; what arrived in excess is not of this payout"
        )
    taken = {receipt.key for receipt in record.receipts}
    key = next(f"e{number}" for number in count(1) if f"e{number}" not in taken)
    receipt = {"key": key, "on": on, "booked": booked, "amount": amount or rest}
    return Put(
        ("receipts", len(record.receipts)), {name: value for name, value in receipt.items() if value is not None}
    )
