"""What the tests of approvals share: a program with enough people, a payout to approve, and GitHub's replies."""

import json
from pathlib import Path

from gitwork import commit, git, replace, repository, write

PROGRAM = "records/program.md"
AGREEMENT = "records/agreements/software-werft-2025.md"
NEW = "records/payouts/2026/2026-10-30-software-werft-payable.md"
KEY = "payout/2026-10-30-software-werft-payable"
_PEOPLE = """\
  - {key: nele-voss, name: Nele Voss, email: nele.voss@alsterblick.example, roles: [payout_approver], account: nvoss}
  - {key: jost-harms, name: Jost Harms, email: jost.harms@alsterblick.example, roles: [terms_approver], account: jharms}
  - {key: kea-lund, name: Kea Lund, email: kea.lund@alsterblick.example, roles: [reader], account: klund}
  - key: ilka-brandt
"""


def payout(total: str = "4000.00", approver: str | None = "nele-voss", **more: str) -> str:
    """A payout that Mats prepared; what it pays is not looked at here."""
    front = {
        "partner": "software-werft",
        "direction": "payable",
        "period": "2026-Q3",
        "run": "2026-10-30",
        "adjustments": f"[{{key: a1, on: 2026-09-30, amount: {total} EUR, reason: Agreed}}]",
        "total": f"{total} EUR",
        "prepared": "{on: 2026-09-28, by: mats-petersen}",
        **({"approver": approver} if approver else {}),
        **more,
    }
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + "---\n"


def begun(folder: Path) -> Path:
    """A repository whose `main` has a program with approvers, and a branch `change` that is checked out."""
    folder.mkdir()
    repository(folder)
    replace(folder, PROGRAM, "  - key: ilka-brandt\n", _PEOPLE)
    commit(folder, "More people")
    git(folder, "switch", "-q", "-c", "change")
    return folder


def change(
    folder: Path, files: dict[str, str | None], author: str = "Mats Petersen <mats.petersen@alsterblick.example>"
) -> str:
    """A commit by an author, and its name."""
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Change", "--author", author)
    return git(folder, "rev-parse", "HEAD")


def review(login: str | None, commit_id: str | None, state: str = "APPROVED", minute: int = 0) -> dict[str, object]:
    """A review as GitHub's API tells of it."""
    number = 2_500_000_000 + minute
    page = f"https://github.com/kontor-alsterblick/partner-program/pull/12#pullrequestreview-{number}"
    user = login and {
        "login": login,
        "id": 583231,
        "node_id": "MDQ6VXNlcjU4MzIzMQ==",
        "avatar_url": "https://avatars.githubusercontent.com/u/583231?v=4",
        "gravatar_id": "",
        "url": f"https://api.github.com/users/{login}",
        "html_url": f"https://github.com/{login}",
        "type": "User",
        "user_view_type": "public",
        "site_admin": False,
    }
    return {
        "id": number,
        "node_id": "PRR_kwDOAA5vVs6VAvkA",
        "user": user,
        "body": 'Compared with the ledger. `@hlornsen` \u0007 "looks" good',
        "state": state,
        "html_url": page,
        "pull_request_url": "https://api.github.com/repos/kontor-alsterblick/partner-program/pulls/12",
        "author_association": "MEMBER",
        "_links": {
            "html": {"href": page},
            "pull_request": {"href": "https://api.github.com/repos/kontor-alsterblick/partner-program/pulls/12"},
        },
        "submitted_at": f"2026-09-30T{8 + minute // 60:02}:{minute % 60:02}:35Z",
        "commit_id": commit_id,
    }


def reply(*reviews: dict[str, object]) -> str:
    """The reply's body."""
    return json.dumps(list(reviews), ensure_ascii=False)
