"""Clients and the referrals that name them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from invented.partners import InventedPartner
from invented.words import (
    AS_OF,
    INDUSTRIES,
    OURS,
    PEOPLE,
    REGIONS,
    SIZES,
    after,
    client_name,
    day_between,
    kebab,
    letters_and_digits,
    person_name,
    sentences,
)

Record = tuple[str, str]
"""A path below the handbook's root, and the text of the file."""

_CHALLENGES = (
    "Orders grow by {n} per cent, the overdraft grows faster",
    "Sells at a price that was right {n} months ago",
    "Wants to open {n} branches before the summer",
    "The bank asks for figures that nobody has kept",
    "Pays {n} invoices twice a year and finds out in spring",
    "The stock is worth {k} euros, or half of it",
    "A successor is found, the balance sheet is not ready",
    "Lost a customer worth {k} euros and did not see it coming",
    "Closes the month on the {n}th working day",
)
_CONTEXT = (
    "The bank meets them within {n} days",
    "There are two owners and {n} opinions",
    "They were with another firm until spring and paid {k} euros for a folder",
    "The owner decides alone and reads letters only",
    "Their auditor knows of it and agrees",
    "The last one who tried left after {n} days",
)
_PROSE = (
    "The first call took {n} minutes, of which the owner spoke for all but four.",
    "They had the figures of {n} months in a box, and the box was in order.",
    "What they asked for was a report; what they needed was somebody who says no to {k} euros of stock.",
    "The head of sales came along and left with a list of {n} prices to look at again.",
    "We went through the open items together and {n} of them were older than the office dog.",
    "Nobody had told the bank, and the bank had known for {n} weeks.",
    "The warehouse turned out to be the best part of the firm, worth about {k} euros.",
    "Their bookkeeper has been there for {n} years and was right about everything.",
    "A second meeting was asked for before the first one had ended.",
)
_LESSONS = (
    "Ask for the board's calendar before the first meeting",
    "Speak of the price on the first day",
    "Bring somebody who has done it in their trade",
    "Find out who else was asked",
)
_WEIGHTS = {"strategic": 15, "active": 5, "network": 1}
"""How often partners of a tier refer, against each other."""
_ENDS = ("won",) * 10 + ("lost",) * 5 + ("declined",) * 2 + ("withdrawn",) * 2
_LAST_PAYMENT_DAYS = 104
"""A client pays the second half so many days after the win, or on the Monday after them."""


@dataclass(frozen=True, slots=True)
class InventedClient:
    """What referrals need to know of a client."""

    key: str
    contact: str
    known_since: date
    owner: str
    text: Sequence[str]

    @property
    def record(self) -> Record:
        """The client's own record."""
        return f"records/clients/{self.key}.md", "\n".join(self.text)


