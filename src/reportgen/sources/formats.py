"""How a cell looks in Excel: which number formats show a percent, a date, or text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from reportgen.sources.markup import counted, elements


class Look(StrEnum):
    """What a number format makes of a number."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TEXT = "text"


# Built-in formats have no code in the file (ECMA-376 part 1, §18.8.30; 27-36 and 50-58 are dates in Chinese Excel).
_BUILT_IN_PERCENTS = frozenset([9, 10])
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BUILT_IN_TEXT = 49
_ASIDE = re.compile(r'"[^"]*"?|\\.|[_*].')
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)


def looks(styles: Iterable[bytes]) -> tuple[Look, ...]:
    """Give the look of each cell style of a styles part, in its order; a cell's `s` counts into it."""
    codes: dict[int, str] = {}
    found: list[Look] = []
    for element in elements(styles):
        if element.name == "numFmt" and element.parent == "numFmts":
            codes[counted(element.attributes.get("numFmtId", "")) or 0] = element.attributes.get("formatCode", "")
        elif element.name == "xf" and element.parent == "cellXfs":
            number = counted(element.attributes.get("numFmtId", "")) or 0
            found.append(look_of(codes[number]) if number in codes else _built_in(number))
    return tuple(found)


@lru_cache(maxsize=512)
def look_of(code: str) -> Look:
    """Read a number format code.

    >>> look_of("0.00%"), look_of('0.00"%"'), look_of('yyyy"年"m"月"d"日"'), look_of("@")
    (<Look.PERCENT: 'percent'>, <Look.NUMBER: 'number'>, <Look.DATE: 'date'>, <Look.TEXT: 'text'>)
    """
    bare = _ASIDE.sub("", code)
    # [h]:mm is a duration; other brackets hold colours, conditions and languages.
    bare = _BRACKETS.sub(lambda match: match[1] if _ELAPSED.fullmatch(match[1]) else "", bare)
    first = bare.split(";")[0]
    if "%" in first:
        return Look.PERCENT
    if first.strip() == "@":
        return Look.TEXT
    if first.strip().lower() != "general" and re.search(r"[ymdhs]", first, re.IGNORECASE):
        return Look.DATE
    return Look.NUMBER


def _built_in(number: int) -> Look:
    if number in _BUILT_IN_PERCENTS:
        return Look.PERCENT
    if number in _BUILT_IN_DATES:
        return Look.DATE
    return Look.TEXT if number == _BUILT_IN_TEXT else Look.NUMBER
