"""The township brief keeps its promises: one spec, fifteen briefs, each with its own township's figures alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from reportgen.audit import Kind, prove
from reportgen.build import Prepared, Product, build_report, check_report, prepare, produce
from reportgen.build.kinds import start_folder
from reportgen.document import Paragraph, trail
from reportgen.errors import Severity, UsageError
from reportgen.fact import Fact

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "township_brief"
COUNTY = "江州县"
DANGLING = re.compile(r"[，、；：][，、；：。]|。。|^[，、；：。]|[，、；]$|（）|【缺|None", re.MULTILINE)
NO_LAST_YEAR = "双河乡"
NOT_CLEANED = "城北街道"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The example where one township has no last year, and one handed in no figures of the clean-up."""
    copy = tmp_path_factory.mktemp("example") / "township_brief"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "__pycache__"))
    before = openpyxl.load_workbook(copy / "data/2022上半年.xlsx")
    for page in before:
        page.delete_rows(next(row[0].row for row in page.iter_rows() if row[0].value == NO_LAST_YEAR))
    before.save(copy / "data/2022上半年.xlsx")
    now = openpyxl.load_workbook(copy / "data/2023上半年.xlsx")
    row = next(row for row in now["人居环境整治"].iter_rows() if row[0].value == NOT_CLEANED)
    for cell in row[1:]:
        cell.value = None
    now.save(copy / "data/2023上半年.xlsx")
    return prepare(copy / "report.yaml")


@pytest.fixture(scope="module")
def briefs(prepared: Prepared) -> dict[str, Product]:
    return {area.name: produce(prepared, area.name) for area in prepared.data.areas.listed(COUNTY)}


def text_of(brief: Product) -> str:
    paragraphs = (block for block in brief.document.blocks if isinstance(block, Paragraph))
    return "\n".join("".join(run.text for run in paragraph.runs) for paragraph in paragraphs)


def sheet(prepared: Prepared, title: str) -> dict[str, dict[str, object]]:
    """A sheet of this year as another program reads it: township → heading → value."""
    rows = openpyxl.load_workbook(prepared.folder / "data/2023上半年.xlsx")[title].iter_rows(values_only=True)
    head = [str(cell) for cell in next(rows)]
    return {str(row[0]): dict(zip(head, row, strict=True)) for row in rows}


def test_each_township_gets_its_brief_with_nothing_to_tell(prepared: Prepared, briefs: dict[str, Product]) -> None:
    names = [name for area in prepared.data.areas.all() for name in (area.name, area.short) if name]

    assert len(briefs) == 15
    assert len({brief.stem for brief in briefs.values()}) == 15
    for township, brief in briefs.items():
        proof = prove(trail(brief.document), names=[*names, *prepared.report.document.authority], literals={})
        assert [str(one) for one in brief.findings if one.severity >= Severity.WARNING] == []
        assert [number.text for number in proof.numbers if number.kind is Kind.LITERAL] == []
        assert DANGLING.findall(text_of(brief)) == []
        assert brief.stem == f"{township}2023年上半年乡村振兴工作情况"


def test_a_brief_prints_figures_of_its_own_township_and_rates_of_the_county(briefs: dict[str, Product]) -> None:
    for township, brief in briefs.items():
        printed = list(facts(brief))
        others = {fact.area for fact in printed} - {township, COUNTY, ""}
        of_county = {fact.indicator for fact in printed if fact.area == COUNTY}
        assert others == set()
        assert of_county <= {"风险消除率", "支出率"}
        assert len(printed) > 15


def facts(brief: Product) -> list[Fact]:
    paragraphs = (block for block in brief.document.blocks if isinstance(block, Paragraph))
    return [fact for paragraph in paragraphs for run in paragraph.runs for fact in run.facts]


def test_the_printed_figures_are_those_of_the_row(prepared: Prepared, briefs: dict[str, Product]) -> None:
    households, funds, jobs = (sheet(prepared, title) for title in ("防止返贫监测", "衔接资金", "务工就业"))
    for township, brief in briefs.items():
        text, own = text_of(brief), households[township]
        assert f"在册监测对象{own['监测对象户数（户）']}户{own['监测对象人数（人）']}人" in text
        assert f"务工就业{jobs[township]['务工就业人数（人）']}人" in text
        if money := funds[township]["批复资金（万元）"]:
            assert f"个、资金{money}万元" in text
        assert ("上半年新增" in text) is bool(own["新增监测户数（户）"])


