"""Words that several kinds of record share, written one way only."""

from typing import Literal

Direction = Literal["received", "sent"]
"""`received`: the partner brought us a client. `sent`: we brought the partner one."""
Model = Literal["referral", "subcontracting", "alliance", "technology", "reseller"]
"""The five partnership models (DOMAIN 1)."""
Involvement = Literal["passive", "standard", "active"]
"""How much the referrer did: a mention, a straightforward referral, selling along (DOMAIN 8.1)."""
Positioning = Literal["premium", "upper_mid", "mid_market", "value"]
"""Where a firm stands in its market; like goes with like (DOMAIN 2.4)."""
Phase = Literal["before", "during", "after"]
"""When clients need a service: before, during or after working with us (DOMAIN 2.1)."""
DealKind = Literal["project", "retainer", "licence", "wholesale", "workshop"]
"""What was sold: one project, a monthly retainer, a vendor's licence, a service sold on, a small ticket."""
AttributionRule = Literal["first_introduction", "most_influence", "agreed_split"]
"""How several claims on one client are settled (DOMAIN 7.6)."""
Side = Literal["us", "partner", "both"]
"""Who does or decides something."""
Stage = Literal["seed", "growth", "mature", "turnaround", "succession"]
"""Where a client stands in its life."""
PartnerStatus = Literal[
    "identified", "contacted", "in_talks", "negotiating", "onboarding", "active", "paused", "ended", "rejected"
]
"""From first idea to farewell (DOMAIN 5.1)."""
US = "us"
"""How our own firm is named among the parties of an alliance or a split."""
