"""AGR: edges of the rules about days, scope and promises of agreements, with the findings written by hand."""

import pytest
from casework import told

from partnerbook.rules import agreement_dates as dates
from partnerbook.rules import agreement_disclosure as disclosure
from partnerbook.rules import agreement_exclusivity as exclusivity
from partnerbook.rules import agreement_scope as scope
from partnerbook.rules import professions as professions

BRANDUNG = "agreements/agentur-brandung-2026"
BRANDUNG_OLD = "agreements/agentur-brandung-2024"
KONTOR = "agreements/kontor-interim-2025"
LAWYER = "agreements/kanzlei-nordlicht-2025"
WERFT = "agreements/software-werft-2025"
ALLIANCE = "agreements/werkstatt-wandel-2025"
RESELLER = "agreements/zahlenhafen-2025"
NEW = """---
partner: {partner}
model: {model}
signed: 2026-01-15
effective: 2026-02-01
scope: {{they_refer: [{they_refer}], we_refer: [{we_refer}]}}
compensation: {{received: {{earn: none}}, sent: {{earn: none}}}}
payment: {{trigger: client_payment, net_days: 30}}
attribution: {{rule: first_introduction}}
---
"""


def _new(partner: str, *, model: str = "referral", they_refer: str = "", we_refer: str = "", more: str = "") -> str:
    text = NEW.format(partner=partner, model=model, they_refer=they_refer, we_refer=we_refer)
    return text.removesuffix("---\n") + more + "---\n"


def test_agreement_of_one_day() -> None:
    assert told(dates.ends_before_it_begins, {KONTOR: "effective: 2025-04-01\nexpires: 2025-04-01"}) == []
    assert told(dates.ends_before_it_begins, {KONTOR: "effective: 2025-04-02\nexpires: 2025-04-01"}) == [
        "kontor-interim-2025 expires: the last day 2025-04-01 lies before the first day 2025-04-02"
    ]


def test_signed_on_the_first_day() -> None:
    assert told(dates.signed_late, {KONTOR: "signed: 2025-04-01"}) == []
    assert told(dates.signed_late, {KONTOR: "signed: 2025-04-02"}) == [
        "kontor-interim-2025 signed: signed on 2025-04-02, but in force from 2025-04-01"
    ]


class TestOverlap:
    """Two agreements for the same service on the same days."""

    def test_one_shared_day_is_enough(self) -> None:
        assert told(dates.overlapping, {BRANDUNG: "amends: ~\neffective: 2026-02-01"}) == []
        assert told(dates.overlapping, {BRANDUNG: "amends: ~\neffective: 2026-01-31"}) == [
            (
                "agentur-brandung-2026 scope.they_refer: agentur-brandung-2024 covers the same services (`they_refer`) "
                "and runs to 2026-01-31, but this one begins on 2026-01-31"
            )
        ]

    def test_amendment_ends_the_older_one(self) -> None:
        assert told(dates.overlapping, {BRANDUNG: "effective: 2026-01-20", BRANDUNG_OLD: "expires: ~"}) == []

    def test_other_direction_or_model_is_another_matter(self) -> None:
        assert told(dates.overlapping, {"agreements/x": _new("software-werft", they_refer="fractional-cfo")}) == []
        same_model = _new("software-werft", model="technology", we_refer="fractional-cfo")
        assert told(dates.overlapping, {"agreements/x": same_model}) == []
        same_side = _new("software-werft", model="technology", they_refer="fractional-cfo")
        assert told(dates.overlapping, {"agreements/x": same_side}) == [
            (
                "x scope.they_refer: software-werft-2025 covers the same services (`they_refer`) and runs to "
                "2027-03-31, but this one begins on 2026-02-01"
            )
        ]

    def test_territories_keep_apart(self) -> None:
        south = _new("agentur-brandung", they_refer="fractional-cfo", more="territory: {regions: [dach]}\n")
        assert told(dates.overlapping, {"agreements/x": south}) == []
        both = _new("agentur-brandung", they_refer="fractional-cfo", more="territory: {regions: [dach, north]}\n")
        assert told(dates.overlapping, {"agreements/x": both}) == [
            (
                "x scope.they_refer: agentur-brandung-2026 covers the same services (`they_refer`) and runs until "
                "notice, but this one begins on 2026-02-01"
            )
        ]

    def test_draft_overlaps_nothing(self) -> None:
        assert told(dates.overlapping, {BRANDUNG: "amends: ~\neffective: 2026-01-20\nsigned: ~"}) == []


