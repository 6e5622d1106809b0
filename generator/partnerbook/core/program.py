"""The program record: the firm, its people, and every figure the rules go by."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from partnerbook.core.dates import Period
from partnerbook.core.money import Money, Rate
from partnerbook.core.record import Address, Count, Country, Currency, Key, Record, Text, Value
from partnerbook.core.vocabulary import Involvement, Phase, Positioning, Side

Role = Literal[
    "program_owner", "partner_owner", "payout_preparer", "payout_approver", "terms_approver", "finance", "reader"
]
"""What a colleague may do in the program."""


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
    rates: "InvolvementRates | None" = None
    """Default rates for referrals received, where an agreement names none."""


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


class Goals(Value):
    """What a healthy program looks like (DOMAIN 10.1, 12.4, 14); scorecards measure against it."""

    new_referrals_from: Count = 2
    """Referrals a year expected of a new partnership, lower end."""
    new_referrals_to: Count = 5
    """Upper end."""
    mature_referrals_from: Count = 20
    """Referrals a year expected of a mature partnership, lower end."""
    mature_referrals_to: Count = 50
    """Upper end."""
    mature_after_months: Count = 24
    """Months after which a partnership counts as mature."""
    partner_share_from: Rate
    """Share of the firm's new revenue that comes from partners, lower end."""
    partner_share_to: Rate
    """Upper end."""
    mature_partner_share_from: Rate
    """The same for a mature program."""
    mature_partner_share_to: Rate
    """Upper end."""
    return_on_cost: Annotated[Decimal, Field(gt=0)] | Annotated[int, Field(gt=0)] = 5
    """Revenue from partners for each unit of cost (5 : 1)."""
    warm_conversion_from: Count = 3
    """How many times better than cold a warm referral converts, lower end."""
    warm_conversion_to: Count = 5
    """Upper end."""
    new_partners_from: Count = 5
    """New partners a year, lower end."""
    new_partners_to: Count = 10
    """Upper end."""
    potential_floor: Count = 4
    """Expected referrals a year, both directions together, below which managing a partner is not worth it (2.5)."""


class ScorecardWeights(Value):
    """How much each component counts; together 100."""

    reciprocity: Count = 20
    """Balance of referrals, by count and value."""
    conversion: Count = 20
    """Referrals won of those decided."""
    responsiveness: Count = 20
    """Service levels kept, both sides."""
    revenue: Count = 20
    """Revenue against goal."""
    engagement: Count = 10
    """Cadence kept, reviews held, marketing together."""
    satisfaction: Count = 10
    """Clients' and the partner's own answers."""


class Health(Value):
    """Thresholds of scorecards and of the remedies the handbook proposes (DOMAIN 13)."""

    weights: ScorecardWeights = ScorecardWeights()
    """Weights of the scorecard's components."""
    healthy_from: Count = 70
    """Points from which a partnership is healthy."""
    at_risk_below: Count = 45
    """Points below which it is at risk."""
    minimum_months: Count = 6
    """Younger partnerships are too early to score."""
    minimum_decided: Count = 3
    """Fewer decided referrals are too early to score."""
    uneven_flows: Count = 6
    """Referrals in 12 months from which unevenness is looked at."""
    uneven_ratio: Count = 3
    """Times more in one direction that count as uneven."""
    uneven_fatal_months: Count = 18
    """Months after which an uneven partnership usually dies."""
    silent_months: Count = 6
    """Months without flow or check-in after which a partner drifts."""
    low_conversion: Rate = Rate(Decimal(20))
    """Conversion below which the quality of referrals is raised."""
    bad_references: Count = 3
    """So many bad references are a trend (DOMAIN 3.2)."""


class Cost(Value):
    """What the program itself cost (DOMAIN 14.4)."""

    period: Period
    """Year, quarter or month."""
    kind: Literal["management_time", "marketing", "systems", "training", "events", "other"]
    """What for."""
    amount: Money
    """Cost in money."""
    hours: Count | None = None
    """Hours behind it, where it is time."""
    note: Text | None = None
    """What it was."""


class Channel(Value):
    """Another way to new clients, for comparison (DOMAIN 14.4)."""

    key: Key
    """Short name."""
    name: Text
    """What people read."""
    year: Annotated[int, Field(ge=2000, le=2100)]
    """Calendar year."""
    leads: Count
    """Leads in the year."""
    wins: Count
    """Clients won from them."""
    cost: Money
    """What the channel cost."""
    revenue: Money | None = None
    """New revenue it brought."""
    warm: bool = False
    """Whether its leads are warm; partners' are compared with the cold ones."""


class FirmRevenue(Value):
    """The firm's new revenue from all channels, to set the partners' share against."""

    period: Period
    """Year or quarter."""
    new_revenue: Money
    """Revenue with clients won in the period."""


class ExchangeRate(Value):
    """What one unit of a currency was worth in another on a day."""

    on: date
    """The day; it holds until the next one."""
    currency: Currency
    """The currency measured."""
    into: Currency
    """The currency it is measured in."""
    rate: Annotated[Decimal, Field(gt=0)]
    """One unit of `currency` in `into`."""
    source: Text | None = None
    """Where the rate was read."""


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
