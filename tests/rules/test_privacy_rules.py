"""PRI: people at clients stay in client records; positions are exact, in front matter and prose."""

from casework import SPECIMEN, case

from partnerbook.rules import check, privacy
from partnerbook.rules.registry import CheckedRule

K7 = "referrals/2026/2026-03-02-software-werft-k7"
DINNER = "activities/2026/2026-07-16-software-werft-recognition"
HANSE = "clients/hanse-logistik"
BODY = "---\ntype: recognition\non: 2026-07-16\npartners: [software-werft]\nsummary: Dinner\n---\n\n"


def places(rule: CheckedRule, changes: dict[str, str | None]) -> list[str]:
    """What a rule finds: `line:column message` of each."""
    findings = sorted(rule.findings(case(changes)), key=lambda finding: finding.order)
    return [f"{found.position.line}:{found.position.column} {found.message}" for found in findings]


def test_a_clients_person_is_found_in_prose_over_a_lines_end() -> None:
    text = f"{BODY}Sönke paid. Afterwards Uta\nKröger came by.\n"
    assert places(privacy.client_person_outside, {DINNER: text}) == [
        "8:24 the name of `finance-head`, a contact of the client hanse-logistik, stands here"
    ]


def test_a_clients_person_is_found_by_last_name_first_and_in_any_letters() -> None:
    assert places(privacy.client_person_outside, {K7: "context: Kröger, Uta decides"}) == [
        "13:10 the name of `finance-head`, a contact of the client hanse-logistik, stands here"
    ]
    assert places(privacy.client_person_outside, {K7: "context: uta kröger decides"}) != []
    assert places(privacy.client_person_outside, {K7: "context: UTA KRÖGER decides"}) != []


def test_a_last_name_alone_or_a_longer_one_names_nobody() -> None:
    assert places(privacy.client_person_outside, {K7: "context: Ms Kröger decides"}) == []
    assert places(privacy.client_person_outside, {K7: "context: Uta Krögerin decides"}) == []
    assert places(privacy.client_person_outside, {K7: "context: Juta Kröger decides"}) == []


def test_an_address_and_a_number_of_a_clients_person() -> None:
    contacts = "contacts: [{key: head, name: Uta Kröger, email: Uta.Kroeger@hanse.example, phone: 040 5550 1234}]"
    text = f"{BODY}Write to uta.kroeger@HANSE.example or call +49 (40) 5550-1234.\n"
    changes = {HANSE: contacts, K7: "contact: ~", DINNER: text}
    assert places(privacy.client_person_outside, changes) == [
        "8:10 the e-mail address of `head`, a contact of the client hanse-logistik, stands here",
        "8:44 the telephone number of `head`, a contact of the client hanse-logistik, stands here",
    ]
    assert places(privacy.address_of_a_stranger, changes) == []


def test_client_records_may_name_them() -> None:
    klinik = SPECIMEN["records/clients/klinik-holsteinische-schweiz.md"] + "\nUta Kröger used to work here.\n"
    assert places(privacy.client_person_outside, {"clients/klinik-holsteinische-schweiz": klinik}) == []


def test_whoever_is_also_a_partners_contact_is_no_secret() -> None:
    werft = """contacts:
  - {key: werft-eins, name: Uta Kröger, level: executive, email: uta.kroeger@hanse-logistik.example}
  - {key: werft-zwei, name: Fenja Dirks, level: delivery}"""
    text = f"{BODY}Uta Kröger, uta.kroeger@hanse-logistik.example\n"
    assert places(privacy.client_person_outside, {"partners/software-werft": werft, DINNER: text}) == []


def test_addresses_of_strangers_and_of_known_firms() -> None:
    text = f"{BODY}bente@molkerei.example, office@brandung.example, mats.petersen@alsterblick.example\n"
    assert places(privacy.address_of_a_stranger, {DINNER: text}) == [
        "8:1 an address at molkerei.example stands here, which belongs to no colleague and no partner"
    ]


def test_a_private_address_is_told_once_and_as_such() -> None:
    changes = {K7: "context: Ask bente.ohlsen@GMX.de first"}
    assert places(privacy.private_address, changes) == ["13:14 a private address at gmx.de stands here"]
    assert places(privacy.address_of_a_stranger, changes) == []


def test_a_partner_may_have_a_private_address_among_its_contacts() -> None:
    lone = "contacts: [{key: leni-haas, name: Leni Haas, level: executive, email: leni.haas@gmx.at}]"
    assert places(privacy.private_address, {"partners/foerder-lotsen": lone}) == []


def test_a_web_address_with_a_password_is_no_mail_address() -> None:
    changes = {K7: "context: 'See https://bot:pw123@files.example.org/in'"}
    assert places(privacy.address_of_a_stranger, changes) == []
    assert places(privacy.key_or_token, changes) == ["13:15 a web address with a password stands here"]


def test_an_account_in_prose_is_told_at_its_column() -> None:
    text = f"{BODY}Paid at once,\nfrom DE89 3704 0044 0532 0130 00.\n"
    assert places(privacy.bank_account, {DINNER: text}) == ["9:6 a bank account stands here (DE89…00)"]


def test_the_end_of_a_referral_id_is_random() -> None:
    text = SPECIMEN[f"records/{K7}.md"]
    for end, is_told in (("hanse-logistik", True), ("hanse", True), ("h4", False), ("x7-ab", False)):
        findings = privacy.client_in_referral_id.findings(
            case({f"referrals/2026/2026-03-02-software-werft-{end}": text})
        )
        assert bool(list(findings)) is is_told, end


def test_a_secret_in_a_record_is_never_in_a_finding() -> None:
    current = case({K7: "context: 'Uta Kröger, password: Sommer2026!, DE89 3704 0044 0532 0130 00'"})
    said = " ".join(f"{finding.message} {finding.help}" for finding in check(current))
    assert "a password stands here" in said
    for secret in ("Kröger", "Sommer2026", "3704"):
        assert secret not in said
