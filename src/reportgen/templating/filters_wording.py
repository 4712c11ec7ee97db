"""Filters that word a comparison, a share, a rank or a list: the right Chinese for up, down, equal, zero and none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.document import Run
from reportgen.fact import Fact, FormulaOrigin
from reportgen.period import TARGET
from reportgen.quantity.printing import half_up
from reportgen.quantity.units import COUNT, convert, parse_unit
from reportgen.templating.choosing import Chosen, areas_of, field_fact, order_of, ranked_facts, tell_unranked
from reportgen.templating.comparing import (
    base_fact,
    change_fact,
    given_base,
    missing_beside,
    number_text,
    period_name,
    rate_digits,
    target_of,
    values_of,
)
from reportgen.templating.filter_entry import WORDING, Filter, number_of
from reportgen.templating.pieces import Dropped, Pieces, TemplateError
from reportgen.templating.values import folded, plain_run, title_of, what_is, whole

if TYPE_CHECKING:
    from reportgen.templating.state import State

POINTS = "个百分点"
_REACHED = "达标"
_COMMA = "、"
_LIKE_DIGITS = 10
"""A bare number up to this, alone in the brackets of 完成率, was meant as decimals more often than as a goal."""


# --- change ---


def _relative(name: str, label: str) -> Callable[..., object]:
    """同比, 环比: the rate of change, or percentage points for rates."""

    def relative(state: State, value: object, base: object = None) -> object:
        now = number_of(value, label)
        found = base_fact(state, now, name) if base is None else given_base(state, now, base, label)
        if found is None:
            return _no_base(state, name)
        missing = missing_beside(now, found)
        return _rate_of_change(now, found, label, name) if missing is None else missing

    return relative


def _absolute(name: str) -> Callable[..., object]:
    """较上年同期 and its like: by how much, in the fact's unit or the one asked for."""

    def absolute(state: State, value: object, unit: object = "") -> object:
        now = number_of(value, f"较{name}")
        found = base_fact(state, now, name)
        if found is None:
            return _no_base(state, name)
        missing = missing_beside(now, found)
        return _difference(now, found, f"较{name}", _unit_words(unit)) if missing is None else missing

    return absolute


def against(state: State, value: object, base: object, label: object = "", unit: object = "") -> object:
    """较(…): the difference to any base, under the author's own label."""
    now = number_of(value, "较")
    found = given_base(state, now, base, "较")
    if found is None:
        return _no_base(state, _called(now, base))
    name = period_name(now, found)
    words = str(label) or (f"较{name}" if name else "")
    if not words:
        raise TemplateError("TPL-ARGUMENT", "“较”不知道该怎样称呼这个基数。", '请写明，如“较(计划数, "较计划")”。')
    missing = missing_beside(now, found)
    return _difference(now, found, words, _unit_words(unit)) if missing is None else missing


def _called(now: Fact, base: object) -> str:
    """What a message calls a given base that the data do not hold: 上年同期 for `上年同期.x` too."""
    if isinstance(base, Mapping):
        base = base.get(folded(now.indicator))
    if isinstance(base, Fact):
        base = period_name(now, base)
    return base if isinstance(base, str) and base else "基期"


def _no_base(state: State, name: str) -> Dropped:
    state.tell_no_base(name)
    return Dropped(state.place())


def _rate_of_change(now: Fact, base: Fact, label: str, name: str) -> Run:
    value, before = values_of(now, base)
    if parse_unit(now.unit).is_percent:
        return _points(now, base, label, _level(label), _level(label, "基本"))
    formula = f"({now.name} - {base.name}) / {base.name}"
    if value == before:
        return Run(_level(label), (change_fact(now, base, Decimal(0), "%", formula),))
    if before == 0:
        return Run(f"{name}为0", (base,))
    if before < 0 or value < 0:
        # A rate on a negative base means nothing: a loss that turns into a gain has not "grown by 160 %".
        return _amount(now, base, label, "")
    rate = (value - before) / before * 100
    rounded = half_up(rate, 1)
    digits = rate_digits(rate)
    change = change_fact(now, base, rate, "%", formula, digits)
    if rounded == 0:
        return Run(_level(label, "基本"), (change,))
    verb = "增长" if rate > 0 else "下降"
    return Run(f"{label}{_about(now, base)}{verb}{number_text(abs(rate), '%', like=now, digits=digits)}", (change,))


