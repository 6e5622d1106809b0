"""How long the handbook takes to build: against stock Material, and as programs grow."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from measuring import (
    PYTHON,
    Command,
    environment,
    partnerbook,
    show_measure,
    show_note,
    show_ratio,
    show_runs,
    show_title,
    side_by_side,
)
from partnerbook.shell.handbook import open_handbook
from partnerbook.shell.pages import site_of
from partnerbook.site.page import Page
from stock import write_stock
from synthetic import write_program

_NAVIGATION = re.compile(r"<nav\b.*?</nav>", re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]*)')


_WITHOUT_DOCUMENTS = "plugins: [search, {partnerbook: {documents: 0}}]"


def handbook(work: Path, partners: int, referrals: int, *, documents: bool = False) -> Path:
    """A handbook as `partnerbook init` begins one, with an invented program in it; PDFs and spreadsheets if wanted."""
    root = work / f"handbook-{partners}-{referrals}{'-documents' if documents else ''}"
    if not root.exists():
        subprocess.run(partnerbook("init", str(root)), env=environment(), check=True, capture_output=True)
        shutil.rmtree(root / "records")
        write_program(root, partners, referrals, seed=7)
        if not documents:
            text = (root / "mkdocs.yml").read_text(encoding="utf-8")
            plain = "plugins: [search, partnerbook]"
            assert plain in text
            (root / "mkdocs.yml").write_text(text.replace(plain, _WITHOUT_DOCUMENTS), encoding="utf-8")
    return root


def _pages(root: Path) -> tuple[Page, ...]:
    return site_of(open_handbook(root), documents=0).pages


def _stock(work: Path, root: Path, pages: tuple[Page, ...], *, in_navigation: bool) -> tuple[Path, int]:
    folder = work / f"stock-{root.name}-{'all' if in_navigation else 'indexes'}"
    shutil.rmtree(folder, ignore_errors=True)
    return folder, write_stock(folder, pages, in_navigation=in_navigation)


def _build(root: Path, name: str) -> Command:
    return Command(name, (PYTHON, "-m", "mkdocs", "build", "--quiet"), root, _without(root / "site"))


def _without(folder: Path) -> Callable[[], None]:
    def remove() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    return remove


def against_stock(work: Path, partners: int, referrals: int, rounds: int, *, in_navigation: bool = False) -> None:
    """Our build against stock Material's of the same content written as Markdown files."""
    root = handbook(work, partners, referrals)
    pages = _pages(root)
    folder, words = _stock(work, root, pages, in_navigation=in_navigation)
    where = "every page, as MkDocs does without `nav`" if in_navigation else "index pages only, as ours"
    show_title(f"build: {partners} partners and {referrals} referrals, {len(pages):,} pages, against stock Material")
    show_note("ours: check, pages and search entries from the records, through MkDocs and Material, with search;")
    show_note("without PDFs and spreadsheets of statements (`documents: 0`), as stock makes none")
    show_note(
        f"stock: {len(pages):,} Markdown files of the same content ({words:,} words, tables, links), with search;"
    )
    show_note(f"its navigation: {where}. Stock neither reads records nor checks anything.")
    ours, stock = side_by_side((_build(root, "our build"), _build(folder, "stock build")), rounds, warm_up=False)
    show_runs(ours, stock)
    show_ratio(ours, stock, 0.3)


def documents(work: Path, partners: int, referrals: int, rounds: int) -> None:
    """Our build with PDFs and spreadsheets of the statements of four quarters against the one without."""
    bare = handbook(work, partners, referrals)
    full = handbook(work, partners, referrals, documents=True)
    show_title(f"build: {partners} partners and {referrals} referrals, with statements to send")
    commands = (_build(full, "with PDFs and spreadsheets"), _build(bare, "without"))
    with_them, without = side_by_side(commands, rounds, warm_up=False)
    show_runs(with_them, without)
    made = sum(1 for ending in ("pdf", "xlsx") for _ in (full / "site").rglob(f"*.{ending}"))
    show_note(f"{made:,} files, {(with_them.wall - without.wall) / max(made, 1) * 1000:.0f} ms each on the wall")


def linear(work: Path, partners: int, referrals: int, rounds: int) -> None:
    """A handbook against one of four times its size, and what its pages carry of each other."""
    small, large = handbook(work, partners // 4, referrals // 4), handbook(work, partners, referrals)
    show_title(f"build, linearity: {referrals} referrals against {referrals // 4}")
    commands = (_build(small, f"{partners // 4} partners"), _build(large, f"{partners} partners"))
    one, four = side_by_side(commands, rounds, warm_up=False)
    show_runs(one, four)
    show_ratio(four, one, 4.4)
    navigation(large / "site")


def navigation(site: Path) -> None:
    """The longest navigation of any page, and the page of a record with the most links."""
    longest, count = 0, 0
    widest, widest_page = 0, ""
    for page in sorted(site.rglob("index.html")):
        html = page.read_text(encoding="utf-8")
        count += 1
        inside = {link for part in _NAVIGATION.findall(html) for link in _LINK.findall(part)}
        longest = max(longest, len(inside))
        links = len(set(_LINK.findall(html)))
        is_detail = len(page.relative_to(site).parts) == 3
        if is_detail and links > widest:
            widest, widest_page = links, str(page.relative_to(site).parent)
    show_note(f"{count:,} pages; the longest navigation on any of them has {longest} links")
    show_note(f"the page of a record with most links has {widest} ({widest_page})")
    show_measure("longest navigation ÷ pages", longest / count, 0.1, "no page carries the whole navigation")
