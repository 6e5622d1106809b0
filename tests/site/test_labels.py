"""Every word that records write and pages show has a label, and no label is left over."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from partnerbook.analysis import states
from partnerbook.analysis.dues import LineState
from partnerbook.analysis.ledger.line import LineKind
from partnerbook.core.compensation import CountedAt, Measure, Mode, TierPeriod
from partnerbook.core.finding import FAMILIES, Severity
from partnerbook.core.history import ChangeKind
from partnerbook.core.kinds import KINDS
from partnerbook.core.qualification import Assessment, Mark
from partnerbook.core.referral import MILESTONES
from partnerbook.core.schema import FieldTypeName, blocks_of
from partnerbook.core.vocabulary import PartnerStatus
from partnerbook.site import labels
from partnerbook.site.labels import LABELS, TONES
from partnerbook.site.values import Tone
from partnerbook.site.views.partners import _ORDER as ORDER_OF_STATUSES
from partnerbook.site.views.referrals import OPEN_STATES
from partnerbook.site.words import compensation

SHOWN = {
    "Activity.by": "held",
    "Activity.type": "activity_type",
    "AgreedShare.part": "part",
    "Agreement.applies_to": "applies_to",
    "Agreement.existing_clients": "existing_clients",
    "Agreement.model": "model",
    "Attribution.decided_by": "decided_by",
    "Attribution.rule": "attribution",
    "AttributionDecision.rule": "attribution",
    "ChecklistAnswer.answer": "answer",
    "Claim.basis": "claim_basis",
    "Client.may_tell": "may_tell",
    "Client.stage": "stage",
    "Contact.level": "level",
    "Deal.kind": "deal_kind",
    "Disclosure.referral_fee": "told_fee",
    "Disclosure.subcontractors": "told_subcontractors",
    "ExampleCase.direction": "direction",
    "ExampleCase.involvement": "involvement",
    "Exclusivity.kind": "exclusivity",
    "Marketing.logistics": "side",
    "Marketing.promotion": "side",
    "Material.audience": "audience",
    "OnboardingStep.side": "side",
    "Outcome.reason": "outcome",
    "Overlap.rule": "overlap",
    "Partner.intended_model": "model",
    "Partner.onboarding_owner": "side",
    "Partner.positioning": "positioning",
    "Payment.after_end": "after_end",
    "Payment.trigger": "trigger",
    "Payout.direction": "payout_direction",
    "PercentageEarning.basis": "basis",
    "ProfessionRule.cash": "allowed",
    "ProfessionRule.reciprocity": "allowed",
    "RateRange.involvement": "involvement",
    "RedFlag.kind": "red_flag",
    "Reference.about": "reference_about",
    "Reference.source": "reference_source",
    "Reference.verdict": "verdict",
    "Referral.direction": "direction",
    "Referral.involvement": "involvement",
    "Review.outlook": "outlook",
    "Service.phase": "phase",
    "StatusChange.status": "partner_status",
    "Termination.by": "notice_by",
    "TieredEarning.basis": "basis",
    "Training.audience": "side",
    "Vat.treatment": "vat",
}
"""Fields whose words pages show, and the vocabulary that has their labels."""

IN_SENTENCES = {
    "AgreedServiceLevel.screening": {"screened_first", "always_meeting"},
    "Cap.per": set(compensation._CAP),
    "Clawback.method": {"by_amount", "by_time"},
    "Disclosure.markups": {"disclosed", "not_disclosed", "none"},
    "ExampleCase.reached": {"submitted", "qualified", "won"},
    "FlatEarning.on": set(compensation._ON),
    "Payment.invoicing": {"partner_invoices", "self_billing"},
    "TieredEarning.counts": {counts for measure, counts in compensation._MEASURE if measure == "referrals"},
    "TieredEarning.measure": {measure for measure, _ in compensation._MEASURE},
    "TieredEarning.mode": set(compensation._MODE),
    "TieredEarning.period": set(compensation._PERIOD),
}
"""Fields whose words pages put into whole sentences, and the words there are sentences for."""

NOT_SHOWN = {
    *("AgreementSection.key", "ApprovalLimit.role", "Cost.kind", "Eligible.kinds", "Firm.positioning"),
    *("Forge.kind", "Person.roles", "Program.format", "Program.language"),
}
"""Fields whose words stand on no page yet; whoever shows one gives it labels, and moves it up."""

DERIVED = {
    "activity_state": get_args(states.ActivityState),
    "agreement_state": get_args(states.AgreementState),
    "assessment": tuple(
        name for name, info in Assessment.model_fields.items() if Mark in (info.annotation, *get_args(info.annotation))
    ),
    "change": get_args(ChangeKind),
    "family": tuple(FAMILIES),
    "field_type": get_args(FieldTypeName),
    "kind": tuple(KINDS),
    "line_kind": get_args(LineKind),
    "line_state": get_args(LineState),
    "payout_state": get_args(states.PayoutState),
    "referral_state": get_args(states.ReferralState),
    "severity": tuple(severity.value for severity in Severity),
}
"""Vocabularies of what follows from records."""


def words_of(annotation: Any) -> Iterator[str]:
    """The words a field allows."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from words_of(part)


