"""Units, their dimensions and how they convert: the algebra behind every formula and every printed unit."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from reportgen.errors import ReportgenError

Dimension = tuple[tuple[str, int], ...]
"""Base dimensions with their exponents, sorted; counts and percents are told apart only on their own."""

PURE: Dimension = ()
COUNT: Dimension = (("count", 1),)
PERCENT: Dimension = (("percent", 1),)

MEASURE_WORDS = frozenset(
    # people, households and what they do
    "户 人 名 位 员 口 岁 人次 户次 人日 人天 工日 班 队 组 对 届 代 "  # noqa: SIM905 (as a list it is 200 lines)
    # things counted one by one
    "个 支 条 处 家 项 件 份 只 辆 台 套 座 栋 间 所 株 棵 头 羽 匹 峰 尾 条 根 盏 眼 口井 枚 颗 粒 把 杆 顶 面 盘 "
    "张 封 本 册 篇 幅 段 层 级 页 卷 道 门 艘 架 列 丛 簇 团 窝 堆 尊 孔 畦 垄 块 片 箱 桶 袋 瓶 盒 包 车 床 床位 "
    # events and steps
    "次 场 期 笔 批 起 宗 例 轮 节 回 遍 趟 步 项次 轮次 场次 车次 台次 架次 批次 件次 届次 家次 篇次 条次 "
    "处次 村次 亩次 "
    # places and bodies
    "村 组 社 院 厂 店 园 区 镇 乡 县 市 省 州 街道 社区 网格 村社 标段 部门 单位 企业 "
    # kinds, and parts of a whole
    "类 大类 种 样 点 号 方面 批次 件套 台套 万步 "
    # time and times
    "天 日 小时 分钟 秒 周 月 年 月份 个月 个工作日 工作日 个小时 季度 倍 分".split()
)

_MEASURES: dict[str, tuple[str, str]] = {
    # symbol: (dimension, factor to the base unit)
    "元": ("money", "1"),
    "角": ("money", "0.1"),
    "千元": ("money", "1000"),
    "百元": ("money", "100"),
    "美元": ("dollar", "1"),
    "米": ("length", "1"),
    "厘米": ("length", "0.01"),
    "毫米": ("length", "0.001"),
    "公里": ("length", "1000"),
    "千米": ("length", "1000"),
    "里": ("length", "500"),
    "平方米": ("area", "1"),
    "平方公里": ("area", "1000000"),
    "公顷": ("area", "10000"),
    # 1 公顷 = 15 亩
    "亩": ("area", "2000/3"),
    "微克": ("weight", "0.000000001"),
    "毫克": ("weight", "0.000001"),
    "克": ("weight", "0.001"),
    "公斤": ("weight", "1"),
    "千克": ("weight", "1"),
    "斤": ("weight", "0.5"),
    "吨": ("weight", "1000"),
    "升": ("volume", "0.001"),
    "毫升": ("volume", "0.000001"),
    "立方米": ("volume", "1"),
    "方": ("volume", "1"),
    "千瓦": ("power", "1"),
    "兆瓦": ("power", "1000"),
    "千瓦时": ("energy", "1"),
    "度": ("energy", "1"),
}
_SYNONYMS = {
    "％": "%",
    "个百分点": "百分点",
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "km": "公里",
    "m": "米",
    "kg": "公斤",
    "t": "吨",
    "㎞": "公里",
    "kW": "千瓦",
    "千瓦小时": "千瓦时",
}
SCALES = {
    "万亿": Decimal(10) ** 12,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "十万": Decimal(10) ** 5,
    "万": Decimal(10) ** 4,
    "亿": Decimal(10) ** 8,
    "千": Decimal(1000),
    "百": Decimal(100),
}
"""Words that multiply the unit after them, longest first."""


class UnitError(ReportgenError, ValueError):
    """Two units that do not go together, or a symbol that is no unit."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts or measures.

    symbol      as printed: "户", "万元", "%", "元/人"; "" for a pure number
    dimension   what it measures; counts cancel in products and quotients
    factor      how many base units one unit is: 万元 → 10000, % → 1/100
    known       False for a word taken as a measure word because it is nothing else
    """

    symbol: str
    dimension: Dimension
    factor: Decimal
    known: bool = True

    @property
    def is_count(self) -> bool:
        """Whether the unit is a measure word (or 万 of one)."""
        return self.dimension == COUNT

    @property
    def is_percent(self) -> bool:
        """Whether values are printed as percent or percentage points."""
        return self.dimension == PERCENT

    def fits(self, dimension: Dimension) -> bool:
        """Whether a result of that dimension can be declared in this unit.

        A pure number (a quotient of equal dimensions, a product of counts) may be declared as a count or as a percent.
        """
        return self.dimension == dimension or reduced(self.dimension) == reduced(dimension) == PURE


def reduced(dimension: Dimension) -> Dimension:
    """Drop counts and percents, which are pure numbers in products and quotients."""
    return tuple((base, power) for base, power in dimension if base not in ("count", "percent"))


def product(left: Dimension, right: Dimension, sign: int = 1) -> Dimension:
    """The dimension of a product (`sign` 1) or a quotient (`sign` −1)."""
    powers: Counter[str] = Counter(dict(reduced(left)))
    for base, power in reduced(right):
        powers[base] += sign * power
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def addable(left: Dimension, right: Dimension) -> bool:
    """Whether `+ − < =` may stand between the two: one dimension, or both pure numbers of a product or quotient."""
    if left == right:
        return True
    return reduced(left) == reduced(right) == PURE and PURE in (left, right)


@lru_cache(maxsize=4096)
def parse_unit(symbol: str) -> Unit:
    """Read a unit as people write it: 户, 万元, %, 元/人, 万人次, ㎡.

    Raises UnitError for digits, empty parts and signs that no unit has. A word that is nothing else is taken as a
    measure word, with `known=False`.
    """
    text = unicodedata.normalize("NFKC", symbol.strip()) if symbol not in _SYNONYMS else symbol
    text = _SYNONYMS.get(text, text).replace("每", "/")
    if not text:
        return Unit("", PURE, Decimal(1))
    top, *bottoms = text.split("/")
    unit = _simple(top)
    dimension, factor, known = unit.dimension, unit.factor, unit.known
    for bottom in bottoms:
        below = _simple(bottom)
        dimension = product(dimension, below.dimension, -1)
        factor /= below.factor
        known = known and below.known
    return Unit(text, dimension, factor, known)


def _simple(text: str) -> Unit:
    text = _SYNONYMS.get(text, text)
    if not text or re.search(r"[\d\s,.;:!?，。；：、{}()（）]", text):
        raise UnitError(f"“{text}”不是单位")
    if text in ("%", "百分点"):
        return Unit(text, PERCENT, Decimal("0.01"))
    if text == "‰":
        return Unit(text, PERCENT, Decimal("0.001"))
    if text in _MEASURES:
        dimension, factor = _MEASURES[text]
        top, _, bottom = factor.partition("/")
        return Unit(text, ((dimension, 1),), Decimal(top) / Decimal(bottom or 1))
    if text in MEASURE_WORDS:
        return Unit(text, COUNT, Decimal(1))
    for scale, factor_of in SCALES.items():
        if text.startswith(scale):
            rest = text[len(scale) :]
            if not rest:
                return Unit(text, PURE, factor_of)
            inner = _simple(rest)
            return Unit(text, inner.dimension, inner.factor * factor_of, inner.known)
    return Unit(text, COUNT, Decimal(1), known=False)


def convert(value: Decimal, unit: Unit, to: Unit) -> Decimal:
    """Give the value in another unit of the same dimension; raises UnitError where they do not go together."""
    if not to.fits(unit.dimension):
        raise UnitError(f"“{unit.symbol}”不能换算成“{to.symbol}”")
    return value if unit.factor == to.factor else value * unit.factor / to.factor


def split_scale(symbol: str) -> tuple[str, str]:
    """Part a unit's symbol into its scale and the rest: 万元 → 万 and 元; 公里 → "" and 公里.

    >>> split_scale("亿元"), split_scale("户"), split_scale("千瓦")
    (('亿', '元'), ('', '户'), ('', '千瓦'))
    """
    if symbol in MEASURE_WORDS or symbol == "百分点" or (symbol in _MEASURES and symbol not in ("千元", "百元")):
        return "", symbol
    for scale in SCALES:
        if symbol.startswith(scale) and symbol != scale:
            return scale, symbol[len(scale) :]
    return "", symbol


def unscaled(unit: Unit) -> Unit:
    """The same unit without 万 or 亿: 万元 → 元, 万亩 → 亩, 公里 → 公里."""
    scale, rest = split_scale(unit.symbol)
    return parse_unit(rest) if scale else unit


def known_symbols() -> frozenset[str]:
    """Every unit that is known by its word, with and without synonyms; 万 and 亿 before it come on top."""
    return MEASURE_WORDS | frozenset(_MEASURES) | frozenset(_SYNONYMS)


def plain(value: Decimal) -> Decimal:
    """The same number without an exponent and without zeros after the point that only a conversion brought in."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
