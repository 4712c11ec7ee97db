"""The value of an indicator for any area and period, computed on columns and without making a fact."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from reportgen.errors import Severity
from reportgen.fact import Value
from reportgen.indicators.algebra import Formula, Key, Leaf, Over, Result
from reportgen.indicators.catalogue import Catalogue, Indicator, RollUp
from reportgen.indicators.ledger import Ledger, Tallied
from reportgen.indicators.tables import PeriodTable, When, is_value
from reportgen.indicators.tallies import Tally
from reportgen.period import TARGET, Period
from reportgen.sources import Data, TableData

_NAMED_AT_MOST = 6
_COUNTED = re.compile(r"(?:人数|户数|人次|户次|笔数|个数|金额|数)$")
"""What a name says of its unit: 务工就业人数 has its goal in 务工就业任务数."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Why there is no value, in words for the user: "柳溪镇未填".

    absent  the data hold no such indicator or period at all
    cell    the blank cell, where there is one; `field` its column where that is not the indicator's own
    named   the words already say which indicator is missing
    circle  the formula needs itself, by way of a period named outright
    """

    reason: str
    absent: bool = False
    cell: tuple[TableData, int] | None = None
    named: bool = False
    circle: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class OwnCell:
    """The value stands in the area's own row."""

    sheet: TableData
    row: int


@dataclass(frozen=True, slots=True)
class Computed:
    """The value is computed by the indicator's formula."""