def test_amendment_from_the_first_day_replaces_all() -> None:
    assert told(dates.amendment_before_original, {BRANDUNG: "effective: 2024-06-14"}) == []
    assert told(dates.amendment_before_original, {BRANDUNG: "effective: 2024-06-13"}) == [
        "agentur-brandung-2026 amends: it begins on 2024-06-13, before agentur-brandung-2024 does on 2024-06-14"
    ]


def test_amendment_of_something_unknown_is_not_ours_to_tell() -> None:
    assert told(dates.amendment_before_original, {BRANDUNG: "amends: nowhere"}) == []
    assert told(dates.amendment_after_the_end, {BRANDUNG: "amends: nowhere"}) == []


def test_amendment_on_the_day_after_the_end() -> None:
    assert told(dates.amendment_after_the_end, {BRANDUNG: "effective: 2026-02-01"}) == []
    assert told(dates.amendment_after_the_end, {BRANDUNG: "effective: 2026-02-02"}) == [
        (
            "agentur-brandung-2026 effective: agentur-brandung-2024 ends on 2026-01-31 and this amendment begins on "
            "2026-02-02: nothing holds between"
        )
    ]
    renewing = {BRANDUNG: "effective: 2026-03-01", BRANDUNG_OLD: "renewal: {automatic: true, months: 12}"}
    assert told(dates.amendment_after_the_end, renewing) == []


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ("on: 2026-09-15, effective: 2026-09-15", None),
        ("on: 2026-09-15, effective: 2027-03-31", None),
        ("on: 2026-09-15, effective: 2026-09-14", "notice was given on 2026-09-15, after the last day 2026-09-14"),
        ("on: 2026-09-15, effective: 2027-04-01", "it is ended early on 2027-04-01, but runs out on 2027-03-31 anyway"),
        ("on: 2025-03-01, effective: 2025-03-31", "the last day 2025-03-31 lies before the first day 2025-04-01"),
    ],
)
def test_days_of_a_termination(days: str, problem: str | None) -> None:
    found = told(dates.termination_contradicts, {KONTOR: f"terminated: {{{days}, by: us, reason: A merger}}"})
    assert found == ([f"kontor-interim-2025 terminated.effective: {problem}"] if problem else [])


def test_renewing_agreement_may_be_ended_after_its_first_term() -> None:
    ended = "terminated: {on: 2026-09-15, effective: 2027-09-30, by: us, reason: A merger}\n"
    renewal = "renewal: {automatic: true, months: 12, notice_days: 30}"
    assert told(dates.termination_contradicts, {KONTOR: ended + renewal}) == []


def test_what_a_renewal_must_say() -> None:
    assert told(dates.renewal_incomplete, {KONTOR: "renewal: {automatic: false}"}) == []
    assert told(dates.renewal_incomplete, {LAWYER: "renewal: {automatic: true, months: 12}"}) == [
        (
            "kanzlei-nordlicht-2025 renewal: the automatic renewal does not say how many `notice_days` before the end "
            "one may say no, nor `expires`, the day on which there is something to renew"
        )
    ]


