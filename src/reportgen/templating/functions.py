"""The functions a template has of its own: 几是, 表, 有数, namespace; and what it will have: 图."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from jinja2.utils import Namespace

from reportgen.errors import did_you_mean
from reportgen.quantity.percents import PERCENT_CALL
from reportgen.templating.filters import has_value
from reportgen.templating.pieces import Ordinal, Placed, TemplateError
from reportgen.templating.values import folded, percent, what_is

if TYPE_CHECKING:
    from reportgen.templating.state import State

FUNCTIONS: dict[str, tuple[str, str]] = {
    "几是": ("几是()", "依次印出一是、二是、三是……，到下一个标题或加粗的题句重新开始"),
    "表": ('表("名称")', "独占一行，放上报告说明“表格”中的一张表，自动编号"),
    "图": ('图("名称")', "放上一张图；尚未支持"),
    "有数": ("有数(指标)", "这个数有没有填"),
    PERCENT_CALL: ("50%", "百分数，和公式里的一样：支出率 >= 50%，批复资金 * 10%"),
    "namespace": ("namespace(名称=初值)", "循环里要记住的值"),
}
"""Name → signature and words, for the docs."""

ENGLISH = {"item": "几是", "table": "表", "chart": "图", "has_value": "有数"}
"""English names; a report's own name goes before them."""

TAGS: dict[str, tuple[str, str]] = {
    "if": ("{% if 条件 %}…{% elif 条件 %}…{% else %}…{% endif %}", "条件成立才写"),
    "for": ("{% for 镇 in 下级 %}…{% endfor %}", "逐个写；loop.index 是第几个，loop.first、loop.last 是首末"),
    "set": ("{% set 名称 = 值 %}", "给一个值起名称；{% set 名称 %}…{% endset %} 给一段文字起名称"),
    "with": ("{% with 名称 = 值 %}…{% endwith %}", "只在这一段里有效的名称"),
    "macro": ("{% macro 宏(参数) %}…{% endmacro %}", "反复使用的一段写法，用 {{ 宏(值) }} 写出"),
    "call": ("{% call 宏() %}…{% endcall %}", "把一段文字交给宏，宏里用 {{ caller() }} 写出"),
    "可略": ("{% 可略 %}…{% 完 %}", "其中的数缺数时，连同标点略去；{% 可略 为零 %} 为0时也略去"),
    "列举": ("{% 列举 %}…、…、…{% 完 %}", "缺数或为0的项连同顿号略去；一项不剩时略去这一句"),
    "raw": ("{% raw %}…{% endraw %}", "原样印出，不看其中的标签"),
}
"""Statement tags → how they are written and what they do, for the docs; 可略 is also optional, 列举 listing, 完 end."""


def functions(state: State) -> Mapping[str, Callable[..., object]]:
    """The functions for one rendering."""

    def ordinal() -> Ordinal:
        return Ordinal(state.place())

    def table(name: object) -> Placed:
        if not isinstance(name, str):
            raise TemplateError(
                "TPL-ARGUMENT", f"“表”的括号里应写表的名称，现在是{what_is(name)}。", '如 {{ 表("支出明细") }}。'
            )
        name = folded(name)
        if name not in state.scope.tables:
            advice = did_you_mean(name, state.scope.tables, "请先在报告说明的“表格”中写上它。")
            raise TemplateError("TPL-NO-TABLE", f"没有名为“{name}”的表。", advice)
        return Placed(name, state.place())

    def chart(*_: object) -> object:
        raise TemplateError("TPL-NOT-YET", "图尚未支持。", "请先删去这一行。")

    def namespace(**values: object) -> Namespace:
        return Namespace(values)

    own: dict[str, Callable[..., object]] = {"几是": ordinal, "表": table, "图": chart, "有数": has_value}
    return own | {PERCENT_CALL: percent, "namespace": namespace}
