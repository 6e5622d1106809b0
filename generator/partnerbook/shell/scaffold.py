"""A new handbook: the files `partnerbook init` writes. The program record is a start, not a form."""

from datetime import date

from partnerbook.core.kinds import KINDS

_PROGRAM = """---
# The one record every handbook has. `partnerbook schema program` and the handbook's schema page
# explain every field; the check names what is missing.
format: 1
name: {name}
since: {today}
language: {language}
currency: EUR
time_zone: Europe/Berlin
owner: owner

firm:
  name: {firm}
  country: DE
  positioning: mid_market
  ideal_client: Say whom you serve best, in words a partner can pass on
  pitch: Say what you do in one sentence

people:
  - key: owner
    name: Program owner
    email: owner@firm.example
    roles: [program_owner, partner_owner, terms_approver, payout_approver]

approval:
  limits:
    - {{role: payout_approver}}

services:
  - {{key: our-service, name: Our service, ours: true}}
  - {{key: tax-advice, name: Tax advice, phase: during}}

tiers:
  - key: strategic
    name: Strategic
    description: Refer often and market together with us
    contact_months: 1
    review_months: 3
  - {{key: active, name: Active, description: 'Refer now and then, on standard terms', contact_months: 3}}
  - {{key: network, name: Network, description: A niche or a region, contact_months: 12}}

service_levels:
  acknowledge_hours: 24
  respond_hours: 24
  meeting_days: 7
  tell_days: 3
  close_loop_days: 7
  stalled_days: 30

checklist:
  - {{key: need, question: 'Can you name the need in one sentence?'}}
  - {{key: decision-maker, question: 'Have you spoken with somebody who decides?'}}
  - {{key: expects-call, question: 'Does the client expect the call?'}}

onboarding:
  - {{key: know-our-services, step: They can say what we do and for whom, side: partner}}
  - {{key: know-theirs, step: We can say what they do and for whom, side: us}}
  - {{key: teams-introduced, step: Teams introduced}}
  - {{key: submission-agreed, step: Way of submitting agreed}}

# Have these read by counsel: they decide who may pay or take a fee.
profession_rules:
  - {{profession: lawyer, jurisdiction: DE, cash: forbidden, reciprocity: forbidden, source: § 49b (3) BRAO}}
professions:
  - {{key: lawyer, name: Lawyer}}

goals:
  partner_share_from: 20%
  partner_share_to: 40%
  mature_partner_share_from: 30%
  mature_partner_share_to: 50%
---

Say in a few sentences why the program exists and what partners may expect of you.
"""

_MKDOCS = """site_name: {name}
repo_url: https://forge.example/firm/handbook
edit_uri: edit/main/docs/

nav:
  - Home: index.md
  - My week: my-week/index.md
  - Partners: partners/index.md
  - Who to refer to: needs.md
  - Clients: clients/index.md
  - Agreements: agreements/index.md
  - Referrals: referrals/index.md
  - Money:
      - Payouts: payouts/index.md
      - Receivables: payouts/receivables.md
      - Statements: statements/index.md
      - Forecast: payouts/forecast.md
  - Health:
      - Program health: health.md
      - Scorecards: scorecards/index.md
  - How to:
      - Log a referral: log-a-referral.md
      - Work with partners: how-we-work.md
  - Reference:
      - Record problems: reference/problems.md
      - Rules: reference/rules/index.md
      - Schema: reference/schema/index.md

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
      toggle: {{icon: material/weather-sunny, name: Dark}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: custom
      accent: custom
      toggle: {{icon: material/weather-night, name: Light}}

plugins: [search, partnerbook]
"""

_README = """# {name}

The partner program as records in git. `records/` holds one Markdown file for each partner, client,
agreement, referral, payout and activity; `partnerbook check` says what is wrong with them, where,
and what to do; `make site` publishes the handbook into `site/`.

`.github/` holds what happens to a change by itself: it is checked, what it does is told in a comment, and money waits
for who may approve it.
"""

_DOCS = """# How we work with partners

Pages you write by hand live in `docs/`; the others are made from the records.
"""

_MAKEFILE = """\
# `make site` builds the handbook into site/, `make check` checks the records, `make serve` shows it on this
# machine. The program comes from requirements.txt.

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

_REQUIREMENTS = """\
# The program this handbook is made with. A newer one is a change like any other: checked, reviewed and merged.
partnerbook[documents,charts,calendar]=={version}
"""

_PROGRAM_PATH = KINDS["program"].path("program")
_KEEP = ("partners", "clients", "agreements", "referrals", "payouts", "activities", "closings")


def new_handbook(name: str, firm: str, language: str, today: date) -> dict[str, str]:
    """The files of an empty handbook, by path; its only record is the program's."""
    from partnerbook import __version__
    from partnerbook.shell.forge.code_owners import CODE_OWNERS
    from partnerbook.shell.forge.repository_files import repository_files
    from partnerbook.shell.quoting import quoted

    values = {"name": quoted(name), "firm": quoted(firm), "language": language, "today": today.isoformat()}
    # The theme prints the site's name as it stands: markup in it would be obeyed.
    site_name = quoted(name.replace("<", "&lt;").replace(">", "&gt;"))
    files = {
        _PROGRAM_PATH: _PROGRAM.format(**values),
        "mkdocs.yml": _MKDOCS.format(**values | {"name": site_name}),
        "README.md": _README.format(name=name),
        "docs/how-we-work.md": _DOCS,
        "Makefile": _MAKEFILE,
        "requirements.txt": _REQUIREMENTS.format(version=__version__),
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