class TestScope:
    """Services that cannot be in that place."""

    def test_each_direction_is_looked_at(self) -> None:
        changes = {
            KONTOR: "scope: {they_refer: [payroll], we_refer: [interim-hr, growth-finance, grant-advice], "
            "excluded_services: [interim-hr]}"
        }
        assert told(scope.referred_and_excluded, changes) == [
            "kontor-interim-2025 scope.we_refer[0]: `interim-hr` is referred and stands among `excluded_services` too"
        ]
        assert told(scope.not_ours, changes) == [
            "kontor-interim-2025 scope.they_refer[0]: `payroll` is not among our own services"
        ]
        assert told(scope.not_theirs, changes) == [
            "kontor-interim-2025 scope.we_refer[2]: `grant-advice` is not among the services of Kontor Interim"
        ]
        assert told(scope.overlap_without_rule, changes) == [
            "kontor-interim-2025 scope.we_refer[1]: `growth-finance` is ours and theirs, and no overlap rule covers it"
        ]

    def test_unknown_service_is_told_elsewhere(self) -> None:
        changes = {KONTOR: "scope: {they_refer: [astrology], we_refer: [astrology]}"}
        for rule in (scope.not_ours, scope.not_theirs, scope.overlap_without_rule):
            assert told(rule, changes) == []

    def test_what_is_over_stays_as_it_was_signed(self) -> None:
        changes = {KONTOR: "scope: {they_refer: [payroll], we_refer: [grant-advice]}"}
        assert len(told(scope.not_ours, changes, as_of="2027-03-31")) == 1
        assert told(scope.not_ours, changes, as_of="2027-04-01") == []
        assert told(scope.not_theirs, changes, as_of="2027-04-01") == []

    def test_services_of_all_parties_count(self) -> None:
        joint = "scope: {they_refer: [growth-finance], we_refer: [change-management, brand-strategy, payroll]}"
        assert told(scope.not_theirs, {ALLIANCE: joint}) == [
            (
                "werkstatt-wandel-2025 scope.we_refer[2]: `payroll` is not among the services of Werkstatt Wandel "
                "and Agentur Brandung"
            )
        ]
        assert told(scope.not_theirs, {ALLIANCE: joint, "partners/werkstatt-wandel": None}) == []

    def test_overlap_rule_for_other_services_covers_nothing(self) -> None:
        partner = {"partners/kontor-interim": "services: [interim-hr, controlling-setup]"}
        assert told(scope.overlap_without_rule, partner) == [
            (
                "kontor-interim-2025 scope.they_refer[0]: `controlling-setup` is ours and theirs, and no overlap rule "
                "covers it"
            )
        ]
        line = "scope: {they_refer: [controlling-setup], we_refer: [interim-hr], overlap: {rule: joint_pitch%s}}"
        assert told(scope.overlap_without_rule, partner | {KONTOR: line % ""}) == []
        assert told(scope.overlap_without_rule, partner | {KONTOR: line % ", services: [controlling-setup]"}) == []
        assert len(told(scope.overlap_without_rule, partner | {KONTOR: line % ", services: [interim-hr]"})) == 1

    def test_partner_without_regions_serves_everywhere(self) -> None:
        changes = {KONTOR: "territory: {regions: [dach, north]}"}
        assert told(scope.territory_beyond_partner, changes) == [
            "kontor-interim-2025 territory.regions[0]: `dach` is not among the regions of Kontor Interim"
        ]
        assert told(scope.territory_beyond_partner, changes | {"partners/kontor-interim": "regions: []"}) == []


