"""Do the figures agree with each other: rules, total rows, own rows against roll-ups, given against computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from typing import cast

from reportgen.errors import Finding, Severity
from reportgen.fact import Value
from reportgen.indicators.algebra import Leaf, Over
from reportgen.indicators.catalogue import Indicator, RollUp, Rule
from reportgen.indicators.figures import Figures
from reportgen.indicators.ledger_checks import checked_ledgers
from reportgen.indicators.repeats import repeated
from reportgen.indicators.tables import PeriodTable, When, is_value
from reportgen.indicators.values import Below, Gap, OwnCell, Values, listed
from reportgen.period import TARGET, Period
from reportgen.place import Place
from reportgen.quantity.dates import print_date
from reportgen.quantity.identifiers import hidden
from reportgen.sources import OneOffData, TableData, TotalRow

_SHOWN = 6
"""Rows that one message names; the rest is counted."""
_DERIVED_DECIMALS = 2

_TOLD_ONE_BY_ONE = 3


def checked(figures: Figures) -> tuple[Finding, ...]:
    """Check rules, totals, own rows and given results against the values; all findings with their cells."""
    return tuple(_findings(figures))


def _findings(figures: Figures) -> Iterator[Finding]:
    values = figures.values
    for when, table in values.tables():
        checker = _TableChecker(values, table, when)
        if not when.target:
            yield from checker.rules()
        yield from checker.total_rows()
        yield from checker.own_rows()
        yield from checker.given()
        yield from checker.approximate()
    yield from checked_ledgers(figures)
    yield from _fallen(values)
    yield from repeated(values)
    yield from _text_findings(figures)
    yield from _own_rows_missing(figures)
    yield from _shared_names(figures)
    yield from _late_one_offs(figures)
    yield from _uncounted(figures)
    yield from _uneven(figures)


@dataclass(frozen=True, slots=True)
class _TableChecker:
    """Checks what was read of one table for one period."""

    values: Values
    table: PeriodTable
    when: When

    # --- what was read ---

    def approximate(self) -> Iterator[Finding]:
        """Cells such as 13万余 that take part in sums as if they were exact."""
        for indicator in self._read_indicators():
            if indicator.rollup is not RollUp.SUM:
                continue
            for sheet in self.table.sheets:
                column = sheet.columns.get(indicator.name)
                for row, (qualifier, typed) in sorted(column.typed.items()) if column else ():
                    if qualifier and column and column.values[row] is not None:
                        counted = _said(column.values[row], indicator)
                        words = f"“{_said(typed, indicator)}”不是准确数，汇总时按{counted}计。"
                        place = sheet.place(indicator.name, row)
                        advice = "要汇总的数请填准确数。"
                        yield Finding("CALC-APPROXIMATE", Severity.NOTICE, place, words, advice)

    # --- rules ---

    def rules(self) -> Iterator[Finding]:
        """Rules that a row, or a rolled-up area, does not keep."""
        for rule in self.values.catalogue.rules:
            if rule.table == self.table.table:
                broken = list(self._broken_rows(rule))
                yield from (one for one in broken if one is not None) if broken else self._broken_areas(rule)

    def _broken_rows(self, rule: Rule) -> Iterator[Finding | None]:
        """A finding for each row that breaks the rule; None where a cell of it has been told as wrong already."""
        kept = self.values.computed_column(rule.formula, self.table, self.when)
        for row, holds in enumerate(kept):
            if holds is False:
                area = self.table.areas[row]
                place, others = self._cells(rule, area)
                cells = [replace(place, cell=cell) for cell in (place.cell, *others)] if place else []
                is_told = not self.values.unsound.isdisjoint(cells)
                words = self._rule_words(rule, area)
                yield None if is_told else _rule_finding(rule, place or rule.place, words, others)

    def _broken_areas(self, rule: Rule) -> Iterator[Finding]:
        """Rolled-up areas that break a rule though each row keeps it."""
        for area in sorted(self.table.above_rows):
            if area not in self.table.row_of and self.values.formula(rule.formula, area, self.when) is False:
                place = self._range(rule) or rule.place
                yield _rule_finding(rule, place, self._rule_words(rule, area) + "（汇总数）", ())

    def _rule_words(self, rule: Rule, area: str) -> str:
        """The rule with the values that break it: 青石镇：消除风险户数（36户） <= 监测对象户数（35户）不成立."""
        shown = []
        for leaf in dict.fromkeys(rule.formula.leaves):
            value = self.values.leaf(leaf, area, self.when)
            said = "" if isinstance(value, Gap) else _plain(value)
            if isinstance(leaf, Leaf):
                indicator = self.values.catalogue.indicators[leaf.key]
                said = _shown(value, indicator) if isinstance(value, Decimal) else _said(said, indicator)
                said += indicator.unit.symbol
            shown.append(f"{leaf.text}是{said}")
        return f"{area}：{'，'.join(shown)}"

    def _cells(self, rule: Rule, area: str) -> tuple[Place | None, tuple[str, ...]]:
        """The cell of the rule's first part that stands in this table, and the names of the other cells."""
        places = []
        for leaf in rule.formula.leaves:
            if isinstance(leaf, Leaf) and not leaf.base and leaf.period is None:
                places += self._leaf_cells(leaf, area)
        if not places:
            return None, ()
        same = [place for place in places if (place.file, place.sheet) == (places[0].file, places[0].sheet)]
        others = tuple(place.cell or "" for place in same[1:] if place.cell != places[0].cell)
        return places[0], tuple(dict.fromkeys(others))

    def _leaf_cells(self, leaf: Leaf, area: str) -> list[Place]:
        """The cell of a part; of a computed part, the cells that it was computed from."""
        indicator = self.values.catalogue.indicators[leaf.key]
        source = self.values.source(indicator, area, self.when)
        if isinstance(source, OwnCell):
            return [source.sheet.place(indicator.name, source.row)]
        cells: list[Place] = []
        for inner in indicator.formula.leaves if indicator.formula else ():
            if isinstance(inner, Leaf) and not inner.base and inner.period is None:
                cells += self._leaf_cells(inner, area)
        return cells

    def _range(self, rule: Rule) -> Place | None:
        """The column of the rule's first part in this table."""
        for sheet in self.table.sheets:
            for leaf in _plain_leaves(rule.formula.leaves):
                key = leaf.key
                if key[0] == self.table.table and key[1] in sheet.columns and sheet.rows:
                    return Place(sheet.entry.file, sheet=sheet.sheet, cell=_column_range(sheet, key[1]))
        return None

    # --- totals ---

    def total_rows(self) -> Iterator[Finding]:
        """Rows 合计 and 小计 that differ from the rows above them."""
        for sheet in self.table.sheets:
            for total in sheet.totals:
                told = list(self._differing(sheet, total))
                if len(told) <= _TOLD_ONE_BY_ONE:
                    yield from told
                    continue
                # So many at once have one cause, mostly a row too many or too few.
                first, line = told[0], sheet.entry.lines.row
                cells = "、".join(one.place.cell or "" for one in told[1:6]) + ("等" if len(told) > 6 else "")
                words = f"{first.words}这一{line}还有{len(told) - 1}格也是这样：{cells}。"
                advice = f"请核对是否少了或多了一{line}，再核对合计{line}。"
                yield Finding(first.code, first.severity, first.place, words, advice)

    def _differing(self, sheet: TableData, total: TotalRow) -> Iterator[Finding]:
        """The cells of a total row that differ."""
        for field, given in total.values.items():
            indicator = self.values.catalogue.indicators.get((self.table.table, field))
            if indicator is None or indicator.kind != "number" or field not in sheet.columns:
                continue
            found = self._total(indicator, sheet, total)
            if found is not None and not _agree(given, found, indicator):
                yield self._total_finding(indicator, sheet, total, given, found)

    def _total_finding(
        self, indicator: Indicator, sheet: TableData, total: TotalRow, given: Decimal, found: Decimal
    ) -> Finding:
        line = sheet.entry.lines.row
        how = f"各{line}相加" if indicator.rollup is RollUp.SUM else f"按各{line}重新计算"
        unit = indicator.unit.symbol
        words = (
            f"“{total.title}”{line}的“{indicator.title}”填的是{_said(given, indicator)}{unit}，"
            f"{how}是{_shown(found, indicator)}{unit}。"
        )
        place = sheet.place_in_row(indicator.name, total.row)
        return Finding("CALC-TOTAL-DIFFERS", Severity.WARNING, place, words, f"请核对合计{line}和各{line}的数。")

    def _total(self, indicator: Indicator, sheet: TableData, total: TotalRow) -> Decimal | None:
        """What the covered rows come to; None where a value is missing or the indicator does not add up."""
        # An area whose own areas have rows too would count twice.
        covered_areas = [sheet.areas[row] for row in total.covers]
        rows = [self.table.row_of[area] for area in covered_areas if area not in self.table.above_rows]
        if indicator.formula is not None and indicator.rollup is RollUp.FORMULA:
            parts = [self._part_total(leaf, sheet, total) for leaf in indicator.formula.leaves]
            if not parts or any(part is None for part in parts):
                return None
            try:
                return cast("Decimal", indicator.formula.function(*parts))
            except ArithmeticError:
                return None
        column = self.values.column(indicator, self.when)
        covered = [column[row] for row in rows]
        if not covered or not all(map(is_value, covered)):
            return None
        numbers = cast("list[Decimal]", covered)
        if indicator.rollup is RollUp.SUM:
            return sum(numbers, Decimal(0))
        if indicator.weight is not None:
            weights = self.values.column(self.values.catalogue.indicators[indicator.weight], self.when)
            return _mean(numbers, [weights[row] for row in rows])
        return None

    def _part_total(self, leaf: Leaf | Over, sheet: TableData, total: TotalRow) -> Decimal | None:
        if not isinstance(leaf, Leaf) or leaf.base or leaf.period:
            return None
        indicator = self.values.catalogue.indicators[leaf.key]
        return self._total(indicator, sheet, total) if indicator.table == self.table.table else None

    # --- own rows ---

    def own_rows(self) -> Iterator[Finding]:
        """An area's own row that differs from the roll-up of the areas below it."""
        areas = [area for area in self.table.areas if area in self.table.above_rows]
        if not areas:
            return
        for indicator in self._read_indicators():
            if indicator.rollup not in (RollUp.SUM, RollUp.WEIGHTED):
                continue
            for area in areas:
                yield from self._own_row(indicator, area)

    def _own_row(self, indicator: Indicator, area: str) -> Iterator[Finding]:
        own = self.values.source(indicator, area, self.when)
        if not isinstance(own, OwnCell):
            return
        rolled = self.values.rolled_up(indicator, area, self.when)
        given = own.sheet.columns[indicator.name].values[own.row]
        if not isinstance(rolled, Decimal) or not isinstance(given, Decimal) or _agree(given, rolled, indicator):
            return
        unit = indicator.unit.symbol
        words = (
            f"{area}的“{indicator.title}”填的是{_said(given, indicator)}{unit}，"
            f"由下级汇总是{_shown(rolled, indicator)}{unit}；报告里印{_said(given, indicator)}{unit}。"
        )
        place = own.sheet.place(indicator.name, own.row)
        line = own.sheet.entry.lines.row
        advice = f"请核对两处；本级另有数的，可加一{line}“本级”，或把这个指标的 rollup 写成 own。"
        yield Finding("CALC-OWN-DIFFERS", Severity.WARNING, place, words, advice)

    # --- given and computed ---

    def given(self) -> Iterator[Finding]:
        """Cells of a computed indicator that differ from what its formula gives."""
        for indicator in self._read_indicators():
            if indicator.formula is None:
                continue
            computed = self.values.column(indicator, self.when)
            for sheet in self.table.sheets:
                column = sheet.columns.get(indicator.name)
                if column is None:
                    continue
                for row, given in enumerate(column.values):
                    found = computed[self.table.row_of[sheet.areas[row]]]
                    if (
                        isinstance(given, Decimal)
                        and isinstance(found, Decimal)
                        and given != found
                        and not _agree(given, found, indicator)
                    ):
                        yield self._given_finding(indicator, sheet, row, given, found)

    def _given_finding(
        self, indicator: Indicator, sheet: TableData, row: int, given: Decimal, found: Decimal
    ) -> Finding:
        assert indicator.formula is not None
        unit = indicator.unit.symbol
        words = (
            f"{sheet.areas[row]}的“{indicator.title}”填的是{_said(given, indicator)}{unit}，"
            f"按“{indicator.formula.text}”算是{_shown(found, indicator)}{unit}；报告里用算出来的数。"
        )
        place = sheet.place(indicator.name, row)
        return Finding("CALC-GIVEN-DIFFERS", Severity.WARNING, place, words, "请核对填的数和它的分子分母。")

    def _read_indicators(self) -> Iterator[Indicator]:
        """The number indicators of the table that have a column in some sheet."""
        fields = set(self.table.fields())
        for indicator in self.values.catalogue.of_table(self.table.table):
            if indicator.kind == "number" and indicator.name in fields and not indicator.broken:
                yield indicator


