"""The steps by which a test plants a fault in the county's folder: in a cell, a row, a sheet, a file."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlwt

from county import CSV, NOW, TOWNS, County, Sheet, below
from reportgen.place import cell_position


def all_of(*steps: Callable[[County], None]) -> Callable[[County], None]:
    def plant(county: County) -> None:
        for step in steps:
            step(county)

    return plant


def put(where: str, value: Any) -> Callable[[County], None]:
    return lambda county: county.put(where, value)


def column(where: str, value: Callable[[int], Any], rows: int = len(TOWNS)) -> Callable[[County], None]:
    """Fill a column from a cell downwards."""
    word, _, name = where.partition("!")
    return all_of(*(put(f"{word}!{below(name, n)}", value(n)) for n in range(rows)))


def change(file: str, old: str, new: str) -> Callable[[County], None]:
    return lambda county: county.change(file, old, new)


def row(where: str, *values: Any) -> Callable[[County], None]:
    """Write a row from a cell to the right."""
    word, _, name = where.partition("!")
    letter, digits = name[0], name[1:]
    return all_of(*(put(f"{word}!{chr(ord(letter) + n)}{digits}", value) for n, value in enumerate(values)))


def clear(word: str, letters: str, *rows: int) -> Callable[[County], None]:
    """Empty some rows."""
    return all_of(*(put(f"{word}!{letter}{row}", None) for letter in letters for row in rows))


def merge(word: str, cells: str) -> Callable[[County], None]:
    return lambda county: county.sheet(word).merges.append(cells)


def sheet(word: str, **changes: Any) -> Callable[[County], None]:
    def plant(county: County) -> None:
        for name, value in changes.items():
            setattr(county.sheet(word), name, value)

    return plant


def rename(book: str, old: str, new: str) -> Callable[[County], None]:
    def plant(county: County) -> None:
        county.books[book] = {new if title == old else title: sheet for title, sheet in county.books[book].items()}

    return plant


def overwritten(file: str, content: bytes | Callable[[bytes], bytes]) -> Callable[[County], None]:
    """Overwrite a file when the folder has been written."""

    def done(folder: Path) -> None:
        path = folder / file
        path.write_bytes(content if isinstance(content, bytes) else content(path.read_bytes()))

    return lambda county: county.last.append(done)


def gone(file: str) -> Callable[[County], None]:
    return lambda county: county.last.append(lambda folder: (folder / file).unlink())


def zip_of(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return target.getvalue()


def with_doctype(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            new.writestr(name, part)
    return target.getvalue()


def more(title: str, *rows: Any) -> Callable[[County], None]:
    """Another workbook with one sheet 走访, and its entry in the report."""

    def plant(county: County) -> None:
        county.books[f"{title}.xlsx"] = {"走访": Sheet.of(rows)}
        county.change("report.yaml", "  - 工作簿: 走访.csv\n", f"  - 工作簿: 走访.csv\n  - 工作簿: {title}.xlsx\n")

    return plant


def old(value: Any, row: int, column: int) -> Callable[[County], None]:
    """走访 as an .xls with one cell changed."""

    def plant(county: County) -> None:
        sheet = county.books.pop(CSV)["走访"]
        sheet.cells[row, column] = value

        def done(folder: Path) -> None:
            book = xlwt.Workbook(encoding="utf-8")
            made = book.add_sheet("走访")
            for (r, c), stored in sheet.cells.items():
                made.write(r, c, stored)
            book.save(str(folder / "走访.xls"))

        county.last.append(done)
        county.change("report.yaml", "走访.csv", "走访.xls")

    return plant


def turned(cell_name: str, value: Any) -> Callable[[County], None]:
    """走访 on its side, one cell of the upright table changed."""

    def plant(county: County) -> None:
        sheet = county.books.pop(CSV)["走访"]
        for row in range(1, 11):
            sheet.cells[row, 2] = 91.5
        sheet.cells[cell_position(cell_name)] = value
        county.books["横排.xlsx"] = {"走访": Sheet({(c, r): stored for (r, c), stored in sheet.cells.items()})}
        county.change("report.yaml", "  - 工作簿: 走访.csv\n", "  - {指标表: visits, 工作簿: 横排.xlsx, 排法: 转置}\n")

    return plant


def query(town: str, value: Any, column: str = "户数") -> Callable[[County], None]:
    """走访 from a database, its second row changed."""

    def plant(county: County) -> None:
        sheet = county.books.pop(CSV)["走访"]
        rows = [tuple(row) for row in sheet.rows()[1:]]
        rows[1] = (town, value, "91.5%")

        def done(folder: Path) -> None:
            with sqlite3.connect(folder / "业务.db") as connection:
                connection.execute("CREATE TABLE t (乡镇, 户数, 覆盖率)")
                connection.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
            connection.close()

        county.last.append(done)
        query = f"SELECT 乡镇, {column} AS 走访户数, 覆盖率 FROM t"
        entry = f"  - 指标表: visits\n    数据库: sqlite:///业务.db\n    查询: {query}\n"
        county.change("report.yaml", "  - 工作簿: 走访.csv\n", entry)

    return plant


def villages(where: str, value: Any) -> Callable[[County], None]:
    """监测 with the own row of 青石镇, and two villages of it, one cell changed."""

    def plant(county: County) -> None:
        for town in ("青石镇", "柳溪镇"):
            below = f"下级: [{{名称: {town[:-1]}东村, 级别: 村}}, {{名称: {town[:-1]}西村, 级别: 村}}]"
            county.change("areas.yaml", f"全称: 江州县{town}}}", f"全称: 江州县{town}, {below}}}")
        both = "  - {字段: 乡镇, 角色: 地区, 级别: 乡镇}\n  - {字段: 村, 角色: 地区, 级别: 村}\n"
        county.change("data_specs/households.yaml", "  - {字段: 乡镇, 角色: 地区}\n", both)
        _, head, *rows, _ = county.sheet("监测").rows()
        laid = [["乡镇", "村", *head[1:]], *([row[0], None, *row[1:]] for row in rows)]
        first, half = laid[1], ["青石镇", "青石东村", 50, 150, 30, 2, 96.5]
        rest = [first[n] - half[n] for n in range(2, 6)]
        laid[2:2] = [half, ["青石镇", "青石西村", *rest, 96.5]]
        county.books[NOW]["防止返贫监测"] = Sheet.of([["监测表"], *laid])
        county.put(where, value)

    return plant


def calculated(book: str) -> Callable[[County], None]:
    return lambda county: county.options.update({book: {"calculates_on_load": True}})
