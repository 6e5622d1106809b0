"""AGR and RFL: what regulated professions may give or take for a client (DOMAIN 4.7)."""

from collections.abc import Iterator

from msgspec import Struct

from partnerbook.analysis import Current, Records
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.compensation import Earning, NoEarning
from partnerbook.core.finding import Example, Severity
from partnerbook.core.partner import Partner
from partnerbook.core.program_policies import ProfessionRule
from partnerbook.rules.common import DIRECTIONS, profession_rule
from partnerbook.rules.registry import Breach, rule

_LAWYER = "records/agreements/kanzlei-nordlicht-2025.md"
_ADVISER = "records/agreements/software-werft-2025.md"
_PARTNER = "records/partners/software-werft.md"
_AUDITOR = """---
name: Software-Werft
city: Rostock
country: DE
profession: auditor
services: [erp-implementation]
ideal_client: Wholesalers with more than one warehouse
positioning: mid_market
pitch: They audit the systems that we report from.
owner: henrike-lornsen
status_history: [{on: 2025-02-01, status: in_talks}]
---
"""
_PROGRAM = "records/program.md"
_WITH_CONSENT = """profession_rules:
  - profession: lawyer
    jurisdiction: DE
    cash: with_consent
    reciprocity: allowed
    source: An example, not the law"""
_PAID = """---
partner: kanzlei-nordlicht
model: referral
signed: 2025-02-26
effective: 2025-03-01
scope: {{they_refer: [fractional-cfo], we_refer: [corporate-law]}}
compensation: {{received: {{earn: flat, on: won, amount: 500.00 EUR}}, sent: {{earn: none}}}}
payment: {{trigger: client_payment, net_days: 30}}
attribution: {{rule: first_introduction}}
disclosure: {{referral_fee: {fee}, subcontractors: not_used, markups: none}}
---
"""
_REFERRAL = "records/referrals/2026/2026-08-04-kanzlei-nordlicht-c1.md"
_WON = """---
partner: kanzlei-nordlicht
direction: received
received: 2026-08-04
client: hanse-logistik
service: fractional-cfo
challenge: Two brothers divide a company
consent: {{{consent}}}
milestones: {{won: {{on: 2026-08-20, told: 2026-08-20}}}}
outcome: {{reason: convinced}}
deals: [{{key: split, value: 9000.00 EUR, kind: project}}]
---
"""


class _Regulated(Struct, frozen=True):
    """One direction of an agreement with a partner whose profession has a rule."""

    entry: Entry[Agreement]
    partner: Partner
    rule: ProfessionRule
    direction: str
    earning: Earning

    @property
    def is_paid(self) -> bool:
        """Whether money is paid in this direction."""
        return not isinstance(self.earning, NoEarning)

    @property
    def is_returned(self) -> bool:
        """Whether referrals in return are expected in this direction."""
        return isinstance(self.earning, NoEarning) and self.earning.reciprocity

    @property
    def law(self) -> str:
        """Who may not, and where that is laid down."""
        return f"the profession `{self.rule.profession}` in {self.rule.jurisdiction} ({self.rule.source})"


@rule(
    "AGR020",
    "forbidden-referral-fee",
    Severity.ERROR,
    summary="An agreement pays a referral fee that the partner's profession may neither give nor take.",
    why=(
        "Lawyers, tax advisers and auditors of many countries may not pay or take anything for a client, in either "
        "direction; the client's consent does not always cure it (DOMAIN 4.7; in Germany for lawyers § 49b (3) BRAO). "
        "The program's `profession_rules` say where, and by which source."
    ),
    bad=Example(
        _LAWYER, "compensation: {received: {earn: percentage, basis: first_year, rate: 10%}, sent: {earn: none}}"
    ),
    good=Example(_LAWYER, "compensation: {received: {earn: none}, sent: {earn: none}}"),
)
def forbidden_fee(current: Records) -> Iterator[Breach]:
    for case in _regulated(current):
        if case.rule.cash == "forbidden" and case.is_paid:
            yield Breach(
                case.entry,
                ("compensation", case.direction, "earn"),
                f"`{case.direction}` earns `{case.earning.earn}`, which is forbidden to {case.law}",
                "Write `{earn: none}` in both directions and tell the partner why.",
            )


@rule(
    "AGR021",
    "forbidden-reciprocity",
    Severity.ERROR,
    summary="An agreement expects referrals in return from a profession that may not promise them.",
    why=(
        "Where no advantage may be given for a client, a promised referral in return is one too (DOMAIN 4.7; § 49b (3) "
        "BRAO speaks of a fee or other advantage). Referring because it is best for the client stays allowed."
    ),
    bad=Example(_LAWYER, "compensation: {received: {earn: none}, sent: {earn: none, reciprocity: true}}"),
    good=Example(_LAWYER, "compensation: {received: {earn: none}, sent: {earn: none}}"),
)
def forbidden_reciprocity(current: Records) -> Iterator[Breach]:
    for case in _regulated(current):
        if case.rule.reciprocity == "forbidden" and case.is_returned:
            yield Breach(
                case.entry,
                ("compensation", case.direction, "reciprocity"),
                f"`{case.direction}` expects referrals in return, which is forbidden to {case.law}",
                "Leave `reciprocity` out: each refers where it is best for the client, and nothing is owed.",
            )


