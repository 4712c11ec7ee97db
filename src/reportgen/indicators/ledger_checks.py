"""What is wrong in the records of a ledger (台账), or left out of its figures: broken rules, rows without a value."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.errors import Finding, Severity
from reportgen.fact import Value
from reportgen.indicators.algebra import Formula, Leaf
from reportgen.indicators.catalogue import Indicator, Rule
from reportgen.indicators.ledger import Ledger
from reportgen.indicators.tables import When
from reportgen.place import Place
from reportgen.quantity.dates import print_date
from reportgen.quantity.identifiers import hidden
from reportgen.sources import TableData, TotalRow
from reportgen.sources.record_totals import says_the_same
from reportgen.spec.model import DataSpec, FieldSpec

if TYPE_CHECKING:
    from reportgen.indicators.figures import Figures

_SHOWN = 6
_MOST = 30
"""Rows that break one rule and are told one by one."""


def checked_ledgers(figures: Figures) -> Iterator[Finding]:
    """Give all findings about the ledgers that were read."""
    for when, ledger in figures.values.ledgers():
        if not when.target:
            for rule in figures.catalogue.rules:
                if rule.table == ledger.table:
                    yield from _broken(rule, ledger, figures.catalogue.tables[rule.table], figures.values.unsound)
            yield from _totals(ledger, figures.catalogue.tables[ledger.table])
    for indicator in figures.catalogue.indicators.values():
        read = figures.values.ledger_of(indicator, When(figures.period)) if indicator.tally else None
        if read is not None:
            yield from _left_out(figures, indicator, read)


def _broken(rule: Rule, ledger: Ledger, table: DataSpec, unsound: Set[Place]) -> Iterator[Finding]:
    """Rows that a rule does not hold for; one with a missing part is not judged, a sensitive value not shown.

    A row with a cell among the `unsound` is told already.
    """
    judged = ledger.judged(rule.formula)
    unjudged = {*judged.unjudged}
    rows = [row for row, holds in enumerate(judged.holds) if not holds and row not in unjudged]
    rows = [row for row in rows if unsound.isdisjoint(_cells(rule.formula, ledger, row))]
    specs = {field.name: field for field in table.fields}
    for number, row in enumerate(rows[:_MOST]):
        sheet, index = ledger.at(row)
        fields = [field for field in _fields(rule.formula) if field in sheet.columns]
        shown = "，".join(
            f"{field}（{sheet.place(field, index).cell}）是{_words(sheet.columns[field].values[index], specs[field])}"
            for field in fields
        )
        said = rule.spec.message or f"不符合“{rule.formula.text}”"
        words = f"{sheet.row_name(index)}{_called(sheet, index, table)}：{shown}，{said.rstrip('。')}。"
        if number == _MOST - 1 and len(rows) > _MOST:
            words += f"还有{len(rows) - _MOST}{sheet.entry.lines.row}类似。"
        place = sheet.place(fields[0] if fields else next(iter(sheet.columns)), index)
        others = [str(sheet.place(field, index).cell) for field in fields[1:]]
        advice = f"请核对{'、'.join(others)}。" if others else "请核对这些数。"
        yield Finding("CALC-RULE", rule.spec.weight, place, words, advice)


def _cells(formula: Formula, ledger: Ledger, row: int) -> list[Place]:
    """The cells of a record that a rule is about."""
    sheet, index = ledger.at(row)
    return [sheet.place(field, index) for field in _fields(formula) if field in sheet.columns]


def _called(sheet: TableData, index: int, table: DataSpec) -> str:
    """What a record is called, in brackets; "" where it has no name, or one that is not to be shown."""
    field = table.item_name
    column = sheet.columns.get(field.name) if field and not field.sensitive else None
    return f"（{column.values[index]}）" if column and column.values[index] is not None else ""


def _words(value: Value | None, field: FieldSpec) -> str:
    """A value for a message, with its unit; one that is sensitive is hidden."""
    match value:
        case Decimal():
            text = f"{value:f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return (hidden(text) if field.sensitive else text) + field.unit
        case date():
            return print_date(value)
        case _:
            return hidden(str(value)) if field.sensitive else str(value)


def _totals(ledger: Ledger, table: DataSpec) -> Iterator[Finding]:
    """Hand-typed totals that differ from the sum of the records that they stand for."""
    specs = {field.name: field for field in table.fields}
    for sheet in ledger.sheets:
        for total in sheet.totals:
            for name, typed in total.values.items():
                values = [sheet.columns[name].values[row] for row in total.covers]
                numbers = [value for value in values if isinstance(value, Decimal)]
                found = sum(numbers, Decimal(0))
                if not says_the_same(typed, found):
                    yield _total_differs(sheet, total, specs[name], typed, found, len(values) - len(numbers))


def _total_differs(
    sheet: TableData, total: TotalRow, field: FieldSpec, typed: Decimal, found: Decimal, blank: int
) -> Finding:
    lines = sheet.entry.lines
    rows = [sheet.rows[row] for row in total.covers]
    spans = "、".join(map(lines.number, rows[:_SHOWN])) + ("等" if len(rows) > _SHOWN else "")
    if len(rows) > 1 and rows[-1] - rows[0] == len(rows) - 1:
        spans = f"{lines.number(rows[0])}—{lines.number(rows[-1])}"
    whose = f"各{lines.row}" if len(rows) == len(sheet.rows) else f"{lines.rows(spans)}（共{len(rows)}{lines.row}）"
    title = field.title or field.name
    words = f"“{total.title}”{lines.row}的“{title}”填的是{_words(typed, field)}，{whose}相加是{_words(found, field)}"
    words += f"（其中{blank}{lines.row}未填，按0相加）。" if blank else "。"
    advice = f"请核对“{total.title}”和各{lines.row}的数；报告里的数按各{lines.row}另算，不用这一{lines.row}。"
    return Finding("CALC-TOTAL-DIFFERS", Severity.WARNING, sheet.place_in_row(field.name, total.row), words, advice)


def _left_out(figures: Figures, indicator: Indicator, ledger: Ledger) -> Iterator[Finding]:
    """Say how many rows a figure leaves out because a value is missing, once for each indicator."""
    tally = indicator.tally
    if tally is None or not all(ledger.has(field) for field in tally.needs):
        return
    mine = {*ledger.rows(figures.area)}
    unjudged = [row for row in ledger.judged(tally.where).unjudged if row in mine] if tally.where else []
    if unjudged and tally.where:
        blank = [f for f in _fields(tally.where) if any(ledger.column(f)[row] is None for row in unjudged)]
        words = (
            f"“{indicator.title}”的条件“{tally.where.text}”：有{_rows(ledger, unjudged)}没有填“{'、'.join(blank)}”，"
        )
        place = _first(ledger, blank[0], unjudged) or indicator.place
        advice = "请补填；确实不符合的，不必理会。"
        yield Finding("CALC-UNCOUNTED", Severity.NOTICE, place, words + "按不符合计。", advice)
    lacking = ledger.tallied(indicator.key, tally, figures.area, skips=indicator.skips_missing).lacking
    if lacking and (tally.how == "distinct" or indicator.skips_missing):
        words = f"“{indicator.title}”没有计入{_rows(ledger, lacking)}：“{'、'.join(tally.fields)}”未填。"
        blank = [f for f in tally.fields if any(ledger.column(f)[row] is None for row in lacking)]
        place = _first(ledger, blank[0], lacking) or indicator.place
        yield Finding("CALC-UNCOUNTED", Severity.NOTICE, place, words, "请补填这些行。")


def _fields(formula: Formula) -> list[str]:
    return list(dict.fromkeys(leaf.key[1] for leaf in formula.leaves if isinstance(leaf, Leaf)))


def _first(ledger: Ledger, field: str, rows: list[int] | tuple[int, ...]) -> Place | None:
    """The first cell of a field that is blank in those rows."""
    row = next(row for row in rows if ledger.column(field)[row] is None)
    sheet, index = ledger.at(row)
    return sheet.place(field, index) if field in sheet.columns else None


def _rows(ledger: Ledger, rows: list[int] | tuple[int, ...]) -> str:
    """Name rows for a message: 3行（第5、9、12行）."""
    lines = ledger.at(rows[0])[0].entry.lines
    numbers = "、".join(lines.number(sheet.rows[index]) for sheet, index in map(ledger.at, rows[:_SHOWN]))
    return f"{len(rows)}{lines.row}（{lines.rows(numbers + ('等' if len(rows) > _SHOWN else ''))}）"
