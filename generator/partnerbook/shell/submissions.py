"""What somebody submits without git: an issue form's text or a mail, taken apart into eight answers and a consent."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from partnerbook.ingest.decoding import UNSEEN
from partnerbook.shell.forge.issue_form import is_form, sections

MAXIMUM_BYTES = 256 * 1024
"""More is not read: a form at the forge holds a quarter of it, a mail that is typed far less."""
LONGEST = 2000
"""Characters of an answer; records hold no longer text."""
MOST_PROMISES = 20


class Field(Struct, frozen=True):
    """One question: its name, whether it must be answered, and its labels in English and German."""

    name: str
    label: str
    german: str
    required: bool = False


FIELDS = (
    Field("partner", "Partner", "Partner", required=True),
    Field("client", "Client", "Kunde", required=True),
    Field("service", "Service", "Leistung", required=True),
    Field("contact", "Contact", "Ansprechpartner"),
    Field("challenge", "Challenge", "Anliegen", required=True),
    Field("context", "Context", "Hintergrund"),
    Field("promises", "Promises", "Zusagen"),
    Field("involvement", "Involvement", "Beteiligung"),
    Field("consent", "Consent", "Einverständnis"),
)
"""Four answers are enough to begin (DOMAIN 7.1); the issue form and the mail template ask the same."""
LABELS = {label.casefold(): field for field in FIELDS for label in (field.label, field.german)}
"""Questions by their labels in small letters."""

_QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
_LINE = re.compile(r"^[ \t]*[*_]{0,2}([^\W\d_]+)[ \t]*(?:\([^()\n]*\))?[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*(.*)$")
_BULLET = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])[ \t]+")


class Problem(Struct, frozen=True):
    """What is wrong with a submission, in words for whoever sent it; `label` names the answer, if it is about one."""

    label: str
    message: str

    def __str__(self) -> str:
        return f"{self.label}: {self.message}" if self.label else self.message


class Submission(Struct, frozen=True):
    """Answers by the names of questions, one line each but for promises, which have one a line."""

    answers: dict[str, str]
    problems: tuple[Problem, ...] = ()

    @property
    def promises(self) -> tuple[str, ...]:
        """What the client was promised, one by one."""
        lines = (_BULLET.sub("", line.strip()).strip() for line in self.answers.get("promises", "").split("\n"))
        return tuple(line for line in lines if line)


def read_submission(content: bytes) -> Submission:
    """Take a submission apart. Never raises: what is wrong with it is said in the problems."""
    if len(content) > MAXIMUM_BYTES:
        return Submission({}, (Problem("", "this is far too long for a referral; a page is enough"),))
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return Submission({}, (Problem("", "this is no text in UTF-8; save it as UTF-8 and send it again"),))
    pairs = list(sections(text, LABELS) if is_form(text, LABELS) else _lines(text))
    if not any(answer for _, answer in pairs):
        labels = ", ".join(field.label for field in FIELDS)
        return Submission({}, (Problem("", f"none of the questions is answered here: {labels}"),))
    answers: dict[str, str] = {}
    problems = list(_twice(label for label, _ in pairs))
    for label, answer in pairs:
        answers.setdefault(LABELS[label].name, _cleaned(LABELS[label], answer))
    problems += _faults(answers)
    return Submission(answers, tuple(problems))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The answers of a mail: each begins a line with its label and a colon, and goes on to the next or a signature."""
    label, lines = "", list[str]()
    for line in _QUOTED.sub("", text).split("\n"):
        if line.rstrip() == "--":  # what mail programs put before a signature
            break
        match = _LINE.match(line)
        if match is not None and match[1].casefold() in LABELS:
            if label:
                yield label, "\n".join(lines).strip()
            label, lines = match[1].casefold(), [match[2]]
        else:
            lines.append(line)
    if label:
        yield label, "\n".join(lines).strip()


def _cleaned(field: Field, answer: str) -> str:
    """An answer on one line; promises keep theirs. What nobody can see stays, to be told."""
    if field.name == "promises":
        return "\n".join(" ".join(re.split(r"[ \t]+", line.strip())) for line in answer.split("\n"))
    return re.sub(r"[ \t\n]+", " ", answer).strip()


def _twice(labels: Iterable[str]) -> Iterator[Problem]:
    seen: list[str] = []
    for label in labels:
        name = LABELS[label].name
        if seen.count(name) == 1:
            yield Problem(LABELS[label].label, "this stands twice; answer it once, and take the other heading out")
        seen.append(name)


def _faults(answers: dict[str, str]) -> Iterator[Problem]:
    for field in FIELDS:
        answer = answers.get(field.name, "")
        unseen = UNSEEN.search(answer.replace("\n", " "))
        if not answer and field.required:
            yield Problem(field.label, "please answer this")
        elif unseen is not None:
            yield Problem(
                field.label, f"there is a character in it that nobody can see (U+{ord(unseen[0]):04X}); type it anew"
            )
        elif any(len(part) > LONGEST for part in answer.split("\n")):
            yield Problem(field.label, f"this is longer than {LONGEST} characters; a sentence or two are enough")
        elif field.name == "promises" and answer.count("\n") >= MOST_PROMISES:
            yield Problem(field.label, f"these are more than {MOST_PROMISES} lines; name what counts")
