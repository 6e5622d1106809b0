"""What every view needs at hand: the analysed Book, the edition, and the way to other pages."""

from datetime import date
from functools import cached_property
from typing import Protocol

from msgspec import Struct

from partnerbook.analysis.approval import is_there
from partnerbook.analysis.partnerships import Partnerships
from partnerbook.analysis.states import term_end
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.dates import Moment
from partnerbook.core.finding import Finding, Rule
from partnerbook.core.history import NO_HISTORY, History
from partnerbook.core.money import Money
from partnerbook.core.program import Person, Program
from partnerbook.core.record import Record
from partnerbook.rules.examples import Files
from partnerbook.site.edition import Edition
from partnerbook.site.forge_pages import NO_FORGE, ForgePages
from partnerbook.site.labels import label, pill
from partnerbook.site.ledger.names import Names
from partnerbook.site.lookups import Lookups
from partnerbook.site.page import page_url
from partnerbook.site.reports.health import Standing
from partnerbook.site.values import Day, Link, MoneyText, Pill, Text, Value


class Named(Protocol):
    """An entry of a vocabulary: a key, and the name people read."""

    @property
    def key(self) -> str:
        """What records write."""
        ...

    @property
    def name(self) -> str:
        """What people read."""
        ...


FOLDERS = {
    "partner": "partners",
    "client": "clients",
    "agreement": "agreements",
    "referral": "referrals",
    "payout": "payouts",
}
"""Kinds with a page for each record, and the folder of their pages."""


def page_of(kind: str, key: str) -> str:
    """The page of a record."""
    return f"{FOLDERS[kind]}/{key}.md"


class Context(Lookups, frozen=True, eq=False, dict=True):
    """Everything pages are made from: the analysed Book, all findings, one edition.

    Views read records from `analysis.book`, which holds nothing later than `as_of`.
    """

    findings: tuple[Finding, ...]
    edition: Edition
    rules: tuple[Rule, ...]
    specimen: Files
    forge: ForgePages = NO_FORGE
    history: History = NO_HISTORY

    @cached_property
    def program(self) -> Program | None:
        """The program record, where there is a readable one."""
        entry = self.analysis.book.program
        return entry.record if entry else None

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """Names people read by the keys records write, for each vocabulary of the program."""
        program = self.program
        if program is None:
            return {}
        vocabularies: dict[str, tuple[Named, ...]] = {
            "service": program.services,
            "industry": program.industries,
            "size": program.sizes,
            "region": program.regions,
            "profession": program.professions,
            "tier": program.tiers,
            "person": program.people,
        }
        return {name: {term.key: term.name for term in terms} for name, terms in vocabularies.items()}

    def name(self, vocabulary: str, key: str) -> str:
        """What people read for a key; the key itself where the vocabulary lacks it."""
        return self.names.get(vocabulary, {}).get(key, key)

    @cached_property
    def partnerships(self) -> Partnerships:
        """How each partnership stands, by partner."""
        return Partnerships(self.analysis)

    @cached_property
    def standing(self) -> Standing:
        """Thresholds and names that words about partnerships use."""
        return Standing.of(self.analysis)

    @property
    def people(self) -> tuple[Person, ...]:
        """Colleagues of the program."""
        return self.program.people if self.program is not None else ()

    @cached_property
    def present(self) -> tuple[str, ...]:
        """Keys of colleagues who are there on the day."""
        return tuple(person.key for person in self.people if is_there(person, self.as_of))

    @cached_property
    def ledger_names(self) -> Names:
        """Names that explanations of the ledger use."""
        return Names.of(self.analysis.book)

    @cached_property
    def findings_of(self) -> dict[str, tuple[Finding, ...]]:
        """Findings by `kind/id`."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.record:
                found.setdefault(finding.record, []).append(finding)
        return {key: tuple(findings) for key, findings in found.items()}

    def knows_rule(self, code: str) -> bool:
        """Whether there is a rule, and so a page, for a code."""
        return any(rule.code == code for rule in self.rules)

    def term_end(self, entry: Entry[Agreement]) -> date | None:
        """The last day of an agreement as known today."""
        return term_end(entry.record, self.as_of)

    def at(self, uri: str) -> "Here":
        """The same, seen from a page: links are relative to it."""
        return Here(self, uri, "../" * page_url(uri).count("/"))


class Here(Struct, frozen=True, eq=False):
    """The context seen from one page."""

    context: Context
    uri: str
    up: str

    @property
    def edition(self) -> Edition:
        """The edition."""
        return self.context.edition

    def _(self, message: str) -> str:
        return self.context.edition.gettext(message)

    def href(self, uri: str, anchor: str = "") -> str:
        """The relative address of another page, or of a place on it."""
        return (self.up + page_url(uri) or "./") + (f"#{anchor}" if anchor else "")

    def link(self, text: str, uri: str, anchor: str = "") -> Link:
        """A link to another page."""
        return Link(text, self.href(uri, anchor))

    def record(self, kind: str, key: str, text: str = "") -> Link:
        """A link to a record's page, by its name; only the name where there is no such record."""
        entry = self.context.analysis.book.shelf(kind).get(key)
        shown = text or (_title(entry) if entry else "") or key
        return Link(shown, self.href(page_of(kind, key))) if entry is not None else Link(shown)

    def label(self, vocabulary: str, word: str) -> str:
        """What people read for a word of a record."""
        return label(self.context.edition, vocabulary, word)

    def pill(self, vocabulary: str, word: str) -> Pill:
        """A state as a pill."""
        return pill(self.context.edition, vocabulary, word)

    def name(self, vocabulary: str, key: str) -> str:
        """What people read for a key of the program's vocabularies."""
        return self.context.name(vocabulary, key)

    def person(self, key: str | None) -> Value:
        """A colleague by name."""
        return None if key is None else Text(self.context.name("person", key))

    def day(self, moment: Moment | None) -> Day | None:
        """A day, if there is one."""
        return None if moment is None else self.context.edition.moment(moment)

    def money(self, money: Money | None) -> MoneyText | None:
        """An amount, if there is one."""
        return None if money is None else self.context.edition.money(money)


def _title(entry: Entry[Record]) -> str:
    name: str = getattr(entry.record, "name", "")
    return name
