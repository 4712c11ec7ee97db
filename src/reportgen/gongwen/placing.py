"""Where the elements of an official document stand: blank lines, indents, what must not be parted by a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from reportgen.document import (
    Align,
    AttachmentNote,
    Block,
    Document,
    Paragraph,
    Role,
    Run,
    Signature,
    Table,
    attachment_lines,
)
from reportgen.gongwen.measures import FREE_CHARACTER, LOOKS, STANDARD, Profile
from reportgen.gongwen.titles import broken
from reportgen.gongwen.widths import set_width

_BLOCK_TITLES = (Role.TITLE, Role.SUBTITLE)
# §7.3.5.1: a seal of 42 mm is centred over authority and date and may stand at most one line below the text.
# Two lines above the authority hold it clear of the text and still within that line.
_LINES_ABOVE_SEAL = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """One paragraph with its place.

    runs       a line break is "\\n" inside a run's text
    blank      lines left free above it
    left, right, hanging   indents in twips beside those of its role's look; `hanging` draws the first line out
    align      None: as its role's look says
    keep_next  stands on one page with the beginning of what follows
    """

    role: Role
    runs: tuple[Run, ...]
    blank: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    align: Align | None = None
    keep_next: bool = False


def place(document: Document, profile: Profile = STANDARD) -> tuple[Placed | Table, ...]:
    """Give every paragraph of the document its place, tables between them.

    A table's caption and unit note come before it as paragraphs of their own.
    """
    items: list[Placed | Table] = []
    for block in document.blocks:
        for item in _placed(block, profile):
            items.append(_below_title(item) if _ends_title(items) else item)
    return tuple(_tied(items))


def _placed(block: Block, profile: Profile) -> Iterator[Placed | Table]:
    match block:
        case Paragraph(Role.TITLE, runs):
            yield Placed(Role.TITLE, broken(runs, profile.width, LOOKS[Role.TITLE]), keep_next=True)
        case Paragraph(role, runs):
            yield Placed(role, runs, keep_next=_stands_alone(block))
        case Table():
            yield from _above_table(block)
            if any((*block.header, *block.rows)):  # Word refuses a table without cells
                yield block
        case Signature():
            yield from _signed(block, profile.width)
        case AttachmentNote():
            yield from _attachments(block)


def _stands_alone(paragraph: Paragraph) -> bool:
    """Whether it is a heading with a line of its own, which may not be the last of a page."""
    run_in = any(run.role is Role.BODY for run in paragraph.runs)
    return paragraph.role is Role.SUBTITLE or (paragraph.role.level > 0 and not run_in)


def _above_table(table: Table) -> Iterator[Placed]:
    if table.caption:
        yield Placed(Role.CAPTION, table.caption, keep_next=True)
    if table.unit_note:
        yield Placed(Role.UNIT_NOTE, table.unit_note, keep_next=True)


def _ends_title(items: list[Placed | Table]) -> bool:
    last = items[-1] if items else None
    return isinstance(last, Placed) and last.role in _BLOCK_TITLES


def _below_title(item: Placed | Table) -> Placed | Table:
    """Leave a line free below the title (§7.3.2), unless the title goes on."""
    if isinstance(item, Table) or item.role in _BLOCK_TITLES:
        return item
    return replace(item, blank=max(item.blank, 1))


def _attachments(note: AttachmentNote) -> Iterator[Placed]:
    """Set 附件： two characters in, each title's further lines below its first character (§7.3.4)."""
    look = LOOKS[Role.ATTACHMENT_NOTE]
    word = set_width("附件：", look)
    for number, runs in enumerate(attachment_lines(note)):
        hanging = set_width(runs[0].text, look)
        left = 2 * FREE_CHARACTER + hanging + (word if number else 0)
        yield Placed(Role.ATTACHMENT_NOTE, runs, blank=0 if number else 1, left=left, hanging=hanging)


def _signed(signature: Signature, width: int) -> Iterator[Placed]:
    """Set the authority and below it the date; an authority longer than a line breaks at a word."""
    look = LOOKS[Role.SIGNATURE]
    runs = broken(signature.authority, width, look)
    text = "".join(run.text for run in runs)
    authority = max(set_width(line, look) for line in text.split("\n"))
    day = set_width("".join(run.text for run in signature.day), LOOKS[Role.ISSUE_DATE])
    above, below = (_sealed if signature.seal else _unsealed)(authority, day, width)
    blank = _LINES_ABOVE_SEAL if signature.seal else 1
    yield replace(above, role=Role.SIGNATURE, runs=runs, blank=blank, keep_next=True)
    yield replace(below, role=Role.ISSUE_DATE, runs=signature.day)


def _sealed(authority: int, day: int, _width: int) -> tuple[Placed, Placed]:
    """Set the date four characters in from the right, the authority centred on it (§7.3.5.1).

    An authority too long for that ends at the margin, and the date moves in to stay under its middle.
    """
    right = 4 * FREE_CHARACTER + (day - authority) // 2
    if right >= 0:
        return _indented(right), _indented(4 * FREE_CHARACTER)
    return _indented(0), _indented((authority - day) // 2)


def _unsealed(authority: int, day: int, width: int) -> tuple[Placed, Placed]:
    """Set the authority two characters in, the date's first character two right of its first (§7.3.5.2).

    That date is placed from the left: LibreOffice 7.4 widens dates (it puts space between digits and Chinese
    whatever the paragraph says), and placed from the right it would begin elsewhere. A date that is longer
    than the authority stands two characters in itself and pushes the authority in.
    """
    two = 2 * FREE_CHARACTER
    if authority >= day:
        begin = max(0, width - two - authority) + two
        return _indented(min(two, width - authority)), Placed(Role.ISSUE_DATE, (), left=begin, align=Align.LEFT)
    return _indented(two + day + two - authority), _indented(two)


def _indented(right: int) -> Placed:
    return Placed(Role.SIGNATURE, (), right=right)


def _tied(items: list[Placed | Table]) -> Iterator[Placed | Table]:
    """Tie the last paragraph of the text, and all between, to the signature: it may not stand alone (§7.3.5.5)."""
    for item, following in pairwise(items):
        tied = isinstance(following, Placed) and following.role in (Role.SIGNATURE, Role.ATTACHMENT_NOTE)
        yield replace(item, keep_next=True) if tied and isinstance(item, Placed) else item
    yield from items[-1:]
