"""What is done once for a report spec, whatever area it is for: read, check and compile all that it draws on."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath, PureWindowsPath

from reportgen.audit.links import names_a_user
from reportgen.build.lines import Lines
from reportgen.build.to_fill import TO_FILL, to_fill
from reportgen.errors import Finding, FindingsError, Severity, in_order
from reportgen.fact import NameTree
from reportgen.indicators import Catalogue, Figures, checked, name_tree
from reportgen.period import Period
from reportgen.sources import Data, OneOffData, SourceEntry, read_data
from reportgen.sources.one_offs import Meaning, NoValueError, meaning_of_text
from reportgen.sources.problems import said
from reportgen.sources.spec_sheets import read_spec_sheets
from reportgen.spec.load import AREAS_FILE, Specs, load_specs
from reportgen.spec.model import OneOff, ReportSpec
from reportgen.spec.text import read_text
from reportgen.templating import TextTemplate, compile_line, compile_text

_QUOTED = re.compile("“(.+?)”")
_ALMOST = 0.8
_HIDES_NAMES = frozenset(
    {
        "DATA-NO-FILE",
        "DATA-UNREADABLE",
        "DATA-NO-TABLE",
        "DATA-NO-SHEET",
        "DATA-NO-HEADER",
        "DATA-SQL",
        "DATA-PASSWORD",
    }
)
_REFUSES_FIGURES = frozenset({"DATA-NO-NAME", "DATA-DOUBLE-NAME", "DATA-PERIOD", "DATA-UNKNOWN-AREA"})
"""What a row of a list can have wrong so that its figure is not known by its name."""
OWN_NAMES = ("标题", "发文机关", "成文日期")
"""Names that `produce` adds for templates, beside `with:`."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report spec with its data read and its templates compiled.

    spec       the report spec's file
    can_render whether it is known for whom: else rendering would only repeat that the area is unknown
    templates  one a section, in order
    annexes    templates of attachments, by file
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
    annexes: Mapping[str, TextTemplate]
    findings: tuple[Finding, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of areas and of who issues the report, whose numerals are no numbers."""
        areas = self.data.areas.all()
        named = [name for one in areas for name in (one.name, one.short, one.full, *one.aliases) if name]
        return (*named, *self.report.document.authority)

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
    lists = {entry.file for entry in entries if entry.spec.layout == "list"}
    unsound = _areas_are_unsound(specs)
    data = read_data(entries, specs.tables, None if unsound else specs.areas, report.area, report.at("area"))
    catalogue = Catalogue.compile(specs.tables.values(), specs.unread)
    faults: list[Finding] = []
    one_offs = tuple(_one_offs(report, period, as_of, early, faults))
    figures = Figures(catalogue, data, report.area, period, as_of, one_offs)
    known = name_tree(catalogue, data.areas, (*OWN_NAMES, *report.with_), figures.one_offs, figures.with_data)
    behind = dict.fromkeys(one.template for one in report.document.attachments if one.template)
    templates, template_findings = _templates(report.body_files, specs.folder, known)
    annexes, annex_findings = _templates(behind, specs.folder, known)
    findings = in_order(
        (
            *specs.findings,
            *early.findings,
            *to_fill(report),
            *faults,
            *(found for found in data.findings if not (unsound and found.code == "DATA-UNKNOWN-AREA")),
            *catalogue.findings,
            *checked(figures),
            *_judged((*template_findings, *annex_findings, *_line_findings(report, known)), specs, data, lists),
        )
    )
    can_render = not unsound and data.areas.resolve(report.area) is not None
    behind_text = {template.file: template for template in annexes}
    return Prepared(
        spec, specs, report, period, as_of, data, catalogue, figures, can_render, templates, behind_text, findings
    )


def _judged(findings: Iterable[Finding], specs: Specs, data: Data, lists: Collection[str]) -> Iterator[Finding]:
    """Leave out the unknown names that may stand in a table or list, or in a row of a list, which could not be read."""
    unsure = bool(specs.unread) or any(
        finding.code in _HIDES_NAMES or (finding.code in _REFUSES_FIGURES and finding.place.file in lists)
        for finding in data.findings
    )
    for finding in findings:
        if not (unsure and finding.code == "TPL-UNDEFINED" and not _is_mistyped(finding)):
            yield finding


def _is_mistyped(finding: Finding) -> bool:
    """Whether an unknown name is almost that of the suggestion, not one that is only alike (整改率, 整改完成率)."""
    from difflib import SequenceMatcher  # late: only where something is wrong

    if not finding.advice.startswith("是否想写"):
        return False
    name, meant = (_QUOTED.search(text) for text in (finding.words, finding.advice))
    if name is None or meant is None:
        return True
    return SequenceMatcher(None, name[1], meant[1]).ratio() >= _ALMOST


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


def _one_offs(
    report: ReportSpec, period: Period, as_of: date, early: Lines, faults: list[Finding]
) -> Iterator[OneOffData]:
    """The figures that the report spec itself gives (`facts:`)."""
    for name, one in report.facts.items():
        meaning = _one_off_value(name, one, period.year, faults)
        yield OneOffData(
            name=name,
            value=None if _is_to_fill(one) else meaning.value,
            missing=f"“{name}”还没有填" if _is_to_fill(one) else "",
            qualifier=meaning.qualifier,
            typed="" if meaning.typed == str(meaning.value) else meaning.typed,
            decimals=one.decimals,
            unit=meaning.unit,
            place=one.at("value"),
            period=Period.parse(one.period, period.year) if one.period else period,
            area=one.area or report.area,
            as_of=early.day(one.as_of, one.at("as_of")) or as_of,
            source=one.source,
            reported_by=one.reported_by,
            note=one.note,
            sensitive=one.sensitive,
        )


def _is_to_fill(one: OneOff) -> bool:
    return isinstance(one.value, str) and TO_FILL in one.value


def _one_off_value(name: str, one: OneOff, year: int, faults: list[Finding]) -> Meaning:
    """What a value of the spec means, read as in a list; what cannot be read is told at its line."""
    if isinstance(one.value, int):
        return Meaning(Decimal(one.value), one.unit)
    if not isinstance(one.value, str) or _is_to_fill(one):
        return Meaning(one.value, one.unit)
    try:
        return meaning_of_text(name, one.value, one.unit, year, shown=said(one.value, one.sensitive))
    except NoValueError as error:
        faults.append(Finding(error.code, Severity.ERROR, one.at("value"), f"“{name}”的{error.words}。", error.advice))
        return Meaning(one.value, one.unit)


def _templates(
    files: Iterable[str], folder: Path, known: NameTree
) -> tuple[tuple[TextTemplate, ...], tuple[Finding, ...]]:
    """Compile text templates of the report."""
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
    for attachment in document.attachments:
        lines += [(attachment.title, attachment.at("title")), (attachment.file, attachment.at("file"))]
    for source, place in lines:
        if source:
            yield from compile_line(source, place, known)
