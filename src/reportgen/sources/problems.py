"""How what is wrong in a column is told: each cell by its address, many alike together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.errors import Finding, Severity
from reportgen.place import ON_ITS_SIDE, UPRIGHT, Place, address
from reportgen.quantity.identifiers import hidden


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the cell of one row: `index` counts in the column read."""

    code: str
    severity: Severity
    index: int
    words: str
    advice: str = ""


def said(value: object, sensitive: bool) -> str:
    """A cell's content for a message: that of a sensitive field with its middle hidden."""
    if not sensitive:
        return str(value)
    return hidden(f"{value:f}" if isinstance(value, Decimal) else str(value))


class PlaceOf:
    """Gives the cell of a column's row by its index."""

    def __init__(self, file: str, sheet: str, letter: str, rows: Sequence[int]) -> None:
        self._file, self._sheet, self._letter, self._rows = file, sheet, letter, rows

    @property
    def line(self) -> str:
        """What the column is in its worksheet: a row (行) where the table lies on its side."""
        return ON_ITS_SIDE.field if self._letter.isdecimal() else UPRIGHT.field

    def __call__(self, index: int) -> Place:
        return Place(self._file, sheet=self._sheet, cell=address(self._letter, self._rows[index]))


def gathered(
    problems: Iterable[Problem], place_of: Callable[[int], Place], line: str = "列", most: int = 30, few: int = 5
) -> list[Finding]:
    """Make findings of problems: each with its cell; many alike of one column are told together.

    Errors are told one by one up to `most`; notices of the same code together where there are more than `few`.
    `line` is what the column is in its worksheet: a row (行) where the table lies on its side.
    """
    by_code: dict[tuple[str, Severity], list[Problem]] = {}
    for problem in problems:
        by_code.setdefault((problem.code, problem.severity), []).append(problem)
    findings = []
    for (code, severity), some in by_code.items():
        bound = few if severity is Severity.NOTICE else most
        told = some if len(some) <= bound else some[: 1 if severity is Severity.NOTICE else most]
        rest = some[len(told) :]
        for number, problem in enumerate(told):
            words = problem.words
            if rest and number == len(told) - 1:
                cells = "、".join(place_of(one.index).cell or "" for one in rest[:5])
                words += f"这一{line}还有 {len(rest)} 格类似：{cells}{'等' if len(rest) > 5 else ''}。"
            findings.append(Finding(code, severity, place_of(problem.index), words, problem.advice))
    return findings
