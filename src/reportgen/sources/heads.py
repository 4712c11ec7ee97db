"""Which rows of a worksheet are its heading, and which column a field stands in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportgen.place import address
from reportgen.quantity.units import Unit, UnitError, parse_unit
from reportgen.sources.grid import Grid
from reportgen.sources.workbook import Kind, Workbook
from reportgen.spec.model import FieldSpec

_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_IN_BRACKETS = re.compile(r"(.+?)[(\[【〔]([^()\[\]【】〔〕]+)[)\]】〕]")
_UNIT_WORD = re.compile(r"(?:计量)?单位[:为]?")
_AMONG = re.compile(r"其中[:,、]?(?=.)")
_UNIT_NOTE = re.compile(r"(?:金额|计量|数量)?单位[:](?P<units>[^:]{1,30})")
_UNIT_ROW_TITLES = ("单位", "计量单位", "内容", "项目", "指标")
"""What stands in the corner where a second heading row or column begins."""
# Where no township is called 乡, the column is headed 镇（街道、中心）; what stands in brackets does not matter.
_TOWNSHIPS = ("镇", "乡")
_PLACE_WORDS = ("乡", "镇", "村", "社区")
_LOOKED_AT, _DEEPEST = 60, 3


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Give a heading as it is compared: NFKC, without any blanks or line breaks.

    >>> folded("监测 对象\\n（户）")
    '监测对象(户)'
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def taken_apart(text: str) -> tuple[str, str]:
    """Take a unit in brackets off a folded heading: (base, unit); unit "" where there is none.

    >>> taken_apart("监测对象(户)"), taken_apart("资金总额(含结转)")
    (('监测对象', '户'), ('资金总额(含结转)', ''))
    """
    match = _IN_BRACKETS.fullmatch(text)
    if match is None:
        return text, ""
    word = _UNIT_WORD.sub("", match[2])
    return (match[1], word) if known_unit(word) else (text, "")


@lru_cache(maxsize=4096)
def known_unit(word: str) -> Unit | None:
    """Read a word as a unit; None where it is not one that everybody knows."""
    try:
        unit = parse_unit(word)
    except UnitError:
        return None
    return unit if unit.known and unit.symbol else None


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one column.

    parts  one text for each heading row that has one, folded, groups above first
    typed  the same as the user wrote them, joined with "/"
    row    worksheet row (counted from 1) of the lowest text, for messages
    """

    letter: str
    parts: tuple[str, ...]
    typed: str
    row: int

    @property
    def cell(self) -> str:
        """The cell to look at."""
        return address(self.letter, self.row)


@dataclass(frozen=True, slots=True)
class Match:
    """A field's column: how well the heading fits, and the unit that it states ("" for none)."""

    heading: Heading
    strength: int
    unit: str


@dataclass(frozen=True, slots=True)
class Head:
    """The heading rows of a table and what was found in them.

    rows     worksheet rows, counted from 1
    matches  field name → its column
    doubled  field name → the headings that fit equally well
    unused   headings that no field claims
    note     units that stand above the table (“单位：万元”)
    """

    rows: tuple[int, ...]
    headings: tuple[Heading, ...]
    matches: Mapping[str, Match]
    doubled: Mapping[str, tuple[Heading, ...]]
    unused: tuple[Heading, ...]
    note: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        """The heading as a range of cells: "A3:H4"."""
        letters = [heading.letter for heading in self.headings] or ["A"]
        first, last = address(letters[0], self.rows[0]), address(letters[-1], self.rows[-1])
        return first if first == last else f"{first}:{last}"


# How well a heading fits; a heading whose unit contradicts the field is only taken where there is no other.
_EXACT, _BASE, _CONVERTED, _CONTRADICTS = 20, 16, 14, 4
_LOWEST_PART_ONLY = 7


