"""Tables that lie on their side (`layout: transposed`): indicators down, areas across, read as if upright."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportgen.place import line_number
from reportgen.sources.given import text_cell
from reportgen.sources.grid import Grid, Range
from reportgen.sources.heads import HeadFinder, folded
from reportgen.sources.model import SourceEntry
from reportgen.sources.package import UnreadableWorkbookError
from reportgen.sources.workbook import Kind, Workbook
from reportgen.spec.model import DataSpec

MOST_LINES = 5000
CORNERS = ("指标", "指标名称", "项目", "名称", "内容", "类别")
"""What offices write above the indicators, where the row of area names begins."""


def turned_grid(entry: SourceEntry, spec: DataSpec, workbook: Workbook, grid: Grid) -> Grid:
    """Let rows and columns change places; addresses stay true, since the grid knows that it is turned.

    The row that holds the areas' names mostly starts with 指标, 项目 or nothing at all: it gets the heading of the
    table's area field.
    """
    turned = _turned(grid)
    areas = [field for field in spec.fields if field.role == "area"]
    finder = HeadFinder(workbook, turned, spec.fields, entry.spec.columns, [field.name for field in areas])
    head = finder.given(entry.spec.header) if entry.spec.header else finder.find()
    if head is None or not areas or any(field.name in head.matches for field in areas):
        return turned
    first = min((int(match.heading.letter) for match in head.matches.values()), default=0)
    above = [letter for letter in turned.letters if int(letter) < first]
    corners = [index for row in head.rows if (index := turned.index_of(row)) is not None]
    for letter in reversed(above):
        if corners and _names_areas(workbook, turned, letter, corners[0], head.rows[-1]):
            return _headed(turned, letter, corners, areas[-1].title or areas[-1].name)
    return turned


def _names_areas(workbook: Workbook, grid: Grid, letter: str, corner: int, last: int) -> bool:
    """Whether a line starts with a usual corner word or nothing, and holds texts behind it."""
    words = workbook.cell(*grid.raw(letter, corner))
    if words.kind is not Kind.BLANK and folded(words.text) not in CORNERS:
        return False
    cells = (workbook.cell(*grid.raw(letter, index)) for index, row in enumerate(grid.rows) if row > last)
    return any(cell.kind is Kind.TEXT and folded(cell.text) for cell in cells)


def _headed(grid: Grid, letter: str, corners: Iterable[int], title: str) -> Grid:
    """The grid with a title in the first heading cell of one line; below it stands what names nothing by itself."""
    marks, texts = map(list, grid.column(letter))
    for number, corner in enumerate(corners):
        marks[corner], texts[corner] = text_cell("单位" if number else title)
    return replace(grid, dense={**grid.dense, letter: (tuple(marks), tuple(texts))}, sparse={})


def _turned(grid: Grid) -> Grid:
    if len(grid.rows) > MOST_LINES:
        raise UnreadableWorkbookError(
            f"转置的表里有 {len(grid.rows)} 行指标，超过上限 {MOST_LINES}。", "请核对排法：一行一个地区的表不要写转置。"
        )
    letters = grid.letters
    columns = {letter: grid.column(letter) for letter in letters}
    dense: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        str(row): (
            tuple(columns[letter][0][index] for letter in letters),
            tuple(columns[letter][1][index] for letter in letters),
        )
        for index, row in enumerate(grid.rows)
    }
    return Grid(
        rows=tuple(_numbers(letters)),
        dense=dense,
        sparse={},
        merges=tuple(Range(one.left, one.top, one.right, one.bottom) for one in grid.merges),
        hidden_rows=frozenset(_numbers(grid.hidden_columns)),
        hidden_columns=frozenset(str(row) for row in grid.hidden_rows),
        turned=True,
    )


def _numbers(letters: Iterable[str]) -> list[int]:
    return [line_number(letter) + 1 for letter in letters]
