"""How long the command takes to say anything at all."""

from measuring import PYTHON, Command, partnerbook, show_ratio, show_runs, show_title, side_by_side


def against_click(rounds: int) -> None:
    """`partnerbook --help` against importing click, which it cannot do without."""
    show_title("start: partnerbook --help against python -c 'import click'")
    commands = (
        Command("partnerbook --help", partnerbook("--help")),
        Command("python -c 'import click'", (PYTHON, "-c", "import click")),
    )
    ours, click = side_by_side(commands, rounds)
    show_runs(ours, click)
    show_ratio(ours, click, 2.0)
