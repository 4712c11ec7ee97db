"""What a proof says: each number of a finished document, and the evidence behind it, as flat frozen data.

Evidence is kept once and named by its key, and parts always stand before the whole that is made of them. So a proof
is two tables and a head: one can be written line by line, read in one pass, and many of them can share one store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reportgen.errors import ReportgenError
from reportgen.fact import Value
from reportgen.place import Place


class ProofError(ReportgenError):
    """A proof cannot be read."""


class Kind(StrEnum):
    """What stands behind a number of the document."""

    TRACED = "traced"
    QUOTED = "quoted"
    MISSING = "missing"
    LITERAL = "literal"
    DECLARED = "declared"
    DATE = "date"
    NUMBERING = "numbering"
    NAME = "name"
    SLOGAN = "slogan"

    @property
    def word(self) -> str:
        """The word a user reads."""
        return _KINDS[self][0]

    @property
    def meaning(self) -> str:
        """What the class means, in a sentence for the proof sheet."""
        return _KINDS[self][1]


_KINDS: dict[Kind, tuple[str, str]] = {
    Kind.TRACED: ("有出处", "由数据填入，能查到单元格、公式或所计的行"),
    Kind.QUOTED: ("引用", "照录填报单位自己写的文字，出处是那一格"),
    Kind.MISSING: ("缺数", "数据里没有，文中以【缺】或横线标出"),
    Kind.LITERAL: ("手打数字", "直接写在文字里，没有出处，签发前须逐个核实"),
    Kind.DECLARED: ("已声明", "有意手打，报告说明“手打数字”（literals）里写明了理由"),
    Kind.DATE: ("日期", "年月日、季度等时间"),
    Kind.NUMBERING: ("编号", "层次序号、列举序号、表号、文号"),
    Kind.NAME: ("名称", "地名、单位名、文件名等名称里的数字"),
    Kind.SLOGAN: ("固定提法", "口号、政策简称等固定说法里的数字"),
}

_PART_OF = {Kind.QUOTED: "其中"}
WITHOUT_FACT = tuple(kind for kind in Kind if kind not in (Kind.TRACED, Kind.QUOTED, Kind.MISSING))


@dataclass(frozen=True, slots=True)
class Source:
    """Evidence that was read: one cell, a line of a YAML file, rows that were counted, or a path in a caller's dict.

    place        file, sheet and cell (or line); None for a path
    rows         worksheet rows that were counted, from 1; `how` then says in words what was counted
    turned       whether the table lies on its side, and `rows` counts worksheet columns
    path         "rows[3].amount", for a value of a plain dict
    as_of        the day that the value holds for
    source       who or what says so (来源)
    reported_by  the office or person that filled it in (填报股室)
    typed        the cell's text where it was not a plain number: "13万余"
    """

    place: Place | None = None
    rows: tuple[int, ...] = ()
    how: str = ""
    path: str = ""
    as_of: date | None = None
    source: str = ""
    reported_by: str = ""
    typed: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Calculation:
    """Evidence made of other evidence.

    formula    as its author wrote it; for a roll-up how it was made: "sum", "weighted(户数)"
    parts      keys of the evidence it is made of, in order
    rolled_up  whether the parts are one indicator of the areas below
    skipped    areas left out of a roll-up because they had no value
    place      where the formula is written; None for one made in the template
    """

    formula: str
    parts: tuple[int, ...]
    rolled_up: bool = False
    skipped: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One value that the document rests on, printed or a part of a printed one.

    key        number within the proof, counted from 1; parts have smaller keys than what is made of them
    period     short form ("2023H1"), "" where there is none
    value      exact value in `unit`; None where missing, and where `sensitive` (its value is never repeated here)
    missing    why there is no value, in words
    """

    key: int
    indicator: str
    title: str
    area: str
    period: str
    value: Value | None
    unit: str
    origin: Source | Calculation
    qualifier: str = ""
    missing: str = ""
    target: bool = False
    sensitive: bool = False

    @property
    def name(self) -> str:
        """What the proof calls it; a value made in a template is called by its formula."""
        calculated = self.origin.formula if isinstance(self.origin, Calculation) else ""
        path = self.origin.path if isinstance(self.origin, Source) else ""
        return self.indicator or self.title or calculated or path


@dataclass(frozen=True, slots=True)
class Use:
    """One piece of evidence behind a printed number, and how it was rounded for printing (""：not at all)."""

    evidence: int
    rounding: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the finished document.

    line     the line it stands in, counted from 1 over the whole document
    where    the same in words: "第12段", "表1第3行第2列"
    start    offsets in that line's text, `end` exclusive
    text     as printed
    before   words before it and after it; for a table cell the headings of its row and column
    section  the heading it stands under
    uses     the evidence behind it; () for a number without a fact
    reason   why it was typed, for a declared literal
    """

    line: int
    where: str
    start: int
    end: int
    text: str
    kind: Kind
    before: str = ""
    after: str = ""
    section: str = ""
    uses: tuple[Use, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What the proof is a proof of. No times and no user names: equal input gives equal proofs.

    document  name of the document's file, beside which the proof lies
    sha256    of that file's bytes; "" where it is not known
    period    in words; `as_of` as a day, in any form
    """

    document: str = ""
    sha256: str = ""
    title: str = ""
    area: str = ""
    period: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many numbers the document has, and what stands behind them.

    printed  all of them; traced: those with a fact, quoted ones too; typed: those without, of whatever class
    """

    printed: int
    traced: int
    typed: int
    by_class: Mapping[Kind, int]

    @property
    def literal(self) -> int:
        """Numbers typed by hand that nothing explains: each must be checked by a person."""
        return self.by_class.get(Kind.LITERAL, 0)

    @property
    def missing(self) -> int:
        """Printed places that have no value."""
        return self.by_class.get(Kind.MISSING, 0)

    @property
    def words(self) -> str:
        """The summary in one line for a user; numbers typed by hand are told even where there is none."""
        others = "，".join(
            f"{_PART_OF.get(kind, '')}{kind.word}{self.by_class.get(kind, 0)}个"
            for kind in Kind
            if kind is Kind.LITERAL or (kind is not Kind.TRACED and self.by_class.get(kind))
        )
        return f"全文数字{self.printed}个，有出处{self.traced}个；{others}"


@dataclass(frozen=True, slots=True)
class Proof:
    """Each number of one document, with the evidence behind it.

    numbers   in reading order
    evidence  by key, parts first
    unused    declared literals that the document does not contain
    files     sha256 of the source files, where known, by their place's file name
    """

    head: Head
    numbers: tuple[Number, ...]
    evidence: tuple[Evidence, ...]
    unused: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: int) -> Evidence:
        """The evidence of that key."""
        return self.evidence[key - 1]

    @property
    def summary(self) -> Summary:
        """The numbers counted by class."""
        counts = Counter(number.kind for number in self.numbers)
        return Summary(
            printed=len(self.numbers),
            traced=counts[Kind.TRACED] + counts[Kind.QUOTED],
            typed=sum(counts[kind] for kind in WITHOUT_FACT),
            by_class={kind: counts[kind] for kind in Kind},
        )
