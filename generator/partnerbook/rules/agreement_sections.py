"""AGR: what every signed agreement settles in words (DOMAIN 4.6)."""

import re
from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.finding import Example, Position, Severity
from partnerbook.rules.common import listed
from partnerbook.rules.registry import Breach, rule

_LAWYER = "records/agreements/kanzlei-nordlicht-2025.md"
_FRONT = """---
partner: kanzlei-nordlicht
model: referral
{signed}effective: 2025-03-01
scope: {{they_refer: [fractional-cfo], we_refer: [corporate-law]}}
compensation: {{received: {{earn: none}}, sent: {{earn: none}}}}
payment: {{trigger: client_payment, net_days: 30}}
attribution: {{rule: first_introduction}}
---

## Services
Each refers clients whose need lies in the other's scope.
"""
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.+)")
_FENCE = re.compile(r" {0,3}(```|~~~)")


@rule(
    "AGR060",
    "section-missing",
    Severity.ERROR,
    summary="A signed agreement has no section about something that every agreement must settle.",
    why=(
        "Services, compensation, payment, confidentiality, term and disputes are settled in words both signed "
        "(DOMAIN 4.6). What is not written is remembered differently by each side, mostly in the month it matters."
    ),
    bad=Example(_LAWYER, text=_FRONT.format(signed="signed: 2025-02-26\n")),
    good=Example(_LAWYER, text=_FRONT.format(signed="")),
)
def section_missing(current: Records) -> Iterator[Breach]:
    program = current.book.program
    if program is None:
        return
    for entry in current.book.agreements.values():
        if entry.record.signed is None:
            continue
        written = set(_headings(entry.body))
        missing = [
            section.headings
            for section in program.record.agreement_sections
            if not written & {heading.strip().casefold() for heading in section.headings}
        ]
        if missing:
            one = len(missing) == 1
            yield Breach(
                entry,
                (),
                f"there is no section {listed(f'`{headings[0]}`' for headings in missing)}",
                f"Write {'it' if one else 'them'} as it was signed, under a heading such as `## {missing[0][0]}`; "
                "headings that count stand in `agreement_sections` of records/program.md.",
                position=Position(entry.body_line, 1),
            )


def _headings(body: str) -> Iterator[str]:
    """The headings of a text in small letters; what stands in a fenced block is none."""
    fence = ""
    for line in body.splitlines():
        mark = _FENCE.match(line)
        if mark is not None and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        elif not fence and (heading := _HEADING.match(line)) is not None:
            words = heading[1].strip()
            # Number signs at the end close a heading only behind a blank: `## C#` is about C#.
            closed = words.rstrip("#")
            yield (closed if closed.endswith((" ", "\t")) else words).strip().casefold()
