"""Filters that print the same fact another way: scale, digits, 余, Chinese numerals, dates. The value stays exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.document import Run
from reportgen.fact import Fact
from reportgen.quantity.dates import print_date
from reportgen.quantity.identifiers import hidden
from reportgen.quantity.numerals import chinese
from reportgen.quantity.printing import half_up
from reportgen.templating.filter_entry import FORMAT, Filter, fact_of, number_of
from reportgen.templating.pieces import Pieces, TemplateError
from reportgen.templating.values import whole

if TYPE_CHECKING:
    from reportgen.templating.state import State

_POLICIES = {"停": "stop", "标": "mark", "横线": "dash", "stop": "stop", "mark": "mark", "dash": "dash"}
_MOST_DIGITS = 10


def _scaled(scale: str) -> Callable[..., object]:
    def scaled(_state: State, value: object, digits: object = None) -> Fact:
        fact = number_of(value, scale)
        if digits is None:
            return fact.looking(scale=scale)
        return fact.looking(scale=scale, digits=whole(digits, 0, _MOST_DIGITS))

    return scaled


def with_unit(_state: State, value: object) -> Fact:
    """Print the unit after the number."""
    return number_of(value, "带单位").looking(with_unit=True)


def kept(_state: State, value: object, digits: object = Decimal(2)) -> object:
    """Print so many decimals, rounded half up."""
    places = whole(digits, 0, _MOST_DIGITS)
    if isinstance(value, Decimal):
        return half_up(value, places)
    return number_of(value, "保留").looking(digits=places)


def over(_state: State, value: object, step: object = None) -> Fact:
    """Cut to a step and print 余; without a step to the highest digit but one."""
    fact = number_of(value, "余")
    if step is None:
        step = _natural_step(fact)
    elif isinstance(step, str):
        if step not in ("万", "亿", "千", "百", "十"):
            raise TemplateError("TPL-ARGUMENT", f"“余”不认识步长“{step}”。", '请写 余("万") 或 余(100)。')
        step = {"十": "10", "百": "100", "千": "1000"}.get(step, str(step))
    else:
        step = str(whole(step, 1))
    return fact.looking(cut=step)


def _natural_step(fact: Fact) -> str:
    """Keep two leading digits: 1432 → 1400余, 86 → 80余."""
    if not isinstance(fact.value, Decimal):
        return "10"
    digits = len(str(int(abs(fact.value))))
    return str(10 ** max(1, digits - 2))


def _led(word: str) -> Callable[..., object]:
    def led(_state: State, value: object) -> Fact:
        return number_of(value, word).looking(lead=word)

    return led


def _numeral(style: str, name: str) -> Callable[..., object]:
    def numeral(_state: State, value: object) -> object:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Run(chinese(Decimal(value)), typed=isinstance(value, Decimal))
        return number_of(value, name).looking(style=style)

    return numeral


def _dated(style: str, name: str) -> Callable[..., object]:
    def dated(_state: State, value: object) -> object:
        if isinstance(value, date):
            return Run(print_date(value, style))
        fact = fact_of(value, name)
        if fact.value is not None and not isinstance(fact.value, date):
            raise TemplateError("TPL-FLATTENS", f"“{name}”要用在日期上，“{fact.name}”不是日期。", "")
        return fact.looking(style=style)

    return dated


def until(state: State, value: object, end: object) -> object:
    """Word a range: 6月23日—26日, 25～30 (GB/T 15835-2011 §5.1.3)."""
    first, last = fact_of(value, "至"), fact_of(end, "至")
    for fact in (first, last):
        if fact.is_missing:
            return fact
    if first > last:
        words = f"“至”的起（{state.text_of(first)}）在止（{state.text_of(last)}）之后。"
        raise TemplateError("TPL-ARGUMENT", words, "请核对起止，或把两头换过来。")
    if isinstance(first.value, date) and isinstance(last.value, date):
        for fact in (first, last):
            state.text_of(fact)  # refuses what is sensitive
        return Run(_days(first.value, last.value, first.look.style), (first, last))
    if first == last:
        return first
    return Pieces((first, Run("～", typed=True), last))


def _days(first: date, last: date, style: str) -> str:
    if first.year != last.year:
        # The year of both ends is said: 12月28日—2024年1月3日 would leave the first to be guessed.
        return f"{print_date(first)}—{print_date(last)}"
    start = print_date(first, style if style == "month_day" else "date")
    if first.month != last.month:
        return f"{start}—{print_date(last, 'month_day')}"
    return f"{start}—{last.day}日" if first != last else start


def with_policy(_state: State, value: object, policy: object = "标") -> object:
    """Settle what happens where this value is missing."""
    if not isinstance(policy, str) or policy not in _POLICIES:
        raise TemplateError("TPL-ARGUMENT", "“缺数”后面应写“停”“标”或“横线”。", '如 {{ x|缺数("横线") }}。')
    if isinstance(value, Fact):
        return replace(value, policy=_POLICIES[policy])
    return value


def masked(_state: State, value: object, part: object = "") -> object:
    """Print a name, an ID, a telephone or card number with its middle hidden."""
    if part not in ("", "姓"):
        raise TemplateError("TPL-ARGUMENT", "“脱敏”后面只能写“姓”，或不写。", '如 {{ 户主|脱敏("姓") }}。')
    fact = fact_of(value, "脱敏")
    if fact.is_missing:
        return fact
    text = fact.value if isinstance(fact.value, str) else replace(fact, sensitive=False).text
    # What it prints is no longer to be hidden; what stands behind it is.
    return Run(hidden(text, surname_only=part == "姓"), (fact,))


def _entry(
    name: str,
    english: str,
    signature: str,
    words: str,
    function: Callable[..., object],
    example: str = "",
    result: str = "",
) -> Filter:
    return Filter(name, english, FORMAT, signature, words, function, example, result)


FILTERS: tuple[Filter, ...] = (
    _entry(
        "万元",
        "in_ten_thousand_yuan",
        "万元 或 万元(几位)",
        "换算成万元并印出单位；不写位数时最多四位小数，更多就提示",
        _scaled("万元"),
        "{{ 支出金额|万元 }}",
        "6248.35万元",
    ),
    _entry(
        "亿元",
        "in_hundred_million_yuan",
        "亿元 或 亿元(几位)",
        "换算成亿元并印出单位",
        _scaled("亿元"),
        "{{ 支出金额|亿元(2) }}",
        "0.62亿元",
    ),
    _entry(
        "万",
        "in_ten_thousands",
        "万 或 万(几位)",
        "换算成“万”，量词由后文写出；会印成0的小数目照原数印并提示",
        _scaled("万"),
        "{{ 农户数|万(1) }}户",
        "13.2万户",
    ),
    _entry(
        "亿",
        "in_hundred_millions",
        "亿 或 亿(几位)",
        "换算成“亿”，单位由后文写出",
        _scaled("亿"),
        "{{ 支出金额|亿(2) }}元",
        "0.62亿元",
    ),
    _entry("带单位", "with_unit", "带单位", "在数后印出单位", with_unit, "{{ 监测对象户数|带单位 }}", "1753户"),
    _entry(
        "保留",
        "decimals",
        "保留(几位)",
        "固定印几位小数，四舍五入",
        kept,
        "{{ 风险消除率|保留(2) }}",
        "77.58%",
    ),
    _entry(
        "余",
        "over",
        '余(100) 或 余("万")',
        "舍去尾数，加“余”，只舍不入；正好是整数时不加；不到一步的数照原样印并提示",
        over,
        '{{ 农户数|余("万") }}户',
        "13万余户",
    ),
    _entry("约", "about", "约", "在数前加“约”", _led("约"), "{{ 监测对象户数|约 }}户", "约1753户"),
    _entry("近", "nearly", "近", "在数前加“近”", _led("近"), "{{ 监测对象户数|近 }}户", "近1753户"),
    _entry(
        "中文数字",
        "chinese_numeral",
        "中文数字",
        "印成中文数字；量词前的2印作“两”",
        _numeral("chinese", "中文数字"),
        "召开{{ 会议次数|中文数字 }}次会议",
        "召开两次会议",
    ),
    _entry(
        "序数",
        "ordinal",
        "序数",
        "“第”字后的中文数字，2印作“二”",
        _numeral("ordinal", "序数"),
        "第{{ 会议次数|序数 }}次会议",
        "第二次会议",
    ),
    _entry(
        "大写金额",
        "capital_money",
        "大写金额",
        "印成大写金额",
        _numeral("capital", "大写金额"),
        "{{ 补助金额|大写金额 }}",
        "叁仟元整",
    ),
    _entry(
        "月日", "month_day", "月日", "日期印成几月几日", _dated("month_day", "月日"), "{{ 会议日期|月日 }}", "6月23日"
    ),
    _entry("月底", "month_end", "月底", "日期印成几月底", _dated("month_end", "月底"), "{{ 会议日期|月底 }}", "6月底"),
    _entry(
        "年月", "year_month", "年月", "日期印成几年几月", _dated("month", "年月"), "{{ 会议日期|年月 }}", "2023年6月"
    ),
    _entry(
        "至",
        "until",
        "至(止)",
        "日期或数的范围，日期用“—”，数用“～”",
        until,
        "{{ 会议日期|月日|至(结束日期) }}",
        "6月23日—26日",
    ),
    _entry(
        "缺数",
        "missing",
        '缺数("停"|"标"|"横线")',
        "这个数缺了怎么办，优先于报告的规定",
        with_policy,
        '{{ 未填数|缺数("横线") }}',
        "—",
    ),
    _entry(
        "脱敏",
        "masked",
        "脱敏 或 脱敏(“姓”)",
        "按样子隐去中间：姓名张*三（“姓”：张**）、证件号和卡号留前6位后4位、手机号留前3位后4位",
        masked,
        "{{ 联系电话|脱敏 }}",
        "138****5678",
    ),
)
