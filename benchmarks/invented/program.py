"""The program record of an invented program."""

from invented.words import AS_OF, FIRST_DAY, INDUSTRIES, OURS, PEOPLE, REGIONS, SIZES, THEIRS

_ROLES = (
    "[program_owner, partner_owner, terms_approver, payout_approver]",
    "[finance, payout_preparer]",
    "[partner_owner]",
    "[partner_owner]",
    "[partner_owner, payout_approver]",
)

_HEAD = f"""---
format: 1
name: Partner program of an invented firm
demo: true
as_of: {AS_OF}
since: {FIRST_DAY}
language: en
currency: EUR
time_zone: Europe/Berlin
owner: {PEOPLE[0]}
firm:
  name: Kontor Messbecher
  legal_name: Kontor Messbecher Beratung GmbH
  address: [Messberg 1, 20095 Hamburg]
  country: DE
  positioning: upper_mid
  ideal_client: Owner-led companies with 5 to 80 million euros of revenue that outgrew their bookkeeping
  pitch: We give growing companies the finance function they cannot hire yet.
  regions: [hamburg, north]
  engagement_process: [A call of half an hour, a health check of two weeks, a proposal with a fixed price]
  newsletter_contacts: 2300
approval:
  limits:
    - {{role: payout_approver, up_to: 5000.00 EUR}}
    - {{role: program_owner}}
  four_eyes_from: 20000.00 EUR
vat_rates: [{{country: DE, since: 2021-01-01, rate: 19%}}]
payout_runs: {{months: [1, 4, 7, 10], day: 30}}
professions:
  - {{key: lawyer, name: Lawyer}}
tiers:
  - key: strategic
    name: Strategic
    description: Refer often and market together with us
    benefits: [Highest rates, A dedicated owner]
    contact_months: 1
    review_months: 3
    planning_months: 12
    rates: {{passive: 10%, standard: 15%, active: 20%}}
  - key: active
    name: Active
    description: Refer now and then, on standard terms
    contact_months: 3
    planning_months: 12
    rates: {{passive: 5%, standard: 10%, active: 15%}}
  - {{key: network, name: Network, description: 'A niche or a region, self-service', contact_months: 12}}
service_levels:
  acknowledge_hours: 8
  respond_hours: 24
  meeting_days: 7
  tell_days: 3
  close_loop_days: 7
  stalled_days: 30
checklist:
  - {{key: need, question: 'Can you name the need in one sentence?'}}
  - {{key: decision-maker, question: 'Have you spoken with somebody who decides?'}}
  - {{key: expects-call, question: 'Does the client expect our call?'}}
  - {{key: budget, question: 'Is there a budget or a date?', required: false}}
onboarding:
  - {{key: know-our-services, step: They can say what we do and for whom, side: partner}}
  - {{key: know-theirs, step: We can say what they do and for whom, side: us}}
  - {{key: teams-introduced, step: Teams introduced}}
  - {{key: submission-agreed, step: Way of submitting agreed}}
  - {{key: first-referral, step: First referral made}}
  - {{key: clients-told, step: Clients told of the partnership}}
rates:
  - {{involvement: passive, lowest: 5%, highest: 10%}}
  - {{involvement: standard, lowest: 10%, highest: 15%}}
  - {{involvement: active, lowest: 20%, highest: 25%}}
flat_fee_below: 5000.00 EUR
profession_rules:
  - {{profession: lawyer, jurisdiction: DE, cash: forbidden, reciprocity: forbidden, source: § 49b (3) BRAO}}
agreement_sections:
  - {{key: services, headings: [Services]}}
  - {{key: compensation, headings: [Compensation]}}
  - {{key: payment, headings: [Payment and invoicing]}}
  - {{key: confidentiality, headings: [Confidentiality and data protection]}}
  - {{key: term, headings: [Term and termination]}}
  - {{key: disputes, headings: [Disputes]}}
goals:
  partner_share_from: 20%
  partner_share_to: 40%
  mature_partner_share_from: 30%
  mature_partner_share_to: 50%
revenue:
  - {{period: 2026-Q1, new_revenue: 410000.00 EUR}}
"""

_BODY = """---

Nobody works here: the firm, its partners and its clients are made of chance and a seed, to see how
long a program of this size takes.
"""


def _named(key: str) -> str:
    return key.replace("-", " ").capitalize()


def program_record() -> str:
    """The text of `records/program.md`."""
    lines = [_HEAD, "people:\n"]
    for key, roles in zip(PEOPLE, _ROLES, strict=True):
        name = " ".join(part.capitalize() for part in key.split("-"))
        mail = f"{key.replace('-', '.')}@messbecher.example"
        lines.append(
            f"  - {{key: {key}, name: {name}, email: {mail}, title: Manager, roles: {roles}, joined: {FIRST_DAY}}}\n"
        )
    lines.append("services:\n")
    lines += [f"  - {{key: {key}, name: {_named(key)}, ours: true}}\n" for key in OURS]
    for place, key in enumerate(THEIRS):
        phase = ("before", "during", "after")[place % 3]
        lines.append(f"  - {{key: {key}, name: {_named(key)}, phase: {phase}, heard_per_year: {7 + place}}}\n")
    for vocabulary, keys in (("industries", INDUSTRIES), ("sizes", SIZES), ("regions", REGIONS)):
        lines.append(f"{vocabulary}:\n")
        lines += [f"  - {{key: {key}, name: {_named(key)}}}\n" for key in keys]
    return "".join(lines) + _BODY
