"""What is done once for a report spec, whatever area it is for: read, check and compile all that it draws on."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath, PureWindowsPath

from reportgen.audit.links import names_a_user
from reportgen.build.lines import Lines
from reportgen.errors import Finding, FindingsError, Severity, in_order
from reportgen.fact import NameTree, Value
from reportgen.indicators import Catalogue, Figures, name_tree
from reportgen.period import Period
from reportgen.quantity.reading import read_quantity
from reportgen.quantity.units import UnitError
from reportgen.sources import Data, OneOffData, SourceEntry, read_data
from reportgen.sources.spec_sheets import read_spec_sheets
from reportgen.spec.load import AREAS_FILE, Specs, load_specs
from reportgen.spec.model import OneOff, ReportSpec
from reportgen.spec.text import read_text
from reportgen.templating import TextTemplate, compile_line, compile_text

_HIDES_NAMES = frozenset({"DATA-NO-FILE", "DATA-UNREADABLE", "DATA-NO-SHEET", "DATA-NO-HEADER"})
OWN_NAMES = ("标题", "发文机关", "成文日期")
"""Names that `produce` adds for templates, beside `with:`."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report spec with its data read and its templates compiled.

    spec       the report spec's file
    can_render whether it is known for whom: else rendering would only repeat that the area is unknown
    templates  one a section, in order
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
    can_render: bool
    templates: tuple[TextTemplate, ...]
    findings: tuple[Finding, ...]

    @property
    def folder(self) -> Path:
        """Where the report spec lies; paths in it count from here."""
        return self.specs.folder


def prepare(spec: Path) -> Prepared:
    """Read everything that a report draws on; findings are gathered over all of it.

    Raises FindingsError only where the report spec itself cannot be understood.
    """
    specs = load_specs(spec, read_spec_sheets)
    if specs.report is None:
        raise FindingsError(specs.findings)
    report = specs.report
    period = Period.parse(report.period)
    early = Lines.of_plain_names({"年": Decimal(period.year), "期间": period.title, "地区": report.area}, period)
    as_of = early.day(report.as_of, report.at("as_of")) or period.last_day
    entries = tuple(_entries(report, specs.folder, period, as_of, early))
    unsound = _areas_are_unsound(specs)
    data = read_data(entries, specs.tables, None if unsound else specs.areas, report.area, report.at("area"))
    catalogue = Catalogue.compile(specs.tables.values(), specs.unread)
    figures = Figures(catalogue, data, report.area, period, as_of, tuple(_one_offs(report, period, as_of, early)))
    known = name_tree(catalogue, data.areas, (*OWN_NAMES, *report.with_), figures.one_offs, figures.with_data)
    templates, template_findings = _templates(report, specs.folder, known)
    findings = in_order(
        (
            *specs.findings,
            *early.findings,
            *(found for found in data.findings if not (unsound and found.code == "DATA-UNKNOWN-AREA")),
            *catalogue.findings,
            *figures.check(),
            *_judged((*template_findings, *_line_findings(report, known)), specs, data),
        )
    )
    can_render = not unsound and data.areas.resolve(report.area) is not None
    return Prepared(spec, specs, report, period, as_of, data, catalogue, figures, can_render, templates, findings)


def _judged(findings: Iterable[Finding], specs: Specs, data: Data) -> Iterator[Finding]:
    """Leave out the unknown names that may stand in a table or list which could not be read."""
    unsure = bool(specs.unread) or any(finding.code in _HIDES_NAMES for finding in data.findings)
    for finding in findings:
        if not (unsure and finding.code == "TPL-UNDEFINED" and not finding.advice.startswith("是否想写")):
            yield finding


def _areas_are_unsound(specs: Specs) -> bool:
    """Whether the areas file has errors; then every name that it would explain is unknown, and is not told."""
    file = (specs.report.areas if specs.report else "") or AREAS_FILE
    return any(finding.place.file == file for finding in specs.findings if finding.severity is Severity.ERROR)


def _entries(report: ReportSpec, folder: Path, period: Period, as_of: date, early: Lines) -> Iterator[SourceEntry]:
    """Work out paths, periods and dates of `data:`; an entry whose path cannot be worked out is left out."""
    for entry in report.data:
        own_period = Period.parse(entry.period, period.year) if entry.period else period
        day = early.day(entry.as_of, entry.at("as_of")) or (as_of if own_period == period else None)
        if entry.sql:
            # A query's paths count from the spec's folder, and its cells lie in no file but at the entry's line.
            yield SourceEntry(entry, folder, f"（查询）{entry.at('sql')}", own_period, day)
        elif path := early.text(entry.workbook, entry.at("workbook")):
            file = _as_known(path, folder)
            yield SourceEntry(entry, folder / file, file, own_period, day)


def _as_known(path: str, folder: Path) -> str:
    """A workbook's path as places and the proof tell it: from the spec's folder, and through nobody's own folder."""
    file = path.replace("\\", "/")
    if PurePosixPath(file).is_absolute() or PureWindowsPath(path).is_absolute():
        try:
            file = Path(os.path.relpath(file, folder.absolute())).as_posix()
        except ValueError:  # another drive
            return f"（别处）{PureWindowsPath(path).name}"
    return f"（别处）{PurePosixPath(file).name}" if names_a_user(file) else str(PurePosixPath(file))


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
    """Compile the report's text templates."""
    files = [report.template] if report.template else [section.file for section in report.sections]
    templates: list[TextTemplate] = []
    findings: list[Finding] = []
    for file in files:
        if not (folder / file).is_file():
            continue  # told by the spec, at the line that names it
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
    lines += [(text, report.at(f"with.{name}")) for name, text in report.with_.items() if isinstance(text, str)]
    lines += [(table.caption, table.at("caption")) for table in report.tables.values()]
    lines += [(text, document.at("to")) for text in document.to]
    lines += [(text, document.at("authority")) for text in document.authority]
    lines += [(attachment.title, attachment.at("title")) for attachment in document.attachments]
    for source, place in lines:
        if source:
            yield from compile_line(source, place, known)
