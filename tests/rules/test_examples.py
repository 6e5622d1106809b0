"""Examples are put into the specimen key by key, as people read them."""

import pytest

from partnerbook.core.finding import Example
from partnerbook.rules.examples import placed, with_front

TEXT = """---
# A comment on top.
name: Hanse
contacts:
  - key: one
    name: Uta
# A comment between.
regions: [north]
---

Prose with name: in it.
"""


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("name: Holm", TEXT.replace("name: Hanse", "name: Holm")),
        ("regions: ~", TEXT.replace("regions: [north]\n", "")),
        ("regions: ~\nname: ~", TEXT.replace("regions: [north]\n", "").replace("name: Hanse\n", "")),
        ("owner: anke", TEXT.replace("[north]\n", "[north]\nowner: anke\n")),
        ("owner: ~", TEXT),
        (
            "contacts:\n  - {key: two, name: Ole}",
            TEXT.replace("  - key: one\n    name: Uta\n# A comment between.\n", "  - {key: two, name: Ole}\n"),
        ),
        (
            "\n  name: Holm\n  owner: anke\n",
            TEXT.replace("Hanse", "Holm").replace("[north]\n", "[north]\nowner: anke\n"),
        ),
        ("", TEXT),
    ],
)
def test_keys_are_replaced_added_and_taken_out(front: str, expected: str) -> None:
    assert with_front(TEXT, front) == expected


def test_whole_files_and_others_stand_beside_the_specimen() -> None:
    specimen = {"records/a.md": TEXT, "records/b.md": "b", "records/c.md": "c"}
    example = Example("records/a.md", text="new", others=(("records/b.md", None), ("records/d.md", b"d")))
    assert placed(example, specimen) == {"records/a.md": "new", "records/c.md": "c", "records/d.md": b"d"}
    assert specimen["records/b.md"] == "b"


def test_a_record_that_is_not_in_the_specimen_consists_of_its_fields() -> None:
    assert placed(Example("records/x.md", "name: Holm"), {}) == {"records/x.md": "---\nname: Holm\n---\n"}
