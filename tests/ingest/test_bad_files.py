"""Every way a file can be bad: one finding, at the right place, and all other files still read."""

from typing import NamedTuple

import pytest

from partnerbook.core.finding import Finding
from partnerbook.ingest import decoding, format_rules, schema_rules
from partnerbook.ingest.load import Loaded, load
from partnerbook.ingest.sources import MemorySource

CLIENT = "records/clients/hanse-logistik.md"
HEAD = "---\nname: Hanse Logistik\nindustry: logistics\nsize: medium\nregion: hamburg\n"
TAIL = "---\n\nTwo depots and ninety lorries.\n"


class Case(NamedTuple):
    """A file of the client, and the findings it must come to: code, line, column."""

    name: str
    content: str | bytes
    expected: tuple[tuple[str, int, int], ...]


def at(line: str, code: str, column: int, *more: tuple[str, int, int]) -> Case:
    """A client with one more line of front matter, the sixth, and the finding in it."""
    return Case(f"{code} {line.splitlines()[0]!r}", f"{HEAD}{line}\n{TAIL}", ((code, 6, column), *more))


CASES = (
    # The file as bytes.
    Case("Latin-1", b"---\nname: Hans\nindustry: M\xfcller\n---\n", (("FMT001", 3, 12),)),
    Case("Latin-1 behind CRLF", b"---\r\nname: Hans\r\nindustry: M\xfcller\r\n---\r\n", (("FMT001", 3, 12),)),
    Case("UTF-16", "---\nname: Hans\n---\n".encode("utf-16"), (("FMT001", 1, 1),)),
    Case("truncated UTF-8", "---\nname: Ä".encode()[:-1], (("FMT001", 2, 7),)),
    Case("surrogate", b"---\nname: \xed\xa0\x80\n---\n", (("FMT001", 2, 7),)),
    Case("NUL", f"{HEAD}known_since: 2026-03-02\nowner: a\x00b\n{TAIL}", (("FMT003", 7, 9),)),
    Case("escape sequence", f"{HEAD}known_since: 2026-03-02\nowner: \x1b[31m\n{TAIL}", (("FMT004", 7, 8),)),
    Case("control character in the body", f"{HEAD}known_since: 2026-03-02\n{TAIL}\nx\x08y\n", (("FMT004", 11, 2),)),
    Case("lone carriage return", f"{HEAD}known_since: 2026-03-02\rowner: x\n{TAIL}", (("FMT004", 6, 24),)),
    Case("line separator", f"{HEAD}known_since: 2026-03-02\nowner: x\u2028y\n{TAIL}", (("FMT004", 7, 9),)),
    Case("bidirectional override", f"{HEAD}known_since: 2026-03-02\nowner: \u202ex\n{TAIL}", (("FMT005", 7, 8),)),
    Case("bidirectional isolate", f"{HEAD}known_since: 2026-03-02\nowner: a\u2066x\n{TAIL}", (("FMT005", 7, 9),)),
    Case("too large", f"{HEAD}known_since: 2026-03-02\n{TAIL}{'x' * decoding.MAXIMUM_BYTES}", (("FMT018", 1, 1),)),
    Case("empty", b"", (("FMT019", 1, 1),)),
    Case("blank", " \n\t\n\r\n", (("FMT019", 1, 1),)),
    Case("only a byte order mark", b"\xef\xbb\xbf", (("FMT002", 1, 1), ("FMT019", 1, 1))),
    # The front matter as a whole.
    Case("prose alone", "# Hanse Logistik\n", (("FMT006", 1, 1),)),
    Case("blank line first", f"\n{HEAD}known_since: 2026-03-02\n{TAIL}", (("FMT006", 1, 1),)),
    Case("four hyphens", "----\nname: x\n----\n", (("FMT006", 1, 1),)),
    Case("not closed", f"{HEAD}known_since: 2026-03-02\n", (("FMT007", 1, 1),)),
    Case("closed by dots", f"{HEAD}known_since: 2026-03-02\n...\n", (("FMT007", 1, 1),)),
    Case("empty front matter", "---\n---\nProse\n", (("FMT024", 1, 1),)),
    Case("comments alone", "---\n# nothing yet\n---\n", (("FMT024", 1, 1),)),
    Case("a list", "---\n- name: x\n---\n", (("FMT024", 2, 1),)),
    Case("a bare text", "---\nHanse Logistik\n---\n", (("FMT024", 2, 1),)),
    # YAML.
    at("contacts:\n\t- key: x", "FMT008", 0)._replace(expected=(("FMT008", 7, 1),)),
    at("contacts:\n  - key: x\n \tname: y", "FMT008", 0)._replace(expected=(("FMT008", 8, 2),)),
    at("region: north", "FMT009", 1),
    at("contacts:\n  - {key: x, name: y, key: z}", "FMT009", 0)._replace(expected=(("FMT009", 7, 23),)),
    at("known_since: &day 2026-03-02", "FMT010", 14),
    at("known_since: *day", "FMT010", 14),
    at("contacts: &all\n  - {key: x, name: y}", "FMT010", 11),
    at("owner: *important*", "FMT010", 8),
    at("known_since: !!timestamp 2026-03-02", "FMT011", 14),
    at("contacts: !!python/object/apply:os.system [ls]", "FMT011", 11),
    at("owner: ! x", "FMT011", 8),
    at("known_since: 2026-03-02\n...\nended: 2026-03-03", "FMT012", 0)._replace(expected=(("FMT012", 8, 1),)),
    Case("directive", "---\n%YAML 1.1\n--- {a: b}\n---\n", (("FMT012", 2, 1),)),
    at("owner: a: b", "FMT013", 9),
    at("  owner: x", "FMT013", 3),
    at("owner", "FMT013", 1),
    at("existing_services: [a, b", "FMT013", 20),
    at("owner: 'x", "FMT013", 8),
    at("owner: @x", "FMT013", 8),
    at("owner:\N{NO-BREAK SPACE}x\nstage: growth", "FMT013", 7),
    at('owner: "\\q"', "FMT013", 9),
    at(f"existing_services: {'[' * 40}{']' * 40}", "FMT014", 51),
    at(f"owner: {'{a: ' * 40}x{'}' * 40}", "FMT014", 132),
    at(f"existing_services: {'[' * 100_000}", "FMT014", 51),
    at("owner: 1234567890123456789", "FMT015", 8),
    at(f"owner: {'9' * 5000}", "FMT015", 8),
    at("owner: -0.1234567890123456789", "FMT015", 8),
    at("known_since: 2026-02-30", "FMT016", 14),
    at("known_since: 2026-00-01", "FMT016", 14),
    at("known_since: 0000-01-01", "FMT016", 14),
    at("known_since: 2026-03-02T24:00", "FMT016", 14),
    at("known_since: 2026-03-02T09:60", "FMT016", 14),
    at("owner: .nan", "FMT017", 8),
    at("owner: NaN", "FMT017", 8),
    at("owner: -.INF", "FMT017", 8),
    at("owner: 1e400", "FMT017", 8),
    at("existing_services: [a, 1E5]", "FMT017", 24),
    at(": x", "FMT025", 1),
    at("~: x", "FMT025", 1),
    at("[a, b]: x", "FMT025", 1),
    at("owner: {{ owner }}", "FMT025", 9),
    at("? {a: b}\n: x", "FMT025", 3),
    at('owner: "a\\0b"', "FMT003", 8),
    at('owner: "\\e[31m"', "FMT004", 8),
    at('owner: "\\u202Ex"', "FMT005", 8),
    at("known_since: 2026-02-30\nended: .inf", "FMT016", 14, ("FMT017", 7, 8)),
    # Merge conflicts, wherever they stand.
    Case(
        "conflict in the front matter",
        f"{HEAD}<<<<<<< ours\nknown_since: 2026-03-02\n=======\nknown_since: 2026-03-05\n>>>>>>> theirs\n{TAIL}",
        (("FMT023", 6, 1),),
    ),
    Case("conflict around the whole file", f"<<<<<<< ours\n{HEAD}{TAIL}=======\n>>>>>>> theirs\n", (("FMT023", 1, 1),)),
    Case("conflict in the body", f"{HEAD}known_since: 2026-03-02\n{TAIL}<<<<<<< ours\nx\n", (("FMT023", 10, 1),)),
    at("=======", "FMT023", 1),
    at(">>>>>>> theirs", "FMT023", 1),
    # Fields.
    at("x: 1", "SCH002", 1, ("SCH001", 2, 1)),
    at("known_sinse: 2026-03-02", "SCH002", 1),
    at("known_since: 02.03.2026", "SCH007", 14),
    at("known_since: 2026-03-02T10:00", "SCH007", 14),
    at("known_since: 2026-03-02\nexisting: yes", "SCH003", 0)._replace(expected=(("SCH003", 7, 11),)),
    at("known_since: 2026-03-02\nowner: Ilka Brandt", "SCH008", 0)._replace(expected=(("SCH008", 7, 8),)),
    at("known_since: 2026-03-02\nowner: 4711", "SCH003", 0)._replace(expected=(("SCH003", 7, 8),)),
    at("known_since: 2026-03-02\nstage: groth", "SCH004", 0)._replace(expected=(("SCH004", 7, 8),)),
    at("known_since: 2026-03-02\nmay_tell: [name, all]", "SCH004", 0)._replace(expected=(("SCH004", 7, 18),)),
    at("known_since: 2026-03-02\nmay_tell: name", "SCH003", 0)._replace(expected=(("SCH003", 7, 11),)),
    at("known_since:", "SCH003", 1),
)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_file_is_found_and_the_others_are_read(case: Case, specimen: dict[str, bytes]) -> None:
    loaded = load(MemorySource({**specimen, CLIENT: case.content}))
    assert sorted(_places(loaded.findings)) == sorted((CLIENT, *place) for place in case.expected)
    assert all(finding.record == "client/hanse-logistik" for finding in loaded.findings)
    assert loaded.book.broken == {"client/hanse-logistik"}
    assert _ids(loaded) == {*_ids(load(MemorySource(specimen)))} - {"client/hanse-logistik"}


