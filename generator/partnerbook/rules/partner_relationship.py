"""PAR: whether a partnership rests on enough people, the right place in the market and valid papers."""

from collections.abc import Iterator
from datetime import date

from partnerbook.analysis import Current
from partnerbook.core.finding import Example, Severity
from partnerbook.core.partner import Contact, Partner
from partnerbook.rules.common import active_partners, profession_rule
from partnerbook.rules.registry import Breach, rule

_PARTNER = "records/partners/agentur-brandung.md"
_LAWYER = "records/partners/kanzlei-nordlicht.md"
_POSITIONS = ("premium", "upper_mid", "mid_market", "value")
_GONE = """contacts:
  - {key: tomke-abels, name: Tomke Abels, level: executive, left: 2026-03-31}
  - {key: jan-ole-voss, name: Jan Ole Voss, level: delivery, left: 2026-05-31}"""
_TWO = """contacts:
  - {key: tomke-abels, name: Tomke Abels, level: executive}
  - {key: jan-ole-voss, name: Jan Ole Voss, level: delivery}"""


@rule(
    "PAR010",
    "owner-has-left",
    Severity.ERROR,
    summary="A partner's owner or sponsor on our side is no longer in the firm.",
    why=(
        "A partner without an owner is called by nobody: reminders go to somebody who left, and the partnership "
        "drifts. Relationships must survive a change of staff, on our side too (DOMAIN 11.3, 12.1)."
    ),
    bad=Example(_PARTNER, "owner: ilka-brandt"),
    good=Example(_PARTNER, "owner: henrike-lornsen"),
)
def owner_has_left(current: Current) -> Iterator[Breach]:
    if current.book.program is None:
        return
    left = {
        person.key: (person.name, person.left)
        for person in current.book.program.record.people
        if person.left is not None and person.left < current.as_of
    }
    for entry in current.analysis.book.partners.values():
        status = current.analysis.partner_status[entry.id]
        if status in ("ended", "rejected"):
            continue
        for part, key in (("owner", entry.record.owner), ("sponsor", entry.record.sponsor)):
            if key in left:
                name, day = left[key]
                yield Breach(
                    entry,
                    (part,),
                    f"{name}, {part} of {entry.record.name} (`{status}`), left on {day}",
                    f"Hand the partner over and write the new {part}'s key here.",
                )


@rule(
    "PAR012",
    "positioning-mismatch",
    Severity.INFO,
    summary="A partner stands in another part of the market than we do.",
    why=(
        "Premium goes with premium: a boutique beside a discounter disappoints the clients of both. Two steps apart on "
        "the scale from `premium` to `value` are a mismatch (DOMAIN 2.4)."
    ),
    bad=Example(_PARTNER, "positioning: value"),
    good=Example(_PARTNER, "positioning: upper_mid"),
)
def positioning_mismatch(current: Current) -> Iterator[Breach]:
    if current.book.program is None:
        return
    ours = current.book.program.record.firm.positioning
    for entry in current.analysis.book.partners.values():
        theirs = entry.record.positioning
        if current.analysis.partner_status[entry.id] in ("ended", "rejected"):
            continue
        if abs(_POSITIONS.index(ours) - _POSITIONS.index(theirs)) >= 2:
            yield Breach(
                entry,
                ("positioning",),
                f"{entry.record.name} is `{theirs}` and we are `{ours}`: clients of the one may not suit the other",
                "Say in `ideal_client` and `not_for` whom it suits all the same, or look for somebody closer to us.",
            )


@rule(
    "PAR013",
    "single-contact",
    Severity.INFO,
    summary="We know only one person at an active partner.",
    why=(
        "A partnership that rests on one person ends when that person changes jobs. Contacts on several levels keep it "
        "alive (DOMAIN 11.3, 13)."
    ),
    bad=Example(_PARTNER, "contacts: [{key: tomke-abels, name: Tomke Abels, level: executive}]"),
    good=Example(_PARTNER, _TWO),
)
def single_contact(current: Current) -> Iterator[Breach]:
    for entry, _ in active_partners(current):
        there = _there(entry.record, current.as_of)
        if len(there) == 1:
            yield Breach(
                entry,
                ("contacts",),
                f"{there[0].name} is the only person we know at {entry.record.name}",
                "Get to know somebody on another level: executive, delivery or account.",
                of_key=True,
            )


