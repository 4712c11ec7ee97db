"""The sheets 计算过程 and 分地区明细: each derived value once, with the parts it was made of, down to their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from reportgen.audit.proof import Calculation, Evidence, Proof, Source
from reportgen.audit.workbook.look import Column, Look, Sheet
from reportgen.audit.workbook.words import called, period_words, provider, where_and_when, with_unit

FORMULAS: Final = "计算过程"
AREAS: Final = "分地区明细"
_COLUMNS = (
    Column("指标", 26),
    Column("地区", 12),
    Column("期间", 15),
    Column("准确值", 15),
    Column("算法", 34),
    Column("出处（点击打开）", 36),
    Column("截至", 14),
    Column("来源、填报", 16),
)
_HEADING_ROW = 0
# What no person reads any more; the rest is in the .proof.json.
_MOST_ROWS = 100_000
_MOST_PARTS = 6

_HOW = {
    "sum": "{n}个地区相加",
    "count": "{n}个地区中计数",
    "max": "{n}个地区中最大的",
    "min": "{n}个地区中最小的",
    "last": "取最近一期",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One derived value and the rows of its parts below it; `row` is counted from 0."""

    evidence: Evidence
    origin: Calculation
    row: int

    @property
    def rolled_up(self) -> bool:
        """Whether it stands on the sheet of the areas."""
        return self.origin.rolled_up


@dataclass(frozen=True, slots=True)
class Calculations:
    """Which block stands where, so that others can lead to it; what had no room is counted."""

    blocks: tuple[Block, ...]
    places: Mapping[int, tuple[str, int]]
    left_out: Mapping[bool, int]
    days: tuple[date | None, ...]

    def at(self, key: int) -> tuple[str, int] | None:
        """Sheet and row of the block of that evidence."""
        return self.places.get(key)

    def day(self, key: int) -> date | None:
        """The day that the evidence holds for: of a calculation the one that all it was read from share."""
        return self.days[key - 1]


def lay_out(proof: Proof) -> Calculations:
    """Give each derived value that the numbers rest on its rows, a whole before its parts, in reading order."""
    blocks: list[Block] = []
    seen: set[int] = set()
    next_row = {False: _HEADING_ROW + 1, True: _HEADING_ROW + 1}
    left_out = {False: 0, True: 0}
    stack = [use.evidence for number in reversed(proof.numbers) for use in reversed(number.uses)]
    while stack:
        key = stack.pop()
        evidence = proof[key]
        if key in seen or not isinstance(origin := evidence.origin, Calculation):
            continue
        seen.add(key)
        row = next_row[origin.rolled_up]
        if row + len(origin.parts) < _MOST_ROWS:
            blocks.append(Block(evidence, origin, row))
            next_row[origin.rolled_up] = row + len(origin.parts) + 1
        else:
            left_out[origin.rolled_up] += 1
        stack.extend(reversed(origin.parts))
    places = {block.evidence.key: (AREAS if block.rolled_up else FORMULAS, block.row) for block in blocks}
    return Calculations(tuple(blocks), places, left_out, _days(proof))


def _days(proof: Proof) -> tuple[date | None, ...]:
    shared: list[frozenset[date]] = []
    for evidence in proof.evidence:
        match evidence.origin:
            case Source(as_of=day):
                shared.append(frozenset({day} if day else ()))
            case Calculation(parts=parts):
                shared.append(frozenset().union(*(shared[part - 1] for part in parts)))
    return tuple(next(iter(days)) if len(days) == 1 else None for days in shared)


