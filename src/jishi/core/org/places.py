"""Words for the place of a unit: area types with special support (D132), tiers of cities (D111)."""

from typing import Final

#: Old revolutionary base, minority, border and poor areas; a place may be several of them.
AREAS: Final = ("old-base", "minority", "border", "poor")
#: Municipality, separately planned city, provincial capital, prefecture city, county town; a place is one of them.
TIERS: Final = ("municipality", "planned-city", "capital", "prefecture-city", "county-town")
