"""What unit comes out when two quantities are added, compared, multiplied or divided (design §3.1 Units)."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from reportgen.quantity.units import COUNT, PERCENT, PURE, Unit, UnitError, addable, parse_unit, product

_ONE = Decimal(1)
_NAMES = {"+": "相加", "-": "相减", "*": "相乘", "/": "相除", "<": "比较"}


def combine(
    operator: str, left: Decimal, left_unit: str | None, right: Decimal, right_unit: str | None
) -> tuple[Decimal, str]:
    """Calculate `left operator right` and give the result with its unit.

    A unit of None is a bare number of a formula: beside + and − it takes the other side's unit, beside × and ÷ it is
    pure. Raises UnitError where the units do not go together, ZeroDivisionError for a zero divisor.

    >>> combine("+", Decimal(181), "支", Decimal(203), "名")
    (Decimal('384'), '支')
    >>> combine("*", Decimal(23), "个", Decimal(40), "万元")
    (Decimal('920'), '万元')
    >>> combine("*", Decimal(920), "万元", Decimal(10), "%")
    (Decimal('92.00'), '万元')
    """
    match operator:
        case "+" | "-":
            of_left, of_right, symbol = _sum_plan(operator, left_unit, right_unit)
            left = left if of_left is _ONE else left * of_left
            right = right if of_right is _ONE else right * of_right
            return (left + right if operator == "+" else left - right), symbol
        case "*":
            factor, symbol = _product_plan(left_unit or "", right_unit or "")
            return (left * right if factor is _ONE else left * right * factor), symbol
        case "/":
            factor, symbol = _quotient_plan(left_unit or "", right_unit or "")
            if not right:
                raise ZeroDivisionError
            return (left / right if factor is _ONE else left * factor / right), symbol
    raise ValueError(f"没有这样的运算：{operator}")


def comparable(left: Decimal, left_unit: str | None, right: Decimal, right_unit: str | None) -> tuple[Decimal, Decimal]:
    """Bring two quantities to one unit, so that their values compare; raises UnitError where there is none."""
    of_left, of_right, _ = _sum_plan("<", left_unit, right_unit)
    return (
        left if of_left is _ONE else left * of_left,
        right if of_right is _ONE else right * of_right,
    )


@lru_cache(maxsize=4096)
def _sum_plan(operator: str, left: str | None, right: str | None) -> tuple[Decimal, Decimal, str]:
    """Factors for both sides, and the unit of the sum."""
    if left is None or right is None or left == right:
        symbol = (left if left is not None else right) or ""
        # Two percents subtracted give percentage points (official-style §4.2).
        return _ONE, _ONE, "百分点" if operator == "-" and left == right == "%" else symbol
    a, b = parse_unit(left), parse_unit(right)
    if not addable(a.dimension, b.dimension):
        raise UnitError(f"“{left or '无单位'}”与“{right or '无单位'}”不能{_NAMES[operator]}")
    to = b if a.dimension == PURE or (a.symbol == "百分点" and b.dimension == PERCENT) else a
    return _factor(a.factor / to.factor), _factor(b.factor / to.factor), to.symbol


@lru_cache(maxsize=4096)
def _product_plan(left: str, right: str) -> tuple[Decimal, str]:
    """The factor that the product of the bare values takes, and its unit."""
    a, b = parse_unit(left), parse_unit(right)
    symbol = _product_symbol(a, b)
    return _factor(a.factor * b.factor / parse_unit(symbol).factor), symbol


def _product_symbol(a: Unit, b: Unit) -> str:
    for one, other in ((a, b), (b, a)):
        if one.dimension == PURE and one.symbol == "":
            return other.symbol
    for one, other in ((a, b), (b, a)):
        if one.dimension == PERCENT:
            return "" if other.dimension == PERCENT else other.symbol
    dimension = product(a.dimension, b.dimension)
    if dimension == PURE:
        return ""
    for one, other in ((a, b), (b, a)):
        if other.dimension in (COUNT, PURE):
            # 万元/户 × 户 gives 万元
            return one.symbol.split("/")[0] if "/" in one.symbol else one.symbol
    for unit in (a, b):
        top = unit.symbol.split("/")[0]
        if parse_unit(top).dimension == dimension:
            return top
    raise UnitError(f"“{a.symbol}”与“{b.symbol}”不能相乘")


@lru_cache(maxsize=4096)
def _quotient_plan(left: str, right: str) -> tuple[Decimal, str]:
    """The factor that the quotient of the bare values takes, and its unit."""
    a, b = parse_unit(left), parse_unit(right)
    symbol = _quotient_symbol(a, b)
    return _factor(a.factor / b.factor / parse_unit(symbol).factor), symbol


def _quotient_symbol(a: Unit, b: Unit) -> str:
    if b.symbol == "":
        return a.symbol
    if b.dimension == PERCENT:
        return "" if a.dimension == PERCENT else a.symbol
    if product(a.dimension, b.dimension, -1) == PURE:
        return ""
    if a.symbol == "" or a.dimension == PERCENT:
        raise UnitError(f"“{a.symbol or '无单位的数'}”不能除以“{b.symbol}”")
    return f"{a.symbol}/{b.symbol}"


def _factor(factor: Decimal) -> Decimal:
    return _ONE if factor == 1 else factor
