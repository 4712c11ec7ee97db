"""The sheet 行政区划: the areas of a report as rows with a column 上级."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportgen.errors import Finding, Severity
from reportgen.place import Place
from reportgen.sources.heads import HeadFinder, folded
from reportgen.sources.model import SourceEntry
from reportgen.sources.stored import cell_text, clean_text
from reportgen.sources.workbook import Sheet, Workbook
from reportgen.spec.areas import AreaRow
from reportgen.spec.keys import AREA_ABOVE, KEYS
from reportgen.spec.model import FieldSpec

AREA_SHEET = "行政区划"
_COLUMNS = ("name", "short", "full", "aliases", "level", "kind", "code")


def read_area_sheet(
    entry: SourceEntry, workbook: Workbook, sheet: Sheet, tell: Callable[[Finding], None]
) -> tuple[AreaRow, ...]:
    """Read the rows of a sheet 行政区划; none, and a finding, where it has no heading 名称."""
    grid = workbook.grid(sheet)
    fields = [
        FieldSpec(name=key.name, title=key.chinese[0], aliases=key.chinese[1:], role="text")
        for key in KEYS["area"]
        if key.name in _COLUMNS
    ]
    fields.append(FieldSpec(name=AREA_ABOVE, role="text"))
    head = HeadFinder(workbook, grid, fields, {}, ["name"]).find()
    if head is None or "name" not in head.matches:
        place = Place(entry.file, sheet=sheet.title)
        words = "工作表“行政区划”没有表头“名称”。"
        tell(Finding("DATA-NO-HEADER", Severity.ERROR, place, words, f"表头是：名称、{AREA_ABOVE}、简称、别名等。"))
        return ()
    letters = {name: match.heading.letter for name, match in head.matches.items()}
    rows = []
    for index, number in enumerate(grid.rows):
        if number <= head.rows[-1]:
            continue
        texts = {
            name: clean_text(cell_text(workbook.cell(*grid.raw(letter, index))))[0] for name, letter in letters.items()
        }
        if not folded(texts["name"]):
            continue
        place = Place(entry.file, sheet=sheet.title, cell=f"{letters['name']}{number}")
        rows.append(
            AreaRow(
                name=folded(texts["name"]),
                place=place,
                above=texts.get(AREA_ABOVE, ""),
                short=folded(texts.get("short", "")),
                full=folded(texts.get("full", "")),
                aliases=tuple(a for a in re.split(r"[、,，;；\s]+", texts.get("aliases", "")) if a),
                level=texts.get("level", ""),
                kind=texts.get("kind", ""),
                code=texts.get("code", ""),
            )
        )
    return tuple(rows)
