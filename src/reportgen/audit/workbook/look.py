"""How a sheet of the proof looks and prints: fonts, colours, widths, A4 landscape, links, and what a cell may hold."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from reportgen.audit.links import Folders, link
from reportgen.audit.proof import Evidence, Head, Kind, Source
from reportgen.audit.workbook.words import source_words, value_words, with_unit
from reportgen.place import Place

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_SONG, _HEI = "宋体", "黑体"
_BLUE, _GREY, _RED = "#1F4E79", "#7F7F7F", "#C00000"
_LINE = "#BFBFBF"
_BASE = {"font_name": _SONG, "font_size": 10, "valign": "vcenter", "text_wrap": True}
_GRID = {**_BASE, "border": 1, "border_color": _LINE}

STYLES: dict[str, dict[str, Any]] = {
    "title": {**_BASE, "font_name": _HEI, "font_size": 18, "align": "center"},
    "subtitle": {**_BASE, "align": "center", "font_color": _GREY},
    "section": {**_BASE, "font_name": _HEI, "font_size": 12, "text_wrap": False},
    "plain": _BASE,
    "heading": {**_GRID, "font_name": _HEI, "align": "center", "bg_color": "#DCE6F1"},
    "text": _GRID,
    "middle": {**_GRID, "align": "center"},
    "value": {**_GRID, "align": "right", "indent": 1},
    "day": {**_GRID, "align": "center", "num_format": 'yyyy"年"m"月"d"日"'},
    "link": {**_GRID, "font_color": _BLUE, "underline": 1},
    "number": {**_GRID, "align": "center", "bold": True},
    # Parts of one text: only what a font can say.
    "words": {"font_name": _SONG, "font_size": 10},
    "mark": {"font_name": _SONG, "font_size": 10, "bold": True},
    "label": {**_GRID, "font_name": _HEI, "bg_color": "#F2F2F2", "align": "center"},
}
_TINTS: dict[str, dict[str, Any]] = {
    "": {},
    Kind.LITERAL: {"bg_color": "#FBE3E1", "font_color": _RED},
    Kind.MISSING: {"bg_color": "#FFF2CC"},
    Kind.DECLARED: {"bg_color": "#F2F2F2"},
    "quiet": {"font_color": _GREY},
    "block": {"bg_color": "#EEF3FA", "bold": True},
}
_LINE_HEIGHT, _PADDING = 13.5, 4
_TALLEST = 400  # Excel takes no row above 409 points
_LONGEST_TEXT = 600
_MOST_DECIMALS, _MOST_DIGITS = 6, 9
_LONGEST_TIP = 250
# The format allows 65,530 links a sheet; beyond, the place is written without one.
_MOST_LINKS = 65_000
# Thousands of cells say the same few things: areas, periods, files.
_REMEMBERED = 4096
# Signs that XML cannot hold at all. Other control characters the writer escapes itself.
_NOT_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, and its width in digits (a Chinese character takes two)."""

    title: str
    width: float


