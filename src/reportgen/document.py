"""A document before any file format: paragraphs with roles, tables, and runs that know their facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportgen.fact import Fact


class Role(StrEnum):
    """What a paragraph is in an official document (GB/T 9704-2012 §7.3)."""

    TITLE = "标题"
    SUBTITLE = "副标题"
    RECIPIENT = "主送机关"
    HEADING_1 = "一级标题"
    HEADING_2 = "二级标题"
    HEADING_3 = "三级标题"
    HEADING_4 = "四级标题"
    BODY = "正文"
    CAPTION = "表题"
    UNIT_NOTE = "单位行"
    ATTACHMENT_NOTE = "附件说明"
    SIGNATURE = "发文机关署名"
    ISSUE_DATE = "成文日期"
    NOTE = "附注"
    CELL = "表格"

    @property
    def level(self) -> int:
        """1 to 4 for headings, else 0."""
        return _LEVELS.get(self, 0)


_LEVELS = {Role.HEADING_1: 1, Role.HEADING_2: 2, Role.HEADING_3: 3, Role.HEADING_4: 4}


@dataclass(frozen=True, slots=True)
class Run:
    """Text that is set one way; `facts` are the facts that it prints.

    typed   the text stands in the template itself (a number in it is a typed one), not in data
    bold    set bold (`**…**`)
    marked  a missing value made visible (【缺：…】), set highlighted
    role    set as this role and not as its paragraph's: the body after a run-in heading (题句)
    """

    text: str
    facts: tuple[Fact, ...] = ()
    typed: bool = False
    bold: bool = False
    marked: bool = False
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a line break inside a title or heading is a run "\\n"."""

    role: Role
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The paragraph's whole text."""
        return "".join(run.text for run in self.runs)


class Align(StrEnum):
    """How a cell's text stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    runs: tuple[Run, ...]
    align: Align = Align.CENTER

    @property
    def text(self) -> str:
        """The cell's whole text."""
        return "".join(run.text for run in self.runs)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading rows, body rows and, perhaps, total rows; every row has the same number of cells.

    caption, unit_note  stand above the table; empty runs where there is none
    total               positions in `rows` of total rows, set bold
    """

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: tuple[Run, ...] = ()
    unit_note: tuple[Run, ...] = ()
    total: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when (GB/T 9704-2012 §7.3.5), set together since one is placed by the other's width.

    seal  room for a seal: the date four characters from the right, the authority centred on it
    """

    authority: tuple[Run, ...]
    day: tuple[Run, ...]
    seal: bool = False


@dataclass(frozen=True, slots=True)
class AttachmentNote:
    """附件：the list of attachments below the body (GB/T 9704-2012 §7.3.4), one entry a title."""

    titles: tuple[tuple[Run, ...], ...]


Block = Paragraph | Table | Signature | AttachmentNote


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document, in reading order, and what its file properties say."""

    blocks: tuple[Block, ...]
    title: str
    authority: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the finished document, as the reader counts them.

    number  counted from 1 over the whole document, cells included, in reading order
    where   in words: "第12段", "表1第3行第2列"
    """

    number: int
    where: str
    role: Role
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The line's whole text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed run that has facts behind it: its line, and its character offsets in that line's text."""

    line: Line
    start: int
    end: int
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """Where each fact of a document stands; what the proof sheet is made of."""

    lines: tuple[Line, ...]

    def printed(self) -> Iterator[Printed]:
        """Give every printed run with facts, in reading order."""
        for line in self.lines:
            start = 0
            for run in line.runs:
                end = start + len(run.text)
                if run.facts:
                    yield Printed(line, start, end, run.text, run.facts)
                start = end


def trail(document: Document) -> Trail:
    """Lay the document out as numbered lines, cell by cell in tables; the trail of our own writer."""
    lines: list[Line] = []
    paragraphs = tables = 0

    def add(where: str, role: Role, runs: tuple[Run, ...]) -> None:
        lines.append(Line(len(lines) + 1, where, role, runs))

    def add_paragraph(role: Role, runs: tuple[Run, ...]) -> None:
        nonlocal paragraphs
        paragraphs += 1
        add(f"第{paragraphs}段", role, runs)

    for block in document.blocks:
        match block:
            case Paragraph(role, runs):
                add_paragraph(role, runs)
            case Table():
                tables += 1
                if block.caption:
                    add_paragraph(Role.CAPTION, block.caption)
                if block.unit_note:
                    add_paragraph(Role.UNIT_NOTE, block.unit_note)
                for number, row in enumerate((*block.header, *block.rows), start=1):
                    for column, cell in enumerate(row, start=1):
                        add(f"表{tables}第{number}行第{column}列", Role.CELL, cell.runs)
            case Signature(authority, day):
                add_paragraph(Role.SIGNATURE, authority)
                add_paragraph(Role.ISSUE_DATE, day)
            case AttachmentNote():
                for runs in attachment_lines(block):
                    add_paragraph(Role.ATTACHMENT_NOTE, runs)
    return Trail(tuple(lines))


def plain_text(document: Document) -> str:
    """Give the document as plain text, one paragraph a line, table cells divided by tabs."""
    parts: list[str] = []
    for block in document.blocks:
        match block:
            case Paragraph():
                parts.append(block.text)
            case Table():
                parts.extend("".join(run.text for run in runs) for runs in (block.caption, block.unit_note) if runs)
                parts.extend("\t".join(cell.text for cell in row) for row in (*block.header, *block.rows))
            case Signature(authority, day):
                parts.extend("".join(run.text for run in runs) for runs in (authority, day))
            case AttachmentNote():
                parts.extend("".join(run.text for run in runs) for runs in attachment_lines(block))
    return "\n".join(parts) + "\n"


def attachment_lines(note: AttachmentNote) -> tuple[tuple[Run, ...], ...]:
    """Put 附件： and, for several, their numbers before the titles (GB/T 9704-2012 §7.3.4)."""
    several = len(note.titles) > 1
    return tuple(
        (Run(("附件：" if number == 1 else "") + (f"{number}." if several else "")), *runs)
        for number, runs in enumerate(note.titles, start=1)
    )
