"""Which regions the calendar of public holidays knows. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

COMMON: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        country: frozenset(subdivisions.split())
        for country, subdivisions in {
            "DE": "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH",
            "AT": "1 2 3 4 5 6 7 8 9",
            "CH": "AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH",
            "GB": "ENG NIR SCT WLS",
            "US": "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM "
            "NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY",
        }.items()
    }
)
"""Countries and subdivisions by their ISO codes for which the calendar need not be loaded; a test holds it to it."""


def is_known(country: str, subdivision: str | None = None) -> bool:
    """Whether the calendar knows a region; the country must be known where a subdivision is asked for."""
    if subdivision in COMMON.get(country, frozenset()) or (subdivision is None and country in COMMON):
        return True
    import holidays  # a fifth of a second to import: only for what is not common

    try:
        holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        return False
    return True


def known(country: str | None = None) -> tuple[str, ...]:
    """Every country that the calendar knows, or every subdivision of one."""
    import holidays

    found = holidays.list_supported_countries(include_aliases=True)
    return tuple(sorted(found if country is None else found.get(country, ())))
