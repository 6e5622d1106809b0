"""`python -m partnerbook`."""

from partnerbook.shell.cli import run

run()
