"""What makes a report spec sound beside its shape: area, tables, columns, names and files that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from reportgen.errors import Finding, Severity, did_you_mean
from reportgen.period import BASE_PERIODS, TARGET, Period
from reportgen.place import Place
from reportgen.quantity.units import UnitError, parse_unit
from reportgen.spec.areas import AreaTree
from reportgen.spec.forms import check_form
from reportgen.spec.model import DataEntry, DataSpec, OneOff, ReportSpec, TableColumn, TableSpec
from reportgen.spec.names import trouble_with
from reportgen.spec.origins import check_origin
from reportgen.spec.scalars import fold

_ROW_NUMBER = "序号"
_OWN_NAMES = (_ROW_NUMBER, "名称", "简称", "地区")


def check_report(
    report: ReportSpec, folder: Path, tables: Mapping[str, DataSpec], areas: AreaTree | None
) -> Iterator[Finding]:
    """Find everything wrong with the report spec, the template's text and the workbooks excepted."""
    if areas is not None and areas.resolve(report.area) is None:
        advice = did_you_mean(report.area, areas.names(), "请写地区表里的名称。")
        yield _error("SPEC-AREA", report.at("area"), f"地区表里没有“{report.area}”。", advice)
    yield from _check_text_files(report, folder)
    yield from _check_attachments(report)
    yield from check_form(report)
    yield from _check_day(report.as_of, Period.parse(report.period), report.at("as_of"))
    for entry in report.data:
        yield from _check_entry(entry, report, tables, folder)
    for name, fact in report.facts.items():
        yield from _check_fact(name, fact, report.at(f"facts.{name}"), areas)
    known = _known_columns(tables, areas)
    for name, table in report.tables.items():
        yield from _check_table(name, table, tables, known, areas)
    for name in report.with_:
        trouble = trouble_with(name)
        if trouble is not None:
            yield _error("SPEC-NAME", report.at(f"with.{name}"), *trouble)


def _check_text_files(report: ReportSpec, folder: Path) -> Iterator[Finding]:
    if report.template and report.sections:
        words = "“模板”和“章节”只能写一个。"
        yield _error("SPEC-TEMPLATE", report.at("sections"), words, "一个人写的用 模板，几个股室分写的用 章节。")
    elif not report.template and not report.sections:
        words = "没有写正文模板。"
        yield _error("SPEC-TEMPLATE", report.at(), words, "请加上 模板: 文件名.txt（或 章节: 各股室的文件）。")
    files = [(report.template, report.at("template"), "")] if report.template else []
    files += [(section.file, section.at("file"), section.owner) for section in report.sections]
    files += [(one.template, one.at("template"), "") for one in report.document.attachments if one.template]
    for file, place, owner in files:
        if file.lower().endswith((".docx", ".doc", ".wps")):
            yield _error(
                "SPEC-NOT-YET", place, f"模板“{file}”：这个版本还不支持 Word 模板。", "请用纯文本模板（.txt）。"
            )
        elif not (folder / file).is_file():
            near = (
                [one.name for one in (folder / file).parent.iterdir() if one.is_file()]
                if (folder / file).parent.is_dir()
                else []
            )
            advice = did_you_mean(Path(file).name, near, "请检查文件名；路径从报告文件所在的文件夹算起。")
            if owner:
                words = f"{owner}的这一章还没有：没有模板文件“{file}”。"
                yield _error("SPEC-NO-FILE", place, words, f"请{owner}交来，或核对文件名。{advice}")
            else:
                yield _error("SPEC-NO-FILE", place, f"没有模板文件“{file}”。", advice)


def _check_attachments(report: ReportSpec) -> Iterator[Finding]:
    """An attachment holds one thing; its table is one of the report's, and a text with tags is a template."""
    for one in report.document.attachments:
        written = [key for key in ("table", "template", "file") if getattr(one, key)]
        if len(written) > 1:
            words = f"附件“{one.title}”的内容写了不止一种。"
            yield _error("SPEC-VALUE", one.at(written[1]), words, "表格、模板、文件只写一个。")
        if one.table and one.table not in report.tables:
            advice = did_you_mean(one.table, report.tables, "请在“表格”里写上这张表。")
            yield _error("SPEC-UNKNOWN-TABLE", one.at("table"), f"附件要的表格“{one.table}”没有。", advice)


def _check_day(text: str, period: Period, place: Place) -> Iterator[Finding]:
    """A closing day outside its period is most often last year's."""
    if not text or "{" in text or "｛" in text:
        return
    if not period.first_day <= date.fromisoformat(text) <= period.last_day:
        words = f"截至日期 {text} 不在{period.title}之内。"
        advice = "请核对年份；如果数据确实截至这一天，不必理会。"
        yield Finding("SPEC-DAY", Severity.WARNING, place, words, advice)


