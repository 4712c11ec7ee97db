"""Time to read a workbook of 2,000 × 60 cells with cell addresses, beside openpyxl in the same run.

    python benchmarks/read_workbook.py [--rounds 5]

Four readings of one file (one text column, then counts, money, and percents in a percent format):
    openpyxl        load_workbook, then every cell's value and address
    scan            columns of stored digits and string numbers with true addresses
    workbook        the same with every value decoded: floats and texts, as openpyxl gives them
    read_data       the whole road: heading found, areas looked up, exact `Decimal` values, percents as printed
All are compared cell by cell before anything is timed. CPU time, rounds in turn, medians; imports apart.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

from reportgen.period import Period
from reportgen.place import Place, cell_name
from reportgen.sources import SourceEntry, read_data
from reportgen.sources.workbook import Workbook
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import DataEntry, DataSpec, FieldSpec

ROWS, COLUMNS = 2000, 60
TITLE = "防止返贫监测"
FLOOR, AIM = 8, 13


def main() -> None:
    """Make the workbook, compare, time, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        make_workbook(path)
        spec, areas = make_spec()
        contenders: dict[str, Callable[[], object]] = {
            "openpyxl": lambda: by_openpyxl(path),
            "scan": lambda: by_scan(path),
            "workbook": lambda: by_workbook(path),
            "read_data": lambda: by_read_data(path, spec, areas),
        }
        compare(path, spec, areas)
        times: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(rounds):
            for name, read in contenders.items():
                gc.collect()
                start = time.process_time()
                read()
                times[name].append(time.process_time() - start)
    medians = {name: statistics.median(some) for name, some in times.items()}
    print(f"{ROWS} × {COLUMNS} cells, {rounds} rounds, outputs equal")
    for name, median in medians.items():
        print(f"  {name:<10} {median * 1000:7.1f} ms CPU   {medians['openpyxl'] / median:5.1f}×")
    ratio = medians["openpyxl"] / medians["workbook"]
    print(f"floor {FLOOR}×, aim {AIM}×: read with cell addresses at {ratio:.1f}×")


def make_workbook(path: Path) -> None:
    """Counts, money with two decimals, and every sixth column a percent in a percent format."""
    chance = random.Random(2023)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(TITLE)
        percent = book.add_format({"num_format": "0.00%"})
        sheet.write_row(0, 0, ["乡镇", *(f"指标{n}" for n in range(1, COLUMNS))])
        for row in range(1, ROWS + 1):
            sheet.write_string(row, 0, f"第{row}镇")
            for column in range(1, COLUMNS):
                if column % 6 == 0:
                    sheet.write_number(row, column, chance.randint(0, 9999) / 10000, percent)
                elif column % 3 == 0:
                    sheet.write_number(row, column, chance.randint(0, 10**7) / 100)
                else:
                    sheet.write_number(row, column, chance.randint(0, 9999))


def make_spec() -> tuple[DataSpec, AreaTree]:
    """The table's spec and its areas, as an areas file would give them."""
    fields = [FieldSpec(name="乡镇", role="area")]
    for number in range(1, COLUMNS):
        unit = "%" if number % 6 == 0 else "万元" if number % 3 == 0 else "户"
        fields.append(FieldSpec(name=f"指标{number}", unit=unit, rollup="none" if unit == "%" else ""))
    spec = DataSpec(name="households", title=TITLE, fields=tuple(fields))
    return spec, AreaTree.flat("江州县", [f"第{row}镇" for row in range(1, ROWS + 1)])


def by_openpyxl(path: Path) -> list[tuple[str, object]]:
    """Every cell's address and value, as openpyxl gives them."""
    sheet = openpyxl.load_workbook(path, data_only=True)[TITLE]
    return [(cell.coordinate, cell.value) for row in sheet.iter_rows() for cell in row]


def by_scan(path: Path) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Every column with marks and stored digits; the address of a value is its column and `grid.rows`."""
    book = Workbook(path)
    grid = book.grid(book.sheets[0])
    return [(letter, *grid.column(letter)) for letter in grid.letters]


def by_workbook(path: Path) -> list[tuple[str, tuple[int, ...], list[object]]]:
    """Every column's letter, rows and decoded values."""
    book = Workbook(path)
    grid = book.grid(book.sheets[0])
    columns: list[tuple[str, tuple[int, ...], list[object]]] = []
    for letter in grid.letters:
        marks, texts = grid.column(letter)
        head, *cells = (book.cell(marks[0], texts[0]).text, *texts[1:])
        if all(book.mark(mark).type in ("", "n") for mark in set(marks[1:])):
            columns.append((letter, grid.rows, [head, *map(float, cells)]))
        else:
            columns.append((letter, grid.rows, [book.cell(*cell).text for cell in zip(marks, texts, strict=True)]))
    return columns


def by_read_data(path: Path, spec: DataSpec, areas: AreaTree) -> object:
    """Columns of exact values whose places are known by arithmetic."""
    entry = SourceEntry(DataEntry(workbook=path.name), path, path.name, Period.parse("2023H1"))
    return read_data([entry], {spec.name: spec}, areas, "江州县", Place("report.yaml"))


def compare(path: Path, spec: DataSpec, areas: AreaTree) -> None:
    """Stop unless all three say the same of every cell."""
    expected = dict(by_openpyxl(path))
    found = {
        f"{letter}{row}": value
        for letter, rows, values in by_workbook(path)
        for row, value in zip(rows, values, strict=True)
    }
    assert found == expected
    data = by_read_data(path, spec, areas)
    (table,) = data.tables  # type: ignore[attr-defined]
    assert data.findings == ()  # type: ignore[attr-defined]
    assert len(table.areas) == ROWS
    for number in range(1, COLUMNS):
        for index, value in enumerate(table.columns[f"指标{number}"].values):
            address = table.place(f"指标{number}", index).cell
            assert address == cell_name(index + 1, number)
            stored = round(Decimal(expected[address]), 8) * (100 if number % 6 == 0 else 1)  # type: ignore[arg-type]
            assert value == stored, (address, value, stored)


if __name__ == "__main__":
    main()
