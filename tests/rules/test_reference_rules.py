"""REF: edges of the rules about references, keys, ids and chains, with the findings written by hand."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from casework import SPECIMEN, case, told
from pydantic import BaseModel

from partnerbook.analysis import Records, analysed
from partnerbook.core.kinds import KINDS
from partnerbook.core.record import Key
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.rules import alliances, chains, check, departures, identities, record_keys, references
from partnerbook.rules import vocabulary_references as vocabularies
from partnerbook.rules.mentions import references as follow
from partnerbook.rules.reference_fields import PLANS, Plan, Target
from partnerbook.rules.suggestions import did_you_mean

K7 = "referrals/2026/2026-03-02-software-werft-k7"
Q3 = "referrals/2026/2026-06-08-agentur-brandung-q3"
M2 = "referrals/2026/2026-07-20-werkstatt-wandel-m2"
P9 = "referrals/2026/2026-09-21-werkstatt-wandel-p9"
PAYABLE = "payouts/2026/2026-07-30-software-werft-payable"
RECEIVABLE = "payouts/2026/2026-07-30-agentur-brandung-receivable"
ALLIANCE = "agreements/werkstatt-wandel-2025"
BRANDUNG = "agreements/agentur-brandung-2026"
BRANDUNG_OLD = "agreements/agentur-brandung-2024"
REVIEW = "activities/2026/2026-04-14-agentur-brandung-review"
HAFEN = "partners/zahlenhafen"
EVENT = "activities/2026/2026-10-22-werkstatt-wandel-event"


# The table of fields ----------------------------------------------------------------------


def key_fields(model: type[BaseModel], way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every field below a model that holds a key of something else; a field called `key` is its own."""
    for name, hint in get_type_hints(model, include_extras=True).items():
        if name in ("kind_name", "model_config", "key", "waivers") or name.startswith("__"):
            continue
        for part in flattened(hint):
            if part == Key:
                yield (*way, name)
            elif isinstance(part, type) and issubclass(part, BaseModel):
                yield from key_fields(part, (*way, name))


def flattened(hint: Any) -> Iterator[Any]:
    if hint == Key:
        yield hint
    elif get_args(hint) and get_origin(hint) is not None:
        for part in get_args(hint):
            yield from flattened(part)
    else:
        yield hint


