"""Put on the board what members and public said about the effect of rectification (D81)."""

from collections.abc import Mapping, Sequence

from jishi.actions.cases.ground import Docket, committees
from jishi.actions.improve.gate import Band, Gates
from jishi.actions.people.ground import By
from jishi.actions.publish.notices import Place, Wording, may_publish, put_up
from jishi.core.errors import refuse, sentence
from jishi.packs.schema.publications import Publication
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice, NoticedUnit
from jishi.store.transact import action

HIDDEN = {
    "zh-Hans": "答卷少于规定份数，不显示",
    "zh-Hant": "答卷少於規定份數，不顯示",
    "en": "too few answered to show it",
}
INSTEAD = {
    "minute": {
        "zh-Hans": "%s%%（答卷少于规定份数，以党委会议认定为准）",
        "zh-Hant": "%s%%（答卷少於規定份數，以黨委會議認定為準）",
        "en": "%s%% by the committee's minute, as too few answered to show it",
    },
    "pool": {
        "zh-Hans": "%s%%以上（答卷少于规定份数，以合并统计为准）",
        "zh-Hant": "%s%%以上（答卷少於規定份數，以合併統計為準）",
        "en": "%s%% and more in the tally of joined units, as too few answered to show it",
    },
}
_NOBODY = "—"


def publish_result(by: By, docket: Docket, committee: Unit, publication: Publication, wording: Wording) -> Notice:
    """Put up what was said of every unit that a committee grades and that does not hang yet; its term begins.

    Raises:
        Refusal: somebody else's committee, nothing was closed or all of it hangs, or the words name a person.
    """
    content = {"committee": committee.pk, "publication": publication.id, "title": wording.title}
    with action(by.actor, "notice.publish-result", key=by.key, content=content) as event:
        if event.repeated:
            return Notice.objects.get(pk=event.result["notice"])
        may_publish(by, committee)
        if publication.what != "satisfaction":
            raise refuse(
                committee.name,
                sentence("This kind of paper carries no result of a consultation."),
                sentence("Choose a notice of satisfaction."),
            )
        wanted = waiting(docket, committee)
        gates = Gates(docket, wanted)
        if not wanted:
            raise refuse(
                committee.name,
                sentence("Nothing that members and public said waits for its notice here."),
                sentence("Close the consultation about the effect first: jishi consult close"),
            )
        units = list(Unit.objects.filter(pk__in=wanted).order_by("code"))
        bands = {unit.pk: gates.voice(unit.pk).bands for unit in units}
        body = _body(docket, publication, units, bands, wording.language)
        place = Place(committee, docket.round, gates.consultation)
        notice, cleared = put_up(by, place, (docket.pack, publication), wording, body)
        NoticedUnit.objects.bulk_create(NoticedUnit(notice=notice, unit=unit) for unit in units)
        event.about(notice)
        event.note(committee=committee.pk, round=docket.round.pk, units=len(units), places=cleared)
        event.result = {"notice": notice.pk}
    return notice


def waiting(docket: Docket, committee: Unit) -> list[int]:
    """Return the units that a committee grades, of which something was said that does not hang yet."""
    own = [unit for unit, above in committees(docket.pack, docket.judged).items() if above == committee]
    gates = Gates(docket, own)
    if gates.consultation is None:
        return []
    voices = {unit: gates.voice(unit) for unit in own}
    return [
        unit
        for unit, voice in voices.items()
        if voice.notice is None and any(band.state != "nobody" for band in voice.bands.values())
    ]


def _body(
    docket: Docket,
    publication: Publication,
    units: Sequence[Unit],
    bands: Mapping[int, Mapping[str, Band]],
    language: str,
) -> dict[str, object]:
    domains = {str(domain.id): domain.names.say(language) for domain in docket.pack.vocabulary.domains}

    def cell(unit: Unit, field: str) -> str:
        if field == "unit":
            return unit.name
        if field == "domain":
            return domains.get(unit.domain, "")
        return said(bands[unit.pk].get(field), language)

    return {
        "fields": list(publication.fields),
        "rows": [[unit.code, *(cell(unit, field) for field in publication.fields)] for unit in units],
    }


def said(band: Band | None, language: str) -> str:
    """Return a band in words; where too few answered, with what stands in its place."""
    if band is not None and band.instead is not None:
        return INSTEAD[band.by][language] % (band.instead // 100)
    if band is None or band.state == "nobody":
        return _NOBODY
    if band.low is None or band.high is None:
        return HIDDEN[language]
    return f"{band.low // 100}%–{band.high // 100}%"
