"""A document before any file format: paragraphs with roles, tables, and runs that know their facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    ANNEX = "附件"
    ANNEX_TITLE = "附件标题"
    CELL = "表格"
    COPY_NO = "份号"
    SECRECY = "密级和保密期限"
    URGENCY = "紧急程度"
    LETTERHEAD = "发文机关标志"
    NUMBER = "发文字号"
    SIGNER = "签发人"
    ISSUE_NO = "期号"
    EDITOR = "编发单位"
    PREFACE = "按语"
    SOURCE = "来源"
    BYLINE = "供稿"
    ATTENDANCE = "与会人员"
    ATTENDANCE_LABEL = "与会人员标签"
    IMPRINT = "版记"
    COPIES = "印数"

    @property
    def level(self) -> int:
        """1 to 4 for headings, else 0."""
        return _LEVELS.get(self, 0)


class Layout(StrEnum):
    """The forms that a document goes out in (GB/T 9704-2012 §7, §10; brief and news by practice)."""

    PLAIN = "plain"
    RED_HEAD = "red_head"
    LETTER = "letter"
    MINUTES = "minutes"
    BRIEF = "brief"
    NEWS = "news"


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
    """One cell of a table.

    across, down  columns and rows that a merged cell stands over; the other cells of that field are `covered`
    covered       stands under a merged cell and is not printed; it keeps every row as long as the others
    """

    runs: tuple[Run, ...]
    align: Align = Align.CENTER
    across: int = 1
    down: int = 1
    covered: bool = False

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
    landscape           on a page that lies on its side (§8); None: where its columns do not fit an upright page
    """

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: tuple[Run, ...] = ()
    unit_note: tuple[Run, ...] = ()
    total: tuple[int, ...] = ()
    landscape: bool | None = None


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


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment behind the text, on pages of its own (GB/T 9704-2012 §7.3.7).

    label  附件, or 附件1 where there are several: the number that the title has in the list of attachments
    """

    label: str
    title: tuple[Run, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the title (版头, 报头; GB/T 9704-2012 §7.2, §10); what a document does not say is empty.

    names   one entry an issuing authority of the mark, or the name of a brief or of minutes
    word    文件, beside the names of a joint document
    layout  which form it is set in
    """

    layout: Layout
    names: tuple[tuple[Run, ...], ...]
    word: tuple[Run, ...] = ()
    copy_no: tuple[Run, ...] = ()
    secrecy: tuple[Run, ...] = ()
    urgency: tuple[Run, ...] = ()
    number: tuple[Run, ...] = ()
    signers: tuple[tuple[Run, ...], ...] = ()
    issue_no: tuple[Run, ...] = ()
    editor: tuple[Run, ...] = ()
    day: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands at the foot of the last page (版记, 报尾; GB/T 9704-2012 §7.4).

    lists        who gets it, each with its label: 抄送, 报, 送, 发
    left, right  the last line: who printed it, and when or how many
    ruled        between black lines; a letter's is not (§10.1)
    """

    lists: tuple[tuple[str, tuple[Run, ...]], ...] = ()
    left: tuple[Run, ...] = ()
    right: tuple[Run, ...] = ()
    right_role: Role = Role.IMPRINT
    ruled: bool = True


Block = Paragraph | Table | Signature | AttachmentNote | Annex | Masthead | Imprint


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document, in reading order, and what its file properties say."""

    blocks: tuple[Block, ...]
    title: str
    authority: str = ""
    day: date | None = None
    layout: Layout = Layout.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the finished document, as the reader counts them.

    number  counted from 1 over the whole document, cells included, in reading order
    where   in words: "第12段", "表1第3行第2列"
    across  columns of its table that a merged cell stands over
    """

    number: int
    where: str
    role: Role
    runs: tuple[Run, ...]
    across: int = 1

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

    def add(where: str, role: Role, runs: tuple[Run, ...], across: int = 1) -> None:
        lines.append(Line(len(lines) + 1, where, role, runs, across))

    def add_paragraph(role: Role, runs: tuple[Run, ...]) -> None:
        nonlocal paragraphs
        paragraphs += 1
        add(f"第{paragraphs}段", role, runs)

    for block in unfolded(document.blocks):
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
                        if not cell.covered:
                            add(f"表{tables}第{number}行第{column}列", Role.CELL, cell.runs, cell.across)
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
    for block in unfolded(document.blocks):
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


def unfolded(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks with each annex, masthead and imprint as the paragraphs that it prints."""
    for block in blocks:
        if isinstance(block, Masthead):
            yield from masthead_lines(block)
            continue
        if isinstance(block, Imprint):
            yield from imprint_lines(block)
            continue
        if isinstance(block, Annex):
            yield Paragraph(Role.ANNEX, (Run(block.label, typed=True),))
            yield Paragraph(Role.ANNEX_TITLE, block.title)
            yield from unfolded(block.blocks)
        else:
            yield block


