"""Two Books held against each other, by id and field."""

from collections.abc import Mapping

from partnerbook.analysis.comparison import Change, Comparison, compare
from partnerbook.core.finding import dotted
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource

CLIENT = """---
name: Hanse Logistik
industry: logistics
size: medium
region: hamburg
known_since: 2026-03-02
---

Prose.
"""
PAYOUT = """---
partner: software-werft
direction: payable
period: 2026-Q2
run: 2026-07-30
lines:
  - {line: a/p1/accrual/software-werft, amount: 10.00 EUR}
  - {line: b/p1/accrual/software-werft, amount: 20.00 EUR}
  - {line: c/p1/accrual/software-werft, amount: 30.00 EUR}
total: 60.00 EUR
prepared: {on: 2026-07-24, by: mats-petersen}
---
"""
_CLIENT, _PAYOUT = "records/clients/hanse-logistik.md", "records/payouts/2026/2026-07-30-x.md"


def compared(old: Mapping[str, str], new: Mapping[str, str]) -> Comparison:
    before = load(MemorySource(old)).book
    return compare(before, load(MemorySource(new), before).book)


def fields(path: str, old: str, new: str) -> list[str]:
    (changed,) = compared({path: old}, {path: new}).changed
    return [told(change) for change in changed.fields]


def told(change: Change) -> str:
    return f"{change.name}: {change.old} -> {change.new} at {dotted(change.path)}"


def test_nothing_has_changed() -> None:
    assert compared({_CLIENT: CLIENT}, {_CLIENT: CLIENT}).empty
    assert compared({}, {}).empty


def test_records_come_and_go() -> None:
    other = "records/clients/alsterwerk.md"
    found = compared({_CLIENT: CLIENT}, {other: CLIENT})
    assert [entry.key for entry in found.added] == ["client/alsterwerk"]
    assert [entry.key for entry in found.removed] == ["client/hanse-logistik"]
    assert found.added_of("client") == found.added
    assert found.removed_of("partner") == ()
    assert not found.empty


def test_a_field_that_changes_comes_or_goes() -> None:
    new = CLIENT.replace("size: medium\n", "size: small\nended: 2026-05-01\n")
    assert fields(_CLIENT, CLIENT, new) == [
        "size: medium -> small at size",
        "ended: None -> 2026-05-01 at ended",
    ]
    assert fields(_CLIENT, new, CLIENT)[1] == "ended: 2026-05-01 -> None at ended"


def test_comments_layout_and_prose_are_no_fields() -> None:
    (commented,) = compared({_CLIENT: CLIENT}, {_CLIENT: CLIENT.replace("size: ", "# How large\nsize:   ")}).changed
    assert (commented.fields, commented.prose) == ((), False)
    (written,) = compared({_CLIENT: CLIENT}, {_CLIENT: CLIENT.replace("Prose.", "More prose.")}).changed
    assert (written.fields, written.prose) == ((), True)


def test_an_item_taken_out_of_the_middle_is_one_change() -> None:
    new = PAYOUT.replace("  - {line: b/p1/accrual/software-werft, amount: 20.00 EUR}\n", "")
    (change,) = compared({_PAYOUT: PAYOUT}, {_PAYOUT: new}).changed[0].fields
    assert (change.name, change.path, change.old_path) == (
        "lines[b/p1/accrual/software-werft]",
        ("lines",),
        ("lines", 1),
    )
    assert change.field == "lines"
    assert change.new is None


def test_an_item_is_found_where_it_stands_now() -> None:
    new = PAYOUT.replace("lines:\n", "lines:\n  - {line: z/p1/accrual/software-werft, amount: 1.00 EUR}\n")
    new = new.replace("30.00", "31.00")
    assert [line.rpartition(" at ")[2] for line in fields(_PAYOUT, PAYOUT, new)] == ["lines[0]", "lines[3].amount"]
    assert "lines[c/p1/accrual/software-werft].amount: 30.00 EUR -> 31.00 EUR" in fields(_PAYOUT, PAYOUT, new)[1]


def test_the_order_of_named_items_is_no_change() -> None:
    a, b, c = (line for line in PAYOUT.splitlines(keepends=True) if line.startswith("  - "))
    (changed,) = compared({_PAYOUT: PAYOUT}, {_PAYOUT: PAYOUT.replace(a + b + c, c + a + b)}).changed
    assert changed.fields == ()


def test_items_without_names_go_by_place() -> None:
    path = "records/clients/hanse-logistik.md"
    first = "  - {rule: PAR002, reason: One, until: 2026-12-31}\n"
    second = "  - {rule: PAR002, reason: Two, until: 2027-12-31}\n"
    third = "  - {rule: PAR002, reason: Three, until: 2028-12-31}\n"
    # Two waivers of one rule have no name of their own.
    old = CLIENT.replace("size:", f"waivers:\n{first}{second}size:")
    new = CLIENT.replace("size:", f"waivers:\n{first}{third}{second}size:")
    (added,) = compared({path: old}, {path: new}).changed[0].fields
    assert (added.name, added.path, added.old_path, added.old) == ("waivers[1]", ("waivers", 1), ("waivers",), None)
    (gone,) = compared({path: new}, {path: old}).changed[0].fields
    assert (gone.name, gone.path, gone.old_path, gone.new) == ("waivers[1]", ("waivers",), ("waivers", 1), None)
    assert fields(path, old, old.replace("2027", "2029")) == [
        "waivers[1].until: 2027-12-31 -> 2029-12-31 at waivers[1].until"
    ]


def test_a_record_that_cannot_be_read_is_neither_added_nor_removed() -> None:
    found = compared({_CLIENT: "---\n[\n---\n"}, {_CLIENT: CLIENT})
    assert (found.added, found.removed, found.changed, found.unread) == ((), (), (), ("client/hanse-logistik",))
    found = compared({_CLIENT: CLIENT}, {_CLIENT: "---\n[\n---\n"})
    assert (found.added, found.removed, found.changed, found.unread) == ((), (), (), ("client/hanse-logistik",))
