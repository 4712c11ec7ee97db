"""Small counties for the tests: data specs as YAML, sheets as lines of words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from reportgen.errors import Finding
from reportgen.indicators import Catalogue, Figures
from reportgen.period import Period
from reportgen.place import Place, column_letters
from reportgen.sources import Column, Data, OneOffData, SourceEntry, TableData, TotalRow
from reportgen.spec.areas import AreaTree
from reportgen.spec.load import load_areas, load_table
from reportgen.spec.model import DataEntry

COUNTY = "江州县"
PERIOD = Period.parse("2023H1")
MISSING = "—"


class County:
    """Builds catalogues and figures from text; files lie in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def catalogue(self, *specs: str) -> Catalogue:
        """Compile data specs; the first is households.yaml, the others are named by their own `name:`."""
        return Catalogue.compile(table for table, _ in map(self._table, specs) if table is not None)

    def findings(self, *specs: str) -> list[Finding]:
        """What is wrong with the formulas and rules of data specs."""
        return list(self.catalogue(*specs).findings)

    def _table(self, spec: str):
        text = dedent(spec)
        name = next(line.split(":")[1].strip() for line in text.splitlines() if line.startswith("name:"))
        path = self._folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return load_table(path, path.name)

    def areas(self, text: str) -> AreaTree:
        """Read an areas file."""
        path = self._folder / "areas.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        tree, findings = load_areas(path, "areas.yaml")
        assert tree is not None, findings
        return tree

    def figures(
        self,
        catalogue: Catalogue,
        *sheets: TableData,
        areas: AreaTree | None = None,
        one_offs: tuple[OneOffData, ...] = (),
    ) -> Figures:
        """The figures of the county, from sheets; without an areas file the first sheet's areas lie below it."""
        tree = areas or AreaTree.flat(COUNTY, [area for sheet in sheets for area in sheet.areas])
        return Figures(catalogue, Data(sheets, one_offs, tree), COUNTY, PERIOD, PERIOD.last_day)


def sheet(
    table: str, text: str, period: str = "2023H1", target: bool = False, file: str = "data/2023上半年.xlsx"
) -> TableData:
    """A sheet as sources would read it: a heading line, one line an area; 合计 and 小计 are total rows.

    A cell is a number, a date, a text, `—` for missing, or `13万余=130000` for one typed so.
    """
    head, *lines = [line.split() for line in dedent(text).strip().splitlines()]
    when = Period.parse(period)
    entry = SourceEntry(DataEntry(workbook=file), Path(file), file, when)
    body = [(row, line) for row, line in enumerate(lines, start=2) if line[0] not in ("合计", "小计")]
    columns = {
        field: _column(field, position, [line[position] for _, line in body])
        for position, field in enumerate(head)
        if position
    }
    totals, since = [], 0
    for row, line in enumerate(lines, start=2):
        if line[0] in ("合计", "小计"):
            before = [index for index, (number, _) in enumerate(body) if number < row]
            covers = tuple(before if line[0] == "合计" else before[since:])
            since = len(before)
            values = {f: Decimal(v) for f, v in zip(head[1:], line[1:], strict=True) if v != MISSING}
            totals.append(TotalRow(line[0], row, covers, values))
    areas, rows = tuple(line[0] for _, line in body), tuple(row for row, _ in body)
    return TableData(table, entry, "防止返贫监测", when, when.last_day, target, areas, rows, columns, tuple(totals))


def _column(field: str, position: int, cells: list[str]) -> Column:
    values, typed = [], {}
    for row, cell in enumerate(cells):
        text, _, number = cell.partition("=")
        if number:
            typed[row] = ("余", text)
        values.append(_value(number or text))
    return Column(field, column_letters(position), tuple(values), typed)


def _value(text: str) -> Decimal | date | str | None:
    if text == MISSING:
        return None
    try:
        return Decimal(text)
    except ArithmeticError:
        pass
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def one_off(name: str, value: str, unit: str = "", period: str = "2023H1", area: str = "") -> OneOffData:
    """A figure of no table."""
    when = Period.parse(period)
    place = Place("本级事项.xlsx", sheet="Sheet1", cell="B2")
    return OneOffData(name, _value(value), unit, place, when, area, when.last_day, source="会议纪要")


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A county to build figures for."""
    return County(tmp_path)


@pytest.fixture(name="sheet")
def sheet_maker() -> Callable[..., TableData]:
    """Makes sheets out of text."""
    return sheet


@pytest.fixture(name="one_off")
def one_off_maker() -> Callable[..., OneOffData]:
    """Makes figures of no table."""
    return one_off
