"""From files to a Book: order does not matter, nothing stops it, and nothing is lost on the way."""

from datetime import date

import pytest

from partnerbook.core.money import Money
from partnerbook.ingest.document import split
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource, SourceFile

CLIENT = "---\nname: {}\nindustry: software\nsize: small\nregion: hamburg\nknown_since: 2026-03-02\n---\n\nProse.\n"


def test_the_specimen_is_read_whole(specimen: dict[str, bytes]) -> None:
    loaded = load(MemorySource(specimen))
    assert loaded.findings == ()
    assert loaded.book.broken == frozenset()
    assert sorted(entry.path for entry in loaded.book.entries()) == sorted(specimen)


def test_an_entry_knows_its_text_its_prose_and_its_places() -> None:
    text = CLIENT.format("Alsterwerk")
    entry = load(MemorySource({"records/clients/alsterwerk.md": text})).book.clients["alsterwerk"]
    assert (entry.id, entry.key, entry.path) == ("alsterwerk", "client/alsterwerk", "records/clients/alsterwerk.md")
    assert (entry.text, entry.body, entry.body_line) == (text, "\nProse.\n", 8)
    assert entry.record.known_since == date(2026, 3, 2)
    position = entry.marks.position(("known_since",))
    assert (position.line, position.column) == (6, 14)


def test_money_reaches_the_record_to_the_cent(specimen: dict[str, bytes]) -> None:
    book = load(MemorySource(specimen)).book
    payment = book.referrals["2026-03-02-software-werft-k7"].record.payments[0]
    assert payment.amount == Money.parse("24000.00 EUR")
    assert payment.eligible == Money.parse("23000.00 EUR")


def test_entries_come_in_the_order_of_their_ids() -> None:
    files = {f"records/clients/{key}.md": CLIENT.format(key) for key in ("b", "a-b", "a", "c", "a1")}
    assert list(load(MemorySource(files)).book.clients) == ["a", "a-b", "a1", "b", "c"]


def test_two_files_of_one_id_are_both_named_and_the_first_by_path_counts() -> None:
    files = {
        "records/clients/x.md": CLIENT.format("kept"),
        "records/clients/north/x.md": CLIENT.format("in the way"),
        "records/clients/south/x.md": CLIENT.format("too"),
        "records/partners/x.md": "---\n---\n",
    }
    loaded = load(MemorySource(files))
    same = [found for found in loaded.findings if found.code == "SCH017"]
    assert [found.path for found in same] == [
        "records/clients/north/x.md",
        "records/clients/south/x.md",
        "records/clients/x.md",
    ]
    assert "records/clients/south/x.md and records/clients/x.md; until one is gone, this file counts" in same[0].message
    assert "until one is gone, records/clients/north/x.md counts" in same[2].message
    assert loaded.book.clients["x"].record.name == "in the way"
    assert loaded.book.broken == {"partner/x"}


def test_the_first_by_path_is_not_the_first_to_come_nor_the_longest() -> None:
    paths = ("records/clients/bb/x.md", "records/clients/a/x.md", "records/clients/ccc/x.md")

    class Unsorted:
        name = "unsorted"

        def __iter__(self):  # type: ignore[no-untyped-def]
            for path in paths:
                yield SourceFile(path, CLIENT.format(path).encode().__bytes__)

    assert load(Unsorted()).book.clients["x"].path == "records/clients/a/x.md"


def test_the_first_file_counts_even_if_it_is_broken() -> None:
    files = {"records/clients/a/x.md": "", "records/clients/x.md": CLIENT.format("sound")}
    book = load(MemorySource(files)).book
    assert book.broken == {"client/x"}
    assert list(book.clients) == []
    assert book.knows("client", "x")


def test_a_record_in_the_wrong_folder_is_read_and_one_with_a_bad_name_is_not() -> None:
    files = {"records/clients/north/x.md": CLIENT.format("x"), "records/clients/Y y.md": CLIENT.format("y")}
    loaded = load(MemorySource(files))
    assert list(loaded.book.clients) == ["x"]
    assert loaded.book.broken == {"client/Y y"}
    assert [found.code for found in loaded.findings] == ["SCH014", "SCH016", "SCH018"]


