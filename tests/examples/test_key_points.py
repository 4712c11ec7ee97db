"""The example of next year's key points: the seed's figures, goals beside results, ledgers recounted by hand."""

from __future__ import annotations

import csv
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
from reportgen.audit import Kind, Proof, Source, read_proof
from reportgen.build import build_report
from reportgen.place import Place

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "key_points"
CITY = "云汀市"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with the report built in its `out`."""
    copy = tmp_path_factory.mktemp("example") / "key_points"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "__pycache__"))
    build_report(copy / "report.yaml", None)
    return copy


@pytest.fixture(scope="module")
def proof(folder: Path) -> Proof:
    (file,) = (folder / "out").glob("*.proof.json")
    return read_proof(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    (file,) = (folder / "out").glob("*.txt")
    return file.read_text(encoding="utf-8")


def test_it_builds_with_nothing_to_tell(folder: Path, tmp_path: Path) -> None:
    built = build_report(folder / "report.yaml", tmp_path)

    assert [str(finding) for finding in built.findings] == []


def test_every_figure_of_the_seed_is_printed_from_a_fact(proof: Proof, shared: Path) -> None:
    wanted = Counter(seed_figures(shared / "corpus/labels/003.json"))
    printed = [number for number in proof.numbers if number.kind is Kind.TRACED and number.uses]
    missing = {
        surface: f"{have} of {times}"
        for surface, times in wanted.items()
        if (have := sum((number.text + number.after).startswith(surface) for number in printed)) < times
    }

    assert wanted == Counter(
        {"12个": 2, "10个": 2, "65%": 2}
        | dict.fromkeys(("29个", "14个", "55%", "2400万元", "9000人", "10万元", "20万元"), 1)
    )
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


def test_no_number_is_typed_without_a_reason(proof: Proof) -> None:
    literals = [number.before + number.text for number in proof.numbers if number.kind is Kind.LITERAL]

    assert literals == []
    assert proof.unused == ()
    assert proof.summary.missing == 0
    assert proof.summary.traced > 180


def test_the_points_are_numbered_through_the_whole_document(text: str) -> None:
    chapters = re.findall(r"^([一二三四五六七八九十]+)、", text, re.M)
    points = re.findall(r"^（([一二三四五六七八九十]+)）", text, re.M)

    digits = "一二三四五六七八九"
    assert chapters == list(digits[:5])
    assert points == [*digits, "十", *(f"十{one}" for one in digits), "二十", *(f"二十{one}" for one in digits[:6])]


# --- goals ---


@pytest.mark.parametrize(
    ("words", "indicator", "goal"),
    [
        ("稳定在9000人以上", "务工就业人数", 9000),
        ("力争发放不低于2400万元", "小额信贷金额", 2400),
        ("且不低于55%", "产业占比", 55),
        ("年底支出率不低于95%", "支出率", 95),
        ("65%的重点帮扶村", "帮扶村达标比例", 65),
        ("达到10万元以上", "帮扶村收入标准", 10),
        ("65%的示范创建村", "示范村达标比例", 65),
        ("达到20万元以上", "示范村收入标准", 20),
    ],
)
def test_what_is_asked_for_is_a_goal_of_the_year(
    text: str, proof: Proof, words: str, indicator: str, goal: int
) -> None:
    goals = [found for found in proof.evidence if found.indicator == indicator and found.area == CITY and found.target]

    assert words in text
    assert goal in [found.value for found in goals]


def test_goals_of_the_townships_add_up_to_the_citys(folder: Path, proof: Proof) -> None:
    for year in (2021, 2022):
        for title in ("务工就业", "小额信贷", "技能培训"):
            goals = amounts(folder / f"data/{year}年目标任务分解表.xlsx", title)
            assert len(goals) == 15
            printed = [found.value for found in proof.evidence if found.target and found.area == CITY]
            # Last year's goals are in the trail where their completion is told, this year's where they are set.
            assert year == 2021 or sum(goals.values()) in printed


def test_goals_are_set_against_last_years_results(folder: Path, text: str) -> None:
    given = sum(Decimal(f"{value:.15g}") for value in bank_row(folder, "新增贷款金额"))
    asked = sum(amounts(folder / "data/2021年目标任务分解表.xlsx", "小额信贷").values())
    trained = amounts(folder / "data/2021年统计表.xlsx", "技能培训", column=2)

    assert f"2021年发放{given}万元，年度任务完成率{given / asked * 100:.1f}%" in text
    assert f"不低于2400万元，比上年实际发放增加{2400 - given}万元" in text
    assert f"比上年实际培训增加{1500 - sum(trained.values())}人次" in text


def test_what_the_villages_plan_reaches_the_goals_set_for_them(proof: Proof) -> None:
    value = {found.indicator: found.value for found in proof.evidence if found.area == CITY}

    for kind, all_of in (("帮扶村", "重点帮扶村数"), ("示范村", "示范村数")):
        reached, planned = value[f"{kind}上年达标数"], value[f"{kind}本年拟达标数"]
        assert reached / value[all_of] * 100 < 65 <= planned / value[all_of] * 100


def amounts(path: Path, title: str, column: int = 1) -> dict[str, int | float]:
    """A column of a township table by area, read by another program than ours."""
    rows = [[cell.value for cell in row] for row in workbook(path)[title].iter_rows()]
    head = next(index for index, row in enumerate(rows) if row[0] == "镇（街道、中心）")
    found = {str(row[0]): row[column] for row in rows[head + 1 :] if isinstance(row[column], int | float)}
    assert found.pop("合计") == pytest.approx(sum(found.values()))
    return found


def bank_row(folder: Path, title: str) -> list[float]:
    """A row of the banks' sheet, which lies on its side."""
    page = workbook(folder / "data/脱贫人口小额信贷报表.xlsx")["汇总"]
    (row,) = [[cell.value for cell in row] for row in page.iter_rows() if row[0].value == title]
    return row[2:-1]