# --- over periods and areas ---


def _text_findings(figures: Figures) -> Iterator[Finding]:
    """What text columns say differently; the reading of texts is loaded only where there are some."""
    texts = any(one.spec.role == "text" for one in figures.catalogue.indicators.values())
    if texts or any(isinstance(one.value, str) for some in figures.one_offs.values() for one in some):
        from reportgen.indicators.quoted import quoted_findings

        yield from quoted_findings(figures)


def _fallen(values: Values) -> Iterator[Finding]:
    """An indicator that falls from one period to a later one, though it only adds up."""
    by_table: dict[str, list[tuple[When, PeriodTable]]] = {}
    for when, table in values.tables():
        if not when.target:
            by_table.setdefault(table.table, []).append((when, table))
    for name, periods in by_table.items():
        periods.sort(key=lambda pair: (pair[0].period.last_day, pair[0].period.first_day))
        for indicator in values.catalogue.of_table(name):
            for earlier, later in pairwise(periods):
                if _may_not_fall(indicator, earlier[0].period, later[0].period):
                    yield from _fallen_between(values, indicator, earlier, later)


def _may_not_fall(indicator: Indicator, earlier: Period, later: Period) -> bool:
    """Whether the later period counts all that the earlier one does: from a fixed start, or from the same day."""
    if earlier.last_day >= later.last_day:
        return False
    if indicator.spec.measure == "flow":
        return earlier.first_day == later.first_day and indicator.spec.constraints.minimum == 0
    return indicator.spec.measure == "cumulative"


