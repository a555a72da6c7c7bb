"""QR codes: as the path of one drawing for PDF, as a picture for Word."""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import segno
from numpy.typing import NDArray

#: White modules around a code; readers want four.
QUIET = 4
# What QR packs in pairs of 11 bits, an odd last one in 6; each letter standing for its place here.
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_PAIR, _PAIR_BITS, _LAST_BITS = 2, 11, 6
# Fewer codes than these are sooner drawn one by one.
_MANY = 200


def matrix(content: str, *, mask: int | None = None) -> tuple[bytearray, ...]:
    """Return the modules of a code, row by row, 1 = dark.

    Args:
        content: best in capital letters, digits and ``$%*+-./:`` only: the code is then a third smaller.
        mask: a fixed mask saves trying all eight, which is most of the time.
    """
    # A larger code would not make the reading surer, so the level is not raised where there is room.
    code = segno.make_qr(content, error="m", mask=mask, boost_error=False)
    return tuple(code.matrix)


def squares(contents: Sequence[str], *, mask: int) -> list[NDArray[np.uint8]]:
    """Return the modules of many codes, 1 = dark; the same as :func:`matrix` of each.

    Codes of one length under one mask differ by exclusive-or: each bit of the content turns modules of its own, in
    the field and in its correction words. So a few codes are drawn, and all others are sums of them.
    """
    shared = _shared(contents) // _PAIR * _PAIR
    head, ends = contents[0][:shared], [each[shared:] for each in contents]
    letters = set().union(*contents)
    alike = len({len(each) for each in contents}) == 1 and letters <= set(_LETTERS) and head.strip("0123456789")
    if len(contents) < _MANY or not alike:
        return [_modules(each, mask) for each in contents]
    zero = _modules(head + "0" * len(ends[0]), mask)
    # Each letter of a pair has its place in it; an odd one at the end stands alone.
    turned = [_modules(head + end, mask) ^ zero for end in _turning(len(ends[0]))]
    # In floating point, because that product is the fast one; the sums are small and exact.
    sums = _bits(ends).astype(np.float32) @ np.array(turned, dtype=np.float32).reshape(len(turned), -1)
    return list((sums.astype(np.int32) & 1).astype(np.uint8).reshape(-1, *zero.shape) ^ zero)


def _shared(contents: Sequence[str]) -> int:
    """Return how many letters all begin with."""
    first, last = min(contents), max(contents)
    return next(
        (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first)
    )


def _modules(content: str, mask: int) -> NDArray[np.uint8]:
    return np.array(matrix(content, mask=mask), dtype=np.uint8) & 1


def _turning(length: int) -> Iterator[str]:
    """Yield the ends that have one bit set, in the order of :func:`_bits`."""
    for start in range(0, length, _PAIR):
        pair = length - start >= _PAIR
        for bit in range(_PAIR_BITS if pair else _LAST_BITS):
            first, second = divmod(1 << bit, len(_LETTERS))
            letters = _LETTERS[first] + _LETTERS[second] if pair else _LETTERS[second]
            yield "0" * start + letters + "0" * (length - start - len(letters))


def _bits(ends: Sequence[str]) -> NDArray[np.int32]:
    """Return the bits of each content, pair by pair, the lowest first."""
    places = np.zeros(128, dtype=np.int32)
    places[[ord(letter) for letter in _LETTERS]] = range(len(_LETTERS))
    letters = places[np.frombuffer("".join(ends).encode("ascii"), dtype=np.uint8).reshape(len(ends), -1)]
    whole = letters.shape[1] // _PAIR * _PAIR
    pairs = letters[:, :whole:_PAIR] * len(_LETTERS) + letters[:, 1:whole:_PAIR]
    bits = ((pairs[:, :, None] >> np.arange(_PAIR_BITS)) & 1).reshape(len(ends), -1)
    last = ((letters[:, whole:, None] >> np.arange(_LAST_BITS)) & 1).reshape(len(ends), -1)
    return np.concatenate([bits, last], axis=1)


def drawing(content: str, *, mask: int | None = None) -> str:
    """Return a code as an SVG picture: one path, a run of dark modules at a time."""
    rows = matrix(content, mask=mask)
    side = len(rows) + 2 * QUIET
    path = "".join(_runs(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="M0 0h{side}v{side}h-{side}z" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def bitmap(modules: NDArray[np.uint8]) -> bytes:
    """Return modules as a PNG picture, one dot each, 1 = black; smaller and sooner set than a drawing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    # A row is a byte that says "as it stands", then eight dots to a byte, 1 = white.
    rows = np.zeros((len(modules), 1 + -(-modules.shape[1] // 8)), dtype=np.uint8)
    rows[:, 1:] = np.packbits(1 - modules, axis=1)
    head = struct.pack(">IIBBBBB", modules.shape[1], modules.shape[0], 1, 0, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(rows.tobytes()))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"IEND", b"")


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
