"""Bad files on a real disk, checked by the real command: each is a finding at its line, and stops nothing else."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from shellwork import CLIENT, RECORDS, Result, handbook, run

FIRST = "records/activities/2026/2026-01-20-agentur-brandung-planning.md"
LAST = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
PLANTED = {f"{FIRST}:2:1 SCH002", f"{LAST}:2:1 SCH002"}
"""Mistakes in the first and the last file that are read: who finds them has read everything between."""

HEAD = "---\nname: Hanse Logistik\nindustry: logistics\nsize: medium\nregion: hamburg\n"
TAIL = "known_since: 2026-03-02\n---\n\nTwo depots.\n"
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The specimen with a mistake in its first and in its last file."""
    root = handbook(tmp_path_factory.mktemp("planted"))
    for path in (FIRST, LAST):
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(text.replace("---\n", "---\nzzz: 1\n", 1), encoding="utf-8")
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.md") if path.name != "program.md")
    assert (files[0], files[-1]) == (FIRST, LAST)
    return root


@pytest.fixture
def root(planted: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    shutil.copytree(planted, tmp_path / "handbook")
    return tmp_path / "handbook"


def places(result: Result) -> list[str]:
    """`path:line:column CODE` of every error and warning of a report."""
    found = re.findall(r"^(records\S*.*?:\d+:\d+): (?:error|warning|info) ([A-Z]{3}\d{3}) \[", result.out, re.MULTILINE)
    return [f"{place} {code}" for place, code in found]


def assert_found(root: Path, *expected: str, records: int = RECORDS) -> Result:
    """The command finds this and the planted mistakes, says what to do each time, and ends in good order."""
    result = run("check", "--root", root)
    assert "Traceback" not in result.out + result.err
    assert "INT0" not in result.out
    assert (result.code, result.err) == (1, "")
    assert sorted(places(result)) == sorted({*expected, *PLANTED})
    assert result.out.count("  help: ") == len(expected) + len(PLANTED)
    assert f"\n{records} records checked as of 2026-09-30: " in result.out
    assert all(char.isprintable() or char == "\n" for char in result.out)
    return result


CONTENTS: dict[str, tuple[bytes | str, tuple[str, ...]]] = {
    "not UTF-8": (HEAD.encode() + b"owner: M\xfcller\n" + TAIL.encode(), ("6:9 FMT001",)),
    "NUL": (f"{HEAD}owner: a\0b\n{TAIL}", ("6:9 FMT003",)),
    "no front matter": ("# Hanse Logistik\n\nTwo depots.\n", ("1:1 FMT006",)),
    "front matter not closed": (f"{HEAD}known_since: 2026-03-02\n\nTwo depots.\n", ("1:1 FMT007",)),
    "tab": (f"{HEAD}contacts:\n\t- key: x\n{TAIL}", ("7:1 FMT008",)),
    "duplicate key": (f"{HEAD}size: small\n{TAIL}", ("6:1 FMT009",)),
    "anchor": (f"{HEAD}ended: &day 2026-03-02\n{TAIL}", ("6:8 FMT010",)),
    "alias": (f"{HEAD}ended: *day\n{TAIL}", ("6:8 FMT010",)),
    "a billion laughs": (f"{HEAD}{LAUGHS}{TAIL}", ("6:4 FMT010", "7:4 FMT010", "7:8 FMT010")),
    "tag": (f"{HEAD}owner: !!python/object/apply:os.system [ls]\n{TAIL}", ("6:8 FMT011",)),
    "several documents": (f"{HEAD}...\nowner: x\n{TAIL}", ("7:1 FMT012",)),
    "integer of 5,000 digits": (f"{HEAD}owner: {'9' * 5000}\n{TAIL}", ("6:8 FMT015",)),
    "decimal of 5,000 digits": (f"{HEAD}owner: 0.{'9' * 5000}\n{TAIL}", ("6:8 FMT015",)),
    "1,000 levels": (f"{HEAD}owner: {'[' * 1000}{']' * 1000}\n{TAIL}", ("6:39 FMT014",)),
    "100,000 levels": (f"{HEAD}owner: {'[' * 100_000}\n{TAIL}", ("6:39 FMT014",)),
    "1,000 levels in a block": (
        HEAD + "owner:\n" + "".join(f"{' ' * level}a:\n" for level in range(1, 1001)) + TAIL,
        ("38:33 FMT014",),
    ),
    "10 MB": (HEAD + TAIL + "x" * 10_000_000, ("1:1 FMT018",)),
    "10 MB of front matter": (HEAD + "a: b\n" * 2_000_000 + TAIL, ("1:1 FMT018",)),
    "30 February": (f"{HEAD}ended: 2026-02-30\n{TAIL}", ("6:8 FMT016",)),
    "1e400": (f"{HEAD}owner: 1e400\n{TAIL}", ("6:8 FMT017",)),
    "NaN": (f"{HEAD}owner: NaN\n{TAIL}", ("6:8 FMT017",)),
    "wrong types": (
        f"{HEAD}existing: 'true'\nmay_tell: name\nowner: [x]\n{TAIL}",
        ("6:11 SCH003", "7:11 SCH003", "8:8 SCH003"),
    ),
    "unknown keys": (f"{HEAD}ownr: x\nzzz: 1\n{TAIL}", ("6:1 SCH002", "7:1 SCH002")),
    "empty": ("", ("1:1 FMT019",)),
    "bidirectional override in a name": (f"---\nname: Hanse \u202ekitsigoL{HEAD[24:]}{TAIL}", ("2:13 FMT005",)),
    "escape sequence in a name": (f"---\nname: Hanse \x1b[31mLog{HEAD[24:]}{TAIL}", ("2:13 FMT004",)),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_bad_content(root: Path, name: str) -> None:
    content, expected = CONTENTS[name]
    (root / CLIENT).write_bytes(content if isinstance(content, bytes) else content.encode())
    result = assert_found(root, *(f"{CLIENT}:{place}" for place in expected))
    assert max(map(len, result.out.splitlines())) < 400


def test_windows_line_ends_are_accepted(root: Path) -> None:
    for path in root.rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert_found(root)


def test_a_folder_with_a_record_s_name(root: Path) -> None:
    (root / CLIENT).unlink()
    (root / CLIENT).mkdir()
    (root / CLIENT / "inner.md").write_text("---\nname: x\n---\n", encoding="utf-8")
    assert_found(root, f"{CLIENT}:1:1 FMT020")


def test_a_link_out_of_the_tree_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\nname: the secret\n---\n", encoding="utf-8")
    (root / CLIENT).unlink()
    (root / CLIENT).symlink_to(tmp_path / "secret.md")
    (root / "records/partners/more").symlink_to(tmp_path)
    result = assert_found(root, f"{CLIENT}:1:1 FMT021", "records/partners/more:1:1 FMT021")
    assert "the secret" not in result.out


def test_a_link_that_leads_nowhere_or_to_itself(root: Path) -> None:
    (root / CLIENT).unlink()
    (root / CLIENT).symlink_to("gone.md")
    (root / "records/partners/loop.md").symlink_to("loop.md")
    assert_found(root, f"{CLIENT}:1:1 FMT021", "records/partners/loop.md:1:1 FMT021", records=RECORDS + 1)


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    (root / CLIENT).unlink()
    os.mkfifo(root / CLIENT)
    assert_found(root, f"{CLIENT}:1:1 FMT020")


def test_a_file_that_cannot_be_opened(root: Path) -> None:
    """For root no file is unreadable, whatever its mode: there the refusal is played, in the same process."""
    path = root / CLIENT
    path.chmod(0)
    program = textwrap.dedent(
        """
        import os, sys
        from partnerbook.shell.cli import main
        really = os.open
        def refuse(path, *arguments, **options):
            if str(path).endswith("hanse-logistik.md"):
                raise PermissionError(13, "Permission denied", path)
            return really(path, *arguments, **options)
        if os.geteuid() == 0:
            os.open = refuse
        main(["check", "--root", sys.argv[1]])
        """
    )
    done = subprocess.run([sys.executable, "-c", program, root], capture_output=True, text=True, check=False)
    path.chmod(0o644)
    result = Result(done.returncode, done.stdout, done.stderr)
    assert (result.code, result.err) == (1, "")
    assert set(places(result)) == {f"{CLIENT}:1:1 FMT022", *PLANTED}
    assert "Permission denied" in result.out


def test_an_id_that_is_not_kebab(root: Path) -> None:
    for name in ("Hanse_Logistik", "a--b", "übersee", "x" * 81):
        shutil.copy(root / CLIENT, root / f"records/clients/{name}.md")
    names = ("Hanse_Logistik", "a--b", "übersee", "x" * 81)
    assert_found(root, *(f"records/clients/{name}.md:1:1 SCH014" for name in names), records=RECORDS + 4)


def test_two_files_with_one_id(root: Path) -> None:
    twin = "records/referrals/2025/2026-03-02-software-werft-k7.md"
    other = "records/referrals/2026/2026-03-02-software-werft-k7.md"
    (root / twin).parent.mkdir()
    shutil.copy(root / other, root / twin)
    assert_found(root, f"{twin}:1:1 SCH015", f"{twin}:1:1 SCH017", f"{other}:1:1 SCH017")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb", "a\\nb"),
        ("a\n::error::b", "a\\n::error::b"),
        ("a b", "a b"),
    ],
)
def test_a_file_s_name_cannot_steer_anything(root: Path, name: str, shown: str) -> None:
    shutil.copy(root / CLIENT, root / f"records/clients/{name}.md")
    assert_found(root, f"records/clients/{shown}.md:1:1 SCH014", records=RECORDS + 1)
    annotations = run("check", "--root", root, "--format", "github")
    assert annotations.code == 1
    assert [line.split(" ")[0] for line in annotations.out.splitlines()] == ["::error"] * 3 + [str(RECORDS + 1)]


def test_a_file_s_name_that_is_no_text(root: Path) -> None:
    path = os.fsencode(root / "records/clients") + b"/m\xfcller.md"
    shutil.copy(root / CLIENT, path)
    assert_found(root, "records/clients/m\ufffdller.md:1:1 SCH014", records=RECORDS + 1)


def test_all_of_them_at_once(root: Path) -> None:
    expected = []
    for number, (content, found) in enumerate(CONTENTS.values()):
        path = f"records/clients/bad-{number}.md"
        (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        expected += [f"{path}:{place}" for place in found]
    assert_found(root, *expected, records=RECORDS + len(CONTENTS))