def _fallen_between(
    values: Values, indicator: Indicator, earlier: tuple[When, PeriodTable], later: tuple[When, PeriodTable]
) -> Iterator[Finding]:
    before = values.column(indicator, earlier[0])
    for area, now in zip(later[1].areas, values.column(indicator, later[0]), strict=False):
        row = earlier[1].row_of.get(area)
        then = before[row] if row is not None else None
        if not isinstance(now, Decimal) or not isinstance(then, Decimal) or now >= then:
            continue
        cell = later[1].cell(indicator.name, area)
        place = cell[0].place(indicator.name, cell[1]) if cell else indicator.place
        unit = indicator.unit.symbol
        words = (
            f"{area}的“{indicator.title}”只增不减，{earlier[0].period.title}是{_said(then, indicator)}{unit}，"
            f"{later[0].period.title}反而降到{_said(now, indicator)}{unit}。"
        )
        advice = "请核对两期的数；若每年从头累计，请把指标表里的“计量”写成“流量”（measure: flow）。"
        if indicator.spec.measure == "flow":
            advice = f"{later[0].period.title}包括{earlier[0].period.title}，请核对两期的数。"
        yield Finding("CALC-FELL", Severity.WARNING, place, words, advice)


def _own_rows_missing(figures: Figures) -> Iterator[Finding]:
    """Indicators that the report's own area must fill in itself (`rollup: own`) and has not."""
    values = figures.values
    for when, table in values.tables():
        if when != When(figures.period) or figures.area not in table.above_rows:
            continue
        wanted = [
            indicator
            for indicator in values.catalogue.of_table(table.table)
            if indicator.rollup is RollUp.OWN and table.values(indicator.name) is not None
        ]
        for indicator in wanted:
            value = values.value(indicator, figures.area, when)
            if isinstance(value, Gap):
                sheet = next(sheet for sheet in table.sheets if indicator.name in sheet.columns)
                cell = value.cell
                place = (
                    cell[0].place(indicator.name, cell[1])
                    if cell
                    else Place(sheet.entry.file, sheet=sheet.sheet, cell=_column_range(sheet, indicator.name))
                )
                words = f"“{indicator.title}”要由{figures.area}本级自填（rollup: own），表里没有。"
                lines = sheet.entry.lines
                advice = f"请加一{lines.row}“{figures.area}”并填上这一{lines.field}。"
                yield Finding("CALC-OWN-MISSING", Severity.WARNING, place, words, advice)


