"""`partnerbook init DIR`: an empty handbook that checks and builds."""

import os
from datetime import datetime
from pathlib import Path

import click

from partnerbook.shell.scaffold import WORDS, new_handbook
from partnerbook.shell.writing import write_whole

_LONGEST_NAME = 200


@click.command("init", short_help="Begin an empty handbook.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", help="What the program is called.")
@click.option("--firm", help="The firm's name.")
@click.option("--language", type=click.Choice(list(WORDS)), default="en", help="Language of the handbook.")
def command(folder: Path, name: str | None, firm: str | None, language: str) -> None:
    """Begin an empty handbook in DIR, which must not hold one yet."""
    name = WORDS[language].NAME if name is None else name
    firm = WORDS[language].FIRM if firm is None else firm
    for text, option in ((name, "--name"), (firm, "--firm")):
        if not text.strip() or not text.isprintable() or len(text) > _LONGEST_NAME:
            raise click.BadParameter(
                f"give a name of visible characters, at most {_LONGEST_NAME} of them, on one line", param_hint=option
            )
    files = new_handbook(name.strip(), firm.strip(), language, datetime.now().astimezone().date())
    taken = [path for path in files if os.path.lexists(folder / path) and path != ".gitignore"]
    if taken or os.path.lexists(folder / "records"):
        raise click.UsageError(f"{folder} already holds {taken[0] if taken else 'records'}; nothing was written")
    try:
        for path, text in files.items():
            if not os.path.lexists(folder / path):
                write_whole(folder / path, text.encode())
    except OSError as error:
        raise click.ClickException(f"cannot write into {folder}: {error.strerror or error}") from None
    click.echo(
        f"A new handbook lies in {folder}. Next:\n"
        f"  1. fill in {folder}/records/program.md (people, services, service levels)\n"
        f"  2. partnerbook check --root {folder}\n"
        f"  3. cd {folder} && mkdocs build --strict, then open site/index.html"
    )
