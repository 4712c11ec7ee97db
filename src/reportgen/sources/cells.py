"""What the cells of one field mean: numbers, percents, dates and texts as people fill them in, and what is no value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.errors import Severity
from reportgen.fact import Value
from reportgen.quantity.dates import print_date
from reportgen.quantity.reading import read_quantity
from reportgen.quantity.units import Unit, UnitError, convert, parse_unit
from reportgen.sources.formats import Look
from reportgen.sources.heads import folded
from reportgen.sources.problems import Problem, said
from reportgen.sources.stored import (
    all_ordinary,
    as_percent,
    cell_text,
    clean_text,
    day_of,
    error_words,
    is_cut_short,
    is_error,
    numbers,
    stored_number,
)
from reportgen.sources.workbook import Cell, Kind, Workbook
from reportgen.spec.model import FieldSpec

_YES = frozenset(["是", "有", "√", "✓", "✔", "TRUE", "true", "1", "Y", "y", "对"])
_NO = frozenset(["否", "无", "×", "✗", "FALSE", "false", "0", "N", "n", "错"])
_SHORT = len("0.1234")


@dataclass(slots=True)
class Reading:
    """What one column turned out to hold."""

    values: list[Value | None]
    typed: dict[int, tuple[str, str]] = field(default_factory=dict)
    why_missing: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    plain_percents: list[int] = field(default_factory=list)
    """Rows whose value is a bare number in a % column."""
    shown_percents: list[int] = field(default_factory=list)
    """Rows whose value is stored as a fraction and shown as a percent."""
    dummies: list[int] = field(default_factory=list)
    """Rows whose formula has a stored zero that its writer may never have computed."""
    formulas: int = 0
    """How many values are stored results of formulas."""
    long: list[int] = field(default_factory=list)
    """Rows whose value has more than four decimals."""


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads the cells of one field.

    unit      what the cells are in: the heading's unit where it states one, else the field's
    missing   what stands for a missing value, folded
    severity  how much an unreadable cell weighs; less for what a formula gives anyway
    year      completes days written without one
    """

    workbook: Workbook
    field: FieldSpec
    unit: str
    missing: frozenset[str]
    severity: Severity
    year: int

    def read(self, marks: Sequence[str], texts: Sequence[str], owners: Sequence[str]) -> Reading:
        """Read a column; `owners` says whose row each is, for messages."""
        found = Reading([None] * len(marks))
        plain = self._plain_marks(marks)
        ordinary, whole = self._read_plain(found, marks, texts, plain) if plain else (False, False)
        if not whole:
            self._read_others(found, marks, texts, owners, plain)
        converted = self._in_field_unit(found)
        if self._numeric and self.field.decimals is None and (converted or not ordinary):
            # A text with few signs behind its point cannot hold many decimals; to look at each value is dear.
            rows = [i for i, t in enumerate(texts) if converted or (len(t) > _SHORT and len(t) - t.find(".") > 5)]
            found.long = [index for index in rows if _is_long(found.values[index])]
        return found

    def _read_others(
        self,
        found: Reading,
        marks: Sequence[str],
        texts: Sequence[str],
        owners: Sequence[str],
        plain: Mapping[str, bool],
    ) -> None:
        """Read what is no stored number, cell by cell; words that come again are read once."""
        known: dict[tuple[str, str], Value] = {}
        for index, mark in enumerate(marks):
            if mark not in plain or not texts[index]:
                raw = mark, texts[index]
                if (value := known.get(raw)) is not None:
                    found.values[index] = value
                    continue
                told = len(found.problems)
                self._read_one(found, index, owners[index], self.workbook.cell(*raw))
                value = found.values[index]
                if value is not None and not self._numeric and told == len(found.problems):
                    known[raw] = value
            elif found.values[index] is None:
                self._refuse(found, index, owners[index], texts[index], "不是数")

    def _plain_marks(self, marks: Sequence[str]) -> Mapping[str, bool]:
        """The marks of ordinary stored numbers → whether shown as a percent."""
        if not self._numeric:
            return {}
        plain: dict[str, bool] = {}
        for mark in set(marks):
            read = self.workbook.mark(mark) if mark else None
            if read is None or read.type not in ("", "n") or read.formula or read.look is Look.DATE:
                continue
            if read.look is Look.PERCENT and not self._is_percent:
                continue
            plain[mark] = read.look is Look.PERCENT
        return plain

    @property
    def _numeric(self) -> bool:
        return self.field.role is None and self.field.type in ("number", "integer")

    @property
    def _is_percent(self) -> bool:
        return parse_unit(self.unit).symbol == "%"

    def _read_plain(
        self, found: Reading, marks: Sequence[str], texts: Sequence[str], plain: Mapping[str, bool]
    ) -> tuple[bool, bool]:
        """Read all stored numbers of the column at once.

        Tells whether they are all of the ordinary kind with few decimals, and whether nothing else is in the column.
        """
        whole = "" not in texts and plain.keys() >= set(marks)
        where = range(len(marks)) if whole else [i for i, mark in enumerate(marks) if texts[i] and mark in plain]
        stored = texts if whole else [texts[index] for index in where]
        quick = all_ordinary(stored)
        values: list[Decimal | None] = list(quick) if quick is not None else numbers(stored)
        shown = set(plain.values())
        if self._is_percent and False in shown:
            found.plain_percents.extend(i for i in where if not plain[marks[i]])
        if True in shown:
            found.shown_percents.extend(where if len(shown) == 1 else [i for i in where if plain[marks[i]]])
            values = [
                as_percent(value) if value is not None and plain[marks[i]] else value
                for i, value in zip(where, values, strict=True)
            ]
        if whole:
            found.values = list(values)
            return quick is not None, quick is not None or all(value is not None for value in values)
        for index, value in zip(where, values, strict=True):
            found.values[index] = value
        return quick is not None, False

    def _read_one(self, found: Reading, index: int, owner: str, cell: Cell) -> None:
        """Read one cell that is no ordinary number."""
        text = cell.text.strip()
        known = folded(text)
        if cell.kind is Kind.BLANK or (cell.kind is Kind.TEXT and known in self.missing):
            self._leave_out(found, index, owner, known)
        elif is_error(cell):
            words = f"是错误值 {error_words(cell)}"
            self._tell(found, "DATA-ERROR-CELL", index, owner, words, "请改正公式或填入数值。")
        elif cell.kind is Kind.NO_VALUE:
            self._tell(
                found,
                "DATA-NO-STORED-VALUE",
                index,
                owner,
                "的公式没有保存计算结果",
                "请用 Excel 或 WPS 打开工作簿，重新计算并保存一次。",
            )
        elif self._numeric:
            self._read_number(found, index, owner, cell)
        elif self.field.type == "date" and self.field.role is None:
            self._read_day(found, index, owner, cell)
        elif self.field.type == "boolean" and self.field.role is None:
            self._read_flag(found, index, owner, known)
        else:
            self._read_text(found, index, owner, cell)

    def _leave_out(self, found: Reading, index: int, owner: str, known: str) -> None:
        """Take a blank or a sign for missing, if the table declares it so."""
        if known in self.missing:
            found.why_missing[index] = f"{owner}填的是“{known}”" if known else f"{owner}未填"
            return
        self._tell(
            found,
            "DATA-REQUIRED",
            index,
            owner,
            "没有填，而空格没有声明为缺数",
            "请填数；确实没有数的，填约定的符号，或在指标表的“缺数符号”（missingValues）里加上空格。",
        )

    def _read_number(self, found: Reading, index: int, owner: str, cell: Cell) -> None:
        if cell.kind is Kind.NUMBER:
            self._read_odd_number(found, index, owner, cell)
        elif cell.kind is Kind.TEXT:
            self._read_typed(found, index, owner, cell.text)
        else:
            shown = cell.text if cell.kind is Kind.BOOLEAN else f"日期 {cell.text}"
            self._refuse(found, index, owner, shown, "不是数")

    def _read_odd_number(self, found: Reading, index: int, owner: str, cell: Cell) -> None:
        """A stored number with a formula, or in a format that shows something else."""
        value = stored_number(cell.text)
        if value is None:
            self._refuse(found, index, owner, cell.text, "不是数，或过大")
        elif cell.look is Look.DATE:
            day = day_of(cell, self.workbook.epoch_1904, None)
            shown = print_date(day) if day else cell.text
            self._refuse(found, index, owner, shown, "显示为日期，不是数")
        elif cell.look is Look.PERCENT and not self._is_percent:
            self._refuse_percent(found, index, owner, value)
        else:
            if cell.look is Look.PERCENT:
                value = as_percent(value)
                found.shown_percents.append(index)
            elif self._is_percent:
                found.plain_percents.append(index)
            found.formulas += cell.formula
            if value == 0 and cell.formula:
                found.dummies.append(index)
            found.values[index] = value

    def _refuse_percent(self, found: Reading, index: int, owner: str, value: Decimal) -> None:
        shown = self._quoted(f"{as_percent(value)}%")
        unit = f"单位是“{self.unit}”" if self.unit else "指标没有单位"
        words = f"显示为百分数 {shown}，而{unit}"
        self._tell(found, "DATA-UNIT", index, owner, words, "请改单元格格式，或核对指标的单位。")

    def _read_typed(self, found: Reading, index: int, owner: str, text: str) -> None:
        """Text where a number is wanted: 35户, 13万余, full-width digits, a number stored as text."""
        try:
            reading = read_quantity(text, self.unit)
        except UnitError as error:
            reason = "" if self.field.sensitive else f"（{error}）"
            words = f"填的是“{self._quoted(text)}”，单位对不上{reason}"
            self._tell(found, "DATA-UNIT", index, owner, words, "请核对并改正。")
            return
        if reading is None:
            self._refuse(found, index, owner, text, "不是数")
            return
        if reading.other:
            words = f"填的是“{self._quoted(text)}”，而单位是“{self.unit}”"
            self._tell(found, "DATA-UNIT", index, owner, words, "请核对是不是填错了格，并改正其中之一。")
            return
        found.values[index] = reading.value
        found.typed[index] = (reading.qualifier, text.strip())
        if self._is_percent and "%" not in folded(text) and "百分" not in text:
            found.plain_percents.append(index)
        why = "、".join(reading.why) or "文本形式的数字"
        value = said(reading.value, self.field.sensitive)
        words = f"“{self._quoted(text)}”（{why}）按 {value}{'%' if self._is_percent else ''} 读取。"
        problem = Problem("DATA-TEXT-NUMBER", Severity.NOTICE, index, words, "如不对，请改成数字。")
        found.problems.append(problem)

    def _read_day(self, found: Reading, index: int, owner: str, cell: Cell) -> None:
        day = day_of(cell, self.workbook.epoch_1904, self.year)
        if day is None:
            words = f"填的是“{self._quoted(cell.text)}”，不是日期"
            self._tell(found, "DATA-NOT-DATE", index, owner, words, "请填成 2023-06-30 或 2023年6月30日。")
        found.values[index] = day

    def _read_flag(self, found: Reading, index: int, owner: str, known: str) -> None:
        if known in _YES or known in _NO:
            found.values[index] = "是" if known in _YES else "否"
        else:
            words = f"填的是“{self._quoted(known)}”，不是“是”或“否”"
            self._tell(found, "DATA-NOT-FLAG", index, owner, words, "请填“是”或“否”。")

    def _read_text(self, found: Reading, index: int, owner: str, cell: Cell) -> None:
        if is_cut_short(cell):
            found.why_missing[index] = f"{owner}的号码存成了数字，后几位已丢失"
            words = f"{owner}“{self.field.name}”的号码存成了数字，15位以后的已丢失，没有读取。"
            advice = "请把这一格设为文本格式，照原件重新填写。"
            found.problems.append(Problem("DATA-LOST-DIGITS", Severity.WARNING, index, words, advice))
            return
        text, dropped = clean_text(cell_text(cell, self.workbook.epoch_1904))
        found.values[index] = text
        if dropped:
            words = f"文字里有 {dropped} 个看不见的控制字符，已略去。"
            found.problems.append(Problem("DATA-CONTROL-CHARACTER", Severity.NOTICE, index, words))

    def _refuse(self, found: Reading, index: int, owner: str, shown: str, what: str) -> None:
        advice = "请改成数字；表示没有数的，请用约定的符号（如“—”）或留空。"
        self._tell(found, "DATA-NOT-NUMBER", index, owner, f"填的是“{self._quoted(shown)}”，{what}", advice)

    def _quoted(self, text: str) -> str:
        """A cell's text for a message: short, and hidden where the field is sensitive."""
        return _shortened(said(text, self.field.sensitive))

    def _tell(self, found: Reading, code: str, index: int, owner: str, words: str, advice: str) -> None:
        """Record an unreadable cell: its value is missing, never zero."""
        found.values[index] = None
        found.why_missing[index] = f"{owner}{words}"
        found.problems.append(Problem(code, self.severity, index, f"{owner}“{self.field.name}”{words}。", advice))

    def _in_field_unit(self, found: Reading) -> bool:
        """Convert what the heading states in another unit (元 where the field has 万元); tell whether it did."""
        if not self._numeric or self.unit == self.field.unit:
            return False
        one, other = parse_unit(self.unit), parse_unit(self.field.unit)
        if one.factor == other.factor or not other.symbol:
            return False
        found.values = [_converted(value, one, other) for value in found.values]
        # Typed words keep the unit that they were typed in: "13万余" under 元 is not 13万余 in 万元.
        found.typed = {
            index: (lead, text if folded(text).endswith(self.unit) else text + self.unit)
            for index, (lead, text) in found.typed.items()
        }
        return True


def _is_long(value: Value | None) -> bool:
    return isinstance(value, Decimal) and int(value.as_tuple().exponent) < -4


def _converted(value: Value | None, one: Unit, other: Unit) -> Value | None:
    if not isinstance(value, Decimal):
        return value
    return convert(value, one, other).normalize() + Decimal(0)


def _shortened(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= 20 else text[:19] + "…"
