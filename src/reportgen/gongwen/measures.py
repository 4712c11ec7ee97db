"""The figures of GB/T 9704-2012: page, typefaces, sizes and line pitch, each with its clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from reportgen.document import Align, Role

TWIPS_PER_MM = 56.693

# Type sizes (字号) in half-points, as Word counts them.
SIZES: Mapping[str, int] = MappingProxyType(
    {
        "初号": 84,
        "小初": 72,
        "一号": 52,
        "小一": 48,
        "二号": 44,
        "小二": 36,
        "三号": 32,
        "小三": 30,
        "四号": 28,
        "小四": 24,
        "五号": 21,
        "小五": 18,
    }
)


def twips(millimetres: float) -> int:
    """Give a length in twips (1/20 point), rounded.

    >>> twips(37)
    2098
    """
    return round(millimetres * TWIPS_PER_MM)


def millimetres(length: int) -> float:
    """Give a length of twips in millimetres."""
    return length / TWIPS_PER_MM


class Typeface(Enum):
    """The typefaces that the standard asks for (§5.2.2, §7.2–7.5).

    face        the name written into a document; the Chinese one, since WPS finds fonts by it
    others      names under which the same design is installed elsewhere
    free        free fonts that stand in for it when a page is drawn here, the nearest first
    heavy       the free font must be taken in its bold weight to look like it
    """

    XIAO_BIAO_SONG = (
        "方正小标宋简体",
        ("方正小标宋_GBK", "华文中宋"),
        ("Noto Serif CJK SC", "Source Han Serif SC", "FandolSong"),
        True,
    )
    FANG_SONG = (
        "仿宋_GB2312",
        ("仿宋", "FangSong", "方正仿宋_GBK", "华文仿宋"),
        ("FandolFang", "Noto Serif CJK SC"),
    )
    KAI = (
        "楷体_GB2312",
        ("楷体", "KaiTi", "方正楷体_GBK", "华文楷体"),
        ("FandolKai", "AR PL UKai CN", "AR PL KaitiM GB", "LXGW WenKai", "Noto Serif CJK SC"),
    )
    HEI = (
        "黑体",
        ("SimHei", "方正黑体_GBK", "华文黑体"),
        ("Noto Sans CJK SC", "FandolHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
    )
    SONG = (
        "宋体",
        ("SimSun", "NSimSun", "新宋体", "方正书宋_GBK"),
        ("FandolSong", "Noto Serif CJK SC", "AR PL UMing CN", "AR PL SungtiL GB"),
    )

    def __init__(self, face: str, others: tuple[str, ...], free: tuple[str, ...], heavy: bool = False) -> None:
        self.face = face
        self.others = others
        self.free = free
        self.heavy = heavy


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to bring 22 lines of 28 characters onto the page (§5.2.3); lengths in twips.

    The standard gives the type area and the number of lines, but no line pitch in points: that is practice.
    """

    name: str
    top: int
    bottom: int
    left: int
    right: int
    pitch: int
    footer: int

    @property
    def width(self) -> int:
        """Width of the type area (版心)."""
        return PAGE_WIDTH - self.left - self.right

    @property
    def height(self) -> int:
        """Height of the type area (版心)."""
        return PAGE_HEIGHT - self.top - self.bottom


PAGE_WIDTH = 11906  # §5.1: A4, 210 mm
PAGE_HEIGHT = 16838  # §5.1: A4, 297 mm
LINES_A_PAGE = 22  # §5.2.3
CHARACTERS_A_LINE = 28  # §5.2.3

# §5.2.1: 37 mm above, 28 mm at the binding edge; what remains of 156 × 225 mm lies below and outside.
# 579 is the largest pitch that lets 22 lines stand in 225 mm, and it is the grid's pitch too: where the two
# differ, LibreOffice snaps lines to the grid and Word does not.
# The dash of the page number stands 7 mm below the type area (§7.5), 269 mm from the top of the sheet; with a
# line of 20 pt in the footer that is a footer distance of 1420 (measured in LibreOffice 7.4).
STANDARD = Profile("standard", top=2098, bottom=1984, left=1588, right=1474, pitch=579, footer=1420)
# Margins and pitch chosen so that the ink, and not the line boxes, fills 225 mm (GB/T 33476.2-2016).
COMPENSATED = Profile("compensated", top=1960, bottom=1847, left=1588, right=1474, pitch=592, footer=1420)
PROFILES: Mapping[str, Profile] = MappingProxyType({p.name: p for p in (STANDARD, COMPENSATED)})

# 16 pt characters set 15.75 pt wide: 28 of them are 441 pt, the type area 442.2 pt (§5.2.3).
LETTER_SPACING = -5
# What 空一字 is: one of 28 parts of a line (§3.1, §5.2.3).
FREE_CHARACTER = 316