class Sheet:
    """A worksheet that takes texts, values and links by row and column, both counted from 0."""

    def __init__(self, look: Look, sheet: Worksheet) -> None:
        self._look = look
        self._sheet = sheet
        self._links = 0
        self._widths: Sequence[float] = ()
        self._lines: dict[int, int] = {}
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.45, right=0.45, top=0.7, bottom=0.6)
        sheet.set_header("&L&9" + _header(look.head.title) + "&R&9&A")
        sheet.set_footer("&C&9第&P页　共&N页")
        sheet.hide_gridlines(2)

    def columns(self, columns: Sequence[Column], row: int) -> None:
        """Set the widths and write the heading row; it stays in view and is repeated on every page."""
        self.widths([column.width for column in columns])
        for at, column in enumerate(columns):
            self.text(row, at, column.title, "heading")
        self.height(row, 26)
        self._sheet.freeze_panes(row + 1, 0)
        self._sheet.repeat_rows(row)

    def widths(self, widths: Sequence[float]) -> None:
        """Set the columns' widths, before anything is written."""
        self._widths = widths
        for at, width in enumerate(widths):
            self._sheet.set_column(at, at, width)

    def filter(self, row: int, last_row: int, columns: int) -> None:
        """Give the heading row its filter buttons."""
        self._sheet.autofilter(row, 0, max(row, last_row), columns - 1)

    def height(self, row: int, height: float) -> None:
        """Set a row's height where its texts shall not decide it."""
        self._lines[row] = 0
        self._sheet.set_row(row, height)

    def close(self) -> None:
        """Give each row the height that its texts need.

        Excel would find the heights of wrapped texts by itself; LibreOffice does not (24.2), nor does any program
        for merged cells.
        """
        for row, lines in self._lines.items():
            if lines:
                self._sheet.set_row(row, min(_TALLEST, _LINE_HEIGHT * lines + _PADDING))

    def _grow(self, row: int, width: float, text: str) -> None:
        known = self._lines.get(row)
        if known != 0:
            self._lines[row] = max(known or 1, lines_of(text, width))

    def text(self, row: int, column: int, text: str, style: str = "text", tint: str = "") -> None:
        """Write a text as text: `=1+1` stays what it is."""
        if not text:
            self._sheet.write_blank(row, column, None, self._look.format(style, tint))
            return
        if STYLES[style].get("text_wrap"):
            self._grow(row, self._widths[column], text)
        self._sheet.write_string(row, column, clean(text), self._look.format(style, tint))

    def whole(self, row: int, column: int, number: int, style: str = "middle", tint: str = "") -> None:
        """Write a whole number of our own counting."""
        self._sheet.write_number(row, column, number, self._look.format(style, tint))

    def across(self, row: int, first: int, last: int, text: str, style: str, tint: str = "") -> None:
        """Write a text over several columns."""
        self._grow(row, sum(self._widths[first : last + 1]), text)
        self._sheet.merge_range(row, first, row, last, clean(text), self._look.format(style, tint))

    def around(self, row: int, column: int, words: tuple[str, str, str], tint: str = "") -> None:
        """Write the words before, the number itself, bold, and the words after."""
        plain, mark = self._look.format("words", tint), self._look.format("mark", tint)
        pieces = [(look, clean(text)) for look, text in zip((plain, mark, plain), words, strict=True) if text]
        if len(pieces) < 2:
            self.text(row, column, "".join(text for _, text in pieces), "text", tint)
            return
        self._grow(row, self._widths[column], "".join(words))
        fragments = [part for piece in pieces for part in piece]
        self._sheet.write_rich_string(row, column, *fragments, self._look.format("text", tint))

    def value(self, row: int, column: int, evidence: Evidence, tint: str = "") -> None:
        """Write an exact value with its unit: a number as a number, so that the sheet can be calculated with."""
        value = evidence.value
        if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 15:
            shown = self._look.format("value", tint, number_format(value, evidence.unit))
            self._grow(row, self._widths[column], with_unit(evidence))
            self._sheet.write_number(row, column, float(value), shown)
        else:
            self.text(row, column, value_words(evidence), "value", tint)

    def day(self, row: int, column: int, day: date | None, tint: str = "") -> None:
        """Write a day as a day; nothing for None."""
        if day is None:
            self.text(row, column, "", "middle", tint)
        else:
            self._sheet.write_datetime(row, column, day, self._look.format("day", tint))

    def place(self, row: int, column: int, origin: Source, tint: str = "") -> None:
        """Write where a value was read, as a link that opens the very cell."""
        target = link(origin.place, self._look.folders, origin.rows, turned=origin.turned)
        words = source_words(origin)
        self._link(row, column, f"external:{target}" if target else "", words, _tip(origin.place), tint)

    def jump(self, row: int, column: int, sheet: str, to_row: int, words: str = "", tint: str = "") -> None:
        """Write words that lead to another row of this workbook; where it is, if nothing else is said."""
        words = words or f"见“{sheet}”第{to_row + 1}行"
        self._link(row, column, f"internal:'{sheet}'!A{to_row + 1}", words, f"转到“{sheet}”第{to_row + 1}行", tint)

    def _link(self, row: int, column: int, target: str, words: str, tip: str, tint: str) -> None:
        if not target or self._links >= _MOST_LINKS:
            self.text(row, column, words, "text", tint)
            return
        self._links += 1
        self._grow(row, self._widths[column], words)
        self._sheet.write_url(row, column, target, self._look.format("link", tint), clean(words), tip or None)