@rule(
    "PAR017",
    "nobody-left-to-talk-to",
    Severity.WARNING,
    summary="We know nobody any more at an active partner.",
    why=(
        "Without a person on the other side a referral reaches nobody, and no statement is read. It is the end of "
        "every partnership that depended on somebody who left (DOMAIN 11.3, 13)."
    ),
    bad=Example(_PARTNER, _GONE),
    good=Example(_PARTNER, _TWO),
)
def nobody_left(current: Current) -> Iterator[Breach]:
    for entry, _ in active_partners(current):
        if _there(entry.record, current.as_of):
            continue
        contacts = entry.record.contacts
        gone = max((contact.left for contact in contacts if contact.left is not None), default=None)
        since = f"; the last one left on {gone}" if gone else ""
        yield Breach(
            entry,
            ("contacts",),
            f"we know nobody at {entry.record.name} on {current.as_of}{since}",
            "Find out who took over and add them to `contacts`.",
            of_key=True,
        )


def _there(partner: Partner, day: date) -> list[Contact]:
    """The people who are at a partner on a day; whoever has left is there for the last time on that day."""
    return [
        contact
        for contact in partner.contacts
        if (contact.since is None or contact.since <= day) and (contact.left is None or contact.left >= day)
    ]


@rule(
    "PAR016",
    "certification-expired",
    Severity.WARNING,
    summary="A certificate of an active partner has run out and none took its place.",
    why=(
        "A vendor's revenue share and the right to implement hang on the certified level (DOMAIN 1, technology "
        "partnerships). Clients are told of a level that no longer holds."
    ),
    bad=Example(
        "records/partners/software-werft.md",
        "certifications: [{name: Werft Ledger, level: Silver, since: 2024-05-01, expires: 2026-04-30}]",
    ),
    good=Example(
        "records/partners/software-werft.md",
        """certifications:
  - {name: Werft Ledger, level: Silver, since: 2024-05-01, expires: 2026-04-30}
  - {name: Werft Ledger, level: Gold, since: 2026-05-01, expires: 2028-04-30}""",
    ),
)
def certification_expired(current: Current) -> Iterator[Breach]:
    for entry, _ in active_partners(current):
        certificates = entry.record.certifications
        valid = {
            (known.name, known.holder)
            for known in certificates
            if known.since <= current.as_of and (known.expires is None or known.expires >= current.as_of)
        }
        latest = {(known.name, known.holder): place for place, known in enumerate(certificates)}
        for certified, place in latest.items():
            since, expires = certificates[place].since, certificates[place].expires
            if certified not in valid and expires is not None and since <= expires < current.as_of:
                yield Breach(
                    entry,
                    ("certifications", place, "expires"),
                    f"the certificate {certified[0]} of {entry.record.name} expired on {expires}",
                    "Add the renewed certificate, or take it out if it is no longer wanted.",
                )


@rule(
    "PAR020",
    "profession-without-rule",
    Severity.WARNING,
    summary="An active partner belongs to a regulated profession that the program has no rule for.",
    why=(
        "Some professions may not give or take anything for a client, and the rules differ by jurisdiction (DOMAIN "
        "4.7). Without a rule for the partner's country nobody would notice an unlawful fee."
    ),
    bad=Example(_LAWYER, "country: AT"),
    good=Example(_LAWYER, "country: DE"),
)
def profession_without_rule(current: Current) -> Iterator[Breach]:
    if current.book.program is None:
        return
    known = {term.key for term in current.book.program.record.professions}
    for entry, _ in active_partners(current):
        profession = entry.record.profession
        if profession in known and profession_rule(current.book, entry.record) is None:
            yield Breach(
                entry,
                ("profession",),
                f"the program has no rule for the profession `{profession}` in {entry.record.country}",
                "Look up what the profession may give and take there, and add it to `profession_rules` of the "
                "program with its source; where it is free, write `allowed`.",
            )
