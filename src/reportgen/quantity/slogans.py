"""Which numerals in a text count nothing: slogans and names of policies (四个不摘, 一村一策), and set phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Set phrases of the language whose numeral counts nothing.
IDIOMS: tuple[str, ...] = tuple(
    "一些 一批 一起 一直 一定 一样 一般 一体 一致 一律 一贯 一系列 一下 一线 一手 一旦 一并 一同 一面 一边 一道 "  # noqa: SIM905 (as a list it is 150 lines)
    "一次性 一支支 一个个 一项项 一件件 一次次 一步步 一条条 一步 一方面 一对一 一心一意 一点一滴 一举 一切 一带 "
    "一时 一向 一经 一度 一如既往 一丝不苟 一以贯之 一鼓作气 一马当先 一视同仁 一目了然 一盘棋 一股绳 一条心 一条龙 "
    "一张网 一张图 一把手 一揽子 一条主线 一口气 一家人 一家亲 一代人 一方 一体化 一站式 一把尺子 一竿子 一杆子 "
    "一抓到底 一头 一层 一刻 一流 一早 两级 两侧 两岸 两旁 两边 两手 两者 两翼 两地 二者 二手 二级 三级 四级 五级 "
    "一产 二产 三产 三次产业 三方 四方 四处 四周 四季 再三 三番 三五 三心 举一反三 五谷 五湖 五保 六畜 七嘴八舌 八方 "
    "九牛 十分 十足 十全 十佳 百倍 百花 百姓 百年 百货 百般 千方百计 千家万户 千头万绪 千军万马 千千万万 万众 万物 "
    "万事 万一 万无一失 万里 万分 万般 万元户".split()
)

# 三方面, 四季度 and 十分之一 are numbers, 三方, 四季 and 十分 are none.
IDIOM = re.compile(
    "(?:" + "|".join(sorted(map(re.escape, IDIOMS), key=len, reverse=True)) + ")(?<!方(?=面))(?<!季(?=度))(?<!分(?=之))"
)

# Within quotation marks 花开四季 is a slogan, but 统一思想 and 一体推进 are not made one by their 一.
_NO_SLOGAN = re.compile(
    "[统唯专单同逐之万]一|进一步|一(?:" + "|".join(word[1:] for word in IDIOMS if word[0] == "一") + ")"
)

# Names of policies that people write with and without quotation marks.
_KNOWN = [
    "两不愁三?保障",
    "三保障",
    "四个不摘",
    "三农(?!村|户)",
    "两委",
    "两新",
    "两重",
    "两山",
    "三资",
    "三变",
    "三权分置",
    "三治融合",
    "三重一大",
    "三会一课",
    "三公经费",
    "三严三实",
    "三定",
    "三下乡",
    "三支一扶",
    "四议两公开",
    "四不两直",
    "四好农村路",
    "四风",
    "五位一体",
    "五保户",
    "六稳",
    "六保",
    "一岗双责",
    "一带一路",
    "一刀切",
    "一门式",
    "一网通办",
    "一肩挑",
    "一号文件",
    "双随机一公开",
    "八项规定",
    "七个有之",
    "十[三四五六]五(?=规划|时期|期间|”|末|以来)",
    "十[四五六七八九]大",
    "二十[一二三]?大",
    "[一二三四五六七八九十]+届(?:[一二三四五六七八九]+中)?全会",
    "[一二两三四五六七八九十]{1,2}个(?:全面|意识|自信|维护|确立|务必|大局|革命|振兴)",
]
# 一户一策, 一村一品, 一人一措施: 一 in front of two nouns.
_EACH_ONE = (
    r"一[户村人县镇乡企项组事月季年周日校业园点岗域品类地街社区库台]"
    r"一[\u4e00-\u9fff](?:[\u4e00-\u9fff]?(?=[，,、”’；;。]))?"
)
SLOGAN = re.compile("(?<![第零一二三四五六七八九十])(?:" + "|".join([*_KNOWN, _EACH_ONE]) + ")")

_NUMERAL = re.compile("[一二两三四五六七八九十百千万]")
# “…”, ‘…’, and pairs typed with two closing or two straight marks
_QUOTED = re.compile(
    r"“(?P<double>[^“”\n]{2,80})”|‘(?P<single>[^‘’\n]{2,40})’|”(?P<closing>[^“”\n]{2,40})”"
    r'|"(?P<straight>[^"\n]{2,40})"|「(?P<corner>[^」\n]{2,40})」'
)
# The slogan proper within a clause: a count, a measure word and at most three signs: 守住【一条底线】.
_CORE = re.compile(r"[一二两三四五六七八九十]+[个大条项种场道][\u4e00-\u9fff]{1,3}$")
# A count of things and no slogan: 一个特色产业.
_PLAIN = re.compile(r"^[一二两三四五六七八九十]+[个项条名场次][\u4e00-\u9fff]{4,}$")
_COUNTED = re.compile(r"[一二两三四五六七八九十百千]+[户人次年天名元]$")
_LONGEST_CLAUSE = 9


def slogans_in_quotes(text: str) -> Iterator[tuple[int, int]]:
    """Give the spans of slogans in quotation marks: short clauses with a numeral that counts nothing outside them.

    Broken pairs (”三个抓好”) are read as pairs too.
    """
    for quoted in _QUOTED.finditer(text):
        words = str(quoted[quoted.lastgroup or 0])
        start = quoted.start(quoted.lastgroup or 0)
        if re.fullmatch(r"\d{3,}|\d+\+[A-Z]", words):
            yield start, start + len(words)
            continue
        for clause in re.finditer(r"[^，,、；;＋+‘’\s]+", words):
            span = _slogan(clause[0])
            if span is not None:
                yield start + clause.start() + span[0], start + clause.start() + span[1]


def _slogan(clause: str) -> tuple[int, int] | None:
    """The slogan within one clause of a quotation."""
    bare = _NO_SLOGAN.sub("", clause)
    if not _NUMERAL.search(bare) or re.search(r"\d", clause) or _PLAIN.match(clause) or _COUNTED.search(clause):
        return None
    core = _CORE.search(clause)
    if core is not None and core.start() > 0 and core.start() <= 4:
        return core.span()
    return (0, len(clause)) if len(clause) <= _LONGEST_CLAUSE else None
