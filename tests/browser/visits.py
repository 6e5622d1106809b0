"""What the tests in a browser share: how it is started, and windows that note what a reader should never meet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
)


@dataclass
class Visit:
    """A window, and everything in it that a reader should never meet."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        """Go to a page of the handbook and wait for its fonts."""
        self.page.goto(self.address + url)
        self.page.evaluate("document.fonts.ready")
        return self.page


def watched(context: BrowserContext, address: str, elsewhere: str = "data:") -> Iterator[Visit]:
    """A window in which only the handbook may be asked for anything, and one place `elsewhere`."""
    visit = Visit(context.new_page(), address)
    say = visit.complaints.append
    context.on(
        "request", lambda request: request.url.startswith((address, "data:", elsewhere)) or say(f"asks {request.url}")
    )
    context.on("response", lambda response: response.status < 400 or say(f"{response.status} {response.url}"))
    context.on("console", lambda entry: entry.type in ("error", "warning") and say(f"{entry.type}: {entry.text}"))
    context.on("weberror", lambda error: say(f"error: {error.error}"))
    yield visit
    context.close()
    assert visit.complaints == []


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds, by all of its rules or by a few, with the first place of each."""
    # Thousands of places where all is well are found too, and not told: telling takes longer than finding.
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
