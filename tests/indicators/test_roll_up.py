"""How a county's value comes from its townships (design §3.1)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.fact import CellOrigin, FormulaOrigin, RollUpOrigin, RowsOrigin
from reportgen.indicators import Catalogue, Figures, checked
from reportgen.period import Period
from reportgen.sources import Column, Data, SourceEntry, TableData
from reportgen.spec.areas import AreaTree
from reportgen.spec.model import DataEntry, DataSpec, FieldSpec

H1 = Period.parse("2023H1")
SPEC = """
    name: households
    title: 防止返贫监测
    fields:
      - {name: 乡镇, role: area}
      - {name: 监测户数, unit: 户}
      - {name: 消除户数, unit: 户}
      - {name: 消除率, unit: "%", decimals: 1, formula: 消除户数 / 监测户数}
      - {name: 满意度, unit: "%", rollup: weighted(监测户数)}
      - {name: 得分, unit: 分, rollup: own}
      - {name: 位置, unit: 分, rollup: none}
"""
ROWS = """
    乡镇   监测户数 消除户数 满意度 得分 位置
    青石镇 10       5        90     —    3
    柳溪镇 30       24       80     —    4
"""


def value(figures, name, area="江州县", period=H1):
    return figures(name, area, period).value


def test_counts_are_summed_and_know_their_cells(county, sheet):
    figures = county.figures(county.catalogue(SPEC), sheet("households", ROWS))
    fact = figures("监测户数", "江州县", H1)
    assert (fact.value, fact.unit, fact.derived) == (40, "户", True)
    assert isinstance(fact.origin, RollUpOrigin)
    assert [str(part.origin.place) for part in fact.origin.parts] == [
        "data/2023上半年.xlsx〔防止返贫监测〕B2",
        "data/2023上半年.xlsx〔防止返贫监测〕B3",
    ]


def test_a_cell_is_its_own_origin(county, sheet):
    figures = county.figures(county.catalogue(SPEC), sheet("households", ROWS))
    fact = figures("监测户数", "青石镇", H1)
    assert (fact.value, fact.derived) == (10, False)
    assert isinstance(fact.origin, CellOrigin)
    assert fact.origin.place.cell == "B2"
    assert fact.origin.as_of == H1.last_day


def test_a_rate_is_evaluated_again_on_the_rolled_up_parts(county, sheet):
    figures = county.figures(county.catalogue(SPEC), sheet("households", ROWS))
    fact = figures("消除率", "江州县", H1)
    assert fact.value == Decimal("72.5")  # 29 / 40; the mean of 50 and 80 would be 65
    assert isinstance(fact.origin, FormulaOrigin)
    assert [(part.indicator, part.value) for part in fact.origin.parts] == [("消除户数", 29), ("监测户数", 40)]
    assert fact.origin.place.line == 8
    assert [source.origin.place.cell for source in fact.sources()] == ["C2", "C3", "B2", "B3"]


def test_a_weighted_mean_weighs(county, sheet):
    figures = county.figures(county.catalogue(SPEC), sheet("households", ROWS))
    fact = figures("满意度", "江州县", H1)
    assert fact.value == Decimal("82.5")
    assert fact.origin.how == "weighted(监测户数)"
    assert [part.indicator for part in fact.origin.parts] == ["满意度", "满意度", "监测户数", "监测户数"]


def test_a_blank_rate_of_an_area_that_weighs_nothing_is_not_missed(county, sheet):
    rows = "乡镇 监测户数 满意度\n青石镇 10 90\n柳溪镇 30 80\n河东街道 0 —"
    figures = county.figures(county.catalogue(SPEC), sheet("households", rows))
    assert figures("满意度", "江州县", H1).value == Decimal("82.5")
    blank = county.figures(county.catalogue(SPEC), sheet("households", rows.replace(" 0 —", " 5 —")))
    assert blank("满意度", "江州县", H1).missing == "河东街道未填"


def test_own_and_none_have_no_value_above_the_level_read(county, sheet):
    figures = county.figures(county.catalogue(SPEC), sheet("households", ROWS))
    assert "要由本级自填" in figures("得分", "江州县", H1).missing
    assert "不由下级汇总" in figures("位置", "江州县", H1).missing
    assert value(figures, "位置", "青石镇") == 3


def test_the_countys_own_row_is_what_prints(county, sheet):
    rows = ROWS + "    江州县 41       30       85     96   —\n"
    figures = county.figures(county.catalogue(SPEC), sheet("households", rows))
    assert value(figures, "监测户数") == 41
    assert figures("监测户数", "江州县", H1).origin.place.cell == "B4"
    assert value(figures, "得分") == 96
    assert value(figures, "满意度") == 85
    assert value(figures, "消除率") == Decimal(30) / 41 * 100


def test_a_blank_cell_of_the_own_row_leaves_the_roll_up(county, sheet):
    rows = ROWS + "    江州县 —        30       85     96   —\n"
    figures = county.figures(county.catalogue(SPEC), sheet("households", rows))
    assert value(figures, "监测户数") == 40


def test_missing_is_contagious_and_names_the_areas(county, sheet):
    rows = """
        乡镇   监测户数 消除户数
        青石镇 10       5
        柳溪镇 —        24
        河东乡 30       —
    """
    figures = county.figures(county.catalogue(SPEC), sheet("households", rows))
    assert figures("监测户数", "江州县", H1).missing == "柳溪镇未填"
    assert figures("消除率", "江州县", H1).missing == "“消除户数”缺数（河东乡未填）"
    assert figures("消除率", "柳溪镇", H1).missing == "“监测户数”缺数（柳溪镇未填）"
    assert value(figures, "消除率", "青石镇") == 50
    assert figures("监测户数", "柳溪镇", H1).origin.place.cell == "B3"


def test_an_area_without_a_row_is_missing_too(county, sheet):
    areas = AreaTree.flat("江州县", ["青石镇", "柳溪镇", "河东乡"])
    figures = county.figures(county.catalogue(SPEC), sheet("households", ROWS), areas=areas)
    fact = figures("监测户数", "江州县", H1)
    assert fact.missing == "河东乡未填"
    assert [part.area for part in fact.origin.parts] == ["青石镇", "柳溪镇", "河东乡"]


def test_of_many_missing_areas_the_first_are_named(county, sheet):
    areas = AreaTree.flat("江州县", ["青石镇", *(f"第{n}镇" for n in range(12))])
    rows = "乡镇 监测户数\n青石镇 10"
    figures = county.figures(county.catalogue(SPEC), sheet("households", rows), areas=areas)
    assert figures("监测户数", "江州县", H1).missing == "第0镇、第1镇、第2镇、第3镇、第4镇等12个地区未填"


def test_skip_leaves_missing_areas_out_and_says_which(county, sheet):
    spec = SPEC.replace("监测户数, unit: 户", "监测户数, unit: 户, rollup_missing: skip")
    figures = county.figures(
        county.catalogue(spec), sheet("households", "乡镇 监测户数\n青石镇 10\n柳溪镇 —\n河东乡 30")
    )
    fact = figures("监测户数", "江州县", H1)
    assert fact.value == 40
    assert fact.origin.skipped == ("柳溪镇",)
    assert len(fact.origin.parts) == 3


def test_skip_with_nothing_at_all_is_still_missing(county, sheet):
    spec = SPEC.replace("监测户数, unit: 户", "监测户数, unit: 户, rollup_missing: skip")
    figures = county.figures(county.catalogue(spec), sheet("households", "乡镇 监测户数\n青石镇 —\n柳溪镇 —"))
    assert figures("监测户数", "江州县", H1).value is None


VILLAGES = """
    name: 江州县
    below:
      - name: 县本级
        kind: 本级
      - name: 青石镇
        below: [{name: 东村}, {name: 西村}]
      - name: 柳溪镇
        below: [{name: 南村}, {name: 北村}]
