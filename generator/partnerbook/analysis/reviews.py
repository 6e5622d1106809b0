"""Whether reviews approve a change: by whom, of which content, within which role and limit (RULINGS, "Approval"). Pure.

Roles, limits and accounts are those of the base, never those of the change: nobody lets themselves in.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from partnerbook.analysis.approval import is_there, limits_of, needs_second, within_limit
from partnerbook.analysis.touched import Need, Touched
from partnerbook.core.money import Money
from partnerbook.core.program import Person, Program
from partnerbook.core.program_policies import Role

ReviewState = Literal["approved", "changes_requested", "dismissed", "commented"]
"""What somebody said of a change; `dismissed` is a verdict that was taken back for them."""

Reason = Literal[
    "dismissed", "stale", "lost", "authored", "prepared", "changes_requested", "unknown", "granted", "no_role", "left",
    "above_limit", "not_asked", "missing", "second_missing", "no_approver", "nobody", "unreadable", "no_program",
]  # fmt: skip
"""Why a review does not count, or what is missing.

`lost`: the commit it was of is not in the repository. `granted`: the role or the account comes with this very change.
`nobody`: there is nobody who could approve it.
"""


class Review(Struct, frozen=True):
    """One review of the change. `account` is the reviewer's at the forge, `commit` the whole name of what they read."""

    account: str
    state: ReviewState
    commit: str | None


class Author(Struct, frozen=True):
    """Somebody who wrote a commit, as git says; the account where the address tells it."""

    name: str
    mail: str
    account: str | None = None


class Refusal(Struct, frozen=True):
    """A review that does not count, or one that is missing.

    `who` is a colleague's key, or the account where it belongs to none; empty where it is about nobody. `could` are
    colleagues whose review would do. `limit` is the highest amount they approve, `commit` what they reviewed.
    """

    reason: Reason
    who: str = ""
    could: tuple[str, ...] = ()
    limit: Money | None = None
    commit: str | None = None


class Verdict(Struct, frozen=True):
    """Whether one record is approved: by whom, and what speaks against it."""

    touched: Touched
    approved_by: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    passes: bool


class Case(Struct, frozen=True, eq=False, dict=True):
    """A change as it is judged.

    `program` is the base's as it is now, `left` where the change left it, `changed` the change's own. `reviews` are in
    the order they were given. `opened_by` is the account that opened the pull request; `authors` wrote the commits
    that touch a record, by its `kind/id`. `at_head` names each record's content by its `kind/id`, `reviewed` the same
    for each commit that was reviewed and is in the repository; a record that was not there is not in it.
    """

    program: Program | None
    left: Program | None
    changed: Program | None
    day: date
    reviews: tuple[Review, ...]
    at_head: Mapping[str, str]
    reviewed: Mapping[str, Mapping[str, str]]
    opened_by: str | None = None
    authors: Mapping[str, tuple[Author, ...]] = field(default_factory=dict)

    @cached_property
    def people(self) -> dict[str, Person]:
        """The base's colleagues by key."""
        return {person.key: person for person in self.program.people} if self.program else {}

    @cached_property
    def accounts(self) -> dict[str, str]:
        """The base's colleagues by account, which the forge compares without regard to capitals."""
        return {person.account.casefold(): key for key, person in self.people.items() if person.account}

    @cached_property
    def latest(self) -> dict[str, Review]:
        """Each reviewer's last word by account; a mere comment takes nothing back."""
        return {review.account.casefold(): review for review in self.reviews if review.state != "commented"}

    def review_by(self, person: str) -> Review | None:
        """A colleague's last word."""
        account = self.people[person].account
        return self.latest.get(account.casefold()) if account else None

    def wrote(self, key: str) -> frozenset[str]:
        """Colleagues who wrote a part of a record's change, or opened the pull request."""
        found = {
            person.key
            for person in self.people.values()
            for author in self.authors.get(key, ())
            if is_by(author, person)
        }
        if self.opened_by is not None and (opener := self.accounts.get(self.opened_by.casefold())):
            found.add(opener)
        return frozenset(found)


def judge(case: Case, touched: Touched) -> Verdict:
    """Whether the reviews approve what a change does to one record."""
    if not touched.readable:
        return Verdict(touched, (), (Refusal("unreadable"),), passes=False)
    if case.program is None:
        return Verdict(touched, (), (Refusal("no_program"),), passes=False)
    judgement = _Judgement(case, case.program, touched)
    standing = tuple(judgement.objections())
    approved, against = judgement.asked() if touched.asked or touched.need == "payout" else judgement.anybody()
    others = tuple(judgement.others({*approved, *(one.who for one in (*standing, *against))}))
    return Verdict(touched, approved, (*standing, *against, *others), passes=not standing and not against)


