"""Our own forms of Jinja's usual filters: they take facts and give facts, and put values in a row as pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from reportgen.document import Run
from reportgen.fact import Fact, FormulaOrigin, RollUpOrigin, derived
from reportgen.quantity.algebra import combine
from reportgen.quantity.printing import half_up
from reportgen.quantity.units import parse_unit
from reportgen.templating.choosing import Chosen, areas_of, field_of, ordered
from reportgen.templating.filter_entry import OWN, Filter, number_of
from reportgen.templating.filters_choosing import count
from reportgen.templating.pieces import Dropped, Gap, Pieces, TemplateError, Typed, joined
from reportgen.templating.values import Worked, plain_run, title_of, what_is, whole

if TYPE_CHECKING:
    from reportgen.templating.state import State


def as_int(_state: State, value: object) -> object:
    """Cut the decimals off."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value).quantize(Decimal(1), ROUND_DOWN)
    fact = number_of(value, "int")
    if not isinstance(fact.value, Decimal):
        return fact
    cut = fact.value.quantize(Decimal(1), ROUND_DOWN)
    if not cut and fact.value and parse_unit(fact.unit).is_percent:
        return fact  # a rate above 0 never prints as 0 (design §3.5)
    return replace(_made(fact, f"int({_name(fact)})", (fact,)), value=cut, decimals=0)


def as_float(_state: State, value: object) -> object:
    """Numbers are exact here: the value itself."""
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else number_of(value, "float")


def rounded(_state: State, value: object, digits: object = Decimal(0)) -> object:
    """Round half up; the value itself changes, unlike with 保留."""
    places = whole(digits, 0, 10)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return half_up(Decimal(value), places)
    fact = number_of(value, "round")
    return fact if fact.is_missing else round(fact, places)


def absolute(_state: State, value: object) -> object:
    """Without its sign."""
    return abs(value) if isinstance(value, int | Decimal) else abs(number_of(value, "abs"))


def total(state: State, value: object, field: object = None) -> object:
    """Add up facts, or a field of areas; a missing part makes the sum missing."""
    numbers = _numbers(state, value, field, "sum")
    if not numbers:
        return Decimal(0)
    facts = tuple(number for number in numbers if isinstance(number, Fact))
    if len(numbers) == 1 or not facts:
        return Worked(sum(numbers, Decimal(0))) if not facts else numbers[0]
    if field is not None:
        return _added(numbers, facts, RollUpOrigin("sum", facts), f"{field}合计")
    formula = " + ".join(_name(number) if isinstance(number, Fact) else str(number) for number in numbers)
    operator = "+" if len(facts) == len(numbers) else ""
    return _added(numbers, facts, FormulaOrigin(formula, facts, operator=operator), formula)


def _added(numbers: list[Any], facts: tuple[Fact, ...], origin: FormulaOrigin | RollUpOrigin, title: str) -> Fact:
    """The sum as one derived fact; adding two by two would nest as many formulas as there are areas."""
    value, unit = Decimal(0), None
    for number in numbers:
        amount, own = (number.value, number.unit) if isinstance(number, Fact) else (Decimal(number), None)
        if not isinstance(amount, Decimal | None):
            raise TemplateError("TPL-FLATTENS", f"“{number.name}”不是数，不能相加。", "")
        value, unit = combine("+", value, unit, amount or Decimal(0), own)
    return derived(facts, value, unit or "", origin, title)


def _extreme(highest: bool) -> Callable[..., object]:
    def extreme(state: State, value: object, field: object = None) -> object:
        numbers = _numbers(state, value, field, "max" if highest else "min")
        if not numbers:
            raise TemplateError("TPL-FAULT", "一个数也没有，取不出最大或最小的。", "")
        best: Any = numbers[0]
        for number in numbers:
            if isinstance(number, Fact) and number.is_missing:
                return number
            if (number > best) if highest else (number < best):
                best = number
        return best

    return extreme


def _numbers(state: State, value: object, field: object, name: str) -> list[Any]:
    """The facts and numbers of a row, or a field of its areas."""
    if field is not None:
        items: list[object] = [field_of(area, str(field)) for area in areas_of(value, name)]
    elif isinstance(value, tuple | list) and not isinstance(value, Pieces):
        items = list(value)
    else:
        raise TemplateError("TPL-FLATTENS", f"“{name}”要用在一组数上，这里是{what_is(value)}。", "")
    state.spend(len(items))
    for item in items:
        if not isinstance(item, Fact | Decimal | int) or isinstance(item, bool):
            advice = f'请写明指标，如 {{{{ 下级|{name}("支出金额") }}}}。'
            raise TemplateError("TPL-FLATTENS", f"“{name}”里有{what_is(item)}，不是数。", advice)
    return items


def length(state: State, value: object) -> object:
    """How many there are, as a fact."""
    if isinstance(value, str | Run | Pieces | Fact):
        raise TemplateError("TPL-FLATTENS", f"“length”要用在一组数据上，这里是{what_is(value)}。", "")
    return count(state, value)