def test_a_byte_order_mark_is_taken_away_with_a_warning(specimen: dict[str, bytes]) -> None:
    loaded = load(MemorySource({**specimen, CLIENT: b"\xef\xbb\xbf" + specimen[CLIENT]}))
    assert _places(loaded.findings) == [(CLIENT, "FMT002", 1, 1)]
    assert [str(finding.severity) for finding in loaded.findings] == ["warning"]
    assert loaded.book.clients["hanse-logistik"].text == specimen[CLIENT].decode()
    assert loaded.book.broken == frozenset()


def test_windows_line_ends_are_accepted_without_a_word(specimen: dict[str, bytes]) -> None:
    windows = {path: content.replace(b"\n", b"\r\n") for path, content in specimen.items()}
    loaded = load(MemorySource(windows))
    assert loaded.findings == ()
    assert loaded.book.clients["hanse-logistik"].text == specimen[CLIENT].decode()


def test_many_faults_of_one_file_are_cut_short(specimen: dict[str, bytes]) -> None:
    many = "".join(f"a{number}: 2026-02-30\n" for number in range(5000))
    doubles = "region: x\n" * 5000
    unknown = "".join(f"unknown{number}: 1\n" for number in range(5000))
    for lines in (many, doubles, unknown):
        loaded = load(MemorySource({**specimen, CLIENT: f"{HEAD}{lines}{TAIL}"}))
        assert len(loaded.findings) == 20
        assert loaded.findings[0].position.line == 6 or lines is unknown


