"""What no plain paragraph can be, as WordprocessingML: a joint mark, a letter's head, the foot of the last page."""

from __future__ import annotations

from typing import assert_never

from reportgen.document import Role
from reportgen.gongwen import RED, Foot, JointMark, LetterHead, Look, Placed, Profile
from reportgen.word.paragraphs import paragraph, runs_of, spacer
from reportgen.word.styles import STYLE_OF

_EMU = 635  # a twip
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_THICK, _THIN, _GAP = 30, 10, 20  # twips: the two red lines of a letter and what lies between (practice)
_TINY = '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_FIRST_SHAPE = 201
_IMPRINT_THICK, _IMPRINT_THIN = 8, 6  # §7.4.1: 0.35 mm and 0.25 mm, in eighths of a point


def special_paragraphs(placed: Placed, profile: Profile, section: str = "") -> str:
    """Write what stands for `placed.special`; `section` is the w:sectPr of the section that ends with it."""
    match placed.special:
        case JointMark() as mark:
            return spacer(placed.above) + _joint(mark) + _TINY.replace("</w:pPr>", f"{section}</w:pPr>")
        case LetterHead() as head:
            shapes = _letter_shapes(head, profile)
            return _carrier(placed.above, shapes, section, keep=True)
        case Foot() as foot:
            # The paragraph that carries the box is as high as the box: where it finds room, so does the box on the
            # foot of that page, and nothing has to flow around it.
            return _carrier(foot.height, _foot(foot, profile), section)
        case None:
            return paragraph(placed, section)
        case _:
            assert_never(placed.special)


def _carrier(height: int, shapes: str, section: str, *, keep: bool = False) -> str:
    keep_next = "<w:keepNext/>" if keep else ""
    return (
        f'<w:p><w:pPr>{keep_next}<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{height}" '
        f'w:lineRule="exact"/>{section}</w:pPr>{shapes}</w:p>'
    )


def _joint(mark: JointMark) -> str:
    """A table without lines: the names each in a row, stretched to one width, the word beside all of them."""
    rows = []
    for at, name in enumerate(mark.names):
        merge = '<w:vMerge w:val="restart"/>' if at == 0 else "<w:vMerge/>"
        word = _cell_paragraph(runs_of(mark.word, Role.LETTERHEAD, mark.word_look), mark.word_look, "center")
        rows.append(
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            f'<w:tc><w:tcPr><w:tcW w:w="{mark.names_width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{_cell_paragraph(runs_of(name, Role.LETTERHEAD, mark.look), mark.look, 'distribute')}</w:tc>"
            f'<w:tc><w:tcPr><w:tcW w:w="{mark.word_width}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>'
            f"{word if at == 0 else _cell_paragraph('', mark.look, 'center')}</w:tc></w:tr>"
        )
    return _plain_table((mark.names_width, mark.word_width), "".join(rows))


def _cell_paragraph(runs: str, look: Look, align: str) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{STYLE_OF[Role.LETTERHEAD][0]}"/><w:keepNext/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{look.line}" w:lineRule="exact"/><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'
    )


def _plain_table(widths: tuple[int, ...], rows: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _letter_shapes(head: LetterHead, profile: Profile) -> str:
    """The mark and four red bars, all held by the edges of the sheet; thick above thin, at the foot thin above."""
    look = head.look
    mark = paragraph(Placed(Role.LETTERHEAD, head.mark, look=look))
    box = _box(mark, "t")
    shapes = [_anchor(box, 0, ("page", profile.left), ("page", head.top), (profile.width, look.line or 0))]
    bars = (
        (head.first_line, _THICK),
        (head.first_line + _THICK + _GAP, _THIN),
        (head.last_line - _THICK - _GAP - _THIN, _THIN),
        (head.last_line - _THICK, _THICK),
    )
    for number, (top, height) in enumerate(bars, start=1):
        shapes.append(_anchor(_bar(), number, ("page", head.line_left), ("page", top), (head.line_width, height)))
    return "".join(shapes)


def _foot(foot: Foot, profile: Profile) -> str:
    rows = []
    for at, row in enumerate(foot.rows):
        edges = ""
        if foot.ruled:
            top = _IMPRINT_THICK if at == 0 else _IMPRINT_THIN
            last = at == len(foot.rows) - 1
            edges = (
                f'<w:top w:val="single" w:sz="{top}" w:space="0" w:color="000000"/>'
                f'<w:bottom w:val="single" w:sz="{_IMPRINT_THICK if last else _IMPRINT_THIN}" '
                f'w:space="0" w:color="000000"/>'
            )
            edges = f"<w:tcBorders>{edges}</w:tcBorders>"
        rows.append(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>"
            f'<w:tcW w:w="{profile.width}" w:type="dxa"/>{edges}</w:tcPr>{paragraph(row)}</w:tc></w:tr>'
        )
    box = _box(_plain_table((profile.width,), "".join(rows)) + _TINY, "b")
    return _anchor(box, 9, ("margin", "center"), ("margin", "bottom"), (profile.width, foot.height))


def _box(inside: str, anchor: str) -> tuple[str, str]:
    """A text box without margins or border: what it holds, and how it stands in the box."""
    content = (
        f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        "<a:noAutofit/></wps:bodyPr>"
    )
    return '<wps:cNvSpPr txBox="1"/>', f"<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>{content}"


def _bar() -> tuple[str, str]:
    fill = f'<a:solidFill><a:srgbClr val="{RED}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/>'
    return "<wps:cNvSpPr/>", fill


def _anchor(
    shape: tuple[str, str],
    number: int,
    across: tuple[str, str | int],
    down: tuple[str, str | int],
    size: tuple[int, int],
) -> str:
    """Anchor a shape to the page; lengths in twips."""
    kind, inside = shape
    extent = f'cx="{size[0] * _EMU}" cy="{size[1] * _EMU}"'
    body = (
        f'<wps:wsp>{kind}<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{inside}</wps:wsp>'
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number + 2}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="{across[0]}">{_position(across[1])}</wp:positionH>'
        f'<wp:positionV relativeFrom="{down[0]}">{_position(down[1])}</wp:positionV><wp:extent {extent}/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{_FIRST_SHAPE + number}" name="版式{number + 1}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}">{body}</a:graphicData></a:graphic></wp:anchor>'
    )
    spaces = (
        f'xmlns:mc="{_CHOICE}" xmlns:wps="{_SHAPE}" xmlns:a="{_DRAWING}/main" '
        f'xmlns:wp="{_DRAWING}/wordprocessingDrawing"'
    )
    return (
        f'<w:r><mc:AlternateContent {spaces}><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice>'
        "</mc:AlternateContent></w:r>"
    )


def _position(where: str | int) -> str:
    if isinstance(where, int):
        return f"<wp:posOffset>{where * _EMU}</wp:posOffset>"
    return f"<wp:align>{where}</wp:align>"
