"""The sections of a .docx: upright pages, pages that lie on their side (§8), and the page numbers of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.document import Table
from reportgen.gongwen import PAGE_HEIGHT, PAGE_NUMBER, PAGE_NUMBER_DASH, PAGE_WIDTH, Placed, Profile, character_width
from reportgen.word.markup import HEAD, R, W
from reportgen.word.styles import fonts

ODD_FOOTER, EVEN_FOOTER, SIDE_ODD_FOOTER, SIDE_EVEN_FOOTER = "rId4", "rId5", "rId6", "rId7"
_EMU = 635  # a twip
_SIDE_FOOTER = 567  # 10 mm: the paragraph that anchors the number stays clear of the table
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def parted(items: Iterable[Placed | Table]) -> Iterator[tuple[bool, list[Placed | Table]]]:
    """Part what is placed into sections: whether its pages lie on their side, and what stands on them."""
    section: list[Placed | Table] = []
    on_side = False
    for item in items:
        if section and bool(item.landscape) is not on_side:
            yield on_side, section
            section = []
        on_side = bool(item.landscape)
        section.append(item)
    yield on_side, section


def side_width(profile: Profile) -> int:
    """Width of the type area of a page that lies on its side: the height of the upright one."""
    return profile.height


def section_properties(profile: Profile, *, on_side: bool = False, numberless: bool = False) -> str:
    """Set the page (§5.1, §5.2.1), its two footers, and a grid of the line pitch (§5.2.3).

    A page on its side is the upright one turned, the heads of its tables at the left edge of the sheet (§8): its
    margins are those of the upright page, turned too.
    """
    odd, even = (SIDE_ODD_FOOTER, SIDE_EVEN_FOOTER) if on_side else (ODD_FOOTER, EVEN_FOOTER)
    size = f'w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"'
    margins = (profile.top, profile.right, profile.bottom, profile.left)
    footer = profile.footer
    if on_side:
        size = f'w:w="{PAGE_HEIGHT}" w:h="{PAGE_WIDTH}" w:orient="landscape"'
        margins = (profile.left, profile.top, profile.right, profile.bottom)
        footer = _SIDE_FOOTER
    top, right, bottom, left = margins
    title_page = "<w:titlePg/>" if numberless else ""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{odd}"/>'
        f'<w:footerReference w:type="even" r:id="{even}"/><w:pgSz {size}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{footer}" w:gutter="0"/>'
        f'{title_page}<w:docGrid w:type="lines" w:linePitch="{profile.pitch}"/></w:sectPr>'
    )


def footer_part(side: str) -> bytes:
    """Write the footer of upright pages."""
    return f'{HEAD}<w:ftr xmlns:w="{W}">{_page_number(side)}</w:ftr>'.encode()


def side_footer_part(side: str, profile: Profile) -> bytes:
    """Write the footer of pages on their side: the number stands where it does on the other pages (§8).

    Bound with them, such a page is turned a quarter to the left: its left edge is the foot of the sheet. So the number
    runs from top to bottom, in the first line of a box that reaches from the sheet's left edge as far as the line of
    the upright footer does from its foot. The box begins in the corner of the page: LibreOffice 7.4 forgets any other
    offset where the first page on its side is an even one.
    """
    width, height = (profile.footer + (PAGE_NUMBER.line or 0)) * _EMU, PAGE_WIDTH * _EMU
    margin = profile.right if side == "right" else profile.left
    number = 101 if side == "right" else 102
    box = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{_page_number(side, margin)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp>"
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapNone/><wp:docPr id="{number}" name="页码"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}">{box}</a:graphicData></a:graphic></wp:anchor>'
    )
    spaces = (
        f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{_CHOICE}" xmlns:wps="{_SHAPE}" xmlns:a="{_DRAWING}/main" '
        f'xmlns:wp="{_DRAWING}/wordprocessingDrawing"'
    )
    return (
        f'{HEAD}<w:ftr {spaces}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice></mc:AlternateContent></w:r>'
        "</w:p></w:ftr>"
    ).encode()


def _page_number(side: str, margin: int = 0) -> str:
    """Set the page number between dashes, one character in from the outer side of the type area (§7.5)."""
    look = f"<w:rPr>{fonts(PAGE_NUMBER.typeface)}</w:rPr>"
    one = character_width(PAGE_NUMBER)
    # The count of characters comes before the twips, where both are there.
    indent = f'w:{side}="{margin + one}"' if margin else f'w:{side}Chars="100" w:{side}="{one}"'

    def run(inside: str) -> str:
        return f"<w:r>{look}{inside}</w:r>"

    return (
        '<w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind {indent}/><w:jc w:val="{side}"/></w:pPr>'
        + run(f'<w:t xml:space="preserve">{PAGE_NUMBER_DASH} </w:t>')
        + run('<w:fldChar w:fldCharType="begin"/>')
        + run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>1</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
        + run(f'<w:t xml:space="preserve"> {PAGE_NUMBER_DASH}</w:t>')
        + "</w:p>"
    )