def _unit_words(unit: object) -> str:
    """A unit given in brackets; raises TemplateError for anything but words."""
    if not isinstance(unit, str):
        advice = '如 {{ 支出金额|较上年同期("万元") }}。'
        raise TemplateError("TPL-ARGUMENT", f"这里应写单位，现在是{what_is(unit)}。", advice)
    return unit


def _difference(now: Fact, base: Fact, label: str, unit: str) -> Run:
    if parse_unit(now.unit).is_percent:
        return _points(now, base, label, _level(label), _level(label, "基本"))
    if unit in ("%", "％"):
        return _rate_of_change(now, base, label, label.lstrip("较比"))
    value, before = values_of(now, base)
    if value == before:
        return Run(_level(label), (change_fact(now, base, Decimal(0), now.unit, f"{now.name} - {base.name}"),))
    return _amount(now, base, label, unit)


def _amount(now: Fact, base: Fact, label: str, unit: str) -> Run:
    value, before = values_of(now, base)
    difference = value - before
    wanted = unit or now.unit
    if unit and unit != now.unit:
        difference = convert(difference, parse_unit(now.unit), parse_unit(unit))
    change = change_fact(now, base, difference, wanted, f"{now.name} - {base.name}").looking(with_unit=True)
    text = number_text(abs(difference), wanted, like=now)
    if not any(sign in "123456789" for sign in text):
        return Run(_level(label, "基本"), (change,))
    return Run(f"{label}{_about(now, base)}{'增加' if difference > 0 else '减少'}{text}", (change,))


def _points(now: Fact, base: Fact, label: str, level: str, nearly: str) -> Run:
    """Rates differ by percentage points; they rise (提高) and fall (下降)."""
    value, before = values_of(now, base)
    difference = (value - before) * parse_unit(now.unit).factor * 100
    most = max(1, now.decimals or 0)
    change = change_fact(
        now, base, difference, "百分点", f"{now.name} - {base.name}", rate_digits(difference, most)
    ).looking(with_unit=True)
    if difference == 0:
        return Run(level, (change,))
    if half_up(difference, most) == 0:
        return Run(nearly, (change,))
    text = number_text(abs(difference), "百分点", like=now, digits=rate_digits(difference, most), with_unit=False)
    return Run(f"{label}{_about(now, base)}{'提高' if difference > 0 else '下降'}{text}{POINTS}", (change,))


def _level(label: str, nearly: str = "") -> str:
    """较上年同期 → 与上年同期持平; a label of another make keeps its words."""
    words = f"与{label[1:]}" if label[:1] in ("较", "比") else label
    return f"{words}{nearly}持平"


def _about(now: Fact, base: Fact) -> str:
    """Numbers that were typed as about so many (13万余) differ by about so many."""
    return "约" if now.qualifier or base.qualifier else ""


def up_or_down(
    state: State, value: object, base: object, up: object = "增长", down: object = "下降", level: object = "持平"
) -> object:
    """按增减: only the word for the direction; numbers that differ but print the same are level."""
    now = number_of(value, "按增减")
    found = given_base(state, now, base, "按增减")
    if found is None:
        return _no_base(state, _called(now, base))
    if (missing := missing_beside(now, found)) is not None:
        return missing
    after, before = values_of(now, found)
    same = after == before or number_text(after, now.unit, like=now) == number_text(before, now.unit, like=found)
    word = level if same else up if after > before else down
    return Run(str(word), (change_fact(now, found, after - before, now.unit, f"{now.name} - {found.name}"),))


# --- shares ---


def _share(now: Fact, total: Fact, digits: object) -> Fact:
    """The share as a fact; a missing one where a side is missing or the total is zero."""
    if (missing := missing_beside(now, total)) is not None:
        return missing
    value, whole_value = values_of(now, total)
    formula = f"{now.name} / {total.name}"
    if whole_value == 0:
        empty = change_fact(now, total, Decimal(0), "%", formula)
        return replace(empty, value=None, missing=f"{total.name or '总数'}为0，算不出比率")
    places = None if digits is None else whole(digits, 0, 10)
    made = change_fact(now, total, value / whole_value * 100, "%", formula, places)
    # A share of what was typed as about so many (约35) is about so much.
    return made.looking(lead="约") if now.qualifier or total.qualifier else made


