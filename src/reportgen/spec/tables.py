"""What makes a data spec sound: names, units, rates, roll-up, columns that can be told apart (design §3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.errors import Finding, Severity, did_you_mean
from reportgen.place import Place
from reportgen.quantity.units import Unit, UnitError, parse_unit
from reportgen.spec.model import DataSpec, FieldSpec
from reportgen.spec.names import good_name, trouble_with
from reportgen.spec.scalars import fold

NUMBERS = ("integer", "number")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]\s*$")


def check_table(table: DataSpec) -> Iterator[Finding]:
    """Find everything wrong with one data spec, formulas and rules excepted: those are compiled by `indicators`."""
    yield from bad_name(table.name, table.at("name"))
    if not table.fields:
        yield error(
            "SPEC-REQUIRED", table.at("fields"), f"指标表“{table.name}”没有字段。", "请至少写一个地区列和一个指标。"
        )
        return
    if table.is_ledger:
        from reportgen.spec.records import check_records  # late: it builds on this module

        yield from check_records(table)
        return
    if table.indicators:
        words = "“指标”只用于台账（每行: 记录）；一行一个地区的表，数字都写在“字段”里。"
        yield error("SPEC-VALUE", table.at("indicators"), words, "请写上 每行: 记录，或把它们移到“字段”里。")
    for field in table.fields:
        yield from _check_field(field, table)
    yield from doubled_names(table)
    yield from doubled_headings(table)
    yield from check_area_columns(table)
    yield from _check_key(table)


def heading(field: FieldSpec) -> str:
    """The field's column heading."""
    return field.title or field.name


def _check_field(field: FieldSpec, table: DataSpec) -> Iterator[Finding]:
    place = field.at("name")
    yield from bad_name(field.name, place, is_indicator=field.role is None)
    if field.role == "name":
        words = f"“{field.name}”的角色“名称”只用于台账（每行: 记录）。"
        yield error("SPEC-VALUE", field.at("role"), words, "请改为 文字，或删去角色。")
    if field.role is not None:
        yield from not_a_number(field)
        return
    unit, trouble = read_unit(field)
    yield from trouble
    if field.type not in NUMBERS and field.unit:
        words = f"“{field.name}”是{TYPES[field.type]}，不能有单位“{field.unit}”。"
        yield error("SPEC-UNIT", field.at("unit"), words, "请删去单位，或把类型改为 数。")
    if field.type == "integer" and field.decimals:
        words = f"“{field.name}”是整数，却要印{field.decimals}位小数。"
        yield error("SPEC-VALUE", field.at("decimals"), words, "请把类型改为 数，或删去小数。")
    if unit is not None and (unit.is_percent or "/" in unit.symbol):
        yield from _check_rate(field)
    yield from _check_rollup(field, table)
    yield from check_range(field)


def read_unit(field: FieldSpec) -> tuple[Unit | None, tuple[Finding, ...]]:
    try:
        unit = parse_unit(field.unit)
    except UnitError as fault:
        advice = "请写成 户、万元、亩、% 这样的单位；不要带数字和标点。"
        return None, (error("SPEC-UNIT", field.at("unit"), f"“{field.name}”的单位有误：{fault}。", advice),)
    if unit.known:
        return unit, ()
    words = f"“{field.name}”的单位“{field.unit}”不在已知单位之列，按量词处理。"
    advice = "如果是量词，不必理会；如果写错了，请改正。"
    return unit, (Finding("SPEC-UNKNOWN-UNIT", Severity.WARNING, field.at("unit"), words, advice),)


def _check_rate(field: FieldSpec) -> Iterator[Finding]:
    """A rate or a per-head figure is never added up (design §3.1)."""
    if field.rollup == "sum":
        words = f"“{field.name}”（{field.unit}）是比率，不能相加汇总。"
        advice = "请写公式（汇总时用分子分母重新计算），或写 汇总: 自填、不汇总、加权(户数)。"
        yield error("SPEC-RATE", field.at("rollup"), words, advice)
    elif not field.places.keys() & {"formula", "rollup"}:
        words = f"“{field.name}”（{field.unit}）是比率，却没有写公式，也没有写怎样汇总。"
        advice = "请写 公式: 分子 / 分母；没有分子分母的，写 汇总: 自填（用上级自己的行）、不汇总 或 加权(户数)。"
        yield error("SPEC-RATE", field.at("name"), words, advice)


def _check_rollup(field: FieldSpec, table: DataSpec) -> Iterator[Finding]:
    if not field.rollup.startswith("weighted("):
        return
    weight = field.rollup.removeprefix("weighted(").removesuffix(")")
    by_name = {other.name: other for other in table.fields}
    other = by_name.get(weight)
    if other is None:
        if any(trouble_with(name) for name in by_name):
            return  # the badly named field may be the one that is meant
        advice = did_you_mean(weight, by_name, "权数要写本表的一个字段。")
        yield error("SPEC-UNKNOWN", field.at("rollup"), f"本表没有名为“{weight}”的字段，不能用它加权。", advice)
    elif other.role is not None or other.type not in NUMBERS or other.name == field.name:
        yield error("SPEC-VALUE", field.at("rollup"), f"“{weight}”不能作权数。", "权数要写户数、人数、面积这样的数。")


