"""Tables as WordprocessingML: how wide each column is, how large the type can be, what repeats on each page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reportgen.document import Align, Cell, Role, Row, Table
from reportgen.gongwen import LOOKS, TABLE_HEAD, TABLE_SIZES, Look, half_widths
from reportgen.word.paragraphs import runs_of
from reportgen.word.styles import JUSTIFICATION, STYLE_OF

_MARGIN = 85  # 1.5 mm beside the text of a cell, on either side
_LEAST_COLUMN = 4  # half characters
_HEAD_LINES = 2  # a heading may stand in so many lines before the type gets smaller
_LONG_TEXT = 24  # half characters; longer text of the body may stand in several lines
_ROW_HEIGHT = 454  # 8 mm
_LINE = 4  # eighths of a point: half a point


@dataclass(frozen=True, slots=True)
class _Setting:
    """How one table is set: the widths of its columns in twips, and the looks of its rows."""

    widths: tuple[int, ...]
    head: Look
    body: Look


def table(block: Table, width: int) -> str:
    """Write a table as wide as the type area (§8): fixed columns, heading rows repeated, rows kept whole."""
    setting = _setting(block, width)
    rows = [_row(row, setting, heading=True) for row in block.header]
    rows += [_row(row, setting, total=number in block.total) for number, row in enumerate(block.rows)]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in setting.widths)
    return f"<w:tbl>{_properties(sum(setting.widths))}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _setting(block: Table, width: int) -> _Setting:
    """Take the largest type in which every column fits, else the smallest."""
    needs = _needs(block)
    size = next((size for size in TABLE_SIZES if sum(_in_twips(needs, size)) <= width), TABLE_SIZES[-1])
    return _Setting(
        _fitted(_in_twips(needs, size), width),
        replace(TABLE_HEAD, size=size),
        replace(LOOKS[Role.CELL], size=size),
    )


def _needs(block: Table) -> list[int]:
    """Give the half characters that each column needs for its cells, headings in two lines."""
    needs = []
    for column in zip(*block.header, *block.rows, strict=True):
        heads, cells = column[: len(block.header)], column[len(block.header) :]
        head = max((-(-half_widths(cell.text) // _HEAD_LINES) for cell in heads), default=0)
        head += head % 2  # a Chinese character is not cut in two
        body = max((min(half_widths(cell.text), _LONG_TEXT) for cell in cells), default=0)
        needs.append(max(head, body, _LEAST_COLUMN))
    return needs


def _in_twips(needs: Iterable[int], size: int) -> list[int]:
    # A quarter character more: digits and percent signs of some fonts are wider than half a character.
    return [need * size * 5 + size * 5 // 2 + 2 * _MARGIN for need in needs]


def _fitted(needs: list[int], width: int) -> tuple[int, ...]:
    """Share out the whole width by what each column needs."""
    shares = [need * width // sum(needs) for need in needs]
    shares[-1] += width - sum(shares)
    return tuple(shares)


def _properties(width: int) -> str:
    line = f'w:val="single" w:sz="{_LINE}" w:space="0" w:color="000000"'
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f"<w:{side} {line}/>" for side in sides)
    margins = "".join(f'<w:{side} w:w="{_MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )


def _row(row: Row, setting: _Setting, *, heading: bool = False, total: bool = False) -> str:
    """Write a row; a heading row repeats on every page and is never the last one on it."""
    look = setting.head if heading else setting.body
    repeated = "<w:tblHeader/>" if heading else ""
    keep = "<w:keepNext/>" if heading else ""
    cells = "".join(
        _cell(_bold(cell) if total else cell, width, look, keep, cell.align if not heading else Align.CENTER)
        for cell, width in zip(row, setting.widths, strict=True)
    )
    height = f'<w:trHeight w:val="{_ROW_HEIGHT}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{cells}</w:tr>"


def _bold(cell: Cell) -> Cell:
    return replace(cell, runs=tuple(replace(run, bold=True) for run in cell.runs))


def _cell(cell: Cell, width: int, look: Look, keep: str, align: Align) -> str:
    line = max(look.line or 0, look.size * 25 // 2)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{STYLE_OF[Role.CELL][0]}"/>{keep}'
        f'<w:spacing w:line="{line}" w:lineRule="atLeast"/><w:jc w:val="{JUSTIFICATION[align]}"/></w:pPr>'
        f"{runs_of(cell.runs, Role.CELL, look)}</w:p></w:tc>"
    )