def share(state: State, value: object, total: object, of: object = "", digits: object = None) -> object:
    """占: the share of a whole."""
    now = number_of(value, "占")
    found = given_base(state, now, total, "占")
    if found is None:
        return _no_base(state, _called(now, total))
    made = _share(now, found, digits)
    if not made.is_missing and now.period == found.period and now > found > 0:
        state.tell_once("TPL-PARTS", f"“{now.name}”大于“{found.name}”，占比超过100%，请核对口径。")
    return made if made.is_missing else Run(f"占{f'{of}的' if of else ''}{state.text_of(made)}", (made,))


def completion_rate(state: State, value: object, goal: object = None, digits: object = None) -> object:
    """完成率: how far a goal is reached."""
    now = number_of(value, "完成率")
    if digits is None and isinstance(goal, Decimal | int) and 0 <= goal <= _LIKE_DIGITS:
        words = f"“完成率({goal})”的{goal}会当作任务数，不是小数位数。"
        advice = f"保留几位写在任务数后面：完成率(目标, {goal})；任务数确是{goal}的，写“完成率({goal}, 1)”。"
        raise TemplateError("TPL-ARGUMENT", words, advice)
    found = _goal(state, now, goal, "完成率")
    if found is None:
        return _no_base(state, "目标")
    made = _share(now, found, digits)
    return made if made.is_missing else Run(f"完成率{state.text_of(made)}", (made,))


def completion(
    state: State, value: object, total: object = None, verb: object = "完成", digits: object = None
) -> object:
    """完成情况: all, none, or so many with their rate."""
    now = number_of(value, "完成情况")
    found = _goal(state, now, total, "完成情况")
    if found is None:
        return _no_base(state, "目标")
    made = _share(now, found, digits)
    if made.is_missing:
        return made
    done, of = values_of(now, found)
    if done == of:
        return Run(f"已全部{verb}", (now, found))
    if done == 0:
        # 均 speaks of several things; of one, or of 0 out of 50万元, one says 尚未.
        return Run(f"{'均' if parse_unit(now.unit).dimension == COUNT and of != 1 else '尚'}未{verb}", (now, found))
    amount = now.looking(with_unit=True)
    beyond = f"，超额{verb}" if done > of else ""
    return Run(f"已{verb}{state.text_of(amount)}{beyond}，{verb}率{state.text_of(made)}", (amount, made))


def _goal(state: State, now: Fact, goal: object, name: str) -> Fact | None:
    """The goal given, else the one of the fact's own period: 上年.x|完成率(目标, 1) is about last year's goal."""
    if isinstance(goal, Mapping) and now.indicator:
        found = goal.get(folded(now.indicator))
        goal = None if isinstance(found, Fact) and found.target else goal
    return target_of(state, now) if goal is None else given_base(state, now, goal, name)


# --- ranks and lists ---


def rank(state: State, value: object, within: object = "", order: object = "降序") -> object:
    """排名: the place among the areas of the same rank; equal values share a place."""
    now = number_of(value, "排名")
    if not now.indicator:
        raise TemplateError("TPL-ARGUMENT", "“排名”要用在指标上，这个数是算出来的。", "请先在指标表中登记这个指标。")
    areas = state.scope.siblings(now.area)
    period = now.period or state.scope.period
    name = f"{TARGET}.{now.indicator}" if now.target else now.indicator
    found = [state.scope.lookup(name, area, period) for area in areas]
    state.spend(len(found))
    if now.is_missing:
        return now
    facts = [fact for fact in found if fact is not None and not fact.is_missing]
    if gone := [area for area, fact in zip(areas, found, strict=True) if fact is not None and fact.is_missing]:
        tell_unranked(state, gone, now.indicator)
    if now.area not in areas:
        raise TemplateError("TPL-ARGUMENT", f"“{now.area}”不参加排名（本级只进合计）。", "")
    if len(areas) < 2:
        raise TemplateError("TPL-ARGUMENT", f"“{now.area or '本地区'}”没有同级地区，不能排名。", "")
    if len(facts) < 2:
        return replace(now, value=None, missing=f"同级地区中只有{now.area}有数，排不出位次")
    ascending = order_of(order)
    ahead = sum(1 for fact in facts if (fact < now if ascending else fact > now))
    sharing = sum(1 for fact in facts if fact == now)
    if sharing == len(facts):
        state.tell_once("TPL-TIED", f"各地区的“{now.indicator}”都相同，都是并列第1位，这句话没有意义，请斟酌。")
    origin = FormulaOrigin(
        f"{now.indicator}在{len(facts)}个地区中从{'低到高' if ascending else '高到低'}的位次", tuple(facts)
    )
    place = Fact(Decimal(ahead + 1), "", f"{now.indicator}位次", now.area, now.period, origin, decimals=0, derived=True)
    words = f"居{within}" if within else ""
    return Run(f"{words}{'并列' if sharing > 1 else ''}第{place.text}位", (place,))