def invent_clients(count: int, chance: Random) -> Iterator[InventedClient]:
    """So many clients, in the order in which we came to know them."""
    for number in range(count):
        name, person = client_name(number), person_name(number * 7)
        key = kebab(name)
        since = after(date(2024, 4, 1), 900 * number // count)
        owner = chance.choice(PEOPLE)
        prose = sentences(chance, _PROSE, 2)
        text = [
            "---",
            f"name: {name}",
            f"industry: {chance.choice(INDUSTRIES)}",
            f"size: {chance.choice(SIZES)}",
            f"region: {chance.choice(REGIONS)}",
            f"stage: {chance.choice(('growth', 'mature', 'turnaround', 'succession'))}",
            f"known_since: {since}",
            "may_tell: [outcome, scope]",
            f"owner: {owner}",
            "contacts:",
            f"  - {{key: {kebab(person)}, name: {person}, title: Head of finance, email: finance@{key}.example}}",
            "---",
            "",
            *prose,
            "",
        ]
        yield InventedClient(key, kebab(person), since, owner, text)


def invent_referrals(
    count: int, partners: Sequence[InventedPartner], clients: Sequence[InventedClient], chance: Random
) -> Iterator[Record]:
    """So many referrals, two thirds of them received; few partners bring most of them."""
    weights = [_WEIGHTS[partner.tier] for partner in partners]
    introductions = _Introductions(clients, chance)
    for number in range(count):
        story, client = None, None
        while story is None or client is None:  # whom nobody knew yet is introduced on another day
            (partner,) = chance.choices(partners, weights)
            last = partner.ended - timedelta(days=75) if partner.ended else AS_OF - timedelta(days=2)
            story = _Story(number, partner, day_between(chance, partner.active + timedelta(days=3), last), chance)
            client = introductions.client_of(story)
        yield story.record(client)


class _Introductions:
    """Who brought whom, and when: nobody brings a client again before all that came of it is over."""

    def __init__(self, clients: Sequence[InventedClient], chance: Random) -> None:
        self._clients, self._chance = clients, chance
        self._spans: dict[tuple[str, bool, str], list[tuple[date, date]]] = {}

    def client_of(self, story: "_Story") -> InventedClient | None:
        """A client for a story, and from then on the story's own; None where all that are known are taken."""
        # Clients are in order of time: one that is known on the day is found by its share of it.
        known = max(1, len(self._clients) * (story.received - date(2024, 4, 8)).days // 900)
        known = min(known, len(self._clients))
        start = self._chance.randrange(known)
        for place in range(known):
            client = self._clients[(start + place) % known]
            spans = self._spans.setdefault((story.partner.key, story.is_sent, client.key), [])
            if all(story.over < first or last < story.received for first, last in spans):
                spans.append((story.received, story.over))
                return client
        return None


class _Story:
    """One referral from the first word to the last payment, as far as it has come on the day."""

    def __init__(self, number: int, partner: InventedPartner, received: date, chance: Random) -> None:
        self.partner, self.received, self.chance = partner, received, chance
        self.key = f"{received}-{partner.key}-{letters_and_digits(number)}"
        self.is_sent = chance.random() < 0.33
        self.service = partner.service if self.is_sent else OURS[partner.number % len(OURS)]
        self.end = chance.choice(_ENDS)
        self.days = self._days()

    @property
    def over(self) -> date:
        """The day by which nothing more comes of it, the last payment included."""
        if self.end not in self.days:
            return AS_OF
        return after(self.days[self.end], _LAST_PAYMENT_DAYS if self.end == "won" else 0)

    def _days(self) -> dict[str, date]:
        """Each step on its day; steps after today have not been taken yet."""
        days = {"acknowledged": self.received}
        days["contacted"] = after(self.received, 1)
        if self.end == "declined":
            days["declined"] = days.pop("contacted")
        else:
            days["qualified"] = after(days["contacted"], self.chance.randint(0, 1))
            days["meeting"] = after(days["contacted"], self.chance.randint(2, 4))
            if self.end != "withdrawn":
                days["proposal"] = after(days["meeting"], self.chance.randint(3, 9))
            days[self.end] = after(max(days.values()), self.chance.randint(4, 20))
        return {step: day for step, day in days.items() if day <= AS_OF}

    def record(self, client: InventedClient) -> Record:
        """The referral's path and text."""
        contact = self.partner.contacts[self.chance.randrange(2)]
        colleague = self.chance.choice(PEOPLE)
        introduced, handled = (colleague, contact) if self.is_sent else (contact, colleague)
        (challenge,), (context,) = sentences(self.chance, _CHALLENGES, 1), sentences(self.chance, _CONTEXT, 1)
        lines = [
            "---",
            f"partner: {self.partner.key}",
            f"direction: {'sent' if self.is_sent else 'received'}",
            f"received: {self.received}T{self.chance.randint(8, 15):02}:{self.chance.randrange(0, 60, 5):02}",
            f"client: {client.key}",
            f"contact: {client.contact}",
            f"service: {self.service}",
            f"involvement: {self.chance.choice(('passive', 'standard', 'active'))}",
            f"introduced_by: {introduced}",
            f"handled_by: {handled}",
            f"challenge: {challenge}",
            f"context: {context}",
            "promises: [A call within a day]",
            "checklist:",
            "  - {item: need, answer: yes}",
            "  - {item: decision-maker, answer: yes, note: Head of finance; the owner joins later}",
            "  - {item: expects-call, answer: yes}",
            f"  - {{item: budget, answer: {self.chance.choice(('yes', 'unknown'))}}}",
            f"consent: {{introduction: {self.received - timedelta(days=1)}}}",
            "milestones:",
            *self._milestones(colleague),
            *self._outcome(),
            *self._money(),
            "---",
            "",
            *sentences(self.chance, _PROSE, 3),
            "",
        ]
        return f"records/referrals/{self.received.year}/{self.key}.md", "\n".join(lines)

    def _milestones(self, colleague: str) -> Iterator[str]:
        for step, day in self.days.items():
            hour = "T16:30" if step == "acknowledged" else ""
            told = f", told: {day}"
            by = f", by: {colleague}" if step == "contacted" and not self.is_sent else ""
            yield f"  {step}: {{on: {day}{hour}{told}{by}}}"

    def _outcome(self) -> Iterator[str]:
        day = self.days.get(self.end)
        if day is None:
            return
        thanked = f", thanked: {day}" if self.end == "won" else ""
        reason = {"won": "convinced", "lost": "price", "declined": "capacity", "withdrawn": "timing"}[self.end]
        if self.end == "won":
            yield f"outcome: {{reason: {reason}{thanked}}}"
        else:
            yield "outcome:"
            yield f"  reason: {reason}"
            yield f"  lesson: {self.chance.choice(_LESSONS)}"
            yield "  alternative: A half-day check after the summer"
            yield f"  thanked: {day}"
        yield f"feedback: {{on: {day}, fit: {self.chance.randint(3, 5)}, note: Prepared and agreed}}"

    def _money(self) -> Iterator[str]:
        won = self.days.get("won")
        if won is None:
            return
        half = self.chance.randint(5, 40) * 1000
        completed = after(won, 90)
        done = f", completed: {completed}" if completed <= AS_OF else ""
        started = min(after(won, 6), AS_OF)
        yield f"satisfaction: {{on: {min(after(won, 60), AS_OF)}, score: {self.chance.randint(6, 10)}}}"
        yield "deals:"
        yield f"  - {{key: main, value: {2 * half}.00 EUR, kind: project, signed: {won}, start: {started}{done}}}"
        invoices = [day for day in (after(won, 8), completed) if day <= AS_OF]
        payments = [day for day in (after(won, 22), after(won, _LAST_PAYMENT_DAYS)) if day <= AS_OF]
        if invoices and not self.is_sent:
            yield "invoices:"
            for place, day in enumerate(invoices, 1):
                yield f"  - {{key: i{place}, deal: main, on: {day}, amount: {half}.00 EUR}}"
        if payments:
            yield "payments:"
            for place, day in enumerate(payments, 1):
                names = f"reported_by: {self.partner.contacts[1]}" if self.is_sent else f"invoice: i{place}"
                yield f"  - {{key: p{place}, deal: main, {names}, on: {day}, amount: {half}.00 EUR}}"
        if payments and self.chance.random() < 0.04:
            yield "refunds:"
            back = min(after(payments[0], 20), AS_OF)
            yield f"  - {{key: r1, payment: p1, on: {back}, amount: 1000.00 EUR, reason: A workshop fell through}}"
