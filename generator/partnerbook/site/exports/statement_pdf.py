"""A statement as a PDF to send: set by typst from a template, with the statement as data and never as markup."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct
from msgspec.structs import asdict

from partnerbook.core.money import Money
from partnerbook.site.exports import Exported, MissingExtra, UnusableTemplate
from partnerbook.site.exports.statement_words import document

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATE = "documents/statement.typ"
"""The template, in the first of the folders of templates that has it."""
_ATTEMPTS: tuple[tuple[bool, list["PDFStandard"]], ...] = ((True, ["ua-1"]), (False, ["ua-1"]), (False, []))
"""Whether to use our own fonts alone, and what the PDF must keep to; the first that works."""
_FONTS = ("font_hanken_grotesk", "font_source_serif_pro")


def render(exported: Exported) -> bytes:
    """The PDF (tagged, PDF/UA-1), the same bytes each time: its day is the one the statement is looked at from.

    Letters that our fonts lack are borrowed from the machine's; a letter that no font has is shown as a box, in a PDF
    that is then not PDF/UA.

    Raises:
        MissingExtra: where typst is not installed.
        UnusableTemplate: where the template is wrong, or missing.
    """
    try:
        from typst import Compiler, TypstError
    except ImportError:
        raise MissingExtra("pdf", "typst") from None
    template = _template(exported.templates)
    as_of = exported.statement.as_of
    values: dict[str, Any] = _without_money(document(exported))
    values["as_of"] = [as_of.year, as_of.month, as_of.day]
    inputs = {"statement": json.dumps(values, ensure_ascii=True)}
    fonts = [str(cast(str, import_module(package).font_directory)) for package in _FONTS]
    stamp = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    wrong = ""
    for own_fonts_only, standards in _ATTEMPTS:
        compiler = Compiler(str(template), str(template.parent), fonts, own_fonts_only, inputs)
        try:
            return cast(bytes, compiler.compile(format="pdf", pdf_standards=standards, timestamp=stamp))
        except TypstError as error:
            wrong = f"{template}: {error.message}"
    raise UnusableTemplate(wrong)


def _template(folders: Sequence[Path]) -> Path:
    found = next((folder / TEMPLATE for folder in folders if (folder / TEMPLATE).is_file()), None)
    if found is None:
        raise UnusableTemplate(f"there is no template {TEMPLATE}")
    return found


def _without_money(value: object) -> Any:
    # A text is all the template needs of an amount.
    match value:
        case Struct():
            pairs = asdict(value).items()
            return {key: _without_money(one) for key, one in pairs if not isinstance(one, Money) and key != "money"}
        case tuple() | list():
            return [_without_money(one) for one in value]
        case _:
            return value
