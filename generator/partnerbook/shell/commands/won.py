"""`partnerbook won`: a referral that was won, why, and what was sold."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from partnerbook.shell.commands.log import outcome, step
from partnerbook.shell.completing import ids
from partnerbook.shell.options import Amount, Day, as_of_option, root_option

KINDS_OF_DEALS = ("project", "retainer", "licence", "wholesale", "workshop")


@click.command("won", short_help="Log that a referral was won, and what was sold.")
@click.argument("referral", shell_complete=ids("referral"))
@click.option("--value", type=Amount(), required=True, help='Agreed value, net of VAT: "48000.00 EUR".')
@click.option("--kind", type=click.Choice(KINDS_OF_DEALS), default="project", show_default=True, help="What was sold.")
@click.option("--key", default="main", show_default=True, help="Short name of the deal.")
@click.option("--service", default=None, help="Its service, where it is not the referral's.")
@click.option("--on", type=Day(), default=None, help="Day it was won; by default today.")
@click.option("--told", type=Day(), default=None, help="Day the partner heard of it.")
@click.option("--by", metavar="PERSON", default=None, help="Colleague who won it.")
@click.option("--reason", default=None, help="What decided it; by default convinced.")
@click.option("--lesson", metavar="TEXT", default=None, help="What the partner can learn from it.")
@click.option("--thanked", type=Day(), default=None, help="Day the partner was thanked.")
@click.option("--set", "settings", metavar="FIELD=VALUE", multiple=True, help="Set any other field of the referral.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@root_option
@as_of_option
def command(
    referral: str,
    value: Any,
    kind: str,
    key: str,
    service: str | None,
    on: date | None,
    told: date | None,
    by: str | None,
    reason: str | None,
    lesson: str | None,
    thanked: date | None,
    settings: tuple[str, ...],
    dry_run: bool,
    root: Path,
    as_of: date | None,
) -> None:
    """Log that REFERRAL was won: its milestone, its outcome and the deal.

    Called again on one that is won, it adds another deal.
    """
    from partnerbook.ingest.editing import Change, Put
    from partnerbook.shell.drafting.amending import amend
    from partnerbook.shell.drafting.known import known_entry
    from partnerbook.shell.drafting.known import settings as changes_of
    from partnerbook.shell.drafting.trial import opened

    others = changes_of(settings)
    handbook = opened(root, as_of)
    entry = handbook.current.book.referrals[known_entry(handbook, "referral", referral, "REFERRAL").id]
    record = entry.record
    won, changes = record.milestones.won, list[Change]()
    if any(deal.key == key for deal in record.deals):
        raise click.ClickException(f"there is a deal {key} already; give another one its own --key")
    if won is None:
        changes += step(handbook, "won", on, told, by)
        changes += outcome(
            record,
            {"reason": reason or (None if record.outcome else "convinced"), "lesson": lesson, "thanked": thanked},
        )
    elif any(given is not None for given in (on, told, by, reason, lesson, thanked)):
        raise click.ClickException(f"it was won on {won.on} already; only a further deal can be added")
    deal = {"key": key, "value": value, "kind": kind, "service": service}
    changes.append(Put(("deals", len(record.deals)), {name: word for name, word in deal.items() if word is not None}))
    amend(handbook, entry, [*changes, *others], dry_run)
