"""Which records a hand-typed total of a ledger (台账) adds up: all of them, those of an area, or those of a group."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from reportgen.quantity.printing import half_up
from reportgen.quantity.units import UnitError, parse_unit
from reportgen.sources.heads import folded
from reportgen.sources.model import Column, TotalRow
from reportgen.sources.record_rows import is_group
from reportgen.sources.rows import TableRow
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import FieldSpec

_WORD = re.compile(r"(?:合计|小计|总计|共计|累计|总数|总和|汇总)数?[:]?(?:\(.*\))?$")
_NO_SUM = ("平均", "均值")
_BACK = 12
"""How many totals before or after one may be part of it: 村小计, 乡镇小计, 合计 below each other."""


def is_added_up(spec: FieldSpec) -> bool:
    """Whether the sum of a field says anything; that of a rate does not."""
    try:
        unit = parse_unit(spec.unit)
    except UnitError:
        return False
    return not (unit.is_percent or "/" in unit.symbol)


def says_the_same(typed: Decimal, found: Decimal) -> bool:
    """Whether a typed total is the sum, as far as its decimals go."""
    exponent = typed.as_tuple().exponent
    return typed == found or half_up(found, max(-exponent, 0) if isinstance(exponent, int) else 0) == typed


def covered(
    totals: Sequence[tuple[TableRow, int, Mapping[str, Decimal]]],
    records: Sequence[int],
    areas: Sequence[str],
    columns: Mapping[str, Column],
    tree: AreaTree,
) -> tuple[TotalRow, ...]:
    """Tell which records each total adds up.

    `totals` are rows with their worksheet row and values; `records` the records' places in the grid, ascending, and
    `areas` whose each is. A total whose words leave it open takes the rows that it agrees with, if there are any.
    """
    if not totals:
        return ()
    finder = _Finder([row for row, _, _ in totals], records, areas, columns, tree)
    made = []
    for number, (row, line, values) in enumerate(totals):
        rows = () if any(word in row.name for word in _NO_SUM) else finder.rows(number, values)
        made.append(TotalRow(row.name, line, tuple(rows), values if rows else {}))
    return tuple(made)


@dataclass(slots=True)
class _Finder:
    totals: Sequence[TableRow]
    records: Sequence[int]
    areas: Sequence[str]
    columns: Mapping[str, Column]
    tree: AreaTree
    sums: dict[str, list[Decimal]] = field(default_factory=dict)

    def rows(self, number: int, values: Mapping[str, Decimal]) -> Sequence[int]:
        """The records of a total: the first choice that agrees in all columns, else the first one."""
        choices = list(self._choices(number))
        # A group without a record has sums of 0.
        agreeing = (c for c in choices if all(says_the_same(v, self._sum(name, c)) for name, v in values.items()))
        return next(agreeing, next(filter(None, choices), ()))

    def _choices(self, number: int) -> Iterator[Sequence[int]]:
        row = self.totals[number]
        here, end = self._start(number), len(self.records)
        below = [range(here, stop) for stop in self._stops(number, end)]
        if is_group(row.name):
            brackets = row.name.startswith("(")
            later = range(number + 1, len(self.totals))
            nearest = next((n for n in later if self._is_alike(n, brackets=brackets)), None)
            yield range(here, end if nearest is None else self._start(nearest))
            yield from below
            return
        area = self._area(row)
        if area:
            own = self._of_area(area)
            yield own
            # A ledger in groups has a subtotal of an area in each of them.
            yield from ([n for n in own if start <= n < here] for start in self._starts(number))
        word = _word(row.name)
        if word == "小计" or sum(_word(one.name) == word for one in self.totals) > 1:
            above = [range(start, here) for start in self._starts(number)]
            leads = self._start(next(n for n, one in enumerate(self.totals) if _word(one.name) == word)) == 0
            yield from (*below, *above) if leads else (*above, *below)
            yield self._block(here)
        if word != "小计":
            yield range(end)

    def _is_alike(self, number: int, *, brackets: bool) -> bool:
        """Whether a group ends where this total stands: at the next of its kind, 一、 ends （三） too."""
        name = self.totals[number].name
        return is_group(name) and (brackets or not name.startswith("("))

    def _start(self, number: int) -> int:
        """How many records stand before a total."""
        return bisect_left(self.records, self.totals[number].index)

    def _starts(self, number: int) -> list[int]:
        """Where the records of a total that stands below them may begin, the nearest first."""
        earlier = [self._start(n) for n in range(number - 1, max(number - 1 - _BACK, -1), -1)]
        return list(dict.fromkeys([*earlier, 0]))

    def _stops(self, number: int, end: int) -> list[int]:
        later = [self._start(n) for n in range(number + 1, min(number + 1 + _BACK, len(self.totals)))]
        return list(dict.fromkeys([*later, end]))

    def _block(self, here: int) -> Sequence[int]:
        """The records of one area that stand right above a total, together."""
        first = here
        while first and self.areas[first - 1] == self.areas[here - 1]:
            first -= 1
        return range(first, here)

    def _area(self, row: TableRow) -> str:
        """The area that a total is for: 青石镇小计, or 小计 beside 青石镇."""
        found = self.tree.along((*row.names[:-1], _WORD.sub("", row.name)))
        return next((area.name for area in reversed(found) if area is not None), "")

    def _of_area(self, area: str) -> Sequence[int]:
        within, waiting = {area}, [area]
        while waiting:
            names = [below.name for below in self.tree.below(waiting.pop())]
            waiting += [name for name in names if name not in within]
            within.update(names)
        return [number for number, name in enumerate(self.areas) if name in within]

    def _sum(self, name: str, rows: Sequence[int]) -> Decimal:
        if name not in self.sums:
            values = self.columns[name].values
            numbers = (value if isinstance(value, Decimal) else Decimal(0) for value in values)
            self.sums[name] = list(accumulate(numbers, initial=Decimal(0)))
        sums = self.sums[name]
        if isinstance(rows, range):
            return sums[rows.stop] - sums[rows.start]
        return sum((sums[row + 1] - sums[row] for row in rows), Decimal(0))


def _word(label: str) -> str:
    """The word itself: 合计 of 青石镇合计(6个)."""
    found = _WORD.search(folded(label))
    return found[0][:2] if found else label
