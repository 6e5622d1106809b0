"""Partners and their agreements."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from invented.words import (
    AS_OF,
    FIRST_DAY,
    INDUSTRIES,
    OURS,
    PEOPLE,
    REGIONS,
    SIZES,
    THEIRS,
    after,
    firm_name,
    flow,
    kebab,
    person_name,
    sentences,
)

_STEPS = ("know-our-services", "know-theirs", "teams-introduced", "submission-agreed", "first-referral", "clients-told")
_SAYS = (
    "We grow by {n} per cent and I have no idea whether we earn",
    "The bank wants a plan for {n} weeks",
    "My brother wants out of the company",
    "Our warehouse has {n} lists and no truth",
    "The retailer wants us cheaper every year",
    "Nobody here can read the balance sheet but me",
    "We were asked for {n} certificates by one customer",
    "I sign {n} invoices a day",
)
_PROSE = (
    "They answer on the same day, and on the {n}th of the month at the latest.",
    "Their office looks over the water, and their proposals never have more than {n} lines of small print.",
    "Two of the founders came from a mill that closed; {n} of its customers followed them.",
    "They tell a client no before we would have noticed, which has saved us {n} afternoons.",
    "Their people stay: the newest has been there for {n} months.",
    "Meetings begin with coffee and end with a list of {n} points, in this order.",
    "They charge by the week and never for the {n} hours before a signature.",
)
_BODY = """## Services
Each refers clients whose need lies in the other's scope; number {number} of the papers we keep.

## Compensation
As in the terms above; what is not named there is not paid.

## Payment and invoicing
Within {days} days, by transfer, against an invoice with the referral's number on it.

## Confidentiality and data protection
What a client tells one of us in confidence stays there; names pass only with the client's word.

## Term and termination
A year at a time; sixty days before the end either may say no.

## Disputes
Owners talk first, executives within two weeks, then the mediation office of the chamber.
"""
_MINIMUM = {"strategic": "50.00 EUR", "active": "250.00 EUR", "network": "1000.00 EUR"}
"""What has to be due to a partner of a tier before it is paid."""


@dataclass(frozen=True, slots=True)
class InventedPartner:
    """What other records need to know of a partner."""

    number: int
    key: str
    name: str
    tier: str
    model: str
    service: str
    active: date
    """First day of the agreement and of the partnership."""
    ended: date | None
    contacts: tuple[str, str]
    owner: str
    records: tuple[tuple[str, str], ...] = ()
    """Paths and texts of the partner's own record and its agreement."""


def invent_partners(count: int, chance: Random) -> Iterator[InventedPartner]:
    """So many partners with an agreement each; one in twenty is strategic, four are active."""
    for number in range(count):
        yield _invent(number, count, chance)


