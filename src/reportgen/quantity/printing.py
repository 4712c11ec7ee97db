"""How official prose prints a number: digits, scale, rounding, 余, numerals (GB/T 15835-2011, design §3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from reportgen.quantity.numerals import capital_money, chinese, counting
from reportgen.quantity.units import (
    COUNT,
    PERCENT,
    SCALES,
    Unit,
    UnitError,
    parse_unit,
    split_scale,
    unscaled,
)

AFTER = frozenset(["余", "多"])
"""Qualifiers that stand between the number and its measure word."""
LAST = {"左右": "约", "上下": "约", "以上": "不少于", "以下": "不超过"}
"""Qualifiers that stand after the measure word, each with what says the same before the number."""

SCALED_DIGITS = 4
"""Decimals that a scaled number may show unasked (official-style §4.2: 亿 at most four)."""
DERIVED_DIGITS = 2


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed.

    text      "5.87亿元", "13万余", "56.35%"
    rounding  how it differs from the exact value, in words: "四舍五入到1位小数"; "" where it does not
    notice    what the writer should know of it: more digits than asked for, a value that prints as zero …
    """

    text: str
    rounding: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class _Scale:
    """What to divide by, the word printed right after the number, and the unit after that."""

    divisor: Decimal
    word: str
    symbol: str
    title: str
    """What the number is counted in, for the words on rounding; "" where nothing is rescaled."""


def print_number(
    value: Decimal,
    *,
    unit: str = "",
    decimals: int | None = None,
    derived: bool = False,
    scale: str | None = None,
    digits: int | None = None,
    with_unit: bool = False,
    style: str = "number",
    cut: str | None = None,
    lead: str = "",
    qualifier: str = "",
) -> PrintedNumber:
    """Print a number by design §3.1 (Exactness) and §3.5.

    value, unit         the exact value and its unit; a percent as printed (56.35)
    decimals, derived   what the indicator declares; whether the value was computed
    scale … lead        the print format asked for, as in `fact.Look`
    qualifier           余, 约, 左右 … that belongs to the value itself

    Raises UnitError where the format does not go with the unit (万元 of households, 余 of a percent).
    """
    own = parse_unit(unit)
    if style == "capital":
        return _capital(value, own)
    scaled = scale or (cut if cut in SCALES else None)
    to = _scale(own, scaled, with_unit)
    kept, cut_down = _cut(value, own, cut)
    small = _below_step(value, own, cut)
    if scaled and ((small and scaled == cut) or _prints_zero(value / to.divisor, digits)):
        small = small or f"按“{scaled}”会印成0，已照原数印"
        to, digits = _in_full(own, scaled, with_unit), None
    elif scaled in SCALES and not value:
        # 0万户 is said as 0户.
        to, digits = _in_full(own, scaled, with_unit), None
    number = kept / to.divisor if to.divisor != 1 else kept
    if own.dimension == PERCENT and own.symbol != "百分点" and style not in ("chinese", "ordinal"):
        sign = own.symbol
    else:
        sign = ""
    places, drop, notice = _places(number, decimals, digits, derived or cut_down, bool(to.title))
    number, places, rate_notice = _rounded(number, places, own)
    body = _glyphs(number, drop, style, own)
    front, middle, back = _qualified(lead, qualifier, cut_down, bool(to.symbol))
    text = front + body + to.word + middle + (sign or to.symbol) + back
    return PrintedNumber(
        text,
        _rounding(value, number, to, places, cut_down),
        small or notice or rate_notice or _misleading(value, number * to.divisor, lead or front, middle),
    )


