"""States by their codes, for processors that take no names: those of the United States and Canada, as ISO 3166-2."""

from __future__ import annotations

from functools import cache

from tollbridge.domain.people import Address, Country
from tollbridge.domain.secret import Secret

_NAMES = {
    Country.US: "AL Alabama, AK Alaska, AS American Samoa, AZ Arizona, AR Arkansas, CA California, CO Colorado,"
    " CT Connecticut, DE Delaware, DC District of Columbia, FL Florida, GA Georgia, GU Guam, HI Hawaii, ID Idaho,"
    " IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts,"
    " MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire,"
    " NJ New Jersey, NM New Mexico, NY New York, NC North Carolina, ND North Dakota, MP Northern Mariana Islands,"
    " OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico, RI Rhode Island, SC South Carolina,"
    " SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, VI Virgin Islands, WA Washington,"
    " WV West Virginia, WI Wisconsin, WY Wyoming",
    Country.CA: "AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador,"
    " NT Northwest Territories, NS Nova Scotia, NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec, QC Québec,"
    " SK Saskatchewan, YT Yukon",
}


@cache
def _codes(country: Country) -> dict[str, str]:
    return {name.casefold(): code for code, _, name in (
        one.strip().partition(" ") for one in _NAMES.get(country, "").split(","))}


def state_code(address: Address) -> Secret | None:
    """The address's state; where it was given by its name and has a code, that."""
    given, country = address.state, address.country_alpha2_code
    if given is None or country is None or len(name := given.reveal().strip()) < 4:
        return given
    code = _codes(country).get(name.casefold())
    return Secret(code) if code else given
