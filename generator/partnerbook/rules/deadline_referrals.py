"""DUE: clocks of referrals that still run past their limit (RULINGS, "Clocks")."""

from collections.abc import Iterator

from partnerbook.analysis import Current
from partnerbook.analysis.deadlines import DeadlineKind
from partnerbook.core.finding import Example, Severity
from partnerbook.rules.deadline_words import late, overdue, partner_name
from partnerbook.rules.registry import Breach, rule

_NEW = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
_LOST = "records/referrals/2026/2026-07-20-werkstatt-wandel-m2.md"
_ACKNOWLEDGED = "milestones: {acknowledged: {on: 2026-09-21T09:10, told: 2026-09-21}}"


def _records(current: Current, *kinds: DeadlineKind) -> set[str]:
    return {deadline.record for deadline in current.analysis.deadlines.overdue if deadline.kind in kinds}


@rule(
    "DUE001",
    "acknowledgement-overdue",
    Severity.ERROR,
    summary="A referral was not confirmed as received in time, and still is not.",
    why=(
        "A partner who hears nothing does not know whether the client is in good hands, and a black hole destroys "
        "trust (DOMAIN 7.2, 7.3). Hours run on business days, round the clock. Where the answer to the client is late "
        "as well, only that is told. On a referral we sent it is the partner's clock, and a warning."
    ),
    bad=Example(_NEW, "milestones: {}\ndeals: []", as_of="2026-09-22"),
    good=Example(_NEW, f"{_ACKNOWLEDGED}\ndeals: []", as_of="2026-09-22"),
)
def acknowledgement_overdue(current: Current) -> Iterator[Breach]:
    unanswered = _records(current, "respond")
    for entry, deadline in overdue(current, "acknowledge", "agreement"):
        if deadline.record not in unanswered:
            ours = deadline.side == "us"
            who = "nobody has" if ours else f"{partner_name(current, deadline)} has not"
            remedy = "Confirm it" if ours else "Ask whether it has arrived"
            yield late(
                current,
                entry,
                deadline,
                f"{who} confirmed that it was received",
                f"{remedy} and write `acknowledged` into `milestones`.",
            )


@rule(
    "DUE002",
    "response-overdue",
    Severity.ERROR,
    summary="A client was neither contacted nor declined in time, and still is not.",
    why=(
        "A warm introduction cools within days; the promise is an answer within the agreed hours (DOMAIN 7.2). They "
        "run on business days, round the clock: Friday 15:00 and 24 hours are Monday 15:00. On a referral we sent it "
        "is the partner's clock, and a warning."
    ),
    bad=Example(_NEW, f"{_ACKNOWLEDGED}\ndeals: []"),
    good=Example(_NEW, f"{_ACKNOWLEDGED}\ndeals: []", as_of="2026-09-22"),
)
def response_overdue(current: Current) -> Iterator[Breach]:
    for entry, deadline in overdue(current, "respond", "agreement"):
        ours = deadline.side == "us"
        who = "nobody has" if ours else f"{partner_name(current, deadline)} has not"
        remedy = "Call the client or decline" if ours else "Ask them what became of it"
        yield late(
            current,
            entry,
            deadline,
            f"{who} answered the client",
            f"{remedy}, and write `contacted` or `declined` into `milestones`.",
        )


@rule(
    "DUE003",
    "meeting-overdue",
    Severity.ERROR,
    summary="A client was answered, but the meeting was not held within the agreed days, and still is not.",
    why=(
        "If it fits, there is a meeting within a week (DOMAIN 7.2). A client who is told to wait looks for somebody "
        "else, and tells the partner who sent them. On a referral we sent it is the partner's clock, and a warning."
    ),
    bad=Example(
        _NEW,
        """milestones:
  acknowledged: {on: 2026-09-21T09:10, told: 2026-09-21}
  contacted: {on: 2026-09-22, told: 2026-09-22}
deals: []""",
    ),
    good=Example(
        _NEW,
        """milestones:
  acknowledged: {on: 2026-09-21T09:10, told: 2026-09-21}
  contacted: {on: 2026-09-22, told: 2026-09-22}
deals: []""",
        as_of="2026-09-29",
    ),
)
def meeting_overdue(current: Current) -> Iterator[Breach]:
    for entry, deadline in overdue(current, "meet", "agreement"):
        remedy = "Hold it" if deadline.side == "us" else f"Ask {partner_name(current, deadline)} how it stands"
        yield late(
            current,
            entry,
            deadline,
            "the meeting after the first contact was not held",
            f"{remedy}, and write `meeting` into `milestones`, or how it ended.",
        )


