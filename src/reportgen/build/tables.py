"""How a table of the report spec becomes one of the document: rows, ranks, totals, each cell with its fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.document import Align, Cell, Row, Run, Table
from reportgen.errors import Finding, Severity
from reportgen.fact import Fact, FormulaOrigin
from reportgen.spec.model import TableColumn, TableSpec

SERIAL = "序号"
_MISSING_RANK = "—"


@dataclass(frozen=True, slots=True)
class TableData:
    """What a table is filled from.

    areas         the areas listed, in print order
    own           the area that the total row is about
    fact          gives an indicator's fact for an area; None where the data hold no such indicator
    titles        heading of each indicator; units: its unit
    area_columns  names of columns that print the area
    missing       the report's policy: "stop", "mark" or "dash"
    told          whether the fault behind a missing fact has a finding already
    """

    areas: tuple[str, ...]
    own: str
    fact: Callable[[str, str], Fact | None]
    titles: Mapping[str, str]
    units: Mapping[str, str]
    area_columns: frozenset[str]
    missing: str
    told: Callable[[Fact], bool]


def report_table(spec: TableSpec, data: TableData, caption: tuple[Run, ...]) -> tuple[Table, tuple[Finding, ...]]:
    """Fill a table; rates in its total row are those of the whole area, evaluated again, never sums."""
    findings: list[Finding] = []
    indicators = [column.name for column in spec.columns if not _is_label(column.name, data)]
    facts = {(name, area): data.fact(name, area) for name in indicators for area in (*data.areas, data.own)}
    areas = _sorted(data.areas, facts, spec)
    ranks = {column.name: _ranks(column.name, data.areas, facts) for column in spec.columns if column.rank}

    def cells(area: str, serial: str, label: str) -> Row:
        row: list[Cell] = []
        for column in spec.columns:
            if column.name == SERIAL:
                row.append(Cell((Run(serial, typed=True),) if serial else ()))
            elif column.name in data.area_columns:
                row.append(Cell((Run(label),)))
            else:
                fact = facts[column.name, area]
                row.append(Cell((_number(fact, column, data, findings),), Align.RIGHT))
            if column.rank:
                row.append(Cell((_rank_run(ranks[column.name].get(area), own=area == data.own),)))
        return tuple(row)

    rows = [cells(area, str(number), area) for number, area in enumerate(areas, start=1)]
    total: tuple[int, ...] = ()
    if spec.total != "none":
        position = len(rows) if spec.total == "last" else 0
        rows.insert(position, cells(data.own, "", spec.total_title))
        total = (position,)
    note = (Run(spec.unit_note, typed=True),) if spec.unit_note else ()
    return Table((_heading(spec, data),), tuple(rows), caption, note, total), tuple(findings)


def _is_label(name: str, data: TableData) -> bool:
    return name == SERIAL or name in data.area_columns


def _heading(spec: TableSpec, data: TableData) -> Row:
    cells = []
    for column in spec.columns:
        words = column.title or data.titles.get(column.name, column.name)
        unit = data.units.get(column.name, "")
        if unit and not column.title and not spec.unit_note and unit not in words:
            words += f"（{unit}）"
        cells.append(Cell((Run(words, typed=True),)))
        if column.rank:
            cells.append(Cell((Run(column.rank, typed=True),)))
    return tuple(cells)


def _sorted(areas: Sequence[str], facts: Mapping[tuple[str, str], Fact | None], spec: TableSpec) -> list[str]:
    """Sort by an indicator, highest first unless asked otherwise; missing ones last, equal ones as printed."""
    if not spec.sort:
        chosen = list(areas)
    else:

        def key(area: str) -> tuple[bool, Decimal]:
            value = _value(facts.get((spec.sort, area)))
            if value is None:
                return (True, Decimal(0))
            return (False, value if spec.ascending else -value)

        chosen = sorted(areas, key=key)
    return chosen[: spec.top]


def _value(fact: Fact | None) -> Decimal | None:
    return fact.value if fact is not None and isinstance(fact.value, Decimal) else None


def _ranks(name: str, areas: Sequence[str], facts: Mapping[tuple[str, str], Fact | None]) -> dict[str, Fact]:
    """Rank the areas by an indicator, highest first; equal values share a rank and the next ones skip."""
    listed = [fact for area in areas if (fact := facts[name, area]) is not None and _value(fact) is not None]
    values = sorted((value for fact in listed if (value := _value(fact)) is not None), reverse=True)
    first_place = {value: place for place, value in reversed(list(enumerate(values, start=1)))}
    origin = FormulaOrigin(f"{name}在{len(listed)}个地区中从高到低的位次", tuple(listed))
    return {
        fact.area: Fact(
            Decimal(first_place[value]),
            "",
            f"{name}位次",
            fact.area,
            fact.period,
            origin,
            decimals=0,
            derived=True,
        )
        for fact in listed
        if (value := _value(fact)) is not None
    }


def _rank_run(rank: Fact | None, *, own: bool) -> Run:
    if rank is None:
        return Run("" if own else _MISSING_RANK)
    return Run(rank.text, (rank,))


def _number(fact: Fact | None, column: TableColumn, data: TableData, findings: list[Finding]) -> Run:
    if fact is None:
        return Run(_MISSING_RANK)
    if fact.is_missing:
        policy = fact.policy or data.missing
        if policy == "stop" and not data.told(fact):
            words = f"表中要印的“{fact.name}”缺数：{fact.missing or '没有数据'}。"
            findings.append(
                Finding(
                    "BUILD-MISSING-CELL",
                    Severity.ERROR,
                    column.at("name"),
                    words,
                    "补上数据，或把缺数改为“标”或“横线”。",
                )
            )
        if policy == "mark":
            return Run(f"【缺：{fact.indicator}】", (fact,), marked=True)
        return Run("—", (fact,))
    shown = fact if column.decimals is None else fact.looking(digits=column.decimals)
    return Run(shown.text, (shown,))
