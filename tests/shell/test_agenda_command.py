"""`partnerbook agenda`: what it writes is a record that checks clean."""

import re
import shutil
from pathlib import Path

import pytest
from shellwork import ROOT, call

from partnerbook.core.activity import Activity
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource, MemorySource

PATH = "records/activities/2026/2026-11-03-{}-review.md"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample that may be written to."""
    shutil.copytree(ROOT / "records", tmp_path / "records")
    return tmp_path


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_it_prints_is_a_record(language: str) -> None:
    result = call("agenda", "software-werft", "--root", ROOT, "--on", "2026-11-03", "--lang", language)
    assert result.code == 0
    path = PATH.format("software-werft")
    assert path in result.err
    loaded = load(MemorySource({path: result.out}))
    assert [finding.message for finding in loaded.findings if finding.code != "FMT001" and finding.path == path] == []
    record = loaded.book.activities["2026-11-03-software-werft-review"].record
    assert isinstance(record, Activity)
    assert (record.type, str(record.planned), record.on) == ("review", "2026-11-03", None)
    assert record.people == ("svenja-albers",)
    assert record.review is not None
    assert str(record.review.period) == "2026-Q3"
    assert len(record.review.agenda) >= 4


def test_written_down_it_checks_clean(sample: Path) -> None:
    before = load(DirectorySource(sample))
    for partner in ("software-werft", "siebenstern-it", "kanzlei-nordlicht", "zirbental-nachfolge"):
        result = call("agenda", partner, "--root", sample, "--on", "2026-11-03", "--write")
        assert (result.code, result.out) == (0, f"{PATH.format(partner)} is written.\n")
    assert len(load(DirectorySource(sample)).book.activities) == len(before.book.activities) + 4
    checked = call("check", "--root", sample)
    assert "2026-11-03" not in checked.out, checked.out


def test_nothing_is_overwritten(sample: Path) -> None:
    arguments = ("agenda", "software-werft", "--root", sample, "--on", "2026-11-03", "--write")
    assert call(*arguments).code == 0
    again = call(*arguments)
    assert again.code == 1
    assert "was left alone" in again.err


def test_it_tells_figures_promises_deadlines_and_what_to_do() -> None:
    out = call("agenda", "querfeld-interim", "--root", ROOT).out
    headings = re.findall(r"^## (.*)$", out, re.MULTILINE)
    assert headings == ["Figures", "Components", "Goals", "What we promised each other", "Open deadlines", "What to do"]
    # The review that is planned gives the day.
    assert "planned: 2026-10-14" in out
    assert "- Referrals sent. Q3 2026: 3; 12 months: 12" in out
    assert "Programme for the autumn (Jannis Thölke): done on 15 Sept 2026" in out
    assert "raise it in the Q4 review on 14 October 2026" in out


def test_a_day_that_has_passed_is_refused() -> None:
    result = call("agenda", "software-werft", "--root", ROOT, "--on", "2026-09-29")
    assert result.code == 2
    assert "2026-09-29 lies before 2026-09-30" in result.err


def test_an_unknown_partner_is_refused() -> None:
    result = call("agenda", "nobody", "--root", ROOT)
    assert result.code == 2
    assert "the partner 'nobody' is not known" in result.err


def test_markup_in_a_promise_stays_text(sample: Path) -> None:
    review = sample / "records/activities/2026/2026-09-14-software-werft-review.md"
    text = review.read_text(encoding="utf-8")
    evil = "'[here](javascript:x) <b>#1</b>'"
    changed = re.sub(r"what: Name the second person for Fridays", lambda _: f"what: {evil}", text)
    assert changed != text
    review.write_text(changed, encoding="utf-8")
    out = call("agenda", "software-werft", "--root", sample).out
    assert "\\[here\\](javascript:x) &lt;b>\\#1&lt;/b>" in out
