"""What a page says of itself that is written in another language than the handbook around it."""

from partnerbook.site.edition import Edition


def only_in(edition: Edition, language: str) -> str:
    """That a page has not been translated: which language it is in."""
    _ = edition.gettext
    if language == "de":
        return _("So far this page is available in German only.")
    return _("So far this page is available in English only.")
