"""What GitHub tells of people: who is behind a commit, and what reviewers said."""

import json
import re
from collections.abc import Iterator
from datetime import datetime

from partnerbook.analysis.reviews import Author, Review, ReviewState
from partnerbook.core.history import Commit

_NO_REPLY = re.compile(r"(?:\d+\+)?([a-z0-9-]+)@users\.noreply\.github\.com", re.IGNORECASE | re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.ASCII)
_STATES: dict[str, ReviewState | None] = {
    "APPROVED": "approved",
    "CHANGES_REQUESTED": "changes_requested",
    "DISMISSED": "dismissed",
    "COMMENTED": "commented",
    "PENDING": None,  # seen by nobody but its author yet
}


class NotReviews(ValueError):
    """A document that is not GitHub's reply about reviews; the text says where it differs."""


def account_of(mail: str) -> str | None:
    """The account behind an address that GitHub gives to those who keep theirs private; None for others."""
    found = _NO_REPLY.fullmatch(mail)
    return found.group(1) if found else None


def authors_of(commit: Commit) -> Iterator[Author]:
    """Everybody who wrote a part of a commit; whose suggestion was taken over is named below its message."""
    yield Author(commit.author, commit.author_mail, account_of(commit.author_mail))
    for other in commit.others:
        name, _, mail = other.partition("<")
        address = mail.partition(">")[0].strip()
        yield Author(name.strip(), address, account_of(address))


def is_the_forge(mail: str) -> bool:
    """Whether an address is GitHub's own: it stands as committer for whoever pressed a button there."""
    return mail.casefold() == "noreply@github.com"


def read_reviews(text: str) -> tuple[Review, ...]:
    """Reviews out of the reply to `GET /repos/{owner}/{repo}/pulls/{number}/reviews`, in the order they were given.

    Takes one page, or the list of pages that `gh api --paginate --slurp` makes.

    Raises:
        NotReviews: where it is something else. A review that cannot be understood is never passed over: it may be
            the one that objects.
    """
    try:
        reply = json.loads(text)
    except ValueError as error:
        raise NotReviews(f"no JSON: {error}") from None
    except RecursionError:
        raise NotReviews("nested too deep") from None
    if not isinstance(reply, list):
        said = reply.get("message") if isinstance(reply, dict) else None
        raise NotReviews(
            f"a list of reviews was expected; the reply says {said!r}" if said else "not a list of reviews"
        )
    items = [item for page in reply for item in (page if isinstance(page, list) else [page])]
    found = [_review(item, number) for number, item in enumerate(items, 1)]
    told = [one for one in found if one is not None]
    return tuple(review for _, review in sorted(told, key=lambda one: one[0]))


def _review(item: object, number: int) -> tuple[datetime, Review] | None:
    """A review with the moment it was given; None for one that is not given yet."""
    if not isinstance(item, dict):
        raise NotReviews(f"review {number} is not an object")
    state = item.get("state")
    if not isinstance(state, str) or state.upper() not in _STATES:
        raise NotReviews(f"review {number} has the unknown state {state!r}")
    meaning = _STATES[state.upper()]
    if meaning is None:
        return None
    user, commit, moment = item.get("user"), item.get("commit_id"), item.get("submitted_at")
    login = user.get("login") if isinstance(user, dict) else None
    if user is not None and not isinstance(login, str):
        raise NotReviews(f"review {number} does not say whose it is")
    if commit is not None and (not isinstance(commit, str) or _COMMIT.fullmatch(commit) is None):
        raise NotReviews(f"review {number} does not name a commit")
    try:
        given = datetime.fromisoformat(moment) if isinstance(moment, str) else None
    except ValueError:
        given = None
    if given is None or given.tzinfo is None:
        raise NotReviews(f"review {number} does not say when it was given")
    # An account that was closed since is shown as this one; it belongs to nobody.
    return given, Review(login or "ghost", meaning, commit)
