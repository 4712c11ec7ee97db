"""How a settled stream becomes blocks: lines, headings with numbers, run-in headings, bold, tables, missing values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from reportgen.document import Block, Paragraph, Role, Run, Table
from reportgen.errors import Finding, Severity
from reportgen.fact import Fact, FormulaOrigin
from reportgen.place import Place
from reportgen.quantity.numerals import chinese
from reportgen.templating.announced import Line, count_findings
from reportgen.templating.headings import (
    LEVELS,
    Numbering,
    TypedNumber,
    number_text,
    typed_items,
    typed_number,
)
from reportgen.templating.pieces import Dropped, Gap, Omitted, Ordinal, Piece, Placed, Text
from reportgen.templating.scope import Scope
from reportgen.templating.slips import slip_findings
from reportgen.templating.units_after import unit_findings

_HEADING_ROLES = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
_MARK = re.compile(r"\s*([#＃]+)(?:[ \t\u3000]+|(?![0-9A-Za-z#＃]))")
_BLANKS = " \t\u3000\xa0"
_INLINE = re.compile(r"(?<!\*)\*\*(?!\*)|\\\\|。")
"""Bold, line break, the end of a run-in heading; *** is a name made unreadable, not bold."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """A block with what the checks at the end need: its place, heading level, bold lead, and whether # marks it."""

    block: Block
    place: Place
    level: int = 0
    bold_lead: bool = False
    marked: bool = False


