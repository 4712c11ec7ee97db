"""One number (or date, or text) of a report: value, unit, indicator, area, period, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from reportgen.period import Period
from reportgen.place import Place

Value = Decimal | date | str


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """Read from a worksheet cell, or from a line of a YAML file (`facts:`).

    place        file, sheet and cell; or file and line
    as_of        the day the value holds for
    source       who or what says so (来源), e.g. a document or an office
    reported_by  the office or person that filled it in (填报股室)
    typed        the cell's text where it was not a plain number: "13万余", "35户"
    """

    place: Place
    as_of: date | None = None
    source: str = ""
    reported_by: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class FormulaOrigin:
    """Computed from other facts.

    formula  as its author wrote it: "消除风险户数 / 监测对象户数"
    parts    the facts that it used, in the order of the formula
    place    where the formula is written; None for one that a filter or a template made
    operator "+", "-", "*", "/" where the fact is one operation of a template on `parts`, else ""
    """

    formula: str
    parts: tuple[Fact, ...]
    place: Place | None = None
    operator: str = ""


@dataclass(frozen=True, slots=True)
class RollUpOrigin:
    """Rolled up from the areas below.

    how      "sum", "weighted(户数)", "count" …, as declared
    parts    one fact an area, in print order; missing ones too
    skipped  the areas left out because they had no value (`rollup_missing: skip`)
    """

    how: str
    parts: tuple[Fact, ...]
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsOrigin:
    """Counted or summed from rows of a worksheet, or from items of a list.

    place  file and sheet
    rows   worksheet row numbers that matched, counted from 1
    how    in words: "计数：状态 in [在建, 完工]"
    """

    place: Place
    rows: tuple[int, ...]
    how: str


@dataclass(frozen=True, slots=True)
class PathOrigin:
    """Taken from a caller's plain dict; the path is "rows[3].amount"."""

    path: str


Origin = CellOrigin | FormulaOrigin | RollUpOrigin | RowsOrigin | PathOrigin


@dataclass(frozen=True, slots=True)
class Look:
    """How a fact prints; the value itself stays exact.

    scale      None, or the unit asked for: "万", "亿" (the measure word is typed), "万元", "亿元" (printed)
    digits     decimals asked for; None lets the fact's own rule decide
    with_unit  print the unit after the number
    style      "number", "chinese" (三), "capital" (大写金额), "month_day" (6月27日), "month_end" (6月底), "date"
    cut        print 余 after cutting to this step ("万", or a number); never rounds up
    lead       word before the number: "约", "近"
    """

    scale: str | None = None
    digits: int | None = None
    with_unit: bool = False
    style: str = "number"
    cut: str | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one indicator, for an area and a period, with unit and origin.

    value      Decimal in `unit` (a percent as printed: 56.35); a date or a text for one-offs; None where missing
    unit       symbol: "户", "万元", "%", ""
    indicator  the identifier it is known by; "" for a value made in a template
    area       name of the area; period: its reporting period
    decimals   decimals declared for printing; None where the rule of the origin decides
    derived    whether it was computed (a derived number without `decimals` prints at most two)
    qualifier  "余", "约", "近", "多", "左右" … as typed in the cell; `typed` then holds the cell's text
    sensitive  prints only through 脱敏
    missing    why the value is missing, in words for the user: "柳溪镇未填"; "" unless value is None
    policy     the field's own `missing:` policy, "" for the report's
    target     whether it is a goal (目标) and not a result
    """

    value: Value | None
    unit: str
    indicator: str
    area: str
    period: Period | None
    origin: Origin
    title: str = ""
    decimals: int | None = None
    derived: bool = False
    qualifier: str = ""
    typed: str = ""
    sensitive: bool = False
    missing: str = ""
    policy: str = ""
    target: bool = False
    look: Look = field(default_factory=Look)

    @property
    def is_missing(self) -> bool:
        """Whether there is no value."""
        return self.value is None

    @property
    def name(self) -> str:
        """What a message calls it: the area's indicator in the period."""
        where = f"{self.area}" if self.area else ""
        when = self.period.title if self.period else ""
        return f"{where}{when}{self.indicator or self.title}"

    def looking(self, **changes: object) -> Fact:
        """The same fact with another print format."""
        return replace(self, look=replace(self.look, **changes))  # type: ignore[arg-type]

    def sources(self) -> Iterator[Fact]:
        """Walk down to the facts that were read, in order, each once."""
        seen: set[int] = set()
        stack = [self]
        while stack:
            fact = stack.pop()
            if id(fact) in seen:
                continue
            seen.add(id(fact))
            if isinstance(fact.origin, FormulaOrigin | RollUpOrigin):
                stack.extend(reversed(fact.origin.parts))
            else:
                yield fact


class Lookup(Protocol):
    """Gives facts by indicator, area and period; None where the data hold no such indicator or base period at all.

    A fact whose value is missing is returned as such, with the reason.
    """

    def __call__(self, indicator: str, area: str, period: Period) -> Fact | None: ...
