"""What a path says: kind, id, and whether the file may lie there."""

import pytest

from partnerbook.ingest.placement import place


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("records/program.md", "program/program"),
        ("records/partners/kanzlei-nordlicht.md", "partner/kanzlei-nordlicht"),
        ("records/clients/4711.md", "client/4711"),
        ("records/agreements/a-2026.md", "agreement/a-2026"),
        ("records/referrals/2026/2026-03-02-a-k7.md", "referral/2026-03-02-a-k7"),
        ("records/payouts/2026/2026-07-30-a-payable.md", "payout/2026-07-30-a-payable"),
        ("records/activities/2025/2025-12-31-a-review.md", "activity/2025-12-31-a-review"),
        ("records/closings/2026-q2.md", "closing/2026-q2"),
    ],
)
def test_a_record_in_its_place(path: str, key: str) -> None:
    placement = place(path)
    assert (placement.key, placement.is_id, placement.faults) == (key, True, ())


@pytest.mark.parametrize(
    ("path", "key", "is_id", "code", "remedy"),
    [
        ("records/README.md", "", True, "SCH013", "partners, clients"),
        ("records/customers/x.md", "", True, "SCH013", "partners, clients"),
        ("records/program/program.md", "", True, "SCH013", "partners, clients"),
        ("records/partners.md", "", True, "SCH013", "partners, clients"),
        ("records/partners/Software Werft.md", "partner/Software Werft", False, "SCH014", "software-werft.md"),
        ("records/partners/münchen_süd.md", "partner/münchen_süd", False, "SCH014", "muenchen-sued.md"),
        ("records/partners/x.y.md", "partner/x.y", False, "SCH014", "x-y.md"),
        ("records/partners/-.md", "partner/-", False, "SCH014", "Rename it."),
        (f"records/partners/{'x' * 81}.md", f"partner/{'x' * 81}", False, "SCH014", f"{'x' * 80}.md"),
        ("records/referrals/2026/k7.md", "referral/k7", False, "SCH014", "2026-03-02-"),
        ("records/referrals/2025/2026-03-02-a-k7.md", "referral/2026-03-02-a-k7", True, "SCH015", "referrals/2026/"),
        ("records/referrals/2026-03-02-a-k7.md", "referral/2026-03-02-a-k7", True, "SCH015", "referrals/2026/"),
        ("records/referrals/2026/03/2026-03-02-a.md", "referral/2026-03-02-a", True, "SCH016", "2026/2026-03-02-a.md"),
        ("records/partners/north/x.md", "partner/x", True, "SCH016", "records/partners/x.md"),
    ],
)
def test_a_record_out_of_place(path: str, key: str, is_id: bool, code: str, remedy: str) -> None:
    placement = place(path)
    assert (placement.key, placement.is_id) == (key, is_id)
    (fault,) = placement.faults
    assert fault.rule.code == code
    assert remedy in fault.help