class Look:
    """Makes sheets and keeps the formats, each made once."""

    def __init__(self, book: Workbook, folders: Folders, head: Head) -> None:
        self.folders = folders
        self.head = head
        self._book = book
        self._formats: dict[tuple[str, str, str], Format] = {}
        self._sheets: list[Sheet] = []

    def sheet(self, title: str) -> Sheet:
        """Add a sheet."""
        self._sheets.append(sheet := Sheet(self, self._book.add_worksheet(title)))
        return sheet

    def close(self) -> None:
        """Finish the sheets."""
        for sheet in self._sheets:
            sheet.close()

    def format(self, style: str, tint: str = "", shown_as: str = "") -> Format:
        """Give a format: a style, coloured by the kind of its row, and perhaps a number format."""
        known = self._formats.get((style, tint, shown_as))
        if known is None:
            properties = {**STYLES[style], **_TINTS[tint]}
            if style in ("link", "mark") and tint != Kind.LITERAL and tint != "quiet":
                properties["font_color"] = _BLUE
            if style in ("words", "mark"):
                properties.pop("bg_color", None)
            if shown_as:
                properties["num_format"] = shown_as
            known = self._formats[style, tint, shown_as] = self._book.add_format(properties)
        return known


def number_format(value: Decimal, unit: str) -> str:
    """Show a number with all its decimals, as far as they fit the column, and its unit; the cell holds the rest.

    >>> number_format(Decimal("56.35"), "%"), number_format(Decimal(1753), "户")
    ('0.00"%"', '0"户"')
    """
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    shown = min(decimals, _MOST_DECIMALS, max(2, _MOST_DIGITS - max(0, value.adjusted())))
    quoted = clean(unit).replace('"', "")
    return ("0." + "0" * shown if shown else "0") + (f'"{quoted}"' if quoted else "")


@lru_cache(maxsize=_REMEMBERED)
def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column; a Chinese character is two digits wide.

    >>> lines_of("防止返贫监测", 8), lines_of("一\\n二", 8)
    (2, 2)
    """
    room = max(width - 1, 1)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, ceil(_breadth(line) / room)) for line in text[:_LONGEST_TEXT].split("\n"))


def _breadth(text: str) -> int:
    return len(text) + sum(sign > "\u2e7f" or sign in "…—“”‘’" for sign in text)


@lru_cache(maxsize=_REMEMBERED)
def clean(text: str) -> str:
    """Make a text fit for a cell: signs that XML has not become □, an endless one is cut."""
    text = _NOT_XML.sub("□", text)
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - 1] + "…"
    # XlsxWriter takes a string of this very shape for rich text that it made itself, and writes it as markup.
    return text + " " if text.startswith("<r>") and text.endswith("</r>") else text


def finished(data: bytes) -> bytes:
    """Turn the backslashes that XlsxWriter puts into links to files into slashes, which every system's programs take.

    With backslashes LibreOffice on Linux and Excel on the Mac look for one file of that odd name.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename.startswith("xl/worksheets/_rels/"):
                content = _LINK_TARGET.sub(lambda match: match[0].replace(b"\\", b"/"), content)
            new.writestr(member, content)
    return buffer.getvalue()


_LINK_TARGET = re.compile(rb'Target="[^"]*"(?= TargetMode="External")')


def _header(title: str) -> str:
    """A title for a page header, where & begins a code and 255 signs are the limit."""
    return clean(title)[:60].replace("\n", "").replace("&", "&&")


def _tip(place: Place | None) -> str:
    words = re.sub(r"[\x00-\x1f]", " ", clean(str(place))) if place else ""
    return words[:_LONGEST_TIP]
