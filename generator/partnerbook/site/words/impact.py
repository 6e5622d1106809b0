"""What a change does, in business words: money first, then steps, states and who has to approve.

A section without anything to say is left out. The order of sections, and of what stands in them, is that of their
weight: whoever has room for a few lines takes the first.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from partnerbook.analysis import Current
from partnerbook.analysis.impact.model import (
    Impact,
    LineMoved,
    Moved,
    Owed,
    PartnerMoney,
    PayoutShift,
    Reached,
    Shift,
    ToApprove,
)
from partnerbook.analysis.ledger.line import Unearned
from partnerbook.core.money import Money
from partnerbook.core.referral import OUTCOMES
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.ledger.names import Names
from partnerbook.site.ledger.words import explain, why_not
from partnerbook.site.reports.plain import NONE, PlainTable
from partnerbook.site.words.deadlines import ASKED, TASKS
from partnerbook.site.words.scorecard import VERDICTS

_BECOMES = N_("%(old)s → %(new)s")
_NEW = N_("%(what)s: new, %(new)s")
_GONE = N_("%(what)s: deleted, was %(old)s")
_SHIFTED = N_("%(what)s: %(old)s → %(new)s")


class Section(Struct, frozen=True):
    """Lines of one sort, under what leads them: `Payouts`."""

    lead: str
    items: tuple[str, ...]


class ImpactReport(Struct, frozen=True):
    """A change in words: the one sentence to read, money by partner, and sections by weight."""

    title: str
    money: PlainTable
    sections: tuple[Section, ...]


def impact_report(edition: Edition, found: Impact, base: Current, head: Current) -> ImpactReport:
    """The report of a change; `found` is the impact of `head` on `base`."""
    words = _Words(edition, base, head)
    sections = (
        Section(edition.gettext("Why"), tuple(map(words.line, found.lines))),
        Section(edition.gettext("Nothing earned"), tuple(map(words.nothing, found.unearned))),
        Section(edition.gettext("To pay within twelve months"), tuple(map(words.liability, found.liability))),
        Section(edition.gettext("Payouts"), tuple(map(words.payout, found.payouts))),
        Section(edition.gettext("To approve"), tuple(map(words.approval, found.approvals))),
        Section(edition.gettext("Newly overdue"), tuple(words.owed(one) for one in found.missed)),
        Section(edition.gettext("Referrals"), tuple(words.referrals(found.milestones))),
        Section(edition.gettext("Partners"), tuple(words.partner(one) for one in found.partners)),
        Section(edition.gettext("Tiers"), tuple(words.tier(one) for one in found.tiers)),
        Section(edition.gettext("Health"), tuple(words.health(one) for one in found.health)),
        Section(edition.gettext("Agreements"), tuple(words.agreement(one) for one in found.agreements)),
        Section(edition.gettext("Done in time"), tuple(words.owed(one) for one in found.met if not one.late)),
        Section(edition.gettext("Done late"), tuple(words.owed(one) for one in found.met if one.late)),
        Section(edition.gettext("Not compared"), found.unread),
        Section(edition.gettext("Records"), tuple(words.records(found))),
    )
    return ImpactReport(
        words.title(found), words.money(found.money), tuple(section for section in sections if section.items)
    )


class _Words:
    """What the sections say, with the names of both sides."""

    def __init__(self, edition: Edition, base: Current, head: Current) -> None:
        self._here = edition
        self._base, self._head = base, head
        self._names, self._old_names = Names.of(head.book), Names.of(base.book)

    def title(self, found: Impact) -> str:
        """The one sentence that stands above everything."""
        here = self._here
        if found.empty:
            return here.gettext("No record differs.")
        partners = len({money.partner for money in found.money})
        if not partners:
            return here.gettext("No money moves.")
        words = here.ngettext("Money moves with %(number)s partner.", "Money moves with %(number)s partners.", partners)
        return words % {"number": here.number(partners)}

    def money(self, found: Iterable[PartnerMoney]) -> PlainTable:
        """Earned, due and paid by partner, each with what it was."""
        here = self._here
        columns = (
            here.gettext("Partner"),
            here.gettext("Direction"),
            here.gettext("Earned"),
            here.gettext("Due"),
            here.gettext("Paid"),
        )
        rows = tuple(
            (
                self._partner(money.partner),
                label(here, "payout_direction", money.direction),
                *(self._moved(amount) for amount in (money.accrued, money.due, money.paid)),
            )
            for money in found
        )
        return PlainTable(here.gettext("Money"), columns, rows, frozenset({2, 3, 4}))

    def line(self, moved: LineMoved) -> str:
        """A line of the ledger with its reason, and what it was."""
        here = self._here
        side = self._head if moved.new is not None else self._base
        line = side.analysis.ledger.by_id[moved.id]
        names = self._names if moved.new is not None else self._old_names
        values = {
            "partner": self._partner(moved.partner),
            "reason": explain(here, line, names),
            "referral": line.referral or line.payout,
            "old": here.money(moved.old).text if moved.old is not None else NONE,
            "new": here.money(moved.new).text if moved.new is not None else NONE,
        }
        if moved.new is None:
            return here.gettext("%(partner)s, no longer %(old)s: %(reason)s (%(referral)s)") % values
        if moved.old is not None:
            return here.gettext("%(partner)s, %(old)s → %(new)s: %(reason)s (%(referral)s)") % values
        if line.kind == "adjustment":  # its reason is somebody's words and has no figure
            return here.gettext("%(partner)s, %(new)s: %(reason)s (%(referral)s)") % values
        return here.gettext("%(partner)s: %(reason)s (%(referral)s)") % values

    def nothing(self, one: Unearned) -> str:
        """Money of a client's that earns nothing, or takes nothing back, and why."""
        here = self._here
        referral = self._names.referral(one.referral)
        return here.gettext("%(partner)s: %(reason)s (%(referral)s)") % {
            "partner": self._partner(referral.partner) if referral is not None else NONE,
            "reason": why_not(here, one, self._names),
            "referral": one.referral,
        }

    def liability(self, moved: Moved) -> str:
        """What we have to pay in the next year, and how much more or less that is."""
        here, more = self._here, moved.difference.amount > 0
        values = {"new": here.money(moved.new).text, "difference": here.money(_positive(moved)).text}
        words = N_("%(new)s, %(difference)s more") if more else N_("%(new)s, %(difference)s less")
        return here.gettext(words) % values

    def payout(self, shift: PayoutShift) -> str:
        """A payout and how far it has come."""
        here = self._here
        values = {
            "partner": self._partner(shift.partner),
            "direction": label(here, "payout_direction", shift.direction),
            "total": here.money(shift.total).text,
        }
        what = here.gettext("%(partner)s (%(direction)s), %(total)s") % values
        return self._shift("payout_state", what, shift.old, shift.new)

    def approval(self, one: ToApprove) -> str:
        """What has to be approved, and by whom."""
        here = self._here
        if one.asked:
            who = here.listing(map(self._names.person, one.asked))
        elif one.could:
            who = here.listing(map(self._names.person, one.could), "or")
        else:
            who = here.gettext("nobody has the role")
        return here.gettext("%(what)s: %(who)s") % {"what": one.record, "who": who}

    def owed(self, one: Owed) -> str:
        """A deadline: what was to be done, with whom, by when."""
        here = self._here
        words = ASKED.get(one.kind) if one.side == "partner" else None
        values = {
            "task": here.gettext(words or TASKS[one.kind]),
            "partner": self._partner(one.partner),
            "day": here.day(one.limit).text,
            "record": one.record.partition("/")[2],
        }
        if not one.partner:
            return here.gettext("%(task)s by %(day)s (%(record)s)") % values
        return here.gettext("%(task)s, %(partner)s, by %(day)s (%(record)s)") % values

    def referrals(self, steps: Iterable[Reached]) -> Iterator[str]:
        """The steps of each referral; those that were decided first."""
        by_referral: dict[str, list[Reached]] = {}
        for step in steps:
            by_referral.setdefault(step.referral, []).append(step)
        decided = [several for several in by_referral.values() if several[-1].milestone in OUTCOMES]
        others = [several for several in by_referral.values() if several[-1].milestone not in OUTCOMES]
        here = self._here
        for several in (*decided, *others):
            first = several[0]
            words = (
                N_("%(client)s from %(partner)s") if first.direction == "received" else N_("%(client)s to %(partner)s")
            )
            what = here.gettext(words) % {"client": first.client, "partner": self._partner(first.partner)}
            said = here.listing(label(here, "referral_state", step.milestone) for step in several)
            yield here.gettext("%(what)s: %(said)s (%(referral)s)") % {
                "what": what,
                "said": said,
                "referral": first.referral,
            }

    def partner(self, shift: Shift) -> str:
        """A partner's status."""
        return self._shift("partner_status", self._partner(_stem(shift)), shift.old, shift.new)

    def tier(self, shift: Shift) -> str:
        """A partner's tier."""
        old, new = self._tier(self._base, shift.old), self._tier(self._head, shift.new)
        return self._here.gettext(_SHIFTED) % {"what": self._partner(_stem(shift)), "old": old, "new": new}

    def health(self, shift: Shift) -> str:
        """What a partner's scorecard says."""
        words = {str(word): text for word, (text, _) in VERDICTS.items()}
        old, new = (self._here.gettext(words[word]) if word else NONE for word in (shift.old, shift.new))
        return self._here.gettext(_SHIFTED) % {"what": self._partner(_stem(shift)), "old": old, "new": new}

    def agreement(self, shift: Shift) -> str:
        """An agreement's state."""
        names = self._names if shift.new is not None else self._old_names
        title = names.agreement_title(self._here, _stem(shift))
        what = self._here.gettext("%(title)s (%(key)s)") % {"title": title, "key": _stem(shift)}
        return self._shift("agreement_state", what, shift.old, shift.new)

    def records(self, found: Impact) -> Iterator[str]:
        """How many records of each kind came, changed, moved and went; a single one by its name."""
        here = self._here
        for words, several in (
            (N_("new: %(what)s"), found.added),
            (N_("changed: %(what)s"), found.changed),
            (N_("deleted: %(what)s"), found.removed),
            (N_("in another folder: %(what)s"), _by_kind(found.relocated)),
        ):
            if several:
                yield here.gettext(words) % {
                    "what": here.listing(self._counted(kind, keys) for kind, keys in several.items())
                }

    def _counted(self, kind: str, keys: tuple[str, ...]) -> str:
        values = {"kind": label(self._here, "kind", kind), "keys": keys[0], "number": self._here.number(len(keys))}
        return (self._here.gettext("%(kind)s %(keys)s") if len(keys) == 1 else "%(number)s × %(kind)s") % values

    def _shift(self, labels: str, what: str, old: str | None, new: str | None) -> str:
        here = self._here
        values = {
            "what": what,
            "old": label(here, labels, old) if old is not None else "",
            "new": label(here, labels, new) if new is not None else "",
        }
        return here.gettext(_NEW if old is None else _GONE if new is None else _SHIFTED) % values

    def _partner(self, key: str) -> str:
        named = self._names.partner(key)
        return named if named != key else self._old_names.partner(key)

    def _tier(self, side: Current, key: str | None) -> str:
        if key is None:
            return NONE
        program = side.book.program.record if side.book.program else None
        tiers = program.tiers if program is not None else ()
        return next((tier.name for tier in tiers if tier.key == key), key)

    def _moved(self, amount: Moved) -> str:
        here = self._here
        if not amount.difference.amount:
            return here.money(amount.new).text if amount.new.amount else NONE
        return here.gettext(_BECOMES) % {"old": here.money(amount.old).text, "new": here.money(amount.new).text}


def _positive(moved: Moved) -> Money:
    return moved.difference if moved.difference.amount > 0 else -moved.difference


def _stem(shift: Shift) -> str:
    return shift.record.partition("/")[2]


def _by_kind(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key in keys:
        kind, _, stem = key.partition("/")
        found[kind] = (*found.get(kind, ()), stem)
    return found