# --- ledgers ---

Row = Mapping[str, object]
ROW = "工作表第几行"


def test_every_figure_of_a_ledger_is_what_a_plain_recount_of_its_rows_gives(folder: Path, proof: Proof) -> None:
    recounted = {name: (value, tuple(row[ROW] for row in rows)) for name, value, rows in recount(folder / "data")}
    stated = {name: stated_by(proof, name) for name in recounted}

    assert len(recounted) > 20
    assert stated == recounted


def recount(data: Path) -> Iterator[tuple[str, int | Decimal, list[Row]]]:
    """Count and add up the ledgers' rows, as a reader with a pencil would: name, value, the rows that it rests on."""
    villages = ledger(data / "重点村台账.xlsx", "重点村台账", "序号")
    helped = [row for row in villages if row["省级重点帮扶村"] == "是"]
    model = [row for row in villages if row["省级示范创建村"] == "是"]
    before, planned = "上年经营性收入（万元）", "本年计划收入（万元）"
    yield counted("重点村总数", villages)
    yield different("重点村涉及镇数", villages, "镇（街道、中心）")
    yield counted("重点帮扶村数", helped)
    yield counted("示范村数", model)
    yield counted("脱贫村数", [row for row in villages if row["脱贫村"] == "是"])
    yield counted("双重身份村数", [row for row in helped if row["脱贫村"] == "是"])
    yield counted("帮扶村上年达标数", [row for row in helped if row[before] >= 10])
    yield counted("帮扶村本年拟达标数", [row for row in helped if row[planned] >= 10])
    yield counted("示范村上年达标数", [row for row in model if row[before] >= 20])
    yield counted("示范村本年拟达标数", [row for row in model if row[planned] >= 20])
    sites = ledger(data / "重点村台账.xlsx", "集中安置点台账", "安置点")
    yield counted("安置点数", sites)
    yield added("安置户数", sites, "搬迁户数（户）")
    yield added("安置人数", sites, "搬迁人数（人）")
    yield counted("安置点待建支部数", [row for row in sites if row["已建党支部"] == "否"])
    models = ledger(data / "示范创建台账.xlsx", "示范创建台账", "名称")
    yield counted("核心示范点数", [row for row in models if row["类别"] in ("示范镇", "示范村")])
    yield counted("美丽村庄数", [row for row in models if row["类别"] == "美丽村庄"])
    yield counted("产业园数", [row for row in models if row["类别"] == "产业园"])
    yield added("示范创建投资", models, "计划投资（万元）")
    yield counted("主题活动数", ledger(data / "示范创建台账.xlsx", "主题活动台账", "活动名称"))
    projects = ledger(data / "2022年项目库.xlsx", "项目台账", "序号")
    industry = [row for row in projects if row["项目类型"] == "产业"]
    yield counted("台账项目数", projects)
    yield added("台账投资", projects, "投资（万元）")
    yield counted("产业项目数", industry)
    yield added("产业投资", industry, "投资（万元）")
    yield different("产业项目涉及村数", industry, "镇（街道、中心）", "村")


