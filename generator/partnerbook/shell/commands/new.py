"""`partnerbook new`: a new record, with what follows filled in and every mistake told before it is written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from partnerbook.shell.completing import ids
from partnerbook.shell.options import Day, MomentName, as_of_option, root_option

if TYPE_CHECKING:
    from partnerbook.shell.drafting.asking import Asker
    from partnerbook.shell.drafting.draft import Draft
    from partnerbook.shell.handbook import Handbook

F = TypeVar("F", bound=Callable[..., Any])
Drafting = Callable[["Handbook", "Asker"], "Draft"]


@click.group("new", short_help="Write a new record.")
def command() -> None:
    """Write a new record.

    On a terminal it asks for what is needed and was not given; elsewhere, and with --no-input, it names what is
    missing. The handbook is checked with the record in it first: where that brings an error, nothing is written.
    """


def _common(function: F) -> F:
    """The options all kinds share."""
    for option in reversed(
        (
            root_option,
            as_of_option,
            click.option("--id", "key", metavar="ID", default=None, help="Its id; by default one that follows."),
            click.option("--set", "settings", metavar="FIELD=VALUE", multiple=True, help="Set any other field."),
            click.option("--note", metavar="TEXT", default=None, help="Prose of the record."),
            click.option("--no-input", is_flag=True, help="Never ask; name what is missing instead."),
            click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing."),
        )
    ):
        function = option(function)
    return function


def _write(
    drafting: Drafting, root: Path, as_of: date | None, settings: tuple[str, ...], no_input: bool, dry_run: bool
) -> None:
    from partnerbook.shell.drafting.asking import Asker
    from partnerbook.shell.drafting.draft import write_draft
    from partnerbook.shell.drafting.known import settings as changes_of
    from partnerbook.shell.drafting.trial import opened

    changes = changes_of(settings)
    handbook = opened(root, as_of)
    draft = drafting(handbook, Asker.at_terminal(no_input))
    text = write_draft(handbook, draft, changes, dry_run)
    click.echo(draft.path)
    if dry_run:
        click.echo(text, nl=False)


@command.command("referral")
@click.option("--partner", shell_complete=ids("partner"), help="Partner that referred, or was referred to.")
@click.option("--direction", help="received from the partner, or sent to it; by default the service decides.")
@click.option("--client", shell_complete=ids("client"), help="The client's key; never a person's name.")
@click.option("--service", help="Service the client needs.")
@click.option("--challenge", metavar="TEXT", help="What the client struggles with, in a sentence.")
@click.option("--context", metavar="TEXT", help="What one should know before the first call.")
@click.option("--promise", "promises", metavar="TEXT", multiple=True, help="What the client was promised.")
@click.option("--involvement", help="passive, standard or active: how much the referrer did.")
@click.option("--introduced-by", metavar="PERSON", help="Person of the referring side.")
@click.option("--handled-by", metavar="PERSON", help="Who takes it on; by default the partner's owner.")
@click.option("--received", type=MomentName(), default=None, help="When it came; by default now.")
@click.option("--agreement", shell_complete=ids("agreement"), help="Agreement it falls under, where two would match.")
@click.option("--contact", metavar="KEY", help="Contact of the client's record; never a name.")
@click.option("--consent", type=Day(), default=None, help="Day the client agreed to be introduced.")
@click.option("--answer", "answers", metavar="ITEM=yes|no|unknown", multiple=True, help="Answer to the checklist.")
@_common
def referral(
    root: Path,
    as_of: date | None,
    settings: tuple[str, ...],
    no_input: bool,
    dry_run: bool,
    note: str | None,
    answers: tuple[str, ...],
    **given: Any,
) -> None:
    """Log a referral: partner, service, client and challenge are enough.

    The moment, the direction and who takes it on follow; the id is the day, the partner and two random characters.
    """

    def drafting(handbook: "Handbook", ask: "Asker") -> "Draft":
        from partnerbook.shell.drafting.referral import ReferralAnswers, referral_draft

        return referral_draft(handbook, ReferralAnswers(body=note or "", checklist=_answers(answers), **given), ask)

    _write(drafting, root, as_of, settings, no_input, dry_run)


def _answers(answers: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for answer in answers:
        item, sign, word = answer.partition("=")
        if not sign:
            raise click.BadParameter(f"{answer!r} is not of the form ITEM=ANSWER", param_hint="--answer")
        found[item.strip()] = word.strip()
    return found


@command.command("partner")
@click.option("--name", help="The name people know.")
@click.option("--city", help="Where they are.")
@click.option("--country", help="Country, such as DE; by default ours.")
@click.option("--service", "services", multiple=True, help="Service they deliver.")
@click.option("--ideal-client", metavar="TEXT", help="Whom they serve best.")
@click.option("--positioning", help="premium, upper_mid, mid_market or value.")
@click.option("--pitch", metavar="TEXT", help="What they do, in a sentence to say to a client.")
@click.option("--owner", metavar="PERSON", help="Colleague who owns the relationship; by default the program's owner.")
@_common
def partner(
    root: Path, as_of: date | None, settings: tuple[str, ...], no_input: bool, dry_run: bool, **given: Any
) -> None:
    """Take down a partner you have thought of: identified, as of today."""

    def drafting(handbook: "Handbook", ask: "Asker") -> "Draft":
        from partnerbook.shell.drafting.others import partner_draft

        return partner_draft(handbook, given, ask)

    _write(drafting, root, as_of, settings, no_input, dry_run)


@command.command("client")
@click.option("--name", help="Name, or a description where it is confidential.")
@click.option("--industry", help="Industry of the program.")
@click.option("--size", help="Size of the program.")
@click.option("--region", help="Region of the program.")
@click.option("--known-since", type=Day(), default=None, help="First day we knew of it; by default its first referral.")
@click.option("--owner", metavar="PERSON", help="Colleague who looks after it.")
@_common
def client(
    root: Path, as_of: date | None, settings: tuple[str, ...], no_input: bool, dry_run: bool, **given: Any
) -> None:
    """Write a client's record; give the key that referrals write as --id."""

    def drafting(handbook: "Handbook", ask: "Asker") -> "Draft":
        from partnerbook.shell.drafting.others import client_draft

        return client_draft(handbook, given, ask)

    _write(drafting, root, as_of, settings, no_input, dry_run)


