"""What is approved, and what is missing, as text, Markdown and JSON."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from partnerbook.analysis.reviews import Refusal, Verdict
from partnerbook.analysis.touched import Exempt, Need, Touched
from partnerbook.core.program import Program
from partnerbook.shell.json_values import Json, document
from partnerbook.shell.reporters.markdown import safe
from partnerbook.shell.visible import visible

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""
_DIGITS = 7
_ROLES: dict[Need, str] = {
    "payout": "approves payouts",
    "terms": "approves terms",
    "program": "approves changes of the program",
}
_EXEMPT = {
    "receivable": "our invoice; a receivable needs no approval",
    "paid": "only marked as paid; what was approved is unchanged, and no second approval is needed",
    "recorded": "only says what became of it; what was approved is unchanged",
}


_SENTENCES: dict[str, str] = {
    "dismissed": "the review of {who} was dismissed",
    "stale": "{who} approved {seen}, and the record has changed since: it has to be looked at again",
    "lost": "{who} approved {seen}, which is not in this clone: fetch it, or have it looked at again",
    "authored": "{who} wrote or opened this change, and nobody approves what is their own",
    "prepared": "{who} prepared this payout, and the preparer never approves it",
    "changes_requested": "{who} asked for changes and has not taken that back",
    "unknown": "{who} approved, and no colleague in the base has this account",
    "unknown, asked": "the record asks {who}, who is no colleague in the base",
    "granted": "{who} gets the role with this very change; it counts from the next one on",
    "no_role": "{who} has no role that {role}",
    "left": "{who} is not in the program on {day}",
    "above_limit": "{who} approves payouts up to {limit}, and this one is {total}",
    "above_limit, unmeasured": "{total} cannot be measured against what {who} may approve",
    "not_asked": "{who} approved, but the record asks {asked}",
    "missing": "not approved yet by {could}",
    "second_missing": "the second pair of eyes is missing: {who} has not approved it yet",
    "second_missing, unnamed": "the second pair of eyes is missing: {total} needs two, and the record names only one",
    "no_approver": "the record names nobody as `approver`",
    "nobody": "nobody who {role} is left who did not write it",
    "unreadable": "the record cannot be read; see `partnerbook check`",
    "no_program": "the base has no program record that can be read, and so no roles",
}
"""Why a review does not count, or what is missing: a sentence for each reason, and for its variants."""


def _variant(touched: Touched, refusal: Refusal) -> str:
    match refusal.reason:
        case "unknown" if refusal.who in touched.asked:
            return "unknown, asked"
        case "above_limit" if refusal.limit is None:
            return "above_limit, unmeasured"
        case "second_missing" if not refusal.who:
            return "second_missing, unnamed"
        case reason:
            return reason


class ApprovalReport(Struct, frozen=True, eq=False):
    """What was judged: verdicts and what needs none, the day, the base as it was named, and both commits."""

    verdicts: tuple[Verdict, ...]
    exempt: tuple[Exempt, ...]
    program: Program | None
    day: date
    base: str
    base_commit: str
    head_commit: str

    @property
    def passes(self) -> bool:
        """Whether everything that needs approval has it."""
        return all(verdict.passes for verdict in self.verdicts)

    def name(self, person: str) -> str:
        """A colleague by name; the key or account of anybody else."""
        people = self.program.people if self.program is not None else ()
        return next((one.name for one in people if one.key == person), person)

    def names(self, people: tuple[str, ...]) -> str:
        """Colleagues in a row."""
        *others, last = [self.name(person) for person in people] or ["nobody"]
        return f"{', '.join(others)} or {last}" if others else last

    def sentence(self, verdict: Verdict, refusal: Refusal) -> str:
        """Why a review does not count, or which one is missing."""
        touched = verdict.touched
        return _SENTENCES[_variant(touched, refusal)].format(
            who=self.name(refusal.who),
            seen=(refusal.commit or "")[:_DIGITS] or "a commit that is gone",
            role=_ROLES[touched.need],
            day=self.day,
            limit=refusal.limit,
            total=touched.total,
            asked=self.names(touched.asked),
            could=self.names(refusal.could),
        )

    def summary(self) -> str:
        """The result in a sentence."""
        if not self.verdicts:
            return "Nothing here needs approval."
        missing = sum(not verdict.passes for verdict in self.verdicts)
        count = f"{len(self.verdicts)} {'record needs' if len(self.verdicts) == 1 else 'records need'} approval"
        return f"{count}: {'all approved' if not missing else f'{missing} not approved'}."


def as_text(report: ApprovalReport) -> str:
    """For a terminal."""
    return "".join(f"{visible(line)}\n" for line in _lines(report))


def _lines(report: ApprovalReport) -> Iterator[str]:
    for verdict in report.verdicts:
        yield f"{'approved' if verdict.passes else 'NOT APPROVED'}: {verdict.touched.key}{_total(verdict)}"
        yield from (f"  yes: {report.name(person)}" for person in verdict.approved_by)
        yield from (f"  no:  {report.sentence(verdict, refusal)}" for refusal in verdict.refusals)
    for one in report.exempt:
        yield f"needs none: {one.key}"
        yield f"  {_EXEMPT[one.reason]}"
    yield f"{report.summary()} Roles and limits are those of {report.base} ({report.base_commit[:_DIGITS]})."


def as_markdown(report: ApprovalReport) -> str:
    """For a comment or a job summary."""
    lines = [f"**{safe(report.summary())}**", ""]
    for verdict in report.verdicts:
        state = "approved" if verdict.passes else "not approved"
        lines.append(f"- {safe(verdict.touched.key)}{safe(_total(verdict))}: **{state}**")
        lines += [f"  - yes: {safe(report.name(person))}" for person in verdict.approved_by]
        lines += [f"  - no: {safe(report.sentence(verdict, refusal))}" for refusal in verdict.refusals]
    lines += [f"- {safe(one.key)}: {safe(_EXEMPT[one.reason])}" for one in report.exempt]
    return "\n".join(lines).rstrip() + "\n"


def as_json(report: ApprovalReport) -> str:
    """For programs."""
    found: dict[str, Json] = {
        "base": report.base_commit,
        "head": report.head_commit,
        "passes": report.passes,
        "records": [_verdict(report, verdict) for verdict in report.verdicts],
        "exempt": [{"record": one.key, "path": one.path, "reason": one.reason} for one in report.exempt],
    }
    return document(VERSION, report.day, found)


def _verdict(report: ApprovalReport, verdict: Verdict) -> Json:
    touched = verdict.touched
    return {
        "record": touched.key,
        "path": touched.path,
        "needs": touched.need,
        "total": str(touched.total) if touched.total is not None else None,
        "asked": list(touched.asked),
        "passes": verdict.passes,
        "approved_by": list(verdict.approved_by),
        "refused": [
            {"reason": one.reason, "who": one.who or None, "words": report.sentence(verdict, one)}
            for one in verdict.refusals
        ],
    }


def _total(verdict: Verdict) -> str:
    return f", {verdict.touched.total}" if verdict.touched.total is not None else ""
