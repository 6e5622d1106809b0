"""Every kind of step, reason, line and state has words, in every language; and no line of the sample is without."""

import gettext
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

import programs
from partnerbook.analysis import Analysis
from partnerbook.analysis.dues import LineState
from partnerbook.analysis.ledger.line import Line, LineKind, Unearned, WhyNot
from partnerbook.analysis.ledger.step import (
    BandReached,
    Basis,
    Converted,
    Fee,
    InWords,
    RateSource,
    RuleLost,
    Shared,
    Step,
    TakenBack,
    TriggerKind,
)
from partnerbook.core.book import Book
from partnerbook.core.compensation import Cap, CountedAt, Measure
from partnerbook.core.money import Money, Rate
from partnerbook.site.edition import Edition
from partnerbook.site.ledger import earnings, figures, grounds, progress, reasons, steps, words
from partnerbook.site.ledger.words import (
    Names,
    explain,
    kind_in_words,
    losers_in_words,
    state_in_words,
    steps_in_words,
    why_not,
)

ENGLISH = Edition.of("en")
NOBODY = Names.of(Book())
DAY = date(2026, 3, 2)


def euros(text: str) -> Money:
    return Money.parse(f"{text} EUR")


def line(*steps: Step, kind: LineKind = "accrual", **known: str) -> Line:
    """A line with these steps, of a referral that no record tells of."""
    return Line(
        id=f"2026-03-02-werft-k7/p1/{kind}/werft",
        kind=kind,
        direction="payable",
        partner="werft",
        on=DAY,
        booked=DAY,
        amount=euros("100.00"),
        due=date(2026, 4, 1),
        referral="2026-03-02-werft-k7",
        event=known.get("event", "p1"),
        steps=steps,
    )


def unearned(reason: WhyNot, **known: str) -> Unearned:
    """An event of a referral that no record tells of, and why it earned nothing."""
    return Unearned("2026-03-02-werft-k7", known.get("event", "p1"), DAY, DAY, reason, known.get("detail", ""))


def test_every_kind_of_step_has_words() -> None:
    assert set(steps.WORDS) == set(get_args(Step))


def test_every_word_within_a_step_has_words() -> None:
    assert set(grounds._BASIS) == set(get_args(TriggerKind))
    assert set(earnings._SOURCE) == set(earnings.FEE) == set(get_args(RateSource))
    assert set(words._AT_RATE) == set(get_args(RateSource))
    assert set(earnings.FEE_AT) == set(figures._PLACE) == set(get_args(CountedAt))
    assert set(figures._NUMBERED) == set(get_args(CountedAt))
    of_money = set(get_args(Measure)) - {"referrals", "conversion_rate"}
    assert set(grounds._BEFORE) == set(words._BEFORE) == set(words._NOTHING_BEFORE) == of_money
    counted_over = set(get_args(Cap.model_fields["per"].annotation))
    assert set(earnings._CAP) == set(reasons.CAPS) == counted_over


def test_every_reason_for_nothing_has_words() -> None:
    assert set(reasons.WHY_NOT) - {"earns_nothing_sent", "protected_client_until"} == set(get_args(WhyNot))


@pytest.mark.parametrize("reason", get_args(WhyNot))
def test_a_reason_is_told_even_where_the_records_are_gone(reason: WhyNot) -> None:
    text = why_not(ENGLISH, unearned(reason, detail="x"), NOBODY)
    assert text.startswith("p1 on 2 Mar 2026: ")
    assert "%" not in text.replace("0%", "")


@pytest.mark.parametrize(
    ("reason", "detail", "sentence"),
    [
        ("terms_unclear", "a", "the terms of agreement a have more than one meaning, or lack a figure it needs"),
        ("nothing_to_take_back", "", "what was refunded had earned nothing"),
        ("cap_used_up", "", "the most that the agreement pays has been earned"),
        ("exchange_rate_missing", "USD EUR", "no exchange rate from USD to EUR is known on 2 Mar 2026"),
    ],
)
def test_reasons_that_small_books_do_not_reach(reason: WhyNot, detail: str, sentence: str) -> None:
    assert why_not(ENGLISH, unearned(reason, detail=detail), NOBODY) == f"p1 on 2 Mar 2026: {sentence}"


