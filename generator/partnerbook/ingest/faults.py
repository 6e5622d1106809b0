"""Faults: what a file does wrong, before anybody has asked which file it is.

The modules that read know lines and columns, but not paths; `load` puts the path to a fault and
makes it a finding. The rules themselves stand in `format_rules` and `schema_rules`.
"""

from msgspec import Struct

from partnerbook.core.finding import Example, FieldPath, Finding, Position, Rule, Severity
from partnerbook.ingest import format_rules, git_rules, schema_rules

MAXIMUM_FAULTS = 20
"""So many faults of a file are told; mend those, and the next ones show."""

TOP = Position()
"""The first character of a file."""

_SOUND = Example("records/clients/hanse-logistik.md", "name: Hanse Logistik")  # no record breaks these rules


class Fault(Struct, frozen=True):
    """One breach of a rule at a place in a file that has no name yet."""

    rule: Rule
    message: str
    help: str
    position: Position = TOP
    field: FieldPath = ()

    def at(self, path: str, record: str = "") -> Finding:
        """The finding this fault is in the file at a path, of the record called `kind/id`."""
        return Finding(self.rule, path, self.message, self.help, self.position, record, self.field, self.rule.severity)


def position_at(text: str, index: int) -> Position:
    """The line and column of the character at an index; of the end for an index beyond it."""
    index = min(index, len(text))
    return Position(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


INTERNAL_ERROR = Rule(
    code="INT001",
    name="internal-error",
    severity=Severity.ERROR,
    summary="Partnerbook itself failed on this file.",
    why=(
        "A mistake in the program must neither hide the other files nor pass for a sound record. "
        "The file counts as broken, and everything else is checked as usual."
    ),
    bad=_SOUND,
    good=_SOUND,
)
YAML_WITHOUT_PARSER = Rule(
    code="INT002",
    name="yaml-parser-missing",
    severity=Severity.ERROR,
    summary="PyYAML was installed without its C parser, so no record can be read.",
    why=(
        "Records are read with libyaml. Some installations of PyYAML lack it, "
        "and every record would then look broken although none is."
    ),
    bad=_SOUND,
    good=_SOUND,
)
RULES = (*format_rules.RULES, *schema_rules.RULES, *git_rules.RULES, INTERNAL_ERROR, YAML_WITHOUT_PARSER)
"""Every rule that reading can find broken, by family and code."""

BY_CIRCUMSTANCE = (
    format_rules.BY_CIRCUMSTANCE
    | {rule.code for rule in git_rules.RULES}
    | {INTERNAL_ERROR.code, YAML_WITHOUT_PARSER.code}
)
"""Rules broken by circumstances and not by the text of a file: their bad examples break nothing."""
