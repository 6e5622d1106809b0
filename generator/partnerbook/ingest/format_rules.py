"""FMT: what a file must be before anybody can read fields in it."""

from partnerbook.core.finding import Example, Rule, Severity

_CLIENT = "records/clients/hanse-logistik.md"
_HEAD = "---\nname: Hanse Logistik\nindustry: logistics\nsize: medium\nregion: hamburg\n"
_SOUND_TEXT = f"{_HEAD}known_since: 2026-03-02\n---\nA forwarder at the port.\n"
_SOUND = Example(_CLIENT, text=_SOUND_TEXT)


def _rule(
    code: str,
    name: str,
    summary: str,
    why: str,
    bad: str | bytes | Example,
    good: str | Example = _SOUND,
    severity: Severity = Severity.ERROR,
) -> Rule:
    """A rule of the family; a bare text is the whole file of the specimen client."""
    bad = bad if isinstance(bad, Example) else Example(_CLIENT, text=bad)
    good = good if isinstance(good, Example) else Example(_CLIENT, text=good)
    return Rule(code, name, severity, summary, why, bad, good)


def _front(lines: str) -> str:
    """A client file with these lines of front matter after the usual ones."""
    return f"{_HEAD}{lines}---\nA forwarder at the port.\n"


NOT_UTF8 = _rule(
    "FMT001",
    "not-utf8",
    "The file is not text in UTF-8.",
    "Every tool on the way, from git to the browser, reads UTF-8. In any other encoding an umlaut turns into "
    "rubbish, and nobody can say which letter was meant.",
    b"---\nname: M\xfcller GmbH\n---\n",
    "---\nname: Müller GmbH\nindustry: logistics\nsize: medium\nregion: hamburg\nknown_since: 2026-03-02\n---\n",
)
BYTE_ORDER_MARK = _rule(
    "FMT002",
    "byte-order-mark",
    "The file begins with a byte order mark.",
    "Some editors on Windows write this invisible character. It is taken away on reading, but other tools stumble "
    "over it: they no longer see the `---` that opens the front matter.",
    f"\ufeff{_SOUND_TEXT}",
    severity=Severity.WARNING,
)
NUL_CHARACTER = _rule(
    "FMT003",
    "nul-character",
    "The file holds a NUL character.",
    "A NUL shows that the file was damaged or is not text at all. Many programs take it for the end of the text and "
    "drop what follows.",
    _front("known_since: 2026-03-02\nowner: ilka-brandt\x00\n"),
)
CONTROL_CHARACTER = _rule(
    "FMT004",
    "control-character",
    "The file holds an invisible control character.",
    "Control characters cannot be seen in an editor, and a terminal obeys them: a record could hide text or move the "
    "cursor of whoever prints it. Only tab and line break are needed.",
    _front("known_since: 2026-03-02\nowner: ilka-brandt\x1b[8m\n"),
)
BIDI_CONTROL = _rule(
    "FMT005",
    "bidirectional-control",
    "The file holds a character that turns the direction of the text.",
    "With such characters a line can read differently from what it says, so that a reviewer approves another amount "
    "than the one that is paid (CVE-2021-42574).",
    _front("known_since: 2026-03-02\nowner: \u202eanna\n"),
)
NO_FRONT_MATTER = _rule(
    "FMT006",
    "no-front-matter",
    "The file does not begin with front matter.",
    "A record's fields stand between two lines `---` at the very top. Without them the file is prose and says "
    "nothing that could be checked or reckoned with.",
    "# Hanse Logistik\n\nA forwarder at the port.\n",
)
FRONT_MATTER_NOT_CLOSED = _rule(
    "FMT007",
    "front-matter-not-closed",
    "The front matter is opened by `---` and never closed.",
    "Without the second line `---` nobody can tell where the fields end and the prose begins.",
    f"{_HEAD}known_since: 2026-03-02\n\nA forwarder at the port.\n",
)
TAB_INDENTATION = _rule(
    "FMT008",
    "tab-indentation",
    "A line of the front matter is indented with a tab.",
    "How far a tab reaches is each editor's own matter; YAML counts spaces to see what belongs to what, and forbids "
    "tabs for that reason.",
    _front("known_since: 2026-03-02\ncontacts:\n\t- key: finance-head\n"),
    _front("known_since: 2026-03-02\ncontacts:\n  - {key: finance-head, name: Uta Kröger}\n"),
)
DUPLICATE_KEY = _rule(
    "FMT009",
    "duplicate-key",
    "A key stands twice in the same place.",
    "Only one of two values can hold, and which one is chance: most readers take the last without a word. After a "
    "merge that is how an amount vanishes.",
    _front("known_since: 2026-03-02\nregion: south\n"),
)
ANCHOR_OR_ALIAS = _rule(
    "FMT010",
    "anchor-or-alias",
    "The front matter uses a YAML anchor (`&`) or alias (`*`).",
    "A value that stands elsewhere is not seen by whoever reviews this line. A few nested aliases also grow into "
    "gigabytes when read.",
    _front("known_since: &day 2026-03-02\nended: *day\n"),
    _front("known_since: 2026-03-02\nended: 2026-03-02\n"),
)
YAML_TAG = _rule(
    "FMT011",
    "yaml-tag",
    "The front matter uses a YAML tag (`!`).",
    "A tag overrides what a value looks like, and in some readers it runs code. The form of a value alone says what "
    "it is.",
    _front("known_since: !!timestamp 2026-03-02\n"),
)
SEVERAL_DOCUMENTS = _rule(
    "FMT012",
    "several-documents",
    "The front matter holds more than one YAML document, or a YAML directive.",
    "A record is one file and one set of fields; a second document would be silently left out.",
    _front("known_since: 2026-03-02\n...\nended: 2026-09-30\n"),
    _front("known_since: 2026-03-02\nended: 2026-09-30\n"),
)
YAML_SYNTAX = _rule(
    "FMT013",
    "yaml-syntax",
    "The front matter is not valid YAML.",
    "What cannot be read cannot be checked, and guessing what was meant is no way to handle money.",
    _front("known_since: 2026-03-02\nexisting_services: [controlling\n"),
    _front("known_since: 2026-03-02\nexisting_services: [controlling]\n"),
)
NESTED_TOO_DEEP = _rule(
    "FMT014",
    "nested-too-deep",
    "Values are nested more than 32 levels deep.",
    "No record needs more than six. Such depth comes from a slip with brackets, or from someone who wants to exhaust "
    "the program.",
    _front(f"known_since: 2026-03-02\nexisting_services: {'[' * 40}{']' * 40}\n"),
)
NUMBER_TOO_LONG = _rule(
    "FMT015",
    "number-too-long",
    "A number has more than 18 digits.",
    "No amount or count is that long. It is an account number or another identifier, whose leading zeros a number "
    "would lose, or a slip of the keyboard.",
    _front("known_since: 2026-03-02\nowner: 12345678901234567890\n"),
)
IMPOSSIBLE_DATE = _rule(
    "FMT016",
    "impossible-date",
    "A date or moment does not exist.",
    "30 February is a typing slip, and a deadline or a commission would hang on whatever day a program made of it.",
    _front("known_since: 2026-02-30\n"),
    _front("known_since: 2026-02-28\n"),
)
NOT_A_NUMBER = _rule(
    "FMT017",
    "not-a-number",
    "A value is written as a number no amount can be: NaN, infinity or a power of ten.",
    "`NaN` is neither more nor less than any limit and slips through every check; powers of ten hide how large an "
    "amount is. Numbers are written out in digits.",
    _front("known_since: 2026-03-02\nowner: .nan\n"),
)
FILE_TOO_LARGE = _rule(
    "FMT018",
    "file-too-large",
    "The file is larger than 1 MiB.",
    "A record is a page or two. A larger file is an attachment in the wrong place, and git would carry it along for "
    "ever.",
    f"{_SOUND_TEXT}{'Port of Hamburg. ' * 62_000}\n",
)
EMPTY_FILE = _rule(
    "FMT019",
    "empty-file",
    "The file is empty.",
    "An empty file is a record begun and not written, or one lost in saving.",
    "",
)
NOT_A_REGULAR_FILE = _rule(
    "FMT020",
    "not-a-regular-file",
    "Where a record should be there is a folder, a submodule or a device.",
    "It has a record's name but cannot be read as one, so the record would be missing without anybody noticing.",
    Example("records/clients/hanse-logistik.md/notes.md", text="---\nname: Hanse Logistik\n---\n"),
)
SYMBOLIC_LINK = _rule(
    "FMT021",
    "symbolic-link",
    "A symbolic link lies among the records.",
    "A link can lead out of the handbook to any file of the machine that builds it, whose content would then be "
    "published; on other systems it is a text file with a path in it.",
    Example(_CLIENT, text="../../notes/hanse-logistik.md"),
)
UNREADABLE_FILE = _rule(
    "FMT022",
    "unreadable-file",
    "The file or folder cannot be opened.",
    "A record that is there and cannot be read must not count as absent: its money would vanish from the ledger.",
    Example(_CLIENT, text=""),
)
MERGE_CONFLICT = _rule(
    "FMT023",
    "merge-conflict",
    "The file holds an unresolved merge conflict.",
    "Two versions of the record stand in one file, and git asks a person to choose. No program may choose for them.",
    f"{_HEAD}<<<<<<< ours\nknown_since: 2026-03-02\n=======\nknown_since: 2026-03-05\n>>>>>>> theirs\n---\n",
)
NOT_A_MAPPING = _rule(
    "FMT024",
    "not-a-mapping",
    "The front matter is not a set of keys with values.",
    "Fields are written `key: value`, one a line. A list or a bare text has no names by which to find anything.",
    "---\n- Hanse Logistik\n- logistics\n---\n",
)
KEY_NOT_TEXT = _rule(
    "FMT025",
    "key-not-text",
    "A key is empty, a list or a mapping instead of a word.",
    "Fields are found by name. Such a key is usually a template's `{{ … }}` that nobody filled in.",
    _front("known_since: 2026-03-02\nowner: {{ owner }}\n"),
    _front("known_since: 2026-03-02\nowner: ilka-brandt\n"),
)
WRONG_EXTENSION = _rule(
    "FMT026",
    "wrong-extension",
    "A file among the records has an ending other than `.md`.",
    "Only `.md` files are read. A record saved as `.MD`, `.markdown` or `.md.txt` would be missing without anybody "
    "noticing.",
    Example("records/clients/hanse-logistik.markdown", text=_SOUND_TEXT),
)

RULES = (
    NOT_UTF8,
    BYTE_ORDER_MARK,
    NUL_CHARACTER,
    CONTROL_CHARACTER,
    BIDI_CONTROL,
    NO_FRONT_MATTER,
    FRONT_MATTER_NOT_CLOSED,
    TAB_INDENTATION,
    DUPLICATE_KEY,
    ANCHOR_OR_ALIAS,
    YAML_TAG,
    SEVERAL_DOCUMENTS,
    YAML_SYNTAX,
    NESTED_TOO_DEEP,
    NUMBER_TOO_LONG,
    IMPOSSIBLE_DATE,
    NOT_A_NUMBER,
    FILE_TOO_LARGE,
    EMPTY_FILE,
    NOT_A_REGULAR_FILE,
    SYMBOLIC_LINK,
    UNREADABLE_FILE,
    MERGE_CONFLICT,
    NOT_A_MAPPING,
    KEY_NOT_TEXT,
    WRONG_EXTENSION,
)
"""Every rule of the family in the order of their codes."""

BY_CIRCUMSTANCE = frozenset({SYMBOLIC_LINK.code, UNREADABLE_FILE.code})
"""Rules broken by what a file system holds and not by a file's text: no example can show them at work."""
