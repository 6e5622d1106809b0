"""Rules: what must hold in a handbook, said as findings. Pure; `check` is the one way in.

Each module holds a family or a part of one; `RULES` names them all, so that nothing is checked
that cannot be found from here.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from partnerbook.analysis import Current
from partnerbook.core.finding import Finding, Rule
from partnerbook.ingest import faults
from partnerbook.rules import (
    activities,
    agreement_dates,
    agreement_disclosure,
    agreement_exclusivity,
    agreement_rates,
    agreement_scope,
    agreement_sections,
    agreement_terms,
    alliances,
    chains,
    checking,
    claims,
    client_payments,
    client_sums,
    closings,
    code_owners,
    compensation,
    compensation_amounts,
    compensation_fit,
    deadline_money,
    deadline_partners,
    deadline_referrals,
    deals,
    departures,
    duplicates,
    event_keys,
    example_outcomes,
    exchange_rates,
    identities,
    partner_history,
    partner_qualification,
    partner_relationship,
    payout_approval,
    payout_lines,
    payout_tax,
    payout_timing,
    payout_totals,
    payout_vat,
    payouts,
    privacy,
    professions,
    program_rules,
    record_keys,
    references,
    referral_agreements,
    referral_milestones,
    referral_outcomes,
    referral_partners,
    timing,
    vocabulary_references,
    waivers,
    worked_examples,
)
from partnerbook.rules.changes import CHANGE_RULES
from partnerbook.rules.registry import CheckedRule, rules_of

RULES: tuple[CheckedRule, ...] = rules_of(
    (
        activities,
        agreement_dates,
        agreement_disclosure,
        agreement_exclusivity,
        agreement_rates,
        agreement_scope,
        agreement_sections,
        agreement_terms,
        alliances,
        chains,
        claims,
        client_payments,
        client_sums,
        closings,
        compensation,
        compensation_amounts,
        compensation_fit,
        deadline_money,
        deadline_partners,
        deadline_referrals,
        deals,
        departures,
        duplicates,
        event_keys,
        example_outcomes,
        exchange_rates,
        identities,
        partner_history,
        partner_qualification,
        partner_relationship,
        payout_approval,
        payout_lines,
        payout_tax,
        payout_timing,
        payout_totals,
        payout_vat,
        payouts,
        privacy,
        professions,
        program_rules,
        record_keys,
        references,
        referral_agreements,
        referral_milestones,
        referral_outcomes,
        referral_partners,
        timing,
        vocabulary_references,
        worked_examples,
    )
)
"""Every rule that searches a Book, by code."""

ALL_RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *faults.RULES,
            *(checked.rule for checked in RULES),
            *(checked.rule for checked in CHANGE_RULES),
            *waivers.RULES,
            *code_owners.RULES,
            checking.RULE_FAILED,
        ),
        key=lambda rule: rule.code,
    )
)
"""Every rule there is, by code: those of reading, of checking and of the program itself."""

BY_CODE: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in ALL_RULES})
"""Every rule by its code."""


def find_rule(word: str) -> Rule | None:
    """The rule with a code or a name, however it is capitalised; None where there is none."""
    wanted = word.strip().lower()
    return next((rule for rule in ALL_RULES if wanted in (rule.code.lower(), rule.name)), None)


def check(
    current: Current,
    findings: Iterable[Finding] = (),
    base: Current | None = None,
    search: checking.Search | None = None,
) -> tuple[Finding, ...]:
    """Everything wrong with a handbook on a day, in order of place; never raises.

    `findings` are those of reading its files. With a `base`, the state a change starts from, the
    rules about changes are checked too, and what was overdue there already is only told and does
    not count as an error of the change. `search` is another way of searching rules than one by one.
    """
    return checking.run(RULES, BY_CODE, current, findings, base, CHANGE_RULES, search)
