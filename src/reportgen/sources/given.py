"""How cells from elsewhere than an .xlsx (text, .xls, .ods, a query) are put, so that they are read like its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reportgen.place import column_letters
from reportgen.sources.formats import Look
from reportgen.sources.grid import MOST_ROWS, Grid, Range
from reportgen.sources.markup import escape
from reportgen.sources.package import UnreadableWorkbookError
from reportgen.sources.workbook import Mark, Sheet, Workbook

Stored = tuple[str, str]
"""Mark and text of a cell, as in a `Grid`."""

NOTHING: Stored = ("", "")
NO_VALUE: Stored = ("><f", "")
"""A formula whose result is not stored."""

_LOOKS = (Look.NUMBER, Look.PERCENT, Look.DATE, Look.TEXT)
_NUMBER_MARKS = {look: f' s="{number}">' if number else ">" for number, look in enumerate(_LOOKS)}
_ESCAPED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_FORMULA = "<f"


def text_cell(text: str) -> Stored:
    """A cell that holds a text; an empty one holds nothing."""
    if not text:
        return NOTHING
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    return ' t="str">', escape(text) if "&" in text or "<" in text or ">" in text or '"' in text else text


def number_cell(digits: str, look: Look = Look.NUMBER, *, formula: bool = False, typed: str = "") -> Stored:
    """A cell that holds a number, by its digits; a percent is stored as a fraction.

    `typed` is how a text file spells it (1.50, 1,234), for a field that holds texts.
    """
    if typed:
        return f' s="{_LOOKS.index(look)}" typed="{typed}">', digits
    return _NUMBER_MARKS[look] + (_FORMULA if formula else ""), digits


def day_cell(iso: str) -> Stored:
    """A cell that holds a day: 2023-06-30, also with a time behind a T."""
    return ' t="d">', iso


def flag_cell(value: bool) -> Stored:
    """A cell that holds yes or no."""
    return ' t="b">', "1" if value else "0"


def error_cell(text: str) -> Stored:
    """A cell that holds an error value: #DIV/0!"""
    return ' t="e">', escape(text)


def digits_of(number: float) -> str:
    """The digits of a binary number, as a worksheet stores it."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


@dataclass(frozen=True, slots=True)
class GivenSheet:
    """One sheet of cells.

    rows  worksheet row, counted from 1, ascending → its cells from column A on
    """

    title: str
    rows: Sequence[tuple[int, Sequence[Stored]]]
    hidden: bool = False
    merges: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    hidden_columns: frozenset[str] = field(default_factory=frozenset)

    def grid(self) -> Grid:
        """The filled cells, column by column."""
        rows = [(number, cells) for number, cells in self.rows if any(mark for mark, _ in cells)]
        if len(rows) > MOST_ROWS:
            raise too_many_rows()
        width = max((len(cells) for _, cells in rows), default=0)
        numbers = tuple(number for number, _ in rows)
        dense: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        full = [cells if len(cells) == width else (*cells, *[NOTHING] * (width - len(cells))) for _, cells in rows]
        for column, stored in enumerate(zip(*full, strict=True)):
            marks, texts = zip(*stored, strict=True)
            if any(marks):
                dense[column_letters(column)] = (marks, texts)
        return Grid(numbers, dense, {}, self.merges, self.hidden_rows, self.hidden_columns)


class GivenWorkbook(Workbook):
    """A workbook whose cells are known already; nothing of it is read from an .xlsx package."""

    def __init__(self, sheets: Iterable[GivenSheet], *, epoch_1904: bool = False) -> None:
        # The base class's own __init__ opens a package, of which there is none here.
        given = tuple(sheets)
        self.sheets = tuple(Sheet(one.title, str(number), one.hidden) for number, one in enumerate(given))
        self.epoch_1904 = epoch_1904
        self.recalculates_on_load = False
        self._grids: dict[str, Grid] = {str(number): one.grid() for number, one in enumerate(given)}
        self._strings: tuple[str, ...] | None = ()
        self._looks: tuple[Look, ...] | None = _LOOKS
        self._marks: dict[str, Mark] = {}


def too_many_rows() -> UnreadableWorkbookError:
    """More rows than any table has."""
    return UnreadableWorkbookError(f"有内容的行超过 {MOST_ROWS} 行，不像指标表。", "请核对，或拆成几个文件。")