class Assembler:
    """Lays out one report; `blocks` and `findings` grow line by line."""

    def __init__(self, scope: Scope, fallback: Place) -> None:
        self.findings: list[Finding] = []
        self._scope = scope
        self._numbering = Numbering(continuous=scope.numbering == "continuous")
        self._laid: list[_Laid] = []
        self._items = 0
        self._tables = scope.placed
        self._place = fallback

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What was laid out so far."""
        return tuple(laid.block for laid in self._laid)

    def add(self, pieces: Sequence[Piece]) -> None:
        """Lay out a stream, line by line, and check its structure."""
        for line in lines(pieces):
            self._line(line)
        self._check_levels()
        self._check_counts()
        self._check_empty()

    def tell(self, code: str, severity: Severity, words: str, advice: str = "", place: Place | None = None) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, severity, place or self._place, words, advice))

    # --- one line ---

    def _line(self, pieces: list[Piece]) -> None:
        self._place = next(
            (piece.place for piece in pieces if isinstance(piece, Text | Gap | Ordinal | Placed)), self._place
        )
        tables = [piece for piece in pieces if isinstance(piece, Placed)]
        if tables:
            if any(_is_content(piece) for piece in pieces):
                self.tell("TPL-ALONE", Severity.ERROR, "表应当独占一行。", "请把它前后的文字移到另一行。")
            for table in tables:
                self._table(table)
            return
        level, typed, rest = self._heading(pieces)
        if level:
            self._heading_line(level, typed, rest)
        else:
            self._body_line(rest)

    def _table(self, placed: Placed) -> None:
        table: Table = self._scope.tables[placed.name]
        self._tables += 1
        number = Run(f"表{self._tables}" + (" " if table.caption else ""), typed=True)
        self._laid.append(_Laid(replace(table, caption=(number, *table.caption)), placed.place))

    def _heading(self, pieces: list[Piece]) -> tuple[int, TypedNumber | None, list[Piece]]:
        """Recognise a heading by its # or by a typed number; give its level (0 for none) and what follows the mark."""
        pieces = [piece for piece in pieces if not isinstance(piece, Text) or piece]
        if not pieces or not isinstance(pieces[0], Text):
            return 0, None, pieces
        first = pieces[0]
        start, level = len(first) - len(first.lstrip(_BLANKS)), 0
        if mark := _MARK.match(first):
            start, level = mark.end(), len(mark[1])
            if level > LEVELS:
                self.tell("TPL-HEADING", Severity.ERROR, f"标题最多{LEVELS}级，这里有{level}个“#”。", "请减少“#”。")
                level = LEVELS
        typed = typed_number(first[start:])
        if typed is not None and level and typed.level != level:
            words = f"“{typed.text}”是第{typed.level}级标题的序号，前面却有{level}个“#”。"
            self.tell("TPL-NUMBERING", Severity.WARNING, words, "请改“#”的个数或序号；只写“#”不写序号，会自动编号。")
            level = typed.level
        if typed is not None:
            level = level or typed.level
            start += len(typed.text)
        return level, typed, [first.part(start), *pieces[1:]]

    def _heading_line(self, level: int, typed: TypedNumber | None, pieces: list[Piece]) -> None:
        before, self._items = self._items, 0
        runs = self._runs(pieces, heading=True)
        if not runs:
            # A heading that was left out begins nothing anew.
            self._items = before
            return
        number = self._numbering.expected(level)
        text = number_text(level, number)
        if typed is not None:
            if typed.number != number:
                words = f"标题序号“{typed.text}”不连续，这里应是“{text}”。"
                self.tell("TPL-NUMBERING", Severity.WARNING, words, "请改正序号，或改用“#”自动编号。")
            number, text = typed.number, typed.text
        self._numbering.take(level, number)
        paragraph = Paragraph(_HEADING_ROLES[level - 1], _merged((Run(text, typed=True), *runs)))
        self._check_items(paragraph, 0)
        self._laid.append(_Laid(paragraph, self._place, level, marked=typed is None))

    def _body_line(self, pieces: list[Piece]) -> None:
        lead = _bold_lead(pieces)
        lead = lead and not _begins_with_item(pieces)
        if lead:
            self._items = 0
        before = self._items
        runs = self._runs(pieces, heading=False)
        if runs:
            paragraph = Paragraph(Role.BODY, _merged(runs))
            self._check_items(paragraph, before)
            self._laid.append(_Laid(paragraph, self._place, bold_lead=lead))

    # --- runs ---

    def _runs(self, pieces: Sequence[Piece], heading: bool) -> tuple[Run, ...]:
        """Turn a line's pieces into runs: bold, line breaks and run-in only where the template's own text says so."""
        runs: list[Run] = []
        bold, role = False, None
        for piece in pieces:
            match piece:
                case Text():
                    bold, role = self._text_runs(piece, heading, bold, role, runs)
                case Run():
                    runs.append(replace(piece, bold=bold or piece.bold, role=role or piece.role))
                case Gap():
                    runs.append(replace(self._missing(piece), bold=bold, role=role))
                case Ordinal():
                    self._items += 1
                    runs.append(Run(f"{chinese(self._items)}是", typed=True, bold=bold, role=role))
        if bold:
            self.tell("TPL-BOLD", Severity.WARNING, "“**”没有成对，加粗没有结束。", "请在加粗文字的前后各写一个“**”。")
        runs = _stripped(runs)
        self.findings += unit_findings(runs, self._place)
        self.findings += slip_findings(runs, self._place)
        return tuple(runs)

    def _text_runs(
        self, text: Text, heading: bool, bold: bool, role: Role | None, runs: list[Run]
    ) -> tuple[bool, Role | None]:
        """Add the runs of a stretch of template text; give the bold and the role that hold behind it."""
        start = 0

        def add(end: int) -> None:
            if text[start:end]:
                runs.append(Run(str(text[start:end]), typed=True, bold=bold, role=role))

        for match in _INLINE.finditer(text):
            if match[0] == "**":
                add(match.start())
                bold, start = not bold, match.end()
            elif heading and match[0] == "\\\\":
                add(match.start())
                runs.append(Run("\n", typed=True, bold=bold, role=role))
                start = match.end()
            elif heading and match[0] == "。" and role is None:
                add(match.end())
                role, start = Role.BODY, match.end()
        add(len(text))
        return bold, role

    def _missing(self, gap: Gap) -> Run:
        """Apply the policy for a missing value that is printed."""
        return missing_run(gap, self._scope, self.findings)

    # --- checks ---

    def _check_items(self, paragraph: Paragraph, before: int) -> None:
        """一是, 二是 must follow each other, typed or set by 几是; `before` is how many stand before this line."""
        for _, number in typed_items(_typed_text(paragraph.runs)):
            wanted = f"{chinese(before + 1)}是"
            if number != before + 1 and (number != 1 or before == 1):
                told = f"“{chinese(number)}是”"
                words = f"{told}重复，这里应是“{wanted}”。" if number <= before else f"{told}前面缺“{wanted}”。"
                self.tell("TPL-ITEMS", Severity.WARNING, words, "请改正，或都写 {{ 几是() }} 自动编排。")
            before = number
        self._items = before

    def _check_levels(self) -> None:
        """一、 may go straight to 1. only where the text has no （一） at all (GB/T 9704-2012 §7.3.3)."""
        used = {laid.level for laid in self._laid if laid.level}
        last = 0
        for laid in self._laid:
            if laid.level > last + 1 and any(level in used for level in range(last + 1, laid.level)):
                words = f"第{laid.level}级标题直接跟在第{last}级后面，跳了级。" if last else "第一个标题不是最高一级。"
                self.tell("TPL-LEVELS", Severity.WARNING, words, "标题应逐级使用。", laid.place)
            last = laid.level or last

    def _check_empty(self) -> None:
        """A chapter whose whole text was left out must not stand there as a bare heading."""
        if all(laid.level for laid in self._laid):
            return
        followers: list[_Laid | None] = [*self._laid[1:], None]
        for laid, below in zip(self._laid, followers, strict=False):
            if not (laid.level == 1 and laid.marked and (below is None or below.level == 1)):
                continue
            heading = laid.block
            if not isinstance(heading, Paragraph) or any(run.role is Role.BODY for run in heading.runs):
                continue
            text = heading.text
            if not text.endswith(("。", "；", "：")):
                advice = "请补上正文；这一期没有内容的，把标题和正文一起放进 {% if %} 里。"
                self.tell("TPL-EMPTY", Severity.WARNING, f"标题“{text}”下面没有正文。", advice, laid.place)

    def _check_counts(self) -> None:
        """“三个抓好” in a heading or bold lead must have three items below it."""
        self.findings += count_findings([_line(laid) for laid in self._laid if isinstance(laid.block, Paragraph)])


