"""What is done for each area: names to values, template to blocks, blocks to a whole official document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from reportgen.build.annexes import Annexes, AttachedFile
from reportgen.build.form import Form
from reportgen.build.lines import Lines
from reportgen.build.prepare import Prepared
from reportgen.build.tables import Filling, report_table
from reportgen.document import Document, Run, Table
from reportgen.errors import Finding, Severity, UsageError, did_you_mean, in_order
from reportgen.fact import Fact
from reportgen.indicators import Indicator, Told, listing, view
from reportgen.period import BASE_PERIODS, TARGET
from reportgen.spec.model import ReportSpec, TableSpec
from reportgen.templating import Scope, render_all


@dataclass(frozen=True, slots=True)
class Product:
    """One area's report, before any file: the document, the name of its files, and what is to be told.

    findings  of this area's rendering alone; those of `prepare` stand there
    attached  finished files that go out beside it
    """

    area: str
    document: Document
    stem: str
    findings: tuple[Finding, ...]
    attached: tuple[AttachedFile, ...] = ()


def area_for(prepared: Prepared, wanted: str) -> str:
    """Give the area that a report is for: the wanted one, else the spec's own, or the first of `each:`.

    Raises UsageError for an area that is not there, or that the spec makes no report for.
    """
    report, areas = prepared.report, prepared.data.areas
    if not report.each:
        if wanted and areas.resolve(wanted) != areas.resolve(report.area):
            raise UsageError(f"这份报告只写“{report.area}”；要逐个乡镇生成，请在说明文件里写“逐个: 乡镇”。")
        return prepared.figures.area
    each = areas_of(prepared)
    if not wanted:
        return each[0]
    found = areas.resolve(wanted)
    if found is None or found.name not in each:
        raise UsageError(f"没有“{wanted}”这个{report.each}。{did_you_mean(wanted, each, '')}")
    return found.name


def areas_of(prepared: Prepared) -> tuple[str, ...]:
    """Give every area that the spec makes a report for: its own, or those of `each:` in print order.

    Raises UsageError where there is no area of that level.
    """
    report, areas = prepared.report, prepared.data.areas
    if not report.each:
        # The spec may call it by its short name or an alias.
        return (prepared.figures.area,)
    each = tuple(area.name for area in areas.all() if area.level == report.each and not area.is_own_level)
    if not each:
        levels = "、".join(dict.fromkeys(area.level for area in areas.all() if area.level))
        place = report.at("each")
        raise UsageError(f"{place}：“逐个”写的是“{report.each}”，地区表里没有这一级。可以写：{levels}。")
    return each


def produce(prepared: Prepared, area: str) -> Product:
    """Make the report of one area.

    Raises FindingsError where the spec's own lines or its templates cannot be rendered for it.
    """
    report = prepared.report
    told = Told(prepared.figures, prepared.findings)
    lines = Lines(_scope(prepared, area, {}, told))
    extra = _with(report, lines)
    lines.scope = _scope(prepared, area, extra, told)
    authority = tuple(lines.text(name, report.document.at("authority")) for name in report.document.authority)
    day = lines.day(report.document.date, report.document.at("date"))
    extra |= {"发文机关": "、".join(authority), "成文日期": day if day is not None else ""}
    lines.scope = _scope(prepared, area, extra, told)
    title = lines.runs(report.title, report.at("title"), breaks=True)
    extra["标题"] = _text(title).replace("\n", "")
    lines.scope = _scope(prepared, area, extra, told)
    tables = _Tables(prepared, area, lines)
    lines.scope = replace(lines.scope, tables=tables)
    body = render_all(prepared.templates, lines.scope)
    annexes = Annexes(prepared, lines, body.blocks)
    form = Form(report, lines, authority, day)
    blocks = (*form.head(title), *body.blocks, *form.tail(), *annexes.printed, *form.imprint())
    stem = lines.text(report.file_name, report.at("file_name")) if report.file_name else extra["标题"]
    findings = in_order((*lines.findings, *tables.findings, *body.findings, *annexes.findings, *_late(prepared, day)))
    document = Document(blocks, str(extra["标题"]), authority[0] if authority else "", day, form.layout)
    return Product(area, document, str(stem), findings, tuple(annexes.files))


def _scope(prepared: Prepared, area: str, extra: Mapping[str, object], told: Told) -> Scope:
    areas = prepared.data.areas

    def siblings(name: str) -> tuple[str, ...]:
        above = areas.above(name)
        return (name,) if above is None else tuple(one.name for one in areas.listed(above.name))

    return Scope(
        names=view(prepared.figures, area, extra),
        lookup=prepared.figures,
        siblings=siblings,
        period=prepared.period,
        missing=prepared.report.missing,
        numbering=prepared.report.numbering,
        literals=prepared.report.literals,
        told=told,
        listing=lambda value: listing(prepared.figures, value),
    )


def _with(report: ReportSpec, lines: Lines) -> dict[str, object]:
    """The names that `with:` adds; a text may hold tags, and what these print keeps its facts."""
    return {
        name: lines.value(value, report.at(f"with.{name}")) if isinstance(value, str) else value
        for name, value in report.with_.items()
    }


class _Tables(Mapping[str, Table]):
    """The report's tables, each filled when it is placed; one that no template places is not looked at."""

    def __init__(self, prepared: Prepared, area: str, lines: Lines) -> None:
        self.findings: list[Finding] = []
        self._prepared = prepared
        self._area = area
        self._lines = lines
        self._made: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        if name not in self._made:
            spec = self._prepared.report.tables[name]
            caption = self._lines.runs(spec.caption, spec.at("caption"))
            filling = _filling(self._prepared, self._area, spec, self._lines.scope)
            self._made[name], found = report_table(spec, filling, caption)
            self.findings += found
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._prepared.report.tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._prepared.report.tables)

    def __len__(self) -> int:
        return len(self._prepared.report.tables)


