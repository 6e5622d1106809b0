"""The referral record: one client, one introduction, from the first word to the last payment."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from partnerbook.core.compensation import Share
from partnerbook.core.dates import Moment
from partnerbook.core.deal import ClientPayment, Deal, Hold, Invoice, Override, Refund
from partnerbook.core.record import Key, Record, Satisfaction, Score, Text, Value
from partnerbook.core.vocabulary import AttributionRule, Direction, Involvement

MILESTONES = (
    "acknowledged",
    "contacted",
    "qualified",
    "meeting",
    "proposal",
    "won",
    "lost",
    "declined",
    "withdrawn",
)
"""Milestones in the order they run; the last four end a referral."""
OUTCOMES = ("won", "lost", "declined", "withdrawn")
"""Milestones that decide a referral; it has one of them at most."""


class Milestone(Value):
    """A step of a referral, and when the partner heard of it."""

    on: Moment
    """When it happened."""
    booked: date | None = None
    """Day it was taken into the books, where it is a later one; fees and places go by it."""
    told: date | None = None
    """Day the partner heard of it (DOMAIN 7.3)."""
    by: Key | None = None
    """Colleague who took the step."""


class Milestones(Value):
    """The steps a referral has taken; one may be skipped, none reversed."""

    acknowledged: Milestone | None = None
    """Confirmed as received."""
    contacted: Milestone | None = None
    """The client was contacted."""
    qualified: Milestone | None = None
    """It fits: need, budget, decision maker."""
    meeting: Milestone | None = None
    """First meeting held."""
    proposal: Milestone | None = None
    """Proposal sent."""
    won: Milestone | None = None
    """The client signed."""
    lost: Milestone | None = None
    """The client went elsewhere or nowhere."""
    declined: Milestone | None = None
    """The receiving side did not take it."""
    withdrawn: Milestone | None = None
    """The client or the referrer stepped back before a decision."""

    def reached(self) -> tuple[tuple[str, Milestone], ...]:
        """The steps taken, in the order they run."""
        # Rules ask this of every referral a dozen times: no descriptor on the way.
        steps = self.__dict__
        return tuple([(name, steps[name]) for name in MILESTONES if steps[name] is not None])


class ChecklistAnswer(Value):
    """An answer to one question of the submission checklist (DOMAIN 7.7)."""

    item: Key
    """Question of the program's checklist."""
    answer: Literal["yes", "no", "unknown"]
    """The answer."""
    note: Text | None = None
    """What is known."""


class Consent(Value):
    """What the client agreed to."""

    introduction: date | None = None
    """Day the client agreed to be introduced."""
    fee: date | None = None
    """Day the client agreed in writing to a referral fee, where the profession needs it (DOMAIN 4.7)."""
    document: Text | None = None
    """Where the written consent lies."""


class Claim(Value):
    """A partner's claim to have brought the client (DOMAIN 7.6)."""

    partner: Key
    """Claimant."""
    basis: Literal["first_introduction", "influence", "joint_pitch"]
    """What the claim rests on."""
    on: date
    """Day of the introduction or influence; where it was only claimed after a decision, the day of the claim."""
    note: Text | None = None
    """What happened."""


class AttributionDecision(Value):
    """Whose referral it is, decided and written down."""

    on: date
    """Day of the decision."""
    by: Key
    """Colleague who decided."""
    rule: AttributionRule
    """The rule applied."""
    shares: Annotated[tuple[Share, ...], Field(min_length=1)]
    """Shares of the commission by claimant; all together 100%."""
    reason: Text
    """Why."""


class Outcome(Value):
    """Why it ended as it did (DOMAIN 7.5)."""

    reason: Literal[
        "convinced", "price", "timing", "fit", "no_budget", "competitor", "no_answer", "capacity",
        "conflict_of_interest", "existing_client", "solved_internally", "other",
    ]  # fmt: skip
    """What decided it; `fit` on a declined referral counts against its quality."""
    lesson: Text | None = None
    """What the partner can learn from it."""
    alternative: Text | None = None
    """What was suggested to the client instead."""
    alternative_partner: Key | None = None
    """Partner the client was pointed to instead."""
    thanked: date | None = None
    """Day the partner was thanked."""


