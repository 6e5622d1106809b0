"""What pydantic complains of, as one finding for each mistake, at its field and in words of the trade."""

# ruff: noqa: E501  (what findings say, word for word)

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field
from pydantic_core import PydanticCustomError

from partnerbook.core.activity import Activity
from partnerbook.core.agreement import Agreement
from partnerbook.core.client import Client
from partnerbook.core.dates import Period
from partnerbook.core.finding import dotted
from partnerbook.core.kinds import KINDS
from partnerbook.core.money import Money, Rate
from partnerbook.core.record import Record, Value
from partnerbook.core.referral import Referral
from partnerbook.ingest.document import Document, FileMarks, split
from partnerbook.ingest.field_paths import locate
from partnerbook.ingest.strict_yaml import read
from partnerbook.ingest.validation import validate
from partnerbook.ingest.wording import form


def told(model: type[Record], front: str) -> list[str]:
    """`code line:column field | message | help` for each fault."""
    text = f"---\n{front}\n---\n"
    document = split(text)
    assert isinstance(document, Document)
    reading = read(document.front)
    assert reading.faults == ()
    record, faults = validate(model, reading.value, FileMarks(text))
    assert (record is None) == bool(faults)
    return [
        f"{fault.rule.code} {fault.position.line}:{fault.position.column} {dotted(fault.field)}"
        f" | {fault.message} | {fault.help}"
        for fault in faults
    ]


REFERRAL = """partner: software-werft
direction: received
received: 2026-03-02
client: hanse-logistik
service: fractional-cfo
challenge: Orders grow by a third"""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("partner", "SCH001 3:1 partner | `partner` is missing | Add it, written like `partner: …`."),
        ("received", "SCH001 2:1 received | `received` is missing | Add it, written like `received: 2026-03-02`."),
        (
            "deals: [{key: a, value: 1.00 EUR}]",
            "SCH001 8:9 deals[0].kind | `kind` is missing in `deals[0]` | Add it, written like `kind: project`.",
        ),
        ("hold: {since: 2026-03-02}", "SCH001 8:1 hold.reason | `reason` is missing in `hold` | Add it, written like "),
        ("sevrice: x", "SCH002 8:1 sevrice | `sevrice` is not a field of this record | Did you mean `service`?"),
        ("hold: {since: 2026-03-02, reason: x, zzz: 1}", "SCH002 8:38 hold.zzz | `hold.zzz` is not a field of this"),
        ("client: 4711", "SCH003 8:9 client | `client` is the number 4711; needed is text | If it is meant as text, p"),
        ("service: 2026-03-02", "SCH003 8:10 service | `service` is the day 2026-03-02; needed is text | If it is mea"),
        (
            "service: true",
            "SCH003 8:10 service | `service` is `true`; needed is text | If it is meant as text, put it ",
        ),
        ("service: [a]", "SCH003 8:10 service | `service` is a list; needed is text | Write it like `…`."),
        ("service:", "SCH003 8:1 service | `service` is empty | Fill it in with text, or delete the key."),
        ("promises: A call", "SCH003 8:11 promises | `promises` is the text `A call`; needed is a list | Write it lik"),
        ("deals: {key: a}", "SCH003 8:8 deals | `deals` is a set of fields; needed is a list | Write it like `[…]`."),
        ("hold: 3", "SCH003 8:7 hold | `hold` is the number 3; needed is a set of fields | Write it like `{since: …, "),
        (
            "direction: recieved",
            (
                "SCH004 8:12 direction | `direction` cannot be `recieved` | Did you mean `received`? Possible here: received"
                " or sent."
            ),
        ),
        ("direction: 5", "SCH004 8:12 direction | `direction` cannot be the number 5 | Possible here: received or sen"),
        ("direction:", "SCH004 8:1 direction | `direction` is empty | Possible here: received or sent."),
        (
            "overrides: [{amount: 900 EUR, reason: x, approved_by: a, on: 2026-03-02}]",
            (
                "SCH005 8:22 overrides[0].amount | `overrides[0].amount` is the text `900 EUR`; EUR has 2 decimals: write it"
                " like 1500.00 EUR | Write it like `900.00 EUR`."
            ),
        ),
        (
            "overrides: [{amount: '900,00 €', reason: x, approved_by: a, on: 2026-03-02}]",
            (
                "SCH005 8:22 overrides[0].amount | `overrides[0].amount` is the text `900,00 €`; money is written like"
                " 48000.00 EUR: no thousands marks, a point, the currency last | Write it like `900.00 EUR`."
            ),
        ),
        (
            "overrides: [{amount: 900, reason: x, approved_by: a, on: 2026-03-02}]",
            (
                "SCH005 8:22 overrides[0].amount | `overrides[0].amount` is the number 900; money is written like"
                " 48000.00 EUR, with its currency | Write it like `48000.00 EUR`."
            ),
        ),
        (
            "overrides: [{rate: '12,5 %', reason: x, approved_by: a, on: 2026-03-02}]",
            (
                "SCH006 8:20 overrides[0].rate | `overrides[0].rate` is the text `12,5 %`; a rate is written like 12.5%:"
                " digits, a point, the percent sign at once | Write it like `12.5%`."
            ),
        ),
        (
            "received: 2.3.2026",
            (
                "SCH007 8:11 received | `received` is the text `2.3.2026`; needed is a day like 2026-03-02 or a minute like"
                " 2026-03-02T09:15 | Write 2026-03-02"
            ),
        ),
        ("received: 2026-03-02 09:15", "SCH007 8:11 received | `received` is the text `2026-03-02 09:15`; needed is a"),
        ("received: '2026-03-02'", "SCH007 8:11 received | `received` is the text `2026-03-02`; needed is a day like "),
        ("received:", "SCH003 8:1 received | `received` is empty | Fill it in with a day like 2026-03-02 or a minute"),
        (
            "milestones: {won: {on: 2026-04-10, told: 2026-04-10T09:00}}",
            (
                "SCH007 8:42 milestones.won.told | `milestones.won.told` is the minute 2026-04-10T09:00; needed is a day"
                " like 2026-03-02 | Write the day alone: 2026-04-10"
            ),
        ),
        ("partner: Software_Werft", "SCH008 8:10 partner | `partner` is the text `Software_Werft`; ids and keys are"),
        ("feedback: {on: 2026-04-11, fit: 6}", "SCH009 8:33 feedback.fit | `feedback.fit` is 6; it must be at most 5 "),
        ("challenge: ' '", "SCH010 8:12 challenge | `challenge` says nothing | Fill it in, or delete the key."),
        (f"challenge: {'x' * 2001}", "SCH010 8:12 challenge | `challenge` has 2001 characters; at most 2000 are allow"),
    ],
)
def test_one_mistake_is_one_fault(change: str, expected: str) -> None:
    lines = REFERRAL.splitlines()
    key, colon, _ = change.partition(":")
    # The changed key goes to the last line, the eighth: a filler takes its old place.
    front = [f"# {line}" if line.startswith(f"{key}:") else line for line in lines]
    (one,) = told(Referral, "\n".join(front + ([change] if colon else [])))
    assert one.startswith(expected)


