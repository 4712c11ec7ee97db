"""OpenDocument spreadsheets (.ods): tables, repeated cells and typed values of content.xml, as cells with addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.place import column_letters
from reportgen.sources.formats import Look
from reportgen.sources.given import (
    NO_VALUE,
    NOTHING,
    GivenSheet,
    GivenWorkbook,
    Stored,
    day_cell,
    error_cell,
    flag_cell,
    number_cell,
    text_cell,
    too_many_rows,
)
from reportgen.sources.grid import MOST_MERGES, MOST_ROWS, Range
from reportgen.sources.markup import counted, events
from reportgen.sources.package import Package, UnreadableWorkbookError

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_MOST_COLUMNS, _MOST_CELLS = 16_384, 20_000_000
_NUMBERS = frozenset(["float", "currency", "percentage"])
# Text inside a cell that is not its own: comments, pinyin above the characters, drawings.
_ASIDE = frozenset(["annotation", "ruby-text", "frame", "custom-shape", "shapes", "tracked-changes"])


class OpenDocument(Package):
    """An OpenDocument package; guarded like an .xlsx."""

    def _check_kind(self, names: set[str]) -> None:
        if _CONTENT not in names:
            raise UnreadableWorkbookError(
                "OpenDocument 表格（.ods）里没有内容，可能已损坏。", "请重新下载或请对方重新发送。"
            )


def is_open_document(path: Path) -> bool:
    """Whether a zip is an OpenDocument: the directory says so, as the first member need not be `mimetype`."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return False
    return {"mimetype", _CONTENT} <= names


def open_document_workbook(path: Path) -> GivenWorkbook:
    """Read an .ods; raises UnreadableWorkbookError for another kind of OpenDocument, a password, or broken XML."""
    package = OpenDocument(path)
    if _MANIFEST in package.names and b"encryption-data" in package.read(_MANIFEST):
        raise UnreadableWorkbookError("文件设了打开密码，不能读取。", "请打开后取消密码，另存为 .xlsx 后再用。")
    if b"opendocument.spreadsheet" not in package.read("mimetype"):
        raise _no_spreadsheet()
    reader = _ContentReader()
    events(package.pieces(_CONTENT), reader.start, reader.end, reader.characters)
    if not reader.is_spreadsheet or not reader.sheets:
        raise _no_spreadsheet()
    return GivenWorkbook(reader.sheets)


def _no_spreadsheet() -> UnreadableWorkbookError:
    return UnreadableWorkbookError("这是 OpenDocument 文件，但不是表格（.ods）。", "请核对文件是否放错。")


@dataclass(slots=True)
class _Sheet:
    """A sheet as it is being read; rows and columns are counted from 0."""

    title: str
    hidden: bool
    rows: list[tuple[int, list[Stored]]] = field(default_factory=list)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[str] = field(default_factory=set)
    row: int = 0
    column: int = 0
    """The next column that a column definition speaks of."""


