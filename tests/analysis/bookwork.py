"""Small handbooks for the tests of the analysis: records with only what they need, as text."""

from collections.abc import Mapping
from datetime import date

import programs
from partnerbook.core.book import Book
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from programs import ROOT

SPECIMEN = programs.book(programs.SPECIMEN)
SAMPLE = programs.book()

NEEDED = {
    "partners": {
        "name": "Werft",
        "city": "Hamburg",
        "country": "DE",
        "services": "[erp-implementation]",
        "ideal_client": "Yards",
        "positioning": "mid_market",
        "pitch": "We build.",
        "owner": "ilka-brandt",
        "status_history": "[{on: 2024-04-01, status: active}]",
    },
    "agreements": {
        "partner": "werft",
        "model": "referral",
        "signed": "2025-01-10",
        "effective": "2025-02-01",
        "scope": "{}",
        "compensation": "{received: {earn: none}, sent: {earn: none}}",
        "payment": "{trigger: client_payment, net_days: 30}",
        "attribution": "{rule: first_introduction}",
    },
    "referrals": {
        "partner": "werft",
        "direction": "received",
        "received": "2025-03-03",
        "client": "hanse",
        "service": "fractional-cfo",
        "challenge": "Growth",
    },
    "payouts": {
        "partner": "werft",
        "direction": "payable",
        "period": "2025-Q1",
        "run": "2025-04-30",
        "total": "100.00 EUR",
        "prepared": "{on: 2025-04-20, by: mats-petersen}",
    },
    "activities": {"type": "check_in", "on": "2025-03-03", "partners": "[werft]", "summary": "A call"},
    "clients": {
        "name": "Hanse",
        "industry": "logistics",
        "size": "medium",
        "region": "hamburg",
        "known_since": "2025-01-01",
    },
    "closings": {
        "period": "2025-Q1",
        "closed": "2025-04-15",
        "by": "mats-petersen",
        "lines": "0",
        "ledger": f"'sha256:{'0' * 64}'",
    },
}
YEARLY = {"referrals", "payouts", "activities"}


def book(records: Mapping[str, str] | None = None, *, program: bool = False) -> Book:
    """A Book of records by `plural/id`, each with the lines that differ; a key with the value `~` is taken out."""
    files: dict[str, str | bytes] = {}
    for name, lines in (records or {}).items():
        plural, key = name.split("/")
        fields = NEEDED[plural] | dict(line.split(": ", 1) for line in lines.splitlines() if line)
        front = "".join(f"{field}: {value}\n" for field, value in fields.items() if value != "~")
        year = f"{key[:4]}/" if plural in YEARLY else ""
        files[f"records/{plural}/{year}{key}.md"] = f"---\n{front}---\n"
    if program:
        files["records/program.md"] = (ROOT / "generator/partnerbook/specimen/records/program.md").read_bytes()
    loaded = load(MemorySource(files))
    wrong = [f"{found.path}: {found.message}" for found in loaded.findings if found.code != "SCH018"]
    assert wrong == []
    return loaded.book


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)