class TestExclusivity:
    """What was promised to one partner alone."""

    ONLY_WERFT = _new(
        "software-werft",
        model="technology",
        they_refer="controlling-setup",
        we_refer="brand-strategy",
        more="exclusivity: {kind: we_are_bound, until: 2026-10-31}\n",
    )

    def test_the_later_agreement_is_at_fault(self) -> None:
        assert told(exclusivity.referred_elsewhere, {WERFT: self.ONLY_WERFT}) == [
            (
                "software-werft-2025 exclusivity: `brand-strategy` is exclusive here, but in scope of "
                "agentur-brandung-2026 too"
            )
        ]
        older = self.ONLY_WERFT.replace("effective: 2026-02-01", "effective: 2025-02-01")
        assert told(exclusivity.referred_elsewhere, {WERFT: older}) == [
            (
                "agentur-brandung-2026 scope: `brand-strategy` is kept for software-werft by software-werft-2025, "
                "but is in scope here too"
            )
        ]

    def test_promise_ends_with_its_last_day(self) -> None:
        changes = {WERFT: self.ONLY_WERFT}
        assert len(told(exclusivity.referred_elsewhere, changes, as_of="2026-10-31")) == 1
        assert told(exclusivity.referred_elsewhere, changes, as_of="2026-11-01") == []

    def test_without_a_list_only_what_we_refer_is_kept(self) -> None:
        """Others still refer clients to us for the service that this partner refers too."""
        kept = _new("kontor-interim", they_refer="controlling-setup", more="exclusivity: {kind: mutual}\n")
        assert told(exclusivity.referred_elsewhere, {KONTOR: kept}) == []
        named = kept.replace("kind: mutual", "kind: mutual, services: [controlling-setup]")
        assert told(exclusivity.referred_elsewhere, {KONTOR: named}) == [
            (
                "kontor-interim-2025 exclusivity: `controlling-setup` is exclusive here, but in scope of "
                "agentur-brandung-2026 too"
            ),
            (
                "kontor-interim-2025 exclusivity: `controlling-setup` is exclusive here, but in scope of "
                "software-werft-2025 too"
            ),
            (
                "kontor-interim-2025 exclusivity: `controlling-setup` is exclusive here, but in scope of "
                "zahlenhafen-2025 too"
            ),
        ]

    def test_regions_keep_promises_apart(self) -> None:
        away = self.ONLY_WERFT.replace("kind: we_are_bound", "kind: we_are_bound, regions: [dach]")
        assert told(exclusivity.referred_elsewhere, {WERFT: away}) == [], "the other one holds in north and hamburg"
        near = self.ONLY_WERFT.replace("kind: we_are_bound", "kind: we_are_bound, regions: [dach, hamburg]")
        assert len(told(exclusivity.referred_elsewhere, {WERFT: near})) == 1

    def test_two_promises_are_one_finding(self) -> None:
        changes = {WERFT: self.ONLY_WERFT, BRANDUNG: "exclusivity: {kind: mutual}"}
        assert told(exclusivity.promised_twice, changes) == [
            (
                "software-werft-2025 exclusivity: agentur-brandung-2026 promises agentur-brandung `brand-strategy` "
                "exclusively too, for the same days and clients"
            )
        ]
        assert told(exclusivity.referred_elsewhere, changes) == []

    def test_partner_that_is_bound_binds_nobody_else(self) -> None:
        bound = self.ONLY_WERFT.replace("we_are_bound", "partner_is_bound")
        assert told(exclusivity.referred_elsewhere, {WERFT: bound}) == []

    def test_amendment_keeps_the_promise_of_its_original(self) -> None:
        changes = {BRANDUNG_OLD: "exclusivity: {kind: we_are_bound}", BRANDUNG: "exclusivity: {kind: we_are_bound}"}
        assert told(exclusivity.promised_twice, changes) == []

    def test_clause_that_reaches_too_far(self) -> None:
        changes = {
            RESELLER: """territory: {regions: [north]}
exclusivity:
  kind: partner_is_bound
  services: [controlling-setup, growth-finance]
  regions: [north, hamburg]
  until: 2027-01-01
  non_compete_months: 6"""
        }
        assert told(exclusivity.does_not_add_up, changes) == [
            "zahlenhafen-2025 exclusivity.services: `growth-finance` is exclusive, but not in scope",
            "zahlenhafen-2025 exclusivity.regions: `hamburg` is exclusive, but not in the territory",
            "zahlenhafen-2025 exclusivity.until: it is exclusive until 2027-01-01, but ends on 2026-12-31",
            "zahlenhafen-2025 exclusivity.non_compete_months: `non_compete_months` stands without any `non_compete`",
        ]


