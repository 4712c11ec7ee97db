"""How much room the columns of a table need, and whether they fit an upright page (§8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.document import Row, Table
from reportgen.gongwen.measures import TABLE_SIZES
from reportgen.gongwen.widths import half_widths

CELL_MARGIN = 85  # 1.5 mm beside the text of a cell, on either side
_LEAST_COLUMN = 4  # half characters
_HEAD_LINES = 2  # a heading may stand in so many lines before the type gets smaller
_LONG_TEXT = 24  # half characters; longer text of the body may stand in several lines


def column_needs(table: Table) -> list[int]:
    """Give the half characters that each column needs for its cells, headings in two lines."""
    needs = []
    for column in zip(*table.header, *table.rows, strict=True):
        heads, cells = column[: len(table.header)], column[len(table.header) :]
        head = max((_head_need(cell.text) for cell in heads if cell.across == 1), default=0)
        body = max((min(half_widths(cell.text), _LONG_TEXT) for cell in cells if cell.across == 1), default=0)
        needs.append(max(head, body, _LEAST_COLUMN))
    _widened(needs, table.header)
    return needs


def _head_need(text: str) -> int:
    need = -(-half_widths(text) // _HEAD_LINES)
    return need + need % 2  # a Chinese character is not cut in two


def _widened(needs: list[int], header: Sequence[Row]) -> None:
    """Make room for headings over several columns: what these lack is shared out among them."""
    for row in header:
        for position, cell in enumerate(row):
            lacking = _head_need(cell.text) - sum(needs[position : position + cell.across])
            if cell.across > 1 and lacking > 0:
                for column in range(position, position + cell.across):
                    needs[column] += -(-lacking // cell.across)


def in_twips(needs: Iterable[int], size: int) -> list[int]:
    """Give the widths in twips of columns in type of this size (half-points), margins included."""
    # A quarter character more: digits and percent signs of some fonts are wider than half a character.
    return [need * size * 5 + size * 5 // 2 + 2 * CELL_MARGIN for need in needs]


def lies_on_its_side(table: Table, width: int) -> bool:
    """Whether the table stands on a landscape page: asked for, or too wide for `width` in the smallest type."""
    if table.landscape is not None or not table.rows:
        return bool(table.landscape)
    return sum(in_twips(column_needs(table), TABLE_SIZES[-1])) > width
