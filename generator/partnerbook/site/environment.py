"""The Jinja environment: everything escaped, nothing undefined, every word through gettext."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from partnerbook.site.edition import Edition
from partnerbook.site.values import Shown


def environment(templates: Sequence[Path], edition: Edition) -> Environment:
    """An environment over folders of templates; the first folder that has a template provides it.

    `english` is the attribute for what the program says in English in every edition: findings, rules, the schema.
    """
    env = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in templates]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=False,
        lstrip_blocks=False,
        keep_trailing_newline=False,
        auto_reload=False,
    )
    env.install_gettext_translations(edition.translations, newstyle=True)  # type: ignore[attr-defined]
    env.globals["english"] = Markup("") if edition.language == "en" else Markup(' lang="en"')
    shown = Shown(edition.gettext("none"))
    env.filters.update(show=shown.one, show_list=shown.row, show_pills=shown.pills)
    return env
