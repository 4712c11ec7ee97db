"""How to find every number in running text, and what kind each is: a quantity, a date, numbering, a slogan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reportgen.quantity.numerals import parse_chinese
from reportgen.quantity.slogans import IDIOM, SLOGAN, slogans_in_quotes
from reportgen.quantity.units import SCALES, known_symbols, plain


class NumeralKind(StrEnum):
    """What a number in a text is."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    RATIO = "ratio"
    CHINESE = "zh-numeral"
    DATE = "date"
    ORDINAL = "ordinal"
    DOCUMENT_NUMBER = "doc-number"
    SLOGAN = "policy-phrase"

    @property
    def is_quantity(self) -> bool:
        """Whether it states an amount, so that a fact or a reason must stand behind it."""
        return self in _QUANTITIES


_QUANTITIES = {
    NumeralKind.COUNT,
    NumeralKind.MONEY,
    NumeralKind.PERCENT,
    NumeralKind.RATIO,
    NumeralKind.CHINESE,
}


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number found in a text.

    start, end  offsets into the text; `surface` is what stands there, from the first digit to the end of the unit
    value       the number, 万 and 亿 multiplied out, a percent as printed; several for a range or an a:b:c ratio; None
                where no number is meant (dates, numbering, slogans)
    unit        what remains after the number and 万/亿: 户, 元, %, 百分点
    """

    start: int
    end: int
    surface: str
    value: Decimal | tuple[Decimal, ...] | None
    unit: str
    kind: NumeralKind

    @property
    def is_rank(self) -> bool:
        """Whether it is a place in an order (第四位), which is data, and not numbering."""
        return self.kind is NumeralKind.ORDINAL and self.value is not None


# --- the small parts that the patterns are made of ---

_D = "[0-9０-９]"
_ZH = "[一二三四五六七八九十]"
_ZH_NUMBER = "(?:[一二两三四五六七八九十][零〇一二两三四五六七八九十百千]*[万亿]?|百|千|万)"
_B = "[ \u00a0]?"
_DASH = "[-－—–―~～至到]{1,2}"
_ARABIC = rf"(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})|{_D}+)(?:[.．]{_D}+)?"
_SCALE = "万亿|千万|百万|万|亿|千|百"
_BOUNDARY = r"(?:^|(?<=[\s，,。；;：:、！？!?（(“”\"‘《*]))"


def _any_sign(signs: Iterable[str]) -> str:
    return "[" + "".join(sorted({re.escape(sign) for sign in signs})) + "]"


def _either(words: Iterable[str]) -> str:
    """Any of the words, the longest first; those of one sign compile fastest as a class."""
    long = sorted((re.escape(word) for word in words if len(word) > 1), key=lambda word: (-len(word), word))
    return "|".join((*long, _any_sign(word for word in words if len(word) == 1)))


# 个 is the measure word of nearly all things, but these are units of their own.
_UNITS = [*(known_symbols() - {"%", "百分点", "‰", "月"}), "个季度", "大项"]
# Where it only matters that a unit follows, its first sign will do: the whole list compiles ten times as slowly.
_UNIT_BEGINS = _any_sign(word[0] for word in _UNITS)
_UNIT = rf"(?:{_either(_UNITS)}|大(?=[\u4e00-\u9fff]))"
_PER = rf"(?:[/／](?:{_either([*_UNITS, '大'])}|[\u4e00-\u9fff]{{1,2}}))"
# 1088品: one unknown sign between a number and a pause can only be a measure word.
_UNKNOWN_UNIT = r"[\u4e00-\u9fff](?=[，,。；;、）)\n]|$)"
_NO_UNIT = "[前后内外以上下左右余多的年月日和与及或至到等为中起者]"

_ZH_UNIT = (
    "人次|户次|场次|个月|个工作日|小时|方面|大类|公里|万元|亿元|"
    "[个名位人户次场项条件份家支类种轮年天周片处座辆台套笔部届班组株亩吨米元大区]"
)

_YEAR = (
    rf"(?:(?:19|20){_D}{{2}}{_B}年|(?:二[〇○零][〇○零一二三四五六七八九]{{2}}|一九[〇○零一二三四五六七八九]{{2}})年)"
)
_MONTH = (
    rf"(?:(?:1[0-2]|0?[1-9]){_B}月|(?:十[一二]?|[二三四五六七八九]|正|一(?=月(?:份|[上中下]旬|底|初|{_D})))月)(?!份额)"
)
_DAY = rf"(?:(?:3[01]|[12]{_D}|0?[1-9]){_B}[日号]|(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日)"
_BARE_DAY = rf"(?:3[01]|[12]{_D}|0?[1-9])(?![{_D[1:-1]}.．％%]|{_B}{_UNIT_BEGINS})"
_QUARTER = r"第?[一二三四1-4]季度"
_FULL_DATE = rf"(?:{_YEAR}(?:(?:{_MONTH})(?:{_DAY}|{_BARE_DAY})?|{_QUARTER})?|{_MONTH}(?:{_DAY}|{_BARE_DAY})?)"
_PLAIN_DATE = rf"(?<!{_D})(?:19|20)\d\d(?P<sep>[-./])(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12]\d|0?[1-9])(?!\d)"

_FIRST_DATES = [
    _PLAIN_DATE,
    rf"(?:19|20){_D}{{2}}(?:{_B}年)?{_B}{_DASH}{_B}(?:19|20){_D}{{2}}{_B}年",
    rf"(?:{_YEAR})?(?:1[0-2]|0?[1-9]){_DASH}(?:1[0-2]|0?[1-9]){_B}月(?:份)?",
    rf"(?:{_MONTH})(?:3[01]|[12]\d|0?[1-9]){_DASH}{_DAY}",
]
_PART_DATES = [
    rf"(?:3[01]|[12]{_D}|0?[1-9]){_B}日(?!{_B}[以之]?内|常)",
    _QUARTER,
    rf"(?:[01]?\d|2[0-4])(?:[:：][0-5]\d(?![{_D[1:-1]}:：.])|[点时][0-5]?\d分|[点时](?=[前后至整，。]))",
]

_DOCUMENT_NUMBERS = [
    rf"[〔\[［](?:19|20){_D}{{2}}[〕\]］]{_B}第?{_B}{_D}+{_B}号",
    rf"总?第{_B}{_D}+(?:{_DASH}{_D}+)?{_B}期",
    # telephone numbers and hotlines
    rf"(?<!{_D})(?:0\d{{2,3}}[-—]\d{{7,8}}|1[3-9]\d{{9}})(?!{_D})",
    rf"(?<!{_D})\d{{3,5}}(?=[\u4e00-\u9fff]{{0,4}}(?:热线|电话|平台))",
]

_ORDINALS = [
    rf"^[ \u3000]*(?P<n1>{_ZH}+、)",
    rf"{_BOUNDARY}[（(]{_ZH}+[）)]",
    rf"{_BOUNDARY}[（(]{_D}{{1,2}}[）)](?=[\u4e00-\u9fff])",
    r"[㈠-㈩①-⑳⑴-⒇⒈-⒛❶-❿]",
    # 1.2024年工作: a numbered title that begins with a year or a month, and no decimal fraction of a year
    rf"(?:^[ \u3000]*|(?<=[。；;：:\s]))(?P<n2>{_D}{{1,2}}[.．、])(?:(?!{_D})|(?={_YEAR}|{_MONTH}))",
    rf"^[ \u3000]*(?P<n3>{_D}{{1,2}}(?:\.{_D}{{1,2}}){{1,3}})(?=[ \u3000])",
    rf"{_BOUNDARY}(?:{_ZH}{{1,3}}[是要]|其[一二三四五六七八九](?=[，,是、]))",
    rf"第{_B}(?:{_D}+|{_ZH_NUMBER}){_B}(?:名(?!书)|位)?",
    rf"(?<=附件|附表|附图)(?:{_D}+|{_ZH}+)(?!{_D})",
    rf"(?<=[表图注])(?:{_D}{{1,2}})(?=[ \u3000：:、，。；）)\n]|$)",
    rf"(?:{_D}+|{_ZH}+)号(?!线索|召|称)",
    rf"{_ZH}期(?=工程|项目|建设)|{_ZH}等奖",
]

_PERCENTS = [
    rf"(?P<minus>[-－−])?(?P<low>{_ARABIC})(?:{_B}(?:%|％|个百分点))?{_DASH}(?P<high>{_ARABIC}){_B}(?P<unit>%|％|‰|个?百分点)",
    rf"(?P<minus>(?<![\d０-９年月日%％])[-－−])?(?P<low>{_ARABIC}){_B}(?P<unit>%|％|‰|个?百分点)",
    rf"百分之(?P<zh>{_ZH_NUMBER}(?:点[零一二三四五六七八九]+)?)",
]

_RATIOS = [
    rf"{_ARABIC}(?:[:：∶]{_ARABIC}){{1,}}",
    rf"{_D}{{1,4}}[/／]{_D}{{1,4}}(?!{_D}|[/／])",
    rf"(?P<times>{_ARABIC}){_B}(?P<unit>倍)",
    rf"(?P<below>{_ZH_NUMBER})分之(?P<above>{_ZH_NUMBER})",
    rf"(?P<left>{_ZH_NUMBER})比(?P<right>{_ZH_NUMBER})",
    rf"(?P<zh_times>{_ZH_NUMBER})(?P<zh_unit>倍|成(?![为立果效功员年本绩长交群绩套片就熟]))",
]

_COUNT = (
    rf"(?P<minus>(?<![\dA-Za-z年月日号期%％）)])[-－−])?"
    rf"(?P<low>{_ARABIC})(?:(?:{_SCALE})?(?:{_UNIT})?(?P<to>{_DASH})(?P<high>{_ARABIC}))?{_B}"
    rf"(?P<early>[余多])?(?P<scale>{_SCALE})?(?P<late>[余多])?{_B}"
    rf"(?P<unit>{_UNIT}{_PER}?|(?!{_NO_UNIT}){_UNKNOWN_UNIT})?"
)
_CHINESE_COUNTS = [
    rf"(?P<first>{_ZH_NUMBER})(?P<first_unit>[市县区镇乡村街升降平进退涨跌])(?P<second>{_ZH_NUMBER})[市县区镇乡村街升降平进退涨跌]",
    rf"(?P<near>[一二两三四五六七八])(?P<next>[二三四五六七八九])(?P<near_scale>[十百千万])?(?P<near_unit>{_ZH_UNIT})",
    rf"(?P<number>{_ZH_NUMBER})(?P<more>[余多])?(?P<unit>{_ZH_UNIT})",
]
# 每一次, 这一项, 同一个, 进一步: the 一 counts nothing.
_NO_COUNT_BEFORE = re.compile(r"[进统唯同另任某这那逐第万专单某每各其之哪几数零]$|[关]键$|新的$")
_NO_COUNT_AFTER_ONE = frozenset(["大", "人", "户", "家", "组", "班", "件", "种", "片", "位", "类", "方面", "部"])
_WITHIN = re.compile(r"[以之]?内|[以之]后|[以之]前|期|左右|多")


def _compiled(patterns: list[str]) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.MULTILINE) for pattern in patterns]


_Found = tuple[int, int, Decimal | tuple[Decimal, ...] | None, str]
"""Start, end, value and unit of a number."""
_Rule = Callable[[str, re.Match[str]], _Found | None]


def scan(text: str) -> list[Numeral]:
    """Find every number in a text, in order, none overlapping.

    >>> [(n.surface, n.kind.value, n.value, n.unit) for n in scan("截至6月27日，覆盖农户13万余户，占55.5%。")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('6月27日', 'date', None, ''), ('13万余户', 'count', Decimal('130000'), '户'),
     ('55.5%', 'percent', Decimal('55.5'), '%')]
    """
    taken = list(_slogans(text))
    position = 0
    for candidate in _CANDIDATE.finditer(text):
        if candidate.start() < position:
            continue
        blocked = next((slogan for slogan in taken if slogan.start <= candidate.start() < slogan.end), None)
        if blocked is not None:
            position = blocked.end
            continue
        found = _at(text, candidate.start())
        if found is None:
            # Step over the whole digit run, so that the tail of 20230627001 is not taken for a number.
            run = _DIGITS.match(text, candidate.start())
            position = run.end() if run else candidate.start() + 1
            continue
        if not any(slogan.start < found.end and found.start < slogan.end for slogan in taken):
            taken.append(found)
            position = found.end
    return sorted(taken, key=lambda numeral: numeral.start)


_CANDIDATE = re.compile(r"[0-9０-９一二两三四五六七八九十百千万第总百正其（(〔\[［㈠-㈩①-⑳⑴-⒇⒈-⒛❶-❿-－−]")
_DIGITS = re.compile(rf"{_D}+(?:[.．]{_D}+)*")
# Digits of a name (G318, A4) and of a number half hidden (20××年, __2户) are no numbers; those of GDP5.3亿元 are.
_LATIN = re.compile(r"[A-Za-z]$")
_MASKED = re.compile(r"(?:^|[^A-Z])[A-Za-z]$|[a-z]$|[_＿*＊]$|[×xX]{2}$")
_MASKED_AFTER = re.compile(rf"{_D}+(?:[_＿*＊]|×(?!{_D})|[xX][xX])")


def _at(text: str, position: int) -> Numeral | None:
    """The number that begins here, by the first rule that knows it."""
    before = text[max(0, position - 2) : position]
    if _MASKED.search(before) or _MASKED_AFTER.match(text, position):
        return None
    idiom = IDIOM.match(text, position)
    if idiom is not None:
        return None
    for kind, patterns, rule in _RULES:
        for pattern in patterns:
            match = pattern.match(text, position)
            if match is None:
                continue
            found = rule(text, match)
            if found is not None:
                start, end, value, unit = found
                return Numeral(start, end, text[start:end], value, unit, kind)
    return None


def _slogans(text: str) -> Iterator[Numeral]:
    spans = [*slogans_in_quotes(text), *(match.span() for match in SLOGAN.finditer(text))]
    end_of_last = 0
    for start, end in sorted(spans):
        if start >= end_of_last:
            yield Numeral(start, end, text[start:end], None, "", NumeralKind.SLOGAN)
            end_of_last = end


def _no_value(_text: str, match: re.Match[str]) -> _Found:
    return match.start(), match.end(), None, ""


_DATE, _ONE_DAY, _TO = _compiled([_FULL_DATE, _DAY, _DASH])


def _date(text: str, match: re.Match[str]) -> _Found:
    """A date, or two with a dash between them: as one pattern these would compile three times as slowly."""
    dash = _TO.match(text, match.end())
    until = dash and (_DATE.match(text, dash.end()) or _ONE_DAY.match(text, dash.end()))
    return match.start(), (until or match).end(), None, ""


def _ordinal(text: str, match: re.Match[str]) -> _Found | None:
    group = next((name for name in ("n1", "n2", "n3") if match.groupdict().get(name)), 0)
    start, end = match.span(group)
    surface = text[start:end]
    if surface.endswith(("位", "名")) and surface.startswith("第"):
        number = surface[1:-1].strip()
        return start, end, _any_number(number), surface[-1]
    if surface.startswith("第") and _RANKED.search(text[max(0, start - 8) : start]):
        return start, end, _any_number(surface[1:].strip()), ""
    return start, end, None, ""


_RANKED = re.compile(r"(?:排|居|列|排名|名列|位列|位居|全[国省市县][^，。；]{0,4})$")


def _any_number(text: str) -> Decimal | None:
    if re.fullmatch(rf"{_ARABIC}", text):
        return _decimal(text)
    number = parse_chinese(text)
    return None if number is None else Decimal(number)


_WIDTHS = str.maketrans("０１２３４５６７８９．－−", "0123456789.--", ",，")


def _decimal(text: str) -> Decimal:
    return Decimal(text.translate(_WIDTHS))


def _percent(_text: str, match: re.Match[str]) -> _Found | None:
    start, end = match.span()
    groups = match.groupdict()
    if groups.get("zh"):
        whole, _, fraction = groups["zh"].partition("点")
        number = SCALES.get(whole, parse_chinese(whole))  # 百分之百
        if number is None:
            return None
        digits = "".join(str("零一二三四五六七八九".index(sign)) for sign in fraction)
        return start, end, plain(Decimal(f"{number}.{digits or 0}")), "%"
    sign = -1 if groups.get("minus") else 1
    unit = {"％": "%", "个百分点": "百分点"}.get(groups["unit"], groups["unit"])
    low = sign * _decimal(groups["low"])
    if groups.get("high"):
        return start, end, (low, _decimal(groups["high"])), unit
    return start, end, low, unit


def _ratio(_text: str, match: re.Match[str]) -> _Found | None:
    start, end = match.span()
    groups = match.groupdict()
    if groups.get("times"):
        return start, end, _decimal(groups["times"]), "倍"
    if groups.get("zh_times"):
        return start, end, _any_number(groups["zh_times"]), groups["zh_unit"]
    if groups.get("below"):
        below, above = _any_number(groups["below"]), _any_number(groups["above"])
        return (start, end, above / below, "") if below and above is not None else None
    if groups.get("left"):
        pair = _any_number(groups["left"]), _any_number(groups["right"])
        return (start, end, tuple(v for v in pair if v is not None), "") if None not in pair else None
    parts = re.split("[:：∶/／]", match[0])
    numbers = tuple(_decimal(part) for part in parts)
    if "/" in match[0] or "／" in match[0]:
        return (start, end, numbers[0] / numbers[1], "") if numbers[1] else None
    return start, end, numbers, ""


def _count(text: str, match: re.Match[str]) -> _Found | None:
    start, end = match.span()
    unit = match["unit"] or ""
    if not unit:
        # Without a unit the number ends at its last sign, and 余 or a blank is none of its signs.
        end = start + len(match[0].rstrip(" \u00a0"))
        if re.match(r"[A-Za-z]|\+[A-Z]", text[end : end + 2]) or _LATIN.search(text[max(0, start - 1) : start]):
            return None
    factor = SCALES[match["scale"]] if match["scale"] else Decimal(1)
    if inner := re.match("万亿|千万|百万|万|亿", unit):
        factor, unit = factor * SCALES[inner[0]], unit[len(inner[0]) :]
    low = _scaled(match["low"], -factor if match["minus"] else factor)
    if match["high"]:
        return start, end, (low, _scaled(match["high"], factor)), unit
    return start, end, low, unit


def _scaled(digits: str, factor: Decimal) -> Decimal:
    number = _decimal(digits)
    return number if factor == 1 else plain(number * factor)


def _money(text: str, match: re.Match[str]) -> _Found | None:
    found = _count(text, match)
    if found is None or not re.match("[千百]?元", found[3]):
        return None
    start, end, value, unit = found
    if unit[0] in "千百" and value is not None:
        factor = SCALES[unit[0]]
        value = tuple(v * factor for v in value) if isinstance(value, tuple) else value * factor
        unit = unit[1:]
    return start, end, value, unit


def _chinese(text: str, match: re.Match[str]) -> _Found | None:
    start, end = match.span()
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    groups = match.groupdict()
    if groups.get("first"):
        pair = (_any_number(groups["first"]), _any_number(groups["second"]))
        return None if None in pair else (start, end, tuple(v for v in pair if v is not None), "")
    if groups.get("near"):
        low, high = parse_chinese(groups["near"]), parse_chinese(groups["next"])
        if low is None or high != low + 1:
            return None
        scale = {"十": 10, "百": 100, "千": 1000, "万": 10000}.get(groups["near_scale"] or "", 1)
        return start, end, (Decimal(low * scale), Decimal(high * scale)), groups["near_unit"]
    number, unit = parse_chinese(groups["number"]), groups["unit"]
    if number is None or _NO_COUNT_BEFORE.search(before) or match[0] in ("十分",):
        return None
    if groups["number"] in ("百", "千", "万"):
        return None
    if number == 1 and (unit in _NO_COUNT_AFTER_ONE or (unit == "年" and not _WITHIN.match(after))):
        return None
    if number == 1 and (after[:1] == text[end - 1 : end] or after[:1] in ("都", "也", "不", "没")):
        return None  # 一个个, 一次次, 一个都不能少
    if unit == "大" and number > 10:
        return None
    if unit in ("万元", "亿元"):
        return start, end, number * SCALES[unit[0]], "元"
    return start, end, Decimal(number), unit


_RULES: list[tuple[NumeralKind, list[re.Pattern[str]], _Rule]] = [
    (NumeralKind.DOCUMENT_NUMBER, _compiled(_DOCUMENT_NUMBERS), _no_value),
    (NumeralKind.DATE, _compiled(_FIRST_DATES), _no_value),
    (NumeralKind.DATE, [_DATE], _date),
    (NumeralKind.DATE, _compiled(_PART_DATES), _no_value),
    (NumeralKind.ORDINAL, _compiled(_ORDINALS), _ordinal),
    (NumeralKind.PERCENT, _compiled(_PERCENTS), _percent),
    (NumeralKind.RATIO, _compiled(_RATIOS), _ratio),
    (NumeralKind.MONEY, _compiled([_COUNT]), _money),
    (NumeralKind.COUNT, _compiled([_COUNT]), _count),
    (NumeralKind.CHINESE, _compiled(_CHINESE_COUNTS), _chinese),
]
