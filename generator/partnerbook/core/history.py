"""What git tells of the records: who changed which when. Values; `ingest.history` reads them."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from msgspec import Struct, field


class Commit(Struct, frozen=True):
    """One commit, with names as git has them: claims of whoever made it, unless it is signed.

    `author` wrote the change and `on` says when, in the author's own time; `others` wrote it with them, each as
    `Name <address>`. `committer` put the commit as it is into the repository. `parents` are the names of the commits
    it follows, the main line's first. `number` counts the commits of one history, the latest 0.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    author_mail: str
    on: datetime
    committer: str
    committer_mail: str
    subject: str
    others: tuple[str, ...] = ()
    number: int = 0


ChangeKind = Literal["added", "changed", "moved", "removed"]
"""What a commit did with the file of a record."""


class Change(Struct, frozen=True):
    """What one commit did with the file of one record."""

    commit: Commit
    kind: ChangeKind


class History(Struct, frozen=True, eq=False):
    """The changes of every record by its `kind/id`, the latest first; a record keeps its id when its file moves.

    `commits` are all commits of the repository, the latest first. `extent` is `partial` where only the latest
    commits were fetched, and `none` without git.
    """

    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=lambda: MappingProxyType({}))
    commits: tuple[Commit, ...] = ()
    extent: Literal["whole", "partial", "none"] = "none"


NO_HISTORY = History()
"""The history of a handbook without git."""
