"""What the links of a proof and the places of its evidence lead to, read by another program than ours."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import openpyxl
from openpyxl.cell import Cell

from reportgen.place import Place


def linked_cells(row: tuple[Cell, ...]) -> Iterator[tuple[str, Place]]:
    """The workbook cells that the links of a row lead to, each with the link's words."""
    for cell in row:
        if (link := cell.hyperlink) and link.target:
            target, _, fragment = unquote(link.target).partition("#")
            title, _, name = (fragment or link.location or "").rpartition("!")
            if target.endswith(".xlsx"):
                yield str(cell.value), Place(target, sheet=title.strip("'"), cell=name.replace("$", ""))


@cache
def workbook(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path, data_only=True)


def cell_values(folder: Path, place: Place) -> tuple[Decimal | str, ...]:
    """What a cell holds, read by another program than ours; a percent also as it is shown."""
    assert place.sheet is not None
    assert place.cell is not None
    cell = workbook((folder / place.file).resolve())[place.sheet][place.cell]
    value = exact(cell)
    return (value, value * 100) if "%" in cell.number_format and isinstance(value, Decimal) else (value,)


def exact(cell: Cell) -> Decimal | str:
    """A cell's number without float dust, or its text (a project's name)."""
    return cell.value if isinstance(cell.value, str) else Decimal(f"{cell.value:.15g}")
