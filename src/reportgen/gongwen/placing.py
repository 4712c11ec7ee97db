"""Where the elements of an official document stand: blank lines, indents, what must not be parted by a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from reportgen.document import (
    Align,
    Annex,
    AttachmentNote,
    Block,
    Document,
    Imprint,
    Masthead,
    Paragraph,
    Role,
    Run,
    Signature,
    Table,
    attachment_lines,
)
from reportgen.gongwen.columns import lies_on_its_side
from reportgen.gongwen.mastheads import placed_imprint, placed_masthead
from reportgen.gongwen.measures import FREE_CHARACTER, LOOKS, STANDARD, Profile
from reportgen.gongwen.placed import Placed
from reportgen.gongwen.titles import broken
from reportgen.gongwen.widths import set_width

_TIED = (Role.SIGNATURE, Role.ATTACHMENT_NOTE, Role.BYLINE)
_BLOCK_TITLES = (Role.TITLE, Role.SUBTITLE, Role.SOURCE, Role.ANNEX_TITLE)
# §7.3.5.1: a seal of 42 mm is centred over authority and date and may stand at most one line below the text.
# Two lines above the authority hold it clear of the text and still within that line.
_LINES_ABOVE_SEAL = 2


def place(document: Document, profile: Profile = STANDARD) -> tuple[Placed | Table, ...]:
    """Give every paragraph of the document its place, tables between them.

    A table's caption and unit note come before it as paragraphs of their own. Each table says whether it lies on its
    side, and what must stand on that page with it does too.
    """
    items: list[Placed | Table] = []
    below_head = False
    for block in document.blocks:
        for item in _placed(block, profile):
            below = _below_masthead(item) if below_head else _apart(items, item)
            below_head = False
            items.append(_below_title(below) if _ends_title(items) else below)
        below_head = isinstance(block, Masthead)
    return tuple(_turned(list(_tied(items)), profile.width))


def _placed(block: Block, profile: Profile) -> Iterator[Placed | Table]:
    match block:
        case Paragraph(Role.TITLE, runs):
            yield Placed(Role.TITLE, broken(runs, profile.width, LOOKS[Role.TITLE]), keep_next=True)
        case Paragraph(Role.ATTENDANCE, (label, *_) as runs):
            hanging = set_width(label.text, LOOKS[Role.ATTENDANCE])
            yield Placed(Role.ATTENDANCE, runs, left=2 * FREE_CHARACTER + hanging, hanging=hanging)
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
        case Annex():
            yield from _annexed(block, profile)
        case Masthead():
            yield from placed_masthead(block, profile)
        case Imprint():
            yield from placed_imprint(block, profile)


def _annexed(annex: Annex, profile: Profile) -> Iterator[Placed | Table]:
    """Begin a page: the label in its first line at the left, the title in the third in the middle (§7.3.7)."""
    yield Placed(Role.ANNEX, (Run(annex.label, typed=True),), keep_next=True, new_page=True)
    title = broken(annex.title, profile.width, LOOKS[Role.ANNEX_TITLE])
    yield Placed(Role.ANNEX_TITLE, title, blank=1, keep_next=True)
    first = annex.blocks[0] if annex.blocks else None
    if isinstance(first, Table) and not (first.caption or first.unit_note):
        yield Placed(Role.UNIT_NOTE, (), keep_next=True)  # the free line below the title needs a paragraph
    for block in annex.blocks:
        yield from _placed(block, profile)


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
    if isinstance(item, Table) or item.role in _BLOCK_TITLES or item.new_page:
        return item
    return replace(item, blank=max(item.blank, 1))


def _below_masthead(item: Placed | Table) -> Placed | Table:
    """Leave two lines free between the red line and the title (§7.3.1)."""
    return item if isinstance(item, Table) else replace(item, blank=max(item.blank, 2))


def _apart(items: list[Placed | Table], item: Placed | Table) -> Placed | Table:
    """Leave a line free between a preface and the title, and between the text and who attended (§10.3)."""
    last = items[-1].role if items and isinstance(items[-1], Placed) else None
    if isinstance(item, Table) or last is item.role or not (last is Role.PREFACE or item.role is Role.ATTENDANCE):
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
    headed = any(isinstance(item, Placed) and item.role is Role.LETTERHEAD for item in items)
    first = next((item for item in items if isinstance(item, Placed) and item.role is Role.BODY), None)
    for item, following in pairwise(items):
        tied = isinstance(following, Placed) and following.role in _TIED
        # The first page must have text (§7.3.3): LibreOffice moves a tied paragraph as a whole below a masthead.
        tied = tied and not (headed and item is first)
        yield replace(item, keep_next=True) if tied and isinstance(item, Placed) else item
    yield from items[-1:]


_ABOVE_TABLE = (Role.CAPTION, Role.UNIT_NOTE, Role.ANNEX, Role.ANNEX_TITLE)
_TABLE_NOTE = re.compile(r"[\s（(]*(?:注|备注|说明|填表说明)\d*[：:]")


def _turned(items: list[Placed | Table], width: int) -> list[Placed | Table]:
    """Turn the tables that are too wide, with what stands right above them and the note right below (§8)."""
    sides = [isinstance(item, Table) and lies_on_its_side(item, width) for item in items]
    for position, item in enumerate(items):
        if isinstance(item, Table) and sides[position]:
            above = position - 1
            while above >= 0 and _belongs_to_table(items[above]):
                sides[above] = True
                above -= 1
            below = position + 1
            while below < len(items) and _is_table_note(items[below]):
                sides[below] = True
                below += 1
    return [replace(item, landscape=True) if side else item for item, side in zip(items, sides, strict=True)]


def _belongs_to_table(item: Placed | Table) -> bool:
    if isinstance(item, Table):
        return False
    return item.role in _ABOVE_TABLE or (item.role.level > 0 and item.keep_next)


def _is_table_note(item: Placed | Table) -> bool:
    return isinstance(item, Placed) and _TABLE_NOTE.match("".join(run.text for run in item.runs)) is not None
