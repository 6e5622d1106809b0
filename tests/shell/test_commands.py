"""The smaller commands, and what holds for all of them: help, wrong calls, our own faults, closed pipes."""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from shellwork import CLIENT, PARTNER, ROOT, SPECIMEN, call, handbook, run

from partnerbook import __version__
from partnerbook.core.finding import FAMILIES
from partnerbook.core.kinds import KINDS
from partnerbook.core.schema import json_schema
from partnerbook.rules import ALL_RULES
from partnerbook.shell.cli import COMMANDS

# Help


def test_help_lists_every_command_with_a_line() -> None:
    result = call("--help")
    assert (result.code, result.err) == (0, "")
    listed = re.findall(r"^  ([a-z-]+) +(\S.*)$", result.out.split("Commands:")[1], re.MULTILINE)
    assert sorted(COMMANDS) == [name for name, _ in listed]
    modules = (ROOT / "generator/partnerbook/shell/commands").glob("[a-z]*.py")
    assert {path.stem.replace("_", "-") for path in modules} == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_of_its_own(name: str) -> None:
    for option in ("--help", "-h"):
        result = call(name, option)
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith(f"Usage: partnerbook {name} ")
    options = re.findall(r"^  (--[a-z-]+|-[a-z], --[a-z-]+)(.*(?:\n {10,}.*)*)", result.out, re.MULTILINE)
    assert options
    assert all(re.search(r"  \S|\n +\S", text) for _, text in options), "each option says what it does"


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    program = textwrap.dedent(
        """
        import sys
        from partnerbook.shell.cli import main
        try:
            main(["--help"])
        except SystemExit as ended:
            assert not ended.code
        heavy = {"pydantic", "pydantic_core", "yaml", "git", "jinja2", "babel", "mkdocs", "markdown", "nh3"}
        print(sorted(heavy & set(sys.modules)))
        """
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_check_imports_neither_git_nor_the_pages() -> None:
    program = textwrap.dedent(
        f"""
        import sys
        from partnerbook.shell.cli import main
        try:
            main(["check", "--root", {str(SPECIMEN)!r}])
        except SystemExit as ended:
            assert not ended.code
        print(sorted({{"git", "jinja2", "mkdocs", "markdown", "nh3", "partnerbook.site"}} & set(sys.modules)))
        """
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_version() -> None:
    assert call("--version").out == f"partnerbook, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("chek",),
        ("check", "--nonsense"),
        ("check", "--format", "xml"),
        ("check", "somewhere"),
        ("explain",),
        ("schema",),
        ("schema", "partners"),
        ("rules", "--format", "yaml"),
        ("render",),
        ("init",),
        ("init", "x", "--language", "fr"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_exits_2_and_writes_nothing_to_the_output(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert (result.code, result.out) == (2, "")
    assert "Error: " in result.err
    assert list(tmp_path.iterdir()) == []


# Rules


def test_rules_as_text_name_each_rule_once_below_its_family() -> None:
    result = call("rules")
    assert (result.code, result.err) == (0, "")
    listed = re.findall(r"^  ([A-Z]{3}\d{3}) (error|warning|info) +([a-z0-9-]+)  +(\S.*)$", result.out, re.MULTILINE)
    assert sorted(listed) == [(rule.code, rule.severity.value, rule.name, rule.summary) for rule in ALL_RULES]
    families = re.findall(r"^([A-Z]{3})  \S", result.out, re.MULTILINE)
    assert families == [family for family in FAMILIES if any(rule.family == family for rule in ALL_RULES)]
    assert [code[:3] for code, *_ in listed] == sorted((code[:3] for code, *_ in listed), key=families.index)


def test_rules_as_json() -> None:
    rows = json.loads(call("rules", "--format", "json").out)
    assert [row["code"] for row in rows] == [rule.code for rule in ALL_RULES]
    assert {tuple(row) for row in rows} == {("code", "name", "severity", "summary")}
    assert {row["code"]: row["name"] for row in rows}["FMT001"] == "not-utf8"


# Explain


@pytest.mark.parametrize("word", ["FMT016", "fmt016", " FMT016 ", "impossible-date", "Impossible-Date"])
def test_a_rule_is_explained_by_its_code_or_name(word: str) -> None:
    result = call("explain", word)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("FMT016 impossible-date (error)\n\nA date or moment does not exist.\n")
    assert "This breaks it:\n" in result.out
    assert "2026-02-30" in result.out.split("This breaks it:")[1].split("This does not:")[0]
    assert "2026-02-30" not in result.out.split("This does not:")[1]
    assert result.out.endswith("It cannot be waived.\n")


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_every_rule_can_be_explained(rule: object) -> None:
    code, name = rule.code, rule.name  # type: ignore[attr-defined]
    result = call("explain", code)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{code} {name} (")
    assert all(char.isprintable() or char == "\n" for char in result.out)
    if "No record breaks it by itself." not in result.out:
        bad, good = result.out.split("This breaks it:\n")[1].split("This does not:\n")
        assert bad.strip()
        assert good.strip()
    assert len(result.out) < 12_000
    assert result.out.count(f"rule: {code}, reason: ") == ("It cannot be waived." not in result.out)
    assert call("explain", name) == result


@pytest.mark.parametrize(
    ("code", "waivable"), [("PAR002", True), ("FMT001", False), ("REF904", False), ("INT003", False)]
)
def test_it_says_whether_a_rule_can_be_waived(code: str, waivable: bool) -> None:
    ending = f"A record may waive it: `waivers: [{{rule: {code}, reason: …, until: …}}]`."
    assert call("explain", code).out.splitlines()[-1] == (ending if waivable else "It cannot be waived.")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("FMT061", "FMT016"), ("imposible-date", "impossible-date"), ("unknown-partnr", "unknown-partner")],
)
def test_of_an_unknown_rule_the_nearest_is_named(word: str, meant: str) -> None:
    result = call("explain", word)
    assert (result.code, result.out) == (2, "")
    said = " ".join(result.err.split())
    assert f"there is no rule '{word}': did you mean " in said
    assert "`partnerbook rules` lists them" in said
    if not meant.startswith("FMT"):
        assert f"did you mean {meant}?" in said


def test_a_word_that_is_like_none_is_not_guessed_at() -> None:
    result = call("explain", "????")
    assert result.code == 2
    assert "did you mean" not in result.err
    assert "`partnerbook rules` lists them" in result.err


# Schema


@pytest.mark.parametrize("kind", KINDS)
def test_schema_prints_the_json_schema_of_a_kind(kind: str) -> None:
    result = call("schema", kind)
    assert (result.code, result.err) == (0, "")
    schema = json.loads(result.out)
    Draft202012Validator.check_schema(schema)
    assert schema == json_schema(KINDS[kind])


# Our own faults


def fault(*_: object, **__: object) -> None:
    raise RuntimeError("cannot\x1b[31m go on")


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("check", "--root", SPECIMEN), "partnerbook.shell.commands.check.open_handbook"),
        (("render", "--root", SPECIMEN, "--out", "out"), "partnerbook.shell.pages.site_of"),
        (("init", "new"), "partnerbook.shell.commands.init.new_handbook"),
        (("schema", "partner"), "partnerbook.shell.commands.schema.json_schema"),
        (("explain", "FMT001"), "partnerbook.shell.commands.explain.specimen_files"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_fault_of_the_program_is_told_without_a_traceback(
    arguments: tuple[object, ...], place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    call(*arguments[:1], "--help")  # imports the command's module
    monkeypatch.setattr(place, fault)
    result = call(*arguments)
    assert result.code == 70
    assert "Traceback" not in result.err
    lines = result.err.splitlines()
    assert lines[0] == "partnerbook: internal error: RuntimeError: cannot\\x1b[31m go on"
    assert re.fullmatch(r"  at .*test_commands\.py:\d+", lines[1])
    assert lines[2].startswith("help: this is a fault in the program, not in your records")


def test_a_fault_is_told_even_where_nothing_of_the_program_can_be_imported() -> None:
    """As after a half-made update: the message must not need what is broken."""
    broken = (
        "import sys; sys.modules['partnerbook.core.book'] = None\n"
        "from partnerbook.shell.cli import main\n"
        "main(['check'])"
    )
    done = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert done.stderr.startswith("partnerbook: internal error: ")
    assert "Traceback" not in done.stderr


def test_a_fault_in_one_rule_is_a_finding_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from partnerbook.rules import RULES
    from partnerbook.rules.registry import CheckedRule

    root = handbook(tmp_path)
    (root / CLIENT).write_text("---\nname: Hanse\n---\n", encoding="utf-8")
    first = RULES[0].rule
    really = CheckedRule.findings

    def findings(self: CheckedRule, current: object) -> object:
        return fault() if self.rule is first else really(self, current)  # type: ignore[arg-type]

    monkeypatch.setattr(CheckedRule, "findings", findings)
    result = call("check", "--root", root)
    assert result.code == 1
    assert f"error INT003 [rule-failed] the rule {first.code} ({first.name}) failed: RuntimeError" in result.out
    assert "SCH001" in result.out
    assert "Traceback" not in result.out + result.err


def test_a_fault_at_one_file_is_a_finding_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from partnerbook.ingest import contents

    root = handbook(tmp_path)
    (root / CLIENT).write_text("---\nname: Hanse\n---\n", encoding="utf-8")
    really = contents.split
    unlucky = (root / PARTNER).read_text(encoding="utf-8")

    def split(text: str) -> object:
        return fault() if text == unlucky else really(text)

    monkeypatch.setattr(contents, "split", split)
    result = call("check", "--root", root)
    assert result.code == 1
    assert f"{PARTNER}:1:1: error INT001 " in result.out
    assert "SCH001" in result.out
    assert "Traceback" not in result.out + result.err


# Streams


@pytest.mark.parametrize("arguments", ["rules", "schema program", "check --format json"])
def test_a_reader_who_goes_away_is_no_fault(arguments: str) -> None:
    command = f"{sys.executable} -m partnerbook {arguments} | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=SPECIMEN, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a thing of Linux")
@pytest.mark.parametrize("arguments", ["ledger", "rules", "check --format json", "schema program"])
def test_a_full_disk_is_told_as_that(arguments: str) -> None:
    command = f"{sys.executable} -m partnerbook {arguments} > /dev/full"
    done = subprocess.run(["bash", "-c", command], cwd=SPECIMEN, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "partnerbook: the output could not be written: No space left on device\n"


def test_a_pipe_that_is_closed_at_once_is_no_fault() -> None:
    script = f"set -o pipefail; {sys.executable} -m partnerbook rules | true"
    done = subprocess.run(["bash", "-c", script], cwd=SPECIMEN, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode in (0, 1)


def test_a_terminal_without_our_letters_gets_escapes(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    (root / CLIENT).write_text("---\nname: Gebrüder 企業\nindustri: x\n---\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "partnerbook", "check", "--root", root],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert "  2 | name: Gebrüder \\u4f01\\u696d\n".encode("latin-1") in done.stdout


def test_no_output_at_all_is_no_fault() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m partnerbook check >&-"], cwd=SPECIMEN, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_module_and_the_script_are_one_program() -> None:
    assert run("rules").out == call("rules").out
