"""`partnerbook codeowners`: who is asked to review what, from the program's roles."""

from pathlib import Path

import click

from partnerbook.shell.options import root_option
from partnerbook.shell.visible import visible


@click.command("codeowners", short_help="Who is asked to review what.")
@root_option
@click.option("--write", is_flag=True, help="Write it where the forge looks for it; without it, print what to say.")
def command(root: Path, write: bool) -> None:
    """Say who is asked to review which files, in the form GitHub reads, from the roles in the program record.

    Payouts are owned by those who may approve them, agreements by those who approve terms, partners by those who look
    after them; the program record, the workflows and everything that reckons belong to the program's owner. Who has
    left is out. The file is the one in the repository's root, .github or docs, else .github/CODEOWNERS; for a handbook
    in a folder of a repository, the lines before its own are kept.
    """
    from partnerbook.analysis.code_owners import without_account
    from partnerbook.shell.code_owners import list_of_owners
    from partnerbook.shell.forge.code_owners import is_account
    from partnerbook.shell.new_records import program_of
    from partnerbook.shell.opening import opened
    from partnerbook.shell.writing import write_whole

    handbook = opened(root, None)
    program, day = program_of(handbook), handbook.current.as_of
    for person in without_account(program, day):
        click.echo(f"note: {person.key} has roles and no account: nobody can ask them for a review", err=True)
    for person in program.people:
        if person.account and not is_account(person.account):
            click.echo(f"note: {visible(person.account)} is no account at GitHub: {person.key} is left out", err=True)
    kept = list_of_owners(handbook.root)
    text = kept.text(program, day)
    if not write:
        click.echo(text, nl=False)
        return
    others = "".join(f"{line}\n" for line in kept.others(kept.read() or ()))
    try:
        written = write_whole(kept.repository / kept.path, f"{others}{text}".encode())
    except OSError as error:
        raise click.ClickException(f"cannot write {kept.path}: {error.strerror or error}") from None
    click.echo(f"{kept.path} {'is written' if written else 'says so already'}.")
