"""The writer of records: whatever it writes, the strict reader reads back as the same values."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partnerbook.core.client import Client
from partnerbook.core.dates import Period
from partnerbook.core.money import Money, Rate
from partnerbook.core.payout import Payout, PayoutLine, Prepared
from partnerbook.ingest.composing import WIDTH, NotWritable, compose, compose_front
from partnerbook.ingest.decoding import UNSEEN
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource, MemorySource
from partnerbook.ingest.strict_yaml import read

ROOT = Path(__file__).parents[2]
FEW = settings(max_examples=300, deadline=None)

_ONE_A_LINE = r"""
"
'
''
it's
say "no"
a: b
a:b
a:
: a
a #b
a#b
#a
-
- a
---
...
--- a
@a
*a
&a
!a
!!str a
%a
`a
?
? a
| a
> a
~
=
<<
[a]
{a: b}
a, b
a]
a}
yes
no
NO
on
off
true
false
True
null
Null
0123
123
-1
1.50
1e5
.5
0x1f
1_000
12:30
2026-01-01
2026-02-30
2026-01-01T09:15
2026-01-01T99:99
.nan
-inf
99999999999999999999999999999999
\
\n
a\
\u0000
Müller & Söhne
企業 ①
é: e
§ 49b (3) BRAO
{% raw %}
{{ a }}
</script>
=cmd()
+49 40 5550 12
100%
€ 5
"""
_WITH_BLANKS = [" a", "a ", "a\n", "\na", "a\nb", "a\n\n  b\n", "a\tb", "\ta", "a\n---\nb", "", " ", "a" * 500]
_UNUSUAL = ["\N{NO-BREAK SPACE}a", "a\N{ZERO WIDTH SPACE}b", "\N{GRINNING FACE}"]
HOSTILE = [*_ONE_A_LINE.strip().splitlines(), *_WITH_BLANKS, *_UNUSUAL]
"""Text that means something to YAML, to a shell, to a page or to a careless program."""
pieces = st.sampled_from([*HOSTILE, ": ", " #", "\n", "\n  ", ",", "]", "}", "[", "{", "'", '"', " ", "a", "7"])
texts = st.one_of(st.text(max_size=40), st.lists(pieces, max_size=6).map("".join)).filter(
    lambda text: UNSEEN.search(text) is None
)


def whole_seconds(moment: time) -> time:
    """Records know neither parts of a second nor which of two hours a clock set back stands at."""
    return moment.replace(microsecond=0, fold=0)


scalars = st.one_of(
    texts,
    st.integers(-(10**17), 10**17),
    st.booleans(),
    st.none(),
    st.dates(min_value=date(1000, 1, 1)),
    st.builds(datetime.combine, st.dates(min_value=date(1000, 1, 1)), st.times().map(whole_seconds)),
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
)
keys = st.from_regex(r"[a-z][a-z_]{0,10}", fullmatch=True)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.one_of(keys, texts.filter(lambda text: 0 < len(text) <= 300)), inner, max_size=4),
    ),
    max_leaves=12,
)


def read_back(text: str) -> Any:
    reading = read(f"\n{text}")
    assert [fault.message for fault in reading.faults] == [], text
    return reading.value


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_reads_back_wherever_it_stands(text: str) -> None:
    fields = {
        "a": text,
        "b": (text, text),
        "c": {"d": text},
        "e": ({"f": text, "g": (text,)},),
        "long": ("x" * 99, text),
    }
    assert read_back(compose_front(fields)) == fields


@FEW
@given(st.dictionaries(keys, values, min_size=1, max_size=5))
@example({"a": {"b": "0:?"}})
def test_values_read_back_as_the_same(fields: dict[str, Any]) -> None:
    read_fields = read_back(compose_front(fields))
    assert read_fields == fields
    assert repr(read_fields) == repr(fields), "1 is not true, and 1.50 is not 1.5"


@FEW
@given(texts.filter(str.strip), texts)
def test_a_record_reads_back_with_its_body(name: str, body: str) -> None:
    client = Client(name=name, industry="food", size="small", region="north", known_since=date(2026, 1, 1))
    path = "records/clients/hanse.md"
    loaded = load(MemorySource({path: compose(client, body)}))
    if len(name) <= 2000 and "hanse" in loaded.book.clients:
        entry = loaded.book.clients["hanse"]
        assert (entry.record, entry.body.strip()) == (client, body.strip())
    else:
        assert "<<<<<<<" in body


def test_every_record_of_the_sample_and_the_specimen_reads_back_as_itself() -> None:
    for root in (ROOT, ROOT / "generator/partnerbook/specimen"):
        book = load(DirectorySource(root)).book
        again = load(MemorySource({entry.path: compose(entry.record, entry.body) for entry in book.entries()})).book
        assert {entry.key: entry.record for entry in again.entries()} == {
            entry.key: entry.record for entry in book.entries()
        }
        assert all(again.get(entry.key).body.strip() == entry.body.strip() for entry in book.entries())  # type: ignore[union-attr]


def test_it_looks_as_if_written_by_hand() -> None:
    payout = Payout(
        partner="werft",
        direction="payable",
        period=Period.parse("2026-Q3"),
        run=date(2026, 10, 30),
        lines=(
            PayoutLine(line="2026-03-02-werft-k7/p1/accrual/werft", amount=Money.parse("1725.00 EUR")),
            PayoutLine(line=f"2026-03-02-{'w' * 80}-k7/p1/accrual/{'w' * 80}", amount=Money.parse("-5.00 EUR")),
        ),
        total=Money.parse("1720.00 EUR"),
        prepared=Prepared(on=date(2026, 9, 30), by="mats"),
    )
    assert compose(payout, "\nTwo lines.\n\n") == (
        "---\n"
        "partner: werft\n"
        "direction: payable\n"
        "period: 2026-Q3\n"
        "run: 2026-10-30\n"
        "lines:\n"
        "  - {line: 2026-03-02-werft-k7/p1/accrual/werft, amount: 1725.00 EUR}\n"
        f"  - line: 2026-03-02-{'w' * 80}-k7/p1/accrual/{'w' * 80}\n"
        "    amount: -5.00 EUR\n"
        "total: 1720.00 EUR\n"
        "prepared: {on: 2026-09-30, by: mats}\n"
        "---\n"
        "\n"
        "Two lines.\n"
    )


def test_what_fits_stands_on_one_line_and_no_more() -> None:
    for length in range(90, 110):
        line, *more = compose_front({"a": ("x" * length, "y")}).splitlines()
        assert (len(line) <= WIDTH and not more) or (line == "a:" and len(f"a: [{'x' * length}, y]") > WIDTH)


def test_money_rates_and_periods_are_written_as_records_write_them() -> None:
    fields = {
        "money": Money.parse("48000.00 EUR"),
        "rate": Rate(Decimal("12.5")),
        "period": Period.parse("2026-Q2"),
        "year": Period.parse("2026"),
        "moment": datetime.fromisoformat("2026-03-02T09:15"),
    }
    assert compose_front(fields) == (
        "money: 48000.00 EUR\nrate: 12.5%\nperiod: 2026-Q2\nyear: 2026\nmoment: 2026-03-02T09:15\n"
    )


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x85", "\u202e", "\u2028", "\ufeff", "\r"])
def test_characters_no_record_may_hold_are_refused(character: str) -> None:
    with pytest.raises(NotWritable, match=f"U\\+{ord(character):04X}"):
        compose_front({"a": f"x{character}y"})
    client = Client(name="x", industry="food", size="small", region="north", known_since=date(2026, 1, 1))
    with pytest.raises(NotWritable):
        compose(client, f"x{character}y")


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        compose_front({"a": 1.5})
