"""What a template may do with the values it is given: reach into them, compute with them, print them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal, DecimalException
from operator import add, mul, sub, truediv
from typing import Any

from jinja2.runtime import LoopContext
from jinja2.utils import Namespace

from reportgen.document import Run
from reportgen.errors import did_you_mean
from reportgen.fact import Fact, FormulaOrigin, derived
from reportgen.period import BASE_PERIODS, TARGET
from reportgen.quantity.dates import print_date
from reportgen.quantity.printing import print_number
from reportgen.quantity.units import parse_unit
from reportgen.templating.pieces import AlreadyToldError, Faulty, Pieces, TemplateError, Typed


class Worked(Decimal):
    """A bare number that a tag computed; a literal prints as it is typed, this one as derived numbers do."""

    __slots__ = ()

    def __neg__(self) -> Worked:
        return Worked(super().__neg__())

    def __abs__(self) -> Worked:
        return Worked(super().__abs__())


LOOP = frozenset(("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"))
DAY = {"年": "year", "月": "month", "日": "day", "year": "year", "month": "month", "day": "day"}
AREA_NAME = "名称"
_LONGEST_NUMBER = 30
_LONGEST_FORMULA = 4000

_AREA_ENDING = re.compile(r".(?:镇|乡|街道|村|社区|县|区)$")

OPERATORS: dict[str, Callable[..., Any]] = {"+": add, "-": sub, "*": mul, "/": truediv}
"""What the signs of a tag do, to facts as to numbers."""


def folded(name: str) -> str:
    """A name as it is looked up: by NFKC, without blanks around it."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name).strip()


def undefined(name: str, known: Iterable[str], of: str = "") -> TemplateError:
    """The error for a name that is not there, with the nearest one that is."""
    names = [key for key in known if key not in ("[]", "()")]
    whose = f"“{of}”里" if of else ""
    shared = [key for key in names if key.endswith(f".{name}")]
    if len(shared) > 1:
        words = f"{whose}不止一张表有“{name}”，分不清是哪一个。"
        return TemplateError("TPL-UNDEFINED", words, f"请写成 {' 或 '.join(shared)}。")
    advice = _of_base_period(name, names) or _near(name, names)
    return TemplateError("TPL-UNDEFINED", f"{whose}没有名为“{name}”的数据。", advice)


def _of_base_period(name: str, known: Collection[str]) -> str:
    """上年同期户数, where 上年同期.户数 is meant."""
    for base in (*BASE_PERIODS, TARGET):
        rest = name.removeprefix(base).removeprefix("的")
        if rest != name and base in known and rest in known:
            return f"是否想写“{base}.{rest}”？"
    return ""


def _near(name: str, known: Collection[str]) -> str:
    otherwise = '请核对名称；名称中有标点或以数字开头的指标，写成 指标("名称")。'
    if _AREA_ENDING.search(name):
        otherwise = f'另一个地区的数写成 地区("{name}").指标名；{otherwise}'
    return did_you_mean(name, known, otherwise)


def attribute_of(obj: object, attribute: str) -> object:
    """`obj.attribute`: an entry of a mapping, a part of a date, or what a loop knows of itself."""
    if isinstance(obj, Faulty):
        raise AlreadyToldError
    if isinstance(obj, Mapping):
        if attribute in obj:
            return obj[attribute]
        raise undefined(attribute, (str(key) for key in obj), title_of(obj))
    if isinstance(obj, LoopContext) and attribute in LOOP:
        return getattr(obj, attribute)
    if isinstance(obj, Namespace) and not attribute.startswith("_"):
        try:
            return getattr(obj, attribute)
        except AttributeError:
            raise undefined(attribute, ()) from None
    if isinstance(obj, date) and attribute in DAY:
        return getattr(obj, DAY[attribute])
    if isinstance(obj, Fact) and attribute in DAY:
        return _part_of_day(obj, attribute)
    what, advice = what_is(obj), ""
    if isinstance(obj, tuple | list):
        advice = f"请先用 {{% for … in … %}} 逐个取，再写“.{attribute}”。"
    raise TemplateError("TPL-UNDEFINED", f"{what}没有下一级“{attribute}”。", advice)


def _part_of_day(fact: Fact, attribute: str) -> Fact:
    """The year, month or day of a date, which keeps its cell: {{ 开工日期.月 }}月."""
    if fact.value is not None and not isinstance(fact.value, date):
        words = f"“{fact.name}”不是日期，没有“.{attribute}”。"
        raise TemplateError("TPL-UNDEFINED", words, "请核对指标名；数字直接写名称。")
    value = None if fact.value is None else Decimal(getattr(fact.value, DAY[attribute]))
    words = f"{fact.indicator or fact.title}的{attribute}"
    return derived((fact,), value, "", FormulaOrigin(words, (fact,)), words)


def item_of(obj: object, argument: object) -> object:
    """`obj[argument]`: an entry of a mapping by name, or of a row of items by its position."""
    if isinstance(obj, Faulty) or isinstance(argument, Faulty):
        raise AlreadyToldError
    if isinstance(obj, Mapping):
        key = folded(argument) if isinstance(argument, str) else argument
        if isinstance(key, str | int | Decimal) and key in obj:
            return obj[key]
        raise undefined(str(argument), (str(known) for known in obj), title_of(obj))
    if isinstance(obj, tuple | list) and not isinstance(obj, Pieces):
        if isinstance(argument, slice):
            start, stop, step = (
                None if end is None else whole(end) for end in (argument.start, argument.stop, argument.step)
            )
            return obj[start:stop:step]
        position = whole(argument)
        if not -len(obj) <= position < len(obj):
            raise TemplateError("TPL-FAULT", f"一共{len(obj)}项，没有第{position + 1}项。", "请核对序号（从0数起）。")
        return obj[position]
    raise TemplateError("TPL-FAULT", f"{what_is(obj)}不能用方括号取其中一项。", "")


