"""`partnerbook rules`: every rule in a line."""

import json

import click

from partnerbook.core.finding import FAMILIES


@click.command("rules", short_help="List all rules.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to list.")
def command(format_: str) -> None:
    """List all rules by family: code, severity, name, and what each finds."""
    from partnerbook.rules import ALL_RULES

    if format_ == "json":
        rows = [
            {"code": rule.code, "name": rule.name, "severity": rule.severity.value, "summary": rule.summary}
            for rule in ALL_RULES
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    widest = max(len(rule.name) for rule in ALL_RULES)
    for family, about in FAMILIES.items():
        of_family = [rule for rule in ALL_RULES if rule.family == family]
        if of_family:
            click.echo(f"{family}  {about}")
            for rule in of_family:
                click.echo(f"  {rule.code} {rule.severity.value:<8} {rule.name:<{widest}}  {rule.summary}")
    click.echo("\n`partnerbook explain CODE` explains one.")
