"""One-offs and tables on their side, from the cell to the page and the proof."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from books import Rows, write
from reportgen.build import build_report, check_report
from reportgen.errors import Finding, FindingsError

SPEC = """\
报告: half_year_review
标题: 简报
地区: 江州县
期间: 2023年上半年
数据:
{data}
模板: 总结.txt
公文: {{发文机关: 江州县乡村振兴局, 成文日期: 2023-07-05}}
输出: [docx, txt]
{more}
"""
TABLE = """\
name: work
title: 工作
fields:
  - {name: 乡镇, role: area}
  - {name: 户数, unit: 户}
  - {name: 大镇数, unit: 个, formula: count(户数 > 10)}
  - {name: 补助, unit: 元, sensitive: true}
  - {name: 户均补助, unit: 元/户, formula: 补助 / 户数}
  - {name: 补助过万镇数, unit: 个, formula: count(补助 > 10000)}
  - {name: 编码, type: string}
"""
LIST = "  - {工作簿: 本级.xlsx, 排法: 清单}"


class Report:
    """A report in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "data_specs").mkdir()
        (folder / "data_specs" / "work.yaml").write_text(TABLE, encoding="utf-8")

    def spec(self, data: str, more: str = "") -> None:
        (self.folder / "report.yaml").write_text(SPEC.format(data=data, more=more), encoding="utf-8")

    def book(self, name: str, sheets: dict[str, Rows]) -> None:
        write(self.folder / name, sheets)

    def text(self, template: str) -> str:
        (self.folder / "总结.txt").write_text(f"{template}\n", encoding="utf-8")
        built = build_report(self.folder / "report.yaml")
        return built.document.with_suffix(".txt").read_text(encoding="utf-8").splitlines()[1]

    def findings(self, template: str) -> list[Finding]:
        (self.folder / "总结.txt").write_text(f"{template}\n", encoding="utf-8")
        try:
            return list(check_report(self.folder / "report.yaml").findings)
        except FindingsError as error:
            return list(error.findings)

    @property
    def proof(self) -> str:
        """Every cell of the proof sheet, and the proof beside it."""
        book = load_workbook(self.folder / "out" / "简报.proof.xlsx")
        cells = [str(cell.value) for page in book for row in page for cell in row if cell.value is not None]
        return "\n".join([*cells, (self.folder / "out" / "简报.proof.json").read_text(encoding="utf-8")])


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return Report(tmp_path)


def turned(report: Report, *rows: list[Any]) -> None:
    report.book("data.xlsx", {"工作": [["指标", "青石镇", "柳溪镇", "白云乡", "合计"], *rows]})
    report.spec("  - {工作簿: data.xlsx, 指标表: work, 排法: 转置}")


def test_a_counted_column_is_named_by_its_letter_in_the_proof(report: Report) -> None:
    turned(report, ["户数（户）", 20, 5, 30, 55])

    assert report.text("有{{ 大镇数 }}个大镇。") == "有2个大镇。"

    assert "data.xlsx〔工作〕B、D列（共2列）" in report.proof
    book = load_workbook(report.folder / "out" / "简报.proof.xlsx")
    links = [cell.hyperlink for page in book for row in page for cell in row if cell.hyperlink]
    assert any(link.location == "'工作'!B1" or (link.target or "").endswith("#'工作'!B1") for link in links)


def test_a_wrong_total_of_a_table_on_its_side_is_a_column(report: Report) -> None:
    turned(report, ["户数（户）", 20, 5, 30, 54])

    found = next(one for one in report.findings("甲") if one.code == "CALC-TOTAL-DIFFERS")

    assert found.words.startswith("“合计”列的“户数”填的是54户，各列相加是55户")
    assert found.place.cell == "E2"


def test_a_total_over_a_refused_row_is_not_told_again(report: Report) -> None:
    rows = [["乡镇", "户数（户）"], ["青石镇", 20], ["青石镇", 5], ["小计", 25], ["柳溪镇", 7], ["小计", 8]]
    report.book("data.xlsx", {"工作": rows})
    report.spec("  - 工作簿: data.xlsx")

    found = [
        (one.code, one.place.cell)
        for one in report.findings("甲")
        if one.code.startswith(("CALC-TOTAL", "DATA-DOUBLE"))
    ]

    assert found == [("DATA-DOUBLE-AREA", "A3"), ("CALC-TOTAL-DIFFERS", "B6")]


def test_a_township_whose_villages_have_rows_is_not_absent(report: Report) -> None:
    areas = "name: 江州县\nlevel: 县\nbelow:\n"
    for town in ("青石镇", "柳溪镇", "白云乡"):
        areas += f"  - {{name: {town}, level: 乡镇, below: [{{name: {town[0]}东村, level: 村}}]}}\n"
    (report.folder / "areas.yaml").write_text(areas, encoding="utf-8")
    report.book("data.xlsx", {"工作": [["乡镇", "户数（户）"], ["青石镇", 20], ["柳东村", 5]]})
    report.spec("  - 工作簿: data.xlsx")

    found = [one.words for one in report.findings("甲") if one.code == "DATA-AREA-ABSENT"]

    assert found == ["江州县下面 3 个地区中，1 个没有2023年上半年的数：白云乡。"]


def test_numbers_in_a_text_column_of_a_csv_print_as_typed(report: Report) -> None:
    rows = '乡镇,户数（户）,编码\n青石镇,20,1.50\n柳溪镇,5,007\n白云乡,30,"1,234"\n北河乡,40,56.30%\n'
    (report.folder / "工作.csv").write_text(rows, encoding="utf-8")
    report.spec("  - 工作簿: 工作.csv")

    printed = report.text("{% for 镇 in 下级 %}{{ 镇.编码 }}；{% endfor %}共{{ 户数 }}户。")

    assert printed == "1.50；007；1,234；56.30%；共95户。"