def check_range(field: FieldSpec) -> Iterator[Finding]:
    limits = field.constraints
    if limits.minimum is not None and limits.maximum is not None and limits.minimum > limits.maximum:
        words = f"“{field.name}”的最小值{limits.minimum}大于最大值{limits.maximum}。"
        yield error("SPEC-VALUE", limits.at("minimum"), words, "请对调或改正。")
    if limits.pattern is not None:
        try:
            re.compile(limits.pattern)
        except re.error as fault:
            words = f"“{field.name}”的格式“{limits.pattern}”不是正则表达式（{fault.msg}）。"
            yield error("SPEC-VALUE", limits.at("pattern"), words, "请改正，或改用 取值。")
    if limits.enum is not None and not limits.enum:
        yield error("SPEC-VALUE", limits.at("enum"), f"“{field.name}”的取值是空的。", "请列出允许的值，或删去。")


def not_a_number(field: FieldSpec) -> Iterator[Finding]:
    for key, value, what in (
        ("unit", field.unit, "单位"),
        ("formula", field.formula, "公式"),
        ("rollup", field.rollup, "汇总"),
    ):
        if value:
            words = f"“{field.name}”是{_ROLES[field.role or 'text']}列，不能有{what}。"
            yield error("SPEC-VALUE", field.at(key), words, f"请删去{what}，或删去角色。")


def doubled_names(table: DataSpec) -> Iterator[Finding]:
    first: dict[str, FieldSpec] = {}
    for field in table.fields:
        other = first.setdefault(field.name, field)
        if other is not field:
            words = f"字段“{field.name}”写了两次，{other.at('name').spot}已经有了。"
            yield error("SPEC-DOUBLE", field.at("name"), words, "请改名或删去其中一个。")
    if table.name in first:
        words = f"字段“{table.name}”与指标表同名，模板里分不清。"
        yield error("SPEC-DOUBLE", first[table.name].at("name"), words, "请把指标表的名称改掉，如用拼音或英文。")


def doubled_headings(table: DataSpec) -> Iterator[Finding]:
    """A column must be told by its heading; a unit in brackets tells two columns apart only if written in both."""
    first: dict[str, FieldSpec] = {}
    for field in table.fields:
        for key, text in (("title", heading(field)), *(("aliases", alias) for alias in field.aliases)):
            other = first.setdefault(fold_heading(text), field)
            if other is not field and other.name != field.name:
                words = f"“{field.name}”和“{other.name}”的表头都是“{text}”，分不清是哪一列。"
                yield error("SPEC-DOUBLE", field.at(key), words, "请使两列的表头（含别名）不同。")


def fold_heading(text: str) -> str:
    """Give a heading as it is compared: NFKC, without blanks."""
    return re.sub(r"\s+", "", fold(text))


def check_area_columns(table: DataSpec) -> Iterator[Finding]:
    areas = [field for field in table.fields if field.role == "area"]
    # A role that was written, and refused, may have been this one.
    refused = any(field.role is None and "role" in field.places for field in table.fields)
    if not areas and not table.is_ledger and not refused:
        advice = "请加一个字段，写 角色: 地区，表头与工作簿里的地区列一致。"
        yield error("SPEC-REQUIRED", table.at("fields"), f"指标表“{table.title or table.name}”没有地区列。", advice)
    if len(areas) > 1:
        for field in areas:
            if not field.level:
                words = f"有{len(areas)}个地区列，“{field.name}”没有写是哪一级。"
                yield error("SPEC-REQUIRED", field.at("name"), words, "请给每个地区列写 级别，如 级别: 乡镇。")
        if len({field.level for field in areas if field.level}) < len([field for field in areas if field.level]):
            yield error("SPEC-DOUBLE", areas[-1].at("level"), "两个地区列的级别相同。", "请改正级别。")
    periods = [field for field in table.fields if field.role == "period"]
    if len(periods) > 1:
        yield error("SPEC-DOUBLE", periods[1].at("role"), "只能有一个期间列。", "请删去多余的 角色: 期间。")


def _check_key(table: DataSpec) -> Iterator[Finding]:
    by_name = {field.name: field for field in table.fields}
    for number, name in enumerate(table.primary_key):
        field = by_name.get(fold(name))
        place = table.at(f"primaryKey[{number}]")
        if field is None:
            yield error(
                "SPEC-UNKNOWN",
                place,
                f"主键里的“{name}”不是本表的字段。",
                did_you_mean(name, by_name, "请写地区列（和期间列）的字段名。"),
            )
        elif field.role not in ("area", "period"):
            advice = "一行一个地区的表，主键就是地区列（和期间列）。"
            yield error("SPEC-VALUE", place, f"主键里的“{name}”不是地区列或期间列。", advice)


def bad_name(name: str, place: Place, *, is_indicator: bool = True) -> Iterator[Finding]:
    trouble = trouble_with(name)
    # A column that only names the area may be called 地区; no template asks for it by that name.
    if trouble is not None and (is_indicator or good_name(name) != name):
        yield error("SPEC-NAME", place, *trouble)


def error(code: str, place: Place, words: str, advice: str) -> Finding:
    return Finding(code, Severity.ERROR, place, words, advice)


_ROLES = {"area": "地区", "period": "期间", "text": "文字", "name": "名称"}
TYPES = {"boolean": "是否", "string": "文本", "date": "日期"}
