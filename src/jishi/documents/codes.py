"""QR codes: as the path of one drawing for PDF, as a picture for Word."""

import io
from itertools import groupby

import segno

#: White modules around a code; readers want four.
QUIET = 4


def matrix(content: str, *, mask: int | None = None) -> tuple[bytearray, ...]:
    """Return the modules of a code, row by row, 1 = dark.

    Args:
        content: best in capital letters, digits and ``$%*+-./:`` only: the code is then a third smaller.
        mask: a fixed mask saves trying all eight, which is most of the time.
    """
    # A larger code would not make the reading surer, so the level is not raised where there is room.
    code = segno.make_qr(content, error="m", mask=mask, boost_error=False)
    return tuple(code.matrix)


def drawing(content: str, *, mask: int | None = None) -> str:
    """Return a code as an SVG picture: one path, a run of dark modules at a time."""
    rows = matrix(content, mask=mask)
    side = len(rows) + 2 * QUIET
    path = "".join(_runs(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="M0 0h{side}v{side}h-{side}z" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def picture(content: str) -> bytes:
    """Return a code as a PNG picture."""
    file = io.BytesIO()
    segno.make_qr(content, error="m", boost_error=False).save(file, kind="png", scale=8, border=QUIET)
    return file.getvalue()


def _runs(rows: tuple[bytearray, ...]) -> list[str]:
    found = []
    for down, row in enumerate(rows, QUIET):
        across = QUIET
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                found.append(f"M{across} {down}h{width}v1h-{width}z")
            across += width
    return found
