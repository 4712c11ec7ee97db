"""The example of a report that draws on tables, ledgers and lists alike: the seed's figures, ledger rows recounted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from proof_links import cell_values, exact, linked_cells, workbook
from reportgen.audit import Kind, Number, Proof, Source, read_proof
from reportgen.build import build_report
from reportgen.errors import Severity

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "achievements"
CITY = "望川市"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with the report built in its `out`."""
    copy = tmp_path_factory.mktemp("example") / "achievements"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "__pycache__"))
    build_report(copy / "report.yaml", None)
    return copy


@pytest.fixture(scope="module")
def proof(folder: Path) -> Proof:
    (file,) = (folder / "out").glob("*.proof.json")
    return read_proof(file.read_text(encoding="utf-8"))


def test_it_builds_with_nothing_to_tell(folder: Path, tmp_path: Path) -> None:
    built = build_report(folder / "report.yaml", tmp_path)

    assert [str(finding) for finding in built.findings if finding.severity >= Severity.WARNING] == []


def test_every_figure_of_the_seed_is_printed_from_a_fact(proof: Proof, shared: Path) -> None:
    wanted = Counter(seed_figures(shared / "corpus/labels/000.json"))
    printed = [number for number in proof.numbers if number.kind is Kind.TRACED and number.uses]
    missing = {
        surface: f"{have} of {times}"
        for surface, times in wanted.items()
        if (have := sum(prints(number, surface) for number in printed)) < times
    }

    assert wanted.total() > 55
    assert missing == {}


def seed_figures(labels: Path) -> list[str]:
    """The figures that the seed's labels call indicators, without those of a relation that fails or of a defect."""
    label = json.loads(labels.read_text(encoding="utf-8"))
    failing = {
        name
        for relation in label["relations"]
        if not relation["holds"]
        for name in (relation["result"], *relation.get("operands", ()))
    }
    broken = [(defect["start"], defect["end"]) for defect in label["defects"]]
    return [
        figure["surface"]
        for figure in label["figures"]
        if figure["is_indicator"]
        and figure["id"] not in failing
        and not any(start < figure["end"] and figure["start"] < end for start, end in broken)
    ]


def prints(number: Number, surface: str) -> bool:
    """Whether a printed number and the words after it begin so, or a change ends so: 比上年度增加36万元."""
    worded = re.fullmatch(r"\D+(\d.*)", number.text)
    return (number.text + number.after).startswith(surface) or bool(worded and worded[1] == surface)


@pytest.mark.parametrize("surface", ["四次", "5074万元", "507.4万元", "1088口"])
def test_what_the_seed_got_wrong_is_printed_as_the_data_have_it(proof: Proof, surface: str) -> None:
    assert [number for number in proof.numbers if number.kind is Kind.TRACED and prints(number, surface)]


def test_no_number_is_typed_without_a_reason(proof: Proof) -> None:
    literals = [number.before + number.text for number in proof.numbers if number.kind is Kind.LITERAL]

    assert literals == []
    assert proof.unused == ()
    assert proof.summary.missing == 0
    assert proof.summary.traced > 60


Row = Mapping[str, object]
ROW = "工作表第几行"


def test_every_figure_of_a_ledger_is_what_a_plain_recount_of_its_rows_gives(folder: Path, proof: Proof) -> None:
    recounted = {name: (value, rows_of(rows)) for name, value, rows in recount(folder / "data")}
    stated = {name: stated_by(proof, name) for name in recounted}

    assert len(recounted) > 20
    assert stated == recounted


def recount(data: Path) -> Iterator[tuple[str, int | Decimal, list[Row]]]:
    """Count and add up the ledgers' rows, as a reader with a pencil would: name, value, the rows that it rests on."""
    projects = ledger(data / "项目台账.xlsx", "项目台账")
    central = "中央衔接资金（万元）"
    yield counted("审定入库项目数", projects)
    yield added("统筹资金规模", projects, "投资（万元）")
    yield added("中央资金总额", projects, central)
    yield added("中央资金已支付", projects, "中央衔接资金已支付（万元）")
    building = [row for row in projects if row["项目类别"] == "建设类"]
    going = [row for row in building if row["状态"] == "在建"]
    yield counted("建设开工项目数", [row for row in building if row["状态"] != "未开工"])
    yield counted("建设完工项目数", [row for row in building if row["状态"] == "完工"])
    yield counted("建设进度过七成项目数", [row for row in going if row["形象进度"] >= 0.7])
    yield counted("建设进度过半项目数", [row for row in going if 0.5 <= row["形象进度"] < 0.7])
    industry = [row for row in projects if row["项目类别"] == "产业类"]
    yield counted("产业项目数", industry)
    yield different("产业项目涉及乡镇数", industry, "乡镇")
    yield different("产业项目涉及村数", industry, "乡镇", "村")
    yield added("产业项目资金", industry, "投资（万元）")
    yield added("产业项目中央资金", industry, central)
    yield added("产业项目年收益", industry, "预计年收益（万元）")
    villages = ledger(data / "项目台账.xlsx", "村级产业资金")
    yield counted("村级产业村数", villages)
    yield different("村级产业乡镇数", villages, "乡镇")
    yield added("村级产业资金总额", villages, "安排资金（万元）")
    yield added("村级产业年收益", villages, "预计年收益（万元）")
    stationed = ledger(data / "工作台账.xlsx", "驻村帮扶台账")
    yield counted("市直工作队数", [row for row in stationed if row["帮扶力量"] == "市直单位工作队"])
    yield counted("乡镇第一书记数", [row for row in stationed if row["帮扶力量"] == "乡镇第一书记"])
    yield different("驻村覆盖村数", stationed, "乡镇", "村（社区）")
    problems = ledger(data / "工作台账.xlsx", "问题整改台账")
    yield different("问题大类数", problems, "大类")
    yield different("问题项数", problems, "大类", "问题项")
    yield counted("具体问题数", problems)
    yield counted("完成整改问题数", [row for row in problems if row["整改状态"] == "已完成"])


