"""The cells of one worksheet as columns with true addresses, scanned from its XML without an object a cell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from reportgen.place import cell_position, column_letters
from reportgen.sources.markup import plain_rows
from reportgen.sources.package import UnreadableWorkbookError

MOST_ROWS = 200_000
MOST_MERGES = 100_000
# Rows looked at for the columns in use; a later row with another column is read by the slower way.
_SAMPLE = 20
_WIDEST_PATTERN = 400


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells; all four counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled cells of a worksheet, column by column.

    rows     worksheet rows that hold a cell, counted from 1, ascending
    dense    column letters → (marks, texts), each aligned to `rows`
    sparse   the same for columns met late: row index → (mark, text)

    turned   rows and columns have changed places: `rows` counts worksheet columns, "7" stands for worksheet row 7

    A mark is the cell's attributes as written (` s="3" t="s">`), with `<f` behind it for a formula; "" for no cell.
    A text is the stored value, XML references not yet undone.
    """

    rows: tuple[int, ...]
    dense: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    sparse: Mapping[str, Mapping[int, tuple[str, str]]]
    merges: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    turned: bool = False

    def letter(self, column: int) -> str:
        """What a column, counted from 0, is called here."""
        return str(column + 1) if self.turned else column_letters(column)

    @property
    def letters(self) -> tuple[str, ...]:
        """The columns that hold a cell, from left to right."""
        return tuple(sorted({*self.dense, *self.sparse}, key=lambda letter: (len(letter), letter)))

    def column(self, letter: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Marks and texts of a column, aligned to `rows`."""
        marks, texts = self.dense.get(letter) or ((), ())
        late = self.sparse.get(letter)
        if marks and not late:
            return marks, texts
        all_marks = list(marks) or [""] * len(self.rows)
        all_texts = list(texts) or [""] * len(self.rows)
        for index, (mark, text) in (late or {}).items():
            all_marks[index], all_texts[index] = mark, text
        return tuple(all_marks), tuple(all_texts)

    def raw(self, letter: str, index: int) -> tuple[str, str]:
        """Mark and text of one cell, by the index of its row."""
        late = self.sparse.get(letter, {}).get(index)
        if late is not None:
            return late
        if letter in self.dense:
            marks, texts = self.dense[letter]
            return marks[index], texts[index]
        return "", ""

    def index_of(self, row: int) -> int | None:
        """The index of a worksheet row (counted from 1), None for an empty one."""
        index = bisect_left(self.rows, row)
        return index if index < len(self.rows) and self.rows[index] == row else None


class _OtherSpellingError(Exception):
    """The XML is right but spelled in a way that the scan does not know."""


def scan_sheet(pieces: Callable[[], Iterator[bytes]]) -> Grid:
    """Scan a worksheet part; `pieces` gives its content anew at each call.

    A part that is spelled with prefixes, comments, in UTF-16 or without addresses is spelled anew first, which is
    slower. Raises UnreadableWorkbookError where the XML is broken or the sheet is larger than any table is.
    """
    try:
        return _scan(_decoded(pieces()))
    except _OtherSpellingError:
        pass
    try:
        return _scan(plain_rows(pieces()))
    except _OtherSpellingError as error:
        raise UnreadableWorkbookError("工作表的内容不正常。", "请用 Excel 或 WPS 打开修复，另存后再用。") from error


def _decoded(pieces: Iterable[bytes]) -> Iterator[str]:
    """Decode piece by piece; a character cut in two goes with the next piece."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    for number, piece in enumerate(pieces):
        if number == 0 and not _is_utf8(piece):
            raise _OtherSpellingError
        try:
            yield decoder.decode(piece)
        except UnicodeDecodeError as error:
            raise _OtherSpellingError from error


def _is_utf8(start: bytes) -> bool:
    declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_-]+)", start)
    return not start.startswith((b"\xff\xfe", b"\xfe\xff")) and (
        declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    )