class HeadFinder:
    """Finds the heading of a table in a worksheet."""

    def __init__(
        self,
        workbook: Workbook,
        grid: Grid,
        fields: Sequence[FieldSpec],
        columns: Mapping[str, str],
        anchors: Iterable[str],
    ) -> None:
        """`columns` gives other headings for some fields; `anchors` are the fields of which one must be there."""
        self._workbook = workbook
        self._grid = grid
        self._fields = tuple(fields)
        self._anchors = frozenset(anchors)
        self._wanted = {field.name: _wanted(field, columns.get(field.name)) for field in fields}
        wants = [want for some in self._wanted.values() for want in some]
        self._bases = {text for want in wants for text in (want.text, want.base, *want.text.split("/"))}
        self._cover = _merged_cells(grid)

    def given(self, rows: Sequence[int]) -> Head:
        """The heading in the rows that the user named."""
        return self._head(tuple(sorted(rows)))

    def find(self) -> Head | None:
        """The first rows that hold the headings; None where there are none."""
        best: tuple[int, int, int] | None = None
        head: Head | None = None
        for index in range(min(len(self._grid.rows), _LOOKED_AT)):
            if not self._speaks(index):
                continue
            for first in range(max(0, index - _DEEPEST + 1), index + 1):
                for last in range(index, min(first + _DEEPEST, len(self._grid.rows))):
                    rows = self._grid.rows[first : last + 1]
                    if rows[-1] - rows[0] >= _DEEPEST:
                        continue
                    found = self._head(rows)
                    score = sum(match.strength for match in found.matches.values())
                    if (rank := (score, -len(rows), first)) > (best or (0, 0, 0)):
                        best, head = rank, found
            if head and self._anchors & set(head.matches) and set(head.matches) - self._anchors:
                break
        return self._with_unit_row(head) if head else None

    def _speaks(self, index: int) -> bool:
        """Whether a row has a text that is a heading by itself: a quick look before the thorough one."""
        for letter in self._grid.letters:
            text = self._text(letter, index)
            if text and not self._bases.isdisjoint((text, taken_apart(text)[0], _without_brackets(text))):
                return True
        return False

    def _head(self, rows: tuple[int, ...]) -> Head:
        headings = self._headings(rows)
        matches, doubled = self._assigned(headings)
        used = {match.heading.letter for match in matches.values()}
        unused = tuple(heading for heading in headings if heading.letter not in used)
        return Head(rows, headings, matches, doubled, unused, self._unit_note(rows[0]))

    def _with_unit_row(self, head: Head) -> Head:
        """Take a row of bare units below the heading (户 | 人 | 万元) for a part of it."""
        below = head.rows[-1] + 1
        index = self._grid.index_of(below)
        if index is None or len(head.rows) >= _DEEPEST:
            return head
        letters = [match.heading.letter for match in head.matches.values()]
        if any(self._grid.raw(letter, index)[1] and not self._text(letter, index) for letter in letters):
            return head
        texts = {name: self._text(match.heading.letter, index) for name, match in head.matches.items()}
        spoken = [text for name, text in texts.items() if text and name not in self._anchors]
        silent = all(texts[name] in ("", *_UNIT_ROW_TITLES) for name in self._anchors if name in texts)
        if spoken and silent and all(known_unit(text) for text in spoken):
            return self._head((*head.rows, below))
        return head

    def _headings(self, rows: Sequence[int]) -> tuple[Heading, ...]:
        found = []
        for letter in self._letters_with_merges(rows):
            typed: list[tuple[str, int]] = []
            for row in rows:
                text = self._raw_text(letter, row)
                if text and (not typed or folded(typed[-1][0]) != folded(text)):
                    typed.append((text, row))
            if typed:
                parts = tuple(folded(text) for text, _ in typed)
                shown = "/".join(_BLANKS.sub("", text) for text, _ in typed)
                found.append(Heading(letter, parts, shown, typed[-1][1]))
        return tuple(found)

    def _letters_with_merges(self, rows: Sequence[int]) -> list[str]:
        letters = {*self._grid.letters, *(letter for letter, row in self._cover if row in rows)}
        return sorted(letters, key=lambda letter: (len(letter), letter))

    def _raw_text(self, letter: str, row: int) -> str:
        letter, row = self._cover.get((letter, row), (letter, row))
        index = self._grid.index_of(row)
        if index is None:
            return ""
        cell = self._workbook.cell(*self._grid.raw(letter, index))
        return cell.text.strip() if cell.kind in (Kind.TEXT, Kind.NUMBER) and folded(cell.text) else ""

    def _text(self, letter: str, index: int) -> str:
        mark, text = self._grid.raw(letter, index)
        if not mark or self._workbook.mark(mark).type not in ("s", "str", "inlineStr"):
            return ""
        return folded(self._workbook.cell(mark, text).text)

    def _assigned(self, headings: Iterable[Heading]) -> tuple[dict[str, Match], dict[str, tuple[Heading, ...]]]:
        """Give each field the heading that fits it best; strong claims go first."""
        claims: list[tuple[int, int, Match]] = []
        by_base = _by_base(headings)
        for order, field in enumerate(self._fields):
            wants = self._wanted[field.name]
            near = {heading.letter: heading for want in wants for heading in by_base.get(want.base, ())}
            near.update({heading.letter: heading for want in wants for heading in by_base.get(want.text, ())})
            for heading in near.values():
                fits = [match for want in wants if (match := _fit(heading, want, field))]
                if fits:
                    claims.append((-max(fit.strength for fit in fits), order, max(fits, key=lambda m: m.strength)))
        claims.sort(key=lambda claim: (claim[0], claim[1]))
        matches: dict[str, Match] = {}
        doubled: dict[str, tuple[Heading, ...]] = {}
        taken: set[str] = set()
        for _, order, match in claims:
            name, letter = self._fields[order].name, match.heading.letter
            if name in matches:
                if matches[name].strength == match.strength and letter not in taken:
                    doubled[name] = (*doubled.get(name, (matches[name].heading,)), match.heading)
            elif letter not in taken:
                matches[name] = match
                taken.add(letter)
        return matches, doubled

    def _unit_note(self, row: int) -> tuple[str, ...]:
        """The units told above the heading, right beside the title: 单位：户、人、万元."""
        for above in range(max(1, row - 3), row):
            index = self._grid.index_of(above)
            for letter in self._grid.letters if index is not None else ():
                match = _UNIT_NOTE.search(self._text(letter, index or 0))
                if match:
                    words = re.split(r"[、,，/;；()]", match["units"])
                    return tuple(word for word in words if known_unit(word))
        return ()


