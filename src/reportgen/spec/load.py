"""Which files make up a report's specs, and which of two tables of one name holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from reportgen.errors import Finding, FindingsError, Severity, has_errors, in_order
from reportgen.place import Place
from reportgen.spec.areas import AreaTree, check_areas
from reportgen.spec.model import Area, DataSpec, FrozenDict, ReportSpec, SpecModel
from reportgen.spec.reports import check_report
from reportgen.spec.shape import Shaper, Values
from reportgen.spec.sheets import SheetReader, sheet_tree
from reportgen.spec.shipped import SHIPPED, shipped_folder
from reportgen.spec.tables import check_table
from reportgen.spec.text import read_text
from reportgen.spec.yaml_lines import YamlFile, read_yaml

REPORT_FILE: Final = "report.yaml"
AREAS_FILE: Final = "areas.yaml"
DATA_SPECS: Final = "data_specs"
# Findings that may only follow from a data spec that could not be read, or from a name that it lacks: one fault is
# told once.
_BY_TABLES: Final = frozenset(("SPEC-UNKNOWN", "SPEC-UNKNOWN-TABLE"))
_HIDES_NAMES: Final = frozenset(("SPEC-NAME", "SPEC-REQUIRED"))
_YAML: Final = (".yaml", ".yml")
_M = TypeVar("_M", bound=SpecModel)


@dataclass(frozen=True, slots=True)
class Specs:
    """Everything that the spec files of one report say.

    report    None where the report spec cannot be understood
    folder    where the report spec lies; paths in it count from here
    tables    data specs by name; an unsound one too, so that others are checked against it
    areas     None where there is no areas file
    findings  all of all files
    files     table name → the file that was used, as the user knows it
    unread    data specs that could not be understood: names that seem unknown may stand in them
    """

    report: ReportSpec | None
    folder: Path
    tables: Mapping[str, DataSpec]
    areas: AreaTree | None
    findings: tuple[Finding, ...]
    files: Mapping[str, str]
    unread: tuple[str, ...] = ()


def load_specs(path: Path, sheets: SheetReader | None = None) -> Specs:
    """Read a report spec (or the folder it lies in), its data specs, its areas; never stops at the first fault.

    sheets  reads the workbooks among the data specs; without it they are told to be left out
    """
    spec = path / REPORT_FILE if path.is_dir() else path
    folder = spec.parent
    findings: list[Finding] = []
    values = _with_stand_ins(_shaped(spec, spec.name, "report", findings))
    report = _model(ReportSpec, values, findings)
    tables, files, unread = _tables(folder, sheets, findings)
    areas = _areas(folder, values, findings)
    if report is not None:
        told = check_report(report, folder, tables, areas)
        unsure = bool(unread) or any(fault.code in _HIDES_NAMES and fault.place.file != spec.name for fault in findings)
        findings.extend(fault for fault in told if not (unsure and fault.code in _BY_TABLES))
    return Specs(report, folder, FrozenDict(tables), areas, in_order(findings), FrozenDict(files), unread)


def load_table(path: Path, file: str) -> tuple[DataSpec | None, tuple[Finding, ...]]:
    """Read one data spec; `file` is how messages call it."""
    findings: list[Finding] = []
    table = _model(DataSpec, _shaped(path, file, "data_spec", findings), findings)
    if table is not None:
        findings.extend(check_table(table))
    return table, tuple(findings)


def load_sheet_tables(
    path: Path, file: str, sheets: SheetReader
) -> tuple[tuple[tuple[DataSpec | None, str], ...], tuple[Finding, ...]]:
    """Read the data specs of a workbook, one a sheet, each with its name for messages: data_specs/甲.xlsx〔资金〕.

    A sheet that cannot be understood gives None; one without a heading 字段 is no data spec, and is told.
    """
    found, faults = sheets(path, file)
    findings = list(faults)
    tables: list[tuple[DataSpec | None, str]] = []
    for sheet in found:
        tree = sheet_tree(sheet)
        if tree is None:
            if sheet.rows:
                words = "这张工作表没有表头“字段”，没有当作指标表。"
                advice = "是指标表的，请写表头：字段、表头、单位、口径、公式、规则；不是的，不必理会。"
                findings.append(Finding("SPEC-NO-HEADING", Severity.NOTICE, sheet.place, words, advice))
            continue
        own: list[Finding] = []
        table = _model(DataSpec, _shape(tree, "data_spec", own), own)
        if table is not None:
            own.extend(check_table(table))
        findings.extend(own)
        tables.append((table, str(sheet.place)))
    if not found:
        tables.append((None, file))
    return tuple(tables), tuple(findings)


def load_areas(path: Path, file: str) -> tuple[AreaTree | None, tuple[Finding, ...]]:
    """Read an areas file; `file` is how messages call it."""
    findings: list[Finding] = []
    area = _model(Area, _shaped(path, file, "area", findings), findings)
    if area is None:
        return None, tuple(findings)
    tree = AreaTree(area)
    return tree, (*findings, *check_areas(tree))


def _shaped(path: Path, file: str, mapping: str, findings: list[Finding]) -> Values | None:
    try:
        text = read_text(path, file)
    except FindingsError as error:
        findings.extend(error.findings)
        return None
    return _shape(read_yaml(text, file), mapping, findings)


def _shape(tree: YamlFile, mapping: str, findings: list[Finding]) -> Values | None:
    shaper = Shaper(tree)
    values = shaper.root(mapping)
    findings.extend(shaper.findings)
    return values


def _model(model: type[_M], values: Values | None, findings: list[Finding]) -> _M | None:
    """Make the model. What a fault left out is no second finding; what only the model refuses is one."""
    if values is None:
        return None
    try:
        return model.model_validate(values)
    except ValidationError as error:
        if not has_errors(findings):
            findings.extend(_refused(error, values))
        return None


def _refused(error: ValidationError, values: Values) -> Iterator[Finding]:
    for detail in error.errors(include_url=False, include_context=False):
        words = f"“{'.'.join(str(step) for step in detail['loc'])}”的值不对：{str(detail['input'])[:40]}。"
        yield _error("SPEC-VALUE", _place_of(values, detail["loc"]), words, "请对照键的说明改正。")


def _place_of(values: object, path: tuple[int | str, ...]) -> Place:
    """The place of the innermost value on the path that has one."""
    place = Place("")
    for step in path:
        if isinstance(values, dict):
            places = values.get("places", {})
            place = places.get(step) or places.get("") or place
            values = values.get(step)
        elif isinstance(values, tuple) and isinstance(step, int) and step < len(values):
            values = values[step]
        else:
            break
    return place


def _with_stand_ins(values: Values | None) -> Values | None:
    """Let a report whose kind or title is faulty be checked further; that fault is reported already."""
    return None if values is None else {"report": "", "title": "", **values}


def _tables(
    folder: Path, sheets: SheetReader | None, findings: list[Finding]
) -> tuple[dict[str, DataSpec], dict[str, str], tuple[str, ...]]:
    """Read the data specs beside the report, then the shipped ones; the same name replaces whole."""
    tables: dict[str, DataSpec] = {}
    files: dict[str, str] = {}
    unread: list[str] = []
    for path in _spec_files(folder / DATA_SPECS):
        for table, file in _tables_of(path, sheets, findings):
            if table is None:
                unread.append(file)
            elif table.name in tables:
                words = f"指标表“{table.name}”在 {files[table.name]} 里已经有了。"
                findings.append(_error("SPEC-DOUBLE", table.at("name"), words, "请改名或删去其中一个。"))
            else:
                findings.extend(_shared_title(table, tables.values()))
                tables[table.name], files[table.name] = table, file
    _add_shipped(tables, files, findings)
    return tables, files, tuple(unread)


def _tables_of(
    path: Path, sheets: SheetReader | None, findings: list[Finding]
) -> tuple[tuple[DataSpec | None, str], ...]:
    """The data specs of one file with their names for messages: one of a YAML file, one a sheet of a workbook."""
    file = f"{DATA_SPECS}/{path.name}"
    if path.suffix.lower() in _YAML:
        table, faults = load_table(path, file)
        findings.extend(faults)
        return ((table, file),)
    if sheets is None:
        words = "工作簿形式的指标表没有读。"
        findings.append(Finding("SPEC-NOT-YET", Severity.WARNING, Place(file), words, "请改写成 data_specs/*.yaml。"))
        return ()
    tables, faults = load_sheet_tables(path, file, sheets)
    findings.extend(faults)
    return tables


def _shared_title(table: DataSpec, others: Iterable[DataSpec]) -> Iterator[Finding]:
    twin = next((other for other in others if sheet_title(other) == sheet_title(table)), None)
    if twin is not None:
        words = f"指标表“{table.name}”和“{twin.name}”的标题都是“{sheet_title(table)}”，工作表对不上号。"
        yield _error("SPEC-DOUBLE", table.at("title"), words, "请使标题不同。")


def _add_shipped(tables: dict[str, DataSpec], files: dict[str, str], findings: list[Finding]) -> None:
    """Add the shipped tables whose name and title the user's own do not take."""
    titles = {sheet_title(table) for table in tables.values()}
    for path in _spec_files(shipped_folder("data_specs")):
        file = f"{SHIPPED}{DATA_SPECS}/{path.name}"
        table, faults = load_table(path, file)
        if table is not None and (table.name in tables or sheet_title(table) in titles):
            continue
        findings.extend(faults)
        if table is not None:
            tables[table.name], files[table.name] = table, file


