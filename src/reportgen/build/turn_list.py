"""The list of a turned folder (换期清单): what was done, what is to be filled or provided, and what is still typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reportgen.build.typed import StillTyped

LIST_FILE: Final = "换期清单.xlsx"
_WIDTHS: Final = (6, 10, 34, 60, 40, 10)
_HEADINGS: Final = ("序号", "要做什么", "位置", "内容", "说明", "办好打√")
_LOOK: Final = "核对手打"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing of a turn: 已办, 要填, 要提供 or 请手工改; where; what; and why."""

    todo: str
    where: str
    what: str
    why: str = ""


def rows(steps: Sequence[Step], typed: Sequence[StillTyped]) -> list[tuple[str, str, str, str]]:
    """All rows of the list: what is to do first, then what is typed, the stale first, and what is done last."""
    todo = [(step.todo, step.where, step.what, step.why) for step in steps if step.todo != "已办"]
    done = [(step.todo, step.where, step.what, step.why) for step in steps if step.todo == "已办"]
    listed = [(_LOOK, str(one.place), one.around, _told(one)) for one in sorted(typed, key=lambda one: not one.stale)]
    return [*todo, *listed, *done]


def _told(one: StillTyped) -> str:
    if one.stale:
        return f"{one.word}可能过期：{one.stale}"
    return f"{one.word}，已说明：{one.reason}" if one.reason else one.word


def write_list(path: Path, title: str, listed: Sequence[tuple[str, str, str, str]]) -> None:
    """Write the list as a workbook, to be ticked off."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("换期清单")
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#E7E6E6"})
    stale = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#FFF2CC"})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_row(2, 0, _HEADINGS, bold)
    for number, row in enumerate(listed, 1):
        look = stale if "可能过期" in row[3] else plain
        sheet.write_number(2 + number, 0, number, look)
        for column, text in enumerate((*row, ""), 1):
            sheet.write_string(2 + number, column, text, look)
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    book.close()