def ledger(path: Path, title: str) -> list[Row]:
    """The rows of a ledger by their headings, read by another program than ours; a row begins with its number."""
    rows = [[cell.value for cell in row] for row in workbook(path)[title].iter_rows()]
    head = next(index for index, row in enumerate(rows) if row[0] == "序号")
    return [
        {**dict(zip(rows[head], row, strict=True)), ROW: number}
        for number, row in enumerate(rows, start=1)
        if isinstance(row[0], int)
    ]


def counted(name: str, rows: list[Row]) -> tuple[str, int | Decimal, list[Row]]:
    return name, len(rows), rows


def different(name: str, rows: list[Row], *headings: str) -> tuple[str, int | Decimal, list[Row]]:
    return name, len({tuple(row[heading] for heading in headings) for row in rows}), rows


def added(name: str, rows: list[Row], heading: str) -> tuple[str, int | Decimal, list[Row]]:
    return name, sum(Decimal(f"{row[heading]:.15g}") for row in rows), rows


def rows_of(rows: list[Row]) -> tuple[object, ...]:
    return tuple(row[ROW] for row in rows)


def stated_by(proof: Proof, indicator: str) -> tuple[object, tuple[int, ...]]:
    """What the proof says that the city's figure is, and which rows it rests on."""
    (found,) = (found for found in proof.evidence if found.indicator == indicator and found.area == CITY)
    assert isinstance(found.origin, Source)
    return found.value, found.origin.rows


def test_projects_are_listed_by_name_with_those_marked_as_key_ones_first(folder: Path) -> None:
    projects = ledger(folder / "data/项目台账.xlsx", "项目台账")
    done = [row for row in projects if row["项目类别"] == "建设类" and row["状态"] == "完工"]
    first, second, *_ = sorted(done, key=lambda row: row["重点"] != "是")

    (text,) = (file.read_text(encoding="utf-8") for file in (folder / "out").glob("*.txt"))

    assert first["重点"] == "是"
    assert f"。{first['项目名称']}、{second['项目名称']}等6个项目已投入使用" in text


def test_the_relations_of_the_seed_hold_among_the_printed_figures(proof: Proof) -> None:
    value = {found.indicator: found.value for found in proof.evidence if found.area == CITY}

    assert value["建设开工项目数"] == sum(
        value[name] for name in ("建设完工项目数", "建设进度过七成项目数", "建设进度过半项目数")
    )
    assert value["驻村覆盖村数"] == value["市直工作队数"] + value["乡镇第一书记数"] == value["常态化保洁村社数"]
    assert value["村级产业资金总额"] == value["村级产业村数"] * value["每村安排资金"]
    assert value["村级产业年收益"] == value["村级产业资金总额"] * value["年收益标准"] / 100
    assert value["产业项目年收益"] == value["产业项目资金"] * value["年收益标准"] / 100
    assert value["完成整改问题数"] == value["具体问题数"]


def test_every_source_leads_to_a_cell_that_holds_the_value(folder: Path, proof: Proof) -> None:
    cells = 0
    for evidence in proof.evidence:
        if isinstance(evidence.origin, Source) and (place := evidence.origin.place) and place.cell:
            assert evidence.value in cell_values(folder, place)
            cells += 1
    assert cells > 300


def test_every_link_of_the_proof_sheet_opens_its_cell_or_the_first_of_its_rows(folder: Path) -> None:
    (file,) = (folder / "out").glob("*.proof.xlsx")
    kinds: Counter[str] = Counter()
    for sheet in openpyxl.load_workbook(file):
        value_column = next((cell.column for cell in sheet[1] if cell.value == "准确值"), None)
        for row in sheet.iter_rows(min_row=2) if value_column else ():
            for words, place in linked_cells(row):
                value = exact(sheet.cell(row[0].row, value_column))
                if rows := re.search(r"第(\d+)[—、行]", words):
                    assert place.cell == f"A{rows[1]}"
                else:
                    assert value in (shown := cell_values(folder / "out", place)), (place, shown)
                kinds["rows" if rows else "cell"] += 1
    assert kinds["rows"] > 20
    assert kinds["cell"] > 300


def test_a_changed_row_of_the_ledger_changes_the_report(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "achievements"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("out"))
    book = openpyxl.load_workbook(path := copy / "data/工作台账.xlsx")
    page = book["问题整改台账"]
    state = next(cell.column for cell in page[1] if cell.value == "整改状态")
    page.cell(2, state).value = "整改中"
    book.save(path)

    build_report(copy / "report.yaml", None)

    (text,) = (file.read_text(encoding="utf-8") for file in (copy / "out").glob("*.txt"))
    assert "71个具体问题，已整改70个" in text


def test_the_workbooks_are_what_their_script_writes(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "make_data.py", tmp_path)

    subprocess.run([sys.executable, str(tmp_path / "make_data.py")], check=True)

    written = {path.name: parts(path) for path in (tmp_path / "data").iterdir()}
    kept = {path.name: parts(path) for path in (EXAMPLE / "data").glob("[!~]*.xlsx")}
    assert written == kept


def parts(path: Path) -> dict[str, bytes]:
    """The members of a workbook; deflaters may differ from one machine to the next."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
