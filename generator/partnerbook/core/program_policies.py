"""What the program prescribes: clocks, checklists, rates, professions, taxes, approval."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from partnerbook.core.money import Money, Rate
from partnerbook.core.record import Country, Key, Text, Value
from partnerbook.core.vocabulary import Involvement, Side

Role = Literal[
    "program_owner", "partner_owner", "payout_preparer", "payout_approver", "terms_approver", "finance", "reader"
]
"""What a colleague may do in the program."""


class InvolvementRates(Value):
    """One rate for each degree of involvement."""

    passive: Rate | None = None
    """A mention in passing."""
    standard: Rate | None = None
    """A straightforward referral."""
    active: Rate | None = None
    """The referrer sells along."""

    def of(self, involvement: Involvement) -> Rate | None:
        """The rate for one involvement."""
        return {"passive": self.passive, "standard": self.standard, "active": self.active}[involvement]


class RateRange(Value):
    """The usual range of rates for one involvement (DOMAIN 8.1)."""

    involvement: Involvement
    """How much the referrer does."""
    lowest: Rate
    """Lower end; below it partners feel undervalued."""
    highest: Rate
    """Upper end; above it an agreement needs a reason."""


class ServiceLevels(Value):
    """The program's clocks; an agreement may set stricter ones (DOMAIN 7.2, 7.3)."""

    acknowledge_hours: Annotated[int, Field(ge=1, le=240)]
    """Hours on business days until a referral is confirmed as received."""
    respond_hours: Annotated[int, Field(ge=1, le=240)]
    """Hours on business days until the client is contacted or the referral is declined."""
    partner_respond_hours: Annotated[int, Field(ge=1, le=240)] | None = None
    """The same for partners, on referrals we send them; without it, ours holds for both."""
    meeting_days: Annotated[int, Field(ge=1, le=60)]
    """Calendar days from response to meeting."""
    tell_days: Annotated[int, Field(ge=1, le=60)]
    """Calendar days until the partner hears of a step."""
    close_loop_days: Annotated[int, Field(ge=1, le=60)]
    """Calendar days until the partner hears the outcome and is thanked."""
    stalled_days: Annotated[int, Field(ge=1, le=365)]
    """Calendar days without a step after which an open referral is stalled."""
    onboarding_days: Annotated[int, Field(ge=1, le=365)] = 60
    """Calendar days from signing to the end of onboarding."""
    expiry_notice_days: Annotated[int, Field(ge=1, le=365)] = 90
    """Calendar days before an agreement's end in which it asks for a decision."""


class ChecklistItem(Value):
    """One question of the checklist before submitting (DOMAIN 7.7)."""

    key: Key
    """What referrals write."""
    question: Text
    """What the submitter asks themselves."""
    required: bool = True
    """Whether a referral without a yes here is premature."""


class OnboardingStep(Value):
    """One step of the onboarding checklist (DOMAIN 5.2)."""

    key: Key
    """What partner records write."""
    step: Text
    """What is done."""
    side: Side = "both"
    """Who learns or acts."""


class ProfessionRule(Value):
    """What a regulated profession may give or take for a client (DOMAIN 4.7)."""

    profession: Key
    """The profession, as partner records write it."""
    jurisdiction: Country
    """Where the rule holds."""
    cash: Literal["forbidden", "with_consent", "warning", "allowed"]
    """Referral fees in money."""
    reciprocity: Literal["forbidden", "with_consent", "warning", "allowed"]
    """Favours in return, such as promised referrals."""
    source: Text
    """Law or professional rule."""
    note: Text | None = None
    """What follows from it, in plain words."""


class TaxThreshold(Value):
    """From what yearly total payments must be reported (DOMAIN 8.6)."""

    jurisdiction: Country
    """The payer's jurisdiction."""
    year: Annotated[int, Field(ge=2000, le=2100)]
    """Calendar year of payment."""
    form: Text
    """Name of the form."""
    amount: Money
    """Reported from this total on."""
    source: Text | None = None
    """Where the figure is laid down."""


class VatRate(Value):
    """The usual VAT rate of a country from a day on."""

    country: Country
    """Where the supply is taxed."""
    since: date
    """First day of the rate."""
    rate: Rate
    """The rate."""


class ApprovalLimit(Value):
    """Up to what amount somebody with a role approves alone."""

    role: Role
    """The role."""
    person: Key | None = None
    """The colleague with the role it is for; none means everybody who has it."""
    up_to: Money | None = None
    """Highest payout they approve; without it, any."""


class Approval(Value):
    """Who approves money and terms (RULINGS)."""

    limits: tuple[ApprovalLimit, ...]
    """Limits by role."""
    four_eyes_from: Money | None = None
    """From this payout on, two people approve."""


class PayoutRuns(Value):
    """When due commissions are paid: on fixed days, so that nobody chases their money (DOMAIN 8.4)."""

    months: Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], Field(min_length=1)]
    """Months with a run, 1 to 12."""
    day: Annotated[int, Field(ge=1, le=31)]
    """Day of the month; its last day where there is no such day."""


class AgreementSection(Value):
    """A section every agreement must have (DOMAIN 4.6)."""

    key: Literal["services", "compensation", "payment", "confidentiality", "term", "disputes"]
    """Which of the six."""
    headings: tuple[Text, ...]
    """Headings in an agreement's prose that count as this section, in the languages the firm writes."""
