"""The paper on the board as PDF, with a code that proves it equals the record."""

from jishi.actions.publish.spoken import Spoken, spoken
from jishi.documents.document import (
    A4,
    Cell,
    Column,
    Document,
    Language,
    Paragraph,
    Qr,
    Row,
    Signed,
    Space,
    Table,
    Title,
)
from jishi.documents.pdf import pdf
from jishi.packs.pack import Pack
from jishi.store.home import current
from jishi.store.models.publish import Notice

_WORDS = {
    "zh-Hans": {
        "unit": "组织名称",
        "domain": "领域",
        "grade": "等次",
        "members": "党员满意率",
        "public": "群众满意率",
        "problem": "问题",
        "remedy": "整改措施",
        "due": "时限",
        "responsible": "责任人",
        "term": "公示时间：{first}至{last}",
        "object": "对公示内容有意见的，请在公示期内当面、书面或者扫码提出；可以不署名，凭回执编号查询答复。",
        "own": "标题和正文为发布单位所写的原文。",
        "proof": "记录摘要 {digest}\n编号 {token}",
        "day": "{0}年{1}月{2}日",
    },
    "zh-Hant": {
        "unit": "組織名稱",
        "domain": "領域",
        "grade": "等次",
        "members": "黨員滿意率",
        "public": "群眾滿意率",
        "problem": "問題",
        "remedy": "整改措施",
        "due": "時限",
        "responsible": "責任人",
        "term": "公示時間：{first}至{last}",
        "object": "對公示內容有意見的，請在公示期內當面、書面或者掃碼提出；可以不署名，憑回執編號查詢答覆。",
        "own": "標題和正文為發布單位所寫的原文。",
        "proof": "記錄摘要 {digest}\n編號 {token}",
        "day": "{0}年{1}月{2}日",
    },
    "en": {
        "unit": "Unit",
        "domain": "Domain",
        "grade": "Grade",
        "members": "Members satisfied",
        "public": "Public satisfied",
        "problem": "Problem",
        "remedy": "Remedy",
        "due": "Deadline",
        "responsible": "Responsible",
        "term": "On the board from {first} to {last}",
        "object": "Whoever objects may say so in person, on paper or by the code until then; no name is needed.",
        "own": "Heading and words stand as the office wrote them.",
        "proof": "Digest of the record {digest}\nNumber {token}",
        "day": "{0:04d}-{1:02d}-{2:02d}",
    },
}
_WIDTHS = {"unit": 6, "domain": 3, "grade": 3, "members": 4, "public": 4}
_WIDTHS |= {"problem": 5, "remedy": 6, "due": 3, "responsible": 4}
_LONG = ("unit", "problem", "remedy")


def poster(
    notice: Notice, pack: Pack | None, address: str, *, online: bool, language: Language = "zh-Hans"
) -> bytes:
    """Return a notice as a poster.

    Args:
        address: of its public page.
        language: in which it is printed; the record stays in the one that it was put up in.
        online: whether that page can be opened; otherwise the code carries number and digest alone, which the
            office compares with the record.

    Raises:
        Refusal: the machine has no font with Chinese letters.
    """
    words = _WORDS[language]
    proof = words["proof"].format(digest=notice.digest[:16], token=notice.token)
    content = f"{address}?d={notice.digest[:16]}" if online else f"JISHI:{notice.token}:{notice.digest}".upper()
    first, last = (words["day"].format(day.year, day.month, day.day) for day in (notice.opens_on, notice.until))
    said = spoken(notice, pack, language)
    blocks = [
        Title(said.title),
        *(Paragraph(line, size=16) for line in said.text.splitlines() if line.strip()),
        *([Paragraph(words["own"], size=12)] if said.own else []),
        Space(3),
        *_table(notice, said, words),
        Space(3),
        Paragraph(words["term"].format(first=first, last=last), size=14),
    ]
    if notice.kind == Notice.Kind.NOTICE:
        blocks.append(Paragraph(words["object"], size=14))
    blocks += [Signed(notice.committee.name, first), Qr(content, 32, proof, "left")]
    paper = Document(
        language,
        said.title,
        tuple(blocks),
        paper=A4,
        style="large",
        version=pack.version if pack else "",
        foot=f"{notice.token} · {notice.digest[:16]}",
    )
    return pdf(paper, fonts=current().fonts)


def _table(notice: Notice, said: Spoken, words: dict[str, str]) -> list[Table]:
    fields = list(notice.content.get("fields", ()))
    if not fields or not said.rows:
        return []
    head = Row(tuple(Cell(words[field], head=True) for field in fields))
    body = tuple(Row(tuple(Cell(cell) for cell in row)) for row in said.rows)
    columns = tuple(Column(_WIDTHS[field], "left" if field in _LONG else "centre") for field in fields)
    return [Table(columns, (head, *body), heads=1)]
