"""What a template sees (design §3.6), before and after data are read."""

from collections.abc import Mapping

import pytest

from reportgen.errors import Finding, Severity
from reportgen.indicators import Told, name_tree, view
from reportgen.indicators.view import NameLookupError
from reportgen.place import Place

HOUSEHOLDS = """
    name: households
    title: 防止返贫监测
    fields:
      - {name: 乡镇, role: area}
      - {name: 监测户数, title: 监测对象（户）, unit: 户}
      - {name: 备注数, unit: 个}
      - {name: 新增户数, unit: 户, measure: flow}
"""
FUNDS = """
    name: funds
    title: 资金支出
    fields:
      - {name: 乡镇, role: area}
      - {name: 支出金额, unit: 万元}
      - {name: 备注数, unit: 个}
"""
AREAS = """
    name: 江州县
    level: 县
    below:
      - {name: 青石镇, short: 青石, below: [{name: 东村}, {name: 西村}]}
      - {name: 柳溪镇, short: 柳溪}
      - {name: 河东街道, short: 河东, aliases: [河东办事处]}
      - {name: 县本级, kind: 本级}
"""
ROWS = "乡镇 监测户数 备注数 新增户数\n青石镇 10 1 0\n柳溪镇 30 2 1\n河东街道 5 3 2"
MONEY = "乡镇 支出金额 备注数\n青石镇 1.5 7\n柳溪镇 2.5 7\n河东街道 1 7"


@pytest.fixture
def figures(county, sheet, one_off):
    return county.figures(
        county.catalogue(HOUSEHOLDS, FUNDS),
        sheet("households", ROWS),
        sheet("funds", MONEY),
        sheet("households", "乡镇 监测户数\n青石镇 8\n柳溪镇 20\n河东街道 5", period="2022H1"),
        areas=county.areas(AREAS),
        one_offs=(one_off("会议次数", "4", "次"),),
    )


@pytest.fixture
def names(figures):
    return view(figures, "江州县", {"标题": "总结", "倍数": 2})


def test_indicators_stand_by_their_names(names):
    assert names["监测户数"].value == 45
    assert names["会议次数"].value == 4
    assert names["标题"] == "总结"


def test_a_shared_name_is_reached_through_its_table(names):
    assert "备注数" not in names
    assert names["households"]["备注数"].value == 6
    assert names["funds"]["备注数"].indicator == "funds.备注数"
    assert names["资金支出"]["备注数"].value == 21
    assert names["funds.备注数"].value == 21
    assert names["funds.支出金额"].value == 5
    assert "funds.没有" not in names


def test_names_are_folded(names):
    assert names["ｆｕｎｄｓ"]["支出金额"].value == 5


def test_areas_below_come_in_print_order_without_the_own_level(names):
    assert [str(area) for area in names["下级"]] == ["青石镇", "柳溪镇", "河东街道"]
    assert [area["简称"] for area in names["乡镇"]] == ["青石", "柳溪", "河东"]
    assert [area["支出金额"].value for area in names["下级"]] == [1.5, 2.5, 1]
    assert [area["名称"] for area in names["村"]] == ["东村", "西村"]
    assert [area["名称"] for area in names["下级"][0]["下级"]] == ["东村", "西村"]


def test_the_area_above_and_any_other_area(figures, names):
    township = view(figures, "青石镇")
    assert township["上级"]["监测户数"].value == 45
    assert township["地区"]["简称"] == "青石"
    assert township["监测户数"].value == 10
    assert names["地区"]("河东办事处")["监测户数"].value == 5
    assert str(names["地区"]) == "江州县"
    assert names["上级"] is None


def test_base_periods_and_named_periods(names):
    assert names["上年同期"]["监测户数"].value == 33
    assert names["下级"][0]["上年同期"]["监测户数"].value == 8
    assert names["期"]("2022年上半年")["监测户数"].value == 33


def test_what_the_data_do_not_hold_is_missing_with_its_reason(figures, names):
    fact = names["上年"]["监测户数"]
    assert (fact.value, fact.missing) == (None, "没有2022年的“防止返贫监测”数据")
    assert figures(fact.indicator, fact.area, fact.period) is None
    assert names["上年同期"]["支出金额"].missing == "没有2022年上半年的“资金支出”数据"
    assert names["上年同期"]["会议次数"].missing == "没有江州县2022年上半年的“会议次数”"
    assert "没有年初数" in names["年初"]["新增户数"].missing


