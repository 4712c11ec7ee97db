"""What a document is once every element has its place: paragraphs with indents, and the few things that are none."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.document import Align, Role, Run
from reportgen.gongwen.measures import Look


@dataclass(frozen=True, slots=True)
class Rule:
    """A coloured line below a paragraph, as wide as the type area: its thickness and distance in points."""

    thickness: float
    distance: int
    colour: str


@dataclass(frozen=True, slots=True)
class JointMark:
    """The mark of a joint document: names one above the other, as wide as each other, a word beside them (§7.2.4)."""

    names: tuple[tuple[Run, ...], ...]
    word: tuple[Run, ...]
    look: Look
    word_look: Look
    names_width: int
    word_width: int


@dataclass(frozen=True, slots=True)
class LetterHead:
    """A letter's mark and its two double lines, all measured from the edges of the sheet (§10.1), in twips."""

    mark: tuple[Run, ...]
    look: Look
    top: int
    first_line: int
    last_line: int
    line_left: int
    line_width: int


@dataclass(frozen=True, slots=True)
class Foot:
    """The imprint: its paragraphs, each in a row of its own between lines, standing on the foot of the type area.

    height  that it takes, in twips
    """

    rows: tuple[Placed, ...]
    height: int
    ruled: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """One paragraph with its place.

    runs       a line break is "\\n" inside a run's text
    blank      lines left free above it
    left, right, hanging   indents in twips beside those of its role's look; `hanging` draws the first line out, a
               negative one draws it in
    align      None: as its role's look says
    keep_next  stands on one page with the beginning of what follows
    new_page   begins a page
    landscape  stands on a page that lies on its side, with the table that it belongs to
    above      height in twips left free above it
    look       where it is not its role's
    tabs       tab stops in twips, each with how text stands at it
    rule       a line below it
    special    what no single paragraph can be: a mark of several names, a letter's head, the foot of the last page
    """

    role: Role
    runs: tuple[Run, ...]
    blank: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    align: Align | None = None
    keep_next: bool = False
    new_page: bool = False
    landscape: bool = False
    above: int = 0
    look: Look | None = None
    tabs: tuple[tuple[int, Align], ...] = ()
    rule: Rule | None = None
    special: JointMark | LetterHead | Foot | None = None
