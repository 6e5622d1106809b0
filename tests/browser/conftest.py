"""The sample handbook, built strictly from a fresh clone and served on this machine, and a real browser, offline."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from visits import OPTIONS, PROGRAMS, ROOT, Visit, watched


@pytest.fixture(scope="session")
def handbook(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample program, built strictly in both languages in a clone of what is committed: once, for all processes."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git repository: there is nothing to clone")
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    clone = shared / "handbook"
    with (shared / "handbook.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed
        if not (shared / "handbook.built").exists():
            build(clone)
            (shared / "handbook.built").touch()
    return clone


def build(clone: Path) -> None:
    """Clone what is committed, and build it strictly."""
    shutil.rmtree(clone, ignore_errors=True)  # what a build that failed has left
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True, capture_output=True)
    for config in ("mkdocs.yml", "mkdocs.de.yml"):
        built = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", config],
            cwd=clone,
            env=os.environ | {"PYTHONPATH": str(clone / "generator"), "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
        )
        assert (built.returncode, built.stdout) == (0, ""), built.stderr
    status = subprocess.run(["git", "status", "--porcelain"], cwd=clone, check=True, capture_output=True, text=True)
    assert status.stdout == "", "a build leaves nothing behind that git would see"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(handbook: Path) -> Iterator[str]:
    """Where the built site is served, on this machine only."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(handbook / "site")))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, cut off from the network."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        why = f"no browser found: install one of {', '.join(PROGRAMS)}"
        if os.environ.get("PARTNERBOOK_BROWSER_REQUIRED") == "1":
            pytest.fail(why)
        pytest.skip(why)
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A desktop window; the test fails if anything leaves the machine, is missing, or complains."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    yield from watched(context, address)


@pytest.fixture
def visit_without_script(browser: Browser, address: str) -> Iterator[Visit]:
    """The same window with script switched off."""
    yield from watched(browser.new_context(java_script_enabled=False, viewport={"width": 1360, "height": 900}), address)
