"""The rows of a long sheet: made anew each time somebody goes through them, and never all in memory."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import overload

from jishi.sheets.workbook import Cell

Row = tuple[Cell, ...]
# Heads are looked for in the first rows, again and again; so these are held.
_HELD = 64


class LongRows(Sequence[Row]):
    """A sequence of rows behind which stands a reader; to go through it costs reading it again.

    A single row is found by reading on from the last one that was asked for: whoever asks in order reads once.
    """

    def __init__(self, reader: Callable[[], Iterator[Row]], length: int) -> None:
        self._reader = reader
        self._length = length
        self._first = tuple(islice(reader(), _HELD))
        self._reading: Iterator[Row] = iter(())
        self._next = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        return self._reader()

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(place, slice):
            return tuple(islice(self, *place.indices(self._length)))
        if not 0 <= place < self._length:
            raise IndexError(place)
        if place < len(self._first):
            return self._first[place]
        if place < self._next:
            self._reading, self._next = self._reader(), 0
        found = next(islice(self._reading, place - self._next, None))
        self._next = place + 1
        return found
