"""Which fact another is compared with, and by how much it changed: base facts, differences, rates of change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.fact import Fact, FormulaOrigin, RollUpOrigin
from reportgen.period import BASE_PERIODS, TARGET
from reportgen.quantity.printing import half_up, print_number
from reportgen.quantity.units import convert, parse_unit
from reportgen.templating.pieces import TemplateError
from reportgen.templating.values import OPERATORS, folded

if TYPE_CHECKING:
    from reportgen.templating.state import State

_RATE_DIGITS = 1
"""Decimals of a rate of change or a difference in percentage points (design §3.1, Exactness)."""


def base_fact(state: State, now: Fact, name: str) -> Fact | None:
    """Find the fact of the base period `name` for `now`; a derived fact's is computed from those of its parts.

    None where the data hold no such base period at all. Raises TemplateError where a derived fact cannot be traced
    back to indicators.
    """
    if now.indicator:
        period = now.period or state.scope.period
        for base in period.base(name):
            found = state.scope.lookup(now.indicator, now.area, base)
            if found is not None:
                return found
        return None
    origin = now.origin
    if isinstance(origin, FormulaOrigin) and origin.operator in OPERATORS and len(origin.parts) > 1:
        return _combined(state, origin.operator, origin.parts, name)
    if isinstance(origin, RollUpOrigin) and origin.how == "sum" and origin.parts:
        total = _combined(state, "+", origin.parts, name)
        if total is None or not isinstance(total.origin, FormulaOrigin):
            return total
        return replace(total, origin=RollUpOrigin("sum", _bases(state, origin.parts, name) or ()))
    title = now.title or "这个数"
    raise TemplateError(
        "TPL-NO-BASE",
        f"“{title}”是算出来的，找不到它的{name}数。",
        f"请在括号里写出基数，如“|同比({name}.…)”。",
    )


def _bases(state: State, parts: Sequence[Fact], name: str) -> tuple[Fact, ...] | None:
    bases = [base_fact(state, part, name) for part in parts]
    found = tuple(base for base in bases if base is not None)
    return found if len(found) == len(bases) else None


def _combined(state: State, sign: str, parts: Sequence[Fact], name: str) -> Fact | None:
    bases = _bases(state, parts, name)
    if bases is None:
        return None
    total = bases[0]
    for base in bases[1:]:
        total = OPERATORS[sign](total, base)
    return total


def given_base(state: State, now: Fact, base: object, what: str) -> Fact | None:
    """The base that a template gives: a fact, a base period such as 上年, or its name; None where it has no data."""
    if isinstance(base, Fact):
        return base if _has_data(state, base) else None
    if isinstance(base, Decimal | int) and not isinstance(base, bool):
        number = Decimal(base)
        return replace(
            now, value=number, indicator="", title=str(base), origin=FormulaOrigin(str(base), ()), missing="", typed=""
        )
    if isinstance(base, Mapping) and now.indicator:
        key = folded(now.indicator)
        found = base.get(key)
        return found if isinstance(found, Fact) and _has_data(state, found) else None
    if isinstance(base, str) and base in BASE_PERIODS:
        return base_fact(state, now, base)
    raise TemplateError("TPL-ARGUMENT", f"“{what}”的基数应是一个数据项，或“上年”“上年同期”这样的基期。", "")


def _has_data(state: State, base: Fact) -> bool:
    """Whether the data hold anything for a base fact's period; a mapping of a base period gives missing facts else."""
    if not base.is_missing or base.period in (None, state.scope.period) or not base.indicator or base.target:
        return True
    return state.scope.lookup(base.indicator, base.area, base.period) is not None


def target_of(state: State, now: Fact) -> Fact | None:
    """The goal (目标) of a fact's indicator; None where the data hold none."""
    return state.scope.lookup(f"{TARGET}.{now.indicator}", now.area, now.period or state.scope.period)


def period_name(now: Fact, base: Fact) -> str:
    """What the base's period is to the fact's: 上年同期, 上期, 上年, 年初; "" where it is none of them."""
    if now.period is None or base.period is None or now.period == base.period:
        return ""
    return next((name for name in BASE_PERIODS if base.period in now.period.base(name)), "")


def missing_beside(now: Fact, base: Fact) -> Fact | None:
    """The missing fact that stands for a comparison one side of which is missing; None where both are there."""
    if now.value is None:
        return now
    if base.value is None:
        words = f"{base.name or '基数'}缺数（{base.missing or '没有数值'}）"
        # What lacks a value is the base: its cell is the one to mend.
        return replace(now, value=None, missing=words, origin=FormulaOrigin(f"比{base.name}", (now, base)))
    return None


def values_of(now: Fact, base: Fact) -> tuple[Decimal, Decimal]:
    """Both values in the unit of `now`; raises UnitError where they do not go together."""
    assert isinstance(now.value, Decimal)
    if not isinstance(base.value, Decimal):
        raise TemplateError("TPL-ARGUMENT", f"“{base.name}”不是数，不能比较。", "")
    if base.unit == now.unit or not base.unit:
        return now.value, base.value
    return now.value, convert(base.value, parse_unit(base.unit), parse_unit(now.unit))


def change_fact(now: Fact, base: Fact, value: Decimal, unit: str, formula: str, digits: int | None = None) -> Fact:
    """The change of `now` on `base` as a derived fact that keeps both."""
    parts = (now, base) if base.origin != FormulaOrigin(base.title, ()) else (now,)
    fact = Fact(
        value=value,
        unit=unit,
        indicator="",
        area=now.area,
        period=now.period,
        origin=FormulaOrigin(formula, parts),
        title=formula,
        decimals=None,
        derived=True,
        sensitive=now.sensitive or base.sensitive,
        policy=now.policy,
    )
    return fact if digits is None else fact.looking(digits=digits)


def rate_digits(value: Decimal, most: int = _RATE_DIGITS) -> int:
    """Decimals to print of a rate: at most so many, trailing zeros dropped."""
    rounded = half_up(value, most)
    return max(0, -int(rounded.normalize().as_tuple().exponent)) if rounded else 0


def number_text(value: Decimal, unit: str, *, like: Fact, digits: int | None = None, with_unit: bool = True) -> str:
    """Print a number computed from a fact, with its unit, in as many decimals as the fact declares."""
    return print_number(
        value,
        unit=unit,
        decimals=like.decimals if unit == like.unit else None,
        derived=like.derived or unit != like.unit,
        digits=digits,
        with_unit=with_unit,
    ).text
