"""The forge's file of code owners, as GitHub reads it."""

import re
from collections.abc import Iterable, Sequence

from partnerbook.analysis.code_owners import Owned
from partnerbook.core.kinds import KINDS

FOLDER = ".github"
"""A repository with this folder is looked after at GitHub."""
CODE_OWNERS = f"{FOLDER}/CODEOWNERS"
"""Where the code owners stand, unless they stand elsewhere already."""
PLACES = (
    CODE_OWNERS,
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    ".forgejo/CODEOWNERS",
    ".gitea/CODEOWNERS",
)
"""Where forges look for them in a repository, GitHub's three places first and in its order; the first one counts."""

_ACCOUNT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})", re.ASCII)
_HEAD = """\
# Who is asked to review what, from the roles in {program}. Change them there, then run
#     partnerbook codeowners --write
# The last line that matches a file counts.

"""


def is_account(name: str) -> bool:
    """Whether a name can be a person's account."""
    return _ACCOUNT.fullmatch(name) is not None


def first_line(folder: str = "") -> str:
    """What the lines of a handbook in a folder of the repository begin with."""
    return _head(folder).partition("\n")[0]


def _head(folder: str) -> str:
    return _HEAD.format(program=f"{folder}{KINDS['program'].path('program')}")


def code_owners_file(owned: Sequence[Owned], folder: str = "") -> str:
    """The text of a handbook in a folder; files without an owner are left to everybody, and a remark says so."""
    lines = [(one.pattern, owners) for one in owned if (owners := _owners(one.accounts))]
    width = max((len(pattern) for pattern, _ in lines), default=0)
    alone = [f"# {one.pattern}: nobody with an account\n" for one in owned if not _owners(one.accounts)]
    return "".join([_head(folder), *alone, *(f"{pattern:<{width}} {owners}\n" for pattern, owners in lines)])


def _owners(accounts: Iterable[str]) -> str:
    return " ".join(f"@{account}" for account in accounts if is_account(account))
