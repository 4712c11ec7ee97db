"""The styles of our documents: each role of `gongwen.LOOKS` as a Word style, in the order that the schema asks for."""

from __future__ import annotations

from functools import lru_cache

from reportgen.document import Align, Role
from reportgen.gongwen import LOOKS, PAGE_NUMBER, SIZES, Look, Profile, Typeface
from reportgen.word.markup import HEAD, W

# Style id and the name that Word shows; Word translates the English names of its own styles.
STYLE_OF: dict[Role, tuple[str, str]] = {
    Role.TITLE: ("Title", "Title"),
    Role.SUBTITLE: ("Subtitle", "Subtitle"),
    Role.RECIPIENT: ("Recipient", "主送机关"),
    Role.HEADING_1: ("Heading1", "heading 1"),
    Role.HEADING_2: ("Heading2", "heading 2"),
    Role.HEADING_3: ("Heading3", "heading 3"),
    Role.HEADING_4: ("Heading4", "heading 4"),
    Role.BODY: ("BodyText", "Body Text"),
    Role.CAPTION: ("Caption", "caption"),
    Role.UNIT_NOTE: ("UnitNote", "单位行"),
    Role.ATTACHMENT_NOTE: ("AttachmentNote", "附件说明"),
    Role.SIGNATURE: ("IssuingAuthority", "发文机关署名"),
    Role.ISSUE_DATE: ("IssueDate", "成文日期"),
    Role.NOTE: ("SupplementaryNote", "附注"),
    Role.ANNEX: ("Annex", "附件"),
    Role.ANNEX_TITLE: ("AnnexTitle", "附件标题"),
    Role.CELL: ("TableText", "表格文字"),
    Role.COPY_NO: ("CopyNumber", "份号"),
    Role.SECRECY: ("Secrecy", "密级"),
    Role.URGENCY: ("Urgency", "紧急程度"),
    Role.LETTERHEAD: ("Letterhead", "发文机关标志"),
    Role.NUMBER: ("DocumentNumber", "发文字号"),
    Role.SIGNER: ("Signatory", "签发人"),
    Role.ISSUE_NO: ("IssueNumber", "期号"),
    Role.EDITOR: ("Editor", "编发单位"),
    Role.PREFACE: ("Preface", "按语"),
    Role.SOURCE: ("Source", "来源"),
    Role.BYLINE: ("Byline", "供稿"),
    Role.ATTENDANCE: ("Attendance", "与会人员"),
    Role.ATTENDANCE_LABEL: ("AttendanceLabel", "与会人员标签"),
    Role.IMPRINT: ("Imprint", "版记"),
    Role.COPIES: ("Copies", "印数"),
}
JUSTIFICATION = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", None: "both"}
_BUILT_IN = {"Title", "Subtitle", "Heading1", "Heading2", "Heading3", "Heading4", "BodyText", "Caption"}


def fonts(typeface: Typeface) -> str:
    """Name one typeface for all scripts.

    hint: Word sets quotation marks, dashes and dots as Western (narrow) ones without it. It is read from
    runs, so every run of ours says it again.
    """
    face = typeface.face
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def letters(look: Look, *, bold: bool = False) -> str:
    """Give the character properties of a look."""
    weight = "<w:b/>" if bold else '<w:b w:val="0"/>'
    spacing = f'<w:spacing w:val="{look.spacing}"/>'
    stretch = "" if look.stretch == 100 else f'<w:w w:val="{look.stretch}"/>'
    size = f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>'
    return f'{fonts(look.typeface)}{weight}<w:color w:val="{look.colour}"/>{spacing}{stretch}{size}'


def _lines(look: Look, profile: Profile) -> str:
    rule = "atLeast" if look.at_least else "exact"
    line = look.line or profile.pitch
    return f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="{rule}"/>'


def _indent(look: Look) -> str:
    """Indent the first line twice over: Word and WPS take the characters, LibreOffice knows only the twips."""
    width = look.indent * look.size * 10
    return f'<w:ind w:firstLineChars="{look.indent * 100}" w:firstLine="{width}"/>'


def paragraph_properties(look: Look, profile: Profile) -> str:
    """Give the paragraph properties of a look."""
    snap = "" if look.on_grid else '<w:snapToGrid w:val="0"/>'
    level = f'<w:outlineLvl w:val="{look.level - 1}"/>' if look.level else ""
    return f'{snap}{_lines(look, profile)}{_indent(look)}<w:jc w:val="{JUSTIFICATION[look.align]}"/>{level}'


def _style(style_id: str, name: str, look: Look, profile: Profile) -> str:
    custom = "" if style_id in _BUILT_IN else ' w:customStyle="1"'
    following = '<w:next w:val="BodyText"/>' if look.level or style_id == "Title" else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{following}<w:qFormat/>'
        f"<w:pPr>{paragraph_properties(look, profile)}</w:pPr><w:rPr>{letters(look)}</w:rPr></w:style>"
    )


# widowControl off: it would move lines to the next page and leave fewer than 22 on this one (§5.2.3).
# autoSpace off: Word would put a quarter of a character between Chinese and digits, and a line would hold no
# 28 characters, nor would the date stand where its width says.
# overflowPunct written out: it is Word's default, but without it LibreOffice 7.4 lets a mark hang over the line's end
# and, where the line breaks in a run that follows another one, does not draw it at all (52091吨、 became 52091吨).
_NORMAL_PARAGRAPH = (
    '<w:widowControl w:val="0"/><w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
)
_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


@lru_cache(maxsize=8)
def styles_part(profile: Profile) -> bytes:
    """Write word/styles.xml."""
    normal = LOOKS[Role.RECIPIENT]  # 3号仿宋 without indent is what everything starts from (§5.2.2)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(normal.typeface)}"
        f'<w:sz w:val="{SIZES["三号"]}"/><w:szCs w:val="{SIZES["三号"]}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    base = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{_NORMAL_PARAGRAPH}{_lines(normal, profile)}"
        f'<w:jc w:val="both"/></w:pPr><w:rPr>{letters(normal)}</w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    roles = "".join(_style(*STYLE_OF[role], look, profile) for role, look in LOOKS.items())
    footer = (
        '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{paragraph_properties(PAGE_NUMBER, profile)}</w:pPr><w:rPr>{letters(PAGE_NUMBER)}</w:rPr></w:style>"
    )
    return f'{HEAD}<w:styles xmlns:w="{W}">{defaults}{base}{_TABLE_NORMAL}{roles}{footer}</w:styles>'.encode()