def test_corrections_are_offered_and_ambiguous_ones_are_not() -> None:
    def remedy(change: str) -> str:
        lines = [line for line in REFERRAL.splitlines() if not line.startswith(change.partition(":")[0])]
        (one,) = told(Referral, "\n".join([*lines, change]))
        return one.rpartition(" | ")[2]

    assert remedy("received: 2026-03-02 09:15") == "Write 2026-03-02T09:15"
    assert remedy("received: '2026-03-02'") == "Take the quotes off."
    assert remedy("received: 03/04/2026") == "Write a day like 2026-03-02 or a minute like 2026-03-02T09:15."
    assert remedy("received: 31.02.2026") == "Write a day like 2026-03-02 or a minute like 2026-03-02T09:15."
    assert remedy("partner: Müller & Söhne") == "Write it like `mueller-and-soehne`."
    assert remedy("partner: 株式会社") == "Write it like `kanzlei-nordlicht`."
    override = "overrides: [{{amount: '{}', reason: x, approved_by: a, on: 2026-03-02}}]"
    assert remedy(override.format("48.000 EUR")) == "Write it like `48000.00 EUR`."
    assert remedy(override.format("48,000 EUR")) == "Write it like `48000.00 EUR`."
    assert remedy(override.format("7,50 EUR")) == "Write it like `7.50 EUR`."


