"""What `check` says of numbers, years and dates that a template types itself."""

import pytest
from typer.testing import CliRunner

from reportgen.build import check_report
from reportgen.cli import app

SPEC = """标题: 工作情况
报告: half_year_review
地区: 江州县
期间: 2023H1
单项数据:
  会议次数: {{值: 4, 单位: 次}}
模板: 情况.txt
{more}
"""


@pytest.fixture
def checked(tmp_path):
    def check(text: str, more: str = ""):
        (tmp_path / "report.yaml").write_text(SPEC.format(more=more), encoding="utf-8")
        (tmp_path / "情况.txt").write_text(text, encoding="utf-8")
        return check_report(tmp_path / "report.yaml")

    return check


def test_every_typed_number_year_and_date_is_listed_with_its_line(checked):
    text = "会议{{ 会议次数 }}次。\n其中现场会3次，最近的在6月18日，比2022年多。\n"
    listed = [(one.place.line, one.word, one.text) for one in checked(text).typed]
    assert listed == [(2, "数字", "3次"), (2, "日期", "6月18日"), (2, "年份", "2022年")]


def test_what_is_declared_with_its_reason_is_not_listed(checked):
    text = "会议{{ 会议次数 }}次，分2个片区，规划到2035年。\n"
    done = checked(text, "手打数字:\n  2个片区: 片区划分不随期变化\n  2035年: 规划的年限\n")
    assert done.typed == ()
    assert done.findings == ()


def test_numbering_names_and_set_phrases_are_not_listed(checked):
    assert checked("# 一、会议情况\n“三农”工作会议{{ 会议次数 }}次。一是传达《五年行动方案》。二是部署。\n").typed == ()


@pytest.mark.parametrize("year", [2023, 2022])
def test_this_year_and_the_last_one_are_no_warning(checked, year):
    assert checked(f"{year}年会议{{{{ 会议次数 }}}}次。\n").findings == ()


@pytest.mark.parametrize("year", [2021, 2024])
def test_a_year_that_is_neither_this_nor_the_last_is_a_warning_at_its_line(checked, year):
    (told,) = checked(f"会议{{{{ 会议次数 }}}}次。\n{year}年继续。\n").findings
    assert (told.code, told.place.file, told.place.line) == ("BUILD-STALE-YEAR", "情况.txt", 2)


def test_the_year_in_a_documents_name_is_no_warning(checked):
    assert checked("落实《提升行动方案（2021—2025年）》，会议{{ 会议次数 }}次。\n").findings == ()


def test_the_command_prints_the_list_and_still_passes(tmp_path):
    (tmp_path / "report.yaml").write_text(SPEC.format(more=""), encoding="utf-8")
    (tmp_path / "情况.txt").write_text("会议{{ 会议次数 }}次，6月18日起。\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert done.exit_code == 0
    assert "情况.txt 第1行" in done.output
    assert "6月18日" in done.output


def test_a_text_that_an_annex_prints_is_listed_too(checked, tmp_path):
    (tmp_path / "名单.txt").write_text("共12人。\n", encoding="utf-8")
    done = checked("会议{{ 会议次数 }}次。\n", "公文:\n  附件: [{标题: 名单, 文件: 名单.txt}]\n")
    assert [(one.place.file, one.text) for one in done.typed] == [("名单.txt", "12人")]
