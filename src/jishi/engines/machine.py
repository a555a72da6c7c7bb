"""A graph written as a table of operations for the compiled kernels: word sizes, registers, targets."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from jishi.engines import kernels
from jishi.engines.bounds import of_numbers
from jishi.engines.graph import Code, Immediates, Node
from jishi.engines.kernels import EXTRA, FACT, Program
from jishi.engines.plan import DomainPlan, exact_in_float
from jishi.engines.population import NULL
from jishi.engines.resident import LEAST32, MOST32, NULL32, fits_narrow

Home = tuple[bool, int]
CASES = 8
# After up to four cases stands what null gives; null itself unless the operation after would replace it at once.
NUMBERS = CASES + 1
FOLDING = (Code.LINEAR, Code.INSIDE, Code.STEPS, Code.DIVIDE)

SAME_NAME: dict[Code, int] = {
    code: getattr(kernels, code.name)
    for code in Code
    if code not in (Code.INPUT, Code.CONST, Code.DIVIDE, Code.MEAN)
}


@dataclass(frozen=True)
class Wanted:
    """What a program has to deliver for one domain.

    Attributes:
        extra: node → the rows of the extra memory it goes to: whether 64-bit, and the row.
        figures: nodes that are added up, those of 32 bits and those of 64.
    """

    extra: Mapping[int, Sequence[Home]]
    figures: tuple[Sequence[int], Sequence[int]] = ((), ())


@dataclass(frozen=True)
class Machine:
    """A program and how many registers of each word size it needs."""

    program: Program
    narrow_registers: int
    wide_registers: int


@dataclass
class _Line:
    """One operation; an operand below 0 is a value that still needs a register: -1 - its number."""

    code: int
    wide: bool
    target: int
    first: int
    second: int
    numbers: Immediates = ()
    nothing: int | None = None


@dataclass
class _Writer:
    """Writes the lines of one program; every value is written once per word size it is needed in."""

    plan: DomainPlan
    inputs: Callable[[object], tuple[bool, int]]
    wanted: Wanted
    lines: list[_Line] = field(default_factory=list)
    values: list[bool] = field(default_factory=list)
    homes: dict[tuple[int, bool], int] = field(default_factory=dict)
    figures: list[list[int]] = field(default_factory=list)
    read_elsewhere: frozenset[int] = frozenset()

    def write(self) -> None:
        """Write everything that is wanted."""
        uses = Counter(arg for node in self.plan.graph.nodes for arg in node.args)
        uses.update(number for numbers in self.wanted.figures for number in numbers)
        self.read_elsewhere = frozenset(number for number, times in uses.items() if times > 1)
        for number, targets in self.wanted.extra.items():
            for wide, row in targets:
                operand = self.operand(number, wide)
                if operand != EXTRA + row:
                    self.lines.append(_Line(kernels.EITHER, wide, EXTRA + row, operand, operand))
        self.figures = [
            [self.operand(number, bool(wide)) for number in numbers]
            for wide, numbers in enumerate(self.wanted.figures)
        ]

    def operand(self, number: int, wide: bool) -> int:
        """Return where a node's value is in a word size, writing what computes it when it is not yet there."""
        if (number, wide) not in self.homes:
            self._compute(number, wide)
        return self.homes[number, wide]

    def _compute(self, number: int, wide: bool) -> None:
        node = self.plan.graph.nodes[number]
        if node.code is Code.CONST:
            self.homes[number, wide] = self._target(number, wide)
            self.lines.append(_Line(kernels.FILL, wide, self.homes[number, wide], 0, 0, node.immediates))
            return
        own = self._own_size(number)
        if own != wide:
            source = self.operand(number, own)
            # Asked for again: computing the source may have come across this conversion.
            if (number, wide) not in self.homes:
                self.homes[number, wide] = self._target(number, wide)
                code = kernels.WIDEN if wide else kernels.NARROW
                self.lines.append(_Line(code, wide, self.homes[number, wide], source, 0))
        elif node.code is Code.INPUT:
            self.homes[number, wide] = self.inputs(node.name)[1]
        elif node.code is Code.MEAN:
            self._mean(number, wide)
        else:
            self._plain(number, wide)

    def _plain(self, number: int, wide: bool) -> None:
        node, nothing = self._folded(number)
        args = [self.operand(arg, wide) for arg in node.args]
        code = SAME_NAME.get(node.code, kernels.SHARE)
        if node.code is Code.DIVIDE and nothing is None and not self._by_float(number):
            code = kernels.QUOTIENT
        target = self.homes[number, wide] = self._target(number, wide)
        numbers = _filled(node.code, node.immediates)
        self.lines.append(_Line(code, wide, target, args[0], args[-1], numbers, nothing))

    def _folded(self, number: int) -> tuple[Node, int | None]:
        """Return what to compute for a node, and what null gives in it.

        ``if_null(x, 0)`` is x with 0 for null where nothing else reads x.
        """
        graph = self.plan.graph
        node = graph.nodes[number]
        if node.code is not Code.EITHER:
            return node, None
        first, otherwise = graph.nodes[node.args[0]], graph.known_constant(node.args[1])
        alone = node.args[0] not in self.read_elsewhere and node.args[0] not in self.wanted.extra
        same_size = self._own_size(number) == self._own_size(node.args[0])
        if first.code not in FOLDING or otherwise is None or not alone or not same_size:
            return node, None
        if first.code is Code.DIVIDE and not self._by_float(node.args[0]):
            return node, None
        if first.code is Code.STEPS and graph.known_constant(first.args[1]) is None:
            return node, None
        if first.code is Code.INSIDE and None in first.immediates[-2:]:
            return node, None
        return first, otherwise

    def _mean(self, number: int, wide: bool) -> None:
        node = self.plan.graph.nodes[number]
        at_least, *weights = node.immediates
        above, below = self._register(wide), self._register(wide)
        code = kernels.WEIGH_FIRST
        for arg, weight in zip(node.args, weights, strict=True):
            self.lines.append(_Line(code, wide, above, self.operand(arg, wide), below, (weight,)))
            code = kernels.WEIGH
        code = kernels.MEAN_SHARE if self._by_float(number) else kernels.MEAN_QUOTIENT
        self.homes[number, wide] = self._target(number, wide)
        self.lines.append(_Line(code, wide, self.homes[number, wide], above, below, (at_least,)))

    def _own_size(self, number: int) -> bool:
        """Return whether a node has to be computed in 64 bits."""
        node, each = self.plan.graph.nodes[number], self.plan.reaches[number]
        if node.code is Code.INPUT:
            return self.inputs(node.name)[0]
        args = [self.plan.reaches[arg].result for arg in node.args]
        within = each.within
        if node.code is Code.DIVIDE and self._by_float(number):
            # The product is met in a float only; its factor still has to fit.
            within = of_numbers(node.immediates[:1])
        return not all(fits_narrow(interval) for interval in (each.result, within, *args))

    def _by_float(self, number: int) -> bool:
        node, each = self.plan.graph.nodes[number], self.plan.reaches[number]
        args = [self.plan.reaches[arg].result for arg in node.args]
        return exact_in_float(each.within, *args)

    def _target(self, number: int, wide: bool) -> int:
        """Return where a node goes: straight to the extra memory where it is wanted there, else to a register."""
        for target_is_wide, row in self.wanted.extra.get(number, ()):
            if target_is_wide == wide:
                return EXTRA + row
        return self._register(wide)

    def _register(self, wide: bool) -> int:
        self.values.append(wide)
        return -len(self.values)


