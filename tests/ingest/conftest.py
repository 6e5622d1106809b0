"""What the tests of reading share: the specimen handbook as texts by path."""

from pathlib import Path

import pytest

SPECIMEN = Path(__file__).parents[2] / "generator/partnerbook/specimen"


@pytest.fixture(scope="session")
def specimen() -> dict[str, bytes]:
    """Every file of the specimen handbook by its path; not to be changed by a test."""
    return {
        path.relative_to(SPECIMEN).as_posix(): path.read_bytes() for path in sorted(SPECIMEN.glob("records/**/*.md"))
    }