"""


def test_a_county_is_rolled_up_from_the_finest_level_read(county, sheet):
    rows = """
        乡镇   监测户数
        青石镇 99
        东村   1
        西村   2
        柳溪镇 20
    """
    figures = county.figures(county.catalogue(SPEC), sheet("households", rows), areas=county.areas(VILLAGES))
    fact = figures("监测户数", "江州县", H1)
    assert fact.value == 23  # villages of 青石镇, whose own row says 99; 柳溪镇 has only its own
    assert [part.area for part in fact.origin.parts] == ["东村", "西村", "柳溪镇"]
    assert value(figures, "监测户数", "青石镇") == 99


def test_villages_with_a_hole_give_way_to_the_townships_own_row(county, sheet):
    rows = "乡镇 监测户数\n青石镇 9\n东村 1\n柳溪镇 20"
    figures = county.figures(county.catalogue(SPEC), sheet("households", rows), areas=county.areas(VILLAGES))
    assert value(figures, "监测户数") == 29


def test_the_counties_own_level_counts_where_it_has_a_row(county, sheet):
    areas = county.areas(VILLAGES)
    rows = "乡镇 监测户数\n青石镇 9\n柳溪镇 20"
    without = county.figures(county.catalogue(SPEC), sheet("households", rows), areas=areas)
    with_row = county.figures(county.catalogue(SPEC), sheet("households", f"{rows}\n县本级 5"), areas=areas)
    blank = county.figures(county.catalogue(SPEC), sheet("households", f"{rows}\n县本级 —"), areas=areas)
    assert value(without, "监测户数") == 29
    assert value(with_row, "监测户数") == 34
    assert blank("监测户数", "江州县", H1).missing == "县本级未填"


def test_a_zero_divisor_makes_the_rate_missing_and_is_named(county, sheet):
    figures = county.figures(
        county.catalogue(SPEC), sheet("households", "乡镇 监测户数 消除户数\n青石镇 0 0\n柳溪镇 4 1")
    )
    assert figures("消除率", "青石镇", H1).missing == "除数“监测户数”为0"
    assert value(figures, "消除率") == 25


def test_two_sheets_of_one_table_are_seen_as_one(county, sheet):
    figures = county.figures(
        county.catalogue(SPEC),
        sheet("households", "乡镇 监测户数\n青石镇 10"),
        sheet("households", "乡镇 监测户数\n柳溪镇 30", file="柳溪镇.xlsx"),
        sheet("households", "乡镇 消除户数\n柳溪镇 3\n青石镇 7", file="另表.xlsx"),
    )
    assert value(figures, "消除率") == 25
    assert [part.origin.place.file for part in figures("监测户数", "江州县", H1).origin.parts] == [
        "data/2023上半年.xlsx",
        "柳溪镇.xlsx",
    ]
    assert figures("消除户数", "青石镇", H1).origin.place.cell == "B3"


def test_what_was_typed_in_a_cell_stays_with_the_fact(county, sheet):
    figures = county.figures(county.catalogue(SPEC), sheet("households", "乡镇 监测户数\n青石镇 13万余=130000"))
    fact = figures("监测户数", "青石镇", H1)
    assert (fact.value, fact.qualifier, fact.typed, fact.origin.typed) == (130000, "余", "13万余", "13万余")


def test_texts_and_days_are_values_of_their_row_only(county, sheet):
    spec = SPEC + "      - {name: 简介, role: text}\n      - {name: 开工, type: date}\n"
    figures = county.figures(
        county.catalogue(spec), sheet("households", "乡镇 简介 开工\n青石镇 依山傍水 2023-05-01\n柳溪镇 鱼米之乡 —")
    )
    assert value(figures, "简介", "青石镇") == "依山傍水"
    assert str(value(figures, "开工", "青石镇")) == "2023-05-01"
    assert figures("简介", "江州县", H1).value is None


OVER = (
    SPEC
    + """\
      - {name: 位次, unit: 位, formula: rank(消除率)}
      - {name: 过半镇数, unit: 个, formula: count(消除率 >= 50)}
      - {name: 最多户数, unit: 户, formula: max(监测户数)}
      - {name: 镇均户数, unit: 户, formula: sum(监测户数) / count(监测户数 >= 0)}
      - {name: 占全县, unit: "%", formula: 监测户数 / 最多户数}
