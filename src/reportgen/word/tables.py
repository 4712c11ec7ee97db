"""Tables as WordprocessingML: how wide each column is, how large the type can be, what repeats on each page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportgen.document import Align, Cell, Role, Row, Table
from reportgen.gongwen import LOOKS, TABLE_HEAD, TABLE_SIZES, Look
from reportgen.gongwen.columns import CELL_MARGIN, column_needs, in_twips
from reportgen.word.paragraphs import runs_of
from reportgen.word.styles import JUSTIFICATION, STYLE_OF

_ROW_HEIGHT = 454  # 8 mm
_LINE = 4  # eighths of a point: half a point


@dataclass(frozen=True, slots=True)
class _Setting:
    """How one table is set: the widths of its columns in twips, and the looks of its rows."""

    widths: tuple[int, ...]
    head: Look
    body: Look


@dataclass(frozen=True, slots=True)
class _Part:
    """What one w:tc holds: a cell with its position and how many columns it takes.

    merge  the w:vMerge of a cell that stands over several rows, and of what lies under it
    """

    cell: Cell
    column: int
    across: int
    merge: str = ""


def table(block: Table, width: int) -> str:
    """Write a table as wide as the type area (§8): fixed columns, heading rows repeated, rows kept whole."""
    setting = _setting(block, width)
    number = len(block.header)
    rows = "".join(
        _row(parts, setting, heading=row < number, total=row - number in block.total)
        for row, parts in enumerate(_parts((*block.header, *block.rows)))
    )
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in setting.widths)
    return f"<w:tbl>{_properties(sum(setting.widths))}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _setting(block: Table, width: int) -> _Setting:
    """Take the largest type in which every column fits, else the smallest."""
    needs = column_needs(block)
    size = next((size for size in TABLE_SIZES if sum(in_twips(needs, size)) <= width), TABLE_SIZES[-1])
    return _Setting(
        _fitted(in_twips(needs, size), width),
        replace(TABLE_HEAD, size=size),
        replace(LOOKS[Role.CELL], size=size),
    )


def _fitted(needs: list[int], width: int) -> tuple[int, ...]:
    """Share out the whole width by what each column needs."""
    shares = [need * width // sum(needs) for need in needs]
    shares[-1] += width - sum(shares)
    return tuple(shares)


def _properties(width: int) -> str:
    line = f'w:val="single" w:sz="{_LINE}" w:space="0" w:color="000000"'
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f"<w:{side} {line}/>" for side in sides)
    margins = "".join(f'<w:{side} w:w="{CELL_MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )


def _parts(rows: tuple[Row, ...]) -> Iterator[list[_Part]]:
    """Give each row as Word has it: nothing beside a cell merged across, an empty cell below one merged down."""
    below: dict[int, tuple[int, int]] = {}  # column → rows still to come, and columns, of a cell merged down
    for row in rows:
        parts: list[_Part] = []
        for column, cell in enumerate(row):
            left, across = below.get(column, (0, 0))
            if left:
                below[column] = (left - 1, across)
                parts.append(_Part(Cell(()), column, across, "<w:vMerge/>"))
            elif not cell.covered:
                below[column] = (cell.down - 1, cell.across)
                merge = '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
                parts.append(_Part(cell, column, cell.across, merge))
        yield parts


def _row(parts: list[_Part], setting: _Setting, *, heading: bool = False, total: bool = False) -> str:
    """Write a row; a heading row repeats on every page and is never the last one on it."""
    look = setting.head if heading else setting.body
    repeated = "<w:tblHeader/>" if heading else ""
    keep = "<w:keepNext/>" if heading else ""
    cells = "".join(_cell(part, setting, look, keep, bold=total) for part in parts)
    height = f'<w:trHeight w:val="{_ROW_HEIGHT}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{cells}</w:tr>"


def _bold(cell: Cell) -> Cell:
    return replace(cell, runs=tuple(replace(run, bold=True) for run in cell.runs))


def _cell(part: _Part, setting: _Setting, look: Look, keep: str, *, bold: bool) -> str:
    cell = _bold(part.cell) if bold else part.cell
    align = Align.CENTER if look is setting.head else cell.align
    width = sum(setting.widths[part.column : part.column + part.across])
    span = f'<w:gridSpan w:val="{part.across}"/>' if part.across > 1 else ""
    line = max(look.line or 0, look.size * 25 // 2)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{part.merge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{STYLE_OF[Role.CELL][0]}"/>{keep}'
        f'<w:spacing w:line="{line}" w:lineRule="atLeast"/><w:jc w:val="{JUSTIFICATION[align]}"/></w:pPr>'
        f"{runs_of(cell.runs, Role.CELL, look)}</w:p></w:tc>"
    )
