"""Small programs for the tests of the ledger, written in a line or two, and what comes out in readable form.

Expected figures in these tests are worked out by hand from the rulings, with their arithmetic beside them.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.ledger import reckon
from partnerbook.analysis.ledger.line import Ledger
from partnerbook.core.book import Book
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource

Written = tuple[str, str]
"""A record as text: `plural/id` and its front matter."""

LATER = "2029-12-31"
"""A day after everything."""

PROGRAM = """format: 1
name: Werft program
currency: EUR
time_zone: Europe/Berlin
owner: mats
firm: {name: Kontor, country: DE, positioning: mid_market, ideal_client: Yards, pitch: We reckon.}
people: [{key: mats, name: Mats Petersen, email: mats@kontor.example, roles: [program_owner]}]
approval: {limits: [{role: program_owner}]}
services: [{key: cfo, name: CFO, ours: true}, {key: setup, name: Set-up, ours: true}, {key: erp, name: ERP}]
service_levels:
  {acknowledge_hours: 8, respond_hours: 24, meeting_days: 7, tell_days: 3, close_loop_days: 7, stalled_days: 30}
goals:
  partner_share_from: 20%
  partner_share_to: 40%
  mature_partner_share_from: 30%
  mature_partner_share_to: 50%
"""
TIERS = "{key: network, name: Network, description: All, contact_months: 12}"

NOTHING = "{earn: none}"


def share_of_payments(rate: str, basis: str = "client_lifetime", more: str = "") -> str:
    """A plain percentage."""
    return f"{{earn: percentage, basis: {basis}, rate: {rate}{', ' + more if more else ''}}}"


def bands(measure: str, mode: str, period: str, *bands: str, basis: str = "client_lifetime", more: str = "") -> str:
    """A tiered rate; a band is written `10000 6%`, a count `3: 6%`, a conversion `50% 6%`."""
    written = []
    for band in bands:
        start, rate = band.split(" ")
        begin = start[:-1] if start.endswith(":") else start if start.endswith("%") else money(start)
        written.append(f"{{from: {begin}, rate: {rate}}}")
    extra = f", {more}" if more else ""
    return (
        f"{{earn: tiered, measure: {measure}, mode: {mode}, period: {period}, basis: {basis}, "
        f"bands: [{', '.join(written)}]{extra}}}"
    )


def money(text: str) -> str:
    """`10000` is written `10000.00 EUR`, `5.5USD` would be refused by the loader, `100JPY` is `100 JPY`."""
    match = re.fullmatch(r"(-?\d+)(\.\d+)?([A-Z]{3})?", text)
    assert match is not None, text
    whole, cents, currency = match.groups()
    currency = currency or "EUR"
    decimals = {"JPY": "", "KWD": ".000"}.get(currency, ".00")
    return f"{whole}{cents or decimals} {currency}"


def program(rates: Iterable[str] = (), tiers: str = TIERS) -> Written:
    """The program with exchange rates written `2025-01-01 USD EUR 0.9`."""
    written = []
    for rate in rates:
        on, currency, into, worth = rate.split(" ")
        written.append(f"{{on: {on}, currency: {currency}, into: {into}, rate: {worth}}}")
    return ("program", f"{PROGRAM}tiers: [{tiers}]\nexchange_rates: [{', '.join(written)}]\n")


def agreement(
    name: str = "a",
    *,
    received: str = NOTHING,
    sent: str = NOTHING,
    partner: str = "werft",
    effective: str = "2024-01-01",
    trigger: str = "client_payment",
    net_days: int = 30,
    terms: str = "",
    **lines: str,
) -> Written:
    """An agreement signed before it takes effect; `terms` are more words of its payment."""
    fields = {
        "partner": partner,
        "model": "referral",
        "signed": "2023-12-15",
        "effective": effective,
        "scope": "{}",
        "compensation": f"{{received: {received}, sent: {sent}}}",
        "payment": f"{{trigger: {trigger}, net_days: {net_days}{', ' + terms if terms else ''}}}",
        "attribution": "{rule: first_introduction}",
    }
    return (f"agreements/{name}", _front(fields | lines))


def referral(
    short: str,
    received: str,
    *,
    partner: str = "werft",
    direction: str = "received",
    client: str = "",
    service: str = "cfo",
    steps: str | None = None,
    deals: str | tuple[str, ...] = "d 10000",
    invoices: str = "",
    payments: str = "",
    refunds: str = "",
    **lines: str,
) -> Written:
    """A referral, won on the day it was received unless `steps` say otherwise, with a project `d` of 10,000.

    Items are divided by semicolons: a step is `won 2025-03-10`, a deal `d 10000 start=2025-04-01`, an invoice
    `i1 2025-04-01 10000`, a payment `p1 2025-04-01 10000`, a refund `r1 p1 2025-05-01 10000`; what stands behind
    (`booked=2025-05-01`) is taken as it is. A deal may be YAML.
    """
    fields = {
        "partner": partner,
        "direction": direction,
        "received": received,
        "client": client or f"client-{short}",
        "service": service,
        "challenge": "Growth",
        "milestones": _steps(f"won {received[:10]}" if steps is None else steps),
        "deals": _listed(_deal(item) for item in _items(deals)),
        "invoices": _listed(_event(item, "on", "amount", "deal: d") for item in _items(invoices)),
        "payments": _listed(_event(item, "on", "amount", "deal: d") for item in _items(payments)),
        "refunds": _listed(_event(item, "payment", "on", "amount", "") for item in _items(refunds)),
    }
    return (f"referrals/{received[:10]}-{partner}-{short}", _front(fields | lines))


def client(key: str, **lines: str) -> Written:
    """A client's record, where more than its name matters."""
    fields = {"name": "Hanse", "industry": "food", "size": "small", "region": "north", "known_since": "2020-01-01"}
    return (f"clients/{key}", _front(fields | lines))


