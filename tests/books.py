"""Small workbooks from a few lines, and the reading of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from reportgen.errors import Finding, Severity
from reportgen.period import Period
from reportgen.place import Place
from reportgen.sources import Data, SourceEntry, TableData, read_data
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import Area, Constraints, DataEntry, DataSpec, FieldSpec

Rows = Sequence[Sequence[Any]]
PERIOD = Period.parse("2023H1")


@dataclass(frozen=True)
class As:
    """A cell with a number format, a formula (with its stored value), or both."""

    value: Any
    format: str = ""
    formula: str = ""


def fields(*names: str, **more: Any) -> tuple[FieldSpec, ...]:
    """乡镇, and a field for each "名称:单位"."""
    found = [FieldSpec(name="乡镇", role="area")]
    for name in names:
        bare, _, unit = name.partition(":")
        found.append(FieldSpec(name=bare, unit=unit, **more.get(bare, {})))
    return tuple(found)


HOUSEHOLDS = DataSpec(
    name="households",
    title="防止返贫监测",
    fields=(
        FieldSpec(name="乡镇", role="area"),
        FieldSpec(
            name="监测对象户数",
            title="监测对象（户）",
            unit="户",
            type="integer",
            constraints=Constraints(required=True, minimum=Decimal(0)),
        ),
        FieldSpec(name="消除风险户数", title="消除风险（户）", unit="户"),
        FieldSpec(name="群众满意度", unit="%", rollup="own"),
    ),
)
HEAD = ["乡镇", "监测对象（户）", "消除风险（户）", "群众满意度（%）"]
SOUND = [HEAD, ["青石镇", 35, 12, 98.5], ["柳溪镇", 40, 20, 97], ["白云乡", 8, 0, 100]]


def write(path: Path, sheets: Mapping[str, Rows], start: tuple[int, int] = (0, 0), **options: Any) -> Path:
    """Write sheets with XlsxWriter; None leaves a cell out."""
    with xlsxwriter.Workbook(str(path), options) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for r, row in enumerate(rows, start[0]):
                for c, value in enumerate(row, start[1]):
                    _put(book, sheet, r, c, value)
    return path


def _put(book: Any, sheet: Any, row: int, column: int, value: Any) -> None:
    cell = value if isinstance(value, As) else As(value)
    look = book.add_format({"num_format": cell.format}) if cell.format else None
    if cell.formula:
        sheet.write_formula(row, column, cell.formula, look, cell.value)
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, column, cell.value, look)
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, cell.value, look)
    elif isinstance(cell.value, bool):
        sheet.write_boolean(row, column, cell.value, look)
    elif cell.value is not None:
        sheet.write_number(row, column, cell.value, look)


def entry(path: Path, **spec: Any) -> SourceEntry:
    """An entry of the report spec for a workbook, in the period that it says, else the report's."""
    period = Period.parse(spec["period"]) if spec.get("period") else PERIOD
    made = DataEntry(workbook=path.name, places={"": Place("report.yaml", line=5)}, **spec)
    return SourceEntry(made, path, path.name, period)


def read_all(
    entries: Sequence[SourceEntry], *specs: DataSpec, areas: AreaTree | None = None, area: str = "江州县"
) -> Data:
    """Read the entries with the specs."""
    return read_data(entries, {spec.name: spec for spec in specs}, areas, area, Place("report.yaml", line=3))


class Reader:
    """Writes rows into a workbook and reads them back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        rows: Rows,
        spec: DataSpec = HOUSEHOLDS,
        areas: AreaTree | None = None,
        start: tuple[int, int] = (0, 0),
        **more: Any,
    ) -> Data:
        """Read one sheet."""
        path = write(self.folder / "data.xlsx", {spec.title or spec.name: rows}, start)
        return read_all([entry(path, **more)], spec, areas=areas)

    def values(self, cells: Sequence[Any], unit: str = "户", **field: Any) -> Data:
        """Read one column of cells, in B2 and below, as a field 数 with this unit."""
        rows = [["乡镇", "数"], *([f"第{n}镇", cell] for n, cell in enumerate(cells, 1))]
        fields = (FieldSpec(name="乡镇", role="area"), FieldSpec(name="数", unit=unit, **field))
        return self(rows, DataSpec(name="t", title="表", fields=fields))


def table(data: Data) -> TableData:
    """The only table."""
    assert len(data.tables) == 1
    return data.tables[0]


def column(data: Data, field: str = "数") -> tuple[Any, ...]:
    """The values of a field of the only table."""
    return table(data).columns[field].values


def told(data: Data, code: str = "") -> list[tuple[str, str]]:
    """Code and cell of each finding."""
    return [(f.code, f.place.cell or "") for f in data.findings if not code or f.code == code]


def sheet(path: Path, fill: Callable[[Any], None], title: str = "表") -> Path:
    """Write one sheet with openpyxl, for merges and other things done by address."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    fill(book.create_sheet(title))
    book.save(path)
    return path


def repacked(path: Path, change: Mapping[str, Callable[[str], str]], into: Path) -> Path:
    """Write a workbook anew with some parts changed as text; names are ends of part names."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            for end, how in change.items():
                if name.endswith(end):
                    content = how(content.decode("utf-8")).encode("utf-8")
            new.writestr(name, content)
    return into


def only(data: Data, code: str) -> Finding:
    """The only finding, which has this code."""
    assert [finding.code for finding in data.findings] == [code], [str(f) for f in data.findings]
    return data.findings[0]


def is_error(finding: Finding) -> bool:
    """Whether it stops the build."""
    return finding.severity is Severity.ERROR


def tree(*names: str) -> AreaTree:
    """江州县 with these townships; 青石镇 is also called 青石."""
    below = tuple(Area(name=name, short=name[:-1], level="乡镇") for name in names)
    return AreaTree(Area(name="江州县", level="县", below=below))
