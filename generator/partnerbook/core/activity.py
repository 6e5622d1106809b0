"""The activity record: everything two firms do together besides referring clients."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from partnerbook.core.dates import Moment, Period
from partnerbook.core.money import Money
from partnerbook.core.record import Count, Key, Record, Satisfaction, Text, Value
from partnerbook.core.vocabulary import Side

ActivityType = Literal[
    "check_in", "review", "planning", "training", "webinar", "campaign", "content", "event", "case_study",
    "collateral", "survey", "recognition", "introduction", "hot_opportunity", "turned_away",
]  # fmt: skip
"""What was done."""

MARKETING = frozenset({"webinar", "campaign", "content", "event"})
"""Types of joint marketing; they carry a `marketing` block."""


class FollowUp(Value):
    """Something that was promised."""

    what: Text
    """What is to be done."""
    owner: Text
    """Who does it: a colleague's key, or a name on the other side."""
    due: date | None = None
    """By when."""
    done: date | None = None
    """Day it was done."""


class Attendee(Value):
    """A person of a partner who took part."""

    partner: Key
    """Partner."""
    contact: Key
    """Contact of the partner."""


class Review(Value):
    """A quarterly review (DOMAIN 10.3)."""

    period: Period
    """Period looked back on."""
    agenda: tuple[Text, ...] = ()
    """Points."""
    worked: tuple[Text, ...] = ()
    """What worked."""
    change: tuple[Text, ...] = ()
    """What to change."""
    outlook: Literal["renew", "deepen", "scale_back", "end"] | None = None
    """What is to become of the partnership, after a year (DOMAIN 10.5)."""


class Planning(Value):
    """A yearly planning meeting (DOMAIN 11.2)."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    """Year planned."""
    markets: tuple[Text, ...] = ()
    """New markets."""
    services: tuple[Text, ...] = ()
    """New services."""
    ideal_clients: tuple[Text, ...] = ()
    """New ideal clients on either side."""


class Training(Value):
    """A training, in either direction (DOMAIN 6.4)."""

    topic: Text
    """Subject."""
    audience: Side
    """Whose people learn."""
    attendees: Count
    """How many came."""
    recording: Text | None = None
    """Where the recording lies."""


class Marketing(Value):
    """Joint marketing: who did what and what it brought each side (DOMAIN 9)."""

    title: Text
    """Title in public."""
    logistics: Side
    """Who ran it."""
    promotion: Side
    """Who promoted it."""
    brands_equal: bool = True
    """Whether both brands were equally visible."""
    our_contacts: Count | None = None
    """How many of our contacts were invited."""
    their_contacts: Count | None = None
    """How many of the partners' contacts were invited."""
    shared_contacts: Count | None = None
    """How many of them stand on both lists; the reach is the sum less these (9.2)."""
    registered: Count | None = None
    """Registrations."""
    attended: Count | None = None
    """Visitors."""
    our_leads: Count | None = None
    """Qualified conversations it brought us (9.4)."""
    their_leads: Count | None = None
    """Qualified conversations it brought the partners."""
    leads_shared: date | None = None
    """Day both had the whole list."""


class Survey(Value):
    """The yearly survey of a partner's satisfaction (DOMAIN 11.5)."""

    sent: date
    """Day it was sent."""
    answered: date | None = None
    """Day the answer came."""
    score: Satisfaction | None = None
    """How content the partner is, 0 to 10."""
    comments: tuple[Text, ...] = ()
    """What was said."""


class HotOpportunity(Value):
    """The one ideal referral of a month (DOMAIN 6.5)."""

    month: Period
    """Month it is for."""
    seeks: Text
    """Whom we look for, concretely."""
    service: Key
    """Service they would need."""
    industry: Key | None = None
    """Industry."""
    answers: Count = 0
    """How many partners came back with a name."""


class TurnedAway(Value):
    """A need we had to say no to (DOMAIN 2.1)."""

    need: Key
    """Service that was asked for."""
    count: Annotated[int, Field(ge=1, le=1000)] = 1
    """How often, where several are logged at once."""
    industry: Key | None = None
    """Who asked."""
    region: Key | None = None
    """Where."""
    passed_to: Key | None = None
    """Partner the asker was pointed to."""


class Material(Value):
    """A case study, one-pager, deck or other material of the library (DOMAIN 6.4)."""

    title: Text
    """Title."""
    location: Text
    """Where it lies."""
    audience: Literal["partners", "clients", "our_team"]
    """For whom."""
    published: date | None = None
    """First day it may be used."""
    outdated: date | None = None
    """Day from which it should not be used."""
    client_agreed: date | None = None
    """Day the client agreed to be named, for a case study."""


class Activity(Record):
    """What two firms did together besides referring clients, and what came of it."""

    kind_name: ClassVar[str] = "activity"

    type: ActivityType
    """What was done."""
    on: Moment | None = None
    """When it was done; none while it is planned."""
    planned: Moment | None = None
    """When it is planned, or was."""
    cancelled: date | None = None
    """Day it was called off."""
    partners: tuple[Key, ...] = ()
    """Partners that took part."""
    people: tuple[Key, ...] = ()
    """Colleagues who took part; the first owns it."""
    attendees: tuple[Attendee, ...] = ()
    """People of the partners who took part."""
    by: Literal["meeting", "call", "mail", "event", "online"] | None = None
    """How."""
    summary: Text
    """What it was, in a sentence."""
    hours: Annotated[Decimal, Field(ge=0)] | Count | None = None
    """Hours of our people, together."""
    cost: Money | None = None
    """What it cost us."""
    their_cost: Money | None = None
    """What it cost the partners."""
    follow_ups: tuple[FollowUp, ...] = ()
    """What was promised."""
    review: Review | None = None
    """For a review."""
    planning: Planning | None = None
    """For a planning meeting."""
    training: Training | None = None
    """For a training."""
    marketing: Marketing | None = None
    """For a webinar, campaign, event or shared content."""
    survey: Survey | None = None
    """For a survey."""
    hot_opportunity: HotOpportunity | None = None
    """For a hot opportunity."""
    turned_away: TurnedAway | None = None
    """For a need we turned away."""
    material: Material | None = None
    """For a case study, collateral or content."""
