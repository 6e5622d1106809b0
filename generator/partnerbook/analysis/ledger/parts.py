"""Who gets what of an amount: claimants by the decision, parties of a joint project, and caps (RULINGS)."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.ledger.case import Amount, Case, counting_year
from partnerbook.analysis.ledger.eligibility import Refusal, barred_client
from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.pools import Shares
from partnerbook.analysis.ledger.soundness import shares_are_sound
from partnerbook.analysis.ledger.standing import CapKey
from partnerbook.analysis.ledger.step import Capped, Shared, Step
from partnerbook.analysis.ledger.terms_in_force import TermsOfEvent
from partnerbook.analysis.protection import Protection
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book
from partnerbook.core.compensation import Cap, Share, SplitEarning
from partnerbook.core.money import Money, Rate
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.referral import Referral
from partnerbook.core.vocabulary import US, Direction

_ALL = Rate.parse("100%")


class Part(Struct, frozen=True):
    """What one claimant gets: `partner` is the one the money lies between us and."""

    claimant: str
    partner: str
    direction: PayoutDirection
    money: Money
    steps: tuple[Step, ...]


def needs_decision(
    event: Event, terms: TermsOfEvent, book: Book, known: Mapping[str, tuple[Protection, ...]]
) -> Refusal | None:
    """Why an event earns nothing before it is decided whose referral it is."""
    if event.referral.undecided_by(event.booked):
        return Refusal("claims_undecided")
    if event.referral.decided_by(event.booked) is not None:
        return None
    return barred_client(event, terms, book, known)


def claim_shares(referral: Referral, event: Event) -> tuple[Share, ...]:
    """The shares of a referral's commission when an event is booked: those of the decision that holds then, else all
    to its partner."""
    if referral.direction == "sent":
        return (Share(party=US, share=_ALL),)
    decision = referral.decided_by(event.booked)
    if decision is not None and shares_are_sound(decision.shares):
        return decision.shares
    return (Share(party=referral.partner, share=_ALL),)


def exact_shares(shares: tuple[Share, ...]) -> Shares:
    """Shares as fractions that add up to one."""
    total = sum((share.share.exact for share in shares), Fraction(0))
    return tuple((share.party, share.share.exact / total) for share in shares if share.share.percent)


def claimed(case: Case, amount: Amount, shares: tuple[Share, ...]) -> tuple[Part, ...]:
    """An amount reckoned once, for each claimant."""
    referral = case.event.referral
    direction: PayoutDirection = "payable" if referral.direction == "received" else "receivable"
    parts = amount.money.allotted([share.share.exact for share in shares])
    return tuple(
        Part(
            share.party,
            referral.partner if share.party == US else share.party,
            direction,
            part,
            amount.steps if len(shares) == 1 else (*amount.steps, Shared("claim", amount.money, share.share, part)),
        )
        for share, part in zip(shares, parts, strict=True)
        if share.share.percent
    )


def split(case: Case, earning: SplitEarning) -> tuple[Part, ...] | Refusal:
    """Joint revenue by contribution: what lies between us and the others (RULINGS, "Splits")."""
    deal, agreement, referral = case.event.deal, case.terms.agreement, case.event.referral
    shares = deal.shares if deal is not None and deal.shares else earning.shares
    if not shares_are_sound(shares):
        return Refusal("terms_unclear", case.terms.entry.id)
    joint = case.eligible()
    leading = lead(agreement, referral.direction, referral.partner)
    parts = []
    for share, money in zip(shares, joint.allotted([share.share.exact for share in shares]), strict=True):
        steps = (*case.basis(), Shared("split", joint, share.share, money))
        if leading == US and share.party != US:
            parts.append(Part(share.party, share.party, "payable", money, steps))
        elif leading != US and share.party == US:
            parts.append(Part(US, leading, "receivable", money, steps))
    return tuple(parts)


def lead(agreement: Agreement, direction: Direction, partner: str) -> str:
    """Who invoices the client: the lead of an alliance, else whoever the client was referred to."""
    named = next((party.party for party in agreement.parties if party.lead), None)
    return named or (US if direction == "received" else partner)


class Held(Struct, frozen=True):
    """A part held against its cap: what remains, and how much of the cap's room it takes."""

    part: Part
    key: CapKey | None = None
    used: Fraction = Fraction(0)


def cap_key(case: Case, cap: Cap, part: Part) -> CapKey:
    """What a claimant's lines are counted over under a cap."""
    event, referral = case.event, case.event.referral
    window = counting_year(case, cap.per)
    over = {
        "referral": event.entry.id,
        "deal": f"{event.entry.id}/{event.deal.key if event.deal else ''}",
        "client": f"{referral.partner}/{referral.client}",
    }.get(cap.per, "" if window is None else f"{referral.partner}/{window[0]}")
    return part.claimant, referral.direction, cap.per, over


def held_to_cap(case: Case, part: Part) -> Held | Refusal:
    """A part below its cap; the line that crosses it is clamped."""
    cap: Cap | None = getattr(case.terms.earning, "cap", None)
    if cap is None:
        return Held(part)
    key = cap_key(case, cap, part)
    currency, on = cap.amount.currency, case.event.booked
    wanted = case.exchange.measured(Fraction(part.money.amount), part.money.currency, currency, on)
    if wanted is None:
        return Refusal("exchange_rate_missing", f"{part.money.currency} {currency}")
    used = case.standing.used.get(key, Fraction(0))
    room = max(Fraction(cap.amount.amount) - used, Fraction(0))
    if wanted <= room:
        return Held(part, key, wanted)
    if not room:
        return Refusal("cap_used_up", cap.per)
    left = Money.exactly(Fraction(part.money.amount) * room / wanted, part.money.currency)
    step = Capped(cap.per, cap.amount, Money.exactly(used, currency), left)
    return Held(replace(part, money=left, steps=(*part.steps, step)), key, room)
