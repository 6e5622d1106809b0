"""Approval by review: who counts, whose review does not and why, on real repositories and GitHub's replies."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gitwork import CLIENT, PARTNER, REFERRAL, commit, git, replace
from reviewswork import AGREEMENT, KEY, NEW, PROGRAM, begun, change, payout, reply, review

from partnerbook.shell.approval_report import ApprovalReport
from partnerbook.shell.approving import judged
from partnerbook.shell.cli import group
from partnerbook.shell.forge.github import read_reviews

DAY = date(2026, 9, 30)
Reviews = dict[str, object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return begun(tmp_path / "handbook")


def judge(root: Path, *reviews: Reviews, opened: str | None = "mpetersen", base: str = "main") -> ApprovalReport:
    return judged(root, base, "HEAD", read_reviews(reply(*reviews)), opened, DAY)


def reasons(report: ApprovalReport) -> list[tuple[str, str]]:
    """What speaks against the one record there is."""
    (verdict,) = report.verdicts
    assert report.passes == verdict.passes
    return [(refusal.reason, refusal.who) for refusal in verdict.refusals]


def said(report: ApprovalReport) -> list[str]:
    (verdict,) = report.verdicts
    return [report.sentence(verdict, refusal) for refusal in verdict.refusals]


# What needs approval


def test_a_change_without_money_or_terms_needs_nobody(root: Path) -> None:
    replace(root, CLIENT, "name: Hanse Logistik", "name: Hanse-Logistik")
    replace(root, REFERRAL, "challenge: ", "challenge: As they say, ")
    commit(root)
    report = judge(root)
    assert report.passes
    assert (report.verdicts, report.exempt) == ((), ())
    assert report.summary() == "Nothing here needs approval."


def test_a_new_payout_passes_with_the_review_it_asks_for(root: Path) -> None:
    head = change(root, {NEW: payout()})
    report = judge(root, review("nvoss", head))
    assert report.passes
    assert reasons(report) == []
    assert report.verdicts[0].touched.key == KEY
    assert report.verdicts[0].approved_by == ("nele-voss",)


def test_accounts_are_compared_as_the_forge_does(root: Path) -> None:
    head = change(root, {NEW: payout()})
    assert judge(root, review("NVoss", head)).passes


def test_a_receivable_needs_nobody(root: Path) -> None:
    change(root, {NEW: payout(approver=None, direction="receivable")})
    report = judge(root)
    assert report.passes
    assert [(one.key, one.reason) for one in report.exempt] == [(KEY, "receivable")]


def test_turning_what_we_owe_into_what_we_are_owed_does(root: Path) -> None:
    change(root, {NEW: payout()})
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "change")
    git(root, "switch", "-q", "-c", "turned")
    change(root, {NEW: payout(direction="receivable")})
    assert reasons(judge(root)) == [("missing", "nele-voss")]


def merged(root: Path, text: str) -> None:
    """A payout that is in the base already."""
    change(root, {NEW: text})
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "change")
    git(root, "switch", "-q", "-c", "second")


PAID = {"approved": "[{on: 2026-09-29, by: nele-voss}]", "paid": "{on: 2026-10-30}"}


def test_marking_as_paid_is_a_second_small_change_and_needs_no_approval(root: Path) -> None:
    merged(root, payout())
    change(root, {NEW: payout(**PAID)})
    report = judge(root)
    assert report.passes
    assert [(one.key, one.reason) for one in report.exempt] == [(KEY, "paid")]


@pytest.mark.parametrize(
    "text",
    [
        payout("4001.00", **PAID),
        payout(**PAID, approver2="", invoice="{number: X-1, on: 2026-10-01}").replace("approver2: \n", ""),
        payout(**PAID) + "\nPaid to another account.\n",
        payout(paid="{on: 2026-10-30}", approved="[{on: 2026-09-29, by: kea-lund}]"),
        payout(cancelled="{on: 2026-10-01, by: mats-petersen}"),
    ],
    ids=["total", "invoice", "prose", "approved by another", "cancelled"],
)
def test_more_than_that_needs_approval_again(root: Path, text: str) -> None:
    merged(root, payout())
    change(root, {NEW: text})
    assert reasons(judge(root)) == [("missing", "nele-voss")]


def test_what_was_marked_as_paid_is_no_small_change_any_more(root: Path) -> None:
    merged(root, payout(**PAID))
    change(root, {NEW: payout(approved=PAID["approved"], paid="{on: 2026-10-31}")})
    assert reasons(judge(root)) == [("missing", "nele-voss")]


def test_taking_a_payout_away_needs_whom_it_asked(root: Path) -> None:
    merged(root, payout())
    head = change(root, {NEW: None})
    assert reasons(judge(root)) == [("missing", "nele-voss")]
    assert judge(root, review("nvoss", head)).passes
    # Seen while the record was still there: that was another change.
    assert reasons(judge(root, review("nvoss", git(root, "rev-parse", "main")))) == [("stale", "nele-voss")]


def test_comments_and_order_of_a_record_are_no_change(root: Path) -> None:
    merged(root, payout())
    change(root, {NEW: payout().replace("---\npartner", "---\n# as agreed by phone\npartner", 1)})
    assert judge(root).verdicts == ()


def test_a_payout_that_cannot_be_read_is_approved_by_nobody(root: Path) -> None:
    head = change(root, {NEW: payout().replace("total:", "totel:")})
    assert reasons(judge(root, review("nvoss", head))) == [("unreadable", "")]


def test_a_payout_that_became_a_link_is_approved_by_nobody(root: Path) -> None:
    merged(root, payout())
    (root / NEW).unlink()
    (root / NEW).symlink_to("/etc/hostname")
    head = commit(root)
    assert reasons(judge(root, review("nvoss", head))) == [("unreadable", "")]


def test_a_second_file_of_the_same_id_is_looked_at_too(root: Path) -> None:
    merged(root, payout())
    head = change(root, {NEW.replace("/2026/", "/2025/"): payout("90.00")})
    assert reasons(judge(root)) == [("missing", "nele-voss")]
    assert judge(root, review("nvoss", head)).passes


# Whose review does not count


def test_nobody_approved_yet(root: Path) -> None:
    change(root, {NEW: payout()})
    report = judge(root)
    assert reasons(report) == [("missing", "nele-voss")]
    assert said(report) == ["not approved yet by Nele Voss"]


def test_a_mere_comment_approves_nothing_and_takes_nothing_back(root: Path) -> None:
    head = change(root, {NEW: payout()})
    assert reasons(judge(root, review("nvoss", head, "COMMENTED"))) == [("missing", "nele-voss")]
    assert judge(root, review("nvoss", head), review("nvoss", head, "COMMENTED", 9)).passes


def test_a_dismissed_review(root: Path) -> None:
    head = change(root, {NEW: payout()})
    report = judge(root, review("nvoss", head, "DISMISSED"))
    assert reasons(report) == [("dismissed", "nele-voss")]
    assert said(report) == ["the review of Nele Voss was dismissed"]
    assert judge(root, review("nvoss", head, "DISMISSED"), review("nvoss", head, minute=5)).passes


def test_the_last_word_counts_whatever_order_the_reply_has(root: Path) -> None:
    head = change(root, {NEW: payout()})
    objection, approval = review("nvoss", head, "CHANGES_REQUESTED", 10), review("nvoss", head, minute=20)
    assert judge(root, objection, approval).passes
    assert judge(root, approval, objection).passes
    later = review("nvoss", head, "CHANGES_REQUESTED", 30)
    assert reasons(judge(root, approval, later)) == [("changes_requested", "nele-voss")]


def test_a_stale_review_is_one_of_other_content(root: Path) -> None:
    seen = change(root, {NEW: payout("3000.00")})
    change(root, {NEW: payout("4000.00")})
    report = judge(root, review("nvoss", seen))
    assert reasons(report) == [("stale", "nele-voss")]
    assert said(report) == [
        f"Nele Voss approved {seen[:7]}, and the record has changed since: it has to be looked at again"
    ]


def test_later_commits_to_other_files_leave_a_review_in_force(root: Path) -> None:
    seen = change(root, {NEW: payout()})
    change(root, {"docs/note.md": "A note\n"})
    assert judge(root, review("nvoss", seen)).passes


def test_a_review_survives_a_rebase_and_a_move_of_the_file(root: Path) -> None:
    seen = change(root, {NEW: payout()})
    git(root, "switch", "-q", "main")
    change(root, {"docs/note.md": "A note\n"})
    git(root, "switch", "-q", "change")
    git(root, "rebase", "-q", "main")
    assert git(root, "rev-parse", "HEAD") != seen
    assert judge(root, review("nvoss", seen)).passes
    git(root, "mv", NEW, NEW.replace("/2026/", "/"))
    commit(root)
    assert judge(root, review("nvoss", seen)).passes


def test_a_review_of_a_commit_that_is_gone(root: Path) -> None:
    change(root, {NEW: payout()})
    for lost in ("0123456789" * 4, None):
        report = judge(root, review("nvoss", lost))
        assert reasons(report) == [("lost", "nele-voss")]
    assert said(judge(root, review("nvoss", "0123456789" * 4))) == [
        "Nele Voss approved 0123456, which is not in this clone: fetch it, or have it looked at again"
    ]


def test_the_preparer_does_not_approve(root: Path) -> None:
    head = change(root, {NEW: payout(prepared="{on: 2026-09-28, by: nele-voss}")})
    report = judge(root, review("nvoss", head))
    assert reasons(report) == [("prepared", "nele-voss")]
    assert said(report) == ["Nele Voss prepared this payout, and the preparer never approves it"]


def test_nor_does_one_who_hands_the_preparation_to_another_in_the_change(root: Path) -> None:
    merged(root, payout(prepared="{on: 2026-09-28, by: nele-voss}", approver="henrike-lornsen"))
    head = change(root, {NEW: payout("100.00", approver="nele-voss")})
    assert reasons(judge(root, review("nvoss", head))) == [("prepared", "nele-voss")]


@pytest.mark.parametrize(
    "author",
    [
        "N. <nele.voss@alsterblick.example>",
        "N. <NELE.VOSS@Alsterblick.example>",
        "N. <4711+nvoss@users.noreply.github.com>",
        "N. <NVoss@users.noreply.github.com>",
        "Nele Voss <private@mail.example>",
    ],
)
def test_who_wrote_a_part_of_it_does_not_approve(root: Path, author: str) -> None:
    change(root, {NEW: payout("3999.00")}, author)
    head = change(root, {NEW: payout()})
    report = judge(root, review("nvoss", head))
    assert reasons(report) == [("authored", "nele-voss")]
    assert said(report) == ["Nele Voss wrote or opened this change, and nobody approves what is their own"]


def test_nor_does_one_whose_part_was_taken_over_with_their_name_below_it(root: Path) -> None:
    (root / NEW).write_text(payout(), encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Change\n\nCo-authored-by: NV <nele.voss@alsterblick.example>")
    assert reasons(judge(root, review("nvoss", git(root, "rev-parse", "HEAD")))) == [("authored", "nele-voss")]


def test_who_wrote_something_else_on_the_branch_may_approve(root: Path) -> None:
    change(root, {"docs/note.md": "A note\n"}, "Nele Voss <nele.voss@alsterblick.example>")
    head = change(root, {NEW: payout()})
    assert judge(root, review("nvoss", head)).passes


def test_who_wrote_in_the_base_or_merged_it_into_the_branch_may_approve(root: Path) -> None:
    git(root, "switch", "-q", "main")
    change(root, {NEW: payout("1.00")}, "Nele Voss <nele.voss@alsterblick.example>")
    git(root, "switch", "-q", "change")
    git(root, "merge", "-q", "--no-edit", "main")
    git(root, "commit", "-q", "--amend", "--no-edit", "--author", "Nele Voss <nele.voss@alsterblick.example>")
    head = change(root, {NEW: payout()})
    assert judge(root, review("nvoss", head)).passes


def test_a_merge_that_changes_the_record_itself_is_writing(root: Path) -> None:
    change(root, {NEW: payout()})
    git(root, "switch", "-q", "main")
    change(root, {"docs/note.md": "A note\n"})
    git(root, "switch", "-q", "change")
    git(root, "merge", "-q", "--no-commit", "main")
    head = change(root, {NEW: payout("4999.00")}, "Nele Voss <nele.voss@alsterblick.example>")
    assert len(git(root, "rev-parse", "HEAD^@").split()) == 2
    assert reasons(judge(root, review("nvoss", head))) == [("authored", "nele-voss")]


def test_who_opened_the_pull_request_does_not_approve(root: Path) -> None:
    head = change(root, {NEW: payout()})
    assert reasons(judge(root, review("nvoss", head), opened="NVOSS")) == [("authored", "nele-voss")]


def test_changes_asked_for_by_any_colleague_hold_it_up(root: Path) -> None:
    head = change(root, {NEW: payout()})
    report = judge(root, review("nvoss", head), review("klund", head, "CHANGES_REQUESTED"))
    assert reasons(report) == [("changes_requested", "kea-lund")]
    assert said(report) == ["Kea Lund asked for changes and has not taken that back"]
    assert not report.passes
    assert judge(
        root, review("klund", head, "CHANGES_REQUESTED"), review("klund", head, minute=3), review("nvoss", head)
    ).passes


def test_strangers_neither_approve_nor_hold_it_up(root: Path) -> None:
    head = change(root, {NEW: payout()})
    report = judge(root, review("passer-by", head), review("another", head, "CHANGES_REQUESTED"), review(None, head))
    assert reasons(report) == [("missing", "nele-voss"), ("unknown", "passer-by"), ("unknown", "ghost")]
    assert said(report)[1] == "passer-by approved, and no colleague in the base has this account"
    assert judge(root, review("another", head, "CHANGES_REQUESTED"), review("nvoss", head)).passes


def test_a_payout_that_asks_a_stranger(root: Path) -> None:
    head = change(root, {NEW: payout(approver="nobody-known")})
    report = judge(root, review("nvoss", head))
    assert reasons(report) == [("unknown", "nobody-known"), ("not_asked", "nele-voss")]
    assert said(report)[0] == "the record asks nobody-known, who is no colleague in the base"


def test_a_role_granted_in_the_same_change(root: Path) -> None:
    replace(root, PROGRAM, "roles: [reader], account: klund", "roles: [payout_approver], account: klund")
    head = change(root, {NEW: payout(approver="kea-lund")})
    report = judge(root, review("klund", head), review("hlornsen", head))
    of_payout, of_program = report.verdicts
    assert [(one.reason, one.who) for one in of_payout.refusals] == [
        ("granted", "kea-lund"),
        ("not_asked", "henrike-lornsen"),
    ]
    assert report.sentence(of_payout, of_payout.refusals[0]) == (
        "Kea Lund gets the role with this very change; it counts from the next one on"
    )
    assert (of_program.touched.need, of_program.passes) == ("program", True)
    assert not report.passes


def test_a_colleague_or_an_account_that_comes_with_the_change(root: Path) -> None:
    replace(
        root,
        PROGRAM,
        "account: klund}\n",
        "account: klund}\n  - {key: eve-x, name: Eve, email: e@x.example, roles: [payout_approver], account: eve}\n",
    )
    head = change(root, {NEW: payout(approver="eve-x")})
    assert [one.reason for one in judge(root, review("eve", head)).verdicts[0].refusals] == ["granted", "granted"]
    change(root, {NEW: payout(approver="nele-voss")})
    replace(root, PROGRAM, "account: nvoss", "account: eve2")
    head = change(root, {})
    first = judge(root, review("eve2", head)).verdicts[0]
    assert [(one.reason, one.who) for one in first.refusals] == [("missing", "nele-voss"), ("granted", "eve2")]


def test_a_limit_raised_in_the_same_change(root: Path) -> None:
    replace(root, PROGRAM, "{role: payout_approver, up_to: 5000.00 EUR}", "{role: payout_approver}")
    replace(root, PROGRAM, "  four_eyes_from: 5000.00 EUR\n", "")
    head = change(root, {NEW: payout("6000.00", second_approver="henrike-lornsen")})
    report = judge(root, review("nvoss", head), review("hlornsen", head))
    assert [(one.reason, one.who) for one in report.verdicts[0].refusals] == [("above_limit", "nele-voss")]
    assert report.sentence(report.verdicts[0], report.verdicts[0].refusals[0]) == (
        "Nele Voss approves payouts up to 5000.00 EUR, and this one is 6000.00 EUR"
    )


def test_roles_are_those_the_base_has_now_not_those_of_an_old_commit(root: Path) -> None:
    head = change(root, {NEW: payout()})
    git(root, "switch", "-q", "main")
    replace(root, PROGRAM, "roles: [payout_approver], account: nvoss", "roles: [reader], account: nvoss")
    commit(root, "Nele hands it over")
    git(root, "switch", "-q", "change")
    report = judge(root, review("nvoss", head))
    assert reasons(report) == [("no_role", "nele-voss")]
    assert said(report) == ["Nele Voss has no role that approves payouts"]


def test_one_who_has_left(root: Path) -> None:
    git(root, "switch", "-q", "main")
    replace(root, PROGRAM, "account: nvoss}", "account: nvoss, left: 2026-09-29}")
    commit(root)
    git(root, "switch", "-q", "change")
    head = change(root, {NEW: payout()})
    report = judge(root, review("nvoss", head))
    assert reasons(report) == [("left", "nele-voss")]
    assert said(report) == ["Nele Voss is not in the program on 2026-09-30"]


def test_the_limit_itself_is_within(root: Path) -> None:
    git(root, "switch", "-q", "main")
    replace(root, PROGRAM, "four_eyes_from: 5000.00 EUR", "four_eyes_from: 5000.01 EUR")
    commit(root)
    git(root, "switch", "-q", "change")
    head = change(root, {NEW: payout("5000.00")})
    git(root, "rebase", "-q", "main")
    assert judge(root, review("nvoss", head)).passes
    head = change(root, {NEW: payout("5000.01", second_approver="henrike-lornsen")})
    report = judge(root, review("nvoss", head), review("hlornsen", head))
    assert reasons(report) == [("above_limit", "nele-voss")]


def test_from_four_eyes_on_both_are_wanted(root: Path) -> None:
    """From 5,000.00 on, that amount included. The first needs the limit, the second only the role."""
    both = payout("5000.00", approver="henrike-lornsen", second_approver="nele-voss")
    head = change(root, {NEW: both})
    report = judge(root, review("hlornsen", head))
    assert reasons(report) == [("second_missing", "nele-voss")]
    assert said(report) == ["the second pair of eyes is missing: Nele Voss has not approved it yet"]
    assert reasons(judge(root, review("nvoss", head))) == [("missing", "henrike-lornsen")]
    assert judge(root, review("nvoss", head), review("hlornsen", head)).passes


@pytest.mark.parametrize("second", [None, "henrike-lornsen"])
def test_from_four_eyes_on_a_second_is_named(root: Path, second: str | None) -> None:
    more = {"second_approver": second} if second else {}
    head = change(root, {NEW: payout("5000.00", approver="henrike-lornsen", **more)})
    report = judge(root, review("hlornsen", head), review("nvoss", head))
    assert reasons(report)[0] == ("second_missing", "")
    assert said(report)[0] == "the second pair of eyes is missing: 5000.00 EUR needs two, and the record names only one"


def test_amounts_in_another_currency_are_measured_on_the_day_of_preparation(root: Path) -> None:
    """0.9214 EUR for a dollar: 5,400 USD are 4,975.56 EUR, 5,430 USD are 5,003.20 EUR, above the 5,000.00 EUR."""
    head = change(root, {NEW: payout("5400.00").replace("EUR", "USD")})
    assert judge(root, review("nvoss", head)).passes
    head = change(root, {NEW: payout("5430.00", second_approver="henrike-lornsen").replace("EUR", "USD")})
    assert reasons(judge(root, review("nvoss", head), review("hlornsen", head))) == [("above_limit", "nele-voss")]


def test_a_payout_that_asks_nobody(root: Path) -> None:
    head = change(root, {NEW: payout(approver=None)})
    report = judge(root, review("nvoss", head))
    assert reasons(report) == [("no_approver", ""), ("not_asked", "nele-voss")]


# Terms, rates and the program


def test_terms_need_somebody_with_a_say_in_them(root: Path) -> None:
    replace(root, AGREEMENT, "net_days: 30", "net_days: 14")
    head = change(root, {})
    report = judge(root)
    assert reasons(report) == [("missing", "")]
    assert said(report) == ["not approved yet by Henrike Lornsen or Jost Harms"]
    assert judge(root, review("jharms", head)).passes
    report = judge(root, review("nvoss", head))
    assert reasons(report) == [("missing", ""), ("no_role", "nele-voss")]
    assert said(report)[1] == "Nele Voss has no role that approves terms"


def test_a_stale_review_of_terms_is_named_although_others_could(root: Path) -> None:
    replace(root, AGREEMENT, "net_days: 30", "net_days: 14")
    seen = change(root, {})
    replace(root, AGREEMENT, "net_days: 14", "net_days: 10")
    change(root, {})
    assert reasons(judge(root, review("jharms", seen))) == [("stale", "jost-harms"), ("missing", "")]


def test_terms_of_a_single_referral_need_whom_they_name(root: Path) -> None:
    replace(
        root,
        REFERRAL,
        "rate: 10%, reason: A second service so soon, approved_by: henrike-lornsen",
        "rate: 12%, reason: Won together, approved_by: jost-harms",
    )
    head = change(root, {})
    assert reasons(judge(root, review("hlornsen", head))) == [
        ("missing", "jost-harms"),
        ("not_asked", "henrike-lornsen"),
    ]
    assert judge(root, review("jharms", head)).passes


def test_a_tier_moves_default_rates_and_needs_what_terms_need(root: Path) -> None:
    replace(root, PARTNER, "tier_history:\n", "tier_history:\n  - {on: 2025-03-01, tier: network}\n")
    head = change(root, {})
    assert reasons(judge(root, review("nvoss", head))) == [("missing", ""), ("no_role", "nele-voss")]
    assert judge(root, review("jharms", head)).passes


def test_other_words_of_a_partner_need_nobody(root: Path) -> None:
    replace(root, PARTNER, "{on: 2025-04-01, tier: active}", "{on: 2025-04-01, tier: active, reason: They asked}")
    change(root, {})
    assert judge(root).verdicts == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("agentur-brandung, share: 40%", "agentur-brandung, share: 30%"),
        (
            "  - {partner: agentur-brandung, basis: influence, on: 2026-03-05, note: Spoke with the owner at a fair}\n",
            "",
        ),
    ],
)
def test_who_is_given_what_of_a_claim_needs_what_terms_need(root: Path, old: str, new: str) -> None:
    replace(root, REFERRAL, old, new)
    head = change(root, {})
    assert reasons(judge(root, review("nvoss", head))) == [("missing", ""), ("no_role", "nele-voss")]
    assert judge(root, review("hlornsen", head)).passes


def test_another_claim_gives_nobody_anything_yet(root: Path) -> None:
    replace(root, REFERRAL, "claims: ", "claims:\n  - {partner: kanzlei-nordlicht, basis: influence, on: 2026-03-20}  ")
    change(root, {})
    assert judge(root).verdicts == ()


def test_roles_limits_and_rates_need_the_owner_of_the_program(root: Path) -> None:
    replace(root, PROGRAM, "four_eyes_from: 5000.00 EUR", "four_eyes_from: 50000.00 EUR")
    head = change(root, {})
    assert reasons(judge(root, review("jharms", head))) == [("missing", ""), ("no_role", "jost-harms")]
    assert judge(root, review("hlornsen", head)).passes


def test_words_of_the_program_need_nobody(root: Path) -> None:
    replace(root, PROGRAM, "  - {key: food, name: Food}", "  - {key: food, name: Food and drink}")
    change(root, {})
    assert judge(root).verdicts == ()


def test_where_the_only_owner_opened_it_another_with_a_say_in_terms_steps_in(root: Path) -> None:
    replace(root, PROGRAM, "four_eyes_from: 5000.00 EUR", "four_eyes_from: 4000.00 EUR")
    head = change(root, {}, "Henrike Lornsen <henrike.lornsen@alsterblick.example>")
    assert judge(root, review("jharms", head), opened="hlornsen").passes
    # Commits may name anybody: only the account that opened the pull request lets somebody step in.
    report = judge(root, review("jharms", head))
    assert reasons(report) == [("nobody", ""), ("no_role", "jost-harms")]
    assert said(report)[0] == "nobody who approves changes of the program is left who did not write it"


def test_where_the_base_has_no_program_nobody_has_a_role(root: Path) -> None:
    git(root, "switch", "-q", "main")
    change(root, {PROGRAM: "---\nname: [\n---\n"})
    git(root, "switch", "-q", "change")
    head = change(root, {NEW: payout()})
    report = judge(root, review("nvoss", head))
    assert reasons(report) == [("no_program", "")]


# The command


def run(root: Path, text: str, *more: str) -> Result:
    arguments = ["--root", str(root), "--base", "main", "--reviews", "-", "--author", "mpetersen", *more]
    return CliRunner().invoke(group, ["approvals", *arguments], input=text)


def test_the_command_says_in_text_what_is_missing(root: Path) -> None:
    head = change(root, {NEW: payout()})
    base = git(root, "rev-parse", "main")[:7]
    missing = run(root, "[]", "--as-of", "2026-09-30")
    assert (missing.exit_code, missing.output) == (
        1,
        (
            f"NOT APPROVED: {KEY}, 4000.00 EUR\n  no:  not approved yet by Nele Voss\n"
            f"1 record needs approval: 1 not approved. Roles and limits are those of main ({base}).\n"
        ),
    )
    approved = run(root, reply(review("nvoss", head)), "--as-of", "2026-09-30")
    assert (approved.exit_code, approved.output) == (
        0,
        (
            f"approved: {KEY}, 4000.00 EUR\n  yes: Nele Voss\n"
            f"1 record needs approval: all approved. Roles and limits are those of main ({base}).\n"
        ),
    )


def test_the_command_in_markdown_and_json(root: Path) -> None:
    head = change(root, {NEW: payout()})
    text = reply(review("pass-by", head), review("nvoss", head, "DISMISSED", 1))
    shown = run(root, text, "--format", "markdown", "--as-of", "2026-09-30")
    assert shown.output.splitlines()[0] == "**1 record needs approval\\: 1 not approved\\.**"
    assert "  - no: the review of Nele Voss was dismissed" in shown.output
    found = json.loads(run(root, text, "--format", "json", "--as-of", "2026-09-30").output)
    assert (found["version"], found["as_of"], found["head"], found["passes"]) == (1, "2026-09-30", head, False)
    (record,) = found["records"]
    assert (record["record"], record["path"], record["needs"], record["total"]) == (KEY, NEW, "payout", "4000.00 EUR")
    assert (record["asked"], record["approved_by"]) == (["nele-voss"], [])
    assert [(one["reason"], one["who"]) for one in record["refused"]] == [
        ("dismissed", "nele-voss"),
        ("unknown", "pass-by"),
    ]


def test_another_head_than_the_one_checked_out(root: Path) -> None:
    head = change(root, {NEW: payout()})
    git(root, "switch", "-q", "main")
    found = run(root, reply(review("nvoss", head)), "--head", "change", "--as-of", "2026-09-30")
    assert found.exit_code == 0
    assert f"approved: {KEY}" in found.output


def test_what_lies_on_disk_is_not_looked_at(root: Path) -> None:
    head = change(root, {NEW: payout()})
    (root / NEW).write_text(payout("1.00"), encoding="utf-8")
    assert run(root, reply(review("nvoss", head)), "--as-of", "2026-09-30").output.startswith(
        f"approved: {KEY}, 4000.00 EUR"
    )


def test_pages_of_a_long_list_may_come_as_lists(root: Path) -> None:
    head = change(root, {NEW: payout()})
    pages = json.dumps([[review("klund", head, "COMMENTED")], [review("nvoss", head, minute=1)]])
    assert run(root, pages, "--as-of", "2026-09-30").exit_code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"message": "Bad credentials", "status": "401"}', "the reply says 'Bad credentials'"),
        ('"APPROVED"', "not a list of reviews"),
        ("[1]", "review 1 is not an object"),
        ('[{"state": "PERHAPS"}]', "review 1 has the unknown state 'PERHAPS'"),
        ('[{"state": "APPROVED", "user": {}, "commit_id": null}]', "does not say whose it is"),
        ('[{"state": "APPROVED", "user": {"login": "x"}, "commit_id": "HEAD"}]', "does not name a commit"),
        ('[{"state": "APPROVED", "user": {"login": "x"}, "commit_id": null}]', "does not say when"),
        ('[{"state": "APPROVED", "user": {"login": "x"}, "submitted_at": "2026-01-01"}]', "does not say when"),
    ],
)
def test_a_reply_that_is_not_about_reviews_is_refused(root: Path, text: str, words: str) -> None:
    ended = run(root, text)
    assert ended.exit_code == 2
    assert words in " ".join(ended.output.replace("│", " ").split())


def test_a_review_that_is_not_given_yet_says_nothing(root: Path) -> None:
    head = change(root, {NEW: payout()})
    pending = review("nvoss", head, "PENDING")
    del pending["submitted_at"]
    assert reasons(judge(root, pending)) == [("missing", "nele-voss")]


def test_without_a_base_nothing_can_be_said(root: Path, tmp_path: Path) -> None:
    ended = CliRunner().invoke(
        group, ["approvals", "--root", str(root), "--base", "gone", "--reviews", "-"], input="[]"
    )
    assert ended.exit_code == 1
    assert "error GIT002: the repository has no revision `gone`" in ended.stderr
    assert ended.stdout == ""
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "change", f"file://{root}", "shallow")
    ended = CliRunner().invoke(
        group, ["approvals", "--root", str(tmp_path / "shallow"), "--base", "main", "--reviews", "-"], input="[]"
    )
    assert ended.exit_code == 1
    assert "fetch-depth: 0" in ended.output