def _shared_names(figures: Figures) -> Iterator[Finding]:
    """A figure of no table that bears the name of an indicator with data, or is told twice."""
    for name, one_offs in figures.one_offs.items():
        indicator = figures.catalogue.indicator(name, among=figures.with_data)
        twin = next((one for one in one_offs if indicator and _is_in_a_table(figures, indicator, one)), None)
        if twin is not None and indicator is not None:
            goal = TARGET if twin.target else ""
            words = f"“{name}”既是单项数据，又是指标表“{indicator.table}”的指标。"
            advice = f"{goal}只留一处。" if goal else "请给单项数据换一个名称。"
            yield Finding("CALC-SHARED-NAME", Severity.ERROR, twin.place, words, advice)
        seen: dict[tuple[str, object, bool], Place] = {}
        for one_off in one_offs:
            first = seen.setdefault((one_off.area or figures.area, one_off.period, one_off.target), one_off.place)
            if first is not one_off.place:
                words = f"单项数据“{name}”在{first}已经有了。"
                yield Finding("CALC-SHARED-NAME", Severity.ERROR, one_off.place, words, "请只保留一处。")


def _is_in_a_table(figures: Figures, indicator: Indicator, one_off: OneOffData) -> bool:
    """Whether a table gives the figure too; a goal in a list may stand beside a table that holds results only."""
    if not one_off.target:
        return True
    goal = figures.values.value(indicator, one_off.area or figures.area, When(one_off.period, True))
    return not (isinstance(goal, Gap) and goal.absent)