def test_an_indicator_by_its_heading(names):
    assert names["指标"]("监测对象（户）").value == 45
    assert names["指标"]("监测对象(户)").value == 45
    assert names["指标"]("会议次数").value == 4


def test_words_of_the_report(names):
    assert names["期间"] == "2023年上半年"
    assert names["年"] == 2023
    assert names["下级统称"] == "镇（街道）"
    assert names["截至"] == "2023年6月30日"
    assert names["截至"]("funds") == "2023年6月30日"


def test_the_day_of_a_table_without_data_is_as_missing_as_its_figures(county, sheet):
    figures = county.figures(county.catalogue(HOUSEHOLDS, FUNDS), sheet("households", ROWS))
    unread = Finding("DATA-NO-FILE", Severity.ERROR, Place("report.yaml", 8), "没有这个文件。")

    day = view(figures, "江州县")["截至"]("资金支出")

    assert day.is_missing
    assert day.missing == "没有2023年上半年的“资金支出”数据"
    # Where its workbook could not be read, that is the one finding.
    assert Told(figures, [unread])(day)
    # Where it was not given, day and figures are one gap.
    told = Told(figures, [])
    assert [told(day), told(view(figures, "江州县")["支出金额"])] == [False, True]


@pytest.mark.parametrize(
    ("call", "argument", "words"),
    [
        ("地区", "青石", None),
        ("地区", "青石乡", "青石镇"),
        ("指标", "监测对像（户）", "监测对象（户）"),
        ("指标", "备注数", "不止一个"),
        ("期", "去年", "看不出是哪一年"),
        ("截至", "found", "funds"),
    ],
)
def test_calls_for_what_is_not_there_say_what_is_near(names, call, argument, words):
    if words is None:
        assert str(names[call](argument)) == "青石镇"
        return
    with pytest.raises(NameLookupError) as error:
        names[call](argument)
    assert words in str(error.value)


def test_an_unknown_name_is_no_key(names):
    assert "监测户" not in names
    with pytest.raises(KeyError):
        names["监测户"]


def differences(tree, seen, steps=3, path=""):
    """Names that only the tree has, or only the view; some steps deep."""
    found = {f"-{path}{name}" for name in tree if name not in ("()", "[]") and name not in seen}
    found |= {f"+{path}{name}" for name in seen if name not in tree}
    for name, inner in tree.items() if steps else ():
        below = seen.get(name)
        if isinstance(below, tuple):
            inner, below = inner["[]"], below[0] if below else None
        if isinstance(below, Mapping) and "()" not in inner:
            found |= differences(inner, below, steps - 1, f"{path}{name}.")
    return found


def test_the_names_before_and_after_reading_are_the_same(figures, names):
    tree = name_tree(figures.catalogue, figures.areas, ["标题", "倍数"], figures.one_offs, figures.with_data)
    assert differences(tree, names) == set()


def test_the_tree_says_what_calls_and_loops_give(figures):
    tree = name_tree(figures.catalogue, figures.areas)
    assert tree["期"]["()"]["监测户数"] is None
    assert "简称" in tree["下级"]["[]"]
    assert "监测户数" in tree["地区"]["()"]
    assert tree["指标"]["()"] is None
    assert tree["households"] == {"监测户数": None, "备注数": None, "新增户数": None}
    assert "备注数" not in tree
    assert "funds.备注数" in tree  # a message about 备注数 can name it


def test_an_indicator_called_as_a_word_of_its_area_goes_before_it(county, sheet):
    spec = HOUSEHOLDS + "      - {name: 类别, role: text}\n"
    catalogue, areas = county.catalogue(spec), county.areas(AREAS)
    figures = county.figures(catalogue, sheet("households", "乡镇 类别\n青石镇 深度贫困"), areas=areas)
    names = view(figures, "江州县")
    assert names["下级"][0]["类别"].value == "深度贫困"
    assert names["下级"][0]["名称"] == "青石镇"
    assert names["类别"].value is None
    assert set(name_tree(catalogue, areas, with_data=figures.with_data)) == set(names)
