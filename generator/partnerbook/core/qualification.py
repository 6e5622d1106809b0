"""How a partner was found to suit us: assessment, references, warning signs."""

from datetime import date
from typing import Literal

from partnerbook.core.record import Count, Key, Score, Text, Value


class Mark(Value):
    """One mark of an assessment."""

    score: Score
    """1 poor, 5 excellent."""
    note: Text | None = None
    """What it rests on."""


class Potential(Value):
    """What the partnership can bring once it runs (DOMAIN 2.5)."""

    received_per_year: Count
    """Referrals a year from the partner."""
    sent_per_year: Count
    """Referrals a year from us."""
    combined_clients: Count | None = None
    """Clients who would want the offer of both."""


class Assessment(Value):
    """How well a partner would suit us (DOMAIN 3.1)."""

    on: date
    """Day of the assessment."""
    by: Key
    """Colleague who made it."""
    fit: Mark
    """Services complement ours."""
    overlap: Mark
    """Same clients, different services (2.2)."""
    values: Mark
    """Responsiveness, transparency, style (2.3)."""
    positioning: Mark
    """Same place in the market (2.4)."""
    quality: Mark
    """Work and reputation: reviews, work samples, what the market says."""
    commitment: Mark
    """What they put in."""
    partnerships: Mark
    """How their other partnerships work."""
    capacity: Mark | None = None
    """Financial stability and capacity; required where we deliver together."""
    potential: Potential
    """Expected referrals a year."""
    conclusion: Text
    """The verdict in a sentence or two."""


class Reference(Value):
    """What somebody said of the partner (DOMAIN 3.2)."""

    on: date
    """Day it was asked or read."""
    source: Literal["client", "partner", "market", "review", "work_sample"]
    """Who or what it comes from."""
    who: Text
    """The firm or place it comes from."""
    about: tuple[Literal["responsiveness", "quality", "collaboration", "follow_through"], ...]
    """What it says something about."""
    verdict: Literal["good", "mixed", "bad"]
    """What it says: one bad story is an outlier, three are a trend."""
    note: Text | None = None
    """The story."""


class RedFlag(Value):
    """A warning sign noticed while qualifying (DOMAIN 3.3)."""

    on: date
    """Day it was noticed."""
    kind: Literal[
        "one_sided_interest", "vague_commitments", "cannot_name_referrals", "unrealistic_expectations", "other"
    ]
    """Which sign."""
    note: Text
    """What happened."""
    resolved: date | None = None
    """Day it was settled."""