@dataclass(slots=True)
class _Scan:
    """What has been gathered of a sheet so far."""

    rows: list[int] = field(default_factory=list)
    regular: list[tuple[str, ...]] = field(default_factory=list)
    letters: tuple[str, ...] = ()
    sparse: dict[str, dict[int, tuple[str, str]]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    match: Callable[[str], re.Match[str] | None] | None = None
    waiting: list[str] = field(default_factory=list)


def _scan(pieces: Iterable[str]) -> Grid:
    scan = _Scan()
    head = rest = ""
    for piece in pieces:
        text = rest + piece
        if not head:
            start = _DATA.search(text)
            if start is None:
                rest = _bounded(text)
                continue
            head, text = text[: start.start()], text[start.end() :]
        *rows, rest = text.split("</row>")
        _take_rows(scan, rows)
        rest = _bounded(rest)
    tail = rest
    if "<worksheet" not in head or "<!" in head or "<c " in tail or "</worksheet>" not in tail:
        raise _OtherSpellingError
    _settle(scan)
    return _grid(scan, head, tail)


_DATA = re.compile(r"<sheetData\b[^<>]*>")
_EMPTY_ROWS = re.compile(r"(?:<row\b[^<>]*+(?<=/)>\s*+)++")
_LONGEST_REST = 32 << 20


def _bounded(rest: str) -> str:
    """What goes with the next piece, without the empty rows that may fill megabytes of it."""
    if len(rest) > 1 << 20:
        rest = _EMPTY_ROWS.sub("", rest)
        if len(rest) > _LONGEST_REST:
            raise _OtherSpellingError
    return rest


def _take_rows(scan: _Scan, rows: list[str]) -> None:
    """Take the rows of a piece: the regular ones by one pattern for the whole row."""
    for row in rows:
        # A row of formatted but empty cells holds no "</c>"; there may be a million of them.
        if "</c>" not in row:
            if not row.lstrip().startswith("<row"):
                raise _OtherSpellingError
            continue
        if scan.match is None:
            scan.waiting.append(row)
            if len(scan.waiting) >= _SAMPLE:
                _settle(scan)
            continue
        found = scan.match(row)
        if found is None:
            _take_odd_row(scan, row)
            continue
        cells = found.groups("")
        scan.rows.append(int(cells[0]))
        scan.regular.append(cells)
        if "hidden=" in row:
            _note_hidden(scan, row)
    if len(scan.rows) > MOST_ROWS:
        raise UnreadableWorkbookError(
            f"工作表有内容的行超过 {MOST_ROWS} 行，不像指标表。", "请核对工作表，或拆成几个工作簿。"
        )


def _settle(scan: _Scan) -> None:
    """Make the pattern of a regular row from the first rows, and take these."""
    if scan.match is not None:
        return
    letters: set[str] = set()
    for row in scan.waiting:
        letters.update(re.findall(r'<c r="([A-Z]{1,3})[0-9]', row))
    ordered = sorted(letters, key=lambda letter: (len(letter), letter))
    scan.letters = tuple(ordered) if len(ordered) <= _WIDEST_PATTERN else ()
    scan.match = _row_pattern(scan.letters).match
    waiting, scan.waiting = scan.waiting, []
    _take_rows(scan, waiting)


@lru_cache(maxsize=64)
def _row_pattern(letters: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of one row whose groups are its number, then mark and text of each column.

    The address of every cell is part of the pattern, so a value can never slip into another column or row.
    """
    formula = r"(?:<f[^>]*+>(?:[^<]*+</f>)?+)?+"
    cells = "".join(
        rf'(?:<c r="{letter}\1"([^>/]*+(?:/>|>{formula}))(?:<v>([^<]*+)</v>)?+(?:</c>)?+)?+' for letter in letters
    )
    return re.compile(rf'\s*+<row r="([0-9]{{1,7}}+)"[^>]*+>{cells}\s*+\Z')


# No pattern may look past the next tag, or a hostile part would take hours.
_ROW = re.compile(r'\s*+<row\b[^<>]*?\br="([0-9]{1,7})"[^<>]*>')
_CELL = re.compile(r'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*?)(?:/>|>((?:[^<]|<(?!/?c[ >]))*+)</c>)')
_FORMULA = re.compile(r"<f(?: [^<>]*)?/>|<f(?: [^<>]*)?>[^<]*</f>")
_VALUE = re.compile(r"<v(?: [^<>]*)?>([^<]*)</v>|<v ?/>")
_INLINE = re.compile(r"<is(?: [^<>]*)?>((?:[^<]|<(?!/?is[ >]))*+)</is>|<is ?/>")
_PHONETIC = re.compile(r"<rPh\b(?:[^<]|<(?!/?rPh\b))*+</rPh>")
_TEXT = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")


def _take_odd_row(scan: _Scan, row: str) -> None:
    """Take a row cell by cell: inline strings, other columns than the first rows had, other order."""
    # Self-closing rows may stand in front of the row that ends here.
    empty = _EMPTY_ROWS.match(row.lstrip())
    row = row.lstrip()[empty.end() :] if empty else row
    start = _ROW.match(row)
    if start is None:
        raise _OtherSpellingError
    number = int(start[1])
    # Comments, CDATA and cells without an address are left over here.
    if _CELL.sub("", row[start.end() :]).strip() or "<!" in row:
        raise _OtherSpellingError
    index = len(scan.rows)
    for letter, digits, attributes, body in _CELL.findall(row, start.end()):
        if int(digits) != number:
            raise _OtherSpellingError
        if body:
            mark, text = _odd_cell(attributes, body)
            scan.sparse.setdefault(letter, {})[index] = (mark, text)
    scan.rows.append(number)
    scan.regular.append(("",) * (1 + 2 * len(scan.letters)))
    if "hidden=" in start[0]:
        _note_hidden(scan, row)


def _odd_cell(attributes: str, body: str) -> tuple[str, str]:
    """Mark and text of a cell's body."""
    rest, formula = _FORMULA.subn("", body, count=1)
    inline = _INLINE.search(rest)
    value = _VALUE.search(rest)
    if inline is None and value is None and rest.strip():
        raise _OtherSpellingError
    mark = f"{attributes}>" + ("<f" if formula else "")
    if inline is not None:
        return mark, "".join(_TEXT.findall(_PHONETIC.sub("", inline[1] or "")))
    return mark, (value[1] or "") if value is not None else ""


def _note_hidden(scan: _Scan, row: str) -> None:
    start = row[: row.index(">", row.index("<row"))]
    if re.search(r'\bhidden="(?:1|true)"', start):
        scan.hidden_rows.add(scan.rows[-1])


_COLUMN = re.compile(r"<col\b([^<>]*)>")
_MERGE = re.compile(r'<mergeCell\b[^<>]*?\bref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"')


def _grid(scan: _Scan, head: str, tail: str) -> Grid:
    by_column = list(zip(*scan.regular, strict=True)) if scan.regular else []
    dense = (
        {letter: (by_column[1 + 2 * number], by_column[2 + 2 * number]) for number, letter in enumerate(scan.letters)}
        if by_column
        else {}
    )
    rows, sparse = tuple(scan.rows), scan.sparse
    if any(before >= after for before, after in pairwise(rows)):
        raise UnreadableWorkbookError("工作表里行的顺序或行号不正常。", "请用 Excel 或 WPS 打开修复，另存后再用。")
    return Grid(rows, dense, sparse, _merges(tail), frozenset(scan.hidden_rows), _hidden_columns(head))


def _merges(tail: str) -> tuple[Range, ...]:
    found = _MERGE.findall(tail)
    if len(found) > MOST_MERGES:
        raise UnreadableWorkbookError(f"工作表有 {len(found)} 处合并单元格，不像指标表。", "请取消多余的合并后再用。")
    ranges = []
    for first, last in found:
        (top, left), (bottom, right) = cell_position(first), cell_position(last)
        ranges.append(Range(top, left, bottom, right))
    return tuple(ranges)


def _hidden_columns(head: str) -> frozenset[str]:
    hidden: set[str] = set()
    for attributes in _COLUMN.findall(head):
        if re.search(r'\bhidden="(?:1|true)"', attributes):
            first = re.search(r'\bmin="([0-9]{1,5})"', attributes)
            last = re.search(r'\bmax="([0-9]{1,5})"', attributes)
            if first and last:
                span = range(int(first[1]) - 1, min(int(last[1]), 16384))
                hidden.update(column_letters(column) for column in span)
    return frozenset(hidden)
