"""One paper about a unit, with its edited text and its stamped original; made once for all who ask."""

from jishi.actions.papers.making import digest_of
from jishi.store import evidence
from jishi.store.models.org import Unit
from jishi.store.models.papers import Paper
from tests.web.ground import World


def a_stamped_paper(world: World, unit: Unit) -> Paper:
    known = Paper.objects.filter(unit=unit).first()
    if known is not None:
        return known
    return Paper.objects.create(
        form="approval",
        round=world.round,
        unit=unit,
        maker=world.units["C1"],
        number=1,
        language="zh-Hans",
        run=world.run,
        digest=digest_of("approval", 1, {}, []),
        made_on="2012-04-20",
        original=evidence.keep(b"%PDF-1.4 stamped", "stamped.pdf", "application/pdf"),
        original_on="2012-04-20",
        original_number="7号",
        original_by="甲一",
        edited=evidence.keep(b"PK edited", "approval.docx", "application/octet-stream"),
        edited_on="2012-04-21",
    )
