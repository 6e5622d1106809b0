"""Records written and changed from the command line: what follows is filled in, and nothing wrong is ever written."""
