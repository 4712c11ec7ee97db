"""Where the elements above the title and at the foot of the last page stand (§7.2, §7.4, §10), form by form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.document import Align, Imprint, Layout, Masthead, Paragraph, Role, Run, imprint_lines, masthead_lines
from reportgen.gongwen.measures import (
    FREE_CHARACTER,
    IMPRINT_LINE,
    LOOKS,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RED,
    SIZES,
    STANDARD,
    Look,
    Profile,
    twips,
)
from reportgen.gongwen.placed import Foot, JointMark, LetterHead, Placed, Rule
from reportgen.gongwen.titles import broken
from reportgen.gongwen.widths import set_width

_MARK_TOP = twips(35)  # §7.2.4, §10.3: below the upper edge of the type area
_LETTER_TOP = twips(30)  # §10.1: below the edge of the sheet
_LETTER_RULE = twips(170)  # §10.1
_LETTER_FOOT = twips(20)  # §10.1
_FOUR_MM = twips(4)  # §7.2.7, §10.1
_SEVEN_EIGHTHS = 280  # of the height of size 3, in twips (§10.1)
# The line stands 4 mm below the number; with 8 points LibreOffice 7.4 draws it at 3.9 mm. Its thickness is practice.
_RED_LINE = Rule(1, 8, RED)
_BRIEF_TOP = twips(10)  # practice
# Practice sets the mark in 初号 or smaller; one that is still too long is set narrower, then in two lines.
_MARK_SIZES = (84, SIZES["小初"], 64, 60, 56, SIZES["一号"])
_LEAST_STRETCH = 66
_TOPS = (Role.COPY_NO, Role.SECRECY, Role.URGENCY)
_IMPRINT_EDGE = 60  # what the lines of an imprint add to its height, in twips


def placed_masthead(head: Masthead, profile: Profile = STANDARD) -> Iterator[Placed]:
    """Give the elements above the title their places; the last one carries the red line."""
    if head.layout is Layout.LETTER:
        yield from _letter(head, profile)
        return
    lines = list(masthead_lines(head))
    used = 0
    for line in lines:
        if line.role in _TOPS:
            # §7.2.2: the secrecy stands in the second line, with or without a copy number above it.
            blank = 1 if line.role is Role.SECRECY and not head.copy_no else 0
            used += blank + 1
            yield Placed(line.role, line.runs, blank=blank, keep_next=True)
    top = _BRIEF_TOP if head.layout is Layout.BRIEF else _MARK_TOP
    above = max(0, STANDARD.top + top - profile.top - used * profile.pitch)
    yield from _mark(head, above, profile)
    below = [_below_mark(line, head, profile) for line in lines if line.role not in (*_TOPS, Role.LETTERHEAD)]
    for at, item in enumerate(below):
        last = at == len(below) - 1
        yield replace(item, blank=_blank(head) if at == 0 else item.blank, rule=_RED_LINE if last else None)


def _blank(head: Masthead) -> int:
    """Two lines stay free below the mark (§7.2.5); a brief is closer by practice."""
    return 1 if head.layout is Layout.BRIEF else 2


def _below_mark(line: Paragraph, head: Masthead, profile: Profile) -> Placed:
    # The free character is an indent of the first line: one of the paragraph would shorten the red line too.
    one = FREE_CHARACTER
    if line.role is Role.EDITOR:
        return Placed(line.role, line.runs, hanging=-one, tabs=((profile.width - one, Align.RIGHT),), keep_next=True)
    if line.role is Role.NUMBER and head.signers:
        rows = [row for row in masthead_lines(head) if row.role is Role.NUMBER]
        widest = max(set_width(row.text.partition("\t")[2], LOOKS[Role.NUMBER]) for row in rows)
        tabs = ((max(one, profile.width - one - widest), Align.LEFT),)
        return Placed(line.role, line.runs, hanging=-one, tabs=tabs, align=Align.LEFT, keep_next=True)
    return Placed(line.role, line.runs, keep_next=True)


def _mark(head: Masthead, above: int, profile: Profile) -> Iterator[Placed]:
    if len(head.names) > 1 and head.word:
        joint = _joint(head, profile)
        # The lines of a joint mark are a little higher than their type, and what they have more stands above it.
        yield Placed(Role.LETTERHEAD, (), above=max(0, above - joint.look.size), keep_next=True, special=joint)
        return
    for at, runs in enumerate((*head.names, *([head.word] if head.word else ()))):
        look = mark_look(_text(runs), profile.width)
        set_runs = (
            runs
            if set_width(_text(runs), look) * look.stretch // 100 <= profile.width
            else _two_lines(runs, look, profile.width)
        )
        yield Placed(Role.LETTERHEAD, set_runs, above=0 if at else above, look=look, keep_next=True)


def _two_lines(runs: tuple[Run, ...], look: Look, width: int) -> tuple[Run, ...]:
    return broken(runs, width * 100 // look.stretch, look)


def mark_look(text: str, width: int) -> Look:
    """Set a mark in the largest type in which it fits the width, else narrower."""
    base = LOOKS[Role.LETTERHEAD]
    for size in _MARK_SIZES:
        look = replace(base, size=size, line=size * 11)
        if set_width(text, look) <= width:
            return look
    stretch = max(_LEAST_STRETCH, width * 100 // max(1, set_width(text, look)))
    return replace(look, stretch=stretch)


def _joint(head: Masthead, profile: Profile) -> JointMark:
    """Fit names, one above the other, and the word beside them into the width (§7.2.4)."""
    names = [_text(name) for name in head.names]
    word = _text(head.word)
    for size in _MARK_SIZES:
        look = replace(LOOKS[Role.LETTERHEAD], size=size, line=size * 12)
        word_look = replace(look, size=min(84, size * 5 // 4), line=min(84, size * 5 // 4) * 11)
        widest = max(set_width(name, look) for name in names)
        beside = set_width(word, word_look) + FREE_CHARACTER
        if widest + beside <= profile.width:
            break
    else:
        stretch = max(_LEAST_STRETCH, (profile.width - beside) * 100 // widest)
        look = replace(look, stretch=stretch)
        widest = min(widest * stretch // 100 + 20, profile.width - beside)
    return JointMark(head.names, head.word, look, word_look, widest + 40, beside)


def _letter(head: Masthead, profile: Profile) -> Iterator[Placed]:
    """Measure a letter's head from the edge of the sheet; the text begins below it (§10.1)."""
    mark = head.names[0] if head.names else ()
    look = mark_look(_text(mark), profile.width)
    bottom = _LETTER_TOP + look.size * 10
    first_line = bottom + _FOUR_MM
    letterhead = LetterHead(
        mark=mark,
        look=look,
        top=_LETTER_TOP,
        first_line=first_line,
        last_line=PAGE_HEIGHT - _LETTER_FOOT,
        line_left=(PAGE_WIDTH - _LETTER_RULE) // 2,
        line_width=_LETTER_RULE,
    )
    # A line's ink begins a good way below the top of its line of 579.
    slack = (profile.pitch - 320) // 2
    yield Placed(
        Role.LETTERHEAD, (), above=max(20, first_line + _SEVEN_EIGHTHS - slack - profile.top),
        keep_next=True, special=letterhead,
    )  # fmt: skip
    for line in masthead_lines(head):
        if line.role is not Role.LETTERHEAD:
            tabs = ((profile.width, Align.RIGHT),) if line.role is Role.NUMBER else ()
            yield Placed(line.role, line.runs, tabs=tabs, align=Align.LEFT, keep_next=True)


def placed_imprint(imprint: Imprint, profile: Profile = STANDARD) -> Iterator[Placed]:
    """Set the imprint on the foot of the type area of the last page, one character free on either side (§7.4)."""
    look = LOOKS[Role.IMPRINT]
    one = look.size * 10
    rows: list[Placed] = []
    lines = 0
    for line in imprint_lines(imprint):
        if "\t" in line.text:
            tabs = ((profile.width - one, Align.RIGHT),)
            rows.append(Placed(line.role, line.runs, left=one, right=one, tabs=tabs))
            lines += 1
            continue
        hanging = set_width(line.runs[0].text, look)
        rows.append(Placed(line.role, line.runs, left=one + hanging, right=one, hanging=hanging))
        # A character less than fits: what is reckoned too low would push the box into the text.
        room = profile.width - 3 * one - hanging
        lines += max(1, -(-set_width(line.text[len(line.runs[0].text) :], look) // room))
    if rows:
        height = lines * IMPRINT_LINE + _IMPRINT_EDGE
        yield Placed(Role.IMPRINT, (), special=Foot(tuple(rows), height, imprint.ruled))


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