def _check_entry(
    entry: DataEntry, report: ReportSpec, tables: Mapping[str, DataSpec], folder: Path
) -> Iterator[Finding]:
    period = Period.parse(entry.period or report.period)
    yield from _check_day(entry.as_of, period, entry.at("as_of"))
    yield from check_origin(entry, folder)
    yield from _check_header(entry)
    if entry.layout == "list":
        if entry.table or entry.columns:
            key = "table" if entry.table else "columns"
            words = "清单（单项数字）不属于任何指标表，不能写指标表和列。"
            yield _error(
                "SPEC-VALUE",
                entry.at(key),
                words,
                "请删去；列标题固定为 指标、数值、单位、截至、来源、填报股室、备注。",
            )
        return
    if not entry.table:
        for key, value in (("sheet", entry.sheet), ("columns", entry.columns), ("header", entry.header)):
            if value:
                words = "写了工作表、表头或列，就要写明是哪张指标表。"
                yield _error("SPEC-REQUIRED", entry.at(key), words, "请加上 指标表: 名称。")
                return
        return
    table = tables.get(entry.table)
    if table is None:
        yield _unknown_table(entry.table, entry.at("table"), tables)
        return
    by_name = {field.name: field for field in table.fields}
    for name in entry.columns:
        if fold(name) not in by_name:
            advice = did_you_mean(fold(name), by_name, f"可以写：{'、'.join(by_name)}。")
            place = entry.at(f"columns.{name}")
            yield _error("SPEC-UNKNOWN", place, f"指标表“{table.name}”没有字段“{name}”。", advice)


def _check_header(entry: DataEntry) -> Iterator[Finding]:
    rows = entry.header
    if rows and (min(rows) < 1 or list(rows) != list(range(rows[0], rows[0] + len(rows)))):
        words = f"表头行 {list(rows)} 不对：行号从1数起，多行表头要连着写。"
        yield _error("SPEC-VALUE", entry.at("header"), words, "例如两行表头写 [3, 4]。")


def _check_fact(name: str, fact: OneOff, place: Place, areas: AreaTree | None) -> Iterator[Finding]:
    trouble = trouble_with(name)
    if trouble is not None:
        yield _error("SPEC-NAME", place, *trouble)
    try:
        unit = parse_unit(fact.unit)
    except UnitError as error:
        yield _error("SPEC-UNIT", fact.at("unit"), f"“{name}”的单位有误：{error}。", "请写成 次、万元、% 这样的单位。")
    else:
        if not unit.known:
            words = f"“{name}”的单位“{fact.unit}”不在已知单位之列，按量词处理。"
            advice = "如果是量词，不必理会；如果写错了，请改正。"
            yield Finding("SPEC-UNKNOWN-UNIT", Severity.WARNING, fact.at("unit"), words, advice)
    if fact.area and areas is not None and areas.resolve(fact.area) is None:
        advice = did_you_mean(fact.area, areas.names(), "请写地区表里的名称。")
        yield _error("SPEC-AREA", fact.at("area"), f"地区表里没有“{fact.area}”。", advice)


def _check_table(
    name: str, table: TableSpec, tables: Mapping[str, DataSpec], known: set[str], areas: AreaTree | None
) -> Iterator[Finding]:
    if table.table:
        if table.table not in tables:
            yield _unknown_table(table.table, table.at("table"), tables)
            return
        known = known | {field.name for field in tables[table.table].printable}
    shown = {alias for column in table.columns for alias in (column.name, column.rank) if alias}
    if not table.columns:
        yield _error("SPEC-REQUIRED", table.at("columns"), f"表格“{name}”没有列。", "请至少写一列。")
    for column in table.columns:
        yield from _check_column(column, name, known)
    if table.sort and table.sort not in known | shown:
        advice = did_you_mean(table.sort, shown, f"可以写：{'、'.join(sorted(shown))}。")
        yield _error("SPEC-UNKNOWN", table.at("sort"), f"表格“{name}”不能按“{table.sort}”排序：没有这个指标。", advice)
    if areas is not None and table.areas not in ("下级", *areas.levels()):
        advice = f"可以写：{'、'.join(('下级', *areas.levels()))}。"
        yield _error("SPEC-AREA", table.at("areas"), f"表格“{name}”的范围“{table.areas}”不是地区表里的级别。", advice)


def _check_column(column: TableColumn, table: str, known: set[str]) -> Iterator[Finding]:
    base, _, rest = column.name.partition(".")
    name = rest if base in BASE_PERIODS or base == TARGET else column.name
    if name not in known:
        advice = did_you_mean(name, known, "请在指标表中登记，或改正名称。")
        yield _error("SPEC-UNKNOWN", column.at("name"), f"表格“{table}”的列“{column.name}”不是已有的指标。", advice)
    elif column.rank and name in _OWN_NAMES:
        yield _error("SPEC-VALUE", column.at("rank"), f"“{name}”不是数，不能排位次。", "请删去位次。")


def _known_columns(tables: Mapping[str, DataSpec], areas: AreaTree | None) -> set[str]:
    known = set(_OWN_NAMES) | set(areas.levels() if areas is not None else ())
    for table in tables.values():
        for field in table.printable:
            known |= {field.name, f"{table.name}.{field.name}"}
    return known


def _unknown_table(name: str, place: Place, tables: Mapping[str, DataSpec]) -> Finding:
    titles = {table.title: key for key, table in tables.items() if table.title}
    advice = (
        f"请写它的名称“{titles[name]}”。"
        if name in titles
        else did_you_mean(
            name, tables, f"可以写：{'、'.join(sorted(tables))}。" if tables else "请先写 data_specs/*.yaml。"
        )
    )
    return _error("SPEC-UNKNOWN-TABLE", place, f"没有名为“{name}”的指标表。", advice)


def _error(code: str, place: Place, words: str, advice: str) -> Finding:
    return Finding(code, Severity.ERROR, place, words, advice)
