"""Which fields of the records hold keys, and what they are the keys of."""

from collections.abc import Mapping
from enum import StrEnum


class Target(StrEnum):
    """What a key can be the key of."""

    PERSON = "colleague"
    PARTNER = "partner"
    PARTY = "party"
    CLIENT = "client"
    AGREEMENT = "agreement"
    REFERRAL = "referral"
    ACTIVITY = "activity"
    PARTNER_CONTACT = "contact of the partner"
    CLIENT_CONTACT = "contact of the client"
    REFERRER = "referrer's person"
    TAKER = "person who takes it on"
    PROMISER = "who promised it"
    SERVICE = "service"
    INDUSTRY = "industry"
    SIZE = "size"
    REGION = "region"
    PROFESSION = "profession"
    TIER = "tier"
    QUESTION = "checklist item"
    STEP = "onboarding step"
    DEAL = "deal"
    INVOICE = "invoice"
    PAYMENT = "payment"


Plan = Mapping[str, "Target | Plan"]
"""Fields that hold keys, as they lie inside each other; lists are followed item by item."""

_EARNING: Plan = {
    "eligible": {"services": Target.SERVICE},
    "shares": {"party": Target.PARTY},
    "prices": {"service": Target.SERVICE},
}
_STEP: Plan = {"by": Target.PERSON}

PLANS: Mapping[str, Plan] = {
    "program": {
        "owner": Target.PERSON,
        "firm": {"regions": Target.REGION, "industries": Target.INDUSTRY},
        "approval": {"limits": {"person": Target.PERSON}},
        "profession_rules": {"profession": Target.PROFESSION},
        "growth": {
            "recruit_services": Target.SERVICE,
            "recruit_regions": Target.REGION,
            "advisory_board": Target.PARTNER,
        },
    },
    "partner": {
        "regions": Target.REGION,
        "profession": Target.PROFESSION,
        "services": Target.SERVICE,
        "industries": Target.INDUSTRY,
        "client_sizes": Target.SIZE,
        "owner": Target.PERSON,
        "sponsor": Target.PERSON,
        "status_history": {"by": Target.PERSON},
        "tier_history": {"tier": Target.TIER},
        "assessment": {"by": Target.PERSON},
        "onboarding": {"step": Target.STEP, "by": Target.PERSON},
        "triggers": {"service": Target.SERVICE},
        "certifications": {"holder": Target.PERSON},
    },
    "client": {
        "industry": Target.INDUSTRY,
        "size": Target.SIZE,
        "region": Target.REGION,
        "existing_services": Target.SERVICE,
        "owner": Target.PERSON,
        "protected_by": Target.PARTNER,
    },
    "agreement": {
        "partner": Target.PARTNER,
        "parties": {"party": Target.PARTY},
        "amends": Target.AGREEMENT,
        "scope": {
            "they_refer": Target.SERVICE,
            "we_refer": Target.SERVICE,
            "excluded_services": Target.SERVICE,
            "contributions": {"party": Target.PARTY},
            "overlap": {"services": Target.SERVICE},
        },
        "compensation": {"received": _EARNING, "sent": _EARNING},
        "exclusivity": {
            "services": Target.SERVICE,
            "regions": Target.REGION,
            "industries": Target.INDUSTRY,
            "non_compete": Target.SERVICE,
        },
        "territory": {"regions": Target.REGION, "industries": Target.INDUSTRY},
        "examples": {"given": {"service": Target.SERVICE, "shares": {"party": Target.PARTY}}},
    },
    "referral": {
        "partner": Target.PARTNER,
        "agreement": Target.AGREEMENT,
        "client": Target.CLIENT,
        "contact": Target.CLIENT_CONTACT,
        "service": Target.SERVICE,
        "introduced_by": Target.REFERRER,
        "handled_by": Target.TAKER,
        "checklist": {"item": Target.QUESTION},
        "claims": {"partner": Target.PARTNER},
        "decision": {"by": Target.PERSON, "shares": {"party": Target.PARTY}},
        "later_decisions": {"by": Target.PERSON, "shares": {"party": Target.PARTY}},
        "milestones": {
            "acknowledged": _STEP,
            "contacted": _STEP,
            "qualified": _STEP,
            "meeting": _STEP,
            "proposal": _STEP,
            "won": _STEP,
            "lost": _STEP,
            "declined": _STEP,
            "withdrawn": _STEP,
        },
        "outcome": {"alternative_partner": Target.PARTNER},
        "reopens": Target.REFERRAL,
        "source": Target.ACTIVITY,
        "deals": {
            "service": Target.SERVICE,
            "shares": {"party": Target.PARTY},
            "subcontract": {"by": Target.PARTY},
        },
        "invoices": {"deal": Target.DEAL},
        "payments": {"deal": Target.DEAL, "invoice": Target.INVOICE, "reported_by": Target.PARTNER_CONTACT},
        "refunds": {"payment": Target.PAYMENT},
        "overrides": {"deal": Target.DEAL, "approved_by": Target.PERSON},
    },
    "payout": {
        "partner": Target.PARTNER,
        "prepared": {"by": Target.PERSON},
        "approver": Target.PERSON,
        "second_approver": Target.PERSON,
        "approved": {"by": Target.PERSON},
        "cancelled": {"by": Target.PERSON},
    },
    "activity": {
        "partners": Target.PARTNER,
        "people": Target.PERSON,
        "attendees": {"partner": Target.PARTNER, "contact": Target.PARTNER_CONTACT},
        "follow_ups": {"owner": Target.PROMISER},
        "hot_opportunity": {"service": Target.SERVICE, "industry": Target.INDUSTRY},
        "turned_away": {
            "need": Target.SERVICE,
            "industry": Target.INDUSTRY,
            "region": Target.REGION,
            "passed_to": Target.PARTNER,
        },
    },
    "closing": {
        "by": Target.PERSON,
        "statements": {"partner": Target.PARTNER, "to": Target.PARTNER_CONTACT},
    },
}
"""Every field of each kind that names something, by the kind's name; a test holds it complete."""