def in_a_row(state: State, value: object, sign: object = "", field: object = None) -> Pieces:
    """Put values in a row with a sign between them; each stays what it is."""
    if not isinstance(value, tuple | list):
        raise TemplateError("TPL-FLATTENS", f"“join”要用在一组数据上，这里是{what_is(value)}。", "")
    between = plain_run(sign) if isinstance(sign, str) else sign
    if not isinstance(between, Run | Pieces):
        raise TemplateError("TPL-ARGUMENT", "“join”中间的连接符应是文字。", "")
    pieces: list[object] = []
    for item in value:
        if pieces and (sign != "" if isinstance(sign, str) else True):
            pieces.append(between)
        pieces.append(field_of(item, str(field)) if field is not None else item)
    state.spend(sum(len(piece) if isinstance(piece, Pieces) else 1 for piece in pieces))
    return joined(pieces)


def in_order(state: State, value: object, field: object = None, order: object = "升序") -> Chosen:
    """Sort areas by a field, or numbers and words by themselves; ascending unless asked otherwise."""
    from reportgen.templating.choosing import order_of

    ascending = order_of(order)
    if field is not None:
        areas = ordered(areas_of(value, "sort"), str(field), ascending)
        return Chosen.of(areas, value, key=str(field), ascending=ascending)
    if not isinstance(value, tuple | list) or isinstance(value, Pieces):
        raise TemplateError("TPL-FLATTENS", f"“sort”要用在一组数据上，这里是{what_is(value)}。", "")
    state.spend(len(value))
    if any(not isinstance(item, Fact | Decimal | int | str) for item in value):
        raise TemplateError("TPL-ARGUMENT", "“sort”不知道按哪个指标排。", '如 下级|sort("支出率")。')
    there = [item for item in value if not (isinstance(item, Fact) and item.is_missing)]
    gone = [item for item in value if isinstance(item, Fact) and item.is_missing]
    there.sort(key=cmp_to_key(_compared), reverse=not ascending)
    return Chosen.of([*there, *gone], value, ascending=ascending)


def _compared(left: Any, right: Any) -> int:
    return 0 if left == right else -1 if left < right else 1


def otherwise(_state: State, value: object, default: object = Typed("")) -> object:
    """The value, or something else where it is missing."""
    if isinstance(value, Fact) and value.is_missing:
        return default
    if isinstance(value, Gap | Dropped) or value is None:
        return default
    return value


def _made(fact: Fact, formula: str, parts: tuple[Fact, ...]) -> Fact:
    return replace(
        fact, indicator="", title=formula, origin=FormulaOrigin(formula, parts), derived=True, typed="", qualifier=""
    )


def _name(fact: Fact) -> str:
    return fact.indicator or fact.title or title_of(fact) or "此数"


def _entry(name: str, english: str, signature: str, words: str, function: Callable[..., object], *shown: str) -> Filter:
    fields = (0,) if english in ("sum", "max", "min", "sort") else (1,) if english == "join" else ()
    return Filter(name, english, OWN, signature, words, function, shown[0], shown[1], fields)


FILTERS: tuple[Filter, ...] = (
    _entry("取整", "int", "取整", "去掉小数", as_int, "{{ 风险消除率|取整 }}", "77%"),
    _entry("数值", "float", "数值", "数本来就是精确的，原样不变", as_float, "{{ 监测对象户数|数值 }}", "1753"),
    _entry(
        "四舍五入",
        "round",
        "四舍五入(几位)",
        "四舍五入，改变的是数本身；只想少印几位请用“保留”",
        rounded,
        "{{ 风险消除率|四舍五入 }}",
        "78%",
    ),
    _entry("绝对值", "abs", "绝对值", "去掉负号", absolute, "{{ (消除风险户数 - 监测对象户数)|绝对值 }}", "393"),
    _entry(
        "合计",
        "sum",
        '合计 或 合计("指标")',
        "相加；有一个缺数，合计就缺数",
        total,
        '{{ 下级|合计("监测对象户数") }}',
        "55",
    ),
    _entry(
        "最大", "max", '最大 或 最大("指标")', "最大的那个数", _extreme(True), '{{ 下级|最大("监测对象户数") }}', "35"
    ),
    _entry(
        "最小", "min", '最小 或 最小("指标")', "最小的那个数", _extreme(False), '{{ 下级|最小("监测对象户数") }}', "0"
    ),
    _entry("项数", "length", "项数", "一共几项", length, "{{ 下级|项数 }}", "3"),
    _entry(
        "连接",
        "join",
        '连接("、") 或 连接("、", "指标")',
        "用符号连接，每个数仍记得出处",
        in_a_row,
        '{{ [监测对象户数, 消除风险户数]|连接("、") }}',
        "1753、1360",
    ),
    _entry(
        "排序",
        "sort",
        '排序("指标", "升序"|"降序")',
        "排序，默认从低到高",
        in_order,
        '{{ 下级|排序("支出率")|顿号列举 }}',
        "北河乡、青石镇、柳溪镇",
    ),
    _entry("缺省", "default", '缺省("文字")', "缺数时印别的", otherwise, '{{ 未填数|缺省("暂无") }}', "暂无"),
)
