"""A card to be handed out: log-in name and PIN, the size of a bank card."""

from dataclasses import dataclass

from jishi.core.errors import sentence
from jishi.core.names import Translate, language_of
from jishi.documents.document import CARD, Block, Cell, Column, Document, Language, Paragraph, Qr, Row, Table


@dataclass(frozen=True)
class CardPaper:
    """What stands on a card.

    Attributes:
        unit, holder: for what and whose.
        login, pin: as they are typed.
        address: of the log-in page; empty = no QR.
        day: when it was printed, as people read it.
    """

    unit: str
    holder: str
    login: str
    pin: str
    day: str
    address: str = ""


def card(paper: CardPaper, say: Translate) -> Document:
    """Return a card as a paper of its own size."""
    language: Language = language_of(say)  # type: ignore[assignment]
    name = sentence("Log-in name").say(say)
    pin = sentence("PIN").say(say)
    left = (
        Paragraph(paper.unit, indent=False, bold=True, size=10.5, face="heading"),
        Paragraph(paper.holder, indent=False, size=9),
        Paragraph(f"{name}　{paper.login}", indent=False, size=11, bold=True),
        Paragraph(f"{pin}　{paper.pin}", indent=False, size=13, bold=True),
    )
    right: tuple[Block, ...] = (Qr(paper.address, 24),) if paper.address else ()
    beside = Table(
        (Column(1, "left"), Column(25 if right else 1, "right", fixed=True)),
        (Row((Cell(left), Cell(right))),),
        lines=False,
        size=9,
    )
    keep = sentence(
        "Keep it to yourself. Five wrong PINs lock it for a quarter of an hour. Lost it? Tell the clerk of the "
        "committee above, who makes a new PIN."
    )
    blocks = (beside, Paragraph(keep.say(say), indent=False, size=7.5), _printed(paper, say))
    return Document(language, paper.unit, blocks, paper=CARD, pages="none")


def _printed(paper: CardPaper, say: Translate) -> Paragraph:
    address = paper.address.partition("://")[2]
    words = [sentence("printed on %(day)s", day=paper.day).say(say), address]
    return Paragraph(" · ".join(word for word in words if word), indent=False, size=7)
