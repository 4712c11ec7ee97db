"""Figures of no table, one a row: counts, percents, dates, ranges and texts with their source."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from books import SOUND, As, entry, is_error, only, read_all, sheet, told, tree, write
from reportgen.errors import Severity
from reportgen.period import Period
from reportgen.place import Place
from reportgen.sources import Data, OneOffData

HEAD = ["指标", "数值", "单位", "截至", "来源", "填报股室", "备注"]


def read(folder: Path, rows: list[list[Any]], **more: Any) -> Data:
    path = write(folder / "本级事项.xlsx", {"本级": [HEAD, *rows]})
    return read_all([entry(path, layout="list", **more)], areas=tree("青石镇", "柳溪镇"))


def one(data: Data) -> OneOffData:
    assert data.findings == (), [str(finding) for finding in data.findings]
    (figure,) = data.one_offs
    return figure


def test_a_figure_has_value_unit_day_source_and_who_says_so(tmp_path: Path) -> None:
    row = ["联席会议次数", 4, "次", "2023年6月27日", "会议纪要第3至6期", "综合股", "含专题会"]

    assert one(read(tmp_path, [row])) == OneOffData(
        name="联席会议次数",
        value=Decimal(4),
        unit="次",
        place=Place("本级事项.xlsx", sheet="本级", cell="B2"),
        period=Period.parse("2023H1"),
        area="江州县",
        as_of=date(2023, 6, 27),
        source="会议纪要第3至6期",
        reported_by="综合股",
        note="含专题会",
    )


def test_the_figures_of_an_entry_marked_as_goals_are_goals(tmp_path: Path) -> None:
    row = ["产业资金占比", 55, "%"]

    assert one(read(tmp_path, [row], as_="目标")).target
    assert not one(read(tmp_path, [row])).target


@pytest.mark.parametrize(
    ("cell", "unit", "value", "meant"),
    [
        (35.5, "万元", Decimal("35.5"), "万元"),
        (As(0.5635, "0.00%"), "%", Decimal("56.35"), "%"),
        (As(0.5635, "0.00%"), None, Decimal("56.35"), "%"),
        (56.35, "%", Decimal("56.35"), "%"),
        (As(date(2023, 6, 27), "yyyy-mm-dd"), None, date(2023, 6, 27), ""),
        ("2023年6月27日", None, date(2023, 6, 27), ""),
        ("江州发〔2023〕1号", None, "江州发〔2023〕1号", ""),
        ("2023年", None, "2023年", ""),
        ("5至6", "处", "5至6", "处"),
        ("3—5个", "个", "3—5个", "个"),
        ("十四五", None, "十四五", ""),
        ("三农", None, "三农", ""),
        (As(7, formula="=3+4"), "次", Decimal(7), "次"),
        (100, None, Decimal(100), ""),
    ],
)
def test_a_value_may_be_a_number_a_percent_a_day_a_range_or_a_text(
    tmp_path: Path, cell: Any, unit: str | None, value: Any, meant: str
) -> None:
    figure = one(read(tmp_path, [["某项", cell, unit]]))

    assert (figure.value, figure.unit) == (value, meant)


@pytest.mark.parametrize(
    ("cell", "unit", "value", "meant", "qualifier"),
    [
        ("4次", None, 4, "次", ""),
        ("13万余", "人", 130000, "人", "余"),
        ("3.5万元", "元", 35000, "元", ""),
        ("４", "次", 4, "次", ""),
        ("1,234", "人", 1234, "人", ""),
    ],
)
def test_a_typed_number_is_understood_with_a_notice(
    tmp_path: Path, cell: str, unit: str | None, value: int, meant: str, qualifier: str
) -> None:
    data = read(tmp_path, [["某项", cell, unit]])

    assert only(data, "DATA-TEXT-NUMBER").severity is Severity.NOTICE
    figure = data.one_offs[0]
    assert (figure.value, figure.unit, figure.qualifier, figure.typed) == (value, meant, qualifier, cell)


@pytest.mark.parametrize("cell", [None, "—", "无", " "])
def test_a_missing_value_is_missing_with_its_reason(tmp_path: Path, cell: Any) -> None:
    figure = one(read(tmp_path, [["某项", cell, "次", "2023-06-30"]]))

    assert figure.value is None
    assert figure.missing.startswith("“某项”")


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (["某项", "待定", "次"], "DATA-NOT-NUMBER", "B2"),
        (["某项", "4元", "次"], "DATA-UNIT", "B2"),
        (["某项", 4, "3次"], "DATA-UNIT", "C2"),
        (["某项", As(0.5, "0%"), "次"], "DATA-UNIT", "B2"),
        (["某项", 0.56, "%"], "DATA-PERCENT-SCALE", "B2"),
        (["某项", As("#REF!", formula="=A0"), "次"], "DATA-ERROR-CELL", "B2"),
        (["某项", As("", formula="=A1"), "次"], "DATA-NO-STORED-VALUE", "B2"),
        (["某项", 4, "次", "某天"], "DATA-NOT-DATE", "D2"),
        ([None, 4, "次"], "DATA-NO-NAME", "A2"),
    ],
)
def test_a_fault_is_found_at_its_cell(tmp_path: Path, row: list[Any], code: str, cell: str) -> None:
    finding = only(read(tmp_path, [row]), code)

    assert is_error(finding)
    assert finding.place.cell == cell


def test_the_same_name_twice_is_found_at_the_second(tmp_path: Path) -> None:
    data = read(tmp_path, [["某项", 4, "次"], ["某 项", 5, "次"]])

    assert only(data, "DATA-DOUBLE-NAME").place.cell == "A3"
    assert len(data.one_offs) == 1


def test_the_same_name_in_two_workbooks_is_found(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.xlsx", {"表": [HEAD, ["某项", n, "次"]]}) for n in (1, 2)]

    data = read_all([entry(path, layout="list") for path in paths])

    assert only(data, "DATA-DOUBLE-NAME").place.file == "2.xlsx"


def test_a_name_that_no_template_can_write_is_told(tmp_path: Path) -> None:
    finding = only(read(tmp_path, [["完成70%以上项目数", 4, "个"]]), "DATA-ONE-OFF-NAME")

    assert finding.severity is Severity.NOTICE
    assert '指标("完成70%以上项目数")' in finding.advice


@pytest.mark.parametrize("name", ["{{7*7}}", "2021年数", "年", "%"])
def test_no_name_is_proposed_that_a_template_cannot_write_either(tmp_path: Path, name: str) -> None:
    finding = only(read(tmp_path, [[name, 4, "个"]]), "DATA-ONE-OFF-NAME")

    assert f'指标("{name}")' in finding.advice
    assert "换成文字开头" in finding.advice


def test_control_characters_in_a_text_are_dropped_and_told_with_their_cell(tmp_path: Path) -> None:
    data = read(tmp_path, [["领导批示", "同\x0b意\x08", None]])

    finding = only(data, "DATA-CONTROL-CHARACTER")
    assert finding.place.cell == "B2"
    assert data.one_offs[0].value == "同意"


def test_period_and_area_may_be_columns(tmp_path: Path) -> None:
    rows = [[*HEAD, "期间", "地区"], ["某项", 4, "次", None, None, None, None, "2022年上半年", "青石"]]
    path = write(tmp_path / "a.xlsx", {"表": rows})

    figure = one(read_all([entry(path, layout="list")], areas=tree("青石镇")))

    assert (str(figure.period), figure.area, figure.as_of) == ("2022H1", "青石镇", date(2022, 6, 30))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["某项", 4, None, None, None, None, None, "某时", None], "DATA-PERIOD"),
        (["某项", 4, None, None, None, None, None, None, "青沙镇"], "DATA-UNKNOWN-AREA"),
    ],
)
def test_an_unknown_period_or_area_is_found(tmp_path: Path, row: list[Any], code: str) -> None:
    path = write(tmp_path / "a.xlsx", {"表": [[*HEAD, "期间", "地区"], row]})

    only(read_all([entry(path, layout="list")], areas=tree("青石镇")), code)


def test_days_are_understood_as_they_are_written(tmp_path: Path) -> None:
    days = ["2023-06-27", "6月27日", As(date(2023, 6, 27), "m/d"), "2023年6月底", "2023年上半年", None]

    data = read(tmp_path, [[f"某{n}", 1, "次", day] for n, day in enumerate(days)])

    assert data.findings == ()
    expected = [date(2023, 6, 27)] * 3 + [date(2023, 6, 30)] * 3
    assert [figure.as_of for figure in data.one_offs] == expected


def test_every_sheet_that_is_a_list_is_read_and_others_left_alone(tmp_path: Path) -> None:
    sheets = {"说明": [["本表由各股室填写"]], "会议": [HEAD, ["会议数", 4, "次"]], "文件": [HEAD, ["文件数", 5, "份"]]}

    data = read_all([entry(write(tmp_path / "a.xlsx", sheets), layout="list")])

    assert data.findings == ()
    assert [figure.name for figure in data.one_offs] == ["会议数", "文件数"]


def test_a_sheet_that_is_no_list_is_found(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"表": SOUND})

    assert only(read_all([entry(path, layout="list")]), "DATA-NO-HEADER").place.file == "a.xlsx"
    data = read_all([entry(path, layout="list", sheet="清单")])
    assert told(data) == [("DATA-NO-SHEET", "")]


def test_notes_below_the_list_are_no_figures(tmp_path: Path) -> None:
    data = read(tmp_path, [["某项", 4, "次"], [None], ["注：以上由综合股汇总。"], ["填表人：张三"]])

    assert one(data).name == "某项"


def findings(data: Data) -> dict[str, str]:
    return {finding.code: finding.words for finding in data.findings}


@pytest.mark.parametrize(
    ("cell", "unit", "value", "meant"),
    [
        ("30—50户", None, "30—50户", ""),
        ("3至5月", None, "3至5月", ""),
        ("3至5月", "月", "3至5月", "月"),
        ("1万～2万", "元", "1万～2万", "元"),
        ("007", None, "007", ""),
        ("0736-7223456", None, "0736-7223456", ""),
        ("13800005678", None, "13800005678", ""),
        (True, None, "是", ""),
    ],
)
def test_codes_ranges_and_flags_stay_as_they_are_typed(
    tmp_path: Path, cell: Any, unit: str | None, value: str, meant: str
) -> None:
    figure = one(read(tmp_path, [["某项", cell, unit]]))

    assert (figure.value, figure.unit) == (value, meant)


def test_a_number_where_the_name_asks_for_a_day_is_a_day_or_told(tmp_path: Path) -> None:
    data = read(tmp_path, [["会议日期", 20230627], ["开工日期", 6.27], ["完工日期", "6.27"], ["服务时间", 3, "天"]])

    assert [figure.value for figure in data.one_offs] == [date(2023, 6, 27), None, None, Decimal(3)]
    assert told(data, "DATA-NOT-DATE") == [("DATA-NOT-DATE", "B3"), ("DATA-NOT-DATE", "B4")]


@pytest.mark.parametrize(("cell", "unit"), [("35户", "人"), ("6月27日", "户"), (As(date(2023, 6, 27), "m/d"), "户")])
def test_a_unit_that_contradicts_the_cell_is_told(tmp_path: Path, cell: Any, unit: str) -> None:
    data = read(tmp_path, [["某项", cell, unit]])

    assert [finding.code for finding in data.findings] in (["DATA-UNIT"], ["DATA-NOT-NUMBER"])
    assert data.one_offs[0].value is None


def test_a_unit_in_the_brackets_of_a_name_is_the_unit(tmp_path: Path) -> None:
    data = read(tmp_path, [["培训经费（万元）", 35.5], ["会议数（次）", 3, "场"]])

    assert [(one.name, one.unit) for one in data.one_offs] == [("培训经费", "万元"), ("会议数", "场")]
    assert told(data) == [("DATA-UNIT", "C3")]


def test_columns_may_stand_in_any_order_with_titles_notes_groups_and_a_total(tmp_path: Path) -> None:
    rows = [
        ["江州县2023年上半年本级事项"],
        [None],
        ["乡镇", "计量单位", "数量", "事项", "依据"],
        [None, None, None, "一、会议类", None],
        ["青石", "次", 4, "会议次数", "纪要"],
        ["柳溪镇", "次", 5, "会议次数", "纪要"],
        ["乡镇", "计量单位", "数量", "事项", "依据"],
        [None, "份", 6, "发文数", None],
        [None, None, 15, "合计", None],
        [None, None, None, "注：由综合股汇总", None],
    ]
    path = write(tmp_path / "a.xlsx", {"表": rows})

    data = read_all([entry(path, layout="list")], areas=tree("青石镇", "柳溪镇"))

    assert data.findings == ()
    found = [(figure.name, figure.area, figure.value) for figure in data.one_offs]
    assert found == [("会议次数", "青石镇", 4), ("会议次数", "柳溪镇", 5), ("发文数", "江州县", 6)]
    assert data.one_offs[1].place.cell == "C6"


def test_an_area_merged_over_its_rows_holds_for_each_but_a_merged_value_for_none(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        for row in (
            ["地区", "指标", "数值"],
            ["青石镇", "甲", 1],
            [None, "乙", 2],
            ["柳溪镇", "甲", 3],
            [None, "乙", None],
        ):
            page.append(row)
        page.merge_cells("A2:A3")
        page.merge_cells("A4:A5")
        page.merge_cells("C4:C5")

    data = read_all([entry(sheet(tmp_path / "a.xlsx", fill), layout="list")], areas=tree("青石镇", "柳溪镇"))

    assert [(figure.name, figure.area) for figure in data.one_offs] == [
        ("甲", "青石镇"),
        ("乙", "青石镇"),
        ("甲", "柳溪镇"),
        ("乙", "柳溪镇"),
    ]
    assert told(data) == [("DATA-MERGED-CELL", "C5")]


def test_two_lists_side_by_side_are_told(tmp_path: Path) -> None:
    rows = [["指标", "数值", "指标", "数值"], ["甲", 1, "乙", 2]]

    data = read_all([entry(write(tmp_path / "a.xlsx", {"表": rows}), layout="list")])

    assert told(data, "DATA-DOUBLE-COLUMN") == [("DATA-DOUBLE-COLUMN", "C1"), ("DATA-DOUBLE-COLUMN", "D1")]


def test_hidden_sheets_and_rows_of_a_list_are_read_and_told(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        for row in (["指标", "数值"], ["甲", 1], ["乙", 2]):
            page.append(row)
        page.row_dimensions[3].hidden = True
        page.sheet_state = "hidden"
        page.parent.create_sheet("说明")

    data = read_all([entry(sheet(tmp_path / "a.xlsx", fill), layout="list")])

    assert [figure.value for figure in data.one_offs] == [1, 2]
    assert told(data) == [("DATA-HIDDEN", ""), ("DATA-HIDDEN", "A3")]


def test_a_sensitive_figure_is_marked_and_never_repeated_in_a_message(tmp_path: Path) -> None:
    rows = [
        ["指标", "数值", "单位", "敏感"],
        ["联系人", "张小三", None, "是"],
        ["补助金额", "九百八十七万多", "户", "是"],
        ["补助标准", "一二三四五元", "元", "也许"],
        ["会议数", 3, "次", "否"],
    ]

    data = read_all([entry(write(tmp_path / "a.xlsx", {"表": rows}), layout="list")])

    assert [figure.sensitive for figure in data.one_offs] == [True, True, True, False]
    assert not any(secret in str(found) for found in data.findings for secret in ("九百八十七", "三四五"))
    assert ("DATA-NOT-FLAG", "D4") in told(data)
