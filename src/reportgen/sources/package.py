"""A workbook file as an untrusted zip: what kind of file it really is, its bounds, and its parts inflated safely."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import ReportgenError

if TYPE_CHECKING:
    import zipfile

_MEGABYTE = 1 << 20
MOST_FILE_BYTES = 256 * _MEGABYTE
MOST_PART_BYTES = 256 * _MEGABYTE
MOST_SHEET_BYTES = 1024 * _MEGABYTE
"""A sheet is read in pieces, so it may be long: a million formatted but empty rows are no rarity."""
MOST_MEMBERS = 5000
# Deflate reaches 1032 : 1 at most, an honest worksheet of ghost rows about 150 : 1.
_MOST_RATIO, _RATIO_COUNTS_FROM = 400, 32 * _MEGABYTE
_PIECE = 4 * _MEGABYTE
_STORED, _DEFLATED = 0, 8
_ENCRYPTED_FLAG = 0x1
_LOCAL_HEADER = 30

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再用。"
_SEND_AGAIN = "请重新下载或请对方重新发送；能打开的话，另存为 .xlsx 后再用。"
_UNPACK = "请解压，取出其中的工作簿。"
_ASK_FOR_TABLE = "请向提供的人要 Excel 或 WPS 的原表。"
_OTHER_KINDS = (
    (b"%PDF", "PDF 文件", _ASK_FOR_TABLE),
    (b"\x89PNG", "图片", _ASK_FOR_TABLE),
    (b"\xff\xd8\xff", "图片", _ASK_FOR_TABLE),
    (b"Rar!", "压缩包（.rar）", _UNPACK),
    (b"7z\xbc\xaf", "压缩包（.7z）", _UNPACK),
    (b"\x1f\x8b", "压缩包（.gz）", _UNPACK),
)


class UnreadableWorkbookError(ReportgenError):
    """A file that is no readable .xlsx; says in words what it is and what to do."""

    def __init__(self, words: str, advice: str) -> None:
        super().__init__(words, advice)
        self.words = words
        self.advice = advice


class Package:
    """The parts of an OPC package, read from memory and never extracted to disk.

    Raises UnreadableWorkbookError for anything that is no sound .xlsx package. Opening checks the whole directory;
    a part's bytes are checked against size and checksum when it is read.
    """

    def __init__(self, path: Path) -> None:
        self._bytes = file_bytes(path)
        self._members = _directory(self._bytes)
        self._check_kind({name.lower() for name in self._members})
        self._first_names = {name.lower(): name for name in reversed(self._members)}

    def _check_kind(self, names: set[str]) -> None:
        """Tell the other kinds of zip from an .xlsx; a subclass for another kind has its own check."""
        _check_is_xlsx(names)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names, in the order of the package."""
        return tuple(self._members)

    def find(self, name: str) -> str | None:
        """The stored spelling of a part's name, since OPC names do not tell cases apart; None where it is absent."""
        return self._first_names.get(name.lstrip("/").lower())

    def read(self, name: str) -> bytes:
        """A part's whole content."""
        return b"".join(self.pieces(name, MOST_PART_BYTES))

    def pieces(self, name: str, most: int = MOST_SHEET_BYTES) -> Iterator[bytes]:
        """A part's content in pieces of a few megabytes, checked for doctype, size and checksum on the way."""
        info = self._members[name]
        if info.file_size > most:
            raise _too_large(name)
        offset = info.header_offset
        header = self._bytes[offset : offset + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
            raise _broken()
        start = offset + _LOCAL_HEADER + int.from_bytes(header[26:28], "little")
        start += int.from_bytes(header[28:30], "little")
        packed = self._bytes[start : start + info.compress_size]
        size, checksum, overlap = 0, 0, b""
        crc32 = _inflater()[1]
        for piece in [packed] if info.compress_type == _STORED else _inflated(packed):
            size += len(piece)
            if size > info.file_size:
                raise _broken()
            if name.endswith((".xml", ".rels")):
                _refuse_doctype(overlap + piece)
                overlap = piece[-32:]
            checksum = crc32(piece, checksum)
            yield piece
        if size != info.file_size or checksum != info.CRC:
            raise _broken()


def file_bytes(path: Path) -> bytes:
    """A file's whole content; raises UnreadableWorkbookError where it is too large or cannot be opened."""
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            raise UnreadableWorkbookError(
                f"文件有 {size // _MEGABYTE} MB，超过上限 {MOST_FILE_BYTES // _MEGABYTE} MB。",
                "请删去无关的工作表、图片和空行空列后再用。",
            )
        return path.read_bytes()
    except PermissionError as error:
        raise UnreadableWorkbookError(
            "文件打不开：没有读取权限，或正被别的程序占用。", "请关闭正在使用它的程序，或检查文件权限。"
        ) from error
    except OSError as error:
        raise UnreadableWorkbookError(
            f"文件读不出来（{error.strerror or error}）。", "请检查文件所在的磁盘或网络位置。"
        ) from error


def _directory(content: bytes) -> dict[str, zipfile.ZipInfo]:
    """Read and check the zip directory."""
    import zipfile

    if not content.startswith(b"PK"):
        raise _not_a_zip(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise _broken() from error
    _check_directory(infos)
    return {info.filename.lstrip("/"): info for info in infos if not info.is_dir()}


def _check_directory(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse what no office program writes: doubled names, ways out of the package, bombs, odd methods."""
    if len(infos) > MOST_MEMBERS:
        raise UnreadableWorkbookError(f"文件里有 {len(infos)} 个部件，不像正常的工作簿。", _SAVE_AS)
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        raise _encrypted()
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if name.lower() in seen or ".." in name.split("/") or "\\" in name or ":" in name:
            raise UnreadableWorkbookError(f"文件的内部结构不正常（部件“{name}”重名或路径越界），没有读取。", _SAVE_AS)
        seen.add(name.lower())
        if info.compress_type not in (_STORED, _DEFLATED):
            raise UnreadableWorkbookError("文件用了 Excel 不用的压缩方式，没有读取。", _SAVE_AS)
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > MOST_SHEET_BYTES or (info.file_size > _RATIO_COUNTS_FROM and ratio > _MOST_RATIO):
            raise _too_large(name)
    if sum(info.file_size for info in infos) > 2 * MOST_SHEET_BYTES:
        raise _too_large(infos[0].filename)


def _check_is_xlsx(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise UnreadableWorkbookError("这是二进制工作簿（.xlsb），不能直接读取。", _SAVE_AS)
    if any(name.startswith("word/") for name in names):
        raise UnreadableWorkbookError("这是 Word 文档，不是 Excel 工作簿。", "请核对文件是否放错。")
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableWorkbookError("这是演示文稿，不是 Excel 工作簿。", "请核对文件是否放错。")
    if "content.xml" in names and "mimetype" in names:
        raise UnreadableWorkbookError("这是 OpenDocument 文件，不是 Excel 工作簿。", _SAVE_AS)
    if "_rels/.rels" not in names:
        raise UnreadableWorkbookError("这是普通的压缩包，不是 Excel 工作簿。", "请解压，取出其中的 .xlsx 文件。")


def _not_a_zip(content: bytes) -> UnreadableWorkbookError:
    """Say what a file that is no zip really is; offices often save one kind under the name of another."""
    if not content:
        return UnreadableWorkbookError("文件是空的（0 字节）。", _SEND_AGAIN)
    for mark, name, advice in _OTHER_KINDS:
        if content.startswith(mark):
            return UnreadableWorkbookError(f"这是{name}，不是 Excel 工作簿。", advice)
    start = _as_text(content[:4096])
    if start is None:
        return UnreadableWorkbookError("文件内容不是 Excel 工作簿，可能已损坏。", _SEND_AGAIN)
    start = start.lstrip("\ufeff \r\n\t").lower()
    if not start:
        return UnreadableWorkbookError("文件里没有内容，只有空白。", _SEND_AGAIN)
    if "excel.sheet" in start or "urn:schemas-microsoft-com:office:spreadsheet" in start:
        return UnreadableWorkbookError("这是 XML 表格（2003 版），不是 .xlsx。", _SAVE_AS)
    if "urn:oasis:names:tc:opendocument" in start:
        return UnreadableWorkbookError("这是单个 XML 的 OpenDocument 文件（.fods），不能直接读取。", _SAVE_AS)
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<meta", "<body", "<?xml", "mime-version:")):
        return UnreadableWorkbookError("这是网页文件（常见于系统导出的“假 Excel”），不是 .xlsx。", _SAVE_AS)
    words = "这是文本文件，不是 Excel 工作簿；里面也没有用半角逗号、制表符或分号分开的列。"
    return UnreadableWorkbookError(words, "请核对文件是否放错；列之间用了全角逗号的，请改成半角。")


def _as_text(start: bytes) -> str | None:
    """Decode the beginning of a text file in one of the codes that offices use; None for binary content."""
    for code in ("utf-8-sig", "utf-16", "gb18030"):
        if code == "utf-16" and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = start.decode(code, errors="strict" if len(start) < 4096 else "ignore")
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    return None


def _inflated(packed: bytes) -> Iterator[bytes]:
    inflater: Any = _inflater()[0]()
    rest = packed
    while rest and not inflater.eof:
        try:
            piece = inflater.decompress(rest, _PIECE)
        except Exception as error:  # isal's error class is not zlib's
            raise _broken() from error
        rest = inflater.unconsumed_tail
        if not piece and not rest:
            break
        yield piece
    if not inflater.eof:
        # ISA-L keeps the last output back where it stopped exactly at the bound.
        try:
            piece = inflater.flush()
        except Exception as error:
            raise _broken() from error
        if piece:
            yield piece


def _inflater() -> tuple[Any, Any]:
    """Maker of a raw inflater, and the checksum: ISA-L's, or zlib's where there is no wheel of it."""
    try:
        from isal import isal_zlib
    except ImportError:
        return (lambda: zlib.decompressobj(-15)), zlib.crc32
    return (lambda: isal_zlib.decompressobj(wbits=-15)), isal_zlib.crc32


def _refuse_doctype(piece: bytes) -> None:
    """OPC forbids a DTD; one is only ever there to do harm (entity bombs, reading of other files)."""
    if any(mark in piece for mark in _DOCTYPES):
        raise UnreadableWorkbookError("文件里有不允许的 DTD 声明，可能有害，没有读取。", _SAVE_AS)


_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def _encrypted() -> UnreadableWorkbookError:
    return UnreadableWorkbookError("文件设了打开密码，不能读取。", "请打开后取消密码，另存为 .xlsx 后再用。")


def _broken() -> UnreadableWorkbookError:
    return UnreadableWorkbookError("文件已损坏或不完整（可能没有传完）。", _SEND_AGAIN)


def _too_large(name: str) -> UnreadableWorkbookError:
    return UnreadableWorkbookError(
        f"文件展开后过大（{name}），没有读取。", "请删去表格下方和右侧的空行空列，另存后再用。"
    )
