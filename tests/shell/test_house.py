"""The house around the program: what the package carries, what a clone does, and what no file may name."""

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
from shellwork import ROOT

from partnerbook import __version__

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CLEAN = {
    key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
}


def done(*command: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    """What a command writes, which must end well."""
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**CLEAN, "NO_MKDOCS_2_WARNING": "1", **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def tracked() -> list[Path]:
    """The files git knows, those just deleted left out."""
    names = done("git", "-C", ROOT, "ls-files", "-z", cwd=ROOT).split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


# The package


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `pip install .` builds it."""
    out = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-cache-dir")
    done(*pip, "wheel", ROOT, "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", out, cwd=out)
    (path,) = out.iterdir()
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel installed; dependencies are lent by this one, offline."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    done(sys.executable, "-m", "venv", "--without-pip", venv, cwd=wheel.parent)
    python = venv / "bin/python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--python", python)
    done(*pip, "install", "--no-deps", "--no-index", wheel, cwd=wheel.parent)
    packages = done(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=wheel.parent).strip()
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(packages) / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")
    where = done(python, "-c", "import partnerbook; print(partnerbook.__file__)", cwd=wheel.parent).strip()
    assert Path(where).is_relative_to(venv), "the checkout must not stand in for the package"
    return venv / "bin"


def test_the_wheel_carries_program_specimen_templates_and_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {
        path.relative_to(ROOT / "generator").as_posix()
        for path in tracked()
        if path.is_relative_to(ROOT / "generator/partnerbook")
    }
    templates = {
        f"partnerbook/{path.relative_to(ROOT).as_posix()}"
        for path in tracked()
        if path.is_relative_to(ROOT / "site_templates")
    }
    assert len(package) > 150
    assert len(templates) > 20
    assert package | templates <= names
    assert any(name.startswith("partnerbook/specimen/records/") for name in names)
    info = f"partnerbook-{__version__}.dist-info"
    assert {f"{info}/licenses/LICENSE", f"{info}/entry_points.txt"} <= names


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert len(names) == len(set(names))
    assert {name.split("/")[0] for name in names} == {"partnerbook", f"partnerbook-{__version__}.dist-info"}
    assert [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".orig", ".bak", "~"))] == []


def test_one_version_in_the_project_and_the_program() -> None:
    assert PROJECT["project"]["version"] == __version__


def test_installed_it_begins_checks_shows_and_builds_a_handbook(installed: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    assert f"version {__version__}" in done(installed / "partnerbook", "--version", cwd=tmp_path)
    done(installed / "partnerbook", "init", "book", "--name", "Kontor", cwd=tmp_path)
    assert done(installed / "partnerbook", "check", "--strict", cwd=book).endswith(": all is well.\n")
    assert "did you mean" not in done(installed / "partnerbook", "explain", "REF002", cwd=book)

    done(installed / "partnerbook", "render", "--out", "../before", cwd=book)
    (book / "site_templates/pages").mkdir(parents=True)
    (book / "site_templates/pages/home.html").write_text("<p>Our own beginning.</p>\n", encoding="utf-8")
    done(installed / "partnerbook", "render", "--out", "../after", cwd=book)
    before, after = (
        {path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in (tmp_path / name).rglob("*.md")}
        for name in ("before", "after")
    )
    assert before.keys() == after.keys()
    assert {path for path in before if before[path] != after[path]} == {"index.md"}
    assert b"<p>Our own beginning.</p>" in after["index.md"]

    done(installed / "python", "-m", "mkdocs", "build", "--strict", "--quiet", cwd=book)
    home = (book / "site/index.html").read_text(encoding="utf-8")
    assert "<p>Our own beginning.</p>" in home
    assert "assets/partnerbook.css" in home
    assert (book / "site/assets/partnerbook.css").read_bytes() == (
        ROOT / "site_templates/assets/partnerbook.css"
    ).read_bytes()
    assert len(list((book / "site/assets/fonts").glob("*.otf"))) == 7
    assert "Our own beginning" not in (book / "site/partners/index.html").read_text(encoding="utf-8")


# A clone


def test_a_fresh_clone_checks(tmp_path: Path) -> None:
    """What is committed is complete: the clone's own program reads the clone's own records."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone itself")
    done("git", "clone", "--quiet", "--no-hardlinks", ROOT, tmp_path / "clone", cwd=tmp_path)
    generator = {"PYTHONPATH": str(tmp_path / "clone/generator")}
    where = done(sys.executable, "-c", "import partnerbook; print(partnerbook.__file__)", cwd=tmp_path, env=generator)
    assert Path(where.strip()).is_relative_to(tmp_path / "clone")
    out = done(sys.executable, "-m", "partnerbook", "check", "--root", "clone", cwd=tmp_path, env=generator)
    assert re.search(r"^\d{3,} records checked as of 2026-09-30: ", out, re.MULTILINE)


