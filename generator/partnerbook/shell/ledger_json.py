"""A line of the ledger for programs, the same in every document that has lines (docs/reference/formats.md)."""

from partnerbook.analysis.ledger.line import Line
from partnerbook.shell.json_values import Json, plain
from partnerbook.site.edition import Edition
from partnerbook.site.ledger.progress import Progress
from partnerbook.site.ledger.words import Names, explain, losers_in_words, steps_in_words


def line_in_json(edition: Edition, line: Line, progress: Progress, names: Names) -> dict[str, Json]:
    """A line with everything it carries, how far it has come, and its explanation."""
    return {
        "id": line.id,
        "kind": line.kind,
        "direction": line.direction,
        "partner": line.partner,
        "booked": plain(line.booked),
        "on": plain(line.on),
        "due": plain(line.due),
        "amount": plain(line.amount),
        "state": progress.states.get(line.id),
        "run": plain(progress.run(line)),
        "referral": line.referral or None,
        "event": line.event,
        "agreement": line.agreement or None,
        "payout": line.payout or None,
        "answers": line.answers or None,
        "kept": line.kept,
        "paid_by": plain(progress.payouts(line)),
        "explanation": explain(edition, line, names),
        "steps": plain(steps_in_words(edition, line, names)),
        "lost": plain(losers_in_words(edition, line, names)),
        "progress": progress.in_words(edition, line) or None,
    }