@lru_cache(maxsize=4096)
def _scale(own: Unit, scale: str | None, with_unit: bool) -> _Scale:
    """Settle what to divide by and what to print after the number."""
    if own.symbol == "百分点":
        symbol = "个百分点" if with_unit else ""
    else:
        symbol = own.symbol if with_unit and own.dimension != PERCENT else ""
    if scale is None:
        return _Scale(Decimal(1), "", symbol, "")
    if own.dimension == PERCENT:
        raise UnitError(f"百分比不能按“{scale}”打印")
    if scale in SCALES:
        base = unscaled(own)
        divisor = base.factor * SCALES[scale] / own.factor
        return _Scale(divisor, scale, base.symbol if with_unit else "", scale + base.symbol)
    target = parse_unit(scale)
    if target.dimension != own.dimension or own.dimension == COUNT != unscaled(own).dimension:
        raise UnitError(f"单位是“{own.symbol or '无'}”的数不能按“{scale}”打印")
    word, rest = split_scale(target.symbol)
    divisor = target.factor / own.factor
    return _Scale(divisor, word, rest, "" if divisor == 1 else target.symbol)


def _cut(value: Decimal, own: Unit, cut: str | None) -> tuple[Decimal, bool]:
    """Cut the value down to a multiple of the step; tell whether something was cut away."""
    if cut is None:
        return value, False
    if own.dimension == PERCENT:
        raise UnitError("百分比不能用“余”")
    step = _step(own, cut)
    if step <= 0:
        raise UnitError(f"“余”的步长须大于0：{cut}")
    kept = (value / step).quantize(Decimal(1), ROUND_DOWN) * step
    # 0余 is no number: where the step is larger than the value the value prints whole.
    return (kept, True) if kept and kept != value else (value, False)


def _step(own: Unit, cut: str) -> Decimal:
    """The step that 余 cuts to, in the number's own unit."""
    return SCALES[cut] * unscaled(own).factor / own.factor if cut in SCALES else Decimal(cut)


def _below_step(value: Decimal, own: Unit, cut: str | None) -> str:
    """What to tell of a number that is smaller than the step it is to be cut to; "" for any other."""
    if cut is None or not 0 < abs(value) < _step(own, cut):
        return ""
    return f"不到{cut}，没有舍去尾数，也不加“余”" if cut not in SCALES else f"不到1{cut}，已照原数印，不加“余”"


def _prints_zero(number: Decimal, digits: int | None) -> bool:
    """Whether a rescaled number would print as 0 and is not."""
    return number != 0 and half_up(number, SCALED_DIGITS if digits is None else digits) == 0


def _in_full(own: Unit, scale: str, with_unit: bool) -> _Scale:
    """How a number prints that is too small for a scale: the unit is typed after 万, and printed with 万元."""
    base = unscaled(own) if scale in SCALES else own
    divisor = base.factor / own.factor
    symbol = base.symbol if with_unit or scale not in SCALES else ""
    return _Scale(divisor, "", symbol, "" if divisor == 1 else base.symbol)


def _places(
    number: Decimal, decimals: int | None, digits: int | None, rough: bool, rescaled: bool
) -> tuple[int, bool, str]:
    """How many decimals to print, whether to drop trailing zeros, and a notice.

    `rough` numbers are computed ones: unasked they show at most two decimals.
    """
    if digits is not None:
        return digits, False, ""
    own = _decimals(number)
    if rescaled:
        needed = _decimals(number.normalize())
        if needed <= SCALED_DIGITS:
            return needed, False, ""
        if rough:
            return DERIVED_DIGITS, True, ""
        return SCALED_DIGITS, True, f"换算后超过{SCALED_DIGITS}位小数，请用括号写明保留几位"
    if decimals is not None:
        return decimals, False, ""
    if rough:
        return min(DERIVED_DIGITS, own), True, ""
    return own, False, ""


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rounded(number: Decimal, places: int, own: Unit) -> tuple[Decimal, int, str]:
    """Round half up; a rate short of 100 % never rounds to it, one above 0 never to 0 (design §3.5)."""
    rounded = half_up(number, places)
    if own.dimension != PERCENT or own.symbol == "百分点":
        if rounded == 0:
            rounded = abs(rounded)
        return rounded, places, ""
    if number in (0, 1 / own.factor, -1 / own.factor):
        # A product or a cut can leave −0.
        return half_up(number, 0) if number else Decimal(0), 0, ""
    wanted, places = places, rate_places(number, places, own)
    rounded = half_up(number, places)
    if places == wanted:
        return rounded, places, ""
    was = f"{half_up(number, wanted):f}".lstrip("-")
    return rounded, places, f"按{wanted}位小数会印成{was}{own.symbol}，已多印{places - wanted}位小数"


