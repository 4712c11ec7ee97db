"""Filters that choose and order areas, and count them; a count knows the facts it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.fact import Fact, FormulaOrigin, MissingValueError
from reportgen.templating.choosing import Chosen, areas_of, order_of, ordered, standing, tell_cut_tie
from reportgen.templating.conditions import Condition
from reportgen.templating.filter_entry import CHOOSING, Filter
from reportgen.templating.pieces import Pieces, TemplateError
from reportgen.templating.values import title_of, what_is, whole

if TYPE_CHECKING:
    from reportgen.templating.state import State


def by(state: State, value: object, field: object, order: object = "降序") -> Chosen:
    """Order areas by a field, the highest first; missing values last."""
    areas = areas_of(value, "按")
    state.spend(len(areas))
    ascending = order_of(order)
    return Chosen.of(ordered(areas, str(field), ascending), value, key=str(field), ascending=ascending)


def first_of(state: State, value: object, count: object = Decimal(1)) -> Chosen:
    """The first so many; of areas in order, those with a value."""
    number = whole(count, 0)
    row = standing(state, value, _row(value, "前"))
    chosen = row[:number]
    if 0 < number < len(row):
        tell_cut_tie(state, value, row[number - 1], row[number], f"前({number})")
    state.listed = len(chosen)
    return Chosen.of(chosen, value, how=f"前{whole(count)}个")


def last_of(state: State, value: object, count: object = Decimal(1)) -> Chosen:
    """The last so many, in the same order; what has no value is not last."""
    number = whole(count, 0)
    row = standing(state, value, _row(value, "后"))
    if 0 < number < len(row):
        tell_cut_tie(state, value, row[-number], row[-number - 1], f"后({number})")
    chosen = row[max(0, len(row) - number) :]
    state.listed = len(chosen)
    return Chosen.of(chosen, value, how=f"后{number}个")


def having(state: State, value: object, condition: object) -> Chosen:
    """The areas for which a condition holds; those with a missing value do not match, and a notice says so."""
    areas = areas_of(value, "有")
    judge = Condition(str(condition), state.scope.names)
    state.spend(len(areas))
    kept: list[object] = []
    gone: list[str] = []
    for area in areas:
        try:
            if judge.holds(area):
                kept.append(area)
        except MissingValueError:
            gone.append(title_of(area))
    if gone:
        state.tell_once("TPL-SKIPPED", f"按“{condition}”选取时，{'、'.join(gone)}缺数，按不符合计。")
    before = value.facts if isinstance(value, Chosen) else ()
    return Chosen.of(kept, value, how=str(condition), facts=(*before, *judge.facts))


def count(state: State, value: object, unit: object = "个") -> Fact:
    """How many there are, as a fact."""
    row = _row(value, "个数")
    how = value.how if isinstance(value, Chosen) and value.how else "、".join(title_of(item) for item in row[:50])
    facts = value.facts if isinstance(value, Chosen) else ()
    origin = FormulaOrigin(f"计数：{how}" if how else "计数", facts)
    period = state.scope.period
    return Fact(Decimal(len(row)), str(unit), "", "", period, origin, title="个数", decimals=0, derived=True)


def _row(value: object, name: str) -> Sequence[object]:
    if isinstance(value, tuple | list) and not isinstance(value, Pieces):
        return value
    raise TemplateError("TPL-FLATTENS", f"“{name}”要用在一组数据上，这里是{what_is(value)}。", "")


FILTERS: tuple[Filter, ...] = (
    Filter(
        "按",
        "by",
        CHOOSING,
        '按("指标", "降序"|"升序")',
        "按指标排序，默认从高到低；缺数的排在最后",
        by,
        '{% for 镇 in 下级|按("支出率")|前(2) %}{{ 镇.名称 }}{% endfor %}',
        "柳溪镇青石镇",
        (0,),
    ),
    Filter(
        "前",
        "first_of",
        CHOOSING,
        "前(几个)",
        "取前几个；按指标排过的，缺数的不取，并列的给提示",
        first_of,
        "{{ 下级|前(2)|顿号列举 }}",
        "青石镇、柳溪镇",
    ),
    Filter("后", "last_of", CHOOSING, "后(几个)", "取后几个", last_of, "{{ 下级|后(1)|顿号列举 }}", "北河乡"),
    Filter(
        "有",
        "having",
        CHOOSING,
        '有("条件")',
        "取符合条件的；缺数的按不符合计，并提示",
        having,
        '{{ 下级|有("支出率 >= 50")|个数 }}个',
        "2个",
        (),
        0,
    ),
    Filter("个数", "count", CHOOSING, '个数 或 个数("单位")', "一共几个", count, "{{ 下级|个数 }}个乡镇", "3个乡镇"),
)