def top(state: State, value: object, count: object, field: object = None, order: object = "降序") -> object:
    """前几名: the names of the best, in order."""
    name = str(field) if field is not None else value.key if isinstance(value, Chosen) else ""
    if not name:
        raise TemplateError("TPL-ARGUMENT", "“前几名”不知道按哪个指标排。", '请写 前几名(3, "支出进度")，或先用“按”。')
    wanted = whole(count, 1)
    ascending = order_of(order) if field is not None else getattr(value, "ascending", False)
    facts = ranked_facts(state, areas_of(value, "前几名"), name, ascending)
    if len(facts) < wanted:
        state.tell_once("TPL-FEW", f"“{name}”有数的只有{len(facts)}个，不足{wanted}名。")
    best = facts[:wanted]
    tied = [pair for pair in facts[wanted:] if pair[1] == best[-1][1]] if best else []
    if tied:
        state.tell_once("TPL-TIED", f"按“{name}”排，第{wanted}名有并列，一并列出了{len(best) + len(tied)}个。")
    state.listed = len(best) + len(tied)
    return _listed([(title_of(area), fact) for area, fact in (*best, *tied)])


def _listed(named: list[tuple[str, Fact]]) -> Pieces:
    pieces: list[object] = []
    for name, fact in named:
        if pieces:
            pieces.append(Run(_COMMA, typed=True))
        pieces.append(Run(name, (fact,)))
    return Pieces(pieces)


def listed(state: State, value: object, field: object = None, sign: object = _COMMA) -> object:
    """顿号列举: names, or names with a number each, joined by 、."""
    if not isinstance(value, tuple | list):
        raise TemplateError("TPL-FLATTENS", f"“顿号列举”要用在一组数据上，这里是{what_is(value)}。", "")
    state.spend(len(value))
    pieces: list[object] = []
    for item in value:
        if pieces:
            pieces.append(Run(str(sign), typed=True))
        if field is None:
            pieces.append(item if isinstance(item, Fact) else plain_run(item))
        else:
            pieces += (plain_run(item), field_fact(item, str(field)).looking(with_unit=True))
    return Pieces(pieces)


def among_them(state: State, value: object, *parts: object, **named: object) -> object:
    """其中: the parts of a total with their names; parts that are zero stay out, and none may exceed it."""
    total = number_of(value, "其中")
    facts: list[tuple[str, Fact]] = []
    for part in parts:
        fact = number_of(part, "其中")
        facts.append((_part_name(fact), fact))
    facts += [(name, number_of(part, "其中")) for name, part in named.items()]
    if not facts:
        raise TemplateError("TPL-ARGUMENT", "“其中”后面没有写各个部分。", "如 {{ 总户数|其中(甲户数, 乙户数) }}。")
    for fact in (total, *(fact for _, fact in facts)):
        if fact.is_missing:
            return fact
    _check_parts(total, facts)
    shown = [(name, fact) for name, fact in facts if fact.value]
    if not shown:
        return Dropped(state.place())
    if len(shown) == 1 and _is_all(shown[0][1], total):
        return Run(f"{'为' if total.value == 1 else '全部为'}{shown[0][0]}", (shown[0][1], total))
    pieces: list[object] = [Run("其中", typed=True)]
    for number, (name, fact) in enumerate(shown):
        pieces += (Run(f"{_COMMA if number else ''}{name}"), fact.looking(with_unit=True))
    return Pieces(pieces)


def _is_all(part: Fact, total: Fact) -> bool:
    """Whether a part is the whole, for sure and counted in the same words (5人 of 5户 are not all of them)."""
    return part == total and part.unit == total.unit and not (part.qualifier or total.qualifier)


