"""What must be wrong in the finished demo: planted in the registers, said in the answers of autumn, left undone."""

import sqlite3
from collections.abc import Collection
from pathlib import Path

from jishi.actions.demo.county import county_for, sample_pack
from jishi.packs.pack import Pack
from jishi.sample import second
from jishi.sample.county import County
from jishi.sample.life.planted import found_by
from tests.sample import reading

WEAKEST = 4
# Domains whose weak branches ask for one of these helpers.
_HELP = {
    "R12-village": (("village",), ("first-secretary", "work-team")),
    "D139-missing": (("village",), ("first-secretary",)),
    "R12-community": (("community",), ("work-team", "contact")),
    "R12-workplace": (("enterprise", "social", "cooperative"), ("instructor", "liaison")),
}
_ELSEWHERE = ("R12-contact", ("contact",))


def wanted(database: Path) -> dict[str, frozenset[str]]:
    """Return rule → codes of the units that break it on the demo's first day, by the plan of the sample."""
    pack = sample_pack()
    county = county_for(pack)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as found:
        domains = _domains(found)
        gathered = reading.broken(domains, _answers(found, pack))
    planted = dict(found_by(each for each in county.life.planted if not each.mended))
    # A term that was about to end in spring is over by now.
    planted["D42-term-over"] |= planted.pop("D42-term-ending")
    gathered |= {rule: codes for rule, codes in planted.items() if rule not in (*_HELP, _ELSEWHERE[0])}
    gathered |= _weak(county, domains)
    unanswered = {one.code for one in county.life.founded}
    gathered["R08-unscored"] = frozenset(
        {*unanswered, *(one.unit for one in county.faults if one.id == "mostly-unanswered")}
    )
    return gathered


def _weak(county: County, domains: dict[str, str]) -> dict[str, frozenset[str]]:
    """Return who is weak in autumn and has no plan, or nobody who helps."""
    weak = {one.code for one in county.graded if second.rank(county, one) == WEAKEST}
    planned = {one.code for one in county.life.weak}
    others = set(domains.values()) - {domain for among, _kinds in _HELP.values() for domain in among}
    asks = {**_HELP, _ELSEWHERE[0]: (tuple(others), _ELSEWHERE[1])}
    found = {
        rule: frozenset(code for code in weak if domains[code] in among and code not in _helped(county, kinds))
        for rule, (among, kinds) in asks.items()
    }
    return {**found, "R12": frozenset(weak - planned)}


def _helped(county: County, kinds: Collection[str]) -> set[str]:
    return {sent.unit for sent in county.life.helpers if sent.kind in kinds}


def _domains(database: sqlite3.Connection) -> dict[str, str]:
    here = "SELECT unit_id FROM store_unitpath WHERE axis = 'management'"
    return dict(database.execute(f"SELECT code, domain FROM store_unit WHERE domain <> '' AND id IN ({here})"))


def _answers(database: sqlite3.Connection, pack: Pack) -> dict[str, dict[str, int]]:
    """Return code → fact → the value that counts in the second round."""
    order = {str(fact.id): list(fact.sources) for fact in pack.facts}
    rows = database.execute(
        "SELECT u.code, f.code, v.source, v.value FROM store_factvalue v JOIN store_unit u ON u.id = v.unit_id "
        "JOIN store_factname f ON f.id = v.fact_id JOIN store_round r ON r.id = v.round_id "
        "WHERE r.number = 2 AND v.value IS NOT NULL"
    )
    said: dict[str, dict[str, tuple[int, int]]] = {}
    for unit, fact, source, value in rows:
        place = order[fact].index(source)
        own = said.setdefault(unit, {})
        if fact not in own or place < own[fact][0]:
            own[fact] = (place, value)
    return {unit: {fact: value for fact, (_place, value) in own.items()} for unit, own in said.items()}
