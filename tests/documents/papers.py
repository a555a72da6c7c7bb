"""Papers to be printed in tests: a form with everything on it, and an official notice."""

from jishi.documents import document as d

#: What would be markup, a command or a formula, if a text were ever read as one.
HOSTILE = '#import "x": * $y$ *z* _w_ `v` @u <t> \\s //r =1+1 {{q}} <w:p>'
#: Letters of names that free Chinese fonts lack.
RARE = "龑昇玥珺喆瑨赟翀垚鋆犇堃彧昉祎"


def a_form(language: d.Language = "zh-Hans", name: str = "石桥村党支部") -> d.Document:
    """Every kind of block once."""
    table = d.Table(
        (d.Column(24, fixed=True), d.Column(1, "left"), d.Column(24, fixed=True), d.Column(1)),
        (
            d.Row((d.Cell("党组织名称", head=True), d.Cell(name), d.Cell("领域", head=True), d.Cell("村"))),
            d.Row((d.Cell("党员数", head=True, rows=2), d.Cell("正式", columns=2), d.Cell("28", number=28))),
            d.Row((d.Cell("预备", columns=2), d.Cell("2", number=2)), height=12),
            d.Row((d.Cell("审批意见", head=True), d.Cell((d.Opinion("同意。", ("（党委章）",)),), columns=3))),
        ),
        heads=1,
    )
    blocks = (
        d.Title("分类定级审批表"),
        d.Slots((d.Slot("填报单位（盖章）：", "龙泉街道党工委", 2), d.Slot("填报时间："))),
        table,
        d.Heading("一、说明"),
        d.Paragraph(f"本表一式三份。{RARE}"),
        d.Ticks((d.Tick("好"), d.Tick("较好", True))),
        d.Lines(2),
        d.Stamp("盖章处"),
        d.Signatures(("填表人：", "负责人：")),
        d.Rule(),
        d.Space(3),
        d.Qr("HTTPS://JISHI.EXAMPLE/P/AB12", caption="查验"),
        d.NewPage(),
        d.Paragraph("背面", align="right"),
    )
    return d.Document(language, "审批表", blocks, number="JS-04", version="2012-1", foot="链首 3f2a9c0d")


def a_notice(*, printed: bool = True, lines: int = 1) -> d.Document:
    """An official document as GB/T 9704 sets it."""
    blocks = (
        d.Title("关于做好分类定级工作的通知"),
        d.Paragraph("各镇街党工委：", indent=False),
        *(d.Paragraph("现就做好分类定级工作通知如下。") for _ in range(lines)),
        d.Heading("一、总体要求"),
        d.Heading("（一）坚持客观公正", 2),
        d.Signed("中共某县委组织部", "2012年3月5日"),
        d.Imprint("抄送：各村党支部。", "中共某县委办公室", "2012年3月5日印发"),
    )
    head = d.RedHead("中共某县委组织部文件", "某组发〔2012〕6号", printed)
    return d.Document(
        "zh-Hans", "通知", blocks, paper=d.A4_OFFICIAL, style="official", pages="official", red_head=head
    )
