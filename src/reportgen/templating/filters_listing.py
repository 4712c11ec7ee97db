"""The filter that names the records behind a figure: 甲、乙、丙等6个项目."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.document import Run
from reportgen.fact import Fact
from reportgen.templating.filter_entry import WORDING, Filter
from reportgen.templating.pieces import TemplateError
from reportgen.templating.values import what_is, whole

if TYPE_CHECKING:
    from reportgen.templating.state import State

_COMMA = "、"


def name_some(state: State, value: object, most: object = Decimal(3), noun: object = "") -> object:
    """列举名: the names of the records that a figure counts, all of them where they are few."""
    if isinstance(value, Fact) and value.is_missing:
        return value
    found = state.scope.listing(value)
    if found is None:
        advice = "请把它放在台账的指标或台账名后面，如 {{ 已开工项目数|列举名(3) }}、{{ projects|列举名(3) }}。"
        raise TemplateError("TPL-FLATTENS", f"“列举名”要用在台账的指标或台账上，这里是{what_is(value)}。", advice)
    count, names = found.count, found.names
    if count.is_missing:
        return count
    if any(name.sensitive for name in names):
        words = f"“{names[0].title}”是敏感信息，不能列举。"
        raise TemplateError("TPL-SENSITIVE", words, "请只写个数，或换一个不敏感的字段作名称（角色: 名称）。")
    if count.value == 0:
        return replace(count, value=None, missing="没有符合条件的记录")
    if not names:
        raise TemplateError("TPL-FAULT", "台账里没有可以列举的名称。", "请在指标表里给一个字段写 角色: 名称。")
    shown = names[: whole(most, 1)]
    state.spend(len(shown))
    text = _COMMA.join(str(name.value) for name in shown)
    if len(shown) != count.value:
        text += f"等{state.text_of(count)}" + (str(noun) or (count.unit or "个") + found.noun)
    return Run(text, (count, *shown))


FILTERS: tuple[Filter, ...] = (
    Filter(
        "列举名",
        "name_some",
        WORDING,
        '列举名(几个) 或 列举名(几个, "个重点项目")',
        "列举台账里的名称：重点的在前，其余按表中次序；多于几个的写“等6个项目”，不多的全部列出",
        name_some,
        "{{ 开工项目数|列举名(2) }}",
        "青石产业路、柳溪大棚等77个项目",
    ),
)
