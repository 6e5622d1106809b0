"""REF: words of the program's vocabularies that records use must stand there."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.finding import Example, Severity
from partnerbook.rules.reference_fields import Target
from partnerbook.rules.references import unknown
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.suggestions import did_you_mean

_PARTNER = "records/partners/agentur-brandung.md"
_LAWYER = "records/partners/kanzlei-nordlicht.md"
_CLIENT = "records/clients/hanse-logistik.md"
_REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_FEW = 12
"""So many words are told one by one."""


def _breaches(current: Records, target: Target, vocabulary: str) -> Iterator[Breach]:
    for mention in unknown(current, target):
        words = ", ".join(f"`{word}`" for word in mention.known) if len(mention.known) <= _FEW else ""
        listed = f" (there: {words})" if words else ""
        yield Breach(
            mention.entry,
            mention.at,
            f"the program knows no {target.value} `{mention.key}`",
            f"{did_you_mean(mention.key, mention.known)}"
            f"Use a key of `{vocabulary}` in records/program.md{listed}, or add it there.",
        )


@rule(
    "REF010",
    "unknown-service",
    Severity.ERROR,
    summary="A record names a service that is not on the program's service map.",
    why=(
        "Agreements match referrals by service, and the service map shows who covers which need (DOMAIN 2.1). A "
        "service written in two ways is two services, one of which nobody covers and nobody is paid for."
    ),
    bad=Example(_REFERRAL, "service: fractional-cfos"),
    good=Example(_REFERRAL, "service: fractional-cfo"),
)
def unknown_service(current: Records) -> Iterator[Breach]:
    yield from _breaches(current, Target.SERVICE, "services")


@rule(
    "REF011",
    "unknown-industry",
    Severity.ERROR,
    summary="A record names an industry that is not in the program's vocabulary.",
    why=(
        "Whoever looks for a partner by industry finds only what is written with the same word. The vocabulary keeps "
        "`logistics` and `transport` from being two places."
    ),
    bad=Example(_CLIENT, "industry: transport"),
    good=Example(_CLIENT, "industry: logistics"),
)
def unknown_industry(current: Records) -> Iterator[Breach]:
    yield from _breaches(current, Target.INDUSTRY, "industries")


@rule(
    "REF012",
    "unknown-size",
    Severity.ERROR,
    summary="A record names a size of company that is not in the program's vocabulary.",
    why=(
        "Partners are matched with clients by size, and figures are drawn up by it. `mid` beside `medium` would fall "
        "through both."
    ),
    bad=Example(_CLIENT, "size: mid"),
    good=Example(_CLIENT, "size: medium"),
)
def unknown_size(current: Records) -> Iterator[Breach]:
    yield from _breaches(current, Target.SIZE, "sizes")


@rule(
    "REF013",
    "unknown-region",
    Severity.ERROR,
    summary="A record names a region that is not in the program's vocabulary.",
    why=(
        "Territories and exclusivity hold by region (DOMAIN 4.3, 4.4): a region with two spellings is a territory "
        "with a hole in its fence."
    ),
    bad=Example(_PARTNER, "regions: [north, hanburg]"),
    good=Example(_PARTNER, "regions: [north, hamburg]"),
)
def unknown_region(current: Records) -> Iterator[Breach]:
    yield from _breaches(current, Target.REGION, "regions")


@rule(
    "REF014",
    "unknown-profession",
    Severity.ERROR,
    summary="A record names a profession that is not in the program's vocabulary.",
    why=(
        "Some professions may neither pay nor take referral fees (DOMAIN 4.7). The rules are found by the profession's "
        "key: a misspelt one would make an unlawful fee look lawful."
    ),
    bad=Example(_LAWYER, "profession: lawyers"),
    good=Example(_LAWYER, "profession: lawyer"),
)
def unknown_profession(current: Records) -> Iterator[Breach]:
    yield from _breaches(current, Target.PROFESSION, "professions")


@rule(
    "REF015",
    "unknown-tier",
    Severity.ERROR,
    summary="A partner is given a tier that the program does not have.",
    why=(
        "The tier decides on default rates and on how often we talk (DOMAIN 12.1). Without a known one there is no "
        "cadence to be late against, and no rate to fall back on."
    ),
    bad=Example(_PARTNER, "tier_history: [{on: 2024-06-14, tier: activ}]"),
    good=Example(_PARTNER, "tier_history: [{on: 2024-06-14, tier: active}]"),
)
def unknown_tier(current: Records) -> Iterator[Breach]:
    yield from _breaches(current, Target.TIER, "tiers")


@rule(
    "REF016",
    "unknown-checklist-item",
    Severity.ERROR,
    summary="A referral answers a question that is not on the program's checklist.",
    why=(
        "The answers are counted by question to see which ones tell good referrals from bad (DOMAIN 7.7). An answer "
        "to no question leaves the real one open."
    ),
    bad=Example(_REFERRAL, "checklist: [{item: needs, answer: yes}]"),
    good=Example(_REFERRAL, "checklist: [{item: need, answer: yes}]"),
)
def unknown_checklist_item(current: Records) -> Iterator[Breach]:
    yield from _breaches(current, Target.QUESTION, "checklist")


@rule(
    "REF017",
    "unknown-onboarding-step",
    Severity.ERROR,
    summary="A partner has done a step that is not on the program's onboarding list.",
    why=(
        "A partner becomes active when every step of the list is done (DOMAIN 3.4, 5.2). A step under another name "
        "does not count, and the partner seems stuck."
    ),
    bad=Example(_PARTNER, "onboarding: [{step: team-introduced, on: 2024-05-28}]"),
    good=Example(_PARTNER, "onboarding: [{step: teams-introduced, on: 2024-05-28}]"),
)
def unknown_onboarding_step(current: Records) -> Iterator[Breach]:
    yield from _breaches(current, Target.STEP, "onboarding")
