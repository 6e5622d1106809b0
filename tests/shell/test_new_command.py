"""`partnerbook new`: records that check as they are written, and nothing written that does not."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from drafted import CLEAN, files, refused, typed, written
from shellwork import CLIENT, REFERRAL, Result, call, change, handbook, run

from partnerbook.core.kinds import KINDS
from partnerbook.shell.commands.log import MILESTONES
from partnerbook.shell.commands.won import KINDS_OF_DEALS
from partnerbook.shell.completing import FOLDERS

ANSWERS = (
    "--partner", "software-werft", "--service", "fractional-cfo", "--client", "packaging-maker-itzehoe",
    "--challenge", "Three lines, one margin: nobody believes it",
)  # fmt: skip
HOSTILE = ["---", "$(rm -rf .)", "`id`", "../../x", "a: b", "{x: y}", "# x", "'\"", "\t", "no", "!!x", "&a *a", "=cmd"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return handbook(tmp_path / "handbook")


def new(root: Path, kind: str, *more: str) -> Result:
    return call("new", kind, "--root", root, *more)


# Referrals --------------------------------------------------------------------------------


def test_four_answers_are_a_referral_that_checks(root: Path) -> None:
    before = files(root)
    result = new(root, "referral", *ANSWERS)
    ((path, text),) = written(root, before).items()
    assert result == Result(0, f"{path}\n", "")
    # The day, the partner, two random characters: nothing of the client.
    assert re.fullmatch(r"records/referrals/2026/2026-09-30-software-werft-[a-z][2-9]\.md", path)
    assert text == (
        "---\n"
        "partner: software-werft\n"
        "direction: received\n"
        "received: 2026-09-30\n"
        "client: packaging-maker-itzehoe\n"
        "service: fractional-cfo\n"
        "handled_by: henrike-lornsen\n"
        "challenge: 'Three lines, one margin: nobody believes it'\n"
        "---\n"
    )
    assert call("check", "--root", root, "--strict").out.endswith(CLEAN)


def test_everything_else_may_be_said_at_once(root: Path) -> None:
    result = new(
        root, "referral", *ANSWERS, "--id", "2026-09-29-software-werft-h4", "--received", "2026-09-29T14:20",
        "--context", "The bank meets in May", "--promise", "A call, today", "--promise", "A name",
        "--involvement", "active", "--introduced-by", "werft-eins", "--handled-by", "mats-petersen",
        "--agreement", "software-werft-2025", "--consent", "2026-09-28", "--answer", "need=yes",
        "--answer", "budget=unknown", "--set", "source=2026-02-26-software-werft-webinar",
        "--note", "He rang.\n\n---\nTwice.",
    )  # fmt: skip
    assert result == Result(0, "records/referrals/2026/2026-09-29-software-werft-h4.md\n", "")
    text = (root / result.out.strip()).read_text(encoding="utf-8")
    assert "received: 2026-09-29T14:20\nagreement: software-werft-2025\n" in text
    assert "promises: ['A call, today', A name]\n" in text
    assert "checklist:\n  - {item: need, answer: yes}\n  - {item: budget, answer: unknown}\n" in text
    assert "consent: {introduction: 2026-09-28}\nsource: 2026-02-26-software-werft-webinar\n---\n" in text
    assert text.endswith("---\n\nHe rang.\n\n---\nTwice.\n")


def test_a_need_for_another_service_is_one_we_send(root: Path) -> None:
    before = files(root)
    answers = ("--partner", "agentur-brandung", "--service", "brand-strategy", "--client", "x-y", "--challenge", "Z")
    new(root, "referral", *answers)
    ((_, text),) = written(root, before).items()
    assert "direction: sent\n" in text
    assert "introduced_by: mats-petersen\n" in text
    assert "handled_by" not in text


def test_in_a_program_of_today_it_came_this_minute(root: Path) -> None:
    change(root, "records/program.md", "demo: true\n", "demo: false\n")
    change(root, "records/program.md", "as_of: 2026-09-30 ", "#")
    before = files(root)
    start = datetime.now(ZoneInfo("Europe/Berlin")).replace(second=0, microsecond=0, tzinfo=None)
    assert new(root, "referral", *ANSWERS).code == 0
    end = datetime.now(ZoneInfo("Europe/Berlin")).replace(tzinfo=None)
    ((_, text),) = written(root, before).items()
    received = re.search(r"^received: (\S{16})$", text, re.MULTILINE)
    assert received is not None
    assert start <= datetime.fromisoformat(received[1]) <= end


def test_what_is_missing_is_named_all_at_once(root: Path) -> None:
    before = files(root)
    assert "Error: missing: --partner, --service, --client, --challenge" in refused(new(root, "referral"), root, before)
    assert "missing: --client" in refused(new(root, "referral", *ANSWERS[:4], *ANSWERS[6:]), root, before)


@pytest.mark.parametrize(
    ("option", "word", "told"),
    [
        ("--partner", "software-wreft", "Did you mean `software-werft`?"),
        ("--service", "fractional-cof", "Did you mean `fractional-cfo`?"),
        ("--agreement", "software-werft-2052", "Did you mean `software-werft-2025`?"),
        ("--direction", "back", "Known are received, sent."),
        ("--received", "yesterday", "write it like 2026-09-30 or 2026-09-30T14:20"),
        ("--received", "20260930", "write it like 2026-09-30 or 2026-09-30T14:20"),
        ("--id", "../../etc/passwd", "cannot be an id"),
        ("--id", "Hanse", "cannot be an id"),
        ("--id", "hanse", "begins with its day"),
        ("--set", "deals[0].value", "not of the form FIELD=VALUE"),
        ("--set", "a b=c", "not of the form FIELD=VALUE"),
        ("--set", "source=2026-02-30", "there is no date 2026-02-30"),
        ("--set", "deals=[{key: a", "'[{key: a'"),
        ("--answer", "need", "not of the form ITEM=ANSWER"),
    ],
)
def test_words_the_handbook_does_not_know_are_usage_errors(root: Path, option: str, word: str, told: str) -> None:
    before = files(root)
    result = new(root, "referral", *ANSWERS, option, word)
    assert told in refused(result, root, before)
    assert (result.code, result.out) == (2, "")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--client", "Hanse Logistik"), "SCH"),
        (("--handled-by", "nobody"), "REF"),
        (("--involvement", "much"), "SCH"),
        (("--answer", "weather=yes"), "REF"),
        (("--received", "2099-01-01"), "SCH"),
        (("--set", "status=won"), "SCH002"),
        (("--context", "x" * 2001), "SCH"),
        (("--contact", "finance-head"), "REF"),
        (("--set", "waivers=[{rule: REF, reason: x, until: 2026-10-01}]"), "SCH"),
        (("--id", "2026-09-30-x-h4"), "REF030"),
    ],
)
def test_every_mistake_is_a_finding_before_anything_is_written(root: Path, more: tuple[str, ...], code: str) -> None:
    before = files(root)
    result = new(root, "referral", *ANSWERS, *more)
    told = refused(result, root, before)
    assert (result.code, result.err) == (1, "Nothing was written.\n")
    assert f"error {code}" in told
    assert "  help: " in told


def test_a_character_no_record_may_hold_is_refused(root: Path) -> None:
    before = files(root)
    assert "U+202E cannot stand" in refused(new(root, "referral", *ANSWERS, "--context", "x\u202ey"), root, before)
    result = new(root, "referral", *ANSWERS, "--note", "x\u202ey")
    assert "FMT" in refused(result, root, before)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(root: Path, text: str) -> None:
    before = files(root)
    said = text if text.strip() else f"x{text}y"
    result = new(root, "referral", *ANSWERS[:-1], said, "--promise", said, "--note", said)
    assert result.code == 0, result
    ((path, _),) = written(root, before).items()
    assert path.startswith("records/referrals/2026/2026-09-30-software-werft-")
    from partnerbook.ingest.load import load
    from partnerbook.ingest.sources import DirectorySource

    record = load(DirectorySource(root)).book.referrals[Path(path).stem].record
    assert (record.challenge, record.promises) == (said, (said,))


def test_it_never_overwrites(root: Path) -> None:
    before = files(root)
    key = Path(REFERRAL).stem
    assert f"{REFERRAL} lies there already" in refused(new(root, "referral", *ANSWERS, "--id", key), root, before)
    link = root / "records/referrals/2026/2026-09-30-software-werft-h4.md"
    link.symlink_to(root / "elsewhere")
    assert new(root, "referral", *ANSWERS, "--id", link.stem).code == 1
    assert not (root / "elsewhere").exists()


def test_a_dry_run_shows_the_record_and_writes_nothing(root: Path) -> None:
    before = files(root)
    result = new(root, "referral", *ANSWERS, "--dry-run", "--id", "2026-09-30-software-werft-h4")
    assert result.code == 0
    assert result.out.startswith(
        "records/referrals/2026/2026-09-30-software-werft-h4.md\n---\npartner: software-werft\n"
    )
    assert files(root) == before


def test_warnings_are_told_and_do_not_stop_it(root: Path) -> None:
    before = files(root)
    result = new(root, "activity", "--type", "check_in", "--summary", "A call")
    assert "warning SCH082" in result.err
    assert (result.code, len(written(root, before))) == (0, 1)


def test_old_errors_elsewhere_do_not_stop_it(root: Path) -> None:
    change(root, CLIENT, "industry: logistics", "industry: logistix")
    before = files(root)
    assert new(root, "referral", *ANSWERS).code == 0
    assert len(written(root, before)) == 1


# At a terminal ----------------------------------------------------------------------------


def test_at_a_terminal_it_asks_for_what_is_needed_and_asks_again(root: Path) -> None:
    before = files(root)
    lines = "software-wreft\nsoftware-werft\n?\nfractional-cfo\n\npackaging-maker\nNo margin\n"
    result = typed(lines, "new", "referral", "--root", root)
    ((path, text),) = written(root, before).items()
    assert result.out == f"{path}\n", "answers are asked for on the error output"
    assert "Did you mean `software-werft`?" in result.err
    assert "  controlling-setup\n" in result.err
    assert "direction: received\n" in text
    assert "client: packaging-maker\n" in text


def test_what_was_given_is_not_asked_for(root: Path) -> None:
    result = typed("\n", "new", "referral", "--root", root, *ANSWERS)
    assert result.code == 0
    assert "Partner" not in result.err
    assert "Direction" in result.err


def test_without_input_it_does_not_ask(root: Path) -> None:
    before = files(root)
    assert "missing: --partner" in refused(typed("x\n", "new", "referral", "--root", root, "--no-input"), root, before)


def test_who_goes_away_writes_nothing(root: Path) -> None:
    before = files(root)
    assert "Aborted" in refused(typed("software-werft\n", "new", "referral", "--root", root), root, before)


# Other kinds ------------------------------------------------------------------------------


def test_a_partner_is_identified_today(root: Path) -> None:
    result = new(
        root, "partner", "--name", "Zoll & Söhne", "--city", "Kiel", "--service", "erp-implementation",
        "--ideal-client", "Importers", "--positioning", "premium", "--pitch", "They clear it.",
    )  # fmt: skip
    assert result == Result(0, "records/partners/zoll-and-soehne.md\n", "")
    text = (root / "records/partners/zoll-and-soehne.md").read_text(encoding="utf-8")
    assert "name: Zoll & Söhne\ncity: Kiel\ncountry: DE\n" in text
    assert "status_history:\n  - {on: 2026-09-30, status: identified}\n" in text
    assert call("check", "--root", root).out.endswith(CLEAN)


def test_several_services_are_asked_for_until_nothing_is_typed(root: Path) -> None:
    lines = "Zoll\nKiel\n\nerp-implementation\nbrand-strategy\n\nImporters\npremium\nThey clear it.\n\n"
    assert typed(lines, "new", "partner", "--root", root).out == "records/partners/zoll.md\n"
    text = (root / "records/partners/zoll.md").read_text(encoding="utf-8")
    assert "services: [erp-implementation, brand-strategy]\n" in text


def test_a_client_is_known_since_its_first_referral(root: Path) -> None:
    assert new(root, "referral", *ANSWERS, "--received", "2026-09-14").code == 0
    result = new(
        root, "client", "--id", "packaging-maker-itzehoe", "--name", "Packaging maker", "--industry", "logistics",
        "--size", "medium", "--region", "north",
    )  # fmt: skip
    assert result.out == "records/clients/packaging-maker-itzehoe.md\n", result
    assert "known_since: 2026-09-14\n" in (root / result.out.strip()).read_text(encoding="utf-8")


def test_an_agreement_begins_unsigned_with_the_headings_it_will_need(root: Path) -> None:
    result = new(root, "agreement", "--partner", "foerder-lotsen", "--model", "referral", "--received", "12.5%")
    assert result.out == "records/agreements/foerder-lotsen-2026.md\n", result
    text = (root / result.out.strip()).read_text(encoding="utf-8")
    assert "signed" not in text
    assert "{received: {earn: percentage, basis: first_project, rate: 12.5%}, sent: {earn: none}}\n" in text
    assert "payment: {trigger: client_payment, net_days: 30}\nattribution: {rule: first_introduction}\n" in text
    assert "\n## Services\n" in text
    assert new(root, "agreement", "--partner", "foerder-lotsen", "--model", "referral").out.endswith("-2026-2.md\n")


def test_an_activity_is_held_by_the_partners_owner(root: Path) -> None:
    result = new(
        root, "activity", "--type", "check_in", "--partner", "software-werft", "--summary", "A call", "--by", "call"
    )
    assert result.out == "records/activities/2026/2026-09-30-software-werft-check-in.md\n"
    text = (root / result.out.strip()).read_text(encoding="utf-8")
    assert "type: check_in\non: 2026-09-30\npartners: [software-werft]\npeople: [henrike-lornsen]\n" in text
    again = new(root, "activity", "--type", "check_in", "--partner", "software-werft", "--summary", "Another")
    assert again.out == "records/activities/2026/2026-09-30-software-werft-check-in-2.md\n"


def test_a_type_with_a_block_of_its_own_gets_it_by_set(root: Path) -> None:
    before = files(root)
    asked = ("--type", "review", "--partner", "software-werft", "--summary", "A quarter")
    assert "error SCH080" in refused(new(root, "activity", *asked), root, before)
    result = new(root, "activity", *asked, "--set", "review.period=2026-Q3", "--set", "review.worked[0]=Calls: daily")
    assert result.code == 0
    text = (root / result.out.strip()).read_text(encoding="utf-8")
    assert "review:\n  period: 2026-Q3\n  worked: ['Calls: daily']\n" in text


def test_a_payout_of_all_that_is_due(root: Path) -> None:
    # 60 % of 12.5 % of 24,000.00 are 1,800.00, as `payouts propose` says; VAT of 19 % on it is 342.00.
    result = new(root, "payout", "--partner", "software-werft", "--direction", "payable")
    assert result.out == "records/payouts/2026/2026-10-30-software-werft-payable.md\n", result
    text = (root / result.out.strip()).read_text(encoding="utf-8")
    assert "  - {line: 2026-03-02-software-werft-k7/p2/accrual/software-werft, amount: 1800.00 EUR}\n" in text
    assert "total: 1800.00 EUR\nvat: {treatment: domestic, rate: 19%, amount: 342.00 EUR}\n" in text
    assert "approver: henrike-lornsen\n" in text
    assert call("check", "--root", root, "--strict").out.endswith(CLEAN)


def test_a_payout_of_lines_by_name(root: Path) -> None:
    before = files(root)
    line = "2026-03-02-software-werft-k7/p2/accrual/software-werft"
    asked = ("--partner", "software-werft", "--direction", "payable")
    assert "Did you mean" in refused(new(root, "payout", *asked, "--line", line.replace("p2", "p3")), root, before)
    paid = line.replace("p2", "p1")
    told = refused(new(root, "payout", *asked, "--line", paid), root, before)
    assert "is in the payout 2026-07-30-software-werft-payable already" in told
    assert new(root, "payout", *asked, "--line", line).code == 0


def test_a_payout_of_nothing(root: Path) -> None:
    before = files(root)
    told = refused(new(root, "payout", "--partner", "zahlenhafen", "--direction", "payable"), root, before)
    assert "nothing payable is ready for zahlenhafen by 2026-10-30" in told


# Completion -------------------------------------------------------------------------------


def completed(root: Path, *words: str) -> list[str]:
    env = {
        "COMP_WORDS": " ".join(("partnerbook", *words)),
        "COMP_CWORD": str(len(words)),
        "_PARTNERBOOK_COMPLETE": "bash_complete",
    }
    return [line.removeprefix("plain,") for line in run(cwd=root / "records/partners", env=env).out.splitlines()]


def test_ids_are_completed_from_anywhere_in_a_handbook(root: Path) -> None:
    (root / "records/referrals/2026/2026-03-02-broken-x2.md").write_bytes(b"\xff")
    assert completed(root, "log", "2026-03-02") == ["2026-03-02-broken-x2", "2026-03-02-software-werft-k7"]
    assert completed(root, "won", "2026-06") == ["2026-06-08-agentur-brandung-q3"]
    assert completed(root, "pay", "2026-07-30-s") == ["2026-07-30-software-werft-payable"]
    assert completed(root, "new", "referral", "--partner", "so") == ["software-werft"]
    assert completed(root, "new", "referral", "--agreement", "so") == ["software-werft-2025"]
    assert completed(root, "statement", "kan") == ["kanzlei-nordlicht"]
    assert completed(root, "why", "2026-06") == ["2026-06-08-agentur-brandung-q3"]
    assert completed(root, "ne") == ["new"]


def test_completing_outside_of_a_handbook_offers_nothing(tmp_path: Path) -> None:
    env = {"COMP_WORDS": "partnerbook log x", "COMP_CWORD": "2", "_PARTNERBOOK_COMPLETE": "bash_complete"}
    assert run(cwd=tmp_path, env=env) == Result(0, "\n", "")


def test_what_is_said_twice_for_speed_is_the_same() -> None:
    from typing import get_args

    from partnerbook.core import referral, vocabulary

    assert {kind: KINDS[kind].plural for kind in FOLDERS} == dict(FOLDERS)
    assert referral.MILESTONES == MILESTONES
    assert get_args(vocabulary.DealKind) == KINDS_OF_DEALS
