"""How a filled workbook becomes an empty one for another period: names, units, rows kept, what was filled in gone."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from reportgen.build.to_fill import TO_FILL
from reportgen.errors import ReportgenError
from reportgen.place import address
from reportgen.sources.lists import AS_OF, HEADINGS, PERIOD
from reportgen.sources.model import OneOffData, TableData

_SUM: Final = re.compile(rb"(<f>SUM\([A-Z0-9:,$]+\)</f>)<v\s*(?:/>|></v>)")
_AS_OF_HEADINGS: Final = frozenset((AS_OF, *HEADINGS[AS_OF]))
_PERIOD_HEADINGS: Final = frozenset((PERIOD, *HEADINGS[PERIOD]))


def can_be_blanked(path: Path) -> bool:
    """Whether it is a workbook that can be written back as it is."""
    return path.suffix.lower() in (".xlsx", ".xlsm")


def blank_book(
    source: Path,
    target: Path,
    tables: Iterable[TableData],
    ledgers: Iterable[TableData],
    one_offs: Iterable[OneOffData],
    *,
    turn: Callable[[str], str],
    without: frozenset[str] = frozenset(),
) -> None:
    """Write `source` to `target` with the cells of these tables and figures empty.

    Formulas stay. Of a record table (台账) the first row is left to be filled and the others go.
    turn     moves titles and notes above the headings to the other period
    without  sheets that the new workbook does not have
    """
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # Of what openpyxl cannot keep (some validations, say) it warns; the values of a table are none of it.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(source)
        except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            words = "请用 Excel 或 WPS 打开它另存一次，再换期。"
            raise ReportgenError(f"“{source.name}”不能改成空表（{error}）。{words}") from error
    for table in tables:
        if table.sheet in book.sheetnames:
            _clear(book[table.sheet], _filled_cells(table))
            _turn_head(book[table.sheet], min(table.rows, default=1), turn)
    for ledger in ledgers:
        if ledger.sheet in book.sheetnames:
            _blank_ledger(book[ledger.sheet], ledger)
            _turn_head(book[ledger.sheet], min(ledger.rows, default=1), turn)
    for figure in one_offs:
        place = figure.place
        if place.sheet in book.sheetnames and place.cell:
            _blank_figure(book[place.sheet], place.cell, turn)
    for name in without:
        if name in book.sheetnames and len(book.sheetnames) > 1:
            del book[name]
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    _store_sums(target)


def _store_sums(path: Path) -> None:
    """Give each sum the value that it has over empty cells; openpyxl stores none, and readers would miss it."""
    written = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename.startswith("xl/worksheets/sheet"):
                data = _SUM.sub(rb"\1<v>0</v>", data)
            new.writestr(member, data)


def _filled_cells(table: TableData) -> Iterator[str]:
    rows = (*table.rows, *(total.row for total in table.totals))
    return (address(column.letter, row) for column in table.columns.values() for row in rows)


def _blank_ledger(sheet: Any, table: TableData) -> None:
    """Only the headings are left; the first row says that it is to be filled, as an empty ledger counts as none."""
    letters = [column.letter for column in table.columns.values()]
    _clear(sheet, (address(letter, row) for letter in letters for row in table.rows), formulas=True)
    if table.rows and letters:
        for letter in letters:
            sheet[address(letter, table.rows[0])] = TO_FILL


def _clear(sheet: Any, cells: Iterable[str], *, formulas: bool = False) -> None:
    from openpyxl.cell.cell import MergedCell

    for name in cells:
        cell = sheet[name]
        if isinstance(cell, MergedCell):
            continue
        if formulas or not (isinstance(cell.value, str) and cell.value.startswith("=")):
            cell.value = None


def _turn_head(sheet: Any, first_row: int, turn: Callable[[str], str]) -> None:
    for row in sheet.iter_rows(min_row=1, max_row=max(first_row - 1, 1)):
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith("="):
                cell.value = turn(cell.value)


def _blank_figure(sheet: Any, name: str, turn: Callable[[str], str]) -> None:
    row = sheet[name].row
    _clear(sheet, [name, *(f"{letter}{row}" for letter in _columns(sheet, row, _AS_OF_HEADINGS))], formulas=True)
    for letter in _columns(sheet, row, _PERIOD_HEADINGS):
        cell = sheet[f"{letter}{row}"]
        if isinstance(cell.value, str):
            cell.value = turn(cell.value)


def _columns(sheet: Any, below: int, headings: frozenset[str]) -> Iterator[str]:
    for row in sheet.iter_rows(min_row=1, max_row=below - 1):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip() in headings:
                yield cell.column_letter
