"""What is done for each area: names to values, template to blocks, blocks to a whole official document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from reportgen.build.lines import Lines
from reportgen.build.prepare import Prepared
from reportgen.build.tables import TableData, report_table
from reportgen.document import AttachmentNote, Block, Document, Paragraph, Role, Run, Signature, Table
from reportgen.errors import Finding, Severity, UsageError, did_you_mean, in_order
from reportgen.fact import Fact
from reportgen.indicators import view
from reportgen.spec.model import ReportSpec
from reportgen.templating import Scope, render_all


@dataclass(frozen=True, slots=True)
class Product:
    """One area's report, before any file: the document, the name of its files, and what is to be told.

    findings  of this area's rendering alone; those of `prepare` stand there
    """

    area: str
    document: Document
    stem: str
    findings: tuple[Finding, ...]


def area_for(prepared: Prepared, wanted: str) -> str:
    """Give the area that a report is for: the wanted one, else the spec's own, or the first of `each:`.

    Raises UsageError for an area that is not there, or that the spec makes no report for.
    """
    report, areas = prepared.report, prepared.data.areas
    if not report.each:
        if wanted and areas.resolve(wanted) != areas.resolve(report.area):
            raise UsageError(f"这份报告只写“{report.area}”；要逐个乡镇生成，请在说明文件里写“逐个: 乡镇”。")
        return report.area
    each = [area.name for area in areas.all() if area.level == report.each and not area.is_own_level]
    if not each:
        raise UsageError(f"地区表里没有级别为“{report.each}”的地区。")
    if not wanted:
        return each[0]
    found = areas.resolve(wanted)
    if found is None or found.name not in each:
        raise UsageError(f"没有“{wanted}”这个{report.each}。{did_you_mean(wanted, each, '')}")
    return found.name


def produce(prepared: Prepared, area: str) -> Product:
    """Make the report of one area.

    Raises FindingsError where the spec's own lines or its templates cannot be rendered for it.
    """
    report = prepared.report
    lines = Lines(_scope(prepared, area, {}))
    authority = tuple(lines.text(name, report.document.at("authority")) for name in report.document.authority)
    day = lines.day(report.document.date, report.document.at("date"))
    extra: dict[str, object] = {"发文机关": "、".join(authority), "成文日期": day if day is not None else ""}
    lines.scope = _scope(prepared, area, extra)
    title = lines.runs(report.title, report.at("title"), breaks=True)
    extra["标题"] = _text(title).replace("\n", "")
    lines.scope = _scope(prepared, area, extra)
    tables, table_findings = _tables(prepared, area, lines)
    body = render_all(prepared.templates, replace(lines.scope, tables=tables))
    form = _Form(report, lines, authority, day)
    blocks = (*form.head(title), *body.blocks, *form.tail())
    stem = lines.text(report.file_name, report.at("file_name")) if report.file_name else extra["标题"]
    findings = in_order((*lines.findings, *table_findings, *body.findings, *_late(prepared, day)))
    document = Document(blocks, str(extra["标题"]), authority[0] if authority else "", day)
    return Product(area, document, str(stem), findings)


def _scope(prepared: Prepared, area: str, extra: Mapping[str, object]) -> Scope:
    areas = prepared.data.areas

    def siblings(name: str) -> tuple[str, ...]:
        above = areas.above(name)
        return (name,) if above is None else tuple(one.name for one in areas.listed(above.name))

    return Scope(
        names=view(prepared.figures, area, {**prepared.report.with_, **extra}),
        lookup=prepared.figures,
        siblings=siblings,
        period=prepared.period,
        missing=prepared.report.missing,
        numbering=prepared.report.numbering,
        literals=prepared.report.literals,
        told=prepared.told,
    )


def _tables(prepared: Prepared, area: str, lines: Lines) -> tuple[dict[str, Table], list[Finding]]:
    report, figures = prepared.report, prepared.figures
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for name, spec in report.tables.items():
        qualified = f"{spec.table}." if spec.table else ""

        def fact(indicator: str, place: str, qualified: str = qualified) -> Fact | None:
            found = figures(qualified + indicator, place, prepared.period) if qualified else None
            return found if found is not None else figures(indicator, place, prepared.period)

        caption = lines.runs(spec.caption, spec.at("caption"))
        listed = _listed(prepared, area, spec.areas)
        data = TableData(
            areas=listed,
            own=area,
            fact=fact,
            titles={column.name: _heading(prepared, qualified, column.name) for column in spec.columns},
            units={column.name: _unit(prepared, qualified, column.name) for column in spec.columns},
            area_columns=_area_columns(prepared),
            missing=report.missing,
            told=prepared.told,
        )
        tables[name], found = report_table(spec, data, caption)
        findings += found
    return tables, findings


def _listed(prepared: Prepared, area: str, wanted: str) -> tuple[str, ...]:
    """The areas that a table lists: 下级, or those of a level below the report's area."""
    areas = prepared.data.areas
    if wanted == "下级":
        return tuple(one.name for one in areas.listed(area))
    return tuple(one.name for one in areas.below(area, wanted) if not one.is_own_level)