class TestProfessions:
    """What regulated professions may give or take."""

    def test_both_directions_are_forbidden(self) -> None:
        changes = {
            LAWYER: """compensation:
  received: {earn: flat, on: won, amount: 500.00 EUR}
  sent: {earn: percentage, basis: first_year, rate: 10%}"""
        }
        assert told(professions.forbidden_fee, changes) == [
            (
                "kanzlei-nordlicht-2025 compensation.received.earn: `received` earns `flat`, which is forbidden to "
                "the profession `lawyer` in DE (§ 49b (3) BRAO)"
            ),
            (
                "kanzlei-nordlicht-2025 compensation.sent.earn: `sent` earns `percentage`, which is forbidden to "
                "the profession `lawyer` in DE (§ 49b (3) BRAO)"
            ),
        ]

    def test_rule_holds_in_its_own_country_only(self) -> None:
        paid = "compensation: {received: {earn: flat, on: won, amount: 500.00 EUR}, sent: {earn: none}}"
        assert told(professions.forbidden_fee, {LAWYER: paid, "partners/kanzlei-nordlicht": "country: AT"}) == []

    def test_reciprocity_by_word_of_the_rule(self) -> None:
        returned = {LAWYER: "compensation: {received: {earn: none, reciprocity: true}, sent: {earn: none}}"}
        assert told(professions.forbidden_reciprocity, returned) == [
            (
                "kanzlei-nordlicht-2025 compensation.received.reciprocity: `received` expects referrals in return, "
                "which is forbidden to the profession `lawyer` in DE (§ 49b (3) BRAO)"
            )
        ]
        auditor = returned | {"partners/kanzlei-nordlicht": "profession: auditor"}
        assert told(professions.forbidden_reciprocity, auditor) == []
        assert told(professions.delicate, auditor) == [
            (
                "kanzlei-nordlicht-2025 compensation.received.reciprocity: `received` expects referrals in return, "
                "which is delicate for the profession `auditor` in DE (§ 55 (2) WPO)"
            )
        ]

    def test_third_party_of_an_alliance_is_regulated_too(self) -> None:
        changes = {"partners/agentur-brandung": "profession: tax-adviser"}
        found = [line for line in told(professions.forbidden_fee, changes) if line.startswith("werkstatt-wandel")]
        assert found == [
            (
                "werkstatt-wandel-2025 compensation.received.earn: `received` earns `split`, which is forbidden to "
                "the profession `tax-adviser` in DE (§ 9 StBerG)"
            )
        ]


def test_shares_of_claims() -> None:
    line = "attribution: {rule: agreed_split, shares: [{part: introduced, share: 33.3%}, {part: closed, share: 66.7%}]}"
    assert told(disclosure.attribution_shares, {WERFT: line}) == []
    over = line.replace("66.7%", "66.71%")
    assert told(disclosure.attribution_shares, {WERFT: over}) == [
        "software-werft-2025 attribution.shares: the shares are 100.01% together"
    ]
    assert told(disclosure.attribution_shares, {WERFT: "attribution: {rule: agreed_split}"}) == [
        "software-werft-2025 attribution.rule: the split is agreed, but no shares are"
    ]
    beside = "attribution: {rule: most_influence, shares: [{part: introduced, share: 100%}]}"
    assert told(disclosure.attribution_shares, {WERFT: beside}) == [
        "software-werft-2025 attribution.shares: shares stand beside the rule `most_influence`"
    ]


def test_what_the_client_hears_of_markups() -> None:
    line = "disclosure: {referral_fee: disclosed, subcontractors: disclosed, markups: %s}"
    assert told(disclosure.markup_not_disclosed, {KONTOR: line % "none, markup: 0%"}) == []
    assert told(disclosure.markup_not_disclosed, {KONTOR: line % "none, markup: 5%"}) == [
        "kontor-interim-2025 disclosure.markups: a markup of 5% stands beside `markups: none`"
    ]
    assert told(disclosure.markup_not_disclosed, {KONTOR: line % "not_disclosed, markup: 12%"}) == [
        "kontor-interim-2025 disclosure.markups: the client is not told of the markup of 12%"
    ]


def test_subcontracting_says_who_delivers() -> None:
    assert told(disclosure.subcontractors_not_disclosed, {KONTOR: "disclosure: ~"}) == [
        "kontor-interim-2025 model: the agreement does not say what the client hears of subcontractors"
    ]
    assert told(disclosure.subcontractors_not_disclosed, {KONTOR: "disclosure: ~\nmodel: alliance"}) == []
    assert told(disclosure.subcontractors_not_disclosed, {KONTOR: "disclosure: ~"}, as_of="2027-04-01") == []


def test_certification_is_looked_for_while_a_technology_agreement_holds() -> None:
    changes = {"partners/software-werft": "certifications: []"}
    assert told(disclosure.technology_without_certification, changes) == [
        "software-werft-2025 model: Software-Werft has no certification on record"
    ]
    assert told(disclosure.technology_without_certification, changes, as_of="2027-04-01") == []
