"""`partnerbook schema KIND`: the JSON Schema of a kind, for editors and forms."""

import json

import click

from partnerbook.core.kinds import KINDS
from partnerbook.core.schema import json_schema


@click.command("schema", short_help="Print the JSON Schema of a kind of record.")
@click.argument("kind", type=click.Choice(tuple(KINDS)))
def command(kind: str) -> None:
    """Print the JSON Schema of the front matter of a kind of record."""
    click.echo(json.dumps(json_schema(KINDS[kind]), ensure_ascii=False, indent=2))
