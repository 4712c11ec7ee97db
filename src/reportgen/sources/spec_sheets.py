"""Workbooks that hold data specs: their sheets as filled cells, for `spec` to read, which may not open workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reportgen.errors import Finding, Severity
from reportgen.place import Place, cell_position
from reportgen.sources.package import UnreadableWorkbookError
from reportgen.sources.stored import cell_text, clean_text, error_words, is_error
from reportgen.sources.workbook import Kind, Sheet, Workbook
from reportgen.spec.sheets import SpecCell, SpecSheet

MOST_ROWS: Final = 5_000
"""Filled rows of a sheet; no table has as many fields, and each cell costs an object."""


def read_spec_sheets(path: Path, file: str) -> tuple[tuple[SpecSheet, ...], tuple[Finding, ...]]:
    """Read all sheets of a workbook, hidden ones too; `file` is how messages call it. Nothing is raised."""
    findings: list[Finding] = []
    sheets: list[SpecSheet] = []
    try:
        workbook = Workbook(path)
        for sheet in workbook.sheets:
            sheets.append(_sheet(workbook, sheet, file, findings))
    except UnreadableWorkbookError as error:
        findings.append(Finding("SPEC-UNREADABLE", Severity.ERROR, Place(file), error.words, error.advice))
    return tuple(sheets), tuple(findings)


def _sheet(workbook: Workbook, sheet: Sheet, file: str, findings: list[Finding]) -> SpecSheet:
    place = Place(file, sheet=sheet.title)
    rows: dict[int, list[SpecCell]] = {}
    for cell in _cells(workbook, sheet, file, findings):
        rows.setdefault(cell_position(cell.place.cell or "")[0], []).append(cell)
    return SpecSheet(sheet.title, place, tuple(tuple(rows[row]) for row in sorted(rows)))


def _cells(workbook: Workbook, sheet: Sheet, file: str, findings: list[Finding]) -> Iterator[SpecCell]:
    """The filled cells, column by column; what has no readable content is told, and left out."""
    grid = workbook.grid(sheet)
    if len(grid.rows) > MOST_ROWS:
        words = f"工作表有 {len(grid.rows)} 行，不像指标表的说明。"
        raise UnreadableWorkbookError(words, "data_specs 里只放指标表的说明；数据放在别处，在“数据”里写明。")
    for letter in grid.letters:
        for index, row in enumerate(grid.rows):
            mark, raw = grid.raw(letter, index)
            cell = workbook.cell(mark, raw)
            if cell.kind is Kind.BLANK:
                continue
            place = Place(file, sheet=sheet.title, cell=f"{letter}{row}")
            if is_error(cell) or cell.kind is Kind.NO_VALUE:
                shown = f"是错误值 {error_words(cell)}" if is_error(cell) else "里的公式没有保存结果"
                advice = "公式和规则请当文字填：先把单元格设为文本格式，或不写前面的等号。"
                findings.append(Finding("SPEC-CELL", Severity.ERROR, place, f"单元格{shown}。", advice))
                continue
            text, _ = clean_text(cell_text(cell, workbook.epoch_1904))
            if text:
                yield SpecCell(text, place)
