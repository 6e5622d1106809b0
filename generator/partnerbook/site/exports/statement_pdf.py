"""A statement as a PDF to send: set by typst from a template, with the statement as data and never as markup."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from partnerbook.core.money import Money
from partnerbook.site.exports import Exported, MissingExtra
from partnerbook.site.exports.statement_words import document

TEMPLATE = "documents/statement.typ"
"""The template, in the first of the folders of templates that has it."""
_FONTS = ("font_hanken_grotesk", "font_source_serif_pro")


def render(exported: Exported) -> bytes:
    """The PDF (tagged, PDF/UA-1), the same bytes each time: its day is the one the statement is looked at from.

    Raises:
        MissingExtra: where typst is not installed.
    """
    try:
        from typst import Compiler
    except ImportError:
        raise MissingExtra("pdf", "typst") from None
    template = _template(exported.templates)
    as_of = exported.statement.as_of
    values: dict[str, Any] = asdict(document(exported), dict_factory=_without_money)
    values["as_of"] = [as_of.year, as_of.month, as_of.day]
    compiler = Compiler(
        str(template),
        root=str(template.parent),
        font_paths=[str(cast(str, import_module(package).font_directory)) for package in _FONTS],
        ignore_system_fonts=True,
        sys_inputs={"statement": json.dumps(values, ensure_ascii=True)},
    )
    made = compiler.compile(
        format="pdf", pdf_standards="ua-1", timestamp=datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    )
    return cast(bytes, made)


def _template(folders: Sequence[Path]) -> Path:
    found = next((folder / TEMPLATE for folder in folders if (folder / TEMPLATE).is_file()), None)
    if found is None:
        raise FileNotFoundError(f"there is no template {TEMPLATE}")
    return found


def _without_money(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # A text is all the template needs of an amount.
    return {key: value for key, value in pairs if not isinstance(value, Money) and key != "money"}
