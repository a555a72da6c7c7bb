"""Papers and documents: townships hand summaries up, a circular goes down, branches are put forward for praise."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext, override

from jishi.actions.awards.deciding import approve
from jishi.actions.awards.moving import Rules, rules
from jishi.actions.awards.proposing import possible, propose
from jishi.actions.cases.meeting import Sitting, hold
from jishi.actions.demo.grading import ENTITLED, NAMES
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.picture import picture
from jishi.actions.papers import making
from jishi.actions.papers.ground import Telling
from jishi.actions.papers.ground import ground as filled_from
from jishi.actions.people.ground import By
from jishi.actions.publish import circulars
from jishi.actions.publish.receipts import receive, reply
from jishi.core.access import OPERATOR
from jishi.core.errors import sentence
from jishi.store import evidence
from jishi.store.models.assess import Round
from jishi.store.models.awards import Candidate
from jishi.store.models.circulars import Circular
from jishi.store.models.org import Unit
from jishi.store.models.papers import Paper
from jishi.store.transact import action

COUNTY = "001"
#: What each township hands up; of the one that comes late, the summary comes late.
SUMMARY, OTHERS = "summary-township", ("report", "ledger")
MADE_ON, HANDED_ON, ANSWERED_ON = date(2012, 5, 4), date(2012, 5, 7), date(2012, 5, 15)
#: The last day is 9 May; one township comes after it, one has not come at all.
LATE_ON = date(2012, 5, 14)
SENT_ON, SIGN_BY, REPLY_BY = date(2012, 10, 10), date(2012, 10, 19), date(2012, 10, 31)
SIGNED_ON, REPLIED_ON = date(2012, 10, 12), date(2012, 10, 18)
PROPOSED_ON, DECIDED_ON = date(2012, 11, 2), date(2012, 11, 5)
#: So many townships have neither signed nor replied; so many more have signed only.
SILENT, SIGNED_ONLY = 2, 2
CIRCULAR = (
    "关于做好第二轮分类定级和整改满意度测评工作的通知",
    "各乡镇（街道）党委：为做好第二轮分类定级工作，现就有关事项通知如下，请结合实际认真抓好落实。",
)
CLAUSES = ("报送第二轮调查摸底和满意度测评安排", "逐个支部核对问题和整改措施台账，报送未办结事项清单")
REPLIES = ("已研究部署，安排见附件，由组织委员负责。", "已逐个支部核对，未办结事项列入下月计划。")
MERITS = "会议按期召开，账目按季公开，党员群众满意度较高，带动邻近支部转化"
BACK = "合计与附表不一致，请核对后重报"


def tell(ground: Ground) -> None:
    """Tell what goes up and down on paper over the year."""
    ground.progress(sentence("Papers go up, documents go down …"), 0, 1)
    townships = _townships()
    with action(None, "demo.papers", "demo"):
        _papers(ground, townships)
    with action(None, "demo.circular", "demo"):
        _circular(ground, townships)
    _commend(ground)


def _townships() -> list[Unit]:
    """Return the townships by code."""
    return list(Unit.objects.filter(level="township", code__startswith=COUNTY).order_by("code"))


def _papers(ground: Ground, townships: Sequence[Unit]) -> None:
    """Let every township hand its summary of the first round up: all but the last in time, and one not at all."""
    *in_time, late, _missing = townships
    made = [_handed(ground, SUMMARY, unit, HANDED_ON) for unit in in_time]
    made.append(_handed(ground, SUMMARY, late, LATE_ON))
    others = [_handed(ground, form, unit, HANDED_ON) for form in OTHERS for unit in (*in_time, late)]
    back, *fine = (*made, *others)
    with ground.on(ANSWERED_ON):
        # Two wait for whoever reads the demo.
        for paper in fine[:-2]:
            making.answer(By(on=ANSWERED_ON), paper, "", taken=True)
        making.answer(By(on=ANSWERED_ON), back, BACK, taken=False)


def _handed(ground: Ground, name: str, unit: Unit, on: date) -> Paper:
    form = making.form_named(ground.pack, name)
    with ground.on(min(MADE_ON, on)):
        told = filled_from(OPERATOR, ground.this, form, unit, Telling("zh-Hans", _say))
        paper = making.make(By(on=MADE_ON), told, making.Made({}))
    with ground.on(on):
        scan = evidence.keep(picture(), "盖章原件.png", "image/png")
        original = making.Original(scan, on, f"{unit.code}-2012-1", NAMES[0])
        paper = making.register(By(on=on), paper, paper.version, original)
        return making.hand_up(By(on=on), paper, paper.version)


def _circular(ground: Ground, townships: Sequence[Unit]) -> None:
    """Send a document to every township; most have signed and replied, some have not."""
    sender = Unit.objects.get(code=COUNTY)
    title, text = CIRCULAR
    asked = tuple(circulars.Asked(each, "各乡镇（街道）党委", REPLY_BY) for each in CLAUSES)
    kinds = _kinds_of(townships)
    townships = [unit for unit in townships if unit.kind in kinds]
    words = circulars.Draft(title, text, "璧组发〔2012〕41号", kinds, asked, SIGN_BY)
    with ground.on(SENT_ON):
        by = By(on=SENT_ON)
        row = circulars.draft(by, sender, words)
        row = circulars.approve(by, row, row.version, f"{NAMES[0]}，组织部部长")
        row = circulars.issue(by, row, row.version)
    with ground.on(SIGNED_ON):
        receive(By(on=SIGNED_ON), row, townships[:-SILENT])
    with ground.on(REPLIED_ON):
        _replied(row, townships[: -SILENT - SIGNED_ONLY])


def _kinds_of(townships: Sequence[Unit]) -> tuple[str, ...]:
    """Return the kinds that only townships have: a document to them is none to committees of villages."""
    below = Unit.objects.filter(code__startswith=COUNTY).exclude(code=COUNTY).exclude(level="township")
    others = set(below.values_list("kind", flat=True).distinct())
    return tuple(sorted({unit.kind for unit in townships} - others))


def _replied(row: Circular, townships: Sequence[Unit]) -> None:
    for clause, said in zip(row.clauses.order_by("place"), REPLIES, strict=True):
        # The longer the list, the fewer have come to its end.
        for unit in townships[clause.place - 1 :]:
            reply(By(on=REPLIED_ON), clause, unit, said)


def _commend(ground: Ground) -> None:
    """Let committees that have decided put branches forward; the county has met about those of the first only."""
    found, round_ = rules(ground.pack), ground.this.cycle.rounds.get(number=2)
    with ground.on(PROPOSED_ON), action(None, "demo.commendation", "demo"):
        rows = [row for unit in _townships() for row in _forward(found, round_, unit)]
    if not rows:
        return
    with ground.on(DECIDED_ON), action(None, "demo.commended", "demo"):
        committee = rows[0].committee
        sitting = Sitting(DECIDED_ON, f"{DECIDED_ON:%Y-%m}-表彰", ENTITLED, names=NAMES)
        meeting = hold(By(on=DECIDED_ON), committee, sitting)
        first = [row for row in rows if row.proposer_id == rows[0].proposer_id]
        approve(By(on=DECIDED_ON), found, meeting, {row.pk: row.version for row in first})


def _forward(found: Rules, round_: Round, committee: Unit) -> list[Candidate]:
    """Return the branches that a committee puts forward: a tenth of those that it could, the best ones."""
    able = possible(OPERATOR, found, round_, committee)
    merits = {each.grade.unit_id: MERITS for each in able[: max(1, len(able) // 10)]}
    return propose(By(on=PROPOSED_ON), found, round_, committee, merits) if merits else []


def _say(text: str) -> str:
    """Say a word of a paper in the demo's language."""
    with override("zh-hans"):
        return gettext(text)
