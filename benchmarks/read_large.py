"""Time and memory to read, check and roll up 40,000 × 60 cells, beside what python-calamine alone needs to read them.

    python benchmarks/read_large.py [--rounds 3] [--rows 40000]

    calamine   open the workbook and take the sheet's values, no addresses, no formats, no error cells
    reportgen  read_data (40 townships of 1,000 villages each, addresses, exact values, all constraints), formulas
               compiled, every rule of the table judged in every village, all 59 indicators rolled up to townships and
               county

Each contender's values are compared with calamine's before anything is timed. CPU time, rounds in turn, medians; the
peak memory is that of a process of its own that does nothing but the work.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import python_calamine
import xlsxwriter

from reportgen.indicators import Catalogue, Figures, checked
from reportgen.period import Period
from reportgen.place import Place
from reportgen.sources import Data, SourceEntry, read_data
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import Area, CheckSpec, Constraints, DataEntry, DataSpec, FieldSpec

COLUMNS = 60
TITLE = "防止返贫监测"
MOST_TIMES, MOST_MEGABYTES = 6, 1024
PERIOD = Period.parse("2023H1")


def main() -> None:
    """Make the workbook, compare, time, print the ratio and the peak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    spec, areas = make_spec(given.rows)
    if given.only:
        by_reportgen(given.only, spec, areas)
        print(peak_megabytes())
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        make_workbook(path, given.rows)
        compare(path, spec, areas)
        times: dict[str, list[float]] = {"calamine": [], "reportgen": []}
        for _ in range(given.rounds):
            times["calamine"].append(timed(lambda: by_calamine(path)))
            times["reportgen"].append(timed(lambda: by_reportgen(path, spec, areas)))
        command = [sys.executable, __file__, "--only", str(path), "--rows", str(given.rows)]
        peak = int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    medians = {name: statistics.median(some) for name, some in times.items()}
    print(f"{given.rows} × {COLUMNS} cells, {given.rounds} rounds, values and sums equal")
    for name, median in medians.items():
        print(f"  {name:<10} {median:7.2f} s CPU   {median / medians['calamine']:5.1f}×")
    ratio = medians["reportgen"] / medians["calamine"]
    print(f"at most {MOST_TIMES}× and {MOST_MEGABYTES} MB: {ratio:.1f}× and {peak} MB")


def peak_megabytes() -> int:
    """This process's own peak; what getrusage says holds also what the parent had at the fork."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed(work: object) -> float:
    """CPU seconds of one call."""
    gc.collect()
    start = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - start


def make_workbook(path: Path, rows: int) -> None:
    """Counts, money with two decimals, and every sixth column a percent in a percent format."""
    chance = random.Random(2023)
    with xlsxwriter.Workbook(str(path), {"constant_memory": False}) as book:
        sheet = book.add_worksheet(TITLE)
        percent = book.add_format({"num_format": "0.00%"})
        sheet.write_row(0, 0, ["村", *(f"指标{n}" for n in range(1, COLUMNS))])
        for row in range(1, rows + 1):
            sheet.write_string(row, 0, f"第{row}村")
            for column in range(1, COLUMNS):
                if column % 6 == 0:
                    sheet.write_number(row, column, chance.randint(0, 9999) / 10000, percent)
                elif column % 3 == 0:
                    sheet.write_number(row, column, chance.randint(0, 10**7) / 100)
                else:
                    sheet.write_number(row, column, chance.randint(0, 9999))


def make_spec(rows: int) -> tuple[DataSpec, AreaTree]:
    """The table's spec, with bounds and rules, and a county of townships of a thousand villages each."""
    fields = [FieldSpec(name="村", role="area", level="村")]
    for number in range(1, COLUMNS):
        unit = "%" if number % 6 == 0 else "万元" if number % 3 == 0 else "户"
        limits = Constraints(required=True, minimum=Decimal(0))
        rollup = "weighted(指标1)" if unit == "%" else ""
        fields.append(FieldSpec(name=f"指标{number}", unit=unit, rollup=rollup, constraints=limits))
    rules = tuple(CheckSpec(rule=f"指标{n} >= 0") for n in range(1, COLUMNS, 10))
    spec = DataSpec(name="households", title=TITLE, fields=tuple(fields), checks=rules)
    towns = tuple(
        Area(
            name=f"第{town // 1000 + 1}镇",
            level="乡镇",
            below=tuple(Area(name=f"第{row + 1}村", level="村") for row in range(town, min(town + 1000, rows))),
        )
        for town in range(0, rows, 1000)
    )
    return spec, AreaTree(Area(name="江州县", level="县", below=towns))


def by_calamine(path: Path) -> list[list[object]]:
    """Every value, as python-calamine gives them."""
    return python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)  # type: ignore[return-value]


def by_reportgen(path: Path, spec: DataSpec, areas: AreaTree) -> tuple[Data, Figures, list[Decimal]]:
    """Read, check and roll up; gives the county's values."""
    entry = SourceEntry(DataEntry(workbook=path.name), path, path.name, PERIOD)
    data = read_data([entry], {spec.name: spec}, areas, "江州县", Place("report.yaml"))
    catalogue = Catalogue.compile([spec])
    figures = Figures(catalogue, data, "江州县", PERIOD, PERIOD.last_day)
    assert [*data.findings, *checked(figures)] == []
    county: list[Decimal] = []
    for number in range(1, COLUMNS):
        indicator = f"指标{number}"
        for town in areas.root.below:
            assert figures(indicator, town.name, PERIOD) is not None
        fact = figures(indicator, "江州县", PERIOD)
        assert fact is not None
        assert isinstance(fact.value, Decimal)
        county.append(fact.value)
    return data, figures, county


def compare(path: Path, spec: DataSpec, areas: AreaTree) -> None:
    """Stop unless every value is calamine's and every sum that of its values."""
    expected = by_calamine(path)[1:]
    data, _, county = by_reportgen(path, spec, areas)
    (table,) = data.tables
    for number in range(1, COLUMNS):
        scale = 100 if number % 6 == 0 else 1
        wanted = [Decimal(repr(row[number])) * scale for row in expected]
        assert list(table.columns[f"指标{number}"].values) == wanted
        if scale == 1:
            assert county[number - 1] == sum(wanted)
    first = [Decimal(repr(row[1])) for row in expected]
    sixth = [Decimal(repr(row[6])) * 100 for row in expected]
    weighted = sum(a * b for a, b in zip(first, sixth, strict=True)) / sum(first)
    assert abs(county[5] - weighted) < Decimal("1e-20")


if __name__ == "__main__":
    main()
