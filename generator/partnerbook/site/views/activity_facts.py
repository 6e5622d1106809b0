"""What came of an activity, as facts: what was said, learned, promised and made (DOMAIN 6.4, 9, 10.3, 11.2, 11.5)."""

from collections.abc import Iterable, Iterator

from partnerbook.core.activity import Activity, FollowUp, Planning, Review, Survey
from partnerbook.core.book import Entry
from partnerbook.site.context import Here
from partnerbook.site.values import Fact, Text, Value
from partnerbook.site.views.library import LIBRARY, is_material
from partnerbook.site.views.marketing import CALENDAR, in_calendar, title_of


def activity_facts(here: Here, entry: Entry[Activity]) -> tuple[Fact, ...]:
    """Everything an activity's record tells besides its summary and its prose; nothing for what it leaves out."""
    record = entry.record
    facts = (
        *_places(here, entry),
        *(_agenda(here, record.review) if record.review is not None else ()),
        *(_outcome(here, record) if record.on is not None else ()),
    )
    return tuple(fact for fact in facts if fact.values)


def _outcome(here: Here, record: Activity) -> Iterator[Fact]:
    """Who came, what was said, and what was promised; while it is planned there is nothing of this to tell."""
    yield Fact(here._("Guests"), _lines(_guests(here, record)))
    if record.review is not None:
        yield from _review(here, record.review)
    if record.planning is not None:
        yield from _planning(here, record.planning)
    if record.survey is not None:
        yield from _survey(here, record.survey)
    yield Fact(here._("Promised"), _lines(_promise(here, one) for one in record.follow_ups))


def _lines(texts: Iterable[str]) -> tuple[Value, ...]:
    """Several texts of a record, which may have commas of their own."""
    joined = "; ".join(texts)
    return (Text(joined),) if joined else ()


def _places(here: Here, entry: Entry[Activity]) -> Iterator[Fact]:
    """Where its figures stand in the calendar, and what it left in the library."""
    title = title_of(entry.record)
    if in_calendar(entry.record):
        yield Fact(here._("In the calendar"), (here.link(title, CALENDAR, entry.id),))
    if is_material(entry.record):
        yield Fact(here._("In the library"), (here.link(title, LIBRARY, entry.id),))


def _guests(here: Here, record: Activity) -> Iterator[str]:
    partners = here.context.analysis.book.partners
    for guest in record.attendees:
        entry = partners.get(guest.partner)
        contacts = entry.record.contacts if entry is not None else ()
        yield next((one.name for one in contacts if one.key == guest.contact), guest.contact)


def _agenda(here: Here, review: Review) -> Iterator[Fact]:
    """What a review looks back on, and its points: of use before it is held as well."""
    yield Fact(here._("Looks back on"), (Text(here.edition.period(review.period)),))
    yield Fact(here._("Agenda"), _lines(review.agenda))


def _review(here: Here, review: Review) -> Iterator[Fact]:
    yield Fact(here._("What worked"), _lines(review.worked))
    yield Fact(here._("What to change"), _lines(review.change))
    if review.outlook is not None:
        yield Fact(here._("How to go on"), (Text(here.label("outlook", review.outlook)),))


def _planning(here: Here, planning: Planning) -> Iterator[Fact]:
    yield Fact(here._("Year planned"), (Text(f"{planning.year}"),))
    yield Fact(here._("New markets"), _lines(planning.markets))
    yield Fact(here._("New services"), _lines(planning.services))
    yield Fact(here._("New ideal clients"), _lines(planning.ideal_clients))


def _survey(here: Here, survey: Survey) -> Iterator[Fact]:
    e = here.edition
    if survey.answered is None:
        yield Fact(here._("Survey"), (Text(here._("no answer yet")),))
    elif survey.score is not None:
        score = here._("%(score)s of 10") % {"score": e.number(survey.score)}
        yield Fact(here._("Survey"), (Text(score),), e.day(survey.answered).text)
    yield Fact(here._("What was said"), _lines(survey.comments))


def _promise(here: Here, promise: FollowUp) -> str:
    """What was promised, by whom, and whether it was kept."""
    e = here.edition
    words = {
        "what": promise.what,
        "owner": here.name("person", promise.owner),
        "done": e.day(promise.done).text if promise.done is not None else "",
        "due": e.day(promise.due).text if promise.due is not None else "",
    }
    if promise.done is not None:
        return here._("%(what)s (%(owner)s, done on %(done)s)") % words
    if promise.due is not None:
        return here._("%(what)s (%(owner)s, by %(due)s)") % words
    return f"{promise.what} ({words['owner']})"
