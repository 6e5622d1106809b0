"""Where records come from: a directory, or texts in memory. A git revision is in `revision`."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol

from msgspec import Struct

from partnerbook.core.finding import Finding, Rule
from partnerbook.core.kinds import RECORDS
from partnerbook.ingest.decoding import MAXIMUM_BYTES
from partnerbook.ingest.faults import Fault
from partnerbook.ingest.format_rules import NOT_A_REGULAR_FILE, SYMBOLIC_LINK, UNREADABLE_FILE, WRONG_EXTENSION

SUFFIX = ".md"
_MEANT_AS_RECORDS = (".markdown", ".mdown", ".mkd", ".md.txt", ".yaml", ".yml")


class SourceFile(Struct, frozen=True):
    """One file that may be a record: its path relative to the handbook's root, and its content.

    `read` gives at most one byte more than a record may have, and raises OSError where the
    file cannot be read.
    """

    path: str
    read: Callable[[], bytes]


class Source(Protocol):
    """The files below `records/` at one moment."""

    @property
    def name(self) -> str:
        """What messages call it: a directory or a revision."""
        ...

    def __iter__(self) -> Iterator[SourceFile | Finding]:
        """Files in the order of their paths, with a finding for whatever cannot be a file."""
        ...


class DirectorySource(Struct, frozen=True):
    """The files of a handbook on disk; links are never followed."""

    root: Path

    @property
    def name(self) -> str:
        """The directory's path."""
        return str(self.root)

    def __iter__(self) -> Iterator[SourceFile | Finding]:
        yield from sorted(_walk(self.root), key=lambda item: item.path)


class MemorySource(Struct, frozen=True):
    """Files by path, for tests and examples; a text is taken as UTF-8."""

    files: Mapping[str, bytes | str]
    name: str = "memory"

    def __iter__(self) -> Iterator[SourceFile | Finding]:
        contents = {
            path: content if isinstance(content, bytes) else content.encode(errors="surrogatepass")
            for path, content in self.files.items()
        }
        for item in in_folders(contents):
            yield SourceFile(item, contents[item].__bytes__) if isinstance(item, str) else item


class OverlaidSource(Struct, frozen=True):
    """A source in which some files have other contents than they have: what if they were changed, or written."""

    below: Source
    files: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """The name of the source below."""
        return self.below.name

    def __iter__(self) -> Iterator[SourceFile | Finding]:
        new = dict(self.files)
        for item in self.below:
            content = new.pop(item.path, None)
            yield item if content is None else SourceFile(item.path, content.__bytes__)
        for path, content in sorted(new.items()):
            yield SourceFile(path, content.__bytes__)


def in_folders(paths: Iterable[str]) -> Iterator[str | Finding]:
    """The paths of a flat listing that may be records, in order; findings for what may not.

    A listing has no folders of its own: a folder with a record's name shows in the paths below it.
    """
    found: dict[str, str | Finding] = {}
    for path in paths:
        if not path.startswith(f"{RECORDS}/") or "/." in path:
            continue
        if f"{SUFFIX}/" in path:
            folder = path[: path.index(f"{SUFFIX}/") + len(SUFFIX)]
            found[folder] = not_a_file(folder, "a folder")
        elif path.endswith(SUFFIX):
            found[path] = path
        elif finding := wrong_extension(path):
            found[path] = finding
    yield from (found[path] for path in sorted(found))


def _walk(root: Path) -> Iterator[SourceFile | Finding]:
    if (root / RECORDS).is_symlink():
        yield symbolic_link(RECORDS)
        return
    # A stack instead of recursion: folders can be nested deeper than calls.
    folders = [(root / RECORDS, RECORDS)]
    while folders:
        folder, shown = folders.pop()
        try:
            entries = _entries(folder)
        except OSError as error:
            yield unreadable(shown, error)
            continue
        if any(entry.name == ".git" for entry in entries):
            yield not_a_file(shown, "a submodule")
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{shown}/{_shown(entry.name)}"
            if entry.is_dir(follow_symlinks=False) and not path.endswith(SUFFIX):
                folders.append((Path(entry.path), path))
            elif found := _look_at(entry, path):
                yield found


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as scan:
            return list(scan)
    except FileNotFoundError:
        return []


def _look_at(entry: os.DirEntry[str], path: str) -> SourceFile | Finding | None:
    """What is to be read or said of anything but a folder of records."""
    if entry.is_symlink():
        return symbolic_link(path)
    if not path.endswith(SUFFIX):
        return wrong_extension(path)
    if entry.is_dir(follow_symlinks=False):
        return not_a_file(path, "a folder")
    if not entry.is_file(follow_symlinks=False):
        return not_a_file(path, "a device or pipe")
    return SourceFile(path, _Reader(entry.path))


class _Reader(Struct, frozen=True):
    """Reads a file of the disk when called."""

    path: str

    def __call__(self) -> bytes:
        # The file may have become a link since the folder was listed: open what was seen, or nothing.
        descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            return file.read(MAXIMUM_BYTES + 1)


def _shown(name: str) -> str:
    """A name as text that can be printed, even if it is not in the system's encoding."""
    return os.fsencode(name).decode(errors="replace")


def _finding(rule: Rule, path: str, message: str, remedy: str) -> Finding:
    return Fault(rule, message, remedy).at(path)


def symbolic_link(path: str) -> Finding:
    """A link where a file or folder should be."""
    return _finding(
        SYMBOLIC_LINK,
        path,
        "this is a symbolic link, which is not followed",
        "Put the file itself here instead of a link to it.",
    )


def not_a_file(path: str, what: str) -> Finding:
    """Something with a record's name that is no file."""
    return _finding(
        NOT_A_REGULAR_FILE,
        path,
        f"this is {what}, not a file",
        "Rename or remove it; a record is an ordinary file.",
    )


def unreadable(path: str, error: OSError) -> Finding:
    """A file or folder the system does not let us read."""
    reason = error.strerror or type(error).__name__
    return _finding(
        UNREADABLE_FILE, path, f"this cannot be opened: {reason}", "Look at the permissions of the file and its folder."
    )


def wrong_extension(path: str) -> Finding | None:
    """A file that was probably meant as a record; None for others, such as pictures."""
    name = PurePosixPath(path).name
    ending = next((one for one in (SUFFIX, *_MEANT_AS_RECORDS) if name.lower().endswith(one)), None)
    if ending is None:
        return None
    return _finding(
        WRONG_EXTENSION,
        path,
        f"only files that end in {SUFFIX} are read as records",
        f"Rename it to {name[: -len(ending)]}{SUFFIX}",
    )
