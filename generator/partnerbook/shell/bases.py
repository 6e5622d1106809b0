"""The base of a change: the records where its branch left another one, read from git's objects.

Nothing is checked out, and what the change did not touch is not read a second time.
"""

from pathlib import Path

from msgspec import Struct

from partnerbook.analysis import Current, Records, analysed
from partnerbook.core.finding import Finding
from partnerbook.core.kinds import KINDS
from partnerbook.ingest.git_rules import BROKEN_BASE
from partnerbook.ingest.load import load
from partnerbook.ingest.repository import CannotCompare, merge_base
from partnerbook.ingest.revision import RevisionSource

_PROGRAM = KINDS["program"].path("program")
_NAMED = 5


class Base(Struct, frozen=True, eq=False):
    """What a change is held against: `current` is None where it cannot be read, and `findings` say why.

    `revision` is what was asked for, `commit` the one it comes to, where the branches parted.
    """

    revision: str
    commit: str = ""
    current: Current | None = None
    findings: tuple[Finding, ...] = ()


def base_of(root: Path, revision: str, head: Current) -> Base:
    """The base of a handbook's files as they lie there, looked at from the same day."""
    try:
        commit = merge_base(root, revision)
        loaded = load(RevisionSource(root, commit, head.book), head.book)
    except CannotCompare as error:
        return Base(revision, findings=(finding_of(error),))
    current = analysed(Records(loaded.book, head.as_of, head.today), head)
    return Base(revision, commit, current, _broken(loaded.book.broken, revision))


def finding_of(error: CannotCompare) -> Finding:
    """Why nothing can be compared, as a finding of the family GIT."""
    return Finding(error.rule, _PROGRAM, str(error), error.remedy)


def _broken(broken: frozenset[str], revision: str) -> tuple[Finding, ...]:
    if not broken:
        return ()
    keys = sorted(broken)
    more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
    records = "1 record" if len(keys) == 1 else f"{len(keys)} records"
    return (
        Finding(
            BROKEN_BASE,
            _PROGRAM,
            f"{records} could not be read at `{revision}`, where this change begins: {', '.join(keys[:_NAMED])}{more}",
            "Nothing to do here: look at the whole of these records, not only at what changed. Mend the base if it is "
            "not what this change is for.",
        ),
    )
