"""`partnerbook log` and `won`: a step added where it belongs, and not a byte changed besides."""

from pathlib import Path

import pytest
from drafted import CLEAN, files, refused, written
from shellwork import CLIENT, ROOT, Result, call, change, handbook

CLINIC = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
KEY = Path(CLINIC).stem


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return handbook(tmp_path / "handbook")


def log(root: Path, *more: str) -> Result:
    return call("log", KEY, *more, "--root", root)


def won(root: Path, *more: str) -> Result:
    return call("won", KEY, *more, "--root", root)


def lines_come(root: Path, before: dict[str, bytes]) -> list[str]:
    """The lines that are new in the clinic's referral, where all others stand as they stood."""
    ((path, text),) = written(root, before).items()
    assert path == CLINIC
    old, new = before[path].decode().splitlines(), text.splitlines()
    assert [line for line in new if line in old] == old
    return [line for line in new if line not in old]


# Log --------------------------------------------------------------------------------------


def test_a_step_is_added_where_it_runs(root: Path) -> None:
    before = files(root)
    result = log(root, "proposal", "--on", "2026-09-29", "--told", "2026-09-30", "--by", "mats-petersen")
    step = "  proposal: {on: 2026-09-29, told: 2026-09-30, by: mats-petersen}"
    assert result == Result(0, f"{CLINIC}\n  +{step}\n", "")
    assert lines_come(root, before) == [step]
    text = (root / CLINIC).read_text(encoding="utf-8")
    assert f"  meeting: {{on: 2026-09-28, told: 2026-09-29}}\n{step}\ndeals:\n" in text
    assert call("check", "--root", root, "--strict").out.endswith(CLEAN)


def test_a_step_between_two_others_comes_between_them(root: Path) -> None:
    before = files(root)
    assert log(root, "qualified", "--on", "2026-09-23T09:30", "--told", "2026-09-23").code == 0
    assert lines_come(root, before) == ["  qualified: {on: 2026-09-23T09:30, told: 2026-09-23}"]
    text = (root / CLINIC).read_text(encoding="utf-8")
    assert text.index("  contacted:") < text.index("  qualified:") < text.index("  meeting:")