@command.command("agreement")
@click.option("--partner", shell_complete=ids("partner"), help="The partner across the table.")
@click.option("--model", help="referral, subcontracting, alliance, technology or reseller.")
@click.option("--received", metavar="RATE", help="Rate the partner earns on what it brings us, such as 12.5%, or none.")
@click.option("--sent", metavar="RATE", help="Rate we earn on what we bring the partner, or none.")
@click.option("--basis", help="first_project (the default), first_year or client_lifetime.")
@click.option("--effective", type=Day(), default=None, help="First day; by default today.")
@click.option("--expires", type=Day(), default=None, help="Last day.")
@click.option("--they-refer", multiple=True, metavar="SERVICE", help="Our services it covers; by default all.")
@click.option("--we-refer", multiple=True, metavar="SERVICE", help="The partner's services it covers; by default all.")
@click.option("--trigger", help="client_payment (the default), invoice, project_start or completion.")
@click.option("--net-days", type=int, default=30, show_default=True, help="Days from the trigger to the payment.")
@click.option("--attribution", help="first_introduction (the default), most_influence or agreed_split.")
@_common
def agreement(
    root: Path, as_of: date | None, settings: tuple[str, ...], no_input: bool, dry_run: bool, **given: Any
) -> None:
    """Begin an agreement: not signed yet, with the headings it will need."""

    def drafting(handbook: "Handbook", ask: "Asker") -> "Draft":
        from partnerbook.shell.drafting.agreement import agreement_draft

        return agreement_draft(handbook, given, ask)

    _write(drafting, root, as_of, settings, no_input, dry_run)


@command.command("activity")
@click.option("--type", "type", help="check_in, review, webinar, …: what was done.")
@click.option("--partner", "partners", multiple=True, shell_complete=ids("partner"), help="Partner that took part.")
@click.option("--summary", metavar="TEXT", help="What it was, in a sentence.")
@click.option("--on", type=MomentName(), default=None, help="When it was held; by default now.")
@click.option("--planned", type=MomentName(), default=None, help="When it is planned, instead.")
@click.option("--person", "people", multiple=True, help="Colleague who took part; by default the partner's owner.")
@click.option("--by", help="meeting, call, mail, event or online.")
@_common
def activity(
    root: Path, as_of: date | None, settings: tuple[str, ...], no_input: bool, dry_run: bool, **given: Any
) -> None:
    """Log a call, a review, a webinar; a type's own block is set, as in --set review.period=2026-Q3."""

    def drafting(handbook: "Handbook", ask: "Asker") -> "Draft":
        from partnerbook.shell.drafting.others import activity_draft

        return activity_draft(handbook, given, ask)

    _write(drafting, root, as_of, settings, no_input, dry_run)


@command.command("payout")
@click.option("--partner", shell_complete=ids("partner"), help="Whom it concerns.")
@click.option("--direction", help="payable: we pay; receivable: the partner pays us.")
@click.option("--line", "lines", multiple=True, metavar="LINE", help="Ledger line it pays; by default all that is due.")
@click.option("--run", type=Day(), default=None, help="Due run it belongs to; by default the next.")
@click.option("--reason", metavar="TEXT", help="Why it is paid although it is early or small.")
@click.option("--by", metavar="PERSON", help="Colleague who prepares it; by default who prepared the last one.")
@_common
def payout(
    root: Path, as_of: date | None, settings: tuple[str, ...], no_input: bool, dry_run: bool, **given: Any
) -> None:
    """Prepare one payout; `partnerbook payouts propose` prepares all that are due.

    Amounts, total, VAT and approvers follow from the ledger and the program.
    """

    def drafting(handbook: "Handbook", ask: "Asker") -> "Draft":
        from partnerbook.shell.drafting.payout import payout_draft

        return payout_draft(handbook, given, ask)

    _write(drafting, root, as_of, settings, no_input, dry_run)