def _check_parts(total: Fact, facts: list[tuple[str, Fact]]) -> None:
    """Raise where parts are of another kind than their total or exceed it."""
    for name, fact in facts:
        if parse_unit(fact.unit).is_percent != parse_unit(total.unit).is_percent:
            words = f"“其中”的“{name}”以“{fact.unit}”为单位，总数却以“{total.unit}”为单位。"
            raise TemplateError("TPL-UNIT", words, "各个部分应和总数是同一类数。")
    amount = sum((values_of(total, fact)[1] for _, fact in facts), Decimal(0))
    assert isinstance(total.value, Decimal)
    if amount > total.value:
        words = f"“其中”各项合计{amount.normalize():f}{total.unit}，大于总数{total.text}{total.unit}。"
        raise TemplateError("TPL-PARTS", words, "请核对各项的口径。")


def _part_name(fact: Fact) -> str:
    """How a part is called before its number: 边缘易致贫户数 → 边缘易致贫户."""
    name = fact.indicator or fact.title
    return name.removesuffix("数") or name


def reached(state: State, value: object, field: object, threshold: object, label: object = None) -> object:
    """达标: whether all, some or none of the areas reach a threshold; missing ones do not, and a notice says so."""
    name = str(field)
    areas = areas_of(value, "达标")
    facts = [field_fact(area, name) for area in areas]
    there = [fact for fact in facts if not fact.is_missing]
    if len(there) < len(facts):
        gone = "、".join(fact.area for fact in facts if fact.is_missing)
        state.tell_once("TPL-SKIPPED", f"“达标”中{gone}没有“{name}”，按未达到计。")
    if not facts:
        raise TemplateError("TPL-FAULT", "“达标”前面没有地区。", "")
    limit = threshold if isinstance(threshold, Fact | Decimal | int) else None
    if limit is None:
        raise TemplateError("TPL-ARGUMENT", "“达标”的第二项应是一个数。", '如 达标("支出率", 50)。')
    passed = sum(1 for fact in there if fact >= limit)
    what = str(label) if label is not None else f"{_limit_text(limit, facts[0])}以上"
    count = _counted(passed, facts, f"{name} >= {_limit_text(limit, facts[0])}")
    if passed == len(facts):
        return Run("全部达标" if what == _REACHED else f"均达到{what}", (count,))
    reach = what if what == _REACHED else f"达到{what}"
    if passed == 0:
        return Run(f"均未{reach}", (count,))
    rest = _counted(len(facts) - passed, facts, f"{name} < {_limit_text(limit, facts[0])}")
    return Run(f"{passed}个{reach}，{len(facts) - passed}个未{reach[:2]}", (count, rest))


def _limit_text(limit: Fact | Decimal | int, like: Fact) -> str:
    if isinstance(limit, Fact):
        return limit.looking(with_unit=True).text
    return f"{Decimal(limit).normalize():f}{like.unit}"


def _counted(number: int, facts: list[Fact], how: str) -> Fact:
    origin = FormulaOrigin(f"计数：{how}", tuple(facts))
    period = facts[0].period
    return Fact(Decimal(number), "个", "", "", period, origin, title=f"{how}的个数", decimals=0, derived=True)


def _entry(
    name: str,
    english: str,
    signature: str,
    words: str,
    function: Callable[..., object],
    example: str,
    result: str,
    fields: tuple[int, ...] = (),
) -> Filter:
    return Filter(name, english, WORDING, signature, words, function, example, result, fields)


