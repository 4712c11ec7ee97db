"""How headings and items are numbered (一、（一）1.（1）; 一是, 二是), and how typed numbers are recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.quantity.numerals import chinese, parse_chinese

LEVELS = 4
_CHINESE = "〇零一二三四五六七八九十百"
_TYPED = (
    # 一、二、三产业融合 is a list, and no heading.
    re.compile(rf"([{_CHINESE}]+)、(?![{_CHINESE}]+、)"),
    re.compile(rf"[（(]([{_CHINESE}]+)[）)]"),
    re.compile(r"(\d{1,2})[.．](?!\d)"),
    re.compile(r"[（(](\d{1,2})[）)]"),
)
_ITEM = re.compile(
    # 一是一、二是二 is an idiom, 二是否 a question; a closing quotation mark may stand behind the full stop.
    rf"(?:^|[。；！？：，（:;,(][”’）)]*|\*\*)\s*(?:\*\*)?\s*([{_CHINESE}]+)是(?!否|\1)"
)


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A heading's number as its author typed it: level from 1, the number, and the text itself."""

    level: int
    number: int
    text: str


def number_text(level: int, number: int) -> str:
    """Write the number of a heading (GB/T 9704-2012 §7.3.3).

    >>> [number_text(level, 2) for level in (1, 2, 3, 4)]
    ['二、', '（二）', '2.', '（2）']
    """
    match level:
        case 1:
            return f"{chinese(number)}、"
        case 2:
            return f"（{chinese(number)}）"
        case 3:
            return f"{number}."
    return f"（{number}）"


def typed_number(text: str) -> TypedNumber | None:
    """Recognise a number typed before a heading; None where there is none.

    >>> typed_number("（二）突重点")
    TypedNumber(level=2, number=2, text='（二）')
    """
    for level, pattern in enumerate(_TYPED, start=1):
        if match := pattern.match(text):
            number = int(match[1]) if match[1].isdecimal() else parse_chinese(match[1])
            if number:
                return TypedNumber(level, number, match[0])
    return None


@dataclass(slots=True)
class Numbering:
    """Counts headings; `continuous` lets （一） count on across 一、二、 …"""

    continuous: bool = False
    _counts: list[int] = field(default_factory=lambda: [0] * (LEVELS + 1))

    def expected(self, level: int) -> int:
        """The number that the next heading of a level should have."""
        return self._counts[level] + 1

    def take(self, level: int, number: int) -> None:
        """Count a heading; the levels below begin anew."""
        self._counts[level] = number
        for below in range(level + 1, LEVELS + 1):
            if not (self.continuous and below == 2):
                self._counts[below] = 0


def typed_items(text: str) -> Iterator[tuple[int, int]]:
    """Find 一是, 二是 … at the beginning of a sentence or clause: offset and number."""
    for match in _ITEM.finditer(text):
        number = parse_chinese(match[1])
        if number:
            yield match.start(1), number
