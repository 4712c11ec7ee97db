"""Paragraphs and runs of a document as WordprocessingML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from reportgen.document import Role, Run
from reportgen.gongwen import LOOKS, Look, Placed
from reportgen.word.markup import escape
from reportgen.word.styles import JUSTIFICATION, STYLE_OF, letters

_HINT = '<w:rFonts w:hint="eastAsia"/>'
_BREAKS = re.compile(r"(\r\n|[\n\r\t])")


def paragraph(placed: Placed, section: str = "") -> str:
    """Write one paragraph, and the free lines above it as empty ones, as offices do by hand.

    section  the w:sectPr of the section that ends with this paragraph

    Each Run becomes one w:r, so that the proof sheet can point at the run that prints a fact.
    """
    inside = f"<w:pPr>{_properties(placed)}{section}</w:pPr>{runs_of(placed.runs, placed.role, placed.look)}"
    return f"{spacer(placed.above)}{_free_lines(placed.blank)}<w:p>{inside}</w:p>"


def spacer(height: int) -> str:
    """Write an empty paragraph of this height in twips, "" for none; a frame would let the text flow above it."""
    if not height:
        return ""
    return (
        '<w:p><w:pPr><w:keepNext/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/></w:pPr></w:p>'
    )


@lru_cache(maxsize=8)
def _free_lines(count: int) -> str:
    """A free line belongs to what stands below it, so that a page never ends or begins in between."""
    return count * "<w:p><w:pPr><w:keepNext/></w:pPr></w:p>"


def _properties(placed: Placed) -> str:
    style = f'<w:pStyle w:val="{STYLE_OF[placed.role][0]}"/>'
    keep = "<w:keepNext/>" if placed.keep_next else ""
    align = f'<w:jc w:val="{JUSTIFICATION[placed.align]}"/>' if placed.align else ""
    page = "<w:pageBreakBefore/>" if placed.new_page else ""
    return f"{style}{keep}{page}{_rule(placed)}{_tabs(placed)}{_own_line(placed)}{_indents(placed)}{align}"


def _rule(placed: Placed) -> str:
    rule = placed.rule
    if rule is None:
        return ""
    line = f'w:sz="{round(rule.thickness * 8)}" w:space="{rule.distance}" w:color="{rule.colour}"'
    return f'<w:pBdr><w:bottom w:val="single" {line}/></w:pBdr>'


def _tabs(placed: Placed) -> str:
    stops = "".join(f'<w:tab w:val="{JUSTIFICATION[align]}" w:pos="{at}"/>' for at, align in placed.tabs)
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def _own_line(placed: Placed) -> str:
    """A look that is not the role's has a line height of its own."""
    if placed.look is None or placed.look.line is None:
        return ""
    return f'<w:snapToGrid w:val="0"/><w:spacing w:line="{placed.look.line}" w:lineRule="exact"/>'


def _indents(placed: Placed) -> str:
    """Write the indents in twips; the character counts are 0, since Word would take inherited ones first."""
    if not (placed.left or placed.right or placed.hanging):
        return ""
    return (
        f'<w:ind w:leftChars="0" w:left="{placed.left}" w:rightChars="0" w:right="{placed.right}"'
        + (f' w:firstLineChars="0" w:hanging="{placed.hanging}"' if placed.hanging > 0 else "")
        + (f' w:firstLineChars="0" w:firstLine="{-placed.hanging}"' if placed.hanging < 0 else "")
        + "/>"
    )


def runs_of(runs: Iterable[Run], role: Role, look: Look | None = None) -> str:
    """Write the runs of a paragraph of this role, each as one w:r; `look` where it differs from the role's."""
    return "".join(
        f"<w:r>{_run_properties(one.role or role, role, look, one.bold, one.marked)}{_content(one.text)}</w:r>"
        for one in runs
    )


@lru_cache(maxsize=256)
def _run_properties(own: Role, role: Role, look: Look | None, bold: bool, marked: bool) -> str:
    """Give what differs from the paragraph's style, in the schema's order."""
    if look is None and own is not role:
        look = LOOKS[own]
    inside = letters(look, bold=bold) if look else _HINT + ("<w:b/>" if bold else "")
    highlight = '<w:highlight w:val="yellow"/>' if marked else ""
    return f"<w:rPr>{inside}{highlight}</w:rPr>"


def _content(text: str) -> str:
    """Write text; a line break becomes w:br and a tab w:tab, since XML would make blanks of them."""
    if not _BREAKS.search(text):
        return _text(text)
    pieces = (("<w:tab/>" if piece == "\t" else "<w:br/>") if _BREAKS.fullmatch(piece) else _text(piece)
              for piece in _BREAKS.split(text) if piece)  # fmt: skip
    return "".join(pieces)


def _text(text: str) -> str:
    # Word drops leading, trailing and doubled blanks unless told not to.
    keep = ' xml:space="preserve"' if text != text.strip() or "  " in text else ""
    return f"<w:t{keep}>{escape(text)}</w:t>"
