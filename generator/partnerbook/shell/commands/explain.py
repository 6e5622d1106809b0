"""`partnerbook explain CODE`: a rule, why it is there, a record that breaks it and one that does not."""

import difflib
import textwrap

import click

from partnerbook.core.finding import Example


@click.command("explain", short_help="Explain a rule.")
@click.argument("code")
def command(code: str) -> None:
    """Explain a rule by its code (REF001) or name (unknown-partner)."""
    from partnerbook.rules import ALL_RULES

    wanted = code.strip().lower()
    rule = next((rule for rule in ALL_RULES if wanted in (rule.code.lower(), rule.name)), None)
    if rule is None:
        names = [name for rule in ALL_RULES for name in (rule.code.lower(), rule.name)]
        near = difflib.get_close_matches(wanted, names, n=1)
        hint = f"did you mean {near[0].upper() if near[0][-1].isdigit() else near[0]}? " if near else ""
        raise click.UsageError(f"there is no rule {code!r}: {hint}`partnerbook rules` lists them")
    click.echo(f"{rule.code} {rule.name} ({rule.severity.value})\n")
    click.echo(_wrapped(rule.summary) + "\n")
    click.echo(_wrapped(rule.why) + "\n")
    click.echo(_shown("This breaks it", rule.bad))
    click.echo(_shown("This does not", rule.good))
    click.echo(
        f"A record may waive it: `waivers: [{{rule: {rule.code}, reason: …, until: …}}]`."
        if rule.waivable
        else "It cannot be waived."
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), 88)


def _shown(title: str, example: Example) -> str:
    lines = [f"{title} ({example.path}):"]
    if example.text is None:
        lines.append(textwrap.indent(textwrap.dedent(example.front).strip("\n"), "    "))
    else:
        content = example.text if isinstance(example.text, str) else example.text.decode("utf-8", "backslashreplace")
        shown = content if len(content) <= 600 else content[:600] + " …"
        lines.append(
            textwrap.indent("".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in shown), "    ")
        )
    for path, other in example.others:
        lines.append(f"    with {path}" if other is not None else f"    without {path}")
    return "\n".join(lines) + "\n"
