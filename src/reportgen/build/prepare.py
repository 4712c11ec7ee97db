"""What is done once for a report spec, whatever area it is for: read, check and compile all that it draws on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath

from reportgen.build.lines import Lines
from reportgen.errors import Finding, FindingsError, in_order
from reportgen.fact import NameTree, Value
from reportgen.indicators import Catalogue, Figures, Told, name_tree
from reportgen.period import Period
from reportgen.quantity.reading import read_quantity
from reportgen.quantity.units import UnitError
from reportgen.sources import Data, OneOffData, SourceEntry, read_data
from reportgen.spec.load import Specs, load_specs
from reportgen.spec.model import OneOff, ReportSpec
from reportgen.spec.text import read_text
from reportgen.templating import TextTemplate, compile_line, compile_text

OWN_NAMES = ("标题", "发文机关", "成文日期")
"""Names that `produce` adds for templates, beside `with:`."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report spec with its data read and its templates compiled.

    spec       the report spec's file
    templates  one a section, in order
    told       whether the fault behind a missing fact stands among the findings
    findings   all that is wrong or worth knowing so far: of spec, workbooks, formulas, rules and templates
    """

    spec: Path
    specs: Specs
    report: ReportSpec
    period: Period
    as_of: date
    data: Data
    catalogue: Catalogue
    figures: Figures
    templates: tuple[TextTemplate, ...]
    told: Told
    findings: tuple[Finding, ...]

    @property
    def folder(self) -> Path:
        """Where the report spec lies; paths in it count from here."""
        return self.specs.folder


def prepare(spec: Path) -> Prepared:
    """Read everything that a report draws on; findings are gathered over all of it.

    Raises FindingsError only where the report spec itself cannot be understood.
    """
    specs = load_specs(spec)
    if specs.report is None:
        raise FindingsError(specs.findings)
    report = specs.report
    period = Period.parse(report.period)
    early = Lines.of_plain_names({"年": Decimal(period.year), "期间": period.title, "地区": report.area}, period)
    as_of = early.day(report.as_of, report.at("as_of")) or period.last_day
    entries = tuple(_entries(report, specs.folder, period, as_of, early))
    data = read_data(entries, specs.tables, specs.areas, report.area, report.at("area"))
    catalogue = Catalogue.compile(specs.tables.values(), specs.unread)
    figures = Figures(catalogue, data, report.area, period, as_of, tuple(_one_offs(report, period, as_of, early)))
    known = name_tree(catalogue, data.areas, (*OWN_NAMES, *report.with_), figures.one_offs, figures.with_data)
    templates, template_findings = _templates(report, specs.folder, known)
    findings = in_order(
        (
            *specs.findings,
            *early.findings,
            *data.findings,
            *catalogue.findings,
            *figures.check(),
            *template_findings,
            *_line_findings(report, known),
        )
    )
    return Prepared(
        spec, specs, report, period, as_of, data, catalogue, figures, templates, Told(figures, findings), findings
    )


def _entries(report: ReportSpec, folder: Path, period: Period, as_of: date, early: Lines) -> Iterator[SourceEntry]:
    """Work out paths, periods and dates of `data:`; an entry whose path cannot be worked out is left out."""
    for entry in report.data:
        path = early.text(entry.workbook, entry.at("workbook"))
        if not path:
            continue
        file = str(PurePosixPath(path.replace("\\", "/")))
        own_period = Period.parse(entry.period, period.year) if entry.period else period
        own_day = early.day(entry.as_of, entry.at("as_of"))
        yield SourceEntry(entry, folder / file, file, own_period, own_day or (as_of if own_period == period else None))


def _one_offs(report: ReportSpec, period: Period, as_of: date, early: Lines) -> Iterator[OneOffData]:
    """The figures that the report spec itself gives (`facts:`)."""
    for name, one in report.facts.items():
        value, qualifier, typed = _one_off_value(one)
        yield OneOffData(
            name=name,
            value=value,
            qualifier=qualifier,
            typed=typed,
            decimals=one.decimals,
            unit=one.unit,
            place=one.at("value"),
            period=Period.parse(one.period, period.year) if one.period else period,
            area=one.area or report.area,
            as_of=early.day(one.as_of, one.at("as_of")) or as_of,
            source=one.source,
            reported_by=one.reported_by,
            note=one.note,
        )


def _one_off_value(one: OneOff) -> tuple[Value, str, str]:
    """Value, qualifier and typed text: a number may be written as people write it ("13万余")."""
    if isinstance(one.value, int):
        return Decimal(one.value), "", ""
    reading = None
    if isinstance(one.value, str):
        with contextlib.suppress(UnitError):
            reading = read_quantity(one.value, one.unit)
    if reading is None:
        return one.value, "", ""
    return reading.value, reading.qualifier, "" if reading.clean else str(one.value)


def _templates(
    report: ReportSpec, folder: Path, known: NameTree
) -> tuple[tuple[TextTemplate, ...], tuple[Finding, ...]]:
    """Compile the report's text templates; one that cannot be read is told by the spec's own findings."""
    files = [(report.template, "")] if report.template else [(part.file, part.owner) for part in report.sections]
    templates: list[TextTemplate] = []
    findings: list[Finding] = []
    for file, _owner in files:
        try:
            text = read_text(folder / file, file)
        except FindingsError as error:
            findings += error.findings
            continue
        templates.append(compile_text(text, file, known))
        findings += templates[-1].findings
    return tuple(templates), tuple(findings)


def _line_findings(report: ReportSpec, known: NameTree) -> Iterator[Finding]:
    """Check the names in all lines of the spec that hold Jinja."""
    document = report.document
    lines = [(report.title, report.at("title")), (report.subtitle, report.at("subtitle"))]
    lines += [(report.file_name, report.at("file_name")), (document.note, document.at("note"))]
    lines += [(table.caption, table.at("caption")) for table in report.tables.values()]
    lines += [(text, document.at("to")) for text in document.to]
    lines += [(text, document.at("authority")) for text in document.authority]
    lines += [(attachment.title, attachment.at("title")) for attachment in document.attachments]
    for source, place in lines:
        if source:
            yield from compile_line(source, place, known)
