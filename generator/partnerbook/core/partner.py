"""The partner record: who a partner is, what to refer to them, how the relationship stands."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from partnerbook.core.money import Money
from partnerbook.core.qualification import Assessment, RedFlag, Reference
from partnerbook.core.record import Address, Count, Country, Key, Record, Text, Value
from partnerbook.core.vocabulary import Model, PartnerStatus, Positioning, Side


class Contact(Value):
    """A person at the partner (DOMAIN 11.3: several levels, so that it survives a change of staff)."""

    key: Key
    """What other records write."""
    name: Text
    """Full name."""
    level: Literal["executive", "delivery", "account"]
    """Executive sponsors, people who deliver, people who keep the account."""
    title: Text | None = None
    """What they do there."""
    email: Address | None = None
    """Business address."""
    phone: Text | None = None
    """Business telephone number."""
    since: date | None = None
    """First day we know them in this part."""
    left: date | None = None
    """Last day there."""
    prefers: Text | None = None
    """How they like to be approached."""


class StatusChange(Value):
    """One entry of a partner's history; the last one is its status."""

    on: date
    """From this day."""
    status: PartnerStatus
    """The status reached."""
    reason: Text | None = None
    """Why; required for a pause and an end."""
    exit_condition: Text | None = None
    """What ends a pause."""
    review_on: date | None = None
    """When a pause is looked at again."""
    by: Key | None = None
    """Colleague who decided."""


class TierChange(Value):
    """A partner's tier from a day on."""

    on: date
    """From this day."""
    tier: Key
    """Tier of the program."""
    reason: Text | None = None
    """Why it changed."""


class OnboardingMark(Value):
    """One step of the program's onboarding list, done."""

    step: Key
    """Step of the program."""
    on: date
    """Day it was done."""
    by: Key | None = None
    """Colleague who saw to it."""


class Goal(Value):
    """What both sides want of a year (DOMAIN 10.1)."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    """Calendar year."""
    received: Count
    """Referrals from the partner."""
    sent: Count
    """Referrals from us."""
    revenue: Money | None = None
    """Revenue from the partner's referrals."""
    note: Text | None = None
    """How it was agreed."""


class Trigger(Value):
    """When a client says this, think of them (DOMAIN 6.1)."""

    says: Text
    """What the client says, in the client's words."""
    service: Key | None = None
    """Service it points to."""
    ours: bool = False
    """True for a phrase their people should hear and think of us."""


class Certification(Value):
    """A certification in a vendor's program."""

    name: Text
    """What is certified."""
    level: Text | None = None
    """Level reached."""
    holder: Key | None = None
    """Colleague who holds it; none where the firm does."""
    since: date
    """First day."""
    expires: date | None = None
    """Last day."""


class TaxStatus(Value):
    """What is needed to pay them rightly; never a personal tax number or bank account."""

    country: Country
    """Where they are taxed."""
    vat_id: str | None = None
    """VAT identification number, which is public."""
    small_business: bool = False
    """Exempt from VAT as a small business."""
    form: Text | None = None
    """Tax form on file, such as W-9 or W-8BEN-E."""
    form_received: date | None = None
    """Day it arrived."""
    form_expires: date | None = None
    """Last day it holds."""
    self_billing_agreed: date | None = None
    """Day both agreed that we write the invoices for their commissions."""


class Introduction(Value):
    """How to introduce them to a client (DOMAIN 6.3)."""

    steps: tuple[Text, ...] = ()
    """What to do, in order."""
    subject: Text | None = None
    """Subject of the ready-made mail."""
    mail: Text | None = None
    """The ready-made mail; a person's name goes where {client} and {contact} stand."""


class Partner(Record):
    """A firm that serves the same clients with other services: who they are and how it stands."""

    kind_name: ClassVar[str] = "partner"

    name: Text
    """The name people know."""
    legal_name: Text | None = None
    """The name on contracts."""
    website: str | None = None
    """Address of their website."""
    city: Text
    """Where they are."""
    country: Country
    """Country; decides on rules of professions and tax."""
    address: tuple[Text, ...] = ()
    """Postal address of the firm, for statements."""
    regions: tuple[Key, ...] = ()
    """Regions they serve."""
    profession: Key | None = None
    """Regulated profession, where it is one."""
    services: tuple[Key, ...]
    """Services they deliver to clients we share."""
    industries: tuple[Key, ...] = ()
    """Industries they know; empty means any."""
    client_sizes: tuple[Key, ...] = ()
    """Sizes of clients they serve; empty means any."""
    ideal_client: Text
    """Whom they serve best."""
    not_for: tuple[Text, ...] = ()
    """When not to refer to them."""
    positioning: Positioning
    """Where they stand in their market."""
    pitch: Text
    """What they do, in one sentence to say to a client."""
    typical_project: Text | None = None
    """Usual size, length and price of their work."""
    delivery: Text | None = None
    """How they work."""
    capacity: Text | None = None
    """How much they can take on, and how stable they stand."""
    example_clients: tuple[Text, ...] = ()
    """Clients they may name in public."""
    works_with: tuple[Text, ...] = ()
    """Whom else they partner with."""
    languages: tuple[Text, ...] = ()
    """Languages they work in."""
    intended_model: Model | None = None
    """Model we have in mind; once there is an agreement, that one counts."""
    contacts: tuple[Contact, ...] = ()
    """People there."""
    owner: Key
    """Colleague who owns the relationship."""
    sponsor: Key | None = None
    """Executive sponsor on our side."""
    status_history: Annotated[tuple[StatusChange, ...], Field(min_length=1)]
    """From first idea to today, oldest first; the last is the status."""
    tier_history: tuple[TierChange, ...] = ()
    """Tiers over time, oldest first; the last is the tier."""
    assessment: Assessment | None = None
    """How well they would suit us."""
    references: tuple[Reference, ...] = ()
    """What others say of them."""
    red_flags: tuple[RedFlag, ...] = ()
    """Warning signs."""
    onboarding: tuple[OnboardingMark, ...] = ()
    """Steps of the onboarding list that are done."""
    goals: tuple[Goal, ...] = ()
    """Goals by year."""
    triggers: tuple[Trigger, ...] = ()
    """Phrases that should make us think of them, and their people of us."""
    introduction: Introduction | None = None
    """How to introduce them."""
    certifications: tuple[Certification, ...] = ()
    """Certifications in a vendor's program."""
    tax: TaxStatus | None = None
    """What is needed to pay them rightly."""
    newsletter_contacts: Count | None = None
    """How many people their list reaches (DOMAIN 9.2)."""
    shared_contacts: Count | None = None
    """How many of them stand on our list too."""
    onboarding_owner: Side | None = None
    """Who drives the onboarding while it lasts."""