class _ContentReader:
    """Takes the elements of content.xml in their order."""

    def __init__(self) -> None:
        self.sheets: list[GivenSheet] = []
        self.is_spreadsheet = False
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet: _Sheet | None = None
        self._row: Mapping[str, str] = {}
        self._cells: list[Stored] = []
        self._blanks = 0
        self._cell: Mapping[str, str] | None = None
        self._lines: list[list[str]] = []
        self._paragraphs = 0
        self._aside = 0
        self._filled = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif name == "spreadsheet":
            self.is_spreadsheet = True
        elif name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table" and self.is_spreadsheet and self._sheet is None:
            hidden = attributes.get("style-name", "") in self._hidden_styles
            self._sheet = _Sheet(attributes.get("name", ""), hidden)
        elif self._sheet is not None:
            self._start_inside(self._sheet, name, attributes)

    def _start_inside(self, sheet: _Sheet, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table-column":
            self._take_column(sheet, attributes)
        elif name == "table-row":
            self._row, self._cells, self._blanks = attributes, [], 0
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._lines, self._paragraphs = attributes, [], 0
        elif self._cell is not None and name in ("p", "h"):
            self._lines.append([])
            self._paragraphs += 1
        elif self._paragraphs:
            if name == "s":
                self._lines[-1].append(" " * min(counted(attributes.get("c", "1")) or 1, 1000))
            elif name == "tab":
                self._lines[-1].append("\t")
            elif name == "line-break":
                self._lines[-1].append("\n")

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if self._aside:
            self._aside -= 1
        elif self._sheet is None:
            return
        elif name == "table":
            self.sheets.append(_finished(self._sheet))
            self._sheet = None
        elif name == "table-row":
            self._end_row(self._sheet)
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._sheet, self._cell)
            self._cell = None
        elif name in ("p", "h") and self._paragraphs:
            self._paragraphs -= 1

    def characters(self, data: str) -> None:
        """Take text of a cell."""
        if self._paragraphs and not self._aside:
            self._lines[-1].append(data)

    def _take_column(self, sheet: _Sheet, attributes: Mapping[str, str]) -> None:
        number = min(_repeated(attributes, "number-columns-repeated"), _MOST_COLUMNS)
        if attributes.get("visibility", "visible") != "visible":
            last = min(sheet.column + number, _MOST_COLUMNS)
            sheet.hidden_columns.update(column_letters(column) for column in range(sheet.column, last))
        sheet.column += number

    def _end_cell(self, sheet: _Sheet, attributes: Mapping[str, str]) -> None:
        number = _repeated(attributes, "number-columns-repeated")
        left = len(self._cells) + self._blanks
        stored = _stored(attributes, self._lines)
        across, down = _repeated(attributes, "number-columns-spanned"), _repeated(attributes, "number-rows-spanned")
        if across > 1 or down > 1:
            sheet.merges.append(Range(sheet.row, left, sheet.row + down - 1, left + across - 1))
        number = min(number, max(0, _MOST_COLUMNS - left))
        if stored is NOTHING:
            # Not put down before something follows: a row's last cell stands for all up to the sheet's end.
            self._blanks += number
            return
        self._cells.extend([NOTHING] * self._blanks)
        self._cells.extend([stored] * number)
        self._blanks = 0

    def _end_row(self, sheet: _Sheet) -> None:
        number = _repeated(self._row, "number-rows-repeated")
        cells = self._cells
        if any(mark for mark, _ in cells):
            self._filled += len(cells) * number
            if len(sheet.rows) + number > MOST_ROWS or self._filled > _MOST_CELLS:
                raise too_many_rows()
            sheet.rows.extend((row + 1, cells) for row in range(sheet.row, sheet.row + number))
        if len(sheet.merges) > MOST_MERGES:
            raise UnreadableWorkbookError("工作表的合并单元格太多，不像指标表。", "请取消多余的合并后再用。")
        if self._row.get("visibility", "visible") != "visible":
            sheet.hidden_rows.update(range(sheet.row + 1, sheet.row + 1 + min(number, MOST_ROWS)))
        sheet.row += number


def _finished(sheet: _Sheet) -> GivenSheet:
    return GivenSheet(
        title=sheet.title,
        rows=sheet.rows,
        hidden=sheet.hidden,
        merges=tuple(sheet.merges),
        hidden_rows=frozenset(sheet.hidden_rows),
        hidden_columns=frozenset(sheet.hidden_columns),
    )


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    return counted(attributes[name]) or 1 if name in attributes else 1


def _stored(attributes: Mapping[str, str], lines: Sequence[Sequence[str]]) -> Stored:
    """The value of a cell by its declared type; what it shows only where it is a text."""
    kind = attributes.get("value-type", "")
    formula = "formula" in attributes
    if kind in _NUMBERS and attributes.get("value", ""):
        return number_cell(attributes["value"], Look.PERCENT if kind == "percentage" else Look.NUMBER, formula=formula)
    text = "\n".join("".join(line) for line in lines)
    # Of the two attributes value-type, LibreOffice's own (calcext) alone tells an error from a text.
    if kind == "error":
        return error_cell(text or "#N/A")
    if kind == "date" and attributes.get("date-value", ""):
        return day_cell(attributes["date-value"])
    if kind == "boolean":
        return flag_cell(attributes.get("boolean-value") == "true")
    if kind == "" and not text:
        return NO_VALUE if formula else NOTHING
    return text_cell(text or attributes.get("string-value", ""))