@dataclass(frozen=True, slots=True)
class _Want:
    """One way in which a field's heading may be written, folded."""

    text: str
    base: str
    unit: str


def _wanted(field: FieldSpec, column: str | None) -> tuple[_Want, ...]:
    names = (column,) if column else (field.title or field.name, *field.aliases, field.name)
    if field.role == "area" and not column and "乡镇" in names:
        names += _TOWNSHIPS
    wants: dict[str, _Want] = {}
    for name in names:
        text = folded(name)
        base, unit = taken_apart(text)
        first, _, last = text.rpartition("/")
        if first and known_unit(last) and not unit:
            base, unit = first, last
        wants.setdefault(text, _Want(text, base, unit))
        # Headings are compared without their 其中, so a heading copied out whole must be found too.
        bare = "/".join(_AMONG.sub("", part, count=1) for part in text.split("/"))
        wants.setdefault(bare, _Want(bare, *taken_apart(bare)))
    return tuple(wants.values())


def _forms(heading: Heading) -> list[tuple[str, str, str, bool]]:
    """The ways to read a heading: (whole text, base, unit, only its lowest part)."""
    parts = tuple(_AMONG.sub("", part, count=1) for part in heading.parts)
    forms: list[tuple[str, str, str, bool]] = []
    for number in range(len(parts)):
        weak = number > 0
        for sign in ("/", ""):
            text = sign.join(parts[number:])
            forms.append((text, *taken_apart(text), weak))
        if len(parts) - number > 1 and (unit := _UNIT_WORD.sub("", parts[-1]).strip("()")) and known_unit(unit):
            for sign in ("/", ""):
                whole, inner = sign.join(parts[number:]), sign.join(parts[number:-1])
                base, own = taken_apart(inner)
                # 监测对象（户） beside a column of units says 户 twice.
                forms.append((whole, base if own == unit else inner, unit, weak))
        if len(parts) - number > 1 and parts[-1] in _UNIT_ROW_TITLES:
            # 乡镇 above 单位: the second only says what its row holds.
            for sign in ("/", ""):
                text = sign.join(parts[number:-1])
                forms.append((text, *taken_apart(text), weak))
    # A unit row below the heading names nothing by itself; 村 below 建设地点 says what is in the column.
    return [form for form in forms if form[0] in _PLACE_WORDS or not known_unit(form[0])] or forms[:1]


def _by_base(headings: Iterable[Heading]) -> dict[str, list[Heading]]:
    found: dict[str, list[Heading]] = {}
    for heading in headings:
        for text, base, _, _ in _forms(heading):
            for key in {text, base, _without_brackets(text)}:
                found.setdefault(key, []).append(heading)
    return found


def _without_brackets(text: str) -> str:
    match = _IN_BRACKETS.fullmatch(text)
    return match[1] if match else text


def _fit(heading: Heading, want: _Want, field: FieldSpec) -> Match | None:
    """How well a heading fits one way of writing a field; None where it does not."""
    best: Match | None = None
    for text, base, unit, weak in _forms(heading):
        if field.role is not None and want.text in (text, _without_brackets(text)):
            strength = _EXACT if text == want.text else _BASE
            unit = ""
        elif text == want.text:
            strength = _EXACT
        elif base == want.base:
            strength = _agreement(unit, want.unit or field.unit)
        else:
            continue
        if weak:
            strength -= _LOWEST_PART_ONLY
        if strength > 0 and (best is None or strength > best.strength):
            best = Match(heading, strength, unit)
    return best


def _agreement(found: str, wanted: str) -> int:
    """How a heading's unit goes with the field's: the same, another scale of it, or another thing."""
    if not found or found == wanted:
        return _BASE
    one, other = known_unit(found), known_unit(wanted)
    if one is None or other is None:
        return _BASE if not wanted else _CONTRADICTS
    if one == other:
        return _BASE
    same = one.dimension == other.dimension and (not one.is_count or one.factor != other.factor)
    return _CONVERTED if same else _CONTRADICTS


def _merged_cells(grid: Grid) -> dict[tuple[str, int], tuple[str, int]]:
    """Each cell of a merged range near the top → the cell that holds its text."""
    cover: dict[tuple[str, int], tuple[str, int]] = {}
    lowest = grid.rows[min(len(grid.rows), _LOOKED_AT + _DEEPEST) - 1] if grid.rows else 0
    for area in grid.merges:
        origin = (grid.letter(area.left), area.top + 1)
        # Merges never overlap in a sound file; in another they must not cost more than in a sound one.
        if area.top >= lowest or origin in cover:
            continue
        for row in range(area.top, min(area.bottom, lowest) + 1):
            for column in range(area.left, min(area.right, area.left + 500) + 1):
                cover[(grid.letter(column), row + 1)] = origin
    return cover
