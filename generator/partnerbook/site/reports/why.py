"""Why a referral, or one line of the ledger, earned what it did, as a report for a terminal."""

from collections.abc import Iterable

from partnerbook.core.dates import day_of
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.ledger.why import Why, WhyBalance, WhyLine
from partnerbook.site.ledger.words import Names, kind_in_words, state_in_words
from partnerbook.site.reports.plain import NONE, PlainReport, PlainTable, money

_ABOUT = {
    "received": N_("%(partner)s sent us the client %(client)s on %(day)s for %(service)s; it stands at: %(state)s"),
    "sent": N_("We sent %(partner)s the client %(client)s on %(day)s for %(service)s; it stands at: %(state)s"),
}


def why_report(edition: Edition, found: Why, names: Names) -> PlainReport:
    """A referral: its agreement, its lines, what earned nothing, what others deliver, and its balance."""
    _ = edition.gettext
    entry = found.referral
    values = {
        "partner": names.partner(entry.record.partner),
        "client": entry.record.client,
        "day": edition.day(day_of(entry.record.received)).text,
        "service": names.service(entry.record.service),
        "state": label(edition, "referral_state", found.state),
    }
    tables = (
        _list(_("Referral"), [_(_ABOUT[entry.record.direction]) % values]),
        _list(_("Agreement"), (*found.choice, *found.terms, *found.special)),
        lines_table(edition, found.lines, names),
        _list(_("What earned nothing, and why"), (one.words for one in found.nothing)),
        _list(_("Subcontracts"), (one.words for one in found.subcontracts)),
        _balances(edition, found.balances, names),
    )
    return PlainReport(entry.id, tuple(table for table in tables if table.rows or table.notes))


def line_report(edition: Edition, line: WhyLine, choice: tuple[str, ...], names: Names) -> PlainReport:
    """One line; `choice` says which agreement holds for its referral, where it has one."""
    tables = (_list(edition.gettext("Agreement"), choice), lines_table(edition, (line,), names))
    return PlainReport(line.line.id, tuple(table for table in tables if table.rows or table.notes))


def _list(title: str, sentences: Iterable[str]) -> PlainTable:
    return PlainTable(title, (), (), notes=tuple(f"- {sentence}" for sentence in sentences))


def lines_table(edition: Edition, lines: tuple[WhyLine, ...], names: Names) -> PlainTable:
    """Lines with every step below each, how far they have come, and what answers them."""
    _ = edition.gettext
    columns = (_("Booked"), _("Kind"), _("Direction"), _("Amount"), _("Due"), _("State"))
    rows = tuple(_row(edition, one) for one in lines)
    several = len({one.line.partner for one in lines}) > 1
    below = tuple(_below(edition, one, names.partner(one.line.partner) if several else "") for one in lines)
    return PlainTable(_("Lines"), columns, rows, right=frozenset({3}), below=below)


def _row(edition: Edition, one: WhyLine) -> tuple[str, ...]:
    line = one.line
    return (
        line.booked.isoformat(),
        kind_in_words(edition, line.kind),
        label(edition, "payout_direction", line.direction),
        money(edition, line.amount),
        line.due.isoformat() if line.due is not None and not line.kept else NONE,
        state_in_words(edition, one.state) if one.state is not None else NONE,
    )


def _below(edition: Edition, one: WhyLine, partner: str) -> tuple[str, ...]:
    """The line's id, whose it is where that differs, and everything that is to be said of it."""
    _ = edition.gettext
    texts = [one.line.id, *([partner] if partner else ()), *(f"- {step}" for step in one.steps)]
    texts += [f"- {lost}" for lost in one.lost]
    if one.progress:
        texts.append(f"- {one.progress}")
    if one.line.answers:
        texts.append("- " + _("It answers %(line)s") % {"line": one.line.answers})
    texts += ["- " + _("Answered by %(line)s") % {"line": answer} for answer in one.answered_by]
    return tuple(texts)


def _balances(edition: Edition, found: tuple[WhyBalance, ...], names: Names) -> PlainTable:
    _ = edition.gettext
    rows = tuple(
        (
            names.partner(one.partner),
            label(edition, "payout_direction", one.direction),
            money(edition, one.earned),
            money(edition, one.taken_back),
            money(edition, one.settled),
            money(edition, one.open),
        )
        for one in found
    )
    columns = (_("Partner"), _("Direction"), _("Earned"), _("Taken back"), _("Settled"), _("Open"))
    return PlainTable(_("Balance"), columns, rows, right=frozenset({2, 3, 4, 5}))
