"""`partnerbook log`: a step of a referral, and when the partner heard of it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from partnerbook.shell.completing import ids
from partnerbook.shell.options import Day, MomentName, as_of_option, root_option

if TYPE_CHECKING:
    from partnerbook.core.referral import Milestone, Referral
    from partnerbook.ingest.editing import Change
    from partnerbook.shell.handbook import Handbook

MILESTONES = (
    "acknowledged",
    "contacted",
    "qualified",
    "meeting",
    "proposal",
    "won",
    "lost",
    "declined",
    "withdrawn",
)
"""Those of `core.referral`, which takes longer to import than a shell waits for a completion."""
TO_THE_MINUTE = frozenset({"acknowledged", "contacted", "qualified", "declined"})
"""Milestones that stop a clock of hours (DOMAIN 7.2)."""


@click.command("log", short_help="Log a step of a referral.")
@click.argument("referral", shell_complete=ids("referral"))
@click.argument("milestone", type=click.Choice(MILESTONES))
@click.option("--on", type=MomentName(), default=None, help="When it happened; by default now.")
@click.option("--told", type=Day(), default=None, help="Day the partner heard of it.")
@click.option("--by", metavar="PERSON", default=None, help="Colleague who took the step.")
@click.option("--reason", default=None, help="What decided it, where it ends: price, timing, fit, …")
@click.option("--lesson", metavar="TEXT", default=None, help="What the partner can learn from it.")
@click.option("--set", "settings", metavar="FIELD=VALUE", multiple=True, help="Set any other field of the referral.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@root_option
@as_of_option
def command(
    referral: str,
    milestone: str,
    on: date | None,
    told: date | None,
    by: str | None,
    reason: str | None,
    lesson: str | None,
    settings: tuple[str, ...],
    dry_run: bool,
    root: Path,
    as_of: date | None,
) -> None:
    """Log that REFERRAL has reached MILESTONE.

    Called again with --told alone, it adds the day on which the partner heard of a step that is logged already.
    """
    from partnerbook.shell.drafting.amending import amend
    from partnerbook.shell.drafting.known import known_entry
    from partnerbook.shell.drafting.known import settings as changes_of
    from partnerbook.shell.drafting.trial import opened

    others = changes_of(settings)
    handbook = opened(root, as_of)
    entry = handbook.current.book.referrals[known_entry(handbook, "referral", referral, "REFERRAL").id]
    logged: Milestone | None = getattr(entry.record.milestones, milestone)
    if logged is not None:
        steps = _told_later(milestone, logged, on, told, by)
    else:
        steps = step(handbook, milestone, on, told, by)
    amend(handbook, entry, [*steps, *_outcome(entry.record, reason, lesson), *others], dry_run)


def step(
    handbook: "Handbook", milestone: str, on: date | None, told: date | None, by: str | None
) -> "tuple[Change, ...]":
    """The change that adds a milestone; one in a closed period is booked on the day looked from."""
    from partnerbook.core.dates import day_of
    from partnerbook.ingest.editing import Put
    from partnerbook.shell.drafting.amending import booked_for
    from partnerbook.shell.drafting.defaults import now

    if on is None:
        on = now(handbook)
        on = on if milestone in TO_THE_MINUTE else day_of(on)
    written: dict[str, Any] = {"on": on, "booked": booked_for(handbook, on), "told": told, "by": by}
    return (Put(("milestones", milestone), {name: value for name, value in written.items() if value is not None}),)


def _told_later(
    milestone: str, logged: "Milestone", on: date | None, told: date | None, by: str | None
) -> "tuple[Change, ...]":
    """The change that adds when the partner heard.

    Raises:
        ClickException: where anything else than that is to be changed, or it is written already.
    """
    from partnerbook.ingest.editing import Put

    heard = f", told {logged.told}" if logged.told is not None else ""
    if told is None or logged.told is not None or on is not None or by is not None:
        raise click.ClickException(
            f"{milestone} is logged already, on {logged.on}{heard}; what is wrong is mended by hand"
        )
    return (Put(("milestones", milestone, "told"), told),)


def _outcome(referral: "Referral", reason: str | None, lesson: str | None) -> "tuple[Change, ...]":
    return outcome(referral, {"reason": reason, "lesson": lesson})


def outcome(referral: "Referral", given: dict[str, Any]) -> "tuple[Change, ...]":
    """The changes that say why it ended as it did; what is written stays but for what is given anew."""
    from partnerbook.ingest.editing import Put

    given = {name: value for name, value in given.items() if value is not None}
    if not given:
        return ()
    if referral.outcome is None:
        return (Put(("outcome",), given),)
    return tuple(Put(("outcome", name), value) for name, value in given.items())