@rule(
    "AGR022",
    "delicate-for-profession",
    Severity.WARNING,
    summary="An agreement gives or expects something that the partner's profession should look at first.",
    why=(
        "Between free and forbidden lie fees and favours that are allowed in some cases only. The program marks them "
        "with `warning`, and favours that need the client's consent with `with_consent` (DOMAIN 4.7)."
    ),
    bad=Example(
        _ADVISER,
        "compensation: {received: {earn: none}, sent: {earn: none, reciprocity: true}}",
        others=((_PARTNER, _AUDITOR),),
    ),
    good=Example(
        _ADVISER,
        "compensation: {received: {earn: none}, sent: {earn: none}}",
        others=((_PARTNER, _AUDITOR),),
    ),
)
def delicate(current: Records) -> Iterator[Breach]:
    for case in _regulated(current):
        if case.rule.cash == "warning" and case.is_paid:
            step, what = "earn", f"earns `{case.earning.earn}`"
        elif case.rule.reciprocity in ("warning", "with_consent") and case.is_returned:
            step, what = "reciprocity", "expects referrals in return"
        else:
            continue
        note = f"; {case.rule.note}" if case.rule.note else ""
        yield Breach(
            case.entry,
            ("compensation", case.direction, step),
            f"`{case.direction}` {what}, which is delicate for {case.law}{note}",
            "Have it looked at, and write the answer into a waiver with an end date.",
        )


@rule(
    "AGR023",
    "consent-needs-disclosure",
    Severity.ERROR,
    summary="A fee needs the client's consent, but the agreement keeps it from the client.",
    why=(
        "Where a profession may take a fee only with the client's written consent, the client must hear of it before "
        "(DOMAIN 4.7). `not_disclosed` and a consent cannot both be kept."
    ),
    bad=Example(_PROGRAM, _WITH_CONSENT, others=((_LAWYER, _PAID.format(fee="not_disclosed")),)),
    good=Example(_PROGRAM, _WITH_CONSENT, others=((_LAWYER, _PAID.format(fee="disclosed")),)),
)
def consent_needs_disclosure(current: Records) -> Iterator[Breach]:
    told: set[str] = set()
    for case in _regulated(current):
        disclosure = case.entry.record.disclosure
        if case.rule.cash != "with_consent" or not case.is_paid or case.entry.id in told:
            continue
        if disclosure is not None and disclosure.referral_fee == "not_disclosed":
            told.add(case.entry.id)
            yield Breach(
                case.entry,
                ("disclosure", "referral_fee"),
                f"the client is not told of the fee, but must consent to it: {case.law}",
                "Write `disclosed`, and the sentence the client hears into `wording`.",
            )


@rule(
    "RFL062",
    "fee-without-consent",
    Severity.ERROR,
    summary="A won referral earns a fee that needs the client's written consent, and there is none.",
    why=(
        "Some professions may give or take a referral fee only with the client's written consent (DOMAIN 4.7). It is "
        "needed for each client anew; paid without it, the fee is unlawful."
    ),
    bad=Example(
        _PROGRAM,
        _WITH_CONSENT,
        others=((_LAWYER, _PAID.format(fee="disclosed")), (_REFERRAL, _WON.format(consent="introduction: 2026-08-03"))),
    ),
    good=Example(
        _PROGRAM,
        _WITH_CONSENT,
        others=((_LAWYER, _PAID.format(fee="disclosed")), (_REFERRAL, _WON.format(consent="fee: 2026-08-05"))),
    ),
)
def fee_without_consent(current: Current) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        partner = current.book.partners.get(referral.partner)
        needed = profession_rule(current.book, partner.record) if partner is not None else None
        agreement = current.book.agreements.get(current.analysis.governing.get(entry.id, ""))
        if referral.milestones.won is None or needed is None or needed.cash != "with_consent" or agreement is None:
            continue
        is_paid = not isinstance(getattr(agreement.record.compensation, referral.direction), NoEarning)
        if (is_paid or referral.overrides) and (referral.consent is None or referral.consent.fee is None):
            yield Breach(
                entry,
                ("consent",),
                f"the fee needs the client's written consent (`{needed.profession}` in {needed.jurisdiction}, "
                f"{needed.source}), and none is on record",
                "Get it in writing and add `consent` with `fee` and `document`, or waive the fee.",
                of_key=True,
            )


def _regulated(current: Records) -> Iterator[_Regulated]:
    """Each direction of each agreement for each of its partners under a rule of a profession."""
    for entry in current.book.agreements.values():
        for key in entry.record.partners:
            partner = current.book.partners.get(key)
            if partner is None or (found := profession_rule(current.book, partner.record)) is None:
                continue
            for direction in DIRECTIONS:
                earning = getattr(entry.record.compensation, direction)
                yield _Regulated(entry, partner.record, found, direction, earning)