@dataclass(frozen=True, slots=True)
class Look:
    """How the paragraphs of one role are set.

    size        in half-points
    clause      of GB/T 9704-2012; "实务" where the standard is silent and practice decides
    align       None: justified
    indent      characters left free at the paragraph's beginning
    line        exact line height in twips; None for the profile's pitch
    at_least    `line` is a minimum
    level       outline level of a heading, counted from 1; 0 for none
    colour      as six hexadecimal digits
    stretch     width of its characters in percent; a long mark is set narrower
    """

    typeface: Typeface
    size: int
    clause: str
    align: Align | None = None
    indent: int = 0
    line: int | None = None
    at_least: bool = False
    level: int = 0
    colour: str = "000000"
    stretch: int = 100

    @property
    def spacing(self) -> int:
        """Letter spacing in twips; only size 3 is fitted to the line of 28 characters."""
        return LETTER_SPACING if self.size == SIZES["三号"] else 0

    @property
    def on_grid(self) -> bool:
        """Whether lines stand on the page's grid."""
        return self.line is None


RED = "FF0000"  # §7.2.4, §7.2.7
IMPRINT_LINE = 500  # twips; size 4 with room for the lines of the imprint (§7.4)
_FANG, _KAI, _HEI = Typeface.FANG_SONG, Typeface.KAI, Typeface.HEI
_THREE = SIZES["三号"]

LOOKS: Mapping[Role, Look] = MappingProxyType(
    {
        Role.TITLE: Look(Typeface.XIAO_BIAO_SONG, SIZES["二号"], "7.3.1", Align.CENTER, line=640),
        Role.SUBTITLE: Look(_KAI, _THREE, "实务", Align.CENTER),
        Role.RECIPIENT: Look(_FANG, _THREE, "7.3.2"),
        Role.HEADING_1: Look(_HEI, _THREE, "7.3.3", indent=2, level=1),
        Role.HEADING_2: Look(_KAI, _THREE, "7.3.3", indent=2, level=2),
        Role.HEADING_3: Look(_FANG, _THREE, "7.3.3", indent=2, level=3),
        Role.HEADING_4: Look(_FANG, _THREE, "7.3.3", indent=2, level=4),
        Role.BODY: Look(_FANG, _THREE, "7.3.3", indent=2),
        Role.CAPTION: Look(_HEI, SIZES["四号"], "实务", Align.CENTER),
        Role.UNIT_NOTE: Look(_FANG, SIZES["小四"], "实务", Align.RIGHT, line=400),
        Role.ATTACHMENT_NOTE: Look(_FANG, _THREE, "7.3.4"),
        Role.SIGNATURE: Look(_FANG, _THREE, "7.3.5", Align.RIGHT),
        Role.ISSUE_DATE: Look(_FANG, _THREE, "7.3.5", Align.RIGHT),
        Role.NOTE: Look(_FANG, _THREE, "7.3.6", indent=2),
        Role.ANNEX: Look(_HEI, _THREE, "7.3.7"),
        Role.ANNEX_TITLE: Look(Typeface.XIAO_BIAO_SONG, SIZES["二号"], "7.3.7", Align.CENTER, line=640),
        Role.CELL: Look(_FANG, SIZES["小四"], "8", Align.CENTER, line=300, at_least=True),
        Role.COPY_NO: Look(_FANG, _THREE, "7.2.1"),
        Role.SECRECY: Look(_HEI, _THREE, "7.2.2"),
        Role.URGENCY: Look(_HEI, _THREE, "7.2.3"),
        Role.LETTERHEAD: Look(
            Typeface.XIAO_BIAO_SONG, SIZES["小初"], "7.2.4", Align.CENTER, line=SIZES["小初"] * 11, colour=RED
        ),
        Role.NUMBER: Look(_FANG, _THREE, "7.2.5", Align.CENTER),
        Role.SIGNER: Look(_KAI, _THREE, "7.2.6"),
        Role.ISSUE_NO: Look(_FANG, _THREE, "实务", Align.CENTER),
        Role.EDITOR: Look(_FANG, _THREE, "实务", Align.LEFT),
        Role.PREFACE: Look(_KAI, _THREE, "实务", indent=2),
        Role.SOURCE: Look(_KAI, _THREE, "实务", Align.CENTER),
        Role.BYLINE: Look(_FANG, _THREE, "实务", Align.RIGHT),
        Role.ATTENDANCE: Look(_FANG, _THREE, "10.3"),
        Role.ATTENDANCE_LABEL: Look(_HEI, _THREE, "10.3"),
        Role.IMPRINT: Look(_FANG, SIZES["四号"], "7.4", Align.LEFT, line=IMPRINT_LINE),
        Role.COPIES: Look(_FANG, SIZES["四号"], "实务", Align.LEFT, line=IMPRINT_LINE),
    }
)
# Practice sets the head of a table in 黑体 and the table in 四号 to 小四; smaller only where it must.
TABLE_HEAD = Look(_HEI, SIZES["小四"], "8", Align.CENTER, line=300, at_least=True)
TABLE_SIZES = (SIZES["四号"], SIZES["小四"], SIZES["五号"], SIZES["小五"])
# §7.5: size 4, 宋体, Arabic digits between two dashes; one character free on the outer side.
PAGE_NUMBER = Look(Typeface.SONG, SIZES["四号"], "7.5", line=400)
PAGE_NUMBER_DASH = "—"