FILTERS: tuple[Filter, ...] = (
    _entry(
        "同比",
        "year_on_year",
        "同比 或 同比(基数)",
        "比上年同期增长或下降百分之几；比率说提高或下降几个百分点；相等说持平，上年同期为0时不写比率",
        _relative("上年同期", "同比"),
        "{{ 务工人数|同比 }}",
        "同比增长3.8%",
    ),
    _entry(
        "环比",
        "period_on_period",
        "环比 或 环比(基数)",
        "比上期（如上半年比上年下半年）增长或下降百分之几",
        _relative("上期", "环比"),
        "{{ 务工人数|环比 }}",
        "环比下降2%",
    ),
    _entry(
        "较上年同期",
        "against_year_ago",
        '较上年同期 或 较上年同期("万元")',
        "比上年同期增加或减少多少，带单位；比率说几个百分点；单位写“%”时说百分之几",
        _absolute("上年同期"),
        "{{ 风险消除率|较上年同期 }}",
        "较上年同期提高5.2个百分点",
    ),
    _entry(
        "较上期",
        "against_previous",
        "较上期",
        "比上期增加或减少多少",
        _absolute("上期"),
        "{{ 务工人数|较上期 }}",
        "较上期减少611人",
    ),
    _entry(
        "较上年",
        "against_last_year",
        "较上年",
        "比上年全年增加或减少多少",
        _absolute("上年"),
        "{{ 务工人数|较上年 }}",
        "与上年持平",
    ),
    _entry(
        "较年初",
        "against_year_start",
        "较年初",
        "比上年年末增加或减少多少",
        _absolute("年初"),
        "{{ 监测对象户数|较年初 }}",
        "较年初增加35户",
    ),
    _entry(
        "较",
        "against",
        '较(基数, "称呼", "单位")',
        "比任意基数增加或减少多少；基数可以是数据项，也可以是“上年”这样的基期",
        against,
        '{{ 支出金额|较(上年同期, "对比上年度", "万元") }}',
        "对比上年度增加248.35万元",
    ),
    _entry(
        "按增减",
        "up_or_down",
        '按增减(基数, "增长", "下降", "持平")',
        "只印出表示增减的词；两个数印出来一样的，说持平",
        up_or_down,
        '务工人数{{ 务工人数|按增减(上年同期, "上升", "回落") }}',
        "务工人数上升",
    ),
    _entry(
        "占",
        "share",
        '占(总数, "称呼", 几位)',
        "占总数的百分之几",
        share,
        '{{ 消除风险户数|占(监测对象户数, "监测对象") }}',
        "占监测对象的77.58%",
    ),
    _entry(
        "完成率",
        "completion_rate",
        "完成率 或 完成率(任务数, 几位)",
        "完成任务的百分之几；不写任务数，或写 目标，用这个数那一期的目标",
        completion_rate,
        "{{ 消除风险户数|完成率(监测对象户数, 1) }}",
        "完成率77.6%",
    ),
    _entry(
        "完成情况",
        "completion",
        '完成情况(总数, "完成", 几位)',
        "全部完成、均未完成（不是计数的说尚未完成），或已完成多少、完成率多少；超过总数的说超额完成",
        completion,
        '项目{{ 开工项目数|完成情况(项目数, "开工") }}',
        "项目已全部开工",
    ),
    _entry(
        "排名",
        "rank",
        '排名 或 排名("全县", "降序"|"升序")',
        "在同级地区中的位次，相同的并列；缺数的不参加排名",
        rank,
        '{{ 地区("柳溪镇").支出率|排名("全县") }}',
        "居全县第1位",
    ),
    _entry(
        "前几名",
        "top",
        '前几名(3, "支出率", "降序"|"升序")',
        "前几名的名称，用顿号连接；并列的一并列出",
        top,
        '{{ 下级|前几名(2, "支出率") }}',
        "柳溪镇、青石镇",
        (1,),
    ),
    _entry(
        "顿号列举",
        "listed",
        '顿号列举 或 顿号列举("指标")',
        "一组地区或数用顿号连接；写了指标就带上各自的数和单位",
        listed,
        '{{ 下级|顿号列举("监测对象户数") }}',
        "青石镇35户、柳溪镇20户、北河乡0户",
        (0,),
    ),
    _entry(
        "其中",
        "among_them",
        "其中(部分一, 部分二 …) 或 其中(称呼=部分 …)",
        "总数中的各个部分，为0的不写；只有一项且等于总数的，说“全部为”；合计大于总数是错误",
        among_them,
        "{{ 监测对象户数|其中(边缘户数, 突发户数) }}",
        "其中边缘户700户、突发户300户",
    ),
    _entry(
        "达标",
        "reached",
        '达标("指标", 标准, "说法")',
        "各地区是否达到标准：均达到、均未达到，或几个达到、几个未达到；说法写“达标”的，印全部达标、均未达标、几个达标",
        reached,
        '{{ 下级|达标("支出率", 50) }}',
        "2个达到50%以上，1个未达到",
        (0,),
    ),
)