def fields() -> dict[str, set[str]]:
    """Every field of every kind that takes one of several words, and the words."""
    found = {}
    for kind in KINDS.values():
        for block in blocks_of(kind.model):
            for name, info in block.model_fields.items():
                if name != "earn" and (words := set(words_of(info.annotation))):
                    found[f"{block.__name__}.{name}"] = words
    return found


def test_every_field_of_words_is_shown_or_not() -> None:
    assert set(fields()) == {*SHOWN, *IN_SENTENCES, *NOT_SHOWN}
    assert len(fields()) == len(SHOWN) + len(IN_SENTENCES) + len(NOT_SHOWN)


def test_every_word_that_is_shown_has_a_label_and_no_label_is_left_over() -> None:
    vocabularies: dict[str, set[str]] = {name: set(words) for name, words in DERIVED.items()}
    for field, vocabulary in SHOWN.items():
        vocabularies.setdefault(vocabulary, fields()[field])
        assert vocabularies[vocabulary] == fields()[field], field
    assert {name: set(words) for name, words in LABELS.items()} == vocabularies
    assert all(text.strip() for words in LABELS.values() for text in words.values())


def test_every_word_in_a_sentence_has_one() -> None:
    assert {field: fields()[field] for field in IN_SENTENCES} == IN_SENTENCES
    assert set(get_args(Measure)) == IN_SENTENCES["TieredEarning.measure"]
    assert set(get_args(Mode)) == IN_SENTENCES["TieredEarning.mode"]
    assert set(get_args(TierPeriod)) == IN_SENTENCES["TieredEarning.period"]
    assert set(get_args(CountedAt)) == IN_SENTENCES["FlatEarning.on"]


def test_every_vocabulary_is_used() -> None:
    site = Path(labels.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.py") if path.name != "labels.py")
    assert [vocabulary for vocabulary in LABELS if not re.search(rf"[\"']{vocabulary}[\"']", sources)] == []


def test_tones_are_of_words_there_are() -> None:
    for vocabulary, tones in TONES.items():
        assert set(tones) <= set(LABELS[vocabulary]), vocabulary
        assert set(tones.values()) <= set(get_args(Tone))


def test_labels_of_families_are_those_of_the_findings() -> None:
    assert LABELS["family"] == FAMILIES


def test_lists_know_every_state() -> None:
    assert sorted(ORDER_OF_STATUSES) == sorted(get_args(PartnerStatus))
    assert {"received", *MILESTONES} == set(get_args(states.ReferralState))
    assert set(OPEN_STATES) == {state for state in get_args(states.ReferralState) if states.is_open(state)}