class _Judgement:
    """One record under judgement."""

    def __init__(self, case: Case, program: Program, touched: Touched) -> None:
        self._case = case
        self._program = program
        self._touched = touched
        self._wrote = case.wrote(touched.key)
        self._role = self._role_wanted()

    def objections(self) -> Iterator[Refusal]:
        """Colleagues who want changes and have not taken that back: whatever others say, it waits."""
        for account, review in self._case.latest.items():
            person = self._case.accounts.get(account)
            if review.state == "changes_requested" and person is not None and self._there(person):
                yield Refusal("changes_requested", person)

    def asked(self) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
        """Those whom the record asks: who approved, and why others have not. Each of them is needed."""
        touched, against = self._touched, []
        approved: list[str] = []
        for place, person in enumerate(dict.fromkeys(touched.asked)):
            is_second = place > 0 and touched.need == "payout"
            refusal = self._unfit(person, is_second=is_second) or self._unheard(person, is_second=is_second)
            if refusal is None:
                approved.append(person)
            else:
                against.append(refusal)
        if touched.need == "payout":
            if not touched.asked:
                against.append(Refusal("no_approver"))
            elif len(set(touched.asked)) == 1 and self._wants_second():
                against.append(Refusal("second_missing"))
        return tuple(approved), tuple(one for one in against if one.reason != "changes_requested")

    def anybody(self) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
        """Anybody with the role: who approved, or why none of them has. One of them is enough."""
        fit = [person for person in self._case.people if self._unfit(person) is None]
        heard = {person: self._unheard(person) for person in fit}
        approved = tuple(person for person, refusal in heard.items() if refusal is None)
        if approved:
            return approved, ()
        said = [refusal for refusal in heard.values() if refusal is not None and refusal.reason not in _SILENT]
        missing = Refusal("missing", could=tuple(fit)) if fit else Refusal("nobody")
        return (), (*said, missing)

    def others(self, told: set[str]) -> Iterator[Refusal]:
        """Everybody else who approved, and why that does not count."""
        for account, review in self._case.latest.items():
            person = self._case.accounts.get(account)
            if review.state not in ("approved", "dismissed") or (person or review.account) in told:
                continue
            if person is None:
                reason: Reason = "granted" if self._is_new(account) else "unknown"
                yield Refusal(reason, review.account, commit=review.commit)
            else:
                yield self._unfit(person) or self._unheard(person) or Refusal("not_asked", person)

    def _there(self, person: str) -> bool:
        return is_there(self._case.people[person], self._case.day)

    def _role_wanted(self) -> Role:
        """The role that approves it; where the program's only owner opened the change, that of terms steps in.

        The forge knows who opened a pull request. Commits may name anybody as their author: they let nobody in.
        """
        if self._touched.need == "terms":
            return "terms_approver"
        owners = {
            key for key, person in self._case.people.items() if "program_owner" in person.roles and self._there(key)
        }
        opener = self._case.accounts.get((self._case.opened_by or "").casefold())
        return "terms_approver" if owners == {opener} else "program_owner"

    def _wants_second(self) -> bool:
        total, on = self._touched.total, self._touched.on
        return total is not None and on is not None and needs_second(self._program, total, on)

    def _unfit(self, person: str, *, is_second: bool = False) -> Refusal | None:
        """Why a colleague may not approve this, whatever they said; None for one who may."""
        known = self._case.people.get(person)
        if known is None:
            is_new = _person(self._case.changed, person) is not None and _person(self._case.left, person) is None
            return Refusal("granted" if is_new else "unknown", person)
        if person in self._touched.preparers:
            return Refusal("prepared", person)
        if person in self._wrote:
            return Refusal("authored", person)
        if not self._there(person):
            return Refusal("left", person)
        if not _has_role(self._program, known, self._touched.need, self._role):
            was_granted = self._may(self._case.changed, person) and not self._may(self._case.left, person)
            return Refusal("granted" if was_granted else "no_role", person)
        total, on = self._touched.total, self._touched.on
        if is_second or total is None or on is None or within_limit(self._program, known, total, on):
            return None
        limits = [limit.up_to for limit in limits_of(self._program, known) if limit.up_to is not None]
        return Refusal("above_limit", person, limit=max(limits, key=lambda limit: limit.amount, default=None))

    def _unheard(self, person: str, *, is_second: bool = False) -> Refusal | None:
        """Why a colleague who may approve has not; None for one who has."""
        review = self._case.review_by(person)
        if review is None:
            return Refusal("second_missing" if is_second else "missing", person, could=(person,))
        if review.state != "approved":
            return Refusal("dismissed" if review.state == "dismissed" else "changes_requested", person)
        content = self._case.reviewed.get(review.commit) if review.commit is not None else None
        if content is None:
            return Refusal("lost", person, commit=review.commit)
        if content.get(self._touched.key) != self._case.at_head.get(self._touched.key):
            return Refusal("stale", person, commit=review.commit)
        return None

    def _may(self, program: Program | None, person: str) -> bool:
        """Whether a state of the program gives a colleague the role."""
        known = _person(program, person)
        return program is not None and known is not None and _has_role(program, known, self._touched.need, self._role)

    def _is_new(self, account: str) -> bool:
        """Whether an account belongs to a colleague only with this change."""
        return _has_account(self._case.changed, account) and not _has_account(self._case.left, account)


_SILENT: tuple[Reason, ...] = ("missing", "changes_requested")
"""What is said once for everybody, instead of once for each who could have approved."""


def _person(program: Program | None, key: str) -> Person | None:
    return next((one for one in program.people if one.key == key), None) if program is not None else None


def _has_account(program: Program | None, account: str) -> bool:
    return program is not None and any((one.account or "").casefold() == account for one in program.people)


def _has_role(program: Program, person: Person, need: Need, role: Role) -> bool:
    return bool(limits_of(program, person)) if need == "payout" else role in person.roles


def is_by(author: Author, person: Person) -> bool:
    """Whether a commit's author is a colleague: by account, address or name, all of them claims."""
    if author.account and person.account and author.account.casefold() == person.account.casefold():
        return True
    return author.mail.casefold() == person.email.casefold() or author.name.casefold() == person.name.casefold()