def test_a_comma_that_cuts_a_text_in_two_is_seen() -> None:
    (one,) = told(Referral, f"{REFERRAL}\nhold: {{since: 2026-03-02, reason: Refund, and a complaint}}")
    assert one.startswith("SCH002 8:43 hold.and a complaint | `hold.and a complaint` is not a field of this record | ")
    assert "put that text in quotes" in one


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("amount: 48.000,00 EUR", "48000.00 EUR"),
        ("amount: 48,000.00 EUR", "48000.00 EUR"),
        ("amount: 1,250,000.00 EUR", "1250000.00 EUR"),
        ("amount: 7,50 €", "7.50 EUR"),
        ("rate: 12,5%", "12.5%"),
        ("rate: 12,5 %", "12.5%"),
    ],
)
def test_a_number_that_braces_took_apart_is_told_once_and_whole(written: str, meant: str) -> None:
    override = f"overrides: [{{{written}, reason: x, approved_by: a, on: 2026-03-02}}]"
    (one,) = told(Referral, f"{REFERRAL}\n{override}")
    field, _, text = written.partition(": ")
    assert f" overrides[0].{field} | `overrides[0].{field}` is the text `{text}`; " in one
    assert one.endswith(f" | Write it like `{meant}`.")


def test_an_unknown_field_without_a_number_before_it_stays_one() -> None:
    (one,) = told(Referral, f"{REFERRAL}\nhold: {{since: 2026-03-02, reason: One, 2 }}")
    assert "put that text in quotes" in one or one.startswith("SCH002"), one


AGREEMENT = """partner: agentur-brandung
model: referral
effective: 2026-02-01
scope: {}
attribution: {rule: first_introduction}
payment: {trigger: client_payment, net_days: 30}
compensation:
  sent: {earn: none}
  received:
"""


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (
            "    earn: flat\n    on: won\n    amount: 900.00 EUR\n    bands: []",
            (
                "SCH011 14:5 compensation.received.bands | `compensation.received.bands` does not belong to `earn: flat` | "
                "It belongs to `earn: tiered`: change `earn`, or delete the key."
            ),
        ),
        (
            "    earn: flat\n    on: won\n    amount: 900.00 EUR\n    basis: first_year",
            (
                "SCH011 14:5 compensation.received.basis | `compensation.received.basis` does not belong to `earn: flat` | "
                "It belongs to `earn: percentage` or `earn: tiered`: change `earn`, or delete the key."
            ),
        ),
        (
            "    earn: flat\n    on: won\n    amount: 900.00 EUR\n    capp: 1",
            (
                "SCH002 14:5 compensation.received.capp | `compensation.received.capp` is not a field of this record | "
                "Did you mean `cap`?"
            ),
        ),
        (
            "    earn: flatt\n    on: won",
            (
                "SCH004 11:11 compensation.received.earn | `compensation.received.earn` cannot be `flatt` | Did you mean "
                "`flat`? Possible here: none, flat, percentage, tiered, split or margin."
            ),
        ),
        (
            "    on: won",
            (
                "SCH001 10:3 compensation.received.earn | `earn` is missing in `compensation.received` | Add it; possible is "
                "`earn: none`, `earn: flat`, `earn: percentage`, `earn: tiered`, `earn: split` or `earn: margin`."
            ),
        ),
        (
            "    ten percent",
            (
                "SCH003 11:5 compensation.received | `compensation.received` is the text `ten percent`; needed is a set of "
                "fields | Write it like `{earn: …}`."
            ),
        ),
        (
            "    {earn: split, shares: [{party: us, share: 60%}]}",
            (
                "SCH009 11:27 compensation.received.shares | `compensation.received.shares` has 1 entries; it needs at least"
                " 2 | Add what is missing, or take out what is too much."
            ),
        ),
    ],
)
def test_variants(received: str, expected: str) -> None:
    assert told(Agreement, AGREEMENT + received) == [expected]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("x", "SCH003 | the text `x`; needed is a whole number, an amount like 48000.00 EUR or a rate like 12.5%"),
        ("1.5", "SCH003 | the number 1.5; needed is a whole number, an amount like 48000.00 EUR or a rate like 12.5%"),
        ("true", "SCH003 | `true`; needed is a whole number, an amount like 48000.00 EUR or a rate like 12.5%"),
        ("10000 EUR", "SCH005 | the text `10000 EUR`; EUR has 2 decimals: write it like 1500.00 EUR"),
        (
            "'10,5%'",
            "SCH006 | the text `10,5%`; a rate is written like 12.5%: digits, a point, the percent sign at once",
        ),
    ],
)
def test_a_value_of_several_possible_types_is_told_once(start: str, expected: str) -> None:
    received = (
        "    {earn: tiered, measure: revenue, mode: step, period: quarter, basis: first_project,\n"
        f"     bands: [{{from: {start}, rate: 10%}}, {{from: 5, rate: 5%}}]}}"
    )
    (one,) = told(Agreement, AGREEMENT + received)
    code, _, rest = expected.partition(" | ")
    where = "compensation.received.bands[0].from"
    assert one.startswith(f"{code} 12:21 {where} | `{where}` is {rest} | ")


