"""GIT: why a change cannot be held against its base, wholly or in part. No record breaks these rules."""

from partnerbook.core.finding import Example, Rule, Severity
from partnerbook.core.kinds import KINDS

_PROGRAM = Example(KINDS["program"].path("program"))


def _rule(code: str, name: str, summary: str, why: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(code, name, severity, summary, why, _PROGRAM, _PROGRAM)


NO_REPOSITORY = _rule(
    "GIT001",
    "no-repository",
    "A comparison was asked for, and the handbook is in no git repository with files.",
    "What a change does can only be said of a base. Without one nothing was compared, which must never pass for a "
    "change that rewrites nothing.",
)
UNKNOWN_REVISION = _rule(
    "GIT002",
    "unknown-revision",
    "The repository has no revision of the name that was to be compared with.",
    "A misspelt branch, or one that was never fetched, would otherwise look like a base without differences.",
)
SHALLOW_HISTORY = _rule(
    "GIT003",
    "shallow-history",
    "Too little of the history was fetched to find where the change began.",
    "A clone of depth 1 does not know what a branch and its base have in common. Comparing with the tip of the base "
    "instead would blame the change for what others did meanwhile.",
)
UNRELATED_HISTORIES = _rule(
    "GIT004",
    "unrelated-histories",
    "The change and its base have no commit in common.",
    "A history that begins anew can hold any past it likes: every paid payout would be new, and none edited.",
)
GIT_FAILED = _rule(
    "GIT005",
    "git-failed",
    "Git is not there, refuses to read the repository, or lacks a part of it.",
    "The comparison rests on what git says. Where it says nothing, nothing was compared, and the check says so.",
)
BROKEN_BASE = _rule(
    "GIT006",
    "broken-base",
    "Records of the base could not be read, so that their changes were not compared.",
    "Whoever mends a broken record must not be held up by it, and the reviewer has to know that for these records "
    "only the new state was checked. Everything else was compared.",
    Severity.WARNING,
)
RULES = (NO_REPOSITORY, UNKNOWN_REVISION, SHALLOW_HISTORY, UNRELATED_HISTORIES, GIT_FAILED, BROKEN_BASE)
"""Every rule about comparing, by code."""