_SIGNERS_A_LINE = 2
_SIGNED_BY = "签发人："


def masthead_lines(head: Masthead) -> Iterator[Paragraph]:
    """Give a masthead's paragraphs in reading order; a tab divides what stands left and right in one line."""
    tops = ((Role.COPY_NO, head.copy_no), (Role.SECRECY, head.secrecy), (Role.URGENCY, head.urgency))
    above = [Paragraph(role, runs) for role, runs in tops if runs]
    names = [Paragraph(Role.LETTERHEAD, runs) for runs in head.names]
    if head.word:
        names.append(Paragraph(Role.LETTERHEAD, head.word))
    if head.layout is Layout.LETTER:  # the mark stands above all else (§10.1)
        yield from names
        yield from _beside_number(above, head.number)
        return
    yield from (*above, *names)
    if head.signers:
        yield from _number_and_signers(head)
    elif head.number:
        yield Paragraph(Role.NUMBER, head.number)
    if head.issue_no:
        yield Paragraph(Role.ISSUE_NO, head.issue_no)
    if head.editor or head.day:
        yield Paragraph(Role.EDITOR, (*head.editor, Run("\t"), *head.day))


def _beside_number(above: list[Paragraph], number: tuple[Run, ...]) -> Iterator[Paragraph]:
    """A letter's number stands right in the line of what stands first at the left (§10.1)."""
    if not number:
        yield from above
        return
    first = above[0] if above else Paragraph(Role.NUMBER, ())
    divided = tuple(replace(run, role=first.role) for run in first.runs)
    yield Paragraph(Role.NUMBER, (*divided, Run("\t"), *number))
    yield from above[1:]


def _number_and_signers(head: Masthead) -> Iterator[Paragraph]:
    """Signers two a line, from left to right; the number stands left in the last of these lines (§7.2.6)."""
    signers = head.signers
    rows = [signers[at : at + _SIGNERS_A_LINE] for at in range(0, len(signers), _SIGNERS_A_LINE)]
    for at, row in enumerate(rows):
        label = _SIGNED_BY if at == 0 else "　" * len(_SIGNED_BY)
        runs: list[Run] = [*(head.number if at == len(rows) - 1 else ()), Run("\t" + label)]
        for place, name in enumerate(row):
            runs += [Run("　")] if place else []
            runs += [replace(run, role=Role.SIGNER) for run in name]
        yield Paragraph(Role.NUMBER, tuple(runs))


def imprint_lines(imprint: Imprint) -> Iterator[Paragraph]:
    """Give an imprint's paragraphs: the lists, then the last line, its two sides divided by a tab."""
    for label, runs in imprint.lists:
        yield Paragraph(Role.IMPRINT, (Run(f"{label}："), *runs, Run("。")))
    if imprint.left or imprint.right:
        yield Paragraph(imprint.right_role, (*imprint.left, Run("\t"), *imprint.right))


def attachment_lines(note: AttachmentNote) -> tuple[tuple[Run, ...], ...]:
    """Put 附件： and, for several, their numbers before the titles (GB/T 9704-2012 §7.3.4)."""
    several = len(note.titles) > 1
    return tuple(
        (Run(("附件：" if number == 1 else "") + (f"{number}." if several else "")), *runs)
        for number, runs in enumerate(note.titles, start=1)
    )
