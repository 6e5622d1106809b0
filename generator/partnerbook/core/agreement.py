"""The agreement record: what two firms promised each other, in terms that can be computed."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from partnerbook.core.compensation import Compensation
from partnerbook.core.money import Money, Rate
from partnerbook.core.record import Key, Record, Text, Value
from partnerbook.core.vocabulary import US, AttributionRule, Model, Side
from partnerbook.core.worked_example import WorkedExample


class Party(Value):
    """One party of an agreement between more than two."""

    party: Key
    """Partner, or `us`."""
    lead: bool = False
    """Whether it invoices the client; one party does."""
    role: Text | None = None
    """What it brings."""


class Contribution(Value):
    """What a party brings besides referrals."""

    party: Key
    """Partner, or `us`."""
    what: Text
    """What it brings."""


class Overlap(Value):
    """What happens where both could serve the client (DOMAIN 4.1)."""

    rule: Literal["first_engaged", "joint_pitch", "split_by_component"]
    """Who takes the client."""
    services: tuple[Key, ...] = ()
    """Services both offer."""
    note: Text | None = None
    """How it is meant."""


class Scope(Value):
    """What is referred in each direction, and what is not."""

    they_refer: tuple[Key, ...] = ()
    """Our services that the partner refers clients for."""
    we_refer: tuple[Key, ...] = ()
    """The partner's services that we refer clients for."""
    clients: Text | None = None
    """Which clients are meant."""
    off_limits: tuple[Text, ...] = ()
    """Clients, services or subjects that stay out."""
    excluded_services: tuple[Key, ...] = ()
    """Services that are off limits."""
    contributions: tuple[Contribution, ...] = ()
    """What each party brings besides."""
    overlap: Overlap | None = None
    """What happens where both could serve the client."""


class Payment(Value):
    """When and how commissions are paid (DOMAIN 8.4)."""

    trigger: Literal["client_payment", "invoice", "project_start", "completion"]
    """What makes a commission due; a retainer's month is a client payment."""
    net_days: Annotated[int, Field(ge=0, le=365)]
    """Calendar days from the trigger."""
    minimum: Money | None = None
    """Smaller balances are carried forward."""
    netting: bool = False
    """Whether what we owe and what they owe are set off."""
    invoicing: Literal["partner_invoices", "self_billing"] = "partner_invoices"
    """Who writes the invoice for a commission; a statement is not one."""
    after_end: Literal["continue", "stop"] = "continue"
    """Whether payments of clients won before the end still earn after it."""
    invoice_note: Text | None = None
    """What an invoice must carry."""


class Clawback(Value):
    """When a commission is taken back because the client was refunded."""

    window_days: Annotated[int, Field(ge=1, le=3650)]
    """Days from the client payment refunded, the last one included."""
    method: Literal["by_amount", "by_time"]
    """In proportion to the refund, or to the unused whole months."""


class Exclusivity(Value):
    """Who may work with whom (DOMAIN 4.3)."""

    kind: Literal["non_exclusive", "we_are_bound", "partner_is_bound", "mutual"]
    """Who is bound."""
    services: tuple[Key, ...] = ()
    """For which services; empty means all in scope."""
    regions: tuple[Key, ...] = ()
    """In which regions; empty means everywhere."""
    industries: tuple[Key, ...] = ()
    """In which industries; empty means all."""
    until: date | None = None
    """Last day; none means the agreement's term."""
    non_compete: tuple[Key, ...] = ()
    """Services the partner will not offer to our clients itself."""
    non_compete_months: Annotated[int, Field(ge=1, le=60)] | None = None
    """Months the non-compete lasts after the end."""


class Territory(Value):
    """Where the agreement holds (DOMAIN 4.4)."""

    regions: tuple[Key, ...] = ()
    """Regions; empty means everywhere."""
    industries: tuple[Key, ...] = ()
    """Industries; empty means all."""


class Attribution(Value):
    """How several claims on one client are settled, set in advance (DOMAIN 7.6)."""

    rule: AttributionRule
    """The rule."""
    shares: tuple["AgreedShare", ...] = ()
    """For an agreed split: shares by part played."""
    decided_by: Side = "both"
    """Who decides in doubt."""


class AgreedShare(Value):
    """A claimant's usual share under an agreed split."""

    part: Literal["introduced", "influenced", "closed"]
    """Part played."""
    share: Rate
    """Share of the commission."""


