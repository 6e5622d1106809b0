"""`partnerbook health`, through the same door as a user."""

import json
import re
from pathlib import Path

import pytest
from shellwork import ROOT, call, handbook


@pytest.fixture(scope="module")
def everybody() -> str:
    result = call("health", "--root", ROOT)
    assert (result.code, result.err) == (0, "")
    return result.out


def test_the_worst_stands_first(everybody: str) -> None:
    points = [
        int(found) for found in re.findall(r"^  \S.*?  +(\d+)  (?:At risk|Watch|Healthy) ", everybody, re.MULTILINE)
    ]
    assert len(points) >= 10
    assert points == sorted(points)
    assert everybody.index("At risk  ") < everybody.index("Watch  ") < everybody.index("Healthy  ")
    assert everybody.rindex("Healthy  ") < everybody.index("Too early to say")


def test_the_first_remedy_stands_below_with_its_figures(everybody: str) -> None:
    flat = " ".join(everybody.split())
    assert (
        "12 sent, 2 received in 12 months, uneven for 9 months; after 18 months partnerships usually end: "
        "raise it in the Q4 review on 14 October 2026."
    ) in flat


def test_one_partner_unfolds_to_its_records() -> None:
    out = call("health", "--root", ROOT, "--partner", "querfeld-interim").out
    titles = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert titles[1:6] == ["Components", "The way so far", "Figures", "Open deadlines", "What to do"]
    named = set(re.findall(r"referral/(\S+?)[,\s]", out))
    assert len(named) > 10
    assert all((ROOT / f"records/referrals/{name[:4]}/{name}.md").is_file() for name in named)


def test_json_traces_every_point() -> None:
    result = call("health", "--root", ROOT, "--partner", "software-werft", "--format", "json")
    document = json.loads(result.out)
    assert list(document) == ["version", "as_of", "partnerships"]
    (one,) = document["partnerships"]
    assert one["partner"] == "software-werft"
    for component in one["components"]:
        assert (component["points"] is None) == all(rated["points"] is None for rated in component["rated"])
        for rated in component["rated"]:
            assert (rated["points"] is None) == (rated["why_none"] is not None)
            assert rated["points"] is None or rated["sources"]
    assert not re.search(r": -?\d+\.\d", result.out), "no figure is a floating number"
    assert len(one["earlier"]) == 4


def test_json_of_all_has_no_details() -> None:
    document = json.loads(call("health", "--root", ROOT, "--format", "json").out)
    assert len(document["partnerships"]) >= 20
    assert all("components" not in one and len(one["remedies"]) <= 1 for one in document["partnerships"])


def test_german() -> None:
    out = call("health", "--root", ROOT, "--lang", "de").out
    assert out.startswith("Partnerschaftszustand, Stand 30. September 2026\n")
    assert "Gefährdet" in out
    assert "raise it" not in out


@pytest.mark.parametrize(
    ("partner", "told"),
    [
        ("software-wreft", "Did you mean `software-werft`?"),
        ("kalkberg-cyber", "kalkberg-cyber is contacted: only active and paused partners are scored"),
    ],
)
def test_a_partner_without_points_is_refused(partner: str, told: str) -> None:
    result = call("health", "--root", ROOT, "--partner", partner)
    assert result.code == 2
    assert told in result.err
    assert result.out == ""


def test_a_program_without_partners(tmp_path: Path) -> None:
    root = handbook(tmp_path)
    for path in root.glob("records/*/**/*.md"):
        path.unlink()
    result = call("health", "--root", root)
    assert result.code == 0
    assert "Partnerships" in result.out


def test_it_looks_from_an_earlier_day() -> None:
    out = call("health", "--root", ROOT, "--as-of", "2024-12-31").out
    assert "as of 31 December 2024" in out
    assert "Zirbental" not in out