def _heading(prepared: Prepared, qualified: str, name: str) -> str:
    found = prepared.figures.indicator(qualified + name) or prepared.figures.indicator(name)
    return found.title if found is not None else name


def _unit(prepared: Prepared, qualified: str, name: str) -> str:
    found = prepared.figures.indicator(qualified + name) or prepared.figures.indicator(name)
    return found.unit.symbol if found is not None and found.unit.symbol != "%" else ""


def _area_columns(prepared: Prepared) -> frozenset[str]:
    """Names of the columns that hold an area, in any table."""
    fields = (field for table in prepared.specs.tables.values() for field in table.fields)
    return frozenset({"地区", "名称", *(field.name for field in fields if field.role == "area")})


def _late(prepared: Prepared, day: date | None) -> Iterator[Finding]:
    """Data may not be younger than the document (截至 not after 成文日期)."""
    if day is not None and prepared.as_of > day:
        report = prepared.report
        words = f"数据截至{prepared.as_of}，晚于成文日期{day}。"
        yield Finding("BUILD-DATE", Severity.ERROR, report.document.at("date"), words, "请核对成文日期和截至日期。")


@dataclass(frozen=True, slots=True)
class _Form:
    """What the official form puts around the body (GB/T 9704-2012 §7.3)."""

    report: ReportSpec
    lines: Lines
    authority: tuple[str, ...]
    day: date | None

    def head(self, title: tuple[Run, ...]) -> Iterator[Block]:
        """Title, subtitle and main recipients."""
        if title:
            yield Paragraph(Role.TITLE, title)
        subtitle = self.lines.runs(self.report.subtitle, self.report.at("subtitle"))
        if subtitle:
            yield Paragraph(Role.SUBTITLE, subtitle)
        document = self.report.document
        recipients = [self.lines.text(name, document.at("to")).rstrip("：:") for name in document.to]
        if recipients:
            yield Paragraph(Role.RECIPIENT, (Run("，".join(recipients) + "："),))

    def tail(self) -> Iterator[Block]:
        """附件说明, signature with date, 附注."""
        document = self.report.document
        if document.attachments:
            titles = (self.lines.runs(one.title, one.at("title")) for one in document.attachments)
            yield AttachmentNote(tuple(titles))
        if self.authority or self.day is not None:
            day = "" if self.day is None else f"{self.day.year}年{self.day.month}月{self.day.day}日"
            yield Signature((Run("　".join(self.authority)),), (Run(day),), document.seal)
        note = self.lines.runs(document.note, document.at("note"))
        if note:
            text = _text(note)
            bracketed = note if text.startswith("（") else (Run("（"), *note, Run("）"))
            yield Paragraph(Role.NOTE, bracketed)


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
