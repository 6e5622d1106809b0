"""Catalogs of translated messages, read from the files that translators edit (docs/adr/0006)."""

import gettext
import io
from functools import lru_cache
from pathlib import Path

CATALOGS = Path(__file__).parents[1] / "locale"
"""The folder of catalogs: `de/LC_MESSAGES/partnerbook.po`; it travels in the package."""
DOMAIN = "partnerbook"


def catalog_path(language: str) -> Path:
    """Where a language's catalog lies."""
    return CATALOGS / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@lru_cache(maxsize=8)
def translations(language: str) -> gettext.NullTranslations:
    """The messages of a language; messages as they stand in the code where it has no catalog, as English."""
    path = catalog_path(language)
    if not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
