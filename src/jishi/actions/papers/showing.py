"""Numbers and days as they stand on official papers."""

from datetime import date

from jishi.documents.document import Language

NOTHING = "—"


def day(on: date | None, language: Language) -> str:
    """Return a day as running text has it: 2012年4月20日, without zeros before it.

    Example:
        >>> day(date(2012, 4, 20), "zh-Hans"), day(date(2012, 4, 20), "en"), day(None, "en")
        ('2012年4月20日', '2012-04-20', '—')
    """
    if on is None:
        return NOTHING
    return on.isoformat() if language == "en" else f"{on.year}年{on.month}月{on.day}日"


def points(hundredths: int | None) -> str:
    """Return a score with its two decimals."""
    if hundredths is None:
        return NOTHING
    sign, size = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{size // 100}.{size % 100:02d}"


def share(part: int, whole: int) -> tuple[str, int | None]:
    """Return a share as papers print it, with one decimal and rounded down, and in basis points; — = of nothing.

    Example:
        >>> share(1, 3), share(0, 0)
        (('33.3%', 3333), ('—', None))
    """
    if not whole:
        return NOTHING, None
    basis = part * 10000 // whole
    return f"{basis // 100}.{basis % 100 // 10}%", basis
