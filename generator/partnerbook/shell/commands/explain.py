"""`partnerbook explain CODE`: a rule, why it is there, a record that breaks it and one that does not."""

import difflib
import textwrap

import click

from partnerbook.core.finding import Example
from partnerbook.rules.examples import excerpts
from partnerbook.shell.specimen import specimen_files


@click.command("explain", short_help="Explain a rule.")
@click.argument("code")
def command(code: str) -> None:
    """Explain a rule by its code (REF002) or name (unknown-partner)."""
    from partnerbook.rules import ALL_RULES, find_rule

    rule = find_rule(code)
    if rule is None:
        names = [name for rule in ALL_RULES for name in (rule.code.lower(), rule.name)]
        near = difflib.get_close_matches(code.strip().lower(), names, n=1)
        hint = f"did you mean {near[0].upper() if near[0][-1].isdigit() else near[0]}? " if near else ""
        raise click.UsageError(f"there is no rule {code!r}: {hint}`partnerbook rules` lists them")
    click.echo(f"{rule.code} {rule.name} ({rule.severity.value})\n")
    click.echo(_wrapped(rule.summary) + "\n")
    click.echo(_wrapped(rule.why) + "\n")
    if rule.bad == rule.good:
        click.echo("No record breaks it by itself.\n")
    else:
        click.echo(_shown("This breaks it", rule.bad, of_change=rule.family == "CHG"))
        click.echo(_shown("This does not", rule.good, of_change=rule.family == "CHG"))
    click.echo(
        f"A record may waive it: `waivers: [{{rule: {rule.code}, reason: …, until: …}}]`."
        if rule.waivable
        else "It cannot be waived."
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), 88)


def _shown(title: str, example: Example, *, of_change: bool) -> str:
    lines = [f"{title}:"]
    for excerpt in excerpts(example, specimen_files(), as_change=of_change):
        lines.append(f"  {excerpt.path}" if excerpt.text else f"  {excerpt.path} is missing")
        lines.append(textwrap.indent(excerpt.text, "      "))
    return "\n".join(line for line in lines if line) + "\n"
