"""Each layout prints the elements that it has a place for, asks for those it needs, and keeps their trail."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from reportgen.build import build_report
from reportgen.document import Cell, Document, Imprint, Run, Table
from reportgen.errors import FindingsError
from reportgen.word import write_docx

HEAD = """\
报告: half_year_review
标题: "{{ 地区 }}{{ 期间 }}监测情况"
地区: 江州县
期间: 2023年上半年
数据项:
  期数: {数值: 7, 单位: 期, 来源: 期号登记簿}
模板: 总结.txt
输出: [docx, txt, html]
"""
LAYOUTS = {
    "红头": """\
版式: 红头
公文:
  发文机关: 江州县乡村振兴局
  发文字号: 江乡振发[2023]7号
  份号: 1
  密级: 秘密★1年
  紧急程度: 特急
  签发人: [张建国, 李明]
  主送: 各乡镇人民政府
  成文日期: 2023-07-05
  抄送: [县委办公室, 县政府办公室。]
  印发机关: 江州县乡村振兴局办公室
  印发日期: 2023-07-06
""",
    "信函": """\
版式: 信函
公文:
  发文机关: [江州县乡村振兴局, 江州县财政局]
  发文字号: 江乡振函〔2023〕　号
  密级: 秘密★1年
  主送: 县财政局
  成文日期: 2023-07-05
  抄送: 县政府办公室
""",
    "纪要": """\
版式: 纪要
公文:
  纪要名称: 江州县乡村振兴局局长办公会议纪要
  期号: 7
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
  出席: [张建国, 李明]
  请假: 王晓燕
  列席: [各股室负责人]
  抄送: 县委办公室
""",
    "简报": """\
版式: 简报
公文:
  简报名称: 江州乡村振兴简报
  期号: "第{{ 期数 }}期（总第35期）"
  编发单位: 江州县乡村振兴局办公室
  成文日期: 2023-07-05
  按语: 青石镇的做法值得借鉴。
  报: [县委, 县政府]
  送: [县直有关单位]
  发: [各乡镇]
  印数: 30
""",
    "信息": """\
版式: 信息
公文:
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
  署名: 通讯员：张建国
