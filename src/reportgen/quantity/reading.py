"""What people type in a cell that is to hold a number: 35户, 13万余, ３５, 1,234, 约35, 56.35%, 3.5万元."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from reportgen.quantity.numerals import parse_chinese_decimal
from reportgen.quantity.units import (
    COUNT,
    PERCENT,
    PURE,
    SCALES,
    Unit,
    UnitError,
    convert,
    parse_unit,
    plain,
    split_scale,
    unscaled,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's text understood as a number.

    value      in `unit`; a percent as printed
    qualifier  余, 多, 约, 近, 左右, 以上 …; "" for none
    unit       the unit asked for; where none was, the one found in the text
    clean      whether the text was a plain number; else a notice is due
    why        what had to be understood, in words: ("全角数字", "带单位“户”")
    typed      the number as typed, folded and without its unit: "13万余"; "" where it was converted
    last       whether the qualifier stands after the unit (35户左右), so that `typed` alone would lose it
    other      the measure word typed where another one was asked for: "人" in a 户 column
    """

    value: Decimal
    qualifier: str
    unit: str
    clean: bool
    why: tuple[str, ...]
    typed: str
    last: bool = False
    other: str = ""


_BLANKS = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff\u202a-\u202e\u00ad]+")
_MINUS = str.maketrans("−﹣‐‑", "----")
_ALIKE = {"名": "人", "位": "人", "口": "人"}
_LEADS = "大约|约|将近|近|超过|超|逾|不足|不低于|不少于|不超过|至少|至多|共计|共|计"
_LASTS = "左右|上下|以上|以下"
_SCALE = "万亿|千万|百万|十万|万|亿|千|百"
_ARABIC = r"[-+]?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+"
_CHINESE = "[负零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟]+"
_READING = re.compile(
    rf"(?P<lead>{_LEADS})?(?:(?P<hundredths>百分之)?(?P<chinese>{_CHINESE})|(?P<number>{_ARABIC}))"
    rf"(?P<early>[余多])?(?P<scale>{_SCALE})?(?P<late>[余多])?(?P<unit>m2|[^\d余]*?)(?P<last>{_LASTS})?"
)
# Longer numbers are no quantities; the bound also keeps hostile cells cheap.
_LONGEST = 60


@lru_cache(maxsize=8192)
def read_quantity(text: str, unit: str = "") -> Reading | None:
    """Read a cell's text as a number in `unit`; None where it is no number.

    A unit in the text is taken off, and converted where it is another of the same dimension ("3.5万元" in a 元 column
    gives 35000). Never guessed: "0.85" in a % column stays 0.85; "(3)" and "1,23" are no numbers.
    Raises UnitError where the text has a unit of another dimension ("35元" in a 户 column).

    >>> reading = read_quantity("１３万余户", "户")
    >>> reading.value, reading.qualifier, reading.typed
    (Decimal('130000'), '余', '13万余')
    """
    if len(text) > _LONGEST:
        return None
    folded, why = _fold(text)
    match = _READING.fullmatch(folded)
    if match is None or (match["number"] is None and match["scale"] and not match["early"]):
        return None
    number = _number(match, why)
    if number is None or (match["early"] and match["late"]):
        return None
    scale = match["scale"] or ""
    wanted = parse_unit(unit)
    found = _found_unit(match, wanted)
    if found is None:
        return None
    value, symbol = _in_unit(number, scale, found, wanted, folded)
    if symbol and match["unit"]:
        _tell_unit(match["unit"], symbol, scale, why)
    elif scale:
        why.append(f"带“{scale}”")
    qualifier = _qualifier(match)
    if qualifier:
        why.append(f"带“{qualifier}”")
    typed = _typed(match, scale, wanted)
    other = match["unit"] if _counts_something_else(found, wanted) else ""
    return Reading(value, qualifier, symbol, not why, tuple(why), typed, bool(match["last"]), other)


