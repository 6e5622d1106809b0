"""AGR: how claims on a client are shared, what the client is told, and certified levels."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.core.agreement import Agreement
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.rules.common import HUNDRED, listed, still_open, together
from partnerbook.rules.registry import Breach, rule

_REFERRAL = "records/agreements/agentur-brandung-2026.md"
_SUBCONTRACTING = "records/agreements/kontor-interim-2025.md"


@rule(
    "AGR026",
    "attribution-shares-do-not-add-up",
    Severity.ERROR,
    summary="An agreed split of claims has no shares, or they are not 100% together, or another rule has shares.",
    why=(
        "How a commission is shared when several claim one client is set in advance (DOMAIN 7.6). Shares of 90% leave "
        "a tenth that belongs to nobody, and shares beside `first_introduction` are two rules at once."
    ),
    bad=Example(
        _REFERRAL,
        "attribution: {rule: agreed_split, shares: [{part: introduced, share: 60%}, {part: closed, share: 30%}]}",
    ),
    good=Example(
        _REFERRAL,
        "attribution: {rule: agreed_split, shares: [{part: introduced, share: 60%}, {part: closed, share: 40%}]}",
    ),
)
def attribution_shares(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        attribution = entry.record.attribution
        total = together(share.share for share in attribution.shares)
        if attribution.rule != "agreed_split":
            problem = f"shares stand beside the rule `{attribution.rule}`" if attribution.shares else ""
        elif not attribution.shares:
            problem = "the split is agreed, but no shares are"
        else:
            problem = f"the shares are {total}% together" if total != HUNDRED else ""
        if problem:
            at: FieldPath = ("attribution", "shares") if attribution.shares else ("attribution", "rule")
            yield Breach(
                entry,
                at,
                problem,
                "Under `agreed_split` write shares by part played that make 100%; under another rule leave them out.",
            )


@rule(
    "AGR027",
    "markup-not-disclosed",
    Severity.ERROR,
    summary="A markup on the other's work is kept from the client, or is named where there is none.",
    why=(
        "Whoever delivers together discloses margins (DOMAIN 1, 8.3). A client who finds a hidden markup leaves both "
        "firms."
    ),
    bad=Example(
        _SUBCONTRACTING, "disclosure: {referral_fee: on_request, subcontractors: disclosed, markups: not_disclosed}"
    ),
    good=Example(
        _SUBCONTRACTING,
        "disclosure: {referral_fee: on_request, subcontractors: disclosed, markups: disclosed, markup: 12%}",
    ),
)
def markup_not_disclosed(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        disclosure = entry.record.disclosure
        if disclosure is None:
            continue
        amount = f" of {disclosure.markup}" if disclosure.markup is not None else ""
        if disclosure.markups == "not_disclosed":
            problem = f"the client is not told of the markup{amount}"
        elif disclosure.markups == "none" and disclosure.markup is not None and disclosure.markup.percent != 0:
            problem = f"a markup{amount} stands beside `markups: none`"
        else:
            continue
        yield Breach(
            entry,
            ("disclosure", "markups"),
            problem,
            "Agree to tell the client and write `markups: disclosed`, or take no markup.",
        )


@rule(
    "AGR028",
    "subcontractors-not-disclosed",
    Severity.WARNING,
    summary="We subcontract, and the agreement does not have the client told who delivers.",
    why=(
        "A client hires the people it met. That part of the work is done by others is for us to say and not for the "
        "client to find out (DOMAIN 4.5)."
    ),
    bad=Example(
        _SUBCONTRACTING, "disclosure: {referral_fee: on_request, subcontractors: not_disclosed, markups: none}"
    ),
    good=Example(_SUBCONTRACTING, "disclosure: {referral_fee: on_request, subcontractors: disclosed, markups: none}"),
)
def subcontractors_not_disclosed(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        agreement = entry.record
        if agreement.model != "subcontracting" or not still_open(agreement, current.as_of):
            continue
        disclosure = agreement.disclosure
        at: FieldPath = ("model",)
        if disclosure is None:
            problem = "the agreement does not say what the client hears of subcontractors"
        elif disclosure.subcontractors != "disclosed":
            at = ("disclosure", "subcontractors")
            problem = f"one of us delivers for the other, but `subcontractors` is `{disclosure.subcontractors}`"
        else:
            continue
        yield Breach(
            entry,
            at,
            problem,
            "Agree on what the client is told and write `subcontractors: disclosed` with its `wording`.",
        )


@rule(
    "AGR029",
    "technology-without-certification",
    Severity.INFO,
    summary="A technology partnership is in force, and no certification stands on the partner's record.",
    why=(
        "Vendors tie revenue share and leads to certified levels (DOMAIN 1). A level nobody wrote down is one nobody "
        "renews."
    ),
    bad=Example("records/agreements/kanzlei-nordlicht-2025.md", "model: technology"),
    good=Example("records/agreements/software-werft-2025.md", "model: technology"),
)
def technology_without_certification(current: Current) -> Iterator[Breach]:
    for entry in current.analysis.book.agreements.values():
        agreement: Agreement = entry.record
        if agreement.model != "technology":
            continue
        if current.analysis.agreement_state[entry.id] not in ("in_force", "expiring"):
            continue
        partners = [current.analysis.book.partners.get(key) for key in agreement.partners]
        known = [partner for partner in partners if partner is not None]
        if len(known) == len(partners) and not any(partner.record.certifications for partner in known):
            yield Breach(
                entry,
                ("model",),
                f"{listed(partner.record.name for partner in known)} has no certification on record",
                "Add `certifications` with level and last day to the partner, or choose the model that fits better.",
            )
