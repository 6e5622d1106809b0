"""REF: the forge's list of code owners, which follows from the program's roles. The shell finds it: it is no record."""

from partnerbook.core.finding import Example, Rule, Severity
from partnerbook.core.kinds import KINDS

CODE_OWNERS_OUTDATED = Rule(
    code="REF080",
    name="code-owners-outdated",
    severity=Severity.WARNING,
    summary="The list of code owners asks other people for reviews than the program's roles say.",
    why=(
        "The forge asks for reviews by this list. Where it lags behind the roles, somebody who has left is asked for "
        "payouts, or a change of limits and workflows passes by the program's owner. `partnerbook codeowners --write` "
        "makes it anew."
    ),
    bad=Example(KINDS["program"].path("program")),
    good=Example(KINDS["program"].path("program")),
)
RULES = (CODE_OWNERS_OUTDATED,)
"""Rules about files of the repository that no record can break by itself."""
