"""The program record: the firm, its people, and every figure the rules go by."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from partnerbook.core.money import Money
from partnerbook.core.program_figures import Channel, Cost, ExchangeRate, FirmRevenue, Goals, Health
from partnerbook.core.program_policies import (
    AgreementSection,
    Approval,
    ChecklistItem,
    InvolvementRates,
    OnboardingStep,
    PayoutRuns,
    ProfessionRule,
    RateRange,
    Role,
    ServiceLevels,
    TaxThreshold,
    VatRate,
)
from partnerbook.core.record import Address, Count, Country, Currency, Key, Record, Text, Value
from partnerbook.core.vocabulary import Phase, Positioning


class Term(Value):
    """One word of a vocabulary: the key records use, and the name pages show."""

    key: Key
    """What records write."""
    name: Text
    """What people read."""


class Service(Value):
    """A service our clients need, ours or a partner's: one row of the service map (DOMAIN 2.1)."""

    key: Key
    """What records write."""
    name: Text
    """What people read."""
    ours: bool = False
    """Whether we deliver it ourselves."""
    phase: Phase | None = None
    """When clients need it, seen from our work; none for our own services."""
    heard_per_year: Count = 0
    """How often clients voice the need in a year, by our own count."""
    description: Text | None = None
    """What it covers, in a sentence."""


class Firm(Value):
    """Our own firm, as partners should see it."""

    name: Text
    """The name partners know."""
    legal_name: Text | None = None
    """The name on contracts and statements."""
    address: tuple[Text, ...] = ()
    """Postal address, line by line."""
    country: Country
    """Where we are at home: decides on tax and on rules of professions."""
    vat_id: str | None = None
    """Our VAT identification number."""
    website: str | None = None
    """Our website's address."""
    positioning: Positioning
    """Where we stand in our market."""
    ideal_client: Text
    """Whom we serve best, in the words a partner can pass on."""
    pitch: Text
    """What we do, in a sentence a partner can say."""
    regions: tuple[Key, ...] = ()
    """Regions we serve."""
    industries: tuple[Key, ...] = ()
    """Industries we know well."""
    engagement_process: tuple[Text, ...] = ()
    """How working with us goes, step by step."""
    typical_project: Text | None = None
    """Usual size and length of our work, and its price frame."""
    newsletter_contacts: Count = 0
    """How many people our own list reaches (DOMAIN 9.2)."""


class Person(Value):
    """A colleague with a part in the program."""

    key: Key
    """What records write."""
    name: Text
    """Full name."""
    email: Address
    """Business address."""
    title: Text | None = None
    """What they do in the firm."""
    roles: tuple[Role, ...] = ()
    """What they may do in the program."""
    account: str | None = None
    """Account name at the forge, for reviews and code owners."""
    joined: date | None = None
    """First day in the program."""
    left: date | None = None
    """Last day in the firm; records of the past keep the name."""


class Tier(Value):
    """A tier of partners and what it brings (DOMAIN 12.1)."""

    key: Key
    """What records write: `strategic`, `active`, `network`."""
    name: Text
    """What people read."""
    description: Text
    """Who belongs here, and what both sides may expect."""
    benefits: tuple[Text, ...] = ()
    """What a partner of this tier gets."""
    contact_months: Annotated[int, Field(ge=1, le=36)]
    """At least one check-in in so many months."""
    review_months: Annotated[int, Field(ge=1, le=36)] | None = None
    """A review in so many months; none for self-service."""
    planning_months: Annotated[int, Field(ge=1, le=36)] | None = None
    """A planning meeting in so many months."""
    partners_from: Count | None = None
    """Healthy number of partners in the tier, lower end."""
    partners_to: Count | None = None
    """Healthy number of partners in the tier, upper end."""
    referrals_from: Count | None = None
    """Referrals from a partner in 12 months that belong to the tier; both this and `revenue_from` where both stand."""
    revenue_from: Money | None = None
    """Revenue from a partner in 12 months that belongs to the tier."""
    rates: "InvolvementRates | None" = None
    """Default rates for referrals received, where an agreement names none."""


