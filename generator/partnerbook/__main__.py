"""`python -m partnerbook`."""

from partnerbook.shell.cli import main

main()
