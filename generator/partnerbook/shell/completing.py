"""Completing ids on the shell: by the names of files, without reading a record."""

import os
from collections.abc import Callable, Iterator

import click
from click.shell_completion import CompletionItem

FOLDERS = {
    "partner": "partners",
    "client": "clients",
    "agreement": "agreements",
    "referral": "referrals",
    "payout": "payouts",
}
"""Folders of the kinds whose ids are completed; importing the kinds themselves would take longer than the answer."""

_SUFFIX = ".md"
Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def ids(kind: str) -> Completion:
    """What completes an argument or option that takes the id of a record of a kind."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        root = _root(str(ctx.params.get("root") or "."))
        found = _names(os.path.join(root, "records", FOLDERS[kind])) if root else ()
        return [CompletionItem(name) for name in sorted(found) if name.startswith(incomplete)]

    return complete


def _root(start: str) -> str | None:
    """The folder with records, the one given or the nearest above it."""
    folder = os.path.abspath(start)
    while not os.path.isdir(os.path.join(folder, "records")):
        folder, before = os.path.dirname(folder), folder
        if folder == before:
            return None
    return folder


def _names(folder: str) -> Iterator[str]:
    """Names of records in a folder and in those of its years."""
    try:
        with os.scandir(folder) as scan:
            entries = list(scan)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _names(entry.path)
        elif entry.name.endswith(_SUFFIX) and not entry.name.startswith("."):
            yield entry.name.removesuffix(_SUFFIX)
