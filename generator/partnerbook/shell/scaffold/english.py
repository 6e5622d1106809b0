"""What `partnerbook init` writes in English: the words and what a firm starts from."""

NAME = "Partner program"
FIRM = "Our firm"
DARK = "Dark"
LIGHT = "Light"

PROGRAM = """---
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

NAVIGATION = """\
  - Home: index.md
  - My week: my-week/index.md
  - Partners:
      - Directory: partners/index.md
      - Who to refer to: needs.md
      - Candidates: candidates.md
      - How we work with partners: program.md
  - Clients: clients/index.md
  - Agreements: agreements/index.md
  - Referrals: referrals/index.md
  - Marketing:
      - Calendar: marketing/index.md
      - Library: marketing/library.md
      - News: marketing/news.md
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
      - Schema: reference/schema/index.md"""

README = """# {name}

The partner program as records in git. `records/` holds one Markdown file for each partner, client,
agreement, referral, payout and activity; `partnerbook check` says what is wrong with them, where,
and what to do; `make site` publishes the handbook into `site/`.

`.github/` holds what happens to a change by itself: it is checked, what it does is told in a comment, and money waits
for who may approve it.
"""

PAGE = """# How we work with partners

Pages you write by hand live in `docs/`; the others are made from the records.
"""

MAKEFILE = """\
# `make site` builds the handbook into site/, `make check` checks the records, `make serve` shows it on this
# machine. The program comes from requirements.txt.
"""

REQUIREMENTS = """\
# The program this handbook is made with. A newer one is a change like any other: checked, reviewed and merged.
"""