def test_a_list_whose_items_are_all_broken_is_not_called_too_short() -> None:
    received = (
        "    {earn: tiered, measure: revenue, mode: step, period: quarter, basis: first_project,\n"
        "     bands: [{from: 0.00 EUR, rate: 10}]}"
    )
    (one,) = told(Agreement, AGREEMENT + received)
    assert one.startswith("SCH006 12:37 compensation.received.bands[0].rate")


def test_hours_that_are_negative_are_out_of_range_in_either_type() -> None:
    for hours in ("-5", "-5.5"):
        (one,) = told(Activity, f"type: check_in\nsummary: x\nhours: {hours}")
        assert one.startswith(f"SCH009 4:8 hours | `hours` is {hours}; it must be at least 0")
    (one,) = told(Activity, "type: check_in\nsummary: x\nhours: five")
    assert one.startswith("SCH003 4:8 hours | `hours` is the text `five`; needed is a number or a whole number")


def test_forms_are_named() -> None:
    front = "name: x\nindustry: a\nsize: b\nregion: c\nknown_since: 2026-03-02\n"
    (one,) = told(Client, f"{front}contacts: [{{key: a, name: b, email: nobody}}]")
    assert one == (
        "SCH012 7:37 contacts[0].email | `contacts[0].email` is the text `nobody`"
        " | Write an e-mail address like name@firm.example."
    )


def test_every_pattern_of_the_models_has_words() -> None:
    def patterns(schema: Any) -> set[str]:
        if isinstance(schema, list):
            return set().union(*map(patterns, schema))
        if not isinstance(schema, dict):
            return set()
        pattern = schema.get("pattern")
        # Money, rates, periods and keys are told by rules of their own.
        is_told = schema.get("title") in ("Money", "Rate", "Period") or pattern == "^[a-z0-9]+(-[a-z0-9]+)*$"
        own = {pattern} if isinstance(pattern, str) and not is_told else set()
        return own.union(*map(patterns, schema.values()))

    found = set().union(*(patterns(kind.model.model_json_schema(mode="validation")) for kind in KINDS.values()))
    assert r"^[A-Z]{2}$" in found
    assert [pattern for pattern in found if "text of the form" in form(pattern)] == []


def test_several_mistakes_come_in_the_order_of_their_lines() -> None:
    lines = told(Referral, "zzz: 1\npartner: A B\nreceived: x\nclient: c\nservice: s\nchallenge: y\ndirection: z")
    assert [line.split(" | ")[0] for line in lines] == [
        "SCH002 2:1 zzz",
        "SCH008 3:10 partner",
        "SCH007 4:11 received",
        "SCH004 8:12 direction",
    ]


class Inner(Value):
    """A value for the tests below."""

    kind: Literal["inner"]
    rate: Rate


class Other(Value):
    """Another one."""

    kind: Literal["other"]
    periods: tuple[Period, ...] = ()


class Outer(Value):
    """A value with a union inside, and more to get wrong than `Inner`."""

    start: int | Money
    end: int
    name: str


def _refuse(value: str) -> str:
    raise PydanticCustomError("unheard_of", "this is not allowed on Mondays")


class Sample(Record):
    """A record with every shape that the models may take on one day."""

    kind_name = "sample"

    either: Annotated[Inner | Other, Field(discriminator="kind")] | None = None
    many: tuple[Annotated[Inner | Other, Field(discriminator="kind")], ...] = ()
    by_name: dict[Annotated[str, Field(pattern="^[A-Z]{2}$")], Money] = {}  # noqa: RUF012
    loose: Inner | str | None = None
    undecided: Inner | Outer | None = None
    amount: Decimal | None = None
    flag: bool = False
    refused: Annotated[str, Field(max_length=3)] | None = None