def partner(key: str, **lines: str) -> Written:
    """A partner's record, where more than its name matters."""
    fields = {
        "name": key.title(),
        "city": "Hamburg",
        "country": "DE",
        "services": "[erp]",
        "ideal_client": "Yards",
        "positioning": "mid_market",
        "pitch": "We build.",
        "owner": "mats",
        "status_history": "[{on: 2020-01-01, status: active}]",
    }
    return (f"partners/{key}", _front(fields | lines))


def payout(key: str, *, partner: str = "werft", direction: str = "payable", total: str, **lines: str) -> Written:
    """A payout prepared three days before its run, which is in its key."""
    run = date.fromisoformat(key[:10])
    fields = {
        "partner": partner,
        "direction": direction,
        "period": f"{run.year}",
        "run": f"{run}",
        "total": money(total),
        "prepared": f"{{on: {run.replace(day=run.day - 3)}, by: mats}}",
    }
    return (f"payouts/{key}", _front(fields | lines))


def book_of(*records: Written) -> Book:
    """The Book of these records; partners, clients and the program are added where nothing is said of them.

    Records that do not load without a finding are a fault of the test.
    """
    files = dict(records)
    assert len(files) == len(records), "two records of one name"
    for name, text in records:
        for field, kind in (("partner", "partners"), ("client", "clients")):
            for key in re.findall(rf"\b{field}: ([a-z0-9-]+)", text) if not name.startswith("clients/") else ():
                files.setdefault(f"{kind}/{key}", (partner(key) if kind == "partners" else client(key))[1])
        for key in re.findall(r"party: ([a-z0-9-]+)", text):
            if key != "us":
                files.setdefault(f"partners/{key}", partner(key)[1])
    files.setdefault("program", program()[1])
    written: dict[str, str | bytes] = {}
    for name, text in files.items():
        kind, _, key = name.rpartition("/")
        year = f"{key[:4]}/" if kind in ("referrals", "payouts") else ""
        written[f"records/{kind}/{year}{key}.md" if kind else f"records/{key}.md"] = f"---\n{text}---\n"
    loaded = load(MemorySource(written))
    assert [f"{found.path}: {found.message}" for found in loaded.findings] == []
    return loaded.book


def reckoned(*records: Written, as_of: str = LATER) -> Ledger:
    """The ledger of these records on a day."""
    return on_day(book_of(*records), as_of)


