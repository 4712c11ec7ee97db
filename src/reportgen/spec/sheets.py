"""A data spec kept as a worksheet (字段|表头|单位|口径|公式|规则) to the tree that a YAML file gives, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from reportgen.errors import Finding, Severity, did_you_mean
from reportgen.place import Place, cell_position
from reportgen.spec.keys import KEYS, Key, Kind, names_of, values_of
from reportgen.spec.scalars import fold, shortened
from reportgen.spec.yaml_lines import ListNode, MapNode, Node, ScalarNode, YamlFile

FIELD_HEADS: Final = ("字段", "name", "名称")
"""What heads the column of the names; the row that has it is the heading."""
RULE_HEADS: Final = ("规则", "勾稽", "rule")

_ASIDE: Final = ("序号", "备注")
"""Columns for people only."""
_BLANKS: Final = ("空格", "空")
"""How a cell writes that an empty cell stands for a missing value."""
_APART = re.compile(r"\s*[、,，;；\n]\s*")
_OPEN: Final = "(（"
_CLOSE: Final = ")）"
_QUOTES: Final = "\"'“”‘’"


@dataclass(frozen=True, slots=True)
class SpecCell:
    """A filled cell: its text, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class SpecSheet:
    """A worksheet's filled cells, row by row; `place` is the sheet's own."""

    title: str
    place: Place
    rows: tuple[tuple[SpecCell, ...], ...]


SheetReader = Callable[[Path, str], tuple[tuple[SpecSheet, ...], tuple[Finding, ...]]]
"""Reads a workbook's sheets: called with its path and the name that messages call it. `sources` has one."""

_Entry = tuple[ScalarNode, Node]


def sheet_tree(sheet: SpecSheet) -> YamlFile | None:
    """Give the tree of one sheet's data spec; None for a sheet without a heading 字段, a page of notes, say.

    Above the heading may stand lines such as 名称|households: a key of a data spec, and its value beside it. Without
    名称, the sheet's title is the table's name.
    """
    head = next((number for number, row in enumerate(sheet.rows) if _is_head(row)), None)
    return None if head is None else _Tree(sheet).read(head)


def _is_head(row: tuple[SpecCell, ...]) -> bool:
    texts = [_heading(cell.text) for cell in row]
    if len(texts) == 1:
        return texts[0] == FIELD_HEADS[0]
    known = _columns().keys() | {fold(text) for text in RULE_HEADS}
    return any(text in FIELD_HEADS for text in texts) and sum(text in known for text in texts) > 1


def _heading(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))


@cache
def _columns() -> Mapping[str, tuple[str, Key]]:
    """What may head a column → the mapping and the key that it fills in: 表头, 必填, 最小 …"""
    groups = [mapping for mapping in ("constraints", "indicator", "field") if mapping in KEYS]
    found = {fold(name): (mapping, key) for mapping in groups for name, key in names_of(mapping).items()}
    return {name: (mapping, key) for name, (mapping, key) in found.items() if not key.of}