def missing_run(gap: Gap, scope: Scope, findings: list[Finding]) -> Run:
    """The run that stands for a missing value, by its own policy or the report's; a finding tells of it."""
    fact = gap.fact
    name = fact.name or "此数"
    reason = fact.missing or "没有数值"
    match fact.policy or scope.missing:
        case "mark":
            findings.append(
                Finding(
                    "TPL-MISSING", Severity.WARNING, gap.place, f"“{name}”缺数（{reason}），文中已标出。", "请补上。"
                )
            )
            return Run(f"【缺：{fact.indicator or fact.title or '数'}】", (fact,), marked=True)
        case "dash":
            findings.append(
                Finding("TPL-MISSING", Severity.NOTICE, gap.place, f"“{name}”缺数（{reason}），文中印作横线。")
            )
            return Run("—", (fact,))
    if not scope.told(fact):
        otherwise = "允许缺数时，可用 {% 可略 %}…{% 完 %} 略去这一句，或在报告说明中写“缺数: 标”。"
        # With a divisor of 0 there is nothing to fill in.
        first = "请核对算式和除数" if "除数" in reason else f"请补上{fact.where_missing or '数据'}"
        advice = f"{first}；{otherwise}"
        findings.append(Finding("TPL-MISSING", Severity.ERROR, gap.place, f"“{name}”缺数：{reason}。", advice))
    return Run("", (fact,))


def lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Cut a stream into lines; a line break in data ends a paragraph too, but what follows stays data."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        match piece:
            case Text():
                start = 0
                while (end := piece.find("\n", start)) >= 0:
                    found[-1].append(piece.part(start, end))
                    found.append([])
                    start = end + 1
                found[-1].append(piece.part(start))
            case Run() if "\n" in piece.text.strip("\n"):
                for number, part in enumerate(piece.text.strip("\n").split("\n")):
                    if number:
                        found.append([])
                    if part.strip(_BLANKS):
                        said = part.strip(_BLANKS)
                        found[-1].append(replace(piece, text=said, facts=_speakers(piece.facts, said)))
            case Omitted() | Dropped():
                pass
            case _:
                found[-1].append(piece)
    return found