class Feedback(Value):
    """Feedback to the referrer on how well it fitted."""

    on: date
    """Day it was given."""
    fit: Score
    """1 off the mark, 5 exactly right."""
    note: Text | None = None
    """What was said."""


class ClientSatisfaction(Value):
    """How content the client was with the work."""

    on: date
    """Day of the answer."""
    score: Satisfaction
    """0 to 10."""
    note: Text | None = None
    """What the client said."""


class Referral(Record):
    """One client, one introduction: who, when, what became of it, what it brought."""

    kind_name: ClassVar[str] = "referral"

    partner: Key
    """Partner that referred, or was referred to."""
    direction: Direction
    """`received` from the partner, or `sent` to it."""
    received: Moment
    """When it reached the side that takes it on."""
    agreement: Key | None = None
    """Agreement it falls under; only where two would match."""
    client: Key
    """Client's key; a client record is needed once a deal is won or two referrals name it."""
    contact: Key | None = None
    """Contact of the client record; never a name here."""
    service: Key
    """Service the client needs."""
    involvement: Involvement = "standard"
    """How much the referrer did."""
    introduced_by: Key | None = None
    """The referrer's person: a contact of the partner, or a colleague."""
    handled_by: Key | None = None
    """The person who takes it on: a colleague, or a contact of the partner."""
    challenge: Text
    """What the client struggles with, in a sentence."""
    context: Text | None = None
    """What one should know before the first call."""
    promises: tuple[Text, ...] = ()
    """What the client was promised."""
    checklist: tuple[ChecklistAnswer, ...] = ()
    """Answers to the submission checklist."""
    consent: Consent | None = None
    """What the client agreed to."""
    claims: tuple[Claim, ...] = ()
    """Claims, where there is more than one."""
    decision: AttributionDecision | None = None
    """Whose referral it is."""
    later_decisions: tuple[AttributionDecision, ...] = ()
    """Decisions taken anew because of a claim that came after the one before; each holds from its day on."""
    milestones: Milestones = Milestones()
    """Steps taken; the latest is the status."""
    outcome: Outcome | None = None
    """Why it ended as it did."""
    feedback: Feedback | None = None
    """Feedback to the referrer."""
    satisfaction: ClientSatisfaction | None = None
    """How content the client was."""
    reopens: Key | None = None
    """The lost referral this one takes up again."""
    source: Key | None = None
    """Activity it came from, such as a webinar."""
    deals: tuple[Deal, ...] = ()
    """What was sold."""
    invoices: tuple[Invoice, ...] = ()
    """Invoices to the client."""
    payments: tuple[ClientPayment, ...] = ()
    """Money the client paid."""
    refunds: tuple[Refund, ...] = ()
    """Money the client got back."""
    overrides: tuple[Override, ...] = ()
    """Terms that differ from the agreement."""
    hold: Hold | None = None
    """A stop on paying."""

    @property
    def decisions(self) -> tuple[AttributionDecision, ...]:
        """Every decision whose referral it is, in order; none before the first."""
        return (self.decision, *self.later_decisions) if self.decision is not None else ()

    def decided_by(self, day: date) -> AttributionDecision | None:
        """The decision that holds on a day: the last one taken by then."""
        return next((one for one in reversed(self.decisions) if one.on <= day), None)

    def undecided_by(self, day: date) -> tuple[Claim, ...]:
        """Claims made by a day that nothing had decided by then (RULINGS, "Claims").

        One claim alone needs no decision; a decision covers the claims that were made by its own day, and those of
        whoever it gives a share.
        """
        if not self.claims or self.direction != "received":
            return ()
        made = tuple(claim for claim in self.claims if claim.on <= day)
        decision = self.decided_by(day)
        if decision is None:
            return made if len({claim.partner for claim in made}) > 1 else ()
        covered = {claim.partner for claim in made if claim.on <= decision.on}
        covered |= {self.partner, *(share.party for share in decision.shares)}
        return tuple(claim for claim in made if claim.partner not in covered)
