"""Facts: the value of an indicator for an area and a period, with the cells or the formula behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, overload

from reportgen.fact import CellOrigin, Fact, FormulaOrigin, Origin, RollUpOrigin, RowsOrigin, Value
from reportgen.indicators.algebra import Formula, Key, Leaf, Over
from reportgen.indicators.catalogue import Catalogue, Indicator, fold
from reportgen.indicators.ledger import Ledger, Tallied
from reportgen.indicators.tables import When
from reportgen.indicators.values import (
    Below,
    Computed,
    Counted,
    Gap,
    OverTime,
    OwnCell,
    Stands,
    Values,
    base_moments,
    moments,
)
from reportgen.period import TARGET, Period
from reportgen.place import Place
from reportgen.sources import Data, OneOffData, TableData
from reportgen.spec.areas import AreaTree

if TYPE_CHECKING:
    import pandas

_SENTENCE_SIGNS = "。；！？\n"
"""What makes a text of the list somebody's own words, and not a range or a name."""


class LazyFacts(Sequence[Fact]):
    """Facts that are made when they are asked for: a county may be rolled up from thousands."""

    __slots__ = ("_length", "_made", "_make")

    def __init__(self, make: Callable[[int], Fact], length: int) -> None:
        self._make = make
        self._length = length
        self._made: dict[int, Fact] = {}

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, position: int) -> Fact: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Fact]: ...
    def __getitem__(self, position: int | slice) -> Fact | Sequence[Fact]:
        if isinstance(position, slice):
            return tuple(self[one] for one in range(*position.indices(len(self))))
        position = range(len(self))[position]
        if position not in self._made:
            self._made[position] = self._make(position)
        return self._made[position]

    def __reduce__(self) -> tuple[type[tuple[Fact, ...]], tuple[list[Fact]]]:
        return tuple, (list(self),)


