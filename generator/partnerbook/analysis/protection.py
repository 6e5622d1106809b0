"""Which introductions protect a client from later claims, and until when (RULINGS, "Clients we had")."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from partnerbook.analysis.terms import origin_of
from partnerbook.core.book import Book
from partnerbook.core.dates import add_days, day_of
from partnerbook.core.referral import Referral


class Protection(Struct, frozen=True):
    """An introduction that protects: from `since` to `until`, both included; `over` from the day it was turned down.

    `referral` is empty where the client's record says so itself.
    """

    partner: str
    since: date
    until: date | None
    referral: str = ""
    over: date | None = None


def protections(book: Book, governing: Mapping[str, str]) -> Mapping[str, tuple[Protection, ...]]:
    """The protections of every client: what its record says, and what agreements give introductions."""
    found: dict[str, list[Protection]] = {}
    for key, client in book.clients.items():
        if client.record.protected_by is not None:
            protected = Protection(client.record.protected_by, date.min, client.record.protected_until)
            found.setdefault(key, []).append(protected)
    for entry in book.referrals.values():
        agreement = book.agreements.get(governing.get(entry.id, ""))
        referral = entry.record
        if agreement is None or not agreement.record.protection_days or referral.direction != "received":
            continue
        since = day_of(origin_of(referral, book).received)
        until = add_days(since, agreement.record.protection_days)
        found.setdefault(referral.client, []).append(
            Protection(referral.partner, since, until, entry.id, _turned_down(referral))
        )
    return {key: tuple(several) for key, several in found.items()}


def protected_from(
    referral: Referral, found: Mapping[str, tuple[Protection, ...]], book: Book, on: date
) -> Protection | None:
    """The other partner's introduction that protected a client when a referral came in, as it stands on a day."""
    received = day_of(origin_of(referral, book).received)
    for one in found.get(referral.client, ()):
        standing = one.over is None or one.over > on
        in_time = one.since < received and (one.until is None or received <= one.until)
        if one.partner != referral.partner and in_time and standing:
            return one
    return None


def _turned_down(referral: Referral) -> date | None:
    """The day an introduction was declined or withdrawn: it protects nobody any more."""
    steps = dict(referral.milestones.reached())
    ended = steps.get("declined") or steps.get("withdrawn")
    return day_of(ended.on) if ended is not None else None
