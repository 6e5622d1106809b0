"""A new handbook: the files `partnerbook init` writes. The program record is a start, not a form."""

from datetime import date

from partnerbook.core.kinds import KINDS
from partnerbook.shell.scaffold import english, german

WORDS = {"en": english, "de": german}
"""What is written in which language; the rest is the same in all."""

_MKDOCS = """site_name: {name}
repo_url: https://forge.example/firm/handbook
edit_uri: edit/main/docs/

nav:
{navigation}

theme:
  name: material
  language: {language}
  font: false
  favicon: assets/partnerbook.svg
  features: [navigation.tabs, navigation.path, content.action.edit, toc.follow]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: custom
      accent: custom
      toggle: {{icon: material/weather-sunny, name: {dark}}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: custom
      accent: custom
      toggle: {{icon: material/weather-night, name: {light}}}

plugins: [search, partnerbook]
"""

_MAKEFILE = """
PYTHON ?= python3

.DEFAULT_GOAL := site
.PHONY: site check serve

.venv/.site: requirements.txt
\t$(PYTHON) -m venv .venv
\t.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
\t@touch $@

site: check
\t.venv/bin/mkdocs build --strict --quiet

check: .venv/.site
\t.venv/bin/partnerbook check

serve: .venv/.site
\t.venv/bin/mkdocs serve
"""

_REQUIREMENTS = "partnerbook[documents,charts,calendar]=={version}\n"

_PROGRAM_PATH = KINDS["program"].path("program")
_KEEP = ("partners", "clients", "agreements", "referrals", "payouts", "activities", "closings")


def new_handbook(name: str, firm: str, language: str, today: date) -> dict[str, str]:
    """The files of an empty handbook, by path; its only record is the program's."""
    from partnerbook import __version__
    from partnerbook.shell.forge.code_owners import CODE_OWNERS
    from partnerbook.shell.forge.repository_files import repository_files
    from partnerbook.shell.quoting import quoted

    words = WORDS[language]
    values = {"name": quoted(name), "firm": quoted(firm), "language": language, "today": today.isoformat()}
    # The theme prints the site's name as it stands: markup in it would be obeyed.
    site_name = quoted(name.replace("<", "&lt;").replace(">", "&gt;"))
    shown = {"navigation": words.NAVIGATION, "dark": words.DARK, "light": words.LIGHT}
    files = {
        _PROGRAM_PATH: words.PROGRAM.format(**values),
        "mkdocs.yml": _MKDOCS.format(**values | shown | {"name": site_name}),
        "README.md": words.README.format(name=name),
        "docs/how-we-work.md": words.PAGE,
        "Makefile": words.MAKEFILE + _MAKEFILE,
        "requirements.txt": words.REQUIREMENTS + _REQUIREMENTS.format(version=__version__),
        ".gitignore": "/site/\n/.venv/\n",
    }
    files |= repository_files() | {CODE_OWNERS: _code_owners(files[_PROGRAM_PATH], today)}
    return files | {f"records/{folder}/.gitkeep": "" for folder in _KEEP}


def _code_owners(program: str, today: date) -> str:
    """Nobody yet: the program's only person has no account. It says how to bring it up to date."""
    from partnerbook.analysis.code_owners import code_owners
    from partnerbook.ingest.load import load
    from partnerbook.ingest.sources import MemorySource
    from partnerbook.shell.forge.code_owners import code_owners_file

    entry = load(MemorySource({_PROGRAM_PATH: program})).book.program
    return code_owners_file(code_owners(entry.record, today)) if entry is not None else ""
