"""Every number, year, date and part of a year still typed in a report's templates and lines; which look stale."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from reportgen.audit.proof import Kind
from reportgen.audit.typed import Known, typed_numbers
from reportgen.build.annexes import text_files
from reportgen.build.prepare import Prepared
from reportgen.errors import Finding, FindingsError, Severity
from reportgen.period import Period
from reportgen.place import Place
from reportgen.spec.text import read_text

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_PART = re.compile(r"[上下]半年|第?[一二三四1-4]季度")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TITLE = re.compile(r"《[^《》]*》")
_DAY = re.compile(r"\d+[日号]")
_When = tuple[Period, Period | None]
_AROUND: Final = 12
_YEAR_WORD, _PERIOD = "年份", "期间"
_ADVICE: Final = "随期变的，改写成 {{ 年 }}、{{ 期间 }}；确属有意的，在报告说明的“手打数字”（literals）里写上它和理由。"
_QUIET: Final = frozenset((Kind.NUMBERING, Kind.SLOGAN))


@dataclass(frozen=True, slots=True)
class StillTyped:
    """Something typed where data or the period might say it.

    text    as typed; around: the words about it
    word    what it is: 年份, 日期, 数字, 期间
    stale   why it looks like another period's; "" where it does not
    reason  the reason that `literals:` gives
    named   stands in a name (《…（2021—2025年）》), which keeps its year
    """

    place: Place
    text: str
    around: str
    word: str
    stale: str = ""
    reason: str = ""
    named: bool = False


def still_typed(prepared: Prepared, period: Period, before: Period | None = None) -> Iterator[StillTyped]:
    """List what is typed, template by template and then the spec's lines, as it reads in `period`, after `before`."""
    report = prepared.report
    known = Known.of(prepared.names, report.literals)
    beside = _counts_beside_lists(prepared)
    for file in (*report.body_files, *text_files(report.document.attachments)):
        try:
            text = read_text(prepared.folder / file, file)
        except (FindingsError, OSError):
            continue  # told by check
        for number, line in enumerate(_without_tags(text).split("\n"), 1):
            settled = beside.get((file, number))
            more = replace(known, literals={**known.literals, **settled}) if settled else known
            yield from _in_line(line, Place(file, number), more, (period, before))
    lines = [(report.title, report.at("title")), (report.subtitle, report.at("subtitle"))]
    lines += [(report.file_name, report.at("file_name"))]
    lines += [(table.caption, table.at("caption")) for table in report.tables.values()]
    lines += [(column.title, column.at("title")) for table in report.tables.values() for column in table.columns]
    lines += [(text, report.at(f"with.{name}")) for name, text in report.with_.items() if isinstance(text, str)]
    lines += [(one.source, one.at("source")) for one in report.facts.values()]
    for text, place in lines:
        yield from _in_line(_without_tags(text), place, known, (period, before))


def to_explain(prepared: Prepared) -> tuple[StillTyped, ...]:
    """Give the numbers, years and dates that are typed and that `literals:` gives no reason for."""
    return tuple(one for one in still_typed(prepared, prepared.period) if not one.reason and one.word != _PERIOD)


def stale_years(typed: Iterable[StillTyped]) -> Iterator[Finding]:
    """Tell the years that are neither this report's nor the last one: most often left from an older report."""
    for one in typed:
        if one.word == _YEAR_WORD and one.stale and not one.named:
            words = f"手打的年份“{one.text}”{one.stale}：{one.around}"
            yield Finding("BUILD-STALE-YEAR", Severity.WARNING, one.place, words, _ADVICE)


def _counts_beside_lists(prepared: Prepared) -> dict[tuple[str, int], dict[str, str]]:
    """Typed counts that the brackets of a list settle (前三位 beside 前几名(3)), with that reason, by file and line."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for template in (*prepared.templates, *prepared.annexes.values()):
        for one in template.beside:
            found.setdefault((template.file, one.line), {})[one.phrase] = f"随“{one.asked}”"
    return found


def _without_tags(text: str) -> str:
    """The text with each tag as long as it was, so that places and neighbours stay."""
    return _TAG.sub(lambda tag: re.sub(r"[^\n]", "…", tag[0]), text)


def _in_line(line: str, place: Place, known: Known, when: _When) -> Iterator[StillTyped]:
    period, before = when
    titles = [match.span() for match in _TITLE.finditer(line)]
    for one in typed_numbers(line, [], known):
        text = line[one.start : one.end]
        is_year = _YEAR.search(text) is not None
        if one.kind in _QUIET or (one.kind is Kind.NAME and not is_year):
            continue
        word = _YEAR_WORD if is_year else "日期" if one.kind is Kind.DATE else "数字"
        stale = _stale(text, word, period)
        around, reason = _around(line, one.start, one.end), known.literals.get(one.declared, "")
        named = any(first <= one.start and one.end <= last for first, last in titles)
        yield StillTyped(place, text, around, word, stale, reason, named)
    for match in _PART.finditer(line):
        left = before is not None and match[0] in before.title and match[0] not in period.title
        stale = f"本期是{period.title}" if left else ""
        yield StillTyped(place, match[0], _around(line, *match.span()), _PERIOD, stale)


def _stale(text: str, word: str, period: Period) -> str:
    if word == _YEAR_WORD:
        years = {int(year) for year in _YEAR.findall(text)}
        if years - {period.year, period.year - 1}:
            return "不是今年也不是去年"
    if word == "日期" and _DAY.search(text):
        return "具体日期多半随期变"
    return ""


def _around(line: str, start: int, end: int) -> str:
    before, after = line[max(0, start - _AROUND) : start], line[end : end + _AROUND]
    return re.sub("…+", "…", f"{before}【{line[start:end]}】{after}").strip()
