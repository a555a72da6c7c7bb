"""Cells that name one of a few things: yes or no, a level, a kind."""

import difflib

from jishi.core.errors import sentence
from jishi.core.names import Named, Names
from jishi.sheets.columns import FormColumn
from jishi.sheets.folding import folded
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.workbook import Cell

_YES_WORDS = "是 有 对 已 yes y true t 1 √ ✓ ✔ ☑ 达到 具备"
_NO_WORDS = "否 无 没有 未 不 no n false f 0 × ✗ ✘ ☐ 未达到 不具备"
_YES = frozenset(folded(word) for word in _YES_WORDS.split())
_NO = frozenset(folded(word) for word in _NO_WORDS.split())


def yes_or_no(column: FormColumn, cell: Cell) -> int:
    """Return 1 for yes and 0 for no, in words, signs, digits or as the sheet's own true and false."""
    if isinstance(cell, bool):
        return int(cell)
    word = folded(str(cell)) or str(cell).strip()
    if word in _YES:
        return 1
    if word in _NO:
        return 0
    raise Unreadable(
        sentence("“%(cell)s” is neither yes nor no.", cell=str(cell)[:40]),
        sentence("Write 是 or 否 (yes or no); leave the cell empty if it is not known."),
    )


def choice_id(column: FormColumn, cell: Cell) -> str:
    """Return the id of the choice that the cell names, in any of the languages."""
    return column.choices[level_place(column, cell)].id


def level_place(column: FormColumn, cell: Cell) -> int:
    """Return the place among the choices, from 0, of the one that the cell names."""
    words = column.words
    word = folded(str(cell))
    if word in words:
        return words[word]
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    names = [Named(choice.names or {"en": choice.id}) for choice in column.choices]
    if near:
        fix = sentence("Did you mean %(near)s? Allowed: %(names)s.", near=names[words[near[0]]], names=Names(names))
    else:
        fix = sentence("Write one of these: %(names)s.", names=Names(names, 20))
    raise Unreadable(sentence("“%(cell)s” is not one of the choices.", cell=str(cell)[:40]), fix)