class Figures:
    """All figures of one report: facts by indicator, area and period (`fact.Lookup`).

    Facts are made when asked for, once each. `area`, `period` and `as_of` are the report's own; the area may be
    written in any way that the tree knows.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        data: Data,
        area: str,
        period: Period,
        as_of: date,
        one_offs: Iterable[OneOffData] = (),
    ) -> None:
        self.catalogue = catalogue
        self.areas: AreaTree = data.areas
        self.area = self._area_name(area)
        self.period = period
        self.as_of = as_of
        self.values = Values(catalogue, data)
        self.with_data = self.values.names()
        self.one_offs: dict[str, list[OneOffData]] = {}
        for one_off in (*one_offs, *data.one_offs):
            self.one_offs.setdefault(fold(one_off.name), []).append(one_off)
        self._facts: dict[tuple[Key, str, When], Fact] = {}
        self._single: dict[tuple[str, str, When], Fact | None] = {}
        self._names: dict[Key, str] = {}

    def __call__(self, indicator: str, area: str, period: Period) -> Fact | None:
        """Give a fact by `name`, `table.name` or `目标.name`; None where the data hold none at all."""
        name = fold(indicator)
        base = TARGET if name.startswith(f"{TARGET}.") else ""
        return self.of_name(name.removeprefix(f"{TARGET}."), area, base_moments(base, When(period)))

    def of_name(self, name: str, area: str, candidates: Sequence[When]) -> Fact | None:
        """Give the fact of the first of the periods that the data hold; None where they hold none."""
        found = self.indicator(name)
        if found is not None:
            when = self.values.moment(found, area, candidates)
            value = self.values.value(found, area, when)
            if not (isinstance(value, Gap) and value.absent):
                return self.fact(found, area, when)
        found_once = (self.one_off(name, area, when) for when in candidates)
        return next((one for one in found_once if one is not None), None)

    def to_frame(
        self,
        areas: Iterable[str] | None = None,
        indicators: Iterable[str] | None = None,
        *,
        period: Period | str | None = None,
        floats: bool = False,
    ) -> pandas.DataFrame:
        """Give figures as a DataFrame, a row an area and a column an indicator (`indicators.frames.to_frame`)."""
        from reportgen.indicators.frames import to_frame

        return to_frame(self, areas, indicators, period=period, floats=floats)

    def records(self, table: str, *, period: Period | str | None = None, floats: bool = False) -> pandas.DataFrame:
        """Give a ledger's records as a DataFrame, for groups and pivots (`indicators.frames.records_frame`)."""
        from reportgen.indicators.frames import records_frame

        return records_frame(self, table, period=period, floats=floats)

    def indicator(self, name: str) -> Indicator | None:
        """The indicator of a bare or full name; a bare one is looked for in the tables that hold data first."""
        return self.catalogue.indicator(name, among=self.with_data) or self.catalogue.indicator(name)

    def titled(self, title: str) -> Indicator | None:
        """The indicator with that column heading."""
        return self.catalogue.titled(title, among=self.with_data) or self.catalogue.titled(title)

    def one_off(self, name: str, area: str, when: When) -> Fact | None:
        """The fact of a figure of no table; None where there is none for that area and period."""
        key = (fold(name), area, when)
        if key not in self._single:
            for one_off in self.one_offs.get(key[0], ()):
                its_own = self._area_name(one_off.area or self.area)
                if its_own == area and When(one_off.period, one_off.target) == when:
                    self._single[key] = _one_off_fact(one_off, area)
                    break
            else:
                self._single[key] = None
        return self._single[key]

    def _area_name(self, text: str) -> str:
        found = self.areas.get(text) or self.areas.resolve(text)
        return found.name if found is not None else text

    def fact(self, indicator: Indicator, area: str, when: When) -> Fact:
        """The fact that prints for an area: from its own row, else rolled up or computed."""
        key = (indicator.key, area, when)
        found = self._facts.get(key)
        if found is None:
            found = self._facts[key] = self._made(indicator, area, when)
        return found

    def name_of(self, indicator: Indicator) -> str:
        """How templates reach an indicator: its bare name, or `table.name` where two tables share it."""
        if indicator.key not in self._names:
            alone = self.indicator(indicator.name) is indicator
            self._names[indicator.key] = indicator.name if alone else f"{indicator.table}.{indicator.name}"
        return self._names[indicator.key]

    # --- making facts ---

    def _made(self, indicator: Indicator, area: str, when: When) -> Fact:
        value = self.values.value(indicator, area, when)
        gap = value if isinstance(value, Gap) else None
        source = gap if gap and gap.circle else self.values.source(indicator, area, when)
        spec = indicator.spec
        if isinstance(source, Stands):
            return replace(self.fact(source.indicator, area, source.when), target=True)
        fact = Fact(
            value=None if isinstance(value, Gap) else value,
            unit=indicator.unit.symbol,
            indicator=self.name_of(indicator),
            area=area,
            period=when.period,
            origin=self._origin(indicator, area, when, source),
            title=indicator.title,
            decimals=spec.decimals,
            derived=not isinstance(source, OwnCell | Gap),
            sensitive=spec.sensitive,
            missing=gap.reason if gap else "",
            policy=spec.missing,
            target=when.target or spec.measure == "target",
            passage=spec.role == "text",
        )
        if isinstance(source, OwnCell):
            qualifier, typed = source.sheet.columns[indicator.name].typed.get(source.row, ("", ""))
            if typed:
                fact = replace(fact, qualifier=qualifier, typed=typed)
        return fact

    def _origin(
        self,
        indicator: Indicator,
        area: str,
        when: When,
        source: OwnCell | Computed | Below | OverTime | Counted | Gap,
    ) -> Origin:
        match source:
            case OwnCell(sheet, row):
                return _cell_origin(sheet, indicator.name, row)
            case Computed():
                assert indicator.formula is not None
                parts = self.parts(indicator.formula, area, when)
                return FormulaOrigin(indicator.formula.text, parts, indicator.place)
            case Below(rows, missing):
                return self._roll_up_origin(indicator, when, rows, missing)
            case OverTime(how, periods):
                parts = tuple(self.fact(indicator, area, When(period)) for period in periods)
                words = "按期相加" if how == "sum" else "取期末"
                formula = f"{words}：{'、'.join(period.title for period in periods)}"
                return FormulaOrigin(formula, parts, indicator.spec.at("over_time"))
            case Counted(ledger, tallied):
                return self._rows_origin(indicator, area, ledger, tallied)
            case Gap(cell=(sheet, row), field=field):
                return _cell_origin(sheet, field or indicator.name, row)
            case Gap():
                return CellOrigin(indicator.place)

    def _rows_origin(
        self, indicator: Indicator, area: str, ledger: Ledger, tallied: Tallied
    ) -> CellOrigin | RowsOrigin | FormulaOrigin:
        """The rows that count; of several sheets, a part for each; the cells of a text column."""
        assert indicator.tally is not None
        if indicator.tally.how == "texts":
            said = tuple(self._said(indicator, *ledger.at(row)) for row in tallied.rows)
            if len(said) == 1:
                sheet, index = ledger.at(tallied.rows[0])
                return _cell_origin(sheet, indicator.name, index)
            return FormulaOrigin(indicator.tally.words, said, indicator.place)
        words = indicator.tally.words
        if tallied.lacking:
            words += f"；另有{len(tallied.lacking)}行没有填“{'、'.join(indicator.tally.fields)}”，没有计入"
        title = f"{indicator.title}的行"
        return rows_origin(ledger, tallied.rows, words, title=title, area=area, place=indicator.place)

    def _said(self, indicator: Indicator, sheet: TableData, row: int) -> Fact:
        """What one record says in a text column."""
        value = sheet.columns[indicator.name].values[row]
        origin = _cell_origin(sheet, indicator.name, row)
        sensitive = indicator.spec.sensitive
        name, title, area = self.name_of(indicator), indicator.title, sheet.areas[row]
        return Fact(value, "", name, area, sheet.period, origin, title, sensitive=sensitive, passage=True)

    def _roll_up_origin(
        self, indicator: Indicator, when: When, rows: Sequence[int], missing: Sequence[str]
    ) -> RollUpOrigin:
        table = self.values.table(indicator.table, when)
        assert table is not None
        weight = self.catalogue.indicators[indicator.weight] if indicator.weight else None
        areas = table.areas

        def part(position: int) -> Fact:
            # Rows come in the order of the area tree, which is the print order.
            if position < len(rows):
                return self.fact(indicator, areas[rows[position]], when)
            position -= len(rows)
            if position < len(missing):
                lacking = self.fact(indicator, missing[position], when)
                # An area may have the value and lack what it is weighed by.
                return self.fact(weight, missing[position], when) if weight and not lacking.is_missing else lacking
            return self.fact(weight or indicator, areas[rows[position - len(missing)]], when)

        length = len(rows) * (2 if weight else 1) + len(missing)
        skipped = tuple(missing) if indicator.skips_missing else ()
        return RollUpOrigin(indicator.how, LazyFacts(part, length), skipped)

    def parts(self, formula: Formula, area: str, when: When) -> tuple[Fact, ...]:
        """The facts that a formula uses for an area, in its order."""
        return tuple(self.part(leaf, area, when) for leaf in formula.leaves)

    def part(self, leaf: Leaf | Over, area: str, when: When) -> Fact:
        """The fact of one part of a formula."""
        if isinstance(leaf, Over):
            return self._over(leaf, area, when)
        indicator = self.catalogue.indicators[leaf.key]
        return self.fact(indicator, area, self.values.moment(indicator, area, moments(leaf, when)))

    def _over(self, over: Over, area: str, when: When) -> Fact:
        """The fact of `sum(…)`, `count(…)` …: rolled up from one fact an area."""
        value = self.values.leaf(over, area, when)
        simple = self._simple(over)
        return Fact(
            value=None if isinstance(value, Gap) else value,
            unit=simple.unit.symbol if simple and over.how not in ("count", "rank") else "",
            indicator="",
            area=area,
            period=when.period,
            origin=self._over_origin(over, area, when),
            title=over.text,
            derived=True,
            missing=value.reason if isinstance(value, Gap) else "",
            target=when.target,
            sensitive=over.how not in ("count", "rank") and self.catalogue.hides(over.inner),
        )

    def _over_origin(self, over: Over, area: str, when: When) -> Origin:
        areas = self.values.over_areas(over, area)
        if over.how == "count":
            rows = self._counted_rows(over, areas, when)
            if rows is not None:
                return rows
            areas = tuple(below for below in areas if self.values.formula(over.inner, below, when) is True)
        return RollUpOrigin(over.text, tuple(self._inner(over, below, when) for below in areas))

    def _inner(self, over: Over, area: str, when: When) -> Fact:
        """What a function over areas looked at in one area."""
        if len(over.inner.leaves) == 1 and (self._simple(over) or over.how == "count"):
            return self.part(over.inner.leaves[0], area, when)
        value = self.values.formula(over.inner, area, when)
        origin = FormulaOrigin(over.inner.text, self.parts(over.inner, area, when))
        number = value if isinstance(value, Decimal) else None
        missing = value.reason if isinstance(value, Gap) else ""
        hides = self.catalogue.hides(over.inner)
        return Fact(
            number, "", "", area, when.period, origin, over.inner.text, derived=True, sensitive=hides, missing=missing
        )

    def _simple(self, over: Over) -> Indicator | None:
        """The indicator, where a function over areas takes one as it is."""
        match over.inner.leaves:
            case (Leaf(key=key, text=text),) if text == over.inner.text:
                return self.catalogue.indicators[key]
            case _:
                return None

    def _counted_rows(self, over: Over, areas: Sequence[str], when: When) -> RowsOrigin | None:
        """The worksheet rows of the areas that were counted, where they all stand in one sheet."""
        leaf = next((leaf for leaf in over.inner.leaves if isinstance(leaf, Leaf)), None)
        if leaf is None:
            return None
        table = self.values.table(leaf.key[0], when)
        if table is None or len(table.sheets) != 1 or leaf.base or leaf.period:
            return None
        sheet = table.sheets[0]
        matching = [below for below in areas if self.values.formula(over.inner, below, when) is True]
        if not all(below in table.row_of for below in matching):
            return None
        rows = tuple(sheet.rows[table.row_of[below]] for below in matching)
        words = f"计数：{over.inner.text}" + (f"（{'、'.join(matching)}）" if matching else "")
        where = Place(sheet.entry.file, sheet=sheet.sheet)
        return RowsOrigin(where, rows, words, sheet.entry.is_turned, sheet.as_of)