@dataclass(frozen=True, slots=True)
class Below:
    """The value is rolled up from rows of the finest level below, at print order; `missing` areas have none."""

    rows: tuple[int, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverTime:
    """The value is put together from shorter periods (`over_time:`)."""

    how: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Stands:
    """The value is another indicator's: a goal that has a field of its own (`measure: target`)."""

    indicator: Indicator
    when: When


@dataclass(frozen=True, slots=True)
class Counted:
    """The value is counted on the rows of a ledger, or is their sum or extreme."""

    ledger: Ledger
    tallied: Tallied


Source = OwnCell | Computed | Below | OverTime | Stands | Counted | Gap
"""Where a value comes from."""


class Values:
    """Looks values up, rolls them up and computes formulas, each once.

    uncounted  (words, area) → areas that `count(…)` could not judge there, since a value is missing; for `rank(…)` the
               areas that have no place, under the first of those that are ranked
    unsound    where reading found errors: a cell that is told there is not told again by a rule
    """

    def __init__(self, catalogue: Catalogue, data: Data) -> None:
        self.catalogue = catalogue
        self.tree = data.areas
        self.uncounted: dict[tuple[str, str], tuple[str, ...]] = {}
        self.unsound = frozenset(one.place for one in data.findings if one.severity is Severity.ERROR)
        sheets: dict[tuple[str, When], list[TableData]] = {}
        for sheet in data.tables:
            sheets.setdefault((sheet.table, When(sheet.period, sheet.target)), []).append(sheet)
        self._tables = {key: PeriodTable(key[0], parts, data.areas) for key, parts in sheets.items()}
        ledgers: dict[tuple[str, When], list[TableData]] = {}
        for sheet in data.records:
            ledgers.setdefault((sheet.table, When(sheet.period, sheet.target)), []).append(sheet)
        self._ledgers = {key: Ledger(key[0], parts, data.areas) for key, parts in ledgers.items()}
        self._joined: dict[tuple[str, tuple[Period, ...]], Ledger] = {}
        self._memo: dict[tuple[Key, When], dict[str, Value | Gap]] = {}
        self._columns: dict[tuple[Key, When], Sequence[Value | None]] = {}
        self._whole: dict[tuple[Key, When], tuple[Sequence[Value | None], bool]] = {}
        self._ranks: dict[tuple[Over, str, When], list[Decimal]] = {}
        self._busy: set[tuple[Key, str, When]] = set()

    def tables(self) -> Iterator[tuple[When, PeriodTable]]:
        """Every table read, with its period, in the order of the data."""
        return ((when, table) for (_, when), table in self._tables.items())

    def table(self, name: str, when: When) -> PeriodTable | None:
        """What was read of a table for a period."""
        return self._tables.get((name, when))

    def ledger(self, name: str, when: When) -> Ledger | None:
        """What was read of a record table for a period."""
        return self._ledgers.get((name, when))

    def ledger_of(self, indicator: Indicator, when: When) -> Ledger | None:
        """The ledger that an indicator is counted in: the period's own, else by `over_time:` those of its parts.

        Different values are told apart over all parts together, so they are counted on all rows and not added up.
        """
        found = self.ledger(indicator.table, when)
        if found is not None or when.target or not indicator.spec.over_time:
            return found
        parts = self._parts_of(indicator, when.period)
        key = indicator.table, parts
        if parts and key not in self._joined:
            sheets = [sheet for part in parts for sheet in self._ledgers[indicator.table, When(part)].sheets]
            self._joined[key] = Ledger(indicator.table, sheets, self.tree)
        return self._joined[key] if parts else None

    def ledgers(self) -> Iterator[tuple[When, Ledger]]:
        """Every record table read, with its period, in the order of the data."""
        return ((when, ledger) for (_, when), ledger in self._ledgers.items())

    def sheets(self, name: str, when: When) -> tuple[TableData, ...]:
        """The sheets of a table, of whatever kind, for a period."""
        read = self.table(name, when) or self.ledger(name, when)
        return read.sheets if read is not None else ()

    def names(self) -> frozenset[str]:
        """The tables that hold any data."""
        return frozenset(name for name, _ in (*self._tables, *self._ledgers))

    # --- one value ---

    def value(self, indicator: Indicator, area: str, when: When) -> Value | Gap:
        """The value that prints for an area: its own row's, else rolled up or computed."""
        memo = self._memo.setdefault((indicator.key, when), {})
        found = memo.get(area)
        if found is None:
            found = memo[area] = self._found(indicator, area, when)
        return found

    def source(self, indicator: Indicator, area: str, when: When) -> Source:
        """Where that value comes from."""
        if indicator.broken:
            return Gap(f"“{indicator.name}”的公式或汇总办法有误", named=True)
        if indicator.tally is not None:
            return self._counted(indicator, indicator.tally, area, when)
        table = self.table(indicator.table, when)
        if indicator.formula is not None:
            if indicator.rollup is RollUp.FORMULA or table is None or area in table.row_of:
                return Computed()
            return self._above_rows(indicator, area, table, None, self.column(indicator, when))
        column = table.values(indicator.name) if table is not None else None
        if table is None or column is None:
            return self._without_column(indicator, area, when)
        row = table.row_of.get(area)
        cell = None
        if row is not None:
            cell = table.cell(indicator.name, area)
            if column[row] is not None and cell is not None:
                return OwnCell(*cell)
        return self._above_rows(indicator, area, table, cell, column)

    def _found(self, indicator: Indicator, area: str, when: When) -> Value | Gap:
        match self.source(indicator, area, when):
            case OwnCell(sheet, row):
                return cast("Value", sheet.columns[indicator.name].values[row])
            case Computed():
                return self._computed(indicator, area, when)
            case Below(rows, missing):
                return self._rolled_up(indicator, when, rows, missing)
            case OverTime(how, periods):
                return self._over_time(indicator, area, how, periods)
            case Stands(other, other_when):
                return self.value(other, area, other_when)
            case Counted(_, tallied):
                return cast("Value", tallied.value)
            case Gap() as gap:
                return gap

    def _above_rows(
        self,
        indicator: Indicator,
        area: str,
        table: PeriodTable,
        cell: tuple[TableData, int] | None,
        column: Sequence[Value | None],
    ) -> Below | Gap:
        """Roll up where the rule lets, else say why there is no value."""
        is_above = area in table.above_rows
        if is_above and indicator.rollup in (RollUp.SUM, RollUp.WEIGHTED):
            return self.below(indicator, area, table, column)
        if cell is not None:
            sheet, row = cell
            why = sheet.columns[indicator.name].why_missing.get(row) or f"{area}未填"
            return Gap(why, cell=cell)
        line = table.sheets[0].entry.lines.row
        if is_above and indicator.rollup is RollUp.OWN:
            return Gap(f"没有{area}本级的{line}，而“{indicator.name}”要由本级自填", named=True)
        if is_above:
            return Gap(f"“{indicator.name}”不由下级汇总，{area}没有自己的{line}", named=True)
        return Gap(f"{area}未填")

    def _counted(self, indicator: Indicator, tally: Tally, area: str, when: When) -> Counted | OverTime | Gap:
        """Count the rows of an area; an area without any has none, which is a number too."""
        title = self.catalogue.tables[indicator.table].title or indicator.table
        ledger = self.ledger_of(indicator, when)
        if ledger is None:
            kind = TARGET if when.target else ""
            return Gap(f"没有{when.period.title}的“{title}”{kind}数据", absent=True)
        if indicator.spec.over_time == "last" and self.ledger(indicator.table, when) is None:
            return OverTime("last", (ledger.sheets[0].period,))
        if not ledger.tells_of(area):
            return Gap(f"“{title}”没有地区{ledger.sheets[0].entry.lines.field}，只有{ledger.whole}的数", named=True)
        for field in tally.needs:
            if not ledger.has(field):
                line = ledger.sheets[0].entry.lines.field
                return Gap(f"台账里没有“{field}”这一{line}", absent=True)
        found = ledger.tallied(indicator.key, tally, area, skips=indicator.skips_missing)
        if found.value is not None:
            return Counted(ledger, found)
        if tally.how == "texts":
            return Gap(f"{area}的记录都没有填“{indicator.title}”", named=True)
        if not found.lacking:
            return Gap(f"{area}没有符合条件的记录", named=True)
        field = tally.fields[0]
        sheet, index = ledger.at(found.lacking[0])
        lines = sheet.entry.lines
        rows = [lines.number(at.rows[row]) for at, row in map(ledger.at, found.lacking[:_NAMED_AT_MOST])]
        more = f"等{len(found.lacking)}" if len(found.lacking) > len(rows) else ""
        reason = f"台账{lines.rows('、'.join(rows) + more)}的“{field}”未填"
        return Gap(reason, cell=(sheet, index) if field in sheet.columns else None, field=field)

    def _without_column(self, indicator: Indicator, area: str, when: When) -> Source:
        if when.target:
            stand_in = self._target_field(indicator, area, when)
            if stand_in is not None:
                return stand_in
        elif indicator.spec.over_time:
            periods = self._parts_of(indicator, when.period)
            if periods:
                return OverTime(indicator.spec.over_time, periods)
        title = self.catalogue.tables[indicator.table].title or indicator.table
        if (table := self.table(indicator.table, when)) is not None:
            line = table.sheets[0].entry.lines.field
            return Gap(f"“{title}”里没有“{indicator.title}”这一{line}", absent=True)
        kind = TARGET if when.target else ""
        parts = () if when.target or indicator.spec.over_time else self._parts_of(indicator, when.period)
        shorter = "、".join(part.title for part in parts)
        only = f"，只有{shorter}的；要由各期合成，请在指标表里写“跨期”" if shorter else ""
        return Gap(f"没有{when.period.title}的“{title}”{kind}数据{only}", absent=True)

    def _target_field(self, indicator: Indicator, area: str, when: When) -> Stands | None:
        """A field `measure: target` of the same table: the indicator itself, one called x目标, 目标x, or its 任务数."""
        tasks = [f"{_COUNTED.sub('', indicator.name)}{task}" for task in ("任务数", "任务")]
        for name in (indicator.name, f"{indicator.name}{TARGET}", f"{TARGET}{indicator.name}", *tasks):
            field = self.catalogue.indicator(name, indicator.table)
            if field is None or field.spec.measure != "target" or (name in tasks and field.unit != indicator.unit):
                continue
            value = self.value(field, area, When(when.period))
            if not (isinstance(value, Gap) and value.absent):
                return Stands(field, When(when.period))
        return None

    # --- roll-up ---

    def below(self, indicator: Indicator, area: str, table: PeriodTable, column: Sequence[Value | None]) -> Below:
        """The rows that an area's total is made of, and the areas that have no value.

        Where the finest rows below an area are incomplete and it has a value of its own, that one counts.
        """
        finest = table.finest(area)
        key = (indicator.key, _when_of(table))
        if key not in self._whole:
            self._whole[key] = self._summable(indicator, table, column)
        column, is_full = self._whole[key]
        if not finest.absent and (is_full or _has_all(column, finest.rows)):
            return Below(finest.rows, ())
        return self._incomplete(area, table, column)

    def _summable(
        self, indicator: Indicator, table: PeriodTable, column: Sequence[Value | None]
    ) -> tuple[Sequence[Value | None], bool]:
        """The column without values that have no weight, and whether it has one in every row, as most have."""
        if indicator.weight is not None:
            weights = self.column(self.catalogue.indicators[indicator.weight], _when_of(table))
            # A blank rate of an area without any households weighs nothing.
            weighed = zip(column, weights, strict=True)
            column = [None if by is None else Decimal(0) if one is None and not by else one for one, by in weighed]
        return column, all(map(is_value, column))

    def _incomplete(self, area: str, table: PeriodTable, column: Sequence[Value | None]) -> Below:
        rows: list[int] = []
        missing: list[str] = []
        for below in self.tree.below(area):
            row = table.row_of.get(below.name)
            own = row is not None and column[row] is not None
            if below.name in table.above_rows:
                inner = self._incomplete(below.name, table, column)
                if not (inner.missing and own):
                    rows += inner.rows
                    missing += inner.missing
                    continue
            if own:
                rows.append(cast("int", row))
            elif row is not None or not below.is_own_level:
                missing.append(below.name)
        return Below(tuple(rows), tuple(missing))

    def rolled_up(self, indicator: Indicator, area: str, when: When) -> Value | Gap:
        """The value from the areas below, whether or not the area has a row of its own."""
        table = self.table(indicator.table, when)
        if table is None or area not in table.above_rows:
            return Gap(f"{area}下面没有数据", absent=True)
        found = self.below(indicator, area, table, self.column(indicator, when))
        return self._rolled_up(indicator, when, found.rows, found.missing)

    def _rolled_up(self, indicator: Indicator, when: When, rows: Sequence[int], missing: Sequence[str]) -> Value | Gap:
        if missing and not indicator.skips_missing:
            return Gap(f"{listed(missing)}未填")
        if not rows:
            return Gap(f"{listed(missing)}未填" if missing else "下级都没有填")
        column = cast("Sequence[Decimal]", self.column(indicator, when))
        if indicator.weight is None:
            return sum(map(column.__getitem__, rows), Decimal(0))
        of = self.catalogue.indicators[indicator.weight]
        weights = cast("Sequence[Decimal]", self.column(of, when))
        total = sum(map(weights.__getitem__, rows), Decimal(0))
        if not total:
            return Gap(f"权数“{of.name}”合计为0")
        return sum((column[row] * weights[row] for row in rows if weights[row]), Decimal(0)) / total

    def column(self, indicator: Indicator, when: When) -> Sequence[Value | None]:
        """The values of the rows of the indicator's table, computed ones too; () where the table was not read."""
        key = (indicator.key, when)
        found = self._columns.get(key)
        if found is None:
            table = self.table(indicator.table, when)
            if table is None:
                return ()
            if indicator.formula is not None:
                found = cast("Sequence[Value | None]", self.computed_column(indicator.formula, table, when))
            else:
                found = table.values(indicator.name) or (None,) * len(table.areas)
            self._columns[key] = found
        return found

    # --- formulas ---

    def computed_column(self, formula: Formula, table: PeriodTable, when: When) -> list[Result | None]:
        """Compute a formula or rule for each row of a table; None where a part is missing."""
        columns = [self._leaf_column(leaf, table, when) for leaf in formula.leaves]
        function, results = formula.function, list[Result | None]()
        if not columns:
            return [function()] * len(table.areas)
        if all(all(map(is_value, column)) for column in columns):
            try:
                return list(map(function, *columns))
            except ArithmeticError:
                pass  # a row or two divide by zero: row by row below
        for row, values in enumerate(zip(*columns, strict=True)):
            try:
                # None takes part in no arithmetic; only == and in would let it pass.
                results.append(function(*values) if all(map(is_value, values)) else None)
            except ArithmeticError:
                results.append(None)
            if results[row] is None and table.areas[row] in table.above_rows:
                found = self.formula(formula, table.areas[row], when)
                results[row] = None if isinstance(found, Gap) else found
        return results

    def _leaf_column(self, leaf: Leaf | Over, table: PeriodTable, when: When) -> Sequence[Value | None]:
        if isinstance(leaf, Leaf) and not leaf.base and leaf.period is None:
            indicator = self.catalogue.indicators[leaf.key]
            if indicator.table == table.table and not indicator.broken:
                values = self.column(indicator, when)
                if indicator.formula is not None or table.values(indicator.name) is not None:
                    return values
        found = [self.leaf(leaf, area, when) for area in table.areas]
        return [None if isinstance(value, Gap) else value for value in found]

    def _computed(self, indicator: Indicator, area: str, when: When) -> Value | Gap:
        assert indicator.formula is not None
        mark = (indicator.key, area, when)
        if mark in self._busy:
            return Gap(f"“{indicator.name}”的公式绕成了圈", named=True, circle=True)
        self._busy.add(mark)
        try:
            return cast("Value | Gap", self.formula(indicator.formula, area, when))
        finally:
            self._busy.discard(mark)

    def formula(self, formula: Formula, area: str, when: When) -> Result | Gap:
        """Compute a formula for an area on the values that print for it; missing where a part is missing."""
        values: list[Value] = []
        gaps: list[tuple[Leaf | Over, Gap]] = []
        for leaf in formula.leaves:
            value = self.leaf(leaf, area, when)
            if isinstance(value, Gap):
                gaps.append((leaf, value))
            else:
                values.append(value)
        if gaps:
            return _missing_parts(gaps)
        try:
            return cast("Result", formula.function(*values))
        except ArithmeticError:
            divisor = formula.zero_divisor(values)
            return Gap(f"除数“{divisor}”为0" if divisor else "数太大，算不出来", named=True)

    def leaf(self, leaf: Leaf | Over, area: str, when: When) -> Value | Gap:
        """The value of one part of a formula."""
        if isinstance(leaf, Over):
            return self._over(leaf, area, when)
        indicator = self.catalogue.indicators[leaf.key]
        return self.value(indicator, area, self.moment(indicator, area, moments(leaf, when)))

    def moment(self, indicator: Indicator, area: str, candidates: Sequence[When]) -> When:
        """The first candidate under which the data hold the indicator; else the first."""
        for when in candidates:
            value = self.value(indicator, area, when)
            if not (isinstance(value, Gap) and value.absent):
                return when
        return candidates[0]

    # --- over areas ---

    def over_areas(self, over: Over, area: str) -> tuple[str, ...]:
        """The areas that a function looks at: those below (本级 in sums only), for rank those beside."""
        if over.how == "sum":
            return tuple(below.name for below in self.tree.below(area))
        if over.how == "rank":
            above = self.tree.above(area)
            return tuple(below.name for below in self.tree.listed(above.name)) if above else ()
        return tuple(below.name for below in self.tree.listed(area))

    def _over(self, over: Over, area: str, when: When) -> Value | Gap:
        areas = self.over_areas(over, area)
        if not areas:
            where = f"没有与{area}并列的地区" if over.how == "rank" else f"{area}下面没有地区"
            return Gap(where, named=True)
        if over.how == "rank":
            return self._rank(over, areas, area, when)
        values = [self.formula(over.inner, below, when) for below in areas]
        missing = tuple(below for below, value in zip(areas, values, strict=True) if isinstance(value, Gap))
        if over.how == "count":
            if missing:
                self.uncounted[over.text, area] = missing
            return Decimal(sum(value is True for value in values))
        if over.how == "sum":
            # A 本级 without a row has nothing to add.
            own = {below.name for below in self.tree.below(area) if below.is_own_level}
            missing = tuple(below for below in missing if below not in own)
        if missing:
            absent = all(isinstance(value, Gap) and value.absent for value in values)
            return Gap(f"{listed(missing)}未填", absent=absent)
        numbers = [value for value in values if isinstance(value, Decimal)]
        return sum(numbers, Decimal(0)) if over.how == "sum" else (max if over.how == "max" else min)(numbers)

    def _rank(self, over: Over, areas: Sequence[str], area: str, when: When) -> Value | Gap:
        own = self.formula(over.inner, area, when)
        if isinstance(own, Gap):
            return own
        key = (over, areas[0], when)
        ranked = self._ranks.get(key)
        if ranked is None:
            values = {beside: self.formula(over.inner, beside, when) for beside in areas}
            ranked = self._ranks[key] = sorted(value for value in values.values() if isinstance(value, Decimal))
            missing = tuple(beside for beside, value in values.items() if isinstance(value, Gap))
            if missing:
                self.uncounted[over.text, areas[0]] = missing
        # Equal values share the better place: 1, 2, 2, 4.
        return Decimal(len(ranked) - bisect_right(ranked, cast("Decimal", own)) + 1)

    # --- over time ---

    def _parts_of(self, indicator: Indicator, period: Period) -> tuple[Period, ...]:
        """The shorter periods read that make up a period (`sum`: without a hole; `last`: the one that ends it)."""
        holding = [key for key, read in self._tables.items() if read.values(indicator.name) is not None]
        inside = sorted(
            when.period
            for table, when in (*holding, *self._ledgers)
            if table == indicator.table
            and not when.target
            and when.period != period
            and period.first_day <= when.period.first_day
            and when.period.last_day <= period.last_day
        )
        if indicator.spec.over_time == "last":
            return tuple(part for part in inside if part.last_day == period.last_day)[-1:]
        for kind in dict.fromkeys(part.kind for part in inside):
            parts = [part for part in inside if part.kind == kind]
            days = sum((part.last_day - part.first_day).days + 1 for part in parts)
            if days == (period.last_day - period.first_day).days + 1:
                return tuple(parts)
        return ()

    def _over_time(self, indicator: Indicator, area: str, how: str, periods: Sequence[Period]) -> Value | Gap:
        values = [(period, self.value(indicator, area, When(period))) for period in periods]
        for period, value in values:
            if isinstance(value, Gap):
                return Gap(f"{period.title}{value.reason}", named=value.named)
        if how == "last":
            return values[-1][1]
        return sum((cast("Decimal", value) for _, value in values), Decimal(0))


def moments(leaf: Leaf, when: When) -> tuple[When, ...]:
    """The periods that a part of a formula may take its value from, the best first."""
    return (When(leaf.period),) if leaf.period is not None else base_moments(leaf.base, when)


def base_moments(base: str, when: When) -> tuple[When, ...]:
    """The periods that a base period means, the best first; a goal may stand for the period or for its year."""
    period = when.period
    if not base:
        return (when,)
    if base == TARGET:
        return tuple(dict.fromkeys((When(period, True), When(Period(period.year), True))))
    return tuple(When(earlier) for earlier in period.base(base))


def listed(names: Iterable[str]) -> str:
    """Put names in a row for a message; of many, the first few and their number."""
    names = tuple(names)
    if len(names) <= _NAMED_AT_MOST:
        return "、".join(names)
    return "、".join(names[: _NAMED_AT_MOST - 1]) + f"等{len(names)}个地区"


def _missing_parts(gaps: Sequence[tuple[Leaf | Over, Gap]]) -> Gap:
    absent = any(gap.absent for _, gap in gaps)
    leaf, gap = next((pair for pair in gaps if pair[1].absent), gaps[0]) if absent else gaps[0]
    if gap.named or gap.absent:
        return Gap(gap.reason, absent, named=True, circle=any(gap.circle for _, gap in gaps))
    return Gap(f"“{leaf.text}”缺数（{gap.reason}）", named=True)


def _has_all(column: Sequence[Value | None], rows: Iterable[int]) -> bool:
    return all(map(is_value, map(column.__getitem__, rows)))


def _when_of(table: PeriodTable) -> When:
    return When(table.sheets[0].period, table.sheets[0].target)
