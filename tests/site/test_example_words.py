"""Worked examples as sentences, in both languages, and on the page of their agreement."""

import pytest
from sitework import SPECIMEN, book_of, pages_of

from partnerbook.core.agreement import Agreement
from partnerbook.core.compensation import Compensation, MarginEarning, NoEarning
from partnerbook.core.worked_example import WorkedExample
from partnerbook.site.edition import Edition
from partnerbook.site.words.examples import sentence

BOOK = book_of(SPECIMEN)
NAMES = {"us": "us", "zahlenhafen": "Zahlenhafen", "controlling-setup": "Controlling set-up"}


def said(language: str, key: str, given: str, pays: str) -> str:
    """An example of a specimen agreement as a sentence, with plain blanks."""
    example = WorkedExample.model_validate_json(f'{{"given": {given}, "pays": "{pays}"}}')
    return sentence(Edition.of(language), example, BOOK.agreements[key].record, NAMES).replace(
        "\N{NO-BREAK SPACE}", " "
    )


BRANDUNG, SOFTWARE, KONTOR = "agentur-brandung-2026", "software-werft-2025", "kontor-interim-2025"


@pytest.mark.parametrize(
    ("key", "given", "pays", "english", "german"),
    [
        (
            BRANDUNG,
            '{"place": 4, "payments": ["20000.00 EUR"]}',
            "3000.00 EUR",
            (
                "If the partner refers a client to us, it is number 4 of its period and the client pays €20,000.00, "
                "then we pay the partner €3,000.00."
            ),
            "20.000,00 €",
        ),
        (
            BRANDUNG,
            '{"direction": "sent", "reached": "qualified"}',
            "0.00 EUR",
            "If we refer a client to the partner and the referral has been qualified, then nothing is earned.",
            "wird nichts verdient.",
        ),
        (
            KONTOR,
            '{"involvement": "passive", "months_since_first_payment": 1, "payments": ["10.00 EUR", "20.00 EUR"]}',
            "1.50 EUR",
            (
                "If the partner refers a client to us, it was a mention in passing, the client's first payment "
                "was 1 month ago and the client pays €10.00 and €20.00, then we pay the partner €1.50."
            ),
            "1,50 €",
        ),
        (
            KONTOR,
            (
                '{"involvement": "active", "payments": ["10.00 EUR"], "months_unused": 6, "refunds": ["5.00 EUR"], '
                '"refund_after_days": 1}'
            ),
            "0.75 EUR",
            (
                "If the partner refers a client to us, the referrer sells along, the client pays €10.00, "
                "6 of 12 months are not used and the client gets back €5.00 after 1 day, then we pay the partner €0.75."
            ),
            "6 von 12 Monaten",
        ),
        (
            SOFTWARE,
            '{"direction": "sent", "revenue_before": "145000.00 EUR", "payments": ["20000.00 EUR"]}',
            "1100.00 EUR",
            (
                "If we refer a client to the partner, €145,000.00 has counted in the period before "
                "and the client pays €20,000.00, then the partner pays us €1,100.00."
            ),
            "145.000,00 €",
        ),
        (
            SOFTWARE,
            '{"lifetime_before": "1.00 EUR", "conversion": "49.9%", "sample": 4, "deal": "9.00 EUR"}',
            "1.00 EUR",
            (
                "If the partner refers a client to us, the conversion of 4 decided referrals is 49.9%, "
                "the client had paid €1.00 before and the deal is worth €9.00, then we pay the partner €1.00."
            ),
            "49,9",
        ),
        (
            "zahlenhafen-2025",
            '{"service": "controlling-setup", "list_price": "4800.00 EUR", "payments": ["4800.00 EUR"]}',
            "1200.00 EUR",
            (
                "If the partner sells our service Controlling set-up, the list price is €4,800.00 "
                "and the client pays €4,800.00, then the partner keeps €1,200.00."
            ),
            "4.800,00 €",
        ),
        (
            "werkstatt-wandel-2025",
            (
                '{"payments": ["10.00 EUR"], '
                '"shares": [{"party": "us", "share": "60%"}, {"party": "zahlenhafen", "share": "40%"}]}'
            ),
            "4.00 EUR",
            (
                "If the partner refers a client to us, the client pays €10.00 and the shares are us 60% and "
                "Zahlenhafen 40%, then we pay the partner €4.00."
            ),
            "Zahlenhafen 40",
        ),
    ],
)
def test_a_case_in_words(key: str, given: str, pays: str, english: str, german: str) -> None:
    assert said("en", key, given, pays) == english
    translated = said("de", key, given, pays)
    assert translated.startswith("Wenn ")
    assert ", dann " in translated
    assert german in translated
    assert " the " not in translated


def test_who_keeps_and_who_pays() -> None:
    paid = '{"direction": "sent", "service": "payroll", "payments": ["10.00 EUR"]}'
    assert said("en", "zahlenhafen-2025", paid, "1.00 EUR").endswith("then the partner pays us €1.00.")
    record: Agreement = BOOK.agreements["zahlenhafen-2025"].record
    nothing, margin = NoEarning(earn="none"), record.compensation.received
    assert isinstance(margin, MarginEarning)
    sold = record.model_copy(update={"compensation": Compensation(received=nothing, sent=margin)})
    example = WorkedExample.model_validate_json(f'{{"given": {paid}, "pays": "1.00 EUR"}}')
    text = sentence(Edition.of("en"), example, sold, NAMES)
    assert text == "If we sell the partner's service payroll and the client pays €10.00, then we keep €1.00."


def test_the_page_says_what_is_proven_and_what_is_not() -> None:
    wrong = {
        path: text.replace("active}, pays: 1500.00 EUR", "active}, pays: 1600.00 EUR")
        for path, text in SPECIMEN.items()
    }
    book = book_of(wrong)
    page = pages_of(book)["agreements/kontor-interim-2025.md"].html
    assert "We pay" not in page
    assert "we pay the partner €1,600.00 <span" in page
    assert '<span class="pb-pill pb-pill--bad">The terms pay €1,500.00</span>' in page
    assert page.count('<span class="pb-pill pb-pill--good">Proven</span>') == 1
