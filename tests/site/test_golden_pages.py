"""Golden pages: what `partnerbook render` writes for the specimen, one page of each kind, byte by byte.

`make bless` writes them anew; read the diff before you commit it.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sitework import HANDBOOK, ROOT

from partnerbook.shell.cli import group

GOLDEN = ROOT / "tests/golden/pages"
PAGES = (
    "agreements/agentur-brandung-2026.md",
    "agreements/index.md",
    "candidates.md",
    "clients/hanse-logistik.md",
    "clients/index.md",
    "index.md",
    "marketing/index.md",
    "marketing/library.md",
    "marketing/news.md",
    "my-week/henrike-lornsen.md",
    "my-week/index.md",
    "needs.md",
    "partners/agentur-brandung.md",
    "partners/index.md",
    "payouts/2026-07-30-software-werft-payable.md",
    "payouts/index.md",
    "payouts/receivables.md",
    "program.md",
    "reference/problems.md",
    "reference/rules/fmt001.md",
    "reference/schema/closing.md",
    "referrals/2026-03-02-software-werft-k7.md",
    "referrals/index.md",
    "referrals/lost.md",
    "scorecards/agentur-brandung.md",
    "scorecards/index.md",
    "statements/index.md",
    "statements/software-werft-2026-q2.md",
)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The specimen's pages as the command writes them."""
    out = tmp_path_factory.mktemp("rendered")
    result = CliRunner().invoke(
        group, ["render", "--root", str(HANDBOOK), "--out", str(out), "--no-history"], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return out


@pytest.mark.parametrize("page", PAGES)
def test_page_is_as_blessed(page: str, rendered: Path, request: pytest.FixtureRequest) -> None:
    written, golden = (rendered / page).read_bytes(), GOLDEN / page
    if request.config.getoption("--bless"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(written)
    assert golden.is_file(), f"{page} has no golden file yet: make bless"
    assert written.decode() == golden.read_text(encoding="utf-8")
    assert written == golden.read_bytes()


def test_no_golden_page_is_left_over() -> None:
    assert sorted(path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.md")) == sorted(PAGES)
