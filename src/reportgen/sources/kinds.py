"""What kind of file a workbook really is: told by its content, never by its ending."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from reportgen.errors import Finding, Severity
from reportgen.place import Place
from reportgen.sources.delimited import decoded, delimited_workbook, is_delimited
from reportgen.sources.model import SourceEntry
from reportgen.sources.open_document import is_open_document, open_document_workbook
from reportgen.sources.package import UnreadableWorkbookError, file_bytes
from reportgen.sources.workbook import Workbook

_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
# Before Excel 5 a workbook was one bare stream of records; programs of business systems still write it.
_BARE_STREAMS = (b"\x09\x00\x04\x00\x02\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_XLSX_MEMBERS = (b"[Content_Types]", b"_rels/", b"xl/", b"docProps/")
_LOCAL_HEADER = 30
_START = 65_536


class Kind(StrEnum):
    """A kind of workbook, as users call it."""

    XLSX = "Excel 工作簿（.xlsx）"
    XLS = "旧格式工作簿（.xls）"
    ODS = "OpenDocument 表格（.ods）"
    CSV = "文本表格（CSV）"


_ENDINGS = {
    Kind.XLSX: (".xlsx", ".xlsm", ".xltx", ".et"),
    Kind.XLS: (".xls", ".et", ".xlt", ".ett"),
    Kind.ODS: (".ods", ".ots"),
    Kind.CSV: (".csv", ".txt", ".tsv", ".tab"),
}


def open_workbook(entry: SourceEntry, tell: Callable[[Finding], None]) -> Workbook:
    """Open an .xlsx, .xls, .ods or text table; raises UnreadableWorkbookError for anything else, in words.

    A file whose ending says another kind than it is, is read all the same, and told.
    """
    if entry.path.name.startswith("~$"):
        words = "这是 Excel、WPS 打开工作簿时留下的临时文件（以 ~$ 开头），不是工作簿。"
        raise UnreadableWorkbookError(words, f"请写工作簿本身的文件名“{entry.path.name[2:]}”。")
    kind = kind_of(entry.path)
    workbook = _opened(entry.path, kind)
    ending = entry.path.suffix
    if kind is not Kind.XLSX and ending.lower() not in _ENDINGS[kind]:
        words = f"文件名以“{ending}”结尾，内容其实是{kind}，已按内容读取。"
        advice = "建议改正扩展名，免得用别的程序打不开。"
        tell(Finding("DATA-OTHER-KIND", Severity.NOTICE, Place(entry.file), words, advice))
    return workbook


def kind_of(path: Path) -> Kind:
    """Tell a file's kind; whatever is none of ours counts as .xlsx, whose reader says what it is instead."""
    start = _start_of(path)
    if start.startswith((_OLE, *_BARE_STREAMS)):
        return Kind.XLS
    if start.startswith(_ZIP):
        is_plain = start[_LOCAL_HEADER:].startswith(_XLSX_MEMBERS)
        return Kind.ODS if not is_plain and is_open_document(path) else Kind.XLSX
    if start and not _is_markup(start):
        # A cut-off sign at the end of the piece would make good text look bad.
        text = decoded(start if len(start) < _START else file_bytes(path))
        if text is not None and is_delimited(text):
            return Kind.CSV
    return Kind.XLSX


def _opened(path: Path, kind: Kind) -> Workbook:
    match kind:
        case Kind.XLSX:
            return Workbook(path)
        case Kind.XLS:
            from reportgen.sources.old_excel import old_workbook

            return old_workbook(file_bytes(path))
        case Kind.ODS:
            return open_document_workbook(path)
        case Kind.CSV:
            return delimited_workbook(file_bytes(path), path.stem)


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_START)
    except OSError:
        # Told in words by the reader of the whole file.
        return b""


def _is_markup(start: bytes) -> bool:
    """Whether a text is a page, XML or the like: commas there make no table."""
    text = decoded(start[: len(start) // 2 * 2]) or start.decode("latin-1")
    return text.lstrip("\ufeff \r\n\t").lower().startswith(("<", "{", "[", "%pdf", "mime-version:"))