def test_every_kind_and_state_of_a_line_has_words() -> None:
    kinds = {kind: kind_in_words(ENGLISH, kind) for kind in get_args(LineKind)}
    assert kinds == {
        "accrual": "Earned",
        "true_up": "True-up",
        "clawback": "Taken back",
        "adjustment": "Adjustment",
        "payment": "Payment",
    }
    states = {state: state_in_words(ENGLISH, state) for state in get_args(LineState)}
    assert len(set(states.values())) == len(states)
    assert states["carried"] == "Carried forward"
    in_words = {"held", "carried", "kept", "due", "not_due"}
    assert set(progress._IN_PAYOUT) | in_words == set(states)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (
            Basis("milestone", euros("100.00"), euros("100.00")),
            "A milestone was reached on 2 Mar 2026, for €100.00",
        ),
        (Converted(0, 0, 1, Rate.parse("40%")), "Conversion of 40%"),
        (Fee(euros("5.00"), "tier"), "Fee of the partner's tier: €5.00"),
        (Fee(euros("5.00"), "agreement"), "Fee fixed in the agreement: €5.00"),
        (InWords("Postage"), "Postage"),
        (
            BandReached(euros("8000.00"), 0, 1, euros("160.00")),
            "At the band now reached the period's other €8,000.00 come to a difference of €160.00",
        ),
        (
            TakenBack("x/p1/accrual/werft", euros("72.00"), "by_time", 10, 12, euros("-60.00")),
            "10 of 12 months were not used; that share of the €72.00 earned is €60.00",
        ),
        (
            Shared("claim", euros("99.99"), Rate.parse("60%"), euros("59.99")),
            "werft has a share of 60% in it by the decision: €59.99 of €99.99",
        ),
    ],
)
def test_steps_that_small_books_do_not_reach(step: Step, sentence: str) -> None:
    assert steps_in_words(ENGLISH, line(step), NOBODY)[0] == sentence


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        (
            RuleLost("tier", rate=Rate.parse("10%")),
            "The tier's default of 10% gave way: the agreement is more specific",
        ),
        (RuleLost("agreement", amount=euros("5.00")), "The agreement's €5.00 gave way to the referral's own terms"),
        (RuleLost("tier"), "A less specific rule gave way"),
    ],
)
def test_rules_that_lost_stand_apart(lost: RuleLost, sentence: str) -> None:
    found = line(lost)
    assert losers_in_words(ENGLISH, found, NOBODY) == (sentence,)
    assert sentence not in steps_in_words(ENGLISH, found, NOBODY)


def test_a_line_without_steps_still_says_something() -> None:
    assert explain(ENGLISH, line(), NOBODY) == "Earned"
    assert steps_in_words(ENGLISH, line(kind="adjustment"), NOBODY)[0] == "Adjustment"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("root", [programs.ROOT, programs.SPECIMEN], ids=["sample", "specimen"])
def test_every_line_there_is_explains_itself(root: Path, language: str) -> None:
    edition, analysis = Edition.of(language), programs.current(root).analysis
    names = Names.of(analysis.book)
    assert analysis.ledger.lines
    for found in analysis.ledger.lines:
        for text in told(edition, found, names):
            assert text == text.strip() != ""
            assert "%(" not in text
            assert "None" not in text
    for one in analysis.ledger.unearned:
        assert "%(" not in why_not(edition, one, names)


def told(edition: Edition, found: Line, names: Names) -> tuple[str, ...]:
    """Everything a line says of itself."""
    sentences = steps_in_words(edition, found, names)
    assert sentences
    return (explain(edition, found, names), *sentences, *losers_in_words(edition, found, names))


def test_the_amount_of_every_line_stands_in_its_sentence() -> None:
    """What a finance colleague compares first: the figure at the line's right is that of its sentence."""
    analysis = sample()
    names = Names.of(analysis.book)
    for found in analysis.ledger.lines:
        if found.kind in ("accrual", "true_up", "clawback"):
            shown = ENGLISH.money(-found.amount if found.kind == "clawback" else found.amount).text
            assert shown in explain(ENGLISH, found, names), found.id


def test_no_sentence_names_a_client() -> None:
    """Statements carry these sentences to partners, who may hear a client's name only where its record says so."""
    analysis = sample()
    names = Names.of(analysis.book)
    texts = [text for found in analysis.ledger.lines for text in told(ENGLISH, found, names)]
    texts += [why_not(ENGLISH, one, names) for one in analysis.ledger.unearned]
    everything = "\n".join(texts)
    assert [entry.id for entry in analysis.book.clients.values() if entry.record.name in everything] == []


def sample() -> Analysis:
    """The sample on its own day."""
    return programs.current().analysis


class Reversed(gettext.NullTranslations):
    """A language in which every message comes last words first, its figures kept."""

    def gettext(self, message: str) -> str:
        return " ".join(reversed(message.split(" ")))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def test_another_language_may_order_its_figures_as_it_likes() -> None:
    backwards = Edition("en", ENGLISH.locale, Reversed())
    analysis = sample()
    names = Names.of(analysis.book)
    for found in analysis.ledger.lines:
        assert told(backwards, found, names)


def test_names_stand_for_themselves_where_nothing_is_known() -> None:
    assert (NOBODY.partner("werft"), NOBODY.service("cfo"), NOBODY.person("mats")) == ("werft", "cfo", "mats")
    assert NOBODY.agreement_title(ENGLISH, "werft-2025") == "werft-2025"
    assert NOBODY.event(ENGLISH, "2026-03-02-werft-k7", "p1") == "p1"
    names = Names.of(programs.book())
    assert names.agreement_title(ENGLISH, "software-werft-2025") == "Agreement with Software Werft Harms & Nowak"
    assert names.event(ENGLISH, "2025-09-16-lohnkontor-weser-q3", "r1") == "Refund r1"
    assert names.event(ENGLISH, "2025-09-16-lohnkontor-weser-q3", "won") == "Client won"
