"""Bytes of a user's text file to text: UTF-8 with or without BOM, GB18030, any line ends, of bounded size."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from reportgen.errors import Finding, FindingsError, Severity
from reportgen.place import Place

MAX_BYTES = 2_000_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def read_text(path: Path, file: str) -> str:
    """Read a spec or a text template; `file` is how messages call it.

    Lines end in LF. Raises FindingsError for a file that is not there, cannot be read, is too large or is no text.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except FileNotFoundError:
        raise _refused("SPEC-NO-FILE", Place(file), "没有这个文件。", _like(path)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        words = "这是一个文件夹，不是文件。" if path.is_dir() else f"文件读不出来（{reason}）。"
        raise _refused("SPEC-FILE", Place(file), words, "请检查文件是否被占用、有没有读取权限。") from None
    if size > MAX_BYTES:
        words = f"文件有{size / 1_000_000:.1f} MB，不像手写的文本（最大{MAX_BYTES // 1_000_000} MB）。"
        raise _refused("SPEC-FILE", Place(file), words, "请检查是不是选错了文件。")
    return decode(data, file)


def decode(data: bytes, file: str) -> str:
    """Give the text of a file's bytes, as `read_text` does."""
    if data.startswith(_UTF_16):
        words = "文件的编码是 UTF-16（记事本里叫“Unicode”）。"
        raise _refused("SPEC-ENCODING", Place(file), words, "请用记事本另存为，编码选 UTF-8。")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        words = "这是 Office 文件或压缩包，不是文本文件。"
        raise _refused("SPEC-ENCODING", Place(file), words, "请用记事本另存一份纯文本。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _decode_gb18030(data, file, error)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        words = f"文件里有不能显示的控制字符（U+{ord(control[0]):04X}）。"
        raise _refused("SPEC-ENCODING", Place(file, line), words, "请删去这一行里看不见的字符，或重新输入这一行。")
    return text


def _decode_gb18030(data: bytes, file: str, first: UnicodeDecodeError) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        line = data.count(b"\n", 0, first.start) + 1
        words = "文件既不是 UTF-8 也不是 GB18030（GBK）编码，从这一行起读不出来。"
        raise _refused("SPEC-ENCODING", Place(file, line), words, "请用记事本另存为，编码选 UTF-8。") from None


def _like(path: Path) -> str:
    """Name the files of the same kind that do lie in the folder."""
    if not path.parent.is_dir():
        return f"也没有文件夹“{path.parent.name}”，请检查路径。"
    others = sorted(
        other.name
        for other in path.parent.iterdir()
        if other.suffix == path.suffix and not other.name.startswith(("~$", "."))
    )
    return f"该文件夹里有：{'、'.join(others[:5])}。" if others else "请检查文件名和路径。"


def _refused(code: str, place: Place, words: str, advice: str) -> FindingsError:
    return FindingsError([Finding(code, Severity.ERROR, place, words, advice)])
