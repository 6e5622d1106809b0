"""`build_pages`: an analysed Book and its findings in, finished pages out. Pure, and always the same.

Two adapters use it: the MkDocs plugin, and `partnerbook render` for other site generators and for
tests. What a page shows is decided in `views`, how it looks in the templates.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment

from partnerbook.analysis import Current
from partnerbook.core.book import Entry
from partnerbook.core.finding import Finding, Rule
from partnerbook.core.history import NO_HISTORY, History
from partnerbook.core.kinds import KINDS
from partnerbook.core.record import Record
from partnerbook.core.referral import OUTCOMES
from partnerbook.rules.examples import Files
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.edition import Edition
from partnerbook.site.environment import environment
from partnerbook.site.exports import Exported, available, exporter
from partnerbook.site.forge_pages import NO_FORGE, ForgePages
from partnerbook.site.page import Download, Page, SearchEntry, Site
from partnerbook.site.prose import first_sentence, to_text
from partnerbook.site.views.agreements import agreement_list, agreement_page
from partnerbook.site.views.clients import client_list, client_page
from partnerbook.site.views.common import rule_page
from partnerbook.site.views.forecast import forecast_page
from partnerbook.site.views.health_pages import PlannedPage, health_pages
from partnerbook.site.views.home import home
from partnerbook.site.views.log_referral import PAGE as LOG_REFERRAL
from partnerbook.site.views.log_referral import referral_form
from partnerbook.site.views.needs import service_map
from partnerbook.site.views.network_pages import network_pages
from partnerbook.site.views.partner import partner_page
from partnerbook.site.views.partners import directory
from partnerbook.site.views.payout import payout_page
from partnerbook.site.views.payouts import payouts_page
from partnerbook.site.views.problems import problems
from partnerbook.site.views.receivables import receivables_page
from partnerbook.site.views.record_history import record_history
from partnerbook.site.views.reference import families, kinds, rule_view, schema_page_of, schema_view
from partnerbook.site.views.referral import referral_page, search_text
from partnerbook.site.views.referrals import decided, pipeline, state_page
from partnerbook.site.views.statements import file_uri, statement_index, statement_page, statement_uri

Pages = Callable[[], tuple[Page, ...]]
Draw = Callable[[Pages, Pages], tuple[Page, ...]]
"""A way of drawing two sets of pages, neither of which needs the other."""

DOCUMENTED_QUARTERS = 4
"""Statements of so many quarters come with a PDF and a spreadsheet; the command writes them for any."""


def build_site(
    current: Current,
    findings: Sequence[Finding],
    *,
    rules: Sequence[Rule],
    specimen: Files,
    templates: Sequence[Path],
    language: str | None = None,
    documents: int = DOCUMENTED_QUARTERS,
    forge: ForgePages = NO_FORGE,
    history: History = NO_HISTORY,
    draw: Draw | None = None,
) -> Site:
    """Every page of the handbook, in the order of their addresses, and the lines on all of them.

    `specimen` are the files that the rules' examples change. `templates` are folders; the first
    that has a template provides it. The language is the program's unless another edition is
    asked for. Statements of the last so many quarters have files to send beside their pages; `forge`
    is where pages lead to when something is to be changed, and `history` what git tells of the records.
    `draw` is another way of drawing than one page after the other.
    """
    program = current.analysis.book.program
    edition = Edition.of(language or (program.record.language if program else "en"))
    context = Context(current, tuple(findings), edition, tuple(rules), specimen, forge, history)
    files = tuple(_files(context, templates, documents))
    pages = build_pages(context, environment(templates, edition), frozenset(file.uri for file in files), draw)
    notice = ""
    if program is not None and program.record.demo:
        notice = edition.gettext("Sample program: all firms, people and figures are invented.")
    imprint = edition.gettext("As of %(day)s") % {"day": edition.long_day(current.as_of)}
    return Site(pages, notice, imprint, files)


def _files(context: Context, templates: Sequence[Path], quarters: int) -> Iterator[Download]:
    """PDFs and spreadsheets of the latest statements, where what they need is installed."""
    latest = sorted({period for _, period in context.statements}, reverse=True)[:quarters]
    endings = [ending for ending in ("pdf", "xlsx") if available(ending)]
    for (partner, period), statement in sorted(context.statements.items()):
        for ending in endings if period in latest else ():
            exported = Exported(statement, context.analysis.book, context.edition, templates)
            yield Download(file_uri(partner, period, ending), partial(exporter(ending), exported))


def build_pages(
    context: Context, env: Environment, files: Collection[str] = (), draw: Draw | None = None
) -> tuple[Page, ...]:
    """Every page, by address; `files` are the addresses of files that pages may link to, `draw` as for `build_site`."""
    pages = (draw or _in_turn)(partial(_of_records, context, env, files), partial(_of_the_program, context, env))
    return tuple(sorted(pages, key=lambda page: page.uri))


def _in_turn(one: Pages, other: Pages) -> tuple[Page, ...]:
    return (*one(), *other())


def _of_records(context: Context, env: Environment, files: Collection[str]) -> tuple[Page, ...]:
    """The pages of single records and statements."""
    return (
        *_clients(context, env),
        *_agreements(context, env),
        *_referrals(context, env),
        *_payouts(context, env),
        *_statements(context, env, files),
    )


def _of_the_program(context: Context, env: Environment) -> tuple[Page, ...]:
    """The pages of partners, lists and the program as a whole: about as much to draw, with scorecards behind most."""
    return (
        *_indexes(context, env),
        *_partners(context, env),
        *(_planned(env, page) for page in health_pages(context)),
        *(_planned(env, page) for page in network_pages(context)),
        *_reference(context, env),
    )


def _page(
    env: Environment,
    template: str,
    here: Here,
    title: str,
    *,
    source: str | None = None,
    search: str = "",
    sections: Sequence[SearchEntry] = (),
    listed: bool = False,
    **values: object,
) -> Page:
    html = env.get_template(f"pages/{template}.html").render(up=here.up, **values)
    entries = (SearchEntry("", title, search), *sections)
    return Page(here.uri, title, html, source, entries, listed, first_sentence(search) if search else "")


def _record_page(
    env: Environment,
    here: Here,
    entry: Entry[Record],
    title: str,
    view: object,
    search: str,
    sections: Iterable[SearchEntry] = (),
) -> Page:
    """The page of a record: what its view shows, and who changed it when."""
    shown: dict[str, Any] = {entry.kind: view, "history": record_history(here, entry.key)}
    return _page(env, entry.kind, here, title, source=entry.path, search=search, sections=tuple(sections), **shown)


def _planned(env: Environment, page: PlannedPage) -> Page:
    return _page(env, page.template, page.here, page.title, listed=page.listed, sections=page.sections, **page.values)


def _indexes(context: Context, env: Environment) -> Iterator[Page]:
    _ = context.edition.gettext
    here = context.at("index.md")
    program = context.program
    name = program.name if program else _("Partner program")
    yield _page(env, "home", here, name, source="records/program.md", listed=True, home=home(context, here))
    here = context.at("partners/index.md")
    yield _page(env, "partners", here, _("Partners"), listed=True, partners=directory(context, here))
    here = context.at("needs.md")
    yield _page(env, "needs", here, _("Who to refer to"), listed=True, needs=service_map(context, here))
    here = context.at("clients/index.md")
    yield _page(env, "clients", here, _("Clients"), listed=True, clients=client_list(context, here))
    here = context.at("agreements/index.md")
    yield _page(env, "agreements", here, _("Agreements"), listed=True, agreements=agreement_list(context, here))
    here = context.at("referrals/index.md")
    yield _page(env, "referrals", here, _("Referrals"), listed=True, referrals=pipeline(context, here))
    for state in OUTCOMES:
        here = context.at(state_page(state))
        listing = decided(context, here, state)
        yield _page(env, "referrals", here, listing.title, referrals=listing)
    here = context.at("payouts/index.md")
    yield _page(env, "payouts", here, _("Payouts"), listed=True, payouts=payouts_page(context, here))
    here = context.at("payouts/receivables.md")
    yield _page(env, "receivables", here, _("Receivables"), listed=True, receivables=receivables_page(context, here))
    here = context.at("payouts/forecast.md")
    yield _page(env, "forecast", here, _("Forecast"), listed=True, forecast=forecast_page(context, here))
    here = context.at(LOG_REFERRAL)
    yield _page(env, "log_referral", here, _("Log a referral"), listed=True, form=referral_form(context, here))
    here = context.at("reference/problems.md")
    yield _page(env, "findings", here, _("Record problems"), listed=True, findings=problems(context, here))


def _partners(context: Context, env: Environment) -> Iterator[Page]:
    for entry in context.analysis.book.partners.values():
        here = context.at(page_of("partner", entry.id))
        view = partner_page(context, here, entry)
        partner = entry.record
        # Each phrase is an entry of its own: what a client says is what people type.
        says = enumerate((trigger.says for trigger in partner.triggers if not trigger.ours), 1)
        phrases = tuple(SearchEntry(f"says-{number}", phrase, "") for number, phrase in says)
        services = " ".join(here.name("service", key) for key in partner.services)
        people = " ".join(contact.name for contact in view.contacts)
        search = f"{partner.pitch} {services} {partner.city} {people} {to_text(entry.body)}"
        yield _record_page(env, here, entry, partner.name, view, search, phrases)


def _clients(context: Context, env: Environment) -> Iterator[Page]:
    for entry in context.analysis.book.clients.values():
        here = context.at(page_of("client", entry.id))
        view = client_page(context, here, entry)
        search = f"{view.category} {to_text(entry.body)}"
        yield _record_page(env, here, entry, entry.record.name, view, search)


def _agreements(context: Context, env: Environment) -> Iterator[Page]:
    for entry in context.analysis.book.agreements.values():
        here = context.at(page_of("agreement", entry.id))
        view = agreement_page(context, here, entry)
        search = f"{view.model} {entry.id} {' '.join(entry.record.memorandum)}"
        yield _record_page(env, here, entry, view.title, view, search)


def _referrals(context: Context, env: Environment) -> Iterator[Page]:
    for entry in context.analysis.book.referrals.values():
        here = context.at(page_of("referral", entry.id))
        view = referral_page(context, here, entry)
        search = search_text(entry.record, here)
        yield _record_page(env, here, entry, view.title, view, search)


def _payouts(context: Context, env: Environment) -> Iterator[Page]:
    for entry in context.analysis.book.payouts.values():
        here = context.at(page_of("payout", entry.id))
        view = payout_page(context, here, entry)
        search = f"{view.category} {entry.id} {to_text(entry.body)}"
        yield _record_page(env, here, entry, view.title, view, search)


def _statements(context: Context, env: Environment, files: Collection[str]) -> Iterator[Page]:
    here = context.at("statements/index.md")
    title = context.edition.gettext("Statements")
    yield _page(env, "statements", here, title, listed=True, statements=statement_index(context, here))
    for (partner, period), statement in context.statements.items():
        here = context.at(statement_uri(partner, period))
        endings = tuple(ending for ending in ("pdf", "xlsx") if file_uri(partner, period, ending) in files)
        view = statement_page(context, here, statement, endings)
        yield _page(env, "statement", here, view.title, statement=view)


def _reference(context: Context, env: Environment) -> Iterator[Page]:
    _ = context.edition.gettext
    here = context.at("reference/rules/index.md")
    yield _page(env, "rules", here, _("Rules"), listed=True, families=families(here, context.rules))
    for rule in context.rules:
        here = context.at(rule_page(rule.code))
        title = f"{rule.code} {rule.name}"
        yield _page(
            env, "rule", here, title, search=f"{rule.summary} {rule.why}", rule=rule_view(here, rule, context.specimen)
        )
    here = context.at("reference/schema/index.md")
    yield _page(env, "schemas", here, _("Schema"), listed=True, kinds=kinds(here))
    for kind in KINDS.values():
        here = context.at(schema_page_of(kind))
        shown = schema_view(here, kind)
        title = _("Schema: %(kind)s") % {"kind": shown.title}
        keys = " ".join(field.key for block in shown.blocks for field in block.fields)
        yield _page(env, "schema", here, title, search=keys, schema=shown)
