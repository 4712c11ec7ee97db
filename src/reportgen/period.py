"""Reporting periods (报告期) and their base periods (基期): what 2023H1 means and what lies a year before it."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """How long a period is."""

    YEAR = "年"
    HALF = "半年"
    QUARTER = "季度"
    MONTH = "月"


_PER_YEAR = {Kind.YEAR: 1, Kind.HALF: 2, Kind.QUARTER: 4, Kind.MONTH: 12}
_HALVES = ("上半年", "下半年")
_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_CHINESE_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}


def _run_of_months(text: str) -> tuple[int, int] | None:
    """First and last month of 1-6月, 1月至6月, 7—12月; None for anything else."""
    match = re.fullmatch(r"(1[0-2]|0?[1-9])月?(?:[-—–―~～至到])+(1[0-2]|0?[1-9])月(?:份)?", text)
    return (int(match[1]), int(match[2])) if match else None


BASE_PERIODS: dict[str, str] = {
    "上年同期": "同一长度，早一年（2023年上半年 → 2022年上半年）",
    "上期": "同一长度，紧挨着的前一期（2023年上半年 → 2022年下半年）",
    "上年": "上一整年（2023年上半年 → 2022年）",
    "年初": "上年年末的存量（2023年上半年 → 2022年12月31日）",
}
TARGET = "目标"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, or the half, quarter or month of it that `number` counts from 1.

    >>> Period.parse("2023H1").title
    '2023年上半年'
    """

    year: int
    kind: Kind = Kind.YEAR
    number: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= _PER_YEAR[self.kind] or not 1900 <= self.year <= 2200:
            raise ValueError(f"没有这样的期间：{self.year}{self.kind}{self.number}")

    @classmethod
    def parse(cls, text: str, year: int | None = None) -> Period:
        """Read a period as people write it; `year` completes one written without ("6月").

        Understood: 2023, 2023年, 2023H1, 2023年上半年, 2023Q2, 2023年第二季度, 2023年二季度, 2023-06,
        202306, 2023年6月, 上半年, 6月, and runs of months that are one of these: 2023年1-6月, 7-12月, 2023年全年.
        Raises ValueError for anything else.
        """
        folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
        folded = folded.removesuffix("度") if folded.endswith("年度") else folded
        match = re.fullmatch(r"(?:(\d{4})年?)?(.*)", folded)
        assert match is not None
        if match[1]:
            year = int(match[1])
        if year is None:
            raise ValueError(f"看不出是哪一年：{text}")
        rest = re.sub(r"^[-/.]", "", match[2])
        if rest == "全年" or (months := _run_of_months(rest)) == (1, 12):
            return cls(year)
        if months is not None:
            return cls._of_months(year, *months, text)
        if not rest:
            if not match[1]:
                raise ValueError(f"看不懂的期间：{text}")
            return cls(year)
        if rest in ("H1", "H2"):
            return cls(year, Kind.HALF, int(rest[1]))
        if rest in _HALVES:
            return cls(year, Kind.HALF, _HALVES.index(rest) + 1)
        if quarter := re.fullmatch(r"Q([1-4])|第?([一二三四1-4])季度?", rest):
            digit = quarter[1] or quarter[2]
            return cls(year, Kind.QUARTER, _CHINESE_DIGITS.get(digit) or int(digit))
        # 20236 may be a slip of any kind: bare digits are a month only where two, or after a separator.
        month = re.fullmatch(r"(0?[1-9]|1[0-2])(月?)份?", rest)
        if month and (month[2] or len(month[1]) == 2 or match[2] != rest or "年" in folded):
            return cls(year, Kind.MONTH, int(month[1]))
        raise ValueError(f"看不懂的期间：{text}")

    @classmethod
    def _of_months(cls, year: int, first: int, last: int, text: str) -> Period:
        """The quarter or half that is a run of months."""
        length = last - first + 1
        kind = {3: Kind.QUARTER, 6: Kind.HALF}.get(length)
        if kind is None or (first - 1) % length:
            raise ValueError(f"期间只能是年、半年、季度或月：{text}")
        return cls(year, kind, (first - 1) // length + 1)

    def __str__(self) -> str:
        """The short form that `parse` reads back: 2023, 2023H1, 2023Q2, 2023-06."""
        match self.kind:
            case Kind.YEAR:
                return f"{self.year}"
            case Kind.HALF:
                return f"{self.year}H{self.number}"
            case Kind.QUARTER:
                return f"{self.year}Q{self.number}"
            case Kind.MONTH:
                return f"{self.year}-{self.number:02d}"

    @property
    def title(self) -> str:
        """The period in words: 2023年, 2023年上半年, 2023年第二季度, 2023年6月."""
        match self.kind:
            case Kind.YEAR:
                return f"{self.year}年"
            case Kind.HALF:
                return f"{self.year}年{_HALVES[self.number - 1]}"
            case Kind.QUARTER:
                return f"{self.year}年{_QUARTERS[self.number - 1]}"
            case Kind.MONTH:
                return f"{self.year}年{self.number}月"

    @property
    def _months(self) -> int:
        return 12 // _PER_YEAR[self.kind]

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.year, (self.number - 1) * self._months + 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period; the default of `as_of`."""
        month = self.number * self._months
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def year_ago(self) -> Period:
        """The period of the same kind a year before (上年同期)."""
        return Period(self.year - 1, self.kind, self.number)

    def previous(self) -> Period:
        """The period of the same kind just before (上期); 2023H1 → 2022H2."""
        if self.number > 1:
            return Period(self.year, self.kind, self.number - 1)
        return Period(self.year - 1, self.kind, _PER_YEAR[self.kind])

    def base(self, name: str) -> tuple[Period, ...]:
        """Give the periods that serve as the base period `name`, the best first.

        上年同期, 上期 and 上年 have one; 年初 is the stock at the end of the year before, whatever kind of
        period it was recorded under. Raises KeyError for a name that is none of `BASE_PERIODS`.
        """
        before = self.year - 1
        return {
            "上年同期": (self.year_ago(),),
            "上期": (self.previous(),),
            "上年": (Period(before),),
            "年初": (
                Period(before),
                Period(before, Kind.HALF, 2),
                Period(before, Kind.QUARTER, 4),
                Period(before, Kind.MONTH, 12),
            ),
        }[name]
