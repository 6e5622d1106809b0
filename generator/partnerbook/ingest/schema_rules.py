"""SCH: what the fields of a record must be, and where its file must lie."""

from partnerbook.core.finding import Example, Rule, Severity

_CLIENT = "records/clients/hanse-logistik.md"
_REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_AGREEMENT = "records/agreements/agentur-brandung-2026.md"
_PROGRAM = "records/program.md"
_FILE = """---
name: Alsterwerk
industry: software
size: small
region: hamburg
known_since: 2026-03-02
---
"""
_CALL = "---\ntype: check_in\non: 2026-08-11\nsummary: A call\n---\n"


def _rule(code: str, name: str, summary: str, why: str, bad: Example, good: Example) -> Rule:
    return Rule(code, name, Severity.ERROR, summary, why, bad, good)


def _client(front: str) -> Example:
    return Example(_CLIENT, front)


def _agreement(front: str) -> Example:
    return Example(_AGREEMENT, front)


def _referral(front: str) -> Example:
    return Example(_REFERRAL, front)


MISSING_FIELD = _rule(
    "SCH001",
    "missing-field",
    "A field that every such record needs is not there.",
    "What is left out would have to be guessed by everybody who reads the record, and guessed alike. Fields that may "
    "be left out have a meaning when they are.",
    _client("name: ~"),
    _client("name: Hanse Logistik"),
)
UNKNOWN_FIELD = _rule(
    "SCH002",
    "unknown-field",
    "A key is none of the fields this record can have.",
    "A misspelt key would be ignored: `protected_untill` protects nobody, and nothing would say so.",
    _client("protected_untill: 2026-09-30"),
    _client("protected_until: 2026-09-30"),
)
WRONG_TYPE = _rule(
    "SCH003",
    "wrong-type",
    "A value is of another type than the field: text for a number, one value for a list.",
    "Reckoning needs numbers and lists needs items; a program that makes do with something similar is one that "
    "reckons with something else than what was written.",
    _client("existing_services: controlling-setup"),
    _client("existing_services: [controlling-setup]"),
)
UNKNOWN_CHOICE = _rule(
    "SCH004",
    "unknown-choice",
    "A value is none of the words this field knows.",
    "Rules, tariffs and pages go by these words. A new or misspelt one would fall through all of them.",
    _referral("involvement: activ"),
    _referral("involvement: active"),
)
BAD_MONEY = _rule(
    "SCH005",
    "bad-money",
    "An amount of money is not written like `48000.00 EUR`.",
    "`48.000` is forty-eight thousand in Germany and forty-eight in England, and an amount without a currency is no "
    "amount. One way of writing leaves nothing to interpret.",
    _agreement("payment: {trigger: client_payment, net_days: 30, minimum: '50,00 €'}"),
    _agreement("payment: {trigger: client_payment, net_days: 30, minimum: 50.00 EUR}"),
)
BAD_RATE = _rule(
    "SCH006",
    "bad-rate",
    "A rate is not written like `12.5%`.",
    "Whether 0.15 is fifteen percent or a sixth of one percent is settled by the percent sign.",
    _agreement("compensation: {received: {earn: percentage, basis: first_year, rate: 0.15}, sent: {earn: none}}"),
    _agreement("compensation: {received: {earn: percentage, basis: first_year, rate: 15%}, sent: {earn: none}}"),
)
BAD_DATE = _rule(
    "SCH007",
    "bad-date",
    "A day, moment or period is not written in the one way there is.",
    "`03/04/2026` is in March or in April, depending on who reads it. Deadlines and commissions hang on the day.",
    _client("known_since: 02.03.2026"),
    _client("known_since: 2026-03-02"),
)
BAD_KEY = _rule(
    "SCH008",
    "bad-key",
    "An id or key is not in lower case with single hyphens.",
    "Ids are file names and addresses of pages. With one way of writing the same partner never exists as both "
    "`Software_Werft` and `software-werft`.",
    _referral("partner: Software_Werft"),
    _referral("partner: software-werft"),
)
OUT_OF_RANGE = _rule(
    "SCH009",
    "out-of-range",
    "A number, or the length of a list, lies outside what the field allows.",
    "The limits are wide; whatever lies beyond them is a slip, such as a score of 90 on a scale to 10.",
    _referral("satisfaction: {on: 2026-07-06, score: 90}"),
    _referral("satisfaction: {on: 2026-07-06, score: 9}"),
)
BAD_TEXT = _rule(
    "SCH010",
    "bad-text",
    "A text is empty or too long.",
    "An empty text says less than no field at all, and a field is no place for a page of prose: that is the body.",
    _client("contacts: [{key: finance-head, name: ''}]"),
    _client("contacts: [{key: finance-head, name: Uta Kröger}]"),
)
WRONG_VARIANT = _rule(
    "SCH011",
    "wrong-variant",
    "A field belongs to another variant than the one the record names.",
    "A rate beside a flat fee is either a leftover or a misunderstanding: two people would pay different amounts by "
    "the same agreement.",
    _agreement("compensation: {received: {earn: flat, on: won, amount: 900.00 EUR, rate: 10%}, sent: {earn: none}}"),
    _agreement("compensation: {received: {earn: flat, on: won, amount: 900.00 EUR}, sent: {earn: none}}"),
)
BAD_FORM = _rule(
    "SCH012",
    "bad-form",
    "A text is not in the form its field asks for.",
    "An e-mail address without an @ reaches nobody, and `Germany` finds no rule that is written for `DE`.",
    _client("contacts: [{key: finance-head, name: Uta Kröger, email: uta.kroeger at hanse-logistik.example}]"),
    _client("contacts: [{key: finance-head, name: Uta Kröger, email: uta.kroeger@hanse-logistik.example}]"),
)
MISPLACED_FILE = _rule(
    "SCH013",
    "misplaced-file",
    "A file lies in a folder where no record belongs.",
    "The folder says what kind of record a file is. In any other place it would never be read, and its money would "
    "be missing from the ledger.",
    Example("records/customers/alsterwerk.md", text=_FILE),
    Example("records/clients/alsterwerk.md", text=_FILE),
)
BAD_FILE_NAME = _rule(
    "SCH014",
    "bad-file-name",
    "A file's name is no id: lower-case letters, digits and single hyphens.",
    "The name is the id by which other records and pages know this one. Capitals and spaces are told apart on one "
    "computer and not on the next.",
    Example("records/clients/Alsterwerk GmbH.md", text=_FILE),
    Example("records/clients/alsterwerk.md", text=_FILE),
)
WRONG_YEAR = _rule(
    "SCH015",
    "wrong-year-folder",
    "A record filed by year lies in another year's folder than its name says.",
    "Nobody finds it where it is, and the next person writes it a second time where it belongs.",
    Example("records/activities/2025/2026-08-11-call.md", text=_CALL),
    Example("records/activities/2026/2026-08-11-call.md", text=_CALL),
)
TOO_DEEP = _rule(
    "SCH016",
    "folder-too-deep",
    "A record lies in a folder below the one of its kind.",
    "Every record has one place that follows from its id, so that it cannot be there twice.",
    Example("records/clients/north/alsterwerk.md", text=_FILE),
    Example("records/clients/alsterwerk.md", text=_FILE),
)
SAME_ID = _rule(
    "SCH017",
    "same-id-twice",
    "Two files are the same record.",
    "Two versions of one referral are two commissions or a contradiction. Until one is gone, the first by path counts.",
    Example("records/clients/alsterwerk.md", text=_FILE, others=(("records/clients/north/alsterwerk.md", _FILE),)),
    Example("records/clients/alsterwerk.md", text=_FILE),
)
PROGRAM_MISSING = _rule(
    "SCH018",
    "program-missing",
    "The handbook has no `records/program.md`.",
    "Currency, people, tiers, limits and every figure the rules go by stand in it. Without it nothing can be checked.",
    Example(_CLIENT, "name: Hanse Logistik", others=((_PROGRAM, None),)),
    Example(_CLIENT, "name: Hanse Logistik"),
)

RULES = (
    MISSING_FIELD,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    UNKNOWN_CHOICE,
    BAD_MONEY,
    BAD_RATE,
    BAD_DATE,
    BAD_KEY,
    OUT_OF_RANGE,
    BAD_TEXT,
    WRONG_VARIANT,
    BAD_FORM,
    MISPLACED_FILE,
    BAD_FILE_NAME,
    WRONG_YEAR,
    TOO_DEEP,
    SAME_ID,
    PROGRAM_MISSING,
)
"""Every rule of the family in the order of their codes."""