@dataclass(slots=True)
class _Tree:
    """Builds the tree of one sheet; a node's line counts `cells`."""

    sheet: SpecSheet
    cells: list[Place] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def read(self, head: int) -> YamlFile:
        title = SpecCell(self.sheet.title, self.sheet.place)
        entries = dict(self._lines_above(self.sheet.rows[:head]))
        for key in ("name", "title"):
            entries.setdefault(key, (self._scalar(SpecCell(key, title.place)), self._scalar(title)))
        heading = self.sheet.rows[head][0].place
        groups = self._body(head, is_ledger=self._is_ledger(entries))
        for key, items in groups.items():
            if items or key == "fields":
                name = self._scalar(SpecCell(key, heading))
                entries[key] = (name, ListNode(tuple(items), name.line, flow=False))
        root = MapNode(tuple(entries.values()), self._line(self.sheet.place), flow=False)
        return YamlFile(self.sheet.place.file, root, (), tuple(self.findings), tuple(self.cells))

    @staticmethod
    def _is_ledger(entries: Mapping[str, _Entry]) -> bool:
        value = entries["rows"][1] if "rows" in entries else None
        key = next(key for key in KEYS["data_spec"] if key.name == "rows")
        return isinstance(value, ScalarNode) and values_of(key).get(fold(value.text)) == "records"

    # --- above the heading ---

    def _lines_above(self, rows: tuple[tuple[SpecCell, ...], ...]) -> Iterator[tuple[str, _Entry]]:
        known = {fold(name): key for name, key in names_of("data_spec").items() if not key.of}
        first: dict[str, SpecCell] = {}
        for row in rows:
            name, value = row[0], row[1] if len(row) == 2 else None
            text = _heading(name.text).rstrip(":")
            if value is None:
                continue  # a title, or a line of notes
            key = known.get(text)
            if key is None:
                words = f"表头上面的“{shortened(name.text)}”不是指标表的键。"
                advice = did_you_mean(text, known, "可以写：名称、标题、说明、空值；不是键的一行，只填一格。")
                self._tell("SPEC-UNKNOWN-KEY", name.place, words, advice)
            elif (twin := first.setdefault(key.name, name)) is not name:
                words = f"“{name.text}”和{twin.place.spot}的“{twin.text}”是同一个键，写了两次。"
                self._tell("SPEC-DOUBLE-KEY", name.place, words, "请删去其中一个。")
            else:
                yield key.name, (self._scalar(name), self._value(key, value))

    # --- the heading and below ---

    def _body(self, head: int, *, is_ledger: bool) -> dict[str, list[Node]]:
        columns, rules = self._heads(self.sheet.rows[head])
        groups: dict[str, list[Node]] = {"fields": [], "indicators": [], "checks": []}
        for row in self.sheet.rows[head + 1 :]:
            by_column = {cell_position(cell.place.cell or "")[1]: cell for cell in row}
            filled = [(columns[column], cell) for column, cell in by_column.items() if column in columns]
            if filled and not _is_note(row):
                counts = any(
                    mapping == "indicator" or (is_ledger and key.name == "formula") for (mapping, key), _ in filled
                )
                self._add_row(groups, filled, "indicator" if counts else "field")
            for column in rules & by_column.keys():
                groups["checks"].extend(self._checks(by_column[column]))
        return groups

    def _heads(self, row: tuple[SpecCell, ...]) -> tuple[dict[int, tuple[str, Key]], set[int]]:
        """Which column fills in which key, and which hold rules."""
        columns: dict[int, tuple[str, Key]] = {}
        rules: set[int] = set()
        first: dict[tuple[str, str], SpecCell] = {}
        for cell in row:
            text, column = _heading(cell.text), cell_position(cell.place.cell or "")[1]
            if text in RULE_HEADS:
                rules.add(column)
            if text in RULE_HEADS or text in _ASIDE:
                continue
            found = _columns().get(text)
            if found is None:
                words = f"没有“{shortened(cell.text)}”这个列。"
                advice = did_you_mean(text, _columns(), "可以写：字段、表头、单位、口径、公式、规则、类型、角色等。")
                self._tell("SPEC-UNKNOWN-KEY", cell.place, words, advice)
                continue
            twin = first.setdefault((found[0], found[1].name), cell)
            if twin is not cell:
                words = f"“{cell.text}”和{twin.place.spot}的“{twin.text}”是同一个键，写了两列。"
                self._tell("SPEC-DOUBLE-KEY", cell.place, words, "请删去其中一列。")
                continue
            columns[column] = found
        return columns, rules

    def _add_row(
        self, groups: dict[str, list[Node]], filled: list[tuple[tuple[str, Key], SpecCell]], kind: str
    ) -> None:
        """One row is a field; in a table of records, one that counts or computes is an indicator."""
        if not any(key.name == "name" for (_, key), _ in filled):
            words = "这一行没有写字段名。"
            advice = "请在“字段”列填上名称；只写规则的行，其余各列留空。"
            self._tell("SPEC-REQUIRED", filled[0][1].place, words, advice)
            return
        own = {key.name: key for key in KEYS[kind]}
        entries: list[_Entry] = []
        limits: list[_Entry] = []
        for (mapping, key), cell in filled:
            name = (key if mapping == "constraints" else own.get(key.name, key)).chinese[0]
            entry = (self._scalar(SpecCell(name, cell.place)), self._value(key, cell))
            (limits if mapping == "constraints" else entries).append(entry)
        if limits:
            name_node = self._scalar(SpecCell("约束", self.cells[limits[0][0].line - 1]))
            entries.append((name_node, MapNode(tuple(limits), name_node.line, flow=False)))
        group = "indicators" if kind == "indicator" else "fields"
        groups[group].append(MapNode(tuple(entries), self._line(filled[0][1].place), flow=False))

    def _checks(self, cell: SpecCell) -> Iterator[Node]:
        for text in split_rules(cell.text):
            rule, severity, message = read_rule(text)
            said = {"rule": rule, "severity": severity, "message": message}
            entries = tuple(
                (self._scalar(SpecCell(key, cell.place)), self._scalar(SpecCell(words, cell.place)))
                for key, words in said.items()
                if words
            )
            yield MapNode(entries, self._line(cell.place), flow=False)

    # --- cells ---

    def _value(self, key: Key, cell: SpecCell) -> Node:
        if key.kind is Kind.FORMULA:
            # In a worksheet one writes a formula behind an equals sign.
            return self._scalar(SpecCell(re.sub(r"^\s*[=＝]", "", cell.text), cell.place))
        if key.kind not in (Kind.NAMES, Kind.TEXTS):
            return self._scalar(cell)
        names = [name for name in _APART.split(cell.text.strip()) if name]
        if key.kind is Kind.TEXTS:
            names = ["" if name in _BLANKS else name for name in names]
        line = self._line(cell.place)
        return ListNode(tuple(ScalarNode(name, line, line, plain=False) for name in names), line, flow=False)

    def _scalar(self, cell: SpecCell) -> ScalarNode:
        line = self._line(cell.place)
        return ScalarNode(cell.text.strip(), line, line, plain=False)

    def _line(self, place: Place) -> int:
        self.cells.append(place)
        return len(self.cells)

    def _tell(self, code: str, place: Place, words: str, advice: str) -> None:
        self.findings.append(Finding(code, Severity.ERROR, place, words, advice))


