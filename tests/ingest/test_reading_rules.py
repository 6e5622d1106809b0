"""The rules of reading explain themselves truly: each bad example breaks its rule, each good one does not."""

import re

import pytest

from partnerbook.core.finding import FAMILIES, Example, Finding, Rule
from partnerbook.ingest.faults import BY_CIRCUMSTANCE, RULES
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource

BLOCK = re.compile(r"^([a-z_]+):.*\n(?:(?![a-z_]+:).*\n?)*", re.MULTILINE)


def findings(example: Example, specimen: dict[str, bytes]) -> tuple[Finding, ...]:
    """What the specimen handbook comes to with the example's files in it."""
    files: dict[str, str | bytes] = dict(specimen)
    if example.text is None:
        files[example.path] = patched(specimen[example.path].decode(), example.front)
    else:
        files[example.path] = example.text
        # A folder cannot stand where a file is.
        if ".md/" in example.path:
            files.pop(f"{example.path.partition('.md/')[0]}.md", None)
    for path, text in example.others:
        if text is None:
            files.pop(path, None)
        else:
            files[path] = text
    return load(MemorySource(files)).findings


def patched(text: str, change: str) -> str:
    """The front matter with the top-level keys of a change in place of its own; a `~` takes one out."""
    _, front, body = text.split("---\n", 2)
    new = {match.group(1): match.group(0).rstrip("\n") + "\n" for match in BLOCK.finditer(f"{change}\n")}
    old = {match.group(1): match.group(0) for match in BLOCK.finditer(front)}
    blocks = [block for block in (old | new).values() if not block.endswith(": ~\n")]
    return f"---\n{''.join(blocks)}---\n{body}"


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.code not in BY_CIRCUMSTANCE], ids=lambda rule: rule.name
)
def test_the_bad_example_breaks_the_rule_and_nothing_else(rule: Rule, specimen: dict[str, bytes]) -> None:
    codes = {found.code for found in findings(rule.bad, specimen)}
    # A second file of a record must lie somewhere else, which is a fault of its own; a record
    # in a folder named wrongly may too.
    assert codes - {"SCH016" if rule.code == "SCH017" else ""} == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_good_example_breaks_nothing(rule: Rule, specimen: dict[str, bytes]) -> None:
    assert findings(rule.good, specimen) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_what_and_why_in_sentences(rule: Rule) -> None:
    assert re.fullmatch(r"(FMT|SCH|INT|GIT)\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert rule.family in FAMILIES
    assert re.fullmatch(r"[A-Z`].*\.", rule.summary)
    assert re.fullmatch(r"[A-Z`3].*\.( \(.*\)\.)?", rule.why)
    assert not rule.waivable


def test_codes_count_without_gaps_and_names_are_one_of_a_kind() -> None:
    codes = [rule.code for rule in RULES]
    for family, last in (("FMT", 26), ("SCH", 18), ("INT", 2)):
        of_family = [code for code in codes if code.startswith(family)]
        assert of_family == [f"{family}{number:03}" for number in range(1, last + 1)]
    assert len({rule.name for rule in RULES}) == len(RULES)
