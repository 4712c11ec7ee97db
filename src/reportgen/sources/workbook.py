"""An .xlsx as sheets and cells: which part holds what, and what a cell's stored form means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from posixpath import dirname, join, normpath

from reportgen.sources.formats import Look, looks
from reportgen.sources.grid import Grid, scan_sheet
from reportgen.sources.markup import Element, counted, elements, plain_strings, unescaped
from reportgen.sources.package import Package, UnreadableWorkbookError

_SAVE_AGAIN = "请用 Excel 或 WPS 打开修复，另存后再用。"


class Kind(StrEnum):
    """What a cell holds."""

    BLANK = "blank"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    """An ISO date, as strict files store them; a serial number in a date format is a NUMBER."""
    ERROR = "error"
    NO_VALUE = "no value"
    """A formula whose result the file does not hold."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `text` is a number's digits, the text, "#DIV/0!" …; `typed` a number as a text file spells it."""

    kind: Kind
    text: str = ""
    look: Look = Look.NUMBER
    formula: bool = False
    typed: str = ""


BLANK = Cell(Kind.BLANK)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell's attributes, read: its type and what its format shows."""

    type: str
    look: Look
    formula: bool
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet's entry in the workbook."""

    title: str
    part: str
    hidden: bool


class Workbook:
    """An .xlsx, opened once; sheets, strings and formats are read when asked for.

    Raises UnreadableWorkbookError, here and from every method, for a file that is no sound .xlsx.
    """

    def __init__(self, path: Path) -> None:
        self._package = Package(path)
        main = self._main_part()
        found = elements(self._package.pieces(main))
        self._links = self._relations(main)
        self.sheets = tuple(self._sheets(found))
        """The worksheets, in their order."""
        properties = _first(found, "workbookPr")
        self.epoch_1904 = properties.get("date1904", "") in ("1", "true")
        self.recalculates_on_load = _first(found, "calcPr").get("fullCalcOnLoad", "") in ("1", "true")
        """Whether the writer asks for all formulas to be computed on opening: stored results may be dummies."""
        self._grids: dict[str, Grid] = {}
        self._strings: tuple[str, ...] | None = None
        self._looks: tuple[Look, ...] | None = None
        self._marks: dict[str, Mark] = {}

    def grid(self, sheet: Sheet) -> Grid:
        """The cells of a worksheet."""
        if sheet.part not in self._grids:
            self._grids[sheet.part] = scan_sheet(lambda: self._package.pieces(sheet.part))
        return self._grids[sheet.part]

    def cell(self, mark: str, text: str) -> Cell:
        """What a mark and a text of a grid mean."""
        if not mark:
            return BLANK
        read = self.mark(mark)
        if read.type == "s":
            return self._shared(text)
        if text == "":
            # Excel stores "" as the result of a formula as an empty string; an absent one has no type.
            uncomputed = read.formula and read.type != "str"
            return Cell(Kind.NO_VALUE, "", read.look, True) if uncomputed else BLANK
        match read.type:
            case "" | "n":
                return Cell(Kind.NUMBER, text.strip(), read.look, read.formula, read.typed)
            case "str" | "inlineStr":
                return Cell(Kind.TEXT, unescaped(text), read.look, read.formula)
            case "b":
                return Cell(Kind.BOOLEAN, "TRUE" if text.strip() == "1" else "FALSE", read.look, read.formula)
            case "e":
                return Cell(Kind.ERROR, unescaped(text), read.look, read.formula)
            case "d":
                return Cell(Kind.DATE, text.strip(), Look.DATE, read.formula)
        raise UnreadableWorkbookError(f"单元格的类型“{read.type}”不正常。", _SAVE_AGAIN)

    def mark(self, mark: str) -> Mark:
        """Read a grid's mark; kept by its attributes, of which a sheet has few."""
        head = mark.partition(">")[0]
        formula = "<f" in mark
        key = head + ("<f" if formula else "")
        known = self._marks.get(key)
        if known is None:
            known = self._marks[key] = self._read_mark(head, formula)
        return known

    def _read_mark(self, head: str, formula: bool) -> Mark:
        attributes = {name: value for name, _quote, value in _ATTRIBUTE.findall(head)}
        style = counted(attributes.get("s", "0")) or 0
        known = self._cell_looks()
        look = known[style] if style < len(known) else Look.NUMBER
        return Mark(attributes.get("t", ""), look, formula, attributes.get("typed", ""))

    def _cell_looks(self) -> tuple[Look, ...]:
        if self._looks is None:
            part = self._part_of("styles")
            self._looks = looks(self._package.pieces(part)) if part else ()
        return self._looks

    def _shared(self, text: str) -> Cell:
        if self._strings is None:
            part = self._part_of("sharedStrings")
            self._strings = _strings(self._package.read(part)) if part else ()
        number = counted(text.strip())
        if number is None or number >= len(self._strings):
            raise UnreadableWorkbookError("单元格的文字找不到（共享字符串表不完整）。", _SAVE_AGAIN)
        return Cell(Kind.TEXT, self._strings[number]) if self._strings[number] else BLANK

    def _main_part(self) -> str:
        links = elements(self._package.pieces(self._package.find("_rels/.rels") or "_rels/.rels"))
        for link in links:
            if link.attributes.get("Type", "").endswith("/officeDocument"):
                part = self._package.find(link.attributes.get("Target", ""))
                if part:
                    return part
        raise UnreadableWorkbookError("这不是 Excel 工作簿，或文件已损坏。", _SAVE_AGAIN)

    def _relations(self, main: str) -> Mapping[str, tuple[str, str]]:
        """Relation id → (kind, part name), for targets inside the package; the name is "" where the part is absent."""
        folder, _, name = main.rpartition("/")
        part = self._package.find(join(folder, "_rels", f"{name}.rels"))
        relations: dict[str, tuple[str, str]] = {}
        for link in elements(self._package.pieces(part)) if part else []:
            if link.attributes.get("TargetMode") == "External" or link.name != "Relationship":
                continue
            target = link.attributes.get("Target", "")
            path = target if target.startswith("/") else normpath(join(dirname(main), target))
            stored = self._package.find(path)
            kind = link.attributes.get("Type", "").rpartition("/")[2]
            relations[link.attributes.get("Id", "")] = (kind, stored or "")
        return relations

    def _sheets(self, found: list[Element]) -> list[Sheet]:
        sheets = []
        for element in found:
            if element.name != "sheet" or element.parent != "sheets":
                continue
            kind, part = self._links.get(element.attributes.get("id", ""), ("", ""))
            if kind == "worksheet":
                title = unescaped(element.attributes.get("name", ""))
                if not part:
                    raise UnreadableWorkbookError(f"工作表“{title}”的内容不在文件里，文件不完整。", _SAVE_AGAIN)
                sheets.append(Sheet(title, part, element.attributes.get("state", "visible") != "visible"))
        if not sheets:
            raise UnreadableWorkbookError("工作簿里没有工作表。", _SAVE_AGAIN)
        return sheets

    def _part_of(self, kind: str) -> str | None:
        return next((part for known, part in self._links.values() if known == kind), None)


_ATTRIBUTE = re.compile(r"\b([a-z]+)\s*=\s*([\"'])(.*?)\2")


def _first(found: list[Element], name: str) -> Mapping[str, str]:
    return next((element.attributes for element in found if element.name == name), {})


_STRING = re.compile(r"<si>(?:<t(?: [^<>]*)?>([^<]*)</t></si>|((?:[^<]|<(?!/?si>))*+)</si>)|<si ?/>")
_PHONETIC = re.compile(r"<rPh\b(?:[^<]|<(?!/?rPh\b))*+</rPh>")
_TEXT = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")


def _strings(part: bytes) -> tuple[str, ...]:
    """Read the shared strings; rich text is joined, phonetic readings are left out."""
    plain = b"<sst" in part and b"<!" not in part and not part.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = part.decode("utf-8-sig") if plain else plain_strings([part])
    except UnicodeDecodeError:
        text = plain_strings([part])
    if text.count("<si>") + len(re.findall(r"<si ?/>", text)) != len(found := _STRING.findall(text)):
        found = _STRING.findall(plain_strings([part]))
    return tuple(
        unescaped(simple or ("".join(_TEXT.findall(_PHONETIC.sub("", rich))) if rich else "")) for simple, rich in found
    )
