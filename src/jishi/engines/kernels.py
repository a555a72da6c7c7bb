"""The fixed set of compiled loops: each runs one operation over a block of units, and nothing else.

Immediates are read before a loop, never in it: the compiler cannot know that writing the target leaves them alone,
and would give up vector instructions.

Null is the smallest number of the word size. A block is small enough for its registers to stay in the cache, and
every loop is plain enough for the compiler to use vector instructions. Nothing is compiled for a pack: packs become
the tables that :mod:`jishi.engines.machine` writes. Every function is compiled once per word size and kept on disk.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

BLOCK = 4096
# So many units at a time turn from columns into rows of figures: few enough for the rows to stay in the cache.
STRIP = 128

# Which immediate says what null gives, where an operation does not always keep it.
NOTHING = 8

# Where an operand is: a register, a row of the facts, or a row of what this run computes.
FACT = 1 << 20
EXTRA = 2 << 20

# Operations of a machine program; docs as in jishi.engines.graph.Code where the names agree.
(
    FILL,
    LINEAR,
    ADD,
    SUBTRACT,
    MULTIPLY,
    LESSER,
    GREATER,
    SHARE,
    QUOTIENT,
    MEAN_SHARE,
    MEAN_QUOTIENT,
    WEIGH_FIRST,
    WEIGH,
    INSIDE,
    LESS,
    EQUAL,
    BOTH,
    SOME,
    ABSENT,
    EITHER,
    TALLY,
    WORST,
    STEPS,
    KEYS,
    WIDEN,
    NARROW,
) = range(26)


class Program(NamedTuple):
    """What is run over every block.

    Attributes:
        operations: in order, [code, is it 64-bit, target, first, second] each.
        narrow_numbers, wide_numbers: the immediates of each operation in both word sizes.
        narrow_figures, wide_figures: the operand that each figure adds up.
    """

    operations: NDArray[np.int64]
    narrow_numbers: NDArray[np.int32]
    wide_numbers: NDArray[np.int64]
    narrow_figures: NDArray[np.int64]
    wide_figures: NDArray[np.int64]


class Memory(NamedTuple):
    """Everything of one word size: facts and extra by units, registers by a block's places, rows by a strip's.

    The facts are those of one domain, whose first unit stands at place ``origin`` of the extra memory.
    """

    facts: NDArray[np.signedinteger]
    extra: NDArray[np.signedinteger]
    registers: NDArray[np.signedinteger]
    rows: NDArray[np.signedinteger]
    null: np.signedinteger
    origin: int


class Totals(NamedTuple):
    """Figures of one domain: slot of each place; totals by slot and figure, sums before minima before maxima."""

    slots: NDArray[np.int32]
    values: NDArray[np.int64]
    first_least: int
    first_most: int


compiled = njit(nogil=True, error_model="numpy", cache=True, boundscheck=False)


@compiled
def _arithmetic(code, target, operands, numbers, null):  # type: ignore[no-untyped-def]
    a, b = operands
    size, instead = len(target), numbers[NOTHING]
    if code == LINEAR:
        k, c, least, most = numbers[0], numbers[1], numbers[2], numbers[3]
        for i in range(size):
            result = a[i] * k + c
            result = least if result < least else result
            result = most if result > most else result
            target[i] = instead if a[i] == null else result
    elif code == ADD:
        for i in range(size):
            target[i] = null if (a[i] == null) | (b[i] == null) else a[i] + b[i]
    elif code == SUBTRACT:
        for i in range(size):
            target[i] = null if (a[i] == null) | (b[i] == null) else a[i] - b[i]
    elif code == MULTIPLY:
        for i in range(size):
            target[i] = null if (a[i] == null) | (b[i] == null) else a[i] * b[i]
    elif code == LESSER:
        # Null is the smallest number already.
        for i in range(size):
            target[i] = min(a[i], b[i])
    elif code == GREATER:
        for i in range(size):
            target[i] = null if (a[i] == null) | (b[i] == null) else max(a[i], b[i])
    elif code == FILL:
        number = numbers[0]
        for i in range(size):
            target[i] = number


@compiled
def _division(code, target, operands, numbers, null):  # type: ignore[no-untyped-def]
    a, b = operands
    size, instead = len(target), numbers[NOTHING]
    if code == SHARE:
        # Exact: bounds prove both below 2^52, so the floor of the float quotient is the floor of the true one.
        k, least, most = float(numbers[0]), float(numbers[1]), float(numbers[2])
        for i in range(size):
            nothing = (a[i] == null) | (b[i] == null) | (b[i] == 0)
            quotient = np.floor(float(a[i]) * k / (1.0 if nothing else float(b[i])))
            quotient = least if quotient < least else quotient
            quotient = most if quotient > most else quotient
            target[i] = instead if nothing else quotient
    elif code == QUOTIENT:
        k, least, most = numbers[0], numbers[1], numbers[2]
        for i in range(size):
            if (a[i] == null) | (b[i] == null) | (b[i] == 0):
                target[i] = null
            else:
                target[i] = min(max(a[i] * k // b[i], least), most)
    elif code == MEAN_SHARE:
        at_least = numbers[0]
        for i in range(size):
            nothing = (b[i] == 0) | (b[i] < at_least)
            quotient = np.floor(float(a[i]) / (1.0 if nothing else float(b[i])))
            target[i] = null if nothing else quotient
    elif code == MEAN_QUOTIENT:
        at_least = numbers[0]
        for i in range(size):
            if (b[i] == 0) | (b[i] < at_least):
                target[i] = null
            else:
                target[i] = a[i] // b[i]


@compiled
def _weighing(code, above, operands, numbers, null):  # type: ignore[no-untyped-def]
    value, below = operands
    size = len(above)
    weight = numbers[0]
    if code == WEIGH_FIRST:
        for i in range(size):
            above[i] = 0 if value[i] == null else value[i] * weight
            below[i] = 0 if value[i] == null else weight
    elif code == WEIGH:
        for i in range(size):
            above[i] += 0 if value[i] == null else value[i] * weight
            below[i] += 0 if value[i] == null else weight


@compiled
def _truth(code, target, operands, numbers, null):  # type: ignore[no-untyped-def]
    a, b = operands
    size, instead = len(target), numbers[NOTHING]
    if code == INSIDE:
        least, most, yes, no = numbers[0], numbers[1], numbers[2], numbers[3]
        for i in range(size):
            result = yes if (a[i] >= least) & (a[i] <= most) else no
            target[i] = instead if a[i] == null else result
    elif code == LESS:
        yes, no = numbers[0], numbers[1]
        for i in range(size):
            result = yes if a[i] < b[i] else no
            target[i] = null if (a[i] == null) | (b[i] == null) else result
    elif code == EQUAL:
        yes, no = numbers[0], numbers[1]
        for i in range(size):
            result = yes if a[i] == b[i] else no
            target[i] = null if (a[i] == null) | (b[i] == null) else result
    elif code == BOTH:
        for i in range(size):
            result = null if (a[i] == null) | (b[i] == null) else 1
            target[i] = 0 if (a[i] == 0) | (b[i] == 0) else result
    elif code == SOME:
        for i in range(size):
            result = null if (a[i] == null) | (b[i] == null) else 0
            true = ((a[i] != null) & (a[i] != 0)) | ((b[i] != null) & (b[i] != 0))
            target[i] = 1 if true else result
    elif code == ABSENT:
        yes, no = numbers[0], numbers[1]
        for i in range(size):
            target[i] = yes if a[i] == null else no


@compiled
def _choice(code, target, operands, numbers, null):  # type: ignore[no-untyped-def]
    a, b = operands
    size, instead = len(target), numbers[NOTHING]
    if code == EITHER:
        for i in range(size):
            target[i] = b[i] if a[i] == null else a[i]
    elif code == TALLY:
        for i in range(size):
            both = b[i] if a[i] == null else a[i] + b[i]
            target[i] = a[i] if b[i] == null else both
    elif code == WORST:
        for i in range(size):
            target[i] = max(a[i], b[i])
    elif code == STEPS:
        t0, t1, t2, t3 = numbers[0], numbers[2], numbers[4], numbers[6]
        r0, r1, r2, r3 = numbers[1], numbers[3], numbers[5], numbers[7]
        for i in range(size):
            result = r3 if a[i] >= t3 else b[i]
            result = r2 if a[i] >= t2 else result
            result = r1 if a[i] >= t1 else result
            result = r0 if a[i] >= t0 else result
            target[i] = instead if a[i] == null else result
    elif code == KEYS:
        t0, t1, t2, t3 = numbers[0], numbers[2], numbers[4], numbers[6]
        r0, r1, r2, r3 = numbers[1], numbers[3], numbers[5], numbers[7]
        for i in range(size):
            result = r3 if a[i] == t3 else b[i]
            result = r2 if a[i] == t2 else result
            result = r1 if a[i] == t1 else result
            result = r0 if a[i] == t0 else result
            target[i] = null if a[i] == null else result


@compiled
def _operand(memory, place, start, stop):  # type: ignore[no-untyped-def]
    if place < FACT:
        return memory.registers[place, : stop - start]
    if place < EXTRA:
        return memory.facts[place - FACT, start - memory.origin : stop - memory.origin]
    return memory.extra[place - EXTRA, start:stop]


@compiled
def _step(operation, memory, numbers, start, stop):  # type: ignore[no-untyped-def]
    """Run one operation inside one word size."""
    code = operation[0]
    a = _operand(memory, operation[3], start, stop)
    b = _operand(memory, operation[4], start, stop)
    target = _operand(memory, operation[2], start, stop)
    if code <= GREATER:
        _arithmetic(code, target, (a, b), numbers, memory.null)
    elif code <= MEAN_QUOTIENT:
        _division(code, target, (a, b), numbers, memory.null)
    elif code <= WEIGH:
        _weighing(code, target, (a, b), numbers, memory.null)
    elif code <= ABSENT:
        _truth(code, target, (a, b), numbers, memory.null)
    else:
        _choice(code, target, (a, b), numbers, memory.null)


@compiled
def _convert(operation, source, target, start, stop):  # type: ignore[no-untyped-def]
    """Copy from one word size to the other; bounds prove that the values fit."""
    a = _operand(source, operation[3], start, stop)
    result = _operand(target, operation[2], start, stop)
    for i in range(stop - start):
        result[i] = target.null if a[i] == source.null else a[i]


@compiled
def _gather(memory, figures, first, start, stop):  # type: ignore[no-untyped-def]
    """Turn a strip of a block from columns of figures into rows.

    Places are counted by hand: a view of an array per column would cost more than copying it.
    """
    rows = memory.rows
    for f in range(len(figures)):
        place = figures[f]
        if place < FACT:
            column = memory.registers[place, start - first : stop - first]
        else:
            column = _operand(memory, place, start, stop)
        for i in range(len(column)):
            rows[i, f] = column[i]


@compiled
def add_rows(memory, totals, start, stop):  # type: ignore[no-untyped-def]
    """Add the figures of a strip of units to their slots.

    Neighbours mostly share a slot: they are added up beside it, null as 0, and the slot is met once for all.
    """
    rows, slots = memory.rows, totals.slots[start - memory.origin : stop - memory.origin]
    sums = np.empty(totals.first_least, dtype=np.int64)
    # The greatest value says whether any was known: null is the smallest number.
    most = np.empty(rows.shape[1], dtype=rows.dtype)
    begin = 0
    for end in range(1, len(slots) + 1):
        if end < len(slots) and slots[end] == slots[begin]:
            continue
        sums[:] = 0
        most[:] = memory.null
        for i in range(begin, end):
            row = rows[i]
            for f in range(len(sums)):
                sums[f] += 0 if row[f] == memory.null else row[f]
            for f in range(len(most)):
                most[f] = max(most[f], row[f])
        _add_up(rows[begin:end], (sums, most), memory.null, totals, slots[begin])
        begin = end


@compiled
def _add_up(rows, found, null, totals, slot):  # type: ignore[no-untyped-def]
    """Add what neighbours have together to their slot."""
    nothing = np.iinfo(np.int64).min
    sums, most = found
    total = totals.values[slot]
    for f in range(len(sums)):
        known = sums[f] if total[f] == nothing else total[f] + sums[f]
        total[f] = total[f] if most[f] == null else known
    for f in range(totals.first_least, totals.first_most):
        for i in range(len(rows)):
            value = rows[i, f]
            if (value != null) & ((total[f] == nothing) | (value < total[f])):
                total[f] = value
    for f in range(totals.first_most, len(most)):
        if (most[f] != null) & (most[f] > total[f]):
            total[f] = most[f]


@compiled
def _roll_up(memory, figures, totals, first, last):  # type: ignore[no-untyped-def]
    """Add up the figures of a block."""
    if len(figures) == 0:
        return
    for start in range(first, last, STRIP):
        stop = min(start + STRIP, last)
        _gather(memory, figures, first, start, stop)
        add_rows(memory, totals, start, stop)


@compiled
def sweep(program, memories, totals, span):  # type: ignore[no-untyped-def]
    """Run a program over a piece of a domain, a block at a time, and add up the figures of its units.

    Args:
        program: the operations.
        memories: of 32 and of 64 bits.
        totals: of the figures of 32 and of 64 bits.
        span: first place and one past the last.
    """
    narrow, wide = memories
    start, stop = span
    for first in range(start, stop, BLOCK):
        last = min(first + BLOCK, stop)
        for number in range(len(program.operations)):
            operation = program.operations[number]
            if operation[0] == WIDEN:
                _convert(operation, narrow, wide, first, last)
            elif operation[0] == NARROW:
                _convert(operation, wide, narrow, first, last)
            elif operation[1] == 0:
                _step(operation, narrow, program.narrow_numbers[number], first, last)
            else:
                _step(operation, wide, program.wide_numbers[number], first, last)
        _roll_up(narrow, program.narrow_figures, totals[0], first, last)
        _roll_up(wide, program.wide_figures, totals[1], first, last)
