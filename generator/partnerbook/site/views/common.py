"""What several pages show alike: findings of a record, flows, searching keys."""

from collections.abc import Iterable

from markupsafe import Markup

from partnerbook.analysis.tallies import Flow, Ratio, Sums
from partnerbook.core.finding import Finding
from partnerbook.site.context import Here
from partnerbook.site.edition import Edition
from partnerbook.site.values import Filter, Notice, Option


def with_code(text: str) -> Markup:
    """A text of the program in which words between backticks are code."""
    parts = text.split("`")
    return Markup().join(
        Markup("<code>{}</code>").format(part) if index % 2 else part for index, part in enumerate(parts)
    )


def attention(here: Here, key: str) -> tuple[Notice, ...]:
    """The findings of a record as notices."""
    return tuple(notice(here, finding) for finding in here.context.findings_of.get(key, ()))


def notice(here: Here, finding: Finding) -> Notice:
    """A finding as a notice that leads to its rule."""
    return Notice(
        here.pill("severity", finding.severity.value),
        here.link(with_code(finding.message), rule_page(finding.code)),
        meta=finding.code,
        remedy=with_code(finding.help),
        english=True,
    )


def rule_page(code: str) -> str:
    """The page that explains a rule."""
    return f"reference/rules/{code.lower()}.md"


def sums(edition: Edition, amounts: Sums) -> str:
    """Amounts of several currencies side by side; a dash for none."""
    return " · ".join(edition.whole_money(money).text for money in amounts) or "–"


def ratio(edition: Edition, share: Ratio) -> str:
    """A share with what it was counted from; a share of nothing says so."""
    if share.percent is None:
        return edition.gettext("nothing decided yet")
    values = {
        "percent": edition.percent(share.percent.quantize(1)),
        "part": edition.number(share.part),
        "whole": edition.number(share.whole),
    }
    return edition.gettext("%(percent)s (%(part)s of %(whole)s)") % values


def flow_in_words(edition: Edition, received: Flow, sent: Flow) -> str:
    """Both directions in a line."""
    values = {"received": edition.number(received.total), "sent": edition.number(sent.total)}
    return edition.gettext("%(received)s received · %(sent)s sent") % values


def choices(key: str, title: str, pairs: Iterable[tuple[str, str]]) -> Filter:
    """A filter over the words that occur, in the order of their labels."""
    options = sorted(dict(pairs).items(), key=lambda pair: pair[1].casefold())
    return Filter(key, title, tuple(Option(value, text) for value, text in options))