def test_places_in_every_shape_of_model() -> None:
    place = locate(Sample, ("many", 3, "other", "periods", 0))
    assert (place.path, place.holder) == (("many", 3, "periods", 0), Other)
    place = locate(Sample, ("either", "inner", "rate"))
    assert (place.path, place.holder, place.variants) == (("either", "rate"), Inner, (Inner, Other))
    place = locate(Sample, ("loose", "Inner", "rate"))
    assert place.path == ("loose", "rate")
    assert [(attempt.path, attempt.branch) for attempt in place.attempts] == [(("loose",), "Inner")]
    place = locate(Sample, ("undecided", "Outer", "start", "int"))
    assert place.path == ("undecided", "start")
    assert [attempt.branch for attempt in place.attempts] == ["Outer", "int"]
    place = locate(Sample, ("by_name", "x", "[key]"))
    assert (place.path, place.of_key) == (("by_name", "x"), True)
    assert locate(Sample, ("nothing", "here")).path == ("nothing",)


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (
            "either: {kind: inner}",
            "SCH001 2:1 either.rate | `rate` is missing in `either` | Add it, written like `rate",
        ),
        ("either: {kind: other, rate: 5%}", "SCH011 2:23 either.rate | `either.rate` does not belong to `kind: other`"),
        ("many: [{kind: other, periods: [2026, x]}]", "SCH007 2:38 many[0].periods[1] | `many[0].periods[1]` is the"),
        ("by_name: {x: 1.00 EUR}", "SCH012 2:11 by_name.x | `by_name.x` is the text `x` | Write the two capital lette"),
        ("by_name: {DE: 1}", "SCH005 2:15 by_name.DE | `by_name.DE` is the number 1; money is written like"),
        ("loose: {kind: inner}", "SCH001 2:1 loose.rate | `rate` is missing in `loose` | Add it, written like"),
        ("loose: {kind: inner, rate: 5}", "SCH006 2:28 loose.rate | `loose.rate` is the number 5; a rate is written"),
        ("undecided: {kind: inner}", "SCH001 2:1 undecided.rate | `rate` is missing in `undecided` | Add it, written"),
        (
            "undecided: {start: x, end: 1, name: a}",
            "SCH003 2:20 undecided.start | `undecided.start` is the text `x`; needed is a whole number or an amount",
        ),
        ("loose: 5", "SCH003 2:8 loose | `loose` is the number 5; needed is a set of fields or text | If it is meant"),
        ("amount: 5", "SCH003 2:9 amount | `amount` is the number 5; needed is a number | Write it with decimals: 5.0"),
        ("amount: '5.5'", "SCH003 2:9 amount | `amount` is the text `5.5`; needed is a number | Take the quotes off."),
        (
            "flag: NO",
            "SCH003 2:7 flag | `flag` is the text `NO`; needed is `true` or `false` | Write `true` or `false`",
        ),
        ("flag: 1", "SCH003 2:7 flag | `flag` is the number 1; needed is `true` or `false` | Write it like `true`."),
    ],
)
def test_shapes_the_records_do_not_have_yet(front: str, expected: str) -> None:
    (one,) = told(Sample, front)
    assert one.startswith(expected)


def test_a_refusal_in_the_models_own_words() -> None:
    from pydantic.functional_validators import AfterValidator

    class Strange(Record):
        kind_name = "strange"
        field: Annotated[str, AfterValidator(_refuse)]

    assert told(Strange, "field: x") == [
        "SCH012 2:8 field | `field`: this is not allowed on Mondays | Correct the value as the message says."
    ]


def test_every_value_is_described_without_pythons_words() -> None:
    values: tuple[Any, ...] = (date(2026, 3, 2), datetime(2026, 3, 2, 9, 15), ("x",), {"x": 1}, None, True)  # noqa: DTZ001
    for value in values:
        record, (fault,) = validate(
            Client,
            {"name": value, "industry": "a", "size": "b", "region": "c", "known_since": date(2026, 1, 1)},
            FileMarks(""),
        )
        assert record is None
        assert not any(word in fault.message + fault.help for word in ("None", "True", "datetime", "dict", "tuple"))
