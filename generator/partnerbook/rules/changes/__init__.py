"""Rules about changes: what was paid, signed, closed or told is not rewritten. They need a base to compare with."""

from partnerbook.rules.changes import agreements, closings, histories, milestones, payouts
from partnerbook.rules.changes.registry import ChangeRule, change_rules_of

CHANGE_RULES: tuple[ChangeRule, ...] = change_rules_of((agreements, closings, histories, milestones, payouts))
"""Every rule about changes, by code."""
