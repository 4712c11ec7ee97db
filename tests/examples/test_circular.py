"""The circular keeps its promises: ranks as a plain recount gives them, a sentence for every state of affairs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest

from reportgen.audit import Kind
from reportgen.build import Built, build_report
from reportgen.errors import Severity

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "circular"
DANGLING = re.compile(r"[，、；：][，、；：。]|。。|[，、；]$|（）|【缺|None", re.MULTILINE)

Row = list[object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "circular"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "__pycache__"))
    return copy


def built(folder: Path) -> tuple[Built, str]:
    """Build, and hold what must be so whatever the figures are."""
    report = build_report(folder / "report.yaml", None)
    text = report.document.with_suffix(".txt").read_text(encoding="utf-8")
    assert [str(one) for one in report.findings if one.severity >= Severity.WARNING] == []
    assert [number.text for number in report.proof.numbers if number.kind is Kind.LITERAL] == []
    assert DANGLING.findall(text) == []
    return report, text


def funds(folder: Path) -> dict[str, Row]:
    """The sheet of the townships, by township."""
    page = openpyxl.load_workbook(folder / "data/2023上半年.xlsx")["衔接资金"]
    return {str(row[0]): list(row[1:]) for row in page.iter_rows(min_row=2, values_only=True)}


def rate(spent: object, approved: object) -> Decimal:
    return Decimal(str(spent)) / Decimal(str(approved)) * 100


def shown(number: Decimal) -> str:
    return str(number.quantize(Decimal("0.1"), ROUND_HALF_UP))


def change(folder: Path, sheet: str, edit: dict[tuple[str, str], object]) -> None:
    """Put other values into a sheet: (first cell of the row, heading) → value."""
    path = folder / "data/2023上半年.xlsx"
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    column = {cell.value: cell.column for cell in page[1]}
    line = {str(row[0].value): row[0].row for row in page.iter_rows(min_row=2)}
    for (name, heading), value in edit.items():
        page.cell(line[name], column[heading]).value = value
    book.save(path)


def test_the_ranked_table_is_what_a_plain_recount_gives(folder: Path) -> None:
    rates = {name: rate(row[4], row[3]) for name, row in funds(folder).items()}
    expected = [
        (name, sum(other > own for other in rates.values()) + 1)
        for name, own in sorted(rates.items(), key=lambda pair: -pair[1])
    ]

    _, text = built(folder)

    ranked = [line.split("\t") for line in text.splitlines() if re.fullmatch(r"\S+(\t[\d.]+){2}\t[\d.]+%\t\d+", line)]
    assert [(cells[0], int(cells[-1])) for cells in ranked] == expected
    assert [place for _, place in expected].count(6) == 2


def test_the_pace_is_measured_by_the_months_gone(folder: Path) -> None:
    rows = funds(folder).values()
    county = rate(sum(Decimal(str(row[4])) for row in rows), sum(Decimal(str(row[3])) for row in rows))

    _, text = built(folder)
    change(folder, "序时进度", {("江州县", "已过月数（个）"): 9})
    _, later = built(folder)

    assert f"按6个月的序时进度50.0%衡量，快{shown(county - 50)}个百分点" in text
    assert f"按9个月的序时进度75.0%衡量，慢{shown(75 - county)}个百分点" in later


def test_the_good_and_the_bad_are_named_by_the_figures(folder: Path) -> None:
    _, text = built(folder)

    assert "11个达到序时进度，4个未达到。云岭乡、花亭镇、城北街道排在前列" in text
    assert "从低到高依次为：双河乡31.6%、南坪镇38.0%、大洲镇42.0%、白沙镇45.0%，予以通报批评" in text


def test_where_nobody_lags_and_nothing_is_open_the_circular_says_so(folder: Path) -> None:
    rows = funds(folder)
    spent = {(name, "支出金额（万元）"): row[3] for name, row in rows.items()}
    begun = {(name, "开工项目数（个）"): row[0] for name, row in rows.items()}
    done = {(name, "完工项目数（个）"): row[0] for name, row in rows.items()}
    change(folder, "衔接资金", {**spent, **begun, **done})
    change(folder, "项目问题台账", {(str(number), "整改状态"): "已完成" for number in range(1, 13)})

    _, text = built(folder)

    assert "均达到序时进度" in text
    assert "没有慢于序时进度的单位" in text
    assert "通报批评" not in text
    assert "未开工" not in text
    assert "12个，涉及9个单位，已全部整改。" in text
    assert "三是巩固整改成果" in text


def test_where_nothing_is_spent_every_one_lags(folder: Path) -> None:
    names = funds(folder)
    change(folder, "衔接资金", {(name, "支出金额（万元）"): 0 for name in names})

    _, text = built(folder)

    assert "均未达到序时进度" in text
    assert "15个单位慢于序时进度" in text
    assert "慢50.0个百分点" in text


def test_the_workbooks_are_what_their_script_writes(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "make_data.py", tmp_path)

    subprocess.run([sys.executable, str(tmp_path / "make_data.py")], check=True)

    written = {path.name: parts(path) for path in (tmp_path / "data").iterdir()}
    assert written == {path.name: parts(path) for path in (EXAMPLE / "data").glob("[!~]*.xlsx")}


def parts(path: Path) -> dict[str, bytes]:
    """The members of a workbook; deflaters may differ from one machine to the next."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