def rate_places(number: Decimal, places: int, own: Unit) -> int:
    """How many decimals a rate needs, at least `places`, so that one short of 100 % is not 100 %, nor one above 0 zero.

    Any other number needs no more than asked for.
    """
    whole = 1 / own.factor
    if own.dimension != PERCENT or own.symbol == "百分点" or number in (0, whole, -whole):
        return places
    while (rounded := half_up(number, places)) == 0 or abs(number) < whole <= abs(rounded):
        places += 1
    return places


def half_up(number: Decimal, places: int) -> Decimal:
    """Round half up to so many decimals (official-style §4.2); never in binary."""
    try:
        return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except ArithmeticError as error:  # more digits than the context holds
        raise UnitError(f"数太大，不能打印：{number:.3E}") from error


def _glyphs(number: Decimal, drop: bool, style: str, own: Unit) -> str:
    """Turn the rounded number into digits or Chinese numerals."""
    text = format(number, "f")
    if drop and "." in text:
        text = text.rstrip("0").rstrip(".")
    if style == "ordinal":
        return chinese(Decimal(text))
    if style != "chinese":
        return text
    if own.dimension == PERCENT and own.symbol == "%":
        return ("负" if number < 0 else "") + "百分之" + chinese(abs(Decimal(text)))
    return counting(Decimal(text)) if own.dimension == COUNT else chinese(Decimal(text))


def _qualified(lead: str, qualifier: str, cut_down: bool, unit_printed: bool) -> tuple[str, str, str]:
    """The words before the number, between number and unit, and after the unit."""
    front, middle, back = lead, "余" if cut_down else "", ""
    if qualifier in AFTER:
        middle = middle or qualifier
    elif qualifier in LAST and (lead or cut_down):
        pass  # 约35户左右 and 1400余户左右 say it twice
    elif qualifier in LAST:
        # The measure word is typed after the number: 35左右户 is no Chinese, 约35户 says the same.
        front, back = (front, qualifier) if unit_printed else (front or LAST[qualifier], "")
    elif qualifier:
        front = front or qualifier
    # 约13万余 says it twice: what was cut, or typed after the number, stays.
    return ("" if middle else front), middle, back


def _rounding(value: Decimal, number: Decimal, to: _Scale, places: int, cut_down: bool) -> str:
    if cut_down:
        return "舍去尾数，加“余”"
    if number * to.divisor == value:
        return ""
    how = f"四舍五入到{places}位小数" if places else "四舍五入到整数"
    return f"以{to.title}计，{how}" if to.title else how


def _misleading(value: Decimal, shown: Decimal, front: str, middle: str) -> str:
    """What a printed number says that its value does not."""
    if shown == 0 and value != 0:
        return f"数值{value.normalize():f}不为0，印成了0"
    if front in ("近", "将近") and abs(shown) < abs(value):
        return f"“{front}”后面的数应不小于实际数值{value:f}"
    if front and middle:
        return f"“{front}”与“{middle}”不宜叠用"
    return ""


def _capital(value: Decimal, own: Unit) -> PrintedNumber:
    if own.dimension != (("money", 1),):
        raise UnitError(f"单位是“{own.symbol or '无'}”的数不能写成大写金额")
    yuan = value * own.factor
    rounding = "" if half_up(yuan, 2) == yuan else "四舍五入到分"
    return PrintedNumber(capital_money(yuan), rounding)
