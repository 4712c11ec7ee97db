"""Which count a heading or bold lead announces (“三个抓好”, 五项重点工作), and how many items stand below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from reportgen.errors import Finding, Severity
from reportgen.place import Place
from reportgen.quantity.numerals import parse_chinese
from reportgen.quantity.slogans import SLOGAN
from reportgen.templating.headings import typed_items

_NUMBER = r"(?P<number>[一二两三四五六七八九十]{1,3}|\d{1,2})"
_QUOTED = re.compile(rf"[“‘\"”「]{_NUMBER}[个大项条类](?P<what>[\u4e00-\u9fff]{{1,6}})[”’\"“」]")
_VERB = (
    "抓好|抓实|抓细|抓紧|抓牢|狠抓|坚持|强化|严格|聚焦|紧盯|突出|确保|加强|注重|着力|提升|完善|推进|围绕|优化|深化|"
    "落实|做到|做实|做好|健全|夯实|压实|守住|守牢|到位"
)
_KIND = "工作|任务|措施|举措|行动|工程|抓手|重点|环节|机制|要求|活动|做法|问题|方面"
_BARE = re.compile(
    # Not 第三项工作, 前三个…; what is not quoted announces only what a bureau would list below.
    rf"(?<![第前后\d一二两三四五六七八九十百]){_NUMBER}"
    rf"(?:[个大项条类](?P<what>(?:{_VERB})|[\u4e00-\u9fff]{{0,4}}?(?:{_KIND})+)|(?P<kind>方面))"
)
_END = "。；！？：，.;!?:, \u3000"


@dataclass(frozen=True, slots=True)
class Line:
    """A laid line as the counting sees it.

    level   of a heading, from 1; 0 for other lines
    lead    whether it begins with a bold lead that is none of 一是, 二是 …
    title   the heading without its number and without its run-in body, or the bold lead; "" for other lines
    text    the line without a heading's number; in it and in the title, data are NUL signs
    """

    place: Place
    level: int
    lead: bool
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Announced:
    words: str
    number: int
    what: str
    slogan: bool


def count_findings(lines: Sequence[Line]) -> Iterator[Finding]:
    """Hold each announced count against the items below it."""
    level = 0
    for position, line in enumerate(lines):
        level = line.level or level
        if not line.level and not line.lead:
            continue
        announced = list(_announced(line.title))
        if not announced:
            continue
        groups, others = _groups(lines, position, level)
        counts = [len(group) for group in groups if group]
        settled = any(one.number in counts for one in announced)
        for one in announced:
            what = "标题" if line.level else "题句"
            named = _named((*groups, *others), one.what)
            if named:
                if one.number not in named:
                    told = f"{what}写着“{one.words}”，下面“{one.what}”却有{named[0]}项。"
                    yield Finding("TPL-COUNT", Severity.WARNING, line.place, told, "请改标题或补齐各项。")
            elif counts and not settled and not one.slogan:
                told = f"{what}写着“{one.words}”，下面却有{counts[0]}项。"
                yield Finding("TPL-COUNT", Severity.NOTICE, line.place, told, "请改标题或补齐各项。")


def _announced(title: str) -> Iterator[_Announced]:
    """The counts in a title; those of policies (四个不摘) are slogans, which count only items that bear their word."""
    quoted = list(_QUOTED.finditer(title))
    bare = [
        one for one in _BARE.finditer(title) if not any(other.start() < one.start() < other.end() for other in quoted)
    ]
    for match in sorted((*quoted, *bare), key=lambda found: found.start()):
        digits = match["number"]
        number = int(digits) if digits.isdecimal() else parse_chinese(digits.replace("两", "二"))
        groups = match.groupdict()
        what = groups["what"] or groups.get("kind") or ""
        # “六个一” and “三个一百” name what has a number of its own.
        if number and number > 1 and what[0] not in "一二两三四五六七八九十百千万":
            words = match[0].strip('“”‘’"「」')
            yield _Announced(words, number, what, SLOGAN.match(words) is not None)


def _groups(lines: Sequence[Line], position: int, level: int) -> tuple[list[list[str]], list[list[str]]]:
    """What may be the parallel items below a line, likeliest first: sub-headings, bold leads, 一是 ….

    Then the lines of which only those are items that bear the announced word.
    """
    here = lines[position]
    below: list[Line] = []
    for line in lines[position + 1 :]:
        if line.level and line.level <= level:
            break
        below.append(line)
    leads = [line.title for line in below if line.lead]
    neighbours: list[str] = []
    if here.lead:
        # The leads that follow one are its neighbours.
        below = list(takewhile(lambda line: not line.lead, below))
        leads, neighbours = [], leads
    nearest = min((line.level for line in below if line.level), default=0)
    headings = [line.title for line in below if line.level and line.level == nearest]
    plain = [line.text for line in below if not line.level and not line.lead]
    return [headings, leads, _items([here, *below])], [plain, neighbours]


def _named(groups: Sequence[list[str]], what: str) -> list[int]:
    """How many items of each group begin or end with the announced word; a single one says nothing."""
    counts = [sum(1 for item in group if item.startswith(what) or _ends(item, what)) for group in groups]
    return [count for count in counts if count > 1]


def _ends(item: str, what: str) -> bool:
    return item.rstrip(_END).endswith(what)


def _items(lines: Sequence[Line]) -> list[str]:
    """The words behind 一是, 二是 …, where they are one row; several rows are nobody's items."""
    found: list[str] = []
    for line in lines:
        starts = list(typed_items(line.text))
        for index, (offset, number) in enumerate(starts):
            if number != len(found) + 1:
                return []
            end = starts[index + 1][0] if index + 1 < len(starts) else len(line.text)
            found.append(line.text[line.text.index("是", offset) + 1 : end].lstrip("*"))
    return found