def write_calculations(look: Look, proof: Proof, calculations: Calculations, rolled_up: bool) -> None:
    """Write one of the two sheets."""
    sheet = look.sheet(AREAS if rolled_up else FORMULAS)
    sheet.columns(_COLUMNS, _HEADING_ROW)
    last = _HEADING_ROW
    for block in calculations.blocks:
        if block.rolled_up is not rolled_up:
            continue
        origin = block.origin
        _write_row(sheet, block.row, block.evidence, calculations.day(block.evidence.key), "block")
        if origin.place is not None:
            sheet.place(block.row, 5, Source(origin.place), "block")
        else:
            sheet.text(block.row, 5, "", tint="block")
        for row, key in enumerate(origin.parts, start=block.row + 1):
            _write_part(sheet, row, proof[key], calculations)
            last = row
        last = max(last, block.row)
    sheet.filter(_HEADING_ROW, last, len(_COLUMNS))
    if calculations.left_out[rolled_up]:
        words = f"另有{calculations.left_out[rolled_up]}个算得的数，行数太多，没有列出；全部见同名的 .proof.json。"
        sheet.text(last + 2, 0, words, "plain")


def _write_row(sheet: Sheet, row: int, evidence: Evidence, day: date | None, tint: str, indent: str = "") -> None:
    """The columns that a whole and a part share."""
    sheet.text(row, 0, indent + called(evidence), tint=tint)
    sheet.text(row, 1, evidence.area, "middle", tint)
    sheet.text(row, 2, period_words(evidence), "middle", tint)
    sheet.value(row, 3, evidence, tint)
    sheet.text(row, 4, method(evidence), tint=tint)
    sheet.day(row, 6, day, tint)
    sheet.text(row, 7, provider(evidence.origin), tint=tint)


def _write_part(sheet: Sheet, row: int, part: Evidence, calculations: Calculations) -> None:
    tint = "missing" if part.value is None and not part.sensitive else ""
    _write_row(sheet, row, part, calculations.day(part.key), tint, "　")
    write_origin(sheet, row, 5, part, calculations, tint)


def write_origin(
    sheet: Sheet, row: int, column: int, evidence: Evidence, calculations: Calculations, tint: str
) -> None:
    """Write the link that leads on: to the cell, or to the block that lays a calculation out."""
    if isinstance(evidence.origin, Source):
        sheet.place(row, column, evidence.origin, tint)
    elif at := calculations.at(evidence.key):
        sheet.jump(row, column, *at, tint=tint)
    else:
        sheet.text(row, column, "见同名的 .proof.json", tint=tint)


def method(evidence: Evidence) -> str:
    """How the value came about, as far as it was not just read: missing, typed with words, counted, or calculated."""
    origin = evidence.origin
    words = [f"缺数：{evidence.missing}"] if evidence.missing else []
    if isinstance(origin, Calculation):
        words.append(how_words(origin, len(origin.parts)))
    else:
        words += [f"单元格原文“{origin.typed}”"] if origin.typed else []
        words += [origin.how] if origin.how else []
    return "\n".join(words)


def how_words(origin: Calculation, parts: int) -> str:
    """How a value was made, in words: the formula as written, or 15个地区相加."""
    if not origin.rolled_up:
        # A formula, or what was done in words: "计数：青石镇、柳溪镇".
        return origin.formula if "：" in origin.formula else f"＝{origin.formula}"
    parts -= len(origin.skipped)
    if weighted := re.fullmatch(r"weighted\((.+)\)", origin.formula):
        # The weights stand behind the values, one for each.
        words = f"{parts // 2}个地区按{weighted[1]}加权平均"
    else:
        words = _HOW.get(origin.formula, "由{n}个地区汇总（" + _plain(origin.formula) + "）").format(n=parts)
    if origin.skipped:
        words += f"；另有{len(origin.skipped)}个缺数未计：{'、'.join(origin.skipped)}"
    return words


def part_words(proof: Proof, origin: Calculation) -> str:
    """The parts of a formula with their values: 消除风险户数1360户，监测对象户数1753户."""
    parts = [proof[key] for key in origin.parts[:_MOST_PARTS]]
    words = "，".join(f"{where_and_when(part, proof.head)}{called(part)} {with_unit(part)}" for part in parts)
    rest = len(origin.parts) - len(parts)
    return f"{words} 等{len(origin.parts)}项" if rest else words


def _plain(formula: str) -> str:
    return formula.replace("{", "｛").replace("}", "｝")