def _invent(number: int, count: int, chance: Random) -> InventedPartner:
    tier = "strategic" if number % 20 == 0 else "active" if number % 20 < 5 else "network"
    model = ("referral", "referral", "referral", "technology", "subcontracting", "referral", "alliance", "reseller")[
        number % 8
    ]
    name = firm_name(number)
    key = kebab(name)
    # Spread over two years, so that none is younger than half a year.
    active = after(FIRST_DAY, 70 + 630 * number // count)
    ended = date(2026, 8, 31) if number % 25 == 24 else None
    people = tuple(person_name(number * 2 + place) for place in range(2))
    partner = InventedPartner(
        number=number,
        key=key,
        name=name,
        tier=tier,
        model=model,
        service=THEIRS[number % len(THEIRS)],
        active=active,
        ended=ended,
        contacts=(kebab(people[0]), kebab(people[1])),
        owner=PEOPLE[number % len(PEOPLE)],
    )
    records = (
        (f"records/partners/{key}.md", _partner_record(partner, people, chance)),
        (f"records/agreements/{key}-{active.year}.md", _agreement_record(partner, chance)),
    )
    return replace(partner, records=records)


def _partner_record(partner: InventedPartner, people: tuple[str, ...], chance: Random) -> str:
    def before(days: int) -> date:
        return partner.active - timedelta(days=days)

    says, prose = sentences(chance, _SAYS, 3), sentences(chance, _PROSE, 3)
    host = f"{partner.key}.example"
    ours = OURS[partner.number % len(OURS)]
    contacts = [
        f"  - {{key: {key}, name: {name}, level: {level}, email: {key.replace('-', '.')}@{host}, since: {before(60)}}}"
        for key, name, level in zip(partner.contacts, people, ("executive", "delivery"), strict=True)
    ]
    end = [f"  - {{on: {partner.ended}, status: ended, reason: No referral for half a year}}"] if partner.ended else []
    certified = [
        "certifications:",
        f"  - {{name: Ledger of {partner.name}, level: Silver, since: {partner.active}, expires: 2027-12-31}}",
    ]
    marks = {
        name: chance.randint(3, 5)
        for name in ("fit", "overlap", "values", "positioning", "quality", "commitment", "partnerships", "capacity")
    }
    return "\n".join(
        [
            "---",
            f"name: {partner.name}",
            f"legal_name: {partner.name} GmbH",
            f"website: https://{host}",
            f"city: {chance.choice(('Hamburg', 'Bremen', 'Kiel', 'Lübeck', 'Rostock', 'Flensburg', 'Schwerin'))}",
            "country: DE",
            f"address: [Hafenstraße {partner.number + 1}, 20459 Hamburg]",
            f"regions: {flow(sorted(chance.sample(REGIONS, 2)))}",
            f"services: [{partner.service}]",
            f"industries: {flow(sorted(chance.sample(INDUSTRIES, 2)))}",
            f"client_sizes: {flow(sorted(chance.sample(SIZES, 2)))}",
            f"ideal_client: Firms of {chance.randint(20, 200)} people whose owner still signs everything",
            "not_for: [Start-ups before their first sale]",
            f"positioning: {chance.choice(('premium', 'upper_mid', 'mid_market'))}",
            f"pitch: They do {partner.service.replace('-', ' ')} so that nobody has to do it twice.",
            f"typical_project: '{chance.randint(2, 9)} months, {chance.randint(15, 60)},000 euros'",
            "languages: [German, English]",
            "contacts:",
            *contacts,
            f"owner: {partner.owner}",
            f"sponsor: {PEOPLE[0]}",
            "status_history:",
            f"  - {{on: {before(60)}, status: contacted, by: {partner.owner}}}",
            f"  - {{on: {before(40)}, status: in_talks}}",
            f"  - {{on: {before(20)}, status: onboarding}}",
            f"  - {{on: {partner.active}, status: active}}",
            *end,
            "tier_history:",
            f"  - {{on: {partner.active}, tier: {partner.tier}}}",
            "assessment:",
            f"  on: {before(45)}",
            f"  by: {partner.owner}",
            *(f"  {name}: {{score: {score}}}" for name, score in marks.items()),
            f"  potential: {{received_per_year: {chance.randint(3, 9)}, sent_per_year: {chance.randint(2, 6)}}}",
            "  conclusion: Complements us where our clients ask for more than figures",
            "references:",
            f"  - on: {before(44)}",
            "    source: client",
            f"    who: A firm of {chance.randint(20, 400)} people in the north",
            "    about: [quality, follow_through]",
            "    verdict: good",
            f"  - {{on: {before(43)}, source: market, who: The chamber, about: [responsiveness], verdict: good}}",
            "onboarding:",
            *(f"  - {{step: {step}, on: {before(15 - 2 * place)}}}" for place, step in enumerate(_STEPS)),
            "goals:",
            f"  - {{year: 2026, received: {chance.randint(2, 9)}, sent: {chance.randint(2, 6)}}}",
            "triggers:",
            *(f"  - {{says: '{text}', service: {partner.service}}}" for text in says[:2]),
            f"  - {{says: '{says[2]}', service: {ours}, ours: true}}",
            *(certified if partner.model == "technology" else ()),
            "tax: {country: DE}",
            f"newsletter_contacts: {chance.randint(2, 90) * 50}",
            "---",
            "",
            *prose,
            "",
        ]
    )


def _agreement_record(partner: InventedPartner, chance: Random) -> str:
    they_refer = sorted({OURS[partner.number % len(OURS)], *chance.sample(OURS, 2)})
    end = []
    if partner.ended:
        end = [f"terminated: {{on: 2026-05-29, by: both, effective: {partner.ended}, reason: Nothing came of it}}"]
    days = chance.choice((14, 30))
    netting = ", netting: true" if partner.number % 3 == 0 else ""
    return "\n".join(
        [
            "---",
            f"partner: {partner.key}",
            f"model: {partner.model}",
            f"signed: {partner.active - timedelta(days=4)}",
            f"effective: {partner.active}",
            f"expires: {AS_OF.year + 1}-{partner.active:%m}-15",
            "renewal: {automatic: true, months: 12, notice_days: 60}",
            *end,
            "scope:",
            f"  they_refer: {flow(they_refer)}",
            f"  we_refer: [{partner.service}]",
            f"  clients: Companies from {chance.randint(2, 9)} million euros of revenue",
            "  off_limits: [Clients of our sister firm]",
            *_compensation(partner, chance),
            f"payment: {{trigger: client_payment, net_days: {days}, minimum: {_MINIMUM[partner.tier]}{netting}}}",
            "clawback: {window_days: 180, method: by_amount}",
            "tail_months: 6",
            "existing_clients: new_service",
            "protection_days: 0",
            "attribution: {rule: first_introduction, decided_by: both}",
            "governance:",
            "  check_ins: As the tier says",
            "  client_acceptance: Whoever signs with the client decides",
            "  escalation: [Owners, Executives]",
            "disclosure: {referral_fee: disclosed, subcontractors: disclosed, markups: none}",
            "memorandum:",
            "  - Each refers clients whose need lies in the other's scope.",
            f"  - What is earned is paid within {days} days of the client's payment.",
            "---",
            "",
            _BODY.format(number=partner.number + 1, days=days),
        ]
    )


def _compensation(partner: InventedPartner, chance: Random) -> list[str]:
    """The terms of a model, and worked examples that agree with them."""
    rate = chance.choice((10, 12, 15))
    example = [
        "examples:",
        f"  - {{given: {{payments: [20000.00 EUR]}}, pays: {rate * 200}.00 EUR}}",
        "  - {given: {direction: sent, reached: won}, pays: 900.00 EUR}",
    ]
    sent = "  sent: {earn: flat, on: won, amount: 900.00 EUR}"
    match partner.model:
        case "alliance":
            return [
                "compensation:",
                "  received:",
                "    earn: split",
                "    shares:",
                "      - {party: us, share: 60%, work: Figures}",
                f"      - {{party: {partner.key}, share: 40%, work: Everything else}}",
                "  sent: {earn: none, reciprocity: true}",
                "examples:",
                "  - {given: {payments: [1000.00 EUR]}, pays: 400.00 EUR}",
            ]
        case "technology":
            return [
                "compensation:",
                "  received:",
                "    earn: tiered",
                "    measure: referrals",
                "    counts: qualified",
                "    mode: step",
                "    period: calendar_year",
                "    basis: first_project",
                "    bands:",
                "      - {from: 1, rate: 10%}",
                "      - {from: 4, rate: 15%}",
                "      - {from: 11, rate: 20%}",
                sent,
                "examples:",
                "  - {given: {place: 4, payments: [20000.00 EUR]}, pays: 3000.00 EUR}",
                "  - {given: {direction: sent, reached: won}, pays: 900.00 EUR}",
            ]
        case _:
            received = f"  received: {{earn: percentage, basis: first_project, rate: {rate}%}}"
            return ["compensation:", received, sent, *example]
