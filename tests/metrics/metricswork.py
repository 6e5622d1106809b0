"""Small programs for the tests of figures: written in a line or two, counted on fingers.

Everything is looked at from 30 June 2026, so that the last 12 months begin on 1 July 2025.
"""

from collections.abc import Mapping
from datetime import date

from partnerbook.analysis import Analysis, analyse
from partnerbook.analysis.metrics.figure import Figure, Part, Window
from partnerbook.analysis.metrics.windows import trailing_year
from partnerbook.core.money import Money
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource

AS_OF = date(2026, 6, 30)
YEAR = trailing_year(AS_OF)

Written = tuple[str, str]
"""A record as text: `plural/id` and its front matter."""

PROGRAM = """format: 1
name: Werft program
currency: EUR
time_zone: Europe/Berlin
holidays: {country: DE, subdivision: HH}
owner: mats
firm: {name: Kontor, country: DE, positioning: mid_market, ideal_client: Yards, pitch: We reckon.}
people: [{key: mats, name: Mats Petersen, email: mats@kontor.example, roles: [program_owner]}]
approval: {limits: [{role: program_owner}]}
services: [{key: cfo, name: CFO, ours: true}, {key: erp, name: ERP}]
tiers:
  - {key: gold, name: Gold, description: Few, contact_months: 1, review_months: 3, partners_from: 1, partners_to: 2}
  - {key: open, name: Open, description: All, contact_months: 12}
service_levels:
  {acknowledge_hours: 8, respond_hours: 24, meeting_days: 7, tell_days: 3, close_loop_days: 7, stalled_days: 30}
goals:
  partner_share_from: 20%
  partner_share_to: 40%
  mature_partner_share_from: 30%
  mature_partner_share_to: 50%
"""


def program(more: str = "") -> Written:
    """The program, with what else its record says."""
    return ("program", PROGRAM + more)


def partner(key: str = "werft", history: str = "2024-01-01 active", **fields: str) -> Written:
    """A partner; its history is written `2024-01-01 active; 2025-03-01 paused`."""
    changes = [change.split() for change in history.split(";")]
    needed = {
        "name": key.title(),
        "city": "Hamburg",
        "country": "DE",
        "services": "[erp]",
        "ideal_client": "Yards",
        "positioning": "mid_market",
        "pitch": "We build.",
        "owner": "mats",
        "status_history": _listed([f"{{on: {on}, status: {status}}}" for on, status in changes]),
    }
    return (f"partners/{key}", _front(needed | fields))


def referral(
    short: str,
    received: str,
    steps: str = "",
    *,
    partner: str = "werft",
    direction: str = "received",
    deals: str = "",
    payments: str = "",
    refunds: str = "",
    **fields: str,
) -> Written:
    """A referral; steps are written `contacted 2026-01-05; won 2026-02-01`, money `p 2026-02-01 1000.00 EUR`.

    Payments are of a deal `d`, refunds of a payment `p`; what stands behind an amount is taken as it is. A deal is
    `d 1000.00 EUR signed=2026-01-01`.
    """
    taken = [step.split(maxsplit=1) for step in _items(steps)]
    needed = {
        "partner": partner,
        "direction": direction,
        "received": received,
        "client": f"client-{short}",
        "service": "cfo",
        "challenge": "Growth",
        "milestones": "{" + ", ".join(f"{name}: {{on: {_more(rest)}}}" for name, rest in taken) + "}",
        "deals": _listed([_deal(deal) for deal in _items(deals)]),
        "payments": _listed([_event(event, "deal: d") for event in _items(payments)]),
        "refunds": _listed([_event(event, "payment: p") for event in _items(refunds)]),
    }
    return (f"referrals/{received[:10]}-{partner}-{short}", _front(needed | fields))


def activity(short: str, on: str, type_: str = "check_in", *, partners: str = "werft", **fields: str) -> Written:
    """Something done together."""
    needed = {"type": type_, "on": on, "partners": f"[{partners}]", "summary": "It went well"}
    return (f"activities/{on[:10]}-{short}", _front(needed | fields))


def payout(short: str, on: str, total: str, *, partner: str = "werft", **fields: str) -> Written:
    """A payout that was paid on a day; with an adjustment of its whole, since nothing of the ledger is behind it."""
    needed = {
        "partner": partner,
        "direction": "payable",
        "period": "2025-Q4",
        "run": on,
        "adjustments": f"[{{key: a, on: {on}, amount: {total}, reason: By agreement}}]",
        "total": total,
        "prepared": f"{{on: {on}, by: mats}}",
        "paid": f"{{on: {on}}}",
    }
    return (f"payouts/{on}-{partner}-{short}", _front(needed | fields))


def looked_at(*records: Written, as_of: date = AS_OF) -> Analysis:
    """What follows from records; the program and one partner `werft` are there unless they are among them."""
    named = dict([program(), partner(), *records])
    files: dict[str, str | bytes] = {}
    for name, front in named.items():
        plural, _, key = name.partition("/")
        year = f"{key[:4]}/" if plural in ("referrals", "activities", "payouts") else ""
        files[f"records/{plural}/{year}{key}.md" if key else f"records/{plural}.md"] = f"---\n{front}---\n"
    loaded = load(MemorySource(files))
    wrong = [f"{found.path}: {found.message}" for found in loaded.findings if found.severity == "error"]
    assert wrong == []
    return analyse(loaded.book, as_of)


def of_werft(*records: Written, window: Window = YEAR) -> Mapping[str, Figure]:
    """Figures of the partner `werft`."""
    return looked_at(*records).metrics.partner("werft", window)


def of_program(*records: Written, window: Window = YEAR) -> Mapping[str, Figure]:
    """Figures of the program."""
    return looked_at(*records).metrics.program(window)


def parts(figure: Figure) -> tuple[Part, Part | None, int]:
    """Numerator, denominator and sample."""
    return figure.numerator, figure.denominator, figure.sample


def days(first: str, last: str) -> Window:
    """A window."""
    return Window(date.fromisoformat(first), date.fromisoformat(last))


def euros(text: str) -> Money:
    """An amount in euros."""
    return Money.parse(f"{text} EUR")


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]


def _more(text: str) -> str:
    """A value and what stands behind it: `2026-01-05 booked=2026-02-01`."""
    first, *rest = text.split()
    return ", ".join([first, *(": ".join(word.split("=", 1)) for word in rest)])


def _deal(text: str) -> str:
    key, amount, currency, *rest = text.split()
    more = "".join(f", {': '.join(word.split('=', 1))}" for word in rest)
    return f"{{key: {key}, value: {amount} {currency}, kind: project{more}}}"


def _event(text: str, named: str) -> str:
    key, on, amount, currency, *rest = text.split()
    more = "".join(f", {': '.join(word.split('=', 1))}" for word in rest)
    return f"{{key: {key}, {named}, on: {on}, amount: {amount} {currency}{more}}}"


def _listed(items: list[str]) -> str:
    return f"[{', '.join(items)}]"


def _front(fields: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
