"""The kinds of records, and where each lies below `records/`."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from partnerbook.core.activity import Activity
from partnerbook.core.agreement import Agreement
from partnerbook.core.client import Client
from partnerbook.core.closing import Closing
from partnerbook.core.partner import Partner
from partnerbook.core.payout import Payout
from partnerbook.core.program import Program
from partnerbook.core.record import Record
from partnerbook.core.referral import Referral

RECORDS = "records"
"""The folder of a handbook that holds its records."""


class Kind(Struct, frozen=True):
    """One kind of record: its model, and its folder below `records/`.

    `by_year` kinds lie in a folder of their year, the first four digits of the id.
    """

    name: str
    plural: str
    model: type[Record]
    by_year: bool = False

    def path(self, key: str) -> str:
        """Where the record with this id lies, relative to the handbook's root."""
        if self.name == "program":
            return f"{RECORDS}/program.md"
        year = f"{key[:4]}/" if self.by_year else ""
        return f"{RECORDS}/{self.plural}/{year}{key}.md"


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("program", "program", Program),
            Kind("partner", "partners", Partner),
            Kind("client", "clients", Client),
            Kind("agreement", "agreements", Agreement),
            Kind("referral", "referrals", Referral, by_year=True),
            Kind("payout", "payouts", Payout, by_year=True),
            Kind("activity", "activities", Activity, by_year=True),
            Kind("closing", "closings", Closing),
        )
    }
)
"""Every kind by name, in the order pages and commands list them."""

_BY_FOLDER = {kind.plural: kind for kind in KINDS.values() if kind.name != "program"}


def kind_at(path: str) -> Kind | None:
    """The kind a file's folder says it is; None for a file that lies where no record belongs.

    The path is relative to the handbook's root, with `/`.
    """
    if path == f"{RECORDS}/program.md":
        return KINDS["program"]
    parts = path.split("/")
    if len(parts) < 3 or parts[0] != RECORDS:
        return None
    return _BY_FOLDER.get(parts[1])
