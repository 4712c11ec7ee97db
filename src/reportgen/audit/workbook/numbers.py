"""The sheet 数据核对表: each number of the document in reading order, one row a piece of evidence."""

from __future__ import annotations

from typing import Final

from reportgen.audit.proof import Calculation, Evidence, Head, Kind, Number, Proof, Use
from reportgen.audit.workbook.calculations import Calculations, method, part_words, write_origin
from reportgen.audit.workbook.look import Column, Look, Sheet
from reportgen.audit.workbook.words import called, provider, where_and_when

SHEET: Final = "数据核对表"
_COLUMNS = (
    Column("序号", 6),
    Column("位置", 17),
    Column("文中语句", 30),
    Column("文中数字", 12),
    Column("类别", 9),
    Column("指标", 18),
    Column("准确值", 13),
    Column("取舍、算法", 26),
    Column("出处（点击打开）", 30),
    Column("截至", 14),
    Column("来源、填报", 13),
    Column("核对", 5),
)
_HEADING_ROW = 0
_SECTION = 8
_TO_CHECK = (Kind.TRACED, Kind.QUOTED, Kind.MISSING, Kind.LITERAL, Kind.DECLARED)
_TINTED = (Kind.LITERAL, Kind.MISSING, Kind.DECLARED)


def number_rows(proof: Proof) -> tuple[int, ...]:
    """The first sheet row, counted from 0, of each number; a number takes a row for each fact behind it."""
    rows: list[int] = []
    row = _HEADING_ROW + 1
    for number in proof.numbers:
        rows.append(row)
        row += max(1, len(number.uses))
    return tuple(rows)


def write_numbers(look: Look, proof: Proof, rows: tuple[int, ...], calculations: Calculations) -> None:
    """Write the sheet."""
    sheet = look.sheet(SHEET)
    sheet.columns(_COLUMNS, _HEADING_ROW)
    last = _HEADING_ROW
    for count, (number, first) in enumerate(zip(proof.numbers, rows, strict=True), start=1):
        tint = number.kind if number.kind in _TINTED else ("" if number.uses else "quiet")
        uses = number.uses or (None,)
        for row, use in enumerate(uses, start=first):
            _write_number(sheet, row, count, number, tint)
            _write_evidence(sheet, row, proof, number, use, calculations, tint)
            last = row
    sheet.filter(_HEADING_ROW, last, len(_COLUMNS))


def _write_number(sheet: Sheet, row: int, count: int, number: Number, tint: str) -> None:
    """The left half: where the number stands and how it reads."""
    sheet.whole(row, 0, count, tint=tint)
    told = number.section and number.kind in _TO_CHECK and number.where.startswith("第")
    section = number.section if len(number.section) <= _SECTION else number.section[: _SECTION - 1] + "…"
    sheet.text(row, 1, f"{number.where}\n{section}" if told else number.where, tint=tint)
    sheet.around(row, 2, (number.before, number.text, number.after), tint)
    sheet.text(row, 3, number.text, "number", tint)
    sheet.text(row, 4, number.kind.word, "middle", tint)
    sheet.text(row, len(_COLUMNS) - 1, "□" if number.kind in _TO_CHECK else "", "middle", tint)


def _write_evidence(
    sheet: Sheet,
    row: int,
    proof: Proof,
    number: Number,
    use: Use | None,
    calculations: Calculations,
    tint: str,
) -> None:
    """The right half: what stands behind it; for a number without a fact what it is."""
    if use is None:
        for column in range(5, 11):
            sheet.text(row, column, "", tint=tint)
        sheet.text(row, 7, number.reason or _REMARKS.get(number.kind, ""), tint=tint)
        return
    evidence = proof[use.evidence]
    origin = evidence.origin
    sheet.text(row, 5, _indicator(evidence, proof.head), tint=tint)
    sheet.value(row, 6, evidence, tint)
    words = [use.rounding, method(evidence)]
    if isinstance(origin, Calculation) and not origin.rolled_up and not evidence.missing:
        words.append(part_words(proof, origin))
    sheet.text(row, 7, "\n".join(word for word in words if word), tint=tint)
    write_origin(sheet, row, 8, evidence, calculations, tint)
    sheet.day(row, 9, calculations.day(evidence.key), tint)
    sheet.text(row, 10, provider(origin), tint=tint)


_REMARKS = {Kind.LITERAL: "没有出处，请核实"}


def _indicator(evidence: Evidence, head: Head) -> str:
    return "\n".join(word for word in (called(evidence), where_and_when(evidence, head)) if word)