def test_all_bad_files_together_hide_none_of_each_other(specimen: dict[str, bytes]) -> None:
    files: dict[str, bytes | str] = dict(specimen)
    expected = []
    for number, case in enumerate(CASES):
        path = f"records/clients/case-{number}.md"
        files[path] = case.content
        expected += [(path, *place) for place in case.expected]
    loaded = load(MemorySource(files))
    assert sorted(_places(loaded.findings)) == sorted(expected)
    assert len(loaded.book.broken) == len(CASES)
    assert _ids(loaded) == _ids(load(MemorySource(specimen)))


def test_every_rule_that_a_text_can_break_has_a_case() -> None:
    tested = {code for case in CASES for code, _, _ in case.expected}
    by_text = {rule.code for rule in format_rules.RULES} - format_rules.BY_CIRCUMSTANCE
    elsewhere = {"FMT020", "FMT026"}  # folders and endings: test_sources
    assert by_text - elsewhere == {code for code in tested if code.startswith("FMT")}
    assert {code for code in tested if code.startswith("SCH")} <= {rule.code for rule in schema_rules.RULES}


def _places(findings: tuple[Finding, ...]) -> list[tuple[str, str, int, int]]:
    return [(found.path, found.code, found.position.line, found.position.column) for found in findings]


def _ids(loaded: Loaded) -> set[str]:
    return {entry.key for entry in loaded.book.entries()}
