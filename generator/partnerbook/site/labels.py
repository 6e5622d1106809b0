"""The words people read for the words records write: one table, translated like any text."""

from partnerbook.site.edition import Edition
from partnerbook.site.values import Pill, Tone


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return message


LABELS: dict[str, dict[str, str]] = {
    "model": {
        "referral": N_("Referral"),
        "subcontracting": N_("Subcontracting"),
        "alliance": N_("Alliance"),
        "technology": N_("Technology"),
        "reseller": N_("Reseller"),
    },
    "partner_status": {
        "identified": N_("Identified"),
        "contacted": N_("Contacted"),
        "in_talks": N_("In talks"),
        "negotiating": N_("Negotiating"),
        "onboarding": N_("Onboarding"),
        "active": N_("Active"),
        "paused": N_("Paused"),
        "ended": N_("Ended"),
        "rejected": N_("Rejected"),
    },
    "agreement_state": {
        "draft": N_("Draft"),
        "upcoming": N_("Upcoming"),
        "in_force": N_("In force"),
        "expiring": N_("Expiring"),
        "expired": N_("Expired"),
        "terminated": N_("Terminated"),
        "replaced": N_("Replaced"),
    },
    "referral_state": {
        "received": N_("Received"),
        "acknowledged": N_("Acknowledged"),
        "contacted": N_("Contacted"),
        "qualified": N_("Qualified"),
        "meeting": N_("Meeting held"),
        "proposal": N_("Proposal sent"),
        "won": N_("Won"),
        "lost": N_("Lost"),
        "declined": N_("Declined"),
        "withdrawn": N_("Withdrawn"),
    },
    "change": {
        "added": N_("Written"),
        "changed": N_("Changed"),
        "moved": N_("Moved"),
        "removed": N_("Removed"),
    },
    "payout_state": {
        "prepared": N_("Prepared"),
        "approved": N_("Approved"),
        "part_paid": N_("Paid in part"),
        "paid": N_("Paid"),
        "cancelled": N_("Cancelled"),
    },
    "line_state": {
        "paid": N_("Paid"),
        "part_paid": N_("Paid in part"),
        "approved": N_("Approved"),
        "proposed": N_("Proposed for payment"),
        "kept": N_("Kept out of the sale"),
        "held": N_("On hold"),
        "carried": N_("Carried forward"),
        "due": N_("Due"),
        "not_due": N_("Not due yet"),
    },
    "line_kind": {
        "accrual": N_("Earned"),
        "true_up": N_("True-up"),
        "clawback": N_("Taken back"),
        "adjustment": N_("Adjustment"),
        "payment": N_("Payment"),
    },
    "vat": {
        "domestic": N_("VAT of our country"),
        "reverse_charge": N_("Reverse charge"),
        "small_business": N_("No VAT: small business"),
        "outside_scope": N_("Outside the scope of VAT"),
    },
    "activity_state": {"planned": N_("Planned"), "done": N_("Done"), "cancelled": N_("Cancelled")},
    "severity": {"error": N_("Error"), "warning": N_("Warning"), "info": N_("Info")},
    "direction": {"received": N_("From them to us"), "sent": N_("From us to them")},
    "payout_direction": {"payable": N_("We pay"), "receivable": N_("They pay")},
    "involvement": {"passive": N_("Mention"), "standard": N_("Referral"), "active": N_("Sold along")},
    "positioning": {
        "premium": N_("Premium"),
        "upper_mid": N_("Upper mid-market"),
        "mid_market": N_("Mid-market"),
        "value": N_("Value for money"),
    },
    "phase": {"before": N_("Before our work"), "during": N_("During our work"), "after": N_("After our work")},
    "level": {"executive": N_("Executive"), "delivery": N_("Delivery"), "account": N_("Account")},
    "stage": {
        "seed": N_("Seed"),
        "growth": N_("Growth"),
        "mature": N_("Mature"),
        "turnaround": N_("Turnaround"),
        "succession": N_("Succession"),
    },
    "deal_kind": {
        "project": N_("Project"),
        "retainer": N_("Retainer"),
        "licence": N_("Licence"),
        "wholesale": N_("Sold on"),
        "workshop": N_("Workshop"),
    },
    "activity_type": {
        "check_in": N_("Check-in"),
        "review": N_("Review"),
        "planning": N_("Planning"),
        "training": N_("Training"),
        "webinar": N_("Webinar"),
        "campaign": N_("Campaign"),
        "content": N_("Shared content"),
        "event": N_("Event"),
        "case_study": N_("Case study"),
        "collateral": N_("Material"),
        "survey": N_("Survey"),
        "recognition": N_("Recognition"),
        "introduction": N_("Introduction"),
        "hot_opportunity": N_("Hot opportunity"),
        "turned_away": N_("Need we turned away"),
    },
    "outcome": {
        "convinced": N_("Convinced"),
        "price": N_("Price"),
        "timing": N_("Timing"),
        "fit": N_("Did not fit"),
        "no_budget": N_("No budget"),
        "competitor": N_("A competitor"),
        "no_answer": N_("No answer"),
        "capacity": N_("No capacity"),
        "conflict_of_interest": N_("Conflict of interest"),
        "existing_client": N_("Client already known"),
        "solved_internally": N_("Solved within the company"),
        "other": N_("Other"),
    },
    "verdict": {"good": N_("Good"), "mixed": N_("Mixed"), "bad": N_("Bad")},
    "reference_source": {
        "client": N_("Client"),
        "partner": N_("Partner"),
        "market": N_("Market"),
        "review": N_("Review"),
        "work_sample": N_("Work sample"),
    },
    "answer": {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Not known")},
    "claim_basis": {
        "first_introduction": N_("First introduction"),
        "influence": N_("Influence"),
        "joint_pitch": N_("Joint pitch"),
    },
    "attribution": {
        "first_introduction": N_("First formal introduction"),
        "most_influence": N_("Most significant influence"),
        "agreed_split": N_("Agreed split"),
    },
    "assessment": {
        "fit": N_("Fit"),
        "overlap": N_("Client overlap"),
        "values": N_("Values"),
        "positioning": N_("Positioning"),
        "quality": N_("Quality and reputation"),
        "commitment": N_("Commitment"),
        "partnerships": N_("Other partnerships"),
        "capacity": N_("Stability and capacity"),
    },
    "family": {
        "FMT": N_("File, encoding and YAML"),
        "SCH": N_("Field shapes and values"),
        "REF": N_("Ids and references"),
        "PAR": N_("Partner qualification and status"),
        "AGR": N_("Agreement terms and conflicts"),
        "RFL": N_("Referral milestones"),
        "MNY": N_("Ledger, payouts and examples"),
        "DUE": N_("Deadlines as of a day"),
        "CHG": N_("A change against its base"),
        "GIT": N_("Comparison with git"),
        "PRI": N_("Privacy and secrets"),
        "INT": N_("The program itself"),
    },
    "kind": {
        "program": N_("Program"),
        "partner": N_("Partner"),
        "client": N_("Client"),
        "agreement": N_("Agreement"),
        "referral": N_("Referral"),
        "payout": N_("Payout"),
        "activity": N_("Activity"),
        "closing": N_("Closing"),
    },
    "may_tell": {"name": N_("Name"), "outcome": N_("Outcome"), "scope": N_("Scope"), "value": N_("Value")},
    "overlap": {
        "first_engaged": N_("Whoever is engaged first keeps the client"),
        "joint_pitch": N_("We pitch together"),
        "split_by_component": N_("Each takes its part"),
    },
    "exclusivity": {
        "non_exclusive": N_("Non-exclusive"),
        "we_are_bound": N_("We are bound"),
        "partner_is_bound": N_("The partner is bound"),
        "mutual": N_("Both are bound"),
    },
    "trigger": {
        "client_payment": N_("when the client pays"),
        "invoice": N_("when the client is invoiced"),
        "project_start": N_("when the project starts"),
        "completion": N_("when the project is completed"),
    },
    "existing_clients": {
        "none": N_("Introductions of clients we already have do not count"),
        "new_service": N_("Introductions of existing clients count for a new service"),
        "all": N_("Introductions of existing clients count"),
    },
    "basis": {
        "first_project": N_("of the client's first project"),
        "first_year": N_("of what the client pays in the first year"),
        "client_lifetime": N_("of all the client pays"),
    },
    "field_type": {
        "text": N_("text"),
        "key": N_("key"),
        "number": N_("number"),
        "yes_no": N_("true or false"),
        "day": N_("day"),
        "moment": N_("moment"),
        "money": N_("money"),
        "rate": N_("rate"),
        "period": N_("period"),
        "choice": N_("one of"),
        "block": N_("block"),
    },
}
"""Labels by vocabulary and word; a test holds that every word of every vocabulary has one."""

TONES: dict[str, dict[str, Tone]] = {
    "partner_status": {"active": "good", "onboarding": "info", "negotiating": "info", "paused": "warn"},
    "agreement_state": {"in_force": "good", "expiring": "warn", "upcoming": "info", "draft": "info", "expired": "bad"},
    "referral_state": {"won": "good", "lost": "bad", "declined": "warn", "meeting": "info", "proposal": "info",
                       "qualified": "info", "contacted": "info", "acknowledged": "info", "received": "info"},
    "payout_state": {"paid": "good", "approved": "info", "part_paid": "info", "prepared": "warn"},
    "line_state": {"paid": "good", "part_paid": "info", "approved": "info", "proposed": "info", "held": "warn",
                   "due": "warn"},
    "activity_state": {"done": "good", "planned": "info"},
    "severity": {"error": "bad", "warning": "warn", "info": "info"},
    "answer": {"yes": "good", "no": "bad"},
    "verdict": {"good": "good", "mixed": "warn", "bad": "bad"},
}  # fmt: skip
"""How a state is meant; a state that is not named is calm."""


def label(edition: Edition, vocabulary: str, word: str) -> str:
    """What people read for a word of a record."""
    return edition.gettext(LABELS[vocabulary][word])


def pill(edition: Edition, vocabulary: str, word: str) -> Pill:
    """A state as a pill."""
    return Pill(label(edition, vocabulary, word), TONES.get(vocabulary, {}).get(word, "calm"))
