"""A submission to a draft: names to ids, words to keys, and what is left out because it may not stand in a referral."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from partnerbook.core.book import Book
from partnerbook.core.dates import Moment, day_of
from partnerbook.core.finding import Finding, Severity
from partnerbook.core.kinds import KINDS
from partnerbook.ingest.corrections import as_date, as_kebab
from partnerbook.rules.suggestions import did_you_mean
from partnerbook.shell.drafting.asking import Asker
from partnerbook.shell.drafting.defaults import now
from partnerbook.shell.drafting.draft import Draft
from partnerbook.shell.drafting.referral import ReferralAnswers, referral_draft
from partnerbook.shell.drafting.trial import tried
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.submissions import FIELDS, Problem, Submission

_INVOLVEMENTS = {
    "passive": "passive",
    "standard": "standard",
    "active": "active",
    "passiv": "passive",
    "aktiv": "active",
}
_YES = re.compile(r"\s*(?:[-*]\s*)?(?:\[[xX]\]|(?:yes|ja|y|j)\b)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}", re.ASCII)
_LONGEST_CLIENT = 60
_LEFT_TO_US = "REF003"
"""A client record is missing: a colleague writes it into the pull request, and the check there waits for it."""
_NOT_TO_BE_UNDONE = "PRI"
"""Personal data is refused however much it weighs: what git has seen once, it keeps."""
_LABEL = {field.name: field.label for field in FIELDS}


class Intake(Struct, frozen=True):
    """What became of a submission: a draft, or problems; what nobody has said yet, and what should be known."""

    draft: Draft | None
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def take_in(handbook: Handbook, submission: Submission, received: Moment | None = None) -> Intake:
    """Make a referral of a submission, and try it in the handbook; nothing is written here."""
    said, book = submission.answers, handbook.current.book
    problems, notes = list(submission.problems), list[str]()
    moment = received or now(handbook)
    partners = {key: [entry.record.name, entry.record.legal_name] for key, entry in book.partners.items()}
    services = {one.key: [one.name] for one in book.program.record.services} if book.program is not None else {}
    partner = _matched("partner", said, partners, "a partner of the handbook", problems)
    service = _matched("service", said, services, "a service of the program", problems)
    client = _client(book, said.get("client", ""), problems, notes)
    involvement = _involvement(said.get("involvement", ""), problems)
    consent = _consent(said.get("consent", ""), moment, problems)
    if problems or partner is None or service is None or client is None:
        return Intake(None, tuple(problems))
    answers = ReferralAnswers(
        partner=partner,
        client=client,
        service=service,
        challenge=said["challenge"],
        context=said.get("context") or None,
        promises=submission.promises,
        involvement=involvement,
        contact=_contact(book, client, said.get("contact", ""), notes),
        consent=consent,
        received=moment,
    )
    draft = referral_draft(handbook, answers, Asker(interactive=False))
    text = draft.content()
    _, findings = tried(handbook, draft.path, text.encode())
    for one in findings:
        if one.rule.family == _NOT_TO_BE_UNDONE:
            problems.append(Problem(_label_at(text, one), f"{one.message}. Take it out; people are named in a call"))
        elif one.severity is Severity.ERROR and one.code != _LEFT_TO_US:
            problems.append(Problem(_label_at(text, one), f"{one.message}. {one.help}"))
        else:
            notes.append(f"{one.message}. {one.help}")
    missing = [field.label for field in FIELDS if not field.required and not said.get(field.name)]
    if consent is None and "Consent" not in missing:
        missing.append("Consent")
    return Intake(None if problems else draft, tuple(problems), tuple(missing), tuple(notes))


def _label_at(text: str, finding: Finding) -> str:
    """The label of the answer a finding is about, by the last key at or above its line; none for other fields."""
    above = text.split("\n")[: finding.position.line]
    key = next((line.partition(":")[0] for line in reversed(above) if line[:1].isalpha()), "")
    return _LABEL.get(key, "")


def _matched(
    name: str, said: Mapping[str, str], known: Mapping[str, Iterable[str | None]], what: str, problems: list[Problem]
) -> str | None:
    """The id of what somebody called by id or name; None where nothing, or more than one, is called so."""
    answer = said.get(name, "")
    if not answer or any(problem.label == _LABEL[name] for problem in problems):
        return None
    wanted = answer.casefold()
    if wanted in known:
        return wanted
    found = [key for key, names in known.items() if any(one and one.casefold() == wanted for one in names)]
    if len(found) == 1:
        return found[0]
    if found:
        problems.append(Problem(_LABEL[name], f"more than one is called so; write the id: {', '.join(found)}"))
        return None
    words = {one.casefold(): one for names in known.values() for one in names if one}
    near = did_you_mean(as_kebab(answer) or answer, known)
    if not near and (name_near := did_you_mean(wanted, words)):
        near = f"Did you mean `{words[name_near.split('`')[1]]}`? "
    problems.append(Problem(_LABEL[name], f"“{_short(answer)}” is not {what}. {near}".strip()))
    return None


def _client(book: Book, answer: str, problems: list[Problem], notes: list[str]) -> str | None:
    """The client's key: a known one, that of a client of this name, or one made of the words."""
    if not answer or any(problem.label == _LABEL["client"] for problem in problems):
        return None
    named = {entry.record.client for entry in book.referrals.values()}
    if answer in book.clients or answer in named:
        return answer
    same = [key for key, entry in book.clients.items() if entry.record.name.casefold() == answer.casefold()]
    if len(same) == 1:
        return same[0]
    key = (as_kebab(answer) or "")[:_LONGEST_CLIENT].strip("-")
    if not key:
        problems.append(Problem(_LABEL["client"], "write it in letters, such as packaging-maker-itzehoe"))
        return None
    if key not in book.clients and key not in named:
        near = did_you_mean(key, {*book.clients, *named})
        notes.append(f"The client is new here and is called `{key}`. {near}Mend the key if it says too much.")
    return key


def _contact(book: Book, client: str, answer: str, notes: list[str]) -> str | None:
    """The key of the client's contact; a name is never written into a referral, and not repeated either."""
    if not answer:
        return None
    entry = book.clients.get(client)
    for contact in entry.record.contacts if entry is not None else ():
        if answer.casefold() in (contact.key, contact.name.casefold()):
            return contact.key
    notes.append(
        "The contact was left out: people stand in the client's record and nowhere else. "
        f"Add the name to `contacts` in {KINDS['client'].path(client)}, and its key to the referral."
    )
    return None


def _involvement(answer: str, problems: list[Problem]) -> str | None:
    word = re.match(r"\w+", answer)
    if not answer:
        return None
    found = _INVOLVEMENTS.get(word[0].casefold()) if word is not None else None
    if found is None:
        problems.append(Problem(_LABEL["involvement"], "write passive, standard or active"))
    return found


def _consent(answer: str, received: Moment, problems: list[Problem]) -> date | None:
    """The day the client agreed to be introduced: the one named, or for a plain yes the day it was submitted."""
    if day := _DAY.search(answer):
        written = as_date(day[0], takes_hour=False) or day[0]
        try:
            return date.fromisoformat(written)
        except ValueError:
            problems.append(Problem(_LABEL["consent"], f"there is no day {day[0]}"))
            return None
    return day_of(received) if _YES.match(answer) else None


def _short(answer: str) -> str:
    return answer if len(answer) <= 60 else f"{answer[:59]}…"