def test_clauses_go_where_a_township_has_nothing_to_say(briefs: dict[str, Product]) -> None:
    text = {township: text_of(brief) for township, brief in briefs.items()}

    assert "2023年没有批复衔接资金项目。" in text["滨江街道"]
    assert "人居环境。清理生活垃圾46吨。6个村（社区）都" in text["滨江街道"]
    assert "人居环境" not in text[NOT_CLEANED]
    assert not re.search("上年同期|同比", text[NO_LAST_YEAR])
    assert "居全县并列第5位" in text["柳溪镇"]
    assert "居全县并列第5位" in text["石桥镇"]
    assert "在岗" not in text["白沙镇"]
    assert "监测对象的风险已全部消除。" in text["云岭乡"]
    assert "项目已全部完工。资金已全部支出，支出率居全县第1位。" in text["云岭乡"]
    assert "上报材料" not in text["大洲镇"]
    assert "问题整改" not in text["竹山乡"]
    assert "完工" not in text["双河乡"]
    assert "拆除旱厕33处。清理" in text["清水乡"]


def test_problems_are_those_of_the_township(briefs: dict[str, Product]) -> None:
    assert "发现问题1个，已整改到位。" in text_of(briefs["龙塘镇"])
    assert (
        "发现问题4个，正在整改：冷库项目用地手续未办结、加工厂房设备采购滞后、驻村日志记录不全等4个问题。"
        in text_of(briefs["大洲镇"])
    )
    assert "发现问题2个，已整改1个，正在整改的还有监测户收入核算漏记转移性收入。" in text_of(briefs["青石镇"])


def test_what_a_township_says_of_itself_is_quoted_line_by_line(briefs: dict[str, Product]) -> None:
    said = text_of(briefs["青石镇"]).partition("青石镇在上报材料中说：\n")[2]

    assert said.splitlines()[:2] == [
        "大棚蔬菜进入采收旺季，合作社优先雇用监测户。",
        "镇里每周开一次项目碰头会，卡在哪一环就在哪一环解决。",
    ]


@pytest.mark.parametrize(("wanted", "township"), [("青石镇", "青石镇"), ("青石", "青石镇"), ("", "滨江街道")])
def test_build_makes_the_one_asked_for_or_the_first_as_a_sample(wanted: str, township: str, tmp_path: Path) -> None:
    built = build_report(EXAMPLE / "report.yaml", tmp_path, area=wanted)

    assert built.document.name == f"{township}2023年上半年乡村振兴工作情况.docx"
    assert [str(one) for one in built.findings if one.severity >= Severity.WARNING] == []
    assert any("作样子" in line for line in built.summary()) is (wanted == "")


@pytest.mark.parametrize(("wanted", "said"), [("青石乡", "青石镇"), (COUNTY, "乡镇")])
def test_an_area_that_the_brief_is_not_made_for_is_told(wanted: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=said):
        build_report(EXAMPLE / "report.yaml", tmp_path, area=wanted)


def test_the_workbooks_are_what_their_script_writes(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "make_data.py", tmp_path)

    subprocess.run([sys.executable, str(tmp_path / "make_data.py")], check=True)

    written = {path.name: parts(path) for path in (tmp_path / "data").iterdir()}
    assert written == {path.name: parts(path) for path in (EXAMPLE / "data").glob("[!~]*.xlsx")}


def parts(path: Path) -> dict[str, bytes]:
    """The members of a workbook; deflaters may differ from one machine to the next."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_skeleton_makes_every_brief_of_its_county_too(tmp_path: Path) -> None:
    begun = prepare(start_folder("乡镇简报", tmp_path / "简报"))

    made = [produce(begun, area.name) for area in begun.data.areas.listed("云川县")]

    assert len(made) == 6
    for brief in made:
        assert [str(one) for one in (*begun.findings, *brief.findings) if one.severity >= Severity.WARNING] == []
        assert DANGLING.findall(text_of(brief)) == []


def test_check_finds_what_a_single_township_has_not_filled_in(tmp_path: Path) -> None:
    copy = tmp_path / "township_brief"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "__pycache__"))
    book = openpyxl.load_workbook(copy / "data/2023上半年.xlsx")
    page = book["防止返贫监测"]
    column = next(cell.column for cell in page[1] if cell.value == "消除风险人数（人）")
    row = next(row[0].row for row in page.iter_rows() if row[0].value == "双河乡")
    page.cell(row, column).value = None
    book.save(copy / "data/2023上半年.xlsx")

    (found,) = (one for one in check_report(copy / "report.yaml").findings if one.severity is Severity.ERROR)

    assert "“双河乡2023年上半年消除风险人数”缺数" in found.words
    assert f"〔防止返贫监测〕G{row}" in found.advice