def computed(sign: str, left: object, right: object) -> object:
    """`left sign right` for facts and numbers, always in Decimal; text is never added."""
    if isinstance(left, Faulty) or isinstance(right, Faulty):
        raise AlreadyToldError
    for side in (left, right):
        if isinstance(side, bool) or not isinstance(side, Fact | Decimal | int):
            advice = "要把文字和数接在一起，请用“~”。" if sign == "+" else "加减乘除只用于数。"
            raise TemplateError("TPL-FLATTENS", f"{what_is(side)}不能用“{sign}”计算。", advice)
    left, right = _beside(left, right, sign), _beside(right, left, sign)
    if isinstance(left, Fact) or isinstance(right, Fact):
        if sum(len(side.title) for side in (left, right) if isinstance(side, Fact)) > _LONGEST_FORMULA:
            raise TemplateError("TPL-BUDGET", "这里的算式太长。", "一组数相加请用“合计”。")
        return OPERATORS[sign](left, right)
    try:
        return Worked(OPERATORS[sign](Decimal(left), Decimal(right)))  # type: ignore[arg-type]
    except DecimalException as error:
        raise TemplateError("TPL-FAULT", f"{left}{sign}{right}算不出来。", "除数不能为0，数也不能太大。") from error


def percent(number: object) -> Fact:
    """50%, written in a tag: a rate that rests on nothing but what its author typed."""
    if not isinstance(number, Decimal):
        raise TemplateError("TPL-ARGUMENT", f"百分数应写成 50%，现在是{what_is(number)}。", "")
    text = f"{number:f}%"
    return Fact(number, "%", "", "", None, FormulaOrigin(text, ()), text)


def is_typed(fact: Fact) -> bool:
    """Whether a fact rests on what was typed in tags alone: 50%, 50% + 10%."""
    if not isinstance(fact.origin, FormulaOrigin):
        return False
    # A count without parts is a count of what the data hold.
    return all(map(is_typed, fact.origin.parts)) if fact.origin.parts else fact.unit == "%"


def _beside(side: object, other: object, sign: str) -> object:
    """A typed percent as the bare number that it is beside a figure: 50 beside a rate, hundredths beside the rest.

    So the figure alone stays the part, and with it its area and period.
    """
    if not isinstance(side, Fact) or not is_typed(side) or not isinstance(side.value, Decimal):
        return side
    if isinstance(other, Fact) and (is_typed(other) or (sign in "+-" and other.unit)):
        return side.value if parse_unit(other.unit).is_percent and not is_typed(other) else side
    return side.value / 100


def plain_run(value: object) -> Run:
    """Print a value that is no fact: a name, a date, a number typed in a tag.

    Only what the author wrote in the tag itself counts as typed. Raises TemplateError for what has no one text.
    """
    match value:
        case str():
            return Run(str(value), typed=isinstance(value, Typed))
        case bool():
            raise TemplateError("TPL-FLATTENS", "“是/否”不能直接打印。", "请用 {% if %} 写出相应的文字。")
        case Decimal():
            if abs(value.adjusted()) > _LONGEST_NUMBER:
                raise TemplateError("TPL-FAULT", f"这个数太大或太小（{value:.3E}），不能打印。", "请核对算式。")
            if isinstance(value, Worked):
                return Run(print_number(value, derived=True).text, typed=True)
            return Run(format(value.normalize() if value == value.to_integral() else value, "f"), typed=True)
        case int():
            return Run(str(value))
        case date():
            return Run(print_date(value))
        case Mapping() if AREA_NAME in value:
            return plain_run(value[AREA_NAME])
        case Run():
            return value
    advice = ""
    if isinstance(value, tuple | list):
        advice = "请用 {% for %} 逐个写，或用“顿号列举”“join”。"
    elif isinstance(value, Mapping):
        advice = "请写明要打印其中哪一项，如“上年同期.监测对象户数”。"
    elif callable(value):
        advice = "请在名称后加括号。"
    raise TemplateError("TPL-FLATTENS", f"{what_is(value)}不能直接打印。", advice)


def title_of(obj: object) -> str:
    """What a message calls a mapping: the area's name, where it has one."""
    if isinstance(obj, Mapping) and AREA_NAME in obj:
        return str(obj[AREA_NAME])
    return ""


def whole(value: object, least: int | None = None, most: int | None = None) -> int:
    """A whole number that a template gives as an argument; raises TemplateError for anything else."""
    number = value.value if isinstance(value, Fact) else value
    if isinstance(number, Decimal | int) and not isinstance(number, bool) and number == int(number):
        if (least is None or number >= least) and (most is None or number <= most):
            return int(number)
        shown = what_is(value) if isinstance(value, Fact) and value.sensitive else number
        raise TemplateError("TPL-ARGUMENT", f"这里的数应在{least}到{most}之间，现在是{shown}。", "")
    raise TemplateError("TPL-ARGUMENT", f"这里应写一个整数，现在是{what_is(value)}。", "")


def what_is(obj: object) -> str:
    """Name the kind of a value for a message."""
    match obj:
        case Fact():
            return f"“{obj.indicator or obj.title}”" if obj.indicator or obj.title else "这个数"
        case Run() | Pieces():
            return "一段文字"
        case str():
            return f"文字“{obj[:20]}”"
        case bool():
            return "“是/否”"
        case int() | Decimal():
            return f"数{obj}"
        case date():
            return "日期"
        case tuple() | list():
            return "一组数据"
        case Mapping():
            return f"“{title_of(obj)}”" if title_of(obj) else "一组数据"
        case None:
            return "“空”"
    return "它"
