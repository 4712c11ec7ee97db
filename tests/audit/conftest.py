"""A small county for the tests of the proof: two townships in a workbook, a rate, a one-off, a gap, typed numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from reportgen.document import Cell, Document, Paragraph, Role, Run, Signature, Table, Trail, trail
from reportgen.fact import CellOrigin, Fact, FormulaOrigin, RollUpOrigin, RowsOrigin
from reportgen.period import Period
from reportgen.place import Place

HALF = Period.parse("2023H1")
BOOK, SHEET = "data/2023上半年 #1.xlsx", "监测'本级"
CELLS = {
    "青石镇": {"监测对象户数": ("B", 30), "消除风险户数": ("C", 19)},
    "柳溪镇": {"监测对象户数": ("B", 45), "消除风险户数": ("C", 40)},
}


@dataclass(frozen=True)
class Review:
    """A report's folder, and the facts and the trail of its document."""

    folder: Path
    households: Fact
    cleared: Fact
    rate: Fact
    visits: Fact
    gap: Fact
    counted: Fact
    trail: Trail


def in_cell(indicator: str, area: str, row: int) -> Fact:
    column, value = CELLS[area][indicator]
    place = Place(BOOK, sheet=SHEET, cell=f"{column}{row}")
    return Fact(Decimal(value), "户", indicator, area, HALF, CellOrigin(place, date(2023, 6, 30), reported_by="监测股"))


def rolled_up(indicator: str) -> Fact:
    parts = tuple(in_cell(indicator, area, row) for row, area in enumerate(CELLS, start=4))
    total = sum((Decimal(values[indicator][1]) for values in CELLS.values()), Decimal(0))
    return Fact(total, "户", indicator, "江州县", HALF, RollUpOrigin("sum", parts), derived=True)


def write_workbook(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    sheet["A3"], sheet["B3"], sheet["C3"], sheet["D3"] = "乡镇", "监测对象（户）", "消除风险（户）", "走访"
    for row, (area, values) in enumerate(CELLS.items(), start=4):
        sheet[f"A{row}"] = area
        for column, value in values.values():
            sheet[f"{column}{row}"] = value
    sheet["D4"] = "13万余"
    (folder / "data").mkdir()
    book.save(folder / BOOK)


def typed(text: str, role: Role | None = None) -> Run:
    return Run(text, typed=True, role=role)


def printed(fact: Fact) -> Run:
    return Run("【缺：柳溪镇未填】", (fact,), marked=True) if fact.is_missing else Run(fact.text, (fact,))


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Two pages' worth of a half-year review in a few lines."""
    write_workbook(tmp_path)
    households, cleared = rolled_up("监测对象户数"), rolled_up("消除风险户数")
    formula = FormulaOrigin(
        "消除风险户数 / 监测对象户数", (cleared, households), Place("data_specs/households.yaml", line=12)
    )
    assert isinstance(cleared.value, Decimal)
    assert isinstance(households.value, Decimal)
    share = cleared.value / households.value * 100
    rate = Fact(share, "%", "风险消除率", "江州县", HALF, formula, decimals=1, derived=True)
    visits_cell = CellOrigin(Place(BOOK, sheet=SHEET, cell="D4"), source="会议纪要第3期", typed="13万余")
    visits = Fact(Decimal(130000), "人", "走访人次", "江州县", HALF, visits_cell, qualifier="余", typed="13万余")
    gap_cell = CellOrigin(Place(BOOK, sheet=SHEET, cell="D5"))
    gap = Fact(None, "人", "培训人数", "江州县", HALF, gap_cell, missing="柳溪镇未填")
    counted = Fact(
        Decimal(2),
        "个",
        "已开工项目数",
        "江州县",
        HALF,
        RowsOrigin(Place(BOOK, sheet=SHEET), (4, 5), "计数：状态 in [在建]"),
    )
    table = Table(
        header=((Cell((typed("序号"),)), Cell((typed("乡镇"),)), Cell((typed("监测对象（户）"),))),),
        rows=tuple(
            (Cell((Run(f"{number}"),)), Cell((Run(part.area),)), Cell((printed(part),)))
            for number, part in enumerate(households.origin.parts, start=1)  # type: ignore[union-attr]
        ),
        caption=(typed("表1　各乡镇监测情况"),),
    )
    body = (
        *(typed("（一）抓好监测。"), typed("截至2023年6月30日，全县监测对象", Role.BODY), printed(households)),
        *(typed("户，已消除风险"), printed(cleared), typed("户，风险消除率"), printed(rate)),
        *(typed("。一是走访群众"), printed(visits), typed("人次，培训"), printed(gap), typed("人，开工项目")),
        *(printed(counted), typed("个。严格落实“四个不摘”要求，在3个片区排查问题35个，居全市第四位。")),
    )
    document = Document(
        (
            Paragraph(Role.TITLE, (Run("江州县乡村振兴局2023年上半年工作总结"),)),
            Paragraph(Role.HEADING_1, (typed("一、上半年工作开展情况"),)),
            Paragraph(Role.HEADING_2, body),
            table,
            Signature((Run("江州县乡村振兴局"),), (Run("2023年7月5日"),)),
        ),
        title="江州县乡村振兴局2023年上半年工作总结",
    )
    return Review(tmp_path, households, cleared, rate, visits, gap, counted, trail(document))
