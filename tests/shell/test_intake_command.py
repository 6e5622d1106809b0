"""`partnerbook intake`: what people type becomes a referral that checks, or words that say what is missing."""

import io
import json
import sys
from pathlib import Path
from unittest import mock

import pytest
import yaml
from drafted import CLEAN, files, refused, written
from shellwork import ROOT, Result, call, change, handbook

from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource
from partnerbook.shell.submissions import FIELDS, LABELS, MAXIMUM_BYTES

FORM = """### Partner

Software-Werft

### Client

Packaging maker in Itzehoe

### Service

Fractional CFO

### Contact

Frauke Petersen, 0171 5550 12

### Challenge

Three product lines, one margin:
nobody believes it

### Context

_No response_

### Promises

- A call by tomorrow noon
- A name, by Friday

### Involvement

active
"""
MAIL = """From: Timo Harms <timo@software-werft.example>
Subject: a client for you

Hello, here is one.

> Partner: software-werft
> Client (a key, or words that tell it apart): hanse-logistik
> Service: fractional-cfo
> Contact: head of finance
> Challenge: Three product lines, one margin
>    and nobody believes it
> Context:
> Promises: A call by noon
>   A name
> Involvement: passive
> Consent: yes, on 28.09.2026
--
Timo Harms
Partner: of nobody
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return handbook(tmp_path / "handbook")


def intake(root: Path, text: str | bytes, *more: str) -> Result:
    content = text if isinstance(text, bytes) else text.encode()
    stdin = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
    with mock.patch.object(sys, "stdin", stdin):
        return call("intake", "-", "--root", root, *more)


def answered(text: str, label: str, answer: str) -> str:
    """The form with another answer to a question."""
    head, mark, rest = text.partition(f"### {label}\n\n")
    assert mark
    _, mark, tail = rest.partition("\n\n###")
    return f"{head}### {label}\n\n{answer}{mark}{tail}"


# What becomes a referral ------------------------------------------------------------------


def test_a_form_becomes_a_referral_that_checks(root: Path) -> None:
    before = files(root)
    result = intake(root, FORM)
    ((path, text),) = written(root, before).items()
    assert result.out == (
        f"{path}\n"
        "missing: Context, Consent\n"
        "note: The client is new here and is called `packaging-maker-in-itzehoe`. Mend the key if it says too much.\n"
        "note: The contact was left out: people stand in the client's record and nowhere else. Add the name to "
        "`contacts` in records/clients/packaging-maker-in-itzehoe.md, and its key to the referral.\n"
    )
    assert path.startswith("records/referrals/2026/2026-09-30-software-werft-")
    assert text == (
        "---\n"
        "partner: software-werft\n"
        "direction: received\n"
        "received: 2026-09-30\n"
        "client: packaging-maker-in-itzehoe\n"
        "service: fractional-cfo\n"
        "involvement: active\n"
        "handled_by: henrike-lornsen\n"
        "challenge: 'Three product lines, one margin: nobody believes it'\n"
        "promises: [A call by tomorrow noon, 'A name, by Friday']\n"
        "---\n"
    )
    assert "Frauke" not in result.out + result.err + text
    assert call("check", "--root", root, "--strict").out.endswith(CLEAN)


def test_a_mail_by_the_template_becomes_one_too(root: Path) -> None:
    before = files(root)
    result = intake(root, MAIL, "--received", "2026-09-29T08:15")
    assert result.code == 0, result
    ((path, text),) = written(root, before).items()
    assert Path(path).name.startswith("2026-09-29-software-werft-")
    assert "received: 2026-09-29T08:15\nclient: hanse-logistik\nservice: fractional-cfo\ninvolvement: passive\n" in text
    assert "challenge: Three product lines, one margin and nobody believes it\n" in text
    assert "promises: [A call by noon, A name]\nconsent: {introduction: 2026-09-28}\n" in text
    assert "nobody" not in text.partition("promises")[2]


def test_a_mail_in_german(root: Path) -> None:
    before = files(root)
    mail = (
        "Partner: Software-Werft\nKunde: Hanse Logistik\nLeistung: Fractional CFO\nAnliegen: Drei Linien, eine Marge\n"
        "Beteiligung: aktiv\nEinverständnis: ja\n"
    )
    assert intake(root, mail).code == 0
    ((_, text),) = written(root, before).items()
    assert "client: hanse-logistik\n" in text, "the client is known by its name"
    assert "involvement: active\n" in text
    assert "consent: {introduction: 2026-09-30}\n" in text


def test_a_contact_that_has_a_key_is_written_by_it(root: Path) -> None:
    before = files(root)
    form = answered(answered(FORM, "Client", "hanse-logistik"), "Contact", "finance-head")
    assert "contact was left out" not in intake(root, form).out
    ((_, text),) = written(root, before).items()
    assert "contact: finance-head\n" in text


def test_windows_lines_marks_and_spaces_do_no_harm(root: Path) -> None:
    before = files(root)
    assert intake(root, b"\xef\xbb\xbf" + FORM.replace("\n", "\r\n").encode()).code == 0
    ((path, first),) = written(root, before).items()
    (root / path).unlink()
    assert intake(root, FORM.replace("\n", "  \n")).code == 0
    assert list(written(root, before).values()) == [first]


def test_a_client_named_a_second_time_waits_for_its_record_in_the_pull_request(root: Path) -> None:
    assert intake(root, FORM).code == 0
    result = intake(root, answered(FORM, "Service", "controlling-setup"))
    assert result.code == 0
    assert "Write records/clients/packaging-maker-in-itzehoe.md" in result.out


def test_a_form_that_is_sent_twice_is_one_referral(root: Path) -> None:
    assert intake(root, FORM).code == 0
    before = files(root)
    result = intake(root, FORM)
    assert (result.code, files(root) == before) == (1, True)
    assert "names the same partner and client" in result.out


def test_a_need_that_is_not_ours_goes_to_the_partner(root: Path) -> None:
    before = files(root)
    form = answered(answered(FORM, "Partner", "Agentur Brandung"), "Service", "brand-strategy")
    assert intake(root, form).code == 0
    ((_, text),) = written(root, before).items()
    assert "direction: sent\n" in text


def test_a_dry_run_writes_nothing(root: Path) -> None:
    before = files(root)
    result = intake(root, FORM, "--dry-run")
    assert (result.code, files(root) == before) == (0, True)
    assert result.out.startswith("records/referrals/2026/")


def test_for_a_workflow_it_answers_in_json(root: Path) -> None:
    told = json.loads(intake(root, FORM, "--format", "json").out)
    assert told["version"] == 1
    assert (root / told["path"]).stem == told["referral"]
    assert (told["problems"], told["missing"], len(told["notes"])) == ([], ["Context", "Consent"], 2)
    result = intake(root, answered(FORM, "Partner", "Werft"), "--format", "json")
    told = json.loads(result.out)
    assert (result.code, told["path"], told["referral"]) == (1, None, None)
    assert told["problems"][0]["label"] == "Partner"


# What does not ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "answer", "told"),
    [
        ("Partner", "_No response_", "Partner: please answer this"),
        ("Partner", "Software-Wreft", "Partner: “Software-Wreft” is not a partner of the handbook. Did you mean"),
        ("Partner", "../../etc", "Partner: “../../etc” is not a partner"),
        ("Service", "Fractional COF", "Service: “Fractional COF” is not a service of the program. Did you mean"),
        ("Client", "企業", "Client: write it in letters"),
        ("Client", "", "Client: please answer this"),
        ("Challenge", "  ", "Challenge: please answer this"),
        ("Challenge", "x" * 100_000, "Challenge: this is longer than 2000 characters"),
        ("Challenge", "x\x00y", "Challenge: there is a character in it that nobody can see (U+0000)"),
        ("Context", "x\u202ey", "Context: there is a character in it that nobody can see (U+202E)"),
        ("Context", "x\u2028y", "U+2028"),
        ("Promises", "x\x1b[31my", "Promises: there is a character in it that nobody can see (U+001B)"),
        ("Promises", "x\n" * 30, "Promises: these are more than 20 lines"),
        ("Involvement", "very", "Involvement: write passive, standard or active"),
        ("Context", "### Partner\n\nagentur-brandung", "Partner: this stands twice"),
        ("Context", "### Consent\n\n2026-02-30", "Consent: there is no day 2026-02-30"),
        ("Context", "Her number is +49 171 5550 1234, frauke@firm.example", "Context: "),
    ],
)
def test_what_is_wrong_is_said_to_whoever_sent_it(root: Path, label: str, answer: str, told: str) -> None:
    before = files(root)
    result = intake(root, answered(FORM, label, answer))
    assert told in refused(result, root, before)
    assert (result.code, result.err) == (1, "")
    assert result.out.endswith("Nothing was written.\n")
    assert "\x1b" not in result.out
    assert "\u202e" not in result.out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "none of the questions is answered"),
        (b"Hello, can we talk?", "none of the questions is answered"),
        (b"### Weather\n\nfine\n", "none of the questions is answered"),
        (b"Partner: \xff\xfe", "no text in UTF-8"),
        (b"Partner: x\n" * MAXIMUM_BYTES, "far too long"),
        (b"Partner: software-werft\n", "Client: please answer this"),
    ],
)
def test_what_is_no_submission_at_all(root: Path, content: bytes, told: str) -> None:
    before = files(root)
    result = intake(root, content)
    assert told in refused(result, root, before)
    assert result.code == 1


def test_everything_wrong_is_said_at_once(root: Path) -> None:
    form = answered(answered(answered(FORM, "Partner", "x"), "Service", "y"), "Involvement", "z")
    assert [line.partition(":")[0] for line in intake(root, form).out.splitlines()[:-1]] == [
        "Partner",
        "Service",
        "Involvement",
    ]


HOSTILE = [
    "---", "---\npartner: x\n---", "$(rm -rf .)", "`id`", "; rm -rf /", "&& id", "| tee x", "../../../x", "a: b",
    "{a: b}", "[a", "- a", "# a", "'", '"', "'''", "\\", "\\n", "%0A", "::set-output name=x::y", "${{ github.token }}",
    "<script>alert(1)</script>", "@everyone #1", "&anchor *alias", "!!python/object:os.system", "yes", "~",
    "2026-01-01", "=cmd()", "{% raw %}", "{{ x }}", "<!-- -->", "…" * 300, "\N{GRINNING FACE}", "EOF\nEOF", "x\ty",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "form"),
    # A line of a mail that begins like an answer is one: there it stands twice, and is refused.
    [(text, form) for text in HOSTILE for form in ("form", "mail") if form == "form" or "partner: x" not in text],
)
def test_hostile_text_is_text_and_reaches_no_path(root: Path, text: str, form: str) -> None:
    before = files(root)
    asked = answered(answered(answered(FORM, "Challenge", text), "Context", text), "Promises", f"A: {text}")
    if form == "mail":
        asked = MAIL.replace("Three product lines, one margin", text).replace("A call by noon", f"A: {text}")
    result = intake(root, asked)
    assert result.code == 0, result
    ((path, written_text),) = written(root, before).items()
    assert Path(path).name.startswith("2026-09-30-software-werft-")
    record = load(DirectorySource(root)).book.referrals[Path(path).stem].record
    assert record.challenge.startswith(" ".join(text.split()))
    assert record.promises[0].startswith(f"A: {text.splitlines()[0].replace(chr(9), ' ')}"[:60])
    assert set(yaml.safe_load(written_text.split("---\n")[1])) <= {
        "partner", "direction", "received", "client", "service", "involvement", "handled_by", "challenge", "context",
        "promises", "consent",
    }  # fmt: skip


@pytest.mark.parametrize("text", [text for text in HOSTILE if any(char.isalnum() for char in text)])
def test_whatever_a_client_is_called_its_key_is_a_key(root: Path, text: str) -> None:
    before = files(root)
    result = intake(root, answered(FORM, "Client", text))
    assert result.code == 0, result
    ((path, _),) = written(root, before).items()
    client = load(DirectorySource(root)).book.referrals[Path(path).stem].record.client
    assert client.replace("-", "").isalnum()
    assert client.isascii()


def test_an_answer_at_the_forge_calls_nobody_and_is_no_markup(root: Path) -> None:
    result = intake(root, answered(FORM, "Partner", "@everyone <img src=x> [x](y) #1"), "--format", "markdown")
    assert result.code == 1
    assert "@everyone" not in result.out
    assert "<img" not in result.out
    assert "](y)" not in result.out
    assert intake(root, FORM, "--format", "markdown").out.startswith("Logged as `records/referrals/2026/2026-09-30-")


def test_two_partners_of_one_name_are_told_apart_by_id(root: Path) -> None:
    change(root, "records/partners/zahlenhafen.md", "name: Zahlenhafen", "name: Werkstatt Wandel")
    before = files(root)
    told = refused(intake(root, answered(FORM, "Partner", "werkstatt wandel")), root, before)
    assert "write the id: werkstatt-wandel, zahlenhafen" in told


def test_the_file_may_be_named(root: Path, tmp_path: Path) -> None:
    (tmp_path / "submitted.txt").write_text(FORM, encoding="utf-8")
    assert call("intake", tmp_path / "submitted.txt", "--root", root).code == 0
    assert call("intake", tmp_path / "nothing.txt", "--root", root).code == 2


# The questions ----------------------------------------------------------------------------


def test_the_issue_form_asks_what_intake_reads() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/log-a-referral.yml").read_text(encoding="utf-8"))
    asked = [field for field in form["body"] if field["type"] != "markdown"]
    labels = [field["attributes"]["label"].casefold() for field in asked]
    assert [label for label in labels if label not in LABELS] == []
    required = {
        LABELS[field["attributes"]["label"].casefold()].name
        for field in asked
        if field.get("validations", {}).get("required")
    }
    assert {field.name for field in FIELDS if field.required} <= required


@pytest.mark.parametrize("folder", ["docs", "docs/de"])
def test_the_template_for_a_mail_asks_the_same(folder: str) -> None:
    page = (ROOT / folder / "how-to/log-a-referral.md").read_text(encoding="utf-8")
    template = page.partition("    Partner:")[2].partition("\n\n")[0]
    labels = ["Partner", *(line.strip().partition(":")[0].partition(" (")[0] for line in template.splitlines()[1:])]
    assert [LABELS[label.casefold()] for label in labels] == list(FIELDS)
