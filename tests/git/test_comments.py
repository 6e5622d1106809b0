"""What a pull request's comment says of given changes: folders of commits, each with the files it writes.

`tests/git/changes/base` is where every history begins. All folders of a change but the last are on `main`, the last
is the change itself. `pytest --bless` writes the comments anew; read the diff before you commit it.
"""

import json
import shutil
from pathlib import Path

import pytest
from gitwork import PARTNER, REFERRAL, commit, git, write

from partnerbook.analysis.comparison import compare
from partnerbook.analysis.impact import impact
from partnerbook.shell.handbook import Handbook, open_handbook
from partnerbook.shell.impact_report import as_json, as_markdown, as_text
from partnerbook.site.edition import Edition
from partnerbook.site.words.impact import ImpactReport, impact_report

CHANGES = Path(__file__).with_name("changes")
GOLDEN = Path(__file__).parents[1] / "golden/comments"
NAMES = sorted(folder.name for folder in CHANGES.iterdir() if folder.name != "base")
LONGEST = 25


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    shutil.copytree(CHANGES / "base", folder)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "Begin")
    return folder


def made(root: Path, change: str) -> Handbook:
    """The handbook after a change, with where it began as its base."""
    *before, last = sorted((CHANGES / change).iterdir())
    for folder in before:
        shutil.copytree(folder, root, dirs_exist_ok=True)
        commit(root, folder.name)
    git(root, "switch", "-q", "-c", "change")
    shutil.copytree(last, root, dirs_exist_ok=True)
    commit(root, change)
    return open_handbook(root, base="main")


def report(handbook: Handbook, language: str = "en") -> ImpactReport:
    assert handbook.base is not None
    found = impact(handbook.base, handbook.current, compare(handbook.base.book, handbook.current.book))
    return impact_report(Edition.of(language), found, handbook.base, handbook.current)


def hold(name: str, said: str, request: pytest.FixtureRequest) -> None:
    file = GOLDEN / name
    if request.config.getoption("--bless"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(said, encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == said


@pytest.mark.parametrize("change", NAMES)
def test_a_comment_is_as_blessed(root: Path, change: str, request: pytest.FixtureRequest) -> None:
    handbook = made(root, change)
    said = as_markdown(report(handbook))
    assert len(said.splitlines()) <= LONGEST
    hold(f"{change}.md", said, request)


def test_a_comment_in_german(root: Path, request: pytest.FixtureRequest) -> None:
    hold("client-pays.de.md", as_markdown(report(made(root, "client-pays"), "de")), request)


def test_there_are_ten() -> None:
    assert len(NAMES) >= 10
    assert {file.name for file in GOLDEN.glob("*.md")} == {
        *(f"{name}.md" for name in NAMES),
        "client-pays.de.md",
        "a-hundred-files.md",
    }


_REFERRAL = """---
partner: software-werft
direction: received
received: 2026-09-%(day)02dT%(hour)02d:00
client: client-%(number)03d
service: fractional-cfo
challenge: Number %(number)d of many
consent: {introduction: 2026-08-31}
milestones:
  acknowledged: {on: 2026-09-%(day)02dT%(hour)02d:30, told: 2026-09-%(day)02d}
  qualified: {on: 2026-09-28, told: 2026-09-28}
  won: {on: 2026-09-29, told: 2026-09-29}
deals:
  - {key: setup, value: 1000.00 EUR, kind: project}
payments:
  - {key: p1, deal: setup, on: 2026-09-30, amount: 1000.00 EUR}
---
"""


def test_a_hundred_files_are_told_in_the_same_room(root: Path, request: pytest.FixtureRequest) -> None:
    git(root, "switch", "-q", "-c", "change")
    files: dict[str, str | None] = {}
    for number in range(100):
        day, hour = 1 + number // 5, 8 + number % 5
        path = f"records/referrals/2026/2026-09-{day:02d}-software-werft-n{number:02d}.md"
        files[path] = _REFERRAL % {"day": day, "hour": hour, "number": number}
    write(root, files)
    handbook = open_handbook(root, base="main")
    full = report(handbook)
    said = as_markdown(full)
    assert len(said.splitlines()) <= LONGEST
    # 100 payments of 1,000.00 at 12.5 %: 12,500.00 more than 3,550.00 before.
    assert "| Software\\-Werft | We pay | €3,550\\.00 → €16,050\\.00 |" in said
    assert "… + 9" in said
    assert len([item for section in full.sections if section.lead == "Referrals" for item in section.items]) == 100
    hold("a-hundred-files.md", said, request)


def test_the_same_change_for_terminals_and_programs(root: Path) -> None:
    handbook = made(root, "client-pays")
    assert handbook.base is not None
    text = as_text(report(handbook))
    assert "Money moves with 2 partners." in text
    found = impact(handbook.base, handbook.current, compare(handbook.base.book, handbook.current.book))
    document = json.loads(as_json(found))
    assert (document["version"], document["as_of"]) == (1, "2026-09-30")
    (line,) = [line for line in document["lines"] if line["partner"] == "software-werft"]
    assert line["old"] is None
    # 10 % of 2,500.00, the referral's own rate for the deal, of which the decision gives 60 %.
    assert line["new"] == "150.00 EUR"


def test_text_of_records_is_no_markup(root: Path) -> None:
    git(root, "switch", "-q", "-c", "change")
    name, payment = "name: Software-Werft", CHANGES / "client-pays/1" / REFERRAL
    text = (root / PARTNER).read_text(encoding="utf-8").replace(name, "name: '@all | <b>#1</b> [x](y)'", 1)
    write(root, {PARTNER: text, REFERRAL: payment.read_text(encoding="utf-8")})
    said = as_markdown(report(open_handbook(root, base="main")))
    assert "<b>" not in said
    assert "@all" not in said
    assert "#1" not in said
    table = [line for line in said.splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in table} == {6}