def _counts_something_else(found: Unit, wanted: Unit) -> bool:
    """Whether two measure words cannot mean the same things: 户 and 人; 个 goes with all, 名 is 人."""
    alike = {_ALIKE.get(unit.symbol, unit.symbol) for unit in (found, wanted)}
    both = found.is_count and wanted.is_count and found.factor == wanted.factor
    return both and len(alike) == 2 and not alike & {"", "个"}


def _fold(text: str) -> tuple[str, list[str]]:
    """Fold widths and blanks; a blank between digits stays, since 12 34 is not 1234."""
    why: list[str] = []
    folded = unicodedata.normalize("NFKC", text).translate(_MINUS)
    if folded != text and unicodedata.normalize("NFKC", _BLANKS.sub("", text)) != _BLANKS.sub("", text):
        why.append("全角或特殊字符")
    stripped = _BLANKS.sub(" ", folded).strip()
    stripped = re.sub(r"(?<!\d) | (?!\d)", "", stripped)
    if stripped != folded:
        why.append("多余的空格")
    return stripped, why


def _number(match: re.Match[str], why: list[str]) -> Decimal | None:
    """The bare number in front of scale and unit."""
    if match["chinese"]:
        why.append("汉字数字")
        return parse_chinese_decimal(match["chinese"])
    digits = match["number"]
    if "," in digits or " " in digits:
        why.append("千位分隔符")
        digits = digits.replace(",", "").replace(" ", "")
    if digits.startswith("+"):
        why.append("带“+”号")
    if re.match(r"[-+]?\.", digits):
        why.append("小数点前缺0")
    if re.match(r"[-+]?0\d", digits):
        why.append("前面有多余的0")
    return Decimal(digits)


def _found_unit(match: re.Match[str], wanted: Unit) -> Unit | None:
    """The unit in the text, "" for none; None where the rest of the text is no unit, so the cell is no number."""
    symbol = "%" if match["hundredths"] else match["unit"]
    if match["hundredths"] and match["unit"]:
        return None
    if symbol == wanted.symbol:
        return wanted
    try:
        found = parse_unit(symbol)
    except UnitError:
        return None
    return found if found.known else None


def _in_unit(number: Decimal, scale: str, found: Unit, wanted: Unit, text: str) -> tuple[Decimal, str]:
    """Convert to the unit asked for; without one, to the unit found, its 万 or 亿 multiplied out."""
    factor = SCALES[scale] if scale else Decimal(1)
    if not wanted.symbol:
        return number * factor, found.symbol
    if found.symbol == "" and not scale:
        return number, wanted.symbol
    if found.symbol == "":
        if wanted.dimension == PERCENT:
            raise UnitError(f"“{text}”不像百分比")
        found = unscaled(wanted)
    both_counts = {found.dimension, wanted.dimension} <= {COUNT, PURE}
    if found.dimension != wanted.dimension and not both_counts:
        raise UnitError(f"“{text}”的单位是“{found.symbol}”，这里应是“{wanted.symbol}”")
    return plain(convert(number * factor, found, wanted)), wanted.symbol


def _tell_unit(typed: str, symbol: str, scale: str, why: list[str]) -> None:
    if typed == symbol == "%":
        return
    if (scale + typed) == symbol or (typed == symbol and parse_unit(symbol).dimension == COUNT):
        why.append(f"带单位“{scale + typed}”")
    else:
        why.append(f"单位写的是“{scale}{typed}”，已换算为“{symbol}”")


def _qualifier(match: re.Match[str]) -> str:
    lead = match["lead"] or ""
    lead = "" if lead in ("共", "共计", "计") else lead
    return match["early"] or match["late"] or match["last"] or lead


def _typed(match: re.Match[str], scale: str, wanted: Unit) -> str:
    """The number as typed, where it can stand before the wanted unit as it is."""
    own_scale, rest = split_scale(wanted.symbol)
    if scale and own_scale:
        return ""
    unit = match["unit"]
    if unit and wanted.symbol and unit not in (wanted.symbol, rest) and wanted.dimension != COUNT:
        return ""
    lead = match["lead"] or ""
    number = match["number"] or (match["hundredths"] or "") + match["chinese"]
    return lead + number + (match["early"] or "") + scale + (match["late"] or "")
