"""Addresses at the forge: whatever braces a path or an address has, they are no places to fill in."""

import pytest

from partnerbook.site.forge_pages import NO_FORGE, ForgePages


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        ("https://forge.example/{path}#L{line}", "records/a.md", "https://forge.example/records/a.md#L7"),
        (
            "https://forge.example/{path}#L{line}",
            "a {b} {line}.md",
            "https://forge.example/a%20%7Bb%7D%20%7Bline%7D.md#L7",
        ),
        ("https://forge.example/{team}/{}/{path}#L{line}", "a.md", "https://forge.example/{team}/{}/a.md#L7"),
        ("https://forge.example/{0.__class__}/{{path}}", "a.md", "https://forge.example/{0.__class__}/{a.md}"),
        ("https://forge.example/{commit}/{path}", "a.md", "https://forge.example/{commit}/a.md"),
        ("https://forge.example/{/{path", "a.md", "https://forge.example/{/{path"),
    ],
)
def test_braces_are_left_alone(address: str, path: str, expected: str) -> None:
    assert ForgePages(line=address).to_line(path, 7) == expected


def test_a_commit_and_no_forge() -> None:
    assert ForgePages(commit="https://forge.example/{x}/{commit}").to_commit("0a1b") == "https://forge.example/{x}/0a1b"
    assert (NO_FORGE.to_line("a.md", 1), NO_FORGE.to_commit("0a1b")) == ("", "")