def _late_one_offs(figures: Figures) -> Iterator[Finding]:
    """A figure of no table that holds for a later day than the report says its data end on."""
    for one_offs in figures.one_offs.values():
        for one in one_offs:
            if one.period == figures.period and one.as_of > figures.as_of and not one.target:
                words = (
                    f"“{one.name}”截至{print_date(one.as_of)}，晚于报告的截至日期{print_date(figures.as_of)}，"
                    "报告里会当作后一个日期的数。"
                )
                advice = "请改用截至报告日期的数，或核对两处的日期。"
                yield Finding("CALC-AS-OF", Severity.WARNING, one.place, words, advice)


def _uncounted(figures: Figures) -> Iterator[Finding]:
    """Areas that `count(…)` in a formula could not judge, or that `rank(…)` left out."""
    values, when = figures.values, When(figures.period)
    below = [area.name for area in figures.areas.listed(figures.area)]
    for indicator in figures.catalogue.indicators.values():
        if indicator.formula is None or indicator.table not in figures.with_data:
            continue
        for leaf in indicator.formula.leaves:
            if not isinstance(leaf, Over) or leaf.how not in ("count", "rank"):
                continue
            areas = below if leaf.how == "rank" else [figures.area]
            for area in areas:
                values.leaf(leaf, area, when)
            missing = values.uncounted.get((leaf.text, areas[0]), ()) if areas else ()
            if missing:
                verb = "没有排" if leaf.how == "rank" else "没有数"
                words = f"“{leaf.text}”{verb}{listed(missing)}：缺数，无法判断。"
                advice = "请补上这些地区的数。"
                yield Finding("CALC-UNCOUNTED", Severity.NOTICE, indicator.place, words, advice)


