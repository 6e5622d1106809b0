"""The JSON Schema of every kind, and the schema in words: complete, valid, and of one mind with the check."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from partnerbook.core.kinds import KINDS, kind_at
from partnerbook.core.schema import blocks_of, describe, field_docs, json_schema
from partnerbook.ingest.document import Document, split
from partnerbook.ingest.strict_yaml import read

ROOT = Path(__file__).parents[2]
HANDBOOKS = (ROOT / "generator/partnerbook/specimen", ROOT)
SCHEMAS = {kind.name: json_schema(kind) for kind in KINDS.values()}
VALIDATORS = {
    name: Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for name, schema in SCHEMAS.items()
}


def plain(value: Any) -> Any:
    """A value as an editor's JSON has it: days and moments are strings, decimals numbers."""
    match value:
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case tuple():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case _:
            return value


def front(path: Path) -> dict[str, Any]:
    document = split(path.read_text(encoding="utf-8"))
    assert isinstance(document, Document)
    value = plain(read(document.front).value)
    assert isinstance(value, dict)
    return value


def complaints(kind: str, record: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[kind].iter_errors(record)]


def objects(schema: object, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of an object within a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield where, schema
        for key, inner in schema.items():
            yield from objects(inner, f"{where}/{key}")
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            yield from objects(inner, f"{where}/{index}")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_schema_of_2020_12(kind: str) -> None:
    schema = SCHEMAS[kind]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:partnerbook:1:{kind}"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("root", HANDBOOKS, ids=["specimen", "sample"])
def test_every_record_that_checks_is_accepted(root: Path) -> None:
    seen = set()
    for path in sorted(root.glob("records/**/*.md")):
        kind = kind_at(path.relative_to(root).as_posix())
        assert kind is not None
        assert (path.name, complaints(kind.name, front(path))) == (path.name, [])
        seen.add(kind.name)
    assert seen >= set(KINDS) - {"closing", "payout"}


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_keys_are_refused_on_every_level(kind: str) -> None:
    found = list(objects(SCHEMAS[kind], kind))
    assert found, "there is at least the record itself"
    assert [where for where, schema in found if schema.get("additionalProperties") is not False] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_says_what_it_is_for(kind: str) -> None:
    silent = [
        f"{where}.{key}"
        for where, schema in objects(SCHEMAS[kind], kind)
        for key, field in schema["properties"].items()
        if not field.get("description", "").rstrip().endswith(".")
    ]
    assert silent == []
    assert SCHEMAS[kind]["description"].endswith(".")


REFERRAL = {
    "partner": "software-werft",
    "direction": "received",
    "received": "2026-03-02T09:15",
    "client": "hanse-logistik",
    "service": "fractional-cfo",
    "challenge": "Orders grow",
}
DEAL = {"key": "setup", "value": "48000.00 EUR", "kind": "project"}
ACTIVITY = {"type": "check_in", "summary": "A call"}
HOT = {"seeks": "A carrier", "service": "fractional-cfo"}


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("referral", REFERRAL),
        ("referral", REFERRAL | {"received": "2026-03-02"}),
        ("referral", REFERRAL | {"milestones": {"won": {"on": "2026-04-10"}}}),
        ("referral", REFERRAL | {"deals": [DEAL]}),
        ("activity", ACTIVITY | {"hours": 3}),
        ("activity", ACTIVITY | {"hours": 2.5}),
        ("activity", ACTIVITY | {"hot_opportunity": HOT | {"month": "2026-06"}}),
        ("activity", ACTIVITY | {"hot_opportunity": HOT | {"month": 2026}}),
    ],
)
def test_accepted(kind: str, record: dict[str, Any]) -> None:
    assert complaints(kind, record) == []


@pytest.mark.parametrize(
    ("kind", "record", "where"),
    [
        ("referral", {key: value for key, value in REFERRAL.items() if key != "partner"}, "$"),
        ("referral", REFERRAL | {"partnr": "x"}, "$"),
        ("referral", REFERRAL | {"status": "won"}, "$"),
        ("referral", REFERRAL | {"milestones": {"won": {"on": "2026-04-10", "at": "x"}}}, "$.milestones.won"),
        ("referral", REFERRAL | {"direction": "both"}, "$.direction"),
        ("referral", REFERRAL | {"partner": "Software Werft"}, "$.partner"),
        ("referral", REFERRAL | {"partner": "x" * 81}, "$.partner"),
        ("referral", REFERRAL | {"received": "2 March 2026"}, "$.received"),
        ("referral", REFERRAL | {"received": "2026-03-02 09:15"}, "$.received"),
        ("referral", REFERRAL | {"received": "2026-02-30"}, "$.received"),
        (
            "referral",
            REFERRAL | {"deals": [DEAL | {"value": "1,000.00 EUR"}]},
            "$.deals[0].value",
        ),
        ("referral", REFERRAL | {"deals": [DEAL | {"value": 1000}]}, "$.deals[0].value"),
        ("activity", ACTIVITY | {"hours": "2.5"}, "$.hours"),
        ("activity", ACTIVITY | {"hours": -1}, "$.hours"),
        ("activity", ACTIVITY | {"hot_opportunity": HOT | {"month": "2026-13"}}, "$.hot_opportunity"),
        ("activity", ACTIVITY | {"hot_opportunity": HOT | {"month": 26}}, "$.hot_opportunity"),
    ],
)
def test_refused(kind: str, record: dict[str, Any], where: str) -> None:
    assert [error.json_path for error in VALIDATORS[kind].iter_errors(record)] == [where]


@pytest.mark.parametrize("kind", KINDS)
def test_words_and_schema_name_the_same_fields(kind: str) -> None:
    model = KINDS[kind].model
    in_words = {block.__name__: [field.key for field in describe(block).fields] for block in blocks_of(model)}
    in_schema = {schema["title"]: list(schema["properties"]) for _, schema in objects(SCHEMAS[kind], kind)}
    assert in_words == in_schema
    assert all(field.types for block in blocks_of(model) for field in describe(block).fields)


def test_fields_in_words() -> None:
    fields = {field.key: field for field in describe(KINDS["referral"].model).fields}
    partner, received, deals, direction = (fields[key] for key in ("partner", "received", "deals", "direction"))
    assert (partner.types, partner.required, partner.many) == (("key",), True, False)
    assert partner.description == "Partner that referred, or was referred to."
    assert (received.types, received.required) == (("day", "moment"), True)
    assert (deals.types, deals.required, deals.many, deals.blocks) == (("block",), False, True, ("Deal",))
    assert (direction.types, direction.choices) == (("choice",), ("received", "sent"))
    assert (fields["challenge"].types, fields["promises"].many) == (("text",), True)
    band = next(block for block in blocks_of(KINDS["agreement"].model) if block.__name__ == "Band")
    start = describe(band).fields[0]
    assert (start.key, start.types, start.required) == ("from", ("number", "money", "rate"), True)


def test_a_record_has_the_docs_of_what_all_records_share() -> None:
    docs = field_docs(KINDS["client"].model)
    assert docs["waivers"] == "Rules this record may break for a while: each with its reason and end date."
    assert docs["known_since"] == "First day we knew of it."


def test_every_model_is_named_once() -> None:
    """Two models of one name would share a page of the reference, and lose their descriptions."""
    names = [block.__name__ for kind in KINDS.values() for block in {*blocks_of(kind.model)}]
    models = {block for kind in KINDS.values() for block in blocks_of(kind.model)}
    assert len({model.__name__ for model in models}) == len(models), sorted(names)
