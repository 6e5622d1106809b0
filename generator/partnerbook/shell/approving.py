"""Judging a change under review: git's facts and the forge's reviews, held against the base's roles."""

from datetime import date
from pathlib import Path

from partnerbook.analysis.reviews import Case, Review, judge
from partnerbook.analysis.touched import Exempt, Touched, touched
from partnerbook.core.book import Book
from partnerbook.core.program import Program
from partnerbook.ingest.reviewing import reviewed_change
from partnerbook.shell.approval_report import ApprovalReport
from partnerbook.shell.forge.github import authors_of
from partnerbook.shell.handbook import day_to_look_from, today_for


def judged(
    root: Path, base: str, head: str, reviews: tuple[Review, ...], opened_by: str | None, as_of: date | None
) -> ApprovalReport:
    """What of a change is approved, with the roles and limits of the base; its day too, unless another is given.

    Raises:
        CannotCompare: where git cannot say what the change is.
    """
    change = reviewed_change(root, base, head, (review.commit for review in reviews if review.commit is not None))
    day = day_to_look_from(change.base, as_of, today_for(change.base))
    case = Case(
        program=_program(change.base),
        left=_program(change.before),
        changed=_program(change.after),
        day=day,
        reviews=reviews,
        at_head=change.at_head,
        reviewed=change.reviewed,
        opened_by=opened_by,
        authors={
            key: tuple(author for commit in commits for author in authors_of(commit))
            for key, commits in change.commits.items()
        },
    )
    found = touched(change.before, change.after, change.paths)
    return ApprovalReport(
        verdicts=tuple(judge(case, one) for one in found if isinstance(one, Touched)),
        exempt=tuple(one for one in found if isinstance(one, Exempt)),
        program=case.program,
        day=day,
        base=base,
        base_commit=change.base_commit,
        head_commit=change.head_commit,
    )


def _program(book: Book) -> Program | None:
    return book.program.record if book.program is not None else None