def test_the_parts_of_a_day_print_with_its_cell(report: Report) -> None:
    report.book("本级.xlsx", {"表": [["指标", "数值"], ["开工日期", "2023年6月27日"], ["会议数", 3]]})
    report.spec(LIST)

    printed = report.text("{{ 开工日期.年 }}年{{ 开工日期.月 }}月{{ 开工日期.日 }}日开工。")

    assert printed == "2023年6月27日开工。"
    assert "开工日期的月" in report.proof
    assert "本级.xlsx〔表〕B2" in report.proof
    (found,) = [one for one in report.findings("{{ 会议数.月 }}月") if one.code == "TPL-UNDEFINED"]
    assert "不是日期" in found.words


def test_a_one_off_for_a_later_day_than_the_report_is_told(report: Report) -> None:
    report.book("本级.xlsx", {"表": [["指标", "数值", "截至"], ["会议数", 3, "2023-07-03"]]})
    report.spec(LIST)

    (found,) = [one for one in report.findings("甲") if one.code == "CALC-AS-OF"]

    assert found.place.cell == "B2"


def test_one_offs_of_the_spec_are_read_as_those_of_a_list(report: Report) -> None:
    facts = "数据项:\n  届次: 2023年\n  开工日期: {数值: 6月27日}\n  会议: {数值: 4次}\n  户: {数值: 待定, 单位: 户}\n"
    report.book("本级.xlsx", {"表": [["指标", "数值"], ["会议数", 3]]})
    report.spec(LIST, facts)

    found = report.findings("甲")

    assert [(one.code, one.place.line) for one in found if one.code.startswith("DATA")] == [("DATA-NOT-NUMBER", 14)]
    report.spec(LIST, facts.rpartition("  户")[0])
    assert report.text("{{ 届次 }}，{{ 开工日期|月日 }}，{{ 会议 }}次。") == "2023年，6月27日，4次。"


def test_a_sensitive_one_off_prints_only_hidden(report: Report) -> None:
    rows = [["指标", "数值", "单位", "敏感"], ["联系人", "张小三", None, "是"], ["补贴", 987654, "元", "是"]]
    report.book("本级.xlsx", {"表": rows})
    report.spec(LIST, "数据项:\n  电话: {数值: '13800005678', 敏感: 是}\n")

    assert report.text("{{ 联系人|脱敏 }}，{{ 电话|脱敏 }}。") == "张*三，138****5678。"
    assert not any(secret in report.proof for secret in ("张小三", "13800005678", "987654"))
    for tag in ("联系人", "电话", "补贴", "补贴 * 2", "补贴|万元", "补贴|按增减(2)"):
        found = report.findings(f"{{{{ {tag} }}}}")
        assert "TPL-SENSITIVE" in [one.code for one in found], tag
        assert not any(secret in str(one) for one in found for secret in ("张小三", "13800005678", "987"))


def test_what_is_computed_from_something_sensitive_is_sensitive_and_a_count_is_not(report: Report) -> None:
    rows = [["乡镇", "户数（户）", "补助（元）"], ["青石镇", 20, 987654], ["柳溪镇", 5, 876]]
    report.book("data.xlsx", {"工作": rows})
    report.spec("  - 工作簿: data.xlsx")

    assert report.text("有{{ 补助过万镇数 }}个。") == "有1个。"
    assert "987654" not in report.proof
    for tag in ("补助", "户均补助", "下级|合计('补助')", "户均补助|较(户均补助)", "户数|其中(补助)", "户数|保留(补助)"):
        found = report.findings(f"{{{{ {tag} }}}}")
        assert any(one.severity == 3 for one in found), tag
        assert not any(secret in str(one) for one in found for secret in ("987654", "988530", "39541"))


@pytest.mark.parametrize(("book", "sheet"), [("13800005678.xlsx", "表"), ("本级.xlsx", "张13800005678")])
def test_a_file_or_sheet_called_by_a_number_stops_the_build(report: Report, book: str, sheet: str) -> None:
    report.book(book, {sheet: [["指标", "数值"], ["会议数", 3]]})
    report.spec(f"  - {{工作簿: {book}, 排法: 清单}}")

    (found,) = [one for one in report.findings("{{ 会议数 }}次") if one.code == "PROOF-SENSITIVE"]

    assert "138****5678" in found.words


def test_a_reason_for_a_typed_number_hides_what_it_holds_in_the_proof(report: Report) -> None:
    report.book("本级.xlsx", {"表": [["指标", "数值"], ["会议数", 3]]})
    report.spec(LIST, "手打数字: {3个片区: 问13800005678, '13900005678': 未用}")

    report.text("分3个片区，开会{{ 会议数 }}次。")

    assert "138****5678" in report.proof
    assert not any(secret in report.proof for secret in ("13800005678", "13900005678"))


def test_a_unit_that_a_range_ends_with_is_not_typed_again(report: Report) -> None:
    report.book("本级.xlsx", {"表": [["指标", "数值"], ["带动", "30—50户"], ["时间段", "3至5月"]]})
    report.spec(LIST)

    found = [one.words for one in report.findings("带动{{ 带动 }}户，{{ 时间段 }}月。") if one.code == "TPL-UNIT"]

    assert found == ["“30—50户”已带“户”，后面又写了“户”。", "“3至5月”已带“月”，后面又写了“月”。"]
    assert not [one for one in report.findings("{{ 带动 }}，{{ 时间段 }}。") if one.code == "TPL-UNIT"]