""",
}
PRINTED = {
    "红头": [
        "000001", "秘密★1年", "特急", "江州县乡村振兴局文件", "江乡振发〔2023〕7号\t签发人：张建国　李明",
        "江州县2023年上半年监测情况", "各乡镇人民政府：", "监测工作有序开展。", "江州县乡村振兴局", "2023年7月5日",
        "抄送：县委办公室，县政府办公室。", "江州县乡村振兴局办公室\t2023年7月6日印发",
    ],
    "信函": [
        "江州县乡村振兴局", "秘密★1年\t江乡振函〔2023〕　号", "江州县2023年上半年监测情况", "县财政局：",
        "监测工作有序开展。", "江州县乡村振兴局　江州县财政局", "2023年7月5日", "抄送：县政府办公室。",
    ],
    "纪要": [
        "江州县乡村振兴局局长办公会议纪要", "第7期", "江州县乡村振兴局\t2023年7月5日", "江州县2023年上半年监测情况",
        "监测工作有序开展。", "出席：张建国、李明", "请假：王晓燕", "列席：各股室负责人", "抄送：县委办公室。",
    ],
    "简报": [
        "江州乡村振兴简报", "第7期（总第35期）", "江州县乡村振兴局办公室\t2023年7月5日", "按语：青石镇的做法值得借鉴。",
        "江州县2023年上半年监测情况", "监测工作有序开展。", "报：县委，县政府。", "送：县直有关单位。", "发：各乡镇。",
        "\t（共印30份）",
    ],
    "信息": [
        "江州县2023年上半年监测情况", "江州县乡村振兴局　2023年7月5日", "监测工作有序开展。", "（通讯员：张建国）",
    ],
}  # fmt: skip


def report(folder: Path, form: str) -> Path:
    (folder / "report.yaml").write_text(HEAD + form, encoding="utf-8")
    (folder / "总结.txt").write_text("监测工作有序开展。\n", encoding="utf-8")
    return folder / "report.yaml"


def numbers(folder: Path) -> list[dict[str, str]]:
    (proof,) = (folder / "out").glob("*.proof.json")
    return json.loads(proof.read_text(encoding="utf-8"))["numbers"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_prints_its_elements_in_order_without_a_word_of_complaint(tmp_path, layout):
    outcome = build_report(report(tmp_path, LAYOUTS[layout]))
    (text,) = (tmp_path / "out").glob("*.txt")
    assert text.read_text(encoding="utf-8").splitlines() == PRINTED[layout]
    assert outcome.findings == ()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_number_of_a_masthead_or_imprint_is_a_typed_one(tmp_path, layout):
    build_report(report(tmp_path, LAYOUTS[layout]))
    assert {number["kind"] for number in numbers(tmp_path)} <= {"traced", "numbering", "date", "name"}


def test_an_issue_number_from_data_keeps_its_origin(tmp_path):
    build_report(report(tmp_path, LAYOUTS["简报"]))
    assert [(one["text"], one["where"]) for one in numbers(tmp_path) if one["kind"] == "traced"] == [("7", "第2段")]


@pytest.mark.parametrize(
    ("layout", "key", "wanted"),
    [
        ("红头", "发文机关", "发文机关: 江州县乡村振兴局"),
        ("红头", "发文字号", "发文字号: 江乡振发〔2023〕7号"),
        ("信函", "发文字号", "发文字号: 江乡振函〔2023〕7号"),
        ("纪要", "纪要名称", "纪要名称: 江州县乡村振兴局局长办公会议纪要"),
        ("简报", "简报名称", "简报名称: 江州乡村振兴简报"),
        ("简报", "期号", "期号: 第7期（总第35期）"),
    ],
)
def test_an_element_that_a_layout_needs_is_asked_for_with_an_example(tmp_path, layout, key, wanted):
    lines = [line for line in LAYOUTS[layout].splitlines() if not line.startswith(f"  {key}:")]
    with pytest.raises(FindingsError) as caught:
        build_report(report(tmp_path, "\n".join(lines) + "\n"))
    (finding,) = caught.value.findings
    assert finding.code == "SPEC-REQUIRED"
    assert wanted in finding.advice
    assert finding.place.line


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("江乡振发[2023]7号", "江乡振发〔2023〕07号"),
        ("江乡振发[2023]7号", "江乡振发〔2023〕第7号"),
        ("江乡振发[2023]7号", "江乡振发〔23〕7号"),
        ("江乡振发[2023]7号", "江乡振发2023年7号"),
        ("密级: 秘密★1年", "密级: 秘密一年"),
        ("份号: 1", "份号: 第1份"),
    ],
)
def test_a_number_or_secrecy_written_otherwise_than_the_standard_asks_is_told(tmp_path, right, wrong):
    (finding,) = build_report(report(tmp_path, LAYOUTS["红头"].replace(right, wrong))).findings
    assert finding.code == "BUILD-FORM"
    assert finding.place.line


def test_what_a_layout_has_no_place_for_is_told_and_not_printed(tmp_path):
    (finding,) = build_report(report(tmp_path, LAYOUTS["信息"] + "  抄送: [县委办]\n")).findings
    assert (finding.code, "红头、信函、纪要" in finding.advice) == ("SPEC-NOT-PRINTED", True)


GUIDE = Path(__file__).parents[2] / "docs" / "公文版式.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_each_example_of_the_guide_builds_without_a_finding(tmp_path, example):
    assert build_report(report(tmp_path, example)).findings == ()


def test_an_imprint_behind_a_table_on_its_side_stands_on_an_upright_page():
    wide = Table(((Cell((Run("列"),)),),), ((Cell((Run("1"),)),),), landscape=True)
    foot = Imprint((("抄送", (Run("县委办"),)),))
    xml = zipfile.ZipFile(io.BytesIO(write_docx(Document((wide, foot), "表")))).read("word/document.xml").decode()
    assert re.findall(r'<w:pgSz w:w="(\d+)"', xml) == ["16838", "11906"]
    assert xml.index('w:orient="landscape"') < xml.index("抄送")


def test_a_day_of_printing_before_the_day_of_issue_stops_at_its_line(tmp_path):
    form = LAYOUTS["红头"].replace("印发日期: 2023-07-06", "印发日期: 2023-07-04")
    with pytest.raises(FindingsError) as caught:
        build_report(report(tmp_path, form))
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.line) == ("BUILD-DATE", 21)
