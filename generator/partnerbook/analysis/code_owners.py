"""Who owns which files of the repository, by their roles: whose review a change of them asks for. Pure."""

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from partnerbook.analysis.approval import is_there, limits_of
from partnerbook.core.kinds import KINDS, RECORDS
from partnerbook.core.program import Person, Program

_MACHINERY = ("generator/", "site_templates/", "mkdocs.yml", "pyproject.toml", "requirements*", "Makefile")
"""What decides what the records come to: whoever changes it can change every figure."""


class Owned(Struct, frozen=True):
    """Files by a pattern relative to the repository's root, and the accounts of their owners, in the program's order.

    A later one counts before an earlier one.
    """

    pattern: str
    accounts: tuple[str, ...]


def code_owners(program: Program, day: date, folder: str = "", listed: str = "") -> tuple[Owned, ...]:
    """The owners of everything that a role answers for, on a day; who has left owns nothing.

    `folder` is where the handbook lies in its repository, with a slash behind it; empty where it is all of it.
    `listed` is the file that says so, where it lies elsewhere than with the workflows.
    """
    there = [person for person in program.people if is_there(person, day)]
    payouts = [person for person in there if limits_of(program, person)]
    terms = [person for person in there if "terms_approver" in person.roles]
    partners = [person for person in there if "partner_owner" in person.roles]
    owners = [person for person in there if "program_owner" in person.roles]
    finance = [person for person in there if "finance" in person.roles]
    machinery = (_pattern(folder, path) for path in _MACHINERY)
    own = (f"/{listed}",) if listed else ()
    kinds = (("partner", partners), ("closing", finance), ("agreement", terms), ("payout", payouts))
    return (
        *(Owned(_pattern(folder, f"{RECORDS}/{KINDS[kind].plural}/"), _accounts(people)) for kind, people in kinds),
        Owned(_pattern(folder, KINDS["program"].path("program")), _accounts(owners)),
        *(Owned(pattern, _accounts(owners)) for pattern in (*machinery, "/.github/", *own)),
    )


def without_account(program: Program, day: date) -> Iterator[Person]:
    """Colleagues with a role who cannot be asked, as nobody knows their account."""
    for person in program.people:
        if person.roles and person.roles != ("reader",) and is_there(person, day) and not person.account:
            yield person


def _pattern(folder: str, path: str) -> str:
    return f"/{_escaped(folder)}{path}"


def _escaped(folder: str) -> str:
    """A folder's name as a pattern: what patterns give a meaning is taken as it stands."""
    return re.sub(r"([\s\\*?\[\]#!])", r"\\\1", folder)


def _accounts(people: list[Person]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person.account for person in people if person.account))
