"""What makes the spec of a record table (台账) sound: its fields, and the indicators that count and add them up."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.errors import Finding, Severity, did_you_mean
from reportgen.quantity.units import Unit, UnitError, parse_unit
from reportgen.spec.model import KEY_FIELD, DataSpec, FieldSpec, RecordIndicator
from reportgen.spec.scalars import fold
from reportgen.spec.tables import (
    NUMBERS,
    TYPES,
    bad_name,
    check_area_columns,
    check_range,
    doubled_headings,
    doubled_names,
    error,
    not_a_number,
    read_unit,
)

_WAYS = ("count", "sum", "min", "max", "formula")
_CHOICE = "请写且只写一个：计数、求和、最小值、最大值、公式。"


def check_records(table: DataSpec) -> Iterator[Finding]:
    """Find everything wrong with the spec of a record table; conditions and formulas are compiled by `indicators`."""
    for field in table.fields:
        yield from _check_field(field)
    yield from doubled_names(table)
    yield from doubled_headings(table)
    yield from check_area_columns(table)
    yield from _check_key(table)
    yield from _check_name(table)
    first: dict[str, RecordIndicator] = {}
    for indicator in table.indicators:
        yield from _check_indicator(indicator, table)
        other = first.setdefault(indicator.name, indicator)
        if other is not indicator:
            words = f"指标“{indicator.name}”写了两次，{other.at('name').spot}已经有了。"
            yield error("SPEC-DOUBLE", indicator.at("name"), words, "请改名或删去其中一个。")
    if table.name in first:
        words = f"指标“{table.name}”与指标表同名，模板里分不清。"
        yield error("SPEC-DOUBLE", first[table.name].at("name"), words, "请把指标表的名称改掉，如用拼音或英文。")


def _check_field(field: FieldSpec) -> Iterator[Finding]:
    # No template asks for a field by its name; it may well be 序号.
    yield from bad_name(field.name, field.at("name"), is_indicator=False)
    if field.rollup or field.over_time:
        key = "rollup" if field.rollup else "over_time"
        words = f"“{field.name}”是台账的一列，不能写汇总或跨期。"
        yield error("SPEC-VALUE", field.at(key), words, "请删去；要加起来的，在“指标”里写一个 求和 的指标。")
    elif field.role is not None:
        yield from not_a_number(field)
    if field.role is not None:
        return
    _, trouble = read_unit(field)
    yield from trouble
    if field.type not in NUMBERS and field.unit:
        words = f"“{field.name}”是{TYPES[field.type]}，不能有单位“{field.unit}”。"
        yield error("SPEC-UNIT", field.at("unit"), words, "请删去单位，或把类型改为 数。")
    if field.name == KEY_FIELD and field.type != "boolean":
        words = f"“{KEY_FIELD}”一列说明哪几行列举时排在前面，类型应是 是否。"
        yield error("SPEC-VALUE", field.at("type"), words, "请把类型改为 是否，或给这一列换一个名称。")
    yield from check_range(field)


def _check_key(table: DataSpec) -> Iterator[Finding]:
    by_name = {field.name: field for field in table.fields}
    for number, name in enumerate(table.primary_key):
        if fold(name) not in by_name:
            advice = did_you_mean(name, by_name, "请写本表的字段名。")
            words = f"主键里的“{name}”不是本表的字段。"
            yield error("SPEC-UNKNOWN", table.at(f"primaryKey[{number}]"), words, advice)


def _check_name(table: DataSpec) -> Iterator[Finding]:
    named = [field for field in table.fields if field.role == "name"]
    for field in named[1:]:
        yield error("SPEC-DOUBLE", field.at("role"), "只能有一个字段是名称。", "请删去多余的 角色: 名称。")


def _check_indicator(indicator: RecordIndicator, table: DataSpec) -> Iterator[Finding]:
    yield from bad_name(indicator.name, indicator.at("name"))
    unit, trouble = read_unit(indicator)
    yield from trouble
    written = [key for key in _WAYS if getattr(indicator, key)]
    if not written and indicator.places.keys() & {*_WAYS}:
        return  # what was written there is refused already
    if len(written) != 1:
        code = "SPEC-VALUE" if written else "SPEC-REQUIRED"
        what = "写了不止一种算法" if written else "没有写怎样算"
        yield error(code, indicator.at(written[1] if written else "name"), f"指标“{indicator.name}”{what}。", _CHOICE)
        return
    if indicator.formula and indicator.over_time:
        words = f"指标“{indicator.name}”有公式，不能再写跨期。"
        yield error("SPEC-VALUE", indicator.at("over_time"), words, "请把跨期写在公式用到的指标里。")
    if indicator.formula and indicator.where:
        words = f"指标“{indicator.name}”有公式，不能再写条件。"
        yield error("SPEC-VALUE", indicator.at("where"), words, "请把条件写在公式用到的指标里。")
    if unit is not None:
        yield from _check_count(indicator, table, unit) if indicator.count else _check_used(indicator, table, unit)


def _check_count(indicator: RecordIndicator, table: DataSpec, unit: Unit) -> Iterator[Finding]:
    if not unit.is_count and unit.symbol:
        words = f"“{indicator.name}”是计数，单位不能是“{unit.symbol}”。"
        yield error("SPEC-UNIT", indicator.at("unit"), words, "请写 个、户、人 这样的量词。")
    if indicator.count == "distinct" and not indicator.of and "of" not in indicator.places:
        words = f"“{indicator.name}”是去重计数，没有写看哪几个字段。"
        yield error("SPEC-REQUIRED", indicator.at("count"), words, "请写 去重字段: [乡镇, 村]。")
    if indicator.count == "rows" and indicator.of:
        words = f"“{indicator.name}”是数行数，用不着去重字段。"
        yield error("SPEC-VALUE", indicator.at("of"), words, "请删去，或把计数改为 去重。")
    names = {field.name: field for field in table.fields}
    for number, name in enumerate(indicator.of):
        if fold(name) not in names:
            yield _unknown(name, indicator, f"of[{number}]", table)


def _check_used(indicator: RecordIndicator, table: DataSpec, unit: Unit) -> Iterator[Finding]:
    """A sum or an extreme: of a field that has one, in a unit that goes with the indicator's."""
    for name in indicator.used:
        how = indicator.how
        field = next((field for field in table.fields if field.name == name), None)
        if field is None:
            yield _unknown(name, indicator, how, table)
            continue
        if field.role is not None or field.type not in (*NUMBERS, *(() if how == "sum" else ("date",))):
            kind = TYPES.get(field.type, "") if field.role is None else "地区、期间或名称"
            what = "相加" if how == "sum" else "比大小"
            advice = "请换一个数字字段；这一列是数的，给它写上单位或 类型: 数。"
            yield error("SPEC-VALUE", indicator.at(how), f"“{name}”是{kind}，不能{what}。", advice)
            continue
        try:
            own = parse_unit(field.unit)
        except UnitError:
            continue
        if how == "sum" and (own.is_percent or "/" in own.symbol):
            words = f"“{name}”（{own.symbol}）是比率，不能相加。"
            yield error("SPEC-RATE", indicator.at(how), words, "请把分子、分母各加起来，再写公式。")
        elif unit.symbol and own.dimension != unit.dimension:
            words = f"“{indicator.name}”的单位是“{unit.symbol}”，而“{name}”的单位是“{own.symbol}”。"
            yield error("SPEC-UNIT", indicator.at("unit"), words, "请把两个单位改得一致（只差倍数的会自动换算）。")


def _unknown(name: str, indicator: RecordIndicator, key: str, table: DataSpec) -> Finding:
    names = [field.name for field in table.fields]
    advice = did_you_mean(name, names, "请写本表的字段名。")
    words = f"指标“{indicator.name}”用到的“{name}”不是本表的字段。"
    return Finding("SPEC-UNKNOWN", Severity.ERROR, indicator.at(key), words, advice)
