"""What is wrong in the records of a ledger (台账), or left out of its figures: broken rules, rows without a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportgen.errors import Finding, Severity
from reportgen.indicators.algebra import Formula, Leaf
from reportgen.indicators.catalogue import Indicator, Rule
from reportgen.indicators.ledger import Ledger
from reportgen.indicators.tables import When
from reportgen.place import Place

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
                    yield from _broken(rule, ledger)
        if when != When(figures.period):
            continue
        for indicator in figures.catalogue.of_table(ledger.table):
            yield from _left_out(figures, indicator, ledger)


def _broken(rule: Rule, ledger: Ledger) -> Iterator[Finding]:
    """Rows that a rule does not hold for; one with a missing part is not judged."""
    judged = ledger.judged(rule.formula)
    unjudged = {*judged.unjudged}
    rows = [row for row, holds in enumerate(judged.holds) if not holds and row not in unjudged]
    for number, row in enumerate(rows[:_MOST]):
        sheet, index = ledger.at(row)
        fields = [field for field in _fields(rule.formula) if field in sheet.columns]
        shown = "，".join(f"{field}是{sheet.columns[field].values[index]}" for field in fields)
        said = rule.spec.message or f"不符合“{rule.formula.text}”"
        words = f"第{sheet.rows[index]}行：{shown}，{said.rstrip('。')}。"
        if number == _MOST - 1 and len(rows) > _MOST:
            words += f"还有{len(rows) - _MOST}行类似。"
        place = sheet.place(fields[0], index) if fields else Place(sheet.entry.file, sheet=sheet.sheet)
        others = [str(sheet.place(field, index).cell) for field in fields[1:]]
        advice = f"请核对{'、'.join(others)}。" if others else "请核对这些数。"
        yield Finding("CALC-RULE", rule.spec.weight, place, words, advice)


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
    numbers = "、".join(str(sheet.rows[index]) for sheet, index in map(ledger.at, rows[:_SHOWN]))
    return f"{len(rows)}行（第{numbers}{'等' if len(rows) > _SHOWN else ''}行）"
