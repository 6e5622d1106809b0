"""The page of one payout: what is paid and why, who stood for it, and how it was settled."""

from markupsafe import Markup
from msgspec import Struct

from partnerbook.core.book import Entry
from partnerbook.core.payout import Payout, Vat
from partnerbook.site.context import Context, Here
from partnerbook.site.prose import to_html
from partnerbook.site.values import Fact, Link, MoneyText, Notice, Pill, Step, Text, Value
from partnerbook.site.views.common import attention
from partnerbook.site.views.money_rows import LineRow, line_rows


class AdjustmentRow(Struct, frozen=True):
    """An amount beside the ledger."""

    day: Value
    reason: str
    amount: MoneyText


class UnknownLine(Struct, frozen=True):
    """A line that the ledger does not have; the rules say so too."""

    key: str
    amount: MoneyText


class PayoutPage(Struct, frozen=True):
    """Everything the page of a payout shows."""

    title: str
    category: str
    partner: Link
    pills: tuple[Pill, ...]
    attention: tuple[Notice, ...]
    facts: tuple[Fact, ...]
    lines: tuple[LineRow, ...]
    unknown: tuple[UnknownLine, ...]
    adjustments: tuple[AdjustmentRow, ...]
    total: MoneyText
    timeline: tuple[Step, ...]
    about: Markup | None


def payout_page(context: Context, here: Here, entry: Entry[Payout]) -> PayoutPage:
    """The page of one payout."""
    payout, e, ledger = entry.record, here.edition, context.analysis.ledger
    name = context.partner_names.get(payout.partner, payout.partner)
    known = [ledger.by_id[line.line] for line in payout.lines if line.line in ledger.by_id]
    return PayoutPage(
        title=f"{name}, {e.period(payout.period)}",
        category=here.label("payout_direction", payout.direction),
        partner=here.record("partner", payout.partner),
        pills=(here.pill("payout_state", context.analysis.payout_state[entry.id]),),
        attention=attention(here, entry.key),
        facts=_facts(context, here, payout),
        lines=line_rows(context, here, known),
        unknown=tuple(
            UnknownLine(line.line, e.money(line.amount)) for line in payout.lines if line.line not in ledger.by_id
        ),
        adjustments=tuple(AdjustmentRow(e.day(one.on), one.reason, e.money(one.amount)) for one in payout.adjustments),
        total=e.money(payout.total),
        timeline=_timeline(context, here, entry),
        about=to_html(entry.body) if entry.body.strip() else None,
    )


def _facts(context: Context, here: Here, payout: Payout) -> tuple[Fact, ...]:
    e = here.edition
    approvers = [key for key in (payout.approver, payout.second_approver) if key is not None]
    facts = [
        Fact(here._("Partner"), (here.record("partner", payout.partner),)),
        Fact(here._("Period"), (Text(e.period(payout.period)),)),
        Fact(here._("Run"), (e.day(payout.run),), payout.reason or ""),
        Fact(here._("Net total"), (e.money(payout.total),)),
        Fact(
            here._("VAT"),
            (Text(_vat(here, payout.vat)),) if payout.vat else (),
            payout.vat.note or "" if payout.vat else "",
        ),
        Fact(here._("Prepared by"), (here.person(payout.prepared.by),)),
        Fact(here._("Approval asked of"), tuple(here.person(key) for key in approvers)),
        Fact(here._("Invoice"), (Text(payout.invoice.number), e.day(payout.invoice.on)) if payout.invoice else ()),
        Fact(here._("Statement sent"), (e.day(payout.statement_sent),) if payout.statement_sent else ()),
    ]
    if payout.direction == "receivable":
        received = context.receipts_of(payout)
        facts.append(Fact(here._("Received so far"), (e.money(received),)))
        facts.append(Fact(here._("Still open"), (e.money(payout.total - received),)))
    return tuple(fact for fact in facts if fact.values)


def _vat(here: Here, vat: Vat) -> str:
    words = here.label("vat", vat.treatment)
    if vat.rate is None or vat.amount is None:
        return words
    values = {"words": words, "rate": here.edition.rate(vat.rate), "amount": here.edition.money(vat.amount).text}
    return here._("%(words)s, %(rate)s: %(amount)s on top") % values


def _timeline(context: Context, here: Here, entry: Entry[Payout]) -> tuple[Step, ...]:
    payout, e = entry.record, here.edition

    def by(key: str) -> str:
        return here._("by %(person)s") % {"person": context.name("person", key)}

    steps = [Step(e.day(payout.prepared.on), here._("Prepared"), "done", by(payout.prepared.by))]
    steps += [Step(e.day(one.on), here._("Approved"), "done", by(one.by)) for one in payout.approved]
    steps += [
        Step(e.day(receipt.on), here._("Received"), "done", e.money(receipt.amount).text) for receipt in payout.receipts
    ]
    if payout.paid is not None:
        steps.append(Step(e.day(payout.paid.on), here._("Paid"), "end", payout.paid.reference or ""))
    elif payout.cancelled is not None:
        steps.append(Step(e.day(payout.cancelled.on), here._("Called off"), "end", by(payout.cancelled.by)))
    elif payout.direction == "payable":
        label = here._("To be paid") if payout.approved else here._("To be approved")
        steps.append(Step(e.day(payout.run), label, "next"))
    elif context.receipts_of(payout) < payout.total:
        steps.append(Step(e.day(payout.run), here._("Money expected"), "next"))
    return tuple(steps)
