"""Figures of no table, one a row: counts, percents, dates, ranges and texts with their source."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from books import SOUND, As, entry, is_error, only, read_all, told, tree, write
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
