"""A circular of the township to every unit below it, with a reply of a unit; made once for each sender."""

from datetime import date, timedelta

from jishi.actions.people.ground import By
from jishi.actions.publish.circulars import Asked, Draft, approve, draft, issue
from jishi.actions.publish.receipts import reply
from jishi.store import clock, evidence
from jishi.store.models.circulars import Circular, ClauseReply
from jishi.store.models.org import Unit


def a_circular(sender: Unit) -> Circular:
    known = Circular.objects.filter(sender=sender).first()
    if known is not None:
        return known
    due = clock.today() + timedelta(days=30)
    file = evidence.keep(b"%PDF-1.4 circular", "circular.pdf", "application/pdf")
    words = Draft("第二阶段部署", "请落实。", "〔2012〕6号", (), (Asked("报送方案", "各支部", due),), due, file)
    row = draft(By(), sender, words)
    row = approve(By(), row, row.version, "甲一")
    return issue(By(), row, row.version)


def a_clause_reply(unit: Unit, sender: Unit) -> ClauseReply:
    row = a_circular(sender)
    known = ClauseReply.objects.filter(unit=unit).first()
    file = evidence.keep(b"%PDF-1.4 reply", "reply.pdf", "application/pdf")
    return known or reply(By(on=date(2012, 5, 1)), row.clauses.get(), unit, "见附件", file)
