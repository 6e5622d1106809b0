"""What clients need and who covers it, counted by hand on the specimen's program."""

from bookwork import book, day

from partnerbook.analysis import analyse
from partnerbook.analysis.service_map import Need, service_map

PARTNERS = {
    "partners/werft": "services: [erp-implementation, payroll]",
    "partners/kontor": "services: [payroll]\n"
    "status_history: [{on: 2024-04-01, status: active}, {on: 2025-06-01, status: paused}]",
    "partners/lotsen": "services: [grant-advice]\nstatus_history: [{on: 2025-01-01, status: in_talks}]",
    "partners/alt": "services: [corporate-law]\nstatus_history: [{on: 2024-04-01, status: ended}]",
    "partners/nein": "services: [corporate-law]\nstatus_history: [{on: 2024-04-01, status: rejected}]",
    "activities/2025-03-03-a": "type: turned_away\npartners: []\nturned_away: {need: interim-hr}",
    "activities/2025-03-04-b": "type: turned_away\non: 2025-03-04\npartners: []\n"
    "turned_away: {need: interim-hr, count: 3}",
    "activities/2025-09-04-c": "type: turned_away\non: 2025-09-04\npartners: []\nturned_away: {need: payroll}",
}


def needs(as_of: str) -> dict[str, Need]:
    return {need.service.key: need for need in analyse(book(PARTNERS, program=True), day(as_of)).service_map}


def test_the_most_wanted_comes_first_and_nothing_of_ours() -> None:
    # Heard per year: 22, 19, 17, 14, 12, 9, 8.
    assert list(needs("2025-12-31")) == [
        "corporate-law",
        "payroll",
        "erp-implementation",
        "brand-strategy",
        "grant-advice",
        "interim-hr",
        "change-management",
    ]


def test_who_covers_a_need_is_active() -> None:
    spring, winter = needs("2025-03-31"), needs("2025-12-31")
    assert (spring["payroll"].partners, winter["payroll"].partners) == (("kontor", "werft"), ("werft",))
    assert winter["erp-implementation"].partners == ("werft",)
    # Neither paused, nor ended, nor rejected partners are candidates; those we talk with are.
    assert winter["payroll"].candidates == ()
    assert (winter["corporate-law"].partners, winter["corporate-law"].candidates) == ((), ())
    assert (winter["grant-advice"].partners, winter["grant-advice"].candidates) == ((), ("lotsen",))
    assert needs("2024-12-31")["grant-advice"].candidates == ()


def test_needs_we_turned_away_add_up() -> None:
    assert needs("2025-03-02")["interim-hr"].turned_away == 0
    assert needs("2025-03-03")["interim-hr"].turned_away == 1
    assert needs("2025-03-04")["interim-hr"].turned_away == 4
    assert needs("2025-12-31")["payroll"].turned_away == 1


def test_a_gap_is_asked_for_and_covered_by_nobody() -> None:
    gaps = {key for key, need in needs("2025-12-31").items() if need.is_gap}
    assert gaps == {"corporate-law", "brand-strategy", "grant-advice", "interim-hr", "change-management"}
    unheard = needs("2025-12-31")["interim-hr"].service.model_copy(update={"heard_per_year": 0})
    assert not Need(unheard, 0, (), ()).is_gap
    assert Need(unheard, 1, (), ()).is_gap
    assert not Need(unheard, 1, ("werft",), ()).is_gap
    assert not Need(unheard.model_copy(update={"ours": True}), 1, (), ()).is_gap


def test_without_a_program_there_is_no_map() -> None:
    assert service_map(book({"partners/werft": ""}), day("2025-12-31")) == ()