def rows_origin(
    ledger: Ledger, rows: Sequence[int], words: str, *, title: str, area: str, place: Place
) -> RowsOrigin | FormulaOrigin:
    """The rows of a ledger that a figure rests on; of several sheets, a part for each, called by `title`."""
    by_sheet: dict[int, tuple[TableData, list[int]]] = {}
    for sheet, index in map(ledger.at, rows):
        by_sheet.setdefault(id(sheet), (sheet, []))[1].append(sheet.row_number(index))
    origins = [
        RowsOrigin(
            Place(sheet.entry.file, sheet=sheet.sheet), tuple(numbers), words, sheet.entry.is_turned, sheet.as_of
        )
        for sheet, numbers in by_sheet.values()
    ]
    if not origins:
        first = ledger.sheets[0]
        return RowsOrigin(Place(first.entry.file, sheet=first.sheet), (), words, as_of=first.as_of)
    if len(origins) == 1:
        return origins[0]
    parts = tuple(
        Fact(Decimal(len(one.rows)), "行", "", area, sheet.period, one, title, derived=True)
        for one, (sheet, _) in zip(origins, by_sheet.values(), strict=True)
    )
    periods = len({part.period for part in parts})
    apart = f"{periods}期" if periods > 1 else f"{len(parts)}张工作表"
    return FormulaOrigin(f"{words}（{apart}）", parts, place)


def _cell_origin(sheet: TableData, field: str, row: int) -> CellOrigin:
    typed = sheet.columns[field].typed.get(row, ("", ""))[1]
    return CellOrigin(sheet.place(field, row), sheet.as_of, typed=typed)


def _one_off_fact(one_off: OneOffData, area: str) -> Fact:
    value: Value | None = one_off.value
    origin = CellOrigin(one_off.place, one_off.as_of, one_off.source, one_off.reported_by, one_off.typed)
    return Fact(
        value=value,
        unit=one_off.unit,
        indicator=fold(one_off.name),
        area=area,
        period=one_off.period,
        origin=origin,
        title=one_off.name,
        decimals=one_off.decimals,
        qualifier=one_off.qualifier,
        typed=one_off.typed,
        missing="" if value is not None else one_off.missing or f"{one_off.name}未填",
        target=one_off.target,
        sensitive=one_off.sensitive,
        passage=isinstance(value, str) and any(sign in value for sign in _SENTENCE_SIGNS),
    )