@rule(
    "DUE004",
    "partner-not-told",
    Severity.ERROR,
    summary="The referrer has not heard of a step of its referral within the agreed days.",
    why=(
        "Whoever refers a client wants to know how it goes at every step: received, contacted, meeting, proposal "
        "(DOMAIN 7.3). Of several untold steps the oldest is named: one word settles them all. On a referral we sent "
        "the partner tells us; there it is a warning."
    ),
    bad=Example(
        _NEW,
        """milestones:
  acknowledged: {on: 2026-09-21T09:10, told: 2026-09-21}
  contacted: {on: 2026-09-22}
  meeting: {on: 2026-09-28}""",
    ),
    good=Example(
        _NEW,
        """milestones:
  acknowledged: {on: 2026-09-21T09:10, told: 2026-09-21}
  contacted: {on: 2026-09-22}
  meeting: {on: 2026-09-28, told: 2026-09-29}""",
    ),
)
def partner_not_told(current: Current) -> Iterator[Breach]:
    for entry, deadline in overdue(current, "tell"):
        name = partner_name(current, deadline)
        ours = deadline.side == "us"
        yield late(
            current,
            entry,
            deadline,
            f"{name} has not heard of `{deadline.about}`" if ours else f"{name} has not told us of `{deadline.about}`",
            f"{'Tell' if ours else 'Ask'} them how it stands, and write the day into `told`.",
        )


@rule(
    "DUE005",
    "loop-not-closed",
    Severity.ERROR,
    summary="A referral is decided, and the referrer has not heard the outcome, or was not thanked for a win.",
    why=(
        "Thank on a win; on a loss explain why, in a way they learn from (DOMAIN 7.5). A partner that never hears how "
        "it ended stops referring. On a referral we sent the partner tells us; there it is a warning."
    ),
    bad=Example(
        _LOST,
        """milestones:
  acknowledged: {on: 2026-07-20, told: 2026-07-20}
  contacted: {on: 2026-07-21, told: 2026-07-21}
  lost: {on: 2026-08-03}""",
    ),
    good=Example(
        _LOST,
        """milestones:
  acknowledged: {on: 2026-07-20, told: 2026-07-20}
  contacted: {on: 2026-07-21, told: 2026-07-21}
  lost: {on: 2026-08-03, told: 2026-08-12}""",
    ),
)
def loop_not_closed(current: Current) -> Iterator[Breach]:
    for entry, deadline in overdue(current, "close_loop"):
        name, ours = partner_name(current, deadline), deadline.side == "us"
        thanks = deadline.at[0] == "outcome"
        problem = f"{name} was not thanked" if thanks else f"{name} has not heard that it is `{deadline.about}`"
        if not ours:
            problem = f"{name} has not told us how it ended (`{deadline.about}`)"
        remedy = f"Ask them, and write the day into `told` of `{deadline.about}`."
        if ours:
            field = "`thanked` of `outcome`" if thanks else f"`told` of `{deadline.about}`"
            remedy = f"{'Thank' if deadline.about == 'won' else 'Tell'} them, and write the day into {field}."
        yield late(current, entry, deadline, problem, remedy)


@rule(
    "DUE006",
    "referral-stalled",
    Severity.ERROR,
    summary="An open referral has not moved for longer than the program allows.",
    why=(
        "What lies still is lost without anybody having decided it, and the partner waits (DOMAIN 7.3). It moves on, "
        "or it ends. Where the answer or the meeting is late, only that is told. On a referral we sent it is the "
        "partner who has to move, and a warning."
    ),
    bad=Example(_NEW, as_of="2026-10-29"),
    good=Example(_NEW, as_of="2026-10-28"),
)
def referral_stalled(current: Current) -> Iterator[Breach]:
    told = _records(current, "acknowledge", "respond", "meet")
    for entry, deadline in overdue(current, "stalled"):
        if deadline.record not in told:
            step = f"`{deadline.about}`" if deadline.about else "it was received"
            remedy = "Take the next step" if deadline.side == "us" else f"Ask {partner_name(current, deadline)}"
            yield late(
                current,
                entry,
                deadline,
                f"nothing has happened after {step}",
                f"{remedy}, and write it into `milestones`, or how it ended.",
            )