def _filling(prepared: Prepared, area: str, spec: TableSpec, scope: Scope) -> Filling:
    """What a table is filled from: each area's names as a template sees them, those of the table's own spec first."""
    areas = prepared.data.areas
    area_named = cast("Callable[[str], Mapping[str, object]]", scope.names["地区"])

    def value(column: str, place: str) -> Fact | str | None:
        known = area_named(place)
        name = next((one for one in (f"{spec.table}.{column}", column) if one in known), None)
        found = None if name is None else known[name]
        return found if isinstance(found, Fact | str) else None

    columns = {column.name: _base_and_indicator(prepared, spec.table, column.name) for column in spec.columns}
    indicators = {name: (base, found) for name, (base, found) in columns.items() if found is not None}
    return Filling(
        areas=tuple(one.name for one in areas.listed(area, "" if spec.areas == "下级" else spec.areas)),
        own=area,
        unlisted=tuple(one.name for one in areas.below(area) if one.is_own_level),
        value=value,
        titles={name: base + found.title for name, (base, found) in indicators.items()},
        units={name: found.unit.symbol for name, (_, found) in indicators.items() if found.unit.symbol != "%"},
        area_columns=_area_columns(prepared),
        untotalled=frozenset(name for name, (_, found) in indicators.items() if not found.rolls_up),
        missing=prepared.report.missing,
        told=scope.told,
    )


def _base_and_indicator(prepared: Prepared, table: str, column: str) -> tuple[str, Indicator | None]:
    """The base period that a column names before its indicator (上年同期.监测对象户数), and the indicator."""
    base, dot, rest = column.partition(".")
    if not dot or base not in (*BASE_PERIODS, TARGET):
        base, rest = "", column
    figures = prepared.figures
    return base, figures.indicator(f"{table}.{rest}") or figures.indicator(rest)


def _area_columns(prepared: Prepared) -> frozenset[str]:
    """Names of the columns that print the area: those that hold one in any table, and the levels."""
    fields = (field for table in prepared.specs.tables.values() for field in table.fields)
    named = (field.name for field in fields if field.role == "area")
    return frozenset(("地区", "名称", *prepared.data.areas.levels(), *named))


def _late(prepared: Prepared, day: date | None) -> Iterator[Finding]:
    """Data may not be younger than the document (截至 not after 成文日期)."""
    if day is not None and prepared.as_of > day:
        report = prepared.report
        words = f"数据截至{prepared.as_of}，晚于成文日期{day}。"
        yield Finding("BUILD-DATE", Severity.ERROR, report.document.at("date"), words, "请核对成文日期和截至日期。")
        return
    tables = (*prepared.data.tables, *prepared.data.records)
    entries = {table.entry.spec.at("as_of"): table.entry for table in tables if table.entry.spec.as_of}
    for place, entry in entries.items():
        if day is not None and entry.as_of is not None and entry.as_of > day:
            words = f"“{entry.file}”的数据截至{entry.as_of}，晚于成文日期{day}。"
            yield Finding("BUILD-DATE", Severity.ERROR, place, words, "请核对截至日期和成文日期。")


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
