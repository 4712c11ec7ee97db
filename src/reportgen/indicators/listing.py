"""The names of the records behind a figure of a ledger (台账), the flagged ones first: what 列举名 prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.fact import CellOrigin, Fact, Listing
from reportgen.indicators.figures import rows_origin
from reportgen.indicators.tables import When
from reportgen.indicators.view import LedgerNames
from reportgen.spec.model import KEY_FIELD, DataSpec, FieldSpec

if TYPE_CHECKING:
    from reportgen.indicators.figures import Figures
    from reportgen.indicators.ledger import Ledger

_NAME_WORD = re.compile(r"(?:名称|姓名|名字|名)$")
_PLAIN_UNITS = ("", "个", "项", "处", "件", "条", "家", "所", "座", "支", "起", "笔", "台", "块")
"""Measure words that want a noun behind them: 6个项目; 6户, 6人 and 6村 do not."""


def listing(figures: Figures, value: object) -> Listing | None:
    """Give the records behind an indicator's fact, or those of a whole ledger; None for anything else."""
    if isinstance(value, LedgerNames):
        read = ((when, figures.values.ledger(value.table, when)) for when in value.candidates)
        when, ledger = next(((when, one) for when, one in read if one), (value.candidates[0], None))
        return _of_table(figures, value.table, value.area, when, ledger)
    if not isinstance(value, Fact) or not value.indicator or value.period is None:
        return None
    indicator = figures.indicator(value.indicator)
    if indicator is None or indicator.tally is None:
        return None
    ledger = figures.values.ledger_of(indicator, When(value.period, value.target))
    if ledger is None:
        return Listing(value, (), "")
    spec, tally = figures.catalogue.tables[indicator.table], indicator.tally
    tallied = ledger.tallied(indicator.key, tally, value.area, skips=indicator.skips_missing)
    field = spec.item_name
    if tally.how == "distinct":
        field = next((one for one in spec.fields if one.name == tally.fields[-1]), field)
    if tally.how in ("rows", "distinct"):
        return _listing(value, spec, field, ledger, tallied.rows)
    words = f"“{value.name}”所据的行"
    count = _row_count(spec, value.area, When(value.period, value.target), ledger, tallied.rows, words)
    return _listing(count, spec, field, ledger, tallied.rows)


def _of_table(figures: Figures, table: str, area: str, when: When, ledger: Ledger | None) -> Listing:
    spec = figures.catalogue.tables[table]
    title = spec.title or spec.name
    if ledger is None:
        reason = f"没有{when.period.title}的“{title}”数据"
        return Listing(Fact(None, "", title, area, when.period, CellOrigin(spec.at("name")), missing=reason), (), "")
    if not ledger.tells_of(area):
        reason = f"“{title}”里没有{area}的记录，只有{ledger.whole}的"
        return Listing(Fact(None, "", title, area, when.period, CellOrigin(spec.at("name")), missing=reason), (), "")
    rows = ledger.rows(area)
    return _listing(_row_count(spec, area, when, ledger, rows, f"{title}全部记录"), spec, spec.item_name, ledger, rows)


def _row_count(spec: DataSpec, area: str, when: When, ledger: Ledger, rows: Sequence[int], title: str) -> Fact:
    """How many rows they are, as a fact that knows them."""
    place = spec.at("name")
    origin = rows_origin(ledger, rows, f"计数：{title}", title=title, area=area, place=place)
    return Fact(Decimal(len(rows)), "个", "", area, when.period, origin, title, decimals=0, derived=True)


def _listing(count: Fact, spec: DataSpec, field: FieldSpec | None, ledger: Ledger, rows: Sequence[int]) -> Listing:
    if field is None:
        return Listing(count, (), "")
    ordered = ledger.flagged_first(rows, KEY_FIELD) if any(one.name == KEY_FIELD for one in spec.fields) else rows
    names: dict[str, Fact] = {}
    column = ledger.column(field.name)
    for row in ordered:
        name = column[row]
        if name is None or str(name) in names:
            continue
        sheet, index = ledger.at(row)
        origin = CellOrigin(sheet.place(field.name, index), sheet.as_of)
        area = sheet.areas[index]
        names[str(name)] = Fact(
            str(name), "", field.name, area, sheet.period, origin, field.title or field.name, sensitive=field.sensitive
        )
    noun = _NAME_WORD.sub("", field.name) if count.unit in _PLAIN_UNITS else ""
    return Listing(count, tuple(names.values()), noun if noun != count.unit else "")