def _uneven(figures: Figures) -> Iterator[Finding]:
    """Formulas on roll-ups that skip different areas: 消除户数 of 15 townships over 监测户数 of 14."""
    values, area = figures.values, figures.area
    for when, table in values.tables():
        for indicator in values.catalogue.of_table(table.table):
            if indicator.formula is None or isinstance(values.value(indicator, area, when), Gap):
                continue
            leaves = tuple(_plain_leaves(indicator.formula.leaves))
            sources = [values.source(values.catalogue.indicators[leaf.key], area, when) for leaf in leaves]
            skipped = {
                leaf.text: source.missing
                for leaf, source in zip(leaves, sources, strict=True)
                if isinstance(source, Below)
            }
            if len(set(skipped.values())) > 1:
                told = "，".join(
                    f"“{text}”{f'跳过了{listed(gone)}' if gone else '没有跳过'}" for text, gone in skipped.items()
                )
                words = f"{area}{when.period.title}的“{indicator.title}”口径不一：{told}。"
                yield Finding("CALC-UNEVEN", Severity.WARNING, indicator.place, words, "请补上缺的数。")


# --- words and numbers ---


def _rule_finding(rule: Rule, place: Place, words: str, others: Sequence[str]) -> Finding:
    said = rule.spec.message or f"不符合“{rule.formula.text}”"
    advice = f"请核对{'、'.join(others)}。" if others else "请核对这些数。"
    return Finding("CALC-RULE", rule.spec.weight, place, f"{words}，{said.rstrip('。')}。", advice)


def _agree(given: Decimal, found: Decimal, indicator: Indicator) -> bool:
    """Whether a given value is the found one as far as it is printed."""
    if given == found:
        return True
    exponent = given.as_tuple().exponent
    digits = max(-exponent, 0) if isinstance(exponent, int) else 0
    if indicator.formula is not None or indicator.weight is not None:
        declared = indicator.spec.decimals
        digits = min(digits, _DERIVED_DECIMALS if declared is None else declared)
    elif digits >= -cast("int", found.as_tuple().exponent):
        return False
    return _rounded(given, digits) == _rounded(found, digits)


def _shown(value: Decimal, indicator: Indicator) -> str:
    """A value for a message: read or added up, it is exact; computed, it has one more digit than it prints with."""
    if (indicator.formula is None and indicator.weight is None) or indicator.spec.sensitive:
        return _said(value, indicator)
    declared = indicator.spec.decimals
    digits = (_DERIVED_DECIMALS if declared is None else declared) + 1
    return _plain(_rounded(value, digits))


def _rounded(value: Decimal, digits: int) -> Decimal:
    """The value at no more decimals than `digits`."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= digits:
        return value
    with localcontext() as context:
        context.prec = max(value.adjusted(), 0) + digits + 2
        return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _said(value: Value | bool | None, indicator: Indicator) -> str:
    """A value for a message, exactly; one that is sensitive is hidden."""
    return hidden(_plain(value)) if indicator.spec.sensitive else _plain(value)


def _plain(value: Value | bool | None) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _mean(numbers: Sequence[Decimal], weights: Sequence[Value | None]) -> Decimal | None:
    if not all(map(is_value, weights)):
        return None
    of = cast("Sequence[Decimal]", weights)
    total = sum(of, Decimal(0))
    return sum((a * b for a, b in zip(numbers, of, strict=True)), Decimal(0)) / total if total else None


def _plain_leaves(leaves: Sequence[Leaf | Over]) -> Iterator[Leaf]:
    return (leaf for leaf in leaves if isinstance(leaf, Leaf) and not leaf.base and leaf.period is None)


def _column_range(sheet: TableData, field: str) -> str:
    return sheet.range(field)