def _is_note(row: tuple[SpecCell, ...]) -> bool:
    """Whether a row below the table is 注：……"""
    return len(row) == 1 and re.match(r"(注|备注|说明|填表说明)\d*\s*[:：]", row[0].text) is not None


def split_rules(text: str) -> Iterator[str]:
    """Take apart the rules of one cell, at ； and line ends outside brackets and quotes.

    >>> list(split_rules("甲 <= 乙；丙 <= 甲（警告：请核实；可能填反）"))
    ['甲 <= 乙', '丙 <= 甲（警告：请核实；可能填反）']
    """
    depth, quoted, start = 0, False, 0
    for position, sign in enumerate(text):
        if sign in _QUOTES:
            quoted = not quoted
        elif quoted:
            continue
        elif sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(depth - 1, 0)
        elif sign in ";；\n" and not depth:
            if text[start:position].strip():
                yield text[start:position].strip()
            start = position + 1
    if text[start:].strip():
        yield text[start:].strip()


def read_rule(text: str) -> tuple[str, str, str]:
    """Take a rule, its severity and its message apart; "" for what is not written.

    >>> read_rule("甲 <= (乙 + 丙)（警告：请核实）")
    ('甲 <= (乙 + 丙)', '警告', '请核实')
    """
    start = _last_bracket(text)
    if start is None:
        return text, "", ""
    inside = text[start + 1 : -1]
    head, _, message = re.sub("[:：]", "：", inside, count=1).partition("：")
    known = values_of(next(key for key in KEYS["check"] if key.name == "severity"))
    if fold(head) not in known:
        return text, "", ""
    return text[:start].strip(), head.strip(), message.strip()


def _last_bracket(text: str) -> int | None:
    """Where the bracket opens that closes at the end of the text."""
    if text[-1:] not in tuple(_CLOSE):
        return None
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] in _CLOSE) - (text[position] in _OPEN)
        if depth == 0:
            return position
    return None
