"""No field of a record is kept for nothing: what people fill in, pages show or what follows goes by it."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from sitework import AS_OF, pages_of
from textwork import full_specimen

import programs
from partnerbook.core.kinds import KINDS
from partnerbook.core.schema import blocks_of

ELSEWHERE = {
    "for approvals and their accounts at the forge": {
        *("Approval.four_eyes_from", "Approval.limits", "ApprovalLimit.person", "ApprovalLimit.role"),
        *("ApprovalLimit.up_to", "Forge.address", "Forge.branch", "Forge.kind", "Person.account"),
        *("Program.approval", "Program.forge"),
    },
    "for tax lists and the VAT of payouts": {
        *("ExchangeRate.source", "Firm.vat_id", "Partner.country", "TaxStatus.country", "TaxStatus.small_business"),
        *("TaxStatus.vat_id", "TaxThreshold.amount", "TaxThreshold.form", "TaxThreshold.jurisdiction"),
        *("TaxThreshold.source", "TaxThreshold.year", "VatRate.country", "VatRate.rate", "VatRate.since"),
        *("Program.tax_thresholds", "Program.vat_rates"),
    },
    "for rules": {
        *("AgreementSection.headings", "AgreementSection.key", "Closing.by", "Closing.ledger", "Closing.lines"),
        *("Health.bad_references", "PayoutLine.amount", "Program.agreement_sections", "Program.format"),
    },
    "for the form that logs a referral": {"ChecklistItem.required"},
    "chosen before the pages are made": {"Program.as_of", "Program.language"},
    "for worked examples of a project with shares of its own, of which there is none": {
        *("ExampleShare.party", "ExampleShare.share"),
    },
    "read by the names of all of them": {
        *("Milestones.acknowledged", "Milestones.contacted", "Milestones.meeting", "Milestones.proposal"),
        *("Milestones.qualified", "ScorecardWeights.conversion", "ScorecardWeights.engagement"),
        *("ScorecardWeights.reciprocity", "ScorecardWeights.responsiveness", "ScorecardWeights.revenue"),
        *("ScorecardWeights.satisfaction",),
    },
    "written for whoever looks a sum up in the record": {"Channel.revenue", "Cost.hours", "Cost.kind", "Cost.note"},
}
"""Fields that no page reads, by what they are for."""


def fields() -> Iterator[tuple[type[BaseModel], str]]:
    """Every field of every kind, by the model that has it."""
    for kind in KINDS.values():
        for block in blocks_of(kind.model):
            yield from ((block, name) for name in block.model_fields)


def test_every_field_is_read_while_pages_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()

    def watch(model: type[BaseModel]) -> None:
        names = {name: f"{model.__name__}.{name}" for name in model.model_fields}

        def get(self: BaseModel, name: str) -> Any:
            if name in names:
                read.add(names[name])
            return object.__getattribute__(self, name)

        monkeypatch.setattr(model, "__getattribute__", get)

    books = (full_specimen(), programs.book())
    for model in {model for model, _ in fields()}:
        watch(model)
    for book in books:
        pages_of(book, as_of=AS_OF)
    monkeypatch.undo()
    exceptions = set[str]().union(*ELSEWHERE.values())
    assert {f"{model.__name__}.{name}" for model, name in fields()} - read - exceptions == set()


def test_exceptions_are_of_fields_there_are() -> None:
    known = {f"{model.__name__}.{name}" for model, name in fields()}
    listed = [field for several in ELSEWHERE.values() for field in several]
    assert sorted(set(listed) - known) == []
    assert len(listed) == len(set(listed))