def test_comments_quotes_and_windows_lines_stay(root: Path) -> None:
    path = root / CLINIC
    text = path.read_text(encoding="utf-8")
    text = text.replace("milestones:\n", "milestones:  # told by telephone\n").replace(
        "deals:\n", "# to come\ndeals:\n"
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    before = files(root)
    assert log(root, "proposal", "--on", "2026-09-30").code == 0
    after = path.read_bytes()
    assert after.replace(b"  proposal: {on: 2026-09-30}\r\n", b"") == before[CLINIC]


def test_the_first_step_of_a_new_referral(root: Path) -> None:
    change(root, CLINIC, (root / CLINIC).read_text().partition("milestones:")[2].partition("deals:")[0], "\n")
    change(root, CLINIC, "milestones:\n", "")
    before = files(root)
    assert log(root, "acknowledged", "--on", "2026-09-21T09:00").code == 0
    assert lines_come(root, before) == ["milestones:", "  acknowledged: {on: 2026-09-21T09:00}"]


def test_when_it_was_told_may_follow_later(root: Path) -> None:
    assert log(root, "proposal", "--on", "2026-09-29").code == 0
    assert log(root, "proposal", "--told", "2026-09-30").code == 0
    assert "  proposal: {on: 2026-09-29, told: 2026-09-30}\n" in (root / CLINIC).read_text(encoding="utf-8")


def test_an_end_says_why(root: Path) -> None:
    deals = "deals:\n" + (root / CLINIC).read_text(encoding="utf-8").partition("deals:\n")[2].partition("---\n")[0]
    change(root, CLINIC, deals, "")
    before = files(root)
    result = log(
        root, "lost", "--on", "2026-09-30", "--told", "2026-09-30", "--reason", "price",
        "--lesson", "Say the price: early", "--set", "outcome.thanked=2026-09-30",
    )  # fmt: skip
    assert result.code == 0, result
    assert lines_come(root, before) == [
        "  lost: {on: 2026-09-30, told: 2026-09-30}",
        "outcome: {reason: price, lesson: 'Say the price: early', thanked: 2026-09-30}",
    ]


def test_by_default_it_happened_now_and_only_clocks_of_hours_need_the_minute(root: Path) -> None:
    assert log(root, "proposal").out == f"{CLINIC}\n  +  proposal: {{on: 2026-09-30}}\n"


def test_what_happened_in_a_closed_period_is_booked_in_the_open_one(root: Path) -> None:
    # The specimen has closed the second quarter of 2026, and is looked at from 30 September.
    result = call("log", "2026-06-08-agentur-brandung-q3", "qualified", "--on", "2026-06-10", "--root", root)
    assert result.out.endswith("\n  +  qualified: {on: 2026-06-10, booked: 2026-09-30}\n"), result


def test_a_dry_run_changes_nothing(root: Path) -> None:
    before = files(root)
    assert "+  proposal" in log(root, "proposal", "--on", "2026-09-30", "--dry-run").out
    assert files(root) == before


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("contacted", "--on", "2026-09-23"), 1, "contacted is logged already, on 2026-09-22, told 2026-09-22"),
        (("contacted",), 1, "logged already"),
        (("contacted", "--told", "2026-09-23"), 1, "logged already"),
        (("proposal", "--on", "2026-09-01"), 1, "error RFL"),
        (("proposal", "--on", "2099-01-01"), 1, "error SCH"),
        (("proposal", "--by", "nobody"), 1, "error REF"),
        (("proposal", "--set", "status=x"), 1, "error SCH002"),
        (("proposal", "--set", "challenge.x=1"), 1, "`challenge` is a single value"),
        (("lost", "--reason", "weather"), 1, "error SCH"),
        (("lost", "--lesson", "x\u202ey", "--reason", "price"), 1, "U+202E"),
        (("propsal",), 2, "is not one of"),
        (("proposal", "--on", "today"), 2, "write it like"),
    ],
)
def test_mistakes_are_told_and_the_record_is_left_alone(
    root: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    before = files(root)
    result = log(root, *arguments)
    assert told in refused(result, root, before)
    assert result.code == code


def test_unknown_referrals_are_usage_errors(root: Path) -> None:
    before = files(root)
    for command in (("log", KEY[:-1] + "8", "proposal"), ("won", KEY[:-1] + "8", "--value", "1.00 EUR")):
        result = call(*command, "--root", root)
        assert f"Did you mean `{KEY}`?" in refused(result, root, before)
        assert result.code == 2
    (root / CLINIC).write_text("---\nnothing: [\n---\n")
    before = files(root)
    assert "cannot be read; `partnerbook check` says why" in refused(log(root, "proposal"), root, before)


def test_a_record_in_a_style_that_cannot_be_changed_is_left_alone(root: Path) -> None:
    change(root, CLINIC, "milestones:\n", "milestones: {  # all of them\n")
    text = (root / CLINIC).read_text(encoding="utf-8")
    head, _, rest = text.partition("milestones: {")
    block, _, tail = rest.partition("deals:\n")
    block = block.replace("}\n", "},\n") + "}\n"
    (root / CLINIC).write_text(f"{head}milestones: {{{block}deals:\n{tail}", encoding="utf-8")
    assert call("check", "--root", root).out.endswith(CLEAN)
    before = files(root)
    # Brackets over several lines can be added to; a comment in them is kept.
    assert log(root, "proposal", "--on", "2026-09-30").code == 0
    assert "# all of them" in written(root, before)[CLINIC]
    assert call("check", "--root", root).out.endswith(CLEAN)


# Won --------------------------------------------------------------------------------------


def test_won_adds_the_step_the_outcome_and_the_deal(root: Path) -> None:
    before = files(root)
    result = won(
        root, "--value", "48000.00 EUR", "--on", "2026-09-29", "--told", "2026-09-30", "--thanked", "2026-09-30"
    )
    assert result.code == 0, result
    assert lines_come(root, before) == [
        "  won: {on: 2026-09-29, told: 2026-09-30}",
        "outcome: {reason: convinced, thanked: 2026-09-30}",
        "  - {key: main, value: 48000.00 EUR, kind: project}",
    ]
    assert call("check", "--root", root).out.endswith(CLEAN)
    assert "there is a deal main already" in won(root, "--value", "1.00 EUR").err
    more = won(root, "--value", "900.00 EUR", "--key", "day", "--kind", "workshop", "--service", "controlling-setup")
    assert more.out == f"{CLINIC}\n  +  - {{key: day, value: 900.00 EUR, kind: workshop, service: controlling-setup}}\n"
    assert "was won on 2026-09-29 already" in won(root, "--value", "1.00 EUR", "--key", "x", "--on", "2026-09-30").err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--value", "48000 EUR"), 2, "write it like 1500.00 EUR"),
        (("--value", "48,000.00 EUR"), 2, "no thousands marks"),
        (("--value", "1.00 EUR", "--kind", "gift"), 2, "is not one of"),
        ((), 2, "Missing option '--value'"),
        (("--value", "1.00 EUR", "--service", "nothing"), 1, "error REF"),
        (("--value", "1.00 EUR", "--key", "Main Deal"), 1, "error SCH"),
        (("--value", "1.00 EUR", "--reason", "luck"), 1, "error SCH"),
    ],
)
def test_what_cannot_have_been_won(root: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    before = files(root)
    result = won(root, *arguments)
    assert told in refused(result, root, before)
    assert result.code == code


def test_a_client_without_a_record_is_asked_for_before_it_is_won(root: Path) -> None:
    (root / "records/clients/klinik-holsteinische-schweiz.md").unlink()
    change(root, "records/referrals/2026/2026-07-20-werkstatt-wandel-m2.md", "klinik-holsteinische-schweiz", "another")
    before = files(root)
    told = refused(won(root, "--value", "1.00 EUR"), root, before)
    assert "there is no client record `klinik-holsteinische-schweiz`" in told


# From end to end --------------------------------------------------------------------------


def test_a_referral_of_the_sample_from_the_first_word_to_the_win(tmp_path: Path) -> None:
    import shutil

    root = tmp_path / "sample"
    shutil.copytree(ROOT / "records", root / "records")
    clean = call("check", "--root", root).out.splitlines()[-1]
    made = call(
        "new", "referral", "--root", root, "--partner", "software-werft", "--service", "controlling-setup",
        "--client", "hanse-logistik", "--challenge", "A second warehouse, and no margin by customer",
        "--answer", "problem=yes", "--answer", "decision-maker=yes",
        "--answer", "agreed=yes", "--answer", "promises=yes",
    )  # fmt: skip
    assert made.code == 0, made
    key = Path(made.out.strip()).stem
    for step in (
        ("log", key, "acknowledged", "--on", "2026-09-30T09:30", "--told", "2026-09-30"),
        ("log", key, "contacted", "--on", "2026-09-30T11:00", "--told", "2026-09-30"),
        ("won", key, "--value", "24000.00 EUR", "--told", "2026-09-30", "--thanked", "2026-09-30"),
    ):
        done = call(*step, "--root", root)
        assert done.code == 0, done
    after = call("check", "--root", root)
    assert after.code == 0
    count = int(clean.split()[0])
    assert after.out.splitlines()[-1] == clean.replace(str(count), str(count + 1), 1)


def test_what_somebody_else_changed_meanwhile_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from partnerbook.shell.drafting import amending

    check = amending.refuse_new_errors

    def slow(*arguments: object) -> object:
        change(root, CLINIC, "Same clinic", "The same clinic")
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(amending, "refuse_new_errors", slow)
    result = log(root, "proposal", "--on", "2026-09-30")
    assert (result.code, "changed meanwhile" in result.err) == (1, True)
    assert "proposal" not in (root / CLINIC).read_text(encoding="utf-8")


def test_errors_elsewhere_do_not_stop_it(root: Path) -> None:
    change(root, CLIENT, "industry: logistics", "industry: logistix")
    assert log(root, "proposal", "--on", "2026-09-30").code == 0