class Forge(Value):
    """Where the repository is hosted: edit buttons, forms and reviews need it."""

    kind: Literal["github"] = "github"
    """The forge's make."""
    address: str
    """Address of the repository in a browser."""
    branch: str = "main"
    """The branch that counts."""


class Program(Record):
    """The firm's partner program: people, vocabularies and the figures every rule goes by."""

    kind_name: ClassVar[str] = "program"

    format: Literal[1]
    """Version of the record format; 1 today."""
    name: Text
    """What the program is called."""
    demo: bool = False
    """Marks a sample program: pages say so, and `as_of` may stand."""
    as_of: date | None = None
    """The day the program is looked at from; only in a sample program."""
    since: date | None = None
    """First day of the program."""
    language: Literal["en", "de"] = "en"
    """Language of the handbook."""
    currency: Currency
    """Currency of reports and of figures across the program."""
    time_zone: str
    """Name in the IANA database, such as Europe/Berlin: moments are read in it."""
    holidays: "HolidayRegion | None" = None
    """Whose public holidays stop the clocks of business hours."""
    owner: Key
    """The colleague who owns the program (DOMAIN 12.3)."""
    firm: Firm
    """Our own firm."""
    people: tuple[Person, ...]
    """Colleagues with a part in the program."""
    approval: Approval
    """Who approves what, and up to how much."""
    payout_runs: PayoutRuns | None = None
    """Days of payment; a commission due between two runs is paid in the next. Without it, each on its due day."""
    services: tuple[Service, ...]
    """Services our clients need, ours and others': the service map."""
    industries: tuple[Term, ...] = ()
    """Vocabulary of industries."""
    sizes: tuple[Term, ...] = ()
    """Vocabulary of company sizes."""
    regions: tuple[Term, ...] = ()
    """Vocabulary of regions."""
    professions: tuple[Term, ...] = ()
    """Vocabulary of professions."""
    tiers: tuple[Tier, ...]
    """Tiers of partners, the highest first."""
    service_levels: ServiceLevels
    """The program's clocks."""
    checklist: tuple[ChecklistItem, ...] = ()
    """What to ask before submitting a referral."""
    onboarding: tuple[OnboardingStep, ...] = ()
    """What a new partner and we go through."""
    rates: tuple[RateRange, ...] = ()
    """Usual ranges of rates."""
    flat_fee_below: Money | None = None
    """Tickets below this are paid a flat fee instead of a rate."""
    profession_rules: tuple[ProfessionRule, ...] = ()
    """What regulated professions may give and take, by jurisdiction."""
    agreement_sections: tuple[AgreementSection, ...] = ()
    """Sections every agreement must have."""
    tax_thresholds: tuple[TaxThreshold, ...] = ()
    """Reporting thresholds by jurisdiction and year."""
    vat_rates: tuple[VatRate, ...] = ()
    """VAT rates by country."""
    goals: Goals
    """What a healthy program looks like."""
    health: Health = Health()
    """Thresholds of scorecards and remedies."""
    costs: tuple[Cost, ...] = ()
    """What the program cost, besides commissions and the costs of activities."""
    channels: tuple[Channel, ...] = ()
    """Other ways to new clients, by year."""
    revenue: tuple[FirmRevenue, ...] = ()
    """The firm's new revenue from all channels."""
    exchange_rates: tuple[ExchangeRate, ...] = ()
    """Exchange rates by day."""
    growth: "Growth | None" = None
    """Where the program wants to grow (DOMAIN 12.4)."""
    forge: Forge | None = None
    """Where the repository is hosted."""


class HolidayRegion(Value):
    """Whose public holidays count."""

    country: Country
    """Country."""
    subdivision: str | None = None
    """State or province by its ISO 3166-2 code without the country, such as HH."""


class Growth(Value):
    """Where the program wants to grow (DOMAIN 12.4)."""

    recruit_services: tuple[Key, ...] = ()
    """Services we look for partners in."""
    recruit_regions: tuple[Key, ...] = ()
    """Regions we look for partners in."""
    advisory_board: tuple[Key, ...] = ()
    """Partners who advise on the program."""
    note: Text | None = None
    """The plan in a sentence."""
