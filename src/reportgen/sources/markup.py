"""How the XML of a workbook part is read without risk, and brought into the one spelling that the scan knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from reportgen.place import cell_name, cell_position
from reportgen.sources.package import UnreadableWorkbookError


@dataclass(frozen=True, slots=True)
class Element:
    """The start of an element: local names only, since transitional and strict files differ in namespaces."""

    name: str
    parent: str
    attributes: Mapping[str, str]


def elements(pieces: Iterable[bytes]) -> list[Element]:
    """List the elements of a small part in order. Raises UnreadableWorkbookError where it is not well formed."""
    found: list[Element] = []
    path = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        found.append(Element(local, path[-1], {_local(key): value for key, value in attributes.items()}))
        path.append(local)

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: path.pop()
    _run(parser, pieces)
    return found


def events(
    pieces: Iterable[bytes],
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    """Tell a part's elements and texts one by one, by their local names; raises UnreadableWorkbookError."""

    def start_local(name: str, attributes: dict[str, str]) -> None:
        # A name that two namespaces share is the later one's: OpenDocument's extensions come last.
        start(_local(name), {_local(key): value for key, value in attributes.items()})

    parser = _parser()
    parser.StartElementHandler = start_local
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = characters
    _run(parser, pieces)


def plain_rows(pieces: Iterable[bytes]) -> Iterator[str]:
    """Spell a worksheet as the scan wants it: no prefixes, addresses on every row and cell, attributes in order."""
    writer = _SheetWriter()
    parser = _parser()
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    yield "<worksheet>"
    for piece in pieces:
        _feed(parser, piece, last=False)
        yield writer.taken()
    _feed(parser, b"", last=True)
    yield writer.taken() + "</worksheet>"


def plain_strings(pieces: Iterable[bytes]) -> str:
    """Spell a shared-strings part as the scan wants it: one <si><t>…</t></si> a string."""
    out: list[str] = []
    text: list[str] = []
    path: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(_local(name))

    def end(_name: str) -> None:
        if path.pop() == "si":
            out.append(f"<si><t>{escape(''.join(text))}</t></si>")
            text.clear()

    def characters(data: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            text.append(data)

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    _run(parser, pieces)
    return "".join(out)


_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPE = re.compile(r"_x([0-9a-fA-F]{4})_")


def escape(text: str) -> str:
    """Write text as XML content or attribute value."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def counted(text: str) -> int | None:
    """Read a small counting number as parts use it for ids and rows; None for anything else."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 9 else None


def unescaped(text: str) -> str:
    """Undo XML references and Excel's own `_x000B_` escapes."""
    if "&" in text:
        text = _REFERENCE.sub(_character, text)
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1]) if match[1] else int(match[2], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


class _SheetWriter:
    """Collects the canonical spelling of the parts of a worksheet that the scan looks at."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._row = self._column = -1
        self._path: list[str] = []
        self._cell: dict[str, str] = {}
        self._value: list[str] | None = None
        self._inline: list[str] | None = None
        self._formula = False

    def taken(self) -> str:
        """What was written since the last call."""
        text = "".join(self._out)
        self._out.clear()
        return text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        local = _local(name)
        self._path.append(local)
        parent = self._path[-2] if len(self._path) > 1 else ""
        if local == "c":
            self._start_cell({_local(key): value for key, value in attributes.items()})
        elif local == "row":
            self._start_row(attributes)
        elif local == "sheetData":
            self._out.append("<sheetData>")
        elif local == "v" and parent == "c":
            self._value = []
        elif local == "f" and parent == "c":
            self._formula = True
        elif local == "is" and parent == "c":
            self._inline = []
        elif (local, parent) in (("col", "cols"), ("mergeCell", "mergeCells")):
            shown = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
            self._out.append(f"<{local}{shown}/>")

    def end(self, _name: str) -> None:
        """Take the end of an element."""
        local = self._path.pop()
        if local == "c":
            self._end_cell()
        elif local in ("row", "sheetData"):
            self._out.append(f"</{local}>")

    def text(self, data: str) -> None:
        """Take characters of a value."""
        if self._path[-1] == "v" and self._value is not None:
            self._value.append(data)
        elif self._path[-1] == "t" and self._inline is not None and "rPh" not in self._path:
            self._inline.append(data)

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = counted(attributes.get("r", "")[:8])
        self._row = given - 1 if given else self._row + 1
        self._column = -1
        hidden = ' hidden="1"' if attributes.get("hidden") in ("1", "true") else ""
        self._out.append(f'<row r="{self._row + 1}"{hidden}>')

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r", "").replace("$", "").upper()
        if re.fullmatch(r"[A-Z]{1,3}[1-9][0-9]{0,6}", address):
            self._row, self._column = cell_position(address)
        else:
            self._column += 1
        self._cell = attributes
        self._value = self._inline = None
        self._formula = False

    def _end_cell(self) -> None:
        if self._value is None and self._inline is None and not self._formula:
            return
        style, kind = self._cell.get("s", ""), self._cell.get("t", "")
        marks = (f' s="{style}"' if counted(style) is not None else "") + (f' t="{kind}"' if kind.isalpha() else "")
        body = "<f/>" if self._formula else ""
        if self._inline is not None:
            body += f"<is><t>{escape(''.join(self._inline))}</t></is>"
        if self._value is not None:
            body += f"<v>{escape(''.join(self._value))}</v>"
        self._out.append(f'<c r="{cell_name(self._row, self._column)}"{marks}>{body}</c>')


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _parser() -> Any:
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_declaration: object) -> None:
    raise UnreadableWorkbookError(
        "文件里有不允许的 DTD 声明，可能有害，没有读取。", "请用 Excel 或 WPS 打开，另存后再用。"
    )


def _run(parser: Any, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        _feed(parser, piece, last=False)
    _feed(parser, b"", last=True)


def _feed(parser: Any, piece: bytes, *, last: bool) -> None:
    try:
        parser.Parse(piece, last)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise UnreadableWorkbookError(
            f"文件内部的 XML 有错（{error}）。", "请用 Excel 或 WPS 打开修复，另存后再用。"
        ) from error
