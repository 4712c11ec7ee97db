"""What the value of a figure of no table means, whether it stands in a list or in the report spec itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reportgen.fact import Value
from reportgen.quantity.dates import read_date
from reportgen.quantity.reading import Reading, read_quantity
from reportgen.quantity.units import UnitError
from reportgen.sources.heads import folded
from reportgen.sources.problems import said
from reportgen.sources.stored import as_percent

_NUMBER = r"[\d.,]+(?:万亿|[十百千万亿])?"
_RANGE = re.compile(rf"约?{_NUMBER}[^\d]{{0,4}}(?:至|到|[-–—―~]{{1,2}}){_NUMBER}[^\d]{{0,4}}")
# A year or a day is no quantity: 2023年 stays a text.
_TIME_WORDS = frozenset(["年", "月", "日", "号", "点", "分", "时", "届", "期"])
# 007, 0736 and the long numbers of telephones, IDs and accounts are called numbers, and count nothing.
_CODE = re.compile(r"0\d+|\d{11,}")
_NAMES_A_DAY = re.compile(r"(?:日期|时间|之日)$")
_COMPACT_DAY = re.compile(r"(?:19|20)\d{6}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A value, understood.

    value      Decimal in `unit`, a date, or a text
    qualifier  “余”, “约” …; `typed` then holds the text as typed
    notice     what had to be understood, in words; "" for a plain value
    """

    value: Value
    unit: str
    qualifier: str = ""
    typed: str = ""
    notice: str = ""


class NoValueError(ValueError):
    """What stands there cannot be a value; says why, and what to do."""

    def __init__(self, code: str, words: str, advice: str) -> None:
        super().__init__(code, words, advice)
        self.code, self.words, self.advice = code, words, advice


def meaning_of_number(name: str, value: Decimal, unit: str, *, sensitive: bool = False) -> Meaning:
    """What a plain number means; raises NoValueError where it may as well be something else."""
    shown = said(value, sensitive)
    if unit == "%" and 0 < value <= 1:
        words = f"填的是 {shown}，分不清是" + (
            f" {value}% 还是 {as_percent(value)}%" if not sensitive else "百分数还是小数"
        )
        advice = "请把单元格设为百分比格式，或按百分数填写（56.35 表示 56.35%）。"
        raise NoValueError("DATA-PERCENT-SCALE", words, advice)
    if unit or not _NAMES_A_DAY.search(name):
        return Meaning(value, unit)
    if _COMPACT_DAY.fullmatch(str(value)) and (day := read_date(str(value))) is not None:
        return Meaning(day, "", notice=f"{shown} 按日期读取。")
    words = f"是日期，填的却是数 {shown}"
    raise NoValueError("DATA-NOT-DATE", words, "请填成 2023-06-30 或 2023年6月30日。")


def meaning_of_text(name: str, text: str, unit: str, year: int, *, shown: str) -> Meaning:
    """What a text means: a number as people type it, a date, a range, or just a text.

    year   completes days written without one
    shown  the text as a message may show it
    """
    reading = _quantity(text, unit, shown)
    if reading is not None:
        if not unit and _NAMES_A_DAY.search(name) and reading.clean:
            return meaning_of_number(name, reading.value, "", sensitive=shown != text)
        why = "、".join(reading.why) or "文本形式的数字"
        # With a middle hidden, the value itself is not said either.
        read = f"按 {reading.value}{reading.unit} 读取" if shown == text else "已按数读取"
        return Meaning(reading.value, reading.unit, reading.qualifier, text, f"“{shown}”（{why}）{read}。")
    if not unit or unit in _TIME_WORDS:
        day = read_date(text, year)
        return Meaning(text, unit) if day is None else Meaning(day, "")
    if not _RANGE.fullmatch(folded(text)):
        words = f"填的是“{shown}”，不是数，却有单位“{unit}”"
        raise NoValueError("DATA-NOT-NUMBER", words, "请改成数字；是文字的，请去掉单位；没有数的，请用“—”或留空。")
    return Meaning(text, unit)


def _quantity(text: str, unit: str, shown: str) -> Reading | None:
    """The text as a number; None where it is none."""
    has_digits = any(sign.isdecimal() for sign in text)
    if not (has_digits or unit) or (not unit and _CODE.fullmatch(folded(text))):
        return None
    try:
        reading = read_quantity(text, unit)
    except UnitError as error:
        reason = f"（{error}）" if shown == text else ""
        raise NoValueError("DATA-UNIT", f"单位对不上{reason}", "请核对并改正。") from error
    if reading is None or (not unit and reading.unit in _TIME_WORDS):
        return None
    if reading.other:
        words = f"填的是“{shown}”，而单位写的是“{unit}”"
        raise NoValueError("DATA-UNIT", words, "请核对并改正其中之一。")
    return reading
