"""Writes data specs as a workbook, one sheet a table: `python docs/make_spec_sheets.py 指标表.xlsx [甲.yaml …]`.

Without further arguments the shipped tables are written; with YAML files after the workbook's name, those are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from reportgen.errors import FindingsError, has_errors
from reportgen.spec.keys import KEYS, Key, Kind
from reportgen.spec.load import load_table, sheet_title
from reportgen.spec.model import CheckSpec, DataSpec, SpecModel
from reportgen.spec.shipped import shipped_folder

FIRST = ("字段", "表头", "单位", "口径", "公式", "规则")
"""The columns that every sheet has; further ones stand where a field fills them in."""


def main(arguments: Sequence[str]) -> None:
    """Write the workbook named first, from the YAML files named after it."""
    target, *files = arguments or ["指标表.xlsx"]
    paths = [Path(file) for file in files] or sorted(shipped_folder("data_specs").glob("*.yaml"))
    write_spec_sheets(Path(target), [table for path in paths for table in (_read(path),)])


def write_spec_sheets(path: Path, tables: Iterable[DataSpec]) -> None:
    """Write one sheet a table; all cells are texts, so that no formula is computed."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        bold = workbook.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        for table in tables:
            sheet = workbook.add_worksheet(sheet_title(table))
            rows = sheet_rows(table)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(number, column, text, bold if row[0] == FIRST[0] else None)
            sheet.set_column(0, 1, 20)
            sheet.set_column(3, 5, 40)


def sheet_rows(table: DataSpec) -> list[list[str]]:
    """The cells of a table's sheet, row by row."""
    above = [[key.chinese[0], text] for key, text in _written(table, "data_spec") if key.name != "title"]
    rows = [dict(_field_cells(field)) for field in table.fields]
    rows += [dict(_field_cells(one)) for one in getattr(table, "indicators", ())]
    rules = _rules_by_row(table.checks, [str(row["字段"]) for row in rows])
    for row, texts in zip(rows, rules, strict=True):
        row["规则"] = "；".join(texts)
    used = dict.fromkeys((*FIRST, *(head for row in rows for head in row)))
    return [*above, list(used), *([row.get(head, "") for head in used] for row in rows)]


def _field_cells(field: SpecModel) -> Iterable[tuple[str, str]]:
    kind = "field" if type(field).__name__ == "FieldSpec" else "indicator"
    for key, text in _written(field, kind):
        yield FIRST[0] if key.name == "name" else key.chinese[0], text
    if kind == "field":
        for key, text in _written(field.constraints, "constraints"):
            yield key.chinese[0], text


def _written(model: SpecModel, mapping: str) -> Iterable[tuple[Key, str]]:
    """The keys of a mapping that say something else than their default, as a cell says it."""
    for key in KEYS[mapping]:
        field = next((name for name, one in type(model).model_fields.items() if key.name in (name, one.alias)), None)
        if field is None or key.of or key.later:
            continue
        value = getattr(model, field)
        if value != type(model).model_fields[field].default:
            yield key, _cell(key, value)


def _cell(key: Key, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(str(item) or "空格" for item in value)
    text = str(value)
    how, bracket, rest = text.partition("(") if key.kind is Kind.ROLLUP else (text, "", "")
    words: Mapping[str, tuple[str, ...]] = key.values
    return words[how][0] + bracket + rest if how in words else text


def _rules_by_row(checks: Iterable[CheckSpec], names: Sequence[str]) -> list[list[str]]:
    """Put each rule into the row of the first field that it names, or further down, so that their order is kept."""
    rules: list[list[str]] = [[] for _ in names]
    row = 0
    for check in checks:
        words = re.findall(r"\w+", check.rule)
        row = max(row, min((names.index(word) for word in words if word in names), default=row))
        rules[row].append(_rule(check))
    return rules


def _rule(check: CheckSpec) -> str:
    severity = next(key for key in KEYS["check"] if key.name == "severity").values[check.severity][0]
    if check.message:
        return f"{check.rule}（{severity}：{check.message}）"
    return check.rule if check.severity == "error" else f"{check.rule}（{severity}）"


def _read(path: Path) -> DataSpec:
    table, findings = load_table(path, path.name)
    if table is None or has_errors(findings):
        raise FindingsError(findings)
    return table


if __name__ == "__main__":
    main(sys.argv[1:])