def on_day(book: Book, as_of: str = LATER) -> Ledger:
    """The ledger of a Book on a day, with what holds for every ledger asserted."""
    day = date.fromisoformat(as_of)
    ledger = reckon(known_by(book, day), day)
    ids = [line.id for line in ledger.lines]
    assert len(set(ids)) == len(ids)
    assert set(ledger.by_id) == set(ids)
    assert [line.booked for line in ledger.lines] == sorted(line.booked for line in ledger.lines)
    assert all(line.booked <= day for line in ledger.lines)
    assert all(line.amount.rounded() == line.amount for line in ledger.lines)
    return ledger


def short(name: str) -> str:
    """A line's id without the day and partner in its referral's: `a1/p1/accrual/werft`."""
    source, slash, rest = name.partition("/")
    return f"{source.rpartition('-')[2]}{slash}{rest}"


def amounts(ledger: Ledger, *, kinds: str = "accrual true_up clawback") -> dict[str, str]:
    """Every line of these kinds by its short id; amounts in euros without the currency's name."""
    return {short(line.id): plain(str(line.amount)) for line in ledger.lines if line.kind in kinds.split()}


def plain(amount: str) -> str:
    """An amount in euros without the currency's name; others as they are."""
    return amount.removesuffix(" EUR")


def booked(ledger: Ledger) -> dict[str, tuple[str, str]]:
    """Booked and due day of every line by its short id."""
    return {short(line.id): (str(line.booked), str(line.due)) for line in ledger.lines}


def reasons(ledger: Ledger) -> dict[str, str]:
    """Why events earned nothing, by referral and event."""
    return {f"{short(found.referral)}/{found.event}": found.reason for found in ledger.unearned}


def since(ledger: Ledger) -> dict[str, str]:
    """The day such a reason rests on, by referral and event."""
    return {f"{short(found.referral)}/{found.event}": str(found.since) for found in ledger.unearned}


def balance(ledger: Ledger, partner: str = "werft", direction: str = "payable", *, referral: str = "") -> str:
    """The sum of a partner's lines in one direction: `100.00`, in several currencies `100.00, 5.00 USD`."""
    sums: dict[str, Decimal] = {}
    for line in ledger.lines:
        if (line.partner, line.direction) == (partner, direction) and referral in ("", short(line.referral)):
            sums[line.amount.currency] = sums.get(line.amount.currency, Decimal(0)) + line.amount.amount
    return ", ".join(plain(f"{amount} {currency}") for currency, amount in sorted(sums.items())) or "0"


def _front(fields: dict[str, str]) -> str:
    return "".join(f"{field}: {value}\n" for field, value in fields.items() if value not in ("", "[]", "~"))


def _items(text: str | tuple[str, ...]) -> list[str]:
    return [item.strip() for item in (text.split(";") if isinstance(text, str) else text) if item.strip()]


def _listed(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _steps(text: str) -> str:
    steps = []
    for item in _items(text):
        name, on, *more = item.split(" ")
        steps.append(f"{name}: {{{', '.join([f'on: {on}', *map(_word, more)])}}}")
    return f"{{{', '.join(steps)}}}" if steps else ""


def _deal(item: str) -> str:
    if item.startswith("{"):
        return item
    key, value, *more = item.split(" ")
    words = [f"key: {key}", f"value: {money(value)}", *map(_word, more)]
    if not any(word.startswith("kind: ") for word in words):
        words.append("kind: project")
    return f"{{{', '.join(words)}}}"


def _event(item: str, *names: str) -> str:
    *fields, usual = names
    key, *values = item.split(" ")
    words = [f"key: {key}"]
    for field, value in zip(fields, values, strict=False):
        words.append(f"{field}: {money(value) if field == 'amount' else value}")
    words += map(_word, values[len(fields) :])
    if usual and not any(word.startswith(usual.split(" ")[0]) for word in words):
        words.append(usual)
    return f"{{{', '.join(words)}}}"


def _word(text: str) -> str:
    field, _, value = text.partition("=")
    return f"{field}: {money(value) if field in ('eligible', 'list_price') else value}"