def sheet_title(table: DataSpec) -> str:
    """The sheet's name that the table is found by."""
    return table.title or table.name


def _spec_files(folder: Path) -> list[Path]:
    """The spec files of a folder in the order of their names, without Office's and editors' lock files."""
    if not folder.is_dir():
        return []
    paths = [path for path in folder.iterdir() if path.suffix.lower() in (*_YAML, ".xlsx") and path.is_file()]
    return sorted(path for path in paths if not path.name.startswith(("~$", ".")))


def _areas(folder: Path, values: Values | None, findings: list[Finding]) -> AreaTree | None:
    said = values.get("areas") if values is not None else None
    if isinstance(said, str) and said and values is not None:
        if not (folder / said).is_file():
            places = values["places"]
            assert isinstance(places, dict)
            findings.append(
                _error("SPEC-NO-FILE", places["areas"], f"没有地区表文件“{said}”。", "请检查文件名和路径。")
            )
            return None
        file = said
    elif (folder / AREAS_FILE).is_file():
        file = AREAS_FILE
    else:
        return None
    tree, faults = load_areas(folder / file, file)
    findings.extend(faults)
    return tree


def _error(code: str, place: Place, words: str, advice: str) -> Finding:
    return Finding(code, Severity.ERROR, place, words, advice)