def test_a_file_with_a_bad_name_is_still_looked_into() -> None:
    (name, field, _) = load(MemorySource({"records/clients/Y.md": CLIENT.format("''")})).findings
    assert (name.code, field.code, field.position.line) == ("SCH014", "SCH010", 2)


def test_a_missing_program_is_told_and_a_broken_one_is_not_called_missing(specimen: dict[str, bytes]) -> None:
    without = {path: content for path, content in specimen.items() if path != "records/program.md"}
    loaded = load(MemorySource(without))
    assert [(found.code, found.path) for found in loaded.findings] == [("SCH018", "records/program.md")]
    assert loaded.book.program is None
    loaded = load(MemorySource({**specimen, "records/program.md": ""}))
    assert [found.code for found in loaded.findings] == ["FMT019"]
    assert loaded.book.broken == {"program/program"}


def test_a_mistake_of_ours_is_a_finding_and_the_others_are_read(
    specimen: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:

    def failing_split(text: str) -> object:
        if "Ostsee" in text and "industry: food" in text:
            raise ZeroDivisionError("a secret of the record")
        return split(text)

    monkeypatch.setattr("partnerbook.ingest.contents.split", failing_split)
    loaded = load(MemorySource(specimen))
    (finding,) = loaded.findings
    assert (finding.code, finding.path) == ("INT001", "records/clients/ostsee-feinkost.md")
    assert "ZeroDivisionError in partnerbook.ingest.contents:" in finding.message
    assert "secret" not in finding.message
    assert "report" in finding.help
    assert loaded.book.broken == {"client/ostsee-feinkost"}
    assert len(list(loaded.book.entries())) == len(specimen) - 1


def test_reading_may_fail_in_any_way() -> None:
    def fail(error: Exception) -> SourceFile:
        def read() -> bytes:
            raise error

        return SourceFile(f"records/clients/{type(error).__name__.lower()}.md", read)

    class Failing:
        name = "failing"

        def __iter__(self):  # type: ignore[no-untyped-def]
            yield from (fail(error) for error in (OSError(5, "Input/output error"), MemoryError(), ValueError("x")))

    loaded = load(Failing())
    assert [(found.code, found.path) for found in loaded.findings[:3]] == [
        ("INT001", "records/clients/memoryerror.md"),
        ("FMT022", "records/clients/oserror.md"),
        ("INT001", "records/clients/valueerror.md"),
    ]
    assert "Input/output error" in loaded.findings[1].message
    assert loaded.book.broken == {"client/memoryerror", "client/oserror", "client/valueerror"}


def test_unchanged_records_are_taken_from_a_known_book(specimen: dict[str, bytes]) -> None:
    base = load(MemorySource(specimen)).book
    changed_path = "records/clients/hanse-logistik.md"
    moved_path = "records/clients/ostsee-feinkost.md"
    files = {path: content for path, content in specimen.items() if path != moved_path}
    files[changed_path] += b"More.\n"
    files["records/clients/elsewhere.md"] = specimen[moved_path]
    loaded = load(MemorySource(files), base)
    fresh = load(MemorySource(files))
    assert [entry.record for entry in loaded.book.entries()] == [entry.record for entry in fresh.book.entries()]
    assert [entry.key for entry in loaded.book.entries()] == [entry.key for entry in fresh.book.entries()]
    assert loaded.findings == fresh.findings
    assert loaded.book.partners["software-werft"] is base.partners["software-werft"]
    assert loaded.book.clients["hanse-logistik"] is not base.clients["hanse-logistik"]
    assert loaded.book.clients["hanse-logistik"].body.endswith("More.\n")
    assert loaded.book.clients["elsewhere"].id == "elsewhere"


def test_a_known_record_with_a_byte_order_mark_is_warned_of_again(specimen: dict[str, bytes]) -> None:
    path = "records/clients/hanse-logistik.md"
    files = {**specimen, path: b"\xef\xbb\xbf" + specimen[path]}
    base = load(MemorySource(files)).book
    assert [found.code for found in load(MemorySource(files), base).findings] == ["FMT002"]
