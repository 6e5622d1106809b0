"""REF: who stands in an agreement between more than two, and in the ledger lines of a payout."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.core.book import Book, Entry
from partnerbook.core.finding import Example, Severity
from partnerbook.core.referral import Referral
from partnerbook.core.vocabulary import US
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.suggestions import did_you_mean

_ALLIANCE = "records/agreements/werkstatt-wandel-2025.md"
_PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"


@rule(
    "REF050",
    "alliance-without-us",
    Severity.ERROR,
    summary="An agreement lists its parties, and we are not among them.",
    why=(
        "The ledger holds what lies between us and others (RULINGS, Alliances). An agreement we are no party to has "
        "nothing to pay or to claim here."
    ),
    bad=Example(_ALLIANCE, "parties: [{party: werkstatt-wandel, lead: true}, {party: agentur-brandung}]"),
    good=Example(_ALLIANCE, "parties: [{party: us, lead: true}, {party: werkstatt-wandel}, {party: agentur-brandung}]"),
)
def alliance_without_us(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        parties = entry.record.parties
        if parties and all(party.party != US for party in parties):
            yield Breach(
                entry,
                ("parties",),
                "our own firm is not among the parties",
                "Add `{party: us}` to `parties`.",
                of_key=True,
            )


@rule(
    "REF051",
    "alliance-lead",
    Severity.ERROR,
    summary="An agreement lists its parties, and not exactly one of them leads.",
    why=(
        "The leading party invoices the client and pays the others. Without one nobody writes the invoice, with two "
        "the client gets it twice (DOMAIN 1)."
    ),
    bad=Example(_ALLIANCE, "parties: [{party: us}, {party: werkstatt-wandel}, {party: agentur-brandung}]"),
    good=Example(_ALLIANCE, "parties: [{party: us, lead: true}, {party: werkstatt-wandel}, {party: agentur-brandung}]"),
)
def alliance_lead(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        parties = entry.record.parties
        leads = [party.party for party in parties if party.lead]
        if parties and len(leads) != 1:
            yield Breach(
                entry,
                ("parties",),
                f"{' and '.join(leads)} all lead" if leads else "none of the parties leads",
                "Write `lead: true` at the one party that invoices the client.",
                of_key=True,
            )


@rule(
    "REF052",
    "partner-not-a-party",
    Severity.ERROR,
    summary="An agreement lists its parties, and its own partner is not among them.",
    why="The agreement would be shown and reckoned with on the page of a firm that never signed it.",
    bad=Example(_ALLIANCE, "parties: [{party: us, lead: true}, {party: kontor-interim}, {party: agentur-brandung}]"),
    good=Example(_ALLIANCE, "parties: [{party: us, lead: true}, {party: werkstatt-wandel}, {party: agentur-brandung}]"),
)
def partner_not_a_party(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        agreement = entry.record
        if agreement.parties and all(party.party != agreement.partner for party in agreement.parties):
            yield Breach(
                entry,
                ("partner",),
                f"`{agreement.partner}` is not among the parties",
                "Name one of the parties here, or add the partner to `parties`.",
            )


@rule(
    "REF060",
    "line-of-unknown-referral",
    Severity.ERROR,
    summary="A payout pays a ledger line whose referral does not exist.",
    why=(
        "A line's id begins with the referral that earned it. Money for a referral that is not there cannot be "
        "explained to the partner, nor to an auditor."
    ),
    bad=Example(
        _PAYABLE, "lines: [{line: 2026-03-02-software-werft-k8/p1/accrual/software-werft, amount: 1725.00 EUR}]"
    ),
    good=Example(
        _PAYABLE, "lines: [{line: 2026-03-02-software-werft-k7/p1/accrual/software-werft, amount: 1725.00 EUR}]"
    ),
)
def line_of_unknown_referral(current: Records) -> Iterator[Breach]:
    for entry in current.book.payouts.values():
        for place, line in enumerate(entry.record.lines):
            referral, *rest = line.line.split("/")
            at = ("lines", place, "line")
            if len(rest) != 3 or not all(rest):
                yield Breach(
                    entry,
                    at,
                    f"`{line.line}` is not the id of a ledger line",
                    "Write referral/event/kind/claimant: 2026-03-02-software-werft-k7/p1/accrual/software-werft.",
                )
            elif not current.book.knows("referral", referral) and not _is_adjustment(current.book, referral, rest[1]):
                yield Breach(
                    entry,
                    at,
                    f"there is no referral `{referral}`",
                    f"{did_you_mean(referral, current.book.referrals)}Name the line as the ledger does.",
                )


@rule(
    "REF061",
    "line-of-another-partner",
    Severity.ERROR,
    summary="A payout pays a ledger line of a referral in which its partner has no part.",
    why=(
        "A partner is paid for its own referrals, for those in which it has a claim, and for joint projects it shares "
        "in. Anything else is another firm's money."
    ),
    bad=Example(
        _PAYABLE,
        "lines: [{line: 2026-03-02-software-werft-k7/p1/accrual/agentur-brandung, amount: 1150.00 EUR}]",
    ),
    good=Example(
        _PAYABLE, "lines: [{line: 2026-03-02-software-werft-k7/p1/accrual/software-werft, amount: 1725.00 EUR}]"
    ),
)
def line_of_another_partner(current: Current) -> Iterator[Breach]:
    for entry in current.book.payouts.values():
        partner = entry.record.partner
        for place, line in enumerate(entry.record.lines):
            name, *rest = line.line.split("/")
            referral = current.book.referrals.get(name)
            if referral is None or len(rest) != 3:
                continue
            claimant = rest[2]
            if claimant not in (partner, US):
                message = f"this line is owed to `{claimant}`, the payout is for `{partner}`"
            elif not current.book.knows("partner", referral.record.partner):
                continue  # whose referral it is cannot be told; that is said there
            elif partner not in partners_in(referral, current):
                message = f"`{name}` is a referral of {referral.record.partner}, in which `{partner}` has no claim"
            else:
                continue
            yield Breach(
                entry,
                ("lines", place, "line"),
                message,
                "Take the line out, or write the partner's claim and the decision into the referral.",
            )


def partners_in(referral: Entry[Referral], current: Current) -> frozenset[str]:
    """Everybody who can earn by a referral: its partner, claimants, and those who share a project of it."""
    record = referral.record
    agreement = current.book.agreements.get(record.agreement or current.analysis.governing.get(referral.id, ""))
    decided = [share.party for decision in record.decisions for share in decision.shares]
    return frozenset(
        (
            record.partner,
            *(claim.partner for claim in record.claims),
            *decided,
            *(share.party for deal in record.deals for share in deal.shares),
            *(agreement.record.partners if agreement else ()),
        )
    )


def _is_adjustment(book: Book, name: str, kind: str) -> bool:
    """Whether a line is an adjustment agreed in a payout, which no referral earned."""
    return kind == "adjustment" and book.knows("payout", name)
