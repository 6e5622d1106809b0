"""How an activity was held, and what it took of our people's time (DOMAIN 14.5)."""

from partnerbook.core.activity import Activity
from partnerbook.site.context import Here


def how_held(here: Here, record: Activity) -> str:
    """By telephone, at a meeting; and the hours it took."""
    by = here.label("held", record.by) if record.by is not None else ""
    return " · ".join(text for text in (by, hours(here, record)) if text)


def hours(here: Here, record: Activity) -> str:
    """Hours of our people, together; nothing where nobody counted them."""
    if record.hours is None:
        return ""
    number = 1 if record.hours == 1 else 2
    text = here.edition.ngettext("%(hours)s hour of our time", "%(hours)s hours of our time", number)
    return text % {"hours": here.edition.number(record.hours)}
