"""GitHub's file of code owners."""

import re
from collections.abc import Iterable, Sequence

from partnerbook.analysis.code_owners import Owned

FOLDER = ".github"
"""A repository with this folder is looked after at GitHub."""
CODE_OWNERS = f"{FOLDER}/CODEOWNERS"
"""Where the code owners stand."""

_ACCOUNT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})", re.ASCII)
_HEAD = """\
# Who is asked to review what, from the roles in records/program.md. Change them there, then run
#     partnerbook codeowners --write
# The last line that matches a file counts.

"""


def is_account(name: str) -> bool:
    """Whether a name can be a person's account."""
    return _ACCOUNT.fullmatch(name) is not None


def code_owners_file(owned: Sequence[Owned]) -> str:
    """The file's text; files without an owner are left to everybody, and a remark says so."""
    lines = [(one.pattern, owners) for one in owned if (owners := _owners(one.accounts))]
    width = max((len(pattern) for pattern, _ in lines), default=0)
    alone = [f"# {one.pattern}: nobody with an account\n" for one in owned if not _owners(one.accounts)]
    return "".join([_HEAD, *alone, *(f"{pattern:<{width}} {owners}\n" for pattern, owners in lines)])


def _owners(accounts: Iterable[str]) -> str:
    return " ".join(f"@{account}" for account in accounts if is_account(account))
