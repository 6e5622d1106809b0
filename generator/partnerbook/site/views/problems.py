"""Record problems: every finding of the check, by record, and the exceptions that stand."""

from itertools import groupby

from markupsafe import Markup
from msgspec import Struct

from partnerbook.core.finding import Finding, Severity
from partnerbook.site.context import FOLDERS, Context, Here, page_of
from partnerbook.site.values import Day, Filter, Link, Pill, Tile, web_link
from partnerbook.site.views.common import choices, rule_page, with_code


class Item(Struct, frozen=True):
    """One finding."""

    severity: Pill
    rule: Link
    name: str
    place: Link | None
    message: Markup
    help: Markup
    keys: dict[str, str]


class Group(Struct, frozen=True):
    """The findings of one file."""

    record: Link
    path: str
    items: tuple[Item, ...]


class WaiverRow(Struct, frozen=True):
    """An exception that stands in a record."""

    record: Link
    rule: Link
    reason: str
    until: Day


class Problems(Struct, frozen=True):
    """The page."""

    lede: str
    checked: str
    tiles: tuple[Tile, ...]
    filters: tuple[Filter, ...]
    groups: tuple[Group, ...]
    waivers: tuple[WaiverRow, ...]


def problems(context: Context, here: Here) -> Problems:
    """Every finding, by file."""
    e = here.edition
    book = context.current.book
    number = sum(1 for _ in book.entries()) + len(book.broken)
    checked = e.ngettext("%(number)s record was checked.", "%(number)s records were checked.", number) % {
        "number": e.number(number)
    }
    by_file = groupby(sorted(context.findings, key=lambda finding: finding.order), key=lambda finding: finding.path)
    groups = tuple(_group(here, path, tuple(findings)) for path, findings in by_file)
    severities = {finding.severity for finding in context.findings}
    tiles = tuple(
        Tile(
            here.label("severity", severity.value),
            e.number(sum(finding.severity is severity for finding in context.findings)),
            tone="bad" if severity is Severity.ERROR else "warn" if severity is Severity.WARNING else "info",
        )
        for severity in Severity
        if severity in severities
    )
    filters = (
        choices("severity", here._("Severity"), ((s.value, here.label("severity", s.value)) for s in severities)),
        choices("family", here._("Family"), ((f.rule.family, f.rule.family) for f in context.findings)),
    )
    lede = here._(
        "What the check finds in the records, where, and what to do. Pull requests with an error do not merge."
    )
    return Problems(lede, checked, tiles, filters, groups, _waivers(context, here))


def _record_link(here: Here, key: str, path: str) -> Link:
    kind, _, stem = key.partition("/")
    if kind in FOLDERS and stem in here.context.analysis.book.shelf(kind):
        return here.link(f"{here.label('kind', kind)} {stem}", page_of(kind, stem))
    return Link(path.rsplit("/", 1)[-1])


def _group(here: Here, path: str, findings: tuple[Finding, ...]) -> Group:
    key = next((finding.record for finding in findings if finding.record), "")
    return Group(_record_link(here, key, path), path, tuple(_item(here, finding) for finding in findings))


def _item(here: Here, finding: Finding) -> Item:
    place = here._("line %(line)s, column %(column)s") % {
        "line": here.edition.number(finding.position.line),
        "column": here.edition.number(finding.position.column),
    }
    href = here.context.forge.to_line(finding.path, finding.position.line)
    return Item(
        severity=here.pill("severity", finding.severity.value),
        rule=here.link(finding.code, rule_page(finding.code)),
        name=finding.rule.name,
        place=web_link(place, href),
        message=with_code(finding.message),
        help=with_code(finding.help),
        keys={"severity": finding.severity.value, "family": finding.rule.family},
    )


def _waivers(context: Context, here: Here) -> tuple[WaiverRow, ...]:
    rows = []
    for entry in context.analysis.book.entries():
        for waiver in entry.record.waivers:
            record = _record_link(here, entry.key, entry.path)
            rule = (
                here.link(waiver.rule, rule_page(waiver.rule)) if context.knows_rule(waiver.rule) else Link(waiver.rule)
            )
            rows.append((waiver.until, WaiverRow(record, rule, waiver.reason, here.edition.day(waiver.until))))
    return tuple(row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1].record.label)))