class AgreedServiceLevel(Value):
    """Clocks of this agreement, where they differ from the program's (DOMAIN 7.2)."""

    acknowledge_hours: Annotated[int, Field(ge=1, le=240)] | None = None
    """Hours on business days until a referral is confirmed."""
    respond_hours: Annotated[int, Field(ge=1, le=240)] | None = None
    """Hours on business days until the client is contacted or the referral declined."""
    partner_respond_hours: Annotated[int, Field(ge=1, le=240)] | None = None
    """The same for the partner, on referrals we send it; without it, one clock holds for both."""
    meeting_days: Annotated[int, Field(ge=1, le=60)] | None = None
    """Calendar days from response to meeting."""
    screening: Literal["screened_first", "always_meeting"] = "screened_first"
    """Whether every referral gets a meeting."""


class Governance(Value):
    """How the two work together when it matters (DOMAIN 4.5)."""

    check_ins: Text | None = None
    """How often, with whom."""
    client_acceptance: Text | None = None
    """Who decides whether a client is taken."""
    scope_changes: Text | None = None
    """Who decides when the scope changes."""
    opportunities: Text | None = None
    """How opportunities in progress are talked about."""
    escalation: tuple[Text, ...] = ()
    """Whom to turn to, first to last."""
    disputes: Text | None = None
    """How disputes are settled."""


class Disclosure(Value):
    """What the client is told (DOMAIN 4.5, 8.3)."""

    referral_fee: Literal["disclosed", "on_request", "not_disclosed"]
    """Whether the client hears of the commission."""
    subcontractors: Literal["disclosed", "not_disclosed", "not_used"]
    """Whether the client hears who delivers."""
    markups: Literal["disclosed", "not_disclosed", "none"]
    """Whether the client hears of a markup on the other's work."""
    markup: Rate | None = None
    """The markup on the subcontractor's price, where there is one."""
    wording: Text | None = None
    """What the client is told, word for word."""


class Renewal(Value):
    """What happens at the end of the term."""

    automatic: bool = False
    """Whether it goes on unless somebody gives notice."""
    months: Annotated[int, Field(ge=1, le=120)] | None = None
    """For how long it goes on."""
    notice_days: Annotated[int, Field(ge=0, le=730)] | None = None
    """Days before the end by which notice is given."""


class Termination(Value):
    """An early end."""

    on: date
    """Day notice was given."""
    by: Side
    """Who gave it; `both` by consent."""
    effective: date
    """Last day of the agreement."""
    reason: Text
    """Why."""


class Agreement(Record):
    """What two firms (or more) promised each other: scope, money, rules."""

    kind_name: ClassVar[str] = "agreement"

    partner: Key
    """The partner across the table; in an alliance of more, the one whose page leads."""
    parties: tuple[Party, ...] = ()
    """All parties where there are more than two, us included; one leads and invoices."""
    model: Model
    """Partnership model."""
    signed: date | None = None
    """Day of the last signature; none while negotiating."""
    effective: date
    """First day."""
    expires: date | None = None
    """Last day; none means until notice."""
    renewal: Renewal | None = None
    """What happens at the end."""
    terminated: Termination | None = None
    """An early end."""
    amends: Key | None = None
    """The agreement this one replaces from its first day on."""
    applies_to: Literal["future_referrals", "future_payments"] = "future_referrals"
    """For an amendment: whether running referrals move to the new terms."""
    scope: Scope
    """What is referred in each direction, and what is not."""
    compensation: Compensation
    """What is earned in each direction."""
    payment: Payment
    """When and how it is paid."""
    clawback: Clawback | None = None
    """What happens when the client is refunded."""
    tail_months: Annotated[int, Field(ge=0, le=60)] = 0
    """Months after the end in which a referral received before it may still be won and earn."""
    existing_clients: Literal["none", "new_service", "all"] = "none"
    """Whether introductions of clients we already had count."""
    protection_days: Annotated[int, Field(ge=0, le=1825)] = 0
    """Days for which an introduction protects the client from later claims."""
    exclusivity: Exclusivity | None = None
    """Who may work with whom; none means non-exclusive."""
    territory: Territory | None = None
    """Where it holds."""
    attribution: Attribution
    """How several claims are settled."""
    service_level: AgreedServiceLevel | None = None
    """Clocks where they differ from the program's."""
    governance: Governance | None = None
    """How the two work together when it matters."""
    disclosure: Disclosure | None = None
    """What the client is told."""
    memorandum: tuple[Text, ...] = ()
    """The agreement in sentences both understand; printed on one page."""
    document: Text | None = None
    """Where the signed paper lies."""
    examples: tuple[WorkedExample, ...] = ()
    """Cases both sides signed; the arithmetic must agree with them."""

    @property
    def partners(self) -> tuple[str, ...]:
        """All partners that are party to it, the leading one first."""
        others = (party.party for party in self.parties if party.party not in (US, self.partner))
        return (self.partner, *others)
