"""The files that make a repository at GitHub do its work: workflows, issue forms, the template of pull requests.

They lie in `templates/` as they stand below `.github/`, the same for a new handbook and for this repository: each
workflow sets the program up with `make .venv/.site`, whatever that takes, and calls commands that run anywhere.
"""

from pathlib import Path

TEMPLATES = Path(__file__).with_name("templates")
"""The files as they stand below `.github/`."""


def repository_files() -> dict[str, str]:
    """Texts by path relative to the repository's root, in the order of their paths."""
    paths = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    return {f".github/{path.relative_to(TEMPLATES).as_posix()}": path.read_text(encoding="utf-8") for path in paths}
