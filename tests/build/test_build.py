"""A build writes the report with its proof, says what it wrote, and leaves alone what a person has edited."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from reportgen.build import build_report, check_report
from reportgen.cli import run
from reportgen.errors import FindingsError, UsageError

SPEC = """\
报告: half_year_review
标题: "{{ 地区 }}{{ 期间 }}工作总结"
地区: 江州县
期间: 2023年上半年
数据:
  - 工作簿: data.xlsx
数据项:
  会议次数: {数值: 4, 单位: 次, 来源: 会议纪要}
  覆盖农户: {数值: 13万余, 单位: 户}
模板: 总结.txt
公文:
  主送: [江州市乡村振兴局]
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
  附注: 联系人电话见局网站
"""
TABLE = """\
name: work
title: 工作
fields:
  - {name: 乡镇, role: area}
  - {name: 户数, unit: 户}
  - {name: 消除户数, unit: 户}
  - {name: 消除率, unit: "%", decimals: 1, formula: 消除户数 / 户数}
"""
TEMPLATE = "# 基本情况\n召开会议{{ 会议次数 }}次，覆盖农户{{ 覆盖农户 }}户，监测{{ 户数 }}户，消除率{{ 消除率 }}。\n"


@pytest.fixture
def spec(tmp_path) -> Path:
    (tmp_path / "data_specs").mkdir()
    (tmp_path / "report.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "data_specs" / "work.yaml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "总结.txt").write_text(TEMPLATE, encoding="utf-8")
    write_data(tmp_path, 100)
    return tmp_path / "report.yaml"


def write_data(folder: Path, first: int) -> None:
    with xlsxwriter.Workbook(folder / "data.xlsx") as book:
        sheet = book.add_worksheet("工作")
        for number, row in enumerate([["乡镇", "户数", "消除户数"], ["青石镇", first, 60], ["柳溪镇", 80, 40]]):
            sheet.write_row(number, 0, row)


def test_the_report_prints_what_the_data_say_in_the_official_order(spec):
    spec.write_text(spec.read_text(encoding="utf-8") + "输出: [docx, txt, html]\n", encoding="utf-8")
    built = build_report(spec)
    names = [path.name for _, path in built.files]
    assert names == [f"江州县2023年上半年工作总结{ending}" for ending in (".docx", ".txt", ".html", ".proof.xlsx")]
    text = (spec.parent / "out" / "江州县2023年上半年工作总结.txt").read_text(encoding="utf-8")
    assert text.splitlines() == [
        "江州县2023年上半年工作总结",
        "江州市乡村振兴局：",
        "一、基本情况",
        "召开会议4次，覆盖农户13万余户，监测180户，消除率55.6%。",
        "江州县乡村振兴局",
        "2023年7月5日",
        "（联系人电话见局网站）",
    ]


def test_a_second_build_of_changed_data_replaces_its_own_output(spec):
    build_report(spec)
    write_data(spec.parent, 120)
    built = build_report(spec)
    assert built.document.name == "江州县2023年上半年工作总结.docx"
    assert built.findings == ()


def test_a_document_edited_by_hand_stays_and_the_changed_numbers_are_listed(spec):
    first = build_report(spec).document
    first.write_bytes(first.read_bytes() + b"edited in Word")
    kept = first.read_bytes()
    write_data(spec.parent, 120)
    built = build_report(spec)
    assert first.read_bytes() == kept
    assert built.document.name == "江州县2023年上半年工作总结（新）.docx"
    assert [finding.code for finding in built.findings] == ["BUILD-EDITED"]
    assert any("180" in change and "200" in change for change in built.changes)
    proof = json.loads(built.document.with_name("江州县2023年上半年工作总结（新）.proof.json").read_text("utf-8"))
    assert proof["document"]["name"] == built.document.name


def test_equal_input_gives_equal_bytes_under_any_hash_seed_and_time_zone(spec, tmp_path):
    outputs = []
    for seed, zone in (("1", "UTC"), ("77", "Asia/Shanghai")):
        out = tmp_path / f"out{seed}"
        script = f"from reportgen.cli import run; run(['build', {str(spec)!r}, '--out', {str(out)!r}])"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True)
        outputs.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) == 3


def test_a_spec_for_each_township_makes_the_one_asked_for(spec):
    text = spec.read_text(encoding="utf-8").replace("地区: 江州县", "地区: 江州县\n逐个: 乡镇")
    text = text[: text.index("数据项:")] + text[text.index("模板:") :]
    spec.write_text(text, encoding="utf-8")
    (spec.parent / "总结.txt").write_text("监测{{ 户数 }}户，消除率{{ 消除率 }}。\n", encoding="utf-8")
    assert build_report(spec).document.name == "青石镇2023年上半年工作总结.docx"
    assert build_report(spec, area="柳溪镇").document.name == "柳溪镇2023年上半年工作总结.docx"
    with pytest.raises(UsageError, match="柳溪镇"):
        build_report(spec, area="柳溪乡")


def test_a_level_that_no_area_has_is_told_with_its_line_and_the_levels_there_are(spec):
    text = spec.read_text(encoding="utf-8").replace("地区: 江州县", "地区: 江州县\n逐个: 村")
    spec.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"report\.yaml 第4行：“逐个”写的是“村”.*可以写：县、乡镇"):
        build_report(spec)


def test_data_younger_than_the_document_stop_the_build(spec):
    text = spec.read_text(encoding="utf-8").replace("成文日期: 2023-07-05", "成文日期: 2023-06-05")
    spec.write_text(text, encoding="utf-8")
    with pytest.raises(FindingsError) as stopped:
        build_report(spec)
    (finding,) = stopped.value.findings
    assert (finding.code, str(finding.place)) == ("BUILD-DATE", "report.yaml 第14行")


@pytest.mark.parametrize(("policy", "printed"), [("标", "【缺：户数】"), ("横线", "—")])
def test_a_missing_value_is_marked_or_dashed_where_the_report_says_so(spec, policy, printed):
    spec.write_text(spec.read_text(encoding="utf-8") + f"缺数: {policy}\n输出: [docx, txt]\n", encoding="utf-8")
    with xlsxwriter.Workbook(spec.parent / "data.xlsx") as book:
        sheet = book.add_worksheet("工作")
        for number, row in enumerate([["乡镇", "户数", "消除户数"], ["青石镇", "—", 60], ["柳溪镇", 80, 40]]):
            sheet.write_row(number, 0, row)
    built = build_report(spec)
    text = built.document.with_suffix(".txt").read_text(encoding="utf-8")
    assert f"监测{printed}户" in text
    assert built.proof.summary.missing == 2


def test_a_number_typed_in_the_template_is_told_by_check_and_build_alike(spec):
    template = spec.parent / "总结.txt"
    template.write_text(template.read_text(encoding="utf-8") + "新建厂房35座。\n", encoding="utf-8")
    assert [finding.code for finding in check_report(spec).findings] == ["PROOF-LITERAL"]
    assert [finding.code for finding in build_report(spec).findings] == ["PROOF-LITERAL"]


def test_an_element_that_the_plain_layout_does_not_print_is_told(spec):
    spec.write_text(spec.read_text(encoding="utf-8").replace("公文:\n", "公文:\n  抄送: [市委办]\n"), encoding="utf-8")
    (finding,) = build_report(spec).findings
    assert (finding.code, str(finding.place)) == ("SPEC-NOT-PRINTED", "report.yaml 第12行")
    assert "抄送" in finding.words


def test_a_check_writes_nothing_and_tells_the_tables_and_the_numbers(spec, capsys):
    assert run(["check", str(spec)]) == 0
    shown = capsys.readouterr().out
    assert "指标表 work：data_specs/work.yaml" in shown
    assert "有出处4个" in shown
    assert not (spec.parent / "out").exists()
    assert check_report(spec).findings == ()


def test_the_build_says_where_the_files_lie(spec, capsys):
    assert run(["build", str(spec.parent), "--out", str(spec.parent / "输出")]) == 0
    shown = capsys.readouterr().out
    assert f"报告：{spec.parent / '输出'}" in shown
    assert "数据核对表：" in shown
    assert "全文数字" in shown


def test_texts_under_with_may_hold_tags_and_keep_what_these_print(spec):
    spec.write_text(f"{SPEC}另加:\n  开头: '{{{{ 地区 }}}}监测{{{{ 户数 }}}}户'\n  倍数: 2\n", encoding="utf-8")
    (spec.parent / "总结.txt").write_text("{{ 开头 }}，{{ 户数 * 倍数 }}户。\n", encoding="utf-8")
    built = build_report(spec)
    assert [(number.text, number.kind.word) for number in built.proof.numbers if number.line == 3] == [
        ("180", "有出处"),
        ("360", "有出处"),
    ]


def test_a_wrong_name_in_a_text_under_with_is_told_in_its_line(spec):
    spec.write_text(f"{SPEC}另加:\n  开头: '监测{{{{ 户树 }}}}户'\n", encoding="utf-8")
    (finding,) = check_report(spec).findings
    assert (str(finding.place), finding.code) == ("report.yaml 第17行", "TPL-UNDEFINED")


def test_the_spec_may_call_its_area_by_an_alias(spec):
    areas = "名称: 江州县\n别名: [江州]\n下级: [{名称: 青石镇}, {名称: 柳溪镇}]\n"
    (spec.parent / "areas.yaml").write_text(areas, encoding="utf-8")
    spec.write_text(SPEC.replace("地区: 江州县", "地区: 江州"), encoding="utf-8")
    built = build_report(spec)
    assert built.document.name == "江州县2023年上半年工作总结.docx"
    assert [number.text for number in built.proof.numbers if number.line == 4] == ["4", "13万余", "180", "55.6%"]


def test_findings_in_a_section_name_its_owner(spec):
    sections = "章节:\n  - {文件: 01监测.txt, 负责: 监测股}\n  - {文件: 02会议.txt, 负责: 办公室}"
    spec.write_text(SPEC.replace("模板: 总结.txt", sections), encoding="utf-8")
    (spec.parent / "01监测.txt").write_text("监测{{ 户树 }}户。\n", encoding="utf-8")
    (spec.parent / "02会议.txt").write_text("召开会议{{ 会议次数 }}次。\n", encoding="utf-8")
    (finding,) = check_report(spec).findings
    assert str(finding.place) == "01监测.txt 第1行"
    assert finding.advice == "是否想写“户数”？（此处由监测股写）"
