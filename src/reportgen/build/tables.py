"""How a table of the report spec becomes one of the document: rows, ranks, totals, each cell with its fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from reportgen.document import Align, Cell, Row, Run, Table
from reportgen.errors import Finding, Severity
from reportgen.fact import Fact, FormulaOrigin
from reportgen.spec.model import TableColumn, TableSpec

SERIAL = "序号"
_DASH = "—"
_COVERED = Cell((), covered=True)
_SEVERITIES = {"stop": Severity.ERROR, "mark": Severity.WARNING, "dash": Severity.NOTICE}
_PRINTED = {"mark": "已标出【缺】", "dash": "已印作“—”"}


@dataclass(frozen=True, slots=True)
class Filling:
    """What a table is filled from.

    areas         the areas listed, in print order
    own           the area that the total row is about
    unlisted      areas (本级) that count in the total row and have no row of their own
    value         what a column prints for an area: a fact, or a word of the area (简称); None for an unknown name
    titles        heading of each indicator; units: its unit
    area_columns  names of columns that print the area
    untotalled    indicators that have no value above the level read (`rollup: none`, texts, days)
    missing       the report's policy: "stop", "mark" or "dash"
    told          whether the fault behind a missing fact has a finding already
    """

    areas: tuple[str, ...]
    own: str
    unlisted: tuple[str, ...]
    value: Callable[[str, str], Fact | str | None]
    titles: Mapping[str, str]
    units: Mapping[str, str]
    area_columns: frozenset[str]
    untotalled: frozenset[str]
    missing: str
    told: Callable[[Fact], bool]


def report_table(spec: TableSpec, filling: Filling, caption: tuple[Run, ...]) -> tuple[Table, tuple[Finding, ...]]:
    """Fill a table; rates in its total row are those of the whole area, evaluated again, never sums."""
    filler = _Filler(spec, filling)
    rows = [filler.row(area, str(number)) for number, area in enumerate(filler.listed(), start=1)]
    total: tuple[int, ...] = ()
    if spec.total != "none":
        position = len(rows) if spec.total == "last" else 0
        rows.insert(position, filler.total_row())
        total = (position,)
    note = (Run(spec.unit_note, typed=True),) if spec.unit_note else ()
    table = Table(_header(_headings(spec, filling)), tuple(rows), caption, note, total, spec.landscape)
    return table, tuple(filler.findings())


@dataclass(frozen=True, slots=True)
class _Heading:
    """The heading of one column, and the one above it that it shares with its neighbours; "" for none."""

    group: str
    words: str


# A slash within brackets belongs to a unit: 人均收入（元/人）.
_PARTED = re.compile(r"([^/／（(]+)[/／]([^/／]+)")


def _headings(spec: TableSpec, filling: Filling) -> list[_Heading]:
    """Give the headings of all columns; 监测对象/户 beside 监测对象/人 stands below a common 监测对象."""
    found: list[_Heading] = []
    for column in spec.columns:
        words = column.title or filling.titles.get(column.name, column.name)
        parted = None if column.group else _PARTED.fullmatch(words)
        unit = filling.units.get(column.name, "")
        own = parted[2] if parted else words
        if unit and not column.title and not spec.unit_note and unit not in own:
            words += f"（{unit}）"
            parted = parted and _PARTED.fullmatch(words)
        group = parted[1].strip() if parted else column.group
        found.append(_Heading(group, parted[2].strip() if parted else words))
        if column.rank:
            found.append(_Heading(group, column.rank))
    groups = groupby(found, key=lambda heading: heading.group)
    return [heading for _, alike in groups for heading in _together(list(alike), spec)]


def _together(alike: list[_Heading], spec: TableSpec) -> list[_Heading]:
    """A slash in the heading of a column whose neighbours share nothing with it divides nothing: 村/社区."""
    (first, *others) = alike
    if others or not first.group or any(column.group == first.group for column in spec.columns):
        return alike
    return [_Heading("", f"{first.group}/{first.words}")]


def _header(headings: Sequence[_Heading]) -> tuple[Row, ...]:
    """Lay the headings out in one row, or in two with merged cells where some stand below a common one."""
    if not any(heading.group for heading in headings):
        return (tuple(Cell((Run(heading.words, typed=True),)) for heading in headings),)
    upper: list[Cell] = []
    lower: list[Cell] = []
    for group, alike in groupby(headings, key=lambda heading: heading.group):
        own = [Cell((Run(heading.words, typed=True),)) for heading in alike]
        if group:
            upper.append(Cell((Run(group, typed=True),), across=len(own)))
            upper += [_COVERED] * (len(own) - 1)
            lower += own
        else:
            upper += [replace(cell, down=2) for cell in own]
            lower += [_COVERED] * len(own)
    return tuple(upper), tuple(lower)


@dataclass(slots=True)
class _Filler:
    """Fills the rows of one table and gathers what is to be told of its cells.

    _gaps  missing facts by column name and reason, so that one reason is told once and not once an area
    """

    spec: TableSpec
    filling: Filling
    _ranks: dict[str, Mapping[str, Fact]] = field(init=False)
    _gaps: dict[tuple[str, str], tuple[TableColumn, list[Fact]]] = field(init=False, default_factory=dict)
    _told: list[Finding] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._ranks = {column.name: self._ranked(column.name) for column in self.spec.columns if column.rank}

    # --- rows ---

    def listed(self) -> list[str]:
        """The areas as the table lists them: missing values last, equal ones as printed."""
        areas, spec = list(self.filling.areas), self.spec
        if spec.sort:
            # 位次 counts from the highest down: sorting by it is sorting by what it ranks.
            name = next((column.name for column in spec.columns if column.rank == spec.sort), spec.sort)
            values = {area: _number(self.filling.value(name, area)) for area in areas}
            there = [area for area in areas if values[area] is not None]
            there.sort(key=lambda area: values[area] or Decimal(0), reverse=not spec.ascending)
            areas = there + [area for area in areas if values[area] is None]
        return areas[: spec.top]

    def row(self, area: str, serial: str) -> Row:
        """The row of an area."""
        return self._cells(area, serial, area)

    def total_row(self) -> Row:
        """The row of the whole area."""
        return self._cells(self.filling.own, "", self.spec.total_title)

    def _cells(self, area: str, serial: str, label: str) -> Row:
        cells: list[Cell] = []
        is_total = not serial
        for column in self.spec.columns:
            if column.name == SERIAL:
                cells.append(Cell((Run(serial, typed=True),) if serial else ()))
            elif column.name in self.filling.area_columns:
                cells.append(Cell((Run(label),)))
            else:
                cells.append(self._cell(column, area, label, is_total=is_total))
            if column.rank:
                cells.append(Cell((_rank_run(self._ranks[column.name].get(area), is_total=is_total),)))
        return tuple(cells)

    def _cell(self, column: TableColumn, area: str, label: str, *, is_total: bool) -> Cell:
        value = self.filling.value(column.name, area)
        if isinstance(value, str):
            return Cell((Run(label if is_total else value),))
        if value is None or (is_total and value.is_missing and column.name in self.filling.untotalled):
            return Cell((Run(_DASH),), Align.RIGHT)
        align = Align.CENTER if isinstance(value.value, str | date) else Align.RIGHT
        return Cell((self._run(value, column),), align)

    def _run(self, fact: Fact, column: TableColumn) -> Run:
        if fact.is_missing:
            reason = fact.missing or "没有数据"
            self._gaps.setdefault((column.name, reason), (column, []))[1].append(fact)
            if (fact.policy or self.filling.missing) == "mark":
                return Run(f"【缺：{fact.indicator}】", (fact,), marked=True)
            return Run(_DASH, (fact,))
        if fact.sensitive:
            words = f"“{column.name}”是敏感信息，不能印在表里。"
            self._tell("TPL-SENSITIVE", Severity.ERROR, column, words, "请删去这一列。")
            return Run(_DASH)
        shown = fact if column.decimals is None else fact.looking(digits=column.decimals)
        if shown.notice:
            words = f"“{fact.name}”印作“{shown.text}”：{shown.notice}。"
            self._tell("TPL-PRINTED", Severity.NOTICE, column, words)
        return Run(shown.text, (shown,))

    # --- ranks ---

    def _ranked(self, name: str) -> dict[str, Fact]:
        """Rank the areas by an indicator, highest first; equal values share a rank and the next ones skip."""
        found = [self.filling.value(name, area) for area in self.filling.areas]
        facts = [fact for fact in found if isinstance(fact, Fact)]
        values = {fact.area: value for fact in facts if (value := _number(fact)) is not None}
        there = tuple(fact for fact in facts if fact.area in values)
        descending = sorted(values.values(), reverse=True)
        first_place = {value: place for place, value in reversed(list(enumerate(descending, start=1)))}
        origin = FormulaOrigin(f"{name}在{len(there)}个地区中从高到低的位次", there)
        return {
            fact.area: Fact(
                Decimal(first_place[values[fact.area]]),
                "",
                f"{name}位次",
                fact.area,
                fact.period,
                origin,
                decimals=0,
                derived=True,
            )
            for fact in there
        }

    # --- findings ---

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the cells, or worth knowing."""
        yield from dict.fromkeys(self._told)
        if self.spec.total != "none":
            yield from self._unlisted()
        for (_, reason), (column, facts) in self._gaps.items():
            policy = facts[0].policy or self.filling.missing
            if policy == "stop" and all(map(self.filling.told, facts)):
                continue
            areas = "、".join(dict.fromkeys(fact.area for fact in facts))
            what = facts[0].name if len(facts) == 1 else f"{column.name}（{areas}）"
            words = f"表中要印的“{what}”缺数：{reason}。"
            where = _places(facts)
            advice = (
                f"请补上{where}；允许缺数的，把缺数改为“标”或“横线”。"
                if policy == "stop"
                else f"{_PRINTED[policy]}；有数的请补上{where}。"
            )
            yield Finding("BUILD-MISSING-CELL", _SEVERITIES[policy], column.at("name"), words, advice)

    def _unlisted(self) -> Iterator[Finding]:
        """Say where the total holds more than the rows above it: 本级 counts in totals and not in lists."""
        for area in self.filling.unlisted:
            columns = [c.name for c in self.spec.columns if _number(self.filling.value(c.name, area))]
            if columns:
                words = f"“{self.spec.total_title}”含{area}的数，表中没有列它的行：{'、'.join(columns)}。"
                advice = "各行相加会小于合计；要说明的，请在正文或表注里写明“含本级”。"
                yield Finding("BUILD-OWN-LEVEL", Severity.NOTICE, self.spec.at("total"), words, advice)

    def _tell(self, code: str, severity: Severity, column: TableColumn, words: str, advice: str = "") -> None:
        self._told.append(Finding(code, severity, column.at("name"), words, advice))


def _places(facts: Sequence[Fact]) -> str:
    """The cells to fill in, where they are known."""
    return "、".join(dict.fromkeys(place for fact in facts if (place := fact.where_missing)))


def _number(value: Fact | str | None) -> Decimal | None:
    return value.value if isinstance(value, Fact) and isinstance(value.value, Decimal) else None


def _rank_run(rank: Fact | None, *, is_total: bool) -> Run:
    if rank is None:
        return Run("" if is_total else _DASH)
    return Run(rank.text, (rank,))
