"""The sample's raw facts in a database: what records say, and nothing that the program has reckoned.

Money is in hundredths; moments are minutes since 1970 on the wall's clock.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from samplework import book, is_business_day

from partnerbook.core.dates import Moment
from partnerbook.core.money import Money
from programs import AS_OF

TABLES = """
create table partner (partner text primary key);
create table whose (partner text, who text);
create table status (partner text, place int, day text, status text);
create table tier (partner text, place int, day text, tier text);
create table goal (partner text, year int, received int, sent int, revenue int);
create table referral (id text primary key, partner text, direction text, day text, received int, reopens text);
create table step (referral text, place int, name text, day text, first int, booked text);
create table reason (referral text, reason text);
create table deal (referral text, signed text, amount int, currency text);
create table payment (referral text, key text, day text, amount int, currency text);
create table refund (referral text, payment text, day text, amount int, currency text);
create table answer (referral text, day text, score int);
create table activity (id text primary key, type text, day text, cost int, logistics text, promotion text,
  our_leads int, their_leads int);
create table took_part (activity text, partner text);
create table survey (activity text, day text, score int);
create table payout (id text, partner text, direction text, booked text, amount int, currency text);
create table cadence (tier text, kind text, months int);
create table cost (first text, last text, amount int);
create table channel (key text, year int, leads int, wins int, cost int, warm int);
create table firm (first text, last text, amount int);
create table rate (day text, currency text, millionths int);
create table calendar (day text primary key, business int, begins int);
create table span (span text, first text, last text);
"""


def exported(spans: Iterable[tuple[str, date, date]]) -> sqlite3.Connection:
    """The facts, with the windows to be looked at."""
    facts = sqlite3.connect(":memory:")
    facts.executescript(TABLES)
    _insert(facts, "span", [(name, str(first), str(last)) for name, first, last in spans])
    _calendar(facts)
    _partners(facts)
    _referrals(facts)
    _activities(facts)
    _money(facts)
    return facts


def _insert(facts: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    found = list(rows)
    if found:
        # The names of the tables are ours.
        facts.executemany(f"insert into {table} values ({', '.join('?' * len(found[0]))})", found)  # noqa: S608


def _calendar(facts: sqlite3.Connection) -> None:
    day, rows = date(2024, 1, 1), []
    while day <= AS_OF:
        rows.append((str(day), int(is_business_day(day)), _first_minute(day)))
        day += timedelta(days=1)
    _insert(facts, "calendar", rows)


def _partners(facts: sqlite3.Connection) -> None:
    for key, entry in book().partners.items():
        partner = entry.record
        _insert(facts, "partner", [(key,)])
        _insert(facts, "whose", [(key, key), (key, "")])
        history, tiers = enumerate(partner.status_history), enumerate(partner.tier_history)
        _insert(facts, "status", [(key, place, str(one.on), one.status) for place, one in history])
        _insert(facts, "tier", [(key, place, str(one.on), one.tier) for place, one in tiers])
        _insert(
            facts,
            "goal",
            [
                (key, goal.year, goal.received, goal.sent, _cents(goal.revenue, "EUR") if goal.revenue else None)
                for goal in partner.goals
            ],
        )


def _referrals(facts: sqlite3.Connection) -> None:
    for key, entry in book().referrals.items():
        one = entry.record
        day = str(one.received)[:10]
        _insert(facts, "referral", [(key, one.partner, one.direction, day, _last_minute(one.received), one.reopens)])
        _insert(
            facts,
            "step",
            [
                (key, place, name, str(step.on)[:10], _first_minute(step.on), _day(step.booked))
                for place, (name, step) in enumerate(one.milestones.reached())
            ],
        )
        if one.outcome is not None:
            _insert(facts, "reason", [(key, one.outcome.reason)])
        if one.satisfaction is not None:
            _insert(facts, "answer", [(key, str(one.satisfaction.on), one.satisfaction.score)])
        _insert(facts, "deal", [(key, _day(deal.signed), *_money_of(deal.value)) for deal in one.deals])
        _insert(
            facts,
            "payment",
            [(key, paid.key, str(paid.booked or paid.on), *_money_of(paid.amount)) for paid in one.payments],
        )
        _insert(
            facts,
            "refund",
            [(key, back.payment, str(back.booked or back.on), *_money_of(back.amount)) for back in one.refunds],
        )


def _activities(facts: sqlite3.Connection) -> None:
    for key, entry in book().activities.items():
        one = entry.record
        if one.on is None or one.cancelled is not None:
            continue
        block = one.marketing
        marketing = (block.logistics, block.promotion, block.our_leads, block.their_leads) if block else (None,) * 4
        cost = _cents(one.cost, "EUR") if one.cost else 0
        _insert(facts, "activity", [(key, one.type, str(one.on)[:10], cost, *marketing)])
        _insert(facts, "took_part", [(key, partner) for partner in one.partners])
        if one.survey is not None and one.survey.answered is not None:
            _insert(facts, "survey", [(key, str(one.survey.answered), one.survey.score)])


def _money(facts: sqlite3.Connection) -> None:
    program = book().program
    assert program is not None
    record = program.record
    for key, entry in book().payouts.items():
        one = entry.record
        assert one.cancelled is None
        if one.paid is not None:
            booked = str(one.paid.booked or one.paid.on)
            _insert(facts, "payout", [(key, one.partner, one.direction, booked, *_money_of(one.total))])
    _insert(
        facts,
        "cost",
        [(str(cost.period.first), str(cost.period.last), _cents(cost.amount, "EUR")) for cost in record.costs],
    )
    _insert(
        facts,
        "channel",
        [(one.key, one.year, one.leads, one.wins, _cents(one.cost, "EUR"), int(one.warm)) for one in record.channels],
    )
    _insert(
        facts,
        "firm",
        [(str(one.period.first), str(one.period.last), _cents(one.new_revenue, "EUR")) for one in record.revenue],
    )
    _insert(facts, "cadence", [(tier.key, "contact", tier.contact_months) for tier in record.tiers])
    _insert(facts, "cadence", [(tier.key, "review", tier.review_months) for tier in record.tiers])
    _insert(facts, "rate", [(str(date.min), "EUR", 1_000_000)])
    assert {one.into for one in record.exchange_rates} == {"EUR"}
    _insert(
        facts,
        "rate",
        [(str(one.on), one.currency, int(Decimal(one.rate) * 1_000_000)) for one in record.exchange_rates],
    )


def _money_of(money: Money) -> tuple[int, str]:
    return _cents(money, money.currency), money.currency


def _cents(money: Money, currency: str) -> int:
    assert money.currency == currency
    return int(money.amount * 100)


def _day(day: date | None) -> str | None:
    return str(day) if day is not None else None


def _first_minute(moment: Moment) -> int:
    """A day without an hour begins with its first minute."""
    start = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return int((start - datetime(1970, 1, 1)) / timedelta(minutes=1))  # noqa: DTZ001


def _last_minute(moment: Moment) -> int:
    return _first_minute(moment) + (0 if isinstance(moment, datetime) else 24 * 60 - 1)