def _speakers(facts: tuple[Fact, ...], line: str) -> tuple[Fact, ...]:
    """Whose words a line is, of a passage that joins several people's: it is quoted from that one's own cell."""
    match facts:
        case (Fact(passage=True, origin=FormulaOrigin(parts=parts)),):
            return next(((part,) for part in parts if isinstance(part.value, str) and line in part.value), facts)
        case _:
            return facts


def _merged(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Join neighbouring stretches of template text that look the same."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if (
            last is not None
            and _is_literal(last)
            and _is_literal(run)
            and (last.bold, last.role) == (run.bold, run.role)
        ):
            merged[-1] = replace(last, text=last.text + run.text)
        else:
            merged.append(run)
    return tuple(merged)


def _is_literal(run: Run) -> bool:
    return run.typed and not run.facts and not run.marked and run.text != "\n"


def _stripped(runs: list[Run]) -> list[Run]:
    """Take blanks off both ends of a line and drop empty runs; indents are the style's business."""
    runs = [run for run in runs if run.text or run.facts]
    while runs and runs[0].typed and not runs[0].text.lstrip(_BLANKS):
        runs.pop(0)
    while runs and runs[-1].typed and not runs[-1].text.rstrip(_BLANKS + "\n"):
        runs.pop()
    if runs and runs[0].typed:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(_BLANKS))
    if runs and runs[-1].typed:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(_BLANKS))
    return runs


def _is_content(piece: Piece) -> bool:
    return not isinstance(piece, Placed) and (not isinstance(piece, Text) or bool(piece.strip(_BLANKS)))


def _bold_lead(pieces: Sequence[Piece]) -> bool:
    """Whether a line begins with bold that has something in it; a lead that was left out leaves only its signs."""
    said = [piece for piece in pieces if not isinstance(piece, Text) or piece.strip(_BLANKS)]
    if not said or not isinstance(said[0], Text) or not said[0].lstrip(_BLANKS).startswith("**"):
        return False
    inside = said[0].lstrip(_BLANKS).removeprefix("**").lstrip(_BLANKS)
    if not inside and len(said) > 1:
        behind = said[1]
        return not isinstance(behind, Text) or not behind.lstrip(_BLANKS).startswith("**")
    return not inside.startswith("**")


def _begins_with_item(pieces: Sequence[Piece]) -> bool:
    """Whether a bold lead is itself one of 一是, 二是 …, which then goes on counting."""
    for piece in pieces:
        if isinstance(piece, Ordinal):
            return True
        if not isinstance(piece, Text):
            return False
        bare = piece.lstrip(_BLANKS).removeprefix("**").lstrip(_BLANKS)
        if bare:
            return next((offset for offset, _ in typed_items(bare)), -1) == 0
    return False


def _typed_text(runs: Sequence[Run]) -> str:
    """The template's own words, the sign of bold where it turns; data are NUL signs."""
    text, bold = "", False
    for run in runs:
        text += "**" if run.bold != bold else ""
        bold = run.bold
        text += run.text if run.typed else "\0" * len(run.text)
    return text


def _line(laid: _Laid) -> Line:
    """A paragraph as the counting of items sees it."""
    assert isinstance(laid.block, Paragraph)
    runs = laid.block.runs
    text = _typed_text(runs)
    typed = typed_number(text) if laid.level else None
    start = len(typed.text) if typed else 0
    title = ""
    if laid.level:
        title = _typed_text([run for run in runs if run.role is None])[start:].replace("**", "")
    elif laid.bold_lead:
        title = _typed_text(list(takewhile(lambda run: run.bold, runs))).replace("**", "")
    return Line(laid.place, laid.level, laid.bold_lead, title, text[start:])
