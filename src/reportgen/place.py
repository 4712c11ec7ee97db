"""Where something stands in a file that a user can open: a YAML line, a worksheet cell, a paragraph."""

from __future__ import annotations

from dataclasses import dataclass

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Place:
    """One spot in a user's file.

    file       the file as the user knows it, relative to the report spec's folder, `/` between folders
    line       line of a text file, counted from 1
    sheet      worksheet title, for a workbook
    cell       cell or range in that worksheet: "C7", "B3:B17"
    paragraph  paragraph of a document, counted from 1
    """

    file: str
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None
    paragraph: int | None = None

    def __str__(self) -> str:
        """Word the place for a message.

        >>> str(Place("data_specs/households.yaml", line=12))
        'data_specs/households.yaml 第12行'
        >>> str(Place("data/2023上半年.xlsx", sheet="防止返贫监测", cell="C7"))
        'data/2023上半年.xlsx〔防止返贫监测〕C7'
        """
        text = self.file
        if self.sheet is not None:
            text += f"〔{self.sheet}〕"
            if self.cell is not None:
                text += self.cell
        if self.line is not None:
            text += f" 第{self.line}行"
        if self.paragraph is not None:
            text += f" 第{self.paragraph}段"
        return text

    @property
    def spot(self) -> str:
        """Where it is within its file, for a message about that file: "第12行", "C7".

        >>> Place("data_specs/households.yaml", line=12).spot
        '第12行'
        """
        return f"第{self.line}行" if self.line is not None else self.cell or self.sheet or self.file

    def sort_key(self) -> tuple[str, str, int, int, int]:
        """Order places as a reader meets them: file, sheet, then row and column, line, paragraph."""
        row, column = (-1, -1) if self.cell is None else cell_position(self.cell.split(":")[0])
        return (self.file, self.sheet or "", self.line or row + 1, column, self.paragraph or 0)


@dataclass(frozen=True, slots=True)
class Lines:
    """What the lines of a table are called in its worksheet: they change places where it lies on its side.

    field  what holds one field: a column (列)
    row    what holds one area or record: a row (行)
    """

    field: str
    row: str

    def number(self, row: int) -> str:
        """How the worksheet numbers a row, counted from 1: "5", and "E" where it is a column."""
        return str(row) if self.row == "行" else column_letters(row - 1)

    def rows(self, numbers: str) -> str:
        """Name rows by what `number` gives.

        >>> UPRIGHT.rows("3—5"), ON_ITS_SIDE.rows("C—E")
        ('第3—5行', 'C—E列')
        """
        return f"第{numbers}行" if self.row == "行" else f"{numbers}列"


UPRIGHT = Lines("列", "行")
ON_ITS_SIDE = Lines("行", "列")


def column_letters(column: int) -> str:
    """Name a column, counted from 0, as a worksheet does.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = _ALPHABET[rest] + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Name a cell by its row and column, both counted from 0.

    >>> cell_name(6, 2)
    'C7'
    """
    return f"{column_letters(column)}{row + 1}"


def address(line: str, number: int) -> str:
    """Name a cell of a table by its field's line and its area's number, whichever way the table lies.

    A field's line is a column of the worksheet ("C"), and an area's number a row; in a table that lies on its side it
    is a row ("7"), and the number a column, counted from 1.

    >>> address("C", 7), address("7", 3)
    ('C7', 'C7')
    """
    return f"{column_letters(number - 1)}{line}" if line.isdecimal() else f"{line}{number}"


def line_number(line: str) -> int:
    """Count a field's line from 0, a column as well as a row: "C" and "3" are 2."""
    return int(line) - 1 if line.isdecimal() else cell_position(line)[1]


def cell_position(name: str) -> tuple[int, int]:
    """Give row and column, both counted from 0, of a cell name such as "C7" or "$C$7".

    A whole column ("C") has row −1, a whole row ("7") column −1.

    >>> cell_position("AB12")
    (11, 27)
    """
    column, digits = 0, ""
    for letter in name.replace("$", "").upper():
        if letter in _ALPHABET:
            column = column * 26 + _ALPHABET.index(letter) + 1
        else:
            digits += letter
    return int(digits or 0) - 1, column - 1