def _filled(code: Code, numbers: Immediates) -> Immediates:
    """Repeat the last of less than four bands or keys: reaching it again changes nothing."""
    if code not in (Code.STEPS, Code.KEYS):
        return numbers
    return numbers + numbers[-2:] * ((CASES - len(numbers)) // 2)


def machine(plan: DomainPlan, inputs: Callable[[object], tuple[bool, int]], wanted: Wanted) -> Machine:
    """Write the program of one domain.

    Args:
        plan: its graph with bounds.
        inputs: by the name of an input, whether it is 64-bit and its operand.
        wanted: what to deliver, and where.
    """
    writer = _Writer(plan, inputs, wanted)
    writer.write()
    registers, sizes = _allocate(writer)
    operations = np.zeros((len(writer.lines), 5), dtype=np.int64)
    narrow = np.zeros((len(writer.lines), NUMBERS), dtype=np.int32)
    wide = np.zeros((len(writer.lines), NUMBERS), dtype=np.int64)
    for place, line in enumerate(writer.lines):
        operands = [registers[-1 - each] if each < 0 else each for each in (line.target, line.first, line.second)]
        operations[place] = [line.code, line.wide, *operands]
        for column, number in [*enumerate(line.numbers), (CASES, line.nothing)]:
            wide[place, column] = NULL if number is None else number
            # Numbers beyond 32 bits lie beyond every value, on the same side: clipping changes no comparison.
            clipped = NULL32 if number is None else min(max(number, LEAST32 - 1), MOST32 + 1)
            narrow[place, column] = clipped
    figures = [
        np.array([registers[-1 - each] if each < 0 else each for each in operands], dtype=np.int64)
        for operands in writer.figures
    ]
    return Machine(Program(operations, narrow, wide, figures[0], figures[1]), *sizes)


def _allocate(writer: _Writer) -> tuple[list[int], tuple[int, int]]:
    """Give every value a register, reusing those whose value is not read any more."""
    last: dict[int, int] = {}
    for place, line in enumerate(writer.lines):
        last.update((-1 - each, place) for each in (line.target, line.first, line.second) if each < 0)
    # What figures add up is read after the last line.
    last.update((-1 - each, len(writer.lines)) for operands in writer.figures for each in operands if each < 0)
    registers = [0] * len(writer.values)
    free: dict[bool, list[int]] = {False: [], True: []}
    count = {False: 0, True: 0}
    given: set[int] = set()
    for place, line in enumerate(writer.lines):
        touched = dict.fromkeys(-1 - each for each in (line.target, line.first, line.second) if each < 0)
        for value in touched:
            if value not in given:
                given.add(value)
                size = writer.values[value]
                if not free[size]:
                    free[size].append(count[size])
                    count[size] += 1
                registers[value] = free[size].pop()
        for value in touched:
            if last[value] == place:
                free[writer.values[value]].append(registers[value])
    return registers, (max(count[False], 1), max(count[True], 1))


def fact_operand(home: Home) -> tuple[bool, int]:
    """Return the operand of a row of the facts."""
    return home[0], FACT + home[1]