"""
)


def test_functions_over_areas(county, sheet):
    rows = """
        乡镇   监测户数 消除户数
        青石镇 10       5
        柳溪镇 30       24
        河东乡 20       16
        北岭乡 20       —
    """
    figures = county.figures(county.catalogue(OVER), sheet("households", rows))
    ranks = {area: figures("位次", area, H1).value for area in ("青石镇", "柳溪镇", "河东乡", "北岭乡")}
    assert ranks == {"青石镇": 3, "柳溪镇": 1, "河东乡": 1, "北岭乡": None}
    assert value(figures, "过半镇数") == 3
    assert value(figures, "最多户数") == 30
    assert value(figures, "镇均户数") == 20
    assert "下面没有地区" in figures("过半镇数", "青石镇", H1).missing


def test_a_count_knows_the_rows_that_it_counted(county, sheet):
    figures = county.figures(county.catalogue(OVER), sheet("households", ROWS))
    (count,) = figures("过半镇数", "江州县", H1).origin.parts
    assert isinstance(count.origin, RowsOrigin)
    assert count.origin.rows == (2, 3)
    assert count.origin.how == "计数：消除率 >= 50（青石镇、柳溪镇）"


def test_a_maximum_holds_every_area_it_looked_at(county, sheet):
    figures = county.figures(county.catalogue(OVER), sheet("households", ROWS))
    (largest,) = figures("最多户数", "江州县", H1).origin.parts
    assert [(part.area, part.value) for part in largest.origin.parts] == [("青石镇", 10), ("柳溪镇", 30)]
    assert largest.unit == "户"


households = st.integers(min_value=0, max_value=10**6)


@given(st.lists(st.tuples(households, households), min_size=1, max_size=20))
def test_the_rate_of_a_county_is_the_formula_on_the_sums_and_never_an_average(rows):
    fields = (
        FieldSpec(name="甲", unit="户"),
        FieldSpec(name="乙", unit="户"),
        FieldSpec(name="率", unit="%", formula="甲 / 乙"),
    )
    names = tuple(f"第{number}镇" for number in range(len(rows)))
    columns = {
        "甲": Column("甲", "B", tuple(Decimal(a) for a, _ in rows)),
        "乙": Column("乙", "C", tuple(Decimal(b) for _, b in rows)),
    }
    entry = SourceEntry(DataEntry(workbook="a.xlsx"), None, "a.xlsx", H1)
    table = TableData("t", entry, "表", H1, H1.last_day, False, names, tuple(range(2, len(rows) + 2)), columns)
    data = Data((table,), (), AreaTree.flat("江州县", names))
    figures = Figures(Catalogue.compile([DataSpec(name="t", fields=fields)]), data, "江州县", H1, H1.last_day)
    above, below = sum(a for a, _ in rows), sum(b for _, b in rows)
    fact = figures("率", "江州县", H1)
    if below == 0:
        assert fact.missing == "除数“乙”为0"
    else:
        assert fact.value == Decimal(above) / Decimal(below) * 100
    assert checked(figures) == ()
