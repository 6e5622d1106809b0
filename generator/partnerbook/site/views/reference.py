"""Reference pages made from the program itself: rules, and the schema of each kind."""

from markupsafe import Markup
from msgspec import Struct

from partnerbook.core.finding import FAMILIES, Rule
from partnerbook.core.kinds import KINDS, Kind
from partnerbook.core.schema import BlockDescription, blocks_of, describe
from partnerbook.rules.examples import Excerpt, Files, excerpts
from partnerbook.site.context import Here
from partnerbook.site.values import Link, Pill
from partnerbook.site.views.common import rule_page, with_code


class RuleLine(Struct, frozen=True):
    """A rule in the list."""

    link: Link
    name: str
    severity: Pill
    summary: Markup


class Family(Struct, frozen=True):
    """The rules of one family."""

    key: str
    title: str
    rules: tuple[RuleLine, ...]


class RulePage(Struct, frozen=True):
    """The page that explains a rule."""

    code: str
    name: str
    severity: Pill
    family: str
    summary: Markup
    why: Markup
    bad: tuple[Excerpt, ...]
    good: tuple[Excerpt, ...]
    waiver: str


class FieldLine(Struct, frozen=True):
    """A field of a record."""

    key: str
    type: str
    blocks: tuple[Link, ...]
    choices: tuple[str, ...]
    required: bool
    description: Markup


class Block(Struct, frozen=True):
    """A record or a block in it, with its fields."""

    anchor: str
    name: str
    description: Markup
    fields: tuple[FieldLine, ...]


class KindLine(Struct, frozen=True):
    """A kind in the list."""

    link: Link
    path: str
    description: str


class SchemaPage(Struct, frozen=True):
    """The schema of a kind."""

    title: str
    path: str
    blocks: tuple[Block, ...]


def families(here: Here, rules: tuple[Rule, ...]) -> tuple[Family, ...]:
    """All rules by family."""
    return tuple(
        Family(
            key,
            here.label("family", key),
            tuple(
                RuleLine(
                    here.link(rule.code, rule_page(rule.code)),
                    rule.name,
                    here.pill("severity", rule.severity.value),
                    with_code(rule.summary),
                )
                for rule in rules
                if rule.family == key
            ),
        )
        for key in FAMILIES
        if any(rule.family == key for rule in rules)
    )


def rule_view(here: Here, rule: Rule, specimen: Files) -> RulePage:
    """The page of one rule; its examples change the specimen handbook."""
    waiver = (
        here._("A record may waive this rule for a while, with a reason and an end date.")
        if rule.waivable
        else here._("This rule cannot be waived.")
    )
    has_examples = rule.bad != rule.good  # no record breaks those about git, and about our own mistakes
    return RulePage(
        rule.code,
        rule.name,
        here.pill("severity", rule.severity.value),
        here.label("family", rule.family),
        with_code(rule.summary),
        with_code(rule.why),
        excerpts(rule.bad, specimen, as_change=rule.family == "CHG") if has_examples else (),
        excerpts(rule.good, specimen, as_change=rule.family == "CHG") if has_examples else (),
        waiver,
    )


def schema_page_of(kind: Kind) -> str:
    """The page with the schema of a kind."""
    return f"reference/schema/{kind.name}.md"


def kinds(here: Here) -> tuple[KindLine, ...]:
    """All kinds with the folder of their records."""
    lines = []
    for kind in KINDS.values():
        path = kind.path("<id>") if not kind.by_year else f"records/{kind.plural}/<year>/<id>.md"
        about = describe(kind.model).description
        lines.append(KindLine(here.link(here.label("kind", kind.name), schema_page_of(kind)), path, about))
    return tuple(lines)


def schema_view(here: Here, kind: Kind) -> SchemaPage:
    """The schema of one kind: its own fields, then every block nested in it."""
    path = kind.path("<id>") if not kind.by_year else f"records/{kind.plural}/<year>/<id>.md"
    described = [describe(model) for model in blocks_of(kind.model)]
    return SchemaPage(here.label("kind", kind.name), path, tuple(_block(here, block) for block in described))


def _block(here: Here, block: BlockDescription) -> Block:
    many = here._("list of %(what)s")
    fields = []
    for field in block.fields:
        plain = [here.label("field_type", word) for word in field.types if word != "block"]
        words = here.edition.listing(plain, "or") if plain else ""
        fields.append(
            FieldLine(
                key=field.key,
                type=(many % {"what": words}).rstrip() if field.many else words,
                blocks=tuple(Link(name, f"#{name.lower()}") for name in field.blocks),
                choices=field.choices,
                required=field.required,
                description=with_code(field.description),
            )
        )
    return Block(block.name.lower(), block.name, with_code(block.description), tuple(fields))
