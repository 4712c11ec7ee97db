"""When a table repeats another period's numbers, so that most likely one file was taken for the other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from reportgen.errors import Finding, Severity
from reportgen.indicators.tables import PeriodTable, When
from reportgen.indicators.values import Values
from reportgen.place import Place

_ENOUGH = 8
"""So many equal numbers other than 0 are no chance."""


def repeated(values: Values) -> Iterator[Finding]:
    """Tables in which every number of two periods of one kind is the same."""
    by_table: dict[str, list[tuple[When, PeriodTable]]] = {}
    for when, table in values.tables():
        if not when.target:
            by_table.setdefault(table.table, []).append((when, table))
    for name, periods in by_table.items():
        periods.sort(key=lambda pair: pair[0].period.last_day)
        for (early, before), (late, now) in combinations(periods, 2):
            if early.period.kind == late.period.kind and _equal(before, now) >= _ENOUGH:
                title = values.catalogue.tables[name].title or name
                sheet = now.sheets[0]
                words = f"“{title}”{late.period.title}的数与{early.period.title}的全部相同。"
                advice = "请核对是否把一期的文件当成了另一期的。"
                place = Place(sheet.entry.file, sheet=sheet.sheet)
                yield Finding("CALC-SAME-AS-BEFORE", Severity.WARNING, place, words, advice)


def _equal(before: PeriodTable, now: PeriodTable) -> int:
    """How many numbers other than 0 two periods share; 0 where any number differs."""
    same = 0
    for field in {name for sheet in now.sheets for name in sheet.columns}:
        earlier, later = before.values(field), now.values(field)
        if earlier is None or later is None:
            continue
        for area, value in zip(now.areas, later, strict=False):
            row = before.row_of.get(area)
            if not isinstance(value, Decimal) or row is None:
                continue
            if value != earlier[row]:
                return 0
            same += value != 0
    return same