# What files say


def test_no_file_names_a_package_host_or_a_machine() -> None:
    hosts = ("py" + "pi", "python" + "hosted", "npm" + "js", "debian" + r"\.org", "ubuntu" + r"\.com", "js" + "delivr")
    folders = ("work", "root", "home")
    forbidden = re.compile("|".join([*hosts, *(rf"(?<![\w.)}}*-])/{name}/" for name in folders)]), re.IGNORECASE)
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in forbidden.finditer(text)]
    assert found == []


@pytest.mark.parametrize("name", ["site", "test"])
def test_locked_requirements_are_complete_hashed_and_name_no_source(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|^-[ei] | @ ", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n?", "", text, flags=re.MULTILINE).strip())
    locked = set()
    for entry in entries:
        match = re.match(r"([A-Za-z0-9._-]+)==\S+(?: ; [^\n\\]+)?", entry)
        assert match is not None, entry
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}(?!\S)", entry), f"{match[1]} has no hash"
        locked.add(match[1].lower())
    groups = PROJECT["dependency-groups"]
    extras = [requirement for extra in PROJECT["project"]["optional-dependencies"].values() for requirement in extra]
    wanted = [*PROJECT["project"]["dependencies"], *extras, *groups["build"]]
    wanted += groups["test"] if name == "test" else ()
    names = {re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower() for requirement in wanted}
    assert sorted(names - locked) == []


def test_what_both_files_lock_is_the_same() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^[A-Za-z0-9._-]+==[^\\\n]+", text, re.MULTILINE))

    assert len(pins("site")) > 30
    assert pins("site") <= pins("test")


def test_every_action_is_pinned_by_its_commit() -> None:
    workflows = sorted((ROOT / ".github/workflows").glob("*.y*ml"))
    assert workflows
    for path in workflows:
        text = path.read_text(encoding="utf-8")
        uses = re.findall(r"^\s*(?:- )?uses:\s*(.+?)\s*$", text, re.MULTILINE)
        assert uses, path.name
        for use in uses:
            assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(?:\.\d+)*", use), f"{path.name}: {use}"
        assert re.search(r"^permissions: \{\}$", text, re.MULTILINE), path.name
        assert "pull_request_target" not in text


def recipe(target: str) -> str:
    """The commands make would run for a target, with what it stands on."""
    return done("make", "--dry-run", target, cwd=ROOT)


def test_make_lint_holds_style_layers_and_workflows() -> None:
    commands = recipe("lint")
    for tool in ("ruff check", "ruff format --check", "lint-imports", "zizmor --offline", "check-jsonschema"):
        assert f"/{tool}" in commands, tool
    for schema in ("workflows", "issue-forms", "issue-config"):
        assert f"--builtin-schema vendor.github-{schema} .github/" in commands, schema


def test_make_test_runs_everything_and_continuous_integration_runs_it() -> None:
    commands = recipe("test")
    for tool in ("lint-imports", "mypy", "-m pytest"):
        assert tool in commands
    assert PROJECT["tool"]["mypy"]["strict"] is True
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert script.rstrip().endswith("make test")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "- run: .ci/run" in (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")


def test_layers_are_a_contract() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    named = [layer.strip() for row in layers for layer in row.split(":")]
    folders = {path.parent.name for path in (ROOT / "generator/partnerbook").glob("*/__init__.py")}
    assert sorted(named) == sorted(f"partnerbook.{folder}" for folder in folders)
    assert named[0] == "partnerbook.shell"
    assert named[-1] == "partnerbook.core"


def test_what_the_readme_tells_to_type_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^    make (\w+)|`make (\w+)`", readme, re.MULTILINE))
    assert targets
    for target in {name for pair in targets for name in pair if name}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    assert [path for path in re.findall(r"records/\S+\.md", readme) if not (ROOT / path).is_file()] == []
    from partnerbook.shell.cli import COMMANDS

    assert set(re.findall(r"(?:^|[/ `])partnerbook ([a-z-]+)", readme)) <= {*COMMANDS}