def listed(plan: Plan, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, wanted in plan.items():
        if isinstance(wanted, Target):
            yield (*way, name)
        else:
            yield from listed(wanted, (*way, name))


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_holds_a_key_is_followed(kind: str) -> None:
    # A follow-up's owner is a text, because it may be a name on the other side.
    also = {("follow_ups", "owner")} if kind == "activity" else set()
    assert set(listed(PLANS[kind])) == set(key_fields(KINDS[kind].model)) | also


def test_the_search_for_key_fields_finds_some() -> None:
    assert ("milestones", "won", "by") in set(key_fields(KINDS["referral"].model))
    assert ("compensation", "received", "prices", "service") in set(key_fields(KINDS["agreement"].model))


# Records, people and words ----------------------------------------------------------------


def test_an_unknown_partner_is_told_at_its_place_with_what_was_meant() -> None:
    current = case({EVENT: "partners: [werkstatt-wandel, agentur-brandnug]"})
    (finding,) = references.unknown_partner.findings(current)
    assert finding.message == "there is no partner `agentur-brandnug`"
    assert finding.help == (
        "Did you mean `agentur-brandung`? Name one that exists, or write records/partners/agentur-brandnug.md first."
    )
    assert (finding.position.line, finding.position.column) == (4, 30)


def test_a_party_is_a_partner_or_us() -> None:
    change = "parties: [{party: us, lead: true}, {party: werkstatt-wandel}, {party: we}]"
    assert told(references.unknown_partner, {ALLIANCE: change}) == [
        "werkstatt-wandel-2025 parties[2].party: the party `we` is neither a partner nor `us`"
    ]


def test_a_reference_to_a_broken_record_is_known() -> None:
    broken = {
        "records/partners/software-werft.md": "---\nname: [\n---\n",
        "records/agreements/software-werft-2025.md": "---\nmodel: 3\n---\n",
        "records/clients/hanse-logistik.md": "nothing",
    }
    loaded = load(MemorySource(SPECIMEN | broken))
    day = case({}).as_of
    found = check(analysed(Records(loaded.book, day, day)), loaded.findings)
    assert {finding.path for finding in found if finding.code[:3] in ("FMT", "SCH")} == broken.keys()
    assert [finding.message for finding in found if finding.code[:3] == "REF"] == []


def test_a_broken_program_silences_its_vocabularies() -> None:
    loaded = load(MemorySource(SPECIMEN | {"records/program.md": "---\nformat: [\n---\n"}))
    assert follow(loaded.book).unknown == {}


def test_a_client_needs_a_record_once_it_is_won() -> None:
    assert told(references.client_without_record, {"clients/ostsee-feinkost": None}) == [
        "2026-06-08-agentur-brandung-q3 client: the client is won, and there is no client record `ostsee-feinkost`"
    ]


def test_a_client_needs_a_record_once_two_referrals_name_it() -> None:
    assert told(references.client_without_record, {"clients/klinik-holsteinische-schweiz": None}) == [
        (
            "2026-09-21-werkstatt-wandel-p9 client: 2026-07-20-werkstatt-wandel-m2 names the same client, "
            "and there is no client record `klinik-holsteinische-schweiz`"
        )
    ]


def test_one_open_referral_needs_no_client_record() -> None:
    changes = {P9: None, "clients/klinik-holsteinische-schweiz": None}
    assert told(references.client_without_record, changes) == []
    assert told(references.unknown_client_contact, changes) == []
    assert told(references.unknown_client_contact, changes | {M2: "contact: head-physician"}) == [
        (
            "2026-07-20-werkstatt-wandel-m2 contact: `head-physician` stands for nobody: "
            "there is no client record `klinik-holsteinische-schweiz`"
        )
    ]


def test_who_introduced_and_who_takes_it_on_depend_on_the_direction() -> None:
    assert told(references.unknown_partner_contact, {K7: "introduced_by: ilka-brandt"}) == [
        (
            "2026-03-02-software-werft-k7 introduced_by: "
            "`ilka-brandt` is a colleague of ours and not a contact of software-werft"
        )
    ]
    assert told(references.unknown_person, {K7: "handled_by: werft-eins"}) == [
        "2026-03-02-software-werft-k7 handled_by: `werft-eins` is not among the people of the program"
    ]
    assert told(references.unknown_person, {Q3: "introduced_by: tomke-abels"}) == [
        "2026-06-08-agentur-brandung-q3 introduced_by: `tomke-abels` is not among the people of the program"
    ]
    assert told(references.unknown_partner_contact, {Q3: "handled_by: mats-petersen"}) == [
        (
            "2026-06-08-agentur-brandung-q3 handled_by: "
            "`mats-petersen` is a colleague of ours and not a contact of agentur-brandung"
        )
    ]


def test_an_attendee_is_a_contact_of_the_partner_beside_it() -> None:
    change = "attendees: [{partner: agentur-brandung, contact: werft-eins}]"
    assert told(references.unknown_partner_contact, {REVIEW: change}) == [
        "2026-04-14-agentur-brandung-review attendees[0].contact: `werft-eins` is not a contact of agentur-brandung"
    ]


def test_a_promise_is_a_colleagues_a_contacts_or_somebodys_by_name() -> None:
    promises = (
        "follow_ups: [{what: A, owner: Bente Ohlsen}, {what: B, owner: tomke-abels}, {what: C, owner: ilka-brand}]"
    )
    assert told(references.unknown_person, {REVIEW: promises}) == [
        "2026-04-14-agentur-brandung-review follow_ups[2].owner: `ilka-brand` is not among the people of the program"
    ]


def test_words_of_the_program_deep_in_an_agreement() -> None:
    change = "territory: {regions: [north], industries: [foods]}"
    assert told(vocabularies.unknown_industry, {BRANDUNG: change}) == [
        "agentur-brandung-2026 territory.industries[0]: the program knows no industry `foods`"
    ]


def test_what_was_probably_meant() -> None:
    assert did_you_mean("hamburgh", ["north", "hamburg"]) == "Did you mean `hamburg`? "
    assert did_you_mean("bavaria", ["north", "hamburg"]) == ""
    many = [f"2026-01-{day:02}-partner-{number}-k7" for day in range(1, 29) for number in range(50)]
    assert did_you_mean("2026-01-07-partnr-31-k7", many) == "Did you mean `2026-01-07-partner-31-k7`? "
    assert did_you_mean("2019-11-30-somebody-else-x1", many) == ""


# Keys inside a record ---------------------------------------------------------------------


def test_keys_of_a_referral_stay_in_it() -> None:
    assert told(record_keys.unknown_deal, {Q3: "overrides: [{deal: other, rate: 5%, reason: So, approved_by: "
                                            "henrike-lornsen, on: 2026-06-08}]"}) == [
        "2026-06-08-agentur-brandung-q3 overrides[0].deal: this referral has no deal `other`"
    ]  # fmt: skip
    assert told(record_keys.unknown_payment, {Q3: "refunds: [{key: r1, payment: p2, on: 2026-09-01, "
                                               "amount: 1.00 EUR}]"}) == [
        "2026-06-08-agentur-brandung-q3 refunds[0].payment: this referral has no payment `p2`"
    ]  # fmt: skip


def test_a_key_is_told_at_its_second_place() -> None:
    invoices = """invoices:
  - {key: i1, deal: brand, on: 2026-07-20, amount: 1.00 EUR}
  - {key: i2, deal: brand, on: 2026-07-21, amount: 1.00 EUR}
  - {key: i1, deal: brand, on: 2026-07-22, amount: 1.00 EUR}"""
    assert told(record_keys.key_used_twice, {Q3: invoices}) == [
        "2026-06-08-agentur-brandung-q3 invoices[2].key: `i1` is already the key of number 1 of `invoices`"
    ]


def test_one_person_key_for_two_colleagues() -> None:
    people = """people:
  - {key: henrike-lornsen, name: Henrike Lornsen, email: h@alsterblick.example, roles: [payout_approver]}
  - {key: mats-petersen, name: Mats Petersen, email: m@alsterblick.example}
  - {key: ilka-brandt, name: Ilka Brandt, email: i@alsterblick.example}
  - {key: mats-petersen, name: Mats Petersen the younger, email: mm@alsterblick.example}"""
    assert told(record_keys.key_used_twice, {"program": people}) == [
        "program people[3].key: `mats-petersen` is already the key of number 2 of `people`"
    ]


def test_a_share_of_one_split_for_the_same_party_twice() -> None:
    deals = """deals:
  - key: wing
    value: 40000.00 EUR
    kind: project
    shares: [{party: us, share: 60%}, {party: werkstatt-wandel, share: 20%}, {party: werkstatt-wandel, share: 20%}]"""
    assert told(record_keys.named_twice, {P9: deals}) == [
        (
            "2026-09-21-werkstatt-wandel-p9 deals[0].shares[2].party: "
            "`werkstatt-wandel` stands here a second time; it is number 2 of this list already"
        )
    ]


def test_the_same_channel_in_two_years_is_no_repetition() -> None:
    channel = "{key: cold-mail, name: Cold mail, year: %s, leads: 1, wins: 0, cost: 1.00 EUR}"
    assert told(record_keys.named_twice, {"program": f"channels: [{channel % 2025}, {channel % 2026}]"}) == []
    assert told(record_keys.named_twice, {"program": f"channels: [{channel % 2026}, {channel % 2026}]"}) == [
        "program channels[1].key: `cold-mail 2026` stands here a second time; it is number 1 of this list already"
    ]


# Ids --------------------------------------------------------------------------------------


def test_an_id_is_compared_part_by_part() -> None:
    assert told(identities.referral_id_differs, {M2: "partner: agentur-brandung"}) == [
        (
            "2026-07-20-werkstatt-wandel-m2 partner: "
            "this says `agentur-brandung`, the record's id is `2026-07-20-werkstatt-wandel-m2`"
        )
    ]
    assert told(identities.payout_id_differs, {RECEIVABLE: "direction: payable"}) == [
        (
            "2026-07-30-agentur-brandung-receivable direction: "
            "this says `payable`, the record's id is `2026-07-30-agentur-brandung-receivable`"
        )
    ]


def test_a_referral_id_needs_a_random_end() -> None:
    text = SPECIMEN[f"records/{M2}.md"]
    path = "referrals/2026/2026-07-20-werkstatt-wandel"
    assert told(identities.referral_id_differs, {path: text}) == [
        "2026-07-20-werkstatt-wandel partner: the id `2026-07-20-werkstatt-wandel` ends with the partner"
    ]


def test_a_partner_whose_name_begins_like_anothers_is_not_that_one() -> None:
    assert told(identities.agreement_id_differs, {"agreements/zahlenhafen-2025": "partner: zahlen"}) == [
        "zahlenhafen-2025 partner: this says `zahlen`, the record's id is `zahlenhafen-2025`"
    ]


def test_an_alliance_of_several_may_have_a_name_of_its_own() -> None:
    text = SPECIMEN[f"records/{ALLIANCE}.md"]
    assert told(identities.agreement_id_differs, {"agreements/baltic-three-2025": text}) == []


def test_a_second_payout_of_a_run_may_go_on_behind_its_direction() -> None:
    text = SPECIMEN[f"records/{RECEIVABLE}.md"]
    assert told(identities.payout_id_differs, {"payouts/2026/2026-07-30-agentur-brandung-receivable-usd": text}) == []


def test_an_activity_is_filed_under_the_day_it_was_held_or_planned_for() -> None:
    assert told(identities.activity_id_differs, {EVENT: "on: 2026-10-23T18:00"}) == []
    assert told(identities.activity_id_differs, {EVENT: "planned: 2026-10-29"}) == [
        (
            "2026-10-22-werkstatt-wandel-event planned: "
            "this says `2026-10-29`, the record's id is `2026-10-22-werkstatt-wandel-event`"
        )
    ]
    assert told(identities.activity_id_differs, {EVENT: "planned: ~"}) == []


# Chains -----------------------------------------------------------------------------------


def test_a_circle_is_told_once() -> None:
    assert told(chains.circular_continuation, {M2: "reopens: 2026-09-21-werkstatt-wandel-p9"}) == [
        (
            "2026-07-20-werkstatt-wandel-m2 reopens: these come round in a circle: 2026-07-20-werkstatt-wandel-m2 → "
            "2026-09-21-werkstatt-wandel-p9 → 2026-07-20-werkstatt-wandel-m2"
        )
    ]


def test_a_record_that_only_leads_into_a_circle_is_not_in_it() -> None:
    changes = {
        BRANDUNG_OLD: "amends: agentur-brandung-2026",
        "agreements/kontor-interim-2025": "amends: agentur-brandung-2026",
    }
    assert told(chains.circular_continuation, changes) == [
        (
            "agentur-brandung-2024 amends: these come round in a circle: "
            "agentur-brandung-2024 → agentur-brandung-2026 → agentur-brandung-2024"
        )
    ]


def test_a_record_that_names_itself() -> None:
    changes = {BRANDUNG: "amends: agentur-brandung-2026", M2: "reopens: 2026-07-20-werkstatt-wandel-m2"}
    assert told(chains.names_itself, changes) == [
        "agentur-brandung-2026 amends: this agreement amends itself",
        "2026-07-20-werkstatt-wandel-m2 reopens: this referral takes itself up again",
    ]
    assert told(chains.circular_continuation, changes) == []
    assert told(chains.reopens_not_lost, changes) == []


def test_only_a_lost_referral_is_taken_up_again_and_only_later() -> None:
    assert told(chains.reopens_not_lost, {P9: "reopens: 2026-03-02-software-werft-k7"}) == [
        "2026-09-21-werkstatt-wandel-p9 reopens: `2026-03-02-software-werft-k7` was not lost; its state is `won`"
    ]
    lost_later = "milestones: {acknowledged: {on: 2026-07-20}, lost: {on: 2026-09-22}}"
    assert told(chains.reopens_not_lost, {M2: lost_later}) == [
        (
            "2026-09-21-werkstatt-wandel-p9 reopens: "
            "`2026-07-20-werkstatt-wandel-m2` was lost on 2026-09-22, after this one was received"
        )
    ]


def test_an_agreement_is_amended_among_its_parties() -> None:
    assert told(chains.amends_agreement_of_others, {BRANDUNG: "amends: werkstatt-wandel-2025"}) == []
    assert told(chains.agreement_of_another_partner, {Q3: "agreement: werkstatt-wandel-2025"}) == []
    assert told(chains.agreement_of_another_partner, {Q3: "agreement: zahlenhafen-2025"}) == [
        "2026-06-08-agentur-brandung-q3 agreement: `agentur-brandung` is no party to `zahlenhafen-2025`"
    ]


# Alliances and payouts --------------------------------------------------------------------


def test_two_leads_are_named() -> None:
    parties = "parties: [{party: us, lead: true}, {party: werkstatt-wandel, lead: true}]"
    assert told(alliances.alliance_lead, {ALLIANCE: parties}) == [
        "werkstatt-wandel-2025 parties: us and werkstatt-wandel all lead"
    ]


def line(text: str) -> dict[str, str | None]:
    return {PAYABLE: f"lines: [{{line: {text}, amount: 1725.00 EUR}}]"}


def test_a_claimant_may_be_paid_for_anothers_referral() -> None:
    claimed = line("2026-03-02-software-werft-k7/p1/accrual/agentur-brandung")
    claimed[PAYABLE] = f"partner: agentur-brandung\n{claimed[PAYABLE]}"
    assert told(alliances.line_of_another_partner, claimed) == []
    claimed[K7] = "claims: ~\ndecision: ~"
    payouts = ("2026-07-30-agentur-brandung-payable", "2026-07-30-software-werft-payable")
    assert told(alliances.line_of_another_partner, claimed) == [
        f"{payout} lines[0].line: `2026-03-02-software-werft-k7` is a referral of "
        "software-werft, in which `agentur-brandung` has no claim"
        for payout in payouts
    ]


def test_a_party_of_an_alliance_may_be_paid_for_its_referral() -> None:
    shared = line("2026-09-21-werkstatt-wandel-p9/p1/accrual/agentur-brandung")
    shared[PAYABLE] = f"partner: agentur-brandung\n{shared[PAYABLE]}"
    assert told(alliances.line_of_another_partner, shared) == []


def test_what_is_no_ledger_line() -> None:
    assert told(alliances.line_of_unknown_referral, line("2026-03-02-software-werft-k7/p1")) == [
        (
            "2026-07-30-software-werft-payable lines[0].line: "
            "`2026-03-02-software-werft-k7/p1` is not the id of a ledger line"
        )
    ]
    assert told(alliances.line_of_unknown_referral, line("2026-03-02-software-werft-k9/p1/accrual/software-werft")) == [
        "2026-07-30-software-werft-payable lines[0].line: there is no referral `2026-03-02-software-werft-k9`"
    ]
    adjustment = "2026-07-30-software-werft-payable/a1/adjustment/software-werft"
    assert told(alliances.line_of_unknown_referral, line(adjustment)) == []


# People who left --------------------------------------------------------------------------


def test_the_last_day_still_counts() -> None:
    held = "activities/2026/2026-06-18-agentur-brandung-case-study"
    assert told(departures.colleague_had_left, {held: "people: [ilka-brandt]\non: 2026-06-30"}) == []
    assert told(departures.colleague_had_left, {held: "people: [ilka-brandt]\non: 2026-07-01T09:00"}) == [
        (
            "2026-06-18-agentur-brandung-case-study people[0]: "
            "`ilka-brandt` left on 2026-06-30, before this day (2026-07-01)"
        )
    ]


@pytest.mark.parametrize(
    ("record", "change", "field", "day"),
    [
        (Q3, "milestones: {won: {on: 2026-07-02, by: ilka-brandt}}", "milestones.won.by", "2026-07-02"),
        (M2, "handled_by: ilka-brandt", "handled_by", "2026-07-20"),
        (PAYABLE, "approver: ilka-brandt", "approver", "2026-07-24"),
        (PAYABLE, "approved: [{on: 2026-07-27, by: ilka-brandt}]", "approved[0].by", "2026-07-27"),
        ("closings/2026-q2", "by: ilka-brandt", "by", "2026-07-24"),
        (HAFEN, "onboarding: [{step: know-theirs, on: 2026-08-01, by: ilka-brandt}]", "onboarding[0].by", "2026-08-01"),
    ],
)  # fmt: skip
def test_each_deed_has_its_day(record: str, change: str, field: str, day: str) -> None:
    name = record.rpartition("/")[2]
    assert told(departures.colleague_had_left, {record: change}) == [
        f"{name} {field}: `ilka-brandt` left on 2026-06-30, before this day ({day})"
    ]


def test_a_standing_duty_is_handed_over() -> None:
    owned = {"clients/ostsee-feinkost": "owner: ilka-brandt\nended: ~"}
    assert told(departures.duty_of_a_leaver, owned) == [
        "ostsee-feinkost owner: `ilka-brandt` left on 2026-06-30 and still stands here"
    ]
    assert told(departures.duty_of_a_leaver, owned, as_of="2026-06-30") == []
    assert told(departures.duty_of_a_leaver, {"clients/ostsee-feinkost": "owner: ilka-brandt"}) == []
    certified = "certifications: [{name: Werft Ledger, holder: ilka-brandt, since: 2025-05-01, expires: %s}]"
    assert told(departures.duty_of_a_leaver, {"partners/software-werft": certified % "2026-08-31"}) == []
    assert told(departures.duty_of_a_leaver, {"partners/software-werft": certified % "2027-04-30"}) == [
        "software-werft certifications[0].holder: `ilka-brandt` left on 2026-06-30 and still stands here"
    ]


def test_a_contact_who_left_is_told_with_the_partner() -> None:
    gone = """contacts:
  - {key: werft-eins, name: Sönke Maaß, level: executive, left: 2026-02-28}
  - {key: werft-zwei, name: Fenja Dirks, level: delivery}"""
    assert told(departures.contact_had_left, {"partners/software-werft": gone}) == [
        "2026-q2 statements[1].to: `werft-eins` left software-werft on 2026-02-28, before this day (2026-07-24)",
        (
            "2026-03-02-software-werft-k7 introduced_by: "
            "`werft-eins` left software-werft on 2026-02-28, before this day (2026-03-02)"
        ),
    ]