def ledger(path: Path, title: str, first: str) -> list[Row]:
    """The rows of a ledger by their headings, from the row below the heading `first` to the row 合计 or a note."""
    rows = [[cell.value for cell in row] for row in workbook(path)[title].iter_rows()]
    head = next(index for index, row in enumerate(rows) if row[0] == first)
    return [
        {**dict(zip(rows[head], row, strict=True)), ROW: number}
        for number, row in enumerate(rows[head + 1 :], start=head + 2)
        if row[1] is not None and row[0] != "合计"
    ]


def counted(name: str, rows: list[Row]) -> tuple[str, int | Decimal, list[Row]]:
    return name, len(rows), rows


def different(name: str, rows: list[Row], *headings: str) -> tuple[str, int | Decimal, list[Row]]:
    return name, len({tuple(row[heading] for heading in headings) for row in rows}), rows


def added(name: str, rows: list[Row], heading: str) -> tuple[str, int | Decimal, list[Row]]:
    return name, sum(Decimal(f"{row[heading]:.15g}") for row in rows), rows


def stated_by(proof: Proof, indicator: str) -> tuple[object, tuple[int, ...]]:
    """What the proof says that the city's figure is, and which rows it rests on."""
    (found,) = (found for found in proof.evidence if found.indicator == indicator and found.area == CITY)
    assert isinstance(found.origin, Source)
    return found.value, found.origin.rows


def test_villages_are_listed_by_name_with_those_that_leaders_care_for_first(folder: Path, text: str) -> None:
    villages = ledger(folder / "data/重点村台账.xlsx", "重点村台账", "序号")
    both = [row for row in villages if row["省级重点帮扶村"] == "是" and row["脱贫村"] == "是"]
    names = [str(row["村全称"]) for row in sorted(both, key=lambda row: row["重点"] != "是")]

    assert f"。{'、'.join(names[:3])}等7个村既是脱贫村又是重点帮扶村" in text
    assert "按季举办春耕开局赛、夏季亮绩赛、秋收攻坚赛、冬季会战赛四个主题活动" in text


def test_a_changed_row_of_the_ledger_changes_the_report(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "key_points"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("out"))
    book = openpyxl.load_workbook(path := copy / "data/示范创建台账.xlsx")
    page = book["示范创建台账"]
    row = next(row for row in page.iter_rows() if row[1].value == "美丽村庄")
    row[1].value = "产业园"
    book.save(path)

    build_report(copy / "report.yaml", None)

    (changed,) = (file.read_text(encoding="utf-8") for file in (copy / "out").glob("*.txt"))
    assert "13个美丽村庄示范点、7个产业园" in changed


# --- the trail ---


def test_every_source_leads_to_a_cell_that_holds_the_value(folder: Path, proof: Proof) -> None:
    files: Counter[str] = Counter()
    for evidence in proof.evidence:
        if isinstance(evidence.origin, Source) and (place := evidence.origin.place) and place.cell:
            assert evidence.value in values_at(folder, place)
            files[Path(place.file).name] += 1
    assert files.total() > 250
    assert {"农村户厕改造.csv", "财政局衔接资金执行表.xlsx", "脱贫人口小额信贷报表.xlsx", "2022年度目标.xlsx"} <= set(
        files
    )


def values_at(folder: Path, place: Place) -> tuple[Decimal | str, ...]:
    """What a cell holds; of a CSV (GB18030) read by its letter and row."""
    if not place.file.endswith(".csv"):
        return cell_values(folder, place)
    rows = list(csv.reader((folder / place.file).read_text(encoding="gb18030").splitlines()))
    letter, row = re.fullmatch(r"([A-Z])(\d+)", place.cell or "").groups()  # type: ignore[union-attr]
    return (Decimal(rows[int(row) - 1][ord(letter) - ord("A")]),)


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
                elif words.endswith("〕"):  # no row counts: the link opens the ledger
                    assert (value, place.cell) == (0, "A1")
                else:
                    assert value in (shown := cell_values(folder / "out", place)), (place, shown)
                kinds["rows" if rows else "cell"] += 1
    assert kinds["rows"] > 20
    assert kinds["cell"] > 200


def test_the_workbooks_are_what_their_script_writes(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "make_data.py", tmp_path)

    subprocess.run([sys.executable, str(tmp_path / "make_data.py")], check=True)

    for name in ("data", "data_specs"):
        written = {path.name: parts(path) for path in (tmp_path / name).iterdir()}
        kept = {path.name: parts(path) for path in (EXAMPLE / name).glob("[!~.]*") if path.suffix != ".yaml"}
        assert written == kept


def parts(path: Path) -> dict[str, bytes]:
    """The members of a workbook, since deflaters may differ from one machine to the next; any other file as it is."""
    if path.suffix != ".xlsx":
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
